"""`xueheng restore`: a platform as a backup holds it."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call, given


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    words = given(options, "passphrase_file", "replace", "accept_rollback", "expect_head", "json")
    return call("restore", options, *words, str(options.file.absolute()))
