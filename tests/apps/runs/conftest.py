"""Datasets to run methods on, and who starts and who approves."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from tests.platform_home import NOW

EXAMPLES = Path(__file__).parents[3] / "examples"
SCHOOL_FINAL = {"kind": "school_final", "stage": "junior", "grade": "八年级", "scope": "school"}
SAMPLE = {"kind": "monitoring_sample", "stage": "junior", "grade": "八年级", "scope": "county"}
FULL = {"full": "语文:100,数学:100"}


def scores(plus=0):
    """A hundred and twenty pupils in four schools."""
    rows = range(120)
    return pa.table(
        {
            "id": [f"2026{n:04d}" for n in rows],
            "school": ["一中", "二中", "三中", "=四中"][0:4] * 30,
            "class": [str(n % 3 + 1) for n in rows],
            "语文": [str(40 + (n * 7 + plus) % 60) for n in rows],
            "数学": [str(30 + (n * 11) % 70) for n in rows],
        }
    )


def example(name):
    """A table of examples/ as text."""
    path = EXAMPLES / name
    heads = path.read_text("utf-8").splitlines()[0].split(",")
    kinds = pc.ConvertOptions(column_types={head: pa.string() for head in heads})
    return pc.read_csv(path, convert_options=kinds)


@dataclass(frozen=True)
class Desk:
    """A county with Datasets and three people at the bureau."""

    county: Any
    home: Path
    clerk: Any
    second: Any
    keep: Any

    def scores(self, **more):
        return self.keep("scores", scores(), exam=SAMPLE, **more)

    def balance(self):
        return self.keep("coefficients", example("balance_county_2022/coefficients.csv"))

    def ask(self, method, dataset, params, **more):
        from xueheng.apps.runs.services import ask

        name = "coefficients" if method == "balance.standard" else "scores"
        told = {"title": "试跑", "org": self.county.county, "actor": self.clerk, "now": NOW}
        return ask(method, inputs={name: dataset.pk}, params=params, **(told | more))

    def quality(self, dataset=None, **more):
        return self.ask("exam.quality", dataset or self.scores(), FULL, **more)

    def judged(self, **more):
        return self.ask("balance.standard", self.balance(), {"standard": "yzjh-2017"}, **more)


@pytest.fixture
def desk(county, home):
    from xueheng.apps.intake.models import Dataset

    versions = count(1)

    def keep(table, rows, *, org=None, exam=None, **more):
        out = BytesIO()
        pq.write_table(rows, out)
        digest = sha256(out.getvalue()).hexdigest()
        (home / "datasets").mkdir(exist_ok=True)
        (home / "datasets" / f"{digest}.parquet").write_bytes(out.getvalue())
        said = {"table": table, "org": org or county.county, "period": "2026", "label": "期末"}
        return Dataset.objects.create(
            **said,
            version=next(versions),
            sha256=digest,
            source_sha256=digest,
            rows=rows.num_rows,
            exam=exam or {},
            committed_by_label="system:test",
            committed_at=NOW,
            **more,
        )

    clerk, second = county.actor("section_clerk", county.county), county.actor("approver", county.county)
    return Desk(county, home, clerk, second, keep)


@pytest.fixture
def queued(settings):
    """Jobs wait in the queue until somebody carries them out."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
