"""收表: what may be read of campaigns and returns, always by an actor."""

from __future__ import annotations

from xueheng.apps.intake.campaigns.board import (
    STATES,
    Board,
    Line,
    board,
    campaign,
    campaigns,
    lines,
    return_of,
    returns,
)
from xueheng.apps.intake.campaigns.budget import Asked, Budget, budget
from xueheng.apps.intake.campaigns.checking import Balance, Checks, Twice, checks_of, since_last
from xueheng.apps.intake.campaigns.opening import wanted

__all__ = (
    "STATES", "Asked", "Balance", "Board", "Budget", "Checks", "Line", "Twice", "board", "budget", "campaign",
    "campaigns", "checks_of", "lines", "return_of", "returns", "since_last", "wanted",
)  # fmt: skip
