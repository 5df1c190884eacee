"""The time of a first call and of a second one in the same process."""

from collections.abc import Callable
from dataclasses import dataclass
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
