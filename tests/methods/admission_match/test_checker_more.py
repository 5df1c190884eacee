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
