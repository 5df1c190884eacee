"""An export of the registry, read and committed as the clerk does it."""

from datetime import timedelta

import pytest
from tests.apps.conftest import alike
from tests.platform_home import NOW

from xueheng.apps.intake import queries, services
from xueheng.apps.intake.models import Upload
from xueheng.apps.roster.models import Org, Spell

__all__ = ["alike"]
HEAD = "学校标识码,学校,年级,班级,全国学籍号,姓名,性别,出生日期,身份证件号,学生状态,是否住校"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NORTH, SOUTH = "2143029901,城关一小", "3143029902,城关初中"


def document(born, serial):
    """A sound identity number of a boy."""
    body = f"430299{born}{2 * serial + 1:03}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def line(place, grade, klass, number, name, *, born="20150501", state="在读", boarder="否"):
    """One row of the export; the number ends in the serial of the identity number."""
    papers = document(born, int(number[-1]))
    return f"{place},{grade},{klass},{number},{name},男,{born},{papers},{state},{boarder}"


XIAO = line(NORTH, "三年级", "1班", "G001", "林小满")
DA = line(SOUTH, "八年级", "1班", "G002", "赵大雪", born="20120501")


class Registry:
    """The national export at the desk of a clerk of the county."""

    def __init__(self, county, write):
        self.county, self.write, self.hour = county, write, 0
        self.clerk = county.actor("section_clerk", county.county)

    def upload(self, *lines, org=None):
        """An export, received and read."""
        self.hour += 1
        file = self.write("学籍.csv", "\n".join([HEAD, *lines]).encode())
        received = services.receive(
            file,
            table="students",
            org=org or self.county.county,
            period="2026-09-01",
            actor=self.clerk,
            now=self.now,
        )
        services.read(received.pk, now=self.now)
        return Upload.objects.get(pk=received.pk)

    def commit(self, *lines, **more):
        """An export committed: the Dataset."""
        return services.commit(self.upload(*lines, **more), actor=self.clerk, now=self.now)

    def commit_as(self, person, *lines):
        """An export committed after the clerk has said who its doubtful row is."""
        upload = self.upload(*lines)
        row = queries.matches(self.clerk, upload)[0].row
        services.choose_person(upload, row=row, person=person, actor=self.clerk, now=self.now)
        return services.commit(upload, actor=self.clerk, now=self.now)

    @property
    def now(self):
        """A later hour for each upload."""
        return NOW + timedelta(hours=self.hour)

    @property
    def roll(self):
        """Who is on the roll, and where."""
        live = Spell.objects.filter(valid_to=None).select_related("person", "klass")
        return {(s.person.name, s.klass.code if s.klass else None) for s in live}


@pytest.fixture
def registry(county, write):
    """The clerk's desk."""
    return Registry(county, write)


@pytest.fixture
def classes(db):
    """The codes of all classes."""
    return lambda: set(Org.objects.filter(kind="class").values_list("code", flat=True))
