"""Loops compiled to machine code on first use; the compiled code is kept beside the sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """The function compiled, with exact integers and one thread."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))
