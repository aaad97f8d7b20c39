"""``sayso screen``: which listed parties could be meant by a name, and why."""

from __future__ import annotations

import io
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from sayso.cli.screen_answers import (
    LINK_COLUMNS,
    Answers,
    Csv,
    Json,
    People,
    Rows,
    counting,
    link_record,
    print_links,
)
from sayso.cli.screened import count_parties
from sayso.cli.terminal import (
    Exemplified,
    Words,
    csv_option,
    json_option,
    ledger_option,
    note,
    one_format,
    open_ledger,
    plural,
    print_csv,
    print_json,
    print_rows,
    safe,
    to_terminal,
)

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.lists.screening import Hit, Subject
    from sayso.lists.subjects import Asked

ENOUGH_FOR_MORE = 2000  # names from which on more processes pay for loading the lists in each
MOST_REJECTS = 10


@click.command(
    "screen",
    cls=Exemplified,
    examples=(
        'sayso screen "Bohdan Warzik"',
        'sayso screen "Mirko Talas" "Мирко Талас" --kind person --born 1968',
        "sayso screen suppliers.csv --json > hits.jsonl",
        "sayso screen --number 9187629",
        "sayso screen",
    ),
)
@click.argument("names", metavar="[NAME...|FILE]", type=Words(), nargs=-1)
@click.option("--kind", metavar="KIND", help="What it is: person, organisation, company, vessel or aircraft.")
@click.option(
    "--country",
    type=Words(),
    multiple=True,
    metavar="COUNTRY",
    help="A country of the party, by name or code.",
)
@click.option("--born", type=Words(), metavar="DATE", help="When it was born: 1962, 1962-03, 1 Mar 1962.")
@click.option(
    "--number", type=Words(), multiple=True, metavar="NUMBER", help="A number of a paper or register."
)
@click.option("--list", "lists", type=Words(), multiple=True, metavar="LIST", help="Only these lists.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="The score from which on a hit is a match.  [default: 0.7]",
)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most N hits for each.  [default: 5]"
)
@click.option("--workers", type=click.IntRange(min=1, max=64), metavar="N", help="Processes for long files.")
@ledger_option
@json_option
@csv_option
def screen_command(
    names: tuple[str, ...],
    kind: str | None,
    country: tuple[str, ...],
    born: str | None,
    number: tuple[str, ...],
    lists: tuple[str, ...],
    threshold: float | None,
    limit: int | None,
    workers: int | None,
    ledger: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Look names up in the sanctions lists of the ledger, with what speaks for and against each hit.

    Put a name of several words in quotation marks, or give several such names; words without are one name. A
    FILE has a name a line, a table with a column "name" (and kind, country, born, number), JSON lines with
    these fields, or a request in the shape of yente's /match; - is standard input. Without names, the parties
    of the ledger are screened, those that were not yet, and the ones that match are shown.
    """
    people = one_format(as_json, as_csv)
    how = _how(lists, threshold, limit)
    if not names and not number:
        if kind or country or born:
            raise click.UsageError("--kind, --country and --born go with a name; give one.")
        _screen_ledger(ledger, how, as_json=as_json, as_csv=as_csv)
        return
    asked = _asked(names, kind, country, born, number)
    where = _checked_ledger(ledger, how)
    out: Answers = Json() if as_json else Csv() if as_csv else People() if to_terminal() else Rows()
    seen = matched = 0
    for one, hits in _screened(where, asked, how, workers):
        seen += 1
        matched += any(hit.match for hit in hits)
        out.add(one, hits)
    if people:
        note(f"{matched:,} of {plural(seen, 'name')} with a match (a score of {how.threshold:g} or more)")
    if not seen:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class How:
    """By which lists and limits is asked."""

    lists: tuple[str, ...] | None
    threshold: float
    limit: int


def _how(lists: tuple[str, ...], threshold: float | None, limit: int | None) -> How:
    from sayso.lists.screening import LIMIT, THRESHOLD

    return How(
        lists or None, THRESHOLD if threshold is None else threshold, LIMIT if limit is None else limit
    )


# ---- whom to ask for ---------------------------------------------------------------------------------------


def _asked(
    names: tuple[str, ...],
    kind: str | None,
    country: tuple[str, ...],
    born: str | None,
    number: tuple[str, ...],
) -> Iterator[Asked]:
    """Give those who are asked for; rows of a file that name nobody are told and left out."""
    from sayso.errors import UsageError
    from sayso.lists.subjects import Asked, subject_of

    file = names[0] if len(names) == 1 and (names[0] == "-" or os.path.isfile(names[0])) else None
    if file is not None:
        if kind or country or born or number:
            raise click.UsageError("a FILE has its own columns kind, country, born and number.")
        return _from_file(file)
    apart = names if any(" " in name.strip() for name in names) else (" ".join(names),) if names else ("",)
    try:
        subjects = [
            subject_of(
                [name] if name else [],
                kind=kind,
                countries=country,
                born=[born] if born else [],
                identifiers=number,
            )
            for name in apart
        ]
    except UsageError as error:
        raise click.UsageError(f"{safe(str(error))}.") from None
    return iter([Asked(name or " ".join(number), one) for name, one in zip(apart, subjects, strict=True)])


def _from_file(path: str) -> Iterator[Asked]:
    from sayso.lists.listing import RowReject
    from sayso.lists.subjects import asked_in

    rejects = 0
    with _lines(path) as lines:
        for one in asked_in(lines):
            if not isinstance(one, RowReject):
                yield one
                continue
            rejects += 1
            if rejects <= MOST_REJECTS:
                note(f"not screened: {path}, {one.locator}: {one.message}")
    if rejects > MOST_REJECTS:
        note(f"not screened: {rejects - MOST_REJECTS:,} more rows of {path}")


def _lines(path: str) -> AbstractContextManager[Iterable[str]]:
    if path == "-":
        if sys.stdin.isatty():
            raise click.UsageError("give names on standard input, or a NAME or FILE.")
        return nullcontext(io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace"))
    return open(path, encoding="utf-8-sig", errors="replace")


# ---- asking ------------------------------------------------------------------------------------------------


def _checked_ledger(ledger: str | None, how: How) -> str:
    """Give the place of a ledger that has the lists asked for, prepared for screening if it may be written.

    Raises LedgerError or ListError, which say what to do.
    """
    from sayso.errors import LedgerError
    from sayso.ledger import Ledger
    from sayso.sanctions.screen import prepare_lists, unprepared

    where = _place_of(ledger)
    with open_ledger(where) as opened:
        _check_lists(opened)
        missing = unprepared(opened, how.lists)
    if missing:
        # A ledger that may only be read is screened as well; loading takes longer then.
        with suppress(LedgerError), Ledger(where) as opened:
            prepare_lists(opened, how.lists)
    return where


def _place_of(ledger: str | None) -> str:
    """Give where the ledger is: the one named, else that of the settings."""
    from sayso.settings import Settings

    return Settings(**({} if ledger is None else {"ledger": ledger})).ledger


def _check_lists(opened: Ledger) -> None:
    from sayso.errors import ListError

    if not opened.lists.current():
        raise ListError(
            "No sanctions list is in use in this ledger. Add one: sayso lists add FILE, or sayso lists update"
        )


def _screened(
    where: str, asked: Iterator[Asked], how: How, workers: int | None
) -> Iterator[tuple[Asked, list[Hit]]]:
    from sayso.sanctions.screen import screen_many

    first = list(islice(asked, ENOUGH_FOR_MORE))
    many = len(first) == ENOUGH_FOR_MORE
    processes = workers or (min(4, len(os.sched_getaffinity(0))) if many else 1)
    kept: deque[Asked] = deque()

    def subjects() -> Iterator[Subject]:
        for one in chain(first, asked):
            kept.append(one)
            yield one.subject

    found = screen_many(
        where, subjects(), threshold=how.threshold, limit=how.limit, lists=how.lists, workers=processes
    )
    with closing(found), counting("names", bar=many and sys.stderr.isatty()) as count:
        for hits in found:
            count()
            yield kept.popleft(), hits


# ---- the ledger's own parties ------------------------------------------------------------------------------


def _screen_ledger(ledger: str | None, how: How, *, as_json: bool, as_csv: bool) -> None:
    """Screen the parties of the ledger that were not screened yet, and show all that match."""
    from sayso.ledger import Ledger
    from sayso.sanctions.screen import screen_parties

    if how.lists is not None:
        raise click.UsageError(
            "--list goes with a name; the ledger's parties are asked for in every list in use."
        )
    where = _place_of(ledger)
    with open_ledger(where) as opened:
        _check_lists(opened)
    with Ledger(where) as opened:
        with counting("parties", bar=sys.stderr.isatty()) as count:
            done, _ = screen_parties(opened, threshold=how.threshold, progress=count)
        latest = opened.screenings.latest()
        links = list(opened.screenings.links(matches=True))
    if as_json:
        for link in links:
            print_json(link.to_dict())
    elif as_csv:
        print_csv(LINK_COLUMNS, (link_record(link) for link in links))
    elif to_terminal():
        print_links(links)
    else:
        print_rows(tuple(link_record(link).values()) for link in links)
    matched = count_parties(len({link.party.actor for link in links}))
    against = ", ".join(latest.versions) if latest else ""
    note(
        f"{matched} of the ledger with a match in {against}; "
        f"{done:,} screened now. Each is a question to look into, not an answer"
    )
