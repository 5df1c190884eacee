"""What the attacks ask: every address with its method, who asks, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from tests.web.matrix_asking import ENDS
from tests.web.matrix_routes import OWN, THINGS, addresses, routes
from tests.web.matrix_world import IN_CLASS, TOP, A, World

from xueheng.apps.roster.roles import roles

BY_HAND = yaml.safe_load((Path(__file__).parent / "rules.yaml").read_text("utf-8"))
RULES: dict[str, str] = {name: rule for rule, names in BY_HAND["addresses"].items() for name in names}
READING = [name for name, pattern in routes().items() if "GET" in pattern.callback.methods]
WRITING = [name for name, pattern in routes().items() if "POST" in pattern.callback.methods]
ACTING = [name for name in WRITING if name not in ENDS]
ONCE = [*((name, "GET") for name in READING), *((name, "POST") for name in ACTING if name not in READING)]
ASKED = [(name, method) for names, method in ((READING, "GET"), (ACTING, "POST")) for name in names]
ROLES = (
    "leader",
    "county_leader",
    "section_clerk",
    "researcher",
    "aid_officer",
    "inspector",
    "head",
    "reviewer",
)
ROLES += (
    "class_teacher",
    "administrator",
    "security_administrator",
    "auditor",
)  # the others hold parts of these
STAFF = [(role, TOP) for role in ROLES]
OPENERS = [*((role, TOP) for role in ("section_clerk", "leader", "administrator", "auditor"))]
OPENERS += [("security_administrator", TOP), ("class_teacher", f"{A}班")]
PEOPLE = [*STAFF, *((role, f"{A}班") for role in IN_CLASS), ("parent", A), ("nobody", "")]


def opens(role: str, place: str, rule: str) -> bool:
    """True for who may open an address of that rule, by the list written by hand."""
    if rule == "public":
        return True
    holders = BY_HAND["holders"][rule]
    own = f"{role} in class" if place.endswith("班") else role
    return own in holders or ("every role" in holders and role in roles())


def opener(rule: str) -> tuple[str, str]:
    """Somebody who opens addresses of that rule."""
    return next(who for who in OPENERS if opens(*who, rule))


def about(name: str, world: World, *signs: str) -> list[str]:
    """The addresses of a name about the first of these schools of which it can be asked."""
    return next(filter(None, ([*addresses(name, world.sides[sign])] for sign in (*signs, A, TOP))), [])


def of_things(name: str) -> bool:
    """True for an address that names a thing of somebody's."""
    known = [OWN.get(name, {}).get(one) or THINGS[one] for one in routes()[name].pattern.converters]
    return any(value[0] != "'" for values in known for value in values)


def is_turned_away(answer: Any) -> bool:
    """True for an answer that admits to nothing: no such page, not yours, or sign in first."""
    away = answer.headers.get("Location", "")
    return answer.status_code in (403, 404) or (answer.status_code == 302 and "/sign-in/" in away)
