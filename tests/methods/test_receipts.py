"""存证: what a bundle holds, and everything that verification must notice."""

import base64
import hashlib
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.methods.archive import sealed
from xueheng.methods.receipt import public_name, write_bundles
from xueheng.methods.signature import KeyProblem, fingerprint, load_private, load_public, make_key
from xueheng.methods.verify import verify
from xueheng.tables.issues import Refused

SCHOOLS = "学校,学段,学生数,设备值\n甲,小学,100,5\n乙,小学,33,9\n"
SCORES = "考号,姓名,语文\nK7001,李明明,90\nK7002,王小小,81.37\n"
EXAM = "类型,学段,年级,范围,例外文号,核准人\n联考,小学,五年级,县区,某教发〔2026〕1号,张三丰、李四光\n"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return load_private(make_key(tmp_path_factory.mktemp("keys")))


@pytest.fixture(scope="module")
def pack(write, tmp_path_factory):
    """The full and the public bundle of a run."""

    def packed(run, key=None):
        return write_bundles(run, tmp_path_factory.mktemp("bundle") / "r.xhb.zip", key=key)

    return packed


@pytest.fixture(scope="module")
def balance(run, write):
    return run("balance.standard", {"schools": write("schools.csv", SCHOOLS)}, standard="yzjh-2017")


@pytest.fixture(scope="module")
def quality(run, write):
    files = {"scores": write("scores.csv", SCORES), "exam": write("exam.csv", EXAM)}
    return run("exam.quality", files, full="语文:100", lines="85")


@pytest.fixture(scope="module")
def value_added(run, write):
    rows = [f"s{i % 8},{(i * 7919) % 101 + 300 * (i % 8 % 3)},{(i * 104729) % 97}" for i in range(120)]
    path = write("t.csv", "\n".join(["school,outcome,prior", *rows]))
    return run("exam.value_added", {"scores": path}, school="school", outcome="outcome", prior="prior")


@pytest.fixture
def altered(tmp_path):
    """A bundle whose members are changed and sealed again by `change`."""

    def made(bundle, change, *, manifest=lambda m: None):
        members = members_of(bundle)
        change(members)
        sheet = json.loads(members["manifest.json"])
        sheet["members"] = {
            name: hashlib.sha256(members[name]).hexdigest() for name in sheet["members"] if name in members
        }
        manifest(sheet)
        members["manifest.json"] = json.dumps(sheet).encode()
        path = tmp_path / "altered.xhb.zip"
        path.write_bytes(sealed(members))
        return path

    return made


