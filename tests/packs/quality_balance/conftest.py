"""A balance run on invented schools, as a method carries it out."""

from pathlib import Path

import pytest
from tests.apps.publish.conftest import desk, press, resources

from xueheng.apps.publish.projection import Around, School
from xueheng.methods.params import parse_params
from xueheng.methods.registry import method
from xueheng.methods.run import run_method

__all__ = ["desk", "judged", "near", "press"]


@pytest.fixture
def judged(tmp_path):
    """Schools of so many pupils, judged by the standard of 2017."""
    import pyarrow.csv as pc

    def made(*sizes, plus=0):
        path: Path = tmp_path / f"schools-{len(list(tmp_path.iterdir()))}.csv"
        pc.write_csv(resources(*sizes, plus=plus), path)
        declared = method("balance.standard")
        params = parse_params(declared.params, [("standard", "yzjh-2017")], document={})
        return run_method(declared, {"schools": path}, params=params, answers={})

    return made


def near(*sizes, **more):
    """The roster of those schools, in two towns, codes against the order of names."""
    names = ["城关一小", *(f"第{i}小学" for i in range(1, len(sizes)))]
    found = (
        School(f"21430299{99 - i}", name, ["城关镇", "河口乡"][i % 2], "rural", ("primary",))
        for i, name in enumerate(names)
    )
    return Around(tuple(sorted(found, key=lambda s: s.code)), **more)
