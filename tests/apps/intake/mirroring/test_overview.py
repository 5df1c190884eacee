"""The national systems are listed for who sees what they are about."""

import pytest

from xueheng.apps.intake.mirroring.overview import overview

pytestmark = pytest.mark.django_db


def test_who_sees_no_persons_and_brings_no_files_is_offered_the_schools_alone(county):
    lines = overview(county.actor("leader", county.county))
    assert [(line.side.table, line.may_upload) for line in lines] == [("schools", False)]
