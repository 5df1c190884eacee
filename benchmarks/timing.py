"""The time of a first call and of a second one in the same process; what compiling adds to the very first."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Timing(Generic[Result]):
    result: Result
    first: float
    second: float


def timed(work: Callable[[], Result]) -> Timing[Result]:
    """Run the work twice; the result is that of the second run."""
    start = perf_counter()
    work()
    between = perf_counter()
    result = work()
    return Timing(result, first=between - start, second=perf_counter() - between)


def compiling(statement: str) -> float:
    """How much longer the statement takes in a process that finds nothing compiled than in the next one."""
    with TemporaryDirectory() as cache:
        places = os.environ | {"NUMBA_CACHE_DIR": cache}
        seconds = []
        for _ in range(2):
            start = perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True, env=places)
            seconds.append(perf_counter() - start)
    return seconds[0] - seconds[1]


def beside(ours: float, theirs: float, name: str) -> None:
    """Print what another way takes, and how many times as long as ours that is."""
    print(f"  {name}: {theirs:.3g} s, ratio {theirs / ours:,.1f}")
