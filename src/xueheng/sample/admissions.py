"""招生的示例: who applies where, the places of each school and their quotas, and the roll of a draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pyarrow as pa

from xueheng.engine.quota import Sharing, by_remainder, whole_places, with_more
from xueheng.sample.choices import choices, is_paired
from xueheng.sample.county import County
from xueheng.sample.draws import drawing, roll_of_draw
from xueheng.sample.exams import ENTRANCE
from xueheng.sample.national import Export
from xueheng.sample.roll import LAST

LEAVING = f"entrance-{LAST}"
OF_ALL = 0.5  # of a school's places go to the junior schools as quotas
FLOOR = "300"


def admissions(county: County) -> Iterator[Export]:
    """招生 of a county: the tables of one admission and of one draw, on the days when they came."""
    short, code, period = county.unit.short, county.unit.code, str(LAST)
    pupils = leaving(county)
    schools = programs(county, n=len(pupils))
    if pupils and schools:
        made = {
            "plans": ("高中招生计划", plans(schools), 10),
            "origins": ("初中毕业生人数", origins(pupils), 10),
            "programs": ("高中招生学校", pa.Table.from_pylist(schools), 28),
            "groups": ("高中名额", groups(schools, pupils), 28),
            "applicants": ("高中招生考生", applicants(pupils), 28),
            "preferences": ("高中志愿", choices(county, schools, pupils), 28),
        }
        for table, (title, rows, day) in made.items():
            on = date(LAST, 4 if day == 10 else 6, day)
            yield Export(table, code, period, f"{short}{LAST}年{title}", rows, on)
    drawn = drawing(county)
    if drawn is not None:
        title = f"{drawn.name}{LAST}年派位名单"
        yield Export("roll", code, period, title, roll_of_draw(county, drawn), date(LAST, 7, 1))


def leaving(county: County) -> list[dict[str, Any]]:
    """毕业生 as the leaving exam knows them, with their marks; none where it was not held."""
    held = county.tables.get(LEAVING)
    return [] if held is None else held.to_pylist()


def programs(county: County, *, n: int) -> list[dict[str, Any]]:
    """招生学校: the senior schools by their renown, then the vocational ones; places for nearly all."""
    held = county.unit.schools
    senior = sorted((s for s in held if "senior" in s.stages), key=lambda s: s.intake)
    found = [(s.name, s.stages["senior"], "普高") for s in senior]
    found += [(s.name, s.stages["vocational"], "中职") for s in held if "vocational" in s.stages]
    share = min(1.0, 0.96 * n / max(sum(a * b for _, (a, b), _ in found), 1))
    return [{"id": name, "capacity": int(a * b * share), "kind": kind} for name, (a, b), kind in found]


def plans(schools: Sequence[dict[str, Any]]) -> pa.Table:
    """招生计划 of the schools that give quotas."""
    rows = [{"program": s["id"], "plan": s["capacity"]} for s in schools if s["kind"] == "普高"]
    return pa.Table.from_pylist(rows)


def origins(pupils: Sequence[dict[str, Any]]) -> pa.Table:
    """初中人数: who leaves each junior school."""
    sizes = sorted(Counter(p["school"] for p in pupils).items())
    return pa.table({"origin": [name for name, _ in sizes], "size": [n for _, n in sizes]})


def groups(schools: Sequence[dict[str, Any]], pupils: Sequence[dict[str, Any]]) -> pa.Table:
    """名额: the general places of a school, then its quota of each junior school by largest remainder."""
    sizes = dict(zip(*origins(pupils).to_pydict().values(), strict=True))
    rows: list[dict[str, Any]] = []
    for school in (s for s in schools if s["kind"] == "普高"):
        quota = int(school["capacity"] * OF_ALL)
        general = {"order": 1, "name": "统招", "seats": school["capacity"] - quota}
        rows.append({"program": school["id"], **general, "origin": None, "floor": None, "revert_to": None})
        for origin, seats in _split(quota, sizes).items():
            own = {"order": 2, "name": f"指标到校（{origin}）", "seats": seats, "origin": origin}
            rows.append({"program": school["id"], **own, "floor": FLOOR, "revert_to": "general"})
    return pa.Table.from_pylist(rows)


def _split(quota: int, sizes: dict[str, int]) -> dict[str, int]:
    names = list(sizes)
    whole = whole_places(quota, Sharing(tuple(map(Fraction, sizes.values()))))
    split = with_more(whole, by_remainder(whole, names), because="remainder")
    return dict(zip(names, split.seats, strict=True))


def applicants(pupils: Sequence[dict[str, Any]]) -> pa.Table:
    """考生: total, the three main subjects, Chinese; a ticket each; of the first two classmates a pair."""
    marks = [[0.0 if p[s] == "缺考" else float(p[s]) for s in ENTRANCE] for p in pupils]
    return pa.table(
        {
            "id": [p["id"] for p in pupils],
            "origin": [p["school"] for p in pupils],
            "together": ["T1" if is_paired(pupils, at) else None for at in range(len(pupils))],
            "ticket": [sha256(f"{LEAVING}/{p['id']}".encode()).hexdigest()[:16] for p in pupils],
            "score_1": [f"{sum(own):g}" for own in marks],
            "score_2": [f"{sum(own[:3]):g}" for own in marks],
            "score_3": [f"{own[0]:g}" for own in marks],
        }
    )
