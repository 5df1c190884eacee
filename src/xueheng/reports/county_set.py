"""全县报告册: the county's report and a page for each school, as Word, PDF and workbook in one folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, count
from pathlib import Path

from xueheng.reports.blocks import Note, Report, Section
from xueheng.reports.office import word, workbook
from xueheng.reports.pages import html
from xueheng.reports.print import pdf
from xueheng.standards.words import Lang, Words, catalogue, plain

WRITERS: dict[str, Callable[..., None]] = {".docx": word.write, ".pdf": pdf.write, ".xlsx": workbook.write}
KINDS = {".docx": "set.word", ".pdf": "PDF", ".xlsx": "set.workbook"}
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
LONGEST = 60  # characters of a name: in UTF-8 still within what any file system takes


def write_set(
    report: Report,
    pages: Mapping[str, Report],
    folder: Path,
    *,
    lang: Lang,
    told: Callable[[int, int], None] | None = None,
) -> None:
    """The folder holds county/, schools/ and an index; `told` hears how many of how many files stand."""
    names = file_names(pages)
    jobs = [(report, folder / "county" / "report")]
    jobs += [(page, folder / "schools" / names[school]) for school, page in pages.items()]
    done, of = 0, len(jobs) * len(WRITERS)
    for made, stem in jobs:
        stem.parent.mkdir(parents=True, exist_ok=True)
        for suffix, write in WRITERS.items():
            write(made, stem.with_name(stem.name + suffix), lang=lang)
            done += 1
            if told is not None:
                told(done, of)
    html.write(_index(report, names), folder, lang=lang)


def file_names(schools: Iterable[str]) -> dict[str, str]:
    """A file name for each school that Windows takes too; names that look alike there stay apart."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for school in schools:
        names[school] = _free(safe_name(school), taken)
        taken.add(names[school].casefold())
    return names


def write_persons(pages: Iterable[tuple[str, Report]], folder: Path, *, lang: Lang) -> int:
    """A page for each person in both languages, in the folder; how many persons there are."""
    taken: set[str] = set()
    for person, page in pages:
        name = _free(safe_name(person), taken)
        taken.add(name.casefold())
        html.write_as(page, name, folder, lang=lang)
    return len(taken)


def _free(stem: str, taken: set[str]) -> str:
    """The name, numbered where one that looks alike is taken."""
    numbered = (f"{stem}({n})" for n in count(2))
    return next(name for name in chain([stem], numbered) if name.casefold() not in taken)


def safe_name(text: str) -> str:
    """The text as a file name without a suffix, readable and allowed everywhere."""
    cleaned = FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    cleaned = " ".join(cleaned.split())[:LONGEST].strip(" .") or "_"
    return f"_{cleaned}" if DEVICES.fullmatch(cleaned) else cleaned


def _index(report: Report, names: Mapping[str, str]) -> Report:
    """The list of what the folder holds, each file a link."""
    words = catalogue("xueheng.reports")
    county = tuple(_link(words["set.county"], "county/report", suffix) for suffix in WRITERS)
    subtitle = words["set.subtitle"].fill(report=report.title, n=len(names))
    files = tuple(
        (f"schools/{name}{suffix}", words["set.link"].fill(name=school, kind=_kind(suffix)))
        for school, name in names.items()
        for suffix in WRITERS
    )
    section = Section(words["set.county"], county)
    return Report(words["set.title"], subtitle, (), (section,), report.stamp, files)


def _link(name: Words, stem: str, suffix: str) -> Note:
    said_name = catalogue("xueheng.reports")["set.link"].fill(name=name, kind=_kind(suffix))
    return Note(said_name, href=f"{stem}{suffix}")


def _kind(suffix: str) -> Words:
    code = KINDS[suffix]
    return catalogue("xueheng.reports").get(code, plain(code))
