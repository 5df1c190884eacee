"""Reading a file against a schema, and where its findings stand."""

import pytest

from xueheng.tables.check import read_table
from xueheng.tables.context import Context
from xueheng.tables.schema import schema


@pytest.fixture(scope="session")
def read():
    """Read a file as a table of that schema."""

    def checked(path, name="scores", **context):
        return read_table(path, schema(name), context=Context(**context))

    return checked


@pytest.fixture(scope="session")
def found():
    """Code, row and column of every finding, in order of row."""

    def listed(checked):
        places = [(i.code, i.row, i.column) for i in checked.issues]
        return sorted(places, key=lambda place: (place[1] or 0, str(place[2])))

    return listed
