"""A ledger with one matter that is told by several and denied by others, made by hand. Nothing in it
happened.

The reader has no part in it; the reports are weighed as always, and a person joins what came out, so that the
matter is the same whatever the weights say.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from party_samples import report_of

from sayso.ledger import Ledger
from sayso.reading.reading import Object, Reading
from sayso.run.cataloguing import catalogue
from sayso.run.weighing import weigh

HOSTILE = "<img src=x onerror=alert(1)></script>"


def told() -> list[Reading]:
    """Give the readings: aid by Russia to Iran, affirmed by one, alleged by another, denied, admitted."""
    return [
        report_of(
            1, "2023-01-10",
            ("Iran", "affirms", "Russia", "AID", "Iran"), ("Russia", "denies", "Russia", "AID", "Iran"),
        ),
        report_of(2, "2023-02-11", ("Harbour Guild", "alleges", "Russia", "AID", "Iran")),
        report_of(3, None, ("Estuary Post", "doubts", "Russia", "AID", "Iran")),
        report_of(4, "2023-03-01", ("Russia", "affirms", "Russia", "AID", "Iran")),
    ]  # fmt: skip


def with_ids(reading: Reading) -> Reading:
    """Give claims ids of their own: no two reports have the same, as the reader's."""
    claims = (
        replace(claim, id=f"{reading.report.id[:12]}-{number}") for number, claim in enumerate(reading.claims)
    )
    return replace(reading, claims=tuple(claims))


def counting(reading: Reading, number: int) -> Reading:
    """Say of a reading's first event that it was about so many reports: its first words hold a number."""
    first, *others = reading.claims
    start = reading.report.text.index(f"{number}")
    thing = Object((start, start + len(str(number))), str(number), amount=float(number), item="crane")
    counted = replace(first, event=replace(first.event, objects=(thing,)))
    return replace(reading, claims=(counted, *others))


def fill(where: Path) -> str:
    """Make the ledger; give the id of the matter of which four reports tell."""
    readings = [counting(with_ids(reading), place) for place, reading in enumerate(told(), 1)]
    alone = report_of(5, "2023-04-01", (HOSTILE, "affirms", HOSTILE, "PROTEST", "Iran"))
    with Ledger(where) as ledger:
        for reading in (*readings, with_ids(alone)):
            assert ledger.append(reading)
        weigh(ledger, workers=1)
        aid = sorted({each.matter for each in ledger.weighings.matters(type="AID")})
        if len(aid) > 1:
            ledger.weighings.join(aid, "Ann Ekman", "one delivery")
            weigh(ledger, workers=1)
        (matter,) = ledger.weighings.matters(type="AID")
        catalogue(ledger)
        return matter.matter
