"""Cells that nobody has consented to are on no page and in no export, whatever the format."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from tests.platform_home import NOW, TODAY

from xueheng.apps.intake.withheld import lawful
from xueheng.apps.roster import consents
from xueheng.apps.roster.models import Account, Guardian, Person
from xueheng.apps.roster.purposes import purpose
from xueheng.apps.roster.queries import actor_of
from xueheng.tables.own import PERSON

pytestmark = pytest.mark.django_db
EXTRA = purpose("extra_facts")


@pytest.fixture
def child():
    person = Person.objects.create(name="孩子")
    father = Person.objects.create(name="父亲")
    Guardian.objects.create(child=person, guardian=father)
    person.actor = actor_of(Account.objects.create(username="father", person=father), TODAY)
    return person


def _table(*persons):
    n = len(persons)
    held = {PERSON: pa.array(persons, pa.int64()), "name": ["某"] * n, "specialty": ["围棋"] * n}
    return pa.table(held)


def _shown(table, name="students", on=TODAY):
    return lawful(table, name, on=on)["specialty"].to_pylist()


def _decide(child, decision, now=NOW):
    consents.decide(child.pk, EXTRA.id, decision, notice=EXTRA.version, actor=child.actor, now=now)


def test_only_rows_with_a_consent_show_the_cell(child):
    _decide(child, "given")
    assert _shown(_table(child.pk, child.pk + 999, None)) == ["围棋", None, None]


def test_what_was_taken_back_is_hidden_from_that_day_on(child):
    _decide(child, "given")
    _decide(child, "withdrawn", NOW + timedelta(days=2))
    assert (_shown(_table(child.pk)), _shown(_table(child.pk), on=TODAY + timedelta(days=2))) == (
        ["围棋"],
        [None],
    )


def test_everything_else_stays_as_it_was(child):
    assert lawful(_table(child.pk), "students", on=TODAY)["name"].to_pylist() == ["某"]


def test_a_table_without_such_columns_is_the_same_table(child):
    table = _table(child.pk).drop_columns(["specialty"])
    assert lawful(table, "students", on=TODAY) is table


def test_tables_about_others_than_pupils_are_left_alone(child):
    assert _shown(_table(child.pk), name="teachers") == ["围棋"]
