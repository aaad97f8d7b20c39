"""What is done at the bench: reading, weighing, screening, exposure, relief.

These functions run in the worker (`bench_worker`), one at a time. What they need is loaded when it is first
asked for, and kept: the ledger, the reader, the lists in use (anew when these have changed). Arguments and
results cross a pipe: plain values, or sayso's own records.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sayso.errors import LedgerError, ListError, UsageError

if TYPE_CHECKING:
    from sayso.ingest import Reject
    from sayso.ledger import Ledger
    from sayso.lists.network import Network
    from sayso.lists.screening import Screener, Subject
    from sayso.reader import Reader
    from sayso.reading.reading import Reading
    from sayso.report import Report

__all__ = [
    "COMMAND",
    "MOST_REPORTS",
    "Read",
    "begin",
    "exposure",
    "match",
    "read",
    "read_file",
    "relief",
    "screen",
    "weigh",
]

COMMAND = "serve"
"""With which the runs of the desk stand in the ledger."""
MOST_REPORTS = 50
"""Reports taken of one file that is handed in; more are for `sayso read`."""
_SCREENERS = 2  # sets of lists kept ready: those in use, and those that somebody chose


@dataclass(slots=True)
class _Table:
    """What is at hand."""

    where: str | Path | None = None
    read_only: bool = True
    parties: Path | None = None
    ledger: Ledger | None = None
    reader: Reader | None = None
    screeners: OrderedDict[tuple[str, ...], Screener] = field(default_factory=OrderedDict)
    network: tuple[tuple[tuple[str, ...], bool], Network] | None = None


_table = _Table()


def begin(where: str | Path | None, *, read_only: bool, parties: Path | None = None) -> None:
    """Say which ledger is worked with; nothing is opened yet."""
    global _table
    _table = _Table(where, read_only, parties)


def _ledger() -> Ledger:
    if _table.ledger is None:
        from sayso.ledger import Ledger

        _table.ledger = Ledger(_table.where, read_only=_table.read_only, parties=_table.parties)
    return _table.ledger


# ---- reading -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, and what became of it: `new` tells whether it is new in the ledger, None where it was not to
    be kept; `run` is the number of the run with which it was.
    """

    reading: Reading
    new: bool | None = None
    run: int | None = None


def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    keep: bool = False,
) -> Read:
    """Read a text; with `keep` also put it into the ledger, where it is to be weighed (`weigh`).

    Raises IngestError for what is no report (empty, too long, another language), UsageError for a date that
    is none, LedgerError where the ledger may not be written.
    """
    from sayso.ingest.admit import admit
    from sayso.settings import Settings

    _check_day(published)
    report = admit(
        text, Settings().max_report_chars, path=None, url=url, title=title, outlet=outlet, published=published
    )
    return _read([report], keep=keep)[0]


def read_file(
    data: bytes, name: str, *, published: str | None = None, outlet: str | None = None, keep: bool = False
) -> list[Read | Reject]:
    """Read the reports in a file that was handed in: a text, a page or JSON lines, as its name says. `outlet`
    and `published` count where the file does not say. As `read` otherwise; what is no report is a reject.
    """
    from sayso.ingest import Reject

    _check_day(published)
    found = _reports(data, name)
    reports = [
        replace(each, published=each.published or published, outlet=each.outlet or outlet)
        for each in found
        if not isinstance(each, Reject)
    ]
    done = iter(_read(reports, keep=keep))
    return [each if isinstance(each, Reject) else next(done) for each in found]


def _reports(data: bytes, name: str) -> list[Report | Reject]:
    from sayso.ingest import Reject, discover, load
    from sayso.ingest.reject import storable

    called = storable(name.replace("\\", "/").rpartition("/")[2] or "report.txt")
    found: list[Report | Reject] = []
    with TemporaryDirectory(prefix="sayso-desk-") as folder:
        # Of the name that a browser gives only the ending is used, which tells what the file is.
        ending = re.sub(r"[^A-Za-z0-9.]", "", "".join(Path(called).suffixes[-2:]))[-20:]
        path = Path(folder, f"report{ending}")
        path.write_bytes(data)
        for each in discover([path]):
            for item in [each] if isinstance(each, Reject) else load(each):
                if len(found) == MOST_REPORTS:
                    raise UsageError(
                        f"There are more than {MOST_REPORTS} reports in it; read it with: sayso read FILE"
                    )
                found.append(replace(item, path=called))
    return found


