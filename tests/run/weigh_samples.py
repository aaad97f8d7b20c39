"""Small readings about a few matters, and simple methods in place of those of `sayso.weigh`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from sayso.ledger import Ledger
from sayso.reading.ontology import quad_of
from sayso.reading.reading import Claim, Event, Participant, ReaderVersion, Reading, Source
from sayso.report import Report
from sayso.run.linking import Best, Linking, Question
from sayso.run.weighing import Methods
from sayso.weigh.records import Account, Origin, Speaker, Standing, Thread, Voice

READER = ReaderVersion("0.1.0", "a" * 64)
NEWER = ReaderVersion("0.2.0", "b" * 64)
_TYPES = {"armed": "AID", "struck": "ASSAULT", "met": "CONSULT"}
_STANCES = ["affirms", "alleges", "denies"]
_FILLER = [
    "harbour",
    "salt",
    "lantern",
    "orchard",
    "granite",
    "violet",
    "meadow",
    "copper",
    "thistle",
    "amber",
    "walnut",
    "river",
]


def reading(
    *told: tuple[str, str, str], day: str | None, outlet: str = "Altan Press", reader: ReaderVersion = READER,
    more: str = "",
) -> Reading:  # fmt: skip
    """Make a reading: each of `told` is who, what (`_TYPES`) and the stance of the speaker, who is Ann."""
    sentences = [
        f"{who} {what} Sorvane on the coast, Ann said in {outlet if more == '' else 'a'} report"
        for who, what, _ in told
    ]
    report = Report.from_text(
        ". ".join(sentences) + ". " + more, published=day, outlet=outlet, title=told[0][0]
    )
    claims = []
    start = 0
    for number, ((who, what, stance), sentence) in enumerate(zip(told, sentences, strict=True)):
        at = start + len(who) + 1
        whom = report.text.index("Sorvane", start)
        event = Event(
            type=_TYPES[what],
            trigger=(at, at + len(what)),
            quad=quad_of(_TYPES[what]),
            actors=(Participant((start, start + len(who)), who, actor=f"@x/{who.lower()}", name=who),),
            recipients=(Participant((whom, whom + 7), "Sorvane", actor="@x/sorvane", name="Sorvane"),),
        )
        ann = report.text.index("Ann", start)
        chain = (Source((ann, ann + 3), "Ann"),) if number % 2 else ()
        claims.append(
            Claim(f"{number} {stance}", event, chain, None, stance, False, (start, start + len(sentence)))
        )
        start += len(sentence) + 2
    return Reading(report, reader, claims=tuple(claims))


def random_readings(seed: int, count: int) -> list[Reading]:
    """Make readings in which the same events come again, and of which some are copies of others."""
    dice = random.Random(seed)
    made: list[Reading] = []
    while len(made) < count:
        day = (date(2024, 1, 1) + timedelta(dice.randrange(40))).isoformat() if dice.random() < 0.9 else None
        outlet = dice.choice(["Altan Press", "Delta Times", "Neva Agency"])
        told = [
            (dice.choice(["Ardany", "Belmark"]), dice.choice([*_TYPES]), dice.choice(_STANCES))
            for _ in range(dice.randrange(1, 4))
        ]  # fmt: skip
        more = " ".join(dice.choice(_FILLER) for _ in range(30))
        one = reading(*told, day=day, outlet=outlet, more=more)
        made.append(one)
        if dice.random() < 0.5:
            later = (date(2024, 1, 1) + timedelta(dice.randrange(40))).isoformat()
            made.append(reading(*told, day=later, outlet="Delta Times", more=more + " And so on"))
    return list({each.report.id: each for each in made}.values())[:count]


def threads(account: Account) -> list[Thread]:
    """Take every mention for a thread of its own."""
    found = []
    own = account.lead_outlet or account.outlet or "?"
    for mention in account.mentions:
        voices = tuple(
            Voice(
                claim.id,
                mention.key,
                account.report,
                account.outlet,
                account.published,
                claim.stance,
                (_speaker(claim.sources[0].text if claim.sources else own),),
                copied=any(start <= mention.span[0] < end for start, end in account.carried),
                quote=mention.sentence,
            )
            for claim in mention.claims
        )  # fmt: skip
        who = mention.event.actors[0].name or "?"
        days = (account.published, account.published)
        features: dict[str, Any] = {"first": who, "second": "Sorvane", "word": mention.trigger}
        found.append(
            Thread(mention.key, account.report, account.published, *days, (mention.key,), features, voices)
        )
    return found


def _speaker(name: str) -> Speaker:
    return Speaker(name.lower(), name, text=name)


def keys(thread: Thread) -> list[str]:
    return [f"{thread.features['first']} {thread.features['word']}"]


def reach(thread: Thread) -> tuple[str, str] | None:
    if thread.start is None:
        return None
    day = date.fromisoformat(thread.start)
    return (day - timedelta(7)).isoformat(), (day + timedelta(7)).isoformat()


def pack(threads: Sequence[Thread]) -> list[bytes]:
    return [(thread.start or "").encode() for thread in threads]


def links(packed: Sequence[bytes], questions: Sequence[Question]) -> list[Best | None]:
    """Link a thread to the nearest earlier one by date, if that is within a week; of two the first."""
    found: list[Best | None] = []
    for at, others in questions:
        days = {int(other): _days(packed[at], packed[other]) for other in others}
        best = min(days, key=lambda other: (days[other], other))
        near = days[best] <= 7
        found.append((best, round(1 - days[best] / 10, 3), "near") if near else None)
    return found


def rivals(packed: Sequence[bytes], at: int, later: Any, scores: Any) -> Any:
    """Give those that are not nearer to another one."""
    mine = [round(1 - _days(packed[at], packed[int(other)]) / 10, 3) for other in later]
    return later[[one >= score for one, score in zip(mine, scores, strict=True)]]


def _days(one: bytes, other: bytes) -> float:
    if not one or not other:
        return 6.5
    return abs((date.fromisoformat(one.decode()) - date.fromisoformat(other.decode())).days)


def why(one: Thread, two: Thread, common: str) -> str:
    return f"{common} {one.features['word']}, as {two.features['word']}"


def stand(voices: Sequence[Voice], mentions: Any, actors: Any, recipients: Any) -> Standing:
    its = sorted(voices, key=lambda voice: (voice.published or "", voice.event, voice.claim))
    by = {
        stance: {v.chain[-1].key for v in its if v.stance == stance}
        for stance in ("affirms", "alleges", "denies")
    }
    names = {v.chain[-1].key: v.chain[-1].name for v in its}
    days = sorted(v.published for v in its if v.published)
    return Standing(
        origins=tuple(Origin(key, names[key]) for key in sorted(names)),
        affirmed=tuple(sorted(by["affirms"])),
        alleged=tuple(sorted(by["alleges"])),
        denied=tuple(sorted(by["denies"])),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        contested=bool(by["denies"] and (by["affirms"] | by["alleges"])),
        reports=len({v.report for v in its}),
        stories=len({v.report for v in its if not v.copied}),
        claims=len(its),
    )  # fmt: skip


def name(root: str) -> str:
    return "m" + root.replace(":", "-").lower()


METHODS = Methods(threads, Linking(keys, reach, pack, list, links, rivals, why, name), stand, "test 1")


def found(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Give what counts in a ledger after weighing: memberships, states and stories, without numbers."""

    def newest(table: str, by: str, columns: str, where: str = "1 = 1") -> list[tuple[Any, ...]]:
        newer = f"SELECT 1 FROM {table} AS newer WHERE newer.{by} = this.{by} AND newer.id > this.id"
        query = f"SELECT {columns} FROM {table} AS this WHERE NOT EXISTS ({newer}) AND {where} ORDER BY 1"
        with ledger._asking() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    current = "event_id IN (SELECT id FROM events WHERE reading_id IN (SELECT id FROM current_readings))"
    return {
        "members": newest("matter_members", "event_id", 'event_key, matter, score, why, "like"', current),
        "states": newest(
            "matter_states", "matter", "matter, type, title, actors, recipients, standing, first, last, "
            "contested, origins, reports", "NOT retired"
        ),
        "stories": newest("story_members", "report_id", "report_id, story, score, why", "report_id <> story"),
    }  # fmt: skip
