"""Rotation: the county whose optimum is known, hard cases of real plans, and what is refused."""

import json
from pathlib import Path

import pytest
from bundles import checked

from xueheng.methods.verify import verify
from xueheng.tables.issues import Refused

COUNTY = Path(__file__).parents[1] / "golden" / "rotation" / "rotation_a.json"
HEAD = "教师编号,学校,学科,本校年限,年龄,骨干教师,免交流,自愿,志愿,夫妻编号,任届,返回学校,高级职称,第二学科\n"
SCHOOLS = (
    "学校,x,y,计划教师数,骨干目标,集团,结对角色\n"
    "甲校,0,0,,1,一,优质\n乙校,3,0,,1,一,薄弱\n丙校,0,4,,1,二,薄弱\n"
)
NEEDS = "学校,学科,需求\n" + "".join(f"{s}校,{k},2\n" for s in "甲乙丙" for k in ("语文", "数学"))


def line(name, school, subject="语文", years=8, age=40, **more):
    columns = ("backbone", "exempt", "willing", "wishes", "couple", "head", "back", "senior", "second")
    cells = [name, school, subject, years, age, *(more.get(c, "") for c in columns)]
    return ",".join(map(str, cells)) + "\n"


def staff(*lines):
    """Three teachers of Chinese in one school, three of mathematics in the next, two of each in the third."""
    plain = [line(f"A{i}", "甲校") for i in range(4)] + [line(f"B{i}", "乙校", "数学") for i in range(4)]
    plain += [line(f"C{i}", "丙校", "语文" if i % 2 else "数学") for i in range(4)]
    known = {one.split(",")[0] for one in lines}
    return HEAD + "".join([one for one in plain if one.split(",")[0] not in known] + list(lines))


@pytest.fixture
def rotation(run, write):
    def carried(*lines, schools=SCHOOLS, needs=NEEDS, **params):
        texts = {"teachers": staff(*lines), "schools": schools, "needs": needs}
        files = {name: write(f"{name}.csv", text) for name, text in texts.items()}
        small = {"small_school": "0", "most_share": "1", "leave_share": "1", "backbone_share": "0"}
        return run("staff.rotation", files, **{**small, **params})

    return carried


@pytest.fixture(scope="module")
def county(run):
    return run("staff.rotation", {"county": COUNTY})


def reasons(found, table="teachers", key="teacher", value="reason"):
    return {r[key]: r[value] for r in found.outcome.tables[table].to_pylist()}


def codes(found):
    return reasons(found, value="code")


def unmet(found):
    return reasons(found, "quotas", "quota", "unmet")


def test_the_county_is_solved_to_its_proven_optimum(county):
    held = county.outcome.figures
    assert (held["objective"], held["bound"], held["proven"]) == (1403, 1403, True)
    assert (held["eligible"], held["moved"], held["shortage_before"]) == (598, 90, 185)
    assert held["cv_after"] < 0.36 < 0.49 < held["cv_before"]


def test_the_plan_of_the_county_keeps_its_rules_counted_from_the_file(county):
    document = json.loads(COUNTY.read_text(encoding="utf-8"))
    moves = county.outcome.tables["moves"].to_pylist()
    of = {str(t["id"]): t for t in document["teachers"]}
    for_school = [str(s) for s in range(30)]
    assert all(of[m["teacher"]]["years"] >= 6 and not of[m["teacher"]]["exempt"] for m in moves)
    assert [sum(m["from"] == s for m in moves) for s in for_school] == [
        sum(m["to"] == s for m in moves) for s in for_school
    ]
    assert all(0 < m["km"] <= 20 for m in moves)
    assert 5 * sum(of[m["teacher"]]["backbone"] for m in moves) >= len(moves)


def test_everybody_has_one_reason(county):
    held = county.outcome.tables["teachers"].to_pylist()
    assert len(held) == 1201
    assert all(r["reason"].endswith("。") and r["code"] for r in held)


def test_posts_are_filled_by_changing_places(rotation):
    found = rotation()
    assert found.outcome.figures["shortage_before"] == 4
    assert found.outcome.figures["shortage_after"] == 0
    assert "去往学校交流前缺“数学”2 人" in "".join(reasons(found, "moves").values())


def test_the_exempt_stay_unless_they_are_willing(rotation):
    held = rotation(line("A0", "甲校", exempt="哺乳期"), line("A1", "甲校", exempt="重病", willing="是"))
    assert codes(held)["A0"] == "EXEMPT"
    assert "哺乳期" in reasons(held)["A0"]
    assert codes(held)["A1"] != "EXEMPT"


def test_what_is_missing_is_said_and_never_taken_for_zero(rotation):
    held = rotation(line("A0", "甲校", years=""), line("A1", "甲校", age=""))
    assert (codes(held)["A0"], codes(held)["A1"]) == ("YEARS_UNKNOWN", "AGE_UNKNOWN")
    assert {i.code for i in held.issues} >= {"YEARS_UNKNOWN", "AGE_UNKNOWN"}


