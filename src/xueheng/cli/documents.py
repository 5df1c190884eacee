"""The documents that `run` and `demo` write of a run: told on the way, whole or not at all."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from xueheng.cli.main import UsageError, said
from xueheng.methods.run import Run
from xueheng.reports.letters.letter import read_head
from xueheng.reports.of_run import Wanted, write_report
from xueheng.reports.templates.template_error import TemplateError
from xueheng.standards.yaml_source import Objection, YamlError
from xueheng.tables.whole import whole_folder

STEP = 30  # files of a county's set between two lines of progress


def write_documents(run: Run, options: argparse.Namespace) -> None:
    """All documents of `--report`; what is wrong with a letter's head or a template is wrong usage."""
    try:
        wanted = _wanted(options)
        with whole_folder(options.report) as folder:
            _write(run, folder, options, wanted)
    except YamlError as error:
        raise UsageError(error.say(options.lang)) from error
    except (Objection, TemplateError) as error:
        raise UsageError(error.words.say(options.lang)) from error


def _wanted(options: argparse.Namespace) -> Wanted:
    if missing := [path for path in options.templates if not path.is_file()]:
        raise UsageError(said("no_file", options.lang, path=missing[0]))
    head = None if options.letter is None else read_head(options.letter)
    return Wanted(options.schools, head, tuple(options.templates), persons=options.schools)


def _write(run: Run, folder: Path, options: argparse.Namespace, wanted: Wanted) -> None:
    def told(done: int, of: int) -> None:
        if done % STEP == 0 or done == of:
            print(said("set_progress", options.lang, done=done, of=of), file=sys.stderr, flush=True)

    write_report(run, folder, lang=options.lang, wanted=wanted, told=told)
