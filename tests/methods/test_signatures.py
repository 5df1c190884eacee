"""Who signed a bundle, and which keys can tell."""

import base64

import pytest
from bundles import checked, members_of

from xueheng.methods.signature import KeyProblem, fingerprint, load_private, load_public, make_key
from xueheng.methods.verify import verify


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
