"""DuckDB in this process and Sail behind a URL: the same expressions, the same results."""

import socket
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xueheng.engine.item_pass import cross_products
from xueheng.engine.school_sums import accumulate
from xueheng.engine.scores import Cutoffs, summarise
from xueheng.indicators.compute import computed
from xueheng.indicators.engine_url import VARIABLE, engine
from xueheng.indicators.registry import indicator, indicator_names
from xueheng.indicators.sums.item_files import file_products, item_table
from xueheng.indicators.sums.marks import counts_by_mark
from xueheng.indicators.sums.of_arrays import accumulated, products_of
from xueheng.indicators.sums.products import item_products, school_sums
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.tables.issues import Refused

pytestmark = pytest.mark.xdist_group("sail")

ITEMS = ("q1", "q2", "q3")
CUTOFFS = Cutoffs(*map(Decimal, ("0.85", "0.6", "0.4")))
SHARES = {"full": {"语文": 150}, "excellent": "0.85", "pass_": "0.6", "low": "0.4"}
PARAMS = {"class.oversize_share": {"at_least": 46}, "exam.line_rate": {"line": 70}, "exam.rates": SHARES}
PARAMS |= {"resource.met_share": {"threshold": "2.5"}}


@pytest.fixture(scope="module")
def sail():
    """The URL of a Spark Connect server in this process."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    yield f"sc://127.0.0.1:{server.listening_address[1]}"
    server.stop()


@pytest.fixture
def at(monkeypatch):
    """Compute at this URL, or here."""
    return lambda url: monkeypatch.setenv(VARIABLE, url)


def rows(n=400):
    """Columns for every indicator, with missing values, and marks of items."""
    rng = np.random.default_rng(5)
    numbers = {name: rng.integers(1, 150, n) for name in ("mark", "pupils", "amount", "enrolled", "count")}
    numbers |= {"sat": rng.integers(0, 90, n), "intake": rng.integers(300, 700, n)}
    columns = {name: pa.array(column, mask=rng.random(n) < 0.1) for name, column in numbers.items()}
    columns |= {name: pa.array(rng.integers(0, 5, n).astype(np.int8)) for name in ITEMS}
    names = [f"{code}校" for code in rng.integers(0, 7, n)]
    subject = ["语文" if odd else "数学" for odd in rng.integers(0, 2, n)]
    return pa.table(columns | {"value": rng.normal(size=n), "school": names, "subject": subject})


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    path = tmp_path_factory.mktemp("province") / "marks.parquet"
    pq.write_table(rows(), path)
    return path


def sums(path, outcome):
    with engine() as found:
        return school_sums(
            found, found.parquet(path), outcome=outcome, columns=("intake", "q1"), school="school"
        )


@pytest.mark.parametrize("name", indicator_names())
def test_an_indicator_is_the_same_on_both(name, sail, at):
    by = ("school",)
    given = rows().select([*dict.fromkeys((*by, *indicator(name).takes))])
    here = computed(indicator(name), given, by=by, **PARAMS.get(name, {}))
    at(sail)
    there = computed(indicator(name), given, by=by, **PARAMS.get(name, {}))
    order = [(c, "ascending") for c in here.column_names]
    assert there.schema.equals(here.schema)
    for left, right in zip(here.sort_by(order).columns, there.sort_by(order).columns, strict=True):
        assert right.to_pylist() == pytest.approx(left.to_pylist(), rel=1e-12)


def test_products_of_items_are_the_same_whole_numbers_everywhere(province, sail, at):
    here = file_products(province, ITEMS, by="school")
    at(sail)
    there = file_products(province, ITEMS, by="school")
    assert here.groups == there.groups
    assert here.products.dtype == there.products.dtype == np.int64
    assert np.array_equal(here.products, there.products)


def test_the_expression_on_duckdb_gives_what_the_pass_gives(province):
    with engine() as found:
        asked = item_products(found, found.parquet(province), ITEMS, by="school")
    assert np.array_equal(asked.products, file_products(province, ITEMS, by="school").products)


def means(path):
    with engine() as found:
        counted = counts_by_mark(found, found.parquet(path), by=("school",))
    n = summarise(counted.counts, full=[150] * len(counted.groups), cutoffs=CUTOFFS)
    return counted.groups, n.n.tolist(), n.mean.tolist(), n.pass_rate.tolist()


def test_counts_by_mark_feed_the_engine_of_exams_alike(province, sail, at):
    here = means(province)
    at(sail)
    assert means(province) == here
    assert len(here[0]) == 14


def test_a_folder_adds_up_to_its_files(province, tmp_path, sail, at):
    table, one = pq.read_table(province), file_products(province, ITEMS, by="school")
    for number, part in enumerate((table[:150], table[150:])):
        pq.write_table(part, tmp_path / f"{number}.parquet")
    assert np.array_equal(file_products(tmp_path, ITEMS, by="school").products, one.products)
    at(sail)
    assert np.array_equal(file_products(tmp_path, ITEMS, by="school").products, one.products)


@pytest.fixture
def small(tmp_path):
    """Three whole rows of one school; others lack a mark, a school, or were not marked."""
    columns = {"school": ["甲", "甲", None, "甲", "甲", "乙"], "q1": [1, None, 2, 2, 0, 1]}
    path = tmp_path / "small.parquet"
    pq.write_table(pa.table(columns | {"q2": pa.array([3, 4, 5, 0, 1, -1], pa.int8())}), path)
    return path


@pytest.mark.parametrize("is_remote", [False, True])
def test_rows_with_a_missing_mark_are_left_out_of_all_sums(is_remote, small, sail, at):
    at(sail if is_remote else "")
    found = file_products(small, ("q1", "q2"), by="school")
    assert (found.groups, found.most) == (("甲",), (2, 3))
    assert found.products.tolist() == [[[5, 3, 3], [3, 10, 4], [3, 4, 3]]]


@pytest.mark.parametrize("is_remote", [False, True])
def test_a_mark_above_the_full_mark_is_refused(is_remote, small, sail, at):
    at(sail if is_remote else "")
    with pytest.raises(Refused, match="'q2' goes up to 3, above its full mark 2"):
        item_table(small, {"q1": 2, "q2": 2}, by="school")


def test_a_figure_that_cannot_be_is_empty(small):
    [row] = item_table(small, {"q1": 2}, by="school", points={"数": ["q1"]}).slice(0, 1).to_pylist()
    assert (row["r_q1"], row["alpha"], row["k_数"]) == (None, None, row["p_q1"])


@pytest.mark.parametrize("is_remote", [False, True])
def test_a_file_without_a_whole_row_has_no_groups(is_remote, sail, at, tmp_path):
    at(sail if is_remote else "")
    pq.write_table(pa.table({"school": ["甲"], "q1": pa.array([None], pa.int8())}), tmp_path / "a.parquet")
    assert item_table(tmp_path / "a.parquet", {"q1": 2}, by="school").num_rows == 0


def test_sums_by_school_of_whole_marks_are_equal_and_of_others_close(province, sail, at):
    whole, other = sums(province, "mark"), sums(province, "value")
    at(sail)
    whole_there, other_there = sums(province, "mark"), sums(province, "value")
    assert np.array_equal(whole.sums.products, whole_there.sums.products)
    assert np.array_equal(whole.sums.sums, whole_there.sums.sums)
    np.testing.assert_allclose(other_there.sums.products, other.sums.products, rtol=1e-12, atol=1e-9)


def test_arrays_read_here_have_the_same_sums_there(sail, at):
    rng = np.random.default_rng(2)
    columns, school = rng.integers(0, 9, (3, 200)), np.arange(200) % 6
    real, group = list(columns / 7), {"school": school, "n_schools": 6}
    at(sail)
    products = products_of(columns, group=school, n_groups=7)
    assert np.array_equal(products, cross_products(columns, group=school, n_groups=7))
    found, expected = accumulated(real[2], real[:2], **group), accumulate(real[2], real[:2], **group)
    for name in ("n", "sums", "products", "centre"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), atol=1e-12)


@pytest.mark.parametrize(
    "url", ["postgres://127.0.0.1/x", "sc://", "sc://[::1", "sc://a:99999", "sc://a:1/x"]
)
def test_the_url_is_one_of_spark_connect(url, at):
    at(url)
    with pytest.raises(Refused, match="sc://host:port"), engine():
        pass


@pytest.mark.parametrize("listens", [False, True])
def test_an_engine_that_does_not_answer_is_named_without_its_token(listens, at, monkeypatch):
    monkeypatch.setattr("xueheng.indicators.engine_url.SECONDS", 0.3)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if listens:
            other.listen()
        at(f"sc://127.0.0.1:{other.getsockname()[1]}/;token=secret")
        with pytest.raises(Refused, match="cannot be reached") as refused, engine():
            pass
    assert "secret" not in str(refused.value)


def test_what_is_not_installed_is_told_with_how_to_install_it(at, monkeypatch):
    monkeypatch.setattr("xueheng.indicators.engine_url.NEEDED", ("no_such_package",))
    at("sc://127.0.0.1:1")
    with pytest.raises(Refused, match=r"pip install \"xueheng\[scale\]\""), engine():
        pass


def quality(path):
    declared = method("exam.quality")
    params = parse_params(declared.params, [("full", "语文:150"), ("lines", "100")], document={})
    return run_method(declared, {"scores": path}, params=params, answers={}).outcome


@pytest.mark.parametrize("counts", [None, [1, 0, 3, 2]])
def test_every_table_of_an_exam_is_the_same_on_both(counts, sail, at, tmp_path):
    table = pa.table(
        {"id": ["1", "2", "3", "4"], "school": ["乙", "甲", "甲", "乙"], "语文": [90.5, 100, 150, 90.5]}
    )
    path = tmp_path / "scores.parquet"
    pq.write_table(table if counts is None else table.append_column("count", pa.array(counts)), path)
    here = quality(path)
    at(sail)
    assert quality(path) == here


@pytest.mark.parametrize("is_remote", [False, True])
@pytest.mark.parametrize(("column", "code"), [("q9", "COLUMN_MISSING"), ("value", "ITEMS_NOT_WHOLE")])
def test_a_column_that_cannot_be_an_item_is_refused(column, code, is_remote, province, sail, at):
    at(sail if is_remote else "")
    with pytest.raises(Refused) as refused:
        file_products(province, ("q1", column), by="school")
    assert [(i.code, i.column) for i in refused.value.issues] == [(code, column)]


@pytest.mark.parametrize("is_remote", [False, True])
def test_a_file_that_is_not_there_is_refused(is_remote, sail, at, tmp_path):
    at(sail if is_remote else "")
    with pytest.raises(Refused):
        file_products(tmp_path / "none.parquet", ITEMS, by="school")
