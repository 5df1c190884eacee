"""What a bundle holds, what its public form withholds, and that it comes out again."""

import hashlib
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bundles import SCHOOLS, checked, members_of, replaced

from xueheng.methods.receipt import public_name
from xueheng.tables.issues import Refused


@pytest.mark.parametrize("name", ["balance", "quality", "value_added"])
def test_a_full_bundle_is_intact_and_comes_out_the_same(request, pack, name):
    full, _ = pack(request.getfixturevalue(name))
    assert checked(full) == (True, "none", True)
    assert {m.partition("/")[0] for m in members_of(full)} == {
        "inputs",
        "outcome",
        "manifest.json",
        "verify.txt",
    }


def test_equal_runs_make_equal_bundles(balance, pack):
    assert pack(balance)[0].read_bytes() == pack(balance)[0].read_bytes()


def test_the_manifest_names_method_rules_parameters_and_every_member(balance, pack):
    members = members_of(pack(balance)[0])
    manifest = json.loads(members.pop("manifest.json"))
    assert {n: hashlib.sha256(d).hexdigest() for n, d in members.items()} == manifest["members"]
    assert (manifest["method"], manifest["params"]["standard"]) == ("balance.standard", "yzjh-2017")
    assert all(rule["doc"] and rule["status"] for rule in manifest["rules"])


def test_an_answer_is_part_of_what_is_recomputed(run, write, pack):
    files = {"scores": write("s.csv", "考号,语文,数学\n1,,80\n2,70,60\n")}
    full, _ = pack(run("exam.quality", files, answers={"STATUS_UNKNOWN": "exclude"}))
    assert checked(full) == (True, "none", True)


@pytest.mark.parametrize("suffix", ["json", "xlsx", "parquet"])
def test_every_format_of_input_is_kept_as_it_was(run, write, workbook, pack, suffix):
    path = write(
        f"all.{suffix}", json.dumps({"schools": [{"school": "甲", "level": "小学", "pupils": 9, "books": 1}]})
    )
    if suffix == "xlsx":
        path = workbook({"schools": [["school", "level", "pupils", "books"], ["甲", "小学", 9, 1]]})
    if suffix == "parquet":
        pq.write_table(pa.table({"school": ["甲"], "level": ["小学"], "pupils": [9], "books": [1]}), path)
    full, _ = pack(run("balance.standard", {"schools": path}, standard="basic-2012"))
    assert members_of(full)[f"inputs/schools.{suffix}"] == path.read_bytes()
    assert checked(full) == (True, "none", True)


def test_inputs_that_changed_after_the_run_are_not_sealed(run, write, pack):
    path = write("schools.csv", SCHOOLS)
    carried = run("balance.standard", {"schools": path}, standard="yzjh-2017")
    path.write_text(SCHOOLS.replace("5", "6"), encoding="utf-8")
    with pytest.raises(Refused, match="changed"):
        pack(carried)


def test_a_public_bundle_holds_neither_scores_nor_persons(quality, pack):
    _, public = pack(quality)
    shown = b"".join(members_of(public).values()).decode()
    assert not any(word in shown for word in ("K7001", "李明明", "张三丰", "李四光", "81.37"))
    assert {m for m in members_of(public) if "/" in m} == set()


def test_a_public_bundle_names_what_it_withholds_by_digest(quality, pack):
    full, public = pack(quality)
    manifest = json.loads(members_of(public)["manifest.json"])
    hidden = {n: hashlib.sha256(d).hexdigest() for n, d in members_of(full).items() if "/" in n}
    assert manifest["withheld"] == hidden
    assert checked(public) == (True, "none", None)


def test_public_tables_of_public_inputs_can_be_recomputed_by_anyone(balance, pack):
    _, public = pack(balance)
    assert {"inputs/schools.csv", "outcome/coefficients.csv"} <= set(members_of(public))
    assert checked(public) == (True, "none", True)


