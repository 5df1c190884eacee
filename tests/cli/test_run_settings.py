"""Rules to compare, named as files on the command line."""

import json

import pytest

RULE = {"procedure": "serial_dictatorship", "tie_at_cutoff": "ticket", "revert": False, "delta": 40.5}


@pytest.fixture
def compared(cli, write):
    """Compare rules on three applicants."""
    files = {
        "students": "id,score_1\na,90\nb,80\nc,70\n",
        "choices": "student,rank,program\na,1,X\nb,1,X\nb,2,Y\nc,1,Y\n",
        "programs": "id,capacity\nX,1\nY,1\n",
    }
    given = [f"{name}={write(f'{name}.csv', text)}" for name, text in files.items()]
    return lambda *line: cli("run", "admission.compare", *given, "--json", *line)


@pytest.mark.parametrize("form", ["{0};sequential", '["{0}", "sequential"]'])
def test_a_rule_that_is_a_file_is_read_and_goes_by_its_name(compared, write, form):
    done = compared("-p", f"settings={form.format(write('现行.json', json.dumps(RULE)))}").json
    assert done["params"]["settings"] == [RULE | {"name": "现行", "delta": "40.5"}, "sequential"]
    assert [(r["student"], r["program"]) for r in done["tables"]["changes"]] == [("b", None), ("c", "Y")]


def test_rules_stand_in_a_parameter_file_as_well(compared, write):
    rules = [RULE, "sequential", {"procedure": "deferred_acceptance"}]
    done = compared("--params", write("p.json", json.dumps({"settings": rules}))).json
    assert [r["setting"] for r in done["tables"]["settings"]] == ["1", "3", "sequential"]


def test_a_file_may_hold_the_whole_list(compared, write):
    path = write("rules.json", json.dumps([RULE, "sequential", {"name": "同", "precedence": "open_first"}]))
    done = compared("-p", f"settings={path}").json
    assert [r["setting"] for r in done["tables"]["settings"]] == ["1", "sequential", "同"]


def test_rules_are_given_one_by_one_as_well(compared):
    baseline = "procedure=serial_dictatorship tie_at_cutoff=ticket revert=false"
    done = compared("-p", f"settings={baseline}", "-p", "settings=sequential")
    assert done.json["figures"] == {"students": 3, "settings": 2, "baseline": "1", "changed": 2}


def test_a_rule_whose_file_is_missing_is_wrong_usage(compared):
    done = compared("-p", "settings=none.json;sequential")
    assert (done.code, done.out, "none.json" in done.err) == (2, "", True)
