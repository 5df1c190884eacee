"""县域文档: villages, sites, periods and terms of a county plan, each field checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from xueheng.tables.arrow import pa
from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.files.json_file import parse_json
from xueheng.tables.issues import Issue, Refused
from xueheng.tables.siting.numbers import refuse, said

TERMS = (
    "walk_limit_km",
    "bus_limit_km",
    "boarding_limit_km",
    "expand_block",
    "max_blocks_existing",
    "max_blocks_candidate",
    "cost_block",
    "cost_new_base",
    "cost_board_facility",
    "unplaced_penalty_per_pupil_year",
    "operate_fixed",
    "bus_cost_per_pupil_km",
    "board_cost_per_pupil",
    "close_cost",
    "min_enrol",
    "capex_budget",
    "years_per_period",
    "k_nearest",
)
WHOLE = (
    "expand_block",
    "max_blocks_existing",
    "max_blocks_candidate",
    "min_enrol",
    "years_per_period",
    "k_nearest",
)
KINDS = ("existing", "candidate")


def county_tables(path: Path) -> DocumentTables:
    """The tables `villages`, `pupils`, `sites` and `terms`."""
    document = parse_json(path)
    refuse(list(_shape(document)))
    periods = [str(one) for one in document["periods"]]
    refuse(list(_wrong(document, len(periods))))
    villages, sites = document["villages"], document["sites"]
    return DocumentTables(
        {
            "villages": _villages(villages),
            "pupils": _pupils(villages, periods),
            "sites": _sites(sites),
            "terms": _terms(document["params"]),
        },
        rows=len(villages) + len(sites),
    )


def _shape(document: Any) -> Iterator[Issue]:
    """What keeps the document from being looked at: keys that are missing or no lists."""
    if not isinstance(document, dict):
        raise Refused([said("FIELD_WRONG", column="", value="", rule="{villages, sites, periods, params}")])
    for key in ("villages", "sites", "periods"):
        held = document.get(key)
        if not isinstance(held, list) or not held:
            yield said("FIELD_WRONG", column=key, value=_shown(held), rule="[...]")
        elif key != "periods" and not all(isinstance(one, dict) for one in held):
            yield said("FIELD_WRONG", column=key, value="", rule="[{...}, ...]")
    if not isinstance(document.get("params"), dict):
        yield said("FIELD_WRONG", column="params", value="", rule="{...}")


def _wrong(document: Mapping[str, Any], periods: int) -> Iterator[Issue]:
    sites = [str(s.get("id")) for s in document["sites"]]
    yield from _twice("villages", [str(v.get("id")) for v in document["villages"]])
    yield from _twice("sites", sites)
    for at, village in enumerate(document["villages"]):
        yield from _village(village, f"villages[{at}]", periods, sites)
    for at, site in enumerate(document["sites"]):
        yield from _site(site, f"sites[{at}]")
    for name in TERMS:
        yield from _number(document["params"], name, "params", least=0, whole=name in WHOLE)
    for name in ("k_nearest", "years_per_period", "expand_block"):
        if _value(document["params"].get(name)) == 0:
            yield said("FIELD_WRONG", column=f"params.{name}", value=0, rule="> 0")


def _village(village: Mapping[str, Any], path: str, periods: int, sites: list[str]) -> Iterator[Issue]:
    yield from _named(village, path)
    for name in ("x", "y"):
        yield from _number(village, name, path)
    if "terrain" in village:
        yield from _number(village, "terrain", path, least=0.1)
    if village.get("current") is not None and str(village["current"]) not in sites:
        yield said("SITE_UNKNOWN", column=f"{path}.current", value=village["current"])
    for name in ("pupils", "youngest"):
        held = village.get(name)
        if held is None and name == "youngest":
            continue
        if not isinstance(held, list) or len(held) != periods:
            rule = f"[{periods}]"
            yield said("FIELD_WRONG", column=f"{path}.{name}", value=_shown(held), rule=rule)
            continue
        for at, one in enumerate(held):
            yield from _number({name: one}, name, path, least=0, whole=True, place=f"[{at}]")


def _site(site: Mapping[str, Any], path: str) -> Iterator[Issue]:
    yield from _named(site, path)
    for name in ("x", "y"):
        yield from _number(site, name, path)
    yield from _number(site, "capacity", path, least=0, whole=True)
    if site.get("kind") not in KINDS:
        yield said(
            "FIELD_WRONG", column=f"{path}.kind", value=_shown(site.get("kind")), rule=" | ".join(KINDS)
        )
    if "largest" in site:
        yield from _number(site, "largest", path, least=0, whole=True)
    for name in ("boarding_now", "consent"):
        if site.get(name, False) not in (True, False, "0", "1"):
            yield said("FIELD_WRONG", column=f"{path}.{name}", value=_shown(site[name]), rule="0 | 1")


def _named(record: Mapping[str, Any], path: str) -> Iterator[Issue]:
    if not str(record.get("id") or "").strip():
        yield said("FIELD_WRONG", column=f"{path}.id", value="", rule="…")


def _number(
    record: Mapping[str, Any],
    name: str,
    path: str,
    *,
    least: float | None = None,
    whole: bool = False,
    place: str = "",
) -> Iterator[Issue]:
    value = _value(record.get(name))
    rule = ("0, 1, 2 …" if whole else "0.0 …") if least == 0 else "0.0" if least is None else f">= {least}"
    if value is None or (least is not None and value < least) or (whole and value % 1):
        where = f"{path}.{name}{place}"
        yield said("FIELD_WRONG", column=where, value=_shown(record.get(name)), rule=rule)


def _value(held: Any) -> float | None:
    if isinstance(held, bool) or held is None:
        return None
    try:
        value = float(held)
    except (TypeError, ValueError):
        return None
    return value if isfinite(value) else None


def _twice(name: str, ids: list[str]) -> Iterator[Issue]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield said("ID_TWICE", column=name, value=one)
        seen.add(one)


def _shown(held: Any) -> str:
    return "" if held is None else str(held)[:40]


def _villages(villages: list[dict[str, Any]]) -> pa.Table:
    return pa.table({
        "id": [str(v["id"]) for v in villages],
        **{name: [float(v[name]) for v in villages] for name in ("x", "y")},
        "terrain": [float(v.get("terrain", 1)) for v in villages],
        "current": pa.array([_text(v.get("current")) for v in villages], pa.string()),
    })  # fmt: skip


def _text(held: Any) -> str | None:
    return None if held is None else str(held)


def _pupils(villages: list[dict[str, Any]], periods: list[str]) -> pa.Table:
    rows = [
        (
            str(v["id"]),
            period,
            int(float(v["pupils"][at])),
            int(float((v.get("youngest") or v["pupils"])[at])),
        )
        for v in villages
        for at, period in enumerate(periods)
    ]
    names = ("village", "period", "pupils", "youngest")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _sites(sites: list[dict[str, Any]]) -> pa.Table:
    return pa.table({
        "id": [str(s["id"]) for s in sites],
        "kind": [s["kind"] for s in sites],
        **{name: [float(s[name]) for s in sites] for name in ("x", "y")},
        "capacity": [int(float(s["capacity"])) for s in sites],
        "boarding_now": [_yes(s.get("boarding_now")) for s in sites],
        "consent": [_yes(s.get("consent")) for s in sites],
        "largest": pa.array([_whole(s.get("largest")) for s in sites], pa.int64()),
    })  # fmt: skip


def _yes(held: Any) -> bool:
    return held in (True, "1")


def _whole(held: Any) -> int | None:
    return None if held is None else int(float(held))


def _terms(params: Mapping[str, Any]) -> pa.Table:
    return pa.table({"name": list(TERMS), "value": [float(params[name]) for name in TERMS]})
