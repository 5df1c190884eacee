"""The checker on ties, units and batches."""

import pytest

from xueheng.methods.admission_match.checker import check
from xueheng.methods.run import input_tables

TEXTS = {
    "students": "id score_1 ticket together\n a 90 01 -\n b 80 02 g\n c 80 03 g\n d 80 04 -\n e 70 05 -",
    "choices": "a: X Y, b: X Y, c: X Y, d: X Y, e: X Y",
    "programs": "id capacity\n X 2\n Y 1",
}
WAYS = [
    {"together_fit": "expand", "max_extra": "1", "tie_at_cutoff": "ticket"},
    {"together_fit": "skip", "tie_at_cutoff": "ticket"},
    {"together_fit": "split", "tie_at_cutoff": "ticket"},
    {"together_fit": "split", "tie_at_cutoff": "admit_all", "max_extra": "2"},
]


@pytest.mark.parametrize("procedure", ["serial_dictatorship", "deferred_acceptance"])
@pytest.mark.parametrize("params", WAYS, ids=lambda p: "-".join(p.values()))
def test_ties_and_units_are_borne_out_by_the_tables(admit, params, procedure):
    found = admit(TEXTS, procedure=procedure, **params)
    assert check(input_tables(found), found.params, found.outcome.tables) == ()


UNMET = {
    "students": "id together\n a g\n b g\n c h\n d h\n e -\n f -",
    "choices": "a: Y X Z, b: Y X Z, c: Z Y X, d: Z Y X, e: Z X Y, f: Y X Z",
    "programs": "id capacity\n X 1\n Y 2\n Z 2",
    "priorities": "program student rank\n X a 1\n X b 3\n X c 6\n X d 5\n X e 4\n X f 2\n Y a 3\n Y b 4"
    "\n Y c 2\n Y d 5\n Y e 1\n Y f 6\n Z a 5\n Z b 6\n Z c 2\n Z d 3\n Z e 4\n Z f 1",
}


def test_a_wish_that_no_stable_outcome_meets_is_told_and_alone_excused(admit, why):
    found = admit(UNMET, procedure="deferred_acceptance", together_fit="skip", tie_at_cutoff="ticket")
    assert [i.value for i in found.issues if i.code == "WISH_UNMET"] == ["f"]
    assert why(found, "f", "Y")["code"] == "TOGETHER_DOES_NOT_FIT"
    asked = input_tables(found), found.params, found.outcome.tables
    assert [check(*asked, excused=frozenset(who)) == () for who in ("f", "")] == [True, False]
