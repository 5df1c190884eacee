import csv
import json
import zipfile

import pytest

from xueheng.methods.signature import make_key


def test_out_holds_a_csv_for_each_table_and_the_result(cli, balance, tmp_path):
    done = cli(*balance, "--out", tmp_path / "made", "--json")
    names = {f"{table}.csv" for table in done.json["tables"]} | {"result.json"}
    assert {p.name for p in (tmp_path / "made").iterdir()} == names
    assert json.loads((tmp_path / "made" / "result.json").read_text(encoding="utf-8")) == done.json


def test_a_csv_is_utf8_with_plain_line_ends_and_the_declared_columns(cli, balance, tmp_path):
    cli(*balance, "--out", tmp_path / "made")
    data = (tmp_path / "made" / "schools.csv").read_bytes()
    rows = list(csv.DictReader(data.decode("utf-8").splitlines()))
    assert (b"\r" in data, data.endswith(b"\n"), [r["school"] for r in rows]) == (False, True, ["乙", "甲"])
    assert list(rows[0])[:4] == ["school", "level", "indicator", "value"]


def test_running_again_replaces_the_files(cli, balance, schools, tmp_path):
    cli(*balance, "--out", tmp_path / "made")
    before = (tmp_path / "made" / "schools.csv").read_bytes()
    schools.write_text(schools.read_text(encoding="utf-8").replace("甲", "申"), encoding="utf-8")
    cli(*balance, "--out", tmp_path / "made")
    assert (tmp_path / "made" / "schools.csv").read_bytes() == before.replace("甲".encode(), "申".encode())


def test_a_refused_run_writes_nothing_at_all(cli, write, tmp_path):
    path = write("s.csv", "考号,语文\n1,-5\n")
    done = cli("run", "exam.quality", path, "--out", tmp_path / "o", "--bundle", tmp_path / "b" / "r.xhb.zip")
    assert (done.code, list(tmp_path.iterdir())) == (1, [])


def test_nothing_is_left_beside_what_was_asked_for(cli, balance, tmp_path):
    cli(*balance, "--out", tmp_path / "o", "--bundle", tmp_path / "b" / "r.xhb.zip")
    assert {p.name for p in tmp_path.iterdir()} == {"o", "b"}
    assert {p.name for p in (tmp_path / "b").iterdir()} == {"r.xhb.zip", "r.public.xhb.zip"}


@pytest.mark.parametrize("option", ["--out", "--bundle"])
def test_a_place_that_cannot_be_written_is_wrong_usage(cli, balance, tmp_path, option):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    done = cli(*balance, option, tmp_path / "taken" / "inside")
    assert (done.code, done.out, "taken" in done.err) == (2, "", True)


def test_a_parameter_file_holds_json_types_and_the_line_stands_above_it(cli, balance, write):
    path = write("p.json", '{"standard": "basic-2012", "indicators": ["equipment_yuan"]}')
    params = cli(*balance, "--params", path, "--json").json["params"]
    assert params == {"standard": "yzjh-2017", "indicators": ["equipment_yuan"], "settings": {}, "costs": {}}


def test_decimals_in_a_parameter_file_are_exact(cli, scores, write):
    path = write("p.json", '{"full": {"语文": 135.83333333333334}, "pass": 0.6}')
    done = cli("run", "exam.quality", scores, "--params", path, "--json")
    assert done.json["params"]["full"] == {"语文": 135.83333333333334}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"standard": 5}', '{"standrd": "x"}', '{"standard": "a", "standard": "yzjh-2017"}'],
)
def test_a_parameter_file_that_cannot_be_followed_is_wrong_usage(cli, schools, write, text):
    done = cli("run", "balance.standard", schools, "--params", write("p.json", text))
    assert (done.code, done.out) == (2, "")


def test_lines_may_be_a_json_list_or_map(cli, scores, write):
    lists = (write("a.json", '{"lines": [85]}'), write("b.json", '{"lines": {"85": 85}}'))
    tables = [
        cli("run", "exam.quality", scores, "--params", p, "--json").json["tables"]["lines"] for p in lists
    ]
    assert tables[0] == tables[1] != []


def test_several_inputs_are_named(cli, scores, write):
    former = write("f.csv", "考号,语文\n1,70\n2,60\n")
    done = cli("run", "exam.quality", f"scores={scores}", f"former={former}", "--json")
    assert set(done.json["inputs"]) == {"scores", "former"}


def test_a_file_whose_name_holds_an_equals_sign_is_a_file(cli, tmp_path):
    path = tmp_path / "scores=1.csv"
    path.write_text("考号,语文\n1,90\n", encoding="utf-8")
    assert cli("run", "exam.quality", path.name).code == 0


def test_a_bundle_is_signed_by_the_key_named_or_the_key_of_the_home(cli, balance, tmp_path):
    key = make_key(tmp_path / "k")
    make_key(tmp_path / "home" / "keys")
    assert "已签名" in cli(*balance, "--bundle", "a.xhb.zip", "--key", key).out
    assert "已签名" in cli(*balance, "--bundle", "b.xhb.zip", "--home", tmp_path / "home").out
    with zipfile.ZipFile("a.xhb.zip") as one, zipfile.ZipFile("b.xhb.zip") as other:
        assert one.read("signature.json") != other.read("signature.json")


def test_without_a_key_a_bundle_is_unsigned_and_says_so(cli, balance):
    assert "未签名" in cli(*balance, "--bundle", "a.xhb.zip").out


def test_a_file_that_is_no_key_is_wrong_usage_before_anything_is_written(cli, balance, schools, tmp_path):
    done = cli(*balance, "--bundle", "a.xhb.zip", "--out", "o", "--key", schools)
    assert (done.code, list(tmp_path.iterdir())) == (2, [])


def test_a_table_without_a_schema_is_found_under_its_title_and_without_its_total(cli, workbook):
    pupils = [[f"{n:02}", f"学校{n % 3}", n % 7, n % 5] for n in range(30)]
    sheet = [["增值评价数据表"], ["学号", "学校", "入口", "出口"], *pupils, ["合计", "", "", 60]]
    columns = ("-p", "outcome=出口", "-p", "prior=入口", "-p", "school=学校")
    done = cli("run", "exam.value_added", workbook({"数据": sheet}), *columns, "--json")
    assert (done.code, done.json["figures"]["n"], done.json["figures"]["n_schools"]) == (0, 30, 3)
