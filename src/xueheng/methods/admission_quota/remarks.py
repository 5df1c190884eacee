"""核对: what a run says beside its tables: quotas published otherwise, a rule not kept, a share too small."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xueheng.methods.admission_quota import Params
from xueheng.methods.admission_quota.programs import PACKAGE, Program
from xueheng.methods.outcome import Rule
from xueheng.standards.balance_items import balance_item
from xueheng.standards.quota import QuotaRule, quota_rule
from xueheng.standards.yaml_source import UnknownName
from xueheng.tables.issues import Issue, Refused, finding


def compared(programs: Sequence[Program]) -> dict[str, int]:
    """How many quotas were published, and how many of them come out; nothing where none was."""
    published = [p for p in programs if p.published is not None]
    same = sum(p.published == p.quota for p in published)
    return {"published": len(published), "as_published": same} if published else {}


def rules(params: Params) -> tuple[Rule, ...]:
    """The rules that the run rests on: that of half the places, and the place's own."""
    half = balance_item("quota")
    sources = {f"balance_items.{half.id}": half.source}
    if params.rule:
        sources[f"quota.{params.rule}"] = _rule(params).source
    return tuple(Rule(name, s.doc, s.clause, s.status) for name, s in sources.items())


def _rule(params: Params) -> QuotaRule:
    try:
        return quota_rule(params.rule)
    except UnknownName as error:
        raise Refused([finding("RULE_UNKNOWN", "error", package=PACKAGE, why=error.words)]) from error


def remarks(programs: Sequence[Program], figures: Mapping[str, int], params: Params) -> Iterator[Issue]:
    """What to look at before the quotas are published."""
    yield from (_otherwise(p) for p in programs if p.published not in (None, p.quota))
    least = balance_item("quota").limits["share"].at_least
    if least is not None and figures["quota"] < least * figures["plan"]:
        code, share = "QUOTA_SHARE_LOW", f"{least:.0%}"
        yield finding(
            code, "notice", package=PACKAGE, quota=figures["quota"], plan=figures["plan"], least=share
        )
    if params.rule:
        yield from _differences(_rule(params), params)


def _otherwise(program: Program) -> Issue:
    values: dict[str, Any] = {
        "value": program.name,
        "plan": program.plan,
        "quota": program.quota,
        "published": program.published,
    }
    return finding("QUOTA_OTHERWISE", "notice", package=PACKAGE, **values)


def _differences(rule: QuotaRule, params: Params) -> Iterator[Issue]:
    for name, said in rule.settled.items():
        used = getattr(params, name)
        if _plain(said) != _plain(used):
            yield _differs(rule, name, said=_shown(said), used=_shown(used))
    used_shares = sorted(set(params.share.values()))
    if rule.shares and set(used_shares) - set(rule.shares):
        listed = [", ".join(map(str, shares)) for shares in (rule.shares, used_shares)]
        yield _differs(rule, "share", said=listed[0], used=listed[1])


def _differs(rule: QuotaRule, name: str, *, said: str, used: str) -> Issue:
    values: dict[str, Any] = {"value": name, "rule": rule.label, "said": said, "used": used}
    return finding("RULE_DIFFERS", "warning", package=PACKAGE, **values)


def _plain(value: object) -> object:
    """Weights in proportion to one another; everything else as it is."""
    if not isinstance(value, Mapping):
        return value
    whole = sum(value.values(), Decimal(0))
    return {name: weight / whole for name, weight in value.items()}


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}:{weight}" for name, weight in value.items())
    return str(value)
