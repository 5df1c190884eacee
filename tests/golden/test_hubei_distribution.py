"""湖北 2024 一分一段, published running sums; source: yifenyiduan_hubei_2024/README.md."""

from pathlib import Path

import numpy as np
import pytest

from xueheng.engine.scores import distribution
from xueheng.engine.standing import high_band, ranks, threshold_counts
from xueheng.engine.tally import MarkCounts

DATA = Path(__file__).parent / "yifenyiduan_hubei_2024"

both_tracks = pytest.mark.parametrize("track", ["physics_2024.csv", "history_2024.csv"])


def columns(track):
    return np.loadtxt(DATA / track, delimiter=",", skiprows=1, dtype=np.int64).T


def counted(track):
    mark, n, _ = columns(track)
    return MarkCounts(np.zeros_like(mark), mark, n, n_groups=1, scale=1)


@both_tracks
def test_the_cumulative_column_is_reproduced(track):
    mark, _, cumulative = columns(track)
    table = distribution(counted(track))
    assert table.mark.tolist() == mark.tolist()
    assert table.cumulative.tolist() == cumulative.tolist()


@both_tracks
def test_every_mark_as_a_line_is_reached_by_its_cumulative_count(track):
    mark, _, cumulative = columns(track)
    reached = threshold_counts(counted(track), mark.tolist())
    assert reached.count[:, 0].tolist() == cumulative.tolist()


@both_tracks
def test_a_rank_is_one_more_than_the_cumulative_count_above(track):
    mark, n, cumulative = columns(track)
    assert (ranks(mark, count=n) == cumulative - n + 1).all()


@both_tracks
def test_the_first_thousand_end_at_the_mark_where_the_table_passes_it(track):
    mark, _, cumulative = columns(track)
    band = high_band(counted(track), 1000)
    assert band.line == mark[cumulative >= 1000][0]
    assert band.count[0] == cumulative[cumulative >= 1000][0]
