"""Two schools of each main kind, people of every role; data, runs and publications with a school's sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform_home import NOW, TODAY

from xueheng.apps.flows import queries as flows
from xueheng.apps.flows.services import decide, open_task
from xueheng.apps.intake import queries as data
from xueheng.apps.intake import releases
from xueheng.apps.intake import services as intake
from xueheng.apps.intake.campaigns import services as campaigns
from xueheng.apps.intake.releasing import Taking
from xueheng.apps.publish import services as publish
from xueheng.apps.roster import services as roster
from xueheng.apps.roster import tokens
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.queries import actor_of
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.services import GuardianRow, OrgRow, PersonRow, PostRow, SpellRow
from xueheng.apps.runs import services as runs
from xueheng.standards.words import Words

SYSTEM, SINCE = system("matrix"), date(2026, 9, 1)
EAST, WEST = "430299", "430298"
KINDS = {  # a pair of each: the sign of the kind, and the stage of its class
    "nine_year_school": ("鼐", "junior"), "kindergarten": ("鼎", "kindergarten"),
    "primary_school": ("鼒", "primary"), "teaching_point": ("鼗", "primary"),
    "junior_school": ("鼙", "junior"), "senior_school": ("鼛", "senior"),
    "vocational_school": ("鼚", "vocational"), "special_school": ("鼖", "primary"),
}  # fmt: skip
A, B, C = "鼐甲", "鼐乙", "鼐丙"  # the two schools that have everything, and one of another county
TOP = "全县"
IN_CLASS = ("class_teacher", "teacher")
TWOFOLD = [("section_clerk+leader", f"{A}+{TOP}"), ("administrator+class_teacher", f"{A}+{B}班")]
TWOFOLD += [("head+county_leader", f"{A}+{TOP}")]
FINAL = {"kind": "school_final", "stage": "junior", "grade": "八年级", "scope": "school"}
SAMPLE = {"kind": "monitoring_sample", "stage": "junior", "grade": "八年级", "scope": "county"}
FULL = {"full": {"语文": "100", "数学": "100"}}


@dataclass(frozen=True)
class Side:
    """One school, or the county above: its sign, and what of it can be named in an address."""

    sign: str
    org: Any
    klass: Any = None
    pupil: Any = None
    things: dict[str, Any] = field(default_factory=dict)

    def mark(self, kind: str) -> str:
        """What the things of a kind are called at this school and nowhere else."""
        return f"{self.sign}{kind}"


@dataclass(frozen=True)
class World:
    """The schools by their signs, and the accounts by role and place."""

    sides: dict[str, Side]
    accounts: dict[tuple[str, str], Any]


def built() -> World:
    """The world, made through public services alone."""
    sides = dict(_schools())
    _people(sides)
    accounts = dict(_accounts(sides))
    clerk, second = (actor_of(accounts[role, TOP], TODAY) for role in ("section_clerk", "approver"))
    for sign in (A, B):
        head = actor_of(accounts["head", sign], TODAY)
        _work(sides[sign], sides[B if sign == A else A], head=head, clerk=clerk, second=second)
        sides[sign].things["account"] = accounts["parent", sign].pk
        sides[sign].things["token"] = _token(accounts["head", sign])
    _county_work(sides[TOP], sides[A], sides[B], clerk=clerk, second=second)
    return World(sides, accounts)


def _schools() -> Iterator[tuple[str, Side]]:
    rows = [
        OrgRow(EAST, "county", "东县"),
        *(OrgRow(f"far-{n}", "county", "远县") for n in range(9)),  # so that one path begins another: /1, /11
        OrgRow(f"{EAST}-bureau", "bureau", "东县教育局", EAST),
        OrgRow(WEST, "county", "西县"), OrgRow(f"{WEST}-bureau", "bureau", "西县教育局", WEST),
        *(OrgRow(f"{EAST}-union-{n}", "central_school", f"中心校{n}", EAST) for n in "12"),
        *_school(C, f"{WEST}0001", "nine_year_school", "junior", WEST),
    ]  # fmt: skip
    for at, (kind, (sign, stage)) in enumerate(KINDS.items(), start=1):
        for n, which in (("1", "甲"), ("2", "乙")):
            parent = f"{EAST}-union-{n}" if kind == "teaching_point" else EAST
            rows += _school(f"{sign}{which}", f"{EAST}{at:02}{n}", kind, stage, parent)
    made = {org.code: org for org in roster.load_orgs(rows, actor=SYSTEM, now=NOW)}
    yield TOP, Side(TOP, made[EAST])
    for org in made.values():
        if f"{org.code}-1" in made:
            yield org.name[:2], Side(org.name[:2], org, made[f"{org.code}-1"])


def _school(sign: str, code: str, kind: str, stage: str, parent: str) -> list[OrgRow]:
    school = OrgRow(code, kind, f"{sign}校", parent, town="镇")
    klass = OrgRow(f"{code}-1", "class", f"{sign}班", code, stage=stage, entered=2025, number=f"{sign}班")
    return [school, klass]


def _people(sides: dict[str, Side]) -> None:
    """At every school a child with a parent, another pupil, a class teacher and a dean."""
    schools = [side for side in sides.values() if side.klass]
    rows = [
        PersonRow(side.mark(kind), f"{side.org.code}{kind}" if kind in "子生师" else None, "1", SINCE)
        for side in schools
        for kind in "子生亲任师"
    ]
    people = iter(roster.add_persons(rows, actor=SYSTEM, now=NOW))
    spells, posts, ties = [], [], []
    for side in schools:
        child, pupil, parent, tutor, dean = (next(people) for _kind in "子生亲任师")
        spells += [SpellRow(p.pk, side.org.code, SINCE, side.klass.code) for p in (child, pupil)]
        posts += [PostRow(tutor.pk, side.klass.code, "class_teacher", SINCE)]
        posts += [PostRow(dean.pk, side.org.code, "dean", SINCE)]
        ties += [GuardianRow(child.pk, parent.pk, "1")]
        side.things["tutor"], side.things["guardian"] = tutor.pk, parent.pk
        side.things.update({
            "school": side.org.code, "klass": side.klass.code, "pupil": child.pk, "child": child.pk,
            "parent": parent, "number": child.number,
        })  # fmt: skip
    roster.load_spells(spells, actor=SYSTEM, now=NOW)
    held = roster.load_posts(posts, actor=SYSTEM, now=NOW)
    for side, post in zip(schools, held[1::2], strict=True):
        side.things["post"] = post.pk
    roster.load_guardians(ties, actor=SYSTEM, now=NOW)


def _accounts(sides: dict[str, Side]) -> Iterator[tuple[tuple[str, str], Any]]:
    """An account of each role at each place; some hold two posts, "role+role" at "place+place"."""
    codes = {TOP: f"{EAST}-bureau", WEST: f"{WEST}-bureau", "鼗甲": f"{EAST}-union-1"}
    codes |= {sign: sides[sign].org.code for sign in (A, B)}
    codes |= {f"{sign}班": sides[sign].klass.code for sign in (A, B)}
    held = [(role, place) for place in (TOP, A, WEST) for role in roles()]
    held += [(role, B) for role in ("head", "section_clerk", "auditor")]
    held += [(role, f"{sign}班") for sign in (A, B) for role in IN_CLASS]
    held += [("central_school_head", "鼗甲"), *TWOFOLD]
    people = roster.add_persons([PersonRow(f"岗位{n}") for n, _ in enumerate(held)], actor=SYSTEM, now=NOW)
    posts = [
        PostRow(person.pk, codes[place], role, SINCE)
        for person, both in zip(people, held, strict=True)
        for role, place in zip(*(one.split("+") for one in both), strict=True)
    ]
    roster.load_posts(posts, actor=SYSTEM, now=NOW)
    for n, (person, key) in enumerate(zip(people, held, strict=True)):
        yield key, roster.open_account(f"worker-{n}", person, actor=SYSTEM, now=NOW).account
    for sign in (A, B):
        name, parent = sides[sign].mark("账"), sides[sign].things["parent"]
        yield ("parent", sign), roster.open_account(name, parent, actor=SYSTEM, now=NOW).account


def _token(account: Any) -> int:
    until = NOW + timedelta(days=30)
    made = tokens.make(account, "程序", permissions=["desk.see"], until=until, now=NOW)
    return int(made.token.pk)


def _work(side: Side, other: Side, *, head: Any, clerk: Any, second: Any) -> None:
    """A school's own marks, run and shown to its head; a roster on its way in; a task."""
    title = Words(side.mark("布"), side.mark("布"))
    dataset = _dataset(side, _marks(side), head=head, clerk=clerk, exam=FINAL)
    run = _run("exam.quality", side.mark("算"), side, {"scores": dataset.pk}, clerk=clerk)
    shown = _decided(publish.ask(run, audience="schools", title=title, actor=clerk, now=NOW), second)
    waiting = publish.ask(run, audience="schools", title=title, actor=clerk, now=NOW)
    [approval] = flows.approvals_of("publication", waiting.pk)
    rows = _roster(side, other).encode("utf-8-sig")
    students = _received(side, rows, head, table="students", period="2026-09-01", label=side.mark("数"))
    open_task(
        f"matrix:{side.sign}", job="matrix", title=Words(side.mark("责"), side.mark("责")), org=side.org,
        role="head", due_on=TODAY, now=NOW, actor=SYSTEM,
    )  # fmt: skip
    _later(side, dataset, clerk=clerk)
    side.things.update({
        "upload": students.pk, "settled": dataset.uploads.get().pk, "dataset": dataset.pk, "run": run.pk,
        "publication": shown.pk, "waiting": waiting.pk, "approval": approval.pk,
    })  # fmt: skip


