"""按本人要求删除: what the law lets go of one person goes, what it keeps is said with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from xueheng.apps.audit.services import record
from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.flows.handlers import on_decided
from xueheng.apps.flows.models import Approval
from xueheng.apps.flows.services import ask_approval
from xueheng.apps.intake.shredding.carrying import APPROVES, MANAGES, top
from xueheng.apps.intake.shredding.rows import roll_only
from xueheng.apps.roster.actor import Actor, system
from xueheng.apps.roster.models import Account, Guardian, Org, Person, Post, Spell
from xueheng.apps.roster.spans import holds
from xueheng.standards.words import Words

KIND, DONE = "erasure", "privacy.erased"
TITLE = Words("按本人要求删除个人信息（登记号 {n}）", "Erase on request (record {n})")
IS_PUPIL = Words(
    "学籍要按国家规定长期保存（中小学生学籍管理办法），姓名、性别、出生日期、证件号和在读经历不能删。",
    "The school roll must be kept: name, sex, date of birth, document and stays cannot be erased.",
)
IS_STAFF = Words(
    "任职登记要按人事档案保存，姓名和任职经历不能删。",
    "Posts are kept as personnel records: name and posts cannot be erased.",
)
IS_GUARDIAN = Words(
    "孩子还在读，监护人的姓名和电话是学籍的必填项，不能删。",
    "A child is at school: the guardian's name and phone are required by the roll and cannot be erased.",
)
IN_DATASETS = Words(
    "已归档的数据集不改动，到期随档案处理；其中非必填的情况不同意就不显示。",
    "Committed Datasets are archives and stay unaltered; what is optional in them is not shown.",
)
LABELS = {
    "record": Words("登记的基本信息", "the basic record"),
    "phone": Words("电话", "phone"),
    "facts": Words("非必填的登记情况", "optional facts"),
    "accounts": Words("账号、会话和令牌", "accounts, sessions and tokens"),
    "datasets": Words("已归档的数据集", "committed Datasets"),
}


@dataclass(frozen=True)
class Part:
    """一项 of what is held: whether it goes, and if not, why."""

    id: str
    label: Words
    kept: Words | None

    @property
    def goes(self) -> bool:
        """True when nothing keeps it."""
        return self.kept is None


def person_of(actor: Actor, number: str) -> Person:
    """人员 of that student's or teacher's number; a guardian by the number of the person's record."""
    actor.require(MANAGES, top())
    wanted = number.strip()
    found = Person.objects.filter(number=wanted).first() if wanted else None
    if found is None and wanted.isdecimal() and len(wanted) < 12:
        found = Person.objects.filter(pk=int(wanted)).first()
    if found is None:
        raise NotFound(_("没有找到这个编号的人。"))
    return found


def person_asked(actor: Actor, id_: int) -> Person:
    """人员 of that record: for who manages privacy, and for who is asked to approve its erasure."""
    place, asked = top(), Approval.objects.filter(kind=KIND, subject_id=str(id_), state="waiting")
    may = actor.may(MANAGES, place) or (actor.may(APPROVES, place) and asked.exists())
    found = Person.objects.filter(pk=id_).first() if may else None
    if found is None:
        raise NotFound(_("没有找到这个编号的人。"))
    return found


def place_of(person: Person) -> Org | None:
    """机构 of the latest stay or post; None for who was never at one."""
    stay = Spell.objects.filter(person=person).select_related("school").order_by("-valid_from").first()
    post = Post.objects.filter(person=person).select_related("org").order_by("-valid_from").first()
    return stay.school if stay else post.org if post else None


def plan(person: Person, *, on: date) -> list[Part]:
    """删除清单: every part of what is held of a person, with what the law keeps."""
    is_pupil = Spell.objects.filter(person=person).exists()
    posts = Post.objects.filter(person=person)
    child = Guardian.objects.filter(
        guardian=person, child__spells__in=Spell.objects.filter(holds(on))
    ).exists()
    keeps = IS_PUPIL if is_pupil else IS_STAFF if posts.exists() else IS_GUARDIAN if child else None
    works = IS_STAFF if posts.filter(holds(on)).exists() else None
    contact = works or (IS_GUARDIAN if child else None)
    kept = {"record": keeps, "phone": contact, "facts": None, "accounts": works, "datasets": IN_DATASETS}
    return [Part(id_, LABELS[id_], why) for id_, why in kept.items()]


@transaction.atomic
def ask_erasure(person: Person, *, reason: str, actor: Actor, now: datetime) -> Approval:
    """删除 waits for a second person."""
    actor.require(MANAGES, top())
    if not reason.strip():
        raise NotReady(_("请写明是谁、什么时候、怎样提出的。"))
    title = TITLE.fill(n=person.pk)
    asked = {"title": title, "org": top(), "permission": APPROVES, "reason": reason}
    return ask_approval(KIND, person.pk, **asked, actor=actor, now=now)


@on_decided(KIND)
def decided(approval: Approval, actor: Actor, now: datetime) -> None:
    """The worker erases what may go."""
    if approval.state == "approved":
        transaction.on_commit(partial(erase_approved.enqueue, approval.pk))


@task()
def erase_approved(approval: int) -> None:
    """Erase what one approval names."""
    erase(approval, now=timezone.now())


@transaction.atomic
def erase(approval_id: int, *, now: datetime) -> list[str]:
    """删除 of all that nothing keeps; the audit says which parts, and none of their values."""
    approval = Approval.objects.select_related("org").get(pk=approval_id, kind=KIND, state="approved")
    person = Person.objects.select_for_update().filter(pk=approval.subject_id).first()
    if person is None:
        return []
    parts = [part.id for part in plan(person, on=timezone.localdate(now)) if part.goes]
    _without(person, parts)
    details = {"erased": parts, "agreed": approval.decided_by}
    by, subject = system("shredder").label, ("person", approval.subject_id)
    record(by, DONE, subject=subject, org=approval.org_id, now=now, details=details)
    return parts


def _without(person: Person, parts: list[str]) -> None:
    if "accounts" in parts:
        Account.objects.filter(person=person).delete()
    if "record" in parts:
        person.delete()
        return
    changes = {"facts": roll_only(person)} | ({"phone": ""} if "phone" in parts else {})
    Person.objects.filter(pk=person.pk).update(**changes)
