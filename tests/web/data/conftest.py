"""People at their desks; what breaks while they work there breaks the test."""

import pytest
from django.test import Client
from tests.web.desk.conftest import account

__all__ = ["account"]


@pytest.fixture
def desk(account):
    """A browser in which somebody who holds that role is signed in."""

    def signed_in(role, org):
        client = Client()
        client.force_login(account(role, org))
        return client

    return signed_in
