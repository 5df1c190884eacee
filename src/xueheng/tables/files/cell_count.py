"""A first look at a long worksheet: counting its values is many times faster than parsing them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xueheng.tables.files.limits import limits
from xueheng.tables.files.refusal import too_large
from xueheng.tables.files.sheet_scan import column_number

LONG = 40 << 20  # bytes; a sheet of a million cells has about 35 MB
VALUE_ENDS = (b"</v>", b"</is>")
PLACE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')


def refuse_too_many(file: str, pieces: Iterable[bytes]) -> None:
    """Refuse a sheet as soon as it has shown more values than may be read."""
    values = 0
    for piece in pieces:
        values += sum(piece.count(end) for end in VALUE_ENDS)
        if values > limits().cells:
            places = PLACE.findall(piece)
            columns = max((column_number(letters.decode()) for letters, _ in places), default=1)
            raise too_large(file, int(places[-1][1]) if places else values, columns)
