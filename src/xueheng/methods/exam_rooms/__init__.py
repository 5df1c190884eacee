"""考场编排: sites, rooms and seats by public seed, neighbours of different schools, with a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from xueheng.methods.declare import Input, declare, param

TALLEST = 12  # desks in a column


@dataclass(frozen=True)
class Params:
    """The layout of a room, who must not be neighbours, paper versions, the last room and the seed."""

    rows: tuple[int, ...] = param(standard="exam_rooms:exam_numbers:rows")
    order: Literal["s_shape", "straight"] = param(default="s_shape")
    separation: Literal["4", "8"] = param(default="4")
    versions: int = param(default=2)
    last_room: int = param(standard="exam_rooms:exam_number:last_room")
    seed: str = param(default="")

    def __post_init__(self) -> None:
        if not self.rows or not all(1 <= height <= TALLEST for height in self.rows):
            raise ValueError(f"参数 rows 应为 1 到 {TALLEST} 的整数 / rows must be 1 to {TALLEST}")
        if not 1 <= self.versions <= 26 or self.last_room < 0:
            said = "参数 versions 应为 1 到 26，last_room 不小于 0 / versions is 1 to 26, last_room 0 or more"
            raise ValueError(said)


METHOD = declare(
    __name__,
    name="exam.rooms",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("examinees", "examinees", with_rows=True),
        Input("rooms", "rooms"),
        Input("distances", "distances", required=False),
    ),
    tables={
        "seats": "id site* room* seat:integer* row:integer column:integer version",
        "sittings": "sitting:integer* subject* site* room* examinees:integer",
        "schools": "site* room* school* examinees:integer",
    },
    figures="examinees rooms conflicts class_conflicts level proof sittings",
    sources=("exam_rooms",),
    serves=("7",),
    approvals=1,
)
