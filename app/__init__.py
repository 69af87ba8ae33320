"""Unrolled: backprop through time, one addition at a time."""
