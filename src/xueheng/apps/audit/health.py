"""体检: what each mechanism can say of its own health; `xueheng doctor` asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xueheng.standards.words import Words


@dataclass(frozen=True)
class Finding:
    """发现: one thing that is not as it should be, and what to do about it."""

    code: str
    words: Words
    is_grave: bool = True  # data or history are in doubt; otherwise only untidy


Check = Callable[[], Iterable[Finding]]
CHECKS: dict[str, Check] = {}


def health(name: str) -> Callable[[Check], Check]:
    """Register a check under a name; upper apps register downward when they load."""

    def registered(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return registered