def test_too_few_willing_is_an_unmet_quota_that_names_what_blocks_it(rotation):
    found = rotation(line("A0", "甲校", willing="是"), only_willing="true", eligible_share="0.5")
    assert unmet(found)["moves"] == 6
    assert found.outcome.figures["moved"] == 0
    rows = {r["family"]: r["gain"] for r in found.outcome.tables["blocking"].to_pylist()}
    assert max(rows, key=rows.get) == "willing"
    assert "只安排自愿的教师" in reasons(found, "quotas", "quota")["moves"]


def test_distance_is_named_where_it_stands_against_the_quota(rotation):
    found = rotation(km="1")
    assert unmet(found)["moves"] == 2
    assert reasons(found, "quotas", "quota", "blocking")["moves"] == "distance"
    assert set(codes(found).values()) == {"NO_SCHOOL"}


def test_a_subject_of_one_school_has_nowhere_to_go(rotation):
    needs = NEEDS + "甲校,音乐,1\n"
    held = rotation(line("M1", "甲校", "音乐"), needs=needs)
    assert codes(held)["M1"] == "NO_SCHOOL"


def test_a_subject_that_nobody_teaches_is_said(rotation):
    held = rotation(needs=NEEDS + "乙校,美术,1\n")
    assert "SUBJECT_UNTAUGHT" in {i.code for i in held.issues}


def test_couples_go_to_one_school_and_stay_when_one_cannot_go(rotation):
    both = rotation(
        line("A0", "甲校", couple="F"), line("A1", "甲校", "数学", couple="F"), eligible_share="0.6"
    )
    to = reasons(both, "moves", "teacher", "to")
    assert to.get("A0") == to.get("A1")
    one = rotation(line("A0", "甲校", couple="F"), line("A1", "甲校", couple="F", exempt="孕期"))
    assert (codes(one)["A0"], codes(one)["A1"]) == ("COUPLE", "EXEMPT")


def test_the_last_teacher_of_a_teaching_point_stays_unless_replaced(rotation):
    schools = SCHOOLS + "教学点,1,1,,0,二,\n"
    found = rotation(line("P1", "教学点"), schools=schools, needs=NEEDS + "教学点,语文,1\n", small_school="1")
    (point,) = [r for r in found.outcome.tables["schools"].to_pylist() if r["school"] == "教学点"]
    assert (point["staff_after"], point["shortage_after"]) == (1, 0)


def test_heads_change_places_after_two_terms_and_one_alone_is_an_unmet_quota(rotation):
    two = rotation(line("A0", "甲校", head=2), line("B0", "乙校", "数学", head=3))
    assert (codes(two)["A0"], codes(two)["B0"]) == ("MOVED", "MOVED")
    one = rotation(line("A0", "甲校", head=2), line("B0", "乙校", "数学", head=1))
    assert (codes(one)["A0"], codes(one)["B0"]) == ("HEAD_BLOCKED", "HEAD_TERMS")
    assert unmet(one)["heads"] == 1
    assert reasons(one, "quotas", "quota", "blocking")["heads"] == "heads"


def test_a_return_is_carried_out_and_counts_for_no_quota(rotation):
    found = rotation(line("A0", "甲校", years=1, back="乙校"), eligible_share="0")
    assert reasons(found, "moves", "teacher", "to")["A0"] == "乙校"
    assert (unmet(found)["returns"], reasons(found, "quotas", "quota", "reached")["moves"]) == (
        0,
        found.outcome.figures["moved"] - 1,
    )


def test_a_second_subject_fills_a_post(rotation):
    others = [line(f"B{i}", "乙校", "数学", exempt="孕期") for i in range(1, 4)]
    found = rotation(line("A0", "甲校", second="数学"), *others)
    assert found.outcome.figures["shortage_after"] < found.outcome.figures["shortage_before"]
    assert found.outcome.figures["proven"]


def test_a_senior_teacher_of_each_subject_stays(rotation):
    found = rotation(
        line("A0", "甲校", senior="是"), line("A1", "甲校", senior="是"), eligible_share="1", leave_share="1"
    )
    assert sum(codes(found)[t] == "MOVED" for t in ("A0", "A1")) <= 1


def test_groups_keep_moves_inside_themselves(rotation):
    found = rotation(scope="group")
    assert {(r["from"], r["to"]) for r in found.outcome.tables["moves"].to_pylist()} <= {
        ("甲校", "乙校"),
        ("乙校", "甲校"),
    }


def test_wishes_decide_between_schools_that_are_alike(rotation):
    needs = NEEDS.replace("丙校,语文,2", "丙校,语文,2").replace("甲校,语文,2", "甲校,语文,0")
    found = rotation(line("A0", "甲校", wishes="丙校"), needs=needs, objective="lexicographic")
    assert found.outcome.figures["proven"]
    assert {r["goal"] for r in found.outcome.tables["levels"].to_pylist()} >= {"short", "wishes", "km"}


