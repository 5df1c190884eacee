import dataclasses
import importlib

import pytest

from xueheng.methods.describe import method_json
from xueheng.methods.registry import UnknownMethod, method, method_names

REGISTERED = """
    admission.compare admission.match admission.quota
    balance.equity balance.standard
    curriculum.check
    exam.equate exam.estimate exam.growth exam.invigilators exam.irt exam.items exam.quality exam.rooms
    exam.sample exam.scale exam.value_added
    lottery.draw
    placement.audit placement.classes
    resource.funding resource.siting resource.zoning
    staff.gap staff.rotation
"""
every_method = pytest.mark.parametrize("name", method_names())


def test_the_methods_of_this_version_are_registered():
    assert list(method_names()) == REGISTERED.split()


@every_method
def test_a_method_goes_by_the_name_of_its_module(name):
    declared = method(name)
    module, function = declared.body.split(":")
    assert declared.name == name
    assert callable(getattr(importlib.import_module(module), function))


@every_method
def test_the_rows_of_every_outcome_table_have_a_key_among_their_columns(name):
    held = [({c.name for c in t.columns}, {k.removeprefix("-") for k in t.key}) for t in method(name).tables]
    assert all(key <= columns for columns, key in held)


@every_method
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_description_names_inputs_parameters_outcome_and_rules(name, lang):
    shown = method_json(method(name), lang)
    assert {p["name"] for p in shown["params"]} == {
        f.name.rstrip("_") for f in dataclasses.fields(method(name).params)
    }
    assert all(shown[part] for part in ("inputs", "tables", "figures", "note", "serves", "rules"))


@pytest.mark.parametrize(
    ("wrong", "right"), [("exam.qualty", "exam.quality"), ("balance.standart", "balance.standard")]
)
def test_an_unknown_method_is_answered_with_the_nearest(wrong, right):
    with pytest.raises(UnknownMethod, match=right):
        method(wrong)
