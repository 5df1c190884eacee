"""公文的要素: what stands in an official letter, and the head that a clerk writes down for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xueheng.standards.words import Lang, catalogue
from xueheng.standards.yaml_source import Objection, load_one

NUMBER = re.compile(r".+〔\d{4}〕[1-9]\d*号")


@dataclass(frozen=True)
class Paragraph:
    """正文一段: its text; level 0 is plain, 1 to 4 are headings 一、（一）1.（1）, numbered when written."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Letter:
    """公文: 版头, 主体 and 版记 as values; layout is not its business."""

    issuer: str  # 发文机关
    number: str  # 发文字号
    title: str
    to: tuple[str, ...]  # 主送机关
    body: tuple[Paragraph, ...]
    attachments: tuple[str, ...]  # 附件
    signed_on: date
    copies: tuple[str, ...] = ()  # 抄送
    printed_by: str = ""
    printed_on: date | None = None
    secrecy: str = ""
    urgency: str = ""
    contact: str = ""  # 附注
    marking: str = ""  # 内部
    signer: str = ""  # 签发人, for letters to a higher office
    lang: Lang = "zh"


@dataclass(frozen=True)
class LetterHead:
    """公文首尾: what a report cannot know: who writes to whom, under which number, on which day."""

    issuer: str
    number: str
    to: tuple[str, ...]
    signed_on: date
    title: str = ""  # none: made from the report's
    as_of: str = ""  # 统计时点
    demands: tuple[str, ...] = ()  # 有关要求, in the clerk's words
    copies: tuple[str, ...] = ()
    printed_by: str = ""  # none: the issuer
    printed_on: date | None = None  # none: the day it was signed
    secrecy: str = ""
    urgency: str = ""
    contact: str = ""
    signer: str = ""

    def __post_init__(self) -> None:
        words = catalogue("xueheng.reports")
        if not self.issuer.strip():
            raise Objection(words["letter_empty"].fill(key="issuer"))
        if not any(name.strip() for name in self.to):
            raise Objection(words["letter_nobody"])
        if not NUMBER.fullmatch(self.number.strip()):
            raise Objection(words["letter_number"].fill(number=self.number))


def read_head(path: Path) -> LetterHead:
    """公文首尾 from a YAML or JSON file; an error names file, line and key."""
    return load_one(path, LetterHead)
