"""Published results that decide something for two children of the junior school."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from tests.apps.publish.conftest import Press

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Person, Spell

OURS, THEIRS = "G2026001", "G2026002"
PUBLIC = "福彩双色球|2026091|01020304050607"
ADMISSION = {
    "students": ("applicants", {"id": ["261", "262"], "学籍号": [OURS, THEIRS], "score_1": ["600", "650"]}),
    "choices": (
        "preferences",
        {"student": ["261", "261", "262"], "rank": ["1", "2", "1"], "program": ["甲高", "乙高", "甲高"]},
    ),
    "programs": ("programs", {"id": ["甲高", "乙高"], "capacity": ["1", "1"]}),
}
TOLD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "admission.match": (ADMISSION, {"procedure": "serial_dictatorship"}),
    "lottery.draw": (
        {"roll": ("roll", {"id": [OURS, THEIRS]})},
        {"procedure": "xhl1", "event": "青山县2026年派位", "public": PUBLIC, "seats": "1"},
    ),
    "placement.classes": (
        {"roster": ("class_roster", {"id": [OURS, THEIRS], "fixed": ["1", "2"]})},
        {"classes": "2", "seed": "福彩91", "stage": "junior", "derived_from": "none"},
    ),
    "exam.rooms": (
        {
            "examinees": ("examinees", {"id": [OURS, THEIRS], "school": ["城关初中", "城关初中"]}),
            "rooms": ("rooms", {"site": ["城关初中"], "room": ["01"], "seats": ["30"]}),
        },
        {"seed": "福彩92"},
    ),
}


@dataclass(frozen=True)
class Fates:
    """The two children, each with a parent, and what is published of them."""

    press: Press
    ours: Any
    theirs: Any

    def parent(self, *children: Any) -> Actor:
        """Who answers for these children."""
        return Actor("account:99", children=frozenset(child.pk for child in children))

    def sealed(self, method: str, *, year: str = "2025") -> Any:
        """A sealed run of a method on the two children, at their school where it places classes."""
        from xueheng.apps.runs.services import ask

        desk = self.press.desk
        org = desk.county.south if method == "placement.classes" else desk.county.county
        inputs, params = TOLD[method]
        kept = {name: self.keep(table, columns, org, year).pk for name, (table, columns) in inputs.items()}
        told = {"title": "结果", "org": org, "actor": desk.clerk, "now": self.press.now()}
        return self.press.sealed(ask(method, inputs=kept, params=params, **told))

    def keep(self, table: str, columns: Any, org: Any, year: str) -> Any:
        """A Dataset of that year at an organisation."""
        found = self.press.desk.keep(table, pa.table(columns), org=org)
        found.period = year
        found.save()
        return found

    def published(self, method: str, audience: str = "families", **more: Any) -> Any:
        """The sealed run as its audience reads it."""
        return self.press.published(self.sealed(method, **more), audience)


def fates_of(press: Press) -> Fates:
    """The two children in the junior school, and nothing published yet."""
    places = press.desk.county

    def enrolled(name: str, number: str) -> Any:
        child = Person.objects.create(name=name, number=number)
        Spell.objects.create(person=child, school=places.south, valid_from=date(2025, 9, 1))
        return child

    return Fates(press, enrolled("我家", OURS), enrolled("别家", THEIRS))
