import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Table
from xueheng.reports.of_run import compose


@pytest.fixture
def report_of(tmp_path):
    """The report of a method on tables given as csv text, with parameters as on the command line."""

    def make(name, texts, **params):
        files = {}
        for input_name, text in texts.items():
            files[input_name] = tmp_path / f"{input_name}.csv"
            files[input_name].write_text(text, encoding="utf-8")
        declared = method(name)
        run = run_method(
            declared, files, params=parse_params(declared.params, params.items(), document={}), answers={}
        )
        return compose(run)

    return make


@pytest.fixture
def tables_of():
    """Every table block of a report, in order."""
    return lambda report: [b for s in report.sections for b in s.blocks if isinstance(b, Table)]


@pytest.fixture
def blocks_of():
    """Every block of one kind, in order."""
    return lambda report, kind: [b for s in report.sections for b in s.blocks if isinstance(b, kind)]
