"""What can be said of sealed values: whether the key is there, and whether every value opens with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.db.models import Model

from xueheng.apps.audit.health import Finding, health
from xueheng.apps.roster.factors import ABOUT, kept_secrets, open_secret
from xueheng.apps.roster.keyring import Broken, NoKey, about_file, ring
from xueheng.apps.roster.rekeying import indexes_of, kept, sealed_columns, sealed_files
from xueheng.apps.roster.sealed import SealedText
from xueheng.standards.words import Words

MISSING = Words(
    "没有密钥文件 keys/field.key，有加密保存的值打不开。请把备份的密钥放回去。",
    "keys/field.key is missing and sealed values cannot be opened. Put the key of the backup back.",
)
OPEN = Words(
    "密钥文件 keys/field.key 别人也能读。请改为只有运行账号能读（chmod 600）。",
    "keys/field.key can be read by others. Let only the running account read it (chmod 600).",
)
SAID = {
    "no_key": Words("{place}：有 {n} 个值没有能打开它的密钥。", "{place}: no key opens {n} values."),
    "altered": Words(
        "{place}：有 {n} 个值被改动过、挪过地方，或没有加密。",
        "{place}: {n} values were altered, moved, or never sealed.",
    ),
    "index": Words(
        "{place}：有 {n} 个值按号码查不到（索引不符）。请运行 xueheng rekey。",
        "{place}: {n} values are not found by their number (wrong index). Run xueheng rekey.",
    ),
}


@health("keys")
def every_value_opens() -> Iterator[Finding]:
    """密文完整: the key is there for nobody else, and opens every sealed value and file."""
    if not ring().keys and _is_anything_sealed():
        yield Finding("KEY_MISSING", MISSING)
        return
    if _is_open_to_others(ring().path):
        yield Finding("KEY_OPEN", OPEN)
    for model, field in sealed_columns():
        for what, n in Counter(_of_column(model, field)).items():
            yield Finding(f"SEALED_{what.upper()}", SAID[what].fill(place=field.about, n=n))
    factors = (partial(open_secret, kept) for kept in kept_secrets())
    files = (partial(_open_file, path) for path in sealed_files())
    for place, opening in ((ABOUT, factors), ("mirror", files)):
        for what, n in Counter(filter(None, map(_wrong, opening))).items():
            yield Finding(f"SEALED_{what.upper()}", SAID[what].fill(place=place, n=n))


def _is_anything_sealed() -> bool:
    columns = (kept(model, field).exists() for model, field in sealed_columns())
    return bool(sealed_files()) or any(columns) or any(kept_secrets())


def _is_open_to_others(path: Path) -> bool:
    return path.is_file() and bool(path.stat().st_mode & 0o077)


def _of_column(model: type[Model], field: SealedText) -> Iterator[str]:
    indexes = indexes_of(model, field)
    names = [index.name for index in indexes]
    for raw, *digests in kept(model, field).values_list("raw", *names).iterator(chunk_size=2000):
        try:
            value = field.open(raw)
        except (NoKey, Broken) as error:
            yield "no_key" if isinstance(error, NoKey) else "altered"
            continue
        if any(digest not in index.digests(value) for index, digest in zip(indexes, digests, strict=True)):
            yield "index"


def _open_file(path: Path) -> bytes:
    return ring().open(path.read_bytes(), about_file(path))


def _wrong(opening: Callable[[], object]) -> str:
    try:
        opening()
    except (NoKey, Broken) as error:
        return "no_key" if isinstance(error, NoKey) else "altered"
    return ""
