"""The threads of a matter -> its state: type, title, parties, and how it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sayso.ledger.standing_rows import standing_json
from sayso.ledger.thread_rows import StoredThread
from sayso.ledger.weigh_rows import State
from sayso.weigh.headings import parties_named, title, type_of
from sayso.weigh.records import EventMention, Standing, Voice

__all__ = ["Part", "Stand", "retired", "state"]

Stand = Callable[..., Standing]
"""`sayso.weigh.standing.standing`, or something in its place."""

Part = tuple[StoredThread, frozenset[str]]
"""A thread, and the keys of those of its events that belong to a matter."""


def state(matter: str, parts: Iterable[Part], stand: Stand) -> State:
    """Make the state of a matter from the threads that have a part in it. A function of their set."""
    its = sorted(parts, key=lambda part: part[0].order)
    voices: list[Voice] = []
    mentions: list[EventMention] = []
    actors: dict[str, None] = {}
    recipients: dict[str, None] = {}
    for stored, keys in its:
        thread, told = stored.whole()
        voices += [each for each in thread.voices if each.event in keys]
        mentions += [each for each in told if each.key in keys]
        features = thread.features
        actors.update(dict.fromkeys(_sides(features, "first", "doers")))
        recipients.update(dict.fromkeys(_sides(features, "second", "others")))
    standing = stand(voices, mentions, sorted(actors), sorted(recipients))
    return State(
        matter=matter,
        type=type_of(mentions),
        title=title(mentions),
        actors=_json(parties_named(mentions, "actors")),
        recipients=_json(parties_named(mentions, "recipients")),
        standing=standing_json(standing),
        first=standing.first,
        last=standing.last,
        event_first=standing.event_first,
        event_last=standing.event_last,
        contested=standing.contested,
        origins=len(standing.independent),
        reports=standing.reports,
    )


def retired(before: State, into: str | None) -> State:
    """Give the last state of a matter of which nothing is left."""
    return replace(before, retired=True, into=into)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sides(features: Any, side: str, keys: str) -> Iterable[str]:
    found = [features.get(side), *(features.get(keys) or ())]
    return [each for each in found if each is not None]
