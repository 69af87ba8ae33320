"""Makes the tables that are not there yet, and says how long it took: `python -m app.diagnosis.index`."""

from time import perf_counter

from .store import FOLDER, prepare

began = perf_counter()
prepare()
print(f"{FOLDER}: {sum(path.stat().st_size for path in FOLDER.glob('*.npz')):,} bytes, {perf_counter() - began:.1f} s")
