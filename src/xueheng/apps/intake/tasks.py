"""What the worker does for this mechanism."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from xueheng.apps.intake.models import Upload


@task()
def read_upload(upload: str, attempt: int) -> None:
    """Read one upload; an attempt that another has overtaken does nothing."""
    from xueheng.apps.intake.reading import read

    read(upload, attempt=attempt, now=timezone.now())


def read_soon(upload: Upload) -> None:
    """Have the upload read once this transaction holds."""
    transaction.on_commit(partial(read_upload.enqueue, str(upload.pk), upload.attempt))


@task()
def prepare_campaign(campaign: str) -> None:
    """The workbooks of a campaign lie ready; one that does not is made when it is asked for."""
    from xueheng.apps.intake.campaigns.sending import prepare

    prepare(campaign)
