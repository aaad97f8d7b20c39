"""For all tests: what costs time and tests nothing."""

from __future__ import annotations

import gc

# The tests keep models, gazetteers and ledgers alive by the million objects. To look at the usual rate
# whether they have become garbage made the whole run longer by some 20 seconds in 340.
gc.set_threshold(100_000, 50, 1_000)
