"""How fast ownership is solved, and how much memory it takes: a made-up graph of 100,000 parties.

    python benchmarks/ownership.py
    python benchmarks/ownership.py --parties 100000 --stakes 200000 --data DATA

Every stake has a random owner and asset (so there are cycles), one of five sources, a share that is exact, a
range or unknown, and dates of which some are partial, over or missing; one in ten is told by a second source
too, now and then with another share; one party in fifty is listed. The stakes lie in memory before the clock
starts. Every rule of the package is solved, as of its last day or of a fixed one. Memory is the largest
resident size of the process. With `--data`, also the ownership in `data/ftm/yente_zala.ftm.json` of that
folder: a company whose register has one owner at 50, 48 and 51 % in overlapping spans.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sayso.lists.ownership import Control, Holdings, Rule, Stake, load_rules, of, solve, without

DAY = date(2025, 6, 30)
SOURCES = ("register", "filings", "press", "exchange", "list")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parties", type=int, default=100_000, help="how many parties (default 100000)")
    parser.add_argument("--stakes", type=int, default=200_000, help="how many stakes (default 200000)")
    parser.add_argument("--seed", type=int, default=5, help="of the random numbers (default 5)")
    parser.add_argument("--data", type=Path, help="folder with ftm/yente_zala.ftm.json")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    holdings = made_up(chance, options.parties, options.stakes)
    listed = frozenset(f"p{number}" for number in range(0, options.parties, 50))
    print(f"{len(holdings.stakes):,} stakes, {options.parties:,} parties, {len(listed):,} listed\n")
    print("| rule | blocked | possibly | solve, s | without one listing, s | explain 1,000, s | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for rule in load_rules():
        measure(holdings, listed, rule)
    if options.data:
        conflicting(options.data / "ftm/yente_zala.ftm.json")


def measure(holdings: Holdings, listed: frozenset[str], rule: Rule) -> None:
    """Solve under one rule, and print a row."""
    start = time.perf_counter()
    solution = solve(holdings, listed, rule, rule.until or DAY)
    solved = time.perf_counter()
    without(solution, ["p0"])
    lifted = time.perf_counter()
    explained = sorted(solution.blocked)[:500] + sorted(solution.possible)[:500]
    for party in explained:
        of(solution, party)
    end = time.perf_counter()
    print(
        f"| {rule.id} | {len(solution.blocked):,} | {len(solution.possible):,} | {solved - start:.2f} "
        f"| {lifted - solved:.2f} | {end - lifted:.2f} "
        f"| {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} |"
    )


def made_up(chance: random.Random, parties: int, stakes: int) -> Holdings:
    """Make up who holds what."""
    found: list[Stake] = []
    while len(found) < stakes:
        stake = _stake(chance, f"p{chance.randrange(parties)}", f"p{chance.randrange(parties)}")
        found.append(stake)
        if chance.random() < 0.1:
            found.append(_stake(chance, stake.owner, stake.asset))
    controls = (
        Control(
            f"p{chance.randrange(parties)}",
            f"p{chance.randrange(parties)}",
            chance.choice(("control", "office")),
            chance.choice(SOURCES),
            since="2015",
        )
        for _ in range(stakes // 20)
    )
    return Holdings(tuple(found[:stakes]), tuple(controls))


def _stake(chance: random.Random, owner: str, asset: str) -> Stake:
    share = round(chance.choice((5, 25, 50, 51, 75, 100)) * chance.uniform(0.8, 1), 2)
    kind = chance.random()
    low, high = (share, share) if kind < 0.8 else (share / 2, share) if kind < 0.95 else (0.0, 100.0)
    year = chance.randrange(2000, 2025)
    since = chance.choice((None, f"{year}", f"{year}-05", f"{year}-05-17", f"{year}-05-17"))
    until = f"{year + chance.randrange(1, 20)}-03-01" if chance.random() < 0.2 else None
    return Stake(owner, asset, low, high, chance.choice(SOURCES), since, until, "2025-01-01")


def conflicting(path: Path) -> None:
    """Solve the conflicting-stakes file on a few days, and print who owns how much by which source."""
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    names = {entity["id"]: entity["caption"] for entity in entities}
    holdings = Holdings(tuple(ftm_stakes(entities)), names=names)
    listed = {e["id"] for e in entities if "sanction" in e["properties"].get("topics", ())}
    asset = next(entity["id"] for entity in entities if entity["caption"] == "LLC CST")
    print(f"\n{names[asset]}, as if it were not listed itself, and all others under every rule:\n")
    print("| day | rule | status | shares of blocked owners | to be known |\n|---|---|---|---|---|")
    for day in (date(2019, 1, 1), date(2023, 1, 1), date(2024, 1, 1), date(2026, 4, 29)):
        for rule in load_rules():
            if rule.in_force(day):
                its = of(solve(holdings, listed - {asset}, rule, day), asset)
                shares = ", ".join(f"{s.source} {s.low:g} to {s.high:g} ({s.verdict})" for s in its.shares)
                print(f"| {day} | {rule.id} | {its.status} | {shares} | {'; '.join(its.needed)} |")


def ftm_stakes(entities: list[dict[str, Any]]) -> Iterator[Stake]:
    """Take the stakes from FollowTheMoney entities, one for each source."""
    for entity in entities:
        if entity["schema"] != "Ownership":
            continue
        its = {name: values[0] for name, values in entity["properties"].items()}
        share = float(its["percentage"]) if "percentage" in its else None
        low, high = (0.0, 100.0) if share is None else (share, share)
        for source in entity["datasets"]:
            yield Stake(
                its["owner"],
                its["asset"],
                low,
                high,
                source,
                its.get("startDate"),
                its.get("endDate"),
                entity["last_seen"][:10],
                its.get("role"),
            )


if __name__ == "__main__":
    main()
