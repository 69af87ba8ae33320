"""What is sent: a trace record by record, the declaration of a cell, formulas, budgets; `schema/` documents the wire.

Imports `runs`, `mistakes`, `analysis` and `bptt`. A new field goes into the file of its record and into `schema/`.
"""
