"""What is kept of every act: one row, never altered, chained to the one before."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """留痕: who did what to which thing, when; `hash` covers every field and the hash before."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)  # account id, or what acted by itself
    action = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    org = models.BigIntegerField(null=True)  # the organisation it concerns
    details = models.JSONField(default=dict)  # counts and digests, never personal data
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["subject_kind", "subject_id"]), models.Index(fields=["org"]))
