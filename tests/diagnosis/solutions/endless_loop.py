"""t is never counted down, and every turn prints."""

import numpy as np


def rnn_backward(da, caches):
    caches, x = caches
    T_x = da.shape[2]
    t = T_x - 1
    da_prevt = np.zeros(da.shape[:2])
    while t >= 0:
        print("t is", t)
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients["da_prev"]
    return gradients
