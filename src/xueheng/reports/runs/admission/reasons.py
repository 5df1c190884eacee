"""逐志愿说明: why a choice ended as it did, told to the family; nothing in it names another applicant."""

from __future__ import annotations

from typing import Any

from xueheng.reports.runs.admission.keys import enough, key, part, parts, said, value
from xueheng.standards.words import Words

Row = dict[str, Any]
SMALLER_FIRST = ("tier", "ticket")  # told without what would be enough: nothing one could do
PLAIN = ("ADMITTED", "HIGHER_CHOICE_ADMITTED")  # told under the name of the choice: no need of its rank
LOST = ("BELOW_CUTOFF", "FULL_AT_YOUR_TURN")


def why(row: Row, texts: dict[str, Words]) -> Words:
    """One reason as a sentence; what needs no values is told in the run's own words."""
    code = row["code"]
    if code in LOST:
        return _compared(row)
    if code == "BELOW_FLOOR":
        return _floor(row)
    if code == "NOT_ELIGIBLE":
        return _barred(row)
    if code in PLAIN:
        return said(f"given.{code}")
    return texts[code].fill(**{name: "—" if held is None else held for name, held in row.items()})


def _compared(row: Row) -> Words:
    name, own, last = row["differs"], parts(row["own_key"]), parts(row["cutoff_key"])
    if name == "rank":
        return said("lost.priority")
    if name == "id":
        return said("lost.equal", own=key(row["own_key"]) or "—")
    if name not in last or name not in own:
        return said(f"lost.{row['code']}")
    before = said("lost.before") if next(iter(own)) != name else Words("", "")
    values = {"before": before, "own": value(name, own[name]), "last": value(name, last[name])}
    if name in SMALLER_FIRST:
        return said("lost.smaller", part=part(name), **values)
    return said("lost.compared", part=part(name), needs=enough(row["needs"]) or part(name), **values)


def _floor(row: Row) -> Words:
    code = "floor.delta" if row["rule_id"] == "delta" else "floor.least"
    return said(code, own=key(row["own_key"]) or "—", needs=enough(row["needs"]) or row["needs"] or "—")


def _barred(row: Row) -> Words:
    own = row["own_key"] or said("barred.blank")
    if row["rule_id"] == "origin":
        return said("barred.origin", own=own, needs=row["needs"] or "—")
    if row["needs"] == "true":
        return said("barred.attribute", rule=row["rule_id"])
    return said("barred.rule", rule=row["rule_id"] or "—", own=own, needs=row["needs"] or "—")
