"""The packs of admission, draws, placement and exams: what they name is known, and their jobs can be done."""

import pytest

from xueheng.apps.packs import packs
from xueheng.apps.roster.roles import roles
from xueheng.methods.registry import method_names
from xueheng.tables.schema import schema_names

FOUR = [pack for pack in packs() if pack.number in ("4", "5", "6", "7")]
JOBS = [job for pack in FOUR for job in pack.jobs]
OPENED_BY = {"/data/upload/": "data.upload", "/results/new/": "runs.start", "/results/": "runs.see"}


def test_there_are_four():
    assert [pack.name for pack in FOUR] == [
        "compulsory_enrolment", "hs_admission", "class_placement", "exam_logistics",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", FOUR, ids=lambda pack: pack.name)
def test_what_a_pack_names_is_known(pack):
    assert set(pack.methods) <= set(method_names())
    assert set(pack.tables) <= set(schema_names())
    assert {one.method for one in pack.showings} <= set(pack.methods)
    assert all(callable(one.function()) for one in pack.showings)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.id)
def test_who_has_a_job_may_do_it(job):
    address, _, asked = job.address.partition("?")
    known = [f"table={name}&" for name in schema_names()] + [f"method={name}" for name in method_names()]
    assert OPENED_BY[address] in roles()[job.role].may
    assert not asked or any(asked.startswith(name) for name in known)
