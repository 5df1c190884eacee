"""The platform's fixtures, and the small county as it is generated."""

import pytest
from tests.platform_home import county, django_db_setup, home

from xueheng.sample.county import generate

__all__ = ["county", "django_db_setup", "home"]

SEED = "test"


@pytest.fixture(scope="session")
def small():
    """The one county of the small size."""
    return generate("small", seed=SEED)[0]


@pytest.fixture(scope="session")
def whole():
    """The one county of the county size."""
    return generate("county", seed=SEED)[0]
