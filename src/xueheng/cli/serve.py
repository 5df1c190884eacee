"""`xueheng serve`: serves the pages and starts the worker."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    return call("serve", options, f"--port={options.port}")
