"""What an audience may read of a sealed run."""

from __future__ import annotations

import uuid

from django.db import models

from xueheng.apps.roster.models import Org
from xueheng.apps.runs.models import Run


class Publication(models.Model):
    """发布: a read-only projection of a sealed outcome for one audience, until taken down or superseded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="publications")
    org = models.ForeignKey(Org, models.PROTECT)
    audience = models.CharField(max_length=16)  # public, schools, families
    title = models.JSONField()  # {zh, en}
    state = models.CharField(max_length=16, default="waiting")
    # waiting (for approval), refused, published, superseded, taken_down
    sha256 = models.CharField(max_length=64, blank=True)  # over the files shown
    withheld = models.JSONField(default=dict)  # cells suppressed, by table
    asked_by_label = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="supersedes")
    taken_down_at = models.DateTimeField(null=True)
    taken_down_reason = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["audience", "state"]),)
