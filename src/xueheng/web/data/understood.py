"""What was understood of an upload, and what stands in its way, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueheng.apps.intake.staging import laid_in
from xueheng.apps.intake.store import stage_path
from xueheng.standards.subjects import subject, subject_of
from xueheng.standards.words import Words
from xueheng.tables.schema import TableSchema, meant, schema, spoken
from xueheng.web.templatetags.shown import grouped

TONES = {"error": "bad", "warning": "warn", "notice": "plain"}


@dataclass(frozen=True)
class Heading:
    """表头: as it stands in the file, and what it was taken for; None for a column that is not used."""

    text: str
    meaning: Words | None


@dataclass(frozen=True)
class Sheet:
    """工作表: its name, the rows of its header, and its columns."""

    name: str
    header: str
    headings: tuple[Heading, ...]


def sheets(upload: Any) -> list[Sheet]:
    """The sheets that were read, with what their columns were taken for."""
    found = schema(upload.table)
    laid = laid_in(stage_path(upload.pk, upload.attempt))
    return [
        Sheet(one.sheet or "", _rows(one.header_rows), tuple(_headings(one.columns, found))) for one in laid
    ]


def outstanding(upload: Any, *, undecided: int) -> int:
    """How much must be done before the upload can be committed."""
    errors: int = upload.counts.get("severity", {}).get("error", 0)
    return errors + len(upload.questions) + undecided


def verdict(upload: Any, *, todo: int) -> str:
    """How things stand, in one sentence."""
    if upload.verdict == "failed":
        return _("平台没能读完这份文件，不是文件的错。请稍后重新上传；还不行，请告诉管理员。")
    if upload.state == "unreadable":
        return _("这份文件读不出来，不能用。")
    warnings = upload.counts.get("severity", {}).get("warning", 0)
    if todo:
        return ngettext("有 %(n)s 处要办好才能入库。", "有 %(n)s 处要办好才能入库。", todo) % {
            "n": grouped(todo)
        }
    if warnings:
        said = ngettext("可以入库；有 %(n)s 处请看一眼。", "可以入库；有 %(n)s 处请看一眼。", warnings)
        return said % {"n": grouped(warnings)}
    return _("没有问题，可以入库。")


@dataclass(frozen=True)
class Candidate:
    """候选人: a known person with the reasons in words."""

    it: Any
    why: str


@dataclass(frozen=True)
class Doubt:
    """要认的人: a row and whom it may be."""

    match: Any
    candidates: tuple[Candidate, ...]


def doubts(matches: Iterable[Any]) -> list[Doubt]:
    """The rows of which somebody must say who they are."""
    words, comma = _reasons(), _("、")

    def why(one: Any) -> str:
        agrees, differs = (comma.join(words.get(c, c) for c in codes) for codes in (one.reasons, one.differs))
        return _("%(agrees)s；但%(differs)s") % {"agrees": agrees, "differs": differs} if differs else agrees

    return [Doubt(m, tuple(Candidate(one, why(one)) for one in m.candidates)) for m in matches]


def _reasons() -> dict[str, str]:
    return {
        "SAME_ID": _("证件号相同"),
        "SAME_STUDENT_NUMBER": _("学籍号或编号相同"),
        "SAME_NAME_BIRTH_GUARDIAN": _("姓名、出生日期、监护人都相同"),
        "NEAR_ID": _("姓名相同，证件号只差一位"),
        "SAME_NAME_BIRTH": _("姓名、出生日期相同"),
        "NEAR_NAME": _("出生日期、监护人相同，姓名只差一字"),
        "CLAIMED_TWICE": _("另有一行也像这个人"),
        "id_number": _("证件号不同"),
        "student_number": _("学籍号不同"),
        "name": _("姓名不同"),
        "born_on": _("出生日期不同"),
        "guardian": _("监护人不同"),
        "sex": _("性别不同"),
        "school": _("学校不同"),
    }


def _headings(columns: Any, found: TableSchema) -> Iterator[Heading]:
    for text in sorted(columns, key=columns.get):
        heads = tuple(text.split("/"))
        column = meant(found, heads)
        names = spoken(found, heads) if found.others == "subjects" and column is None else ()
        taught = next(filter(None, map(subject_of, names)), None)
        yield Heading(text, column.label if column else subject(taught).label if taught else None)


def _rows(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return _("没有表头")
    if len(numbers) == 1:
        return _("表头在第 %(n)s 行") % {"n": numbers[0]}
    return _("表头在第 %(first)s 到 %(last)s 行") % {"first": numbers[0], "last": numbers[-1]}
