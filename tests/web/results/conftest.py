"""People at their desks, and runs that were carried out there by forms alone."""

from pathlib import Path

import pytest
from tests.web.data.conftest import account, desk
from tests.web.data.desks import FORM, SCORES, file

__all__ = ["account", "desk"]
EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def clerk(desk, county):
    return desk("section_clerk", county.bureau)


@pytest.fixture
def second(desk, county):
    return desk("approver", county.bureau)


@pytest.fixture
def bring(clerk):
    """The Dataset that a file becomes."""

    def brought(text=SCORES, **said):
        read = clerk.post("/data/upload/", FORM | {"file": file(text)} | said, follow=True)
        return clerk.post(f"{read.request['PATH_INFO']}commit/", follow=True).context["dataset"]

    return brought


@pytest.fixture
def start(clerk):
    """The answer to the form of a run, its defaults kept."""

    def started(method, dataset, **said):
        form = clerk.get(f"/results/new/?method={method}&dataset={dataset.pk}").context["form"]
        fields = {f.html_name: f.initial or "" for f in form}
        chosen = {"purpose": "earnest", "method": method, "org": "430299"}
        return clerk.post("/results/new/", fields | chosen | said, follow=True)

    return started


@pytest.fixture
def run(bring, start):
    """Where the sealed run of an exam stands."""
    return start("exam.quality", bring(), title="期末分析").request["PATH_INFO"]


@pytest.fixture
def judged(bring, start):
    """Where a balance run stands that waits for a second person."""
    text = (EXAMPLES / "balance_county_2022" / "coefficients.csv").read_text("utf-8")
    dataset = bring(text, table="coefficients")
    return start("balance.standard", dataset, title="均衡监测", param_standard="yzjh-2017").request[
        "PATH_INFO"
    ]


@pytest.fixture
def sealed(second, judged):
    """Where that run stands once a second person has agreed."""
    approval = second.get(judged).context["approval_here"]
    second.post(f"/approvals/{approval.pk}/", {"answer": "agree"})
    return judged
