"""Marginal estimation finds the parameters that the answers were drawn from."""

import numpy as np
import pytest

from xueheng.engine.irt.errors import standard_errors
from xueheng.engine.irt.families import curves, probabilities, thresholds
from xueheng.engine.irt.marginal import fit, normal_grid
from xueheng.engine.irt.responses import responses

N, J, SEED = 3000, 12, 7


@pytest.fixture(scope="module", params=["2pl", "gpcm", "grm"])
def drawn(request):
    rng = np.random.default_rng(SEED)
    steps = 2 if request.param == "2pl" else 3
    b = rng.normal(scale=0.7, size=(J, 1)) + np.array([-0.6, 0.6])[: steps - 1]
    a = rng.lognormal(0, 0.25, size=(J, 1))
    c = -a * b if request.param == "grm" else -(a * b).cumsum(axis=1)
    categories = np.full(J, steps)
    found = curves(np.hstack([a, c]), rng.normal(size=N), categories=categories, model=request.param)
    p = probabilities(found, categories).cumsum(axis=1)
    marks = (rng.random((J, 1, N)) > p[:, :-1]).sum(axis=1).T.astype(np.int8)
    marks[: N // 2, :3] = -1
    marks[N // 2 :, -3:] = -1
    return request.param, marks, np.hstack([a, b])


def test_two_linked_booklets_give_the_parameters_within_their_errors(drawn):
    model, marks, truth = drawn
    data = responses(marks, categories=np.full(J, truth.shape[1]), precise=True)
    grid = normal_grid(41, 5.0)
    made = fit(data, model=model, grid=grid, tolerance=1e-4)
    b = thresholds(made.parameters, categories=data.categories, model=model)
    z = (np.hstack([made.parameters[:, :1], b]) - truth) / standard_errors(data, made, grid)
    assert made.converged
    assert 0.6 < np.sqrt((z**2).mean()) < 1.4
