"""A ledger of a few parties that act on each other, made by hand and weighed: for the pages of parties, pairs
and the network. Nothing in it happened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.ledger import Ledger
from sayso.reading.ontology import quad_of
from sayso.reading.reading import (
    Claim,
    Event,
    Mention,
    Participant,
    Party,
    ReaderVersion,
    Reading,
    Source,
    Span,
)
from sayso.report import Report
from sayso.run.cataloguing import catalogue
from sayso.run.weighing import weigh

READER = ReaderVersion("0.0", "m" * 64)
HOSTILE = "\"'><script>alert(1)</script>"

IRAN = Party("IRN", "Iran", "state", ("IR",), ("GOV",))
RUSSIA = Party("RUS", "Russia", "state", ("RU",), ("GOV",))
GUARDS = Party(
    "IRN/irgc", "Islamic Revolutionary Guard Corps", "military", ("IR",), ("MIL", "PRM"),
    "IRN/armed-forces", ("IRN/armed-forces", "IRN/government", "IRN"),
)  # fmt: skip
PAPER = Party("estuary-post", "Estuary Post", "outlet", ("IR",), ("JRN",), control="state")
PARTIES = {"Iran": IRAN, "Russia": RUSSIA, "The Guards": GUARDS, "Estuary Post": PAPER}


def report_of(number: int, day: str | None, *said: tuple[str, str, str, str, str]) -> Reading:
    """Make a reading of a report: each of `said` is who says so, how they stand to it, who does it, what
    (a type of event), to whom. A name that is none of PARTIES is one that only this report knows.
    """
    lines = [
        f"{who} {stance} {i}: {actor} did {kind} to {recipient}."
        for i, (who, stance, actor, kind, recipient) in enumerate(said)
    ]
    whole = "\n".join([f"Report {number}.", *lines])
    report = Report.from_text(whole, outlet=f"Paper {number}", published=day)
    text, place = report.text, report.text.index("\n") + 1
    parties = {**PARTIES}

    def party(words: str) -> Party:
        own = Party(f"@{report.id[:12]}/{words.lower()[:20]}", words, "organisation", about="a group")
        return parties.setdefault(words, own)

    def part(record: Any, words: str, after: int) -> Any:
        start = text.index(words, after)
        its = party(words)
        return record((start, start + len(words)), words, its.id, its.name)

    claims, mentions, used = [], [], {}
    for line, (who, stance, actor, kind, recipient) in zip(lines, said, strict=True):
        sentence: Span = (place, place + len(line))
        trigger = text.index("did", place)
        event = Event(
            type=kind,
            quad=quad_of(kind),
            contexts=("military",) if kind == "ASSAULT" else (),
            trigger=(trigger, trigger + 3),
            actors=(part(Participant, actor, text.index(":", place)),),
            recipients=(part(Participant, recipient, trigger),),
        )
        source = part(Source, who, place)
        sure = {"event": 0.9, "actors": 0.9, "recipients": 0.9, "stance": 0.9, "sources": 0.9}
        claims.append(Claim(f"{place:020x}", event, (source,), None, stance, False, sentence, sure))
        for each in (source, *event.actors, *event.recipients):
            mentions.append(Mention(each.span, each.text, "organisation", each.actor, 0.9))
            used[each.actor] = party(each.text)
        place += len(line) + 1
    mentions.sort(key=lambda each: each.span)
    return Reading(report, READER, tuple(mentions), (), tuple(claims), tuple(used.values()))


def fill(where: Path) -> None:
    """Make the ledger."""
    readings = [
        report_of(
            1, "2023-01-10",
            ("Iran", "affirms", "Russia", "AID", "Iran"),
            ("Russia", "denies", "Russia", "AID", "Iran"),
            ("Estuary Post", "affirms", "The Guards", "ASSAULT", "Russia"),
        ),
        report_of(2, "2023-02-11", ("Russia", "affirms", "Iran", "ACCUSE", "Russia")),
        report_of(3, None, ("Harbour Guild", "alleges", "The Guards", "ASSAULT", "Russia")),
        report_of(4, "2023-02-12", ("Harbour Guild", "affirms", HOSTILE, "PROTEST", "Iran")),
    ]  # fmt: skip
    with Ledger(where) as ledger:
        for reading in readings:
            assert ledger.append(reading)
        weigh(ledger, workers=1)
        catalogue(ledger)
