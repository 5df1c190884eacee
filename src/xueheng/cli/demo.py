"""`xueheng demo`: the runs of examples/jobs.yaml, each a folder of report, tables and bundle; one index."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import xueheng
from xueheng.cli.main import UsageError, said
from xueheng.cli.run import describe, write_tables
from xueheng.cli.whole import whole
from xueheng.methods.params import parse_params
from xueheng.methods.receipt import public_name, write_bundles
from xueheng.methods.registry import method
from xueheng.methods.run import Run, run_method
from xueheng.methods.signature import KeyFile, load_private, make_key
from xueheng.methods.verify import verify
from xueheng.reports import html
from xueheng.reports.blocks import Block, Note, Number, Numbers, Report, Section
from xueheng.reports.display import cell
from xueheng.reports.of_run import compose, write_report
from xueheng.standards.words import Lang, Words, catalogue, plain
from xueheng.standards.yaml_source import load_list

EXAMPLES = Path(xueheng.__file__).parents[2] / "examples"
BUNDLE = "receipt.xhb.zip"


@dataclass(frozen=True)
class Job:
    """One run of the demonstration."""

    id: str
    label: Words
    method: str
    inputs: Mapping[str, str]
    params: Mapping[str, str]


def main(options: argparse.Namespace) -> int:
    """Run every job, verify its bundle, and print where the reports are."""
    if not (EXAMPLES / "jobs.yaml").is_file():
        raise UsageError(said("no_examples", options.lang, path=EXAMPLES))
    home = options.home.resolve()
    key = load_private(make_key(home / "keys"))
    folder = home / "demo"
    done = [(job, _job(job, folder, key, options.lang)) for job in load_list(EXAMPLES / "jobs.yaml", Job)]
    whole(folder, lambda made: html.write(_index(done), made, lang=options.lang))
    print(said("demo_done", options.lang, path=folder / "index.html"))
    return 0


def _job(job: Job, folder: Path, key: KeyFile, lang: Lang) -> Run:
    declared = method(job.method)
    files = {name: EXAMPLES / path for name, path in job.inputs.items()}
    run = run_method(
        declared, files, params=parse_params(declared.params, job.params.items(), document={}), answers={}
    )
    whole(folder / job.id, lambda made: _write(run, made, key, lang))
    checked = verify(folder / job.id / BUNDLE, public_key=None)
    print(f"\n■ {job.label.say(lang)}")
    describe(run, lang)
    for number in headline(run):
        print(f"  → {number.say(lang)}")
    ok = checked.intact and checked.recomputed
    print(said("demo_verified" if ok else "demo_not_verified", lang, path=folder / job.id / "index.html"))
    return run


def _write(run: Run, made: Path, key: KeyFile, lang: Lang) -> None:
    write_tables(run, made, lang)
    write_bundles(run, made / BUNDLE, key=key)
    words = catalogue("xueheng.cli")
    files = [(f"{name}.csv", run.method.table(name).label) for name in run.outcome.tables]
    files += [("result.json", words["file_result"]), (BUNDLE, words["file_bundle"])]
    files.append((public_name(BUNDLE), words["file_public"]))
    write_report(run, made, lang=lang, files=tuple(files))


def headline(run: Run) -> list[Words]:
    """The headline figures of a run's report, as sentences."""
    first = compose(run).sections[0].blocks[0]
    numbers = first.numbers if isinstance(first, Numbers) else ()
    return [Words(_sentence(n, "zh"), _sentence(n, "en")) for n in numbers]


def _sentence(number: Number, lang: Lang) -> str:
    value = cell(number.value, lang, digits=number.digits, percent=number.percent)
    if number.unit:
        value = f"{value} {number.unit.say(lang)}"
    label = number.label.say(lang)
    if number.context is None:
        return said("headline", lang, label=label, value=value)
    return said("headline_context", lang, label=label, value=value, context=number.context.say(lang))


def _index(done: list[tuple[Job, Run]]) -> Report:
    words = catalogue("xueheng.cli")
    sections = []
    for job, run in done:
        blocks: list[Block] = [compose(run).sections[0].blocks[0]]
        blocks += [Note(words["open_report"], href=f"{job.id}/index.html"), Note(plain(_command(job)))]
        sections.append(Section(job.label, tuple(blocks)))
    return Report(words["demo_title"], words["demo_subtitle"], (), tuple(sections))


def _command(job: Job) -> str:
    """The command that makes the same run."""
    inputs = [f"{name}=examples/{path}" for name, path in job.inputs.items()]
    params = [f"-p {name}={value}" for name, value in job.params.items()]
    return " ".join(["xueheng run", job.method, *inputs, *params])
