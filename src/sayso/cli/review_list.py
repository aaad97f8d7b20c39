"""``sayso review``: what people decided about claims, and how that is said in words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    FEW,
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_line,
    open_ledger,
    plural,
    print_indented,
    print_json,
    print_rows,
    shorten,
    to_terminal,
)
from sayso.ledger.reviewed import changed_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sayso.ledger.review_records import Review
    from sayso.ledger.reviews import Reviews

__all__ = ["list_command", "review_words"]

_PAGE = 200  # decisions asked for at once
_DEEDS = {"accept": "accepted", "reject": "rejected", "undo": "took back"}


@click.command(
    "list",
    cls=Exemplified,
    examples=("sayso review", "sayso review list --report 102ba3c3", "sayso review list --json"),
)
@click.option("--report", type=Words(), metavar="REPORT", help="Only what is about this report.")
@limit_option("decisions")
@ledger_option
@json_option
def list_command(report: str | None, limit: int | None, ledger: str | None, as_json: bool) -> None:
    """List what people decided about claims, newest first: who, when and why.

    What was taken back is marked, and so is a decision about a claim that the newest reading of its report
    has no longer: it is kept, and changes nothing (stale).
    """
    most = (FEW if to_terminal() and not as_json else 0) if limit is None else limit
    with open_ledger(ledger) as opened:
        found = list(_newest(opened.reviews, report, most))
    if as_json:
        for each in found:
            print_json(each.to_dict())
    elif to_terminal():
        _print(found)
    else:
        print_rows(
            (
                *(each.id, each.at, each.who, each.kind, each.report_id, each.claim, each.trigger),
                *(" ".join(changed_fields(each)), each.undoes, _standing(each), each.note),
            )
            for each in found
        )
    sys.stdout.flush()
    note(plural(len(found), "decision") if found else "Nobody reviewed any claim yet")


def _newest(reviews: Reviews, report: str | None, most: int) -> Iterator[Review]:
    cursor, left = None, most
    while True:
        page = reviews.decisions(min(left, _PAGE) if most else _PAGE, cursor, report=report)
        yield from page.reviews
        cursor, left = page.cursor, left - len(page.reviews)
        if cursor is None or (most and left <= 0):
            return


def _print(found: list[Review]) -> None:
    from rich.text import Text

    out = console()
    for each in found:
        line = Text(one_line(review_words(each)))
        if standing := _standing(each):
            line.append(f"  {standing}", style="dim")
        print_indented(out, line, 6, lead=f"{each.id:>4}")


def _standing(review: Review) -> str:
    if not review.in_force:
        return "taken back"
    return "stale" if review.stale else ""


def review_words(review: Review) -> str:
    """Say a decision in a line: who did what to which claim, when and why."""
    what = _DEEDS.get(review.kind) or f"corrected {', '.join(changed_fields(review))} of"
    changes = review.changes or {}
    if review.kind in ("link", "unlink"):
        party = changes["party"]
        to = "to no party" if party is None else f"to {party['name']}"
        what = f"linked {changes['role']} “{shorten(changes['text'], 60)}” {to} in"
    about = f"review {review.undoes} on" if review.kind == "undo" else ""
    claim = f"{review.report_id[:8]} “{shorten(review.trigger, 40)}”: {shorten(review.sentence, 120)}"
    reason = f" ({review.note})" if review.note else ""
    return " ".join(filter(None, (review.at[:10], review.who, what, about, claim))) + reason
