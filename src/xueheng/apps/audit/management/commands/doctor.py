"""`doctor`: asks every mechanism whether its data and its history are whole."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import get_language

from xueheng.apps.audit.health import CHECKS, Finding
from xueheng.apps.audit.queries import head
from xueheng.standards.words import Lang


class Command(BaseCommand):
    """Exit 1 when data or history are in doubt."""

    help = "check health and integrity"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One object on stdout with `--json`."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, print, and leave with the exit code."""
        found = {name: list(check()) for name, check in CHECKS.items()}
        is_whole = not any(f.is_grave for findings in found.values() for f in findings)
        said = self._json(found, is_whole) if options["json"] else self._text(found, is_whole)
        self.stdout.write(said)
        sys.exit(0 if is_whole else 1)

    def _json(self, found: dict[str, list[Finding]], is_whole: bool) -> str:
        last = head()
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
        return "\n".join([*lines, f"{head().sequence} {head().hash}"])


def _said(finding: Finding) -> dict[str, Any]:
    words = {"zh": finding.words.zh, "en": finding.words.en}
    return {"code": finding.code, "grave": finding.is_grave, "words": words}
