"""exam.sample: drawn again from the words of the report alone, and what is refused."""

import csv
import hashlib
import io
from fractions import Fraction

import pytest

from xueheng.methods.outcome import csv_bytes

LINES = [
    *(f"城{i},城区,{40 + 7 * i},{i % 3 + 1}" for i in range(12)),
    *(f"乡{i},农村,{15 + 5 * (i % 7)},1" for i in range(20)),
    "大校,农村,900,18",
]
FRAME = "学校,层,学生数,班数\n" + "\n".join(LINES) + "\n"
ROLL = "学号,学校,班级\n" + "".join(
    f"{school}-{k},{school},{k % int(classes) + 1}\n"
    for school, _, size, classes in (line.split(",") for line in LINES)
    for k in range(int(size))
)


def ticket(seed, scope, name):
    return int(hashlib.sha256(f"XHL-1/ticket\n{seed}\n{scope}\n{name}\n".encode()).hexdigest(), 16)


def outsider(rows, stratum, n, seed):
    """What somebody draws who has read the steps of the report and nothing else."""
    chance, left = {}, sorted(rows, key=lambda r: (-int(r["学生数"]), r["学校"].encode()))
    while True:
        total = sum(int(r["学生数"]) for r in left)
        certain = [r for r in left if n * int(r["学生数"]) >= total]
        if not n or not certain:
            break
        chance |= {r["学校"]: Fraction(1) for r in certain}
        left, n = [r for r in left if r not in certain], n - len(certain)
    start, running = ticket(seed, "sample/start", stratum) * total // 16**64, 0
    for r in left:
        size = n * int(r["学生数"])
        if any(running <= start + k * total < running + size for k in range(n)):
            chance[r["学校"]] = Fraction(size, total)
        running += size
    return chance


@pytest.fixture(scope="module")
def draw(run, write):
    def drawn(frame=FRAME, roll=None, **params):
        files = {"frame": write("frame.csv", frame)} | ({"roll": write("roll.csv", roll)} if roll else {})
        return run("exam.sample", files, **{"schools": "9", "seed": "2026样例"} | params)

    return drawn


@pytest.mark.parametrize("stratum", ["城区", "农村"])
@pytest.mark.parametrize("seed", ["甲", "乙", "丙"])
def test_an_outsider_draws_the_same_schools_with_the_same_chances(draw, rows, stratum, seed):
    found = rows(draw(seed=seed), "selected", stratum=stratum)
    listed = [r for r in csv.DictReader(io.StringIO(FRAME)) if r["层"] == stratum]
    again = outsider(listed, stratum, len(found), seed)
    assert {r["school"]: r["probability"] for r in found} == {s: float(p) for s, p in again.items()}


@pytest.mark.parametrize("pupils", ["", "8", "class", "class:2"])
def test_the_weight_is_one_over_the_chances_of_school_and_pupil(draw, rows, pupils):
    for r in rows(draw(pupils=pupils), "selected"):
        assert r["weight"] == pytest.approx(1 / (r["probability"] * r["pupil_probability"]), rel=1e-14)


def test_an_outsider_draws_the_same_pupils(draw, rows):
    carried = draw(roll=ROLL, pupils="5")
    for school in rows(carried, "selected"):
        name = school["school"]
        ids = [f"{name}-{k}" for k in range(school["size"])]
        again = sorted(ids, key=lambda one: ticket("2026样例", f"sample/pupils/{name}", one))[:5]
        assert {r["id"] for r in rows(carried, "pupils", school=name)} == set(again)


def test_drawn_classes_are_tested_whole(draw, rows):
    carried = draw(roll=ROLL, pupils="class")
    for school in rows(carried, "selected"):
        found = rows(carried, "pupils", school=school["school"])
        assert {r["class"] for r in found} == {school["drawn_classes"]}
        assert len(found) == school["pupils"]


