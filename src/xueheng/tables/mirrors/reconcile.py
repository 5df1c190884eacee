"""核对: the rows of a national export against ours: which are new, changed, gone or contradicting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xueheng.tables.mirrors.sides import (
    Change,
    Contradiction,
    Difference,
    Entry,
    Reason,
    Reconciled,
    differences,
)

Found = Entry | Difference | Contradiction
_Alike = tuple[str, date | None, str, str]


def reconcile(
    rows: Sequence[Entry],
    ours: Sequence[Entry],
    *,
    schools: Collection[str],
    known: Collection[str],
    leaving: Collection[str],
    settled: Collection[str] = (),
    roll: Mapping[str, Entry] | None = None,
) -> Reconciled:
    """核对 an export with what is kept here; nothing is written.

    Who is held without a school was here once and may come back. `schools` are the codes that the export may
    speak of, `known` all codes there are, `leaving` the states of those who have gone, `settled` the columns
    that differ only until people have looked. With a `roll`, by number, only who is on it can be new.
    """
    staying = [r for r in rows if r.state not in leaving]
    book = _Book(rows, ours, frozenset(schools), frozenset(known), leaving, frozenset(settled), roll)
    doubts = _repeated(staying)
    found = [book.doubt(r, doubts[r.key]) if r.key in doubts else book.compare(r) for r in staying]
    kept = frozenset(book.met)
    ended = [book.leave(r, kept) for r in rows if r.state in leaving]
    spoken = {r.school for r in rows} & frozenset(schools)
    missing = tuple(p for p in ours if p.school in spoken and p.key not in book.met)
    return _sorted(found, ended, missing)


def _sorted(found: Iterable[Found], ended: Iterable[Found], missing: tuple[Entry, ...]) -> Reconciled:
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
    return "new" if isinstance(one, Entry) else "contradicting"


def _class_of_ended(one: Found) -> str:
    if isinstance(one, Difference):
        return "left"
    return "gone" if isinstance(one, Entry) else "contradicting"


def _repeated(rows: Iterable[Entry]) -> dict[int, Reason]:
    """The rows whose number or document stands in the export more than once, and how."""
    by_key: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for row in rows:
        for kind, value in (("number", row.number), ("document", row.id_number)):
            if value:
                by_key[kind, value, row.about].append(row)
    found: dict[int, Reason] = {}
    for alike in by_key.values():
        if len(alike) > 1:
            reason: Reason = "two_schools" if len({r.school for r in alike}) > 1 else "twice"
            found |= dict.fromkeys((r.key for r in alike), reason)
    return found


class _Book:
    """The roster by number and by person, and whom the export has met so far."""

    def __init__(
        self,
        rows: Iterable[Entry],
        ours: Sequence[Entry],
        schools: frozenset[str],
        known: frozenset[str],
        leaving: Collection[str],
        settled: frozenset[str],
        roll: Mapping[str, Entry] | None,
    ) -> None:
        self.schools, self.known, self.settled, self.roll = schools, known, settled, roll
        self.by_key = {p.key: p for p in ours}
        self.by_number = {p.id: p for p in ours if p.number}
        self.by_person: dict[_Alike, list[Entry]] = defaultdict(list)
        for one in ours:
            self.by_person[_alike(one)].append(one)
        self.named: set[int] = set()
        self.namesakes: dict[_Alike, Entry] = {}  # whom a row names, by where that row says that they are
        self.claims: Counter[tuple[_Alike, bool]] = Counter()
        self.met: set[int] = set()
        self.taken: set[int] = set()
        self.staying = {r.id for r in rows if r.number and r.state not in leaving}
        for row in rows:
            self._expect(row, is_leaving=row.state in leaving)

    def _expect(self, row: Entry, *, is_leaving: bool) -> None:
        """Whom a row names, or else that it claims whoever is alike."""
        held = self._meant(row)
        if held is not None:
            self.named.add(held.key)
            if not is_leaving:
                self.namesakes[_alike(replace(row, born_on=row.born_on or held.born_on))] = held
        elif not (is_leaving and row.id in self.staying):
            self.claims[_alike(row), is_leaving] += 1

    def compare(self, row: Entry) -> Found:
        """One staying row against the roster."""
        if row.state is None:
            return self.doubt(row, "unknown_state")
        if row.school not in self.schools:
            return self.doubt(row, "outside" if row.school in self.known else "unknown_school")
        held = self._meant(row)
        return self._known(row, held) if held else self._unknown(row)

    def leave(self, row: Entry, kept: Collection[int]) -> Found:
        """One leaving row: it ends the stay at the school that it names, unless a staying row has them."""
        held, alike = self._meant(row), self._unnamed(row)
        if held is None and alike and (len(alike) > 1 or self.claims[_alike(row), True] > 1):
            return self.doubt(row, "ambiguous", alike[0])
        held = held or next(iter(alike), None)
        is_elsewhere = held is None or held.school != row.school or row.school not in self.schools
        if held is None or is_elsewhere or held.key in kept or row.id in self.staying:
            return row
        if row.name != held.name:
            return self.doubt(row, "other_name", held)
        return row if held.key in self.taken else self._take(row, held)

    def doubt(self, row: Entry, reason: Reason, held: Entry | None = None) -> Contradiction:
        """A row for somebody to decide; what it means is not missing."""
        held = held or self._meant(row)
        if held:
            self.met.add(held.key)
        return Contradiction(row, reason, held, differences(row, held) if held else ())

    def _known(self, row: Entry, held: Entry) -> Found:
        if held.key in self.taken:
            return self.doubt(row, "twice", held)
        if (reason := _differs(row, held)) is not None:
            return self.doubt(row, reason, held)
        if not held.school:
            return row
        if held.school not in self.schools:
            return self.doubt(row, "elsewhere", held)
        changes = differences(row, held)
        if any(change.column in self.settled for change in changes):
            return self.doubt(row, "differs", held)
        return self._take(row, held, changes)

    def _take(self, row: Entry, held: Entry, changes: tuple[Change, ...] = ()) -> Difference:
        self.met.add(held.key)
        self.taken.add(held.key)
        return Difference(row, held, changes)

    def _unknown(self, row: Entry) -> Found:
        """A row whose number says nothing to us: whoever is alike, if that is one person and one row."""
        alike = self._unnamed(row)
        if len(alike) == 1 and self.claims[_alike(row), False] == 1:
            return self._known(row, alike[0])
        namesake = None if row.number else self.namesakes.get(_alike(row))
        held = next(iter(alike), namesake)
        return self.doubt(row, "ambiguous", held) if held else self._strange(row)

    def _strange(self, row: Entry) -> Found:
        """A row that nothing of ours answers to: new, unless it is about somebody who is not on the roll."""
        if self.roll is None:
            return row
        held = self.roll.get(row.number)
        if held is None or not held.school:
            return Contradiction(row, "not_on_roll")
        if held.school not in self.schools:
            return Contradiction(row, "elsewhere")
        if (reason := _differs(row, held)) is not None:
            return Contradiction(row, reason, held, differences(row, held))
        return row

    def _meant(self, row: Entry) -> Entry | None:
        chosen = self.by_key.get(row.person) if row.person is not None else None
        return self.by_number.get(row.id) or chosen

    def _unnamed(self, row: Entry) -> Sequence[Entry]:
        """Who is alike, but for those whom a row names."""
        return [one for one in self.by_person.get(_alike(row), ()) if one.key not in self.named]


def _alike(one: Entry) -> _Alike:
    return one.name, one.born_on, one.school, one.about


def _differs(row: Entry, held: Entry) -> Reason | None:
    """Why a row may be about somebody else; somebody who has said who it is has settled name and birth."""
    is_decided, is_proven = row.person == held.key, row.id_number and row.id_number == held.id_number
    if row.name != held.name and not is_decided:
        return "other_name"
    if row.number and held.number and row.number != held.number and not is_proven:
        return "other_number"
    if row.born_on and held.born_on and row.born_on != held.born_on and not is_decided:
        return "other_birth"
    return None
