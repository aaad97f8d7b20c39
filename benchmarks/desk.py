"""How quickly the desk answers: every page and every question of the API, on a large ledger, while reports
are read into it.

    python -m benchmarks.weighing --ledger weighing.db        # makes the ledger of 1,000,000 claims
    python -m benchmarks.desk --ledger weighing.db [--clients 8] [--seconds 60] [--no-read]

The ledger is that of `benchmarks.weighing`, whose search indexes are filled here, and which is catalogued, if
that was not done. The desk runs in a process of its own, as ``sayso serve`` starts it. Each client is a
thread with one connection that asks as soon as it was answered; what it asks for is drawn at random, from
addresses made of random parties, matters, reports and words of the ledger, so that hardly any address comes
twice. Meanwhile ``sayso read`` reads a folder of invented reports into the same ledger with one thread.

Printed are, for each kind of address, how many answers there were, the median, the 95th percentile and the
longest time in milliseconds, and the largest answer; then the memory of the desk's process at its highest,
and whether the read run came to its end. An answer that is no success ends the benchmark. Only this machine's
own address is ever asked.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.weighing import World

from sayso.ledger import Ledger
from sayso.run.cataloguing import catalogue

TARGET = 150.0  # milliseconds for 95 of 100 answers
_INDEXES = ("sentence_search", "report_search", "source_search", "party_search")
_TYPES = ("AID", "ASSAULT", "ACCUSE", "AGREE", "CONSULT")
_STANCES = ("affirms", "alleges", "denies", "doubts")

Draw = Callable[[random.Random], str]


@dataclass(slots=True)
class Sample:
    """Names that are in the ledger, to make addresses of."""

    reports: list[str]
    matters: list[str]
    parties: list[str]
    words: list[str]
    outlets: list[str]


@dataclass(slots=True)
class Times:
    """Times in milliseconds and sizes in bytes of the answers to one kind of address."""

    took: list[float] = field(default_factory=list)
    largest: int = 0


def main() -> int:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ledger", type=Path, default=Path("weighing.db"))
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reports", type=int, default=150, help="reports that are read meanwhile")
    parser.add_argument("--no-read", action="store_true", help="measure on an idle machine, too")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    prepare(asked.ledger)
    sample = drawn(asked.ledger, asked.seed)
    with tempfile.TemporaryDirectory() as folder, served(asked.ledger) as (desk, port):
        reading = None if asked.no_read else _reader(asked.ledger, Path(folder), asked.reports)
        begun = time.perf_counter()
        times = load(port, sample, asked.clients, asked.seconds, asked.seed)
        took = time.perf_counter() - begun
        peak = _peak(desk.pid)
        if reading is not None:
            out, _ = reading.communicate(timeout=600)
            told = out.strip().splitlines()[-1] if out.strip() else "nothing"
            since = time.perf_counter() - begun
            print(f"sayso read ended with {reading.returncode} after {since:.0f} s: {told}")
    return report(times, took, peak)


def prepare(path: Path) -> None:
    """Fill the search indexes of an invented ledger, and catalogue it, where that was not done."""
    with sqlite3.connect(path) as connection:
        if connection.execute("SELECT 1 FROM whole_search LIMIT 1").fetchone() is None:
            for index in _INDEXES:
                connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
            connection.execute(
                "INSERT INTO whole_search (whole, party_id) "
                "SELECT value, parties.id FROM parties, json_each(within) WHERE within <> '[]'"
            )
    connection.close()
    with Ledger(path) as ledger:
        begun = time.perf_counter()
        catalogue(ledger)
        print(f"catalogued in {time.perf_counter() - begun:.0f} s", flush=True)


def drawn(path: Path, seed: int) -> Sample:
    """Draw names from the ledger."""
    dice = random.Random(seed)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def column(query: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(query)]

    (last,) = connection.execute("SELECT max(number) FROM reports").fetchone()
    numbers = [dice.randint(1, min(last, 100_000)) for _ in range(2000)]
    reports = column(f"SELECT id FROM reports WHERE number IN ({','.join(map(str, numbers))})")
    matters = column("SELECT DISTINCT matter FROM matter_states WHERE NOT retired")
    parties = column("SELECT DISTINCT actor FROM (SELECT actor FROM parties ORDER BY id LIMIT 50000)")
    outlets = column("SELECT DISTINCT outlet FROM (SELECT outlet FROM appearances ORDER BY id LIMIT 5000)")
    text = " ".join(column(f"SELECT text FROM reports WHERE number IN ({','.join(map(str, numbers[:100]))})"))
    words = sorted(set(re.findall(r"[a-z]{4,}", text)))
    connection.close()
    for names in (reports, matters, parties, words):
        dice.shuffle(names)
    return Sample(reports, matters[:5000], parties, words, outlets)


def kinds(sample: Sample) -> dict[str, Draw]:
    """Give the kinds of addresses, each with how one of them is drawn."""

    def at(path: str, of: list[str], rest: str = "") -> Draw:
        return lambda dice: f"{path}{quote(dice.choice(of), safe='')}{rest}"

    def asking(path: str, *names: str) -> Draw:
        values = {
            "words": sample.words, "type": list(_TYPES), "stance": list(_STANCES), "party": sample.parties,
            "actor": sample.parties, "recipient": sample.parties, "origin": sample.parties,
            "outlet": sample.outlets,
            "contested": ["true"], "min_origins": ["2", "3"],
            "since": [f"{year}-{month:02}" for year in (2022, 2023) for month in range(1, 13)],
            "until": [f"2024-{month:02}" for month in range(1, 13)],
        }  # fmt: skip
        return lambda dice: f"{path}?{urlencode({name: dice.choice(values[name]) for name in names})}"

    def of_two(path: str) -> Draw:
        def drawn(dice: random.Random) -> str:
            one, other = dice.sample(sample.parties, 2)
            return f"{path}?{urlencode({'one': one, 'other': other})}"

        return drawn

    def limited(path: str) -> Draw:
        return lambda dice: f"{path}?limit={dice.randint(10, 60)}"

    found: dict[str, Draw] = {"/": lambda dice: "/"}
    for prefix in ("", "/api"):
        found |= {
            f"{prefix}/reports/ID": at(f"{prefix}/reports/", sample.reports),
            f"{prefix}/matters/ID": at(f"{prefix}/matters/", sample.matters),
            f"{prefix}/parties/ID": at(f"{prefix}/parties/", sample.parties),
            f"{prefix}/pairs": of_two(f"{prefix}/pairs"),
            f"{prefix}/network party": asking(f"{prefix}/network", "party", "since", "until"),
            f"{prefix}/network": asking(f"{prefix}/network", "type", "since", "min_origins"),
            f"{prefix}/search words": asking(f"{prefix}/search", "words"),
            f"{prefix}/search type stance": asking(f"{prefix}/search", "type", "stance", "since"),
            f"{prefix}/search party": asking(f"{prefix}/search", "party", "stance"),
            f"{prefix}/matters": asking(f"{prefix}/matters", "type", "since", "contested"),
            f"{prefix}/matters party": asking(f"{prefix}/matters", "party", "since"),
            f"{prefix}/parties words": asking(f"{prefix}/parties", "words"),
            f"{prefix}/reports": asking(f"{prefix}/reports", "outlet", "since"),
            f"{prefix}/sources": limited(f"{prefix}/sources"),
            f"{prefix}/review": limited(f"{prefix}/review"),
        }  # fmt: skip
    found |= {
        "/api/claims": asking("/api/claims", "actor", "recipient"),
        "/api/claims origin": asking("/api/claims", "origin", "stance", "until"),
        "/api/facets": asking("/api/facets", "actor", "since"),
        "/api/matters/ID/claims": at("/api/matters/", sample.matters, "/claims"),
    }
    return found


@contextmanager
def served(path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run the desk on a free port of this machine."""
    command = [sys.executable, "-m", "sayso", "serve", "--ledger", str(path), "--port", "0", "--rate", "0"]
    desk = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert desk.stderr is not None
        line = desk.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if found is None:
            raise SystemExit(f"the desk did not start: {line}{desk.stderr.read()}")
        threading.Thread(
            target=lambda: [sys.stderr.write(each) for each in desk.stderr or ()], daemon=True
        ).start()
        yield desk, int(found[1])
    finally:
        desk.terminate()
        desk.wait(timeout=20)


