"""Our marks on the cells of a workbook: put there, recognised, and taken off again without a trace."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from xueheng.standards.words import Lang
from xueheng.tables.book_text import is_active
from xueheng.tables.issues import Severity
from xueheng.tables.marking.marks import AUTHOR, FILLS, INKS, WORDS

COMMENT_WIDTH, LINE_HEIGHT, CHARACTERS = 360, 20, 24  # pixels, and how many characters a line holds
LANGS: tuple[Lang, ...] = ("zh", "en")
OPENINGS = tuple(
    WORDS["marked.comment"].say(lang, level=WORDS[f"marked.level.{level}"].say(lang), message="").rstrip()
    for lang in LANGS
    for level in FILLS
)
BEFORE = tuple(WORDS["marked.before"].say(lang, colour="").rstrip() for lang in LANGS)
OTHERS = tuple(f"\n{WORDS['marked.others'].say(lang)}\n" for lang in LANGS)
OUR_FILLS = {"00" + c for c in FILLS.values()} | {"FF" + c for c in FILLS.values()}
OUR_INKS = {"00" + c for c in INKS.values()} | {"FF" + c for c in INKS.values()}
BLACK = {"FF000000", "00000000"}

Styles = dict[tuple[Any, ...], Any]  # the style a marked cell gets, by the style it had and the level


def put_text(cell: Any, text: str) -> None:
    """The cell holds the text, never a formula or an error."""
    cell.value = text
    cell.data_type = "s"
    if is_active(text):
        cell.quotePrefix = True


def colour(cell: Any, level: Severity, styles: Styles) -> None:
    """The cell has the level's colour; ink that the user chose stays."""
    key = (*(cell._style or ()), level)
    if key not in styles:
        cell.fill = PatternFill("solid", fgColor="FF" + FILLS[level])
        if _is_plain(cell.font.color):
            font = copy(cell.font)
            font.color = Color(rgb="FF" + INKS[level])
            cell.font = font
        styles[key] = copy(cell._style)
    cell._style = copy(styles[key])


def has_our_colour(cell: Any) -> bool:
    """True when the cell is filled in one of our colours exactly."""
    return cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in OUR_FILLS


def put_comment(cell: Any, text: str, lang: Lang, *, before: str) -> None:
    """The cell has our comment, before one that it had already."""
    had = cell.comment
    if before:
        text += "\n" + WORDS["marked.before"].say(lang, colour=before)
    if had is not None:
        text += OTHERS[LANGS.index(lang)] + had.text
    lines = sum(1 + len(line) // CHARACTERS for line in text.split("\n"))
    height = LINE_HEIGHT * min(lines + 1, 20)
    author = had.author if had is not None and had.author else AUTHOR
    cell.comment = Comment(text, author, width=COMMENT_WIDTH, height=height)


def is_our_comment(comment: Any) -> bool:
    """True when the comment is ours, alone or before the user's own."""
    return comment is not None and (comment.author == AUTHOR or comment.text.startswith(OPENINGS))


def take_off(cell: Any) -> None:
    """The cell has its own colour and comment again."""
    text = cell.comment.text if cell.comment is not None else ""
    ours, theirs = text, ""
    for mark in OTHERS:
        if mark in text:
            ours, theirs = text.split(mark, 1)
    cell.comment = Comment(theirs, cell.comment.author) if theirs else None
    if has_our_colour(cell):
        cell.fill = _fill_before(ours)
    if cell.has_style and cell.font.color is not None and cell.font.color.rgb in OUR_INKS:
        font = copy(cell.font)
        font.color = None
        cell.font = font


def fill_named(cell: Any) -> str:
    """The cell's own fill in words that `take_off` understands; empty when there is none."""
    if not cell.has_style or cell.fill.fill_type != "solid":
        return ""
    own = cell.fill.fgColor
    return f"{own.type} {own.value} {own.tint:.4g}"


def _fill_before(comment: str) -> PatternFill:
    for line in comment.split("\n"):
        named = line.removeprefix(next((b for b in BEFORE if line.startswith(b)), line)).split()
        if len(named) == 3 and named[0] in ("rgb", "theme", "indexed"):
            value: Any = named[1] if named[0] == "rgb" else int(named[1])
            return PatternFill("solid", fgColor=Color(**{named[0]: value}, tint=float(named[2])))
    return PatternFill()


def _is_plain(ink: Any) -> bool:
    return ink is None or (ink.type == "theme" and ink.theme == 1) or (ink.type == "rgb" and ink.rgb in BLACK)
