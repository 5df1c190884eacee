"""选址文档: the document of a siting problem, read as its problem says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.issues import Refused, finding
from xueheng.tables.siting.county_json import county_tables
from xueheng.tables.siting.facility_text import facility_tables
from xueheng.tables.siting.graph_text import graph_tables

PACKAGE = "xueheng.tables.siting"
OF_GRAPHS = ("p_median", "p_center")


def siting_document(path: Path, params: Any) -> DocumentTables:
    """The tables of the problem that the parameters name."""
    is_json = path.suffix.lower() == ".json"
    if is_json != (params.problem == "county"):
        form = "JSON" if is_json else "text"
        raise Refused([finding("FORM_WRONG", "error", package=PACKAGE, value=params.problem, form=form)])
    if params.problem == "county":
        return county_tables(path)
    if params.problem in OF_GRAPHS:
        return graph_tables(path)
    return facility_tables(path, params.problem)
