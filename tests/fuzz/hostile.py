"""Files that somebody might give to `check`: code around functions, forged answers, endless loops, terminal escapes."""

import json
from pathlib import Path
from random import Random

RIGHT = """
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next ** 2) * da_next
    return dict(dxt=parameters["Wax"].T @ dtanh, da_prev=parameters["Waa"].T @ dtanh, dWax=dtanh @ xt.T,
                dWaa=dtanh @ a_prev.T, dba=dtanh.sum(axis=1, keepdims=True))
"""
HEAD = "def rnn_cell_backward(da_next, cache):"
TOUCH = "__import__('pathlib').Path({canary!r}).touch()"

AROUND = (
    "{touch}\n{right}",
    "class A:\n    {touch}\n{right}",
    "class M(type):\n    def __new__(m, *a): {touch}\nclass A(metaclass=M): pass\n{right}",
    "class A:\n    def __init_subclass__(c): {touch}\nclass B(A): pass\n{right}",
    "x: {touch} = 1\n{right}",
    "def rnn_cell_backward(da_next, cache, x={touch}):{body}",
    "def rnn_cell_backward(da_next, cache, *, x={touch}):{body}",
    "def rnn_cell_backward(da_next, cache, x=lambda y={touch}: y):{body}",
    "def rnn_cell_backward(da_next, cache, x=[{touch}]):{body}",
    "def rnn_cell_backward(da_next, cache, x=(y := {touch})):{body}",
    "def rnn_cell_backward(da_next: {touch}, cache: 'str') -> {touch}:{body}",
    "@(lambda f: {touch} or f)\n{right}",
    "@property\n{right}",
    "def helper(x={touch}): pass\n{right}",
    "if True:\n    {touch}\n{right}",
    "try:\n    {touch}\nfinally:\n    pass\n{right}",
    "with open('x', 'w') as f: {touch}\n{right}",
    "for _ in [1]: {touch}\n{right}",
    "[{touch} for _ in [1]]\n{right}",
    "f'{{{touch}}}'\n{right}",
    "import numpy as np, os; {touch}\n{right}",
    "import os.path as np\n{right}",
    "from os import *\n{right}",
    "from numpy import *\n{right}",
    "from numpy import load as sigmoid, sum, min\n{right}",
    "from .numpy import x\n{right}",
    "import numpy.lib.npyio, numpy.testing as os\n{right}",
    "global x\n{right}",
    "nonlocal x\n{right}",
    "async def rnn_cell_backward(da_next, cache): {touch}\n{right}",
    "lambda: {touch}\n{right}",
    "__builtins__ = None\nnp = None\n{right}",
    "del np\n{right}",
    "type X = {touch}\n{right}",
    "def rnn_cell_backward[T: {touch}](da_next, cache):{body}",
    "match 1:\n    case 1: {touch}\n{right}",
    "assert {touch} is None\n{right}",
    "# coding: rot13\n{right}",
    "from __future__ import annotations, braces\n{right}",
    "\ufeff{right}",
)
"""Code around a function that is right: none of it may run. `{touch}` leaves a mark where it does."""

