"""The pack of rotation and pairing: what it names is known, and its job can be done."""

from xueheng.apps.packs import packs
from xueheng.apps.roster.roles import roles
from xueheng.methods.registry import method_names
from xueheng.tables.schema import schema_names

(PACK,) = (pack for pack in packs() if pack.name == "rotation_pairing")


def test_what_the_pack_names_is_known():
    assert PACK.number == "18"
    assert set(PACK.methods) <= set(method_names())
    assert set(PACK.tables) <= set(schema_names())


def test_who_drafts_a_rotation_may_start_it():
    assert all("runs.start" in roles()[job.role].may for job in PACK.jobs)
