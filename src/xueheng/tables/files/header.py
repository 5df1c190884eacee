"""表头: which rows of a sheet are its header, and what stands above each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xueheng.tables.cells.values import half_width
from xueheng.tables.files.grid import Area, Cell, GridRow, cell_text
from xueheng.tables.schema import MEASURE, Heads

FIRST_ROWS = 10  # the header begins within so many filled rows
DEEPEST = 3  # rows of one header
DECLARED = re.compile(r"单位:[ ]*([^\s:()]+)")
OF_UNITS = re.compile(rf"[(]?({MEASURE})?[)]?|(计量)?单位:?")  # a row of nothing else belongs to the header


@dataclass(frozen=True)
class Header:
    """The rows of a header, and for each column the heads above it and the row of its own head."""

    rows: tuple[int, ...]
    paths: tuple[Heads, ...]
    at: tuple[int, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The name of each column: its heads joined with a slash."""
        return tuple("/".join(path) for path in self.paths)


def find_header(
    lines: Sequence[GridRow], merged: Sequence[Area], known: Callable[[Heads], bool]
) -> Header | None:
    """The header whose columns are known best, the shortest of them; else the first row of several cells."""
    filled = [line for line in lines if any(map(_text, line[1]))][: FIRST_ROWS + DEEPEST]
    starts = range(min(len(filled), FIRST_ROWS))
    headers = [header for start in starts for header in _from(filled[start:], merged)]
    counted = [(sum(map(known, set(header.paths))), header) for header in headers]
    most = max((count for count, _ in counted), default=0)
    best = [header for count, header in counted if count == most > 0]
    return _with_units(min(best, key=lambda h: len(h.rows)), filled) if best else _first(filled)


def _with_units(header: Header, filled: Sequence[GridRow]) -> Header:
    """The header with the units that stand in a row of their own under it, each in brackets."""
    number, cells = next((line for line in filled if line[0] > header.rows[-1]), (0, ()))
    units = [half_width(_text(c)) for c in cells]
    said = [u.strip("()") if re.search(MEASURE, u) else "" for u in units]
    if not any(said) or not all(map(OF_UNITS.fullmatch, units)):
        return header
    said += [""] * len(header.paths)
    paths = tuple(
        (*path[:-1], f"{path[-1]}({unit})") if path and unit else path
        for path, unit in zip(header.paths, said, strict=False)
    )
    return Header((*header.rows, number), paths, header.at)


def units_above(header: Header, lines: Sequence[GridRow]) -> tuple[str, ...]:
    """The units that the title of a table declares for all its columns: 单位：万元."""
    above = "\n".join(_text(c) for number, cells in lines if number < header.rows[0] for c in cells)
    declared = DECLARED.findall(half_width(above))
    return tuple(
        unit for text in declared for unit in re.split("[、,/和]", text) if re.fullmatch(MEASURE, unit)
    )


def first_row(lines: Sequence[GridRow]) -> Header | None:
    """The first filled row as the header, where nothing is known of the headings."""
    return next((_header([line], ()) for line in lines if any(map(_text, line[1]))), None)


def _first(filled: Sequence[GridRow]) -> Header | None:
    """The first row of several cells, or the first one at all."""
    several = (line for line in filled if sum(map(bool, map(_text, line[1]))) > 1)
    line = next(several, filled[0] if filled else None)
    return None if line is None else _header([line], ())


def _from(filled: Sequence[GridRow], merged: Sequence[Area]) -> list[Header]:
    """The headers that may begin with the first of these rows: as deep as its merges ask, or deeper."""
    depth = 1
    while depth < min(DEEPEST, len(filled)) and _goes_on(filled, depth, merged):
        depth += 1
    depths = [depth]
    while depths[-1] < min(DEEPEST, len(filled)) and _could_go_on(filled, depths[-1]):
        depths.append(depths[-1] + 1)
    return [_header(filled[:d], merged) for d in depths]


def _goes_on(filled: Sequence[GridRow], depth: int, merged: Sequence[Area]) -> bool:
    """True when a merged head reaches below these rows, or spans columns with heads of their own below."""
    first, last = filled[0][0], filled[depth - 1][0]
    if any(first <= a.top <= last < a.bottom for a in merged):
        return True
    below = filled[depth][1]
    groups = [a for a in merged if a.bottom == last and a.right > a.left]
    return any(_heads_below(below, a) for a in groups)


def _heads_below(below: Sequence[Cell], area: Area) -> bool:
    cells = [_text(c) for c in below[area.left - 1 : area.right]]
    return sum(map(bool, cells)) > 1 and not any(map(_is_figure, cells))


def _could_go_on(filled: Sequence[GridRow], depth: int) -> bool:
    """True when the next row has heads where this one has gaps or repeats, and nothing like data."""
    above, below = ([_text(c) for c in filled[d][1]] for d in (depth - 1, depth))
    above += [""] * (len(below) - len(above))
    gaps = any(b and a in ("", before) for before, a, b in zip(["", *above], above, below, strict=False))
    is_below_all = not any(below[: next(i for i, a in enumerate(above) if a) + 1])
    return gaps and (is_below_all or not any(map(_is_figure, below)))


def _header(rows: Sequence[GridRow], merged: Sequence[Area]) -> Header:
    width = max(len(cells) for _, cells in rows)
    levels = [_spread(number, cells, width, merged) for number, cells in rows]
    leaf_row = [_text(c) for c in (*rows[-1][1], *[""] * width)]
    if len(rows) > 1 and not merged:
        levels = [_carried(level, leaf_row) for level in levels[:-1]] + levels[-1:]
    paths, at = [], []
    for column in range(width):
        heads = [(text, n) for level, (n, _) in zip(levels, rows, strict=True) if (text := level[column])]
        paths.append(tuple(dict.fromkeys(text for text, _ in heads)))
        at.append(heads[-1][1] if heads else rows[-1][0])
    while paths and not paths[-1]:
        paths.pop()
    return Header(tuple(n for n, _ in rows), tuple(paths), tuple(at[: len(paths)]))


def _spread(number: int, cells: Sequence[Cell], width: int, merged: Sequence[Area]) -> list[str]:
    """The texts of a header row; a head merged over several columns stands in each of them."""
    texts = [_text(c) for c in cells] + [""] * (width - len(cells))
    for area in merged:
        if area.top == number:
            for at in range(area.left, min(area.right, width)):
                texts[at] = texts[at] or texts[area.left - 1]
    return texts


def _carried(level: list[str], leaves: Sequence[str]) -> list[str]:
    """A head that nobody merged goes on over the gaps to its right that have a head below."""
    carried, held = [], ""
    for text, leaf in zip(level, leaves, strict=False):
        held = text or (held if leaf else "")
        carried.append(held)
    return carried


def _text(cell: Cell) -> str:
    """A head as it is named: without the line breaks inside and the blanks around."""
    lines = [line.strip() for line in cell_text(cell).splitlines()]
    return re.sub(r"(?<=[ -~])\n(?=[ -~])", " ", "\n".join(lines).strip()).replace("\n", "")


def _is_figure(text: str) -> bool:
    return half_width(text).rstrip("%").replace(".", "", 1).lstrip("-").isdigit()
