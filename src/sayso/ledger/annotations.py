"""Reviewed claims as training data: one row for each sentence of which a claim was reviewed, with all its
events and chains as they are after review.

A row has the form in which the shipped model's training data is annotated. Every span is ``[piece, k]``: the
k-th occurrence (from 0, overlapping ones counted) of that exact piece in ``text``, which is the sentence.
``actor_is``, ``recipient_is`` and ``source_is`` name the parties; a speaker named in an earlier sentence is
in ``source_is`` only. ``reviewed`` and ``unreviewed`` count the sentence's claims: where nobody reviewed some
of them, the row is as sure as the reader. A sentence of which all claims were rejected has no events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sayso.ledger import review_rows
from sayso.ledger.connect import Place
from sayso.ledger.reading_store import base_and_current
from sayso.ledger.review_records import Review
from sayso.ledger.review_schema import REVIEWS_SINCE, reviews
from sayso.ledger.reviewed import Folded, fold, in_force
from sayso.ledger.transactions import asking, version_of
from sayso.reading.reading import Claim, Event, Participant, Reading, Source, Span

if TYPE_CHECKING:
    from sayso.ledger.store import Ledger

__all__ = ["annotation_lines", "annotation_rows"]


def annotation_lines(ledger: Ledger, *, complete: bool = False) -> Iterator[dict[str, Any]]:
    """Give the rows of a ledger, report by report, each in the order of the text; `complete` leaves out the
    sentences of which nobody reviewed some claim.
    """
    yield from ledger.reviews.annotations(complete=complete)


def annotation_rows(place: Place, *, complete: bool = False) -> Iterator[dict[str, Any]]:
    """Do what `annotation_lines` does; one report in memory at a time."""
    with asking(place) as connection:
        if version_of(connection) < REVIEWS_SINCE:
            return
        query = select(reviews.c.report_id).group_by(reviews.c.report_id).order_by(reviews.c.report_id)
        for report_id in connection.scalars(query).all():
            base, _ = base_and_current(connection, report_id)
            for row in _of_reading(base, review_rows.of_report(connection, report_id)):
                if not (complete and row["unreviewed"]):
                    yield row


def _of_reading(base: Reading, found: Sequence[Review]) -> Iterator[dict[str, Any]]:
    folded = fold(base, found)
    decided = {each.claim for each in in_force(found)} & folded.claims.keys()
    sentences: dict[Span, list[Claim]] = {}
    for claim in folded.claims.values():
        sentences.setdefault(claim.sentence, []).append(claim)
    for sentence, claims in sorted(sentences.items()):
        known = [claim for claim in claims if claim.id in decided]
        if known:
            yield _row(folded, sentence, claims, len(known))


def _row(folded: Folded, sentence: Span, claims: Sequence[Claim], reviewed: int) -> dict[str, Any]:
    report = folded.reading.report
    words = _Sentence(report.text, sentence)
    events: dict[Event, list[Claim]] = {}
    for claim in claims:
        # A trigger outside the sentence, as another reader may have one, has no piece in it.
        if claim.id not in folded.rejected and words.holds(claim.event.trigger):
            events.setdefault(claim.event, []).append(claim)
    return {
        "id": f"{report.id[:16]}#{sentence[0]}",
        "report": report.id,
        "date": report.published,
        "text": words.text,
        "opinion": any(claim.opinion for its in events.values() for claim in its),
        "events": [_event(words, event, its) for event, its in events.items()],
        "reviewed": reviewed,
        "unreviewed": len(claims) - reviewed,
    }


def _event(words: _Sentence, event: Event, claims: Sequence[Claim]) -> dict[str, Any]:
    return {
        "trigger": words.piece(event.trigger),
        "type": event.type,
        "mode": event.mode,
        "context": list(event.contexts),
        "actor": words.pieces(part.span for part in event.actors),
        "recipient": words.pieces(part.span for part in event.recipients),
        "object": words.pieces(part.span for part in event.objects),
        "place": words.pieces(part.span for part in event.places),
        "time": words.pieces([event.time.span] if event.time else ()),
        "actor_is": _names(event.actors),
        "recipient_is": _names(event.recipients),
        "chains": [_chain(words, claim) for claim in claims],
    }


def _chain(words: _Sentence, claim: Claim) -> dict[str, Any]:
    cue = claim.cue is not None and words.holds(claim.cue)
    return {
        "source": words.pieces(source.span for source in claim.sources),
        "cue": words.piece(claim.cue) if cue and claim.cue else None,
        "stance": claim.stance,
        "source_is": _names(claim.sources),
    }


def _names(parts: Iterable[Participant | Source]) -> list[str]:
    return list(dict.fromkeys(part.name or part.text for part in parts))


class _Sentence:
    """A sentence of a report, in which pieces are named by their words and how often these stood before."""

    def __init__(self, text: str, span: Span) -> None:
        self._base, self._end = span
        self.text = text[slice(*span)]

    def holds(self, span: Span) -> bool:
        return self._base <= span[0] and span[1] <= self._end

    def piece(self, span: Span) -> list[Any]:
        start, end = span[0] - self._base, span[1] - self._base
        words = self.text[start:end]
        before, at = 0, self.text.find(words)
        while at < start:
            before, at = before + 1, self.text.find(words, at + 1)
        return [words, before]

    def pieces(self, spans: Iterable[Span]) -> list[list[Any]]:
        return [self.piece(span) for span in dict.fromkeys(spans) if self.holds(span)]
