"""What the worker does for this mechanism."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
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


@task()
def accept_campaign(campaign: str, account: int | None, lang: str) -> None:
    """The clean answers to a campaign are accepted, in the name of an account."""
    from xueheng.apps.intake.campaigns.carrying import accept_asked

    with override(lang or None):
        accept_asked(campaign, account=account, now=timezone.now())


@task()
def freeze_campaign(campaign: str, account: int | None, lang: str, said: dict[str, Any]) -> None:
    """A campaign is joined into one Dataset, in the name of an account."""
    from xueheng.apps.intake.campaigns.carrying import freeze_asked

    with override(lang or None):
        freeze_asked(campaign, account=account, now=timezone.now(), **said)
