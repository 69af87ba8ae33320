"""No function of the course is in this file."""

import numpy as np


def plot(a):
    return np.mean(a)


open("must_not_exist", "w").write("only definitions are run")
