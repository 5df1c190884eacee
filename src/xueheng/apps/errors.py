"""What a user can act on: one sentence with the offending value, shown as it stands."""

from __future__ import annotations


class DomainError(Exception):
    """The act cannot be done now; the text says why and what to do, in the user's language."""


class NotAllowed(DomainError):
    """The actor's roles do not reach this act or this organisation."""


class NotReady(DomainError):
    """Something must be done first."""


class NotFound(DomainError):
    """No such thing in what the actor may see."""


class Unscoped(RuntimeError):
    """A query without an actor: a bug, never shown to a user."""
