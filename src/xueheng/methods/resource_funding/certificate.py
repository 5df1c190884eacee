"""证书: the orders of a sealed plan held against gaps, money, limits and the aims it claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from xueheng.engine.funding.need import Need, Plan
from xueheng.methods.resource_funding import Params
from xueheng.methods.resource_funding.body import money
from xueheng.methods.resource_funding.case import Case, case_of, units
from xueheng.methods.resource_funding.shares import weighted

CLOSE = 1e-6


def check(
    inputs: Mapping[str, pa.Table], params: Params, tables: Mapping[str, pa.Table], figures: Mapping[str, Any]
) -> Iterator[str]:
    """Every contradiction between the plan and what it rests on."""
    if params.procedure == "weighted":
        again = weighted(inputs, params, ()).tables["shares"].sort_by("school")
        if again.to_pylist() != tables["shares"].to_pylist():
            yield "按公式重算不同 / the formula gives other shares"
        return
    case = case_of(inputs, params)
    plan, wrong = _plan(case, tables["orders"].to_pylist())
    yield from wrong
    if not wrong:
        yield from _limits(case.need, plan)
        yield from _aims(case.need, plan, tables["stages"].to_pylist(), params)
        yield from _told(case, plan, tables, figures)


def _plan(case: Case, orders: list[dict[str, Any]]) -> tuple[Plan, list[str]]:
    """The plan that the orders say, and orders that nobody offered."""
    source, year = np.full(len(case.offers), -1), np.full(len(case.offers), -1)
    wrong = []
    for order in orders:
        key = (order["school"], order["indicator"], order.get("option"))
        found = [
            i for i, o in enumerate(case.offers) if (o["school"], o["indicator"], o.get("option")) == key
        ]
        name = order.get("source") or ""
        is_known = found and name in case.sources and order.get("year") in case.years
        if not is_known or units(order["amount"]) != int(case.need.cost[found[0]]) or source[found[0]] >= 0:
            wrong.append(f"无此项或金额不符 / no such offer: {order['school']} {order['indicator']}")
            continue
        source[found[0]], year[found[0]] = case.sources.index(name), case.years.index(order.get("year"))
    return Plan(source, year, ()), wrong


def _limits(need: Need, plan: Plan) -> Iterator[str]:
    held = np.flatnonzero(plan.bought)
    if len(set(need.gap[held].tolist())) < len(held):
        yield "一项缺口买了两次 / a gap is closed twice"
    if need.barred[need.gap_school[need.gap[held]]].any():
        yield "建议论证的学校得到了资金 / a school under appraisal gets money"
    if not need.pays[held, plan.source[held]].all():
        yield "来源不能用于该项 / a source pays for what it may not"
    for package in set(need.package.tolist()) - {-1}:
        own = plan.bought[need.package == package]
        if own.any() and not own.all():
            yield "项目包没有整体实施 / a package is bought in part"
    paid = np.zeros_like(need.amount)
    np.add.at(paid, (plan.source[held], plan.year[held]), need.cost[held])
    if (paid.cumsum(axis=1) > need.amount.cumsum(axis=1)).any():
        yield "超出资金 / more is spent than there is"
    spent = plan.spent(need)
    if need.most is not None and (spent > need.most).any():
        yield "超出每校上限 / a school is above the cap"
    share = need.rural_share
    if share.denominator * int(spent[need.rural].sum()) < share.numerator * int(spent.sum()):
        yield "农村比例不足 / the rural share is too small"


def _aims(need: Need, plan: Plan, stages: list[dict[str, Any]], params: Params) -> Iterator[str]:
    """The value of each stage from the orders, and its bound."""
    least = ("floor", "worst_off", "least_money", "early")
    for stage in stages:
        found = _value(stage["aim"], need, plan, params)
        is_least = stage["aim"].startswith(least)
        if abs(found - stage["value"]) > CLOSE:
            yield f"目标 {stage['aim']} 应为 {found} / is {found}, not {stage['value']}"
        gap = (stage["value"] - stage["bound"]) * (1 if is_least else -1)
        if gap < -CLOSE or (stage["proven"] and abs(gap) > CLOSE):
            yield f"目标 {stage['aim']} 的界不成立 / its bound does not hold"


def _value(aim: str, need: Need, plan: Plan, params: Params) -> float:
    closed, met = plan.closed(need), plan.met(need)
    if aim == "floor" or aim.startswith("worst_off"):
        edge = float(params.edges[0]) if aim == "floor" else float(aim.partition("<")[2])
        with np.errstate(invalid="ignore"):
            low = ~closed & (need.ratio < edge)
        return len(set(need.gap_school[low].tolist()))
    values: dict[str, float] = {
        "safety": int((closed & need.safety).sum()),
        "schools": int(met.sum()),
        "pupils": int(need.pupils[met].sum()),
        "gaps": int(closed.sum()),
        "least_money": float(money(int(plan.spent(need).sum()))),
        "early": int(plan.year[plan.bought].sum()),
    }
    return values[aim]


def _told(
    case: Case, plan: Plan, tables: Mapping[str, pa.Table], figures: Mapping[str, Any]
) -> Iterator[str]:
    need, met = case.need, plan.met(case.need)
    wanted: dict[str, float] = {"schools_met": int(met.sum()), "pupils_met": int(need.pupils[met].sum())}
    wanted["spent"] = float(money(int(plan.spent(need).sum())))
    for name, value in wanted.items():
        if abs(float(figures[name]) - value) > CLOSE:
            yield f"{name} 应为 {value} / is {value}, not {figures[name]}"
    said = {row["school"]: (row["after"], row["amount"]) for row in tables["schools"].to_pylist()}
    for at, name in enumerate(case.schools):
        if said.get(name) != (bool(met[at]), money(int(plan.spent(need)[at]))):
            yield f"学校一行不符 / the school's line is wrong: {name}"
