"""收件: whose a file is stands inside it; what is of nobody is named with why."""

from io import BytesIO

import openpyxl
import pytest
from tests.apps.intake.campaigns.conftest import HEAD, NORTH, SOUTH, brought, packed
from tests.platform_home import NOW

from xueheng.apps.errors import NotAllowed, NotReady
from xueheng.apps.intake.campaigns import services
from xueheng.apps.intake.campaigns.unpacking import _name, unpacked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drop(collecting):
    """What became of a pile of files."""

    def dropped(*files):
        return services.take_in(collecting.campaign, files, actor=collecting.clerk, now=NOW)

    return dropped


@pytest.fixture
def workbook(collecting):
    """The workbook of a school, saved again by another program."""

    def saved(school):
        path = services.take_workbook(collecting.of(school), actor=collecting.clerk, now=NOW)
        book = openpyxl.load_workbook(path)
        made = BytesIO()
        book.save(made)
        return made.getvalue()

    return saved


def names(taken):
    return sorted((name, school.name) for name, school in taken.filed)


def test_a_renamed_workbook_is_known_by_the_code_kept_inside(collecting, drop, workbook):
    taken = drop(brought(workbook(collecting.county.north), "新建 XLSX 工作表(3).xlsx"))
    assert names(taken) == [("新建 XLSX 工作表(3).xlsx", "城关一小")]


def test_a_name_of_a_file_that_lies_is_not_believed(drop):
    assert names(drop(brought(NORTH, "城关初中3143029902.csv"))) == [("城关初中3143029902.csv", "城关一小")]


@pytest.mark.parametrize(
    "text",
    [
        "教师名册\n学校标识码：2143029901，城关一小\n姓名,工号\n王芳,T001\n",
        "城关一小2026年教师名册\n姓名,工号\n王芳,T001\n",
        "工号,姓名,单位\nT001,王芳,城关一小\n",
    ],
)
def test_a_school_is_found_in_titles_and_columns(drop, text):
    assert names(drop(brought(text))) == [("表.csv", "城关一小")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("姓名,工号\n王芳,T001\n", "没有学校标识码"),
        (NORTH + SOUTH.removeprefix(HEAD), "不止一所学校"),
        ("姓名,工号\n王芳,92143029901\n", "没有学校标识码"),
        (b"\x00\x01\x02", ""),
    ],
)
def test_what_is_of_nobody_is_named_with_why(drop, text, why):
    taken = drop(brought(text, "某校.csv"), brought(SOUTH, "2.csv"))
    assert names(taken) == [("2.csv", "城关初中")]
    assert [name for name, said in taken.strange if why in said] == ["某校.csv"]


def test_a_workbook_filled_in_by_another_school_is_given_to_nobody(collecting, drop, workbook):
    rows = [None, "3143029902", "城关初中", "T009", "赵敏"]
    body = openpyxl.load_workbook(BytesIO(workbook(collecting.county.north)))
    for row in body.worksheets[0].iter_rows(min_row=1, max_row=3):
        row[0].value = None
    body.worksheets[0].append(rows)
    made = BytesIO()
    body.save(made)
    assert "里面写的是城关初中" in drop(brought(made.getvalue(), "x.xlsx")).strange[0][1]


def test_a_workbook_of_another_campaign_is_refused(collect, drop):
    other = collect(table="devices", title="设备")
    path = services.take_workbook(other.of(other.county.north), actor=other.clerk, now=NOW)
    assert "另一次收表" in drop(brought(path.read_bytes(), "x.xlsx")).strange[0][1]


def test_two_files_of_one_school_are_both_left(drop):
    taken = drop(brought(NORTH, "1.csv"), brought(NORTH.replace("李强", "李刚"), "2.csv"))
    assert not taken.filed
    assert [name for name, _why in taken.strange] == ["1.csv", "2.csv"]


def test_a_zip_file_is_opened_and_what_systems_add_is_passed_over(drop):
    pile = {
        "表/一.csv": NORTH,
        "表/二.csv": SOUTH,
        "__MACOSX/表/._一.csv": b"x",
        "~$一.xlsx": b"x",
        ".DS": b"x",
    }
    assert names(drop(brought(packed(**pile), "交.zip"))) == [
        ("表/一.csv", "城关一小"),
        ("表/二.csv", "城关初中"),
    ]


def test_a_path_in_a_zip_file_leads_nowhere(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    pile = brought(packed(**{"../../out.csv": b"x", "/etc/out.csv": b"y", "..": b"z"}), "a.zip")
    assert {one.path.parent for one in unpacked([pile], place)} == {place}
    assert not list(tmp_path.rglob("out.csv"))


@pytest.mark.parametrize(
    "body",
    [b"PK\x03\x04nothing", b"", packed(**{"a.csv": b"0" * 2**25})],
    ids=["broken", "empty", "swollen"],
)
def test_a_broken_or_swollen_zip_file_is_refused_in_words(drop, body):
    with pytest.raises(NotReady, match=r"交\.zip"):
        drop(brought(body, "交.zip"))


def test_names_in_a_zip_file_that_windows_wrote_are_chinese():
    from zipfile import ZipInfo

    member = ZipInfo("城关一小.xlsx".encode("gb18030").decode("cp437"))
    assert _name(member) == "城关一小.xlsx"


def test_a_school_may_not_bring_a_pile(collecting):
    dean = collecting.county.actor("dean", collecting.county.north)
    with pytest.raises(NotAllowed):
        services.take_in(collecting.campaign, [brought(NORTH)], actor=dean, now=NOW)
