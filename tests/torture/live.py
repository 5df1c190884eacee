"""Takes a check away from the platform as it runs in this process: the sources stay as they are."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from tests.torture.checks import SOURCE, Removal, candidates, without

PUBLIC, SIGNED_IN = "public", "signed_in"


def take_away(removal: Removal) -> int:
    """The check is gone from everything that runs; in how many places."""
    if removal.kind == "rule":
        return sum(1 for _one in _widened(removal))
    if removal.kind == "owner":
        return sum(1 for _one in _unconfirmed(removal))
    _module(removal)  # a pack's part may not have been asked for yet
    changed = {code.co_qualname: code for code in changed_codes(removal)}
    found = [f for f in functions(removal.file) if f.__code__.co_qualname in changed]
    for function in found:
        function.__code__ = changed[function.__code__.co_qualname]
    return len(found)


def changed_codes(removal: Removal) -> list[CodeType]:
    """The functions of the module that are no longer the same, the outermost ones."""
    path = SOURCE / removal.file
    now, then = (
        compile(tree, str(path), "exec") for tree in (ast.parse(path.read_bytes()), without(removal))
    )
    return list(_differing(now, then))


def _differing(now: CodeType, then: CodeType) -> Iterator[CodeType]:
    for one, other in zip(_inner(now), _inner(then), strict=True):
        if one == other:
            continue
        if "<locals>" not in one.co_qualname and _is_class(one):
            yield from _differing(one, other)
        else:
            yield from _with_inner(other)


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    """A function and those with names inside it: what it has made before is alive still."""
    yield code
    for one in _inner(code):
        if not one.co_name.startswith("<"):
            yield from _with_inner(one)


def _inner(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _is_class(code: CodeType) -> bool:
    return "__qualname__" in code.co_names and "__module__" in code.co_names


def functions(file: str) -> list[FunctionType]:
    """Every function of a module that is alive."""
    path = str(SOURCE / file)
    return [f for f in gc.get_objects() if type(f) is FunctionType and f.__code__.co_filename == path]


def named(removal: Removal) -> str:
    """The name of the page or the operation whose rule it is."""
    tree = ast.parse((SOURCE / removal.file).read_bytes())
    node: Any = candidates(tree, removal.file)[removal.number][1]
    return str(node.targets[0].id if isinstance(node, ast.Assign) else node.name)


def addressed(removal: Removal) -> set[str]:
    """What the page or the operation is called where it is asked for."""
    if removal.file.startswith("api/"):
        return {named(removal)}
    view = getattr(_module(removal), named(removal))
    routes = import_module("tests.web.matrix_routes").routes()  # once Django stands
    return {name for name, pattern in routes.items() if pattern.callback is view}


def _module(removal: Removal) -> Any:
    return import_module(f"xueheng.{removal.file.removesuffix('.py').replace('/', '.')}")


def _widened(removal: Removal) -> Iterator[Any]:
    name, module = named(removal), _module(removal)
    if removal.file.startswith("api/"):
        for cell, view in list(_api_rules(name)):
            cell.cell_contents = PUBLIC if cell.cell_contents == SIGNED_IN else SIGNED_IN
            view.rule = cell.cell_contents
            yield cell
    else:
        view = getattr(module, name)
        view.rule = PUBLIC if view.rule == SIGNED_IN else SIGNED_IN
        yield view


def _api_rules(name: str) -> Iterator[Any]:
    import_module("xueheng.api.v1")
    for held in functions("api/routes.py"):
        if held.__code__.co_qualname == "_held_to.<locals>.held":
            cells = dict(zip(held.__code__.co_freevars, held.__closure__ or (), strict=True))
            view = _operation(cells["run"].cell_contents)
            if view.__name__ == name:
                yield cells["rule"], view


def _operation(run: Any) -> Any:
    """The operation that is run in the end, as it was declared."""
    while not hasattr(run, "__self__"):
        cells = dict(zip(run.__code__.co_freevars, run.__closure__ or (), strict=True))
        run = cells["run"].cell_contents
        run = run.func if isinstance(run, partial) else run
    return run.__self__.view_func


def _unconfirmed(removal: Removal) -> Iterator[Any]:
    """The page asks nobody any more to show once more who it is."""
    name, module = named(removal), _module(removal).__name__
    for asked in functions("web/access/confirm.py"):
        page = getattr(asked, "__wrapped__", None)
        if (getattr(page, "__name__", ""), getattr(page, "__module__", "")) == (name, module):
            asked.__code__ = _straight.__code__
            yield asked


def _straight_of(view: Any) -> Any:
    def asked(request: Any, *args: Any, **values: Any) -> Any:
        return view(request, *args, **values)

    return asked


_straight = _straight_of(None)
