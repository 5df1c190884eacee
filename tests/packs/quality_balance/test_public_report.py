"""What everybody reads of the balance: sealed figures, no order by value, few pupils protected."""

import pytest

from xueheng.packs.quality_balance.adapter import public_report
from xueheng.reports.blocks import Numbers, Table
from xueheng.reports.display import cell
from xueheng.standards.words import Words

from .conftest import near

SIZES = (300, 420, 510, 640, 180)


def blocks(projection, kind):
    return [b for s in projection.report.sections for b in s.blocks if isinstance(b, kind)]


def schools(projection):
    return next(t for t in blocks(projection, Table) if len(t.columns) == 6)


def texts(table, column):
    return [cell(row[column], "zh") for row in table.rows]


def test_coefficients_are_those_of_the_outcome(judged):
    run = judged(*SIZES)
    table = next(t for t in blocks(public_report(run, near(*SIZES)), Table))
    found = {row["cv"] for row in run.outcome.tables["coefficients"].to_pylist()}
    assert {row[1] for row in table.rows} == found


def test_schools_stand_by_code_and_nothing_ranks_them(judged):
    table = schools(public_report(judged(*SIZES), near(*SIZES)))
    codes = texts(table, 1)[:-1]
    assert codes == sorted(codes)
    assert all(not isinstance(value, float) for row in table.rows for value in row)


def test_last_year_stands_beside_this_one(judged):
    run, former = judged(*SIZES), judged(*SIZES, plus=1)
    projection = public_report(run, near(*SIZES, former=former))
    table = next(t for t in blocks(projection, Table))
    assert {row[3] for row in table.rows} == {
        r["cv"] for r in former.outcome.tables["coefficients"].to_pylist()
    }
    assert "上期" in blocks(projection, Numbers)[0].numbers[0].context.zh


def test_a_school_of_few_pupils_is_withheld_and_no_total_tells(judged):
    sizes = (4, *SIZES)
    projection = public_report(judged(*sizes), near(*sizes))
    table = schools(projection)
    assert texts(table, 3).count("<5") == 1
    assert texts(table, 3).count("…") >= 1
    assert texts(table, 4).count("不单列，以保护人数少的学校") >= 2
    assert projection.withheld["primary"] > 0
    assert all(n.unit.zh != "所" for n in blocks(projection, Numbers)[0].numbers)


def test_large_schools_are_all_shown(judged):
    projection = public_report(judged(*SIZES), near(*SIZES))
    assert projection.withheld == {"primary": 0}
    assert not any(isinstance(row[3], Words) for row in schools(projection).rows)


@pytest.mark.django_db
def test_coefficients_alone_make_a_report_without_schools(press):
    from xueheng.apps.runs.queries import loaded

    projection = public_report(loaded(press.sealed(press.desk.judged())), near())
    assert len(blocks(projection, Table)) >= 2
    assert all(len(t.columns) != 6 for t in blocks(projection, Table))
