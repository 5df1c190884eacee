"""收表: what may be done with campaigns and returns."""

from __future__ import annotations

from xueheng.apps.intake.campaigns.carrying import accept_soon, freeze_soon, restart_stale
from xueheng.apps.intake.campaigns.filing import Taken, file, nothing, take_in
from xueheng.apps.intake.campaigns.freezing import freeze, reopen
from xueheng.apps.intake.campaigns.judging import (
    Judged,
    accept,
    accept_clean,
    send_back,
    send_back_wrong,
    take_reds,
)
from xueheng.apps.intake.campaigns.opening import cancel, open_campaign
from xueheng.apps.intake.campaigns.reminding import remind
from xueheng.apps.intake.campaigns.sending import take_workbook, take_workbooks

__all__ = (
    "Judged", "Taken", "accept", "accept_clean", "accept_soon", "cancel", "file", "freeze", "freeze_soon",
    "nothing", "open_campaign", "remind", "reopen", "restart_stale", "send_back", "send_back_wrong",
    "take_in", "take_reds", "take_workbook", "take_workbooks",
)  # fmt: skip
