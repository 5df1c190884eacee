"""核对: the rows of the national export against the roster: who is new, changed, gone or contradicting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from xueheng.packs.student_status.reconciled import (
    Contradiction,
    Difference,
    Pupil,
    Reason,
    Reconciled,
    differences,
)

Found = Pupil | Difference | Contradiction


def reconcile(
    rows: Sequence[Pupil],
    roster: Sequence[Pupil],
    *,
    schools: Collection[str],
    known: Collection[str],
    leaving: Collection[str],
) -> Reconciled:
    """核对 the export with the roster, the national status winning; nothing is written.

    A pupil of the roster without a school was on the roll once and may come back. `schools` are the codes
    that the export may speak of, `known` all codes there are, `leaving` the states of those who have gone.
    """
    staying = [r for r in rows if r.state not in leaving]
    book = _Book(rows, roster, frozenset(schools), frozenset(known))
    claimed = {r.number for r in staying if r.number}
    doubts = _repeated(staying)
    found = [book.doubt(r, doubts[r.key]) if r.key in doubts else book.compare(r) for r in staying]
    ended = [book.leave(r, claimed) for r in rows if r.state in leaving]
    spoken = {r.school for r in rows} & frozenset(schools)
    missing = tuple(p for p in roster if p.school in spoken and p.key not in book.met)
    return _sorted(found, ended, missing)


def _sorted(found: Iterable[Found], ended: Iterable[Found], missing: tuple[Pupil, ...]) -> Reconciled:
    held: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        held[_class_of(one)].append(one)
    for one in ended:
        held[_class_of_ended(one)].append(one)
    classes = {
        name: tuple(held[name]) for name in ("new", "changed", "same", "left", "gone", "contradicting")
    }
    return Reconciled(missing=missing, **classes)  # type: ignore[arg-type]


def _class_of(one: Found) -> str:
    if isinstance(one, Difference):
        return "changed" if one.changes else "same"
    return "new" if isinstance(one, Pupil) else "contradicting"


def _class_of_ended(one: Found) -> str:
    if isinstance(one, Difference):
        return "left"
    return "gone" if isinstance(one, Pupil) else "contradicting"


def _repeated(rows: Iterable[Pupil]) -> dict[int, Reason]:
    """The rows whose number or document stands in the export more than once, and how."""
    by_key: dict[tuple[str, str], list[Pupil]] = defaultdict(list)
    for row in rows:
        for kind, value in (("number", row.number), ("document", row.id_number)):
            if value:
                by_key[kind, value].append(row)
    found: dict[int, Reason] = {}
    for alike in by_key.values():
        if len(alike) > 1:
            reason: Reason = "two_schools" if len({r.school for r in alike}) > 1 else "twice"
            found |= dict.fromkeys((r.key for r in alike), reason)
    return found


class _Book:
    """The roster by number and by person, and whom the export has met so far."""

    def __init__(
        self, rows: Iterable[Pupil], roster: Iterable[Pupil], schools: frozenset[str], known: frozenset[str]
    ) -> None:
        self.schools, self.known = schools, known
        named = {r.number for r in rows if r.number}
        self.by_key = {p.key: p for p in roster}
        self.by_number = {p.number: p for p in roster if p.number}
        self.by_person: dict[tuple[str, date | None, str], list[Pupil]] = defaultdict(list)
        for pupil in roster:
            if pupil.number not in named:
                self.by_person[pupil.name, pupil.born_on, pupil.school].append(pupil)
        self.met: set[int] = set()

    def compare(self, row: Pupil) -> Found:
        """One staying row against the roster."""
        if row.state is None:
            return self.doubt(row, "unknown_state")
        if row.school not in self.schools:
            return self.doubt(row, "outside" if row.school in self.known else "unknown_school")
        held = self._meant(row)
        return self._known(row, held) if held else self._unknown(row)

    def leave(self, row: Pupil, claimed: Collection[str]) -> Found:
        """One leaving row: it ends the stay at the school that it names, unless another row has them."""
        held, alike = self._meant(row), self._alike(row)
        if held is None and len(alike) > 1:
            return self.doubt(row, "ambiguous", alike[0])
        held = held or next(iter(alike), None)
        is_settled = held is None or row.number in claimed or held.key in self.met
        if held is None or is_settled or held.school != row.school or row.school not in self.schools:
            return row
        if row.name != held.name:
            return self.doubt(row, "other_name", held)
        self.met.add(held.key)
        return Difference(row, held)

    def doubt(self, row: Pupil, reason: Reason, held: Pupil | None = None) -> Contradiction:
        """A row for somebody to decide; the pupil whom it means is not missing."""
        held = held or self._meant(row)
        if held:
            self.met.add(held.key)
        return Contradiction(row, reason, held, differences(row, held) if held else ())

    def _known(self, row: Pupil, held: Pupil) -> Found:
        if held.key in self.met:
            return self.doubt(row, "twice", held)
        if (reason := _differs(row, held)) is not None:
            return self.doubt(row, reason, held)
        if not held.school:
            return row
        if held.school not in self.schools:
            return self.doubt(row, "elsewhere", held)
        self.met.add(held.key)
        return Difference(row, held, differences(row, held))

    def _unknown(self, row: Pupil) -> Found:
        alike = self._alike(row)
        if len(alike) != 1:
            return self.doubt(row, "ambiguous", alike[0]) if alike else row
        return self._known(row, alike[0])

    def _meant(self, row: Pupil) -> Pupil | None:
        chosen = self.by_key.get(row.person) if row.person is not None else None
        return self.by_number.get(row.number) or chosen

    def _alike(self, row: Pupil) -> Sequence[Pupil]:
        return self.by_person.get((row.name, row.born_on, row.school), ())


def _differs(row: Pupil, held: Pupil) -> Reason | None:
    """Why a row may be about somebody else; somebody who has said who it is has settled name and birth."""
    is_decided, is_proven = row.person == held.key, row.id_number and row.id_number == held.id_number
    if row.name != held.name and not is_decided:
        return "other_name"
    if row.number and held.number and row.number != held.number and not is_proven:
        return "other_number"
    if row.born_on and held.born_on and row.born_on != held.born_on and not is_decided:
        return "other_birth"
    return None
