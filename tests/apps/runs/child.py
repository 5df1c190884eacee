"""A process with a home and database of its own: does steps, says what stands afterwards."""

import json
import os
import sys
from datetime import date, timedelta

import django
from django.conf import settings
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueheng.project.settings")
django.setup()

from tests.apps.runs.conftest import example  # noqa: E402
from tests.platform_home import NOW, TODAY  # noqa: E402

from xueheng.apps.flows.models import Approval  # noqa: E402
from xueheng.apps.flows.services import decide  # noqa: E402
from xueheng.apps.intake.models import Dataset  # noqa: E402
from xueheng.apps.roster.models import Account, Org, Person, Post  # noqa: E402
from xueheng.apps.roster.queries import actor_of  # noqa: E402
from xueheng.apps.runs import services  # noqa: E402
from xueheng.apps.runs.checks import altered  # noqa: E402
from xueheng.apps.runs.models import Run  # noqa: E402

LATER = NOW + timedelta(hours=1)


def build():
    """A county, a clerk, an approver and a Dataset."""
    import pyarrow.parquet as pq
    from django.apps import apps

    from xueheng.methods.run import digest

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
    org = Org.objects.create(code="430299", kind="county", name="青山县", path="/1/")
    for role in ("section_clerk", "approver"):
        person = Person.objects.create(name=role)
        Account.objects.create(username=role, person=person)
        Post.objects.create(person=person, org=org, role=role, valid_from=date(2020, 1, 1))
    folder = settings.XUEHENG_HOME / "datasets"
    folder.mkdir()
    pq.write_table(example("balance_county_2022/coefficients.csv"), folder / "made")
    sha256 = digest(folder / "made")
    (folder / "made").rename(folder / f"{sha256}.parquet")
    said = {"table": "coefficients", "org": org, "period": "2022", "version": 1, "rows": 14}
    Dataset.objects.create(
        **said, sha256=sha256, source_sha256=sha256, committed_by_label="x", committed_at=NOW
    )


def actor(role):
    """The person with that role."""
    return actor_of(Account.objects.get(username=role), TODAY)


def ask():
    """A run that needs approval."""
    services.ask(
        "balance.standard",
        title="均衡监测",
        org=Org.objects.get(),
        inputs={"coefficients": Dataset.objects.get().pk},
        params={"standard": "yzjh-2017"},
        actor=actor("section_clerk"),
        now=NOW,
    )


def carry():
    """The run that waits, carried out."""
    services.carry_out(Run.objects.get().pk, clock=lambda: NOW)


def restart():
    """Runs whose worker has died, back in the queue."""
    services.restart_stale(now=LATER)


def approve():
    """The second person's agreement."""
    decide(Approval.objects.get().pk, agreed=True, actor=actor("approver"), now=LATER)


def look():
    """What the database and the folder say, in a line."""
    from django_tasks_db.models import DBTaskResult

    said = {
        "runs": [run.state for run in Run.objects.all()],
        "results": [bool(run.result_sha256) for run in Run.objects.all()],
        "approvals": [approval.state for approval in Approval.objects.all()],
        "jobs": DBTaskResult.objects.count(),
        "altered": len(altered()),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    for step in sys.argv[1:]:
        globals()[step]()
