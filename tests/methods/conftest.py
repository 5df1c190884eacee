"""Carrying a method out on files, as the command line does."""

import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
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
