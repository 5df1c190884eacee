"""`backup`: everything of the platform in one encrypted file, while it is being used."""

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
from xueheng.apps.audit.keeping.backup import SUFFIX, back_up, keep_latest

ACTOR = "system:backup"


class Command(BaseCommand):
    """A folder takes a file named by the time; `--keep` leaves only the latest ones in it."""

    help = "back the platform up"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, sealed with what, and how many to keep."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", type=Path)
        parser.add_argument("--keep", type=int, default=0)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, tell, tidy up."""
        now, path = timezone.now(), options["file"].absolute()
        if path.is_dir():
            path /= f"xueheng-{now:%Y%m%d-%H%M%S}{SUFFIX}"
        elif path.exists():
            raise CommandError(_("%(path)s 已经存在，没有覆盖。") % {"path": path}, returncode=2)
        secret = passphrase(options["passphrase_file"], twice=True)
        made = back_up(path, secret=secret, home=settings.XUEHENG_HOME, actor=ACTOR, now=now)
        gone = keep_latest(path.parent, options["keep"]) if options["keep"] > 0 else []
        told = {"file": str(made.path), "id": made.id, "bytes": made.size, "rows": made.rows}
        told |= {"files": made.files, "removed": len(gone)}
        said = _("备份已写好：%(file)s（%(rows)s 行，%(files)s 个文件，%(bytes)s 字节）")
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else said % told)