def _check_day(published: str | None) -> None:
    from sayso.report import is_day

    if published is not None and not is_day(published):
        raise UsageError(f"{published[:40]!r} is no date of publication; write it as 2024-05-31")


def _read(reports: Sequence[Report], *, keep: bool) -> list[Read]:
    if keep and _table.read_only:
        raise LedgerError("The ledger is served read-only, and keeps nothing")
    reader = _reader()
    readings = [reader.read(report) for report in reports]
    if not keep or not readings:
        return [Read(reading) for reading in readings]
    ledger = _ledger()
    run = ledger.begin_run(reader.reader, COMMAND)
    kept = [Read(reading, ledger.append(reading, run), run) for reading in readings]
    new = sum(bool(each.new) for each in kept)
    ledger.end_run(run, read=new, unchanged=len(kept) - new, rejected=0)
    return kept


def _reader() -> Reader:
    if _table.reader is None:
        from sayso.reader import Reader
        from sayso.settings import Settings

        _table.reader = Reader(parties=_table.parties or Settings().own_parties)
    return _table.reader


def weigh(run: int | None = None) -> dict[str, int]:
    """Bring matters up to date, and what is leafed through: after something was kept (with `run`) or decided.
    Tells how much was done.
    """
    from sayso.run.cataloguing import catalogue
    from sayso.run.weighing import weigh

    ledger = _ledger()
    if _table.read_only:
        raise LedgerError("The ledger is served read-only, and nothing is weighed")
    counts = weigh(ledger, run=run, workers=1)  # more would each be a process with a copy of the program
    catalogue(ledger)
    return asdict(counts)


# ---- lists -------------------------------------------------------------------------------------------------


def screen(
    many: Sequence[Mapping[str, Any]],
    *,
    lists: Sequence[str] = (),
    threshold: float | None = None,
    limit: int | None = None,
) -> list[list[dict[str, Any]]]:
    """Look some up in the lists in use, or in some of them. Each is asked for by ``names``, ``kind``,
    ``countries``, ``born``, ``gender``, ``identifiers``, as `subject_of` takes them.

    Gives the hits of each: as in an answer of ``/match``, with the ``kind`` of party and how the names were
    aligned (``comparison``, None where no name was asked for). Raises UsageError for a date, country or kind
    that is none, ListError for a list that is not in use.
    """
    from sayso.lists.screening import LIMIT, THRESHOLD
    from sayso.lists.subjects import subject_of

    subjects = [subject_of(**asked) for asked in many]
    screener = _screener(lists)
    found = []
    for subject in subjects:
        hits = screener.screen(
            subject,
            threshold=THRESHOLD if threshold is None else threshold,
            limit=LIMIT if limit is None else limit,
        )
        found.append(
            [
                {
                    **hit.to_dict(),
                    "kind": hit.kind,
                    "comparison": _compared(subject, hit.name, personal=hit.kind == "person"),
                }
                for hit in hits
            ]
        )
    return found


def _compared(subject: Subject, listed: str, *, personal: bool) -> dict[str, Any] | None:
    from sayso.lists.names.aligned import best_aligned

    return best_aligned(subject.names, listed, personal=personal)


def match(
    request: Any, *, lists: Sequence[str] = (), threshold: float | None = None, limit: int | None = None
) -> dict[str, Any]:
    """Answer a request in the shape of yente's ``/match`` (`sayso.lists.matching`)."""
    from sayso.lists.matching import match
    from sayso.lists.screening import LIMIT, THRESHOLD

    return match(
        request,
        _screener(lists),
        threshold=THRESHOLD if threshold is None else threshold,
        limit=LIMIT if limit is None else limit,
    )


def _screener(lists: Sequence[str] = ()) -> Screener:
    """Give the lists in use (or some) ready to be asked; made anew where a list has another version now."""
    from sayso.sanctions.exposure import no_collecting, versions_used
    from sayso.sanctions.screen import screener_of

    ledger = _ledger()
    labels = tuple(version.label for version in versions_used(ledger, lists))
    if not labels:
        raise _no_lists()
    kept = _table.screeners
    if labels not in kept:
        while len(kept) >= _SCREENERS:
            kept.popitem(last=False)
        current = {version.label for version in ledger.lists.current()}
        for old in [each for each in kept if not current.issuperset(each)]:
            del kept[old]
        with no_collecting():
            kept[labels] = screener_of(ledger, labels)
    kept.move_to_end(labels)
    return kept[labels]


