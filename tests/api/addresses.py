"""Every operation of the API, filled in with the things of one school; what is asked and forged there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.web.matrix_routes import filled
from tests.web.matrix_world import Side

THINGS = {  # what fills an argument of the paths that begin so; 'text stands for itself
    "approvals": {"number": ("approval",)}, "accounts": {"number": ("account",)},
    "orgs": {"code": ("school", "klass")}, "classes": {"code": ("klass",)},
    "pupils": {"number": ("pupil", "child")}, "children": {"number": ("child",)},
    "campaigns": {"id": ("campaign",), "code": ("school",)}, "mirrors": {"id": ("upload",)},
    "releases": {"number": ("release",)}, "posts": {"number": ("post",)}, "sessions": {"number": ("post",)},
    "datasets": {"id": ("dataset",)},
    "tables": {"name": ("'students", "'scores")}, "methods": {"name": ("'exam.quality",)},
    "uploads": {"id": ("upload", "settled")},
    "runs": {"id": ("run", "judged"), "name": ("'groups", "'verdicts", "'report.docx")},
    "publications": {
        "id": ("publication", "waiting", "public", "families"), "name": ("'table-1.csv", "'table-2.csv"),
    },
}  # fmt: skip
QUERIES = {
    "search": ("q={sign}", "q={number}", "q={school}"),
    "audit": ("", "kind=dataset&id={dataset}", "kind=upload&id={upload}"),
    "accounts": ("", "q={sign}"),
    "class_sizes": ("", "org={school}"),
    "pupils": ("", "text={sign}", "school={school}", "klass={klass}", "text={number}"),
    "datasets": ("", "org={school}"),
    "dataset_rows": ("", "search={sign}"),
    "dataset_export": ("format=csv", "format=xlsx", "format=parquet"),
    "findings": ("", "severity=error"),
    "bundle": ("kind=full", "kind=public"),
    "publication_page": ("", "school={school}"),
    "mirror_findings": ("part=new", "part=missing", "part=contradicting"),
    "mirror_export": ("part=new", "part=settle", "part=file"),
    "pupils_export": ("school={school}", "klass={klass}", "text={sign}"),
    "posts": ("q={sign}", "q={number}"),
    "answers": ("purpose=extra_facts",),
    "unanswered": ("purpose=extra_facts",),
    "erasure_plan": ("number={number}",),
}
RUN = {"method": "exam.quality", "org": "{school}", "inputs": {"scores": "{dataset}"}}
SHOW = {"run": "{run}", "audience": "schools", "title": "x", "title_en": "x"}
EXAM = '{"kind": "school_final", "stage": "junior", "grade": "8", "scope": "school"}'
CONSENT = {"purpose": "extra_facts", "decision": "given", "notice": "2026-09"}
POST = {"person": "{tutor}", "org": "{school}", "role": "dean", "since": "2026-09-15"}
CAMPAIGN = {
    "table": "teachers", "period": "2026", "title": "x", "basis": "x", "minutes": 9, "due_on": "2026-09-30",
    "schools": ["{school}"],
}  # fmt: skip
WITH_FILE = ("receive", "campaign_file", "campaign_files")
NUMBERS = ("{pupil}", "{tutor}", "{guardian}")
BODIES: dict[str, tuple[Any, ...]] = {
    "decide": ({"answer": "agree"}, {"answer": "withdraw"}, {"answer": "refuse", "remark": "x"}),
    "receive": ({"table": "scores", "org": "{school}", "period": "2026", "exam": EXAM},),
    "answer": ({"code": "x", "option": "y"},),
    "correct": ({"sheet": None, "row": 2, "column": "姓名", "value": "x"},),
    "correct_all": ({"code": "ID_LENGTH"},),
    "choose_person": ({"row": "3", "person": "{pupil}"},),
    "ask": (RUN, RUN | {"org": "430299", "is_rehearsal": False}),
    "ask_publication": (SHOW,),
    "take_down": ({"reason": "x"},),
    "appoint": (POST,),
    "campaign_open": (CAMPAIGN | {"org": "{school}"}, CAMPAIGN | {"org": "430299"}),
    "campaign_judge_all": tuple({"answer": one} for one in ("accept", "return", "remind")),
    "campaign_freeze": ({"excused": {"{school}": "x"}},),
    "campaign_nothing": ({"note": "x"},),
    "campaign_judge": ({"answer": "accept"}, {"answer": "return", "reason": "x"}, {"answer": "remind"}),
    "mirror_leave": ({"persons": ["{pupil}"]},),
    "mirror_adopt": ({"rows": [2]},),
    "consent": (CONSENT,),
    "consent_on_paper": (CONSENT | {"guardian": "{guardian}"},),
    "ask_release": ({"reason": "交给统计科核对"},),
    "ask_shredding": ({"kind": "uploads", "reason": "x"},),
    "ask_erasure": ({"number": "{number}", "reason": "x"},),
}


def operations() -> dict[str, tuple[str, str]]:
    """Every operation by its id, with its method and path."""
    from xueheng.api.v1 import api
    from xueheng.api.words import described

    paths = described(api)["paths"].items()
    return {s["operationId"]: (m.upper(), p) for p, said in paths for m, s in said.items()}


def addresses(name: str, side: Side) -> Iterator[str]:
    """The addresses of an operation with every thing of the school that fits, and every query."""
    path = operations()[name][1].removeprefix("/api/v1/")
    known = THINGS.get(path.partition("/")[0], {})
    wanted = [argument for argument in known if f"{{{argument}}}" in path]
    values = [[v[1:] if v[0] == "'" else side.things.get(v) for v in known[a]] for a in wanted]
    for chosen in product(*values):
        for query in QUERIES.get(name, ("",)) if None not in chosen else ():
            told = dict(zip(wanted, chosen, strict=True))
            yield f"/api/v1/{path.format(**told)}?{filled(query, side)}"


def bodies(name: str, side: Side) -> Iterator[Any]:
    """What is said in an act, with the school's ids in it."""
    for body in BODIES.get(name, ({},)):
        yield {key: _filled(value, side) for key, value in body.items()}


def _filled(value: Any, side: Side) -> Any:
    if isinstance(value, dict):
        return {filled(key, side): _filled(one, side) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, side) for one in value]
    if not isinstance(value, str):
        return value
    told = filled(value, side)
    return int(told) if value in NUMBERS and told.isdecimal() else told
