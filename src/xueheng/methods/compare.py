"""Comparing what was recomputed with what was sealed, as closely as a method reproduces."""

from __future__ import annotations

import csv
import io
import math


def close_differences(name: str, sealed: bytes, again: bytes, *, tolerance: float) -> list[str]:
    """Texts equal and numbers within the relative tolerance, cell by cell."""
    split = _cells if name.endswith(".csv") else _words
    old, new = split(sealed), split(again)
    if len(old) != len(new):
        return [f"{name}：行数不同 / another number of rows"]
    for row, (a, b) in enumerate(zip(old, new, strict=True), start=1):
        if len(a) != len(b) or not all(_same(x, y, tolerance) for x, y in zip(a, b, strict=True)):
            return [f"{name}：第 {row} 行重算结果不同 / row {row} recomputed differently"]
    return []


def _cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8", "replace"))))


def _words(data: bytes) -> list[list[str]]:
    return [line.rstrip(",").split() for line in data.decode("utf-8", "replace").splitlines()]


def _same(old: str, new: str, tolerance: float) -> bool:
    if old == new:
        return True
    try:
        return math.isclose(float(old), float(new), rel_tol=tolerance, abs_tol=tolerance)
    except ValueError:
        return False
