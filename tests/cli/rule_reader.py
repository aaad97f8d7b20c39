"""A reader by a few rules, for tests of the command line that need not wait for the trained one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.reading.ontology import quad_of
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Object,
    Participant,
    Place,
    ReaderVersion,
    Reading,
    Source,
    Span,
    Speaker,
    Time,
)
from sayso.reading.sentences import sentences
from sayso.reading.times import resolve

if TYPE_CHECKING:
    from sayso.report import Report

SAID = re.compile(r'(?P<content>"[^"]+"),? (?P<source>[^".]+?) (?P<cue>said|denied|told reporters)')
THAT = re.compile(r"(?P<source>\b[\w ]+?) (?P<cue>claims) that (?P<content>[^\"]+)\.")

TYPES = {"sold": "AID", "attacked": "ASSAULT", "killed": "ASSAULT", "accused": "ACCUSE", "met": "CONSULT"}
NAME = r"[A-Z][\w’]*(?: [A-Z][\w’]*)*"
ACTIVE = re.compile(
    rf"(?P<actor>{NAME}) (?P<trigger>sold|attacked|accused) (?:(?P<object>[\d,a-z][\w, ]*?) to )?"
    rf"(?P<recipient>{NAME})(?: in (?P<place>{NAME}))?(?: (?P<time>on \w+day))?"
)
PASSIVE = re.compile(rf"(?P<recipient>[\d]+ [a-z]+) were (?P<trigger>killed)(?: in (?P<place>{NAME}))?")
BOTH = re.compile(rf"(?P<actor>{NAME}) and (?P<other>{NAME}) (?P<trigger>met)")
VIA = re.compile(rf"according to (?P<outer>{NAME})")
STANCES = {"said": "affirms", "alleged": "alleges", "denied": "denies", "predicted": "predicts"}
CHAIN = re.compile(rf"(?P<origin>{NAME}) (?P<cue>{'|'.join(STANCES)})")


class RuleReader:
    """A reader in place of the trained one.

    Statements: `"…," X said` and, also inside quotations, `X claims that …`. Claims: in every sentence, `X
    sold things to Y in Z on Monday` and the like, by `X said`, `X alleged`, `X denied` of the same sentence,
    all of them through `according to X`; "Perhaps" makes an event unsure, "surely" the sentence an opinion.
    """

    reader = ReaderVersion("0.0-rules", "0" * 64)

    def __init__(self, model_dir: Path | None = None, *, parties: Path | None = None) -> None:
        pass

    def read(self, report: Report) -> Reading:
        if "unreadable on purpose" in report.text:
            raise ZeroDivisionError("asked for")
        matches = [*SAID.finditer(report.text), *THAT.finditer(report.text)]
        return Reading(
            report,
            self.reader,
            attributions=tuple(
                Attribution(
                    source=(match.span("source"),),
                    cue=(match.span("cue"),),
                    content=(match.span("content"),),
                    speaker=Speaker(match["source"]),
                )
                for match in sorted(matches, key=lambda match: match.start())
            ),
            claims=tuple(claim for span in sentences(report.text) for claim in claims(report, span)),
        )


def claims(report: Report, sentence: Span) -> list[Claim]:
    """Find the claims of one sentence."""
    words = report.text[slice(*sentence)]
    confidence = {"event": 0.5 if "Perhaps" in words else 0.9, "stance": 0.8}
    outer = [
        Source(span, text)
        for match in VIA.finditer(report.text, *sentence)
        for span, text in [_part(match, "outer")]
    ]
    chains: list[tuple[tuple[Source, ...], Span | None, str]] = [
        ((*outer, Source(*_part(match, "origin"))), match.span("cue"), STANCES[match["cue"]])
        for match in CHAIN.finditer(report.text, *sentence)
    ] or [(tuple(outer), None, "affirms")]
    return [
        Claim(
            id=f"{report.id[:8]}-{event.trigger}-{number}",
            event=event,
            sources=sources,
            cue=cue,
            stance=stance,
            opinion="surely" in words,
            sentence=sentence,
            confidence=confidence,
        )
        for event in _events(report, sentence)
        for number, (sources, cue, stance) in enumerate(chains)
    ]


def _part(match: re.Match[str], name: str) -> tuple[Span, str]:
    return match.span(name), match[name]


def _events(report: Report, sentence: Span) -> list[Event]:
    events = []
    published = date.fromisoformat(report.published) if report.published else None
    for pattern in (ACTIVE, PASSIVE, BOTH):
        for match in pattern.finditer(report.text, *sentence):
            found = {name for name, words in match.groupdict().items() if words}
            type = TYPES[match["trigger"]]
            time = None
            if "time" in found:
                days = resolve(match["time"], published) or (None, None)
                time = Time(*_part(match, "time"), *(day and day.isoformat() for day in days))
            events.append(
                Event(
                    type=type,
                    trigger=match.span("trigger"),
                    quad=quad_of(type),
                    actors=tuple(
                        Participant(*_part(match, name)) for name in ("actor", "other") if name in found
                    ),
                    recipients=(Participant(*_part(match, "recipient")),) if "recipient" in found else (),
                    objects=(Object(*_part(match, "object")),) if "object" in found else (),
                    places=(Place(*_part(match, "place")),) if "place" in found else (),
                    time=time,
                )
            )
    return sorted(events, key=lambda event: event.trigger)