def test_weights_sum_to_the_pupils_where_chances_follow_size(draw):
    figures = draw(pupils="8").outcome.figures
    assert figures["weight_sum"] == sum(int(line.split(",")[2]) for line in LINES)


def test_a_school_larger_than_the_step_is_certain(draw, row):
    large = row(draw(), "selected", school="大校")
    assert (large["certain"], large["probability"], large["weight"]) == (True, 1.0, 1.0)


def test_the_order_of_the_rows_changes_nothing(draw):
    head, *lines = FRAME.splitlines()
    mixed = "\n".join([head, *reversed(lines)])
    one, other = (draw(text, pupils="4").outcome.tables["selected"] for text in (FRAME, mixed))
    assert csv_bytes(one) == csv_bytes(other)


@pytest.mark.parametrize(
    ("params", "counts"),
    [
        ({"schools": "9"}, {"农村": 6, "城区": 3}),
        ({"schools": "20", "allocation": "schools"}, {"农村": 13, "城区": 7}),
        ({"schools": "9", "allocation": "equal"}, {"农村": 5, "城区": 4}),
        ({"schools": "城区:3,农村:4"}, {"农村": 4, "城区": 3}),
        ({"schools": "城区:3,4"}, {"农村": 4, "城区": 3}),
        ({"schools": "3"}, {"农村": 2, "城区": 1}),
    ],
)
def test_schools_go_to_strata_as_was_asked(draw, rows, params, counts):
    assert {r["stratum"]: r["schools"] for r in rows(draw(**params), "strata")} == counts


def test_planning_tells_the_effect_of_clusters_and_the_schools_needed(draw):
    figures = draw(pupils="11", rho="0.3", target_se="0.1").outcome.figures
    assert figures["deff"] == pytest.approx(1 + 10 * 0.3)
    assert figures["expected_se"] == pytest.approx(figures["effective_n"] ** -0.5)
    assert figures["schools_needed"] == pytest.approx(9 / (0.01 * figures["effective_n"]), abs=1)


REFUSED = [
    (FRAME, {"schools": "99"}, ["TOO_MANY_SCHOOLS"]),
    (FRAME, {"schools": "1"}, ["TOO_FEW_SCHOOLS"]),
    (FRAME, {"schools": "镇区:2,4"}, ["STRATUM_UNKNOWN"]),
    (FRAME, {"schools": "城区:2"}, ["STRATUM_UNNAMED"]),
    (FRAME, {"schools": "城区:13,农村:2"}, ["STRATUM_SMALL"]),
    ("学校,层,学生数\n甲,,5\n乙,农村,6\n", {"schools": "2"}, ["STRATUM_BLANK"]),
    ("学校,学生数\n甲,0\n", {"schools": "1"}, ["FRAME_EMPTY"]),
    ("学校,学生数\n甲,5\n", {"schools": "1", "pupils": "class"}, ["CLASSES_UNKNOWN"]),
    ("学校,学生数\n甲,5.5\n", {"schools": "1"}, ["NOT_INTEGER"]),
]


@pytest.mark.parametrize(("frame", "params", "codes"), REFUSED)
def test_what_cannot_be_drawn_is_refused_and_says_why(write, refusal, frame, params, codes):
    assert refusal("exam.sample", {"frame": write("f.csv", frame)}, seed="x", **params) == codes


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"seed": ""}, "SEED_EMPTY"),
        ({"schools": "3"}, "SINGLE_SCHOOL"),
        ({"schools": "城区:2,农村:0"}, "STRATUM_LEFT_OUT"),
    ],
)
def test_what_a_sample_cannot_do_is_told(draw, params, code):
    assert code in {i.code for i in draw(**params).issues}


def test_a_drawn_school_must_be_on_the_roll(write, refusal):
    files = {"frame": write("f.csv", FRAME), "roll": write("r.csv", "学号,学校\n1,城1\n")}
    assert refusal("exam.sample", files, schools="9", seed="x", pupils="3") == ["NOT_ON_ROLL"]
