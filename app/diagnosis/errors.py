"""What Python's and NumPy's errors mean in these exercises: where they are raised, and what to look at."""

import re
from dataclasses import dataclass

from .tracebacks import exercise_of, where

LONGEST = 200_000
"""How many characters are searched for an error: the end of what was pasted, where Python says it."""


@dataclass(frozen=True)
class Said:
    """An error that was found: its words, what they mean, the exercise, and where it was raised where that is told."""

    message: str
    meaning: str
    exercise: str | None
    where: str


NONE_LEFT = (
    "A None that the template put there was not replaced: what is indexed is None. In the loop look for "
    "`gradients = None` or `dxt, da_prevt, … = None`; in a cell, for a gradient that is still None; and see that the "
    "function ends with return."
)
TUPLE = (
    "A tuple is read as if it were a dictionary, or indexed by a name. The cell wants the cache of one timestep: give "
    "it caches[t] and not caches; and in the loop unpack `(caches, x) = caches` first."
)
SHAPES = (
    "Two shapes do not fit in a matrix product. Print both shapes: the inner sizes must be equal, so one of the two is "
    "missing its .T, or the order is turned round."
)
BROADCAST = (
    "Two shapes do not fit entry by entry. A bias's gradient is (n_a, 1): sum over axis=1 with keepdims=True; and one "
    "timestep of da is da[:, :, t]."
)
TABLE: tuple[tuple[str, str], ...] = (
    (r'"?NoneType"? object (?:is not subscriptable|has no attribute "?__getitem__|does not support item)', NONE_LEFT),
    (r'"?NoneType"? object is not (?:iterable|callable)|cannot unpack non-iterable NoneType', NONE_LEFT),
    (r'unsupported operand type\(s\) for \S+:? [^\n]{0,40}NoneType|"?NoneType"? object has no attribute', NONE_LEFT),
    (r"must be real number, not NoneType|float\(\) argument must be[^\n]{0,60}NoneType", NONE_LEFT),
    (r'loop of ufunc does not support argument 0 of type NoneType', NONE_LEFT),
    (r"(?:tuple|list) indices must be integers", TUPLE),
    (r"only integer scalar arrays can be converted to a scalar index",
     "np.concatenate is given two arrays and takes the second for the axis: it wants one tuple, "
     "np.concatenate((a_prev, xt), axis=0), with two pairs of brackets."),
    (r'only integers, slices[^\n]{0,120}are valid indices',
     "An array is indexed by a name or a float: only whole numbers and slices can stand in the brackets. Is it an "
     "array where you expect a dictionary?"),
    (r'module "?numpy"? has no attribute "?concat\b',
     "This NumPy has no np.concat: it is called np.concatenate."),
    (r'module "?numpy"? has no attribute',
     "NumPy has no function of this name: look at its spelling."),
    (r"(?:not enough|too many) values to unpack",
     "The wrong number of names stands to the left of the equals sign. A cell's cache is taken apart into as many "
     "names as were put in; caches itself is (list of caches, x)."),
    (r"shapes [^\n]{0,40}\(\d+, ?\d+, ?\d+\)[^\n]{0,40}not aligned",
     "One of the two has three axes, so it is all timesteps at once: take one timestep, x[:, :, t] or da[:, :, t]. A "
     "cell works on matrices."),
    (r"shapes \([\d, ]+\) and \([\d, ]+\) not aligned", SHAPES),
    (r"matmul: Input operand 1 has a mismatch", SHAPES),
    (r"non-broadcastable output operand", BROADCAST),
    (r"could not broadcast input array",
     "Two shapes do not fit: that of a value, and that of the slice into which it is written. One of them has the "
     "sizes of something else: a and da are (n_a, m, T_x), x and dx (n_x, m, T_x), y_pred (n_y, m, T_x). A bias's "
     "gradient is (n_a, 1): axis=1 and keepdims=True."),
    (r"could not be broadcast together", BROADCAST),
    (r"all the input array dimensions[^\n]{0,80}must match exactly",
     "The two matrices that are stacked have different numbers of columns: a_prev (n_a, m) and xt (n_x, m), one "
     "timestep of x, x[:, :, t]."),
    (r"all the input arrays must have same number of dimensions",
     "What is stacked is a matrix and something with three axes: take one timestep, x[:, :, t]."),
    (r'name "?np"? is not defined',
     "NumPy was not imported: the notebook's first cell was not run, or not after the kernel was restarted. Run all "
     "cells above."),
    (r'name "?(?:sigmoid|softmax|rnn_\w+|lstm_\w+)"? is not defined',
     "A function is not there yet: the cell that defines or imports it was not run. Run all cells above."),
    (r'name "?(?:Wy|Wya|by)"? is not defined|Key ?Error:? "?(?:Wy|by)"?\b',
     "The notebook's own test cell has no Wy or by in this edition: the backward pass does not need them. Take the "
     "line that reads it out, or use parameters.get."),
    (r'Key ?Error:? "?ba"?\b',
     "The notebook's own test cell calls this parameter b and not ba in one edition, so right code raises this: the "
     "fault is in the cell, not in your function."),
    (r'Key ?Error:? "?d\w+"?',
     "The dictionary gradients has no such key: compare the names in the line that makes it with those that are "
     "read; the cell returns dxt, the loop returns dx."),
    (r'Key ?Error:? "?\w',
     "A dictionary has no such key: compare how it is spelled where it is put in and where it is read."),
    (r'local variable "?\w+"? referenced before assignment|cannot access local variable "?\w+"?',
     "A variable is read before the line that makes it has run: `dWax += …` needs `dWax = np.zeros(…)` before the "
     "loop, and a name that is assigned anywhere in a function is its own, not the notebook's."),
    (r'name "?\w+"? is not defined',
     "A name is used that nothing has made: a misspelling, a line that is still missing, or a cell that was not run."),
    (r"too many indices for array|index \d+ is out of bounds",
     "An index does not fit the array: da has n_a, m and T_x on its axes, so one timestep is da[:, :, t], and the "
     "loop runs over reversed(range(T_x))."),
    (r"list index out of range|tuple index out of range",
     "There are not so many entries: caches[t] goes from 0 to T_x - 1. caches is (list of caches, x): unpack it "
     "first."),
    (r"IndentationError|TabError|unexpected indent|expected an indented block|unindent does not match|use of tabs",
     "A line does not begin where Python expects it: what belongs to the loop stands four blanks further in than "
     "`for`, and what comes after the loop, da0 and gradients, as far out as `for` itself."),
    (r'SyntaxError: |invalid syntax|unexpected EOF|EOF while|was never closed|unmatched "|perhaps you forgot a comma',
     "Python cannot read the line: count its brackets, and those of the line before."),
    (r'No module named "?(?:rnn_utils|public_tests|utils)',
     "A file of the course is missing beside the notebook: it comes with the notebook, and is not installed."),
    (r'"?(?:numpy\.)?ndarray"? object is not callable|"?(?:dict|tuple|list)"? object is not callable',
     "Round brackets after an array, a dictionary or a tuple call it: entries stand in square ones, da[:, :, t]."),
    (r'"?(?:numpy\.)?ndarray"? object has no attribute',
     "An array is asked for what it has not: arrays have no append, and their transpose is .T with no brackets. In "
     "the loop, write into a slice: dx[:, :, t] = dxt."),
    (r'"?(?:int|float|numpy\.float64)"? object is not (?:subscriptable|iterable)|invalid index to scalar variable',
     "A single number stands where an array is expected: a sum without axis gives one number, and so does an index "
     "too many."),
    (r"axis \d is out of bounds",
     "The array has fewer axes than the call means: one timestep, da[:, :, t], has two, and its examples are axis=1."),
    (r"setting an array element with a sequence|inhomogeneous shape",
     "What is written into an entry or a slice is no single array of its shape: look at the right side's shape."),
    (r"cannot reshape array",
     "An array is reshaped into one of another number of entries; none of these functions needs reshape."),
    (r"unhashable type|can only concatenate",
     "A list or an array stands where a name or a number is expected: look at the brackets of the line."),
    (r"missing \d+ required positional argument|takes \d+ positional arguments? but",
     "A function is called with another number of arguments than it has: rnn_cell_backward(da_next, cache), "
     "lstm_cell_backward(da_next, dc_next, cache)."),
    (r"assignment destination is read-only|object does not support item assignment",
     "Something that cannot be written into is written into: make an array with np.zeros first."),
    (r"len\(cache\) must be T_x",
     "The list of caches is not as long as there are timesteps: append once in each turn."),
    (r"Wrong values for a\b",
     "The unit test's numbers differ in a: the state is not what the cell made, or not handed on to the next "
     "timestep, or a[:, :, t] is not set at every t. It runs with other sizes and another seed than the cell above "
     "it, so a 5, 10 or 4 written into the function shows here."),
    (r"Wrong values for y_pred",
     "The unit test's numbers differ in y_pred: look at softmax(Wya @ a_next + by), and that y_pred[:, :, t] is set "
     "at every t."),
    (r"Wrong values for (?:c|cc)\b",
     "The unit test's numbers differ in c: look at what is handed on as the memory."),
    (r"Problem \d in a_next expression\. Related to (\w+)",
     "The unit test changes one parameter at a time: a_next does not depend on it as it should. Look at the term "
     "with it in the line of a_next."),
    (r"Problem \d in (?:yt_pred|yt|y_pred)[^\n]{0,40}Related to (\w+)",
     "The unit test changes one parameter at a time: the prediction does not depend on it as it should. Look at the "
     "term with it."),
    (r"wrong values for (\w+)|Wrong values? (?:for|in) (\w+)|Wrong shape",
     "A unit test of the notebook compares this value with its own, at other sizes and with another seed."),
    (r"AssertionError: [^\n]{1,200}",
     "A unit test of the notebook compares your function's result with its own, at other sizes and with another "
     "seed."),
)  # fmt: skip
"""What is said, as a pattern over text with straight quotes, and what it means; the first that fits is taken."""

_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), meaning) for pattern, meaning in TABLE)
UNIT_TEST = re.compile(r"AssertionError: ?([^\n]{1,200})")


def understood(plain: str) -> Said | None:
    """Return what an error in pasted text means; `plain` has straight quotes. None where none is known."""
    end = plain[-LONGEST:]
    tested = UNIT_TEST.findall(end)
    searched = tested[-1] if tested and not tested[-1].strip().startswith("assert") else _last_lines(end)
    for pattern, meaning in _PATTERNS:
        hit = pattern.search(searched)
        if hit:
            start = searched.rfind("\n", 0, hit.start()) + 1
            line = searched[start : (searched.find("\n", hit.end()) + 1 or len(searched) + 1) - 1].strip()
            message = f"AssertionError: {line}" if tested and searched == tested[-1] else line
            return Said(message[:300], meaning, exercise_of(end), where(end))
    return None


def _last_lines(text: str) -> str:
    """Return a text without the source lines of a traceback, which may hold the words of an error as well."""
    kept = (line for line in text.split("\n") if not re.match(r"^\s*(?:[-—–]{1,6}>)?\s*\d{1,5}(?:\s|$)", line))
    return "\n".join(kept)
