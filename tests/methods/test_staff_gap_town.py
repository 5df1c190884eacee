"""staff.gap on the example town: what an outsider works out from the files, and what must always hold."""

import csv
import random
from collections import Counter
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

from xueheng.methods.outcome import csv_bytes
from xueheng.methods.verify import verify

TOWN = Path(__file__).resolve().parents[2] / "examples" / "staff_town"
NAMES = ("classes", "teachers", "curriculum", "enrolment", "population", "schools", "relief", "changes")
LOADS = {"语文": 13, "数学": 14, "英语": 15}
PARAMS = {"load": "16,语文:13,数学:14,英语:15", "year": "2026"}
FILES = {name: TOWN / f"{name}.csv" for name in NAMES}


@pytest.fixture(scope="module")
def plan(run):
    return run("staff.gap", FILES, horizon="3", **PARAMS)


def read(name):
    with FILES[name].open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def outsider():
    """Needs and staff of the first year from the files alone."""
    need, have = Counter(), Counter()
    for c in read("classes"):
        for j in (r for r in read("curriculum") if r["年级"] == c["年级"]):
            lessons = int(c["班数"]) * Fraction(j["周课时"])
            need[c["学校"], j["学科"]] += lessons / LOADS.get(j["学科"], 16)
    for r in read("relief"):
        need[r["学校"], r["学科"]] += Fraction(r["减免周课时"]) / LOADS.get(r["学科"], 16)
    for t in read("teachers"):
        have[t["学校"], t["任教学科"]] += Fraction(t["工作量"] or 1)
    return need, have


def test_an_outsider_finds_the_same_needs_and_staff(run, rows):
    need, have = outsider()
    found = rows(run("staff.gap", FILES, **PARAMS), "gaps")
    assert {(r["school"], r["subject"]): r["need"] for r in found if r["need"]} == {
        cell: float(n) for cell, n in need.items()
    }
    assert {(r["school"], r["subject"]): r["have"] for r in found if r["have"]} == {
        cell: float(n) for cell, n in have.items()
    }


def test_every_gap_is_covered_or_said_to_be_missing(plan, rows):
    for r in rows(plan, "gaps"):
        covered = r["shared"] - r["lent"] + r["retrained"] + r["hires"] + r["unmet"]
        assert covered >= r["gap"] - 1e-9
        assert r["gap"] == pytest.approx(r["need"] - r["have"] + r["leaving"] - r["arriving"])


def test_what_is_shared_is_lent_by_somebody(plan, rows):
    shared, lent = (sum(r[c] for r in rows(plan, "gaps")) for c in ("shared", "lent"))
    assert shared == pytest.approx(lent)
    assert sum(r["retrained"] for r in rows(plan, "gaps")) == 0


def test_the_hires_of_all_years_are_those_of_the_gaps(plan, rows):
    by_year, by_school = (sum(r["hires"] for r in rows(plan, t)) for t in ("plan", "gaps"))
    assert by_year == by_school == plan.outcome.figures["hires"]
    assert all(r["low"] <= r["hires"] <= r["high"] for r in rows(plan, "plan"))


def test_no_school_has_more_persons_than_posts(plan, rows):
    posts = {r["学校"]: int(r["编制数"]) for r in read("schools")}
    heads = Counter(t["学校"] for t in read("teachers"))
    for r in rows(plan, "gaps"):
        heads[r["school"]] += r["hires"] + r["retrained"] - r["leaving"] + r["arriving"]
    assert all(heads[school] <= n for school, n in posts.items())


def test_pupils_make_classes_of_at_most_the_limit(plan, rows):
    for r in rows(plan, "forecast", scenario="middle"):
        assert r["classes"] == ceil(r["pupils"] / (45 if int(r["grade"]) <= 6 else 50))


def test_a_school_that_closes_needs_nobody_and_its_teachers_serve_others(plan, rows):
    closed = rows(plan, "gaps", school="青石岭教学点")
    assert all(r["need"] == 0 for r in closed)
    assert sum(r["lent"] - r["retrained"] for r in closed) > 0


def test_rows_in_another_order_give_the_same_bytes(plan, run, write):
    rng, files = random.Random(7), {}
    for name in NAMES:
        head, *lines = FILES[name].read_text(encoding="utf-8").splitlines()
        rng.shuffle(lines)
        files[name] = write(f"turned_{name}.csv", "\n".join([head, *lines]) + "\n")
    turned = run("staff.gap", files, horizon="3", **PARAMS)
    assert {n: csv_bytes(t) for n, t in turned.outcome.tables.items()} == {
        n: csv_bytes(t) for n, t in plan.outcome.tables.items()
    }


def test_its_bundle_is_recomputed_to_the_byte(plan, pack):
    assert verify(pack(plan)[0], public_key=None).recomputed
