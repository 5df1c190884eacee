"""换密钥: every sealed value and file is written again with the last key; where it stops, it goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from xueheng.apps.audit import services as audit
from xueheng.apps.roster import factors
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.keyring import ID, about_file, ring
from xueheng.apps.roster.sealed import BlindIndex, SealedText

BATCH = 1000
FOLDERS = ("mirror",)  # of the home, whose files are sealed


def rekey(*, actor: Actor, now: datetime) -> int:
    """All that an earlier key had sealed is sealed with the last one; how many values and files it was."""
    n = sum(_rows(model, field) for model, field in sealed_columns())
    n += factors.reseal() + sum(map(_file, sealed_files()))
    audit.record(actor.label, "keys.rekeyed", subject=("key", ring().last.name), now=now, details={"n": n})
    return n


def sealed_columns() -> Iterator[tuple[type[Model], SealedText]]:
    """Every sealed column of every model."""
    for model in apps.get_models():
        yield from ((model, f) for f in model._meta.concrete_fields if isinstance(f, SealedText))


def sealed_files() -> list[Path]:
    """Every sealed file of the home."""
    home = Path(settings.XUEHENG_HOME)
    return [path for folder in FOLDERS for path in sorted((home / folder).glob("*.sealed"))]


def kept(model: type[Model], field: SealedText) -> QuerySet[Any, Any]:
    """The values of a column as the database keeps them, `raw`, without the empty ones."""
    rows = model._default_manager.annotate(raw=Cast(field.name, TextField()))
    return rows.exclude(raw="").order_by("pk")


def indexes_of(model: type[Model], field: SealedText) -> list[BlindIndex]:
    """The blind indexes of a column."""
    return [f for f in model._meta.concrete_fields if isinstance(f, BlindIndex) and f.of == field.name]


def _rows(model: type[Model], field: SealedText) -> int:
    last, done = ring().last.name, 0
    old = kept(model, field).exclude(raw__startswith=last)
    while n := _batch(model, field, old):
        done += n
    return done


@transaction.atomic
def _batch(model: type[Model], field: SealedText, old: QuerySet[Any, Any]) -> int:
    keys = list(old.values_list("pk", flat=True)[:BATCH])
    names = [field.name, *(index.name for index in indexes_of(model, field))]
    rows = list(model._default_manager.select_for_update().only(*names).filter(pk__in=keys))
    for row in rows:
        for index in indexes_of(model, field):
            index.pre_save(row, add=False)
    model._default_manager.bulk_update(rows, names, batch_size=200)
    return len(rows)


def _file(path: Path) -> int:
    sealed, keys = path.read_bytes(), ring()
    if sealed[:ID] == keys.last.name.encode():
        return 0
    made, written = path.with_name(f".{path.name}.writing"), path.stat()
    with made.open("wb") as out:
        out.write(keys.seal(keys.open(sealed, about_file(path)), about_file(path)))
        out.flush()
        os.fsync(out.fileno())
    os.utime(made, ns=(written.st_atime_ns, written.st_mtime_ns))  # its term goes on
    made.replace(path)
    return 1
