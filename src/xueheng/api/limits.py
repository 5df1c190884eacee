"""限额: how much a program may ask at once and in a minute."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

import yaml
from django.http import HttpRequest

from xueheng.api.problems import Problem
from xueheng.apps.roster import tallies
from xueheng.tables.files.limits import limits as of_files

JSON, FORM = "application/json", "multipart/form-data"
TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


@dataclass(frozen=True)
class Spent:
    """用量: what may be asked in the window, what is left of it, and in how many seconds it begins anew."""

    limit: int
    left: int
    seconds: int

    @property
    def headers(self) -> Mapping[str, str]:
        """What every answer says of it."""
        told = {"Limit": self.limit, "Remaining": self.left, "Reset": self.seconds}
        return {f"X-RateLimit-{name}": str(value) for name, value in told.items()}


@cache
def limits() -> Mapping[str, int]:
    """The limits as `limits.yaml` lists them."""
    found: Mapping[str, int] = yaml.safe_load((files(__package__) / "limits.yaml").read_text("utf-8"))
    return found


def spend(request: HttpRequest) -> Spent:
    """One more request is counted for its token, or for its address where no token holds."""
    kind = "reads" if request.method == "GET" else "writes"
    address = request.META.get("REMOTE_ADDR", "")
    who = f"token:{request.bearer.token.pk}" if request.bearer else f"address:{address}"
    key, limit = f"api:{kind}:{who}", limits()[kind]
    asked = tallies.count(key, window=timedelta(seconds=limits()["window"]), now=request.now)
    return Spent(limit, max(0, limit - asked), tallies.wait(key, now=request.now) if asked > limit else 0)


def refuse_too_much(request: HttpRequest) -> None:
    """Go on only with a body of a known kind and size, told before it is read."""
    size = int(request.headers.get("Content-Length") or 0)
    if request.method == "GET" or not size:
        return
    if request.content_type not in (JSON, FORM):
        raise Problem(415)
    is_file = request.content_type == FORM
    if size > limits()["body"] + (of_files().received_bytes if is_file else 0):
        raise Problem(413)


def refuse_deep(body: bytes) -> None:
    """Go on only with JSON whose lists and objects do not lie too deep within each other."""
    steps = (STEP.get(sign, 0) for sign in TEXT.sub(b"", body))
    if max(accumulate(steps), default=0) > limits()["depth"]:
        raise Problem(413)
