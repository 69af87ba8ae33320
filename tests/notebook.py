"""Printing a run as notebooks of several ages print it, and as forums change it: what the paste reader has to take."""

from collections.abc import Callable, Mapping

import numpy as np

from app.runs.exercises.exercise import Printed

Form = Callable[[Mapping[str, Printed]], str]


def value(printed: Printed, digits: int = 17) -> str:
    """Write a value as `print` does; `digits` as Python 2 prints a float, with 12."""
    if not isinstance(printed, float) or digits == 17:
        return str(printed)
    text = f"{printed:.{digits}g}"
    return text if "." in text or "e" in text else f"{text}.0"


def newest(lines: Mapping[str, Printed]) -> str:
    """NumPy 2 on Python 3, the value after the equals sign."""
    return "".join(f"{text} = {value(printed)}\n" for text, printed in lines.items())


def twelve_digits(lines: Mapping[str, Printed]) -> str:
    """Floats with twelve digits, and a blank where a minus could stand, as NumPy 1.13 does."""
    with np.printoptions(legacy="1.13"):
        return "".join(f"{text} = {value(printed, 12)}\n" for text, printed in lines.items())


def tuples(lines: Mapping[str, Printed]) -> str:
    """Python 2 took print's arguments for a tuple."""
    return "".join(f"({text + ' ='!r}, {printed!r})\n" for text, printed in lines.items())


def next_line(lines: Mapping[str, Printed]) -> str:
    """The value on the line after the key, below a prompt."""
    return "Out[12]:\n" + "".join(f"{text} = \n {value(printed)}\n" for text, printed in lines.items())


def forum(lines: Mapping[str, Printed]) -> str:
    """Curly quotes, a fence, words before and after."""
    curly = newest(lines).replace('["', "[“").replace('"]', "”]")
    return f"Hi, my cell passes but this does not:\n\n```\n{curly}```\n\nWhat is wrong? I am at step 3 of 7."


def numpy_2_repr(lines: Mapping[str, Printed]) -> str:
    """np.float64(…) around numbers, as NumPy 2 shows them."""
    return "".join(
        f">>> {text} = {f'np.float64({printed!r})' if isinstance(printed, float) else printed}\n"
        for text, printed in lines.items()
    )


def some_lines(lines: Mapping[str, Printed]) -> str:
    """Numbers without the shapes."""
    return newest({text: printed for text, printed in lines.items() if "shape" not in text and "len" not in text})


FORMS: tuple[Form, ...] = (newest, twelve_digits, tuples, next_line, forum, numpy_2_repr, some_lines)
