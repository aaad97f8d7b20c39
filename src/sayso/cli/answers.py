"""What ``sayso ask`` prints: claims, event by event, or statements, for people or line by line."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

from sayso.cli.terminal import (
    console,
    one_line,
    print_indented,
    print_rows,
    safe,
    shorten,
    title_from_path,
    to_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from rich.console import Console
    from rich.text import Text

    from sayso.ledger import Statement, StoredClaim
    from sayso.reading.reading import Span

__all__ = ["Tally", "claim_row", "events_of", "print_claims", "print_statements"]

NOBODY = "(nobody named)"
LONGEST_SENTENCE = 400  # characters; a longer one is cut around the trigger
FOUND = "bold underline"

_Answer = TypeVar("_Answer")


class Tally(Generic[_Answer]):
    """The answers up to the limit; afterwards, how many there were and whether there are more."""

    def __init__(self, found: Iterable[_Answer], limit: int | None) -> None:
        self._found = iter(found)
        self._limit = limit
        self.count = 0
        self.more = False

    def __iter__(self) -> Iterator[_Answer]:
        for answer in islice(self._found, self._limit):
            self.count += 1
            yield answer
        self.more = next(self._found, None) is not None


def _sought(text: str | None) -> list[str]:
    return [word for word in (text or "").replace('"', " ").replace("*", " ").split() if len(word) > 1]


def _highlight(line: Text, sought: list[str]) -> None:
    if sought:  # of no words, rich would find one between any two letters
        line.highlight_words(sought, style=FOUND, case_sensitive=False)


def _head(report: Statement | StoredClaim) -> Text:
    """Give the line of a report: date, outlet, title, id."""
    from rich.text import Text

    title = report.title or title_from_path(report.path)
    where = [report.published or "undated", report.outlet, shorten(title, 60)]
    head = Text(" · ".join(safe(part) for part in where if part), style="dim")
    return head.append(f"  {report.report_id[:8]}", style="not dim magenta")


# ---- claims ------------------------------------------------------------------------------------------------


def events_of(
    found: Iterable[StoredClaim], min_confidence: float | None
) -> Generator[StoredClaim, None, None]:
    """Give the first of the claims on each event mention; `others` are those that are sure enough."""
    from dataclasses import replace

    report: str | None = None
    told: set[tuple[Span, str]] = set()
    for stored in found:
        if stored.report_id != report:
            report, told = stored.report_id, set()
        event = stored.claim.event
        if (event.trigger, event.type) in told:
            continue
        told.add((event.trigger, event.type))
        if min_confidence is not None:
            sure = (min(other.confidence.values(), default=0.0) for other in stored.others)
            others = zip(stored.others, sure, strict=True)
            stored = replace(stored, others=tuple(c for c, least in others if least >= min_confidence))
        yield stored


def print_claims(events: Iterable[StoredClaim], text: str | None) -> None:
    """Print events with their claims: on a terminal under their reports, else one per line."""
    if not to_terminal():
        print_rows(claim_row(event) for event in events)
        return
    out = console()
    report = None
    for event in events:
        if event.report_id != report:
            if report is not None:
                out.print()
            out.print(_head(event))
            report = event.report_id
        _print_event(out, event, _sought(text))


def claim_row(event: StoredClaim) -> tuple[str | None, ...]:
    """Give an event with its claims as the fields of a row."""
    from sayso.reading.wording import event_words, stance_words

    return (
        event.published or "undated",
        event.outlet,
        event_words(event.claim.event),
        stance_words([event.claim, *event.others]),
        one_line(event.sentence),
        event.report_id[:8],
    )


def _print_event(out: Console, event: StoredClaim, sought: list[str]) -> None:
    from sayso.cli.claims import claim_text, has_colour, quote_text

    print_indented(out, claim_text(event.claim, event.others), 2)
    first = event.claim.sentence[0]
    start, end = event.claim.event.trigger
    quote = quote_text(event.sentence, (start - first, end - first), LONGEST_SENTENCE, colour=has_colour(out))
    _highlight(quote, sought)
    print_indented(out, quote, 4)


# ---- statements --------------------------------------------------------------------------------------------


def print_statements(statements: Iterable[Statement], text: str | None) -> None:
    """Print statements: on a terminal each under its report, else one per line."""
    if not to_terminal():
        print_rows(_statement_row(statement) for statement in statements)
        return
    out = console()
    for number, statement in enumerate(statements):
        if number:
            out.print()
        _print_statement(out, statement, _sought(text))


def _statement_row(statement: Statement) -> tuple[str | None, ...]:
    return (
        statement.published or "undated",
        statement.outlet,
        statement.source or NOBODY,
        statement.cue,
        one_line(statement.content),
        statement.report_id[:8],
    )


def _print_statement(out: Console, statement: Statement, sought: list[str]) -> None:
    from rich.text import Text

    out.print(_head(statement))
    named = statement.source is not None
    who = Text(shorten(statement.source or NOBODY, 200), style="bold cyan" if named else "dim")
    if statement.cue:
        who.append(f" {shorten(statement.cue, 80)}", style="not bold not dim yellow")
    print_indented(out, who, 2)
    words = Text(one_line(statement.content))
    _highlight(words, sought)
    print_indented(out, words, 4)
