from fractions import Fraction

import pytest

from xueheng.methods.params import ParameterError
from xueheng.methods.verify import verify

PLANS = "招生学校,招生计划\n甲高,100\n乙高,55\n"
ORIGINS = "初中学校,在籍人数,报考人数,办学评价得分\n东,300,280,90\n西,100,100,60\n南,37,30,50\n"


@pytest.fixture
def quota(run, write):
    def carried(plans=PLANS, origins=ORIGINS, **params):
        files = {"plans": write("plans.csv", plans), "origins": write("origins.csv", origins)}
        return run("admission.quota", files, **({"share": "0.5"} | params))

    return carried


@pytest.fixture
def refused(refusal, write):
    def codes(plans=PLANS, origins=ORIGINS, **params):
        files = {"plans": write("plans.csv", plans), "origins": write("origins.csv", origins)}
        return refusal("admission.quota", files, **({"share": "0.5"} | params))

    return codes


def places(done, table="origins"):
    return {r["origin"]: r["seats"] for r in done.outcome.tables[table].to_pylist()}


def programs(done):
    return {r["program"]: tuple(r.values())[1:] for r in done.outcome.tables["programs"].to_pylist()}


def test_a_share_of_its_own_goes_before_the_one_for_all_others(quota):
    done = quota(share="甲高:0.7,0.5")
    assert programs(done) == {"甲高": (100, 70, 30, 0), "乙高": (55, 28, 27, 0)}


@pytest.mark.parametrize("document", [{"share": 0.5}, {"share": {"甲高": 0.5, "乙高": 0.5}}])
def test_a_share_is_written_in_json_as_one_number_or_a_map(run, write, document):
    done = run("admission.quota", {"plans": write("plans.csv", PLANS)}, document=document)
    assert programs(done) == {"甲高": (100, 50, 50, 0), "乙高": (55, 28, 27, 0)}


def test_places_left_over_by_the_floor_go_to_the_general_plan(quota):
    done = quota(rounding_split="floor", rounding_plan="floor")
    assert programs(done) == {"甲高": (100, 49, 51, 1), "乙高": (55, 26, 29, 1)}
    assert done.outcome.figures["quota"] + done.outcome.figures["general"] == 155


@pytest.mark.parametrize("split", ["largest_remainder", "floor_and_draw", "two_way"])
def test_the_places_of_the_origins_sum_to_the_quota(quota, split):
    done = quota(rounding_split=split, seed="福彩2026100期")
    assert sum(places(done).values()) == done.outcome.figures["quota"] == 78


def test_the_same_seed_draws_the_same_lots_whatever_the_order_of_rows(quota):
    head, *rows = ORIGINS.splitlines()
    done = quota(rounding_split="floor_and_draw", seed="1")
    other = quota(rounding_split="floor_and_draw", seed="1", origins="\n".join([head, *reversed(rows)]))
    assert done.outcome.tables["quotas"] == other.outcome.tables["quotas"]


def test_a_small_school_gets_one_place_at_every_program(quota):
    params = {"weights": "applicants:1", "rounding_split": "floor", "share": "0.7", "rule": "zhuhai"}
    done = quota(minimum="1", small="50", **params)
    assert places(done)["南"] == 2
    assert [i.code for i in done.outcome.issues] == []


def test_evaluation_and_applicants_are_mixed_in_their_proportion(quota):
    done = quota(weights="score:3,applicants:7", rule="liaoyuan-2012")
    claim = Fraction(3, 10) * Fraction(90, 200) + Fraction(7, 10) * Fraction(280, 410)
    (east, *_) = [r for r in done.outcome.tables["quotas"].to_pylist() if r["origin"] == "东"][::-1]
    assert east["exact"] == pytest.approx(float(50 * claim))
    assert done.outcome.issues == ()


def test_a_tilt_raises_the_claim_of_a_school_and_keeps_the_sum(quota):
    plain, tilted = quota(), quota(tilt="南:2")
    assert places(tilted)["南"] > places(plain)["南"]
    assert sum(places(tilted).values()) == sum(places(plain).values())


def test_a_reserve_goes_to_the_tilted_schools_alone(quota):
    done = quota(plans="招生学校,招生计划\n甲高,200\n", tilt="南:1", reserve="0.1")
    (row,) = [r for r in done.outcome.tables["quotas"].to_pylist() if r["origin"] == "南"]
    assert row["exact"] == pytest.approx(10 + 90 * 37 / 437)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"share": "甲高:0.7"}, "SHARE_MISSING"),
        ({"share": "丙高:0.7,0.5"}, "SHARE_UNKNOWN"),
        ({"tilt": "北:2"}, "ORIGIN_UNKNOWN"),
        ({"minimum": "20"}, "MINIMUM_TOO_LARGE"),
        ({"rule": "zhuhia"}, "RULE_UNKNOWN"),
        ({"origins": "初中学校,在籍人数\n东,3\n", "weights": "applicants:1"}, "WEIGHT_ABSENT"),
        ({"origins": "初中学校,在籍人数\n东,0\n西,0\n"}, "WEIGHT_ZERO"),
    ],
)
def test_what_cannot_be_shared_is_refused_by_name(refused, params, code):
    assert refused(**params) == [code]


@pytest.mark.parametrize(
    "params",
    [
        {"share": "70"},
        {"weights": "pupils:1"},
        {"weights": "size:0"},
        {"minimum": "-1"},
        {"small": "50"},
        {"reserve": "0.05"},
        {"tilt": "南:0"},
        {"rounding_split": "floor_and_draw"},
    ],
)
def test_a_parameter_that_means_nothing_is_refused(quota, params):
    with pytest.raises(ParameterError, match="参数"):
        quota(**params)


def test_what_differs_from_the_rule_in_use_is_said(quota):
    done = quota(rule="zhuhai", share="0.6", weights="applicants:1", minimum="1", small="50")
    said = [(i.code, i.value) for i in done.outcome.issues]
    assert said == [("RULE_DIFFERS", "rounding_split"), ("RULE_DIFFERS", "share")]


def test_a_quota_below_half_of_the_plan_is_said(quota):
    assert [i.code for i in quota(share="0.4").outcome.issues] == ["QUOTA_SHARE_LOW"]
    assert quota(share="0.5").outcome.issues == ()


def test_the_receipt_cites_the_rule_in_use_and_that_of_half_the_places(quota):
    cited = [rule.id for rule in quota(rule="dalian-2026", share="0.74").outcome.rules]
    assert cited == ["balance_items.quota", "quota.dalian-2026"]


@pytest.mark.parametrize("share", ["0.5", "0.50", ".5", "甲高:0.7,0.50"])
def test_a_bundle_is_recomputed_however_the_share_was_written(quota, pack, share):
    assert verify(pack(quota(share=share))[0], public_key=None).recomputed
