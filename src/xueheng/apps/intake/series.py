"""系列: the versions of one table of one organisation and period."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet

from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.roster.models import Org


def live(*, table: str, org: Org, period: str, label: str) -> Dataset | None:
    """The version that holds now; None before the first one and after it was undone."""
    return living(Dataset.objects.filter(table=table, org=org, period=period, label=label)).first()


def living(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Those of the Datasets that were neither superseded nor undone."""
    return datasets.filter(undone_at=None, superseded_by=None)


def series_of(thing: Upload | Dataset) -> dict[str, Any]:
    """What names the series of an upload or a Dataset."""
    return {"table": thing.table, "org": thing.org, "period": thing.period, "label": thing.label}


def next_version(thing: Upload) -> int:
    """The number of the version that comes next; that of an undone one is not given again."""
    last = Dataset.objects.filter(**series_of(thing)).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1
