"""图文本: the p-median text of OR-Library: nodes, edges, p; then an edge a line."""

from __future__ import annotations

from pathlib import Path

from xueheng.tables.arrow import pa
from xueheng.tables.document_tables import DocumentTables
from xueheng.tables.siting.numbers import counts, exactly, no_negative, read_numbers, refuse, said


def graph_tables(path: Path) -> DocumentTables:
    """The tables `graph` (nodes, p) and `edges` (one, other, length)."""
    found = read_numbers(path)
    nodes, edges, p = counts(found, 3, "n m p")
    exactly(found, 3 + 3 * edges, f"3 + 3 x {edges}")
    no_negative(found, 3)
    rows = [found.values[at : at + 3] for at in range(3, len(found.values), 3)]
    lines = found.lines[3::3]
    refuse([
        said("NODE_UNKNOWN", row=line, value=f"{end:g}", nodes=nodes)
        for row, line in zip(rows, lines, strict=True)
        for end in row[:2]
        if not 1 <= end <= nodes or end % 1
    ])  # fmt: skip
    refuse([said("P_TOO_LARGE", value=p, nodes=nodes)] if p > nodes else [])
    one, other, length = zip(*rows, strict=True)
    table = {"one": _whole(one), "other": _whole(other), "length": pa.array(length, pa.float64())}
    graph = pa.table({"nodes": [nodes], "p": [p]})
    return DocumentTables({"graph": graph, "edges": pa.table(table)}, rows=edges)


def _whole(values: tuple[float, ...]) -> pa.Array:
    return pa.array([int(v) for v in values], pa.int64())
