"""What a matter is called: its type, a line that says who does what to whom, its parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sayso.reading.reading import Event, Participant
from sayso.reading.wording import event_words
from sayso.weigh.records import EventMention

__all__ = ["parties_named", "title", "type_of"]

_MOST = 5  # parties that are named on each side


def type_of(mentions: Iterable[EventMention]) -> str:
    """Give the type that most mentions have."""
    types = Counter(mention.event.type for mention in mentions)
    return max(types, key=lambda each: (types[each], each))


def title(mentions: Sequence[EventMention]) -> str:
    """Say a matter in a line, by the parties' names, as the mention has it that tells most of what others
    tell, too; of several the first one.

    Parties that few other mentions name are rather the reader's mistakes than what the matter is about.
    """
    kind = type_of(mentions)
    named: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        named.update({(role, key) for role, key in _parties(mention.event)})

    def telling(mention: EventMention) -> tuple[bool, float, float]:
        event = mention.event
        shared = sum(named[each] - 1 for each in set(_parties(event)))
        parts = 2 * bool(event.actors) + 2 * bool(event.recipients) + bool(event.objects)
        sure = max((claim.confidence.get("event", 0.5) for claim in mention.claims), default=0.5)
        return event.type == kind, shared + parts, sure

    event = max(mentions, key=telling).event
    return event_words(replace(event, actors=_by_name(event.actors), recipients=_by_name(event.recipients)))


def _parties(event: Event) -> Iterable[tuple[str, str]]:
    for role, side in (("actor", event.actors), ("recipient", event.recipients)):
        for each in side:
            if each.actor:
                yield role, each.actor


def _by_name(side: Sequence[Participant]) -> tuple[Participant, ...]:
    """Name parties by their names rather than by a report's words ("he", "the country"), each once."""
    named = [replace(each, text=each.name or each.text) for each in side]
    return tuple({each.text: each for each in named}.values())


def parties_named(mentions: Iterable[EventMention], role: str) -> list[dict[str, Any]]:
    """Give the parties on one side ("actors" or "recipients") as ``id`` and ``name``, the most named first;
    those whom no party stands for (``id`` None) by their words.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        side: Sequence[Participant] = getattr(mention.event, role)
        counts.update({(each.actor or "", each.name or each.text) for each in side})
    best = sorted(counts, key=lambda each: (not each[0], -counts[each], each))
    return [{"id": actor or None, "name": name} for actor, name in best[:_MOST]]
