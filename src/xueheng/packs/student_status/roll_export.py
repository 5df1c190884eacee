"""名册导出: pupils by name leave the platform; the audit knows, and for many two agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from xueheng.apps.audit.services import record
from xueheng.apps.intake.releasing import Taking, admit, whole_reach
from xueheng.apps.roster.actor import Actor
from xueheng.packs.student_status.roll import Asked, PupilLine, lines, roll
from xueheng.standards.words import Words

OWN = "class_teacher"
TAKEN = Words("学生名册{asked}", "the roll of pupils{asked}")


@transaction.atomic
def taken_out(actor: Actor, asked: Asked, *, on: date, now: datetime) -> list[PupilLine]:
    """名册导出: the pupils by name, which is an act that the audit keeps."""
    actor.require("pupils.see")
    found = lines(roll(actor, asked, on=on), on=on)
    admit(_taking(actor, asked, found, on=None if on == localdate(now) else on), actor=actor, now=now)
    schools = {line.school.pk for line in found}
    org = schools.pop() if len(schools) == 1 else None
    told = {"n": len(found), "on": on.isoformat(), "school": asked.school, "grade": asked.grade}
    record(actor.label, "pupils.exported", subject=("org", org or ""), org=org, now=now, details=told)
    return found


def _taking(actor: Actor, asked: Asked, found: Sequence[PupilLine], *, on: date | None) -> Taking:
    """取走 of the roll of a day, or as it is now; a class teacher's own classes count nobody."""
    own = tuple(g.path for g in actor.grants if g.role == OWN and "pupils.see" in g.permissions)
    is_own = bool(own) and all(line.klass and line.klass.path.startswith(own) for line in found)
    subject = sha256(repr((asked, str(on))).encode()).hexdigest()
    said = [str(v) for v in (on, *vars(asked).values()) if v]
    what = TAKEN.fill(asked=f"（{' '.join(said)}）" if said else "")
    org = whole_reach(actor, "pupils.see")
    return Taking("pupils", subject, "list", org, 0 if is_own else len(found), what)
