"""The catalogue of wrong lines, and how one is put in the place of a right one.

Imports `bptt` alone. A new mistake goes into a file of `catalogue/`.
"""
