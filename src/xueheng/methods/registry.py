"""The methods there are, found by module name: `exam.quality` is declared in `methods/exam_quality`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

import xueheng.methods
from xueheng.methods.declare import Method


class UnknownMethod(ValueError):
    """There is no method of that name; the text gives the nearest ones."""


@cache
def method_names() -> tuple[str, ...]:
    """The names of all methods, sorted."""
    packages = (m.name for m in pkgutil.iter_modules(xueheng.methods.__path__) if m.ispkg)
    return tuple(sorted(name.replace("_", ".", 1) for name in packages))


def method(name: str) -> Method:
    """The declaration of a method; UnknownMethod when there is none."""
    if name not in method_names():
        near = difflib.get_close_matches(name, method_names(), n=1) or method_names()
        raise UnknownMethod(f"no method {name!r}; did you mean {' / '.join(near)}?")
    module = importlib.import_module(f"xueheng.methods.{name.replace('.', '_', 1)}")
    declared: Method = module.METHOD
    return declared
