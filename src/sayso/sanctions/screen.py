"""The lists in use made into a screener, and the ledger's parties screened against them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.ledger.list_store import batches
from sayso.ledger.records import ListVersion, PartyLink, PartyQuery
from sayso.lists.listing import Entry
from sayso.lists.prepared import PREPARED, Prepared, from_bytes, prepared, to_bytes
from sayso.lists.screening import ALGORITHM, LIMIT, THRESHOLD, Hit, Screener, Subject

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sayso.ledger.store import Ledger

__all__ = ["NOT_SCREENED", "prepare_lists", "screen_many", "screen_parties", "screener_of", "unprepared"]

NOT_SCREENED = frozenset({"state", "people"})
"""Kinds of parties that no list has: states as such, and people who are not named."""


def screener_of(ledger: Ledger, lists: Iterable[str] | None = None) -> Screener:
    """Make the lists that a ledger screens against into a screener; of `lists`, only those (ids or labels).

    What is computed of a version is kept beside it, so that only the first time takes long. Raises ListError
    for a list that the ledger does not have.
    """
    return Screener({version.label: _prepared(ledger, version) for version in _versions(ledger, lists)})


def _versions(ledger: Ledger, lists: Iterable[str] | None) -> tuple[ListVersion, ...]:
    if lists is None:
        return ledger.lists.current()
    return tuple(ledger.lists.version(each) for each in dict.fromkeys(lists))


def _prepared(ledger: Ledger, version: ListVersion) -> list[Prepared]:
    kept = ledger.screenings.cached(version.id, PREPARED)
    if kept is not None and (found := from_bytes(kept)) is not None:
        return found
    rows = ((row, Entry.from_dict(json.loads(data))) for row, _, data in ledger.lists.raw([version.label]))
    made = list(prepared(rows))
    ledger.screenings.cache(version.id, PREPARED, to_bytes(made))
    return made


def unprepared(ledger: Ledger, lists: Iterable[str] | None = None) -> list[ListVersion]:
    """Give the versions of the lists in use (or of some) of which nothing is kept yet that screening needs.

    Raises ListError for a list that the ledger does not have.
    """
    return [
        version
        for version in _versions(ledger, lists)
        if not ledger.screenings.has_cached(version.id, PREPARED)
    ]


def prepare_lists(ledger: Ledger, lists: Iterable[str] | None = None) -> None:
    """Compute what screening needs of the lists in use (or of some), where it is not kept yet."""
    for version in unprepared(ledger, lists):
        _prepared(ledger, version)


def screen_many(
    where: str,
    subjects: Iterable[Subject],
    *,
    threshold: float = THRESHOLD,
    limit: int = LIMIT,
    lists: Sequence[str] | None = None,
    workers: int = 1,
) -> Generator[list[Hit], None, None]:
    """Screen many against the lists of the ledger at `where`; give the hits of each, in order.

    With several `workers`, each is a process of its own that loads the lists once. Whoever asks need not have
    read all subjects to get the first answers.
    """
    if workers < 2:
        _load(where, lists)
        for chunk in batches(subjects, _CHUNK):
            yield from _screen_chunk(chunk, threshold, limit)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_load, initargs=(where, lists)
    ) as pool:
        waiting: deque[Future[list[list[Hit]]]] = deque()
        for chunk in batches(subjects, _CHUNK):
            waiting.append(pool.submit(_screen_chunk, chunk, threshold, limit))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


_CHUNK = 200
_loaded: list[Screener] = []  # of this process


def _load(where: str, lists: Sequence[str] | None) -> None:
    from sayso.ledger.store import Ledger

    with Ledger(where, read_only=True) as ledger:
        _loaded[:] = [screener_of(ledger, lists)]


def _screen_chunk(chunk: Sequence[Subject], threshold: float, limit: int) -> list[list[Hit]]:
    return [_loaded[0].screen(subject, threshold=threshold, limit=limit) for subject in chunk]


def screen_parties(
    ledger: Ledger,
    screener: Screener | None = None,
    *,
    threshold: float = THRESHOLD,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Bring the screening of a ledger's parties up to date; give how many were screened now, and how many of
    these match.

    Each party is asked for once by the same names against the same versions of the lists, so that this is
    quick where nothing has changed. What is found is kept as scored links with their reasons, never as a
    merge. `progress` is told how many parties are done, of how many.
    """
    versions = {version.label: version.id for version in ledger.lists.current()}
    if not versions:
        return 0, 0
    screening = ledger.screenings.begin(ALGORITHM, threshold, versions)
    pending = list(ledger.screenings.pending(screening))
    if not pending:
        return 0, 0
    if screener is None or set(screener.labels) != set(versions):
        screener = screener_of(ledger)
    matched = 0

    def results() -> Iterator[tuple[PartyQuery, list[PartyLink]]]:
        nonlocal matched
        for done, party in enumerate(pending, 1):
            links = [] if party.kind in NOT_SCREENED else _links(screener, party, threshold, versions)
            matched += any(link.match for link in links)
            if progress:
                progress(done, len(pending))
            yield party, links

    return ledger.screenings.append(screening, results()), matched


def _links(
    screener: Screener, party: PartyQuery, threshold: float, versions: dict[str, int]
) -> list[PartyLink]:
    subject = Subject(party.names, party.kind, party.countries)
    return [
        PartyLink(
            entry_id=hit.row,
            version_id=versions[hit.version],
            score=hit.score,
            match=hit.match,
            explanations={name: part.to_dict() for name, part in hit.explanations.items()},
            why=hit.why,
        )
        for hit in screener.screen(subject, threshold=threshold, limit=LIMIT)
    ]
