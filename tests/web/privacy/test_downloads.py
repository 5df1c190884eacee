"""Every address that answers with a file stands here: two agree on it, or why it needs no second person."""

from __future__ import annotations

from inspect import unwrap
from types import CodeType, FunctionType

import pytest
from django.urls import reverse
from tests.web.data.desks import scores
from tests.web.matrix_routes import routes
from tests.web.results import conftest as results

from xueheng.api.v1 import api
from xueheng.apps.flows.models import Approval
from xueheng.apps.intake.releasing import limits
from xueheng.apps.roster.models import Release

TWO_AGREE = "releasing.admit: above the declared number a second person agrees"
OF_NOBODY = "holds no person"
PUBLISHED = "published to everybody, without persons, by two"
DOWNLOADS = {
    "data:campaign_export": OF_NOBODY,  # schools and how far they are
    "data:campaign_reds": TWO_AGREE,
    "data:campaign_workbook": f"{TWO_AGREE}; a school's own rows are its own filing",
    "data:campaign_workbooks": TWO_AGREE,
    "data:dataset_export": TWO_AGREE,
    "data:marked": f"{TWO_AGREE}; one's own file comes back freely",
    "data:template": OF_NOBODY,
    "people:census_export": OF_NOBODY,
    "people:index_export": OF_NOBODY,
    "people:mirror_export": TWO_AGREE,
    "people:pupils_export": f"{TWO_AGREE}; a class teacher's own class is free",
    "public:bundle": PUBLISHED,
    "public:table": PUBLISHED,
    "results:run_file": TWO_AGREE,
    "results:run_table": TWO_AGREE,
}
BY_PROGRAM = {
    "bundle": TWO_AGREE,
    "campaign_reds": TWO_AGREE,
    "campaign_workbook": f"{TWO_AGREE}; a school's own rows are its own filing",
    "campaign_workbooks": TWO_AGREE,
    "dataset_export": TWO_AGREE,
    "document": TWO_AGREE,
    "marked": f"{TWO_AGREE}; one's own file comes back freely",
    "publication_bundle": PUBLISHED,
    "publication_table": PUBLISHED,
    "template": OF_NOBODY,
}
SIGNS = {"FileResponse", "BINARY", "WORKBOOK", "Content-Disposition"}
__all__ = ["bring", "clerk", "start"]
bring, clerk, start = results.bring, results.clerk, results.start


def _said(code: CodeType) -> set[str]:
    inner = (_said(one) for one in code.co_consts if isinstance(one, CodeType))
    return {*code.co_names, *(one for one in code.co_consts if isinstance(one, str))}.union(*inner)


def _sends_a_file(function: FunctionType) -> bool:
    said = _said(function.__code__)
    called = (function.__globals__.get(name) for name in said)
    ours = [f for f in called if isinstance(f, FunctionType) and f.__module__.startswith("xueheng.")]
    doors = [f for f in ours if f.__module__.split(".")[1] in ("web", "api") and f is not function]
    return bool(SIGNS & said) or any(map(_sends_a_file, doors))


def test_every_page_that_sends_a_file_is_in_the_table():
    views = {name: unwrap(pattern.callback) for name, pattern in routes().items()}
    found = [n for n, v in views.items() if v.__module__.startswith("xueheng.") and _sends_a_file(v)]
    assert sorted(found) == sorted(DOWNLOADS)


def test_every_operation_that_sends_a_file_is_in_the_table():
    every = (o for _p, r in api._routers for v in r.path_operations.values() for o in v.operations)
    assert sorted(o.operation_id for o in every if _sends_a_file(unwrap(o.view_func))) == sorted(BY_PROGRAM)


@pytest.mark.django_db(transaction=True)
def test_the_full_receipt_is_asked_for_on_the_page_of_the_run(clerk, bring, start):
    n = limits().persons + 10
    run = start("exam.quality", bring(scores(n))).request["PATH_INFO"]
    assert f"最多有 {n} 人" in clerk.get(run).content.decode()
    answer = clerk.get(f"{run}file/run.xhb.zip")
    held = Release.objects.get()
    assert answer["Location"] == reverse("privacy:release", args=[held.pk])
    assert (held.persons, held.address, Approval.objects.filter(kind="release").count()) == (
        n,
        f"{run}file/run.xhb.zip",
        0,
    )
