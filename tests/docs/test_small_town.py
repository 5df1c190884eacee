"""What the pages for parents say of the invented town is what the methods find."""

from pathlib import Path

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method

TOWN = Path(__file__).resolve().parents[2] / "examples" / "small_town"
LISTS = {"students": "applicants", "choices": "choices", "programs": "programs"}
SAID = {"tie_at_cutoff": "ticket", "together_fit": "expand", "max_extra": "1"}
SLOTS = {"procedure": "slots", "revert": "true"}
TWO = {"procedure": "two_phase", "revert": "true", "delta": "50", "precedence": "reserve_first"}
CHILDREN = {
    "students": "id\n安\n北\n川\n",
    "choices": "student,rank,program\n安,1,甲\n安,2,乙\n北,1,甲\n北,2,乙\n川,1,乙\n川,2,甲\n",
    "programs": "id,capacity\n甲,1\n乙,1\n",
    "priorities": "program,student,rank\n甲,川,1\n甲,安,2\n甲,北,3\n乙,安,1\n乙,北,2\n乙,川,3\n",
}


def places(inputs: dict[str, Path], params: dict[str, str]) -> dict[str, str]:
    """Who is where by an admission of these files."""
    declared = method("admission.match")
    run = run_method(
        declared, inputs, params=parse_params(declared.params, params.items(), document={}), answers={}
    )
    return {r["student"]: r["program"] for r in run.outcome.tables["matches"].to_pylist()}


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"procedure": "serial_dictatorship"}, "2602 一中 2604 二中 2613 职中"),
        ({"procedure": "application_rejection", "band": "1"}, "2604 职中 2613 二中"),
        ({**SLOTS, "precedence": "reserve_first"}, "2601 一中 2603 一中 2607 一中 2610 职中 2611 一中"),
        ({**SLOTS, "precedence": "open_first"}, "2601 一中 2603 二中 2607 一中 2610 一中 2611 一中"),
        ({**TWO, "phase1": "final"}, "2603 二中 2610 职中 2612 一中"),
        ({**TWO, "phase1": "tentative"}, "2603 一中 2610 职中 2612 职中"),
    ],
)
def test_a_mechanism_admits_as_its_page_says(params: dict[str, str], said: str):
    names = LISTS | ({"groups": "groups"} if "revert" in params else {})
    found = places({k: TOWN / f"{name}.csv" for k, name in names.items()}, params | SAID)
    words = said.split()
    assert {one: found[one] for one in words[::2]} == dict(zip(words[::2], words[1::2], strict=True))


def test_a_quota_seat_is_won_by_a_shorter_list_where_the_first_phase_is_final(tmp_path: Path):
    lines = (TOWN / "choices.csv").read_text("utf-8").splitlines()
    shorter = tmp_path / "choices.csv"
    shorter.write_text("\n".join(line for line in lines if line != "2610,3,职中"), "utf-8")
    files = {k: TOWN / f"{name}.csv" for k, name in {**LISTS, "groups": "groups"}.items()}
    assert places(files | {"choices": shorter}, {**TWO, "phase1": "final", **SAID})["2610"] == "一中"


def test_the_three_children_of_deferred_acceptance(tmp_path: Path):
    files = {name: tmp_path / f"{name}.csv" for name in CHILDREN}
    for name, file in files.items():
        file.write_text(CHILDREN[name], "utf-8")
    found = places(files, {"procedure": "deferred_acceptance"})
    assert {child: found[child] or None for child in found} == {"安": "乙", "北": None, "川": "甲"}
