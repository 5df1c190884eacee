"""Each allocation by forms alone: upload, repair, commit, run, and a second person's word that seals it."""

import pytest
from tests.web.data.desks import FORM, file

pytestmark = pytest.mark.django_db(transaction=True)
LISTED = {
    "roll": "报名序号\nSQ1\nSQ2\nSQ3",
    "applicants": "准考证号,毕业学校,随机号,分数1\nk1,甲中,a1,600\nk2,甲中,b2,580\nk3,乙中,c3,590",
    "preferences": "准考证号,志愿序号,学校代码\nk1,1,01\nk2,1,01\nk2,2,02\nk3,1,01",
    "programs": "学校代码,计划数\n01,2\n02,1",
    "groups": "学校代码,录取次序,名额类别,名额数,定向初中\n01,1,统招,1,\n01,2,指标,1,乙中",
    "tickets": "准考证号,随机号\nk1,0a\nk2,0b\nk3,0c",
    "tiers": "准考证号,学校代码,类别顺序\nk1,01,1\nk2,01,2\nk2,02,1\nk3,01,1",
    "priorities": "学校代码,准考证号,次序\n02,k2,1",
    "restrictions": "准考证号,学校代码,条件编号,本人情况,要求\nk3,01,zonghe,C,B",
    "plans": "招生学校,招生计划数\n一中,20",
    "origins": "初中学校,在籍人数\n甲中,30\n乙中,10",
    "class_roster": "学生编号,性别,班级\n"
    + "\n".join(f"s{n},{'男女'[n % 2]},{n % 2 + 1}" for n in range(20)),
    "class_teachers": "教师编号,学科\nt1,语文\nt2,语文",
    "examinees": "考号,学校,班级\ne1,甲中,1\ne2,乙中,1\ne3,甲中,2",
    "rooms": "考点,考场,座位数\n一中,001,30\n一中,002,30",
    "sessions": "场次,科目\n1,语文",
    "invigilators": "教师编号,学校,任教学科\n" + "\n".join(f"t{n},{'甲乙'[n % 2]}中,数学" for n in range(8)),
    "relatives": "教师编号,亲属所在考点,亲属所在考场\nt1,一中,001",
}
KEYED = {"students": "applicants", "choices": "preferences", "roster": "class_roster", "teachers": ""}
ADMITTED = {"procedure": "slots", "precedence": "as_ordered", "revert": "true", "tie_at_cutoff": "ticket"}
TIERED = {"procedure": "deferred_acceptance", "tie_at_cutoff": "ticket"}
RUNS = {
    "draw": (
        "lottery.draw",
        ["roll"],
        {"procedure": "xhl1", "event": "一小", "public": "号码|1|40", "seats": "1"},
    ),
    "quota": ("admission.quota", ["plans", "origins"], {"share": "0.5"}),
    "admission": (
        "admission.match",
        ["students", "choices", "programs", "groups", "tickets", "restrictions"],
        ADMITTED,
    ),
    "tiers": ("admission.match", ["students", "choices", "programs", "tiers", "priorities"], TIERED),
    "placement": (
        "placement.classes",
        ["roster", "teachers=class_teachers"],
        {"classes": "2", "categories": "性别", "seed": "当众", "stage": "junior", "derived_from": "none"},
    ),
    "audit": ("placement.audit", ["roster"], {"categories": "性别", "seed": "当众", "permutations": "99"}),
    "rooms": ("exam.rooms", ["examinees", "rooms"], {"seed": "当众"}),
    "watch": (
        "exam.invigilators",
        ["teachers=invigilators", "rooms", "sessions", "relatives"],
        {"seed": "当天", "per_room": "1"},
    ),
}


def _tables(inputs):
    named = (one.partition("=") for one in inputs)
    return {name: table or KEYED.get(name, name) for name, _, table in named}


def test_a_wrong_cell_is_repaired_before_the_rows_are_committed(clerk):
    said = FORM | {"table": "programs", "file": file("学校代码,计划数\n01,二百\n02,150")}
    place = clerk.post("/data/upload/", said, follow=True).request["PATH_INFO"]
    clerk.post(f"{place}correct/", {"row": "2", "column": "计划数", "value": "200"})
    assert clerk.post(f"{place}commit/", follow=True).context["dataset"].rows == 2


@pytest.mark.parametrize("method", ["admission.match", "lottery.draw"])
def test_a_rule_without_a_default_is_never_chosen_for_the_clerk(clerk, method):
    form = clerk.get(f"/results/new/?method={method}").context["form"]
    chosen = [f for f in form.params() if hasattr(f.field, "choices") and not f.initial]
    assert {f.field.choices[0][0] for f in chosen} == {""}


@pytest.mark.parametrize("case", RUNS)
def test_what_was_uploaded_is_allocated_and_sealed_by_a_second_person(clerk, second, bring, start, case):
    method, inputs, params = RUNS[case]
    held = {name: bring(LISTED[table], table=table) for name, table in _tables(inputs).items()}
    said = {f"input_{name}": dataset.pk for name, dataset in held.items()}
    said |= {f"param_{name}": value for name, value in params.items()}
    page = start(method, next(iter(held.values())), title="分配", **said)
    assert "form" not in page.context or not page.context["form"].errors
    approval = second.get(page.request["PATH_INFO"]).context["approval_here"]
    if approval is not None:
        second.post(f"/approvals/{approval.pk}/", {"answer": "agree"})
    run = clerk.get(page.request["PATH_INFO"]).context["run"]
    assert run.state == "sealed", run.issues
