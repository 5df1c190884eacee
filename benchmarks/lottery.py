"""电脑随机派位: tickets and order of 100,000 pupils, beside a shuffle nobody can recompute and plain SM3.

Run with `python -m benchmarks.lottery`. Nothing of it is compiled.
"""

import hashlib
from random import Random
from time import perf_counter

from benchmarks.timing import beside, timed
from xueheng.engine.lottery.digests import Algorithm
from xueheng.engine.lottery.sm3 import sm3
from xueheng.engine.lottery.xhl1 import ALL, ordered, tickets

PUPILS, BY_HAND = 100_000, 500


def drawn(ids: list[str], algorithm: Algorithm) -> list[int]:
    return ordered(ids, tickets(ids, seed="benchmark", scope=ALL, algorithm=algorithm))


def shuffled(ids: list[str]) -> list[str]:
    mixed = sorted(ids)
    Random("benchmark").shuffle(mixed)
    return mixed


def by_hand(ids: list[str]) -> float:
    """Seconds for all ids with the digest in plain Python, from some of them."""
    start = perf_counter()
    digests = [sm3(one.encode()) for one in ids[:BY_HAND]]
    seconds = perf_counter() - start
    assert digests == [hashlib.new("sm3", one.encode()).hexdigest() for one in ids[:BY_HAND]]
    return seconds * len(ids) / BY_HAND


def main() -> None:
    """Print the seconds of each digest, and what stands beside it."""
    ids = [f"{n:08d}" for n in range(PUPILS)]
    shuffle = timed(lambda: shuffled(ids)).second
    algorithms: tuple[Algorithm, ...] = ("sha256", "sm3")
    for algorithm in algorithms:
        timing = timed(lambda algorithm=algorithm: drawn(ids, algorithm))
        print(f"{PUPILS:,} tickets and their order, {algorithm}: {timing.second:.3g} s")
        beside(timing.second, shuffle, "a shuffle that nobody can recompute")
        if algorithm == "sm3" and "sm3" in hashlib.algorithms_available:
            beside(timing.second, by_hand(ids), "SM3 in plain Python, equal digests")


if __name__ == "__main__":
    main()
