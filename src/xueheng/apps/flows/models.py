"""What somebody has to do by a day, and what a second person has to agree to."""

from __future__ import annotations

from django.db import models

from xueheng.apps.roster.models import Account, Org


class Task(models.Model):
    """待办: one thing to do, by whoever holds a role at an organisation (or one account), until a day."""

    key = models.CharField(max_length=120, unique=True)  # opened once, however often asked for
    job = models.CharField(max_length=60)  # id of the calendar job or of the asking mechanism
    title = models.JSONField()  # {zh, en}
    org = models.ForeignKey(Org, models.CASCADE)
    role = models.CharField(max_length=40)
    owner = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="tasks")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=200, blank=True)  # where it is done, within the platform
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=16, default="open")  # open, done, cancelled

    class Meta:
        indexes = (models.Index(fields=["org", "role", "outcome"]),)


class Approval(models.Model):
    """审批: a subject that waits until a person other than who asked has agreed."""

    kind = models.CharField(max_length=40)  # "run", "publication": who registered a handler for it
    subject_id = models.CharField(max_length=64)
    title = models.JSONField()  # {zh, en}
    org = models.ForeignKey(Org, models.PROTECT)
    permission = models.CharField(max_length=40)  # which the approver must hold at the organisation
    asked_by = models.CharField(max_length=64)  # label of an Actor
    asked_by_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=16, default="waiting")  # waiting, approved, refused, withdrawn
    decided_by = models.CharField(max_length=64, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(state="waiting"),
                name="one_open_approval_per_subject",
            ),
        )
