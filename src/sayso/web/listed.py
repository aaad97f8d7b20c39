"""What pages and API ask of the lists: one function for each question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sayso.errors import ListError
from sayso.ledger import Ledger, ListVersion
from sayso.ledger.list_pages import Linked, entry_page, linked_page, lists_stamp
from sayso.lists.listing import Entry, Relation
from sayso.lists.ownership.doubts import percent
from sayso.web import bench_jobs as jobs
from sayso.web.api.exposure_models import AskedExposure, AskedRelief
from sayso.web.api.list_models import AskedEntries, AskedScreen
from sayso.web.desk import Desk
from sayso.web.paging import Paging
from sayso.web.problems import Problem

__all__ = [
    "SECONDS",
    "checked",
    "entries",
    "entry",
    "entry_row",
    "exposed",
    "lists",
    "matched",
    "relieved",
    "screened",
    "stamp",
    "subjects_screened",
    "version_of",
]

SECONDS = 120.0
"""What an answer may take; lists that were never prepared take the longest, once."""
_MOST_LINKED = 50

_TIES = {
    "linked": ("is linked to", "is linked from"),
    "ownership": ("owns", "is owned by"),
    "control": ("controls", "is controlled by"),
    "directorship": ("holds an office in", "has as an officer"),
    "membership": ("is a member of", "has as a member"),
    "family": ("is related to", "is related to"),
    "associate": ("is an associate of", "is an associate of"),
    "operator": ("operates", "is operated by"),
}


def stamp(desk: Desk) -> str:
    """Tell in what state lists, screening and ledger are; who is listed is also a question of the day."""
    return f"{desk.stamp()} {lists_stamp(desk.ledger.lists)} {datetime.now(UTC).date()}"


# ---- lists and entries -------------------------------------------------------------------------------------


def lists(ledger: Ledger, *, everything: bool = False) -> list[dict[str, Any]]:
    """Give the lists in use as JSON objects; with `everything` older versions and dropped lists, too."""
    current = {version.id for version in ledger.lists.current()}
    return [
        {**version.to_dict(), "state": _state(version, current)}
        for version in ledger.lists.versions()
        if everything or version.id in current
    ]


def _state(version: ListVersion, current: Collection[int]) -> str:
    return "in use" if version.id in current else "older" if version.used else "dropped"


def version_of(ledger: Ledger, ref: str) -> ListVersion:
    """Give a version of a list. Raises Problem (404), which says what lists there are."""
    try:
        return ledger.lists.version(ref)
    except ListError as error:
        raise Problem(404, str(error)) from error


def checked(ledger: Ledger, refs: Iterable[str]) -> tuple[str, ...]:
    """Give the labels of some lists. Raises Problem (404) for one that is not there."""
    return tuple(version_of(ledger, ref).label for ref in refs)


def entries(ledger: Ledger, ref: str, asked: AskedEntries, paging: Paging) -> dict[str, Any]:
    """Find entries of a version of a list."""
    version = version_of(ledger, ref)
    page = entry_page(
        ledger.lists,
        version.label,
        asked.words,
        kind=asked.kind,
        cursor=paging.cursor,
        limit=paging.limit,
    )
    return {
        "version": version,
        "rows": [entry_row(each) for each in page.entries],
        "next": page.next,
        "total": page.total,
    }


def entry_row(its: Entry) -> dict[str, Any]:
    """Give an entry in a line."""
    now = [each for each in its.designations if each.until is None]
    return {
        "id": its.id,
        "number": its.number,
        "name": its.name,
        "kind": its.kind,
        "names": len(its.names),
        "countries": list(its.countries),
        "births": list(its.births),
        "regimes": sorted({each.regime for each in now}),
        "since": min((each.since for each in now if each.since), default=None),
    }


def entry(ledger: Ledger, ref: str, number: str) -> dict[str, Any]:
    """Give an entry of a version, with its ties in words and who of the ledger was linked with it.

    Raises Problem (404) where there is no such list or entry.
    """
    version = version_of(ledger, ref)
    try:
        found = ledger.lists.entry(f"{version.list}:{number}", version.label)
    except ListError as error:
        raise Problem(404, str(error)) from error
    return {
        "entry": found,
        "version": version.label,
        "listed": any(each.until is None for each in found.designations),
        "ties": [_tie(each) for each in found.relations],
        "matched": linked_page(ledger.screenings, entry=found.id, matches=False, limit=_MOST_LINKED).links,
    }


def _tie(its: Relation) -> dict[str, Any]:
    name = its.name or its.to or "somebody"
    said = _TIES.get(its.kind, (its.kind, f"{its.kind} of"))[its.inverse]
    share = "" if its.share is None else percent(*its.share)
    told = (
        its.role,
        share,
        f"since {its.since}" if its.since else "",
        f"until {its.until}" if its.until else "",
        f"stated {its.stated}" if its.stated else "",
        its.source,
    )
    about = "; ".join(part for part in told if part)
    return {
        "kind": its.kind,
        "name": name,
        "to": its.to,
        "said": said,
        "about": about,
        "sentence": f"{said} {name}" + (f" ({about})" if about else ""),
    }


# ---- the ledger's parties ----------------------------------------------------------------------------------


def matched(ledger: Ledger, paging: Paging) -> tuple[tuple[Linked, ...], str | None]:
    """Give the parties of the ledger that the latest screening matched, and where to go on."""
    page = linked_page(ledger.screenings, cursor=paging.cursor, limit=paging.limit)
    return page.links, page.next


# ---- at the bench ------------------------------------------------------------------------------------------


def screened(desk: Desk, asked: AskedScreen) -> list[dict[str, Any]]:
    """Look one up; nobody is asked for where there is neither a name nor a number."""
    subject = asked.asked()
    if not subject["names"] and not subject["identifiers"]:
        return []
    return subjects_screened(desk, [subject], asked.lists, asked.threshold, asked.limit)


def subjects_screened(
    desk: Desk, subjects: list[Mapping[str, Any]], refs: Iterable[str], threshold: float, limit: int
) -> list[dict[str, Any]]:
    """Look some up; each hit says whose it is (``subject``)."""
    found = desk.bench.within(
        SECONDS, jobs.screen, subjects, lists=checked(desk.ledger, refs), threshold=threshold, limit=limit
    )
    return [{"subject": place, **hit} for place, hits in enumerate(found) for hit in hits]


def exposed(desk: Desk, asked: AskedExposure) -> dict[str, Any]:
    """Say how a party is tied to sanctions."""
    return desk.bench.within(
        SECONDS,
        jobs.exposure,
        asked.party or "",
        None if asked.as_of is None else asked.as_of.isoformat(),
        lists=checked(desk.ledger, asked.lists),
        hops=asked.hops,
        apart=asked.apart,
    )


def relieved(desk: Desk, asked: AskedRelief) -> dict[str, Any]:
    """Say what would change without a party's listings."""
    return desk.bench.within(
        SECONDS,
        jobs.relief,
        asked.party or "",
        None if asked.as_of is None else asked.as_of.isoformat(),
        lists=tuple(version_of(desk.ledger, each).list for each in asked.lists),
        regimes=tuple(asked.regime),
        apart=asked.apart,
    )
