"""Write docs/reference from what the code declares: `python docs/build.py`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

from generate.asvs import asvs_page  # noqa: E402
from generate.commands import cli_page, index_page, messages_page, settings_page  # noqa: E402
from generate.indicators import indicators_pages  # noqa: E402
from generate.methods import methods_pages  # noqa: E402
from generate.platform import platform_pages  # noqa: E402
from generate.rules import standards_page, uses_page  # noqa: E402
from generate.tables import codelists_page, tables_page  # noqa: E402
from spec_tables import spec_pages  # noqa: E402


def pages() -> dict[str, str]:
    """Every page of the reference, by its name under docs/reference."""
    made = {
        "asvs.md": asvs_page(),
        "cli.md": cli_page(),
        "codelists.md": codelists_page(),
        "messages.md": messages_page(),
        "settings.md": settings_page(),
        "standards.md": standards_page(),
        "tables.md": tables_page(),
        "uses.md": uses_page(),
        **methods_pages(),
        **indicators_pages(spec_pages()),
        **platform_pages(),
    }
    return {"index.md": index_page(made), **made}


def write(folder: Path) -> int:
    """Replace the folder's pages; how many there are."""
    made = pages()
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return len(made)


if __name__ == "__main__":
    print(f"docs/reference: {write(DOCS / 'reference')} pages")
