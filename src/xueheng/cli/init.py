"""`xueheng init`: creates keys and database in the home folder."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    return call(
        "init", options, *(f"--{k}={v}" for k, v in (("name", options.name), ("code", options.code)) if v)
    )
