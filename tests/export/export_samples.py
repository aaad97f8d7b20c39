"""A small ledger for tests of exports: one event that is alleged and denied, one that is only denied, one
with a single side, and words that try to break out of every format.
"""

from __future__ import annotations

from tests.ledger.ledger_samples import claim_of, event_of

from sayso.reading.reading import Party, ReaderVersion, Reading
from sayso.report import Report

READER = ReaderVersion("0.2.0", "a" * 64)
HOSTILE = "</data><script>alert('\x1b[31m\u202eevil\x07')</script> & \"=cmd()\"\tx\nA\u2028B"

WIRE = "Harbour Wire: Kyiv says Iran sold 400 drones to Russia on Monday. Iran denies it sold drones."
BULLETIN = "The ministry denied that Russia struck Odesa. Protesters marched."
EVIL = "=Evil() <b>met</b> 'R&D' \"Corp\"\nand ]]> left."

IRAN = {"actor": "IRN", "name": "Iran", "country": "IR", "sector": "GOV"}
RUSSIA = {"actor": "RUS", "name": "Russia", "country": "RU", "sector": "GOV"}
UKRAINE = {"actor": "UKR", "name": "Ukraine", "country": "UA"}
PARTIES = (
    Party("IRN", "Iran", "state", ("IR",), ("GOV",)),
    Party("RUS", "Russia", "state", ("RU",), ("GOV",)),
    Party("UKR", "Ukraine", "state", ("UA",), ("GOV",)),
    Party("RUS/defence-ministry", "Ministry of Defence of Russia", "government", ("RU",), ("GOV", "MIL")),
)
EVIL_PARTIES = (
    Party("@e/corp", HOSTILE, "company", ("RU", "IR"), ("BUS",), about=HOSTILE),
    Party("own.café/x", "Own Café", "person"),
)


def wire() -> Reading:
    sale = event_of(
        WIRE,
        "AID",
        "sold",
        actors=[("Iran", IRAN)],
        recipients=[("Russia", RUSSIA)],
        objects=[("400 drones", {"kind": "materiel", "item": "drone", "amount": 400.0})],
        time=("on Monday", {"start": "2023-08-21", "end": "2023-08-21"}),
        contexts=("military", "territorial"),
    )
    sure = {"event": 0.9, "actors": 0.8, "recipients": 0.7, "stance": 0.6, "sources": 0.5}
    sentence, denial = WIRE.split(". ")[0] + ".", WIRE.split(". ")[1]
    said = claim_of(
        WIRE, sale, "Harbour Wire", ("Kyiv", {**_speaker(UKRAINE), "kind": "state"}),
        stance="alleges", cue="says", sentence=sentence, confidence=sure, id="alleged",
    )  # fmt: skip
    denied = claim_of(
        WIRE, sale, ("Iran", {**_speaker(IRAN), "kind": "state"}), stance="denies", cue="denies",
        sentence=denial, id="denied",
    )  # fmt: skip
    report = Report.from_text(
        WIRE, path="wire.txt", url="https://wire.example/1", title="Drones", outlet="Harbour Wire",
        published="2023-08-22",
    )  # fmt: skip
    return Reading(report, READER, claims=(said, denied), parties=PARTIES)


def bulletin() -> Reading:
    first, second = BULLETIN.split(". ")[0] + ".", BULLETIN.split(". ")[1]
    strike = event_of(
        BULLETIN, "ASSAULT", "struck", actors=[("Russia", RUSSIA)], recipients=["Odesa"], mode="aerial",
        places=[("Odesa", {"country": "UA", "lat": 46.48, "lon": 30.73})],
    )  # fmt: skip
    march = event_of(BULLETIN, "PROTEST", "marched", actors=["Protesters"], mode="vandalize")
    ministry = {
        "actor": "RUS/defence-ministry",
        "name": "Ministry of Defence of Russia",
        "kind": "government",
    }
    denied = claim_of(
        BULLETIN, strike, ("The ministry", ministry), stance="denies", sentence=first, id="strike"
    )
    marched = claim_of(BULLETIN, march, sentence=second, id="march", opinion=True)
    report = Report.from_text(BULLETIN, path="bulletin.txt", outlet="Bulletin")
    return Reading(report, READER, claims=(denied, marched), parties=PARTIES)


def evil() -> Reading:
    corp = {"actor": "@e/corp", "name": HOSTILE, "country": "RU", "sector": "BUS"}
    own = {"actor": "own.café/x", "name": "Own Café"}
    met = event_of(
        EVIL, "CONSULT", "met", actors=[("=Evil()", corp)], recipients=[("Corp", own), "'R&D'"],
        places=["]]>"],
    )  # fmt: skip
    claim = claim_of(EVIL, met, ('"Corp"\nand', own), stance="affirms", id="evil")
    report = Report.from_text(
        EVIL, path="evil\x1b.txt", url="javascript:alert(1)", title=HOSTILE, outlet=HOSTILE,
        published="2023-08-25",
    )  # fmt: skip
    return Reading(report, READER, claims=(claim,), parties=EVIL_PARTIES)


def _speaker(party: dict[str, str]) -> dict[str, str]:
    return {name: party[name] for name in ("actor", "name", "country")}