def _later(side: Side, dataset: Any, *, clerk: Any) -> None:
    """What a school is asked for, what somebody wants to take out, and a token of the head's."""
    said = {"period": "2026", "label": "", "basis": "依据", "minutes": 9, "due_on": TODAY}
    opened = campaigns.open_campaign(
        side.org,
        [side.org],
        said=said | {"table": "teachers", "title": side.mark("收")},
        actor=clerk,
        now=NOW,
    )
    what = Words(side.mark("放"), side.mark("放"))
    taking = Taking("dataset", str(dataset.pk), "csv", side.org, 5000, what)
    release = releases.draft(taking, actor=clerk, now=NOW, address="/data/")
    releases.ask_release(release, reason=side.mark("放") * 2, actor=clerk, now=NOW)
    side.things.update({"campaign": opened.pk, "release": release.pk})


def _county_work(top: Side, one: Side, other: Side, *, clerk: Any, second: Any) -> None:
    """The marks of both schools in one table of the county; what each may read of it; public figures."""
    from tests.apps.publish.conftest import resources

    marks = _marks(one) + _marks(other, 30).partition("\n")[2]
    dataset = _dataset(top, marks, head=clerk, clerk=clerk, exam=SAMPLE)
    run = _run("exam.quality", "全县质量", top, {"scores": dataset.pk}, clerk=clerk)
    title = Words("全县公布", "County")
    shown = _decided(publish.ask(run, audience="schools", title=title, actor=clerk, now=NOW), second)
    table = resources(300, 420, 510, 640).to_pydict()
    table["school"][:2] = [one.mark("校"), other.mark("校")]
    text = "\n".join(",".join(row) for row in [tuple(table), *zip(*table.values(), strict=True)])
    resources_ = _dataset(top, text, head=clerk, clerk=clerk, table="school_resources", label="条件")
    given = {"schools": resources_.pk}
    judged = _run("balance.standard", "均衡", top, given, clerk=clerk, standard="yzjh-2017")
    for approval in flows.approvals_of("run", judged.pk):
        decide(approval.pk, agreed=True, actor=second, now=NOW)
    judged.refresh_from_db()
    for audience in ("public", "families"):
        asked = publish.ask(judged, audience=audience, title=title, actor=clerk, now=NOW)
        top.things[audience] = _decided(asked, second).pk
    top.things.update({
        "upload": dataset.uploads.get().pk, "settled": dataset.uploads.get().pk, "dataset": dataset.pk,
        "run": run.pk, "publication": shown.pk, "waiting": shown.pk, "judged": judged.pk,
    })  # fmt: skip


