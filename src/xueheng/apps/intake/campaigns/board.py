"""报送情况: who has handed in, who is late, what was sent back; always by an actor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.intake.campaigns.contacts import Contact, contacts
from xueheng.apps.intake.campaigns.opening import ACCEPTING
from xueheng.apps.intake.committing import undecided
from xueheng.apps.intake.models import Campaign, Return, Upload
from xueheng.apps.intake.staged import one_of
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.visibility import visible

STATES = ("waiting", "filed", "returned", "accepted", "nil")
MISSING = ("waiting", "returned")
BEING_READ = ("waiting", "reading", "committing")


@dataclass(frozen=True)
class Line:
    """一所学校: its return as it stands now, what the reading found, and whom to call."""

    it: Return
    school: Org
    state: str  # of STATES
    is_late: bool
    is_being_read: bool
    errors: int
    doubts: int  # questions to answer and persons to decide
    contact: str  # the name, and
    phone: str  # both for who may see the staff

    @property
    def is_clean(self) -> bool:
        """True when nothing that the reading found stands in the way of accepting it."""
        upload = self.it.upload
        return self.state == "filed" and bool(upload) and upload.state == "read" and not self.wrong

    @property
    def is_wrong(self) -> bool:
        """True when the school must do something before it can be accepted."""
        upload = self.it.upload
        is_lost = upload is not None and upload.state == "unreadable"
        return self.state == "filed" and not self.is_being_read and (is_lost or self.wrong > 0)

    @property
    def wrong(self) -> int:
        """How much the school must do."""
        return self.errors + self.doubts


@dataclass(frozen=True)
class Board:
    """报送情况 of a campaign: its schools by code, and how many stand in which state."""

    campaign: Campaign
    lines: tuple[Line, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many schools are in each state, how many are late, and how far the worker is."""
        found = Counter(line.state for line in self.lines)
        late = sum(line.is_late for line in self.lines)
        clean = sum(line.is_clean for line in self.lines)
        wrong = sum(line.is_wrong for line in self.lines)
        accepting = sum(line.it.state == ACCEPTING for line in self.lines)
        unmade = sum(not line.it.sheet for line in self.lines)
        more = {"late": late, "clean": clean, "wrong": wrong, "accepting": accepting, "unmade": unmade}
        return {**dict.fromkeys(STATES, 0), **found, **more}

    @property
    def is_complete(self) -> bool:
        """True when every school's answer is accepted or nil."""
        return all(line.state in ("accepted", "nil") for line in self.lines)


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """收表 of the organisations whose data the actor sees, the newest first."""
    found = visible(Campaign.objects.select_related("org", "dataset"), actor, "data.see")
    return found.order_by("-opened_at", "-pk")


def campaign(actor: Actor, id: UUID | str) -> Campaign:
    """收表 of that id, as far as the actor sees its organisation's data."""
    found: Campaign = one_of(campaigns(actor), id)
    return found


def returns(actor: Actor) -> QuerySet[Return]:
    """报送 of the schools whose data the actor sees, the newest campaign first."""
    found = Return.objects.select_related("campaign__org", "org", "upload__dataset")
    return visible(found, actor, "data.see").order_by("-campaign__opened_at", "org__code")


def return_of(actor: Actor, id: UUID | str, code: str) -> Return:
    """报送 of one school in a campaign; NotFound where the actor does not see that school's data."""
    found = returns(actor).filter(campaign=id, org__code=code).first()
    if found is None:
        raise NotFound(_("没有这项内容，或您的岗位看不到。"))
    return found


def board(actor: Actor, campaign: Campaign, *, now: datetime) -> Board:
    """报送情况 of the schools that the actor sees."""
    found = returns(actor).filter(campaign=campaign).order_by("org__code")
    return Board(campaign, tuple(lines(actor, found, now=now)))


def lines(actor: Actor, found: Iterable[Return], *, now: datetime) -> list[Line]:
    """Each return as it stands now."""
    held, today = list(found), timezone.localdate(now)
    reached = contacts([one.org for one in held], on=today)
    return [_line(one, reached[one.org_id], actor, today) for one in held]


def standing(one: Return) -> str:
    """The state of a return: what became of its upload counts, whoever did it."""
    upload = one.upload
    if upload is None:
        return "nil" if one.state == "nil" else "waiting"
    if upload.state == "committed":
        return "accepted"
    if upload.state in ("cancelled", "undone"):
        return "waiting"
    return "returned" if one.state == "returned" else "filed"


def _line(one: Return, contact: Contact, actor: Actor, today: date) -> Line:
    upload, state = one.upload, standing(one)
    is_late = (timezone.localdate(one.filed_at) if one.filed_at else today) > one.campaign.due_on
    person = contact.person if actor.may("staff.see", one.org) else None
    is_open = upload is not None and upload.state in ("read", "unreadable")
    return Line(
        one,
        one.org,
        state,
        is_late,
        upload is not None and upload.state in BEING_READ,
        upload.counts.get("severity", {}).get("error", 0) if upload is not None and is_open else 0,
        _doubts(upload) if upload is not None and is_open else 0,
        person.name if person else "",
        person.phone if person else "",
    )


def _doubts(upload: Upload) -> int:
    persons = undecided(upload) if upload.counts.get("match", {}).get("asked") else 0
    return len(upload.questions) + persons
