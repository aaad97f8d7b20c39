"""How long weighing takes: a large ledger at once, and one report more.

    python -m benchmarks.weighing [--reports 100000] [--ledger weighing.db]

The ledger is invented: reports with about ten claims and 150 words each, over three years, about matters
between states; few pairs of states have most of them. As in the news, a matter has its place and its people,
and a sentence about it names one of them or both; a matter has one number, and one sentence in four gives
the double. One report in ten is a copy with some words changed. The same number of reports gives the same
ledger. It is written past `Ledger.append`, which is not what is measured here, and without search indexes.

Measured are the time of weighing all of it and the peak memory of all processes together, and the time of
weighing one report more in a process that has weighed before: half of them of the last days, half of any.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import random
import sqlite3
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from sayso.ledger import Ledger
from sayso.reading.ontology import quad_of
from sayso.run.weighing import weigh

DAYS = 3 * 365
FIRST = date(2022, 1, 1)
COPIES = 0.1
AT_ONCE = 1000
_STATES = (
    "RUS RU Russia|UKR UA Ukraine|USA US United States|CHN CN China|IRN IR Iran|ISR IL Israel|"
    "PRK KP North Korea|KOR KR South Korea|JPN JP Japan|TWN TW Taiwan|IND IN India|PAK PK Pakistan|"
    "TUR TR Turkey|SYR SY Syria|SAU SA Saudi Arabia|YEM YE Yemen|EGY EG Egypt|LBN LB Lebanon|"
    "IRQ IQ Iraq|AFG AF Afghanistan|DEU DE Germany|FRA FR France|GBR GB United Kingdom|"
    "POL PL Poland|BLR BY Belarus|GEO GE Georgia|ARM AM Armenia|AZE AZ Azerbaijan|KAZ KZ Kazakhstan|"
    "SRB RS Serbia|HUN HU Hungary|ITA IT Italy|ESP ES Spain|BRA BR Brazil|VEN VE Venezuela|"
    "CUB CU Cuba|MEX MX Mexico|ZAF ZA South Africa|ETH ET Ethiopia|SDN SD Sudan|MLI ML Mali|"
    "NER NE Niger|LBY LY Libya|MMR MM Myanmar|PHL PH Philippines|VNM VN Vietnam|AUS AU Australia|"
    "CAN CA Canada"
)
_SYLLABLES = (
    "ba|bel|cor|da|dun|el|far|gor|hal|im|jar|ka|kov|lan|lo|mar|mi|nor|ol|pra|qua|rud|sel|ta|tor|ul|var"
)
_DEEDS = {
    "AID": ("supplied", "delivered", "shipped", "sent", "arming"),
    "ASSAULT": ("attacked", "struck", "shelled", "bombed", "raided"),
    "SANCTION": ("sanctioned", "embargoed", "blacklisted", "restricted"),
    "CONSULT": ("met", "visited", "talks", "hosted", "received"),
    "ACCUSE": ("accused", "blamed", "condemned", "criticised"),
    "AGREE": ("agreed", "signed", "pledged", "promised"),
    "THREATEN": ("threatened", "warned"),
    "MOBILIZE": ("deployed", "mobilised", "drills"),
    "COOPERATE": ("bought", "trade", "cooperation", "contract"),
    "REQUEST": ("asked", "urged", "demanded", "called"),
}
_STANCES = ("affirms", "alleges", "denies", "doubts", "intends", "predicts", "urges", "supposes")
_STANCE_WEIGHTS = (45, 25, 10, 3, 7, 4, 4, 2)
_ITEMS = ("drone", "shell", "missile", "tank", "container", "rocket", "vehicle", "rifle")
_PLACES = ("Altan", "Delta", "Harbour", "Vistula", "Neva", "Coral", "Lantern")
_KINDS = ("Press", "Times", "Post", "Courier", "Agency", "Review")
_OUTLETS = tuple(f"{place} {kind}" for place in _PLACES for kind in _KINDS)
_BODIES = (("foreign-ministry", "Foreign Ministry"), ("defence-ministry", "Ministry of Defence"), ("", ""))


@dataclass(frozen=True, slots=True)
class Matter:
    """An invented matter: who, whom, what, when, and some words that tell it."""

    actor: tuple[str, str, str]
    recipient: tuple[str, str, str]
    type: str
    trigger: str
    day: int
    words: tuple[str, ...]
    item: str | None
    amount: int
    place: str
    person: str


class World:
    """Invented matters, and reports about them."""

    def __init__(self, reports: int, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        parts = (each.split(" ", 2) for each in _STATES.split("|"))
        states = [(id, code, name) for id, code, name in parts]
        pairs = [(one, other) for one in states for other in states if one != other]
        self.dice.shuffle(pairs)
        pair_weights = list(accumulate(1 / (place + 3) ** 1.05 for place in range(len(pairs))))
        table = (files("sayso.weigh") / "data" / "words.tsv").read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in table if line and not line.startswith("#")][1:]
        self.words = [word for word, _ in rows if word.isalpha()]
        self.weights = list(accumulate(float(count) for word, count in rows if word.isalpha()))
        rare = self.words[len(self.words) // 5 :]
        types = list(_DEEDS)
        self.by_day: list[list[Matter]] = [[] for _ in range(DAYS)]
        for _ in range(max(reports * 2 // 5, 50)):
            (pair,) = self.dice.choices(pairs, cum_weights=pair_weights)
            type = self.dice.choice(types)
            day = self.dice.randrange(DAYS)
            item = self.dice.choice(_ITEMS) if type in ("AID", "COOPERATE") else None
            trigger, words = self.dice.choice(_DEEDS[type]), tuple(self.dice.choices(rare, k=5))
            amount = self.dice.randrange(2, 40) * 100
            its = Matter(*pair, type, trigger, day, words, item, amount, self.name(2), self.name(3))
            self.by_day[day].append(its)
        self.recent: list[tuple[int, list[tuple[str, Matter | None]]]] = []

    def name(self, syllables: int) -> str:
        """Invent a name: of a thousand or so places, of many more people."""
        return "".join(self.dice.choice(_SYLLABLES.split("|")) for _ in range(syllables)).capitalize()

    def sentence(self, matter: Matter) -> str:
        """Say something of a matter."""
        filler = self.dice.choices(self.words, cum_weights=self.weights, k=8)
        item = f"{matter.amount * self.dice.choice((1, 1, 1, 2))} {matter.item}s" if matter.item else "it"
        where, who = ("in", matter.place), ("for", matter.person)
        told = [
            matter.actor[2],
            matter.trigger,
            item,
            matter.recipient[2],
            *self.dice.choice((where, who, (*where, *who))),
            *self.dice.sample(matter.words, 3),
            *filler,
        ]
        return " ".join(told) + "."

    def report(self, day: int) -> list[tuple[str, Matter | None]]:
        """Make a report of a day: its sentences, each with the matter that it tells of."""
        if self.recent and self.dice.random() < COPIES:
            _, text = self.dice.choice(self.recent)
            return [(self._changed(words), matter) for words, matter in text]
        around = [matter for each in range(max(day - 10, 0), day + 1) for matter in self.by_day[each]]
        chosen = self.dice.choices(around, k=4) if around else []
        told: list[tuple[str, Matter | None]] = [
            (self.sentence(each), each) for each in chosen for _ in range(2)
        ]
        self.dice.shuffle(told)
        filler = " ".join(self.dice.choices(self.words, cum_weights=self.weights, k=20))
        text = [*told, (f"{filler}.", None)]
        self.recent = [*self.recent[-40:], (day, text)]
        return text

    def _changed(self, words: str) -> str:
        # Only filler, so that the events stay where they are told.
        head, tail = words.split(" ")[:7], words.split(" ")[7:]
        return " ".join(
            [*head, *(w if self.dice.random() > 0.05 else self.dice.choice(self.words) for w in tail)]
        )


class Rows:
    """Rows of reports, for `executemany`, with numbers that go on."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self.numbers = numbers
        self.tables: dict[str, list[tuple[Any, ...]]] = {}

    def add(self, table: str, *values: Any) -> int:
        """Add a row; give its number."""
        self.numbers[table] = number = self.numbers.get(table, 0) + 1
        self.tables.setdefault(table, []).append((number, *values))
        return number


