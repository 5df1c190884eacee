import pytest

from xueheng.reports.blocks import Box, Caterpillar, Heat, Line, Table

SCHOOLS = ("甲", "乙", "丙")


@pytest.fixture(scope="module")
def pupils():
    marks = [
        f"{SCHOOLS[i % 3]},{i * 7919 % 101},{(i * 7919 % 101) + 30 * (i % 3) + i % 11}" for i in range(150)
    ]
    return "学校,入口,出口\n" + "\n".join([*marks, "丁,50,60", "丁,40,55"]) + "\n"


@pytest.fixture
def report(report_of, pupils):
    params = {"outcome": "出口", "prior": "入口", "school": "学校", "targets": "true"}
    return report_of("exam.growth", {"scores": pupils}, **params)


def test_schools_stand_by_name_around_the_mean_of_all(report, blocks_of):
    (chart,) = blocks_of(report, Caterpillar)
    assert (sorted(chart.names), chart.about) == (sorted(SCHOOLS), pytest.approx(50, abs=1))
    assert chart.tones.count("quiet") < 3


@pytest.mark.parametrize("kind", [Box, Heat])
def test_a_small_school_is_in_no_picture(report, blocks_of, kind):
    (chart,) = blocks_of(report, kind)
    assert "丁" not in (chart.categories if kind is Box else chart.rows)


def test_a_small_school_has_no_figure_in_the_table(report, tables_of):
    row = next(r for r in tables_of(report)[0].rows if r[0] == "丁")
    assert row[1:7] == (2, None, None, None, None, None)


def test_curves_do_not_reach_the_pupils_at_either_end(report, blocks_of):
    (chart,) = blocks_of(report, Line)
    assert 0 < chart.at[0] < chart.at[-1] < 100


def test_the_lowest_and_the_highest_prior_are_not_told(report, tables_of):
    bands = next(t for t in tables_of(report) if "学习基础" in t.title.zh)
    assert [r[2].zh[-3:] for r in (bands.rows[0], bands.rows[-1])] == ["及以下", "及以上"]


def test_without_schools_and_with_two_priors_the_bands_remain(report_of, blocks_of, pupils):
    text = pupils.replace("学校,", "前次,").replace("甲", "1").replace("乙", "2").replace("丙", "3")
    params = {"outcome": "出口", "prior": "入口,前次"}
    report = report_of("exam.growth", {"scores": text.replace("丁", "4")}, **params)
    assert (blocks_of(report, Caterpillar), blocks_of(report, Line)) == ([], [])
    assert blocks_of(report, Table)
