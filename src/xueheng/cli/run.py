"""`xueheng run`: a method on files; tables, report and bundle written whole or not at all."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xueheng.cli.answers import answers_of, pair, print_issues, print_questions
from xueheng.cli.home import home_key, home_synonyms
from xueheng.cli.main import USAGE, UsageError, said
from xueheng.methods.inputs import named_inputs
from xueheng.methods.outcome import cell_text, csv_bytes, issues_json
from xueheng.methods.params import ParameterError, fields_of, form_of, json_list, parse_params
from xueheng.methods.registry import UnknownMethod, method
from xueheng.methods.run import Run, run_method
from xueheng.standards.words import Words, plain
from xueheng.tables.issues import Refused
from xueheng.tables.schema import schema
from xueheng.tables.scores import TOTAL
from xueheng.tables.whole import whole_folder

# What is wrong with the call rather than with the data.
CALL = frozenset({"INPUT_UNKNOWN", "INPUT_TWICE", "INPUT_MISSING", "FILE_MISSING"})
READABLE_ROWS = 10_000  # more rows are written as JSON without line breaks


def main(options: argparse.Namespace) -> int:
    """Run, write what was asked for, print what was understood and found."""
    try:
        declared = method(options.method)
        document, texts = with_files(declared.params, _document(options.document), map(pair, options.params))
        params = parse_params(declared.params, texts, document=document)
    except (UnknownMethod, ParameterError) as error:
        raise UsageError(str(error)) from error
    answers = answers_of(options.answer)
    if options.report is None and (options.schools or options.letter or options.templates):
        raise UsageError(said("wants_report", options.lang))
    try:
        files = named_inputs(declared, map(_input, options.inputs))
        synonyms = home_synonyms(options.home, options.lang)
        run = run_method(declared, files, params=params, answers=answers, synonyms=synonyms)
        write_outputs(run, options)
    except Refused as refused:
        return _refused(refused, options)
    except (ParameterError, OSError) as error:
        raise UsageError(str(error)) from error
    if options.json:
        print(json.dumps(run.as_json(options.lang), ensure_ascii=False))
    else:
        describe(run, options.lang)
        _told(options)
    return 0


def write_outputs(run: Run, options: argparse.Namespace) -> None:
    """Everything that was asked for; each folder or file appears only when it is whole."""
    key = signing_key(options)
    if options.out is not None:
        with whole_folder(options.out) as folder:
            write_tables(run, folder, options.lang)
    if options.bundle is not None:
        from xueheng.methods.receipt import write_bundles

        options.bundle.parent.mkdir(parents=True, exist_ok=True)
        write_bundles(run, options.bundle, key=key)
    if options.report is not None:
        from xueheng.cli.documents import write_documents

        write_documents(run, options)


def write_tables(run: Run, folder: Path, lang: Any) -> None:
    """TABLE.csv for each outcome table, and result.json."""
    for name, table in run.outcome.tables.items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(table))
    rows = sum(table.num_rows for table in run.outcome.tables.values())
    text = json.dumps(run.as_json(lang), ensure_ascii=False, indent=1 if rows <= READABLE_ROWS else None)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")


def signing_key(options: argparse.Namespace) -> Any:
    """The key named on the line, else the home's, else none."""
    from xueheng.methods.signature import KeyProblem, load_private

    path = options.key or home_key(options.home)
    if path is None:
        return None
    try:
        return load_private(path)
    except KeyProblem as error:
        raise UsageError(str(error)) from error


def describe(run: Run, lang: Any) -> None:
    """What was understood, every kind of issue, and the figures."""
    print(f"{run.method.label.say(lang)} · {run.method.name}")
    for name, file in run.inputs.items():
        print(said("understood", lang, name=name, file=file.path.name, rows=file.rows, good=file.good_rows))
    print_issues(run.issues, lang, stream=sys.stdout)
    for figure in run.method.figures:
        if figure.name in run.outcome.figures:
            value = run.outcome.figures[figure.name]
            shown = exam_shown(value, lang) if figure.name == "exam" else _figure(value, lang)
            print(said("figure_line", lang, label=figure.label.say(lang), value=shown))
    for name, table in run.outcome.tables.items():
        print(said("table", lang, name=run.method.table(name).label.say(lang), id=name, rows=table.num_rows))