def members_of(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(path, public=None):
    found = verify(path, public_key=public)
    return found.intact, found.signature, found.recomputed


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


def test_a_signature_tells_who_signed_only_with_the_public_key(balance, pack, key):
    full, public = pack(balance, key)
    raw = key.private.public_key().public_bytes_raw()
    assert checked(full) == (True, "unknown signer", True)
    assert verify(full, public_key=raw).signed_by == key.fingerprint == fingerprint(raw)
    assert checked(public, raw) == (True, "valid", True)


def test_another_key_or_no_signature_does_not_satisfy_a_key(balance, pack, key, tmp_path):
    other = load_public(str(make_key(tmp_path)))
    signed, unsigned = (verify(pack(balance, k)[0], public_key=other) for k in (key, None))
    assert (signed.intact, signed.signature, signed.signed_by, signed.holds) == (
        True,
        "other signer",
        None,
        False,
    )
    assert (unsigned.intact, unsigned.signature, unsigned.holds) == (True, "missing", False)


def test_a_signature_of_another_manifest_is_wrong(balance, quality, pack, key, altered):
    foreign = members_of(pack(quality, key)[0])["signature.json"]
    path = altered(pack(balance, key)[0], lambda m: m.__setitem__("signature.json", foreign))
    assert checked(path)[:2] == (False, "wrong")


@pytest.mark.parametrize(
    "record", [b"", b"[]", b"{}", b"null", b'{"public_key": 5}', b"\xff", b'{"signature": "x"}']
)
def test_a_signature_that_is_none_is_wrong_and_no_crash(balance, pack, altered, record):
    path = altered(pack(balance)[0], lambda m: m.__setitem__("signature.json", record))
    assert checked(path)[:2] == (False, "wrong")


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    path = make_key(tmp_path)
    first = path.read_bytes()
    assert (make_key(tmp_path), path.read_bytes()) == (path, first)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("form", ["private", "public", "base64", "base64 file"])
def test_a_public_key_may_be_given_in_any_form(tmp_path, form):
    private = make_key(tmp_path)
    raw = load_private(private).private.public_key().public_bytes_raw()
    (tmp_path / "key.txt").write_bytes(base64.b64encode(raw) + b"\n")
    given_ = {
        "private": str(private),
        "public": str(tmp_path / "signing.pub.pem"),
        "base64": base64.b64encode(raw).decode(),
        "base64 file": str(tmp_path / "key.txt"),
    }
    assert load_public(given_[form]) == raw


def test_base64_with_slashes_is_a_key_and_no_path():
    assert load_public("//" * 20 + "//8=") == b"\xff" * 32


@pytest.mark.parametrize("text", ["", "nothing", "YWJj", "-----BEGIN PUBLIC KEY-----"])
def test_what_is_no_key_is_refused(text):
    with pytest.raises(KeyProblem):
        load_public(text)


@pytest.fixture(scope="module")
def small(balance, pack, key):
    return pack(balance, key)[0].read_bytes()


@given(data=st.data())
def test_any_single_changed_byte_is_noticed(small, write, data):
    at = data.draw(st.integers(0, len(small) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != small[at]))
    found = verify(write("r.xhb.zip", small[:at] + bytes([byte]) + small[at + 1 :]), public_key=None)
    assert (found.intact, found.recomputed) == (False, False)
    assert found.differences


@pytest.mark.parametrize("mask", [1, 255])
def test_every_byte_of_a_small_bundle_counts(small, write, mask):
    flipped = (bytes([*small[:at], small[at] ^ mask, *small[at + 1 :]]) for at in range(len(small)))
    path = write("r.xhb.zip", small)
    unnoticed = [
        at
        for at, data in enumerate(flipped)
        if path.write_bytes(data) and verify(path, public_key=None).intact
    ]
    assert unnoticed == []


@given(cut=st.floats(0, 1, exclude_max=True), more=st.binary(max_size=4))
def test_a_bundle_cut_short_or_lengthened_is_noticed(small, write, cut, more):
    data = small[: int(len(small) * cut)] + more if not more else small + more
    assert verify(write("r.xhb.zip", data), public_key=None).intact is False


@given(data=st.binary(max_size=400))
def test_bytes_of_any_kind_are_no_bundle_and_no_crash(write, data):
    found = verify(write("r.xhb.zip", data), public_key=None)
    assert (found.intact, found.recomputed) == (False, False)


def repacked(bundle, path, *, change=lambda members: None, comment=b""):
    members = members_of(bundle)
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members, reverse=True):
            archive.writestr(name, members[name])
        archive.comment = comment
    return path


def test_a_bundle_packed_again_is_the_same_bundle(balance, pack, key, tmp_path):
    path = repacked(pack(balance, key)[0], tmp_path / "again.zip")
    assert checked(path) == (True, "unknown signer", True)


def test_a_bundle_packed_again_with_another_comment_is_not_sealed(balance, pack, tmp_path):
    path = repacked(pack(balance)[0], tmp_path / "again.zip", comment=b"xhb/1 sha256:" + b"0" * 64)
    assert checked(path)[0] is False


@pytest.mark.parametrize(
    "name", ["inputs/schools.csv", "outcome/coefficients.csv", "manifest.json", "verify.txt"]
)
def test_a_member_changed_and_packed_again_is_noticed(balance, pack, key, tmp_path, name):
    def change(members):
        members[name] = members[name].replace(b"5", b"6", 1).replace(b"1", b"2", 1)

    assert checked(repacked(pack(balance, key)[0], tmp_path / "again.zip", change=change))[0] is False


