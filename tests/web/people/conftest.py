"""Two schools with pupils, a parent, and whoever looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.platform_home import NOW
from tests.web.signed_in import account, desk

from xueheng.apps.roster.models import Account, Guardian, Org, Person, Spell

__all__ = ["account", "desk"]
SECRET = ("林小满", "=HYPERLINK(1)", "<script>alert(1)</script>")


@pytest.fixture(autouse=True)
def clock(monkeypatch: Any) -> None:
    """Every page is opened on the same September morning."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@dataclass(frozen=True)
class Town:
    """The county with pupils in it."""

    county: Any
    xiao: Any  # in the primary school
    da: Any  # in the junior school
    parent: Any  # of da

    def enrol(self, name: str, school: Any, klass: Any, *, number: str | None = None, sex: str = "1") -> Any:
        """A pupil who is in that class since September."""
        return enrolled(name, school, klass, number, sex)


def enrolled(name: str, school: Any, klass: Any, number: str | None = None, sex: str = "1") -> Any:
    """A pupil who is in that class since September."""
    person = Person.objects.create(name=name, number=number, sex=sex, born_on=date(2015, 5, 1))
    Spell.objects.create(person=person, school=school, klass=klass, valid_from=date(2025, 9, 1))
    return person


@pytest.fixture
def town(county: Any) -> Town:
    """A pupil with a hostile name in the north, another in the south with a parent."""
    xiao = enrolled("林小满", county.north, county.north_class, "G001", "2")
    enrolled(SECRET[1], county.north, county.north_class, "G003")
    enrolled(SECRET[2], county.north, county.north_class, "G004")
    da = enrolled("赵大雪", county.south, county.south_class, "G002", "2")
    guardian = Person.objects.create(name="赵父", phone="13800000001")
    Guardian.objects.create(child=da, guardian=guardian, relation="1")
    return Town(county, xiao, da, Account.objects.create(username="father", person=guardian))


@pytest.fixture
def father(town: Town) -> Client:
    """The parent's phone."""
    client = Client(raise_request_exception=False)
    client.force_login(town.parent)
    return client


@pytest.fixture
def rooms(town: Town) -> list[Org]:
    """Ten more schools with classes and pupils each."""
    county = town.county
    made = []
    for n in range(10):
        school = Org(code=f"21430299{n + 10}", kind="primary_school", name=f"第{n}小学", parent=county.county)
        school.path, school.stages = "", ["primary"]
        school.save()
        school.path = f"{county.county.path}{school.pk}/"
        school.save()
        klass = Org.objects.create(
            code=f"{school.code}-1", kind="class", name="1班", parent=school, path="", stage="primary",
            entered=2024, number="1",
        )  # fmt: skip
        klass.path = f"{school.path}{klass.pk}/"
        klass.save()
        for k in range(3):
            enrolled(f"学生{n}-{k}", school, klass)
        made.append(school)
    return made
