"""The columns of the model: numbers as they are, texts against a reference level, interactions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from xueheng.methods.exam_value_added import Params
from xueheng.tables.issues import Refused, finding

PACKAGE = "xueheng.methods"
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """Named columns without the constant; the first ones are the priors."""

    terms: tuple[str, ...]
    columns: tuple[FloatArray, ...]


def design(table: pa.Table, params: Params) -> Design:
    """The columns of the fixed part, in the order prior, context, cohorts, interactions."""
    parts: dict[str, dict[str, FloatArray]] = {}
    named = [spec.partition(":")[0] for spec in params.context]
    cohorts = [params.year] if params.year and params.year not in named else []
    for spec in (*params.prior, *params.context, *cohorts):
        name, _, reference = spec.partition(":")
        parts[name] = _expanded(table, name, reference or None)
    terms = {term: column for part in parts.values() for term, column in part.items()}
    for interaction in params.interactions:
        terms |= _product(interaction, parts)
    return Design(tuple(terms), tuple(terms.values()))


def _expanded(table: pa.Table, name: str, reference: str | None) -> dict[str, FloatArray]:
    column = table[name].combine_chunks()
    if not pa.types.is_string(column.type):
        return {name: column.to_numpy(zero_copy_only=False).astype(np.float64)}
    encoded = column.dictionary_encode()
    levels = encoded.dictionary.to_pylist()
    first = min(levels) if reference is None else reference
    if first not in levels:
        found = ", ".join(sorted(levels))
        raise Refused([finding("LEVEL_UNKNOWN", "error", package=PACKAGE, value=first, of=name, found=found)])
    code = encoded.indices.to_numpy(zero_copy_only=False)
    others = (level for level in sorted(levels) if level != first)
    return {f"{name}[{level}]": (code == levels.index(level)).astype(np.float64) for level in others}


def _product(interaction: str, parts: Mapping[str, dict[str, FloatArray]]) -> dict[str, FloatArray]:
    left, _, right = interaction.partition(":")
    for name in (left, right):
        if name not in parts:
            known = ", ".join(parts)
            raise Refused(
                [finding("INTERACTION_UNKNOWN", "error", package=PACKAGE, value=interaction, known=known)]
            )
    return {f"{a}:{b}": x * y for a, x in parts[left].items() for b, y in parts[right].items()}
