"""`rekey`: a new key of single values, and everything written again with it; stopped, it goes on."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.roster.actor import system
from xueheng.apps.roster.keyring import add_key
from xueheng.apps.roster.rekeying import rekey


class Command(BaseCommand):
    """Safe to repeat; with `--resume` no further key is made."""

    help = "write sealed values again with a new key"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to go on with the key that was made last."""
        parser.add_argument("--resume", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key, seal everything with it, say how much it was."""
        if not options["resume"]:
            add_key(settings.XUEHENG_HOME)
        n = rekey(actor=system("rekey"), now=timezone.now())
        self.stdout.write(_("重新加密了 %(n)s 处。旧密钥仍留在 keys/field.key，旧备份要用它。") % {"n": n})
