"""What Python and NumPy say is answered in words: raised here for real, with and without the class, in any quotes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.diagnosis.paste import read
from app.diagnosis.printed import diagnose
from app.diagnosis.tracebacks import where

A, X, BIG = np.zeros((5, 10)), np.zeros((3, 10)), np.zeros((3, 10, 4))
NONE: Any = None
CACHES: Any = ([], X)
PARAMETERS: dict[str, Any] = {"b": 1}


def code(text: str) -> Callable[[], Any]:
    """Return what runs a text, for errors that only text can raise."""
    return lambda: exec(compile(text, "cell", "exec"), {"np": np})


REAL: tuple[tuple[str, Callable[[], Any], str], ...] = (
    ("None left", lambda: NONE["dxt"], "`gradients = None`"),
    ("None unpacked", code("a, b = None"), "was not replaced"),
    ("None added", lambda: A + NONE, "was not replaced"),
    ("caches for caches[t]", lambda: CACHES["Wax"], "give it caches[t] and not caches"),
    ("ba in an edition", lambda: PARAMETERS["ba"], "the fault is in the cell, not in your function"),
    ("Wy in an edition", lambda: PARAMETERS["Wy"], "has no Wy or by in this edition"),
    ("a key of gradients", lambda: PARAMETERS["dxt"], "The dictionary gradients has no such key"),
    ("another key", lambda: PARAMETERS["wax"], "compare how it is spelled"),
    ("Wy is no name", code("Wy"), "has no Wy or by in this edition"),
    ("np is no name", lambda: exec("np.zeros(3)", {}), "NumPy was not imported"),
    ("a function is no name", code("rnn_cell_backward(1, 2)"), "the cell that defines or imports it was not run"),
    ("a misspelt name", code("da_nxt"), "a misspelling"),
    ("before it is made", code("def f():\n dWax += 1\nf()"), "`dWax = np.zeros(…)` before the loop"),
    ("an index out of bounds", lambda: BIG[:, :, 4], "one timestep is da[:, :, t]"),
    ("too many indices", lambda: A[:, :, 1], "one timestep is da[:, :, t]"),
    ("a list's index", lambda: CACHES[0][3], "caches[t] goes from 0 to T_x - 1"),
    ("syntax", code("a = (1, 2"), "count its brackets"),
    ("an indent", code("a = 1\n  b = 2"), "four blanks further in"),
    ("np.concat", lambda: np.concat_, "look at its spelling"),
    ("too many to unpack", code("a, b = 1, 2, 3"), "as many names as were put in"),
    ("too few to unpack", code("a, b, c = 1, 2"), "as many names as were put in"),
    ("no tuple in concatenate", lambda: np.concatenate(A, X), "two pairs of brackets"),  # type: ignore[call-overload]
    ("an index by a name", lambda: A["dxt"], "only whole numbers and slices"),
    ("not aligned", lambda: np.dot(A, X), "missing its .T"),
    ("matmul", lambda: A @ X, "missing its .T"),
    ("broadcast", lambda: A + X, "keepdims=True"),
    ("broadcast into a slice", lambda: BIG.__setitem__((slice(None), slice(None), 0), A), "keepdims=True"),
    ("stacked matrices", lambda: np.concatenate((A, X[:, :3]), axis=0), "one timestep of x"),
    ("stacked axes", lambda: np.concatenate((A, BIG), axis=0), "take one timestep"),
    ("an array is called", lambda: A(1), "square ones"),  # type: ignore[operator]
    ("append", lambda: A.append(1), "arrays have no append"),  # type: ignore[attr-defined]
    ("a number is indexed", lambda: A.sum()[0], "A single number stands"),
    ("axis", lambda: A.sum(axis=2), "two, and its examples are axis=1"),
    ("arguments", lambda: (lambda da_next, cache: 0)(1), "another number of arguments"),  # type: ignore[call-arg,misc]
)

TOLD: tuple[tuple[str, str], ...] = (
    ("AttributeError: module 'numpy' has no attribute 'concat'", "it is called np.concatenate"),
    ("TypeError: only integer scalar arrays can be converted to a scalar index", "two pairs of brackets"),
    ("UnboundLocalError: local variable 'dWax' referenced before assignment", "before the loop"),
    ("TypeError: tuple indices must be integers, not str", "caches[t]"),
    ("ValueError: operands could not be broadcast together with shapes (5,10) (5,10,4)", "da[:, :, t]"),
    ("ValueError: shapes (5,10) and (3,10) not aligned: 10 (dim 1) != 3 (dim 0)", "missing its .T"),
    ("SyntaxError: unexpected EOF while parsing", "count its brackets"),
    ("AssertionError: Wrong values for a", "not handed on to the next timestep"),
    ("AssertionError: Wrong values for y_pred", "softmax"),
    ("AssertionError: Wrong values for c", "the memory"),
    ("AssertionError: Problem 1 in a_next expression. Related to ba?", "changes one parameter at a time"),
    ("AssertionError: len(cache) must be T_x = 4", "append once in each turn"),
    ("AssertionError: Wrong shape in variable a_next", "compares this value with its own"),
)
"""Words of older or other versions than those that run here, and of the notebook's unit tests."""


