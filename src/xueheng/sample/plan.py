"""What a generated county consists of, as `plans/*.yaml` list it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Size = Literal["small", "county", "city"]
SIZES: tuple[Size, ...] = ("small", "county", "city")
SURVEYS = (2024, 2025, 2026)
YEARS = {"kindergarten": 3, "primary": 6, "junior": 3, "senior": 3, "vocational": 3}
FIRST_AGE = {"kindergarten": 3, "primary": 6, "junior": 12, "senior": 15, "vocational": 15}
FIRST_GRADE = {"kindergarten": -2, "primary": 1, "junior": 7, "senior": 10, "vocational": 10}
TYPES = {
    "kindergarten": 11,
    "primary_school": 21,
    "teaching_point": 21,
    "junior_school": 31,
    "nine_year_school": 31,
    "senior_school": 34,
    "complete_school": 34,
    "vocational_school": 36,
    "special_school": 51,
}


@dataclass(frozen=True)
class School:
    """学校 before anything is drawn; its stages give the classes of a grade and the pupils of a class."""

    code: str
    name: str
    kind: str
    town: int
    parent: str  # code of the organisation above
    ownership: str
    stages: Mapping[str, tuple[int, int]]
    intake: int  # order in which the best entrance marks go there
    adds: float  # what it adds, in SDs of its pupils
    skewed: int  # the year of entry whose first class is made up unlike the others; 0 for none


@dataclass(frozen=True)
class Unit:
    """县（或市直）: one administration with its towns and schools; `number` tells its persons apart."""

    number: int
    code: str
    name: str
    short: str
    english: str
    parent: str
    towns: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    schools: tuple[School, ...]

    @property
    def is_city(self) -> bool:
        """True for the schools that the city runs itself."""
        return self.parent == "" and self.code == place("city")["code"]


def units(size: Size) -> tuple[Unit, ...]:
    """The counties of a size, the city's own schools first."""
    counties = place("counties")
    if size != "city":
        return (_county(0, size, ""),)
    city = place("city")
    own = {**city, "towns": ["市区"]}
    return (
        _unit(3, own, _document("city"), ""),
        *(_county(n, "county", city["code"]) for n in range(len(counties))),
    )


def place(name: str) -> Any:
    """One part of the list of invented places."""
    return _document("places")[name]


def words(name: str) -> str:
    """The characters of which names of persons are made."""
    return str(_document("names")[name])


@cache
def _document(name: str) -> Mapping[str, Any]:
    text = (files(__package__) / "plans" / f"{name}.yaml").read_text("utf-8")
    document: Mapping[str, Any] = yaml.safe_load(text)
    return document


def _county(number: int, plan: str, parent: str) -> Unit:
    return _unit(number, place("counties")[number], _document(plan), parent)


def _unit(number: int, at: Mapping[str, Any], said: Mapping[str, Any], parent: str) -> Unit:
    prefix = "" if number == 3 else str(at["short"])
    schools = tuple(_school(number, n, one, at, prefix) for n, one in enumerate(said["schools"], 1))
    groups = tuple((f"{at['code']}-{g['code']}", g["name"]) for g in said["groups"])
    called = (at["name"], at["short"], at["english"])
    return Unit(number, at["code"], *called, parent, tuple(at["towns"]), groups, schools)


def _school(number: int, n: int, said: Mapping[str, Any], at: Mapping[str, Any], prefix: str) -> School:
    kind, town = said["kind"], said["town"]
    return School(
        f"{TYPES[kind]}43{990 + number}{n:03d}",
        prefix + said["name"].format(*at["towns"]),
        kind,
        town,
        _above(said, at, kind, town),
        said.get("ownership", "public"),
        {stage: tuple(said[stage]) for stage in YEARS if stage in said},
        said.get("intake", 0),
        float(said.get("adds", 0)),
        said.get("skewed", 0),
    )


def _above(said: Mapping[str, Any], at: Mapping[str, Any], kind: str, town: int) -> str:
    """学校的上级: a group, the central school of its town, or the county itself."""
    if "parent" in said:
        return f"{at['code']}-{said['parent']}"
    is_of_town = kind in ("primary_school", "teaching_point", "kindergarten") and town > 0
    return f"{at['code']}-center-{town}" if is_of_town and said.get("ownership") != "private" else at["code"]
