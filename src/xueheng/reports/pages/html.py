"""A report as one self-contained HTML page: it opens from a disk, prints on A4, asks nobody for anything."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from xueheng.reports.blocks import Chart, Report, Table, WhatIf
from xueheng.reports.display import said
from xueheng.reports.pages.html_blocks import sections
from xueheng.reports.pages.markup import Markup, element, joined, relative
from xueheng.standards.words import Lang

TAGS: dict[Lang, str] = {"zh": "zh-Hans", "en": "en"}
SCRIPTS = ("echarts.min.js", "report.js")
MANY_SECTIONS = 3


def render(report: Report, *, lang: Lang, other: str | None = None) -> str:
    """The whole page in one language; `other` is where the same report stands in the other one."""
    body = element(
        "body",
        element("a", said("skip", lang), href="#text", class_="skip no-print"),
        _bar(lang, other),
        element("main", _head(report, lang), sections(report, lang), _files(report, lang), id="text"),
        *(Markup(f"<script>{_asset(name)}</script>") for name in SCRIPTS if _acts(report)),
    )
    return f"<!doctype html>\n{element('html', _meta(report, lang), body, lang=TAGS[lang])}\n"


def fragment(report: Report, *, lang: Lang) -> Markup:
    """The report as a part of another page, which brings report.css, echarts and report.js."""
    return joined(_head(report, lang), sections(report, lang))


def write(report: Report, folder: Path, *, lang: Lang) -> Path:
    """The report in both languages, each page linked to the other; the path of the first."""
    return write_as(report, "index", folder, lang=lang)


def write_as(report: Report, name: str, folder: Path, *, lang: Lang) -> Path:
    """The same under another name, beside other pages."""
    second: Lang = "en" if lang == "zh" else "zh"
    first_path, second_path = folder / f"{name}.html", folder / f"{name}.{second}.html"
    folder.mkdir(parents=True, exist_ok=True)
    for path, spoken, other in ((first_path, lang, second_path), (second_path, second, first_path)):
        path.write_text(render(report, lang=spoken, other=other.name), encoding="utf-8", newline="\n")
    return first_path


def _acts(report: Report) -> bool:
    """True when something is drawn or folded; a page of words alone carries no script."""
    blocks = [block for section in report.sections for block in section.blocks]
    return any(
        isinstance(b, Chart | WhatIf) or (isinstance(b, Table) and len(b.rows) > b.fold) for b in blocks
    )


@cache
def _asset(name: str) -> str:
    return (files("xueheng.reports") / "assets" / name).read_bytes().decode("utf-8")


@cache
def _policy() -> str:
    """Only the page's own scripts may run, and nothing may be fetched."""
    digests = (b64encode(sha256(_asset(name).encode()).digest()).decode() for name in SCRIPTS)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _meta(report: Report, lang: Lang) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("link", rel="icon", href="data:,"),
        element("title", report.title.say(lang)),
        Markup(f"<style>{_asset('report.css')}{_running_stamp(report, lang)}</style>"),
    )


def _running_stamp(report: Report, lang: Lang) -> str:
    """The restriction again on every further page of paper, as code points: nothing in it can act."""
    if report.stamp is None:
        return ""
    text = "".join(f"\\{ord(letter):06x}" for letter in report.stamp.say(lang))
    shown = f'content:"{text}";color:#a8371f;font:9pt sans-serif'
    return f"@page{{@top-right{{{shown}}}}}@page:first{{@top-right{{content:none}}}}"


def _bar(lang: Lang, other: str | None) -> Markup:
    link = None
    if other is not None:
        tag = TAGS["en" if lang == "zh" else "zh"]
        link = element("a", said("other_language", lang), href=relative(other), hreflang=tag, lang=tag)
    return element(
        "header", element("span", said("brand", lang), class_="brand"), link, class_="bar no-print"
    )


def _head(report: Report, lang: Lang) -> Markup:
    facts = [
        element("div", element("dt", fact.label.say(lang)), element("dd", fact.value.say(lang)))
        for fact in report.facts
    ]
    subtitle = report.subtitle.say(lang)
    return element(
        "div",
        element("p", report.stamp.say(lang), class_="stamp") if report.stamp else None,
        element("h1", report.title.say(lang)),
        element("p", subtitle, class_="subtitle") if subtitle else None,
        element("dl", facts, class_="facts") if facts else None,
        _contents(report, lang),
        class_="head",
    )


def _contents(report: Report, lang: Lang) -> Markup | None:
    if len(report.sections) < MANY_SECTIONS:
        return None
    links = [
        element("li", element("a", section.title.say(lang), href=f"#section-{n}"))
        for n, section in enumerate(report.sections, start=1)
    ]
    label = said("contents", lang)
    return element("nav", element("ul", links), aria_label=label, class_="contents no-print")


def _files(report: Report, lang: Lang) -> Markup | None:
    if not report.files:
        return None
    links = [
        element("li", element("a", words.say(lang), href=relative(href)), " ", element("small", href))
        for href, words in report.files
    ]
    heading = element("h2", said("files", lang), id="files")
    return element("section", heading, element("ul", links), class_="sheet files", aria_labelledby="files")
