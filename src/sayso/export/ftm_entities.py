"""A ledger as FollowTheMoney entities (https://followthemoney.tech): what OpenSanctions, Aleph and their kin
read.

=====================  ==========================================================================
report                 ``Article``
party                  ``Person``, ``Company``, ``PublicBody``, ``Organization`` or ``LegalEntity``
event mention          ``Event``, with its parties as ``involved``
claim                  ``UnknownLink`` from its origin to the event, the stance as ``status``
actor and recipient    ``UnknownLink`` between them, the event's type as ``role``
=====================  ==========================================================================

A line between two parties is read as a fact. So there is one only where somebody affirms or alleges the
event; all stances to it are its ``status``. Where the report itself says something, or words that mean no
known party, the link of the claim comes from the article.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sayso.export import ftm_values as values
from sayso.export.cells import amount
from sayso.export.event_rows import EventRow, event_rows, stances
from sayso.export.formats import Written
from sayso.export.json_lines import json_line
from sayso.export.reports import ReportClaims
from sayso.reading.reading import Claim, Participant, Party, Reading, Time
from sayso.reading.wording import describe, event_words, stance_words

__all__ = ["Entity", "entities", "ftm_json"]

_SCHEMATA = {
    "state": "PublicBody",
    "government": "PublicBody",
    "military": "PublicBody",
    "armed_group": "Organization",
    "organisation": "Organization",
    "outlet": "Organization",
    "company": "Company",
    "person": "Person",
}
_TOPICS = {"state": "gov.national", "government": "gov", "military": "mil"}
_LANGUAGES = {"en": "eng"}  # ISO 639-1 as sayso has it -> ISO 639-3; it reads nothing else so far


class Entity(NamedTuple):
    """An entity: its id, schema and properties, each with its values as text."""

    id: str
    schema: str
    properties: Mapping[str, Sequence[str]]


def ftm_json(reports: Iterable[ReportClaims]) -> Generator[str, None, Written]:
    """Give a line of JSON for each entity."""
    count = 0
    for entity in entities(reports):
        record = {"id": entity.id, "schema": entity.schema, "properties": entity.properties}
        yield json_line(record)
        count += 1
    return Written(count)


def entities(reports: Iterable[ReportClaims]) -> Iterator[Entity]:
    """Give the entities of some reports, each once and before those that refer to it: a party comes with the
    first report that has it. Parties' ids are all that is kept in memory.
    """
    known: set[str] = set()
    for reading, claims in reports:
        article = _article(reading)
        about = _About(article.id, reading)
        yield article
        parties = {party.id: party for party in reading.parties}
        for row in event_rows(claims):
            for party in _wanted(row, parties):
                if party.id not in known:
                    known.add(party.id)
                    yield _party(party, about)
            yield from _of_event(row, about, parties)


class _About(NamedTuple):
    """What entities say of the report that they come from."""

    article: str
    reading: Reading

    @property
    def proof(self) -> dict[str, list[str]]:
        report = self.reading.report
        return {"proof": [self.article], "sourceUrl": [values.url(report.url)]}

    @property
    def publisher(self) -> dict[str, list[str]]:
        return {**self.proof, "publisher": [values.name(self.reading.report.outlet)]}


def _made(id: str, schema: str, **properties: Iterable[str]) -> Entity:
    """Make an entity of those properties that have a value."""
    found = {name: values.several(its) for name, its in properties.items()}
    return Entity(id, schema, {name: its for name, its in found.items() if its})


def _article(reading: Reading) -> Entity:
    report = reading.report
    title = values.name(report.title)
    return _made(
        values.entity_id("report", report.id),
        "Article",
        name=[title or f"Report {report.id[:12]}"],
        title=[title],
        author=map(values.name, report.authors),
        publisher=[values.name(report.outlet)],
        publishedAt=[report.published or ""],
        language=[_LANGUAGES.get(report.language or "", "")],
        sourceUrl=[values.url(report.url)],
        generator=[f"sayso {reading.reader.version}"],
    )


# ---- parties -----------------------------------------------------------------------------------------------


def _wanted(row: EventRow, parties: Mapping[str, Party]) -> Iterator[Party]:
    """Give the parties that the entities of an event refer to."""
    sides = [part.actor for part in (*row.event.actors, *row.event.recipients)]
    origins = [claim.sources[-1].actor for claim in row.claims if claim.sources]
    for actor in (*sides, *origins):
        if actor is not None and actor in parties:
            yield parties[actor]


def _party(party: Party, about: _About) -> Entity:
    return _made(
        values.entity_id("party", party.id),
        _SCHEMATA.get(party.kind, "LegalEntity"),
        name=[values.name(party.name) or party.id],
        country=map(values.country, party.countries),
        sector=party.sectors,
        classification=[party.kind],
        topics=[_TOPICS.get(party.kind, "")],
        summary=[values.text(party.about)],
        **about.proof,
    )


def _ids(parts: Iterable[Participant], parties: Mapping[str, Party]) -> list[str]:
    found = (part.actor for part in parts if part.actor in parties)
    return [values.entity_id("party", actor) for actor in dict.fromkeys(found) if actor]


# ---- events ------------------------------------------------------------------------------------------------


def _of_event(row: EventRow, about: _About, parties: Mapping[str, Party]) -> Iterator[Entity]:
    """Give the event, what its origins say of it, and who acts on whom in it."""
    id = values.entity_id("event", row.key)
    yield _event(id, row, about, parties)
    for claim in row.claims:
        yield _claim(claim, id, row, about, parties)
    if row.asserted:
        yield from _acts(row, about, parties)


def _event(id: str, row: EventRow, about: _About, parties: Mapping[str, Party]) -> Entity:
    event = row.event
    sides = (*event.actors, *event.recipients)
    return _made(
        id,
        "Event",
        name=[values.name(event_words(event))],
        summary=[values.text(describe(row.claims[0], row.claims[1:]))],
        description=[values.text(row.stored.sentence)],
        involved=_ids(sides, parties),
        namesMentioned=[values.name(part.text) for part in sides if part.actor not in parties],
        location=[values.place(place.text) for place in event.places],
        country=[values.country(place.country) for place in event.places],
        notes=[values.text(f"{thing.text} ({amount(thing)})") for thing in event.objects if amount(thing)],
        keywords=[event.type, event.mode or "", *event.contexts, *_stance_words(row)],
        recordId=[row.key],
        **_days(event.time),
        **about.publisher,
    )


def _stance_words(row: EventRow) -> list[str]:
    """Mark an event by how its origins stand to it, so that it can be searched for."""
    found = [f"stance:{stance}" for stance in stances(row.claims)]
    return [*found, "contested"] if row.contested else found


def _days(time: Time | None) -> dict[str, list[str]]:
    if time is None or not (time.start or time.end):
        return {}
    if time.start == time.end:
        return {"date": [time.start or ""]}
    return {"startDate": [time.start or ""], "endDate": [time.end or ""]}


def _claim(claim: Claim, event: str, row: EventRow, about: _About, parties: Mapping[str, Party]) -> Entity:
    """Link the origin of a claim to the event that it is about."""
    origin = claim.sources[-1] if claim.sources else None
    known = origin is not None and origin.actor in parties
    start, end = claim.sentence
    return _made(
        values.entity_id("claim", row.stored.report_id[:16], claim.id),
        "UnknownLink",
        subject=[values.entity_id("party", origin.actor or "") if known and origin else about.article],
        object=[event],
        role=["origin"],
        status=[claim.stance],
        summary=[values.text(stance_words([claim]))],
        description=[values.text(about.reading.report.text[start:end])],
        namesMentioned=[values.name(link.name or link.text) for link in claim.sources],
        date=[about.reading.report.published or ""],
        recordId=[claim.id],
        **about.publisher,
    )


def _acts(row: EventRow, about: _About, parties: Mapping[str, Party]) -> Iterator[Entity]:
    """Link each actor to each recipient."""
    event = row.event
    actors, recipients = _ids(event.actors, parties), _ids(event.recipients, parties)
    for actor in actors:
        for recipient in recipients:
            yield _made(
                values.entity_id("act", row.key, actor, recipient),
                "UnknownLink",
                subject=[actor],
                object=[recipient],
                role=[event.type],
                status=stances(row.claims),
                summary=[values.text(describe(row.claims[0], row.claims[1:]))],
                description=[values.text(row.stored.sentence)],
                recordId=[row.key],
                **_days(event.time),
                **about.publisher,
            )
