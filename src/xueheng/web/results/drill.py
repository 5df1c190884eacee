"""From a number of a report to its rows: the name at the head of a row leads to the outcome's own rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from xueheng.methods.run import Run as Computed
from xueheng.web.results.codes import EVERYBODY
from xueheng.web.results.outcome import NAMES

HEAD = re.compile(r'<th scope="row"([^>]*)>([^<]+)</th>')


def linked(fragment: str, addresses: Mapping[str, str]) -> str:
    """The report with every row's head a link, where the outcome has rows of that name."""

    def with_link(found: re.Match[str]) -> str:
        address = addresses.get(unescape(found[2]))
        return (
            f'<th scope="row"{found[1]}><a href="{escape(address)}">{found[2]}</a></th>'
            if address
            else found[0]
        )

    return HEAD.sub(with_link, fragment)


def addresses(run: Any, computed: Computed) -> dict[str, str]:
    """Of each school and group of the outcome, where its rows are."""
    return {name: address for name, address in _found(run, computed)}


def _found(run: Any, computed: Computed) -> Iterator[tuple[str, str]]:
    for table, rows in reversed(list(computed.outcome.tables.items())):
        for column in (c for c in NAMES if c in rows.column_names):
            page = reverse("results:run_table", args=[run.pk, table])
            for name in set(rows[column].to_pylist()) - {EVERYBODY, None}:
                yield name, f"{page}?{urlencode({column: name})}"