_COLUMNS = {
    "reports": "number id text language seen_at",
    "appearances": "id report_id path external_id url title outlet authors published seen_at run_id",
    "readings": "id report_id reader_version model published read_at run_id",
    "parties": "id reading_id ordinal actor name kind countries sectors belongs_to within control about",
    "sentences": "id reading_id ordinal start end text",
    "events": "id reading_id ordinal type mode quad contexts trigger_start trigger_end trigger_text",
    "event_parts": "id event_id role ordinal start end text actor name sector country kind item amount unit "
    "currency bound lat lon time_start time_end",
    "claims": "id reading_id ordinal event_id sentence_id claim stance opinion links cue_start cue_end "
    "cue_text confidence_event confidence_actors confidence_recipients confidence_stance confidence_sources",
    "claim_sources": "id claim_id ordinal start end text actor name kind country control",
}
_NOW = "2025-01-01T00:00:00Z"


def add_report(rows: Rows, world: World, day: int, mark: str) -> str:
    """Add the rows of one invented report; give its id."""
    dice = world.dice
    told = world.report(day)
    text = " ".join([mark, *(words for words, _ in told)])  # no two texts are the same
    id = hashlib.sha256(text.encode()).hexdigest()
    published = (FIRST + timedelta(day)).isoformat()
    rows.add("reports", id, text, "en", _NOW)
    title = told[0][0][:60]
    rows.add("appearances", id, None, None, None, title, dice.choice(_OUTLETS), "[]", published, _NOW, None)
    reading = rows.add("readings", id, "0", "0", published, _NOW, None)
    parties: dict[str, None] = {}

    def party(actor: str, name: str, kind: str, code: str, within: list[str]) -> str:
        if actor not in parties:
            parties[actor] = None
            belongs = within[0] if within else None
            rows.add(
                "parties",
                reading,
                len(parties) - 1,
                actor,
                name,
                kind,
                json.dumps([code]),
                '["GOV"]',
                belongs,
                json.dumps(within),
                None,
                None,
            )
        return actor

    number = claims = 0
    start = len(mark) + 1
    for words, matter in told:
        end = start + len(words)
        if matter is not None:
            sentence = rows.add("sentences", reading, number, start, end, words)
            for state in (matter.actor, matter.recipient):
                party(state[0], state[2], "state", state[1], [])
            at = start + len(matter.actor[2]) + 1
            event = rows.add(
                "events",
                reading,
                number,
                matter.type,
                None,
                quad_of(matter.type),
                "[]",
                at,
                at + len(matter.trigger),
                matter.trigger,
            )
            for role, state in (("actor", matter.actor), ("recipient", matter.recipient)):
                where = start + words.index(state[2])
                rows.add(
                    "event_parts",
                    event,
                    role,
                    0,
                    where,
                    where + len(state[2]),
                    state[2],
                    state[0],
                    state[2],
                    "GOV",
                    state[1],
                    *[None] * 10,
                )
            if matter.item:
                amount = words[at - start + len(matter.trigger) + 1 :].split(" ", 1)[0]
                where = at + len(matter.trigger) + 1
                rows.add(
                    "event_parts",
                    event,
                    "object",
                    0,
                    where,
                    where + len(amount),
                    amount,
                    None,
                    None,
                    None,
                    None,
                    "materiel",
                    matter.item,
                    float(amount),
                    *[None] * 7,
                )
            if dice.random() < 0.3:
                first = FIRST + timedelta(matter.day)
                rows.add(
                    "event_parts",
                    event,
                    "time",
                    0,
                    start,
                    start + 1,
                    words[0],
                    *[None] * 12,
                    first.isoformat(),
                    first.isoformat(),
                )
            for _ in range(1 + (dice.random() < 0.25)):
                (stance,) = dice.choices(_STANCES, _STANCE_WEIGHTS)
                links = dice.choices((0, 1, 2), (35, 55, 10))[0]
                claim = rows.add(
                    "claims",
                    reading,
                    claims,
                    event,
                    sentence,
                    f"{id[:12]}-{claims}",
                    stance,
                    0,
                    links,
                    None,
                    None,
                    None,
                    *[round(dice.uniform(0.4, 1), 3) for _ in range(5)],
                )
                claims += 1
                for ordinal in range(links):
                    state = dice.choice(
                        (matter.actor, matter.recipient, dice.choice((matter.actor, matter.recipient)))
                    )
                    key, name = dice.choice(_BODIES)
                    actor = f"{state[0]}/{key}" if key else state[0]
                    within = [f"{state[0]}/government", state[0]] if key else []
                    full = f"{name} of {state[2]}" if name else state[2]
                    kind = "government" if key else "state"
                    party(actor, full, kind, state[1], within)
                    rows.add(
                        "claim_sources",
                        claim,
                        ordinal,
                        start,
                        start + 1,
                        words[0],
                        actor,
                        full,
                        kind,
                        state[1],
                        None,
                    )
            number += 1
        start = end + 1
    return id


