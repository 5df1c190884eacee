"""`xueheng inspect`: reads a workbook against a schema; verdict, rows, questions and issues."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from xueheng.cli.answers import answers_of, print_issues, print_questions
from xueheng.cli.home import home_synonyms
from xueheng.cli.main import UsageError, said
from xueheng.standards.words import Lang
from xueheng.tables.check import Checked
from xueheng.tables.context import Context, ContextProblem, read_context
from xueheng.tables.files.sheet import Told, silent
from xueheng.tables.inspected import inspect_file
from xueheng.tables.issues import Refused
from xueheng.tables.schema import NO_SYNONYMS, schema, schema_names

LARGE = 1 << 20  # bytes from which a file takes long enough to be told of
ACCEPTED = ("accept", "accept_with_notices")


def main(options: argparse.Namespace) -> int:
    """Inspect one file, write it back marked if asked; 0 when it is accepted, else 1."""
    if options.table not in schema_names():
        raise UsageError(said("no_table", options.lang, value=options.table, known=", ".join(schema_names())))
    if not options.file.is_file():
        raise UsageError(said("no_file", options.lang, path=options.file))
    checked = inspect_file(
        options.file, schema(options.table), context=_context(options), told=_progress(options)
    )
    if options.marked is not None:
        _mark(checked, options)
    if options.json:
        print(json.dumps(_document(checked, options.lang), ensure_ascii=False))
    else:
        _describe(checked, options)
    return 0 if checked.verdict in ACCEPTED else 1


def _progress(options: argparse.Namespace) -> Told:
    """Progress on stderr, where the file is large enough for a wait."""
    if options.file.stat().st_size < LARGE:
        return silent
    print(said("checking", options.lang, path=options.file.name), file=sys.stderr, flush=True)
    return lambda rows: print(said("rows_read", options.lang, rows=rows), file=sys.stderr, flush=True)


def _context(options: argparse.Namespace) -> Context:
    """What the file of `--context` and the answers say; today is the day of the call."""
    answers = answers_of(options.answer)
    try:
        known = {} if options.context is None else read_context(options.context)
    except ContextProblem as problem:
        raise UsageError(problem.words.say(options.lang)) from problem
    synonyms = home_synonyms(options.home, options.lang).get(options.table, NO_SYNONYMS)
    return Context(**{"today": date.today(), **known}, answers=answers, synonyms=synonyms)  # noqa: DTZ011


def _mark(checked: Checked, options: argparse.Namespace) -> None:
    from xueheng.tables.marking.marked import write_marked

    if not checked.laid:
        print(said("not_marked", options.lang, path=options.file.name), file=sys.stderr)
        return
    try:
        options.marked.parent.mkdir(parents=True, exist_ok=True)
        write_marked(
            options.file, options.marked, issues=checked.issues, laid=checked.laid, lang=options.lang
        )
    except OSError as error:
        raise UsageError(str(error)) from error
    except Refused as refused:
        raise UsageError("\n".join(i.words.say(options.lang) for i in refused.issues)) from refused


def _document(checked: Checked, lang: Lang) -> dict[str, object]:
    """The answer as `formats.md` fixes it."""
    return {
        "verdict": checked.verdict,
        "rows": checked.rows,
        "good_rows": checked.good_rows,
        "questions": [q.as_json(lang) for q in checked.questions],
        "issues": [i.as_json(lang) for i in checked.issues],
    }


def _describe(checked: Checked, options: argparse.Namespace) -> None:
    lang: Lang = options.lang
    label = schema(options.table).label.say(lang)
    print(said("inspected", lang, file=options.file.name, table=label))
    for laid in checked.laid:
        rows = "、".join(map(str, laid.header_rows))
        if rows:
            print(said("header_at", lang, sheet=laid.sheet or options.file.name, rows=rows))
    print(said(f"verdict_{checked.verdict}", lang, rows=checked.rows, good=checked.good_rows))
    print_questions(checked.questions, lang, stream=sys.stdout)
    print_issues(checked.issues, lang, stream=sys.stdout)
    if options.marked is not None and checked.laid:
        print(said("wrote_marked", lang, path=options.marked))
