"""The real quotas of Hangzhou and Dalian through the command line; sources: README.md beside each table."""

import json

import pytest

from xueheng.cli.demo import EXAMPLES, Job
from xueheng.cli.main import main
from xueheng.standards.yaml_source import load_list

JOBS = {job.id: job for job in load_list(EXAMPLES / "jobs.yaml", Job)}


@pytest.fixture
def carried(capsys):
    """What `xueheng run --json` prints for a job of the examples."""

    def run(id_):
        job = JOBS[id_]
        files = [f"{name}={EXAMPLES / path}" for name, path in job.inputs.items()]
        texts = [word for name, text in job.params.items() for word in ("-p", f"{name}={text}")]
        assert main(["run", job.method, *files, *texts, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_all_thirty_quotas_of_hangzhou_come_out_as_published(carried):
    found = carried("quota-hangzhou-2026")
    assert (found["figures"]["published"], found["figures"]["as_published"]) == (30, 30)
    assert all(r["quota"] == r["published"] for r in found["tables"]["programs"])
    assert found["figures"]["quota"] == 9021


def test_the_places_of_a_hundred_schools_sum_to_each_quota_of_hangzhou(carried):
    tables = carried("quota-hangzhou-2026")["tables"]
    sums = dict.fromkeys((r["program"] for r in tables["programs"]), 0)
    for row in tables["quotas"]:
        sums[row["program"]] += row["seats"]
    assert sums == {r["program"]: r["quota"] for r in tables["programs"]}
    assert sum(r["seats"] for r in tables["origins"]) == 9021


def test_seventeen_of_nineteen_quotas_of_dalian_come_out_and_the_two_others_are_named(carried):
    found = carried("quota-dalian-2026")
    assert (found["figures"]["published"], found["figures"]["as_published"]) == (19, 17)
    named = [i["value"] for i in found["issues"] if i["code"] == "QUOTA_OTHERWISE"]
    assert named == ["24金", "旅顺"]
