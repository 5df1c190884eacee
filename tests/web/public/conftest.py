"""Published balance figures of a small county."""

from tests.apps.publish.conftest import desk, press

__all__ = ["desk", "press"]
