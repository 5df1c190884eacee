"""Cells into typed columns: the many plain ones at once, the few odd ones each by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import partial
from math import isfinite
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.tables.cells.ordinals import ordinal_of

MARK = pa.decimal128(18, 4)
AMOUNT = pa.decimal128(38, 12)
FEW_PLACES = 6  # of floats that stand for decimals
PLAIN_NUMBER = r"^-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$"
PLAIN_INTEGER = r"^-?\d{1,15}$"
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
OF_UNIT = re.compile(r"[¥$]?\s*([+-]?[\d.,]+)\s*(\D*)", re.ASCII)
LARGEST = 10**13  # marks and amounts stay below it
SIGNS = re.compile(r"[^\w×]+|_+")
OF_WORDS = re.compile(r"[\u4e00-\u9fff]{2,10}")
DENIALS = ("未", "没", "没有", "非", "无", "不")  # 未违纪 is no 违纪
MISSING = frozenset({"", "na", "nan", "null", "none", "n/a", "."})


Units = Mapping[str, Decimal]  # a unit in comparable form, and what one of it counts
NO_UNITS: Units = MappingProxyType({})


@dataclass(frozen=True)
class Cell:
    """What an odd text means: a value, a status mark, or a problem; each with its repair."""

    value: Decimal | float | None = None
    status: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Typed:
    """A typed column, the status marks found in it, and the odd cells by row index."""

    values: pa.Array
    status: pa.Array | None = None
    odd: tuple[tuple[int, str, Cell], ...] = ()


def as_text(column: pa.ChunkedArray) -> pa.Array:
    """The column as trimmed text, blank as null."""
    return pc.utf8_trim_whitespace(as_written(column))


def as_written(column: pa.ChunkedArray) -> pa.Array:
    """The column as text as it stands, blank as null; whole floats lose their '.0'."""
    flat = _flat(column)
    if pa.types.is_dictionary(flat.type):
        flat = flat.dictionary_decode()
    if pa.types.is_floating(flat.type):
        flat = pc.if_else(pc.is_nan(flat), pa.scalar(None, flat.type), flat)
        whole = pc.and_(pc.equal(pc.floor(flat), flat), pc.less(pc.abs(flat), 1e15))
        flat = pc.cast(flat, pa.int64()) if pc.all(whole).as_py() else flat
    text = pc.cast(flat, pa.string())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(text), ""), pa.scalar(None, pa.string()), text)


def as_mark(column: pa.ChunkedArray, *, words: Mapping[str, str]) -> Typed:
    """Marks with at most four decimal places; `words` maps what stands for an absence to its status."""
    return _decimals(column, MARK, words)


def as_amount(column: pa.ChunkedArray, *, units: Units = NO_UNITS) -> Typed:
    """Exact decimals with at most twelve places; `units` may stand behind them, each with its factor."""
    return _decimals(column, AMOUNT, {}, units)


def _decimals(
    column: pa.ChunkedArray, kind: pa.DataType, words: Mapping[str, str], units: Units = NO_UNITS
) -> Typed:
    if _is_number(column.type) and _is_small(column):
        return _typed_decimal(column, kind)
    plain = rf"^-?\d{{1,13}}(\.\d{{1,{kind.scale}}})?$"
    read = partial(read_decimal, marks=words, places=kind.scale)
    return _parsed(as_written(column), plain, kind, _with_units(read, units))


def as_integer(column: pa.ChunkedArray, *, units: Units = NO_UNITS) -> Typed:
    """Whole numbers; `units` may stand behind them, each with its factor."""
    return _parsed(as_written(column), PLAIN_INTEGER, pa.int64(), _with_units(_read_integer, units))


def as_ordinal(column: pa.ChunkedArray) -> Typed:
    """Whole numbers, of which words for a place are read too: 第一志愿."""
    if pa.types.is_integer(column.type) and _is_small(column):
        return Typed(pc.cast(_flat(column), pa.int64()))
    return _parsed(as_written(column), PLAIN_INTEGER, pa.int64(), _read_ordinal)


def as_number(column: pa.ChunkedArray) -> Typed:
    """Measured numbers as float64; NA and its like are missing."""
    if _is_number(column.type):
        return Typed(_finite(pc.cast(_flat(column), pa.float64())))
    return _parsed(as_written(column), PLAIN_NUMBER, pa.float64(), _read_number)


def looks_numeric(column: pa.ChunkedArray, *, share: float, apart_from: Collection[str]) -> bool:
    """True when at least that share of the cells that hold anything else than those words are numbers."""
    if _is_number(column.type):
        return True
    text = pc.utf8_normalize(as_text(column).drop_null(), form="NFKC")
    words = pc.is_in(pc.utf8_lower(text), pa.array(apart_from, pa.string()))
    held = len(text) - (pc.sum(words).as_py() or 0)
    plain = pc.sum(pc.match_substring_regex(text, PLAIN_NUMBER)).as_py() or 0
    return bool(held > 0 and plain >= share * held)


def half_width(text: str) -> str:
    """Full-width digits and signs as half-width ones, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def status_of(text: str, marks: Mapping[str, str]) -> str | None:
    """缺考等: the status that a text is the word for, or that all its words of absence agree on."""
    plain = half_width(text).lower()
    bare = SIGNS.sub("", plain) or plain[:1]
    found = marks.get(plain) or marks.get(bare)
    if found or not OF_WORDS.fullmatch(bare):
        return found
    named = {status for word, status in marks.items() if len(word) > 1 and word in bare}
    denied = any(f"{no}{word}" in bare for word in marks if len(word) > 1 for no in DENIALS)
    return named.pop() if len(named) == 1 and not denied else None


