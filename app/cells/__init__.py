"""The registry of cells, by name."""

from app.cell import Cell
from app.cells import gru, lstm, rnn

CELLS: dict[str, Cell] = {cell.name: cell for cell in (rnn.CELL, gru.CELL, lstm.CELL)}
