"""The suggested focus is an entry in which the addition can be seen."""

import numpy as np

from app.analysis.focus import suggest
from app.bptt.cells import CELLS


def test_it_is_the_entry_whose_smallest_number_is_largest() -> None:
    da_t = np.array([[9.0, -2.0], [0.1, 3.0]])
    da_prevt = np.array([[0.0, -2.0], [8.0, -3.0]])
    assert suggest(CELLS["rnn"], {"da_t": da_t, "da_prevt": da_prevt}) == (0, 1)


def test_an_outlier_is_passed_over_for_what_fits_on_a_scale_for_all() -> None:
    da_t = np.array([[1.0, 2.0, 9.0, 1.5]])
    da_prevt = np.array([[1.0, 1.5, 50.0, 1.0]])
    assert suggest(CELLS["rnn"], {"da_t": da_t, "da_prevt": da_prevt}) == (0, 1)


def test_unless_there_is_nothing_else() -> None:
    assert suggest(CELLS["rnn"], {"da_t": np.array([[0.0, 2.0]]), "da_prevt": np.array([[0.0, 3.0]])}) == (0, 1)


def test_an_entry_that_overflowed_is_not_suggested() -> None:
    da_t = np.array([[np.inf, 1.0, np.nan]])
    da_prevt = np.array([[np.inf, 1.0, 5.0]])
    assert suggest(CELLS["rnn"], {"da_t": da_t, "da_prevt": da_prevt}) == (0, 1)


def test_it_is_the_first_entry_where_nothing_is_finite() -> None:
    nothing = np.full((2, 2), np.nan)
    assert suggest(CELLS["rnn"], {"da_t": nothing, "da_prevt": nothing}) == (0, 0)
