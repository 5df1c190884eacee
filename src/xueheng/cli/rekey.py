"""`xueheng rekey`: seals single values again with a new key."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    return call("rekey", options, *(["--resume"] if options.resume else []))
