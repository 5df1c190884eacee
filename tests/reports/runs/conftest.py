import pytest

from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method
from xueheng.reports.blocks import Table
from xueheng.reports.of_run import compose


@pytest.fixture
def run_of(tmp_path):
    """The run of a method on tables given as csv text, with parameters as on the command line."""

    def make(name, texts, **params):
        files = {}
        for input_name, text in texts.items():
            files[input_name] = tmp_path / f"{input_name}.csv"
            files[input_name].write_text(text, encoding="utf-8")
        declared = method(name)
        held = parse_params(declared.params, params.items(), document={})
        return run_method(declared, files, params=held, answers={})

    return make


@pytest.fixture
def report_of(run_of):
    """The report of such a run."""
    return lambda name, texts, **params: compose(run_of(name, texts, **params))


@pytest.fixture
def tables_of():
    """Every table block of a report, in order."""
    return lambda report: [b for s in report.sections for b in s.blocks if isinstance(b, Table)]


@pytest.fixture
def blocks_of():
    """Every block of one kind, in order."""
    return lambda report, kind: [b for s in report.sections for b in s.blocks if isinstance(b, kind)]