def message(raising: Callable[[], Any]) -> str:
    """Return an error as the last line of a traceback has it."""
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever it is
        raising()
    return f"{raised.type.__name__}: {str(raised.value).splitlines()[0]}"


def spellings(said: str) -> list[str]:
    """Return a message as people paste it: whole; with curly quotes; without its class; in a sentence."""
    bare = said.partition(": ")[2]
    curly = said.replace("'", "‘", 1).replace("'", "’")
    named = said.startswith(("KeyError", "AssertionError"))  # "'ba'" alone is no message
    return [said, curly, f"I get this:\n{said}\nwhat is wrong?", *([] if named else [bare, curly.partition(": ")[2]])]


@pytest.mark.parametrize(("name", "raising", "answer"), REAL, ids=[name for name, _, _ in REAL])
def test_an_error_that_is_really_raised_is_answered(name: str, raising: Callable[[], Any], answer: str) -> None:
    for text in spellings(message(raising)):
        found = diagnose(text)
        assert found.verdict == "error_recognised", text
        assert answer in found.meaning, text


@pytest.mark.parametrize(("said", "answer"), TOLD)
def test_an_error_of_another_version_or_of_a_unit_test_is_answered(said: str, answer: str) -> None:
    for text in spellings(said):
        found = diagnose(text)
        assert found.verdict == "error_recognised", text
        assert answer in found.meaning, text


OLD = """<ipython-input-20-9af401171061> in <module>
     12 da_tmp = np.random.randn(5, 10, 4)
---> 13 gradients_tmp = rnn_backward(da_tmp, caches_tmp)
     14
"""
NEW = """Cell In[12], line 13
     12 da_tmp = np.random.randn(5, 10, 4)
---> 13 gradients_tmp = rnn_backward(da_tmp, caches_tmp)

"""
PLAIN = """Traceback (most recent call last):
  File "mine.py", line 13, in <module>
    gradients = rnn_backward(da, caches)
"""
OWN = {
    "old": "<ipython-input-19-d8450a18d246> in rnn_backward(da, caches)\n     42 #\n---> 43 dxt = gradients['dxt']\n",
    "new": "Cell In[11], line 43, in rnn_backward(da, caches)\n     42 #\n---> 43 dxt = gradients['dxt']\n",
    "plain": '  File "mine.py", line 43, in rnn_backward\n    dxt = gradients["dxt"]\n',
    "library": "Cell In[11], line 43, in rnn_backward(da, caches)\n---> 43 dxt = gradients['dxt']\n\n"
    "File ~/venv/lib/python3.11/site-packages/numpy/core/multiarray.py:153, in dot(a, b)\n--> 153 return x\n",
}
ERROR = "TypeError: 'NoneType' object is not subscriptable"


@pytest.mark.parametrize("outer", [OLD, NEW, PLAIN], ids=["old", "new", "plain"])
@pytest.mark.parametrize("inner", OWN)
def test_it_says_which_line_of_your_function_raised(outer: str, inner: str) -> None:
    found = diagnose(f"{outer}{OWN[inner]}\n{ERROR}")
    assert found.exercise == "rnn_backward"
    assert found.summary.startswith("It was raised in your function rnn_backward, line 43: `dxt = gradients[")


@pytest.mark.parametrize("outer", [OLD, NEW, PLAIN], ids=["old", "new", "plain"])
def test_it_says_when_the_notebooks_own_cell_raised(outer: str) -> None:
    found = diagnose(f"{outer}\nKeyError: 'ba'")
    assert found.summary.startswith("It was raised in the notebook's own cell, line 13: `gradients")


def test_a_unit_test_that_is_not_passed_is_named() -> None:
    told = "~/W1A1/public_tests.py in rnn_forward_test(target)\n---> 80 assert np.allclose(a, b)\n"
    found = diagnose(f"{OLD}{told}\nAssertionError: Wrong values for a")
    assert found.exercise == "rnn_forward"
    assert found.summary.startswith("A unit test of the notebook, rnn_forward_test, was not passed.")


def test_an_error_without_a_traceback_says_that_its_line_is_not_known() -> None:
    assert where(read(ERROR).plain) == ""
    assert "paste the whole traceback" in diagnose(ERROR).summary


@pytest.mark.parametrize("text", ["I am at an airport error", "no errors at all", "it works", "Cell In[3], line 4"])
def test_what_is_no_error_is_not_called_one(text: str) -> None:
    assert diagnose(text).verdict == "unreadable"
