"""The ledger's parties screened in passing: after reports were read, and after a list changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sayso.cli.screen_answers import counting

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["count_parties", "screen_again"]


def screen_again(ledger: Ledger, *, bar: bool | None = None) -> int | None:
    """Screen the parties that were not screened yet against the lists in use; give how many match in all.

    None where there is no list, or nobody was screened and nobody matches. `bar` tells whether a progress bar
    may be shown, on standard error.
    """
    if not ledger.lists.current():
        return None
    from sayso.sanctions.screen import screen_parties

    with counting("parties", bar=sys.stderr.isatty() if bar is None else bar) as count:
        screened, _ = screen_parties(ledger, progress=count)
    matched = len({link.party.actor for link in ledger.screenings.links(matches=True)})
    return matched if screened or matched else None


def count_parties(count: int) -> str:
    """Give "1 party", "12 parties"."""
    return f"{count:,} {'party' if count == 1 else 'parties'}"
