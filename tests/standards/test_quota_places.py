import pytest

from xueheng.methods.admission_quota import AMOUNTS, Params
from xueheng.standards.quota import QuotaRule, quota_rule, quota_rules
from xueheng.standards.words import plain
from xueheng.standards.yaml_source import Source, UnknownName, Validity

every_rule = pytest.mark.parametrize("rule", quota_rules(), ids=lambda r: r.id)


def test_ten_places_are_held():
    assert len(quota_rules()) == 10


@every_rule
def test_a_rule_is_expressible_as_parameters(rule):
    made = Params(share={"0.7": 1}, **rule.settled, tilt={"甲": 1}, seed="1")
    assert {name: getattr(made, name) for name in rule.settled} == rule.settled
    assert set(rule.weights) <= set(AMOUNTS)


@every_rule
def test_no_rule_claims_that_its_official_text_was_read(rule):
    assert rule.source.status in ("secondary", "unverified")
    assert rule.source.note


def test_a_rule_is_that_of_its_year():
    assert quota_rule("nanchang-2016").reserve is not None
    assert quota_rule("nanchang-2015").reserve is None


def test_an_unknown_rule_names_the_nearest():
    with pytest.raises(UnknownName, match="hangzhou-2026"):
        quota_rule("hangzhou-2025")


def test_a_share_above_one_is_no_share():
    source = Source("某办法", "第一条", "unverified")
    with pytest.raises(ValueError, match="between 0 and 1"):
        QuotaRule("x", plain("x"), Validity(), source, shares=(2,))
