"""Rules compared on the platform: asked for as the form sends them."""

import pyarrow as pa
import pytest
from tests.platform_home import NOW

from xueheng.apps.runs.services import ask

pytestmark = pytest.mark.django_db

LISTS = {
    "applicants": {"id": ["a", "b", "c"], "score_1": ["90", "80", "70"], "origin": ["东", "西", "西"]},
    "preferences": {"student": ["a", "b", "b", "c"], "rank": ["1", "1", "2", "1"], "program": list("XXYY")},
    "programs": {"id": ["X", "Y"], "capacity": ["1", "1"]},
}
INPUTS = {"students": "applicants", "choices": "preferences", "programs": "programs"}


@pytest.fixture
def compared(desk):
    """A comparison carried out, its parameters as the fields of the form hold them."""
    held = {name: desk.keep(table, pa.table(LISTS[table])).pk for name, table in INPUTS.items()}
    said = {"procedure": "serial_dictatorship", "tie_at_cutoff": "ticket", "revert": "false", "band": ""}
    said["settings"] = "现行办法\r\n顺序志愿\r\n"
    told = {"title": "测算", "org": desk.county.county, "actor": desk.clerk, "now": NOW}
    run = ask("admission.compare", inputs=held, params=said, **told)
    run.refresh_from_db()
    return run


def test_the_fields_of_the_form_say_the_baseline_and_its_lines_the_others(compared):
    assert compared.params["settings"] == ["现行办法", "顺序志愿"]
    assert (compared.state, compared.figures["changed"]) == ("sealed", 2)
