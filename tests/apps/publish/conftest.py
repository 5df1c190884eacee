"""Sealed runs to publish, and those who ask, agree and read."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pyarrow as pa
import pytest
from tests.apps.runs.conftest import desk
from tests.platform_home import NOW

from xueheng.standards.words import Words

__all__ = ["desk", "press"]

TITLE = Words("2026年均衡监测结果", "Balance 2026")


def resources(*sizes, plus=0, sign=""):
    """Primary schools of so many pupils with what the 2017 standard counts."""
    n = range(len(sizes))
    per = {
        "teachers_above_degree": 0.06, "backbone_teachers": 0.012, "pe_art_teachers": 0.011,
        "teaching_area_m2": 5.0, "sports_area_m2": 8.0, "equipment_yuan": 2500, "multimedia_rooms": 0.025,
    }  # fmt: skip
    table = {
        "school": ["城关一小", *(f"{sign}第{i}小学" for i in n[1:])],
        "level": ["小学"] * len(sizes),
        "pupils": [str(s) for s in sizes],
    }
    for name, share in per.items():
        part = [s * share * (0.7 + (i + plus) % 5 * 0.12) for i, s in zip(n, sizes, strict=True)]
        table[name] = [f"{amount:.4f}" for amount in part]
    return pa.table(table)


@dataclass(frozen=True)
class Press:
    """A desk that publishes: each act a day after the one before."""

    desk: Any
    days: Any

    def now(self):
        return NOW + timedelta(days=next(self.days))

    def sealed(self, run):
        from xueheng.apps.flows.queries import approvals_of
        from xueheng.apps.flows.services import decide

        for approval in approvals_of("run", run.pk):
            decide(approval.pk, agreed=True, actor=self.desk.second, now=self.now())
        run.refresh_from_db()
        return run

    def balance(self, *sizes, plus=0, sign="", **more):
        from xueheng.apps.runs.services import ask

        rows = resources(*(sizes or (300, 420, 510, 640)), plus=plus, sign=sign)
        data = self.desk.keep("school_resources", rows)
        told = {"title": "均衡", "org": self.desk.county.county, "actor": self.desk.clerk, "now": self.now()}
        told |= {"inputs": {"schools": data.pk}, "params": {"standard": "yzjh-2017"}}
        return self.sealed(ask("balance.standard", **told | more))

    def quality(self, **more):
        return self.sealed(self.desk.quality(**more))

    def ask(self, run, audience="public", **more):
        from xueheng.apps.publish.services import ask

        told = {"title": TITLE, "actor": self.desk.clerk, "now": self.now()}
        return ask(run, audience=audience, **told | more)

    def decide(self, publication, *, agreed=True):
        from xueheng.apps.flows.queries import approvals_of
        from xueheng.apps.flows.services import decide

        [approval] = approvals_of("publication", publication.pk)
        decide(approval.pk, agreed=agreed, actor=self.desk.second, now=self.now())
        publication.refresh_from_db()
        return publication

    def published(self, run, audience="public", **more):
        return self.decide(self.ask(run, audience, **more))


@pytest.fixture
def press(desk):
    return Press(desk, count(1))
