"""The same two schools, their parents, and who watches over personal data."""

from tests.web.people.conftest import clock, father, town
from tests.web.signed_in import account, desk

__all__ = ["account", "clock", "desk", "father", "town"]