def write_rows(connection: sqlite3.Connection, rows: Rows) -> None:
    """Write rows, and take them out of `rows`."""
    for table, columns in _COLUMNS.items():
        values = rows.tables.get(table)
        if values:
            names = columns.split()
            quoted = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            connection.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", values)
    rows.tables.clear()


def make(path: Path, reports: int) -> tuple[World, Rows]:
    """Make the ledger."""
    Ledger(path).close()
    world, rows = World(reports), Rows({})
    days = sorted(world.dice.randrange(DAYS) for _ in range(reports))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    for table in _COLUMNS:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    left: Iterator[int] = iter(days)
    number = 0
    while batch := list(islice(left, AT_ONCE)):
        for day in batch:
            add_report(rows, world, day, str(number))
            number += 1
        connection.execute("BEGIN")
        write_rows(connection, rows)
        connection.execute("COMMIT")
    connection.close()
    return world, rows


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--ledger", type=Path, default=Path("weighing.db"))
    parser.add_argument("--workers", type=int, default=0, help="processes; 0: as many as CPUs, at most 4")
    parser.add_argument("--more", type=int, default=30, help="reports that are added one by one")
    asked = parser.parse_args()
    for end in ("", "-wal", "-shm"):
        Path(f"{asked.ledger}{end}").unlink(missing_ok=True)
    begun = time.perf_counter()
    world, rows = make(asked.ledger, asked.reports)
    print(
        f"made {asked.reports:,} reports with {rows.numbers['claims']:,} claims in {_since(begun)}",
        flush=True,
    )
    with Ledger(asked.ledger) as ledger:
        begun = last = time.perf_counter()

        def progress(what: str, done: int, whole: int) -> None:
            nonlocal last
            if time.perf_counter() - last > 20:
                last = time.perf_counter()
                print(f"  {what} {done:,} of {whole:,} after {_since(begun)}", flush=True)

        with _memory_watched() as peak:
            counts = weigh(ledger, progress=progress, workers=asked.workers)
        took = _since(begun)
        print(f"weighed in {took}, peak memory {max(peak):,.0f} MB in all: {counts}", flush=True)
        size = sum(each.stat().st_size for each in asked.ledger.parent.glob(f"{asked.ledger.name}*"))
        print(f"the ledger has {size / 1e6:,.0f} MB", flush=True)
        times = []
        for number in range(asked.more):
            day = DAYS - 1 - number % 10 if number % 2 else world.dice.randrange(DAYS)
            add_report(rows, world, day, f"more {number}")
            with sqlite3.connect(asked.ledger) as connection:
                write_rows(connection, rows)
            connection.close()
            begun = time.perf_counter()
            weigh(ledger)
            times.append(1000 * (time.perf_counter() - begun))
        if times:
            spread = f"median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms"
            print(
                f"one report more: {spread} (of {len(times)}; {', '.join(f'{each:.0f}' for each in times)})"
            )


@contextmanager
def _memory_watched() -> Iterator[list[float]]:
    """Note how much memory this process and its children have, in MB, twice a second. What they share is
    counted once (PSS; where the system does not tell, what each of them has in memory).
    """
    found = [0.0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            found.append(sum(_memory(each) for each in (os.getpid(), *_children())))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        done.set()
        watcher.join()


def _children() -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []


def _memory(process: int) -> float:
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{process}/{name}").read_text().splitlines()
        except OSError:
            continue
        return sum(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024
    return 0.0


def _since(begun: float) -> str:
    return f"{math.ceil(10 * (time.perf_counter() - begun)) / 10} s"


if __name__ == "__main__":
    main()
