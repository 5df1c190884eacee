"""`xueheng backup`: everything of the platform in one encrypted file."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call, given


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    words = given(options, "passphrase_file", "keep", "json")
    return call("backup", options, *words, str(options.file.absolute()))
