"""教师团队: posts of each subject dealt to teams that are alike, and teams to classes by a second draw."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa

from xueheng.engine.lottery import xhl1
from xueheng.engine.placement.measures import Category, Column, features
from xueheng.engine.placement.teams import teamed
from xueheng.methods.placement_classes import Params
from xueheng.methods.placement_classes.roster import WEIGHT, cells_of, levels_of, whole
from xueheng.tables.issues import Refused, finding


def team_rows(table: pa.Table, params: Params) -> Iterator[tuple[str, str, str, str]]:
    """Class, subject, teacher and team; Refused where a subject's teachers do not fill the classes."""
    posts = table.take(_posts(table, params))
    subjects = levels_of(cells_of(posts, "subject"))
    years = tuple(Decimal(cell or 0) for cell in cells_of(posts, "years"))
    categories = [
        Category(levels_of(cells_of(posts, name)).of_pupil, WEIGHT)
        for name in ("title", "sex")
        if name in posts.column_names
    ]
    columns = [Column(whole(years), WEIGHT)] if "years" in posts.column_names else []
    goals = features(columns, categories, pupils=posts.num_rows)
    team_of = teamed(goals, subjects.of_pupil, teams=params.classes, seed=params.seed)
    class_of = _drawn(params)
    for subject, teacher, team in zip(
        posts["subject"].to_pylist(), posts["id"].to_pylist(), team_of.tolist(), strict=True
    ):
        yield class_of[team], subject, teacher, str(team + 1)


def _posts(table: pa.Table, params: Params) -> list[int]:
    """The rows in order of id, each as often as its teacher teaches classes of the subject."""
    have: dict[str, int] = {}
    found: list[int] = []
    ids, subjects = table["id"].to_pylist(), cells_of(table, "subject")
    counts = [int(cell or 1) for cell in cells_of(table, "classes")]
    for at in sorted(range(len(ids)), key=lambda at: (subjects[at], ids[at].encode())):
        found += [at] * counts[at]
        have[subjects[at]] = have.get(subjects[at], 0) + counts[at]
    wrong = [
        finding("TEACHERS_WRONG", "error", package=__package__, value=s, have=n, need=params.classes)
        for s, n in have.items()
        if n != params.classes
    ]
    if wrong:
        raise Refused(wrong)
    return found


def _drawn(params: Params) -> list[str]:
    """The class of each team: teams in their order get the classes in order of ticket."""
    names, seed = params.class_names, params.team_seed or params.seed
    drawn = xhl1.tickets(names, seed=seed, scope="teams", algorithm="sha256")
    return [names[at] for at in xhl1.ordered(names, drawn)]
