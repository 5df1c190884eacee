"""What the worker does: compute a run, make its documents."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task


@task()
def compute(run_id: str) -> None:
    """运算 is carried out; delivered twice it is carried out once."""
    from xueheng.apps.runs.carrying import carry_out

    carry_out(run_id, clock=timezone.now)


@task()
def write_documents(run_id: str, lang: str, with_set: bool) -> None:
    """Documents of a run stand in its folder."""
    from xueheng.apps.runs.documents import make_documents

    make_documents(run_id, lang="en" if lang == "en" else "zh", with_set=with_set)
