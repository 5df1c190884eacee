"""A clerk who collects the teachers' table from the schools of the small county, and its deans."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.platform_home import NOW

from xueheng.apps.intake.campaigns import queries, services
from xueheng.apps.intake.models import Campaign, Return

HEAD = "学校标识码,学校,教师编号,姓名,性别\n"
NORTH = HEAD + "2143029901,城关一小,T001,王芳,女\n2143029901,城关一小,T002,李强,男\n"
SOUTH = HEAD + "3143029902,城关初中,T003,赵敏,女\n"
SAID = {
    "table": "teachers",
    "period": "2026",
    "label": "",
    "title": "教师名册核对",
    "basis": "教办函〔2026〕12号",
    "minutes": 30,
    "due_on": date(2026, 9, 30),
}


def brought(text: str | bytes, name: str = "表.csv") -> Any:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode("utf-8-sig"))


def packed(**files: str | bytes) -> bytes:
    """A zip file of such contents, each under its name."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text if isinstance(text, bytes) else text.encode("utf-8-sig"))
    return made.getvalue()


@dataclass(frozen=True)
class Collecting:
    """收表 under way: the clerk, the campaign, and what each may do with it."""

    county: Any
    clerk: Any
    campaign: Campaign

    def of(self, school: Any) -> Return:
        """The school's return as it stands."""
        return queries.return_of(self.clerk, self.campaign.pk, school.code)

    def file(
        self, school: Any, text: str | bytes, *, now: Any = NOW, actor: Any = None, name: str = "表.csv"
    ) -> Any:
        """The school's answer, handed in and read."""
        return services.file(self.of(school), brought(text, name), actor=actor or self.clerk, now=now)

    def line(self, school: Any, *, now: Any = NOW) -> Any:
        """The school's line of the board."""
        return next(x for x in queries.board(self.clerk, self.campaign, now=now).lines if x.school == school)

    def accepted(self) -> Any:
        """Both schools have answered and were accepted."""
        self.file(self.county.north, NORTH)
        self.file(self.county.south, SOUTH)
        return services.accept_clean(self.campaign, actor=self.clerk, now=NOW)

    def freeze(self, **more: Any) -> Any:
        """The county's Dataset."""
        return services.freeze(self.campaign, **{"excused": {}, **more}, actor=self.clerk, now=NOW)


@pytest.fixture
def collect(county: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Opens a campaign; readings and workbooks are made at once."""

    def opened(**more: Any) -> Collecting:
        clerk = county.actor("section_clerk", county.bureau)
        asked = more.pop("asked", [county.north, county.south])
        said = SAID | more
        campaign = services.open_campaign(county.county, asked, said=said, actor=clerk, now=NOW)
        return Collecting(county, clerk, campaign)

    return opened


@pytest.fixture
def collecting(collect: Any) -> Collecting:
    """A campaign for the teachers' table."""
    found: Collecting = collect()
    return found
