"""The platform's own commands, forwarded to Django's management."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import Any

SETTINGS = "xueheng.project.settings"


def call(command: str, options: argparse.Namespace, *words: str) -> int:
    """Carry a management command out in the home and the language of the line; its exit code."""
    management = start(options)
    try:
        management.call_command(command, *words)
    except management.CommandError as error:
        print(str(error), file=sys.stderr)
        return int(error.returncode)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def given(options: argparse.Namespace, *names: str) -> list[str]:
    """The named options of the line that were given, as a management command takes them."""
    held = {f"--{name.replace('_', '-')}": getattr(options, name) for name in names}
    return [name if value is True else f"{name}={value}" for name, value in held.items() if value]


def start(options: argparse.Namespace) -> Any:
    """Django's management, once the platform is set up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["XUEHENG_HOME"] = str(options.home.resolve())
    options.home.mkdir(parents=True, exist_ok=True)
    django, translation = (importlib.import_module(n) for n in ("django", "django.utils.translation"))
    django.setup()
    translation.activate("en" if options.lang == "en" else "zh-hans")
    return importlib.import_module("django.core.management")