@pytest.mark.parametrize("more", [",校长\n甲,小学,100,5,赵校长", ",名次\n甲,小学,100,5,赵校长"])
def test_an_input_with_columns_of_its_own_is_not_public(run, write, pack, more):
    text = "学校,学段,学生数,设备值" + more + "\n"
    _, public = pack(run("balance.standard", {"schools": write("s.csv", text)}, standard="yzjh-2017"))
    assert "inputs/schools.csv" not in members_of(public)


def test_a_workbook_is_not_public_for_what_it_may_hold_beside_its_cells(run, workbook, pack):
    path = workbook({"schools": [["学校", "学段", "学生数", "图书"], ["甲", "小学", 9, 1]]})
    _, public = pack(run("balance.standard", {"schools": path}, standard="basic-2012"))
    assert [m for m in members_of(public) if m.startswith("inputs/")] == []


@pytest.mark.parametrize(
    ("notes", "shown"),
    [
        ({}, True),
        ({"xueheng": '{"corrections": []}'}, True),
        ({"xueheng": '{"corrections": [{"value": "赵校长"}]}'}, False),
        ({"pandas": "赵校长"}, False),
    ],
)
def test_a_dataset_is_public_when_its_notes_say_no_more_than_its_columns(run, write, pack, notes, shown):
    path = write("d.parquet", b"")
    table = pa.table({"school": ["甲"], "level": ["小学"], "pupils": [9], "books": [1]})
    pq.write_table(table.replace_schema_metadata(notes), path)
    _, public = pack(run("balance.standard", {"schools": path}, standard="basic-2012"))
    assert ("inputs/schools.parquet" in members_of(public)) is shown


@pytest.mark.parametrize(("more", "shown"), [("", True), (",学籍号", False)])
def test_a_roll_is_public_unless_it_names_pupils_of_the_register(run, write, pack, more, shown):
    path = write("roll.csv", f"报名序号{more}\nSQ1{more and ',G1'}\nSQ2{more and ',G2'}\n")
    _, public = pack(run("lottery.draw", {"roll": path}, procedure="xhl1", event="e", public="a|1|2"))
    assert ("inputs/roll.csv" in members_of(public)) is shown


@pytest.mark.parametrize(("more", "shown"), [({}, True), ({"pupils": [{"name": "李明明"}]}, False)])
def test_a_json_document_is_public_when_it_holds_that_table_alone(run, write, pack, more, shown):
    schools = [{"school": "甲", "level": "小学", "pupils": 9, "books": 1}]
    path = write("all.json", json.dumps({"schools": schools} | more))
    _, public = pack(run("balance.standard", {"schools": path}, standard="basic-2012"))
    assert ("inputs/schools.json" in members_of(public)) is shown


@pytest.mark.parametrize(
    ("name", "public"), [("r.xhb.zip", "r.public.xhb.zip"), ("r.zip", "r.public.zip"), ("r", "r.public")]
)
def test_the_public_bundle_stands_beside_the_full_one(name, public):
    assert public_name(name) == public


def scaled(by):
    def change(members):
        rows = members["outcome/effects.csv"].decode().splitlines()
        cells = rows[1].split(",")
        cells[4] = repr(float(cells[4]) * by)
        members["outcome/effects.csv"] = "\n".join([rows[0], ",".join(cells), *rows[2:], ""]).encode()

    return change


@pytest.mark.parametrize(("by", "same"), [(1, True), (1 + 1e-9, True), (1 + 1e-5, False), (-1, False)])
def test_a_close_method_is_compared_within_its_tolerance(value_added, pack, altered, by, same):
    assert checked(altered(pack(value_added)[0], scaled(by)))[2] is same


def test_a_close_method_keeps_keys_and_order(value_added, pack, altered):
    path = altered(pack(value_added)[0], replaced("outcome/effects.csv", b",s1,", b",s9,"))
    assert checked(path)[2] is False


def test_the_bundle_says_how_to_check_it_by_hand(balance, pack):
    full, _ = pack(balance)
    text = members_of(full)["verify.txt"].decode()
    assert all(word in text for word in ("balance.standard", "xueheng verify", "SHA-256", "manifest.json"))


def test_nothing_half_written_is_left_beside_the_bundles(balance, pack):
    full, public = pack(balance)
    assert set(full.parent.iterdir()) == {full, public}
