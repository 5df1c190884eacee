"""收来的表: what schools returned and what was joined of it, as against exports of a national system.

Only an export of a national system brings the roster up to date; what was collected leaves it alone.
"""

from __future__ import annotations

from django.db.models import Q

from xueheng.apps.intake.models import Dataset, Upload

OF_DATASETS = Q(campaigns__isnull=False) | Q(uploads__returns__isnull=False)
OF_UPLOADS = Q(returns__isnull=False)


def is_collected(thing: Dataset | Upload) -> bool:
    """True for a school's answer, the Dataset made of it, and the joined Dataset of a campaign."""
    if isinstance(thing, Upload):
        return thing.returns.exists()
    return Dataset.objects.filter(OF_DATASETS, pk=thing.pk).exists()
