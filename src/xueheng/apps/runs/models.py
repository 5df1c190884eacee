"""A method carried out on Datasets."""

from __future__ import annotations

import uuid

from django.db import models

from xueheng.apps.intake.models import Dataset
from xueheng.apps.roster.models import Account, Org


class Run(models.Model):
    """运算: frozen inputs, parameters, progress, approval, outcome and receipt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    method = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    org = models.ForeignKey(Org, models.PROTECT)
    params = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    is_rehearsal = models.BooleanField(default=False)
    state = models.CharField(max_length=16, default="waiting")
    # waiting, running, computed (waits for approval), sealed, refused, failed, cancelled
    stage = models.CharField(max_length=24, blank=True)  # reading, computing, writing
    is_cancelling = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(null=True)  # last sign of life of who carries it out
    asked_by = models.ForeignKey(Account, models.SET_NULL, null=True)
    asked_by_label = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    issues = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    result_sha256 = models.CharField(max_length=64, blank=True)  # over the outcome tables and figures
    files = models.JSONField(default=dict)  # digest of every frozen file in the run's folder, by its path
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    incident = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = (models.Index(fields=["org", "method"]),)


class RunInput(models.Model):
    """运算输入: which Dataset was which input."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="inputs")
    name = models.CharField(max_length=40)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="runs")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "name"], name="one_dataset_per_input"),)
