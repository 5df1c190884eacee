"""志愿规则: the last saved choice counts, in time, each school once, ranks without a gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.standards.words import comparable
from xueheng.tables.rows import Flag, Rows
from xueheng.tables.rules.places import row_list

STUDENT, BATCH, KIND, RANK = "student", "batch", "kind", "rank"
PROGRAM, MAJOR, AT = "program", "major", "submitted_at"
FIRST_BATCH = "1"


class Slot(NamedTuple):
    """One place of a choice list: whose, in which batch, of which kind, at which rank."""

    student: str
    batch: str
    kind: str | None
    rank: int


@dataclass(frozen=True)
class Saved:
    """What was saved for one slot: what counts, what was replaced, said twice, or contradicts."""

    counting: tuple[int, ...]
    replaced: tuple[int, ...] = ()  # saved at different times, the one that counts among them
    again: tuple[tuple[int, ...], ...] = ()  # each group says exactly the same; its first counts
    aside: tuple[int, ...] = ()  # saved too late, or nobody can read when

    @property
    def is_disputed(self) -> bool:
        """True when more than one row was saved in time."""
        return bool(self.replaced or self.again or len(self.counting) > 1)

    @property
    def dropped(self) -> frozenset[int]:
        """The rows that count no more."""
        touched = {*self.replaced, *(row for group in self.again for row in group)}
        return frozenset(touched - {*self.counting})


def latest_wins(rows: Rows) -> Iterator[Flag]:
    """最后一次为准: of a choice saved more than once in time, the last one counts."""
    if is_plain(rows):
        return
    for saved in (s for s in saved_choices(rows).values() if s.is_disputed):
        dropped, last = saved.dropped, row_list(rows, saved.counting)
        said = {"rows": row_list(rows, saved.replaced), "last": last}
        for row in saved.replaced:
            yield Flag("LATEST_WINS", "notice", row, None, said, drops=row in dropped)
        for group in saved.again:
            same = {"rows": row_list(rows, group)}
            yield from (Flag("DUP_SAME", "notice", r, STUDENT, same, drops=r in dropped) for r in group)
        if len(saved.counting) > 1:
            yield from (Flag("PREF_CONFLICT", "error", row, RANK, {"rows": last}) for row in saved.counting)


def in_time(rows: Rows) -> Iterator[Flag]:
    """截止时间: saved at the deadline's own second is in time, one second later is not."""
    for row in sorted(late(rows) - {*rows.dropped}):
        yield Flag("AFTER_DEADLINE", "error", row, AT, {"deadline": _shown(_deadline(rows))})


def each_school_once(rows: Rows) -> Iterator[Flag]:
    """重复志愿: one school, or one major of it, stands once in a batch among choices of a kind."""
    if is_plain(rows):
        return
    named: dict[tuple[Any, ...], list[tuple[int, int]]] = defaultdict(list)
    for slot, saved in saved_choices(rows).items():
        for row in saved.counting:
            program = rows.values(PROGRAM)[row]
            if program is not None:
                key = (*slot[:3], comparable(program), rows.values(MAJOR)[row])
                named[key].append((slot.rank, row))
    for group in (g for g in named.values() if len({rank for rank, _ in g}) > 1):
        said = {"rows": row_list(rows, [row for _, row in group])}
        for row in (row for _, row in group if rows.is_sound(row, PROGRAM)):
            yield Flag("PREF_REPEAT", "error", row, PROGRAM, said)


def no_gap(rows: Rows) -> Iterator[Flag]:
    """志愿顺序: ranks run 1, 2, 3 … in a batch, or among the choices of one kind."""
    if is_plain(rows):
        return
    ranked = zip(*(rows.values(c) for c in (STUDENT, BATCH, RANK)), strict=True)
    unread = {(student, batch or FIRST_BATCH) for student, batch, rank in ranked if rank is None}
    lists: dict[tuple[str, str], list[tuple[Slot, int]]] = defaultdict(list)
    for slot, saved in saved_choices(rows).items():
        lists[slot.student, slot.batch].append((slot, (saved.counting + saved.aside)[0]))
    for key, slots in lists.items():
        if key not in unread:
            yield from (flag for part in _numbered_lists(slots) for flag in _gaps(part))


def is_plain(rows: Rows) -> bool:
    """True when every list runs 1, 2, 3 … and names each school once, so that no rule has anything to say."""
    held = [rows.table[c] for c in (STUDENT, RANK, PROGRAM) if rows.has(c)]
    is_open = bool(rows.wrong or rows.dropped or rows.context.deadline is not None)
    if is_open or len(held) < len((STUDENT, RANK, PROGRAM)) or any(c.null_count for c in held):
        return False
    if any(rows.has(c) and rows.table[c].null_count < rows.n for c in (MAJOR, AT)):
        return False
    if "is_plain" not in rows.memo:
        rows.memo["is_plain"] = _is_in_order(rows)
    return bool(rows.memo["is_plain"])


