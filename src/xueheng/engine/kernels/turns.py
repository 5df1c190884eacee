"""Serial dictatorship: one after another, each takes the first group down its ladder that has room."""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.market import IntArray, Manner, Market
from xueheng.engine.kernels import kernel


@kernel
def take_turns(turn: IntArray, market: Market, manner: Manner) -> tuple[IntArray, int]:
    """The rung of each unit; `turn` holds the units in the order in which they choose."""
    ladders, size, groups = market.ladders, market.size, market.groups
    ends = ladders.first_rung[ladders.first_choice]
    rung = np.full(size.size, -1)
    used, last = np.zeros(groups.seats.size, np.int64), np.full(groups.seats.size, -1)
    added, asked = np.zeros(groups.extra.size, np.int64), 0
    for unit in turn:
        for at in range(ends[unit], ends[unit + 1]):
            group = ladders.group[at]
            asked += 1
            seats, program = groups.seats[group], groups.program[group]
            over = max(0, used[group] + size[unit] - max(seats, used[group]))
            if over > 0 and added[program] + over > groups.extra[program]:
                continue
            is_free = used[group] < seats and (over == 0 or manner.together)
            is_tied = manner.ties and used[group] >= seats > 0 and ladders.tie[at] == last[group]
            if is_free or is_tied:
                used[group] += size[unit]
                added[program] += over
                if manner.ties and is_free:
                    last[group] = ladders.tie[at]
                rung[unit] = at
                break
    return rung, asked
