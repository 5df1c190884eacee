"""如果补上: sliders that raise schools and show what becomes of the coefficient, computed in the page."""

from __future__ import annotations

import json

from xueheng.reports.blocks import WhatIf
from xueheng.reports.display import said
from xueheng.reports.pages.markup import Markup, element
from xueheng.standards.words import Lang

WORDS = ("indicator", "school", "raise", "own", "cv", "limit", "reset", "raised")


def what_if(block: WhatIf, lang: Lang) -> Markup:
    """The place of the sliders, with the numbers that they work on; without script only the words."""
    data = {
        "words": {word: said(f"what_if.{word}", lang) for word in WORDS},
        "names": block.names,
        "pupils": block.pupils,
        "spreads": [
            {
                "label": s.label.say(lang),
                "unit": s.unit.say(lang),
                "values": s.values,
                "aim": s.aim,
                "limit": s.limit,
            }
            for s in block.spreads
        ],
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    inert = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    script = Markup(f'<script type="application/json">{inert}</script>')
    title = element("p", block.title.say(lang), class_="title") if block.title else None
    place = element("div", class_="what-if no-print")
    return element("div", title, element("p", block.text.say(lang), class_="note"), place, script)
