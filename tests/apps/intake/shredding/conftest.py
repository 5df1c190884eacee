"""Two persons who destroy together, and somebody who has left."""

from __future__ import annotations

from datetime import date

import pytest
from tests.platform_home import NOW

from xueheng.apps.flows.services import decide
from xueheng.apps.intake.shredding import carrying
from xueheng.apps.roster.models import Person, Post

SECRET = "13812345678"


@pytest.fixture
def keeper(county):
    return county.actor("security_administrator", county.bureau)


@pytest.fixture
def leader(county):
    return county.actor("leader", county.bureau)


def agreed(kind_id, keeper, leader):
    approval = carrying.ask(kind_id, reason="到期", actor=keeper, now=NOW)
    decide(approval.pk, agreed=True, actor=leader, now=NOW)
    return approval


def shred_kind(kind_id, keeper, leader):
    return carrying.shred(agreed(kind_id, keeper, leader).pk, now=NOW)


def leaver(county, on=date(2016, 7, 1)):
    person = Person.objects.create(name="离任", phone=SECRET)
    Post.objects.create(
        person=person, org=county.north, role="dean", valid_from=date(2010, 1, 1), valid_to=on
    )
    return person
