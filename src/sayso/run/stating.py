"""The threads of a matter -> its state: type, title, parties, and how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sayso.ledger.thread_rows import StoredThread
from sayso.ledger.weigh_rows import State
from sayso.reading.reading import Event, Participant
from sayso.reading.wording import event_words
from sayso.run.linking import order
from sayso.weigh.records import Count, EventMention, Move, Origin, Standing, Voice

__all__ = ["Part", "Stand", "retired", "state"]

Stand = Callable[..., Standing]
"""`sayso.weigh.standing.standing`, or something in its place."""

Part = tuple[StoredThread, frozenset[str]]
"""A thread, and the keys of those of its events that belong to a matter."""

_NAMES = {record: tuple(each.name for each in fields(record)) for record in (Standing, Origin, Move, Count)}
_MOST = 5  # parties that a matter's row names on each side


def state(matter: str, parts: Iterable[Part], stand: Stand) -> State:
    """Make the state of a matter from the threads that have a part in it. A function of their set."""
    its = sorted(parts, key=lambda part: order(part[0].thread))
    voices: list[Voice] = []
    mentions: list[EventMention] = []
    actors: dict[str, None] = {}
    recipients: dict[str, None] = {}
    for stored, keys in its:
        whole = len(keys) == len(stored.events)
        voices += [each for each in stored.thread.voices if whole or each.event in keys]
        mentions += [each for each in stored.mentions if whole or each.key in keys]
        features = stored.thread.features
        actors.update(dict.fromkeys(_sides(features, "first", "doers")))
        recipients.update(dict.fromkeys(_sides(features, "second", "others")))
    standing = stand(voices, mentions, sorted(actors), sorted(recipients))
    types = Counter(mention.event.type for mention in mentions)
    return State(
        matter=matter,
        type=max(types, key=lambda each: (types[each], each)),
        title=_title(mentions),
        actors=_named(mentions, "actors"),
        recipients=_named(mentions, "recipients"),
        standing=_plain(standing),
        first=standing.first,
        last=standing.last,
        event_first=standing.event_first,
        event_last=standing.event_last,
        contested=standing.contested,
        origins=len(standing.origins),
        reports=standing.reports,
    )


def retired(before: State, into: str | None) -> State:
    """Give the last state of a matter of which nothing is left."""
    return replace(before, retired=True, into=into)


def _plain(value: Any) -> Any:
    """Give a record as JSON has it, as its `to_dict` would, but many times as fast as `dataclasses.asdict`,
    which copies every text: there are some hundred thousand states.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return {name: _plain(getattr(value, name)) for name in _NAMES[type(value)]}


def _sides(features: Any, side: str, keys: str) -> Iterable[str]:
    found = [features.get(side), *(features.get(keys) or ())]
    return [each for each in found if each is not None]


def _title(mentions: Sequence[EventMention]) -> str:
    """Say the matter in a line, as the mention that tells most of it has it; of several the first one."""
    return event_words(max(mentions, key=lambda mention: _told(mention.event)).event)


def _told(event: Event) -> int:
    named = (any(each.actor for each in side) for side in (event.actors, event.recipients))
    return 4 * sum(named) + 2 * bool(event.actors) + 2 * bool(event.recipients) + bool(event.objects)


def _named(mentions: Iterable[EventMention], role: str) -> list[dict[str, Any]]:
    """Give the parties on one side, the most named first; those whom no party stands for by their words."""
    counts: Counter[tuple[str, str]] = Counter()
    for mention in mentions:
        side: Sequence[Participant] = getattr(mention.event, role)
        counts.update({(each.actor or "", each.name or each.text) for each in side})
    best = sorted(counts, key=lambda each: (not each[0], -counts[each], each))
    return [{"id": actor or None, "name": name} for actor, name in best[:_MOST]]
