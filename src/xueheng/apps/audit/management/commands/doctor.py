"""`doctor`: asks every mechanism whether its data and its history are whole."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import get_language

from xueheng.apps.audit.chain import START, Head
from xueheng.apps.audit.engines import DAMAGED
from xueheng.apps.audit.health import CHECKS, Check, Finding
from xueheng.apps.audit.keeping.archive import read_whole
from xueheng.apps.audit.keeping.asking import passphrase
from xueheng.apps.audit.keeping.heads import note
from xueheng.apps.audit.queries import head
from xueheng.apps.audit.sums import UNREADABLE
from xueheng.apps.errors import NotReady
from xueheng.standards.words import Lang, plain


class Command(BaseCommand):
    """Exit 1 when data or history are in doubt."""

    help = "check health and integrity"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One object on stdout with `--json`; a backup instead of the platform."""
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--backup", type=Path)
        parser.add_argument("--passphrase-file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, print, and leave with the exit code."""
        if options["backup"]:
            found = {"backup": _of_backup(options["backup"], passphrase(options["passphrase_file"]))}
        else:
            found = {name: _found(check) for name, check in CHECKS.items()}
        is_whole = not any(f.is_grave for findings in found.values() for f in findings)
        if is_whole and not options["backup"]:
            note(settings.XUEHENG_HOME)
        said = self._json(found, is_whole) if options["json"] else self._text(found, is_whole)
        self.stdout.write(said)
        sys.exit(0 if is_whole else 1)

    def _json(self, found: dict[str, list[Finding]], is_whole: bool) -> str:
        last = _head()
        document = {
            "healthy": is_whole,
            "checks": {name: [_said(f) for f in findings] for name, findings in found.items()},
            "audit_head": {"sequence": last.sequence, "hash": last.hash},
        }
        return json.dumps(document, ensure_ascii=False)

    def _text(self, found: dict[str, list[Finding]], is_whole: bool) -> str:
        lang: Lang = "en" if (get_language() or "").startswith("en") else "zh"
        lines = [f"{'✓' if not findings else '✗'} {name}" for name, findings in found.items() if not findings]
        for name, findings in found.items():
            lines += [f"{'✗' if f.is_grave else '!'} {name}: {f.words.say(lang)}" for f in findings]
        last = _head()
        return "\n".join([*lines, f"{last.sequence} {last.hash}"])


def _head() -> Head:
    try:
        return head()
    except UNREADABLE:  # there is none to ask, or it can no longer be read
        return Head(0, START, None)


def _found(check: Check) -> list[Finding]:
    try:
        return list(check())
    except UNREADABLE as error:
        return [Finding("DATABASE_DAMAGED", DAMAGED.fill(said=str(error).partition("\n")[0]))]


def _of_backup(path: Path, secret: bytes) -> list[Finding]:
    try:
        read_whole(path, secret)
    except NotReady as error:
        return [Finding("BACKUP_DAMAGED", plain(str(error)))]
    return []


def _said(finding: Finding) -> dict[str, Any]:
    words = {"zh": finding.words.zh, "en": finding.words.en}
    return {"code": finding.code, "grave": finding.is_grave, "words": words}
