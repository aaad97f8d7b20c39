"""A ledger to review: a report with a wide character and three claims on two events, and a matter of
which four reports tell. Nothing in it happened.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from matter_samples import fill
from report_samples import TEXT, port_report

from sayso.ledger import Ledger
from sayso.reading.reading import Claim, Object, Reading
from sayso.run.cataloguing import catalogue
from sayso.run.weighing import weigh

__all__ = ["ASTRAL", "PAINTED", "PORT", "TEXT", "fill_all"]

ASTRAL = TEXT.index("😀")
"""Where the character is that JavaScript counts as two: what comes after it tells the offsets apart."""


def reviewable() -> Reading:
    """Give the report of the port with a third claim after the wide character, of which nothing is sure."""
    reading = port_report()
    start = TEXT.index("painted")
    sentence = (TEXT.index("</p>"), len(TEXT))
    event = replace(
        reading.claims[0].event,
        type="PROTEST",
        quad="material conflict",
        mode=None,
        contexts=(),
        trigger=(start, start + len("painted")),
        actors=(),
        recipients=(),
        objects=(Object((start + 13, start + 17), "wall"),),
        time=None,
    )
    sure = {"event": 0.2, "actors": 0.3, "recipients": 0.9, "stance": 0.9, "sources": 0.9}
    painted = Claim("33" * 10, event, (), None, "affirms", False, sentence, sure)
    return replace(reading, claims=(*reading.claims, painted))


PORT = reviewable()
PAINTED = PORT.claims[2].id


def fill_all(where: Path) -> str:
    """Make the ledger; give the id of a matter of which four reports tell."""
    matter = fill(where)
    with Ledger(where) as ledger:
        assert ledger.append(PORT)
        weigh(ledger, workers=1)
        catalogue(ledger)
    return matter
