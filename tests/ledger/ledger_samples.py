"""Made-up readings for the ledger's tests; the same seed gives the same reading."""

from __future__ import annotations

import random
import re
from typing import Any

from sayso.reading.reading import Attribution, Mention, Reader, Reading, Span, Speaker
from sayso.report import Report

READER = Reader("0.1.0", "a" * 64)
NEWER = Reader("0.2.0", "b" * 64)


def reading_of(text: str, *said: dict[str, Any], reader: Reader = READER, **about: Any) -> Reading:
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


def random_reading(seed: int, attributions: int = 25, reader: Reader = READER) -> Reading:
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
        Mention((starts[place], ends[place]), text[starts[place] : ends[place]], "organisation")
        for place in range(1, len(starts), 40)
    )
    report = Report.from_text(
        text,
        path=f"reports/{seed}.txt",
        outlet=dice.choice(["Reuters", "The Guardian", "Der Bote"]),
        published=f"2023-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
    )
    assert report.text == text
    return Reading(report, reader, mentions, tuple(found))


_WORDS = re.findall(
    r"\S+",
    """
    the ministry said that its forces had not crossed border on Monday spokesman told reporters “we deny it”
    officials president according to weapons ceasefire talks would resume after an attack near Château-d’Eau
    killed three people he added security council resolution gas pipeline naïve 北京 Zürich’s mayor
    """,
)
