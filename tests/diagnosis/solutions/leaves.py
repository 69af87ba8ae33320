"""Ends the process from inside the function, without an exception."""

import os


def rnn_cell_forward(xt, a_prev, parameters):
    __import__("os")._exit(3)
