"""密码: where the passphrase of a backup comes from: a file, or whoever sits at the terminal."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from xueheng.apps.audit.keeping.vault import secret_in, secret_of
from xueheng.apps.errors import NotReady


def passphrase(file: Path | None, *, twice: bool = False) -> bytes:
    """The passphrase of a backup; a new one is asked for twice."""
    try:
        return secret_in(file) if file else _typed(twice)
    except NotReady as error:
        raise CommandError(str(error), returncode=2) from error


def _typed(twice: bool) -> bytes:
    if not sys.stdin.isatty():
        raise NotReady(_("请用 --passphrase-file 给出备份密码的文件。"))
    typed = getpass.getpass(_("备份密码："))
    if twice and typed != getpass.getpass(_("再输一遍：")):
        raise NotReady(_("两遍不一样。"))
    return secret_of(typed.encode())
