"""Every write of the roster: each checks the right, is one transaction, and leaves one entry in the audit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xueheng.apps.roster.accounts import (
    Opened,
    activate,
    close_account,
    open_account,
    reset,
    set_language,
)
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org, Person
from xueheng.apps.roster.moves import SpellRow, enrol, leave, transfer
from xueheng.apps.roster.people import (
    GuardianRow,
    PersonRow,
    PostRow,
    add_persons,
    appoint,
    end_post,
    load_guardians,
    load_posts,
    tie_guardian,
    untie_guardian,
)
from xueheng.apps.roster.tree import OrgRow, add_org, load_orgs

__all__ = [
    "GuardianRow", "Opened", "OrgRow", "PersonRow", "PostRow", "SpellRow", "activate", "add_org",
    "add_persons", "appoint", "close_account", "end_post", "enrol", "leave", "load_guardians", "load_orgs",
    "load_persons", "load_posts", "load_spells", "open_account", "reset", "set_language",
    "start_county", "tie_guardian", "transfer", "untie_guardian",
]  # fmt: skip

load_persons = add_persons
load_spells = enrol


@transaction.atomic
def start_county(code: str, name: str, *, actor: Actor, now: datetime) -> Opened | None:
    """县 with its bureau and its first administrator; None when the county stands already."""
    if Org.objects.filter(code=code).exists():
        return None
    county = add_org(None, code=code, kind="county", name=name, actor=actor, now=now)
    office = f"{name}教育局"
    bureau = add_org(county, code=f"{code}-bureau", kind="bureau", name=office, actor=actor, now=now)
    person: Person = add_persons([PersonRow("系统管理员")], actor=actor, now=now)[0]
    appoint(person, bureau, "administrator", since=now.date(), actor=actor, now=now)
    return open_account(f"admin-{code}", person, actor=actor, now=now)
