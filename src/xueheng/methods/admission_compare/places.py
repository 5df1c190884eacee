"""去向: where one setting places every applicant, in the order of their numbers, and how good that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xueheng.engine.admission.market import BoolArray, IntArray
from xueheng.methods.admission_compare.settings import PACKAGE, Setting
from xueheng.methods.admission_match.batch import remarks
from xueheng.methods.admission_match.body import admitted
from xueheng.methods.admission_match.found import index_in
from xueheng.methods.admission_match.outcomes import match_table, program_rows
from xueheng.standards.words import Words, catalogue
from xueheng.tables.issues import Issue, Refused

NOWHERE = 1 << 40  # worse than any choice of any batch
RANKS = 1 << 20


@dataclass(frozen=True)
class Places:
    """An admission by one setting."""

    setting: Setting
    order: tuple[str, ...]  # the batches as the baseline takes them
    matches: pa.Table  # by applicants' numbers
    programs: tuple[tuple[object, ...], ...]  # as admission.match tells of them
    issues: tuple[Issue, ...]

    @cached_property
    def at(self) -> IntArray:
        """How far down each came: by batch, then by rank, and last of all nowhere."""
        batch = index_in(self.matches["batch"].combine_chunks(), pa.array(self.order, pa.string()))
        rank = pc.fill_null(self.matches["rank"], 0).to_numpy()
        return np.where(batch < 0, NOWHERE, batch * RANKS + rank)

    @cached_property
    def is_placed(self) -> BoolArray:
        """Who is admitted at all."""
        return self.at < NOWHERE


@dataclass(frozen=True)
class Effect:
    """One setting against the baseline: whom it moves, and whether up or down their own lists."""

    before: Places
    after: Places

    @cached_property
    def is_moved(self) -> BoolArray:
        """Who comes to another program, or to none."""
        return self._differs("program")

    @cached_property
    def is_seated_otherwise(self) -> BoolArray:
        """Who comes to another program, or to the same in another batch."""
        return self.is_moved | self._differs("batch")

    def _differs(self, name: str) -> BoolArray:
        one, other = (pc.fill_null(p.matches[name], "") for p in (self.before, self.after))
        return np.asarray(pc.not_equal(one, other).to_numpy())

    @cached_property
    def gained(self) -> BoolArray:
        """Who comes to a program that stands higher on the own list."""
        return self.is_moved & (self.after.at < self.before.at)

    @cached_property
    def lost(self) -> BoolArray:
        """Who comes to a program that stands lower on the own list, or to none."""
        return self.is_moved & (self.after.at > self.before.at)

    @cached_property
    def entered(self) -> BoolArray:
        """Who is admitted here alone."""
        return self.after.is_placed & ~self.before.is_placed

    @cached_property
    def dropped(self) -> BoolArray:
        """Who is admitted by the baseline alone."""
        return self.before.is_placed & ~self.after.is_placed


def places_of(inputs: Mapping[str, pa.Table], setting: Setting, *, order: tuple[str, ...]) -> Places:
    """The admission by one setting; what it leaves unsaid is refused with its name."""
    try:
        held = admitted(inputs, setting.params)
    except Refused as refused:
        raise Refused([_named(issue, setting) for issue in refused.issues]) from refused
    batches = order or tuple(batch.world.entry.plan.batch for batch in held.batches)
    matches = match_table(held.batches, held.people).sort_by("student").combine_chunks()
    said = tuple(_named(issue, setting) for batch in held.batches for issue in remarks(batch))
    return Places(setting, batches, matches, tuple(program_rows(held.batches)), said)


def _named(issue: Issue, setting: Setting) -> Issue:
    """An issue of a rule with the setting named first; one of a row as it is."""
    if issue.row is not None:
        return issue
    before = catalogue(PACKAGE)["page.in_setting"].fill(name=setting.label)
    return replace(issue, words=Words(before.zh + issue.words.zh, before.en + issue.words.en))
