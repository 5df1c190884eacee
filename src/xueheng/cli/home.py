"""The home folder: its signing key, and the headings that a bureau has added."""

from __future__ import annotations

from pathlib import Path

from xueheng.cli.main import UsageError
from xueheng.standards.words import Lang
from xueheng.standards.yaml_source import YamlError
from xueheng.tables.schema import Synonyms
from xueheng.tables.synonyms import user_synonyms


def home_key(home: Path) -> Path | None:
    """The signing key that a home folder holds, if it holds one."""
    key = home / "keys" / "signing.pem"
    return key if key.is_file() else None


def home_synonyms(home: Path, lang: Lang) -> dict[str, Synonyms]:
    """The headings that a bureau has added, by table and column."""
    try:
        return user_synonyms(home)
    except YamlError as error:
        raise UsageError(error.say(lang)) from error
