"""Published worked example of the 2012 差异系数; source: cv_worked_example_2012/README.md."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.engine.equity import coefficient_of_variation, school_terms

DATA = Path(__file__).parent / "cv_worked_example_2012"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SCHOOLS = rows_of("schools.csv")
PUBLISHED = {row["quantity"]: Decimal(row["published_value"]) for row in rows_of("expected.csv")}
BOOKS = [int(row["books"]) for row in SCHOOLS]
PUPILS = [int(row["enrolment"]) for row in SCHOOLS]


def is_printed_as(value, printed):
    half_a_digit = Fraction(10) ** printed.as_tuple().exponent / 2
    return abs(Fraction(value) - Fraction(printed)) <= half_a_digit


def test_the_coefficient_is_as_published():
    found = coefficient_of_variation(BOOKS, PUPILS, scale=1)
    assert found.value == pytest.approx(0.515, abs=5e-4)
    assert is_printed_as(found.value, PUBLISHED["coefficient"])


def test_the_county_mean_is_as_published():
    found = coefficient_of_variation(BOOKS, PUPILS, scale=1)
    assert is_printed_as(found.mean, PUBLISHED["county_mean"])
    assert found.n == 5


@pytest.mark.parametrize("school", range(5))
def test_the_term_of_each_school_is_as_published(school):
    term = school_terms(BOOKS, PUPILS, scale=1)[school]
    assert is_printed_as(term, PUBLISHED[f"term_school{school + 1}"])


def test_the_sum_of_the_terms_is_as_published():
    assert is_printed_as(sum(school_terms(BOOKS, PUPILS, scale=1)), PUBLISHED["sum_of_terms"])
