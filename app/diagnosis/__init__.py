"""From printed output, arrays or one's own solution to the mistakes that explain them.

Imports `records` and what lies below. A new kind of evidence is a file of its own; `solution/` checks one's own code.
"""
