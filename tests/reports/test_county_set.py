import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.reports.blocks import Column, Report, Section, Table
from xueheng.reports.county_set import file_names, safe_name, write_set
from xueheng.standards.words import plain

BAD = set('<>:"/\\|?*') | {chr(n) for n in range(32)}


def page(name):
    table = Table(plain("表"), (Column(plain("甲")),), (("=1+1",), (name,)))
    return Report(plain(name), plain(""), (), (Section(plain("一"), (table,)),))


@pytest.fixture
def folder(tmp_path):
    pages = {"第1中学": page("第1中学"), "a/b": page("a/b"), "A:B": page("A:B")}
    write_set(page("全县"), pages, tmp_path / "册", lang="zh")
    return tmp_path / "册"


def test_the_county_and_each_school_have_three_files(folder):
    assert {p.name for p in (folder / "county").iterdir()} == {"report.docx", "report.pdf", "report.xlsx"}
    assert len(list((folder / "schools").iterdir())) == 9


def test_the_files_are_what_their_names_say(folder):
    assert (folder / "schools" / "第1中学.pdf").read_bytes().startswith(b"%PDF")
    assert "word/document.xml" in zipfile.ZipFile(folder / "schools" / "第1中学.docx").namelist()
    assert "xl/workbook.xml" in zipfile.ZipFile(folder / "schools" / "第1中学.xlsx").namelist()


def test_the_index_links_to_every_file(folder):
    text = (folder / "index.html").read_text(encoding="utf-8")
    made = [p.relative_to(folder).as_posix() for p in folder.glob("*/*")]
    assert all(f'href="{name}"' in text for name in made)


def test_progress_is_told_file_by_file(tmp_path):
    heard = []
    write_set(page("县"), {"甲": page("甲")}, tmp_path, lang="zh", told=lambda *at: heard.append(at))
    assert heard == [(n, 6) for n in range(1, 7)]


@given(st.text(max_size=200))
def test_a_file_name_is_allowed_on_windows(text):
    name = safe_name(text)
    assert name
    assert not BAD & set(name)
    assert name == name.strip(" .")
    assert len(f"{name}.docx".encode()) <= 255


@given(st.lists(st.text(max_size=70), unique=True, max_size=12))
def test_names_stay_apart_whatever_the_schools_are_called(schools):
    names = [name.casefold() for name in file_names(schools).values()]
    assert len(set(names)) == len(schools)


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "LPT9", "con.txt", "NUL.中学"])
def test_names_of_devices_are_not_used(name):
    assert safe_name(name) == f"_{name}"


def test_names_of_look_alikes_stay_apart():
    names = file_names(["a/b", "a:b", "a_b(2)", "A?B"])
    assert list(names.values()) == ["a_b", "a_b(2)", "a_b(2)(2)", "A_B(3)"]