def _marks(side: Side, start: int = 0) -> str:
    head = "考号,姓名,学校,班级,语文,数学"
    rows = (
        f"{side.org.code}{n:03},{side.mark('考')}{n},{side.mark('校')},={n % 2 + 1}班,{40 + n % 50},{30 + n}"
        for n in range(start, start + 30)
    )
    return "\n".join([head, *rows, ""])


def _roster(side: Side, other: Side) -> str:
    """New pupils, one with a wrong paper, and one who bears the number of a pupil of the other school."""
    head = "学校标识码,学校,年级,班级,全国学籍号,姓名,性别,出生日期,身份证件类型,身份证件号"
    place = f"{side.org.code},{side.mark('校')},八年级,{side.mark('班')}"
    rows = [
        f"{place},G{side.org.code}900,{side.mark('籍')}新,男,2013-01-05,居民身份证,{side.mark('籍')}证",
        f"{place},{other.things['number']},{side.mark('籍')}冒,男,{SINCE},,",
        f"{place},,{side.mark('籍')}无号,女,2013-02-30,,",
    ]
    return "\n".join([head, *rows])


def _received(side: Side, content: bytes, actor: Any, **said: Any) -> Any:
    file = SimpleUploadedFile(f"{side.mark('件')}.csv", content)
    return data.upload(actor, intake.receive(file, org=side.org, **said, actor=actor, now=NOW).pk)


def _dataset(side: Side, text: str, *, head: Any, clerk: Any, table: str = "scores", **said: Any) -> Any:
    exam = {**said["exam"], **FULL} if "exam" in said else None
    label = said.get("label", side.mark("数"))
    read = _received(side, text.encode("utf-8-sig"), head, table=table, period="2026", label=label, exam=exam)
    return intake.commit(read, actor=clerk, now=NOW)


def _run(method: str, title: str, side: Side, inputs: dict[str, Any], *, clerk: Any, **params: str) -> Any:
    run = runs.ask(method, title=title, org=side.org, inputs=inputs, params=params, actor=clerk, now=NOW)
    run.refresh_from_db()
    return run


def _decided(publication: Any, second: Any) -> Any:
    for approval in flows.approvals_of("publication", publication.pk):
        decide(approval.pk, agreed=True, actor=second, now=NOW)
    publication.refresh_from_db()
    return publication
