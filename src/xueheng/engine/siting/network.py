"""路网: shortest distances between all nodes of a graph."""

from __future__ import annotations

from typing import Literal

import numpy as np

from xueheng.engine.siting.located import FloatArray, IntArray

Repeated = Literal["last", "least"]


def distances(
    nodes: int, edges: IntArray, lengths: FloatArray, *, repeated: Repeated = "least"
) -> FloatArray:
    """Shortest ways between all nodes; of a repeated edge the last or the least length holds."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    ends = np.sort(edges, axis=1)
    held = _kept(ends[:, 0] * nodes + ends[:, 1], lengths, repeated)
    shape = (nodes, nodes)
    graph = csr_array((lengths[held], (ends[held, 0], ends[held, 1])), shape=shape)
    return np.asarray(shortest_path(graph, method="D", directed=False), np.float64)


def _kept(key: IntArray, lengths: FloatArray, repeated: Repeated) -> IntArray:
    """The place of the edge that holds, for each pair of ends."""
    n = key.size
    order = np.lexsort((np.arange(n), key)) if repeated == "last" else np.lexsort((-lengths, key))
    is_last = np.append(key[order][1:] != key[order][:-1], True) if n else np.zeros(0, bool)
    return np.asarray(order[is_last], np.int64)
