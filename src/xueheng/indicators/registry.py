"""The indicators there are: every one declared in a module of this package."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

import xueheng.indicators
from xueheng.indicators.declare import Indicator


class UnknownIndicator(ValueError):
    """There is no indicator of that name; the text gives the nearest ones."""


def indicator_names() -> tuple[str, ...]:
    """指标清单: the names of all indicators, sorted."""
    return tuple(_declared())


def indicator(name: str) -> Indicator:
    """指标 of that name; UnknownIndicator when there is none."""
    if name not in _declared():
        near = difflib.get_close_matches(name, indicator_names(), n=1) or indicator_names()
        raise UnknownIndicator(f"no indicator {name!r}; did you mean {' / '.join(near)}?")
    return _declared()[name]


@cache
def _declared() -> dict[str, Indicator]:
    package = xueheng.indicators
    names = (found.name for found in pkgutil.iter_modules(package.__path__))
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    declared = [value for m in modules for value in vars(m).values() if isinstance(value, Indicator)]
    return {i.id: i for i in sorted(declared, key=lambda i: i.id)}
