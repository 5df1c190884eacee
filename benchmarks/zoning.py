"""学区划片: 3,000 units and 25 schools from files to outcome, beside nearest school and plain flow.

python -m benchmarks.zoning [LIMIT in km, default 5] [SEEDS, default 1 3 5]
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from xueheng.engine.zoning.adjacency import neighbours, net
from xueheng.engine.zoning.case import Case
from xueheng.engine.zoning.flow import split
from xueheng.engine.zoning.plan import Plan

UNITS, SCHOOLS, BOX, SPARE = 3_000, 25, 12.7, 0.04
METRES = 10_000  # of 0.1 m in a km


@dataclass(frozen=True)
class County:
    """Half of the units in a dozen towns, half anywhere; schools where people live."""

    places: np.ndarray
    pupils: np.ndarray
    sites: np.ndarray
    seats: np.ndarray

    @property
    def way(self) -> np.ndarray:
        return np.rint(np.sqrt(((self.places[:, None] - self.sites) ** 2).sum(-1)) * METRES).astype(np.int64)


def county(seed: int) -> County:
    rng = np.random.default_rng(seed)
    towns = rng.uniform(0.1 * BOX, 0.9 * BOX, (SCHOOLS // 2, 2))
    half = UNITS // 2
    near = towns[rng.integers(0, len(towns), half)] + rng.normal(0, BOX / 12, (half, 2))
    places = np.clip(np.concatenate((rng.uniform(0, BOX, (UNITS - half, 2)), near)), 0, BOX).round(3)
    pupils = rng.poisson(5, UNITS) + 1
    sites = (places[rng.choice(UNITS, SCHOOLS, replace=False)] + rng.normal(0, 0.05, (SCHOOLS, 2))).round(3)
    share = rng.uniform(0.6, 1.4, SCHOOLS)
    seats = np.floor(share / share.sum() * pupils.sum() * (1 + SPARE)).astype(np.int64) + 1
    return County(places, pupils, sites, seats)


def written(held: County, folder: Path) -> list[str]:
    """The two tables as files, and how the command names them."""
    columns = {"units": (held.places, held.pupils, "pupils"), "schools": (held.sites, held.seats, "seats")}
    for name, (places, counts, head) in columns.items():
        rows = zip(places.tolist(), counts.tolist(), strict=True)
        lines = [f"{name[0].upper()}{n:04},{x},{y},{k}" for n, ((x, y), k) in enumerate(rows)]
        (folder / f"{name}.csv").write_text("\n".join([f"id,x,y,{head}", *lines]) + "\n", encoding="utf-8")
    return [f"{name}={folder / name}.csv" for name in columns]


def ours(held: County, limit: float) -> tuple[dict[str, float], float]:
    with TemporaryDirectory() as folder:
        files = written(held, Path(folder))
        command = [
            sys.executable,
            "-m",
            "xueheng",
            "run",
            "resource.zoning",
            *files,
            "-p",
            f"walk_limit={limit}",
        ]
        start = perf_counter()
        done = subprocess.run([*command, "--json"], check=True, capture_output=True)
        return json.loads(done.stdout)["figures"], perf_counter() - start


def peer(held: County, school: np.ndarray, limit: float, name: str) -> None:
    way, near = held.way, neighbours(UNITS, [(int(a), int(b)) for a, b in net(held.places)])
    plan = Plan(Case(way, held.pupils[:, None], held.seats[:, None], way, near), school.tolist())
    own = way[np.arange(UNITS), school]
    said(
        name,
        overload=int(plan.over.sum()),
        fragments=plan.fragments(),
        beyond=int(held.pupils[own > limit * METRES].sum()),
        mean=float((held.pupils * own).sum() / held.pupils.sum() / METRES),
        longest=float(own.max() / METRES),
    )


def flow(held: County) -> np.ndarray:
    """Least total distance, each unit then at the school of most of its pupils."""
    cost = held.way * held.pupils[:, None]
    case = Case(cost, held.pupils[:, None], held.seats[:, None], held.way, ())
    return split(case).shares.argmax(axis=1)


def said(name: str, **figures: float) -> None:
    print(f"  {name:<22}", *(f"{key} {value:,.3f}".rstrip("0").rstrip(".") for key, value in figures.items()))


def main(limit: float = 5, *seeds: int) -> None:
    for seed in seeds or (1, 3, 5):
        held = county(seed)
        print(
            f"seed {seed}: {UNITS} units, {SCHOOLS} schools, {held.pupils.sum():,} pupils, limit {limit:g} km"
        )
        peer(held, held.way.argmin(axis=1), limit, "nearest school")
        start = perf_counter()
        plain = flow(held)
        took = perf_counter() - start
        peer(held, plain, limit, "minimum-cost flow")
        found, seconds = ours(held, limit)
        shown = {"overload": "overload", "fragments": "fragments", "beyond": "beyond_limit"}
        shown |= {"mean": "mean_distance", "longest": "max_distance", "unavoidable": "unavoidable"}
        said("ours, whole command", **{key: found[name] for key, name in shown.items()})
        print(f"  seconds: flow alone {took:.2f}, ours {seconds:.2f} (bar 10)")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]), *map(int, sys.argv[2:]))
