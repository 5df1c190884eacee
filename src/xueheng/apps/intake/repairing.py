"""修正: answers, corrections and chosen persons, kept beside the untouched file; it is then read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake.models import Upload
from xueheng.apps.intake.staging import MATCHES, document_in, issues_in
from xueheng.apps.intake.store import stage_path
from xueheng.apps.intake.tasks import read_soon
from xueheng.apps.roster.actor import Actor

LONGEST = 500  # characters of a corrected cell
OPEN = ("waiting", "reading", "read", "unreadable")
Place = tuple[str | None, int | None, str]


def answer(upload: Upload, *, code: str, option: str, actor: Actor, now: datetime) -> Upload:
    """回答 a question of the reading; the file is read again with it."""
    with _changing(upload, actor, "intake.answered", now, {"code": code, "option": option}) as held:
        asked = {q["code"]: [o["code"] for o in q["options"]] for q in held.questions}
        if option not in asked.get(code, ()):
            raise NotReady(_("没有这个问题或这个选项：%(value)s") % {"value": f"{code}={option}"[:60]})
        held.answers = {**held.answers, code: option}
        _again(held)
    return held


def correct(upload: Upload, *, place: Place, value: str | None, actor: Actor, now: datetime) -> Upload:
    """更正 one cell, or take its correction back with None; the file is read again with it."""
    details = {"cells": 1, "withdrawn": value is None}
    with _changing(upload, actor, "intake.corrected", now, details) as held:
        _lay_over(held, {place: value})
        _again(held)
    return held


def correct_all(upload: Upload, *, code: str, actor: Actor, now: datetime) -> Upload:
    """更正 every cell for which a repair of that code is offered."""
    details: dict[str, Any] = {"code": code}
    with _changing(upload, actor, "intake.corrected", now, details) as held:
        _refuse_moving(held)
        found = issues_in(stage_path(held.pk, held.attempt), code=code)
        offered = {
            (i["sheet"], i["row"], i["column"]): i["repair"] for i in found if i["repair"] and i["column"]
        }
        if not offered:
            raise NotReady(_("这一类问题没有可以采用的修正建议。"))
        details["cells"] = len(offered)
        _lay_over(held, offered)
        _again(held)
    return held


def choose_person(
    upload: Upload, *, row: str | int, person: int | None, actor: Actor, now: datetime
) -> Upload:
    """认定 who a row is: one of those offered, or with None somebody new."""
    with _changing(
        upload, actor, "intake.person_chosen", now, {"row": str(row), "is_new": person is None}
    ) as held:
        _refuse_moving(held)
        asked = {m["key"]: m for m in document_in(stage_path(held.pk, held.attempt) / MATCHES) or ()}
        if str(row) not in asked:
            raise NotFound(_("这一行不需要认定。"))
        if person is not None and person not in {c["person"] for c in asked[str(row)]["candidates"]}:
            raise NotFound(_("这个人不在候选人中。"))
        held.matches = {**held.matches, str(row): person}
        held.save(update_fields=["matches"])
    return held


def cancel(upload: Upload, *, actor: Actor, now: datetime) -> Upload:
    """放弃 an upload: nothing of it was or will be committed."""
    with _changing(upload, actor, "intake.cancelled", now, {}) as held:
        held.state, held.attempt = "cancelled", held.attempt + 1
        held.save(update_fields=["state", "attempt"])
    return held


@contextmanager
def _changing(
    upload: Upload, actor: Actor, action: str, now: datetime, details: Mapping[str, Any]
) -> Iterator[Upload]:
    """The upload held for one change by somebody who may; the audit says so."""
    with transaction.atomic():
        held = Upload.objects.select_for_update(of=("self",)).select_related("org").get(pk=upload.pk)
        actor.require("data.upload", held.org)
        if held.state not in OPEN:
            raise NotReady(_("“%(name)s”已经处理完，不能再改。") % {"name": held.file_name})
        yield held
        record(actor.label, action, subject=("upload", held.pk), org=held.org_id, now=now, details=details)


def _refuse_moving(upload: Upload) -> None:
    """Go on only with a list of findings that is the present one."""
    if upload.state in ("waiting", "reading"):
        raise NotReady(_("“%(name)s”正在重新读取，请稍等。") % {"name": upload.file_name})


def _lay_over(upload: Upload, cells: Mapping[Place, str | None]) -> None:
    held = {(c["sheet"], c["row"], c["column"]): c["value"] for c in upload.corrections}
    held |= {place: value for place, value in cells.items() if _is_sound(place, value)}
    upload.corrections = [_said(place, value) for place, value in held.items() if value is not None]


def _is_sound(place: Place, value: str | None) -> bool:
    """True; NotReady for what no cell can hold."""
    if value is not None and (len(value) > LONGEST or "\0" in value):
        raise NotReady(
            _("第 %(row)s 行“%(column)s”的内容太长。") % {"row": place[1], "column": place[2][:40]}
        )
    return True


def _said(place: Place, value: str) -> dict[str, Any]:
    return {"sheet": place[0], "row": place[1], "column": place[2], "value": value}


def _again(upload: Upload) -> None:
    upload.attempt += 1
    upload.state, upload.progress = "waiting", 0
    upload.save(update_fields=["answers", "corrections", "attempt", "state", "progress"])
    read_soon(upload)
