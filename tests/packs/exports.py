"""Exports of the national systems at the desk of who brings them in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.platform_home import NOW

from xueheng.apps.intake import services
from xueheng.apps.intake.mirroring.mirror import Mirror, mirror
from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.roster.models import Person, Spell

NORTH, SOUTH = "2143029901,城关一小", "3143029902,城关初中"


@dataclass
class Exports:
    """The table of one system, brought in hour by hour."""

    county: Any
    write: Callable[..., Path]
    table: str
    head: str
    role: str = "section_clerk"
    hour: int = 0
    clerk: Any = field(init=False)

    def __post_init__(self) -> None:
        self.clerk = self.county.actor(self.role, self.county.county)

    @property
    def now(self) -> datetime:
        """A later hour for each upload."""
        return NOW + timedelta(hours=self.hour)

    def upload(self, *lines: str, org: Any = None, period: str = "2026-09-01") -> Any:
        """An export, received and read."""
        self.hour += 1
        file = self.write("导出.csv", "\n".join([self.head, *lines]).encode())
        place = org or self.county.county
        said = {"table": self.table, "org": place, "period": period, "actor": self.clerk, "now": self.now}
        received = services.receive(file, **said)
        services.read(received.pk, now=self.now)
        return Upload.objects.get(pk=received.pk)

    def commit(self, *lines: str, **more: Any) -> Dataset:
        """An export committed: the Dataset."""
        return services.commit(self.upload(*lines, **more), actor=self.clerk, now=self.now)

    def mirror(self, thing: Any) -> Mirror:
        """How an upload, or the one of a Dataset, compares now."""
        upload = thing.uploads.get() if isinstance(thing, Dataset) else thing
        return mirror(self.clerk, upload.pk, now=self.now)


def pupil(name: str, number: str, school: Any, klass: Any, *, sex: str = "1") -> Person:
    """A pupil who is in that class since September."""
    person = Person.objects.create(name=name, number=number, sex=sex)
    Spell.objects.create(person=person, school=school, klass=klass, valid_from=date(2025, 9, 1))
    return person
