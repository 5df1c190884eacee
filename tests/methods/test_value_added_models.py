import random

import pytest

from xueheng.methods.compare import close_differences
from xueheng.methods.outcome import csv_bytes


def table(n_schools=8, per_school=6, seed=1, extra=lambda i, j: "", head=""):
    """A made-up table: outcome 10 + 2 prior + school effect + noise."""
    draw = random.Random(seed)
    lines = ["school,outcome,prior,sex,grade" + head]
    for i in range(n_schools):
        effect = draw.gauss(0, 2)
        for j in range(per_school):
            prior = draw.gauss(0, 1)
            outcome = 10 + 2 * prior + effect + draw.gauss(0, 1)
            lines.append(f"s{i},{outcome:.4f},{prior:.4f},{'FM'[j % 2]},{7 + j % 3}{extra(i, j)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def fit(write, run):
    return lambda text=None, **params: run(
        "exam.value_added",
        {"scores": write("t.csv", text or table())},
        **{"outcome": "outcome", "school": "school", "prior": "prior"} | params,
    )


@pytest.fixture
def terms(rows):
    return lambda carried: [r["term"] for r in rows(carried, "fixed")][1:]


def test_a_column_that_is_not_there_is_found_by_what_score_tables_call_it(fit):
    named = fit(table().replace("school,", "学校,", 1))
    assert csv_bytes(named.outcome.tables["effects"]) == csv_bytes(fit().outcome.tables["effects"])


def test_the_name_that_was_given_stands_above_what_else_it_is_called(fit):
    both = table(head=",学校", extra=lambda i, j: ",甲")
    assert fit(both).outcome.tables["effects"].num_rows == 8


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["prior", "school_mean(prior)"]),
        ({"school_mean_prior": "false"}, ["prior"]),
        ({"context": "sex"}, ["prior", "sex[M]", "school_mean(prior)"]),
        ({"context": "sex:M"}, ["prior", "sex[F]", "school_mean(prior)"]),
        ({"context": "grade"}, ["prior", "grade", "school_mean(prior)"]),
        ({"context": "grade:8"}, ["prior", "grade[7]", "grade[9]", "school_mean(prior)"]),
        (
            {"context": "sex", "interactions": "sex:prior"},
            ["prior", "sex[M]", "sex[M]:prior", "school_mean(prior)"],
        ),
        (
            {"context": "sex,grade:7", "interactions": "sex:grade", "school_mean_prior": "false"},
            ["prior", "sex[M]", "grade[8]", "grade[9]", "sex[M]:grade[8]", "sex[M]:grade[9]"],
        ),
        ({"prior": "", "context": "sex"}, ["sex[M]"]),
    ],
)
def test_terms_stand_in_the_order_prior_context_interactions_means(fit, terms, params, names):
    assert terms(fit(**params)) == names


def test_another_reference_level_changes_the_sign_and_nothing_else(fit, row):
    first, other = fit(context="sex"), fit(context="sex:M")
    one, two = row(first, "fixed", term="sex[M]"), row(other, "fixed", term="sex[F]")
    assert one["estimate"] == pytest.approx(-two["estimate"])
    assert first.outcome.figures["deviance"] == pytest.approx(other.outcome.figures["deviance"])


@pytest.mark.parametrize("missing", ["", "NA", "nan", " ", "."])
@pytest.mark.parametrize("column", [1, 2, 4])
def test_rows_with_a_missing_value_are_left_out_and_counted(fit, missing, column):
    lines = [line.split(",") for line in table().splitlines()]
    lines[5][column] = missing
    figures = fit("\n".join(",".join(line) for line in lines), context="grade").outcome.figures
    assert (figures["n"], figures["n_left_out"]) == (47, 1)


def test_columns_that_no_parameter_names_are_not_read(fit):
    noisy = table(extra=lambda i, j: "," if j else ",x", head=",备注")
    assert fit(noisy).outcome.figures["n_left_out"] == 0
    assert [i.code for i in fit(noisy).issues] == ["EXAM_NOT_DECLARED"]


