"""算过的分配: one draw, one quota and admission, one placement, the seats and invigilators of one exam."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from xueheng.sample.acts import Act
from xueheng.sample.admissions import OF_ALL, leaving
from xueheng.sample.county import County
from xueheng.sample.draws import NUMBER, SECRETS, drawing, event, seats_of_draw
from xueheng.sample.plan import School
from xueheng.sample.roll import LAST
from xueheng.sample.seating import new_classes, placing
from xueheng.standards.words import Words

MANY = 200  # who leaves the junior schools, where all is worked out: a small county only draws
SHOWN = {
    "lottery.draw": ("Draw of places", ("public", "families")),
    "admission.quota": ("Quotas of the junior schools", ("public",)),
    "exam.rooms": ("Seats of the leaving exam", ("families",)),
    "admission.match": ("Senior-school admission", ("families", "schools")),
    "placement.classes": ("New classes", ("families",)),
}
ADMISSION = {
    "procedure": "slots",
    "precedence": "as_ordered",
    "revert": "true",
    "tie_at_cutoff": "ticket",
    "together_fit": "expand",
    "max_extra": "1",
}


def allocations(county: County) -> list[Act]:
    """分配 of a county, none for the city's own schools."""
    found: list[Act] = []
    drawn, placed = drawing(county), placing(county)
    if county.unit.is_city:
        return found
    if drawn is not None:
        found.append(_draw(county, drawn))
    if len(leaving(county)) >= MANY:
        found += _exam(county)
        found += [_placement(county, placed)] if placed is not None else []
    return found


def _act(method: str, title: str, org: str, inputs: dict[str, str], on: date, **params: Any) -> Act:
    """An act on series of one organisation, by the tables that they are of, shown to whom it may be shown."""
    english, audiences = SHOWN.get(method, ("", ()))
    said = Words(f"{title}（生成）", f"{english}, {LAST} (generated)")
    held = {name: (table, org, str(LAST), "") for name, table in inputs.items()}
    texts = {name: str(value) for name, value in params.items()}
    return Act(method, said.zh, org, held, texts, on, dict.fromkeys(audiences, said))


def _draw(county: County, school: School) -> Act:
    said = {"procedure": "xhl1", "event": event(school), "public": NUMBER, "secret": "\n".join(SECRETS)}
    said |= {"seats": str(seats_of_draw(school)), "last_unit": "expand"}
    title, on = f"{school.name}{LAST}年电脑随机派位", date(LAST, 7, 8)
    return _act("lottery.draw", title, county.unit.code, {"roll": "roll"}, on, **said)


def _exam(county: County) -> Iterator[Act]:
    """Quotas, seats, invigilators and admission, in the order of their days."""
    code, short, seed = county.unit.code, f"{county.unit.short}{LAST}年", NUMBER
    shared = {"plans": "plans", "origins": "origins"}
    yield _act("admission.quota", f"{short}指标到校名额", code, shared, date(LAST, 4, 20), share=OF_ALL)
    seated = {"examinees": "examinees", "rooms": "rooms"}
    yield _act("exam.rooms", f"{short}中考座位", code, seated, date(LAST, 6, 5), seed=seed)
    watched = {"teachers": "invigilators", "rooms": "rooms", "sessions": "sessions"}
    yield _act("exam.invigilators", f"{short}中考监考", code, watched, date(LAST, 6, 18), seed=seed)
    listed = {"students": "applicants", "choices": "preferences"}
    listed |= {name: name for name in ("programs", "groups")}
    yield _act("admission.match", f"{short}高中录取", code, listed, date(LAST, 7, 12), **ADMISSION)


def _placement(county: County, school: School) -> Act:
    said = {"classes": len(new_classes(county, school)), "balance": "出生月", "categories": "性别,乡镇,随迁"}
    listed = {"roster": "class_roster", "teachers": "class_teachers"}
    said |= {"seed": NUMBER, "stage": "junior", "derived_from": "none"}
    title, on = f"{school.name}{LAST}年七年级编班", date(LAST, 8, 26)
    return _act("placement.classes", title, school.code, listed, on, **said)
