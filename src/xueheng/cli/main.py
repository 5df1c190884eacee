"""The command `xueheng`: parses the line, calls one command, turns known problems into exit codes."""

from __future__ import annotations

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from xueheng import __version__
from xueheng.cli.settings import setting
from xueheng.standards.words import Words, catalogue

COMMANDS = (
    *("demo", "init", "serve", "import", "backup", "restore", "rekey", "doctor"),
    *("methods", "run", "verify", "inspect", "template", "check", "map"),
)
PORT = 8000
USAGE = 2  # exit code of wrong usage; 1 is for refused data, 0 for done


class UsageError(Exception):
    """The command line asks for something that cannot be; the text says what to write instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry one command out; its exit code."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    _utf8()
    lang = _lang(line)
    options = parser(lang).parse_args(line)
    name = options.command + "_" * keyword.iskeyword(options.command)
    command = importlib.import_module(f"xueheng.cli.{name}")
    try:
        return int(command.main(options))
    except UsageError as error:
        print(str(error), file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser(lang: str) -> argparse.ArgumentParser:
    """The whole command line, its help in one language."""
    words = {
        code: said.say("zh" if lang == "zh" else "en") for code, said in catalogue("xueheng.cli").items()
    }
    top = argparse.ArgumentParser("xueheng", description=words["about"])
    top.add_argument("--version", action="version", version=f"xueheng {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        command = commands.add_parser(name, help=words[name], description=words[name])
        command.add_argument("--lang", choices=("zh", "en"), default=lang, help=words["lang"])
        command.add_argument("--home", type=Path, default=Path(setting("XUEHENG_HOME")), help=words["home"])
        ARGUMENTS[name](command, words)
    return top


def _demo(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--no-serve", action="store_true", help=words["no_serve"])
    command.add_argument("--size", choices=("small", "county", "city"), default="county", help=words["size"])
    command.add_argument("--port", type=_port, default=PORT, help=words["port"])


def _init(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--name", default="", help=words["county_name"])
    command.add_argument("--code", default="", help=words["county_code"])


def _serve(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--port", type=_port, default=PORT, help=words["port"])


def _import(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help=words["file"])
    command.add_argument("--table", required=True, metavar="NAME", help=words["table_name"])
    command.add_argument("--school", required=True, metavar="CODE", help=words["school"])
    command.add_argument("--as", dest="user", required=True, metavar="USER", help=words["as_user"])
    command.add_argument("--period", default="", help=words["period"])
    command.add_argument("--label", default="", help=words["table_label"])
    command.add_argument("--exam", type=Path, metavar="FILE", help=words["exam_file"])
    command.add_argument("--answer", action="append", default=[], metavar="CODE=OPTION", help=words["answer"])
    _json(command, words)


def _backup(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=words["backup_out"])
    command.add_argument("--passphrase-file", type=Path, metavar="FILE", help=words["passphrase_file"])
    command.add_argument("--keep", type=int, default=0, metavar="N", help=words["keep"])
    _json(command, words)


def _restore(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=words["backup_in"])
    command.add_argument("--passphrase-file", type=Path, metavar="FILE", help=words["passphrase_file"])
    command.add_argument("--replace", action="store_true", help=words["replace"])
    command.add_argument("--accept-rollback", action="store_true", help=words["accept_rollback"])
    command.add_argument("--expect-head", type=Path, metavar="FILE", help=words["expect_head"])
    _json(command, words)


def _rekey(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--resume", action="store_true", help=words["resume"])


def _doctor(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--backup", type=Path, metavar="FILE", help=words["backup_checked"])
    command.add_argument("--passphrase-file", type=Path, metavar="FILE", help=words["passphrase_file"])
    _json(command, words)


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port


def _methods(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("method", nargs="?", metavar="METHOD", help=words["method"])
    _json(command, words)


def _run(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("method", metavar="METHOD", help=words["method"])
    command.add_argument("inputs", nargs="+", metavar="INPUT", help=words["input"])
    command.add_argument(
        "-p", dest="params", action="append", default=[], metavar="name=value", help=words["p"]
    )
    command.add_argument("--params", dest="document", type=Path, metavar="FILE", help=words["params"])
    command.add_argument("--answer", action="append", default=[], metavar="CODE=OPTION", help=words["answer"])
    command.add_argument("--out", type=Path, metavar="DIR", help=words["out"])
    command.add_argument("--report", type=Path, metavar="DIR", help=words["report"])
    command.add_argument("--schools", action="store_true", help=words["schools"])
    command.add_argument("--letter", type=Path, metavar="FILE", help=words["letter"])
    command.add_argument(
        "--template",
        dest="templates",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help=words["fill"],
    )
    command.add_argument("--bundle", type=Path, metavar="FILE", help=words["bundle"])
    command.add_argument("--key", type=Path, metavar="FILE", help=words["key"])
    _json(command, words)


def _verify(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("bundle", type=Path, metavar="BUNDLE", help=words["bundle_in"])
    command.add_argument("--key", metavar="PUBLIC", help=words["public_key"])
    _json(command, words)


def _inspect(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=words["file"])
    command.add_argument("--table", required=True, metavar="NAME", help=words["table_name"])
    command.add_argument("--context", type=Path, metavar="FILE", help=words["context"])
    command.add_argument("--answer", action="append", default=[], metavar="CODE=OPTION", help=words["answer"])
    command.add_argument("--marked", type=Path, metavar="FILE", help=words["marked"])
    _json(command, words)


def _template(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("table", metavar="NAME", help=words["table_name"])
    command.add_argument("--out", type=Path, metavar="FILE", help=words["template_out"])


def _check(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("schemes", nargs="*", type=Path, metavar="SCHEME", help=words["scheme"])
    _json(command, words)


def _map(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    _json(command, words)


def _json(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--json", action="store_true", help=words["json"])


ARGUMENTS = {
    "demo": _demo,
    "init": _init,
    "serve": _serve,
    "import": _import,
    "backup": _backup,
    "restore": _restore,
    "rekey": _rekey,
    "doctor": _doctor,
    "methods": _methods,
    "run": _run,
    "verify": _verify,
    "inspect": _inspect,
    "template": _template,
    "check": _check,
    "map": _map,
}


def said(code: str, lang: str, /, **values: object) -> str:
    """One of the command line's own sentences."""
    words: Words = catalogue("xueheng.cli")[code]
    return words.say("zh" if lang == "zh" else "en", **values)


def _lang(line: Sequence[str]) -> str:
    """The language that help needs before the line is parsed."""
    for at, word in enumerate(line):
        if word == "--lang" and at + 1 < len(line):
            return "en" if line[at + 1] == "en" else "zh"
        if word.startswith("--lang="):
            return "en" if word == "--lang=en" else "zh"
    return "en" if setting("XUEHENG_LANG") == "en" else "zh"


def _utf8() -> None:
    """Chinese prints on every console, also one of an old code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
