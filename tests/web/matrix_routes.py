"""Every address of the platform, filled in with the things of one school; what is asked and forged there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.data.desks import FORM, SCORES
from tests.web.matrix_world import Side

FILES = ("csv", "xlsx", "parquet")
TABLES = ("groups", "verdicts")
THINGS: dict[str, tuple[str, ...]] = {  # what fills the one argument of an address
    "upload": ("upload", "settled"), "dataset": ("dataset",), "run": ("run", "judged"), "table": (),
    "publication": ("publication", "waiting", "public", "families"), "code": ("school", "klass"),
    "number": (), "campaign": ("campaign",), "school": ("school",), "child": ("child",),
    "id": (), "name": (), "format": (),
}  # fmt: skip
OWN: dict[str, dict[str, tuple[Any, ...]]] = {  # where an argument of that name means something else
    "data:template": {"table": ("'students", "'scores")},
    "data:dataset_export": {"format": tuple(f"'{f}" for f in FILES)},
    "results:run_table": {"name": tuple(f"'{t}" for t in TABLES)},
    "results:run_file": {"name": ("'run.xhb.zip", "'run.public.xhb.zip", "'report.docx")},
    "people:index_export": {"format": ("'csv", "'xlsx")},
    "people:census_export": {"format": ("'csv", "'xlsx")},
    "people:pupils_export": {"format": ("'csv", "'xlsx")},
    "people:mirror_export": {"id": ("upload",), "format": ("'csv", "'xlsx")},
    "people:mirror": {"id": ("upload",)},
    "people:mirror_leave": {"id": ("upload",)},
    "people:mirror_adopt": {"id": ("upload",)},
    "data:campaign_export": {"format": ("'csv", "'xlsx")},
    "access:token_close": {"number": ("token",)},
    "privacy:klass": {"code": ("klass",)},
    "privacy:entry": {"id": ("child",)},
    "privacy:release": {"id": ("release",)},
    "privacy:erasure": {"id": ("pupil",)},
    "people:published": {"id": ("publication", "waiting", "public", "county")},
    "people:pupil": {"id": ("pupil",)},
    "family:child": {"id": ("child",)},
    "family:published": {"id": ("families", "publication")},
    "desk:approval": {"number": ("approval",)},
    "desk:account_reset": {"number": ("account",)},
    "desk:account_close": {"number": ("account",)},
    "public:table": {"name": ("'table-1.csv", "'table-2.csv")},
}
QUERIES: dict[str, tuple[str, ...]] = {  # what lists are asked, of the school that is looked for
    "desk:search": ("q={sign}", "q={number}", "q={school}"),
    "desk:accounts": ("q={sign}",),
    "desk:audit": (
        "kind=dataset&id={dataset}",
        "kind=upload&id={upload}",
        "more=1",
        "kind=person&id={pupil}",
    ),
    "data:index": ("q={sign}", "table=scores", "period=2026"),
    "data:upload": ("table=scores&org={school}&period=2026", "table=students"),
    "data:dataset": ("search={sign}", "page=1"),
    "data:upload_page": ("severity=error", "code=ID_LENGTH", "severity=warning"),
    "results:index": ("q={sign}", "method=exam.quality", "state=sealed"),
    "results:new": ("method=exam.quality", "dataset={dataset}", "method=exam.quality&dataset={dataset}"),
    "results:publish": ("audience=schools",),
    "results:run_table": ("format=csv", "format=xlsx"),
    "people:index": ("q={sign}", "on=2026-09-10", "attention=1"),
    "people:census": ("q={sign}", "on=2026-09-10"),
    "people:index_export": ("q={sign}",),
    "people:pupils": ("q={sign}", "school={school}", "klass={klass}", "q={number}", "grade=8"),
    "people:pupils_export": ("school={school}", "klass={klass}", "q={sign}"),
    "people:mirror": ("part=new", "part=missing", "part=contradicting", "q={sign}"),
    "people:mirror_export": ("part=new", "part=contradicting"),
    "family:class_phone": ("q={sign}",),
    "access:codes": (
        "school={school}",
        "school={school}&group=parents",
        "school={school}&group=pupils",
        "numbers={number}",
    ),
    "access:posts": ("q={sign}", "q={number}"),
    "data:campaigns": ("page=1",),
    "data:campaign_new": ("table=students", "table=scores"),
    "data:campaign": ("state=waiting",),
    "privacy:find": ("number={number}",),
}
RUN = {"method": "exam.quality", "purpose": "earnest", "title": "x", "input_scores": "{dataset}"}
CONSENT = {"purpose": "extra_facts", "decision": "given", "notice": "2026-09"}
CAMPAIGN = {
    "table": "teachers", "period": "2026", "title": "x", "basis": "x", "minutes": "9", "due_on": "2026-09-30",
}  # fmt: skip
POSTS: dict[str, tuple[dict[str, str], ...]] = {  # forms as a browser sends them
    "data:answer": ({"code": "x", "option": "y"},),
    "data:correct": ({"sheet": "", "row": "2", "column": "姓名", "value": "x"},),
    "data:correct_all": ({"code": "ID_LENGTH"},),
    "data:choose_person": ({"row": "3", "person": "{pupil}"},),
    "data:upload": (FORM | {"org": "{school}"},),
    "results:new": (
        RUN | {"org": "{school}"},
        RUN | {"org": "430299011"},
    ),
    "results:run_table": ({"sort": "mean"},),
    "results:publish": ({"audience": "schools", "title": "x", "title_en": "x", "until": ""},),
    "results:take_down": ({"reason": "x"},),
    "people:mirror_leave": ({"person": "{pupil}"},),
    "desk:approval": ({"answer": "agree"}, {"answer": "withdraw"}, {"answer": "refuse", "remark": "x"}),
    "desk:account_open": ({"number": "{number}", "username": "x"},),
    "access:appoint": ({"person": "{tutor}", "org": "{school}", "role": "dean", "since": "2026-09-15"},),
    "access:post_end": ({"post": "{post}"},),
    "access:factors_clear": ({"person": "{tutor}"},),
    "access:codes_sheet": ({"person": "{tutor}"}, {"person": "{pupil}"}),
    "access:session_end": ({"session": "1"},),
    "access:factor_remove": ({"id": "1"},),
    "access:token_make": ({"name": "x", "permissions": "desk.see", "days": "30"},),
    "privacy:decide": (CONSENT | {"child": "{child}"},),
    "privacy:entry": (CONSENT | {"guardian": "{guardian}"},),
    "privacy:release": ({"reason": "交给统计科核对"},),
    "privacy:ask": ({"kind": "uploads", "reason": "x"},),
    "privacy:erasure": ({"reason": "x"},),
    "people:mirror_adopt": ({"row": "2"},),
    "data:campaign_new": tuple(
        CAMPAIGN | {"org": org, "school": "{school}"} for org in ("{school}", "430299")
    ),
    "data:campaign_freeze": ({"doubles": "", "excuse-{school}": "x"},),
    "data:campaign_file": ({"nothing": "1", "note": "x"},),
    "data:campaign_judge": ({"answer": "accept"}, {"answer": "return", "reason": "x"}, {"answer": "remind"}),
}  # fmt: skip


def routes() -> dict[str, Any]:
    """Every address by its name, with its view; one without a name cannot be here."""
    found = dict(_named(get_resolver().url_patterns, ""))
    return {name: pattern for name, pattern in found.items() if name != "api:v1"}  # tests/api has its matrix


def _named(patterns: Any, space: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns, f"{pattern.namespace}:")
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern


def addresses(name: str, side: Side) -> Iterator[str]:
    """The address of a name with every thing of the school that fits."""
    wanted = list(routes()[name].pattern.converters)
    given: list[list[Any]] = [[]]
    for argument in wanted:
        known = OWN.get(name, {}).get(argument) or THINGS[argument]
        values = [value[1:] if value[0] == "'" else side.things.get(value) for value in known]
        given = [[*held, value] for held in given for value in values if value is not None]
    yield from (reverse(name, args=values) for values in given)


def queries(name: str, side: Side) -> Iterator[str]:
    """The queries of a name about the school; none at all first."""
    yield ""
    for query in QUERIES.get(name, ()):
        yield f"?{quote(filled(query, side), safe='=&')}"


def bare(name: str, side: Side) -> Iterator[str]:
    """No query."""
    yield ""


def forms(name: str, side: Side) -> Iterator[dict[str, Any]]:
    """The forms of a name with the school's ids in them."""
    for form in POSTS.get(name, ({},)):
        said: dict[str, Any] = {key: filled(value, side) for key, value in form.items()}
        yield said | (
            {"file": SimpleUploadedFile("成绩.csv", SCORES.encode())} if name == "data:upload" else {}
        )


def filled(text: str, side: Side) -> str:
    """The text with the ids of the school."""
    for key, value in side.things.items():
        text = text.replace(f"{{{key}}}", str(value))
    return text.replace("{sign}", side.sign)


def nowhere(side: Side) -> Side:
    """A school that there is not: as many ids, all of them of nothing."""
    unknown = {
        key: UUID(int=n) if isinstance(value, UUID) else 900_000 + n if isinstance(value, int) else f"0000{n}"
        for n, (key, value) in enumerate(side.things.items())
    }
    return Side("龘龘", None, things=unknown)
