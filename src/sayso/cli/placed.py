"""Claims with the matters that they are on: for ``sayso ask --contested`` and ``--by-matter``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sayso.cli.answers import claim_row, print_claims
from sayso.cli.terminal import console, print_indented, print_rows, to_terminal
from sayso.cli.weighed import contested_matters

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from sayso.ledger import Ledger, StoredClaim

__all__ = ["print_by_matter", "with_matters"]

AT_ONCE = 100  # claims whose matters are asked for at a time


def with_matters(
    opened: Ledger, found: Iterable[StoredClaim], *, contested: bool
) -> Generator[tuple[StoredClaim, str | None], None]:
    """Give claims, each with the id of its matter (None where it was not weighed yet); `contested` leaves out
    what is on no contested matter.
    """
    from sayso.weigh.accounts import event_key

    wanted = contested_matters(opened) if contested and opened.weighings.matters(limit=1) else set()
    claims = iter(found)
    while some := list(islice(claims, AT_ONCE)):
        keys = [event_key(each.report_id, each.claim.event) for each in some]
        matters = opened.weighings.matters_of(keys)
        for claim, key in zip(some, keys, strict=True):
            matter = matters.get(key)
            if not contested or matter in wanted:
                yield claim, matter


def print_by_matter(
    opened: Ledger, events: Iterable[tuple[StoredClaim, str | None]], text: str | None
) -> None:
    """Print events with their claims under their matters, in the order in which the matters come up: on a
    terminal with how these stand, else one event per line with the matter's id before it.
    """
    groups: dict[str | None, list[StoredClaim]] = {}
    for event, matter in events:
        groups.setdefault(matter, []).append(event)
    weighed = [matter for matter in groups if matter is not None]
    unweighed = [None] if None in groups else []
    if not to_terminal():
        print_rows((matter, *claim_row(each)) for matter in [*weighed, *unweighed] for each in groups[matter])
        return

    from rich.text import Text

    from sayso.cli.matter_answers import matter_line, print_heading, standing_text

    out = console()
    for number, matter in enumerate([*weighed, *unweighed]):
        if number:
            out.print()
        if matter is None:
            out.print(Text("Not weighed yet", style="bold"))
        else:
            found = opened.weighings.matter(matter)
            print_heading(out, found)
            print_indented(out, standing_text(matter_line(found)), 4)
        out.print()
        print_claims(groups[matter], text)