def load(port: int, sample: Sample, clients: int, seconds: float, seed: int) -> dict[str, Times]:
    """Ask with several clients at once, each as soon as it was answered; give the times by kind."""
    all_kinds = kinds(sample)
    names = list(all_kinds)
    found: defaultdict[str, Times] = defaultdict(Times)
    lock = threading.Lock()
    wrong: list[str] = []

    def client(number: int) -> None:
        dice = random.Random(f"{seed} {number}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until and not wrong:
            name = dice.choice(names)
            address = all_kinds[name](dice)
            at = time.perf_counter()
            connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            took = (time.perf_counter() - at) * 1000
            if answer.status not in (200, 303):
                wrong.append(f"{address} was answered with {answer.status}: {body[:300]!r}")
            with lock:
                found[name].took.append(took)
                found[name].largest = max(found[name].largest, len(body))
        connection.close()

    until = time.perf_counter() + min(3.0, seconds)
    client(-1)  # what is loaded late is loaded now
    found.clear()
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit("\n".join(wrong))
    return dict(found)


def report(times: dict[str, Times], seconds: float, peak: float) -> int:
    """Print the times; give 1 where one kind of answer missed the target."""
    print(f"{'address':32} {'answers':>7} {'median':>7} {'95 %':>7} {'longest':>8} {'KB':>6}")
    every: list[float] = []
    missed = 0
    for name, its in sorted(times.items()):
        every += its.took
        late = _share(its.took, 0.95)
        missed += late > TARGET
        print(
            f"{name:32} {len(its.took):7,} {statistics.median(its.took):7.1f} {late:7.1f} "
            f"{max(its.took):8.1f} {its.largest / 1000:6.0f}{'  missed' if late > TARGET else ''}"
        )
    middle, late = statistics.median(every), _share(every, 0.95)
    print(f"{'all':32} {len(every):7,} {middle:7.1f} {late:7.1f} {max(every):8.1f}")
    print(f"{len(every) / seconds:.0f} answers a second; the desk's process had {peak:.0f} MB at its highest")
    return 1 if missed else 0


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _peak(pid: int) -> float:
    """Give the most memory that a process had, in MB, where the system tells (Linux)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def _reader(ledger: Path, folder: Path, reports: int) -> subprocess.Popen[str]:
    """Begin to read invented reports into the ledger."""
    world = World(reports)
    mark = os.urandom(4).hex()  # new ones each time
    for number in range(reports):
        text = " ".join(words for words, _ in world.report(number % 900))
        (folder / f"{number:05}.txt").write_text(f"Report {mark} {number}\n\n{text}\n", "utf-8")
    command = [sys.executable, "-m", "sayso", "read", str(folder), "--ledger", str(ledger), "--no-weigh"]
    environment = {**os.environ, "SAYSO_WORKERS": "1"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )


if __name__ == "__main__":
    raise SystemExit(main())