def read_decimal(text: str, marks: Mapping[str, str], *, places: int = 12) -> Cell:
    """What one odd text means in a column of exact decimals."""
    plain = half_width(text)
    if marks and (status := status_of(text, marks)):
        return Cell(status=status)
    plain = _ungrouped(plain.removesuffix("分").rstrip() if marks else plain)
    if not NUMBER.fullmatch(plain) or abs(value := Decimal(plain)) >= LARGEST:
        return Cell(problem="NOT_NUMBER")
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded != value:
        return Cell(value=rounded, problem="TOO_PRECISE")
    return Cell(value=rounded, problem=None if plain == text else "NUM_TEXT")


def places(kind: str) -> int:
    """The most decimal places that a column of that type holds."""
    return int((MARK if kind == "score" else AMOUNT).scale)


def multiplied(amounts: pa.Array, factor: Decimal) -> pa.Array:
    """Amounts times the factor of their unit, exactly as far as the column holds places."""
    with localcontext(prec=80):
        step = Decimal(1).scaleb(-AMOUNT.scale)
        held = amounts.to_pylist()
        scaled = [a and (a * factor).quantize(step, ROUND_HALF_UP) for a in held]
    return pa.array(scaled, amounts.type)


def written(value: Decimal | float) -> str:
    """A number as a person writes it: without an exponent or trailing zeros."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_units(read: Callable[[str], Cell], units: Units) -> Callable[[str], Cell]:
    """A reader to which a unit behind the number, or the sign of money before it, is no hindrance."""

    def reading(text: str) -> Cell:
        cell = read(text)
        found = OF_UNIT.fullmatch(half_width(text)) if units and cell.value is None else None
        factor = units.get(found[2], Decimal(found[2] == "")) if found else Decimal(0)
        bare = read(found[1]) if found and factor else cell
        if bare.value is None or bare.problem not in (None, "NUM_TEXT") or bare is cell:
            return cell
        return Cell(round(Decimal(bare.value) * factor, AMOUNT.scale), problem="NUM_TEXT")

    return reading


def _ungrouped(text: str) -> str:
    return text.replace(",", "") if GROUPED.fullmatch(text) else text


def _read_integer(text: str) -> Cell:
    cell = read_decimal(text, {})
    if cell.problem in (None, "NUM_TEXT") and cell.value == int(cell.value or 0):
        return cell
    return Cell(problem="NOT_INTEGER")


def _read_ordinal(text: str) -> Cell:
    place = ordinal_of(text)
    return _read_integer(text) if place is None else Cell(Decimal(place), problem="NUM_TEXT")


def _read_number(text: str) -> Cell:
    plain = half_width(text)
    if plain.lower() in MISSING:
        return Cell()
    plain = _ungrouped(plain)
    if not NUMBER.fullmatch(plain) or not isfinite(value := float(plain)):
        return Cell(problem="NOT_NUMBER")
    return Cell(value=value, problem=None if plain == text else "NUM_TEXT")


def _parsed(text: pa.Array, pattern: str, kind: pa.DataType, read: Callable[[str], Cell]) -> Typed:
    plain = pc.fill_null(pc.match_substring_regex(text, pattern), False)
    values = pc.cast(pc.if_else(plain, text, pa.scalar(None, pa.string())), kind)
    odd = pc.indices_nonzero(pc.and_(pc.invert(plain), pc.is_valid(text)))
    if len(odd) == 0:
        return Typed(values)
    texts = text.take(odd)
    meaning = {t: read(t) for t in texts.unique().to_pylist()}
    cells = tuple((i, t, meaning[t]) for i, t in zip(odd.to_pylist(), texts.to_pylist(), strict=True))
    return Typed(_replaced(values, cells, kind), _statuses(len(text), cells), cells)


def _replaced(values: pa.Array, cells: tuple[tuple[int, str, Cell], ...], kind: pa.DataType) -> pa.Array:
    held = {i: c.value for i, _, c in cells if c.value is not None}
    if not held:
        return values
    mask = pa.array([i in held for i in range(len(values))])
    read = [int(v) if pa.types.is_integer(kind) else v for _, v in sorted(held.items())]
    return pc.replace_with_mask(values, mask, pa.array(read, kind))


def _statuses(n: int, cells: tuple[tuple[int, str, Cell], ...]) -> pa.Array | None:
    found = {i: c.status for i, _, c in cells if c.status}
    return pa.array([found.get(i) for i in range(n)], pa.string()) if found else None


def _typed_decimal(column: pa.ChunkedArray, kind: pa.DataType) -> Typed:
    flat = _flat(column)
    if pa.types.is_integer(flat.type) and kind == MARK:
        return Typed(pc.cast(flat, pa.int64()))
    if pa.types.is_decimal(flat.type) and flat.type.scale <= kind.scale:
        return Typed(pc.cast(flat, kind))
    number = _finite(pc.cast(flat, pa.float64()))
    if (short := _short_decimals(number, kind)) is not None:
        return Typed(short)
    values = pc.cast(number, kind, safe=False)
    drift = pc.abs(pc.subtract(pc.cast(values, pa.float64()), number))
    wrong = pc.indices_nonzero(pc.fill_null(pc.greater(drift, 1e-7), False)).to_pylist()
    odd = ((i, repr(number[i].as_py()), Cell(values[i].as_py(), problem="TOO_PRECISE")) for i in wrong)
    return Typed(values, odd=tuple(odd))


def _short_decimals(number: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Floats as the decimals of few places that they stand for: 4000000.12, not 4000000.120000000112."""
    for places in range(min(FEW_PLACES, kind.scale) + 1):
        whole = pc.round(pc.multiply(number, 10.0**places))
        is_same = pc.equal(pc.divide(whole, 10.0**places), number)
        is_safe = pc.less(pc.abs(whole), 2.0**53)
        if pc.all(pc.and_(is_same, is_safe)).as_py() is not False:
            unit = pa.scalar(Decimal(1).scaleb(-places), pa.decimal128(places + 1, places))
            units = pc.cast(pc.cast(whole, pa.int64()), pa.decimal128(19, 0))
            return pc.cast(pc.multiply(units, unit), kind)
    return None


def _is_small(column: pa.ChunkedArray) -> bool:
    """True when every value stays within the bounds of marks and amounts."""
    ends = pc.min_max(column).as_py().values()
    return all(end is None or abs(end) < LARGEST for end in ends)


def _finite(number: pa.Array) -> pa.Array:
    return pc.if_else(pc.is_finite(number), number, pa.scalar(None, pa.float64()))


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