def _network(lists: Sequence[str], *, apart: bool) -> Network:
    from sayso.sanctions.exposure import load, versions_used

    ledger = _ledger()
    labels = tuple(version.label for version in versions_used(ledger, lists))
    if not labels:
        raise _no_lists()
    if _table.network is None or _table.network[0] != (labels, apart):
        _table.network = None  # two of them would not fit
        _table.network = (labels, apart), load(ledger, labels, apart=apart)
    return _table.network[1]


def _no_lists() -> ListError:
    return ListError(
        "No sanctions list is in use in this ledger. Add one: sayso lists add FILE, or sayso lists update"
    )


def exposure(
    ref: str, as_of: str | None = None, *, lists: Sequence[str] = (), hops: int = 3, apart: bool = False
) -> dict[str, Any]:
    """Say how a party is tied to sanctions on a day: `ref` is the id of an entry or of a party of the ledger,
    or a name.

    Gives ``asked``, ``candidates`` (who could be meant by a name), ``notes`` on what to bear in mind, and
    ``exposure``, None where nobody or several are meant. Raises UsageError for a day that is none, ListError
    for lists and entries that are not there.
    """
    from sayso.sanctions.exposure import actors_by_party, claims_between
    from sayso.sanctions.exposure import exposure as of_party

    day = _day(as_of)
    ledger, network = _ledger(), _network(lists, apart=apart)
    who = _meant(network, ref)
    told: dict[str, Any] = {
        "asked": ref,
        "candidates": [each.to_dict() for each in who.candidates],
        "notes": _notes(ledger, network, day),
        "exposure": None,
    }
    if who.party is None:
        return told
    found = of_party(network, who.party, day, hops=hops)
    links = actors_by_party(ledger, network)
    near = {near.party: links[near.party] for near in found.around.listed if near.party in links}
    claims = claims_between(ledger, links.get(found.party, ()), near, who.actors)
    return {**told, "exposure": replace(found, claims=claims).to_dict(network)}


def relief(
    ref: str,
    as_of: str | None = None,
    *,
    lists: Sequence[str] = (),
    regimes: Sequence[str] = (),
    apart: bool = False,
) -> dict[str, Any]:
    """Say what would change on a day without a party's listings, or those of some `lists` and `regimes`; as
    `exposure` otherwise, with ``relief`` in place of it. ``listings`` are all that the party has on the day;
    where it has none, ``relief`` is None.
    """
    from sayso.lists.network import COUNTING
    from sayso.sanctions.exposure import actors_by_party, listings_of
    from sayso.sanctions.relief import claims_about
    from sayso.sanctions.relief import relief as of_party

    day = _day(as_of)
    ledger, network = _ledger(), _network((), apart=apart)
    who = _meant(network, ref)
    told: dict[str, Any] = {
        "asked": ref,
        "candidates": [each.to_dict() for each in who.candidates],
        "notes": _notes(ledger, network, day),
        "party": None,
        "listings": [],
        "relief": None,
    }
    if who.party is None:
        return told
    listings = [each for each in listings_of(network, who.party, day) if each.standing in COUNTING]
    told["party"] = {"party": who.party, "name": network.name(who.party), "kind": network.kind(who.party)}
    told["listings"] = [each.to_dict() for each in listings]
    if not listings:
        return told
    found = of_party(network, who.party, day, lists=lists, regimes=regimes)
    links = actors_by_party(ledger, network)
    claims = claims_about(ledger, found.concerned, links, who.actors)
    return {**told, "relief": replace(found, claims=claims).to_dict(network)}


def _meant(network: Network, ref: str) -> Any:
    from sayso.sanctions.meant import meant

    return meant(_ledger(), network, ref, lambda: _screener(sorted(network.labels.values())))


def _day(words: str | None) -> date:
    if not words:
        return date.today()
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"{words[:40]!r} is no day; write it as 2024-05-31") from None


def _notes(ledger: Ledger, network: Network, day: date) -> list[str]:
    """Say what should be borne in mind: newer lists than the day asked for, parties not screened."""
    notes = []
    for version in map(ledger.lists.version, sorted(network.labels.values())):
        if version.dated > day.isoformat():
            notes.append(f"{version.label} is looked in, which is newer than {day}")
    screening = ledger.screenings.latest()
    current = {version.label for version in ledger.lists.current()}
    if screening is None or set(screening.versions) != current:
        notes.append(
            "The ledger's parties were not screened against the lists in use, so that claims may be missing; "
            "`sayso screen` does it"
        )
    return notes
