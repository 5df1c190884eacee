"""Run as a process of its own in a home of its own: does the acts it is told, then says what holds."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "xueheng.project.settings"
NOW = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
SCORES = "考号,姓名,语文\n1001,林小满,88.5\n1002,周子墨,71\n"


def main(acts):
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = dict.fromkeys(("audit", "roster", "flows", "intake", "runs", "publish"))
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    django.setup()
    for act in acts:
        globals()[act]()


def prepare():
    from django.core.management import call_command

    from xueheng.apps.roster.models import Org

    call_command("migrate", run_syncdb=True, verbosity=0)
    Org.objects.create(code="430299", kind="county", name="青山县", path="/1/")


def receive():
    from xueheng.apps.intake import services
    from xueheng.apps.roster.models import Org

    file = Path(os.environ["XUEHENG_HOME"]) / "成绩.csv"
    file.write_text(SCORES, encoding="utf-8")
    services.receive(file, table="scores", org=Org.objects.get(), period="2026", actor=actor(), now=NOW)


def read():
    from xueheng.apps.intake import services

    services.restart_stale(now=NOW)
    services.read(upload().pk, attempt=upload().attempt, now=NOW)


def commit():
    from xueheng.apps.intake import services

    services.commit(upload(), actor=actor(), now=NOW)


def undo():
    from xueheng.apps.intake import services
    from xueheng.apps.intake.models import Dataset

    services.undo(Dataset.objects.get(), actor=actor(), now=NOW)


def gather():
    from datetime import date

    from django.core.files.base import ContentFile

    from xueheng.apps.intake.campaigns import services
    from xueheng.apps.intake.models import Return
    from xueheng.apps.intake.services import read
    from xueheng.apps.roster.models import Org

    county = Org.objects.get()
    school = Org.objects.create(
        code="2143029901", kind="primary_school", name="城关一小", parent=county, path="/1/2/"
    )
    said = {"table": "devices", "period": "2026", "label": "", "title": "设备", "basis": "1", "minutes": 5}
    said |= {"due_on": date(2026, 9, 30)}
    services.open_campaign(county, [school], said=said, actor=actor(), now=NOW)
    rows = ContentFile("资产编号,名称\nZC1,电脑\n".encode(), "设备.csv")
    read(services.file(Return.objects.get(), rows, actor=actor(), now=NOW).pk, now=NOW)
    services.accept(Return.objects.get(), actor=actor(), now=NOW)


def freeze():
    from xueheng.apps.intake.campaigns import services
    from xueheng.apps.intake.models import Campaign

    services.freeze(Campaign.objects.get(), excused={}, actor=actor(), now=NOW)


def look():
    from xueheng.apps.audit.models import Entry
    from xueheng.apps.intake import checks
    from xueheng.apps.intake.models import Dataset, Upload

    told = {
        "uploads": list(Upload.objects.values_list("state", flat=True)),
        "datasets": [d.undone_at is None for d in Dataset.objects.all()],
        "acts": list(Entry.objects.order_by("sequence").values_list("action", flat=True)),
        "orphans": len(checks.orphans()),
        "broken": len(checks.missing()) + len(checks.altered()),
    }
    print(json.dumps(told))


def actor():
    from xueheng.apps.roster.actor import system

    return system("test")


def upload():
    from xueheng.apps.intake.models import Upload

    return Upload.objects.get()


if __name__ == "__main__":
    main(sys.argv[1:])
