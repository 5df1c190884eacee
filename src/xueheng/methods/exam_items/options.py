"""选项分析: who chose each option of a choice question, and what they did in the rest of the test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from xueheng.engine.item_extremes import OptionFigure, option_figure
from xueheng.engine.item_sums import FloatArray
from xueheng.methods.exam_items import Params
from xueheng.methods.exam_items.paper import Paper, told
from xueheng.standards.item_rules import item_number
from xueheng.tables.arrow import pa
from xueheng.tables.issues import Refused

BLANK = "blank"


def option_rows(
    letters: pa.Table, paper: Paper, ids: pa.ChunkedArray, total: FloatArray, params: Params
) -> Iterable[list[Any]]:
    """One row an option, of the pupils who are in both tables."""
    place = {pupil: row for row, pupil in enumerate(letters["id"].to_pylist())}
    if len(place) < letters.num_rows:
        raise Refused([told("OPTIONS_TWICE")])
    here = [(row, place[pupil]) for row, pupil in enumerate(ids.to_pylist()) if pupil in place]
    if len(here) < 2:
        raise Refused([told("OPTIONS_APART", value=len(here))])
    rows = np.array([row for row, _ in here])
    for item, key in params.key.items():
        rest = (total - np.nan_to_num(paper.marks[:, paper.items.index(item)]))[rows]
        column = letters[item].to_pylist()
        yield from _of_item(item, key.strip().upper(), [column[i] for _, i in here], rest)


def _of_item(item: str, key: str, chosen: list[str | None], rest: FloatArray) -> Iterable[list[Any]]:
    letters = np.array([(c or "").strip().upper() or BLANK for c in chosen], object)
    for option in sorted({*letters, key}):
        found = option_figure(np.array(letters == option, bool), rest)
        figures = [found.n, found.share, found.mean_rest, found.r]
        yield [item, option, option == key, *figures, _flag(found, option, key)]


def _flag(found: OptionFigure, option: str, key: str) -> str | None:
    if option == key:
        return "key_error" if found.n == 0 or found.r < 0 else None
    if option == BLANK:
        return None
    if found.r > 0:
        return "attracts_able"
    return "rare" if found.share < float(item_number("rare")) else None
