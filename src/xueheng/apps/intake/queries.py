"""收数: what may be read of uploads and Datasets, always by an actor."""

from __future__ import annotations

from xueheng.apps.intake.export_files import FORMATS
from xueheng.apps.intake.exporting import export, marked
from xueheng.apps.intake.findings import Finding, FindingGroup, FindingPage, findings, findings_by_code
from xueheng.apps.intake.matches import Match, matches
from xueheng.apps.intake.shelf import dataset, datasets, history, page_of, parquet_path, rows_of
from xueheng.apps.intake.shown import Page
from xueheng.apps.intake.staged import Diff, DiffRow, diff, rows, upload, uploads

__all__ = (
    "FORMATS",
    "Diff",
    "DiffRow",
    "Finding",
    "FindingGroup",
    "FindingPage",
    "Match",
    "Page",
    "dataset",
    "datasets",
    "diff",
    "export",
    "findings",
    "findings_by_code",
    "history",
    "marked",
    "matches",
    "page_of",
    "parquet_path",
    "rows",
    "rows_of",
    "upload",
    "uploads",
)
