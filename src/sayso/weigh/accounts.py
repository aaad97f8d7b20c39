"""Reading -> Account: what weighing needs of one report."""

from __future__ import annotations

from sayso.reading.reading import Claim, Event, Reading
from sayso.weigh.records import Account, EventMention
from sayso.weigh.telling import telling_words

__all__ = ["TELLING", "account_of", "event_key"]

TELLING = 24
"""How many words of a report are kept to compare it by."""


def event_key(report: str, event: Event) -> str:
    """Name an event mention for good: by the report's id, the trigger's offsets and the type."""
    start, end = event.trigger
    return f"{report[:16]}:{start}-{end}:{event.type}"


def account_of(reading: Reading) -> Account:
    """Give a reading's event mentions, in the order of the text, each with its claims."""
    report = reading.report
    about: dict[Event, list[Claim]] = {}
    for claim in reading.claims:
        about.setdefault(claim.event, []).append(claim)
    mentions = []
    taken: set[str] = set()
    ordinal = {event: number for number, event in enumerate(about)}
    for event, claims in sorted(about.items(), key=lambda item: (item[0].trigger, item[0].type)):
        start, end = claims[0].sentence
        key = event_key(report.id, event)
        if key in taken:  # two events of one type at one place: told apart by their order
            key = f"{key}:{ordinal[event]}"
        taken.add(key)
        mentions.append(
            EventMention(
                key=key,
                report=report.id,
                event=event,
                trigger=report.text[slice(*event.trigger)],
                sentence=report.text[start:end],
                span=(start, end),
                claims=tuple(claims),
            )
        )
    return Account(
        report=report.id,
        outlet=report.outlet,
        title=report.title,
        published=report.published,
        mentions=tuple(mentions),
        parties={party.id: party for party in reading.parties},
        telling=telling_words(report.title, report.text, TELLING),
    )
