"""人员匹配: who a row may be, offered with reasons and never decided."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.persons.persons import SCORE, Candidate, Person, match_persons

BORN = date(2011, 4, 23)
LI = Person("p1", "43029920110423712X", "G43029920230170042", "李明", BORN, "李建国", "男")
ROW = Person("r")

PERSONS = st.builds(
    Person,
    key=st.uuids().map(str),
    id_number=st.sampled_from([None, "", "43029920110423712X", "43029920110423721X", "430299201108115410"]),
    student_number=st.sampled_from([None, " ", "G1", "G2"]),
    name=st.sampled_from([None, "", "李明", "李朙", "王芳", "阿里·买买提", "阿里买买提"]),
    born_on=st.sampled_from([None, BORN, date(2011, 8, 11)]),
    guardian=st.sampled_from([None, "", "李建国", "王强"]),
    sex=st.sampled_from([None, "男", "女"]),
)
KNOWN = st.lists(PERSONS, max_size=8, unique_by=lambda p: p.key)
ROWS = st.lists(PERSONS, max_size=5)


@pytest.mark.parametrize(
    ("row", "reasons", "differs"),
    [
        (replace(ROW, id_number=LI.id_number), ["SAME_ID"], ()),
        (replace(ROW, id_number=LI.id_number.lower(), name="李明"), ["SAME_ID"], ()),
        (replace(ROW, id_number=LI.id_number, name="王芳"), ["SAME_ID"], ("name",)),
        (replace(ROW, student_number=LI.student_number), ["SAME_STUDENT_NUMBER"], ()),
        (replace(ROW, name="李明", born_on=BORN, guardian="李建国"), ["SAME_NAME_BIRTH_GUARDIAN"], ()),
        (replace(ROW, name="李明", born_on=BORN), ["SAME_NAME_BIRTH"], ()),
        (replace(ROW, name="李明", born_on=BORN, guardian="王强"), ["SAME_NAME_BIRTH"], ("guardian",)),
        (replace(ROW, name="李明", id_number="43029920110423713X"), ["NEAR_ID"], ("id_number",)),
        (replace(ROW, name="李明", id_number="43029920110423172X"), ["NEAR_ID"], ("id_number",)),
        (replace(ROW, name="李朙", born_on=BORN, guardian="李建国"), ["NEAR_NAME"], ("name",)),
        (replace(LI, key="r"), ["SAME_ID", "SAME_STUDENT_NUMBER", "SAME_NAME_BIRTH_GUARDIAN"], ()),
    ],
)
def test_each_reason_offers_the_person(row, reasons, differs):
    ((candidate,),) = match_persons([row], [LI])
    assert (candidate.key, list(candidate.reasons), candidate.differs) == ("p1", reasons, differs)


@pytest.mark.parametrize(
    "row",
    [
        replace(ROW, name="李明"),
        replace(ROW, born_on=BORN, guardian="李建国"),
        replace(ROW, name="李明", guardian="李建国"),
        replace(ROW, id_number="43029920110423713X"),
        replace(ROW, id_number="43029920110423713X", name="王芳"),
        replace(ROW, id_number="43029920110432713X", name="李明"),
        replace(ROW, id_number="43029920110423712", name="李明"),
        replace(ROW, name="李军", born_on=BORN, guardian="李建国"),
        replace(ROW, name="欧阳明", born_on=BORN, guardian="李建国"),
        ROW,
    ],
)
def test_too_little_evidence_offers_nobody(row):
    assert match_persons([row], [LI]) == [()]


@pytest.mark.parametrize(
    ("one", "other"),
    [("阿里·买买提", "阿里买买提"), ("阿里·买买提", "阿里.买买提"), ("吉田", "𠮷田"), ("李淼峰", "李淼峯"),
     ("豈明", "\uf900明"), ("李?明", "李䶮明"), ("Mary Ann", "MARY ANN"), ("龍明", "龍\U000e0100明")],
)  # fmt: skip
def test_a_dot_a_variant_or_a_rare_character_keeps_no_name_apart(one, other):
    known = replace(LI, name=one, id_number=None, student_number=None)
    ((candidate,),) = match_persons([replace(known, key="r", name=other)], [known])
    assert (candidate.reasons, candidate.score) == (("NEAR_NAME",), SCORE["NEAR_NAME"])


def test_the_reasons_rank_in_the_order_of_the_table():
    rows = [
        replace(ROW, id_number=LI.id_number, name="王芳"),
        replace(ROW, student_number=LI.student_number),
        replace(ROW, name="李明", born_on=BORN, guardian="李建国"),
        replace(ROW, name="李明", id_number="43029920110423713X"),
        replace(ROW, name="李明", born_on=BORN),
        replace(ROW, name="李朙", born_on=BORN, guardian="李建国"),
    ]
    scores = [candidates[0].score for candidates in match_persons(rows, [LI])]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_two_rows_that_claim_one_person_are_both_offered_it_and_told():
    rows = [replace(LI, key="r1"), replace(ROW, name="李明", born_on=BORN)]
    first, second = match_persons(rows, [LI])
    assert (first[0].key, second[0].key) == ("p1", "p1")
    assert (first[0].reasons[-1], second[0].reasons[-1]) == ("CLAIMED_TWICE", "CLAIMED_TWICE")


def test_a_person_who_is_only_second_to_another_row_is_not_claimed_by_it():
    twin = replace(LI, key="p2", id_number="430299201104237138", student_number=None)
    rows = [replace(LI, key="r1"), replace(twin, key="r2")]
    offered = match_persons(rows, [LI, twin])
    assert [c[0].key for c in offered] == ["p1", "p2"]
    assert not any("CLAIMED_TWICE" in c.reasons for candidates in offered for c in candidates)


def test_namesakes_born_on_one_day_are_all_offered():
    known = [Person(key, name="王芳", born_on=BORN) for key in ("b", "a")]
    expected = tuple(Candidate(key, SCORE["SAME_NAME_BIRTH"], ("SAME_NAME_BIRTH",)) for key in ("a", "b"))
    assert match_persons([replace(ROW, name="王芳", born_on=BORN)], known) == [expected]


@pytest.mark.parametrize("number", ["", "  ", "无", "000000000000000000", "-", "X"])
def test_what_stands_for_no_number_matches_nobody(number):
    known = Person("p", id_number=number, student_number=number)
    assert match_persons([replace(known, key="r")], [known]) == [()]


@given(rows=ROWS, known=KNOWN, random=st.randoms(use_true_random=False))
def test_the_order_of_the_known_persons_does_not_matter(rows, known, random):
    shuffled = random.sample(known, len(known))
    assert match_persons(rows, shuffled) == match_persons(rows, known)


@given(rows=ROWS, known=KNOWN)
def test_a_shared_identity_number_ranks_above_everything_else(rows, known):
    for candidates in match_persons(rows, known):
        is_same = ["SAME_ID" in c.reasons for c in candidates]
        assert is_same == sorted(is_same, reverse=True)
        assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)


@given(rows=ROWS, known=KNOWN)
def test_scores_are_shares_and_each_has_its_reason(rows, known):
    offered = [c for candidates in match_persons(rows, known) for c in candidates]
    assert all(0 <= c.score <= 1 and c.reasons for c in offered)


@given(rows=ROWS, known=KNOWN)
def test_nobody_is_offered_who_shares_neither_a_number_nor_a_name_nor_a_birth_date(rows, known):
    persons = {p.key: p for p in known}
    for row, candidates in zip(rows, match_persons(rows, known), strict=True):
        for person in (persons[c.key] for c in candidates):
            numbers = row.id_number == person.id_number or row.student_number == person.student_number
            assert numbers or row.name == person.name or row.born_on == person.born_on


@given(row=PERSONS, known=KNOWN)
def test_a_field_that_differs_is_said_on_both_sides(row, known):
    persons = {p.key: p for p in known}
    for candidate in match_persons([row], known)[0]:
        pairs = [(getattr(row, f), getattr(persons[candidate.key], f)) for f in candidate.differs]
        assert all(one and other and one != other for one, other in pairs)


@given(row=PERSONS, blank=st.sampled_from([None, "", " ", "\u3000"]))
def test_a_row_never_matches_on_blank_fields(row, blank):
    nobody = Person("p", blank, blank, blank, None, blank, blank, blank)
    assert match_persons([row, replace(nobody, key="r")], [nobody]) == [(), ()]


def test_many_who_share_all_they_say_are_offered_to_a_few():
    crowd = [Person(str(i), name="张伟", born_on=BORN, guardian="张三") for i in range(2000)]
    offered = match_persons(crowd, crowd)
    assert max(map(len, offered)) == 10
