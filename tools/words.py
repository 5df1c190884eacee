"""Keep a room's English words in step with its sources: `python tools/words.py src/xueheng/web/desk`.

Reads the templates and Python of a folder (not of a deeper one with a `locale` of its own), adds what is
new to `locale/en/LC_MESSAGES/django.po`, drops what is gone, writes the compiled catalogue beside it, and
says how many words still have no English.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the same sources make the same bytes
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def sources(room: Path) -> Iterator[Path]:
    """The files of a room that hold words, without rooms below it."""
    for path in sorted(room.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt"):
            continue
        folders = [p for p in path.parents if p != room and room in p.parents]
        if not any((folder / "locale").is_dir() for folder in folders):
            yield path


def extracted(room: Path) -> Catalog:
    """Every word that the room's sources ask for."""
    from django.utils.translation.template import templatize

    found = Catalog(locale="en", fuzzy=False)
    for path in sources(room):
        text = path.read_text("utf-8")
        code = text if path.suffix == ".py" else templatize(text, origin=str(path.name))
        place = path.relative_to(room).as_posix()
        for line, name, words, _ in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
            held = [w for w in (words if isinstance(words, tuple) else (words,)) if w is not None]
            if not held or not held[0]:
                continue
            context = held.pop(0) if name in ("pgettext",) else None
            ids = tuple(held[:2]) if name in ("ngettext", "ngettext_lazy") else held[0]
            flags = ["python-format"] if "%(" in held[0] else []
            found.add(ids, locations=[(place, line)], context=context, flags=flags)
    return found


def catalogue(room: Path) -> Catalog:
    """The extracted words with the English that the room already has."""
    wanted, held = extracted(room), known(room)
    for message in wanted:
        if message.id:
            before = held.get(message.id, message.context)
            message.string = before.string if before else message.string
            message.locations = sorted({(name, 0) for name, _ in message.locations})
    return wanted


def known(room: Path) -> Catalog:
    """The words of the room's .po file."""
    path = po_path(room)
    return read_po(io.BytesIO(path.read_bytes()), locale="en") if path.is_file() else Catalog(locale="en")


def po_path(room: Path) -> Path:
    """Where a room's English words stand."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def missing(words: Catalog) -> list[str]:
    """The words that have no English yet."""
    bare = ("", ("", ""), None)
    return [str(m.id) for m in words if m.id and (m.string in bare or "" in tuple(m.string))]


def po_bytes(words: Catalog) -> bytes:
    """The catalogue as text, stable from day to day."""
    out = io.BytesIO()
    write_po(out, words, omit_header=True, include_lineno=False, sort_output=True, width=110)
    header = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n'
    return header + b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n' + out.getvalue()


def mo_bytes(words: Catalog) -> bytes:
    """The catalogue as the platform reads it."""
    compiled = Catalog(locale="en", fuzzy=False, creation_date=ANY_DAY, revision_date=ANY_DAY)
    for message in words:
        if message.id:
            compiled.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_mo(out, compiled)
    return out.getvalue()


def main(rooms: list[str]) -> int:
    """Bring each room's words up to date; 1 when English is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueheng.project.settings")
    lacking = 0
    for room in map(Path, rooms):
        words = catalogue(room)
        path = po_path(room)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(words))
        path.with_suffix(".mo").write_bytes(mo_bytes(words))
        lacking += len(without := missing(words))
        print(f"{room}: {len(words)} words, {len(without)} without English", *without[:20], sep="\n  ")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