def test_weak_schools_are_paired_with_strong_ones_only(rotation):
    found = rotation(procedure="pair")
    pairs = {(r["strong"], r["weak"]) for r in found.outcome.tables["pairs"].to_pylist()}
    assert pairs == {("甲校", "乙校"), ("甲校", "丙校")}
    assert found.outcome.figures["objective"] == 0
    one = rotation(procedure="pair", pairs_of_strong="1")
    assert (one.outcome.figures["objective"], one.outcome.figures["bound"]) == (1, 1)
    assert "WEAK_ALONE" in {i.code for i in one.issues}


def test_nobody_eligible_is_a_plan_without_moves_that_says_so(rotation):
    found = rotation(years="60")
    assert found.outcome.figures["moved"] == 0
    assert "NO_MOVES" in {i.code for i in found.issues}


@pytest.mark.parametrize(
    ("lines", "tables", "code"),
    [
        ([line("A0", "无名校")], {}, "SCHOOL_UNKNOWN"),
        ([line("A0", "甲校", wishes="甲校、无名校")], {}, "SCHOOL_UNKNOWN"),
        ([line("A0", "甲校", couple="F")], {}, "COUPLE_ALONE"),
        ([line("A0", "甲校", wishes="乙校、丙校、乙校、丙校、乙校、丙校")], {}, "WISHES_MANY"),
        ([], {"schools": SCHOOLS.replace("乙校,3,0", "乙校,,")}, "PLACE_MISSING"),
        ([], {"schools": SCHOOLS.replace("优质", "重点"), "procedure": "pair"}, "ROLE_UNKNOWN"),
        ([], {"schools": SCHOOLS.replace("优质", ""), "procedure": "pair"}, "ROLES_MISSING"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(rotation, lines, tables, code):
    with pytest.raises(Refused) as refused:
        rotation(*lines, **tables)
    assert code in [i.code for i in refused.value.issues]


def test_a_repeated_teacher_is_refused(run, write):
    texts = {"teachers": staff() + line("A0", "乙校"), "schools": SCHOOLS, "needs": NEEDS}
    with pytest.raises(Refused):
        run("staff.rotation", {name: write(f"{name}.csv", text) for name, text in texts.items()})


DOCUMENT = {
    "xy": [[0, 0], [1, 1]],
    "staff": [1, 1],
    "need": [[1], [1]],
    "target_backbone": [0, 0],
    "teachers": [
        {"id": 0, "school": 0, "subject": 0, "years": 7, "age": 30, "backbone": 1, "exempt": 0},
        {"id": 1, "school": 1, "subject": 0, "years": 7, "age": 30, "backbone": 0, "exempt": 0},
    ],
}


def with_teacher(**cells):
    return {"teachers": [{**DOCUMENT["teachers"][0], **cells}, DOCUMENT["teachers"][1]]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"xy": "here"}, "PART_MISSING"),
        ({"staff": [1]}, "LENGTH_DIFFERS"),
        ({"xy": [[0, 0], [1]]}, "PLACE_WRONG"),
        ({"need": [[1], [-1]]}, "NOT_WHOLE"),
        (with_teacher(school=9), "SCHOOL_NUMBER"),
        (with_teacher(years=-2), "NOT_WHOLE"),
        (with_teacher(id=None), "TEACHER_WRONG"),
        (with_teacher(id=1), "TWICE"),
        ({"teachers": []}, "NOBODY"),
        ({"teachers": [7]}, "TEACHER_WRONG"),
    ],
)
def test_a_document_that_is_wrong_is_refused_with_the_place(run, write, change, code):
    path = write("county.json", json.dumps({**DOCUMENT, **change}))
    with pytest.raises(Refused) as refused:
        run("staff.rotation", {"county": path})
    assert code in [i.code for i in refused.value.issues]


def test_a_small_document_changes_two_places(run, write):
    found = run("staff.rotation", {"county": write("county.json", json.dumps(DOCUMENT))})
    assert found.outcome.figures["moved"] in (0, 2)
    assert found.outcome.figures["proven"]


def test_the_sealed_plan_holds(county, pack):
    assert checked(pack(county)[0])[2] is True


def without_first_move(members):
    head, _, *others = members["outcome/moves.csv"].split(b"\n")
    members["outcome/moves.csv"] = b"\n".join([head, *others])


def with_another_school(members):
    head, first, *others = members["outcome/moves.csv"].split(b"\n")
    cells = first.split(b",")
    changed = b",".join([*cells[:2], cells[1], *cells[3:]])
    members["outcome/moves.csv"] = b"\n".join([head, changed, *others])


def with_a_better_value(members):
    figures = json.loads(members["outcome/figures.json"])
    members["outcome/figures.json"] = json.dumps({**figures, "objective": 1300, "bound": 1300}).encode()


def with_a_bound_above(members):
    figures = json.loads(members["outcome/figures.json"])
    members["outcome/figures.json"] = json.dumps({**figures, "bound": 1500}).encode()


@pytest.mark.parametrize(
    "change", [without_first_move, with_another_school, with_a_better_value, with_a_bound_above]
)
def test_a_sealed_plan_that_was_changed_is_contradicted(county, pack, altered, change):
    found = verify(altered(pack(county)[0], change), public_key=None)
    assert found.recomputed is False
    assert any("certificate" in said for said in found.differences)
