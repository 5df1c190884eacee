from __future__ import annotations

from decimal import Decimal

import pytest

from xueheng.standards.cutoffs import cutoff, cutoff_setting
from xueheng.standards.rotation import rotation_rule
from xueheng.standards.yaml_source import UnknownName


@pytest.mark.parametrize(("name", "share"), [("excellent", "0.85"), ("pass", "0.60"), ("low", "0.40")])
def test_the_default_shares_of_full_marks(name: str, share: str) -> None:
    assert cutoff(name) == Decimal(share)


@pytest.mark.parametrize(
    ("name", "option", "share"), [("excellent", "share_90", "0.90"), ("low", "share_30", "0.30")]
)
def test_another_share_that_was_seen_may_be_chosen(name: str, option: str, share: str) -> None:
    assert cutoff(name, option) == Decimal(share)


def test_an_unknown_share_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="share_30"):
        cutoff_setting("low").option("share_3")


def test_rotation_asks_a_tenth_of_the_eligible_and_a_fifth_of_backbone_teachers() -> None:
    rule = rotation_rule()
    assert (rule.teacher_years, rule.head_terms) == (6, 2)
    assert (rule.eligible_share, rule.backbone_share) == (Decimal("0.10"), Decimal("0.20"))


@pytest.mark.parametrize("option", ["rotated", "eligible"])
def test_the_denominator_of_backbone_teachers_is_a_setting(option: str) -> None:
    assert rotation_rule().setting("backbone_denominator").option(option).source.doc