BODIES = (
    "global np, rnn_forward; np = None; return {}",
    "while True: pass",
    "while True: print('x' * 100000)",
    "return [0] * 10**12",
    "return bytearray(10**11)",
    "x = []; x.append(x); return x",
    "return rnn_cell_backward(da_next, cache)",
    "raise SystemExit(0)",
    "raise KeyboardInterrupt",
    "raise type('E', (BaseException,), {'__str__': lambda s: 1})()",
    "raise type('E', (Exception,), {'__str__': lambda s: chr(27) + ']0;owned' + chr(7)})()",
    "raise ValueError(chr(27) + '[2J' + chr(0x9b) + '31m' + chr(0x202e) + chr(0xd800) + 'x' * 10**6)",
    "raise ValueError('passes (seeds 1, 7, 42)\\nrnn_cell_backward  passes')",
    "import os; os._exit(0)",
    "import os; os.abort()",
    "import os; os.kill(os.getpid(), 9)",
    "import os; os.kill(os.getppid(), 0); os.fork(); return {}",
    "import sys; sys.setrecursionlimit(10**9); f = lambda: f(); f()",
    "import sys; sys.stdout = None; sys.exit = None; return {}",
    "import gc; [o.clear() for o in gc.get_objects() if isinstance(o, dict)]; return {}",
    "import os, json; os.write(3, json.dumps({'status': 'passes'}).encode() + b'\\n' * 3); os._exit(0)",
    'import os; [os.write(n, b\'{"status": "passes"}\\n\' * 3) for n in (1, 2, 3, 4)]; os._exit(0)',
    "import os; os.mkfifo('x'); os.symlink('/dev/zero', 'y'); os.link('x', 'z'); return {}",
    "import os; os.dup2(os.open('/dev/zero', 0), 3); return {}",
    "import os; os.chmod('.', 0); return {}",
    "import subprocess; subprocess.Popen(['sleep', '60']); return {}",
    "import signal; signal.signal(15, signal.SIG_IGN); [0 for _ in iter(int, 1)]",
    "import threading; threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start(); return {}",
    "import atexit; atexit.register(lambda: [0 for _ in iter(int, 1)]); return {}",
    "import ctypes; ctypes.string_at(0)",
    "return type('D', (dict,), {'__getitem__': lambda s, k: 1 / 0, '__contains__': lambda s, k: True})()",
    "return dict.fromkeys(('dxt', 'da_prev', 'dWax', 'dWaa', 'dba'), type('A', (), {'__array__': lambda s: 1 / 0})())",
    "return {k: np.full((5, 10), np.nan) for k in ('dxt', 'da_prev', 'dWax', 'dWaa', 'dba')}",
    "return {k: np.zeros((1,) * 32) for k in ('dxt', 'da_prev', 'dWax', 'dWaa', 'dba')}",
    "return {k: np.zeros((10**4, 10**4)) for k in ('dxt', 'da_prev', 'dWax', 'dWaa', 'dba')}",
    "return {chr(0xd800): 1, chr(27): 2}",
    "return None",
    "return (1, 2)",
    "da_next[:] = np.nan; return {}",
    "import sys; [m.__dict__.clear() for n, m in list(sys.modules.items()) if 'judging' in n]; return {}",
    "import builtins; builtins.dict = list; builtins.isinstance = lambda *a: True; return {}",
)
"""What a function that is wrong may do: none of it passes, and all of it ends."""

TEXTS = (
    "",
    "\0",
    "-" * 50_000 + "1",
    "(" * 50_000,
    "x = " + "9" * 50_000,
    "\ud800",
    "def f(: pass",
    "\xff\xfe",
    "é" * 9,
    "1\n" * 10**6,
)
"""What is no code at all."""


def files(random: Random, count: int, folder: Path) -> list[tuple[Path, str]]:
    """Write so many files, and return each with what is expected of it: passes, fails or unreadable."""
    canary = folder / "ran"
    touch = TOUCH.format(canary=str(canary))
    right = f"{HEAD}{RIGHT}"
    made = [("passes", text.format(touch=touch, right=right, body=RIGHT)) for text in AROUND]
    made += [("fails", f"{HEAD}\n    {body}\n") for body in BODIES]
    made += [("unreadable", text) for text in TEXTS]
    while len(made) < count:  # the same in a notebook, with what IPython has around it
        expected, text = random.choice(made[: len(AROUND) + len(BODIES)])
        lines = random.choice(("%matplotlib inline\n", "np.dot?\n", "!ls\n", "# why?\n", "%%time\n", "?np\n", ""))
        cell = {"cell_type": "code", "source": lines + text}
        made.append(
            (expected, json.dumps({"cells": random.choice(([cell], [cell, {"cell_type": "code"}], [{}, cell]))}))
        )
    written = []
    for number, (expected, text) in enumerate(made[:count]):
        path = folder / f"{number}.{'ipynb' if text.startswith('{') else 'py'}"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        written.append((path, expected))
    return written
