"""编班结果的投影: balance for all families, the own class for a family, the own list for a class teacher."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xueheng.apps.publish.own import Own, Place, Told
from xueheng.apps.publish.projection import Around, Projection
from xueheng.methods.run import Run
from xueheng.reports.runs import placement_classes
from xueheng.standards.words import Words, catalogue


def words(code: str, /, **values: Any) -> Words:
    """A sentence of this pack."""
    return catalogue(__package__)[code].fill(**values)


def family_report(run: Run, around: Around) -> Projection:
    """编班公布: how alike the classes are; no class's marks and no pupil."""
    report = placement_classes.compose(run)
    shown = (*report.sections[:2], report.sections[-1])
    return Projection(replace(report, facts=(), sections=shown))


def child_page(own: Own) -> Told | None:
    """编班结果: the child's class, and that anybody with the list and the seed finds the same."""
    rows = own.rows("assignment")
    if not rows:
        return None
    name = rows[0]["class"]
    conclusion = words("numbered" if name.isdigit() else "named", name=name)
    return Told(conclusion, (words("how"),), (words("seed", seed=own.figures["seed"]), words("objection")))


def class_list(own: Own, place: Place) -> tuple[str, ...]:
    """本班名单: the numbers of who was placed in a class; nobody where the stage leaves it in doubt."""
    stage = own.params.stage
    if stage != place.stage and (stage != "undeclared" or not place.is_only_stage):
        return ()
    return tuple(row["id"] for row in own.find("assignment", "class", place.names | {place.number}))
