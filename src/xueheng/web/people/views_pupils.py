"""学生: the roll by name, its export, and one pupil."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.roster.consenting import lawful_facts
from xueheng.apps.roster.queries import grade_words, place_of, schools, spells_of
from xueheng.packs.student_status.roll import all_grades, guardians, lines, roll, stays
from xueheng.packs.student_status.roll_export import taken_out
from xueheng.standards.code_lists import code_label
from xueheng.standards.pupil_status import pupil_status
from xueheng.tables.schema import schema
from xueheng.web.people.asked import answer, day, of_pupils
from xueheng.web.people.files import as_file
from xueheng.web.rules import page
from xueheng.web.templatetags.shown import say

A_PAGE = 50


@page("pupils.see")
def pupils(request: HttpRequest) -> HttpResponse:
    """学生名册 within what the actor sees, by name, number, school, grade, class, status and day."""
    on, asked = day(request), of_pupils(request)
    page_ = Paginator(roll(request.actor, asked, on=on), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "on": on,
        "asked": asked,
        "page": page_,
        "pupils": lines(page_, on=on),
        "schools": schools(request.actor, "pupils.see", on=on),
        "grades": [(grade, grade_words(grade)) for grade in all_grades()],
        "statuses": [(id_, status.label) for id_, status in pupil_status().statuses.items()],
        "query": request.GET.urlencode(),
    }
    return answer(request, "pupils", shown)


@page("pupils.see", methods=("POST",))
def pupils_export(request: HttpRequest, format: str) -> HttpResponse:
    """学生名册 to save: by POST, because the audit keeps it."""
    on = day(request)
    found = taken_out(request.actor, of_pupils(request), on=on, now=timezone.now())
    heads = [
        _("学校标识码"),
        _("学校"),
        _("班级"),
        _("全国学籍号"),
        _("姓名"),
        _("性别"),
        _("出生日期"),
        _("学籍状态"),
    ]
    rows = [
        (
            p.school.code,
            p.school.name,
            say(p.place),
            p.person.number,
            p.person.name,
            p.sex,
            p.person.born_on.isoformat() if p.person.born_on else "",
            say(p.status),
        )
        for p in found
    ]
    return as_file(_("学生名册"), heads, rows, format=format)


@page("pupils.see")
def pupil(request: HttpRequest, id: int) -> HttpResponse:
    """学生: where, since when, from where; guardians and further facts, today's, for those who may."""
    on, actor = day(request), request.actor
    place, is_now = place_of(actor, id, on=on), on == timezone.localdate()
    told = is_now and place.school and actor.may("pupils.see", place.school)
    shown = {
        "on": on,
        "place": place,
        "stays": stays(spells_of(actor, id, on=on), on=on),
        "guardians": [
            (tie, code_label("kinship", tie.relation))
            for tie in (guardians(actor, place.person, on=on) if is_now else ())
        ],
        "facts": _facts(lawful_facts(place.person, on=on)) if told else [],
    }
    return answer(request, "pupil", shown)


def _facts(held: dict[str, str]) -> list[tuple[str, str]]:
    """Further columns of the last export; papers, phones and addresses stay in the Dataset."""
    kept = [
        c for c in schema("students").columns if c.codes_of and c.name in held and "guardian" not in c.name
    ]
    return [(say(c.label), code_label(c.codes_of, held[c.name])) for c in kept if c.codes_of]
