"""From printed output or arrays to the mistakes that reproduce them."""

from app.diagnose.arrays import diagnose_arrays, gradient_names
from app.diagnose.diagnosis import Diagnosis
from app.diagnose.printed import RANKS, diagnose

__all__ = ["RANKS", "Diagnosis", "diagnose", "diagnose_arrays", "gradient_names"]
