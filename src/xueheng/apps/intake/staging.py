"""暂存: what one reading of an upload found, written beside it and read back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from xueheng.apps.intake.differing import Difference
from xueheng.apps.intake.matching import Matched
from xueheng.standards.words import Words
from xueheng.tables.check import Checked
from xueheng.tables.files.grid import Laid
from xueheng.tables.issues import Issue
from xueheng.tables.own import PERSON

ROWS, ISSUES, DIFF, MATCHES, LAID = "rows.parquet", "issues.jsonl", "diff.json", "matches.json", "laid.json"
BEFORE = "before"  # among the counts: the Dataset that the upload was compared with
SHEET, ROW, GOOD = ":sheet", ":row", ":good"  # of each staged row: where it stands, whether it is good
ASIDE = (SHEET, ROW, GOOD)


def write_stage(folder: Path, checked: Checked, persons: Matched | None, differs: Difference) -> None:
    """Everything that pages and the commit need of one reading lies in the folder."""
    with (folder / ISSUES).open("w", encoding="utf-8") as out:
        for number, issue in enumerate(checked.issues):
            out.write(_dumped({"n": number, "code": issue.code, **_issue(issue)}) + "\n")
    laid = [[one.sheet, list(one.header_rows), dict(one.columns)] for one in checked.laid]
    _write(folder / LAID, laid)
    _write(folder / DIFF, {**differs.counts, "rows": differs.rows})
    _write(folder / MATCHES, _asked(persons, checked))
    if checked.places is not None:
        pq.write_table(_staged(checked, persons), folder / ROWS, compression="zstd")


def counts(checked: Checked, persons: Matched | None, differs: Difference) -> dict[str, Any]:
    """How much there is of everything, for the row of the upload."""
    severities = Counter(i.severity for i in checked.issues)
    codes: dict[str, dict[str, Any]] = {}
    for issue in checked.issues:
        one = codes.setdefault(issue.code, {"severity": issue.severity, "count": 0, "repairs": 0})
        one["count"] += 1
        one["repairs"] += issue.repair is not None
    return {
        "severity": dict(severities),
        "codes": codes,
        "diff": differs.counts,
        "match": persons.counts if persons else {},
    }


def questions(checked: Checked) -> list[dict[str, Any]]:
    """The open questions in both languages."""
    return [
        {
            "code": q.code,
            "text": _words(q.words),
            "options": [{"code": o.code, "label": _words(o.words)} for o in q.options],
        }
        for q in checked.questions
    ]


def issues_in(folder: Path, *, code: str | None = None) -> Iterator[dict[str, Any]]:
    """What was found, in the order of the file; lines of other codes are passed over unread."""
    path, wanted = folder / ISSUES, f'"code":"{code}"'
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if code is None or wanted in line:
                yield json.loads(line)


def issue_of(said: Mapping[str, Any]) -> Issue:
    """An issue as it was when it was written."""
    place = (said["sheet"], said["row"], said["column"])
    return Issue(
        said["code"], said["severity"], Words(said["zh"], said["en"]), *place, said["value"], said["repair"]
    )


def laid_in(folder: Path) -> tuple[Laid, ...]:
    """Where the headers of the sheets stand."""
    return tuple(
        Laid(sheet, tuple(rows), columns) for sheet, rows, columns in document_in(folder / LAID) or []
    )


def document_in(path: Path) -> Any:
    """A document of the folder; None when there is none."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def place_key(sheet: str | None, row: int) -> str:
    """The name of a row that stays when the file is read again."""
    return f"{sheet}!{row}" if sheet else str(row)


def _staged(checked: Checked, persons: Matched | None) -> pa.Table:
    assert_places: Any = checked.places
    table = checked.table
    if persons is not None:
        table = table.append_column(PERSON, persons.persons)
    for name, column in zip(ASIDE, ("sheet", "row", "good"), strict=True):
        table = table.append_column(name, assert_places[column])
    return table


def _asked(persons: Matched | None, checked: Checked) -> list[dict[str, Any]]:
    if persons is None or checked.places is None:
        return []
    found = []
    for one in persons.asked:
        at = checked.places.slice(one["at"], 1).to_pylist()[0]
        place = {"key": place_key(at["sheet"], at["row"]), "sheet": at["sheet"], "row": at["row"]}
        found.append({**place, "name": one["name"], "candidates": one["candidates"]})
    return found


def _issue(issue: Issue) -> dict[str, Any]:
    place = {"sheet": issue.sheet, "row": issue.row, "column": issue.column}
    said = {"severity": issue.severity, **_words(issue.words), "value": issue.value, "repair": issue.repair}
    return {**place, **said}


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _dumped(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str)


def _write(path: Path, document: Any) -> None:
    path.write_text(_dumped(document), "utf-8")
