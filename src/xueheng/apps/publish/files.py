"""公布的文件: fragments, tables and a manifest that names them all by hash; written whole, never changed."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from xueheng import __version__
from xueheng.apps.intake.store import settle
from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.receipt import json_bytes
from xueheng.reports.blocks import Cell, Report, Table
from xueheng.reports.pages.html import fragment
from xueheng.standards.words import Lang, Words

MANIFEST, RELEASED = "manifest.json", "released.json"
LANGS: tuple[Lang, ...] = ("zh", "en")
NOTE = Words("说明", "Note")
ACTS = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would take a text for a formula


def folder(publication: UUID) -> Path:
    """Where the files of a publication stand."""
    return Path(settings.XUEHENG_HOME) / "publications" / str(publication)


def members(projection: Projection, around: Around) -> dict[str, bytes]:
    """Every file of a projection by its name; a page of a school that the roster lacks is for nobody."""
    held = {RELEASED: json_bytes(dict(projection.released))}
    if projection.report is not None:
        held |= {f"{lang}.html": fragment(projection.report, lang=lang).encode() for lang in LANGS}
        stamp = projection.report.stamp
        held |= {name: table_csv(table, stamp=stamp) for name, table in tables(projection.report)}
    for name, page in projection.pages.items():
        if school := around.school(name):
            held |= {school_page(school.code, lang): fragment(page, lang=lang).encode() for lang in LANGS}
    return held


def tables(report: Report) -> Iterator[tuple[str, Table]]:
    """The tables of a report with the names of their files."""
    found = (block for section in report.sections for block in section.blocks if isinstance(block, Table))
    return ((f"table-{n}.csv", table) for n, table in enumerate(found, start=1))


def school_page(code: str, lang: Lang) -> str:
    """The name of a school's page."""
    return f"school-{sha256(code.encode()).hexdigest()[:16]}.{lang}.html"


def write(publication: UUID, held: Mapping[str, bytes], *, facts: Mapping[str, Any]) -> str:
    """The files stand whole in the publication's folder; the hash of their manifest."""
    place = folder(publication)
    unfinished = place.with_name(f".writing-{place.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    manifest = json_bytes(dict(facts) | {"engine": __version__, "files": digests(held)})
    for name, data in (*held.items(), (MANIFEST, manifest)):
        (unfinished / name).write_bytes(data)
    unfinished.rename(place)
    settle(place)
    return sha256(manifest).hexdigest()


def discard(publication: UUID) -> None:
    """Nothing is left of a publication that was not asked for after all."""
    shutil.rmtree(folder(publication))


def digests(held: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: sha256(data).hexdigest() for name, data in sorted(held.items())}


def manifest(publication: UUID) -> dict[str, Any]:
    """What the publication's files are and where they come from."""
    found: dict[str, Any] = json.loads((folder(publication) / MANIFEST).read_bytes())
    return found


def released(publication: UUID) -> dict[str, tuple[int, float]]:
    """The figures that a publication showed."""
    found = json.loads((folder(publication) / RELEASED).read_bytes())
    return {key: (persons, value) for key, (persons, value) in found.items()}


def table_csv(table: Table, *, stamp: Words | None = None) -> bytes:
    """A table as a spreadsheet opens it, a stamp in every row; no text in it acts as a formula."""
    mark = [_inert(stamp)] if stamp else []
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(_inert(column.label) for column in table.columns), *(NOTE.zh for _ in mark)])
    writer.writerows([*map(_inert, row), *mark] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _inert(value: Cell) -> str | int | float | bool | None:
    text = value.zh if isinstance(value, Words) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(ACTS) else text
