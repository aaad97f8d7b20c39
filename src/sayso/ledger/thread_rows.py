"""Threads as rows and back: JSON without names of fields, for there are a million of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, TypeVar

from sayso.reading.reading import Event, Object, Participant, Time
from sayso.weigh.records import EventMention, Speaker, Thread, Voice

__all__ = [
    "Placement",
    "StoredThread",
    "data_of",
    "stored",
    "thread_from",
    "voices_from",
    "voices_of",
    "with_voices",
]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a thread is placed before any decision: in the matter that begins with the thread `root` (a key),
    how sure that is, why, and the thread that it repeats, `like`.
    """

    root: str
    matter: str
    score: float
    why: str
    like: str | None = None


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A thread as the ledger has it: what every step needs at once, the rest as it is written (`data_of`,
    `voices_of`) until it is asked for. There are a million of them, and most are only compared.

    `id` is its row's number (None until it has one), `reading` the number of its reading. `packed` is what is
    compared (`sayso.weigh.packed`), `numbers` (JSON) the numbers of its events by their keys. `placement` is
    None until it is placed. Of a thread that was loaded to be compared, `data`, `said` and `numbers` are
    empty; `said` also where voices were not asked for.
    """

    id: int | None
    reading: int
    key: str
    published: str | None
    start: str | None
    end: str | None
    packed: bytes = b""
    numbers: str = ""
    data: str = ""
    said: str = ""
    placement: Placement | None = None
    hashes: tuple[int, ...] = ()  # of what a new thread is found by

    @property
    def order(self) -> tuple[str, str]:
        """Its place in the order in which links point back: by publication, undated last. (Keys begin with
        the report's id, as `sayso.weigh.matters.order` wants it.)
        """
        return self.published or "~", self.key

    @property
    def events(self) -> Mapping[str, int]:
        """The numbers of its events by their keys."""
        found: Mapping[str, int] = json.loads(self.numbers)
        return found

    @property
    def thread(self) -> Thread:
        """The thread, with voices and objects where they were asked for."""
        return self.whole()[0]

    def whole(self) -> tuple[Thread, tuple[EventMention, ...]]:
        """Give the thread and its event mentions, as far as they were asked for."""
        thread = thread_from(self.key, self.published, (self.start, self.end), self.data)
        return with_voices(thread, self.said) if self.said else (thread, ())


def stored(
    reading: int,
    thread: Thread,
    mentions: Iterable[EventMention],
    events: Mapping[str, int],
    hashes: tuple[int, ...] = (),
    packed: bytes = b"",
) -> StoredThread:
    """Write down a new thread with its mentions."""
    its = thread.key, thread.published, thread.start, thread.end
    numbers = json.dumps(dict(events), ensure_ascii=False)
    said = voices_of(thread, tuple(mentions))
    return StoredThread(None, reading, *its, packed, numbers, data_of(thread), said, None, hashes)


def data_of(thread: Thread) -> str:
    """Write down what is compared."""
    return json.dumps([thread.report, thread.mentions, thread.features], ensure_ascii=False)


def voices_of(thread: Thread, mentions: Iterable[EventMention]) -> str:
    """Write down what is weighed: the claims, and of each event mention what numbers, days and names need."""
    words = {mention.key: mention.sentence for mention in mentions}
    said = [_voice(each, words.get(each.event)) for each in thread.voices]
    return json.dumps(
        [said, thread.objects, [_mention(each) for each in mentions]], ensure_ascii=False, default=_record
    )


def _record(value: Any) -> list[Any]:
    return list(_FIELDS[type(value)](value))


def _mention(mention: EventMention) -> list[Any]:
    event = mention.event
    return [
        mention.key,
        mention.trigger,
        mention.sentence,
        mention.span,
        event.type,
        event.mode,
        event.trigger,
        event.actors,
        event.recipients,
        event.objects,
        event.time,
    ]


def _lean(report: str, values: list[Any]) -> EventMention:
    key, trigger, sentence, span, type_, mode, place, actors, recipients, objects, time = values
    event = Event(
        type=type_,
        mode=mode,
        trigger=tuple(place),
        actors=tuple(_part(Participant, each) for each in actors),
        recipients=tuple(_part(Participant, each) for each in recipients),
        objects=tuple(_part(Object, each) for each in objects),
        time=None if time is None else _part(Time, time),
    )
    return EventMention(key, report, event, trigger, sentence, tuple(span), ())


def _part(record: type[_Part], values: list[Any]) -> _Part:
    span, *details = values
    return record(tuple(span), *details)


_SPEAKER = attrgetter(*(each.name for each in fields(Speaker)))
_VOICE = attrgetter(*(each.name for each in fields(Voice)))
_WITHIN = [each.name for each in fields(Speaker)].index("within")
_NAMES = [each.name for each in fields(Voice)]
_CHAIN, _EVENT, _QUOTE = (_NAMES.index(name) for name in ("chain", "event", "quote"))
_Part = TypeVar("_Part", Participant, Object, Time)
_FIELDS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    record: attrgetter(*(each.name for each in fields(record))) for record in (Participant, Object, Time)
}


def _voice(voice: Voice, sentence: str | None) -> list[Any]:
    values = list(_VOICE(voice))
    values[_CHAIN] = [_SPEAKER(each) for each in voice.chain]
    if voice.quote == sentence:
        values[_QUOTE] = None  # it stands with the mention
    return values


def thread_from(key: str, published: str | None, days: tuple[str | None, str | None], data: str) -> Thread:
    """Put a thread together, without voices and objects."""
    report, mentions, features = json.loads(data)
    return Thread(key, report, published, *days, tuple(mentions), features)


def with_voices(thread: Thread, voices: str) -> tuple[Thread, tuple[EventMention, ...]]:
    """Add voices and objects as `voices_of` wrote them; give the event mentions, too, without their claims,
    contexts and places.
    """
    said, objects, mentioned = json.loads(voices)
    mentions = tuple(_lean(thread.report, each) for each in mentioned)
    words = {mention.key: mention.sentence for mention in mentions}
    return replace(thread, voices=tuple(_voices(said, words)), objects=tuple(objects)), mentions


def voices_from(written: str) -> Iterable[Voice]:
    """Give the voices alone of what `voices_of` wrote."""
    said, _, mentioned = json.loads(written)
    return _voices(said, {key: sentence for key, _, sentence, *_ in mentioned})


def _voices(said: Iterable[list[Any]], words: Mapping[str, str]) -> Iterable[Voice]:
    for values in said:
        chain = values[_CHAIN]
        for speaker in chain:
            speaker[_WITHIN] = tuple(speaker[_WITHIN])
        values[_CHAIN] = tuple(Speaker(*speaker) for speaker in chain)
        if values[_QUOTE] is None:
            values[_QUOTE] = words[values[_EVENT]]
        yield Voice(*values)
