"""The platform's fixtures."""

from tests.platform_home import county, home

__all__ = ["county", "home"]
