"""The platform's fixtures."""

from tests.platform_home import county, django_db_setup, home

__all__ = ["county", "django_db_setup", "home"]
