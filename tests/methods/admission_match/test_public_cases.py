"""The public cases of the specification."""

import pytest

S01 = {
    "students": "id score_1\n s1 630\n s2 625\n s3 601\n s4 590",
    "choices": "s1: 甲中 乙中, s2: 甲中 乙中, s3: 乙中 甲中, s4: 甲中 丙中",
    "programs": "id capacity\n 甲中 1\n 乙中 1\n 丙中 1",
}
S02 = {
    "students": "id\n p\n q\n r",
    "choices": "p: A B, q: A C, r: B A C",
    "programs": "id capacity\n A 1\n B 1\n C 1",
    "priorities": "program student rank\n A r 1\n A q 2\n A p 3\n B p 1\n B r 2\n B q 3\n"
    "C p 1\n C q 2\n C r 3",
}
S03 = {
    "students": "id score_1 origin\n m1 650 东\n m2 640 东\n n1 600 西",
    "choices": "m1: H, m2: H, n1: H",
    "programs": "id capacity\n H 2",
    "groups": "program order name seats origin\n H 1 统招 1 -\n H 2 指标:西 1 西",
}


def test_in_parallel_volunteers_the_score_goes_before_the_choice(admit, places):
    found = admit(S01, procedure="serial_dictatorship")
    assert places(found) == {"s1": "甲中", "s2": "乙中", "s3": None, "s4": "丙中"}


def test_who_comes_when_all_is_taken_is_told_whose_key_was_last(admit, why):
    found = why(admit(S01, procedure="serial_dictatorship"), "s3", "乙中")
    assert (found["code"], found["differs"], found["needs"]) == (
        "FULL_AT_YOUR_TURN",
        "score_1",
        "score_1>625",
    )
    assert (found["own_key"], found["cutoff_key"]) == ("score_1=601", "score_1=625")


@pytest.mark.parametrize(
    ("band", "expected"), [("1", (None, "A", "B")), ("2", ("B", "C", "A")), ("0", ("B", "C", "A"))]
)
def test_the_longer_the_band_the_less_the_order_of_choices_counts(admit, places, band, expected):
    found = admit(S02, procedure="application_rejection", band=band)
    assert tuple(places(found).values()) == expected


def test_deferred_acceptance_is_one_band_of_the_whole_list(admit, places):
    assert places(admit(S02, procedure="deferred_acceptance")) == {"p": "B", "q": "C", "r": "A"}


@pytest.mark.parametrize("order", ["open_first", "as_ordered"])
def test_seats_of_a_school_of_origin_after_the_open_ones(admit, rows, order):
    found = admit(S03, procedure="slots", precedence=order, revert="false")
    seats = {r["student"]: (r["program"], r["group"]) for r in rows(found, "matches")}
    assert seats == {"m1": ("H", "统招"), "m2": (None, None), "n1": ("H", "指标:西")}
