"""A clerk of the bureau, a head, and files as they bring them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.platform_home import NOW

from xueheng.apps.intake import queries, services

SCORES = """考号,姓名,学校,语文,数学
1001,林小满,城关初中,88.5,90
1002,周子墨,城关初中,缺考,71
1003,吴雨桐,城关初中,76,64
"""


@dataclass(frozen=True)
class Desk:
    """Somebody at a desk: brings files in and has them read at once."""

    actor: Any
    org: Any
    folder: Path

    def bring(self, text: str | bytes, *, table: str = "scores", name: str = "成绩.csv", **more: Any) -> Any:
        """An upload of these contents, as it stands before the worker came by."""
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        said = {"table": table, "org": self.org, "period": "2026", "label": "期末", **more}
        return services.receive(file, **said, actor=self.actor, now=NOW)

    def read(self, text: str | bytes = SCORES, **more: Any) -> Any:
        """An upload of these contents, read."""
        return self.again(self.bring(text, **more))

    def again(self, upload: Any) -> Any:
        """The upload once the worker came by."""
        services.read(upload.pk, now=NOW)
        return queries.upload(self.actor, upload.pk)

    def commit(self, upload: Any, **more: Any) -> Any:
        """The Dataset that the upload becomes."""
        return services.commit(upload, actor=self.actor, now=NOW, **more)


@pytest.fixture
def clerk(county: Any, tmp_path: Path) -> Desk:
    """基教股."""
    return Desk(county.actor("section_clerk", county.county), county.county, tmp_path)


@pytest.fixture
def head(county: Any, tmp_path: Path) -> Desk:
    """校长 of the junior school."""
    return Desk(county.actor("head", county.south), county.south, tmp_path)
