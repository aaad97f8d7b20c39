"""The voices of a matter -> its standing: who says it, who denies it, since when, and what changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.weigh.bodies import is_body, is_general
from sayso.weigh.numbers import contradictions, count_in_words, counts_of
from sayso.weigh.origins import Grouped, group, side_of, source_of
from sayso.weigh.records import Count, EventMention, Move, Origin, Speaker, Standing, Voice

__all__ = ["COMPARED", "EVIDENCE", "evidence_of", "in_words", "moves", "standing"]

EVIDENCE = ("document", "official on record", "unnamed official", "report itself", "another speaker")
"""Kinds of evidence for a matter, the strongest first: what can be looked at, who can be held to a word, who
cannot, what a report says in its own voice, and everybody else.
"""

COMPARED = 100
"""Pairs of numbers that `in_words` looks at."""

_SAID = {
    "affirms": "affirmed",
    "alleges": "alleged",
    "denies": "denied",
    "doubts": "doubted",
}
# How strong a stance is within its side: a weaker wording later does not take back a stronger one.
_STRENGTH = {
    "foreseen": 0,
    "alleged": 1,
    "affirmed": 2,
    "documented": 3,
    "admitted": 4,
    "doubted": 1,
    "denied": 2,
}
# Whom a line names under a stronger stance it does not name again.
_STRONGER = {
    "alleged": ("affirmed",),
    "doubted": ("denied",),
    "foreseen": ("affirmed", "alleged", "denied", "doubted"),
}
_AGAINST = frozenset({"denied", "doubted"})
# Papers that only carry somebody's words are no evidence beyond these words.
_ONLY_WORDS = re.compile(
    r"\b(?:statement|communiqu[eé]|release|announcement|article|report|story|post|tweet|message|speech|remarks?|"
    r"comments?|interview|letter|declaration|briefing|commentary|note|bulletin|publication|account|dispatch)s?\b",
    re.IGNORECASE,
)
_OFFICIAL = frozenset({"government", "state", "military"})


def standing(
    voices: Iterable[Voice],
    mentions: Iterable[EventMention] = (),
    actors: Iterable[str] = (),
    recipients: Iterable[str] = (),
) -> Standing:
    """Add up the claims on a matter. A function of the set of voices and mentions, not of their order.

    `mentions` are the matter's event mentions, for its numbers and days; `actors` and `recipients` its
    parties (ids or alpha-2 codes), for telling which origins are involved.
    """
    its = sorted(set(voices), key=lambda v: (v.published or "", v.report, v.event, v.claim, v.stance))
    grouped = group(its, actors, recipients)
    where = list(mentions)
    by_stance: dict[str, set[str]] = defaultdict(set)
    for voice in its:
        by_stance[_SAID.get(voice.stance, "foreseen")].add(grouped.origin[voice])
    published = sorted(voice.published for voice in its if voice.published)
    times = [mention.event.time for mention in where if mention.event.time is not None]
    counts = counts_of(where, its, grouped.origin)
    return Standing(
        origins=grouped.origins,
        **{name: tuple(sorted(by_stance[name])) for name in (*_SAID.values(), "foreseen")},
        aside=tuple(sorted(grouped.aside)),
        first=published[0] if published else None,
        last=published[-1] if published else None,
        event_first=min((time.start for time in times if time.start), default=None),
        event_last=max((time.end or time.start for time in times if time.start), default=None),
        moves=moves(its, grouped),
        evidence=_strongest(its),
        counts=tuple(each.count for each in counts),
        disputed=contradictions(counts),
        contested=_contested(its, grouped),
        reports=len({voice.report for voice in its}),
        stories=len({voice.report for voice in its if not voice.copied}) or min(len(its), 1),
        claims=len({voice.claim for voice in its}),
    )


def _contested(voices: Sequence[Voice], grouped: Grouped) -> bool:
    """Tell whether somebody says that it happened what another origin denies or doubts."""
    sides: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        sides[side_of(voice.stance)].add(grouped.origin[voice])
    return any(one != other for one in sides["for"] for other in sides["against"])


# ---- over time ---------------------------------------------------------------------------------------------


def moves(voices: Iterable[Voice], grouped: Grouped) -> tuple[Move, ...]:
    """Tell how the stance of each origin moved, by days of publication.

    Of several stances on one day the strongest counts. A change is one to the other side, or to a stronger
    stance on the same side; saying less later takes nothing back. Copies and undated reports tell no change.
    """
    names = {origin.key: origin.name for origin in grouped.origins}
    days: dict[str, dict[str, list[Voice]]] = defaultdict(lambda: defaultdict(list))
    for voice in voices:
        if voice.published and not voice.copied:
            days[grouped.origin[voice]][voice.published].append(voice)
    found: list[Move] = []
    for key in sorted(days):
        current: str | None = None
        denied = False
        for day in sorted(days[key]):
            stance, claim = _strongest_said(days[key][day], denied)
            if _is_change(current, stance):
                found.append(Move(key, names[key], current, stance, day, claim))
                current = stance
            denied = denied or stance == "denied"
    return tuple(sorted(found, key=lambda move: (move.on or "", move.origin, move.claim)))


def _strongest_said(voices: Iterable[Voice], denied: bool) -> tuple[str, str]:
    said = [(_said(voice, denied), voice.claim) for voice in voices]
    return min(said, key=lambda each: (-_STRENGTH[each[0]], each[0], each[1]))


def _said(voice: Voice, denied: bool) -> str:
    said = _SAID.get(voice.stance, "foreseen")
    if said != "affirmed":
        return said
    if denied:
        return "admitted"
    return "documented" if any(_is_evidence(link) for link in voice.chain) else said


def _is_change(before: str | None, after: str) -> bool:
    if before is None:
        return True
    if after == "foreseen":
        return False
    return (before in _AGAINST) != (after in _AGAINST) or _STRENGTH[after] > _STRENGTH[before]


# ---- evidence ----------------------------------------------------------------------------------------------


def evidence_of(voice: Voice) -> str:
    """Tell what kind of evidence a voice is for what it says: one of `EVIDENCE`."""
    speaker = source_of(voice.chain)
    if voice.own:
        return "report itself"
    if any(_is_evidence(link) for link in voice.chain):
        return "document"
    official = speaker.kind in _OFFICIAL or _in_a_state(speaker)
    if speaker.kind == "people" or (speaker.kind == "person" and not speaker.name):
        return "unnamed official" if official else "another speaker"
    return "official on record" if official and speaker.kind != "outlet" else "another speaker"


def _is_evidence(link: Speaker) -> bool:
    return link.kind == "document" and not _ONLY_WORDS.search(link.text)


# Groups of people who are of a state and do not speak for it (the roles of the actors' gazetteer).
_PRIVATE = frozenset(
    {
        "academics",
        "activists",
        "business",
        "civilians",
        "clergy",
        "former-officials",
        "journalists",
        "lawyers",
        "political-parties",
        "workers",
    }
)


def _in_a_state(speaker: Speaker) -> bool:
    """Tell whether a speaker is a state, part of one, or in its service; its press, scholars and other people
    are not.
    """
    if speaker.kind == "people" and speaker.key.partition("/")[2] in _PRIVATE:
        return False
    return any(re.fullmatch(r"[A-Z]{3}(/.+)?", key) for key in (speaker.key, *speaker.within))


def _strongest(voices: Iterable[Voice]) -> str | None:
    """Give the strongest evidence that a matter happened; None where nobody says so."""
    found = {evidence_of(voice) for voice in voices if side_of(voice.stance) == "for"}
    return next((kind for kind in EVIDENCE if kind in found), None)


# ---- words -------------------------------------------------------------------------------------------------


def in_words(standing: Standing, most: int = 4) -> str:
    """Write a standing in a line or two, naming at most so many origins of each stance, and pairs of numbers.

    "alleged by US intelligence (via 5 outlets); denied by Russia, North Korea; 5 origins in 14 reports
    since 2022-09-05"
    """
    origins = {origin.key: origin for origin in standing.origins}
    parts = []
    told: dict[str, set[str]] = {}
    for name in ("affirmed", "alleged", "denied", "doubted", "foreseen"):
        stronger = _STRONGER.get(name, ())
        keys = [key for key in getattr(standing, name) if not any(key in told[each] for each in stronger)]
        told[name] = set(keys)
        if keys:
            ranked = sorted(keys, key=lambda key: (-sum(origins[key].stances.values()), key))
            parts.append(f"{name} by {_listed([origins[key] for key in ranked], most, standing.aside)}")
    if standing.disputed:
        # The same numbers may be said of several days. Of hundreds of numbers there are tens of thousands of
        # pairs, of which only some are looked at.
        pairs = list(dict.fromkeys(_numbers(each) for each in standing.disputed[:COMPARED]))
        more = f" and {len(pairs) - most} more" if len(pairs) > most else ""
        more = " and many more" if len(standing.disputed) > COMPARED else more
        parts.append(f"numbers differ: {'; '.join(pairs[:most])}{more}")
    number, reports = len(standing.independent), standing.reports
    since = f" since {standing.first}" if standing.first else ""
    parts.append(f"{_count(number, 'origin')} in {_count(reports, 'report')}{since}")
    return "; ".join(parts)


def _listed(origins: Sequence[Origin], most: int, aside: Sequence[str]) -> str:
    named = [_called(origin, origin.key in aside) for origin in origins[:most]]
    more = len(origins) - most
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _called(origin: Origin, aside: bool) -> str:
    marks = ["opinion"] if aside else []
    if origin.kind == "people" and _is_official(origin.key):
        marks.append("unnamed officials")
    if len(origin.outlets) > 1:
        marks.append(f"via {len(origin.outlets)} outlets")
    if origin.control == "state":
        marks.append("state-controlled")
    return f"{origin.name} ({', '.join(marks)})" if marks else origin.name


def _is_official(key: str) -> bool:
    return is_general(key) or ("/" in key and is_body(key))


def _numbers(counts: Sequence[Count]) -> str:
    return " / ".join(count_in_words(count) for count in counts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
