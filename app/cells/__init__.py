"""The registry of cells, by name."""

from app.cell import Cell
from app.cells import lstm, rnn

CELLS: dict[str, Cell] = {cell.name: cell for cell in (rnn.CELL, lstm.CELL)}
