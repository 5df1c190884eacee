"""Which schools a standard counts, and which of its indicators are asked for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.methods.balance_standard import Params
from xueheng.standards.balance import BalanceIndicator, BalanceStandard
from xueheng.standards.words import Words
from xueheng.standards.yaml_source import UnknownName
from xueheng.tables.issues import Issue, Refused, finding
from xueheng.tables.schema import schema, word_key

PACKAGE = "xueheng.methods"


def wanted_indicators(
    standard: BalanceStandard, params: Params, inputs: Mapping[str, pa.Table]
) -> tuple[tuple[BalanceIndicator, ...], list[Issue]]:
    """The indicators to compute, and a notice for each of the standard that the data do not hold."""
    _known(params.indicators, standard)
    _options(standard, params)
    held = _held(standard, inputs)
    absent = [name for name in params.indicators if name not in held]
    if absent:
        raise Refused([_finding("INDICATOR_ABSENT", "error", absent[0], standard)])
    chosen = tuple(i for i in standard.indicators if i.id in (params.indicators or held))
    if not chosen:
        raise Refused([_finding("INDICATOR_NONE", "error", ", ".join(sorted(held)), standard)])
    missing = [i for i in standard.indicators if i not in chosen and not params.indicators]
    return chosen, [_finding("INDICATOR_MISSING", "notice", i.id, standard, label=i.label) for i in missing]


def _held(standard: BalanceStandard, inputs: Mapping[str, pa.Table]) -> set[str]:
    ids = {i.id for i in standard.indicators}
    if "schools" in inputs:
        return ids & set(inputs["schools"].column_names)
    given = {indicator_id(name, standard) for name in inputs["coefficients"]["indicator"].to_pylist()}
    _known(tuple(sorted(given)), standard)
    return ids & given


def indicator_id(name: str, standard: BalanceStandard) -> str:
    """The id of an indicator that a table names by its id, its label or its short label."""
    for i in standard.indicators:
        names = (i.id, i.label.zh, i.label.en, i.short.zh, i.short.en)
        if word_key(name) in map(word_key, names):
            return i.id
    return name


def _known(names: tuple[str, ...], standard: BalanceStandard) -> None:
    ids = [i.id for i in standard.indicators]
    for name in names:
        if name not in ids:
            near = difflib.get_close_matches(name, ids, n=1)
            issue = _finding("INDICATOR_UNKNOWN", "error", name, standard, known=", ".join(near or ids))
            raise Refused([issue])


def _finding(code: str, severity: str, name: str, standard: BalanceStandard, **more: object) -> Issue:
    values = {"value": name, "standard": standard.label, **more}
    return finding(code, severity, package=PACKAGE, **values)  # type: ignore[arg-type]


def in_scope(table: pa.Table, standard: BalanceStandard, params: Params) -> tuple[pa.Table, list[Issue]]:
    """The rows that the standard counts: with pupils, and of a kind that is not excluded."""
    has_pupils = pc.greater(table["pupils"], 0)
    if "kind" not in table.column_names:
        return table.filter(has_pupils), []
    excluded = _excluded(standard, params)
    kind = pc.fill_null(table["kind"], "ordinary")
    out = pc.is_in(kind, pa.array(excluded, pa.string()))
    smallest = _smallest(standard, params)
    if smallest is not None:
        small = pc.and_(pc.equal(kind, "teaching_point"), pc.less(table["pupils"], smallest))
        out = pc.or_(out, small)
    left = table.filter(pc.and_(out, has_pupils))
    names = zip(left["school"].to_pylist(), left["kind"].to_pylist(), strict=True)
    notices = [_finding("OUT_OF_SCOPE", "notice", s, standard, kind=_kind(code)) for s, code in names]
    return table.filter(pc.and_(has_pupils, pc.invert(out))), notices


def _kind(code: str) -> Words:
    """办学类型 as a clerk writes it."""
    written = next(c.codes for c in schema("school_resources").columns if c.name == "kind")
    return Words(written[code][0] if written.get(code) else code, code.replace("_", " "))


def _options(standard: BalanceStandard, params: Params) -> dict[str, str]:
    """The option chosen for each setting that the user names."""
    try:
        return {s: standard.setting(s).option(o).id for s, o in params.settings.items()}
    except UnknownName as error:
        chosen = ",".join(f"{s}:{o}" for s, o in params.settings.items())
        raise Refused([_finding("SETTING_UNKNOWN", "error", chosen, standard, why=error.words)]) from error


def _smallest(standard: BalanceStandard, params: Params) -> int | None:
    """The fewest pupils of a teaching point that counts, as the bureau chose where documents differ."""
    for setting in standard.settings:
        if setting.id == "smallest_teaching_point":
            chosen = _options(standard, params).get(setting.id, setting.default)
            return int(setting.option(chosen).number)
    return standard.scope.smallest_teaching_point


def _excluded(standard: BalanceStandard, params: Params) -> list[str]:
    choices = _options(standard, params)
    kinds = set(standard.scope.excluded)
    for setting in standard.settings:
        if setting.id == "private_schools":
            chosen = choices.get(setting.id, setting.default)
            kinds = kinds - {"private"} if chosen == "included" else kinds | {"private"}
    return sorted(kinds)
