"""How an operation is declared: who may ask for it, what it answers, and that it acts once per key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from ninja.decorators import decorate_view
from ninja.security import HttpBearer

from xueheng.api.limits import FORM
from xueheng.api.problems import CODES, Problem, not_understood
from xueheng.api.shapes.rows import Told
from xueheng.apps.roster import answered

PUBLIC, SIGNED_IN = "public", "signed_in"
KEY, LONGEST_KEY = "Idempotency-Key", 80
PROBLEMS = frozenset(CODES)
BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
KEY_OF = {
    "name": KEY, "in": "header", "required": False,
    "schema": {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST_KEY}}}$"},
}  # fmt: skip
View = Callable[..., Any]
Around = Callable[[], AbstractContextManager[Any]]


class Bearer(HttpBearer):
    """The token that the door has looked up already."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Who holds the token."""
        return request.bearer


BEARER = Bearer()


def read(router: Router, path: str, *, rule: str, gives: Any) -> Callable[[View], View]:
    """Declare something to read, by whom, and its shape."""
    return _declared(partial(router.get, path, response={200: gives, PROBLEMS: Told}), rule)


def file(router: Router, path: str, *, rule: str) -> Callable[[View], View]:
    """Declare a file to take away."""
    extra = {"responses": {200: {"description": "OK", "content": BINARY}}}
    return _declared(partial(router.get, path, response={PROBLEMS: Told}, openapi_extra=extra), rule)


def act(
    router: Router, path: str, *, rule: str, gives: Any, within: Around = transaction.atomic
) -> Callable[[View], View]:
    """Declare an act, by whom, and what it answers; done once for each idempotency key."""
    response, extra = {200: gives, PROBLEMS: Told}, {"parameters": [KEY_OF]}
    route = partial(router.post, path, response=response, openapi_extra=extra)
    return _declared(route, rule, partial(_once, within=within))


def long_act(router: Router, path: str, *, rule: str, gives: Any) -> Callable[[View], View]:
    """Declare an act that takes long and, done again, changes nothing: no lock is held while it runs."""
    return act(router, path, rule=rule, gives=gives, within=nullcontext)


def sent(path: Path, name: str) -> FileResponse:
    """A file under a name."""
    told = {"as_attachment": True, "filename": name, "content_type": next(iter(BINARY))}
    return FileResponse(path.open("rb"), **told)


def _declared(route: Any, rule: str, *around: Any) -> Callable[[View], View]:
    def declared(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        held = decorate_view(*around, partial(_held_to, rule=rule))(view)
        auth = None if rule == PUBLIC else BEARER
        made: View = route(auth=auth, operation_id=view.__name__)(held)
        return made

    return declared


def _held_to(run: View, *, rule: str) -> View:
    def held(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if rule != PUBLIC and request.bearer is None:
            raise Problem(401)
        if rule not in (PUBLIC, SIGNED_IN) and not request.actor.may(rule):
            raise Problem(403)
        answer: HttpResponse = run(request, *args, **values)
        return answer

    return held


def _once(run: View, *, within: Around) -> View:
    def carried_out(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        key = request.headers.get(KEY)
        act = partial(run, request, *args, **values)
        answer: HttpResponse = act() if key is None else _claimed(request, key, act, within)
        return answer

    return carried_out


def _claimed(request: HttpRequest, key: str, act: View, within: Around) -> HttpResponse:
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_KEY and " " not in key):
        raise not_understood([KEY])
    mine = (request.bearer.token.account_id, key)
    before = answered.claim(*mine, fingerprint=_fingerprint(request), now=request.now)
    if before is not None:
        again = JsonResponse(before.body, status=before.status, safe=False)
        again.headers["Idempotency-Replayed"] = "true"
        return again
    try:
        with within():
            answer: HttpResponse = act()
            if answer.status_code == 200:
                given = answered.Answer(answer.status_code, json.loads(answer.content))
                answered.keep(*mine, answer=given, claimed_at=request.now)
    finally:
        answered.free(*mine, claimed_at=request.now)
    return answer


def _fingerprint(request: HttpRequest) -> str:
    """What makes a request this one: its method, address, fields and files."""
    told = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != FORM:
        told.update(request.body)
        return told.hexdigest()
    told.update(json.dumps(sorted(request.POST.lists())).encode())
    for name, sent_file in sorted(request.FILES.items()):
        told.update(f"{name}\n{sent_file.name}\n".encode("utf-8", "surrogatepass"))
        for chunk in sent_file.chunks():
            told.update(chunk)
        sent_file.seek(0)
    return told.hexdigest()
