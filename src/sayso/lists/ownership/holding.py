"""What is held on one day: every source's word on every asset, as intervals.

A record is held *surely* from the last day on which it may have begun to the day before the first on which it
may have ended, and *possibly* from the first day on which it may have begun to the last on which it may have
ended. So

- without a start it is sure from the day on which it was stated (`stated`), possible before,
- without an end it is held still.

Several records of one owner in one asset by one source that may be held on the same day are versions of
one stake, not parcels of shares: the interval reaches from the lowest to the highest of them. (A register
has one owner at 50, 48 and 51 % in overlapping spans, beside another's 49 %; added up that would be 198 %.)
Where none of them is surely held, its low end is 0. Where a source has records of the pair but none that may
be held on the day, it says that nothing is held: 0 to 0.

Shares are counted in millionths of a percent, whole numbers, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sayso.lists.ownership.spans import days
from sayso.lists.ownership.stakes import Control, Holdings, Stake

__all__ = ["UNITS", "WHOLE", "Held", "Hold", "held_on", "sure_and_possible"]

UNITS = 1_000_000
"""Units in a percent."""
WHOLE = 100 * UNITS

Hold = tuple[int, int, tuple[Stake, ...]]
"""Low and high in units, and the records that say so (none where the source says that nothing is held)."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds what on a day.

    `words` has for each asset, by source and owner, what the source says (`Hold`); `controls` the records of
    control and office that may be in force, each with whether it surely is. `assets` has for each holder what
    it holds or may control, in the order of ids.
    """

    day: date
    words: Mapping[str, Mapping[str, Mapping[str, Hold]]]
    controls: Mapping[str, tuple[tuple[Control, bool], ...]]
    assets: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]


def held_on(holdings: Holdings, day: date) -> Held:
    """Work out who holds what on a day."""
    number = day.toordinal()
    words: dict[str, dict[str, dict[str, Hold]]] = {}
    for stake in holdings.stakes:
        if stake.owner == stake.asset:
            continue  # own shares are nobody's way in
        said = words.setdefault(stake.asset, {}).setdefault(stake.source, {})
        sure, possible = sure_and_possible(stake, number)
        said[stake.owner] = _with(said.get(stake.owner), stake, sure, possible)
    controls: dict[str, list[tuple[Control, bool]]] = {}
    for control in holdings.controls:
        sure, possible = sure_and_possible(control, number)
        if possible and control.holder != control.asset:
            controls.setdefault(control.asset, []).append((control, sure and control.kind == "control"))
    frozen = {asset: tuple(its) for asset, its in controls.items()}
    _settle(words, number)
    return Held(day, words, frozen, _assets(words, frozen), holdings.names)


def sure_and_possible(record: Stake | Control, day: int) -> tuple[bool, bool]:
    """Tell whether a record surely is in force on a day (its ordinal), and whether it may be."""
    earliest, latest = days(record.since)
    if record.since is None and record.stated is not None:
        latest = days(record.stated)[1]
    if record.until is None:
        return latest <= day, earliest <= day
    first_end, last_end = days(record.until)
    return latest <= day < first_end, earliest <= day <= last_end


def _with(before: Hold | None, stake: Stake, sure: bool, possible: bool) -> Hold:
    if not possible:
        return before or (0, 0, ())
    low, high = round(stake.low * UNITS), round(stake.high * UNITS)
    if before is None or not before[2]:
        return low if sure else 0, high, (stake,)
    return 0, max(before[1], high), (*before[2], stake)  # `_settle` sets the low end of several


def _settle(words: Mapping[str, Mapping[str, dict[str, Hold]]], day: int) -> None:
    """Give those of several versions their low end: the lowest of all, if any of them is surely held."""
    for by_source in words.values():
        for said in by_source.values():
            for owner, (_, high, records) in said.items():
                if len(records) > 1 and any(sure_and_possible(record, day)[0] for record in records):
                    low = round(min(record.low for record in records) * UNITS)
                    said[owner] = (low, high, records)


def _assets(
    words: Mapping[str, Mapping[str, Mapping[str, Hold]]],
    controls: Mapping[str, Iterable[tuple[Control, bool]]],
) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for asset, by_source in words.items():
        for said in by_source.values():
            for owner, (_, high, _records) in said.items():
                if high:
                    found.setdefault(owner, {})[asset] = None
    for asset, its in controls.items():
        for control, _ in its:
            found.setdefault(control.holder, {})[asset] = None
    return {holder: tuple(sorted(assets)) for holder, assets in found.items()}
