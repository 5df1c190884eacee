"""A file on its way in, and the frozen table that it becomes."""

from __future__ import annotations

import uuid

from django.db import models

from xueheng.apps.roster.models import Account, Org


class Upload(models.Model):
    """上传: a raw file kept by its hash, how it was read, what was repaired, what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=40)  # name of a table schema
    org = models.ForeignKey(Org, models.PROTECT)
    period = models.CharField(max_length=24)  # 2026, 2025-2026-1, 2026-09-01: what the rows speak of
    label = models.CharField(max_length=120, blank=True)  # tells two tables of one period apart: an exam
    file_name = models.CharField(max_length=200)
    exam = models.JSONField(default=dict)  # the declared exam of a score table, with its full marks
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=16, default="waiting")
    # waiting, reading, read, unreadable, committing, committed, cancelled, undone
    progress = models.PositiveIntegerField(default=0)  # rows read so far
    attempt = models.PositiveSmallIntegerField(default=0)  # of reading; a stale worker's word does not count
    verdict = models.CharField(max_length=24, blank=True)
    rows = models.PositiveIntegerField(null=True)
    good_rows = models.PositiveIntegerField(null=True)
    counts = models.JSONField(default=dict)  # issues by severity, rows by diff and by match
    questions = models.JSONField(default=list)  # still open: [{code, text, options: [{code, label}]}]
    answers = models.JSONField(default=dict)  # question code: option
    corrections = models.JSONField(default=list)  # [{sheet, row, column, value}] on top of the raw file
    matches = models.JSONField(default=dict)  # place of a row: person id, or None for a new person
    uploaded_by = models.ForeignKey(Account, models.SET_NULL, null=True)
    uploaded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    dataset = models.ForeignKey("Dataset", models.SET_NULL, null=True, related_name="uploads")

    class Meta:
        indexes = (models.Index(fields=["org", "table", "period"]),)


class Dataset(models.Model):
    """数据集: rows frozen as one Parquet file; superseded, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=40)
    org = models.ForeignKey(Org, models.PROTECT)
    period = models.CharField(max_length=24)
    label = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of the Parquet file
    source_sha256 = models.CharField(max_length=64)  # of the raw file
    rows = models.PositiveIntegerField()
    columns = models.JSONField(default=list)
    exam = models.JSONField(default=dict)  # the declared exam of a score table
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    changes = models.JSONField(default=dict)  # added, changed, same, missing against the version before
    committed_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    committed_by_label = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["table", "org", "period", "label", "version"], name="one_dataset_per_version"
            ),
        )


class Campaign(models.Model):
    """收表: one table asked of many schools by a day, and the Dataset that their answers become."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=40)
    org = models.ForeignKey(Org, models.PROTECT)  # whose schools are asked
    period = models.CharField(max_length=24)
    label = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120)
    basis = models.CharField(max_length=200)  # 依据 or number in the list of permitted forms
    minutes = models.PositiveSmallIntegerField()  # that filling it in is expected to take
    due_on = models.DateField()
    exam = models.JSONField(default=dict)
    state = models.CharField(max_length=16, default="open")  # open, frozen, cancelled
    opened_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    dataset = models.ForeignKey(Dataset, models.SET_NULL, null=True, related_name="campaigns")
    is_sample = models.BooleanField(default=False)


class Return(models.Model):
    """报送: what one school was sent and what came back."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="returns")
    org = models.ForeignKey(Org, models.PROTECT)
    state = models.CharField(max_length=16, default="waiting")  # waiting, filed, returned, accepted, nil
    known = models.PositiveIntegerField(default=0)  # rows that were sent out filled in
    sheet = models.CharField(max_length=64, blank=True)  # SHA-256 of the workbook sent
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="returns")
    filed_at = models.DateTimeField(null=True)  # the first time; what counts for being late
    note = models.CharField(max_length=400, blank=True)  # why it was returned, or why there is nothing
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["campaign", "org"], name="one_return_per_school"),)
