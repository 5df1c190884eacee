"""电脑随机派位: who is drawn in which place, so that anybody can draw it again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from xueheng.methods.declare import Input, declare, param

ONE = r"[^|]+\|[!-{}~]+\|[!-{}~]+"  # source|issue|digits, the last two in plain ASCII
PUBLIC = re.compile(f"{ONE}(;{ONE})*")
SOURCE = re.compile(r"(ordered:)?[0-9]+(,[0-9]+)*")
NAMED = re.compile(r"[^:]+:.+")


@dataclass(frozen=True)
class Params:
    """How is drawn, from what was announced, for how many seats, and what must not have changed since."""

    procedure: Literal["xhl1", "rfc3797", "start_interval"] = param()
    hash_: Literal["sha256", "sm3"] = param(default="sha256")
    event: str = param(default="")
    public: str = param(default="")
    secret: tuple[str, ...] = param(default=(), form="repeated")
    commitments: tuple[str, ...] = param(default=(), form="repeated")
    roll_hash: str = param(default="")
    listing_hash: str = param(default="")
    scope: str = param(default="*")
    sources: tuple[str, ...] = param(default=(), form="repeated")
    start: int | None = param(default=None)
    interval: int | None = param(default=None)
    select: int | None = param(default=None)
    seats: int | None = param(default=None)
    last_unit: Literal["expand", "skip", "split"] | None = param(default=None)
    classes: int | None = param(default=None)
    rehearsal: bool = param(default=False)

    def __post_init__(self) -> None:
        for text in (self.event, self.public, self.scope, *self.secret, *self.commitments):
            is_plain = text == unicodedata.normalize("NFC", text).strip() and (text + "0").isprintable()
            _needed(is_plain, f"“{text}”", "不能有首尾空格、看不见的字符或组合字符", "without unseen marks")
        self._of_procedure()
        is_public = not self.public or PUBLIC.fullmatch(self.public) is not None
        _needed(
            is_public,
            f"public = {self.public}",
            "应写成 来源|期号|数字，半角，几个用 ; 连接",
            "source|issue|digits, joined by ;",
        )
        for name, texts in (("secret", self.secret), ("commitments", self.commitments)):
            is_named = all(NAMED.fullmatch(text) for text in texts)
            names = {text.partition(":")[0] for text in texts}
            _needed(
                is_named and len(names) == len(texts),
                name,
                "应写成 见证人:内容，一人一次",
                "name:value, once",
            )
        for name, count in (("select", self.select), ("seats", self.seats), ("classes", self.classes)):
            least = 1 if name == "classes" else 0
            _needed(count is None or count >= least, f"{name} = {count}", "太小", f"at least {least}")

    def _of_procedure(self) -> None:
        procedure = self.procedure
        _needed(bool(self.event) or procedure != "xhl1", "event", "xhl1 必填", "given with xhl1")
        are_sources = bool(self.sources) and all(SOURCE.fullmatch(text) for text in self.sources)
        said = "应写成用逗号分开的数，按开奖顺序的前面加 ordered:"
        _needed(are_sources or procedure != "rfc3797", "sources", said, "numbers by commas")
        given = self.start is not None and self.interval is not None
        _needed(given or procedure != "start_interval", "start, interval", "必填", "given")
        is_xhl1 = procedure == "xhl1" or not (self.classes or self.secret or self.commitments or self.public)
        _needed(is_xhl1, "classes, secret, commitments, public", "只用于 xhl1", "left out but with xhl1")


def _needed(holds: bool, what: str, zh: str, en: str) -> None:
    if not holds:
        raise ValueError(f"参数 {what}：{zh} / {what} must be {en}")


METHOD = declare(
    __name__,
    name="lottery.draw",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(Input("roll", "roll"),),
    tables={
        "order": "position:integer* id ticket admitted:truth class number:integer together size:integer",
    },
    public=("order",),
    figures="roll_hash listing_hash commitments seed key stage rehearsal n units admitted",
    sources=("lottery",),
    serves=("4",),
    approvals=1,
    beside="published:files",
)
