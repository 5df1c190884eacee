"""`xueheng template`: the workbook to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path

from xueheng.cli.main import UsageError, said
from xueheng.tables.filling.template import write_template
from xueheng.tables.issues import Refused
from xueheng.tables.schema import schema, schema_names


def main(options: argparse.Namespace) -> int:
    """Write the workbook of a table; where it stands."""
    if options.table not in schema_names():
        raise UsageError(said("no_table", options.lang, value=options.table, known=", ".join(schema_names())))
    found = schema(options.table)
    path = options.out or Path(f"{found.label.say(options.lang)}.xlsx")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_template(found, path, lang=options.lang)
    except OSError as error:
        raise UsageError(str(error)) from error
    except Refused as refused:
        raise UsageError("\n".join(i.words.say(options.lang) for i in refused.issues)) from refused
    print(said("wrote_template", options.lang, path=path))
    return 0
