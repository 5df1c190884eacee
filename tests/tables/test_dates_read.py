"""日期: what each way of writing a day, a month or a moment is read as."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.tables.cells.dates import read_date, read_instant, read_month
from xueheng.tables.cells.reading import Reading

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
DAY = date(2011, 3, 5)
STYLES = {
    "digits": lambda d: f"{d.year:04}{d.month:02}{d.day:02}",
    "hyphens": lambda d: f"{d.year}-{d.month}-{d.day}",
    "hyphens and noughts": lambda d: d.isoformat(),
    "Chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "date cell": lambda d: f"{d.isoformat()} 00:00:00",
}
TEXTS = st.one_of(st.text(max_size=30), st.text("0123456789年月日-/.: ：一二十〇T", max_size=25))


@pytest.mark.parametrize("style", STYLES)
@given(day=DAYS)
def test_a_day_in_any_of_the_seven_styles_is_read_in_silence(style, day):
    assert read_date(STYLES[style](day), is_serial=False) == Reading(day)


@given(st.dates(min_value=date(1927, 5, 19), max_value=date(2100, 12, 31)))
def test_a_number_of_five_digits_is_the_day_that_excel_counts_so(day):
    serial = str((day - date(1899, 12, 30)).days)
    assert read_date(serial, is_serial=True) == Reading(day)
    assert read_date(serial, is_serial=False) == Reading(day, "NORMALISED", "notice", day.isoformat())


@pytest.mark.parametrize(
    "text",
    ["2011年3月5号", "2011年03月05日", "2011.3.5", "2011/3/5 0:00", "2011-3-5 00:00", "2011-03-05T00:00:00",
     "2011-03-05T00:00:00.000Z", " 2011-3-5 ", "\t20110305\n"],
)  # fmt: skip
def test_what_is_sure_is_read_in_silence(text):
    assert read_date(text, is_serial=False) == Reading(DAY)


@pytest.mark.parametrize(
    "text",
    ["２０１１－０３－０５", "２０１１年３月５日", "2011年 3月 5日", "2011 年 3 月 5 日", "2011年3月5",
     "2011．3．5", "二〇一一年三月五日", "二零一一年三月五日", "二○一一年三月五日", "2011年三月五日",
     "2011—3—5", "2011、3、5", "2011,3,5", "2011 3 5", "2011-3/5", "2011.3.5.", "2011.3.5日", "2011-3-5生",
     "2011年3月5日出生", "2011年3月5日 星期六", "2011/3/5 周六",
     "'2011-03-05", "2011\u200b-03-05", "5-Mar-2011", "05 March 2011", "March 5, 2011", "Mar 5th 2011"],
)  # fmt: skip
def test_a_sure_day_written_otherwise_is_read_with_a_notice(text):
    assert read_date(text, is_serial=False) == Reading(DAY, "NORMALISED", "notice", "2011-03-05")


@pytest.mark.parametrize("text", ["2011-3-5 14:30", "2011/3/5 下午2:30"])
def test_a_day_whose_time_is_not_kept_says_so(text):
    assert read_date(text, is_serial=False) == Reading(DAY, "PART_DROPPED", "notice", "2011-03-05")


@pytest.mark.parametrize("text", ["2023-09-15", "2023-09-01 08:00"])
def test_a_month_whose_day_is_not_kept_says_so(text):
    assert read_month(text, is_serial=False) == Reading("2023-09", "PART_DROPPED", "notice", "2023-09")


@pytest.mark.parametrize(
    ("text", "day"),
    [("二〇一一年十月三十一日", date(2011, 10, 31)), ("二〇一一年十二月廿五日", date(2011, 12, 25)),
     ("二〇一一年一月二十日", date(2011, 1, 20)), ("一九九九年〇九月十九日", date(1999, 9, 19)),
     ("二O一二年二月二十九日", date(2012, 2, 29)), ("2011年卅月", None)],
)  # fmt: skip
def test_chinese_numerals_are_numbers(text, day):
    assert read_date(text, is_serial=False).value == day


@pytest.mark.parametrize(
    ("text", "repair"),
    [("11.3.5", None), ("11-03-05", None), ("11年3月5日", None), ("05/03/11", None), ("5-Mar-11", None),
     ("3/5/2011", None), ("05.03.2011", None), ("3/15/2011", "2011-03-15"), ("15/3/2011", "2011-03-15"),
     ("5/5/2011", "2011-05-05"), ("2011-3", None), ("2011年3月", None), ("2011.03", None), ("201103", None),
     ("110305", None), ("2011", None), ("2011年", None), ("3月5日", None), ("03-05", None),
     ("03052011", None), ("15032011", "2011-03-15"), ("2011305", "2011-03-05"), ("2011123", None),
     ("Mar-11", None)],
)  # fmt: skip
def test_what_is_not_sure_is_an_error_and_a_single_meaning_is_offered(text, repair):
    assert read_date(text, is_serial=False) == Reading(None, "DATE_AMBIGUOUS", "error", repair)


@pytest.mark.parametrize(
    "text",
    ["2011-13-05", "2011-02-29", "20110230", "20111305", "2011年2月30日", "2011/0/5", "13/13/2011",
     "31/2/2011", "待定", "不详", "无", "0", "5", "305", "-40607", "99999", "1899-12-31", "2101-01-01",
     "02011-03-05", "2011-3-5-6", "2011.3.5-2011.6.5", "2011-3-5 25:00", "2011年3月5日前",
     "农历2011年3月5日", "45.67.89", "1e5", "40,607", "=TODAY()", "2011-3-5" + " 5" * 60],
)  # fmt: skip
def test_what_is_no_day_at_all_is_an_error(text):
    assert read_date(text, is_serial=False) == Reading(None, "BAD_DATE", "error")


@pytest.mark.parametrize(
    ("number", "day", "problem"),
    [("40607", DAY, None), ("20110305", DAY, None), ("40607.5", DAY, "PART_DROPPED"),
     ("61", None, "BAD_DATE"), ("60", None, "BAD_DATE"), ("2011", None, "DATE_AMBIGUOUS"),
     ("2011.3", None, "DATE_AMBIGUOUS"), ("9999", date(1927, 5, 17), None),
     ("73415", date(2100, 12, 31), None), ("73416", None, "BAD_DATE"),
     ("201103", None, "DATE_AMBIGUOUS"), ("20110230", None, "BAD_DATE")],
)  # fmt: skip
def test_number_cells_are_serial_numbers_or_eight_digits(number, day, problem):
    reading = read_date(number, is_serial=True)
    assert (reading.value, reading.problem) == (day, problem)


@pytest.mark.parametrize("text", ["2011-03-04T16:00:00Z", "2011-03-05 23:30:00+08:00"])
def test_a_moment_in_a_zone_is_no_sure_day(text):
    assert read_date(text, is_serial=False).problem == "DATE_AMBIGUOUS"


@pytest.mark.parametrize(
    "text",
    ["202309", "2023-09", "2023-9", "2023.09", "2023.9", "2023/9", "2023年9月", "2023-09-01", "20230901",
     "2023年9月1日", "2023-09-01 00:00:00"],
)  # fmt: skip
def test_a_month_is_read_in_silence(text):
    assert read_month(text, is_serial=False) == Reading("2023-09")


@pytest.mark.parametrize(
    "text",
    ["２０２３０９", "2023年 9月", "2023年9月份", "二〇二三年九月", "Sep 2023", "September, 2023",
     "2023 9", "45170", "'202309"],
)  # fmt: skip
def test_a_sure_month_written_otherwise_is_read_with_a_notice(text):
    assert read_month(text, is_serial=False) == Reading("2023-09", "NORMALISED", "notice", "2023-09")


@pytest.mark.parametrize(
    ("text", "problem", "repair"),
    [("23.9", "DATE_AMBIGUOUS", None), ("23年9月", "DATE_AMBIGUOUS", None),
     ("Sep-23", "DATE_AMBIGUOUS", None), ("2023", "DATE_AMBIGUOUS", None),
     ("20239", "DATE_AMBIGUOUS", None), ("9/2023", "DATE_AMBIGUOUS", "2023-09"),
     ("092023", "DATE_AMBIGUOUS", "2023-09"), ("9/15/2023", "DATE_AMBIGUOUS", "2023-09"),
     ("3/5/2023", "DATE_AMBIGUOUS", None), ("202313", "BAD_DATE", None), ("2023-13", "BAD_DATE", None),
     ("2023-09-31", "BAD_DATE", None), ("九月", "BAD_DATE", None), ("待定", "BAD_DATE", None)],
)  # fmt: skip
def test_what_is_no_sure_month_is_an_error(text, problem, repair):
    assert read_month(text, is_serial=False) == Reading(None, problem, "error", repair)


@pytest.mark.parametrize(
    ("number", "value", "problem"),
    [("2023.9", "2023-09", None), ("2023.12", "2023-12", None), ("2023.1", None, "DATE_AMBIGUOUS"),
     ("2023.13", None, "BAD_DATE"), ("202309", "2023-09", None), ("45170", "2023-09", None)],
)  # fmt: skip
def test_a_month_typed_as_a_number_may_have_lost_its_nought(number, value, problem):
    reading = read_month(number, is_serial=True)
    assert (reading.value, reading.problem) == (value, problem)


def test_the_same_as_text_is_january_and_is_told():
    assert read_month("2023.1", is_serial=False) == Reading("2023-01", "NORMALISED", "notice", "2023-01")


@pytest.mark.parametrize(
    ("text", "moment"),
    [("2026-06-20 17:00:00", "2026-06-20 17:00:00"), ("2026-06-20T17:00:01", "2026-06-20 17:00:01"),
     ("2026/6/20 17:00", "2026-06-20 17:00:00"), ("2026年6月20日 17:00", "2026-06-20 17:00:00"),
     ("2026年6月20日17时30分", "2026-06-20 17:30:00"), ("2026年6月20日 下午5点", "2026-06-20 17:00:00"),
     ("2026/6/20 5:00 PM", "2026-06-20 17:00:00"), ("2026/6/20 12:10 AM", "2026-06-20 00:10:00"),
     ("20260620170001", "2026-06-20 17:00:01"), ("46193.7083449074", "2026-06-20 17:00:01"),
     ("2026-06-20 24:00", "2026-06-21 00:00:00"), ("2026-06-20 00:00:00", "2026-06-20 00:00:00")],
)  # fmt: skip
def test_moments_are_read_to_the_second(text, moment):
    assert read_instant(text) == Reading(datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    "text", ["2026-06-20T09:00:00Z", "2026-06-20 17:00:00+08:00", "2026/6/20 17:00+0800"]
)
def test_a_moment_keeps_the_zone_that_it_says(text):
    assert read_instant(text).value == datetime.fromisoformat("2026-06-20T17:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "problem", "repair"),
    [("2026-06-20", "NORMALISED", "2026-06-20 00:00:00"), ("46193", "NORMALISED", "2026-06-20 00:00:00"),
     ("2026-6-20　17：00", "NORMALISED", "2026-06-20 17:00:00"), ("6/5/2026 17:00", "DATE_AMBIGUOUS", None),
     ("6/20/2026 17:00", "DATE_AMBIGUOUS", "2026-06-20 17:00:00"), ("2026-06-20 25:00", "BAD_DATE", None),
     ("2026-06-20 17:60", "BAD_DATE", None), ("2026-06-31 17:00", "BAD_DATE", None),
     ("17:00", "BAD_DATE", None), ("2026-06-20 17:00+25:00", "BAD_DATE", None),
     ("2100-12-31 24:00", "BAD_DATE", None)],
)  # fmt: skip
def test_moments_that_are_not_sure_say_so(text, problem, repair):
    reading = read_instant(text)
    assert (reading.problem, reading.repair) == (problem, repair)


@given(st.builds(datetime.combine, DAYS, st.times()))
def test_a_moment_reads_back_as_it_is_written(moment):
    whole = moment.replace(microsecond=0)
    assert read_instant(whole.isoformat(sep=" ")) == Reading(whole)
    assert read_instant(f"{whole:%Y%m%d%H%M%S}") == Reading(whole)


@given(day=st.dates(min_value=date(1930, 1, 1), max_value=date(2100, 12, 30)), second=st.integers(0, 86399))
def test_a_moment_that_excel_counts_is_right_to_the_second(day, second):
    serial = (day - date(1899, 12, 30)).days + second / 86400
    moment = datetime.combine(day, datetime.min.time()) + timedelta(seconds=second)
    assert read_instant(repr(serial) if second else f"{int(serial)}").value == moment


@pytest.mark.parametrize("text", ["", " ", "\u3000\xa0", "\u200b", "'"])
@pytest.mark.parametrize("read", [read_date, read_month])
def test_a_blank_cell_is_no_day(read, text):
    assert (read(text, is_serial=False), read_instant(text)) == (Reading(), Reading())


@pytest.mark.parametrize("is_serial", [True, False])
@pytest.mark.parametrize("read", [read_date, read_month])
@given(text=TEXTS)
def test_any_text_is_read_without_a_crash_and_its_repair_says_the_same(read, is_serial, text):
    reading = read(text, is_serial=is_serial)
    repaired = read(reading.repair or "", is_serial=False)
    assert repaired.problem is None
    assert reading.value in (None, repaired.value if reading.repair else reading.value)


@given(TEXTS)
def test_any_text_is_no_moment_or_one_whose_repair_says_the_same(text):
    reading = read_instant(text)
    repaired = read_instant(reading.repair or "")
    assert repaired.problem is None
    assert reading.value in (None, repaired.value if reading.repair else reading.value)
