"""Valid rows of every table that is filled in, and how a clerk's program writes their cells."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from xueheng.standards.ids import check_character
from xueheng.tables.cells.codes import words_of

TODAY = date(2026, 7, 1)
NAMES = ["李明", "𠮷祥", "阿依古丽·买买提", "欧阳娜娜", "王㐂", "龘龘", "Anna Smith"]
WORDS = ["青山县", "𠮷田乡", "人民路12号（东）", "O'Neill & Co.", "是，否", "“第3组”", "①甲<乙>丙"]
NEEDED = ("title", "lease", "batch")  # rules ask for them in their own words


def valid_rows(table, offered, rng, n):
    """Rows of typed values by column name that no rule complains of; what need not be given often is not."""
    settled = {name for use in table.rules for given in use.with_.values() for name in _names(given)}
    settled |= {c.name for c in table.columns if c.required or c.blank == "refused" or c.name in NEEDED}
    rows = []
    for at in range(1, n + 1):
        row = {o.column.name: _value(o.column, rng, at) for o in offered}
        FITTED.get(table.name, lambda row, rng, at: None)(row, rng, at)
        loose = [o.column.name for o in offered if o.column.type == "text" and o.column.name not in settled]
        rows.append(row | {name: None for name in loose if rng.random() < 0.3})
    return rows


def cell_of(column, value, rng):
    """A value as it may stand in a cell: codes by word or code, dates and numbers typed or written."""
    if value is None:
        return None
    if column.type == "code":
        return rng.choice([value, (words_of(column)[value] or (value,))[0]])
    if column.type == "date":
        y, m, d = value.year, value.month, value.day
        written = (f"{value:%Y%m%d}", f"{value:%Y-%m-%d}", f"{y}.{m}.{d}", f"{y}/{m}/{d}", f"{y}年{m}月{d}日")
        return rng.choice([value, *written])
    if column.type == "month":
        year, month = value.split("-")
        return rng.choice([f"{year}{month}", value, f"{year}年{int(month)}月", f"{year}/{month}"])
    if column.type == "instant":
        return rng.choice([value, f"{value:%Y-%m-%d %H:%M:%S}"])
    if column.type in ("integer", "decimal", "number", "score"):
        return rng.choice([float(value) if value % 1 else int(value), str(value)])
    return value


def _names(given):
    return (given,) if isinstance(given, str) else given


def _value(column, rng, at):
    low = int(column.at_least or 0)
    high = int(column.at_most if column.at_most is not None else low + 200)
    born = date(1980, 1, 1) + timedelta(rng.randrange(3000))
    values = {
        "code": lambda: rng.choice(list(words_of(column))),
        "date": lambda: date(2016, 1, 1) + timedelta(rng.randrange(3000)),
        "month": lambda: f"{rng.randrange(2016, 2024)}-{rng.randrange(1, 13):02d}",
        "instant": lambda: datetime.fromisoformat("2026-06-01") + timedelta(seconds=rng.randrange(10**6)),
        "integer": lambda: rng.randint(low, high),
        "decimal": lambda: Decimal(rng.randint(100 * low + 1, 100 * high)) / 100,
        "score": lambda: Decimal(rng.randrange(200)) / 2,
        "number": lambda: rng.randrange(-400, 400) / 128,
        "id": lambda: f"{rng.choice(['00', 'A-', 'G'])}{rng.randrange(1000):03d}{at:05d}",
        "identity": lambda: identity_number(born, at, rng),
        "name": lambda: rng.choice(NAMES),
        "phone": lambda: rng.choice([f"138{rng.randrange(10**8):08d}", f"0747-82{rng.randrange(10**5):05d}"]),
        "text": lambda: f"{rng.choice(WORDS)}{at}",
    }
    return values[column.type]()


def identity_number(born, at, rng):
    """A sound number of somebody born that day; `at` makes it the only one."""
    body = f"430299{born:%Y%m%d}{at:02d}{rng.randrange(10)}"
    return body + check_character(body)


def _person(row, rng, at, *, oldest, number="id_number", kind="id_kind"):
    born = date(oldest, 1, 1) + timedelta(rng.randrange(1000))
    row[number] = identity_number(born, at, rng)
    row |= {"born_on": born, "sex": "1" if int(row[number][16]) % 2 else "2", kind: "1"}
    return born


def _student(row, rng, at):
    born = _person(row, rng, at, oldest=2010)
    row["entered"] = f"{born.year + 6}-09"


def _teacher(row, rng, at):
    born = _person(row, rng, at, oldest=1975)
    row |= {"work_started": f"{born.year + 22}-07", "joined_school": f"{born.year + 25}-10"}


def _school(row, rng, at):
    boys, girls = rng.randint(50, 900), rng.randint(50, 900)
    grades = [rng.randint(0, 4) for _ in range(11)]
    row |= {"code": f"36430299{at:02d}", "boys": boys, "girls": girls, "pupils": boys + girls}
    row |= {f"grade_{n}": pupils for n, pupils in enumerate([*grades, boys + girls - sum(grades)], start=1)}
    row |= dict.fromkeys(("boarders", "migrant_children", "left_behind", "mainstreamed", "minority"), boys)
    row |= {"staff": Decimal("60.5"), "teachers": Decimal(50)}
    row |= dict.fromkeys(("teachers_above_degree", "teachers_mid_title", "backbone_teachers"), Decimal(20))
    row["pe_art_teachers"] = Decimal("7.5")
    for name in row:
        if name.endswith(("_m2", "_yuan")) or name == "books":
            row[name] = Decimal(boys + girls) * 20 + Decimal(rng.randrange(100)) / 4


def _scores(row, rng, at):
    row["total"] = sum(v for v in row.values() if isinstance(v, Decimal)) - row["total"]


def _item_scores(row, rng, at):
    items = [row[str(n)] for n in range(1, 21)]
    row |= {"objective": sum(items[:9]), "subjective": sum(items[9:]), "total": sum(items)}


def _preferences(row, rng, at):
    """Three choices of each candidate."""
    row |= {"student": f"26{(at + 2) // 3:04d}", "name": NAMES[(at - 1) // 3], "rank": (at - 1) % 3 + 1}
    row["batch"] = "第一批"


def _application(row, rng, at):
    _person(row, rng, at, oldest=2018, number="identity", kind="identity_kind")
    row |= {"guardian1_identity_kind": "1", "guardian2_identity_kind": "1", "owner": row["guardian1_name"]}
    row |= {
        "house_address": f"人民路{at}号2单元",
        "registered_address": f"𠮷田乡{at}组",
        "state": "submitted",
    }


def _device(row, rng, at):
    row["amount"] = row["count"] * row["price"]


def _calendar(row, rng, at):
    row["ends_on"] = row["starts_on"] + timedelta(rng.randrange(30))


def _exam(row, rng, at):
    grade = rng.choice(["7", "8", "9"])
    row |= {
        "kind": "school_final",
        "stage": "junior",
        "grade": grade,
        "full": Decimal(rng.randrange(50, 151)),
    }
    row["step"] = Decimal("0.5")


def _population(row, rng, at):
    row["count"] = row["boys"] + row["girls"]


FITTED = {
    "students": _student,
    "teachers": _teacher,
    "schools": _school,
    "scores": _scores,
    "item_scores": _item_scores,
    "preferences": _preferences,
    "applications": _application,
    "devices": _device,
    "calendar": _calendar,
    "exams": _exam,
    "population": _population,
}
