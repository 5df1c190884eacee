"""Campaigns: opened, followed, checked across schools, their workbooks taken away."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from xueheng.api.named import name_persons, name_rows
from xueheng.api.rooms.uploads import exam_of
from xueheng.api.routes import act, file, read, sent
from xueheng.api.shapes.collecting import Campaign, CampaignBoard, CrossChecks, SchoolReturn, TermBudget
from xueheng.api.shapes.rows import Day, Listed, Name, Rows, listed
from xueheng.apps.intake.campaigns import queries, services
from xueheng.apps.intake.campaigns.opening import MOST_MINUTES
from xueheng.apps.intake.queries import Diff
from xueheng.apps.roster.queries import org as org_of

router = Router()
SEE, MANAGE = "data.see", "campaigns.manage"


class CampaignWanted(Schema):
    """What is asked of which schools; of all that the table applies to where none are named."""

    table: Name
    org: Name
    period: Name
    title: Name
    basis: Name
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    due_on: Day
    label: Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")] = ""
    exam: Annotated[str, StringConstraints(max_length=5000)] = "{}"
    schools: list[Name] = Field(default_factory=list, max_length=2000)


@read(router, "campaigns", rule=SEE, gives=Listed[Campaign])
def campaigns(request: HttpRequest, rows: Rows) -> Any:
    """The newest first."""
    return listed(queries.campaigns(request.actor), rows)


@act(router, "campaigns", rule=MANAGE, gives=Campaign)
def campaign_open(request: HttpRequest, wanted: CampaignWanted) -> Any:
    """Each school has a workbook, a task and a page."""
    said, exam = wanted.dict(exclude={"org", "schools"}), exam_of(wanted.exam)
    place = org_of(request.actor, MANAGE, wanted.org)
    fitting = queries.wanted(
        request.actor, place, wanted.table, now=request.now, stage=str(exam.get("stage", ""))
    )
    asked = [school for school in fitting if not wanted.schools or school.code in wanted.schools]
    return services.open_campaign(
        place, asked, said=said | {"exam": exam}, actor=request.actor, now=request.now
    )


@read(router, "campaigns/budget", rule=SEE, gives=TermBudget)
def campaign_budget(request: HttpRequest) -> Any:
    """Minutes asked of each school this term."""
    return queries.budget(request.actor, now=request.now)


@read(router, "campaigns/asked", rule=SEE, gives=Listed[SchoolReturn])
def campaign_asked(request: HttpRequest, rows: Rows) -> Any:
    """What the schools that the actor sees are asked for, the newest campaign first."""
    found = queries.returns(request.actor)
    return listed(found, rows, lambda some: queries.lines(request.actor, some, now=request.now))


@read(router, "campaigns/{id}", rule=SEE, gives=CampaignBoard)
def campaign(request: HttpRequest, id: UUID) -> Any:
    """Which school has handed in, and which has not."""
    return queries.board(request.actor, queries.campaign(request.actor, id), now=request.now)


@read(router, "campaigns/{id}/checks", rule=SEE, gives=CrossChecks)
def campaign_checks(request: HttpRequest, id: UUID) -> Any:
    """Persons whom two schools name, and each school's balance."""
    found = queries.checks_of(request.actor, queries.campaign(request.actor, id))
    name_persons(request, len(found.twice))
    return found


@file(router, "campaigns/{id}/workbooks", rule=MANAGE)
def campaign_workbooks(request: HttpRequest, id: UUID) -> Any:
    """Those of all schools in one file."""
    found = queries.campaign(request.actor, id)
    return _zip(services.take_workbooks(found, actor=request.actor, now=request.now), "workbooks.zip")


@file(router, "campaigns/{id}/reds", rule=MANAGE)
def campaign_reds(request: HttpRequest, id: UUID) -> Any:
    """The workbooks with red cells of every school with errors, in one file."""
    found = queries.campaign(request.actor, id)
    return _zip(services.take_reds(found, actor=request.actor, now=request.now), "reds.zip")


@read(router, "campaigns/{id}/schools/{code}", rule=SEE, gives=SchoolReturn)
def campaign_school(request: HttpRequest, id: UUID, code: Name) -> Any:
    """How the answer of one school stands."""
    return line_of(request, queries.return_of(request.actor, id, code))


@read(router, "campaigns/{id}/schools/{code}/diff", rule=SEE, gives=Diff | None)
def campaign_diff(request: HttpRequest, id: UUID, code: Name) -> Any:
    """What a school handed in against what it handed in before."""
    one = queries.return_of(request.actor, id, code)
    found = queries.since_last(request.actor, one)
    name_rows(request, one.campaign.table, len(found.rows) if found else 0)
    return found


@file(router, "campaigns/{id}/schools/{code}/workbook", rule="data.upload")
def campaign_workbook(request: HttpRequest, id: UUID, code: Name) -> Any:
    """The workbook of one school to fill in."""
    one = queries.return_of(request.actor, id, code)
    return sent(services.take_workbook(one, actor=request.actor, now=request.now), f"{code}.xlsx")


def line_of(request: HttpRequest, one: Any) -> Any:
    """The line of one return as it stands now."""
    again = queries.return_of(request.actor, one.campaign_id, one.org.code)
    return queries.lines(request.actor, [again], now=request.now)[0]


def _zip(made: Any, name: str) -> FileResponse:
    return FileResponse(made, as_attachment=True, filename=name, content_type="application/octet-stream")
