"""What may be done with tasks and approvals."""

from xueheng.apps.flows.approving import ask_approval, decide, withdraw
from xueheng.apps.flows.todo import cancel_task, finish_task, open_task, settle_task
from xueheng.apps.flows.year import open_year, task_key

__all__ = [
    "ask_approval",
    "cancel_task",
    "decide",
    "finish_task",
    "open_task",
    "open_year",
    "settle_task",
    "task_key",
    "withdraw",
]
