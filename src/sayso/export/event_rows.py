"""Claims by the event that they are about, for formats in which a row is an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

from sayso.ledger.records import StoredClaim
from sayso.reading.reading import Claim, Event
from sayso.weigh.accounts import event_key

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["ASSERTED", "DENIED", "EventRow", "event_rows", "stances", "with_matters"]

ASSERTED = frozenset({"affirms", "alleges"})
DENIED = frozenset({"denies", "doubts"})
_AT_ONCE = 200  # events whose matters are asked for at a time


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event mention with all that is claimed of it in its report, also by claims that were not asked for:
    where one alleges an event and another denies it, neither stands alone.

    `stored` is the first claim that was asked for, `claims` has all of them in their order, `key` names the
    event mention (as `weigh.accounts.event_key`; a second one of the same type at the same place ends in
    ``.2``).
    """

    key: str
    stored: StoredClaim
    claims: tuple[Claim, ...]

    @property
    def event(self) -> Event:
        """The event."""
        return self.stored.claim.event

    @property
    def asserted(self) -> bool:
        """Whether somebody affirms or alleges it."""
        return any(claim.stance in ASSERTED for claim in self.claims)

    @property
    def contested(self) -> bool:
        """Whether somebody affirms or alleges what another claim of the same report denies or doubts."""
        return self.asserted and any(claim.stance in DENIED for claim in self.claims)


def event_rows(claims: Iterable[StoredClaim]) -> Iterator[EventRow]:
    """Give the events of claims, each once; the claims of one report come one after the other."""
    for report_id, its in groupby(claims, key=lambda stored: stored.report_id):
        seen: set[Event] = set()
        keys: dict[str, int] = {}
        for stored in its:
            event = stored.claim.event
            if event in seen:
                continue
            seen.add(event)
            key = event_key(report_id, event)
            keys[key] = keys.get(key, 0) + 1
            if keys[key] > 1:
                key = f"{key}.{keys[key]}"
            yield EventRow(key, stored, (stored.claim, *stored.others))


def with_matters(ledger: Ledger, rows: Iterable[EventRow]) -> Iterator[tuple[EventRow, str | None]]:
    """Give events with the ids of their matters, None where they were not weighed."""
    found = iter(rows)
    while some := list(islice(found, _AT_ONCE)):
        matters = ledger.weighings.matters_of(row.key for row in some)
        for row in some:
            yield row, matters.get(row.key)


def stances(claims: Sequence[Claim]) -> list[str]:
    """Give the stances of some claims, each once, in their order."""
    return list(dict.fromkeys(claim.stance for claim in claims))