def test_a_school_is_small_below_the_number_that_is_set(fit, rows):
    assert {r["flag"] for r in rows(fit(small="7"), "effects")} == {"small"}
    assert "small" not in {r["flag"] for r in rows(fit(small="6"), "effects")}


def test_declared_error_in_the_prior_makes_its_slope_steeper(fit, row):
    plain = row(fit(), "fixed", term="prior")["estimate"]
    corrected = row(fit(reliability="prior:0.95"), "fixed", term="prior")["estimate"]
    assert corrected > plain


def test_a_reliability_of_one_changes_nothing(fit):
    sure, plain = fit(reliability="prior:1").outcome, fit().outcome
    assert sure.figures == pytest.approx(plain.figures)


ONE_SCHOOL = table(n_schools=1)
FLAT = "school,outcome,prior\n" + "".join(f"{s},5,{i}\n" for s in "ab" for i in range(9))
REFUSED = [
    (ONE_SCHOOL, {}, ["TOO_FEW_SCHOOLS"]),
    (ONE_SCHOOL, {"school_mean_prior": "false"}, ["TOO_FEW_SCHOOLS"]),
    ("school,outcome,prior\na,1,1\nb,3,2\n", {"school_mean_prior": "false"}, ["TOO_FEW_SCHOOLS"]),
    (FLAT, {"school_mean_prior": "false"}, ["NO_SPREAD"]),
    ("school,outcome,prior\na,1e99,1\nb,3e99,2e200\n", {}, ["VALUE_TOO_LARGE"]),
    ("school,outcome,prior\na,1,\nb,,2\n", {}, ["NO_COMPLETE_ROWS"]),
    (table(extra=lambda i, j: ",5", head=",same"), {"context": "same"}, ["TERM_DEPENDENT"]),
    (table(extra=lambda i, j: ",x", head=",same"), {"context": "same:y"}, ["LEVEL_UNKNOWN"]),
    (None, {"context": "sex:X"}, ["LEVEL_UNKNOWN"]),
    (None, {"interactions": "sex:prior"}, ["INTERACTION_UNKNOWN"]),
    (None, {"context": "sex", "interactions": "sex"}, ["INTERACTION_UNKNOWN"]),
    (None, {"context": "sex", "interactions": "sex:prior:grade"}, ["INTERACTION_UNKNOWN"]),
    (None, {"reliability": "sex:0.9"}, ["RELIABILITY_UNKNOWN"]),
    (None, {"reliability": "prior:0"}, ["RELIABILITY_UNKNOWN"]),
    (None, {"reliability": "prior:1.2"}, ["RELIABILITY_UNKNOWN"]),
    (None, {"reliability": "prior:0.001"}, ["RELIABILITY_LOW"]),
    (
        None,
        {"reliability": "prior:0.9", "context": "sex", "interactions": "sex:prior"},
        ["RELIABILITY_INTERACTION"],
    ),
    (None, {"outcome": "mark"}, ["COLUMN_MISSING"]),
    (None, {"prior": "sex"}, ["NOT_NUMBER"] * 48),
    ("school,outcome,outcome,prior\na,1,2,3\n", {}, ["COLUMN_TWICE"]),
]


@pytest.mark.parametrize(("text", "params", "codes"), REFUSED)
def test_what_cannot_be_estimated_is_refused_and_says_why(write, refusal, text, params, codes):
    files = {"scores": write("t.csv", text or table())}
    given = {"outcome": "outcome", "school": "school", "prior": "prior"} | params
    assert refusal("exam.value_added", files, **given) == codes


def test_the_order_of_the_rows_moves_no_figure_beyond_the_tolerance(fit):
    lines = table().splitlines()
    mixed = random.Random(3).sample(lines[1:], len(lines) - 1)
    outcomes = [fit(text).outcome.tables for text in ("\n".join(lines), "\n".join([lines[0], *mixed]))]
    first, second = (csv_bytes(tables["effects"]) for tables in outcomes)
    assert close_differences("effects.csv", first, second, tolerance=1e-9) == []


def test_without_an_exam_the_outcome_says_so(fit):
    assert fit().outcome.figures["exam"] == "exam not declared"
