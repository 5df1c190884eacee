"""Reference of the command line, its settings, and the codes of issues."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping

from generate.markdown import code, heading, page, table
from xueheng.cli.main import COMMANDS, parser
from xueheng.cli.settings import SETTINGS
from xueheng.standards.words import Words, catalogue

EXITS = (
    (0, "完成", "done"),
    (1, "数据不能用，问题已列出", "the data were refused; the issues say why"),
    (
        1,
        "`check` 发现问题；`verify` 不完整或重算不一致",
        "`check`: a problem; `verify`: not intact or not recomputed",
    ),
    (
        1,
        "`import` 有文件没有入库；`doctor` 发现问题",
        "`import`: a file was not committed; `doctor`: data or history in doubt",
    ),
    (2, "用法不对", "wrong usage"),
)
JSON = (
    "`--json` 时标准输出只有一个 JSON 对象。数不取整；小数位在显示时才取，四舍五入。",
    "With `--json` stdout holds one JSON object and nothing else. Numbers are unrounded; rounding, half up, "
    "is for display.",
)
PACKAGES = ("tables", "indicators", "methods", "standards")
OTHERS = ("template.", "marked.")  # words of workbooks that we write, no findings
OF_DOCUMENTS = ("fonts_missing", "rare", "letter_number", "letter_nobody", "letter_empty", "letter_public")
NO_FINDINGS = ("template.where", "template.total", "template.all")
MESSAGES_INTRO = (
    "本页由各层的 `messages.yaml` 生成。`{…}` 处填入所在的行、列、数值。",
    "Generated; `{...}` is filled with row, column and value.",
    "问题分三等：错误 error（数据不能用）、请看 warning（可用，请核对）、说明 notice（已处理，告知）。",
)


def cli_page() -> str:
    """Every command with its arguments and options in both languages."""
    zh, en = _commands("zh"), _commands("en")
    sections = [part for name in COMMANDS for part in _section(name, zh[name], en[name])]
    exits = table(("退出码 Exit", "中文", "English"), EXITS)
    return page("# 命令行 Command line", exits, *JSON, *sections)


def _commands(lang: str) -> dict[str, argparse.ArgumentParser]:
    chosen = next(a for a in parser(lang)._actions if isinstance(a, argparse._SubParsersAction))
    return dict(chosen.choices)


def _section(name: str, zh: argparse.ArgumentParser, en: argparse.ArgumentParser) -> Iterator[str]:
    yield heading(code(f"xueheng {name}"), anchor=name)
    yield f"{zh.description}"
    yield f"{en.description}"
    pairs = zip(zh._actions, en._actions, strict=True)
    rows = [(_written(a), a.help, b.help) for a, b in pairs if a.dest != "help"]
    yield table(("参数 Argument", "中文", "English"), rows)


def _written(action: argparse.Action) -> str:
    """An argument as it is typed: `--out DIR`, `METHOD`, `[METHOD]`."""
    choices = "|".join(map(str, action.choices)) if action.choices else None
    value = str(choices or action.metavar or action.dest.upper())
    if not action.option_strings:
        shown = {"?": f"[{value}]", "*": f"[{value}]...", "+": f"{value}..."}
        return code(shown.get(str(action.nargs), value))
    flag = ", ".join(action.option_strings)
    return code(flag if action.nargs == 0 else f"{flag} {value}")


def settings_page() -> str:
    """Every setting that the environment may give."""
    rows = [(code(s.variable), code(s.default), s.zh, s.en) for s in SETTINGS]
    lead = "命令行上的选项优先于环境变量。An option on the command line stands above the environment."
    heads = ("环境变量 Variable", "默认 Default", "中文", "English")
    return page("# 设置 Settings", lead, table(heads, rows))


def messages_page() -> str:
    """Every code of an issue, a refusal or a question with its words."""
    words = catalogue("xueheng.reports")
    templates = [key for key in words if key.startswith("template.") and key not in NO_FINDINGS]
    found = (part for name in PACKAGES for part in _catalogue(name))
    documents = ("## `reports`", _words(words, [*OF_DOCUMENTS, *templates]))
    return page("# 问题代码 Issue codes", *MESSAGES_INTRO, *found, *documents)


def _catalogue(name: str) -> Iterator[str]:
    words = catalogue(f"xueheng.{name}")
    yield f"## `{name}`"
    yield _words(words, [key for key in words if not key.startswith(OTHERS)])
    if name == "tables":
        yield "## 工作簿里的用语 Words in the workbooks that are written"
        yield _words(words, [key for key in words if key.startswith(OTHERS)])


def _words(words: Mapping[str, Words], keys: Iterable[str]) -> str:
    rows = [(code(key), words[key].zh, words[key].en) for key in sorted(keys)]
    return table(("代码 Code", "中文", "English"), rows)


def index_page(pages: dict[str, str]) -> str:
    """The list of all reference pages."""
    lead = (
        "本部分由程序里的声明生成：`make docs` 重做，有测试核对。"
        "Generated from what the code declares; `make docs` makes it again and a test compares."
    )
    tops = sorted(name for name in pages if "/" not in name or name.endswith("/index.md"))
    links = "\n".join(f"- [{_heading(pages[name])}]({name})" for name in tops)
    return page("# 参考 Reference", lead, links)


def _heading(text: str) -> str:
    return text.splitlines()[0].removeprefix("# ")
