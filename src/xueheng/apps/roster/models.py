"""Organisations as a tree, persons, and what ties them: posts, spells, guardians, accounts."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from xueheng.apps.roster.sealed import BlindIndex, SealedJSON, SealedText


class Org(models.Model):
    """机构: a node of the tree, from the city down to a class; `path` holds its ancestors and itself."""

    code = models.CharField(max_length=64, unique=True)  # 学校标识码, or our own
    kind = models.CharField(max_length=32)  # standards: org_kinds
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=255, db_index=True)  # "/1/7/31/"
    town = models.CharField(max_length=60, blank=True)
    ownership = models.CharField(max_length=16, blank=True)  # public, private
    setting = models.CharField(max_length=16, blank=True)  # urban, town, rural
    stages = models.JSONField(default=list)  # kindergarten, primary, junior, senior ...
    stage = models.CharField(max_length=16, blank=True)  # of a class
    entered = models.PositiveSmallIntegerField(
        null=True
    )  # of a class: year it entered the stage's first grade
    number = models.CharField(max_length=16, blank=True)  # of a class: 1, 2 ...
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # first day on which it is no more
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["kind"]),)


class Person(models.Model):
    """人员: a human being once, whatever they are to whom."""

    number = models.CharField(max_length=32, unique=True, null=True)  # 全国学籍号 or 教师编号
    name = models.CharField(max_length=80)
    sex = models.CharField(max_length=8, blank=True)
    born_on = models.DateField(null=True)
    id_kind = models.CharField(max_length=16, blank=True)
    id_number = SealedText()
    id_digest = BlindIndex(of="id_number")
    phone = SealedText()
    facts = SealedJSON()  # further columns of the last export, by schema name
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["name", "born_on"]),)


class Post(models.Model):
    """任职: a role that a person holds at an organisation from one day until before another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    org = models.ForeignKey(Org, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)  # roles.yaml
    subject = models.CharField(max_length=40, blank=True)  # of a subject teacher
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["org", "role"]),)


class Spell(models.Model):
    """在读: a pupil at a school and in a class from one day until before another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="spells")
    school = models.ForeignKey(Org, models.PROTECT, related_name="spells")
    klass = models.ForeignKey(Org, models.PROTECT, null=True, related_name="pupils")
    grade = models.CharField(max_length=16, blank=True)  # where no class says it
    status = models.CharField(max_length=24, default="enrolled")  # standards: pupil_status
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entry_kind = models.CharField(max_length=24, blank=True)
    exit_kind = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = (models.Index(fields=["school", "valid_to"]), models.Index(fields=["klass"]))
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(valid_to=None), name="one_open_spell_per_person"
            ),
        )


class Guardian(models.Model):
    """监护: who answers for a child and is told of it."""

    child = models.ForeignKey(Person, models.CASCADE, related_name="guardians")
    guardian = models.ForeignKey(Person, models.CASCADE, related_name="children")
    relation = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["child", "guardian"], name="one_tie_per_child_and_guardian"),
        )


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their name, whatever its case."""

    def get_by_natural_key(self, username: str) -> Account:
        """The account of that name."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """账号: how a person signs in; made with an activation code, never with a password."""

    username = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="accounts")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, blank=True)
    activation = models.CharField(max_length=128, blank=True)  # hash of the code, empty once used
    activation_until = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)  # in a row
    wait_until = models.DateTimeField(null=True)  # no code is looked at before
    is_sample = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    objects = AccountManager()


class Token(models.Model):
    """令牌: lets a program act for an account, with no more than the permissions that it names."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)  # what it is for
    digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)


class Answered(models.Model):
    """已答: what a request with a key of its own was answered, so that no act is done twice."""

    account = models.ForeignKey(Account, models.CASCADE)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(null=True)  # null while it is being carried out
    body = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="one_answer_per_key"),)


class Tally(models.Model):
    """计数: how often something was tried or asked, shared by all processes."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()  # nothing is let through before, or the window ends then
    forget_at = models.DateTimeField(db_index=True)


class Consent(models.Model):
    """同意: what a guardian has decided about a use of a child's data; the latest decision counts."""

    child = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    guardian = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)  # purposes.yaml
    decision = models.CharField(max_length=16)  # given, refused, withdrawn
    notice = models.CharField(max_length=24)  # version of the notice that was read
    decided_at = models.DateTimeField()


class Release(models.Model):
    """放行: many persons' data may be taken out once, for a reason, after a second person has agreed."""

    kind = models.CharField(max_length=40)  # dataset, pupils, backup ...
    subject_id = models.CharField(max_length=200)  # what is taken out: an id, or the query of a list
    format = models.CharField(max_length=16)
    org = models.ForeignKey(Org, models.PROTECT)
    what = models.JSONField(default=dict)  # {zh, en}
    address = models.CharField(max_length=400, blank=True)  # where it is taken, within the platform
    persons = models.PositiveIntegerField()
    reason = models.TextField(blank=True)  # empty until it is asked for
    asked_by = models.ForeignKey(Account, models.CASCADE, related_name="releases")
    asked_at = models.DateTimeField()
    open_until = models.DateTimeField(null=True)  # set by the approval
    is_refused = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True)
