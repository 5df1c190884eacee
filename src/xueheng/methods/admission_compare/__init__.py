"""办法比较: the same lists under several rules, and who would gain and lose, before a rule is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xueheng.methods.admission_compare.settings import Setting, settings_of
from xueheng.methods.admission_match import METHOD as MATCH
from xueheng.methods.admission_match import Params as MatchParams
from xueheng.methods.admission_match import Procedure
from xueheng.methods.declare import declare, param
from xueheng.methods.params import params_json

OWN = ("settings", "by")


@dataclass(frozen=True, kw_only=True)
class Params(MatchParams):
    """The rules compared, the first being the baseline, and what an admission's own parameters say of all."""

    procedure: Procedure | None = param(default=None)  # type: ignore[assignment]
    settings: tuple[Mapping[str, Any] | str, ...] = param(form="json")
    by: tuple[str, ...] = param(default=())

    def __post_init__(self) -> None:
        _ = self.sets

    @cached_property
    def sets(self) -> tuple[Setting, ...]:
        """Every setting with its name and the parameters of its admission."""
        said = {n: v for n, v in params_json(self).items() if v not in (None, [])}
        return settings_of(self.settings, common={n: v for n, v in said.items() if n not in OWN})


METHOD = declare(
    __name__,
    name="admission.compare",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=MATCH.inputs,
    tables={
        "settings": "setting* differs admitted:integer unmatched:integer first_choice:integer gained:integer "
        "lost:integer moved:integer",
        "changes": "student* setting* program rank:integer batch was_program was_rank:integer effect",
        "groups": "setting* by* group* n:integer gained:integer lost:integer entered:integer dropped:integer",
        "programs": "setting* program* batch* filled:integer left_over:integer reverted:integer "
        "came:integer went:integer cutoff_key",
    },
    public=("settings",),
    figures="students settings baseline changed",
    sources=("quota",),
    serves=("4", "5"),
)
