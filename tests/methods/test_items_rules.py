"""exam.items: missing marks, choice items, options, full marks and what is refused."""

import pytest

FEW = "id,a,b,c\n1,2,1,1\n2,1,1,0\n3,2,0,1\n4,0,0,0\n"
CHOICE = "id,a,b,c\n1,3,,1\n2,1,,0\n3,,2,1\n4,,0,0\n"


@pytest.fixture
def items(run, tmp_path):
    """The method on tables given as text."""

    def carried(text, runs=run, **given):
        tables = {name: given.pop(name) for name in ("options", "blueprint") if name in given}
        files = {}
        for name, body in {"responses": text, **tables}.items():
            files[name] = tmp_path / f"{name}.csv"
            files[name].write_text(body, encoding="utf-8")
        return runs("exam.items", files, **given)

    return carried


def test_choice_items_count_as_one_item(items, rows):
    found = items(CHOICE, choice="a:x,b:x", full="a:4,b:4,c:1")
    assert [r["n"] for r in rows(found, "items")] == [2, 2, 4]
    assert [r["difficulty"] for r in rows(found, "items")] == pytest.approx([0.5, 0.25, 0.5])
    assert found.outcome.figures["full"] == 5


def test_what_is_declared_as_choice_or_by_booklet_is_not_warned_of_cell_by_cell(items):
    chosen = items(CHOICE, choice="a:x,b:x", full="a:4,b:4,c:1")
    apart = items("id,a,b,c\n1,1,,1\n2,0,,0\n3,,2,1\n4,1,0,0\n5,0,1,1\n", missing="pairwise")
    assert "ITEM_BLANK" not in {i.code for i in (*chosen.issues, *apart.issues)}
    assert [i.words.zh[:13] for i in apart.issues if i.code == "MARKS_LACKING"] == ["3 名学生共有 3 题没有"]


def test_marks_in_two_questions_of_a_choice_group_are_refused(items, refusal):
    both = CHOICE.replace("1,3,,1", "1,3,2,1")
    assert items(both, refusal, choice="a:x,b:x", full="a:4,b:4,c:1") == ["CHOICE_BOTH"]
    zero = items(CHOICE.replace("1,3,,1", "1,3,0,1"), choice="a:x,b:x", full="a:4,b:4,c:1")
    assert zero.outcome.figures["mean"] == items(CHOICE, choice="a:x,b:x").outcome.figures["mean"]


def test_an_item_that_all_answer_alike_leaves_omega_as_it_is_without_it(items):
    lines = [f"{n},{n % 2},{int(n % 3 > 0)},{int(n % 5 > 1)},{int(n % 7 > 2)}" for n in range(60)]
    without = items("id,a,b,c,d\n" + "\n".join(lines) + "\n").outcome.figures["omega"]
    constant = items("id,a,b,c,d,e\n" + "".join(f"{line},1\n" for line in lines)).outcome.figures["omega"]
    assert constant == pytest.approx(without, abs=1e-9)


def test_totals_that_are_all_alike_have_no_spread(items):
    lines = "".join(f"{n},{n % 2},{1 - n % 2},{n % 3},{2 - n % 3}\n" for n in range(30))
    figures = items("id,a,b,c,d\n" + lines).outcome.figures
    assert (figures["sd"], figures["alpha"], figures["sem"]) == (0, None, None)


def test_ties_at_the_cut_are_weighted(items, rows):
    found = rows(items(FEW, full="a:2,b:1,c:1", extreme="0.5"), "items")
    assert [r["discrimination"] for r in found] == pytest.approx([0.75, 0.0, 1.0])


def test_full_marks_come_from_the_blueprint(items, rows):
    found = items(FEW, blueprint="题号,分值,题型\na,4,选择题\nb,1,填空题\nc,1,填空题\n")
    assert rows(found, "items")[0]["difficulty"] == pytest.approx(5 / 16)
    assert found.outcome.figures["stratified_alpha"] is not None


def test_a_key_that_the_weak_choose_is_pointed_out(items, rows):
    found = items(FEW, options="id,b\n1,A\n2,B\n3,A\n4,B\n", key="b:B")
    assert {r["option"]: r["flag"] for r in rows(found, "options")} == {
        "A": "attracts_able",
        "B": "key_error",
    }


@pytest.mark.parametrize(
    ("text", "params", "code"),
    [
        ("id,a,b\n1,1,0\n", {}, "TOO_FEW_COMPLETE"),
        (CHOICE, {}, "TOO_FEW_COMPLETE"),
        (CHOICE, {"missing": "pairwise"}, "ITEMS_APART"),
        (FEW, {"full": "a:1"}, "MARK_BEYOND"),
        (FEW, {"full": "z:1"}, "ITEM_UNKNOWN"),
        (FEW, {"groups": "z"}, "GROUP_UNKNOWN"),
        (FEW, {"key": "a:A"}, "KEY_MISSING"),
    ],
)
def test_what_cannot_be_computed_is_refused(items, refusal, text, params, code):
    assert items(text, runs=refusal, **params) == [code]