def _figure(value: Any, lang: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{_subject(name, lang)} {_held(v, lang)}" for name, v in value.items()) or "—"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "—"
    if value is None or isinstance(value, bool):
        return said({True: "yes", False: "no", None: "unknown"}[value], lang)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _held(value: Any, lang: Any) -> str:
    return f"（{_figure(value, lang)}）" if isinstance(value, dict) else cell_text(value)


def _subject(name: str, lang: Any) -> str:
    return said("total", lang) if name == TOTAL else name


def exam_shown(exam: Any, lang: Any) -> str:
    """A declared exam as people say it, or that none is declared."""
    if not isinstance(exam, dict):
        return said("exam_undeclared", lang)
    return " · ".join(_exam_words(name, str(v)).say(lang) for name, v in exam.items() if v is not None)


def _exam_words(name: str, value: str) -> Words:
    codes = schema("exam").column(name).codes.get(value)
    return plain(value) if codes is None else Words(codes[0], value)


def _refused(refused: Refused, options: argparse.Namespace) -> int:
    """Say why nothing was done; wrong usage when only the call is wrong, else refused data."""
    errors = {i.code for i in refused.issues if i.severity == "error"}
    code = USAGE if errors and errors <= CALL else 1
    if options.json:
        asked = [q.as_json(options.lang) for q in refused.questions]
        found = issues_json(refused.issues, options.lang)
        print(json.dumps({"method": options.method, "questions": asked, "issues": found}, ensure_ascii=False))
        return code
    print(said("refused" if code == 1 else "refused_call", options.lang), file=sys.stderr)
    print_issues(refused.issues, options.lang, stream=sys.stderr)
    print_questions(refused.questions, options.lang, stream=sys.stderr)
    return code


def _told(options: argparse.Namespace) -> None:
    if options.out is not None:
        print(said("wrote_tables", options.lang, path=options.out))
    if options.report is not None:
        print(said("wrote_report", options.lang, path=options.report / "index.html"))
    if options.bundle is not None:
        signed = options.key or home_key(options.home)
        print(said("wrote_signed" if signed else "wrote_unsigned", options.lang, path=options.bundle))


def _input(text: str) -> tuple[str | None, Path]:
    name, equals, path = text.partition("=")
    if equals and name.isidentifier() and not Path(text).exists():
        return name, Path(path)
    return None, Path(text)


def _document(path: Path | None) -> dict[str, Any]:
    document = {} if path is None else _json(path)
    if not isinstance(document, dict):
        raise UsageError(f"{path}：应为一个 JSON 对象 / a JSON object is wanted")
    return document


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_float=str, object_pairs_hook=_once)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error


def with_files(
    kind: type, document: dict[str, Any], texts: Iterable[tuple[str, str]]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Parameters as they were given, the JSON files that a list of them names read into it."""
    lists = {name for name in fields_of(kind) if form_of(kind, name) == "json"}
    given, held = list(texts), {name: json_list(name, document[name]) for name in lists & document.keys()}
    said: dict[str, list[Any]] = {}
    for name, text in given:
        if name in lists:
            said.setdefault(name, []).extend(json_list(name, text))
    read = {name: [e for one in listed for e in _read(name, one)] for name, listed in (held | said).items()}
    return document | read, [(name, text) for name, text in given if name not in lists]


def _read(name: str, one: Any) -> list[Any]:
    """What a file of a list holds: several sets of parameters, or one, which goes by the file's name."""
    if not isinstance(one, str) or not one.endswith(".json"):
        return [one]
    found = _json(Path(one))
    return json_list(name, [{"name": Path(one).stem, **found}] if isinstance(found, dict) else found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"写了两次 / stands twice: {', '.join(twice)}")
    return dict(pairs)
