"""What a trace is made from: scenarios, the notebook's exercises, one's own tensors.

Imports `bptt` alone. A new scenario goes into `scenarios/`.
"""
