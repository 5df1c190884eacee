"""场次: subjects that nobody takes both are sat at one time, in the fewest sittings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def sittings(choices: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """The sitting of each subject, from 1: as few as there can be, the first such in order of names."""
    taken = sorted(set(choices))
    subjects = sorted({s for choice in taken for s in choice})
    apart = {s: {t for choice in taken if s in choice for t in choice} - {s} for s in subjects}
    most = 0
    while True:
        found = _placed(subjects, apart, most)
        if found is not None:
            return found
        most += 1


def _placed(subjects: list[str], apart: Mapping[str, set[str]], most: int) -> dict[str, int] | None:
    def place(at: int, held: dict[str, int]) -> dict[str, int] | None:
        if at == len(subjects):
            return held
        used = {held[t] for t in apart[subjects[at]] if t in held}
        for sitting in range(1, min(most, max(held.values(), default=0) + 1) + 1):
            if sitting not in used:
                found = place(at + 1, held | {subjects[at]: sitting})
                if found is not None:
                    return found
        return None

    return place(0, {})
