"""What a template says about a column: how a cell of it is written, within which limits."""

from __future__ import annotations

from xueheng.standards.words import Lang, Words, catalogue
from xueheng.tables.filling.template_columns import Offered
from xueheng.tables.schema import ColumnSchema

WORDS = catalogue("xueheng.tables")
SHOWN_CHOICES = 8


def kind_of(offered: Offered, lang: Lang) -> str:
    """The kind of a column in words: text, date, from a list ..."""
    kind = "code" if offered.choices else offered.column.type
    return WORDS[f"template.kind.{kind}"].say(lang)


def how_to_write(offered: Offered, lang: Lang) -> str:
    """How a cell of the column is written, in a sentence or two."""
    column = offered.column
    said = [WORDS["template.how.code" if offered.choices else f"template.how.{column.type}"]]
    said += _limits(column)
    if column.blank == "refused":
        said.append(WORDS["template.never_blank" if offered.is_wanted else "template.blank_or_no_column"])
    return ("" if lang == "zh" else " ").join(w.say(lang) for w in said)


def choices_of(offered: Offered, lang: Lang) -> str:
    """The choices of a column, the first ones when there are many."""
    first = offered.choices[:SHOWN_CHOICES]
    shown = [f"{c.code} {c.word}" if c.code[:1].isdigit() else c.word for c in first]
    listed = ("、" if lang == "zh" else ", ").join(shown)
    if len(offered.choices) <= SHOWN_CHOICES:
        return listed
    return WORDS["template.more_choices"].say(lang, listed=listed, n=len(offered.choices))


def _limits(column: ColumnSchema) -> list[Words]:
    least, most = column.at_least, column.at_most
    if least is not None and most is not None:
        return [WORDS["template.between"].fill(least=least, most=most)]
    if least is not None:
        return [WORDS["template.at_least"].fill(least=least)]
    return [] if most is None else [WORDS["template.at_most"].fill(most=most)]
