"""流程: tasks with an owner and a due date, approvals by a second person."""
