"""Reports and their readings made by hand, for the pages of reports: no model has a part in them."""

from __future__ import annotations

import json

from sqlalchemy import select

from sayso.ledger import Ledger
from sayso.ledger.schema import current_readings, events, readings
from sayso.ledger.weigh_rows import Copy, Found, Membership, State, write
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Object,
    Participant,
    Party,
    ReaderVersion,
    Reading,
    Source,
    Span,
    Speaker,
    Time,
)
from sayso.report import Report

READER = ReaderVersion("0.0", "m" * 64)
TEXT = (
    "Calvera said on Monday that 40 drones from Dravia struck its port. 😀 Dravia denied the attack.\n\n"
    "“We are calm,” said the envoy <b>Ana & Co</b>.\n"
    "</p></mark><script>alert(1)</script> {{ 7 * 7 }} was painted on a wall."
)
COPY_WORDS = "The same words, carried by another outlet."
HOSTILE = "\"'><script>alert(2)</script><img src=x onerror=alert(3)>"


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def port_report(url: str | None = "https://wire.example/port", title: str = "Port struck") -> Reading:
    """Give a report on which one event is affirmed by one and denied by another, and one statement tells of
    none. Its text holds markup and a wide character.
    """
    report = Report.from_text(
        TEXT,
        url=url,
        title=title,
        outlet="The Wire",
        published="2025-03-04",
        path="in/port.txt",
        language="en",
    )
    assert report.text == TEXT
    sentence = (0, TEXT.index("\n"))
    event = Event(
        type="ASSAULT",
        quad="material conflict",
        contexts=("military",),
        trigger=span("struck"),
        actors=(Participant(span("Dravia"), "Dravia", "@dravia", "Dravia", "XD"),),
        recipients=(Participant(span("its port"), "its port"),),
        objects=(Object(span("40 drones"), "40 drones", "materiel", "drone", 40.0),),
        time=Time(span("on Monday"), "on Monday", "2025-03-03", "2025-03-03"),
    )
    sure = {"event": 0.9, "actors": 0.8, "recipients": 0.7, "stance": 0.9, "sources": 0.95}
    calvera = Source(span("Calvera"), "Calvera", "@calvera", "Calvera", "state")
    start = TEXT.index("Dravia denied")
    dravia = Source((start, start + 6), "Dravia", "@dravia", "Dravia", "state")
    claims = (
        Claim("11" * 10, event, (calvera,), span("said"), "affirms", False, sentence, sure),
        Claim("22" * 10, event, (dravia,), span("denied"), "denies", False, sentence, sure),
    )
    said = Attribution(
        (span("Calvera"),),
        (span("said"),),
        (span("that 40 drones from Dravia struck its port"),),
        Speaker("Calvera", "@calvera"),
    )
    envoy = Attribution(
        (span("the envoy <b>Ana & Co</b>"),),
        ((TEXT.index("” said") + 2, TEXT.index("” said") + 6),),
        (span("“We are calm,”"),),
        Speaker("the envoy <b>Ana & Co</b>"),
    )
    return Reading(
        report,
        READER,
        (
            Mention(span("Calvera"), "Calvera", "state", "@calvera", 0.9),
            Mention(span("Dravia"), "Dravia", "state", "@dravia", 0.9),
        ),
        (said, envoy),
        claims,
        (
            Party("@calvera", "Calvera", "state", ("XC",)),
            Party("@dravia", "Dravia", "state", ("XD",)),
        ),
    )


def plain_report(words: str, **about: str | None) -> Reading:
    """Give a report in which nothing was found."""
    return Reading(Report.from_text(words, **about), READER)


def weigh(ledger: Ledger, copies: dict[str, str]) -> None:
    """Put every event into one matter, m0aa1, and say of which report each of `copies` is a copy."""
    standing = {"origins": [], "affirmed": [], "denied": []}
    with ledger.weighings.viewing() as view:
        found = Found(after=None, algorithm="by hand")
        found.readings = list(view.connection.scalars(select(current_readings.c.id)))
        rows = select(events, readings.c.report_id).join(readings, readings.c.id == events.c.reading_id)
        for row in view.connection.execute(rows):
            key = f"{row.report_id[:16]}:{row.trigger_start}-{row.trigger_end}:{row.type}"
            found.members.append(Membership(row.id, key, "m0aa1", 1.0, "the same words", None))
        found.copies = [Copy(copy, lead, 0.9, "most of its words") for copy, lead in copies.items()]
        found.states = [
            State(
                "m0aa1",
                "ASSAULT",
                "Dravia → ASSAULT",
                actors="[]",
                recipients="[]",
                standing=json.dumps(standing),
                first="2025-03-04",
                last="2025-03-04",
                event_first=None,
                event_last=None,
                contested=True,
                origins=2,
                reports=1,
            )
        ]
    with ledger.weighings.changing() as view:
        assert write(view.connection, found) is not None
