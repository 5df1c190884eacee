"""What an indicator declares of itself; standard library only, so that lists and help start light."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ibis import Table

Exact = Decimal | Fraction | int | str
Groups = tuple[str, ...]
Expression = Callable[..., "Table"]


class MissingColumns(ValueError):
    """A table lacks columns that an indicator needs; the text names them."""


@dataclass(frozen=True)
class Indicator:
    """指标: the columns it needs and gives beside those of the groups, and its one expression."""

    id: str
    needs: Mapping[str, str]  # column to type
    may_use: Mapping[str, str]
    gives: tuple[str, ...]
    quantiles: bool  # it asks the engine for quantiles, which SQLite has not
    expression: Expression

    @property
    def meaning(self) -> str:
        """The 口径: the Chinese term, and what is counted how."""
        return " ".join((self.expression.__doc__ or "").split())

    @property
    def takes(self) -> dict[str, str]:
        """Every column it reads beside those of the groups, with its type."""
        return {**self.needs, **self.may_use}

    def __call__(self, table: Table, by: str | Iterable[str] = (), **params: Any) -> Table:
        """The indicator as an expression on a table, by no, one or several columns."""
        groups = (by,) if isinstance(by, str) else tuple(by)
        missing = [c for c in (*groups, *self.needs) if c not in table.columns]
        if missing:
            raise MissingColumns(f"{self.id} needs {', '.join(missing)}; there is {', '.join(table.columns)}")
        return self.expression(table, groups, **params)


def indicator(
    id_: str,
    *,
    needs: Mapping[str, str],
    gives: tuple[str, ...],
    may_use: Mapping[str, str] | None = None,
    quantiles: bool = False,
) -> Callable[[Expression], Indicator]:
    """Declare the function below as the expression of an indicator."""
    return lambda expression: Indicator(id_, needs, may_use or {}, gives, quantiles, expression)


def exactly(value: Exact) -> Fraction:
    """The number as it is written; a float is refused, because it would move a line."""
    if isinstance(value, float):
        raise TypeError(f"write {value!r} as text, Decimal or Fraction: a float would move the line")
    return Fraction(value)
