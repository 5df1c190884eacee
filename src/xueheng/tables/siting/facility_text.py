"""设施文本: capacitated location as OR-Library (a site a line) or Holmberg (a row each) writes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from xueheng.tables.arrow import pa
from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.siting.numbers import Numbers, counts, exactly, no_negative, read_numbers


def facility_tables(path: Path, problem: str) -> DocumentTables:
    """The tables `facilities` (site, capacity, opening), `customers` (customer, demand) and `serving`."""
    found = read_numbers(path)
    sites, customers = counts(found, 2, "sites customers")
    exactly(found, 2 + 2 * sites + customers * (sites + 1), "2 + 2m + n(m + 1)")
    no_negative(found, 2)
    body = np.array(found.values[2:])
    head, rest = body[: 2 * sites], body[2 * sites :]
    if _is_by_site(found, sites, problem):
        capacity, opening = head.reshape(sites, 2).T
        table = rest.reshape(customers, sites + 1)
        demand, serving = table[:, 0], table[:, 1:]
    else:
        capacity, opening = head.reshape(2, sites)
        demand, serving = rest[:customers], rest[customers:].reshape(customers, sites)
    return DocumentTables(_tables(capacity, opening, demand, serving), rows=customers)


def _is_by_site(found: Numbers, sites: int, problem: str) -> bool:
    """True when a line holds one site's capacity and cost, as OR-Library writes."""
    width = found.per_line[1] if len(found.per_line) > 1 else 0
    return problem == "capacitated" if sites == 2 or width not in (2, sites) else width == 2


def _tables(
    capacity: np.ndarray, opening: np.ndarray, demand: np.ndarray, serving: np.ndarray
) -> dict[str, pa.Table]:
    who, where = (a.ravel() for a in np.indices(serving.shape))
    return {
        "facilities": pa.table({"capacity": capacity, "opening": opening}),
        "customers": pa.table({"demand": demand}),
        "serving": pa.table({"customer": who, "site": where, "cost": serving.ravel()}),
    }
