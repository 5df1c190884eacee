"""Every write of the roster: each checks the right, is one transaction, and leaves one entry in the audit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xueheng.apps.roster.accounts import (
    Opened,
    close_account,
    open_account,
    reset,
    set_language,
)
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.moves import SpellRow, enrol, leave, transfer
from xueheng.apps.roster.openings import open_accounts
from xueheng.apps.roster.passwords import activate, change_password, note, note_by, refused
from xueheng.apps.roster.people import (
    GuardianRow,
    PersonRow,
    add_persons,
    load_guardians,
    tie_guardian,
    untie_guardian,
)
from xueheng.apps.roster.posts import PostRow, appoint, end_post, load_posts
from xueheng.apps.roster.roles import roles
from xueheng.apps.roster.tree import OrgRow, add_org, load_orgs

__all__ = [
    "GuardianRow", "Opened", "OrgRow", "PersonRow", "PostRow", "SpellRow", "activate", "add_org",
    "add_persons", "appoint", "change_password", "close_account", "end_post", "enrol", "leave",
    "load_guardians", "load_orgs", "load_persons", "load_posts", "load_spells", "note", "note_by",
    "open_account", "open_accounts", "refused", "reset", "set_language", "start_county", "tie_guardian",
    "transfer", "untie_guardian",
]  # fmt: skip

load_persons = add_persons
load_spells = enrol


FIRST = (("admin", "administrator"), ("security", "security_administrator"), ("audit", "auditor"))


@transaction.atomic
def start_county(code: str, name: str, *, actor: Actor, now: datetime) -> list[Opened]:
    """县 with its bureau and three people who watch each other; none when the county stands already."""
    if Org.objects.filter(code=code).exists():
        return []
    county = add_org(None, code=code, kind="county", name=name, actor=actor, now=now)
    office = f"{name}教育局"
    bureau = add_org(county, code=f"{code}-bureau", kind="bureau", name=office, actor=actor, now=now)
    people = add_persons([PersonRow(roles()[role].label.zh) for _name, role in FIRST], actor=actor, now=now)
    load_posts(
        [PostRow(p.pk, bureau.code, role, now.date()) for p, (_n, role) in zip(people, FIRST, strict=True)],
        actor=actor,
        now=now,
    )
    return [
        open_account(f"{username}-{code}", person, actor=actor, now=now)
        for person, (username, _role) in zip(people, FIRST, strict=True)
    ]
