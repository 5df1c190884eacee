"""认出学校: whose a file is, by what stands in it and never by what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.models import Campaign
from xueheng.apps.roster.models import Org
from xueheng.tables.filling.sent import CAMPAIGN_PROPERTY, SCHOOL_PROPERTY
from xueheng.tables.filling.whose import properties_in, texts_in
from xueheng.tables.issues import Refused

TITLES = 10  # rows in which a name may stand within a longer text


def school_of(path: Path, campaign: Campaign, asked: Sequence[Org]) -> Org:
    """学校 whose file it is: by the code kept inside, else by codes in its cells, else by names."""
    try:
        held, texts = properties_in(path), list(texts_in(path))
    except Refused as refused:
        lang = "en" if (get_language() or "").startswith("en") else "zh"
        raise NotReady(refused.issues[0].words.say(lang)) from refused  # type: ignore[arg-type]
    if held.get(CAMPAIGN_PROPERTY, str(campaign.pk)) != str(campaign.pk):
        raise NotReady(_("这是另一次收表的工作簿。"))
    by_code = {school.code: school for school in asked}
    kept = by_code.get(held.get(SCHOOL_PROPERTY, ""))
    said = [by_code[code] for code in _codes(texts, by_code)]
    if kept is not None and said and kept not in said:
        raise NotReady(
            _("工作簿是发给%(sent)s的，里面写的是%(said)s。") % {"sent": kept.name, "said": said[0].name}
        )
    return kept or _only(said) or _only(_named(texts, asked)) or _unknown(held)


def _codes(texts: Iterable[tuple[int, str]], codes: Iterable[str]) -> list[str]:
    cells = [text for _row, text in texts]
    whole = set(cells)
    titles = [text for row, text in texts if row <= TITLES and len(text) > 1]
    return [c for c in codes if c in whole or any(_holds(t, c) for t in titles)]


def _holds(text: str, code: str) -> bool:
    """True when the code stands in the text by itself, not as a part of a longer number."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(code)}(?![0-9A-Za-z])", text) is not None


def _named(texts: Sequence[tuple[int, str]], asked: Iterable[Org]) -> list[Org]:
    whole = {text for _row, text in texts}
    titles = [text for row, text in texts if row <= TITLES]
    found = [s for s in asked if {s.name, s.short_name or s.name} & whole or any(s.name in t for t in titles)]
    return [s for s in found if not any(s.name in o.name and s is not o for o in found)]


def _only(found: Sequence[Org]) -> Org | None:
    if len(found) > 1:
        names = "、".join(school.name for school in found[:3])
        raise NotReady(_("里面写着不止一所学校：%(names)s。请分开交。") % {"names": names})
    return found[0] if found else None


def _unknown(held: dict[str, str]) -> Org:
    if held.get(SCHOOL_PROPERTY):
        raise NotReady(
            _("里面的标识码 %(code)s 不在这次收表的学校里。") % {"code": held[SCHOOL_PROPERTY][:40]}
        )
    raise NotReady(_("里面没有学校标识码，也没有这次收表的学校名称。"))
