"""A draw on the platform: what repeats has a line each, and without its public number it stays open."""

import pyarrow as pa
import pytest
from tests.platform_home import NOW

from xueheng.apps.runs import queries
from xueheng.apps.runs.services import ask

pytestmark = pytest.mark.django_db
SAID = {"procedure": "xhl1", "event": "一中", "secret": "公证处:x\r\n家长:y,z"}


@pytest.fixture
def drawn(desk):
    """The run of a draw of three, asked for in earnest."""

    def made(**more):
        roll = desk.keep("roll", pa.table({"id": ["a", "b", "c"]}))
        told = {"title": "派位", "org": desk.county.county, "actor": desk.clerk, "now": NOW}
        run = ask("lottery.draw", inputs={"roll": roll.pk}, params=SAID | more, **told)
        run.refresh_from_db()
        return run

    return made


def test_what_is_given_repeatedly_is_written_one_a_line(drawn):
    assert drawn().params["secret"] == ["公证处:x", "家长:y,z"]


@pytest.mark.parametrize(("public", "is_rehearsal"), [("", True), ("福彩|1|4,0,9", False)])
def test_a_draw_without_its_public_number_is_never_sealed(drawn, public, is_rehearsal):
    run = drawn(public=public)
    assert (run.state, run.is_rehearsal) == ("computed", is_rehearsal)


def test_a_rule_for_the_last_unit_is_chosen_and_never_presumed():
    (field,) = [f for f in queries.form_fields("lottery.draw") if f.name == "last_unit"]
    assert (field.kind, field.default, len(field.choices)) == ("choice", "", 3)
