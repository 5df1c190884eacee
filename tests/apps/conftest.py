"""The platform's fixtures."""

from typing import Any

import pytest
from tests.platform_home import County, county, django_db_setup, home

__all__ = ["alike", "county", "django_db_setup", "home"]


@pytest.fixture
def alike(county: County) -> tuple[Any, Any]:
    """Two schools; the number of the second one begins with that of the first."""
    from xueheng.apps.roster.models import Org

    def school(pk: int) -> Org:
        said = {"code": f"alike-{pk}", "kind": "primary_school", "name": f"第{pk}小学"}
        return Org.objects.create(pk=pk, parent=county.county, path=f"{county.county.path}{pk}/", **said)

    return school(7_000_000), school(70_000_001)
