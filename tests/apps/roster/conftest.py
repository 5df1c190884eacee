"""The small county with pupils in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from tests.platform_home import NOW, TODAY, County

from xueheng.apps.roster import services
from xueheng.apps.roster.actor import Actor, system
from xueheng.apps.roster.queries import actor_of
from xueheng.apps.roster.services import PersonRow, SpellRow

SYSTEM = system("test")
SINCE = date(2026, 9, 1)


@dataclass(frozen=True)
class Life:
    """Three pupils in two classes of two schools, one parent, one pupil without a class."""

    places: County
    an: Any  # 林小安 in the north class
    bo: Any  # 王小博 in the north class
    cai: Any  # 陈小彩 in the south class
    dan: Any  # 赵小丹 at the south school, in no class
    mother: Any  # of 林小安

    def parent(self) -> Actor:
        """林小安's mother, signed in."""
        account = services.open_account("mother", self.mother, actor=SYSTEM, now=NOW).account
        return actor_of(account, TODAY)

    def clerk(self) -> Actor:
        """The section clerk of the county."""
        return self.places.actor("section_clerk", self.places.county)


@pytest.fixture
def life(county: County) -> Life:
    """The pupils and the parent."""
    rows = [
        PersonRow("林小安", "G1", "1", date(2018, 3, 1), id_number="430299201803010011"),
        PersonRow("王小博", "G2", "1", facts={"attendance": "2", "left_behind": "1"}),
        PersonRow("陈小彩", "G3", "2", date(2013, 5, 6), facts={"orphan": "0"}),
        PersonRow("赵小丹", "G4", "2"),
        PersonRow("林妈妈"),
    ]
    an, bo, cai, dan, mother = services.add_persons(rows, actor=SYSTEM, now=NOW)
    north, south = county.north.code, county.south.code
    spells = [
        SpellRow(an.pk, north, SINCE, county.north_class.code),
        SpellRow(bo.pk, north, SINCE, county.north_class.code),
        SpellRow(cai.pk, south, SINCE, county.south_class.code),
        SpellRow(dan.pk, south, SINCE, grade="8"),
    ]
    services.enrol(spells, actor=SYSTEM, now=NOW)
    services.tie_guardian(an, mother, relation="51", actor=SYSTEM, now=NOW)
    return Life(county, an, bo, cai, dan, mother)
