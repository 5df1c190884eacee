"""通报: a letter made from a report's blocks: what was looked at, what holds, what needs attention."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.reports.blocks import Block, Chart, Note, Number, Numbers, Report, Table
from xueheng.reports.display import THIN_SPACE, headline, said
from xueheng.reports.letters.letter_text import Letter, LetterHead, Paragraph
from xueheng.standards.words import Lang, Words, catalogue, comparable
from xueheng.standards.yaml_source import Objection

RUNS = "xueheng.reports.runs"
STOPS = "。！？.!?；;"
OPEN_ENDS = "：:"


def from_report(report: Report, *, head: LetterHead, lang: Lang = "zh") -> Letter:
    """通报 of a report: sentences and titles of tables; no rank, no person, nothing restricted goes out."""
    for name in head.to if report.stamp else ():
        if _is_public(name):
            raise Objection(catalogue("xueheng.reports")["letter_public"].fill(stamp=report.stamp, name=name))
    return Letter(
        issuer=head.issuer,
        number=head.number.strip(),
        title=head.title or said("letter_title", lang, title=_subject(report, lang)),
        to=head.to,
        body=tuple(_body(report, head, lang)),
        attachments=tuple(_attachments(report, lang)),
        signed_on=head.signed_on,
        copies=tuple(name for name in head.copies if not (report.stamp and _is_public(name))),
        printed_by=head.printed_by or head.issuer,
        printed_on=head.printed_on or head.signed_on,
        secrecy=head.secrecy,
        urgency=head.urgency,
        contact=head.contact,
        marking=said("letter_internal", lang) if report.stamp else "",
        signer=head.signer,
        lang=lang,
    )


def _body(report: Report, head: LetterHead, lang: Lang) -> Iterator[Paragraph]:
    yield Paragraph(_opening(report, head, lang))
    parts = (
        ("letter_figures", _figures(report, lang)),
        ("letter_findings", _findings(report, lang)),
        ("letter_attention", _notes(report, lang, tones=("bad", "near"))),
        ("letter_definitions", _definitions(report, lang)),
        ("letter_demands", _demands(report, head, lang)),
    )
    for code, texts in parts:
        if texts:
            yield Paragraph(said(code, lang), level=1)
            yield from (Paragraph(_even(text, lang)) for text in texts)


def _opening(report: Report, head: LetterHead, lang: Lang) -> str:
    """What the letter is about, of when, for whom and by which documents."""
    subject = _subject(report, lang)
    code = "letter_opening_as_of" if head.as_of else "letter_opening"
    sentences = [said(code, lang, title=subject, as_of=head.as_of)]
    if scope := report.subtitle.say(lang):
        sentences.append(said("letter_scope", lang, scope=scope))
    documents = catalogue(RUNS)["fact.documents"]
    found = [fact.value.say(lang) for fact in report.facts if fact.label == documents]
    if found:
        sentences.append(said("letter_rests_on", lang, documents=found[0]))
    return _even(("" if lang == "zh" else " ").join(sentences), lang)


def _subject(report: Report, lang: Lang) -> str:
    """The report's title as part of a sentence: the exam before what was done with it."""
    title = report.title.say(lang)
    if lang == "en":
        return title
    return "".join(reversed(title.split(" · "))).replace("(", "（").replace(")", "）")


def _figures(report: Report, lang: Lang) -> list[str]:
    """Each row of headline figures as a sentence."""
    rows = (block for block in _blocks(report) if isinstance(block, Numbers) and block.numbers)
    return [_sentence([_figure(number, lang) for number in block.numbers], lang) for block in rows]


def _figure(number: Number, lang: Lang) -> str:
    unit = number.unit.say(lang) if number.unit else ""
    value = headline(number, lang) + (unit if lang == "zh" or not unit else f" {unit}")
    label = number.label.say(lang)
    if number.context is None:
        return said("letter_figure", lang, label=label, value=value)
    return said("letter_figure_context", lang, label=label, value=value, context=number.context.say(lang))


def _findings(report: Report, lang: Lang) -> list[str]:
    """What the notes say that need no attention, and the sentences over the charts."""
    charts = [block.title.say(lang) for block in _blocks(report) if isinstance(block, Chart)]
    drawn = [_sentence([text.rstrip(STOPS) for text in charts], lang)] if charts else []
    return [*_notes(report, lang, tones=("good", "plain", "quiet")), *drawn]


def _notes(report: Report, lang: Lang, *, tones: tuple[str, ...]) -> list[str]:
    return [
        _note(block, lang)
        for block in _blocks(report)
        if isinstance(block, Note) and block.tone in tones and not block.href
    ]


def _note(block: Note, lang: Lang) -> str:
    text = block.text.say(lang)
    items = [item.say(lang).rstrip(STOPS) for item in block.items]
    if not items:
        return _sentence([text], lang)
    gap = "" if lang == "zh" or not text else " "
    return text + gap + _sentence(items, lang)


def _definitions(report: Report, lang: Lang) -> list[str]:
    """口径: the note that defines, wherever it stands."""
    title = catalogue(RUNS)["check.definition"]
    blocks = (block for section in report.sections for block in section.blocks)
    return [_note(block, lang) for block in blocks if isinstance(block, Note) and block.title == title]


def _demands(report: Report, head: LetterHead, lang: Lang) -> list[str]:
    stamp = [_sentence([report.stamp.say(lang)], lang)] if report.stamp else []
    return [*(_sentence([demand], lang) for demand in head.demands), *stamp]


def _attachments(report: Report, lang: Lang) -> Iterator[str]:
    """The tables by title, none of ranks or of persons, and none of schools where use is restricted."""
    names = _listed("school_columns")
    for block in _blocks(report):
        if not isinstance(block, Table) or any(_is_closed(column.label) for column in block.columns):
            continue
        if not (report.stamp and any(comparable(column.label.zh) in names for column in block.columns)):
            yield _even(block.title.say(lang).rstrip(STOPS), lang)


def _blocks(report: Report) -> Iterator[Block]:
    """The blocks that report; a model and how to check it are not for a letter."""
    aside = {catalogue(RUNS)[code] for code in ("check.title", "va.model")}
    for section in report.sections:
        if section.title not in aside:
            yield from section.blocks


def _sentence(parts: list[str], lang: Lang) -> str:
    text = said("letter_between", lang).join(parts)
    return text if text.endswith(tuple(STOPS + OPEN_ENDS)) else text + said("letter_stop", lang)


def _even(text: str, lang: Lang) -> str:
    """Text for a running sentence: no thin spaces inside Chinese numbers."""
    return text.replace(THIN_SPACE, "") if lang == "zh" else text


def _is_public(name: str) -> bool:
    return any(word in comparable(name) for word in _listed("public_readers"))


def _is_closed(label: Words) -> bool:
    closed = _listed("rank_columns") + _listed("person_columns")
    return any(word in comparable(text) for text in (label.zh, label.en) for word in closed)


def _listed(code: str) -> list[str]:
    words = catalogue("xueheng.reports")[code]
    return [comparable(word.replace("_", " ")) for text in (words.zh, words.en) for word in text.split()]
