"""例: everything of a generated county as tables; the same bytes for the same seed on every machine."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.csv as pc

from xueheng.sample import exams, marks, resources, surveys
from xueheng.sample.enrolment import roll
from xueheng.sample.exams import Exam
from xueheng.sample.facts import facts
from xueheng.sample.families import Families, families
from xueheng.sample.orgs import orgs
from xueheng.sample.people import born, persons
from xueheng.sample.plan import SURVEYS, Size, Unit, units
from xueheng.sample.roll import Roll
from xueheng.sample.staff import Staff, staff
from xueheng.sample.ties import guardians, posts, spells, teaching


@dataclass(frozen=True)
class County:
    """一县的示例: its plan, its people and what follows from them; `tables` names everything."""

    unit: Unit
    seed: str
    roll: Roll
    families: Families
    staff: Staff
    persons: pa.Table  # pupils, then guardians, then staff

    @cached_property
    def exams(self) -> tuple[Exam, ...]:
        """考试 that were held, with the one whose workbook waits."""
        return (*exams.exams(self.unit), exams.autumn_mock(self.unit))

    @cached_property
    def tables(self) -> Mapping[str, pa.Table]:
        """Every generated table by name."""
        return dict(self._tables())

    def marks(self, exam: Exam) -> pa.Table:
        """成绩表 of an exam, with the pupils' numbers and names."""
        return self._named(marks.marks(self.unit, self.roll, exam, seed=self.seed))

    def _tables(self) -> Iterator[tuple[str, pa.Table]]:
        unit, found = self.unit, self.roll
        yield "orgs", orgs(unit, found)
        yield "persons", self.persons
        yield "facts", facts(unit, found, seed=self.seed)
        yield "spells", spells(unit, found)
        yield "guardians", guardians(found, self.families)
        yield "posts", posts(unit, found, self.staff, n_persons=self.persons.num_rows)
        yield "teachers", surveys.teachers(unit, self.persons, self.staff)
        yield "teaching", teaching(unit, found, self.staff, self.persons)
        for year in SURVEYS:
            yield f"schools-{year}", surveys.schools(unit, found, year=year)
            yield f"population-{year}", surveys.population(unit, found, year=year, seed=self.seed)
            if not unit.is_city:
                yield f"resources-{year}", resources.resources(unit, found, year=year, seed=self.seed)
            linked = marks.linked(unit, found, year, seed=self.seed)
            yield f"linked-{year}", self._named(linked)
        for exam in self.exams:
            yield exam.id, self.marks(exam)

    def _named(self, scores: pa.Table) -> pa.Table:
        people = self.persons.take(scores["id"])
        named = scores.set_column(0, "id", people["number"])
        return named.set_column(1, "name", people["name"])


def generate(size: Size, *, seed: str) -> tuple[County, ...]:
    """例 of a size: one county, or the city's own schools and three counties."""
    return tuple(_county(unit, seed) for unit in units(size))


def _county(unit: Unit, seed: str) -> County:
    found = roll(unit, seed=seed)
    kin = families(unit, found, seed=seed)
    made = staff(unit, found, seed=seed)
    who = born(found, kin, staff_male=made.is_male, staff_born=made.born)
    sizes = {"n_pupils": len(found.pupils.born), "n_staff": len(made.school)}
    return County(unit, seed, found, kin, made, persons(unit, who, seed=seed, **sizes))


def digest(counties: tuple[County, ...]) -> str:
    """SHA-256 over every table as CSV, in the order of their names."""
    total = hashlib.sha256()
    for county in counties:
        for name, table in sorted(county.tables.items()):
            total.update(f"{county.unit.code}/{name}\n".encode())
            total.update(csv_of(table))
    return total.hexdigest()


def csv_of(table: pa.Table) -> bytes:
    """A table as CSV; lists joined by blanks."""
    plain = [
        pa.array([" ".join(v) for v in table[f.name].to_pylist()])
        if pa.types.is_list(f.type)
        else table[f.name]
        for f in table.schema
    ]
    out = io.BytesIO()
    pc.write_csv(pa.table(plain, names=table.column_names), out)
    return out.getvalue()
