"""Small admissions written as tables a civil servant can check by hand."""

import pytest


@pytest.fixture
def tables(write):
    """Input files from texts: lines of cells parted by blanks, `-` for a blank cell."""

    def files(**texts):
        return {name: write(f"{name}.csv", _csv(text)) for name, text in texts.items()}

    return files


def _csv(text):
    lines = [line.split() for line in text.strip().splitlines()]
    return "".join(",".join("" if cell == "-" else cell for cell in line) + "\n" for line in lines)


@pytest.fixture
def choices():
    """The table of choices from lists such as `a: A B, b: B`."""

    def listed(text):
        lists = dict(part.split(":") for part in text.split(","))
        rows = [
            f"{s.strip()} {at} {p}"
            for s, programs in lists.items()
            for at, p in enumerate(programs.split(), 1)
        ]
        return "\n".join(["student rank program", *rows])

    return listed


@pytest.fixture
def admit(run, tables, choices):
    """Carry out an admission on texts; choices are written as lists."""

    def carried(texts, **params):
        given = dict(texts) | {
            "choices": choices(texts["choices"]) if ":" in texts["choices"] else texts["choices"]
        }
        return run("admission.match", tables(**given), **params)

    return carried


@pytest.fixture
def places():
    """Who is where: applicant to program."""
    return lambda found: {r["student"]: r["program"] for r in found.outcome.tables["matches"].to_pylist()}


@pytest.fixture
def why(row):
    """The reason of one choice."""
    return lambda found, student, program: row(found, "reasons", student=student, program=program)
