"""Shapes from the course's names of dimensions."""

import pytest

from app.bptt.sizes import Sizes


@pytest.mark.parametrize(
    ("dims", "shape"),
    [("n_a, n_x", (5, 3)), ("n_a, 1", (5, 1)), ("n_x, m, T_x", (3, 10, 4)), ("n_a, n_a + n_x", (5, 8))],
)
def test_a_shape_is_its_dimensions_in_order(dims: str, shape: tuple[int, ...]) -> None:
    assert Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=4).shape(dims) == shape


def test_a_dimension_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="n_z"):
        Sizes(n_x=3, n_a=5, n_y=2, m=10, T_x=4).shape("n_z, m")
