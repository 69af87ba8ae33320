"""An array moved by a tiny imaginary step in many directions at once, through lines that were written for one array.

It stands for the complex arrays at + ih by[k], one for each direction k. Their real part is the same, since the squares
of h are lost in rounding; so every function of NumPy runs once on it, and what a step does to its result is found by a
complex step of that function. NumPy asks an array of a foreign kind what its functions shall do with it: what has no
answer here raises TypeError, or AttributeError, so that no line is done to many in another way than to one.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from ..bptt.step import Array

STEP = 1e-100  # h: its square is lost beside any number that is shown

NOT_EACH = (TypeError, AttributeError, ValueError, IndexError)
"""What may be raised where a line cannot be done in many directions, beside what it would raise for one array."""


class Moved(NDArrayOperatorsMixin):
    """One array and how it is moved. `at`: (*shape); `by`: (directions, *shape), in units of h.

    Directions that `by` has no row for, the last ones, do not move this array: nothing is computed for them.
    """

    def __init__(self, at: Array, by: Array) -> None:
        self.at = at
        self.by = by

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array."""
        return self.at.shape

    @property
    def ndim(self) -> int:
        """The number of its axes."""
        return self.at.ndim

    @property
    def size(self) -> int:
        """The number of its entries."""
        return self.at.size

    @property
    def real(self) -> Array:
        """The real part, which is not moved."""
        return self.at

    @property
    def T(self) -> "Moved":
        """The transpose."""
        return Moved(self.at.T, self.by.transpose(0, *range(self.ndim, 0, -1)))

    def sum(self, axis: int | None = None, *, keepdims: bool = False) -> "Moved":
        """Return the sum, over all entries or along one axis. Raises IndexError for an axis that it has not."""
        if axis is not None and not -self.ndim <= axis < self.ndim:
            raise IndexError(f"axis {axis} of an array with {self.ndim}")
        own: Any = tuple(range(1, self.by.ndim)) if axis is None else _behind(axis)
        return Moved(np.asarray(self.at.sum(axis, keepdims=keepdims)), self.by.sum(own, keepdims=keepdims))

    def __getitem__(self, key: Any) -> "Moved":
        """Return a part: rows, columns, a timestep. Raises TypeError for a choice of single entries by an array."""
        chosen = key if isinstance(key, tuple) else (key,)
        if not all(one is None or one is ... or isinstance(one, slice) or np.ndim(one) == 0 for one in chosen):
            raise TypeError(f"{key!r} does not choose whole rows and columns")
        by = self.by[(slice(None), *chosen)]
        if len(by) and not by[-1].any():
            moving: Array = np.any(by, axis=tuple(range(1, by.ndim)))
            by = by[: len(by) - int(np.argmax(moving[::-1]))] if moving.any() else by[:0]
        return Moved(np.asarray(self.at[key]), by)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Apply a function that goes entry by entry, or the product of matrices."""
        if method != "__call__" or kwargs:
            return NotImplemented
        if ufunc is np.matmul:
            return _product(*inputs)
        if ufunc is np.add or ufunc is np.subtract:
            return _sum(ufunc, *inputs)
        return NotImplemented if ufunc.signature else _by_step(ufunc, inputs)

    def __array_function__(
        self, function: Callable[..., Any], types: Sequence[type], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> Any:
        """Answer for those other functions of NumPy that cells are written with."""
        match function.__name__:
            case "concatenate":
                return _concatenated(*args, **kwargs)
            case "sum":
                return args[0].sum(*args[1:], **kwargs)
            case "zeros_like":
                return np.zeros(self.shape)
        return NotImplemented

    def __array__(self, *_args: Any, **_kwargs: Any) -> Array:
        raise TypeError("an array that is moved in many directions is no single array")

    def __bool__(self) -> bool:
        raise TypeError("an array that is moved in many directions is neither true nor false")

    __iter__ = None
    __hash__ = None  # type: ignore[assignment]


def _at(value: Any) -> Any:
    return value.at if isinstance(value, Moved) else value


def _behind(axis: int) -> int:
    """Return where an axis is behind that of the directions."""
    return axis + 1 if axis >= 0 else axis


def _by_step(ufunc: np.ufunc, inputs: Sequence[Any]) -> Any:
    """Return what a function makes entry by entry: by each input that is moved, its slope is a complex step of it."""
    result, moved = None, []
    for place, one in enumerate(inputs):
        if isinstance(one, Moved):
            stepped = [other.at if isinstance(other, Moved) else other for other in inputs]
            stepped[place] = one.at + 1j * STEP
            result = ufunc(*stepped)
            if not isinstance(result, (np.ndarray, np.complexfloating)) or result.dtype != complex:
                return NotImplemented  # no function of complex numbers: a comparison
            moved.append(result.imag / STEP * _aligned(one.by, result.ndim))
    assert result is not None
    return Moved(np.asarray(result.real), _added(*moved))


def _sum(ufunc: np.ufunc, left: Any, right: Any) -> Moved:
    """Return left ± right, whose slopes are ±1."""
    at = np.asarray(ufunc(_at(left), _at(right)))
    moved = [_aligned(left.by, at.ndim)] if isinstance(left, Moved) else []
    moved += [_aligned(right.by if ufunc is np.add else -right.by, at.ndim)] if isinstance(right, Moved) else []
    by = _added(*moved)
    return Moved(at, by if by.shape[1:] == at.shape else np.broadcast_to(by, (len(by), *at.shape)))


def _product(left: Any, right: Any) -> Any:
    """Return left @ right: the product of two matrices is of the first degree in each."""
    if len(left.shape) != 2 or len(right.shape) != 2:
        return NotImplemented
    moved = [left.by @ _at(right)] if isinstance(left, Moved) else []
    moved += [_at(left) @ right.by] if isinstance(right, Moved) else []
    return Moved(_at(left) @ _at(right), _added(*moved))


def _aligned(by: Array, axes: int) -> Array:
    """Return how a result with so many axes is moved: NumPy aligns one array with another from the last axis."""
    return by if by.ndim > axes else by.reshape(len(by), *(1,) * (axes + 1 - by.ndim), *by.shape[1:])


def _added(one: Array, other: Array | None = None) -> Array:
    """Return both ways in which something is moved together; of the one with fewer directions the last are zeros."""
    if other is None:
        return one
    if len(one) == len(other):
        return one + other
    long, short = (one, other) if len(one) > len(other) else (other, one)
    both = long[: len(short)] + short
    return np.concatenate((both, np.broadcast_to(long[len(short) :], (len(long) - len(short), *both.shape[1:]))))


def _concatenated(parts: Sequence[Any], axis: int = 0) -> Moved:
    """Return the parts stacked on each other, of which some are moved."""
    at = np.concatenate([_at(one) for one in parts], axis=axis)
    rows = max(len(one.by) for one in parts if isinstance(one, Moved))
    moved = [np.zeros((rows, *one.shape)) for one in parts]
    for one, by in zip(parts, moved, strict=True):
        if isinstance(one, Moved):
            by[: len(one.by)] = one.by
    return Moved(at, np.concatenate(moved, axis=_behind(axis)))
