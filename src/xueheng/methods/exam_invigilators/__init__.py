"""监考安排: recusal, own subject, mixed pairs that meet once, even loads and a reserve, drawn by seed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xueheng.methods.declare import Input, declare, param

RULES = (
    "own_site", "own_pupils", "own_subject", "class_teacher", "relatives",
    "pairs", "rooms", "schools", "sexes",
)  # fmt: skip


@dataclass(frozen=True)
class Params:
    """How many watch a room, which rules are kept, the share in reserve and the seed of the day."""

    per_room: int = param(standard="exam_rooms:exam_number:per_room")
    rules: tuple[str, ...] = param(default=RULES)
    reserve: Decimal = param(standard="exam_rooms:exam_share:reserve")
    seed: str = param(default="")

    def __post_init__(self) -> None:
        if unknown := set(self.rules) - set(RULES):
            known = ", ".join(RULES)
            raise ValueError(f"参数 rules 没有 {sorted(unknown)}，可用 / unknown rules, known: {known}")
        if not 1 <= self.per_room <= 3 or not 0 <= self.reserve <= 1:
            said = "参数 per_room 应为 1 到 3，reserve 应在 0 与 1 之间 / per_room is 1 to 3, reserve 0 to 1"
            raise ValueError(said)


METHOD = declare(
    __name__,
    name="exam.invigilators",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("teachers", "invigilators"),
        Input("rooms", "rooms"),
        Input("sessions", "sessions"),
        Input("relatives", "relatives", required=False, with_rows=True),
        Input("pupils", "room_schools", required=False, with_rows=True),
    ),
    tables={
        "duties": "session* site* room* teacher role*",
        "reserves": "session* teacher*",
    },
    figures="teachers rooms sessions repeats room_repeats same_school load_min load_max reserves",
    sources=("exam_rooms",),
    serves=("7",),
    approvals=1,
)
