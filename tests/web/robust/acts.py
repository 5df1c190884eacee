"""What clerks do, as requests of their browsers."""

from __future__ import annotations

import re

from tests.web.robust.serving import Answer, Client, House, identity, until

COUNTY = "430299"
HEADS = "学校,学段,学生数,高于规定学历教师数,县级以上骨干教师数,体育、艺术专任教师数,教学及辅助用房面积,"
HEADS += "体育运动场馆面积,教学仪器设备值,网络多媒体教室数"
SCHOOLS = (
    "青山县城关镇第一小学,小学,90,8,2,1,492,678,232255,3",
    "青山县鹿鸣镇九年一贯制学校,小学,48,2,1,1,439,1081,236945,2",
    "青山县鹿鸣镇九年一贯制学校,初中,31,3,1,1,420,700,150300,1",
    "青山县城关镇初级中学,初中,{pupils},6,1,1,560,980,280100,2",
    "青山县第二中学,初中,25,3,1,1,330,520,120400,1",
)
EXAM = {
    "full_mathematics": "100",
    "full_science": "100",
    "kind": "monitoring_sample",
    "stage": "junior",
    "grade": "8",
    "scope": "county",
    "date": "2031-05-22",
}
ROWS = 20_000
VALUE_ADDED = {"param_outcome": "一模", "param_school": "school", "param_prior": "中考"}
VALUE_ADDED |= {"param_procedure": "reml", "param_school_mean_prior": "false", "param_small": "10"}


def resources(pupils: int = 52) -> bytes:
    """School resources of the small county, with so many pupils in its largest junior school."""
    return "\n".join((HEADS, *SCHOOLS)).format(pupils=pupils).encode()


def send(
    clerk: Client, data: bytes, *, name: str = "a.csv", table: str = "school_resources", **said: str
) -> Answer:
    """A file is sent in through the form."""
    fields = {"table": table, "org": COUNTY, "period": "2031", "label": ""} | said
    return clerk.post("/data/upload/", fields, (name, data))


def send_many(clerk: Client) -> Answer:
    """Marks of so many candidates that they take a while to read."""
    rows = (f"{n},考生,青山县第二中学,{n % 101},{n * 7 % 101}" for n in range(100_000, 100_000 + ROWS))
    data = "\n".join(("考号,姓名,学校,数学,科学", *rows)).encode()
    return send(clerk, data, table="scores", label="大考", **EXAM)


def read(house: House, upload: str) -> str:
    """The state of an upload once it is not being read any more."""
    query = "select state from intake_upload where id = ? and state not in ('waiting', 'reading')"
    return str(until(lambda: house.value(query, identity(upload))))


def start(clerk: Client, method: str, **said: str) -> Answer:
    """A run in earnest is asked for."""
    fields = {"method": method, "purpose": "earnest", "title": "运算", "org": COUNTY}
    return clerk.post("/results/new/", fields | said)


def carried_out(house: House, run: str) -> str:
    """The state of a run once it is not being carried out any more."""
    query = "select state from runs_run where id = ? and state not in ('waiting', 'running')"
    return str(until(lambda: house.value(query, identity(run))))


def agree(house: House, who: str, subject: str, answer: str = "agree") -> Answer:
    """The second person decides on what waits."""
    query = "select id from flows_approval where subject_id = ? and state = 'waiting'"
    number = house.value(query, dashed(subject))
    return house.client(who).post(f"/approvals/{number}/", {"answer": answer, "remark": "核对无误。"})


def ask_to_publish(clerk: Client, run: str, audience: str = "public") -> Answer:
    """A second person is asked to show a result."""
    fields = {"audience": audience, "title": "公布", "title_en": "Published", "until": ""}
    return clerk.post(f"/results/{dashed(run)}/publish/", fields)


def dashed(text: str) -> str:
    """The id in an address, as an address writes it."""
    return re.sub(r"(.{8})(.{4})(.{4})(.{4})(.{12})", r"\1-\2-\3-\4-\5", identity(text))
