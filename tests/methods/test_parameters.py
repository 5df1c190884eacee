from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.methods.declare import param
from xueheng.methods.params import ParameterError, params_json, parse_params
from xueheng.methods.registry import method


@dataclass(frozen=True)
class Params:
    seed: str = param()
    by: tuple[str, ...] = param(default=())
    full: Mapping[str, Decimal] = param(default={})
    lines: Mapping[str, Decimal] = param(default={}, form="lines")
    secret: tuple[str, ...] = param(default=(), form="repeated")
    kind: Literal["reml", "ml"] = param(default="reml")
    means: bool = param(default=True)
    least: int = param(default=10)
    pass_: Decimal = param(standard="cutoffs:cutoff:pass")


def parsed(*texts, **document):
    return parse_params(Params, [("seed", "s"), *texts], document=document)


@given(st.text())
def test_text_is_taken_as_it_is(text):
    assert parse_params(Params, [("seed", text)], document={}).seed == text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("by", "sex,town", ("sex", "town")),
        ("by", "", ()),
        ("by", " a ,b", (" a ", "b")),
        ("full", "语文:120,数学:150.5", {"语文": Decimal(120), "数学": Decimal("150.5")}),
        ("full", "", {}),
        ("full", "a:b:7", {"a:b": Decimal(7)}),
        ("lines", "400,450.5", {"400": Decimal(400), "450.5": Decimal("450.5")}),
        ("lines", "重本:500,本科:400", {"重本": Decimal(500), "本科": Decimal(400)}),
        ("secret", "a,b:c", ("a,b:c",)),
        ("kind", "ml", "ml"),
        ("means", "false", False),
        ("means", "true", True),
        ("least", "3", 3),
        ("pass", "0.55", Decimal("0.55")),
    ],
)
def test_every_type_has_its_text_form(name, text, value):
    held = parsed((name, text))
    assert getattr(held, "pass_" if name == "pass" else name) == value


@pytest.mark.parametrize(
    ("name", "given_", "value"),
    [
        ("by", ["a,b", "c"], ("a,b", "c")),
        ("by", "a,b", ("a,b",)),
        ("full", {"a,b": 7}, {"a,b": Decimal(7)}),
        ("lines", [400, "450.5"], {"400": Decimal(400), "450.5": Decimal("450.5")}),
        ("lines", {"x": 3}, {"x": Decimal(3)}),
        ("means", False, False),
        ("least", 3, 3),
        ("least", None, 10),
        ("seed", 2026, "2026"),
    ],
)
def test_a_document_holds_the_same_names_with_json_types(name, given_, value):
    assert getattr(parse_params(Params, [], document={"seed": "s", name: given_}), name) == value


def test_the_line_stands_above_the_document():
    held = parsed(("by", "sex"), by=["town"], least=5)
    assert (held.by, held.least) == (("sex",), 5)


def test_a_repeatable_parameter_keeps_its_order():
    assert parsed(("secret", "b"), ("secret", "a"), ("secret", "b")).secret == ("b", "a", "b")


@pytest.mark.parametrize("name", ["by", "full", "kind", "seed"])
def test_any_other_parameter_is_given_once(name):
    with pytest.raises(ParameterError, match=name):
        parsed((name, "ml"), (name, "ml"))


@pytest.mark.parametrize(("wrong", "right"), [("fulll", "full"), ("keast", "least"), ("pas", "pass")])
def test_an_unknown_name_is_answered_with_the_nearest(wrong, right):
    with pytest.raises(ParameterError, match=rf"{wrong}.*{right}\?"):
        parsed((wrong, "1"))


def test_a_name_like_no_other_is_answered_with_all_names():
    with pytest.raises(ParameterError, match="seed, by, full, lines, secret, kind, means, least, pass"):
        parsed(("xyzzy", "1"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("full", "语文"),
        ("full", ":120"),
        ("full", "语文:满"),
        ("full", "语文:120,语文:150"),
        ("lines", "400,400"),
        ("lines", "本科:"),
        ("kind", "REML"),
        ("means", "yes"),
        ("least", "3.5"),
        ("pass", "nan"),
        ("pass", "六十"),
    ],
)
def test_what_is_not_of_the_type_is_refused_by_its_name(name, text):
    with pytest.raises(ParameterError, match=name):
        parsed((name, text))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("full", "语文:120"),
        ("full", [1, 2]),
        ("lines", 5),
        ("by", {"a": 1}),
        ("seed", ["a"]),
        ("full", {"a": None}),
    ],
)
def test_json_of_another_shape_is_refused_by_its_name(name, value):
    with pytest.raises(ParameterError, match=name):
        parse_params(Params, [], document={"seed": "s", name: value})


def test_a_required_parameter_that_is_missing_is_named_and_explained():
    with pytest.raises(ParameterError, match=r"outcome.*结果列"):
        parse_params(method("exam.value_added").params, [], document={})


def test_a_cutoff_that_is_not_given_comes_from_its_standard():
    assert parsed().pass_ == Decimal("0.60")


@given(
    st.dictionaries(st.text(min_size=1), st.decimals(0, 1000, places=2), max_size=3),
    st.lists(st.text()),
    st.booleans(),
)
def test_parameters_come_back_from_their_json(full, by, means):
    held = parse_params(Params, [], document={"seed": "s", "full": full, "by": by, "means": means})
    assert parse_params(Params, [], document=params_json(held)) == held
