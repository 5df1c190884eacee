"""办法: parameter sets by name, written in full, as what they change in the baseline, or as a known name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeGuard

from xueheng.methods.admission_match import Params
from xueheng.methods.params import ParameterError, params_json, parse_params
from xueheng.standards.words import Words, catalogue, plain

PACKAGE = "xueheng.methods.admission_compare"
ALL, ORIGIN, SEATS = "all", "origin", "group"  # kinds of groups, beside the columns of the applicants
ONE_ROUND = {"revert": False}
# What each known name changes in the baseline; a band of e choices is written `bands:e`.
NAMED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "as_declared": {},
        "as_ordered": {"precedence": "as_ordered"},
        "open_first": {"precedence": "open_first"},
        "reserve_first": {"precedence": "reserve_first"},
        "ticket": {"tie_at_cutoff": "ticket"},
        "admit_all": {"tie_at_cutoff": "admit_all"},
        "sequential": {"procedure": "application_rejection", "band": 1, **ONE_ROUND},
        "bands": {"procedure": "application_rejection", **ONE_ROUND},
        "parallel": {"procedure": "serial_dictatorship", **ONE_ROUND},
        "deferred_acceptance": {"procedure": "deferred_acceptance"},
        "slots": {"procedure": "slots"},
        "two_phase": {"procedure": "two_phase", "phase1": "final"},
        "two_phase_tentative": {"procedure": "two_phase", "phase1": "tentative"},
    }
)


@dataclass(frozen=True)
class Setting:
    """One rule: its name, what people call it, and its parameters."""

    name: str
    label: Words
    params: Params

    def differs(self, other: Setting) -> dict[str, Any]:
        """The parameters, with their values here, in which it differs from another."""
        mine, theirs = params_json(self.params), params_json(other.params)
        return {name: value for name, value in mine.items() if value != theirs[name]}


def settings_of(
    given: Sequence[Mapping[str, Any] | str], *, common: Mapping[str, Any]
) -> tuple[Setting, ...]:
    """The settings; one without a procedure of its own changes the first, which is the baseline."""
    if len(given) < 2:
        raise ValueError(_said("TOO_FEW"))
    sets: list[Setting] = []
    base = dict(common)
    for place, one in enumerate(given, start=1):
        said = _document(one)
        name, label = _name(one, said.pop("name", None), place)
        is_whole = "procedure" in said and not _is_known(one)
        said = {**(common if is_whole else base), **said}
        base = said if place == 1 else base
        sets.append(Setting(name, label, _params(name, said)))
    if twice := [name for name, n in Counter(s.name for s in sets).items() if n > 1]:
        raise ValueError(_said("NAME_TWICE", name=twice[0]))
    return tuple(sets)


def _document(one: Mapping[str, Any] | str) -> dict[str, Any]:
    """The parameters that a setting says, as a JSON document holds them."""
    if isinstance(one, Mapping):
        return dict(one)
    if "=" in one:
        pairs = (part.partition("=") for part in one.split())
        return {key: _listed(value) for key, _, value in pairs}
    known, _, band = _code(one).partition(":")
    if known not in NAMED or (known == "bands") != band.isdecimal():
        raise ValueError(_said("SETTING_UNKNOWN", name=one, known="、".join(NAMED)))
    return {**NAMED[known], **({"band": int(band)} if band else {})}


def _listed(value: str) -> Any:
    return value.split(",") if "," in value else value


def _code(text: str) -> str:
    """A known name by its code, where it was written in words."""
    codes = {catalogue(PACKAGE)[f"setting.{code}"].zh: code for code in NAMED if code != "bands"}
    return codes.get(text.strip(), text.strip())


def _is_known(one: Mapping[str, Any] | str) -> TypeGuard[str]:
    return isinstance(one, str) and "=" not in one


def _name(one: Mapping[str, Any] | str, own: Any, place: int) -> tuple[str, Words]:
    """What a setting is called: its own name, the known one, else its place in the list."""
    if _is_known(one):
        code, _, band = _code(one).partition(":")
        return _code(one), catalogue(PACKAGE)[f"setting.{code}"].fill(band=band)
    words = catalogue(PACKAGE)["page.baseline" if place == 1 else "page.setting"].fill(place=place)
    return (str(own), plain(str(own))) if own else (str(place), words)


def _params(name: str, document: Mapping[str, Any]) -> Params:
    try:
        found: Params = parse_params(Params, [], document=document)
    except ParameterError as error:
        raise ValueError(_both(_said("page.in_setting", name=name), str(error))) from error
    return found


def _both(before: str, error: str) -> str:
    """The error in both languages, each with the setting named first."""
    halves = zip(before.split(" / "), re.split(" / ", error, maxsplit=1), strict=False)
    return " / ".join(f"{head}{half}" for head, half in halves)


def _said(code: str, **values: Any) -> str:
    words = catalogue(PACKAGE)[code].fill(**values)
    return f"{words.zh} / {words.en}"
