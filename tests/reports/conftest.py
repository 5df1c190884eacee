import shutil

import pytest

from xueheng.reports.blocks import (
    Bar,
    Box,
    Caterpillar,
    Column,
    Fact,
    Flow,
    Heat,
    Line,
    Mark,
    Note,
    Number,
    Numbers,
    Quadrant,
    Report,
    Section,
    Series,
    Table,
)
from xueheng.standards.words import Words, plain

CHROMIUM = shutil.which("chromium")
NAUGHTY = "<script>alert(1)</script>"
SCHOOLS = (NAUGHTY, "=1+1", *(f"第{n}小学" for n in range(3, 66)))
AXES = (Words("学校", "School"), Words("差值(分)", "Difference (points)"))
LIMIT = Mark(Words("上限", "Limit"), 0.5)
WAVES = tuple((n * 37 % 101) / 25 - 2 for n in range(546))


def _series(name, length, tones=()):
    return Series(Words(f"{name}年", f"year {name}"), WAVES[:length], tones=tones)


def _title(zh, en):
    return Words(f"{zh}的图。", f"A chart of {en}.")


CHARTS = (
    Bar(
        _title("各校", "schools"),
        *AXES,
        marks=(LIMIT,),
        categories=SCHOOLS[:7],
        series=(_series("2026", 7, ("bad", "near", "good", "quiet", "plain", "plain", "plain")),),
    ),
    Bar(
        _title("多系列", "series"),
        *AXES,
        categories=SCHOOLS[:30],
        series=(_series("2025", 30), _series("2026", 30)),
    ),
    Bar(
        _title("分布", "marks"),
        *AXES,
        categories=tuple(map(str, range(151))),
        series=(_series("2026", 151),),
    ),
    Line(
        _title("曲线", "a curve"),
        plain("x"),
        plain("y"),
        marks=(LIMIT, Mark(plain("cut"), 463, axis="x")),
        at=tuple(range(204, 750)),
        series=(Series(plain("a"), WAVES), Series(plain("b"), (None, *WAVES[1:]))),
        step=True,
    ),
    Box(
        _title("箱线", "boxes"),
        *AXES,
        categories=SCHOOLS[:20],
        boxes=tuple((n - 9, n - 4, n, n + 3, n + 8) for n in range(20)),
        whiskers=plain("10%, 90%"),
    ),
    Heat(
        _title("热图", "a grid"),
        plain("subject"),
        AXES[0],
        rows=SCHOOLS[:20],
        columns=tuple(f"科{n}" for n in range(9)),
        values=tuple((None, *WAVES[n : n + 8]) for n in range(20)),
        middle=0.0,
    ),
    Caterpillar(
        _title("区间", "intervals"),
        *AXES,
        names=SCHOOLS,
        estimates=WAVES[:65],
        low=tuple(value - 1 for value in WAVES[:65]),
        high=tuple(value + 1 for value in WAVES[:65]),
    ),
    Quadrant(
        _title("四区", "quarters"),
        *AXES,
        names=SCHOOLS,
        xs=WAVES[:65],
        ys=WAVES[100:165],
        quarters=tuple(Words(f"区{n}", f"quarter {n}") for n in range(4)),
        tones=("quiet",) * 60 + ("good",) * 5,
    ),
    Flow(
        _title("流向", "flows"),
        *AXES,
        left=SCHOOLS[:7],
        right=(*SCHOOLS[:7], Words("未录取", "none")),
        flows=tuple((a, b, 40 + a * b) for a in range(7) for b in range(8) if b in (a, a + 1, 7)),
    ),
)


@pytest.fixture(params=CHARTS, ids=lambda chart: chart.title.en)
def chart(request):
    """Each chart block in turn."""
    return request.param


@pytest.fixture
def table():
    """A long table with every tone, a gap and names that try to act."""
    tones = ("bad", "near", "good", "quiet", "plain")
    return Table(
        Words("各校的表。", "A table of schools."),
        (Column(AXES[0]), Column(AXES[1], digits=1, unit=plain("≥4.2")), Column(plain("note"))),
        tuple((name, None if n == 9 else n * 1000.25, "ok") for n, name in enumerate(SCHOOLS)),
        tones=tuple(("plain", tones[n % 5], "plain") for n in range(65)),
    )


@pytest.fixture
def wide_table():
    """More columns than a phone or a sheet of paper is wide, every cell marked."""
    columns = tuple(Column(Words(f"第{n}项资源", f"resource number {n}"), digits=2) for n in range(14))
    rows = tuple((name, *WAVES[:13]) for name in SCHOOLS[:5])
    return Table(Words("宽表。", "A wide table."), columns, rows, tones=(("plain", *["bad"] * 13),) * 5)


@pytest.fixture
def report(table, wide_table):
    """A report with every block."""
    number = Number(Words("达标", "Met"), 29, unit=Words("所", "schools"), context=plain("24"), tone="bad")
    note = Note(Words("说明。", "A note."), items=(Words("一", "one"),), title=plain(NAUGHTY), tone="near")
    return Report(
        Words(f"报告 {NAUGHTY}", f"Report {NAUGHTY}"),
        Words("副题", "Subtitle"),
        (Fact(Words("统计时点", "As of"), Words("2026-09-01", "1 September 2026")),),
        (
            Section(Words("结论", "What holds"), (Numbers((number,) * 7), note, wide_table, table)),
            Section(Words("图", "Charts"), CHARTS),
            Section(Words("空", "Empty"), (Bar(Words("空图", "Nothing"), *AXES),)),
        ),
        stamp=Words(f"不得公布 {NAUGHTY}", f"not for publication {NAUGHTY}"),
        files=(("javascript:alert(1)", Words("附件", "File")),),
    )


def pytest_report_header():
    return _missing_browser()


def pytest_terminal_summary(terminalreporter):
    if CHROMIUM is None:
        terminalreporter.write_line(_missing_browser())


def _missing_browser():
    return None if CHROMIUM else "browser tests of reports: NOT RUN, no chromium on the path"
