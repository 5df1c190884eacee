"""What a person is told of, and whether they have read it."""

from __future__ import annotations

from django.db import models

from xueheng.apps.roster.models import Account


class Notice(models.Model):
    """通知: words for one account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120, unique=True)  # told once, however often it is asked for
    kind = models.CharField(max_length=40)  # security, reminder ...
    words = models.JSONField()  # {zh, en}
    address = models.CharField(max_length=200, blank=True)  # where to act, within the platform
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["account", "read_at"]),)
