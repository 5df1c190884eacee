"""`restore`: a platform as a backup holds it, in an empty place or beside the old one."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.audit.keeping.asking import passphrase
from xueheng.apps.audit.keeping.restore import Restored, Wish, restore
from xueheng.apps.audit.queries import kept
from xueheng.apps.errors import NotReady

ACTOR = "system:restore"


class Command(BaseCommand):
    """Complete and equal to the backup, or the place is as it was."""

    help = "restore a backup"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is restored, and what may be lost by it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", type=Path)
        parser.add_argument("--replace", action="store_true")
        parser.add_argument("--accept-rollback", action="store_true")
        parser.add_argument("--expect-head", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and tell."""
        secret = passphrase(options["passphrase_file"])
        receipt = options["expect_head"]
        try:
            expected = (kept(receipt.read_text("utf-8")),) if receipt else ()
            wish = Wish(options["replace"], options["accept_rollback"], expected)
            now, home = timezone.now(), settings.XUEHENG_HOME
            done = restore(options["file"], secret=secret, home=home, wish=wish, actor=ACTOR, now=now)
        except (NotReady, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_json(done) if options["json"] else _text(done))


def _json(done: Restored) -> str:
    told = {"id": done.id, "made_at": done.made_at, "rows": done.rows, "files": done.files}
    told |= {"aside": str(done.aside or ""), "lost": len(done.lost), "breaks": done.breaks}
    return json.dumps(told, ensure_ascii=False)


def _text(done: Restored) -> str:
    said = _("已恢复 %(made)s 的备份：%(rows)s 行、%(files)s 个文件，逐表逐个核对一致。")
    lines = [said % {"made": done.made_at, "rows": done.rows, "files": done.files}]
    if done.aside:
        lines.append(_("原来的留在 %(place)s。") % {"place": done.aside})
    if done.lost:
        lines.append(_("接受了回退：丢掉的链头有 %(n)s 个，已记入留痕。") % {"n": len(done.lost)})
    if done.breaks:
        lines.append(_("备份里的留痕有 %(n)s 处断点，请运行 xueheng doctor。") % {"n": done.breaks})
    return "\n".join(lines)
