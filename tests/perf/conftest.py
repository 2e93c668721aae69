"""The scripts of `perf/` find each other beside themselves; so do their tests."""

from __future__ import annotations

import sys
from pathlib import Path

PERF = Path(__file__).parents[2] / "perf"
if PERF.as_posix() not in sys.path:
    sys.path.insert(0, PERF.as_posix())
