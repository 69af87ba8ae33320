"""What can be said of a trace: arithmetic, attribution, comparison, flow, gradient check, focus, nudge.

Imports `bptt` alone. A new question to a trace is a file of its own.
"""
