"""相邻: which units touch, by the Delaunay net without long edges and mere corners, still of one piece."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from xueheng.engine.zoning.case import IntArray, Near

LONG = 3  # times the median edge
CORNER = 0.1  # of the median edge: cells that touch along less have only a corner in common


def net(places: NDArray[np.float64]) -> IntArray:
    """Edges between neighbouring places, each once; places that coincide are linked as well."""
    distinct, at = np.unique(places, axis=0, return_inverse=True)
    order = np.argsort(at, kind="stable")
    twins = order[:-1][np.diff(at[order]) == 0], order[1:][np.diff(at[order]) == 0]
    first = np.unique(at, return_index=True)[1]
    edges = np.concatenate((first[_edges(distinct)], np.stack(twins, axis=1)))
    found: IntArray = np.unique(np.sort(edges, axis=1), axis=0)
    return found


def neighbours(units: int, edges: Iterable[tuple[int, int]]) -> Near:
    """The units that each unit touches."""
    beside: list[set[int]] = [set() for _ in range(units)]
    for a, b in edges:
        if a != b:
            beside[a].add(b)
            beside[b].add(a)
    return tuple(tuple(sorted(found)) for found in beside)


def _edges(places: NDArray[np.float64]) -> IntArray:
    """Edges that are not long, over more than a corner, and those without which the net would fall apart."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    edges, border = _touching(places)
    if len(edges) == 0:
        return edges
    length = np.sqrt(((places[edges[:, 0]] - places[edges[:, 1]]) ** 2).sum(axis=1))
    size = (len(places), len(places))
    tree = minimum_spanning_tree(coo_array((length, (edges[:, 0], edges[:, 1])), shape=size)).tocoo()
    usual = np.median(length)
    kept = edges[(length <= LONG * usual) & (border >= CORNER * usual)]
    return np.concatenate((kept, np.stack((tree.row, tree.col), axis=1).astype(np.int64)))


def _touching(places: NDArray[np.float64]) -> tuple[IntArray, NDArray[np.float64]]:
    """Pairs whose cells touch, and along how much border; places on one line are linked along it."""
    from scipy.spatial import QhullError, Voronoi

    if len(places) > 3:
        try:
            cells = Voronoi(places)
        except QhullError:
            pairs = _line(places)
            return pairs, np.full(len(pairs), np.inf)
        sides = np.array(cells.ridge_vertices)
        ends = cells.vertices[sides]
        border = np.sqrt(((ends[:, 0] - ends[:, 1]) ** 2).sum(axis=1))
        return cells.ridge_points.astype(np.int64), np.where((sides < 0).any(axis=1), np.inf, border)
    pairs = np.array([(a, b) for b in range(len(places)) for a in range(b)], np.int64).reshape(-1, 2)
    return pairs, np.full(len(pairs), np.inf)


def _line(places: NDArray[np.float64]) -> IntArray:
    order = np.lexsort((places[:, 1], places[:, 0]))
    return np.stack((order[:-1], order[1:]), axis=1)
