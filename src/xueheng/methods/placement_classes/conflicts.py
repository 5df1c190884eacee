"""规则矛盾 in words: which rules, and whom they are about."""

from __future__ import annotations

from collections.abc import Callable

from xueheng.engine.placement.measures import IntArray
from xueheng.engine.placement.rules import Conflict, Rule, Undecided
from xueheng.methods.placement_classes import Params
from xueheng.methods.placement_classes.roster import Pupils
from xueheng.standards.words import Words, catalogue
from xueheng.tables.issues import Refused, finding

SHOWN = 8  # so many pupils of a rule are named


def found_or_refused(work: Callable[[], IntArray], pupils: Pupils, params: Params) -> IntArray:
    """The classes, or Refused with the rules that contradict each other."""
    try:
        return work()
    except Undecided as error:
        raise Refused([finding("UNDECIDED", "error", package=__package__)]) from error
    except Conflict as error:
        said = [_said(rule, pupils, params) for rule in error.rules]
        listed = Words("；".join(s.zh for s in said), "; ".join(s.en for s in said))
        issue = finding("CONFLICT", "error", package=__package__, n=len(said), listed=listed)
        raise Refused([issue]) from error


def _said(rule: Rule, pupils: Pupils, params: Params) -> Words:
    ids = sorted(pupils.ids[at] for at in rule.pupils)
    more = "……" if len(ids) > SHOWN else ""
    where = params.class_names[int(pupils.rules.fixed[rule.pupils[0]])] if rule.kind == "fixed" else ""
    shown = Words("、".join(ids[:SHOWN]) + more, ", ".join(ids[:SHOWN]) + more.replace("……", " ..."))
    return catalogue(__package__)[f"rule.{rule.kind}"].fill(pupils=shown, where=where)
