"""``sayso weigh``: matters brought up to date by hand."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    Exemplified,
    console,
    json_option,
    ledger_option,
    note,
    open_ledger,
    plural,
    print_json,
)

if TYPE_CHECKING:
    from sayso.run.weighing import Counts


@click.command(
    "weigh",
    cls=Exemplified,
    examples=("sayso weigh", "sayso weigh --ledger august.db"),
)
@ledger_option
@json_option
def weigh_command(ledger: str | None, as_json: bool) -> None:
    """Bring stories and matters up to date: whatever was read but not weighed yet, and what people decided.

    `sayso read` does so by itself, unless it was told --no-weigh; after an upgrade, or with a ledger of an
    earlier sayso, it is done by hand. Nothing is done twice, and what comes out does not depend on the order
    in which reports came. Claims are never changed.
    """
    from sayso.cli.progress import wants_bar
    from sayso.cli.weighed import weigh_again
    from sayso.ledger import Ledger

    with open_ledger(ledger) as opened:  # a slip of the pen makes no ledger
        empty = next(opened.claims(limit=1), None) is None
    start = time.monotonic()
    with Ledger(ledger) as writable:
        counts = weigh_again(writable, bar=wants_bar(as_json))
    if as_json:
        print_json(asdict(counts))
    else:
        console().print(_told(counts, time.monotonic() - start))
    sys.stdout.flush()
    if empty:
        note("The ledger holds no claims yet: `sayso read PATH` reads reports into it")
    elif counts.states:
        note("`sayso matters` lists the matters, `sayso matters --contested` those that somebody denies")


def _told(counts: Counts, seconds: float) -> str:
    if not (counts.readings or counts.states or counts.copies):
        return "Everything was weighed already"
    parts = [
        f"{plural(counts.readings, 'report')} weighed ({seconds:,.1f} s)",
        f"{plural(counts.new, 'new matter')}",
        f"{counts.states - counts.new - counts.retired:,} changed",
    ]
    if counts.retired:
        parts.append(f"{counts.retired:,} gone into others")
    if counts.copies:
        parts.append(f"{plural(counts.copies, 'report')} found to be copies")
    return ", ".join(parts)
