"""Mentions of one report that mean the same event, and what they say of it together.

"Moscow is buying shells from Pyongyang … the deal … the purchase": later mentions seldom name the parties
again. So mentions are threaded within their report first, and a thread knows what any of them tells; what
then still lacks a side takes it from the nearest thread of the same kind of event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sayso.reading.reading import Object
from sayso.weigh.periods import Period, iso, period_of
from sayso.weigh.records import Account, EventMention, Thread, Voice
from sayso.weigh.sides import Sides, party_key, sides_of
from sayso.weigh.telling import telling_words
from sayso.weigh.types import compatible, kin, likeness, same_words
from sayso.weigh.voices import Ground, ground_of, voices
from sayso.weigh.wording import stem

__all__ = ["threads"]

_REAL = frozenset({"affirms", "alleges", "denies", "doubts"})
_AHEAD = frozenset({"intends", "predicts", "urges"})
# "would not export any in future", "had no intention of doing so": what is denied has not come yet.
_TO_COME = re.compile(
    r"\b(?:will|would|shall|intend\w*|intention|plan\w*|going to|future|hereafter|further|upcoming|next)\b",
    re.IGNORECASE,
)
# The cosine of the vectors of triggers from which on "sold" and "supplied" are one deed to one report.
_ALIKE = 0.25
_WORDS = 20  # of the sentences, by which threads are compared
_NEAR = 45  # characters before a trigger in which words say that it is still to come


@dataclass(slots=True)
class _Strand:
    """A thread being made."""

    mentions: list[EventMention]
    types: list[str]
    sides: Sides
    told: tuple[str | None, str | None]  # the sides that its own words name
    period: Period | None
    actual: str
    triggers: list[str]
    items: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    modes: set[str] = field(default_factory=set)


def threads(account: Account) -> tuple[Thread, ...]:
    """Thread a report's event mentions; every mention is in exactly one thread."""
    strands: list[_Strand] = []
    for mention in account.mentions:
        strand = _strand(mention, account)
        like = [each for each in reversed(strands) if _same(each, strand)]
        # "the purchase" means "is buying" further up rather than "is helping" just before it.
        before = max(like, key=lambda each: round(likeness(each.triggers, strand.triggers), 1), default=None)
        if before is None:
            strands.append(strand)
        else:
            _join(before, strand)
    _complete(strands)
    ground = ground_of(account)
    names = _names(account)
    return tuple(_thread(strand, account, ground, names) for strand in strands)


def actuality(mention: EventMention) -> str:
    """Tell whether an event is told as "real" (or denied to be), as "ahead", or as an "if"."""
    stances = {claim.stance for claim in mention.claims}
    if stances & _REAL:
        start, end = mention.event.trigger
        low = mention.span[0]
        near = mention.sentence[max(start - low - _NEAR, 0) : end - low + 20]
        if not stances & {"affirms", "alleges"} and _TO_COME.search(near):
            return "ahead"
        return "real"
    return "ahead" if stances & _AHEAD else "if"


def _strand(mention: EventMention, account: Account) -> _Strand:
    event = mention.event
    actual = actuality(mention)
    sides = sides_of(event, mention.trigger, account.parties)
    return _Strand(
        mentions=[mention],
        types=[event.type],
        sides=sides,
        told=(sides.first, sides.second),
        period=period_of(event, account.published, actual),
        actual=actual,
        triggers=[mention.trigger],
        items={_item(each.item) for each in event.objects if each.item and each.item.strip()},
        places={place.text.casefold() for place in event.places},
        modes={event.mode} if event.mode else set(),
    )


def _same(before: _Strand, strand: _Strand) -> bool:
    """Tell whether a mention means the event of an earlier one in the same report."""
    if before.actual != strand.actual or not _agree(before.sides, strand.sides):
        return False
    if not compatible(before.types[0], strand.types[0], before.triggers, strand.triggers):
        return False
    one, two = before.period, strand.period
    if one and two and one.dated and two.dated and (one.start > two.end or two.start > one.end):
        return False
    if before.sides.people - strand.sides.people and strand.sides.people - before.sides.people:
        return False
    if before.items and strand.items and not before.items & strand.items and strand.sides.second is None:
        return False
    if same_words(before.triggers, strand.triggers):
        return True
    if strand.sides.vague:  # a mention that names neither side points back
        return kin(before.types[0], strand.types[0])
    return strand.sides.whole and bool(
        before.items & strand.items or likeness(before.triggers, strand.triggers) >= _ALIKE
    )


def _agree(one: Sides, two: Sides) -> bool:
    """Tell whether two mentions may have the same sides: none that both name differs."""
    if one.mutual or two.mutual:
        ours, theirs = {one.first, one.second} - {None}, {two.first, two.second} - {None}
        return ours <= theirs or theirs <= ours
    if one.first and two.first and one.first != two.first:
        return False
    return not (one.second and two.second and one.second != two.second)


