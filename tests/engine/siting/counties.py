"""Small counties by seed."""

import numpy as np

from xueheng.engine.siting.county import County, Terms

TERMS = Terms(
    walk_limit=3.0, bus_limit=15.0, boarding_limit=40.0, expand_block=45, max_blocks_existing=2,
    max_blocks_candidate=3, cost_block=1.0, cost_new_base=3.0, cost_board_facility=1.0, unplaced_penalty=0.05,
    operate_fixed=0.5, bus_cost=0.0004, board_cost=0.002, close_cost=0.2, min_enrol=20, capex_budget=12.0,
    years=4, small_school=20, board_km_share=0.2,
)  # fmt: skip


def county(seed, *, villages=11, sites=6, periods=2, terms=TERMS, may_close=True):
    rng = np.random.default_rng(seed)
    where, stand = rng.uniform(0, 24, (villages, 2)), rng.uniform(0, 24, (sites, 2))
    km = np.round(np.hypot(*(where[:, None] - stand[None]).transpose(2, 0, 1)), 3)
    is_existing = np.arange(sites) < sites - 2
    village, site = (a.ravel() for a in np.indices(km.shape))
    pupils = rng.integers(5, 30, (periods, villages))
    return County(
        pupils=pupils,
        village=village,
        site=site,
        km=km.ravel(),
        is_existing=is_existing,
        capacity=np.where(is_existing, rng.choice([45, 60, 90], sites), 0),
        has_boarding=np.arange(sites) == 0,
        may_close=is_existing & may_close,
        largest=np.full(sites, 10**6),
        today=np.where(is_existing[None], km, np.inf).argmin(axis=1),
        youngest=pupils / 6,
        terms=terms,
    )
