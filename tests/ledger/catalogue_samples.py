"""Ledgers for the tests of the catalogue: small made-up reports, read, read again and weighed at random."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from sayso.ledger import Ledger
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.schema import current_readings, events, readings
from sayso.ledger.weigh_rows import Copy, Found, Membership, State, write
from sayso.reading.ontology import STANCES, TYPES, quad_of
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Participant,
    Party,
    ReaderVersion,
    Reading,
    Source,
    Speaker,
)
from sayso.report import Report

PARTIES = {
    party.id: party
    for party in (
        Party("IRN", "Iran", "state", ("IR",)),
        Party("IRN/forces", "Forces of Iran", "military", ("IR",), within=("IRN",)),
        Party("IRN/guards", "Revolutionary Guards", "military", ("IR",), within=("IRN/forces", "IRN")),
        Party("RUS", "Russia", "state", ("RU",)),
        Party(
            "RUS/defence-ministry", "Ministry of Defence of Russia", "government", ("RU",), within=("RUS",)
        ),
        Party("@workers", "Workers of Château-d’Eau", "people"),
        Party("acme", "Acme", "company", ("DE",), control="private"),
    )
}
OUTLETS = ("Der Bote", "The Courier", None)
_WORDS = ("pipeline", "drones", "talks", "grain", "embargo", "mayor", "bridge", "vote")


def reading(
    text_seed: int, reading_seed: int = 0, *, day: str | None = "random", claims: int | None = None
) -> Reading:
    """Make the report of a seed, read in the way of another seed: the same text always."""
    dice = random.Random(text_seed)
    words = [dice.choice(_WORDS) for _ in range(60)]
    if day == "random":
        day = dice.choice([None, "2023-01-31", f"2023-02-{dice.randrange(1, 29):02}", "2024-02-29"])
    report = Report.from_text(
        f"Report {text_seed}. " + " ".join(words),
        path=f"reports/{text_seed}.txt",
        title=f"Title {text_seed}",
        outlet=dice.choice(OUTLETS),
        published=day,
    )
    dice = random.Random(f"{text_seed} {reading_seed}")
    named = {*dice.sample(sorted(PARTIES), dice.randrange(len(PARTIES) + 1))}
    starts = [place for place, sign in enumerate(report.text) if sign == " "]

    def span(number: int) -> tuple[int, int]:
        return starts[number] + 1, starts[number + 1]

    def words_at(number: int) -> str:
        return report.text[slice(*span(number))]

    def some(most: int) -> list[str | None]:
        known = [*PARTIES, None, "unknown"]  # a reader describes whom it names, but who knows
        found = dice.sample(known, dice.randrange(most + 1))
        named.update(each for each in found if each in PARTIES)
        return found

    found: list[Claim] = []
    for number in range(dice.randrange(5) if claims is None else claims):
        at = 3 + (number * 6) % 48
        kind = dice.choice(TYPES)
        event = Event(
            type=kind,
            trigger=span(at),
            quad=quad_of(kind),
            contexts=tuple(dice.sample(["military", "cyber", "health"], dice.randrange(3))),
            actors=tuple(Participant(span(at + 1), words_at(at + 1), actor=each) for each in some(2)),
            recipients=tuple(Participant(span(at + 2), words_at(at + 2), actor=each) for each in some(2)),
        )
        for one in range(dice.randrange(1, 3)):
            chain = tuple(Source(span(at + 3), words_at(at + 3), actor=each) for each in some(2))
            sure = {part: dice.random() for part in dice.sample(["event", "stance"], dice.randrange(3))}
            found.append(
                Claim(
                    f"{text_seed}-{number}-{one}", event, chain, None, dice.choice(STANCES), False,
                    (starts[at], starts[at + 4]), sure,
                )
            )  # fmt: skip
    said = tuple(
        Attribution((span(1),), (), (span(2),), Speaker(words_at(1), each)) for each in some(2) if each
    )
    parties = tuple(PARTIES[each] for each in sorted(named))
    return Reading(report, ReaderVersion(f"0.{reading_seed}", "m"), (), said, tuple(found), parties)


def weigh(ledger: Ledger, dice: random.Random, matters: int = 6) -> None:
    """Put some events into matters at random, move others, make copies, and state how the matters stand."""
    with ledger.weighings.viewing() as view:
        last = view.last()
        found = Found(after=last.id if last else None, algorithm="test 1")
        current = view.connection.execute(select(current_readings).order_by(current_readings.c.id)).all()
        found.readings = []
        rows = view.connection.execute(
            select(events, readings.c.report_id).join(readings, readings.c.id == events.c.reading_id)
        ).all()
        for row in rows:
            if dice.random() < 0.6:
                matter = f"m0a{dice.randrange(matters)}"
                key = f"{row.report_id[:16]}:{row.trigger_start}-{row.trigger_end}:{row.type}"
                found.members.append(Membership(row.id, key, matter, dice.random(), "why", None))
        ids = [reading.report_id for reading in current]
        if len(ids) > 1:
            for _ in range(dice.randrange(3)):
                copy, lead = dice.sample(ids, 2)
                found.copies.append(Copy(copy, dice.choice([lead, copy]), 0.9, "most of its words"))
        names = dice.sample(range(matters), dice.randrange(matters + 1))
        found.states = [_state(f"m0a{number}", dice) for number in names]
        known = {*(member.matter for member in found.members), *(state.matter for state in found.states)}
        states = {state.matter for state in found.states}
        found.states += [_state(matter, dice) for matter in sorted(known - states)]
    with ledger.weighings.changing() as view:
        assert write(view.connection, found) is not None


def _state(matter: str, dice: random.Random) -> State:
    keys = dice.sample([*PARTIES, "der-bote"], dice.randrange(4))
    origins = [
        {
            "key": key,
            "name": PARTIES[key].name if key in PARTIES else "Der Bote",
            "kind": PARTIES[key].kind if key in PARTIES else "outlet",
            "stances": {dice.choice(STANCES): 1},
        }
        for key in keys
    ]
    standing = {
        "origins": origins,
        "affirmed": keys[:1],
        "denied": keys[1:2],
        "aside": dice.sample(keys, dice.randrange(len(keys) + 1)),
        "reports": 2,
    }
    last = dice.choice([None, f"2023-0{dice.randrange(1, 9)}-01"])
    return State(
        matter=matter,
        type=dice.choice(TYPES),
        title=f"{dice.choice(_WORDS)} of {matter}",
        actors=json.dumps(_named(dice.sample(sorted(PARTIES), dice.randrange(3)))),
        recipients=json.dumps(_named(dice.sample(sorted(PARTIES), dice.randrange(3)))),
        standing=json.dumps(standing),
        first=last and "2022-12-01",
        last=last,
        event_first=dice.choice([None, "2022-11-01"]),
        contested=dice.random() < 0.5,
        origins=len(keys),
        reports=dice.randrange(4),
        retired=dice.random() < 0.2,
    )


def _named(ids: Iterable[str]) -> list[dict[str, str]]:
    return [{"id": each, "name": PARTIES[each].name} for each in ids]


# ---- what there is, by names -------------------------------------------------------------------------------


def snapshot(ledger: Ledger) -> dict[str, Any]:
    """Give all that the catalogue holds, with names for its numbers: these depend on the order in which it
    was made, and nothing else may.
    """
    with ledger._asking() as connection:
        rows = {
            table.name.removeprefix("catalogue_"): [
                row._asdict() for row in connection.execute(select(table))
            ]
            for table in tables.CATALOGUE
        }
    actor = {row["number"]: row["actor"] for row in rows["parties"]}
    outlet = {0: None, **{row["number"]: row["name"] for row in rows["outlets"]}}
    matter = {0: None, **{row["number"]: row["matter"] for row in rows["matters"]}}
    idle = {
        row["number"]
        for row in rows["parties"]
        if not row["known"] and not any(row[name] for name in ("claims", "statements", "origins"))
    }
    named: dict[str, Any] = {}
    named["state"] = [{k: v for k, v in row.items() if k not in ("serial", "at")} for row in rows["state"]]
    named["parties"] = {row.pop("actor"): row for row in rows["parties"] if row.pop("number") not in idle}
    named["words"] = {(row["word"], actor[row["party"]]) for row in rows["words"] if row["party"] not in idle}
    named["wholes"] = {(actor[row["whole"]], actor[row["part"]]) for row in rows["wholes"]}
    named["reports"] = {row["place"]: {**row, "outlet": outlet[row["outlet"]]} for row in rows["reports"]}
    named["claims"] = {
        row["place"]: {
            **row,
            "outlet": outlet[row["outlet"]],
            "matter": matter[row["matter"]],
            "who": [[actor[int(each)] for each in side.split()] for side in row["who"].split("|")],
        }
        for row in rows["claims"]
    }
    named["parts"] = {(actor[row.pop("party")], row.pop("place")): row for row in rows["parts"]}
    named["pairs"] = {
        (actor[row.pop("one")], actor[row.pop("other")], row.pop("place")): row for row in rows["pairs"]
    }
    named["partners"] = {(actor[row["one"]], actor[row["other"]]): row["claims"] for row in rows["partners"]}
    named["matters"] = {
        row.pop("matter"): {
            **row,
            "number": None,
            "who": [[actor[int(each)] for each in side.split()] for side in row["who"].split("|")],
        }
        for row in rows["matters"]
        if row["state"]
    }
    named["sides"] = {(actor[row["party"]], matter[row["matter"]]): row["roles"] for row in rows["sides"]}
    named["origins"] = {(matter[row.pop("matter")], actor[row.pop("party")]): row for row in rows["origins"]}
    named["tallies"] = {
        (row["kind"], outlet[int(row["value"])] if row["kind"] == "outlet" else row["value"]): row["n"]
        for row in rows["tallies"]
        if row["n"]
    }
    return named
