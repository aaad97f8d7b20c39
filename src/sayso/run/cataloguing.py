"""The catalogue brought up to date: many small transactions, so that nobody who writes waits for long."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["catalogue"]

_BATCH = 500  # readings in one transaction: about a second's work


def catalogue(
    ledger: Ledger,
    *,
    stop: Callable[[], bool] = lambda: False,
    heard: Callable[[int], None] | None = None,
    batch: int = _BATCH,
) -> int:
    """Bring the catalogue of a ledger up to date; give how many readings were taken up.

    Each step is a transaction of at most `batch` readings; when it is cut short, all steps before it are kept
    and the next call goes on from there. `stop` is asked before each step whether to leave off, `heard` told
    after each how many readings there were so far. Raises LedgerError as `Ledger` does.
    """
    took, more = 0, True
    while more and not stop():
        some, more = ledger.catalogue.bring_up_to_date(batch)
        took += some
        if heard is not None:
            heard(took)
    return took
