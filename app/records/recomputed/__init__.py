"""A run as code that stands alone: its own lines, put together again as the course's notebook writes them.

`plain` is NumPy, `autograd` the same forward lines in PyTorch, which then finds the gradients by itself.
"""
