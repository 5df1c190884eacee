"""`xueheng doctor`: checks health and integrity."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call, given


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    return call("doctor", options, *given(options, "json", "backup", "passphrase_file"))
