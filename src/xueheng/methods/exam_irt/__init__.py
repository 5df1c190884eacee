"""项目反应理论: items and pupils on one scale, whatever booklet a pupil had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from xueheng.methods.declare import Input, declare, param

MOST_STEPS = 12
STEPS = tuple(f"b{k}" for k in range(1, MOST_STEPS + 1))


@dataclass(frozen=True)
class Params:
    """The model, how it is estimated, the columns that are not items, and the plausible values."""

    model: Literal["rasch", "2pl", "pcm", "gpcm", "grm"] = param()
    estimator: Literal["mml", "cml"] = param(default="mml")
    groups: tuple[str, ...] = param(default=())
    plausible: int = param(default=0)
    seed: str = param(default="1")

    def __post_init__(self) -> None:
        if self.estimator == "cml" and self.model != "rasch":
            raise ValueError("参数 estimator=cml 只用于 rasch / estimator=cml is for rasch only")
        if not 0 <= self.plausible <= 100:
            raise ValueError("参数 plausible：应是 0 到 100 / plausible must be 0 to 100")


def _context(params: Any) -> dict[str, Any]:
    """The columns that are not items; a mark that is not there is missing, whatever the reason."""
    answers = {"STATUS_UNKNOWN": "absent"}
    return {"attributes": params.groups, "answers": answers, "optional_items": ("*",)}


def _numbers(*names: str) -> str:
    return " ".join(f"{name}:number" for name in names)


METHOD = declare(
    __name__,
    name="exam.irt",
    version="1",
    reproduces="close",
    tolerance=1e-5,
    params=Params,
    inputs=(Input("responses", "item_scores", context=_context), Input("exam", "exam", required=False)),
    tables={
        "items": f"item* n:integer {_numbers('a', 'b', *STEPS, 'se_a', 'se_b', *(f'se_{b}' for b in STEPS))} "
        "infit:number outfit:number",
        "persons": "id* n:integer theta:number se:number map:number wle:number lz:number",
        "plausible": "id* draw:integer* theta:number",
        "information": "theta:number* information:number se:number",
        "groups": "group* n:integer mean:number sd_within:number",
    },
    figures="loglik n_parameters converged n n_left_out n_items iterations reliability se_by mean_theta "
    "sd_theta exam",
    sources=("exam_kinds",),
    serves=("8",),
)