def _join(before: _Strand, strand: _Strand) -> None:
    before.mentions += strand.mentions
    before.types += strand.types
    before.triggers += strand.triggers
    before.items |= strand.items
    before.places |= strand.places
    before.modes |= strand.modes
    before.sides = _joined(before.sides, strand.sides)
    if before.period and strand.period:
        before.period = before.period.joined(strand.period)
    before.told = before.sides.first, before.sides.second


def _joined(one: Sides, two: Sides) -> Sides:
    if two.mutual and not one.mutual and not one.whole:
        one, two = two, one
    return Sides(
        doers=tuple(dict.fromkeys((*one.doers, *two.doers))),
        others=tuple(dict.fromkeys((*one.others, *two.others))),
        first=one.first or (None if one.mutual else two.first),
        second=one.second or (None if one.mutual else two.second),
        mutual=one.mutual,
        people=one.people | two.people,
    )


def _complete(strands: Sequence[_Strand]) -> None:
    """Give threads that lack a side that of the nearest thread of a like event which has both."""
    whole = [each for each in strands if each.sides.whole]
    for strand in strands:
        if strand.sides.whole:
            continue
        like = [
            each for each in whole if kin(each.types[0], strand.types[0]) and _agree(each.sides, strand.sides)
        ]
        if like:
            nearest = _nearest(like, strand, strands.index(strand), strands)
            strand.sides = replace(
                strand.sides,
                first=strand.sides.first or nearest.sides.first,
                second=strand.sides.second or nearest.sides.second,
                mutual=strand.sides.mutual or nearest.sides.mutual,
            )


def _nearest(like: Sequence[_Strand], strand: _Strand, place: int, strands: Sequence[_Strand]) -> _Strand:
    """Of like threads the one told in the likest words; of equals one before it, and the nearest."""

    def distance(each: _Strand) -> tuple[float, bool, int]:
        where = strands.index(each)
        alike = round(likeness(each.triggers, strand.triggers), 1)
        return -alike, where > place, abs(where - place)

    return min(like, key=distance)


def _thread(strand: _Strand, account: Account, ground: Ground, names: Mapping[str, str]) -> Thread:
    sides, period = strand.sides, strand.period
    features: dict[str, Any] = {
        "types": list(dict.fromkeys(strand.types)),
        "told": list(strand.told),
        "first": sides.first,
        "second": sides.second,
        "mutual": sides.mutual,
        "doers": list(sides.doers),
        "others": list(sides.others),
        "people": sorted(sides.people),
        "actual": strand.actual,
        "dated": bool(period and period.dated),
        "triggers": list(dict.fromkeys(trigger.casefold() for trigger in strand.triggers)),
        "items": sorted(strand.items),
        "places": sorted(strand.places),
        "modes": sorted(strand.modes),
        "words": _telling(strand.mentions),
        "names": _named(strand, names),
        "report": {word: round(weight, 1) for word, weight in account.telling.items()},
    }
    return Thread(
        key=strand.mentions[0].key,
        report=account.report,
        published=account.published,
        start=iso(period.start) if period else None,
        end=iso(period.end) if period else None,
        mentions=tuple(mention.key for mention in strand.mentions),
        features=features,
        voices=tuple(_voices(strand.mentions, account, ground)),
        objects=tuple(_objects(strand.mentions)),
    )


def _names(account: Account) -> dict[str, str]:
    """Give the names of a report's parties by their keys, and those of states by their codes."""
    found = {party_key(party.id): party.name for party in account.parties.values()}
    states = (party for party in account.parties.values() if party.kind == "state" and party.countries)
    return found | {party.countries[0]: party.name for party in states}


def _named(strand: _Strand, names: Mapping[str, str]) -> dict[str, str]:
    """Give what people call the parties, things and places of a thread."""
    sides = strand.sides
    keys = dict.fromkeys((sides.first, sides.second, *sides.doers, *sides.others))
    found = {key: names[key] for key in keys if key is not None and key in names}
    for mention in strand.mentions:
        for thing in mention.event.objects:
            if thing.item and thing.item.strip():
                found.setdefault(_item(thing.item), thing.item)
        for place in mention.event.places:
            found.setdefault(place.text.casefold(), place.text)
    return found


def _item(words: str) -> str:
    """Give what a thing is compared by: the stem of its last word."""
    return stem(words.split()[-1])


def _telling(mentions: Sequence[EventMention]) -> dict[str, float]:
    sentences = dict.fromkeys(mention.sentence for mention in mentions)
    words = telling_words(None, " ".join(sentences), _WORDS)
    return {word: round(weight, 1) for word, weight in words.items()}


def _voices(mentions: Iterable[EventMention], account: Account, ground: Ground) -> Iterable[Voice]:
    for mention in mentions:
        yield from voices(mention, account, ground)


def _objects(mentions: Iterable[EventMention]) -> Iterable[dict[str, Any]]:
    for mention in mentions:
        for each in mention.event.objects:
            if isinstance(each, Object) and each.amount is not None:
                record = each.to_dict()
                yield {**record, "event": mention.key, "claims": [claim.id for claim in mention.claims]}
