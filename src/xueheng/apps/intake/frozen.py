"""冻结: the rows of an upload as the Parquet file of a Dataset, and back."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.apps.intake.models import Dataset, Upload
from xueheng.apps.intake.staging import ASIDE, GOOD, ROW, ROWS, SHEET, place_key
from xueheng.apps.intake.store import freeze, frozen_path, rows_in, stage_path, writing
from xueheng.tables.own import PERSON
from xueheng.tables.schema import ColumnSchema, schema

METADATA = b"xueheng"


def load(dataset: Dataset) -> pa.Table:
    """The rows of a Dataset."""
    return rows_in(frozen_path(dataset.sha256))


def final_rows(upload: Upload, *, only_good: bool) -> pa.Table:
    """The staged rows with what people decided of them; without the wrong ones if so asked."""
    table = rows_in(stage_path(upload.pk, upload.attempt) / ROWS)
    if PERSON in table.column_names and upload.matches:
        table = _with_choices(table, upload.matches)
    if only_good:
        table = table.filter(table[GOOD])
    return table.drop_columns(list(ASIDE))


def write_frozen(table: pa.Table, upload: Upload, *, only_good: bool) -> str:
    """The hash under which the table now lies, with all that its rows came from in its metadata."""
    said = {
        "table": upload.table,
        "table_version": schema(upload.table).version,
        "org": upload.org.code,
        "period": upload.period,
        "label": upload.label,
        "source_sha256": upload.sha256,
        "answers": upload.answers,
        "corrections": upload.corrections,
        "exam": upload.exam,
        "only_good": only_good,
    }
    return write_lineage(table, upload.table, said)


def write_lineage(table: pa.Table, name: str, said: dict[str, Any]) -> str:
    """The hash under which the rows of a table now lie, with what they came from in the metadata."""
    lineage = {**said, "columns": columns_of(table, name)}
    text = json.dumps(lineage, ensure_ascii=False, sort_keys=True)
    made = writing(frozen_path("").parent)
    try:
        pq.write_table(table.replace_schema_metadata({METADATA: text.encode()}), made, compression="zstd")
        return freeze(made)
    finally:
        made.unlink(missing_ok=True)


def columns_of(table: pa.Table, name: str) -> list[dict[str, Any]]:
    """What each column is, as the schema says; a subject or an item stands for itself."""
    known = {c.name: c for c in schema(name).columns}
    return [_column(column, known.get(column)) for column in table.column_names]


def _column(name: str, said: ColumnSchema | None) -> dict[str, Any]:
    if said is not None:
        label = {"zh": said.label.zh, "en": said.label.en}
        return {
            "name": name,
            "label": label,
            "type": said.type,
            "unit": said.unit,
            "sensitivity": said.sensitivity,
        }
    kind = "person" if name == PERSON else "score"
    label = {"zh": name, "en": name}
    return {"name": name, "label": label, "type": kind, "unit": "", "sensitivity": "score"}


def _with_choices(table: pa.Table, choices: dict[str, int | None]) -> pa.Table:
    places = zip(table[SHEET].to_pylist(), table[ROW].to_pylist(), strict=True)
    chosen = [choices.get(place_key(sheet, row)) for sheet, row in places]
    persons = pc.coalesce(pa.array(chosen, pa.int64()), table[PERSON])
    return table.set_column(table.column_names.index(PERSON), PERSON, persons)
