"""The public cases through the command line, from CSV, from one JSON document and from a workbook."""

import json

import openpyxl
import pytest

from xueheng.cli.main import main

SD, SLOTS = "serial_dictatorship", "slots"
CASES = [
    (
        {
            "students": "id score_1\n s1 630\n s2 625\n s3 601\n s4 590",
            "choices": "s1: 甲中 乙中, s2: 甲中 乙中, s3: 乙中 甲中, s4: 甲中 丙中",
            "programs": "id capacity\n 甲中 1\n 乙中 1\n 丙中 1",
        },
        [f"procedure={SD}"],
        {"s1": "甲中", "s2": "乙中", "s3": None, "s4": "丙中"},
    ),
    (
        {
            "students": "id\n p\n q\n r",
            "choices": "p: A B, q: A C, r: B A C",
            "programs": "id capacity\n A 1\n B 1\n C 1",
            "priorities": "program student rank\n A r 1\n A q 2\n A p 3\n B p 1\n B r 2\n B q 3\n"
            "C p 1\n C q 2\n C r 3",
        },
        ["procedure=application_rejection", "band=1"],
        {"p": None, "q": "A", "r": "B"},
    ),
    (
        {
            "students": "id score_1 origin\n m1 650 东\n m2 640 东\n n1 600 西",
            "choices": "m1: H, m2: H, n1: H",
            "programs": "id capacity\n H 2",
            "groups": "program order name seats origin\n H 1 统招 1 -\n H 2 指标:西 1 西",
        },
        [f"procedure={SLOTS}", "precedence=open_first", "revert=false"],
        {"m1": "H", "m2": None, "n1": "H"},
    ),
]


def as_csv(files, folder):
    return [f"{name}={path}" for name, path in files.items()]


def as_json(files, folder):
    held = {name: _rows(path) for name, path in files.items()}
    place = folder / "all.json"
    place.write_text(
        json.dumps({n: [dict(zip(r[0], one, strict=True)) for one in r[1:]] for n, r in held.items()})
    )
    return [str(place)]


def as_xlsx(files, folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, path in files.items():
        sheet = book.create_sheet(name)
        for row in _rows(path):
            sheet.append([cell or None for cell in row])
    book.save(folder / "all.xlsx")
    return [str(folder / "all.xlsx")]


def _rows(path):
    return [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("door", [as_csv, as_json, as_xlsx])
@pytest.mark.parametrize(("texts", "params", "expected"), CASES, ids=["s01", "s02", "s03"])
def test_the_public_cases_through_every_form_of_file(
    tables, choices, capsys, tmp_path, door, texts, params, expected
):
    files = tables(**texts | {"choices": choices(texts["choices"])})
    words = [word for param in params for word in ("-p", param)]
    assert main(["run", "admission.match", *door(files, tmp_path), *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["tables"]["matches"]
    assert {row["student"]: row["program"] for row in found} == expected
