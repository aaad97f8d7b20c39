"""Made-up readings for the ledger's tests; the same seed gives the same reading."""

from __future__ import annotations

import random
import re
from typing import Any

from sayso.ledger.schema import CONFIDENCES
from sayso.reading.ontology import STANCES, TYPES, quad_of
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Object,
    Participant,
    Party,
    Place,
    ReaderVersion,
    Reading,
    Source,
    Span,
    Speaker,
    Time,
    Why,
)
from sayso.report import Report

READER = ReaderVersion("0.1.0", "a" * 64)
NEWER = ReaderVersion("0.2.0", "b" * 64)


def reading_of(text: str, *said: dict[str, Any], reader: ReaderVersion = READER, **about: Any) -> Reading:
    """Make a reading by words: each of `said` names source, cue and content by words (or lists of words) of
    the text."""
    report = Report.from_text(text, **about)

    def spans(words: str | list[str] | None) -> tuple[Span, ...]:
        found = []
        for piece in [words] if isinstance(words, str) else words or []:
            start = report.text.index(piece)
            found.append((start, start + len(piece)))
        return tuple(found)

    attributions = []
    for each in said:
        source = spans(each.get("source"))
        speaker = " ".join(report.text[start:end] for start, end in source)
        attributions.append(
            Attribution(
                source, spans(each.get("cue")), spans(each["content"]), Speaker(speaker) if speaker else None
            )
        )
    return Reading(report, reader, attributions=tuple(attributions))


def event_of(text: str, type: str, trigger: str, **parts: Any) -> Event:
    """Make an event by words of the text. `parts` are the fields of Event: each of actors, recipients,
    objects and places is a list of words, or of words with a dict of their details; time is one of these."""
    made: dict[str, Any] = {}
    for name, record in (
        ("actors", Participant), ("recipients", Participant), ("objects", Object), ("places", Place),
    ):  # fmt: skip
        made[name] = tuple(_part(text, record, each) for each in parts.pop(name, ()))
    if "time" in parts:
        made["time"] = _part(text, Time, parts.pop("time"))
    return Event(type=type, trigger=_span(text, trigger), quad=quad_of(type), **made, **parts)


def claim_of(text: str, event: Event, *sources: Any, stance: str = "affirms", **about: Any) -> Claim:
    """Make a claim by words of the text: `sources` as the parts of `event_of`, outermost first; `cue` and
    `sentence` (else the whole text) are words, too."""
    cue, sentence = about.pop("cue", None), about.pop("sentence", text)
    chain = tuple(_part(text, Source, each) for each in sources)
    details = {"id": f"{stance} {event.trigger} {chain}", "opinion": False, **about}
    where = None if cue is None else _span(text, cue)
    return Claim(
        event=event, sources=chain, cue=where, stance=stance, sentence=_span(text, sentence), **details
    )


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def _part(text: str, record: Any, what: str | tuple[str, dict[str, Any]]) -> Any:
    words, details = (what, {}) if isinstance(what, str) else what
    return record(_span(text, words), words, **details)


def random_reading(seed: int, attributions: int = 25, reader: ReaderVersion = READER) -> Reading:
    """Make a reading of a text of some 700 words with as many attributions as asked for."""
    dice = random.Random(seed)
    words = [dice.choice(_WORDS) for _ in range(attributions * 28)]
    text = f"{seed}. " + " ".join(words)
    starts = [0]
    for word in text.split(" ")[:-1]:
        starts.append(starts[-1] + len(word) + 1)
    ends = [start + len(word) for start, word in zip(starts, text.split(" "), strict=True)]
    found = []
    for number in range(attributions):
        first = number * 28
        source = (starts[first], ends[first + dice.randrange(1, 4)])
        cue = (starts[first + 5], ends[first + 5])
        content = [(starts[first + 6], ends[first + 12])]
        if dice.random() < 0.3:
            content.append((starts[first + 14], ends[first + 20]))
        speaker = Speaker(text[source[0] : source[1]])
        found.append(Attribution((source,), (cue,), tuple(content), speaker))
    mentions = tuple(
        Mention(
            (starts[place], ends[place]),
            text[starts[place] : ends[place]],
            "organisation",
            actor,
            dice.choice([None, 0.5, dice.random()]),
            dice.choice([None, Why("name"), Why("it", (starts[0], ends[0]), "several before it")]),
        )
        for place in range(1, len(starts), 40)
        for actor in dice.sample([None, "party-1", "party-2"], dice.randrange(1, 3))
    )
    parties = tuple(
        Party(
            f"party-{number}",
            f"Party {number}",
            dice.choice(["state", "company"]),
            countries=("IR", "RU")[: dice.randrange(3)],
            sectors=("GOV",),
            belongs_to="party-0",
            within=("party-0", "party-é"),
            control=dice.choice([None, "state"]),
            about=dice.choice([None, "the mayor of Zürich"]),
        )
        for number in range(dice.randrange(1, 4))
    )
    report = Report.from_text(
        text,
        path=f"reports/{seed}.txt",
        outlet=dice.choice(["Reuters", "The Guardian", "Der Bote"]),
        published=f"2023-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
    )
    assert report.text == text
    return Reading(report, reader, mentions, tuple(found), _random_claims(text, found, dice), parties)


def _random_claims(text: str, attributions: list[Attribution], dice: random.Random) -> tuple[Claim, ...]:
    """Make some claims of attributions: the event is in the content, and every third is told by two."""
    claims = []
    for number, said in enumerate(attributions):
        (start, end), (source,), (cue,) = said.content[0], said.source, said.cue
        type = dice.choice(TYPES)
        actor = Participant(source, text[slice(*source)], actor=f"party-{dice.randrange(9)}", name="A Party")
        event = Event(
            type=type,
            trigger=(start, end),
            quad=quad_of(type),
            contexts=("military",),
            actors=(actor,),
            recipients=(Participant(said.content[-1], text[slice(*said.content[-1])]),),
            objects=(Object(cue, text[slice(*cue)], "money", amount=dice.random() * 1e6, currency="EUR"),),
            places=(Place(cue, text[slice(*cue)], "IR", lat=dice.uniform(-90, 90), lon=0.1),),
            time=Time(cue, text[slice(*cue)], "2023-08-01", "2023-08-31"),
        )
        chain = (Source(source, text[slice(*source)], kind="outlet", country="IR", control="state"),)
        for one in range(1 + (number % 3 == 0)):
            confidence = {part: dice.random() for part in CONFIDENCES}
            claims.append(
                Claim(
                    id=f"{number}-{one}",
                    event=event,
                    sources=chain[:one],
                    cue=cue if one else None,
                    stance=dice.choice(STANCES),
                    opinion=dice.random() < 0.1,
                    sentence=(source[0], end),
                    confidence=confidence,
                )
            )
    return tuple(claims)


_WORDS = re.findall(
    r"\S+",
    """
    the ministry said that its forces had not crossed border on Monday spokesman told reporters “we deny it”
    officials president according to weapons ceasefire talks would resume after an attack near Château-d’Eau
    killed three people he added security council resolution gas pipeline naïve 北京 Zürich’s mayor
    """,
)
