"""`init`: keys and database in the home folder; with a name and a code the county and its first account."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.roster import services
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.keyring import make_field_key
from xueheng.methods.signature import make_key


class Command(BaseCommand):
    """Safe to repeat: what stands is kept."""

    help = "create the platform"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The county, when it is known already."""
        parser.add_argument("--name", default="")
        parser.add_argument("--code", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make keys, migrate, and open the first account."""
        home: Path = settings.XUEHENG_HOME
        make_key(home / "keys")
        web_key(home)
        make_field_key(home)
        call_command("migrate", verbosity=0, interactive=False)
        self.stderr.write(_("数据库已建好：%(path)s") % {"path": settings.DATABASES["default"]["NAME"]})
        if options["name"] and options["code"]:
            self._county(options["code"], options["name"])

    def _county(self, code: str, name: str) -> None:
        first = services.start_county(code, name, actor=system("init"), now=timezone.now())
        if not first:
            self.stderr.write(_("机构 %(code)s 已存在，没有改动。") % {"code": code})
        said = _("%(role)s账号 %(name)s，激活码 %(code)s（只显示这一次，14 天内有效）")
        for one in first:
            told = {"role": one.account.person.name, "name": one.account.username, "code": one.code}
            self.stdout.write(said % told)


def web_key(home: Path) -> None:
    """A home has a key by which sessions are signed; an existing one stays."""
    path = home / "keys" / "web.key"
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
