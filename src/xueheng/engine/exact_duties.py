"""The best duties of a few rooms in one session, all else fixed: where matching has left a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from xueheng.engine.invigilation.roster import FORBIDDEN, SCHOOL, Roster

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

LONGEST = 2.0  # units of the solver's own clock, the same on every machine
ROOMS, OTHERS = 8, 24  # rooms solved at once, and free teachers who may come in
Chosen = dict[tuple[int, int], "IntVar"]


def better_session(roster: Roster, session: int, *, rooms: Sequence[int]) -> None:
    """The rooms' duties weigh no more than before."""
    from ortools.sat.python import cp_model

    block = list(dict.fromkeys(rooms))[:ROOMS]
    held = [[roster.take(session, room, place) for place in range(roster.given.per_room)] for room in block]
    free = np.flatnonzero(roster.free(session))
    idle = free[np.lexsort((free, roster.load[free]))].tolist()
    own = [t for team in held for t in team]
    people = own + [t for t in idle if t not in own][:OTHERS]
    model = cp_model.CpModel()
    at = {(t, room): model.new_bool_var("") for t in people for room in block}
    for room in block:
        model.add(sum(at[t, room] for t in people) == roster.given.per_room)
    for t in people:
        model.add_at_most_one(at[t, room] for room in block)
    for room, team in zip(block, held, strict=True):
        for t in people:
            model.add_hint(at[t, room], t in team)
    model.minimize(_weight(model, at, roster, session))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    solver.parameters.max_deterministic_time = LONGEST
    is_found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    for room, team in zip(block, held, strict=True):
        chosen = [t for t in people if solver.value(at[t, room])] if is_found else team
        for place, teacher in enumerate(chosen):
            roster.put(session, room, place, teacher)


def _weight(model: CpModel, at: Chosen, roster: Roster, session: int) -> Any:
    parts: list[Any] = []
    alone = {room: roster.weights(session, room, 0) for room in dict.fromkeys(room for _, room in at)}
    people = list(dict.fromkeys(t for t, _ in at))
    for (t, room), chosen in at.items():
        parts.append(int(alone[room][t]) * chosen)
        if alone[room][t] >= FORBIDDEN:
            model.add(chosen == 0)
    school = roster.given.school
    for i, t in enumerate(people):
        for u in people[i + 1 :]:
            weight = int(roster.pair * roster.met[t, u]) + SCHOOL * bool(school[t] == school[u] >= 0)
            for room in alone if weight else ():
                both = model.new_bool_var("")
                model.add(at[t, room] + at[u, room] <= 1 + both)
                parts.append(weight * both)
    return sum(parts)
