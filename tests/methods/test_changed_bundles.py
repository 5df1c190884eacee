"""Whatever is changed in a bundle is noticed, and nothing crashes."""

import zipfile

import pytest
from bundles import checked, members_of, replaced
from hypothesis import given
from hypothesis import strategies as st

from xueheng.methods.verify import verify


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
