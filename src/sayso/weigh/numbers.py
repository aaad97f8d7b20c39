"""The numbers that claims on a matter give, and those that cannot all be true.

Two numbers of the same thing contradict each other where no number fits both. "More than 1,000" fits whatever
is not below it, "about 1,000" what is near it; "1,200" said plainly is as exact as its digits (it fits
1,237). What is said of different days may both be true, and so may a toll that has grown since.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf

import numpy as np

from sayso.actors.nouns import keys
from sayso.reading.amounts import measure
from sayso.reading.reading import Object, Participant, Span
from sayso.weigh.records import Count, EventMention, Voice

__all__ = ["Given", "contradictions", "count_in_words", "counts_of", "fits_both"]

# How far "about" reaches, as a share of the number: our choice; "about 1,000" is not said of 1,200.
_ABOUT = 0.15
_KILLED = re.compile(
    r"\b(?:kill\w*|dead|deaths?|died|dies|fatalit\w+|massacred?|slain|murder\w*|toll)\b", re.IGNORECASE
)
_HURT = re.compile(r"\b(?:wound\w*|injur\w*|hurt)\b", re.IGNORECASE)
_LEAST = re.compile(
    r"\b(?:at least|more than|over|no fewer than|no less than|upwards of|above)\s+$", re.IGNORECASE
)
_MOST = re.compile(r"\b(?:at most|up to|as many as|fewer than|less than|under|no more than|below)\s+$", re.I)
_NEAR = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|an estimated|close to)\s+$", re.I
)
# Words that say of those struck only that they are people.
_ANYBODY = keys("person people man killed dead wounded injured hurt body victim casualty")


@dataclass(frozen=True, slots=True)
class Given:
    """A number with when it holds: the days of the event, and those of publication; `grows` for tolls."""

    count: Count
    starts: str | None = None
    ends: str | None = None
    published: tuple[str, ...] = ()
    grows: bool = False


def counts_of(
    mentions: Iterable[EventMention], voices: Iterable[Voice], origin: Mapping[Voice, str]
) -> tuple[Given, ...]:
    """Give the numbers of a matter's mentions, each with the origins and claims that give it.

    Numbers in denied, doubted and foreseen claims are left aside: nobody says that so many there were.
    """
    saying: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.stance in ("affirms", "alleges"):
            saying[voice.event].append(voice)
    found: dict[tuple[object, ...], list[Voice]] = defaultdict(list)
    for mention in mentions:
        if its := saying.get(mention.key):
            time = mention.event.time
            days = (time.start, time.end or time.start) if time is not None else (None, None)
            for what in _numbers(mention):
                found[(*what, *days)] += its
    given = [_given(what, its, origin) for what, its in found.items()]
    return tuple(sorted(given, key=lambda each: (_sorting(each.count), each.starts or "", each.ends or "")))


_What = tuple[str, float, str | None, str | None, str | None, bool]


def _given(what: tuple[object, ...], voices: list[Voice], origin: Mapping[Voice, str]) -> Given:
    item, number, unit, currency, bound, grows, start, end = what
    count = Count(
        item=str(item),
        amount=float(number),  # type: ignore[arg-type]
        unit=unit,  # type: ignore[arg-type]
        currency=currency,  # type: ignore[arg-type]
        bound=bound,  # type: ignore[arg-type]
        origins=tuple(sorted({origin[voice] for voice in voices})),
        claims=tuple(sorted({voice.claim for voice in voices})),
    )
    published = tuple(sorted({voice.published for voice in voices if voice.published}))
    return Given(count, start, end, published, bool(grows))  # type: ignore[arg-type]


def _sorting(count: Count) -> tuple[str, str, str, float, str]:
    return count.item, count.unit or "", count.currency or "", count.amount, count.bound or ""


def _numbers(mention: EventMention) -> list[_What]:
    """Give the numbers of one event mention: of its objects, and of the people whom an assault struck."""
    found = [what for each in mention.event.objects if (what := _of_object(each, mention)) is not None]
    if mention.event.type == "ASSAULT":
        found += [what for each in mention.event.recipients if (what := _toll(each, mention)) is not None]
    return sorted(set(found), key=str)


def _before(span: Span, mention: EventMention) -> str:
    """Give the words before a span: bounds often stand outside it ("at least 15 civilians")."""
    return mention.sentence[: max(span[0] - mention.span[0], 0)][-40:]


def _bound(words: str) -> str | None:
    if _LEAST.search(words):
        return "at least"
    if _MOST.search(words):
        return "at most"
    return "about" if _NEAR.search(words) else None


def _of_object(each: Object, mention: EventMention) -> _What | None:
    if each.amount is None or each.kind == "people":
        return None
    item = each.item or ("money" if each.currency else "")
    if not item:
        return None
    bound = each.bound or _bound(_before(each.span, mention))
    return item.lower(), each.amount, each.unit, each.currency, bound, False


def _toll(each: Participant, mention: EventMention) -> _What | None:
    """Give the number of people killed or hurt, where the words say which."""
    counted = measure(each.text)
    if counted.amount is None or counted.currency or counted.unit:
        return None
    start, end = each.span[0] - mention.span[0], each.span[1] - mention.span[0]
    after = mention.sentence[max(end, 0) :][:24]
    hurt = _HURT.search(each.text) or _HURT.match(after.strip().removeprefix("were ").removeprefix("are "))
    if hurt:
        fate = "hurt"
    elif _KILLED.search(
        f"{mention.trigger} {each.text} {after} {mention.sentence[max(start - 40, 0) : start]}"
    ):
        fate = "killed"
    else:
        return None
    who = counted.item or "person"
    item = f"{'people' if who in _ANYBODY else who} {fate}"
    return item, counted.amount, None, None, counted.bound or _bound(_before(each.span, mention)), True


# ---- what contradicts what ---------------------------------------------------------------------------------


def fits_both(one: Count, other: Count) -> bool:
    """Tell whether some number fits both counts, or they are not of the same thing."""
    if not _same_thing(one, other):
        return True
    (low, high), (least, most) = _range(one), _range(other)
    return low <= most and least <= high


def _same_thing(one: Count, other: Count) -> bool:
    """Tell whether two counts are of one thing: same unit and currency, and the same item or a kind of it
    ("Shahed drone" and "drone", not "Shahed drone" and "combat drone").
    """
    if (one.unit, one.currency) != (other.unit, other.currency):
        return False
    mine, its = one.item.split(), other.item.split()
    if mine[-1] != its[-1]:
        return False
    if mine[-1] in ("killed", "hurt"):
        return mine == its
    return set(mine) <= set(its) or set(its) <= set(mine)


def _range(count: Count) -> tuple[float, float]:
    """Give the least and the most that a number may mean. A round number stands for what rounds to it."""
    number = count.amount
    if count.bound == "at least":
        return number, inf
    if count.bound == "at most":
        return -inf, number
    spread = abs(number) * _ABOUT if count.bound == "about" else _rounding(number)
    return number - spread, number + spread


def _rounding(number: float) -> float:
    """Give half of a number's last digit that is not zero, at most a twentieth of it ("6,000" may be 5,900,
    not 5,500), nothing for numbers below 100, which are counted out.
    """
    if abs(number) < 100 or number != floor(number):
        return 0.0
    whole, place = int(abs(number)), 1
    while whole % 10 == 0:
        whole //= 10
        place *= 10
    return min(place / 2, abs(number) * 0.05) if place > 1 else 0.0


def contradictions(given: Sequence[Given]) -> tuple[tuple[Count, ...], ...]:
    """Give the pairs of counts that cannot both be true, ordered by item and number."""
    # Only numbers of a kind are compared, and only those whose ranges do not meet are looked at more closely.
    kinds: dict[tuple[object, ...], list[int]] = defaultdict(list)
    first: dict[Count, int] = {}  # the same count may be given of several days
    same = []
    for place, each in enumerate(given):
        kinds[_kind(each.count)].append(place)
        same.append(first.setdefault(each.count, place))
    ranges = np.array([_range(each.count) for each in given]).reshape(-1, 2)
    found: dict[tuple[int, int], None] = {}
    for place, one in enumerate(given):
        kind = kinds[_kind(one.count)]
        after = np.array(kind[bisect_right(kind, place) :], np.int64)
        low, high = ranges[place]
        for at in after[(ranges[after, 0] > high) | (ranges[after, 1] < low)].tolist():
            other = given[at]
            if not (fits_both(one.count, other.count) or _apart(one, other) or _grown(one, other)):
                found[same[place], same[at]] = None
    return tuple((given[one].count, given[other].count) for one, other in found)


def _kind(count: Count) -> tuple[object, ...]:
    return count.unit, count.currency, *count.item.split()[-1:]


def _apart(one: Given, other: Given) -> bool:
    """Tell whether two counts are said of days that do not overlap."""
    if not (one.starts and one.ends and other.starts and other.ends):
        return False
    return one.ends < other.starts or other.ends < one.starts


def _grown(one: Given, other: Given) -> bool:
    """Tell whether a toll has only grown: the higher number is the later one in all reports."""
    if not (one.grows and other.grows and one.published and other.published):
        return False
    low, high = sorted((one, other), key=lambda each: each.count.amount)
    return low.published[-1] < high.published[0]


def count_in_words(count: Count) -> str:
    """Write a count for people: "at least 1,000 containers", "USD 1,750,000,000"."""
    number = f"{count.amount:,.10g}"
    words = [count.bound or "", count.currency or "", number, count.unit or ""]
    if not (count.currency and count.item == "money"):
        words.append(count.item if count.amount == 1 or count.unit else _several(count.item))
    return " ".join(word for word in words if word)


def _several(item: str) -> str:
    """Put the last word of a thing into the plural, as far as its ending tells how."""
    if item.endswith(("s", "people", "personnel", "ammunition", "aircraft", "equipment", "men", "fish")):
        return item
    if item.endswith("y") and item[-2:-1] not in "aeiou":
        return f"{item[:-1]}ies"
    if item.endswith(("x", "ch", "sh")):
        return f"{item}es"
    return f"{item[:-3]}men" if item.endswith("man") else f"{item}s"
