"""From an upload to a receipt: the Dataset that intake freezes is what the command line reads."""

import pytest
from tests.apps.runs.conftest import SAMPLE
from tests.apps.runs.test_sealing import called
from tests.platform_home import NOW

from xueheng.apps.intake import queries as intake
from xueheng.apps.intake import services
from xueheng.apps.runs import queries
from xueheng.apps.runs.services import ask
from xueheng.methods.verify import verify

pytestmark = pytest.mark.django_db
HEADS = "考号,姓名,学校,班级,语文,数学"


@pytest.fixture
def dataset(desk):
    rows = [f"2026{n:03d},甲{n},城关初中,{n % 3 + 1},{40 + n * 7 % 60},{30 + n * 11 % 70}" for n in range(90)]
    rows[5] = "2026005,<script>,城关初中,1,缺考,55.5"
    path = desk.home / "scores.csv"
    path.write_text("\n".join([HEADS, *rows]), "utf-8")
    told = {"table": "scores", "org": desk.county.county, "period": "2026", "label": "期末", "exam": SAMPLE}
    upload = services.receive(path, **told, actor=desk.clerk, now=NOW)
    services.read(upload.pk, now=NOW)
    upload = intake.upload(desk.clerk, upload.pk)
    return services.commit(upload, actor=desk.clerk, now=NOW)


@pytest.fixture
def run(desk, dataset):
    told = {"title": "期末分析", "org": desk.county.county, "params": {"full": "语文:100,数学:100"}}
    return ask("exam.quality", inputs={"scores": dataset.pk}, **told, actor=desk.clerk, now=NOW)


def test_an_absent_pupil_is_counted_as_absent(desk, run):
    assert run.state == "sealed", run.issues
    found = queries.table(desk.clerk, run, "attendance", where={"subject": "语文"})
    names = [column.name for column in found.columns]
    assert dict(zip(names, found.rows[0], strict=True))["absent"] == 1


def test_the_command_line_gives_the_same_from_the_frozen_file(desk, run, dataset, tmp_path):
    files = {name: file.path for name, file in queries.loaded(run).inputs.items()}
    assert files["scores"].read_bytes() == intake.parquet_path(dataset).read_bytes()
    given = [f"{name}={path}" for name, path in files.items()]
    again = called("run", run.method, *given, "-p", "full=语文:100,数学:100", home=tmp_path / "elsewhere")
    held = queries.loaded(run).as_json("zh")
    assert (again["tables"], again["figures"]) == (held["tables"], held["figures"])


def test_its_receipt_verifies(desk, run):
    assert verify(queries.bundle_path(desk.clerk, run), public_key=None).holds
