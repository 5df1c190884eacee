"""People at their desks."""

from tests.web.signed_in import account, desk

__all__ = ["account", "desk"]
