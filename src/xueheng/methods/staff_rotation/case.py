"""轮岗情况: the tables read into teachers, schools and posts, and checked against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.rotation.problem import FloatArray, IntArray
from xueheng.methods.staff_rotation.records import Case, School, Teacher
from xueheng.methods.staff_rotation.told import refused, told
from xueheng.standards.rotation_model import rotation_share
from xueheng.tables.issues import Issue, Refused

NO = frozenset(("", "0", "否", "无", "no", "No", "N", "false", "False"))
LISTED = 5
WISHES = 5


def case_of(inputs: Mapping[str, pa.Table], issues: list[Issue]) -> Case:
    """The case that the tables tell; Refused where they contradict each other."""
    for name in ("schools", "needs"):
        if name not in inputs:
            raise refused("TABLE_MISSING", value=name)
    rows = inputs["teachers"].to_pylist()
    held = inputs["schools"].to_pylist()
    if not rows or not held:
        raise refused("NOBODY", value="teachers" if not rows else "schools")
    _distinct("teacher", (r["teacher"] for r in rows))
    at = {r["school"]: place for place, r in enumerate(held)}
    needs = inputs["needs"].to_pylist()
    _known([*rows, *needs], at)
    subjects = tuple(sorted({r["subject"] for r in (*rows, *needs)}, key=_natural))
    place_of = {name: place for place, name in enumerate(subjects)}
    teachers = tuple(_teacher(r, at, place_of) for r in rows)
    _couples(teachers)
    need = np.zeros((len(held), len(subjects)), np.int64)
    for row in needs:
        need[at[row["school"]], place_of[row["subject"]]] += row["need"]
    schools = _schools(held, teachers, issues)
    _untaught(need, subjects, teachers, issues)
    _unknown(teachers, issues)
    return Case(teachers, schools, subjects, need, _km(held), "settings" not in inputs)


def _natural(text: str) -> tuple[int, int, str]:
    return (0, int(text), "") if text.isdigit() else (1, 0, text)


def _distinct(what: str, names: Iterable[str]) -> None:
    twice = [name for name, n in Counter(names).items() if n > 1]
    if twice:
        raise refused("TWICE", value="、".join(twice[:LISTED]), what=what)


def _known(rows: list[dict[str, Any]], at: Mapping[str, int]) -> None:
    asked = {r[c] for r in rows for c in ("school", "return_to") if r.get(c)}
    asked |= {wish for r in rows for wish in _wishes(r)}
    if unknown := sorted(asked - set(at), key=_natural):
        raise refused("SCHOOL_UNKNOWN", value="、".join(unknown[:LISTED]), n=len(unknown))


def _wishes(row: Mapping[str, Any]) -> list[str]:
    text = (row.get("wishes") or "").replace("，", "、").replace(",", "、").replace("；", "、")
    found = [wish.strip() for wish in text.split("、") if wish.strip()]
    if len(found) > WISHES:
        raise refused("WISHES_MANY", value=row["teacher"], n=len(found), most=WISHES)
    return found


def _yes(cell: Any) -> bool:
    return str(cell if cell is not None else "").strip() not in NO


def _teacher(row: dict[str, Any], at: Mapping[str, int], subjects: Mapping[str, int]) -> Teacher:
    second = (row.get("second_subject") or "").replace("，", "、").replace(",", "、").split("、")
    back = row.get("return_to")
    return Teacher(
        name=row["teacher"],
        school=at[row["school"]],
        subject=subjects[row["subject"]],
        second=tuple(sorted({subjects[s] for s in second if s in subjects} - {subjects[row["subject"]]})),
        years=row.get("years"),
        age=row.get("age"),
        backbone=_yes(row.get("backbone")),
        senior=_yes(row.get("senior")),
        exempt=(str(row["exempt"]).strip() if _yes(row.get("exempt")) else ""),
        willing=_yes(row.get("willing")),
        wishes=tuple(at[wish] for wish in _wishes(row)),
        couple=(row.get("couple") or "").strip(),
        head_terms=row.get("head_terms"),
        return_to=at[back] if back and at[back] != at[row["school"]] else None,
    )


def _couples(teachers: tuple[Teacher, ...]) -> None:
    alone = [t.name for t in teachers if t.couple and sum(o.couple == t.couple for o in teachers) < 2]
    if alone:
        raise refused("COUPLE_ALONE", value="、".join(alone[:LISTED]))


def _schools(
    rows: list[dict[str, Any]], teachers: tuple[Teacher, ...], issues: list[Issue]
) -> tuple[School, ...]:
    staff = np.bincount([t.school for t in teachers], minlength=len(rows))
    backbone = sum(t.backbone for t in teachers)
    differs = [r["school"] for s, r in enumerate(rows) if r.get("staff") not in (None, staff[s])]
    if differs:
        issues.append(told("STAFF_DIFFERS", "warning", n=len(differs), value="、".join(differs[:LISTED])))
    found = []
    for s, row in enumerate(rows):
        proportional = backbone * int(staff[s]) // len(teachers)
        target, plan = row.get("target_backbone"), row.get("plan")
        found.append(
            School(
                row["school"],
                int(staff[s]),
                int(staff[s]) if plan is None else plan,
                proportional if target is None else target,
                (row.get("group") or "").strip(),
                (row.get("role") or "").strip(),
            )
        )
    return tuple(found)


def _untaught(
    need: IntArray, subjects: tuple[str, ...], teachers: tuple[Teacher, ...], issues: list[Issue]
) -> None:
    """A subject that is needed and that nobody teaches cannot be helped by any move."""
    taught = {k for t in teachers for k in (t.subject, *t.second)}
    none = [name for k, name in enumerate(subjects) if need[:, k].any() and k not in taught]
    if none:
        issues.append(told("SUBJECT_UNTAUGHT", "warning", value="、".join(none)))


def _unknown(teachers: tuple[Teacher, ...], issues: list[Issue]) -> None:
    for what in ("years", "age"):
        blank = [t.name for t in teachers if getattr(t, what) is None]
        if blank:
            said = "、".join(blank[:LISTED])
            issues.append(told(f"{what.upper()}_UNKNOWN", "warning", n=len(blank), value=said))


def _km(rows: list[dict[str, Any]]) -> FloatArray:
    blank = [r["school"] for r in rows if r.get("x") is None or r.get("y") is None]
    if blank:
        raise Refused([told("PLACE_MISSING", n=len(blank), value="、".join(blank[:LISTED]))])
    places = np.array([(float(r["x"]), float(r["y"])) for r in rows])
    apart = places[:, None, :] - places[None, :, :]
    found: FloatArray = float(rotation_share("detour")) * np.hypot(apart[..., 0], apart[..., 1])
    return found