@pytest.mark.parametrize(
    "name", ["inputs/schools.csv", "outcome/figures.json", "verify.txt", "manifest.json"]
)
def test_a_member_that_is_missing_is_noticed(balance, pack, tmp_path, name):
    path = repacked(pack(balance)[0], tmp_path / "again.zip", change=lambda m: m.pop(name))
    assert any(name in line for line in verify(path, public_key=None).differences)


def test_a_member_that_nobody_listed_is_noticed(balance, pack, tmp_path):
    path = repacked(
        pack(balance)[0], tmp_path / "again.zip", change=lambda m: m.update({"outcome/more.csv": b"x"})
    )
    assert any("outcome/more.csv" in line for line in verify(path, public_key=None).differences)


def test_a_member_that_stands_twice_is_noticed(balance, pack, tmp_path):
    path = repacked(pack(balance)[0], tmp_path / "again.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("outcome/verdicts.csv", members_of(path)["outcome/verdicts.csv"])
    assert any("outcome/verdicts.csv" in line for line in verify(path, public_key=None).differences)


def replaced(name, old, new):
    def change(members):
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("outcome/verdicts.csv", b"false", b"true"),
        ("outcome/figures.json", b"false", b"true"),
        ("inputs/schools.csv", "甲,小学,100".encode(), "甲,小学,200".encode()),
    ],
)
def test_an_outcome_altered_with_its_digest_does_not_come_out_again(balance, pack, altered, name, old, new):
    found = verify(altered(pack(balance)[0], replaced(name, old, new)), public_key=None)
    assert (found.intact, found.recomputed) == (True, False)
    assert any("outcome/" in line for line in found.differences)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"county\n", b'"open'])
def test_an_outcome_that_is_no_table_does_not_come_out_again(value_added, pack, altered, data):
    path = altered(pack(value_added)[0], lambda m: m.__setitem__("outcome/effects.csv", data))
    assert checked(path) == (True, "none", False)


def test_an_outcome_table_that_was_taken_away_is_missed(balance, pack, altered):
    found = verify(altered(pack(balance)[0], lambda m: m.pop("outcome/verdicts.csv")), public_key=None)
    assert (found.intact, found.recomputed) == (True, False)


def test_a_full_bundle_cannot_withhold_what_was_taken_away(balance, pack, altered):
    path = altered(
        pack(balance)[0],
        lambda m: m.pop("outcome/verdicts.csv"),
        manifest=lambda m: m["withheld"].update({"outcome/verdicts.csv": "0" * 64}),
    )
    assert checked(path)[0] is False


def test_what_a_public_bundle_withholds_must_come_out_with_its_digest(balance, pack, altered):
    path = altered(
        pack(balance)[1],
        lambda m: m.pop("outcome/verdicts.csv"),
        manifest=lambda m: m["withheld"].update({"outcome/verdicts.csv": "0" * 64}),
    )
    assert checked(path) == (True, "none", False)


@pytest.mark.parametrize(
    "change",
    [
        {"method": "exam.nothing"},
        {"method": 5},
        {"params": {"standrd": "x"}},
        {"params": {}},
        {"params": []},
        {"answers": {"x": "y"}},
        {"answers": None},
        {"members": []},
        {"withheld": []},
        {"format": "xhb/9"},
        {"kind": "full", "withheld": {"inputs/x": "0"}},
    ],
    ids=str,
)
def test_a_manifest_that_cannot_be_followed_is_never_confirmed(balance, pack, altered, change):
    path = altered(pack(balance)[0], lambda m: None, manifest=lambda m: m.update(change))
    found = verify(path, public_key=None)
    assert not (found.intact and found.recomputed)


def test_an_input_that_the_method_does_not_know_is_never_confirmed(balance, pack, altered):
    def rename(members):
        members["inputs/marks.csv"] = members.pop("inputs/schools.csv")

    def listed(manifest):
        manifest["members"]["inputs/marks.csv"] = manifest["inputs"]["schools"]["sha256"]

    assert checked(altered(pack(balance)[0], rename, manifest=listed)) == (True, "none", False)


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
