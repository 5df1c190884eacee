"""What goes into a run: its Datasets' Parquet files and the exam they declare, in the run's own folder."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.store import frozen_path
from xueheng.apps.runs.asking import EXAM, declared_exam
from xueheng.apps.runs.models import Run
from xueheng.apps.runs.store import INPUTS, folder
from xueheng.methods.registry import method
from xueheng.methods.run import digest
from xueheng.standards.periods import period_words
from xueheng.tables.schema import schema

NO_NAME = re.compile(r"[^\w（）— -]")  # what stands in no file name of ours
LONGEST = 70  # characters: a file system counts three bytes for each


class Altered(RuntimeError):
    """A frozen file is not what it was: a matter for the doctor."""


def freeze(run: Run) -> dict[str, Path]:
    """The input files by name: links to the Datasets' own files where the disk can, else copies."""
    place = folder(run) / INPUTS
    place.mkdir(parents=True, exist_ok=True)
    given = {held.name: held.dataset for held in run.inputs.select_related("dataset__org").order_by("pk")}
    files = {}
    for name, dataset in given.items():
        files[name] = _linked(frozen_path(dataset.sha256), place / _called(dataset))
        if digest(files[name]) != dataset.sha256:
            raise Altered(f"dataset {dataset.pk}")
    exam = declared_exam(method(run.method), given)
    if exam is not None:
        files[EXAM] = place / f"{EXAM}.json"
        files[EXAM].write_text(json.dumps([exam], ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return files


def _called(dataset: Dataset) -> str:
    """The Dataset as a report names it, as a file name."""
    table = schema(dataset.table).label.zh
    period = period_words(dataset.period).zh
    said = f"{table} {dataset.org.name} {period} {dataset.label} 第{dataset.version}版"
    return NO_NAME.sub("_", " ".join(said.split()))[:LONGEST] + ".parquet"


def _linked(source: Path, target: Path) -> Path:
    beside = target.with_name(f".{os.getpid()}-{target.name}")
    beside.unlink(missing_ok=True)
    try:
        os.link(source, beside)
    except OSError:
        shutil.copyfile(source, beside)
    return beside.replace(target)
