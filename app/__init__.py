"""Unrolled: backprop through time, one addition at a time."""

import os

# Before NumPy is first imported. A timestep's matrices are small: threads that wait for each other make them slower,
# and the other processors are for other requests and for the server itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
