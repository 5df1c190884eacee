"""Sealing: a second person, a receipt that verifies anywhere, and nothing altered unnoticed."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from tests.apps.runs.conftest import SAMPLE, example
from tests.platform_home import NOW

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import NotAllowed, NotFound, NotReady
from xueheng.apps.flows.queries import approvals, approvals_of
from xueheng.apps.flows.services import decide
from xueheng.apps.runs import queries, store
from xueheng.apps.runs.checks import altered, intact
from xueheng.apps.runs.services import cancel, take_bundle
from xueheng.methods.signature import make_key
from xueheng.methods.verify import verify

pytestmark = pytest.mark.django_db
PUPILS = {"outcome": "normexam", "prior": "standLRT", "school": "school"}


def agreed(run, actor, *, agreed=True):
    [approval] = approvals_of("run", run.pk)
    decide(approval.pk, agreed=agreed, actor=actor, now=NOW, remark="已核对")
    run.refresh_from_db()
    return run


def manifest(path):
    with zipfile.ZipFile(path) as bundle:
        return json.loads(bundle.read("manifest.json"))


def called(*arguments, home):
    """What `xueheng` prints with a home of its own and no database."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO")}
    line = [sys.executable, "-m", "xueheng", *map(str, arguments), "--home", str(home), "--json"]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


def test_a_judging_run_waits_for_a_second_person(desk):
    run = desk.judged()
    assert (run.state, run.sealed_at) == ("computed", None)
    assert [a.subject_id for a in approvals(desk.second)] == [str(run.pk)]
    assert agreed(run, desk.second).state == "sealed"


def test_who_asked_cannot_approve(desk):
    leader = desk.county.actor("leader", desk.county.county)
    run = desk.judged()
    [approval] = approvals_of("run", run.pk)
    with pytest.raises(NotFound):
        decide(approval.pk, agreed=True, actor=desk.clerk, now=NOW)
    assert agreed(run, leader).state == "sealed"


def test_a_refused_run_keeps_its_outcome_and_has_no_receipt(desk):
    run = agreed(desk.judged(), desk.second, agreed=False)
    assert run.state == "refused"
    with pytest.raises(NotReady):
        queries.bundle_path(desk.clerk, run)


def test_who_asked_takes_a_waiting_run_back(desk):
    run = cancel(desk.judged(), actor=desk.clerk, now=NOW)
    assert run.state == "cancelled"
    assert approvals(desk.second) == []


def test_nobody_else_takes_a_waiting_run_back(desk):
    run, other = desk.judged(), desk.county.actor("section_clerk", desk.county.county)
    with pytest.raises(NotAllowed, match="提出的人"):
        cancel(run, actor=other, now=NOW)


def test_a_rehearsal_is_computed_and_never_approved_or_sealed(desk):
    run = desk.judged(is_rehearsal=True)
    assert (run.state, approvals(desk.second)) == ("computed", [])
    assert "演练" in queries.report(run).stamp.zh
    with pytest.raises(NotReady):
        queries.bundle_path(desk.clerk, run)


def test_the_receipt_names_offices_and_the_audit_s_head_but_no_person(desk):
    run = agreed(desk.judged(), desk.second)
    told = manifest(queries.bundle_path(desk.clerk, run))
    [approval] = told["approvals"]
    assert approval["office"]["zh"] == "复核人"
    assert (approval["asked_by"], approval["decided_by"]) == (desk.clerk.label, desk.second.label)
    assert desk.second.name not in json.dumps(told, ensure_ascii=False)
    assert Entry.objects.filter(hash=told["audit_head"]).exists()


def test_receipts_are_signed_by_the_home_s_key(desk):
    make_key(desk.home / "keys")
    run = agreed(desk.judged(), desk.second)
    assert verify(queries.bundle_path(desk.clerk, run), public_key=None).signature == "unknown signer"


def test_the_public_receipt_holds_no_scores(desk):
    run = desk.quality()
    with zipfile.ZipFile(queries.bundle_path(desk.clerk, run, "public")) as bundle:
        assert not [name for name in bundle.namelist() if name.startswith(("inputs/", "outcome/"))]


def test_the_receipt_verifies_from_the_command_line_without_a_database(desk, tmp_path):
    path = queries.bundle_path(desk.clerk, desk.quality())
    found = called("verify", path, home=tmp_path / "elsewhere")
    assert (found["intact"], found["recomputed"], found["differences"]) == (True, True, [])


def test_the_command_line_computes_the_same_from_the_datasets_file(desk, tmp_path):
    dataset = desk.keep("scores", example("inner_london/pupils.csv"), exam=SAMPLE)
    run = desk.ask("exam.value_added", dataset, PUPILS)
    path = desk.home / "datasets" / f"{dataset.sha256}.parquet"
    options = [word for name, value in PUPILS.items() for word in ("-p", f"{name}={value}")]
    exam = f"exam={queries.loaded(run).inputs['exam'].path}"
    again = called("run", run.method, f"scores={path}", exam, *options, home=tmp_path / "elsewhere")
    held = queries.loaded(run).as_json("zh")
    assert (again["tables"], again["figures"]) == (held["tables"], held["figures"])
    assert verify(queries.bundle_path(desk.clerk, agreed(run, desk.second)), public_key=None).holds


@pytest.mark.parametrize(
    "name", ["outcome/groups.csv", "outcome/groups.parquet", "outcome/record.json", "run.xhb.zip"]
)
def test_a_tampered_file_is_noticed(desk, name):
    run = desk.quality()
    assert altered() == []
    with (store.folder(run) / name).open("ab") as file:
        file.write(b" ")
    [found] = altered()
    assert name in found.what
    assert run.title in next(iter(intact())).words.zh


def test_a_tampered_row_is_noticed(desk):
    run = desk.quality()
    type(run).objects.filter(pk=run.pk).update(result_sha256="0" * 64)
    assert [found.what for found in altered()] == [("result_sha256",)]


@pytest.mark.parametrize("name", ["outcome/verdicts.csv", "inputs/*.parquet"])
def test_what_was_altered_while_it_waited_is_not_sealed(desk, name):
    run = desk.judged()
    [path] = store.folder(run).glob(name)
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data + b" ")
    with pytest.raises(NotReady, match="不一致"):
        agreed(run, desk.second)
    run.refresh_from_db()
    assert run.state == "computed"


@pytest.mark.parametrize(("role", "kind"), [("leader", "quality"), ("county_leader", "judged")])
def test_the_full_receipt_is_for_who_sees_what_is_in_it(desk, role, kind):
    run = getattr(desk, kind)()
    reader = desk.county.actor(role, desk.county.county)
    if run.state == "computed":
        agreed(run, desk.second)
    assert queries.bundle_path(reader, run, "public").is_file()
    with pytest.raises(NotAllowed):
        queries.bundle_path(reader, run, "full")


def test_taking_the_full_receipt_is_kept_and_the_public_one_is_not(desk):
    run = agreed(desk.judged(), desk.second)
    for kind in ("public", "full"):
        take_bundle(run, kind, actor=desk.clerk, now=NOW)
    [kept] = Entry.objects.filter(action="runs.bundle_taken")
    assert (kept.subject_id, kept.details) == (str(run.pk), {})
