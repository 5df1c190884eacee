"""Carrying a method out on files, as the command line does."""

import hashlib
import json

import pytest
from bundles import EXAM, SCHOOLS, SCORES, members_of

from xueheng.methods.archive import sealed
from xueheng.methods.params import parse_params
from xueheng.methods.receipt import write_bundles
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.methods.signature import load_private, make_key
from xueheng.tables.issues import Refused


@pytest.fixture(scope="session")
def run():
    """Carry a method out on named files with parameters as text; `pass_` is written pass."""

    def carried(name, files, *, answers=None, document=None, **texts):
        declared = method(name)
        given = [(key.rstrip("_"), text) for key, text in texts.items()]
        params = parse_params(declared.params, given, document=document or {})
        return run_method(declared, files, params=params, answers=answers or {})

    return carried


@pytest.fixture(scope="session")
def refusal(run):
    """The codes of the errors for which a run is refused."""

    def codes(*args, **kwargs):
        with pytest.raises(Refused) as refused:
            run(*args, **kwargs)
        return [i.code for i in refused.value.issues if i.severity == "error"]

    return codes


@pytest.fixture(scope="session")
def rows():
    """The rows of an outcome table in which the named columns hold the given values."""

    def chosen(run, table, **where):
        found = run.outcome.tables[table].to_pylist()
        return [row for row in found if all(row[k] == v for k, v in where.items())]

    return chosen


@pytest.fixture(scope="session")
def row(rows):
    """The one such row."""

    def only(run, table, **where):
        (found,) = rows(run, table, **where)
        return found

    return only


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    return load_private(make_key(tmp_path_factory.mktemp("keys")))


@pytest.fixture(scope="session")
def pack(write, tmp_path_factory):
    """The full and the public bundle of a run."""

    def packed(run, key=None):
        return write_bundles(run, tmp_path_factory.mktemp("bundle") / "r.xhb.zip", key=key)

    return packed


@pytest.fixture(scope="session")
def balance(run, write):
    return run("balance.standard", {"schools": write("schools.csv", SCHOOLS)}, standard="yzjh-2017")


@pytest.fixture(scope="session")
def quality(run, write):
    files = {"scores": write("scores.csv", SCORES), "exam": write("exam.csv", EXAM)}
    return run("exam.quality", files, full="语文:100", lines="85")


@pytest.fixture(scope="session")
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
