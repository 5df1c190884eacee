"""`import`: files as a clerk would bring them: read, checked, committed whole or not at all."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xueheng.apps.errors import DomainError
from xueheng.apps.intake import queries, services
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.queries import account_named, actor_of, org
from xueheng.standards.words import Lang


class Command(BaseCommand):
    """Exit 1 when a file was refused; what was committed before it stays."""

    help = "load files"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, what they are, whose they are, who brings them."""
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--table", required=True)
        parser.add_argument("--school", required=True)
        parser.add_argument("--as", dest="user", required=True)
        parser.add_argument("--period", default="")
        parser.add_argument("--label", default="")
        parser.add_argument("--exam", type=Path)
        parser.add_argument("--answer", action="append", default=[])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring each file in; say of each what became of it."""
        now = timezone.now()
        actor = _actor(options["user"], now)
        try:
            done = [self._one(file, actor, options, now) for file in options["files"]]
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps({"files": done}, ensure_ascii=False))
        sys.exit(0 if all(one["dataset"] for one in done) else 1)

    def _one(self, file: Path, actor: Actor, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        if not file.is_file():
            raise CommandError(_("没有这个文件：%(path)s") % {"path": file}, returncode=2)
        period = options["period"] or str(timezone.localdate(now).year)
        upload = services.receive(
            file,
            table=options["table"],
            org=org(actor, "data.upload", options["school"]),
            period=period,
            label=options["label"],
            exam=json.loads(options["exam"].read_text("utf-8")) if options["exam"] else None,
            actor=actor,
            now=now,
        )
        return self._brought(upload, actor, options, now)

    def _brought(self, upload: Any, actor: Actor, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        if upload.state in ("waiting", "reading"):
            services.read(str(upload.pk))
        upload = queries.upload(actor, upload.pk)
        asked = {question["code"] for question in upload.questions}
        answers = [answer.partition("=") for answer in options["answer"]]
        given = [(code, option) for code, _sign, option in answers if code in asked]
        for code, option in given:
            services.answer(upload, code=code, option=option, actor=actor, now=now)
        if given:
            services.read(str(upload.pk))
            upload = queries.upload(actor, upload.pk)
        told = {"file": upload.file_name, "verdict": upload.verdict, "rows": upload.rows, "dataset": None}
        if upload.state == "committed":
            told["dataset"] = str(upload.dataset_id)
        elif upload.verdict in ("accept", "accept_with_notices"):
            told["dataset"] = str(services.commit(upload, actor=actor, now=now).pk)
        self._say(upload, told, actor, is_quiet=options["json"])
        return told

    def _say(self, upload: Any, told: dict[str, Any], actor: Actor, *, is_quiet: bool) -> None:
        if is_quiet:
            return
        lang: Lang = "en" if (get_language() or "").startswith("en") else "zh"
        words = _("已入库") if told["dataset"] else _("没有入库")
        self.stdout.write(f"{upload.file_name}: {words} ({upload.verdict})")
        if not told["dataset"]:
            for finding in queries.findings(actor, upload, limit=20).findings:
                self.stderr.write(f"  {finding.words.say(lang)}")


def _actor(name: str, now: datetime) -> Actor:
    account = account_named(name)
    if account is None:
        raise CommandError(_("没有这个账号：%(name)s") % {"name": name}, returncode=2)
    return actor_of(account, timezone.localdate(now))
