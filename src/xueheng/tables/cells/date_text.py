"""日期文字: what is written for a day, whatever the signs between, as groups of digits; and its time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from xueheng.tables.cells.reading import DASHES, visible

Groups = tuple[str, ...]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CHINESE = "〇零○一二三四五六七八九OoО"
CHINESE_DIGITS = str.maketrans(CHINESE, "0001234567890" + "00")
LONGEST = 80  # characters of a date with everything that people write around it
TENS = {"": 0, "十": 10, "一十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}

_FLAGS = re.ASCII | re.IGNORECASE
_YEAR = re.compile(rf"[{CHINESE}\d]{{2,4}}(?=年)")
_COUNT = re.compile(r"[〇零]?(廿|卅|[一二三]?十|)([一二三四五六七八九]?)(?=[月日号时点分秒]|$)")
_WEEKDAY = re.compile(r"\s*[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")
_NAMED = rf"\b({'|'.join(MONTHS)})[a-z]{{0,6}}\.?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s,-]*{_NAMED}[\s,-]*(\d{{4}})\b", _FLAGS)
_MONTH_FIRST = re.compile(rf"{_NAMED}[\s,-]*(\d{{1,2}})(?:st|nd|rd|th)?[\s,-]+(\d{{4}})\b", _FLAGS)
_MONTH_ONLY = re.compile(rf"{_NAMED}[\s,-]*(\d{{4}})\b", _FLAGS)
_MONTH = re.compile(_NAMED, _FLAGS)
_SPOKEN = re.compile(r"(\d{1,2})[时点](?:(\d{1,2})分?)?(?:(\d{1,2})秒)?$", re.ASCII)
_CLOCK = re.compile(
    r"(?:(?<=[日号])|[T\s]|(?=[上下]午))\s*(上午|下午)?\s*"
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(am|pm)?\s*(z|[+-]\d\d(?::?\d\d)?)?$",
    _FLAGS,
)
_COMPACT = re.compile(r"(\d{8})[T ]?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?", _FLAGS)
_TAIL = re.compile(r"(?<=\d)\s*(?:日|号|月份)?(?:出?生)?。?$")
_BETWEEN = re.compile(r"[-/.,、_\s\\年月]+")
_GROUPS = re.compile(r"\d+(?:-\d+){0,2}", re.ASCII)


@dataclass(frozen=True)
class Stamp:
    """日期和时刻 as written: the day, the time of it if it is said, and the zone if it is."""

    day: str
    clock: timedelta | None = None  # since midnight; 24:00 is the end of the day
    zone: str = ""


def plain_text(text: str) -> str:
    """The text in half width, with plain dashes and without what nobody sees."""
    plain = unicodedata.normalize("NFKC", visible(text)).translate(DASHES)
    return plain.strip().lstrip("'’‘").strip()


def stamp(plain: str) -> Stamp:
    """The day and the time of a plain text; a time that no clock shows stays with the day."""
    if len(plain) > LONGEST:
        return Stamp(plain)
    if compact := _COMPACT.fullmatch(plain):
        day, hour, minute, second, zone = compact.groups()
        plain = f"{day} {hour}:{minute}:{second or '00'}{zone or ''}"
    spoken = _SPOKEN.sub(_as_clock, plain)
    found = _CLOCK.search(spoken)
    clock = _since_midnight(found) if found else None
    if found is None or clock is None:
        return Stamp(plain)
    return Stamp(spoken[: found.start()].strip(), clock, (found[7] or "").upper())


def digit_groups(day: str) -> Groups:
    """The groups of digits of a day, whatever stands between; none when it holds anything else."""
    if len(day) > LONGEST:
        return ()
    numbered = _COUNT.sub(_as_count, _YEAR.sub(_as_digits, _WEEKDAY.sub("", day)))
    dated = _DAY_FIRST.sub(lambda m: f"{m[3]}-{_number(m[2])}-{m[1]}", numbered)
    dated = _MONTH_FIRST.sub(lambda m: f"{m[3]}-{_number(m[1])}-{m[2]}", dated)
    dated = _MONTH_ONLY.sub(lambda m: f"{m[2]}-{_number(m[1])}", dated)
    dated = _MONTH.sub(lambda m: f"-{_number(m[1])}-", dated)
    joined = _BETWEEN.sub("-", _TAIL.sub("", dated)).strip("-")
    return tuple(joined.split("-")) if _GROUPS.fullmatch(joined) else ()


def _since_midnight(found: re.Match[str]) -> timedelta | None:
    hour, minute, second = (int(found[i] or 0) for i in (2, 3, 4))
    half = (found[1] or found[6] or "").lower()
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    if minute > 59 or second > 59 or clock > timedelta(days=1):
        return None
    return clock + timedelta(microseconds=int(f"{found[5] or 0:0<6}"[:6]))


def _as_clock(found: re.Match[str]) -> str:
    return f"{found[1]}:{found[2] or 0:0>2}:{found[3] or 0:0>2}"


def _as_digits(found: re.Match[str]) -> str:
    return found[0].translate(CHINESE_DIGITS)


def _as_count(found: re.Match[str]) -> str:
    number = TENS[found[1]] + int(found[2].translate(CHINESE_DIGITS) or 0)
    return str(number) if number else found[0]


def _number(month: str) -> int:
    return MONTHS.index(month.lower()) + 1
