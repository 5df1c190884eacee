"""学校布局: published location problems and county plans, with value, optimum, bound and seconds.

Run with `python -m benchmarks.siting FOLDER [SECONDS]`; the folder holds `optima.json`, `pmed/`, `cap/`,
`sscflp/` and `county_*.json`. Where spopt is installed, it solves the smallest p-median beside us.
"""

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.timing import timed
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.resource_siting import Params
from xueheng.methods.resource_siting.points import sites_wanted, ways_of
from xueheng.methods.run import Run, run_method
from xueheng.tables.siting.graph_text import graph_tables

SETS = (
    ("p_median", "p_median", "pmed"),
    ("p_center", "p_center_vertex", "pmed"),
    ("capacitated", "capacitated_facility_location", "cap"),
    ("single_source", "single_source_cflp", "sscflp"),
)
PEER = "pmed1.txt"


def solved(path: Path, problem: str, **texts: str) -> Run:
    declared = method("resource.siting")
    params = parse_params(declared.params, [("problem", problem), *texts.items()], document={})
    return run_method(declared, {"document": path}, params=params, answers={})


def published(folder: Path) -> Iterator[str]:
    optima = json.loads((folder / "optima.json").read_text(encoding="utf-8"))
    for problem, name, place in SETS:
        for file, best in optima[name].items():
            held = solved(folder / place / file, problem).outcome.figures
            above = 100 * (held["objective"] / best - 1)
            yield f"{problem:14} {file:18} {line(held)}  optimum {best}  {above:.3f} % above"


def line(held: dict[str, Any]) -> str:
    proof = "proven" if held["proven"] else f"gap {100 * held['gap']:.3f} %"
    return f"{held['objective']:14.3f}  bound {held['bound']:14.3f}  {proof:12} {held['seconds']:6.1f} s"


def counties(folder: Path, seconds: str) -> Iterator[str]:
    for path in sorted(folder.glob("county_*.json")):
        for objective in ("cost", "lexicographic"):
            run = solved(path, "county", objective=objective, time_limit=seconds)
            yield f"{path.name} {objective:14} {line(run.outcome.figures)}"


def peer(folder: Path) -> str:
    """spopt with PuLP's own solver on the smallest problem, if it is there."""
    if not find_spec("spopt"):
        return "spopt is not installed"
    import numpy as np
    import pulp
    from spopt.locate import PMedian

    given = graph_tables(folder / "pmed" / PEER).tables
    params = Params(problem="p_median")
    ways, p = ways_of(given, params), sites_wanted(given, params)

    def theirs() -> float:
        model = PMedian.from_cost_matrix(ways, np.ones(len(ways)), p_facilities=p)
        return float(model.solve(pulp.PULP_CBC_CMD(msg=False)).problem.objective.value())

    held = timed(theirs)
    return f"spopt {PEER}: {held.result:.0f} in {held.second:.1f} s"


def main() -> None:
    folder = Path(sys.argv[1])
    for said in published(folder):
        print(said, flush=True)
    for said in counties(folder, sys.argv[2] if len(sys.argv) > 2 else "120"):
        print(said, flush=True)
    print(peer(folder))


if __name__ == "__main__":
    main()
