"""考点分配: the least total distance with no site too full, by minimum-cost flow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


def shared(demand: IntArray, seats: IntArray, *, distance: IntArray) -> IntArray:
    """How many of each group go to each site; fewer than all where seats or ways (-1: none) are lacking."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    groups, sites = distance.shape
    source, sink = groups + sites, groups + sites + 1
    group, site = np.nonzero(distance >= 0)
    tails = np.concatenate((group, np.full(groups, source), groups + np.arange(sites)))
    heads = np.concatenate((groups + site, np.arange(groups), np.full(sites, sink)))
    room = np.concatenate((demand[group], demand, seats))
    cost = np.concatenate((distance[group, site], np.zeros(groups + sites, np.int64)))
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    flow.set_node_supply(source, int(demand.sum()))
    flow.set_node_supply(sink, -int(demand.sum()))
    flow.solve_max_flow_with_min_cost()
    found = np.zeros_like(distance)
    found[group, site] = flow.flows(arcs[: group.size])
    return found
