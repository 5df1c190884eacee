"""The checker, which shares no code with the mechanisms, agrees with true outcomes and finds false ones."""

import random

import pytest

from xueheng.methods.admission_match.checker import check
from xueheng.methods.run import input_tables
from xueheng.methods.verify import verify

PROCEDURES = [
    {"procedure": "serial_dictatorship"},
    {"procedure": "application_rejection", "band": "2"},
    {"procedure": "deferred_acceptance"},
    {"procedure": "slots", "precedence": "open_first", "revert": "true"},
    {"procedure": "slots", "precedence": "reserve_first", "revert": "false"},
    {"procedure": "two_phase", "phase1": "final", "delta": "5", "revert": "true"},
    {"procedure": "two_phase", "phase1": "tentative", "delta": "5", "revert": "true"},
    {"procedure": "gradient", "gradient_lines": "20,10"},
]
GROUPED = ("slots", "two_phase")


def world(seed, *, is_grouped):
    """Forty applicants, five programs, scores with many ties."""
    chance = random.Random(seed)
    students = [
        f"s{i:02d} {chance.randrange(30)} {i * 37 % 100:02d} {chance.choice('东西')}" for i in range(40)
    ]
    lists = [f"s{i:02d}: {' '.join(chance.sample('ABCDE', 3))}" for i in range(40)]
    found = {
        "students": "\n".join(["id score_1 ticket origin", *students]),
        "choices": ", ".join(lists),
        "programs": "\n".join(["id capacity", *(f"{p} 6" for p in "ABCDE")]),
    }
    groups = [f"{p} {at} {o} 2 {o} 8" for p in "ABCDE" for at, o in enumerate("东西")]
    return found | (
        {"groups": "\n".join(["program order name seats origin floor", *groups])} if is_grouped else {}
    )


def checked(found, tables=None):
    return check(input_tables(found), found.params, found.outcome.tables | (tables or {}))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("params", PROCEDURES, ids=lambda p: "-".join(p.values()))
def test_every_outcome_and_every_reason_is_borne_out_by_the_tables(admit, params, seed):
    texts = world(seed, is_grouped=params["procedure"] in GROUPED)
    assert checked(admit(texts, tie_at_cutoff="ticket", **params)) == ()


def test_two_applicants_in_each_others_places_are_found(admit):
    found = admit(world(1, is_grouped=False), procedure="serial_dictatorship", tie_at_cutoff="ticket")
    matches = found.outcome.tables["matches"]
    students = matches["student"].take(list(reversed(range(matches.num_rows))))
    assert len(checked(found, {"matches": matches.set_column(0, "student", students)})) > 10


def test_a_reason_that_names_another_difference_is_found(admit):
    found = admit(world(1, is_grouped=False), procedure="serial_dictatorship", tie_at_cutoff="ticket")
    reasons = found.outcome.tables["reasons"]
    at = reasons.column_names.index("differs")
    wrong = reasons.set_column(at, "differs", [["ticket"] * reasons.num_rows])
    assert "is compared otherwise" in "".join(checked(found, {"reasons": wrong}))


def test_verifying_a_bundle_asks_the_checker_as_well(admit, pack):
    found = admit(world(1, is_grouped=False), procedure="serial_dictatorship", tie_at_cutoff="ticket")
    bundle, _ = pack(found)
    said = verify(bundle, public_key=None)
    assert (said.intact, said.recomputed, said.checked) == (True, True, True)
