"""轮岗文档: the JSON of a county's rotation as tables of teachers, schools and posts."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow as pa

from xueheng.methods.staff_rotation.told import refused, told
from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.files.json_file import Number, parse_json
from xueheng.tables.issues import Issue, Refused

LISTED = 10
PARTS = ("xy", "staff", "need", "target_backbone", "teachers")
YES = {0: None, 1: "是", None: None}  # false and true are 0 and 1
WHOLE = ("years", "age", "head_terms")
FLAGS = ("backbone", "exempt", "senior", "willing")
TEXTS = ("second_subject", "couple", "return_to", "wishes")


def read(path: Path, params: Any) -> DocumentTables:
    """Tables `teachers`, `schools` and `needs` of the document; Refused with what is wrong with it."""
    document = _plain(parse_json(path))
    missing = [p for p in PARTS if not isinstance(document, dict) or not isinstance(document.get(p), list)]
    if missing:
        raise refused("PART_MISSING", value=", ".join(missing))
    many = len(document["xy"])
    for part in PARTS[:-1]:
        if len(document[part]) != many:
            raise refused("LENGTH_DIFFERS", value=part, n=len(document[part]), needed=many)
    issues: list[Issue] = []
    teachers = [_teacher(at, one, many, issues) for at, one in enumerate(document["teachers"])]
    schools = [_school(at, document, issues) for at in range(many)]
    needs = [row for at in range(many) for row in _needs(at, document["need"][at], issues)]
    if issues:
        raise Refused(issues[:LISTED])
    tables = {
        "teachers": pa.Table.from_pylist(teachers, schema=_teacher_types()),
        "schools": pa.Table.from_pylist(schools),
        "needs": pa.Table.from_pylist(needs),
        "settings": pa.table({"subject_fit": ["no"]}),
    }
    return DocumentTables(tables, rows=len(teachers))


def _plain(value: Any) -> Any:
    """The document with its numbers as numbers."""
    if isinstance(value, Number):
        return int(value) if value.lstrip("-").isdigit() else float(value)
    if isinstance(value, dict):
        return {key: _plain(held) for key, held in value.items()}
    return [_plain(held) for held in value] if isinstance(value, list) else value


def _teacher_types() -> pa.Schema:
    texts = [(n, pa.string()) for n in ("teacher", "school", "subject", *FLAGS, *TEXTS)]
    return pa.schema([*texts, *((n, pa.int64()) for n in WHOLE)])


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _teacher(at: int, one: Any, schools: int, issues: list[Issue]) -> dict[str, Any]:
    """A teacher of the document; what is not there is missing, what is no number a finding."""
    if not isinstance(one, dict) or any(one.get(k) in (None, "") for k in ("id", "school", "subject")):
        issues.append(told("TEACHER_WRONG", row=at + 1, value=str(one)[:60]))
        return {}
    if not _whole(one["school"]) or one["school"] >= schools:
        issues.append(told("SCHOOL_NUMBER", row=at + 1, value=one["school"], most=schools - 1))
    for name in WHOLE:
        if one.get(name) is not None and not _whole(one[name]):
            issues.append(told("NOT_WHOLE", row=at + 1, value=one[name], what=name))
    texts = {n: None if one.get(n) is None else _text(one[n]) for n in TEXTS}
    flags = {n: _flag(one.get(n)) for n in FLAGS}
    numbers = {n: one.get(n) for n in WHOLE if _whole(one.get(n))}
    who = {"teacher": str(one["id"]), "school": str(one["school"]), "subject": str(one["subject"])}
    return who | texts | flags | numbers


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _flag(value: Any) -> str | None:
    """A yes or no as the tables write it; a text stays, such as the reason of an exemption."""
    return YES[value] if isinstance(value, int | None) and value in YES else str(value)


def _school(at: int, document: dict[str, Any], issues: list[Issue]) -> dict[str, Any]:
    place = document["xy"][at]
    if not (isinstance(place, list) and len(place) == 2 and all(_number(v) for v in place)):
        issues.append(told("PLACE_WRONG", row=at + 1, value=place))
        place = [0.0, 0.0]
    for name in ("staff", "target_backbone"):
        if not _whole(document[name][at]):
            issues.append(told("NOT_WHOLE", row=at + 1, value=document[name][at], what=name))
    held = {n: document[n][at] for n in ("staff", "target_backbone") if _whole(document[n][at])}
    found = {"school": str(at), "x": float(place[0]), "y": float(place[1]), **held}
    for name in ("plan", "group", "role"):
        if isinstance(document.get(name), list) and at < len(document[name]):
            value = document[name][at]
            found[name] = value if name == "plan" or value is None else str(value)
    return found


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _needs(at: int, row: Any, issues: list[Issue]) -> list[dict[str, Any]]:
    if not isinstance(row, list) or not all(map(_whole, row)):
        issues.append(told("NOT_WHOLE", row=at + 1, value=str(row)[:60], what="need"))
        return []
    return [{"school": str(at), "subject": str(k), "need": n} for k, n in enumerate(row)]
