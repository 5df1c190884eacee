"""核对: every row lies in one class, doubts are left to people, and the second time nothing changes."""

from collections import Counter
from dataclasses import fields, replace
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.mirrors.reconcile import reconcile
from xueheng.tables.mirrors.sides import Entry

SCHOOLS, LEAVING = ("A", "B", "C"), frozenset({"transferred", "graduated"})
CLASSES = ("new", "changed", "same", "left", "gone", "contradicting")


def checked(rows, roster, schools=("A", "B")):
    return reconcile(rows, roster, schools=schools, known=SCHOOLS, leaving=LEAVING)


def pupil(key, **more):
    held = {"name": "林小满", "number": f"G{key}", "school": "A", "grade": 7, "klass": "1", "sex": "1"}
    return Entry(key, **{**held, "born_on": date(2013, 5, 6), **more})


pupils = st.builds(
    Entry,
    st.just(0),
    name=st.sampled_from(("林小满", "赵四")),
    number=st.sampled_from(("", "G1", "G2", "G3", "G4")),
    sex=st.sampled_from(("", "1", "2")),
    born_on=st.sampled_from((None, date(2013, 5, 6), date(2014, 1, 1))),
    school=st.sampled_from((*SCHOOLS, "Z")),
    grade=st.sampled_from((None, 7, 8)),
    klass=st.sampled_from(("", "1", "2")),
    state=st.sampled_from(("enrolled", "suspended", "transferred", None)),
    id_number=st.sampled_from(("", "", "430")),
)
exports = st.lists(pupils, max_size=8).map(lambda all_: [replace(p, key=n) for n, p in enumerate(all_)])
rosters = st.lists(pupils, max_size=6).map(
    lambda all_: [
        replace(
            p, key=n, number=f"G{n}" if p.number else "", state="enrolled", school=p.school.replace("Z", "")
        )
        for n, p in enumerate(all_)
    ]
)


@given(exports, rosters)
def test_every_row_lands_in_exactly_one_class(rows, roster):
    found = checked(rows, roster)
    landed = [getattr(one, "said", one).key for name in CLASSES for one in getattr(found, name)]
    assert sorted(landed) == [r.key for r in rows]


@given(exports, rosters)
def test_a_missing_pupil_is_one_whom_no_row_speaks_of(rows, roster):
    missing = checked(rows, roster).missing
    assert not {p.number for p in missing if p.number} & {
        r.number for r in rows if r.state in ("enrolled", "suspended")
    }


def told(held, said):
    """What is known of somebody after a row: a blank changes nothing."""
    new = {field.name: getattr(said, field.name) for field in fields(said)}
    return replace(held, **{name: v for name, v in new.items() if name != "key" and v not in ("", None, {})})


@given(exports, rosters)
def test_reconciling_twice_finds_nothing_more_to_do(rows, roster):
    found = checked(rows, roster)
    after = {p.key: p for p in roster}
    for one in found.changed:
        after[one.held.key] = told(one.held, one.said)
    for one in found.left:
        after[one.held.key] = replace(one.held, school="")
    known = {p.number: p for p in roster if p.number}
    for one in found.new:
        held = known.get(one.number, replace(one, key=1000 + one.key))
        after[held.key] = told(held, one)
    again = checked(rows, list(after.values()))
    assert (again.new, again.changed, again.left) == ((), (), ())


@given(exports, rosters)
def test_the_order_of_the_rows_decides_nothing(rows, roster):
    """But which of two rows that say the same leaving has ended the stay, and which comes after."""

    def classes(found):
        return Counter(
            (name.replace("left", "gone"), getattr(one, "said", one).key)
            for name in CLASSES
            for one in getattr(found, name)
        )

    assert classes(checked(rows, roster)) == classes(checked(rows[::-1], roster))


@pytest.mark.parametrize("number", ["", "G1"])
def test_two_rows_that_may_be_the_same_person_are_left_to_people(number):
    found = checked([pupil(1), pupil(2, number="")], [pupil(1, number=number)])
    assert [c.said.key for c in found.contradicting] == ([2] if number else [1, 2])


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"name": "林小曼"}, "other_name"),
        ({"born_on": date(2012, 1, 1)}, "other_birth"),
        ({"number": "L9"}, "other_number"),
        ({"school": "C"}, "outside"),
        ({"school": "Z"}, "unknown_school"),
        ({"state": None}, "unknown_state"),
    ],
)
def test_a_doubtful_row_is_listed_and_changes_nothing(more, reason):
    found = checked([pupil(1, **more)], [pupil(1)])
    assert [c.reason for c in found.contradicting] == [reason]
    assert not (found.new)
    assert not (found.changed)


def test_one_pupil_at_two_schools_is_listed_at_both():
    found = checked([pupil(1), replace(pupil(1, school="B"), key=2)], [])
    assert [c.reason for c in found.contradicting] == ["two_schools", "two_schools"]


def test_a_pupil_of_a_school_outside_is_not_taken_over():
    found = checked([pupil(1)], [pupil(1, school="C")])
    assert found.contradicting[0].reason == "elsewhere"


def test_a_transfer_is_one_change_however_both_schools_report_it():
    rows = [pupil(1, school="B"), replace(pupil(1, state="transferred"), key=2)]
    found = checked(rows, [pupil(1)])
    assert [c.column for d in found.changed for c in d.changes] == ["school"]
    assert not found.left
    assert not found.missing


def test_who_the_export_does_not_name_is_missing_and_stays():
    found = checked([pupil(1)], [pupil(1), pupil(2, name="赵四")])
    assert [p.name for p in found.missing] == ["赵四"]
    assert not found.left


def test_a_blank_in_the_export_changes_nothing():
    assert not checked([pupil(1, sex="", klass="")], [pupil(1)]).changed


def test_thirty_thousand_rows_take_less_than_five_seconds():
    roster = [pupil(n, name=f"学生{n}") for n in range(30_000)]
    rows = [replace(p, klass="2") if p.key % 7 == 0 else p for p in roster]
    began = perf_counter()
    assert len(checked(rows, roster).changed) == 4286
    assert perf_counter() - began < 5


def test_rows_of_one_number_are_told_apart_by_what_they_are_about():
    rows = [pupil(1, about="living"), replace(pupil(1, about="social"), key=2)]
    found = checked(rows, [pupil(1, about="living")])
    assert (found.counts["same"], found.counts["new"], found.contradicting) == (1, 1, ())


def test_a_column_that_people_settle_makes_a_doubt_of_a_difference():
    found = reconcile(
        [pupil(1, facts={"height": "150"})],
        [pupil(1, facts={"height": "140"})],
        schools=("A",),
        known=SCHOOLS,
        leaving=LEAVING,
        settled={"height"},
    )
    assert [c.reason for c in found.contradicting] == ["differs"]


@pytest.mark.parametrize(
    ("held", "reasons"),
    [
        ({}, []),
        ({"school": ""}, ["not_on_roll"]),
        ({"school": "C"}, ["elsewhere"]),
        ({"name": "他"}, ["other_name"]),
    ],
)
def test_only_who_is_on_the_roll_can_be_new_in_a_list(held, reasons):
    said = {"schools": ("A",), "known": SCHOOLS, "leaving": LEAVING}
    found = reconcile([pupil(1)], [], **said, roll={"G1": pupil(9, number="G1", **held)})
    assert [c.reason for c in found.contradicting] == reasons
