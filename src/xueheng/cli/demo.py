"""`xueheng demo`: the runs of examples/jobs.yaml, each a folder of report, tables and bundle; one index."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from hashlib import sha256
from io import StringIO
from pathlib import Path

import xueheng
from xueheng.cli import platform
from xueheng.cli.main import UsageError, said
from xueheng.cli.run import describe, write_tables
from xueheng.methods.params import parse_params
from xueheng.methods.receipt import public_name, write_bundles
from xueheng.methods.registry import method
from xueheng.methods.run import Run, run_method
from xueheng.methods.signature import KeyFile, load_private, make_key
from xueheng.methods.verify import verify
from xueheng.reports.blocks import Block, Note, Number, Numbers, Report, Section
from xueheng.reports.display import cell
from xueheng.reports.letters.letter import read_head
from xueheng.reports.of_run import Wanted, write_report
from xueheng.reports.pages import html
from xueheng.standards.words import Lang, Words, catalogue, plain
from xueheng.standards.yaml_source import load_list
from xueheng.tables.whole import whole_folder

EXAMPLES = Path(xueheng.__file__).parents[2] / "examples"
BUNDLE = "receipt.xhb.zip"
SKIPPED = (".pyc", ".po", ".mo", ".js", ".css")  # nothing of the reports is computed by them


@dataclass(frozen=True)
class Job:
    """One run of the demonstration."""

    id: str
    label: Words
    method: str
    inputs: Mapping[str, str]
    params: Mapping[str, str]
    schools: bool = False
    letter: str = ""
    templates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """A job that was carried out: its report, and whether its bundle came out again."""

    job: Job
    report: Report
    is_verified: bool
    told: str = ""


def main(options: argparse.Namespace) -> int:
    """Reports of the real data, then the example county, then its pages; 1 when a bundle does not verify."""
    if not (EXAMPLES / "jobs.yaml").is_file():
        raise UsageError(said("no_examples", options.lang, path=EXAMPLES))
    if not _reports(options.home.resolve(), options.lang):
        return 1
    management = platform.start(options)
    management.call_command("init")
    management.call_command("sample", f"--size={options.size}")
    if options.no_serve:
        return 0
    return platform.call("serve", options, f"--port={options.port}")


def _reports(home: Path, lang: Lang) -> bool:
    """Run every job, verify its bundle, print what was found; what is made already is only told again."""
    folder, stamp = home / "demo", _stamp(lang)
    made_of, told = folder / "made-of.txt", folder / "told.txt"
    if made_of.is_file() and made_of.read_text("utf-8") == stamp:
        print(told.read_text("utf-8"), flush=True)
        return True
    key = load_private(make_key(home / "keys"))
    jobs = load_list(EXAMPLES / "jobs.yaml", Job)
    done = [_told(job, folder, key, lang) for job in jobs]
    last = said("demo_done", lang, path=folder / "index.html")
    print(last, flush=True)
    is_verified = all(d.is_verified for d in done)
    with whole_folder(folder) as made:
        html.write(_index(done), made, lang=lang)
        (made / told.name).write_text("\n".join([*(d.told for d in done), last]), "utf-8")
        if is_verified:
            (made / made_of.name).write_text(stamp, "utf-8")
    return is_verified


def _told(job: Job, folder: Path, key: KeyFile, lang: Lang) -> Done:
    """Carry a job out and print what it says, once it has all been said."""
    with redirect_stdout(StringIO()) as out:
        done = _job(job, folder, key, lang)
    print(out.getvalue(), flush=True)
    return replace(done, told=out.getvalue())


def _stamp(lang: Lang) -> str:
    """What the reports are made of: every example and every file of the package."""
    digest = sha256(lang.encode())
    for root in (EXAMPLES, Path(xueheng.__file__).parent):
        for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in SKIPPED):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _job(job: Job, folder: Path, key: KeyFile, lang: Lang) -> Done:
    declared = method(job.method)
    files = {name: EXAMPLES / path for name, path in job.inputs.items()}
    params = parse_params(declared.params, job.params.items(), document={})
    run = run_method(declared, files, params=params, answers={})
    with whole_folder(folder / job.id) as made:
        write_tables(run, made, lang)
        write_bundles(run, made / BUNDLE, key=key)
        report = write_report(run, made, lang=lang, wanted=_wanted(job), files=_files(run))
    is_verified = verify(folder / job.id / BUNDLE, public_key=None).holds
    print(f"\n■ {job.label.say(lang)}")
    describe(run, lang)
    for number in _headline(report).numbers:
        print(f"  → {_sentence(number, lang)}")
    told = "demo_verified" if is_verified else "demo_not_verified"
    print(said(told, lang, path=folder / job.id / "index.html"))
    return Done(job, report, is_verified)


def _wanted(job: Job) -> Wanted:
    """The documents that a job shows beside its report."""
    head = read_head(EXAMPLES / job.letter) if job.letter else None
    return Wanted(job.schools, head, tuple(EXAMPLES / path for path in job.templates))


def _files(run: Run) -> tuple[tuple[str, Words], ...]:
    """What a job's folder holds beside its report."""
    words = catalogue("xueheng.cli")
    tables = [(f"{name}.csv", run.method.table(name).label) for name in run.outcome.tables]
    bundles = [(BUNDLE, words["file_bundle"]), (public_name(BUNDLE), words["file_public"])]
    return (*tables, ("result.json", words["file_result"]), *bundles)


def _headline(report: Report) -> Numbers:
    """The headline figures of a report: the first block of its conclusions."""
    first = report.sections[0].blocks[0]
    return first if isinstance(first, Numbers) else Numbers(())


def _sentence(number: Number, lang: Lang) -> str:
    value = cell(number.value, lang, digits=number.digits, percent=number.percent)
    if number.unit:
        value = f"{value} {number.unit.say(lang)}"
    label = number.label.say(lang)
    if number.context is None:
        return said("headline", lang, label=label, value=value)
    return said("headline_context", lang, label=label, value=value, context=number.context.say(lang))


def _index(done: list[Done]) -> Report:
    words = catalogue("xueheng.cli")
    sections = []
    for d in done:
        link = Note(words["open_report"], href=f"{d.job.id}/index.html")
        blocks: tuple[Block, ...] = (_headline(d.report), link, Note(plain(_command(d.job))))
        sections.append(Section(d.job.label, blocks))
    return Report(words["demo_title"], words["demo_subtitle"], (), tuple(sections))


def _command(job: Job) -> str:
    """The command that makes the same run."""
    inputs = [f"{name}=examples/{path}" for name, path in job.inputs.items()]
    params = [f"-p {name}={value}" for name, value in job.params.items()]
    return " ".join(["xueheng run", job.method, *inputs, *params])
