from __future__ import annotations

from xueheng.standards.words import Words, catalogue, plain


def test_values_are_filled_in_where_the_words_say() -> None:
    assert Words("第{row}行", "row {row}").say("en", row=3) == "row 3"


def test_words_inside_words_speak_their_own_language() -> None:
    filled = Words("{name}过大", "{name} is too large").fill(name=Words("班额", "class size"))
    assert filled == Words("班额过大", "class size is too large")


def test_a_value_with_braces_is_taken_as_it_is() -> None:
    assert Words("“{value}”", "{value!r}").fill(value="{x}").say("zh") == "“{x}”"


def test_plain_words_are_the_same_in_both_languages() -> None:
    assert plain("教督〔2017〕6号").say("en") == plain("教督〔2017〕6号").say("zh")


def test_a_catalogue_gives_the_words_of_a_code() -> None:
    assert catalogue("xueheng.standards")["STATUS_secondary"].zh
