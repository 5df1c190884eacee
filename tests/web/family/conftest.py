"""The same two schools, seen from the phone."""

from tests.web.people.conftest import clock, father, town
from tests.web.signed_in import account, desk

__all__ = ["account", "clock", "desk", "father", "town"]
