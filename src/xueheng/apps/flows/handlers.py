"""Who is told when an approval has been decided: upper apps register by kind, flows knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from xueheng.apps.flows.models import Approval
from xueheng.apps.roster.actor import Actor

Handler = Callable[[Approval, Actor, datetime], None]
_HANDLERS: dict[str, Handler] = {}


def on_decided(kind: str) -> Callable[[Handler], Handler]:
    """Have a function called, in the transaction of the decision, for every approval of a kind."""

    def registered(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return registered


def tell(approval: Approval, actor: Actor, now: datetime) -> None:
    """Call the handler of the approval's kind; a kind without one is a bug and raises KeyError."""
    _HANDLERS[approval.kind](approval, actor, now)
