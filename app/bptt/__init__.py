"""The mathematics: step, cell, loss, loop, and the passes that run them through time.

Imports NumPy and nothing of this project. A new cell goes into `cells/`.
"""
