"""The registry of cells, by name."""

from ..cell import Cell
from . import gru, lstm, rnn

CELLS: dict[str, Cell] = {cell.name: cell for cell in (rnn.CELL, gru.CELL, lstm.CELL)}
