"""A reading as rows, and rows as a reading again: plain functions without a database.

`check` is the gate: what passes it satisfies ``text[start:end] == quote`` for every span.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from sayso.errors import LedgerError
from sayso.ingest.reject import storable
from sayso.ledger.claim_rows import UNSTORABLE, Values, check_claims
from sayso.ledger.party_rows import check_parties, mention_from, mention_rows, party_from
from sayso.reading.reading import Attribution, Claim, ReaderVersion, Reading, Span, Speaker
from sayso.report import Report, is_day

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one reading, for the tables of the same names."""

    mentions: list[Values] = field(default_factory=list)
    attributions: list[Values] = field(default_factory=list)
    attribution_spans: list[Values] = field(default_factory=list)


def check(reading: Reading) -> None:
    """Refuse what may not enter the ledger.

    Raises LedgerError where a span lies outside the text or is empty, an attribution has no content, a
    mention or party is none (see `check_parties`), a claim is none (see `check_claims`), a text holds NUL or
    lone surrogates (it was not normalised), or the report's date is none.
    """
    check_report(reading.report)
    name = reading.report.id[:12]
    length = len(reading.report.text)
    for what in _words_of(reading):
        if UNSTORABLE.search(what):
            raise LedgerError(
                f"Report {name} holds NUL or lone surrogates, which no database keeps; "
                "make it with Report.from_text"
            )
    check_parties(reading)
    for number, attribution in enumerate(reading.attributions, 1):
        if not attribution.content:
            raise LedgerError(
                f"Report {name}: attribution {number} has no content. Nothing of this reading is stored; "
                "an attribution without a span of content says nothing."
            )
        for role in ROLES:
            for start, end in getattr(attribution, role):
                if not 0 <= start < end <= length:
                    raise LedgerError(
                        f"Report {name}: the {role} of attribution {number} lies at {start}–{end}, outside "
                        f"the text (0–{length}) or empty. Nothing of this reading is stored."
                    )
    check_claims(reading)


def check_report(report: Report) -> None:
    """Refuse a report whose date is neither None nor a day as YYYY-MM-DD. Raises LedgerError."""
    if report.published is None or is_day(report.published):
        return
    raise LedgerError(
        f"Report {report.id[:12]}: {report.published[:40]!r} is no date of publication. Nothing of it is "
        "stored; give a day as YYYY-MM-DD, or None where it is not known."
    )


def _words_of(reading: Reading) -> Iterable[str]:
    yield reading.report.text
    yield from (reading.reader.version, reading.reader.model)
    for attribution in reading.attributions:
        if attribution.speaker is not None:
            yield attribution.speaker.text
            yield attribution.speaker.actor or ""


def reject_key(*parts: str | int | None) -> str:
    """Give what makes a reject itself, in 64 characters however long its path and message are."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def appearance_row(report: Report) -> Values:
    """Give what is known of a report's publication, as columns of `appearances`."""
    return {
        "path": storable(report.path),
        "external_id": storable(report.external_id),
        "url": storable(report.url),
        "title": storable(report.title),
        "outlet": storable(report.outlet),
        "authors": json.dumps([storable(author) for author in report.authors], ensure_ascii=False),
        "published": report.published,
    }


def reading_rows(reading: Reading, reading_id: int, attribution_ids: Sequence[int]) -> Rows:
    """Lay out a reading that `check` let pass; `attribution_ids` gives each attribution its number."""
    rows = Rows(list(mention_rows(reading, reading_id)))
    outer = nesting(reading.attributions)
    for ordinal, attribution in enumerate(reading.attributions):
        number = attribution_ids[ordinal]
        speaker = attribution.speaker
        rows.attributions.append(
            {
                "id": number,
                "reading_id": reading_id,
                "ordinal": ordinal,
                "source_text": reading.quote(attribution.source) or None,
                "cue_text": reading.quote(attribution.cue) or None,
                "content_text": reading.quote(attribution.content),
                "speaker_text": None if speaker is None else speaker.text,
                "speaker_actor": None if speaker is None else speaker.actor,
                "nested_in": outer[ordinal],
            }
        )
        rows.attribution_spans.extend(
            {"attribution_id": number, "role": role, "ordinal": place, "start": start, "end": end}
            for role in ROLES
            for place, (start, end) in enumerate(getattr(attribution, role))
        )
    return rows


def nesting(attributions: Sequence[Attribution]) -> list[int | None]:
    """Tell for each attribution which other one's content holds it: the innermost's place, or None."""
    found: list[int | None] = [None] * len(attributions)
    whole = [_hull((*each.source, *each.cue, *each.content)) for each in attributions]
    content = [_hull(each.content) for each in attributions]
    size = [sum(end - start for start, end in each.content) for each in attributions]
    coming = sorted(range(len(attributions)), key=lambda place: content[place][0], reverse=True)
    open_ones: list[
        int
    ] = []  # those whose content has begun and may not have ended: few at any place of a text
    for inner in sorted(range(len(attributions)), key=lambda place: whole[place][0]):
        start, end = whole[inner]
        while coming and content[coming[-1]][0] <= start:
            open_ones.append(coming.pop())
        open_ones = [outer for outer in open_ones if content[outer][1] > start]
        holders = [
            outer
            for outer in open_ones
            if size[outer] > size[inner]
            and content[outer][1] >= end
            and _holds(attributions[outer], attributions[inner])
        ]
        found[inner] = min(holders, key=lambda outer: (size[outer], outer), default=None)
    return found


def _hull(spans: Sequence[Span]) -> Span:
    return min(start for start, _ in spans), max(end for _, end in spans)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return all(
        any(start <= begin and stop <= end for start, end in outer.content)
        for begin, stop in (*inner.source, *inner.cue, *inner.content)
    )


def report_from(row: Row[Any]) -> Report:
    """Put a report together from its row joined with that of one of its appearances."""
    return Report(
        text=row.text,
        external_id=row.external_id,
        path=row.path,
        url=row.url,
        title=row.title,
        outlet=row.outlet,
        authors=tuple(json.loads(row.authors)),
        published=row.published,
        language=row.language,
    )


def reading_from(
    report: Report,
    reader: ReaderVersion,
    mentions: Iterable[Row[Any]],
    attributions: Iterable[Row[Any]],
    spans: Iterable[Row[Any]],
    claims: tuple[Claim, ...],
    parties: Iterable[Row[Any]],
) -> Reading:
    """Put a reading together from its rows, each kind in its order, and its claims."""
    parts = spans_by_attribution(spans)
    return Reading(
        report=report,
        reader=reader,
        mentions=tuple(map(mention_from, mentions)),
        attributions=tuple(
            Attribution(
                **{role: tuple(parts[row.id][role]) for role in ROLES},
                speaker=None if row.speaker_text is None else Speaker(row.speaker_text, row.speaker_actor),
            )
            for row in attributions
        ),
        claims=claims,
        parties=tuple(map(party_from, parties)),
    )


def spans_by_attribution(spans: Iterable[Row[Any]]) -> dict[int, dict[str, list[Span]]]:
    """Sort rows of `attribution_spans` (in their order) by attribution and role."""
    parts: dict[int, dict[str, list[Span]]] = {}
    for row in spans:
        known = parts.setdefault(row.attribution_id, {role: [] for role in ROLES})
        known[row.role].append((row.start, row.end))
    return parts
