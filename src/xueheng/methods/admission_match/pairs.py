"""志愿与名额: which groups of seats are looked at for which choice."""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.market import IntArray
from xueheng.methods.admission_match.entry import Entry
from xueheng.methods.admission_match.lists import Lists

NOWHERE = -1


def pairs_of(lists: Lists, entry: Entry, *, is_whole: bool) -> tuple[IntArray, IntArray]:
    """Choices and groups of their programs, in order: all, or all but those of other schools of origin.

    Where every group is of another school of origin the first one stands for all.
    """
    program_of = np.array([g.program for g in entry.plan.groups], np.int64)
    program = lists.program[lists.choice]
    own, origin = entry.origin
    if is_whole or not (origin >= 0).any():
        return _matched(program, program_of)
    many = origin.max() + 2
    unit = np.repeat(np.arange(lists.size.size), np.diff(lists.first))
    kind = program.astype(np.int64) * many + own[lists.lead[unit]] + 1
    held = program_of * many + origin + 1
    for_all = _matched(program.astype(np.int64) * many, np.where(origin < 0, held, NOWHERE))
    for_own = _matched(kind, np.where(origin >= 0, held, NOWHERE))
    none = np.flatnonzero(np.bincount(np.concatenate((for_all[0], for_own[0])), minlength=kind.size) == 0)
    first = np.searchsorted(program_of, program[none])
    choice = np.concatenate((for_all[0], for_own[0], none))
    group = np.concatenate((for_all[1], for_own[1], first))
    order = np.argsort(choice * program_of.size + group)
    return choice[order], group[order]


def _matched(wanted: IntArray, held: IntArray) -> tuple[IntArray, IntArray]:
    """Every wanted key with each place at which it is held."""
    place = np.argsort(held, kind="stable")
    start = np.searchsorted(held[place], wanted)
    many = np.searchsorted(held[place], wanted, side="right") - start
    choice = np.repeat(np.arange(wanted.size), many)
    return choice, place[np.repeat(start - (np.cumsum(many) - many), many) + np.arange(choice.size)]
