"""名册的装入: a generated county's organisations, persons and ties through the roster's services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xueheng.apps.roster import services
from xueheng.apps.roster.actor import Actor
from xueheng.sample.county import County

Told = Callable[[str], None]


@dataclass(frozen=True)
class Placed:
    """名册 as it stands: organisations by code and persons in the order of the generated table."""

    orgs: dict[str, Any]
    persons: list[Any]


def place(county: County, *, actor: Actor, now: datetime) -> Placed:
    """名册 of a county is in the database, all of it marked as generated."""
    tables = county.tables
    said = {"actor": actor, "now": now}
    orgs = services.load_orgs(
        [services.OrgRow(**row, is_sample=True) for row in _plain(county, "orgs")], **said
    )
    persons = services.load_persons(_persons(county), **said)
    ids = [person.pk for person in persons]
    spells = (row | {"person": ids[row["person"]]} for row in tables["spells"].to_pylist())
    services.load_spells([services.SpellRow(**row) for row in spells], **said)
    ties = tables["guardians"].to_pylist()
    rows = [services.GuardianRow(ids[t["child"]], ids[t["guardian"]], t["relation"]) for t in ties]
    services.load_guardians(rows, **said)
    posts = (row | {"person": ids[row["person"]]} for row in tables["posts"].to_pylist())
    services.load_posts([services.PostRow(**row) for row in posts], **said)
    return Placed({org.code: org for org in orgs}, persons)


def _plain(county: County, name: str) -> list[dict[str, Any]]:
    """Rows with tuples for lists."""
    rows = county.tables[name].to_pylist()
    return [{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows]


def _persons(county: County) -> list[services.PersonRow]:
    known = county.tables["facts"].to_pylist()
    facts = [*known, *({} for _ in range(county.persons.num_rows - len(known)))]
    rows = zip(county.persons.to_pylist(), facts, strict=True)
    return [services.PersonRow(**row, facts=held, is_sample=True) for row, held in rows]
