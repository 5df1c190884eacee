"""`sample`: the generated county in the home folder, with its accounts printed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from xueheng.apps.errors import DomainError
from xueheng.sample.loading import Loaded, load
from xueheng.sample.plan import SIZES

SEED = "xueheng"


class Command(BaseCommand):
    """Safe to repeat: what was loaded is kept, and the same accounts are printed."""

    help = "load the generated county"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, and from which seed."""
        parser.add_argument("--size", choices=SIZES, default="county")
        parser.add_argument("--seed", default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then print who may sign in."""
        try:
            loaded = load(
                options["size"],
                seed=options["seed"],
                home=settings.XUEHENG_HOME,
                now=timezone.now(),
                told=self.stderr.write,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self._told(loaded)

    def _told(self, loaded: Loaded) -> None:
        said = _("示例县已建好：") if loaded.is_new else _("示例县早已建好，没有改动：")
        counted = _("%(schools)s 所学校，%(pupils)s 名学生，%(staff)s 名教职工，都是生成的数据。")
        self.stdout.write(said + counted % loaded.counts)
        self.stdout.write(_("可用下列账号登录（密码只属于这份示例，另存于 accounts.txt）："))
        for one in loaded.accounts:
            line = "  ".join((one.username.ljust(10), one.password, one.role, one.name, one.page))
            self.stdout.write(f"  {line}")
