"""`xueheng import`: brings files in as a clerk would."""

from __future__ import annotations

import argparse

from xueheng.cli.platform import call


def main(options: argparse.Namespace) -> int:
    """Forward to the platform."""
    named = {
        "table": options.table,
        "school": options.school,
        "as": options.user,
        "period": options.period,
        "label": options.label,
        "exam": options.exam,
    }
    words = [f"--{name}={value}" for name, value in named.items() if value]
    words += [f"--answer={answer}" for answer in options.answer]
    words += ["--json"] if options.json else []
    return call("import", options, *words, *map(str, options.files))
