"""Whether two matrices that are taken for the same are: by == and by numpy.isclose, which are counted apart."""

import numpy as np

from app.analysis.comparison import compare
from app.bptt.cells import CELLS

UPSTREAM = np.array([[1.0, 2.0, 3.0], [0.0, np.inf, np.nan]])
CARRIED = np.array([[1.0, 2.0 + 1e-12, 4.0], [1e-12, np.inf, np.nan]])


def test_what_is_close_is_not_counted_as_equal() -> None:
    (found,) = compare(CELLS["rnn"], {"da_t": UPSTREAM, "da_prevt": CARRIED})
    assert (found.entries, found.equal, found.close) == (6, 2, 4)


def test_the_difference_is_what_comes_from_above_less_what_is_carried() -> None:
    (found,) = compare(CELLS["rnn"], {"da_t": UPSTREAM, "da_prevt": CARRIED})
    np.testing.assert_array_equal(found.difference, [[0, 2.0 - (2.0 + 1e-12), -1], [-1e-12, np.nan, np.nan]])


def test_a_lane_that_no_loss_reads_is_not_compared() -> None:
    values = {name: UPSTREAM for lane in CELLS["lstm"].lanes for name in (lane.upstream, lane.carried) if name}
    assert [one.carried for one in compare(CELLS["lstm"], values)] == ["da_prevt"]


def test_what_is_close_is_what_numpy_calls_close() -> None:
    """For every pair of numbers of any kind: the tolerance is relative to the second, and ∞ is close to itself."""
    numbers = [0.0, 1e-9, 1e-8, 2e-8, 1.0, 1 + 1e-5, 1 + 1.1e-5, -1.0, 1e300, np.inf, -np.inf, np.nan]
    left, right = map(np.array, np.meshgrid(numbers, numbers))
    (found,) = compare(CELLS["rnn"], {"da_t": left, "da_prevt": right})
    with np.errstate(invalid="ignore"):
        assert found.close == np.count_nonzero(np.isclose(left, right)) > len(numbers)
