"""What a publication holds: pages, tables, receipt, and the facts beside them; nothing once it is gone."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound
from xueheng.apps.publish import files
from xueheng.apps.publish.making import find_showing
from xueheng.apps.publish.models import Publication
from xueheng.apps.runs.store import PUBLIC_BUNDLE
from xueheng.apps.runs.store import folder as run_folder
from xueheng.methods.registry import method
from xueheng.standards.words import Words

GONE = ("taken_down", "refused")


def tables(found: Publication) -> list[str]:
    """The names of the tables that can be downloaded."""
    return sorted(name for name in manifest(found)["files"] if name.endswith(".csv"))


def table_path(found: Publication, name: str) -> Path:
    """The file of a table."""
    if found.state in GONE or name not in tables(found):
        raise NotFound(_("没有这张表。"))
    return files.folder(found.pk) / name


def has_bundle(found: Publication) -> bool:
    """True when the public receipt may go along: it holds nothing that the page withholds."""
    is_open = found.audience == "public" and found.state not in GONE and not found.withheld
    return is_open and (run_folder(found.run) / PUBLIC_BUNDLE).is_file()


def bundle(found: Publication) -> Path:
    """The public receipt of the run."""
    if not has_bundle(found):
        raise NotFound(_("这份公布没有可下载的存证。"))
    return run_folder(found.run) / PUBLIC_BUNDLE


def holds_inputs(found: Publication) -> bool:
    """True when the public receipt holds the data too, so that anybody can compute the result again."""
    with zipfile.ZipFile(bundle(found)) as held:
        return any(name.startswith("inputs/") for name in held.namelist())


def manifest(found: Publication) -> Mapping[str, Any]:
    """Hashes of the files, documents, and what was withheld."""
    return files.manifest(found.pk)


def label(found: Publication) -> Words:
    """What the pack calls it; the method's own words where no pack shows it any more."""
    shown = find_showing(found.run.method, found.audience)
    return shown.label if shown else method(found.run.method).label


def as_of(found: Publication) -> date:
    """The day of the sealed result."""
    day: date = timezone.localdate(found.run.sealed_at)
    return day


def fragment(found: Publication, name: str) -> SafeString:
    """A page of the publication as it was approved, as a part of another page."""
    if found.state in GONE:
        raise NotFound(_("没有这份公布，或者它已经撤下。"))
    if name not in manifest(found)["files"]:
        raise NotFound(_("这份公布里没有这一页。人数太少的学校不单列。"))
    text = (files.folder(found.pk) / name).read_text("utf-8")
    return mark_safe(text)  # written by reports.pages.html, which escapes every text
