"""S 形编班: what most schools do by hand, as the measure of what balancing adds."""

from __future__ import annotations

import numpy as np

from xueheng.engine.placement.measures import IntArray


def s_shape(score: IntArray, classes: int) -> IntArray:
    """蛇形: by falling score, classes there and back again; those level stand in the order given."""
    turn = np.arange(len(score))
    forth, back = turn % classes, classes - 1 - turn % classes
    found = np.zeros(len(score), np.int64)
    found[np.argsort(-score, kind="stable")] = np.where(turn // classes % 2 == 0, forth, back)
    return found
