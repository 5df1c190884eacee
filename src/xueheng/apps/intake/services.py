"""收数: what may be done with files on their way in, and with the Datasets that they become."""

from __future__ import annotations

from xueheng.apps.intake.committing import commit
from xueheng.apps.intake.exporting import take_marked, take_out
from xueheng.apps.intake.reading import read, restart_stale
from xueheng.apps.intake.receiving import receive
from xueheng.apps.intake.repairing import answer, cancel, choose_person, correct, correct_all
from xueheng.apps.intake.undoing import undo

__all__ = (
    "answer",
    "cancel",
    "choose_person",
    "commit",
    "correct",
    "correct_all",
    "read",
    "receive",
    "restart_stale",
    "take_marked",
    "take_out",
    "undo",
)
