"""The places of claims in the order in which they are shown, and cursors: where a page ended.

A place is one number of 63 bits: 22 for the day (the newest first, undated last), 25 for the report's number
and 16 for the claim's ordinal in it. So a period and a report are ranges of places, and the next page begins
after the last place of this one. What is beyond (report 33,554,432, a report's claim 65,536) has no place and
is not catalogued.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date

from sayso.errors import UsageError

__all__ = [
    "CLAIMS_EACH",
    "DAY_SHIFT",
    "FIRST_UNDATED",
    "REPORTS",
    "UNDATED",
    "cursor_of",
    "day_of",
    "fade",
    "from_cursor",
    "last_of_report",
    "period",
    "place_of",
    "report_of",
]

_REPORT_BITS, _CLAIM_BITS = 25, 16
CLAIMS_EACH = 1 << _CLAIM_BITS
"""How many claims of a report have a place."""
REPORTS = 1 << _REPORT_BITS
"""The first number of a report that has none."""
DAY_SHIFT = _REPORT_BITS + _CLAIM_BITS
"""By how many bits a place is more than its day."""
UNDATED = (1 << 22) - 1
"""The day of what has none."""
_LATEST = UNDATED - 1

FIRST_UNDATED = UNDATED << DAY_SHIFT
"""The first place of what has no day."""


def fade(day: str | None) -> int:
    """Give a day (``2023-08-21``) as a number that is the less the newer it is; UNDATED for None."""
    return UNDATED if day is None else _LATEST - date.fromisoformat(day[:10]).toordinal()


def day_of(faded: int) -> str | None:
    """Give the day of what `fade` made of it."""
    return None if faded >= UNDATED else date.fromordinal(_LATEST - faded).isoformat()


def place_of(faded: int, report: int, ordinal: int = 0) -> int:
    """Give the place of a claim: its day as `fade` has it, its report's number, its ordinal from 0 on."""
    return (faded << _REPORT_BITS | report) << _CLAIM_BITS | ordinal


def report_of(place: int) -> tuple[int, int]:
    """Give the day (as `fade` has it) and the number of the report of a place."""
    day_and_report = place >> _CLAIM_BITS
    return day_and_report >> _REPORT_BITS, day_and_report & (REPORTS - 1)


def last_of_report(place: int) -> int:
    """Give the last place of the report in which a place is."""
    return place | (CLAIMS_EACH - 1)


def period(since: str | None, until: str | None) -> tuple[int | None, int | None]:
    """Give the first and the last place of a period, both days included; None where it is open. What has no
    day lies in no period that ends or begins.
    """
    first = None if until is None else place_of(fade(until), 0)
    if since is not None:
        return first, place_of(fade(since) + 1, 0) - 1
    return first, None if until is None else FIRST_UNDATED - 1


def cursor_of(*key: int | str) -> str:
    """Write down where a page ended, so that it can stand in an address."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def from_cursor(cursor: str | None, kinds: Sequence[type[int] | type[str]]) -> tuple[int | str, ...] | None:
    """Read what `cursor_of` wrote; None for the first page. Raises UsageError for what it did not write."""
    if not cursor:
        return None
    try:
        whole = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(whole, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise UsageError(_NONE) from error
    fits = isinstance(key, list) and len(key) == len(kinds)
    if not fits or not all(_is(part, kind) for part, kind in zip(key, kinds, strict=True)):
        raise UsageError(_NONE)
    return tuple(key)


def _is(part: object, kind: type[int] | type[str]) -> bool:
    return type(part) is kind and (kind is str or -(1 << 63) <= part < 1 << 63)  # type: ignore[operator]


_NONE = "This is no cursor; take it from the answer before (`next`), or leave it out for the first page"
