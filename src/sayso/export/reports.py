"""Reports with those of their claims that an export is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from sayso.export.asked import Asked
from sayso.ledger.records import StoredClaim
from sayso.reading.reading import Claim, Event, Reading

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["ReportClaims", "reports_with_claims"]

ReportClaims: TypeAlias = tuple[Reading, list[StoredClaim]]


def reports_with_claims(ledger: Ledger, asked: Asked) -> Iterator[ReportClaims]:
    """Give reports with their claims: every report where nothing is asked, in the order in which they came;
    else those with a claim that fits, newest publication first.
    """
    if not any(value not in (None, ()) for value in asked.values()):
        for reading in ledger.readings():
            yield reading, _stored(reading)
        return
    for report_id, claims in groupby(ledger.claims(**asked), key=lambda stored: stored.report_id):
        yield ledger.reading(report_id), list(claims)


def _stored(reading: Reading) -> list[StoredClaim]:
    """Give the claims of a reading with their report, as `Ledger.claims` does."""
    report = reading.report
    about: defaultdict[Event, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        about[claim.event].append(claim)

    def words(span: Iterable[int]) -> str:
        start, end = span
        return report.text[start:end]

    return [
        StoredClaim(
            report_id=report.id,
            outlet=report.outlet,
            title=report.title,
            published=report.published,
            path=report.path,
            url=report.url,
            number=number,
            claim=claim,
            sentence=words(claim.sentence),
            trigger=words(claim.event.trigger),
            cue=words(claim.cue) if claim.cue else None,
            others=tuple(other for other in about[claim.event] if other is not claim),
        )
        for number, claim in enumerate(reading.claims, 1)
    ]
