"""考场编排的投影: sites and rooms for all families, the own seat for a family."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xueheng.apps.publish.own import Own, Told
from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.reports.runs import exam_rooms
from xueheng.standards.words import Words, catalogue


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def family_report(run: Run, around: Around) -> Projection:
    """考场公布: how many sit where and what is kept apart; no examinee and no seat."""
    report = exam_rooms.compose(run)
    return Projection(replace(report, facts=()))


def child_page(own: Own) -> Told | None:
    """座位: site, room and seat of the child, under the number of the exam."""
    seats = [
        words("seat", site=own.called(row["site"]), room=row["room"], seat=f"{row['seat']:02d}")
        for row in own.rows("seats")
    ]
    if not seats:
        return None
    number = words("number", number="、".join(sorted(own.ids)))
    return Told(seats[0], (*seats[1:], number, words("bring")), (words("how"),))
