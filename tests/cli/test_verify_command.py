import pytest

from xueheng.methods.signature import make_key

KEYS = {"intact", "signed_by", "recomputed", "differences", "signature", "method", "kind"}
KEYS |= {"independently_checked"}


@pytest.fixture
def bundle(cli, balance, tmp_path):
    cli(*balance, "--bundle", tmp_path / "r.xhb.zip", "--key", make_key(tmp_path / "k"))
    return tmp_path / "r.xhb.zip"


def test_an_intact_bundle_that_comes_out_the_same_ends_with_0(cli, bundle):
    done = cli("verify", bundle, "--json")
    assert (done.code, done.err, set(done.json)) == (0, "", KEYS)
    assert [done.json[k] for k in ("intact", "recomputed", "signed_by", "differences")] == [
        True,
        True,
        None,
        [],
    ]


def test_with_the_public_key_it_tells_who_signed(cli, bundle, tmp_path):
    done = cli("verify", bundle, "--key", tmp_path / "k" / "signing.pub.pem", "--json")
    assert (done.code, done.json["signed_by"].startswith("ed25519:")) == (0, True)


def test_without_one_it_says_that_the_signer_is_unknown(cli, bundle):
    assert "签名人不详" in cli("verify", bundle).out
    assert "signer unknown" in cli("verify", bundle, "--lang", "en").out


def test_another_key_ends_with_1(cli, bundle, tmp_path):
    done = cli("verify", bundle, "--key", make_key(tmp_path / "other"))
    assert (done.code, "签名人不详" in done.out) == (1, True)


def test_a_changed_byte_ends_with_1_and_names_what_differs(cli, bundle):
    data = bytearray(bundle.read_bytes())
    data[100] ^= 1
    bundle.write_bytes(data)
    done = cli("verify", bundle, "--json")
    assert (done.code, done.json["intact"], bool(done.json["differences"])) == (1, False, True)


def test_a_public_bundle_without_data_is_intact_but_ends_with_1(cli, scores, tmp_path):
    cli("run", "exam.quality", scores, "--bundle", tmp_path / "r.xhb.zip")
    done = cli("verify", tmp_path / "r.public.xhb.zip", "--json")
    assert (done.code, done.json["intact"], done.json["recomputed"]) == (1, True, None)


@pytest.mark.parametrize("key", ["nothing", "YWJj", "schools.csv"])
def test_a_key_that_is_none_is_wrong_usage(cli, bundle, key):
    done = cli("verify", bundle, "--key", key)
    assert (done.code, done.out) == (2, "")


def test_any_file_may_be_held_up_and_is_no_bundle(cli, schools):
    assert cli("verify", schools).code == 1