def _is_in_order(rows: Rows) -> bool:
    """True when the ranks of every list are 1, 2, 3 … and no school stands twice in one."""
    lists = _coded(rows.table[STUDENT])
    if rows.has(BATCH):
        part = _coded(pc.fill_null(rows.table[BATCH], FIRST_BATCH))
        lists = np.unique(lists * (part.max(initial=0) + 1) + part, return_inverse=True)[1]
    if not _runs(lists, rows.table[RANK].to_numpy()):
        return False
    named = {comparable(p) for p in pc.unique(rows.table[PROGRAM]).to_pylist()}
    program = _coded(rows.table[PROGRAM])
    lists *= program.max(initial=0) + 1
    lists += program
    lists.sort()
    return len(named) == program.max(initial=-1) + 1 and bool((lists[1:] > lists[:-1]).all())


def _runs(lists: np.ndarray, rank: np.ndarray) -> bool:
    """True when the ranks of every list are 1, 2, 3 …."""
    begins = np.flatnonzero(lists[1:] != lists[:-1]) + 1
    if rank[:1].tolist() == [1] and begins.size + 1 == lists.max(initial=0) + 1:  # lists stand in one piece
        steps = rank[1:] == rank[:-1] + 1
        steps[begins - 1] = rank[begins] == 1
        return bool(steps.all())
    order = np.lexsort((rank, lists))
    starts = np.flatnonzero(np.diff(lists[order], prepend=-1))
    wanted = np.arange(lists.size) - np.repeat(starts, np.diff(starts, append=lists.size)) + 1
    return bool((rank[order] == wanted).all())


def _coded(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return np.asarray(pc.dictionary_encode(whole).indices).astype(np.int64)


def saved_choices(rows: Rows) -> dict[Slot, Saved]:
    """志愿 by slot, of every row that counts still and whose student and rank can be read."""
    slots: dict[Slot, list[int]] = defaultdict(list)
    columns = (rows.values(c) for c in (STUDENT, BATCH, KIND, RANK))
    for row, (student, batch, kind, rank) in enumerate(zip(*columns, strict=True)):
        if student is not None and rank is not None and row not in rows.dropped:
            slots[Slot(student, batch or FIRST_BATCH, kind, rank)].append(row)
    aside = late(rows) | {row for row, column in rows.wrong if column == AT}
    return {slot: _saved(rows, members, aside) for slot, members in slots.items()}


def late(rows: Rows) -> set[int]:
    """逾期: the rows saved after the deadline."""
    deadline = _deadline(rows)
    if deadline is None:
        return set()
    return {row for row, at in enumerate(rows.values(AT)) if at is not None and at > deadline}


def _saved(rows: Rows, members: list[int], aside: set[int]) -> Saved:
    if len(members) == 1 and members[0] not in aside:
        return Saved(counting=(members[0],))
    known = [row for row in members if row not in aside]
    last = _last_saved(rows, known)
    distinct = _distinct(rows, last)
    return Saved(
        counting=tuple(group[0] for group in distinct),
        replaced=tuple(known) if len(last) < len(known) else (),
        again=tuple(group for group in distinct if len(group) > 1),
        aside=tuple(row for row in members if row in aside),
    )


def _last_saved(rows: Rows, members: list[int]) -> list[int]:
    """Those saved last; all of them where one does not say when it was saved."""
    times = [rows.values(AT)[row] for row in members]
    if len(members) < 2 or None in times:
        return members
    last = max(times)
    return [row for row, at in zip(members, times, strict=True) if at == last]


def _distinct(rows: Rows, members: list[int]) -> list[tuple[int, ...]]:
    """Rows in groups that say exactly the same in every column."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in members:
        said = tuple(rows.values(name)[row] for name in rows.table.column_names) if len(members) > 1 else ()
        groups[said].append(row)
    return [tuple(group) for group in groups.values()]


def _numbered_lists(slots: list[tuple[Slot, int]]) -> list[list[tuple[Slot, int]]]:
    """The lists in which ranks are numbered: the whole batch, or each kind where ranks stand again."""
    ranks = [slot.rank for slot, _ in slots]
    if len(set(ranks)) == len(ranks):
        return [slots]
    by_kind = sorted(slots, key=lambda s: s[0].kind or "")
    return [list(part) for _, part in groupby(by_kind, key=lambda s: s[0].kind)]


def _gaps(part: list[tuple[Slot, int]]) -> Iterator[Flag]:
    wanted = 1
    for slot, row in sorted(part, key=lambda s: s[0].rank):
        if slot.rank > wanted:
            missing = str(wanted) if slot.rank == wanted + 1 else f"{wanted}–{slot.rank - 1}"
            yield Flag("PREF_GAP", "warning", row, RANK, {"missing": missing})
        wanted = slot.rank + 1


def _deadline(rows: Rows) -> datetime | None:
    """The deadline in its own zone, as the times in the table are."""
    deadline = rows.context.deadline
    return None if deadline is None else deadline.replace(tzinfo=None)


def _shown(at: datetime | None) -> str:
    return "" if at is None else at.isoformat(sep=" ")
