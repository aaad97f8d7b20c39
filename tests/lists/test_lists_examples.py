"""The bundled lists: they read without rejects, and their parties stand as the documentation says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sayso.lists.formats.sniffing import read_lists
from sayso.lists.listing import Entry, ListFile
from sayso.lists.ownership import Solution, difference, listed_on, load_rules, of, solve, stakes_of, without

LISTS = Path(__file__).parents[2] / "examples" / "lists"
MARCH, JUNE = "2025-03", "2025-06"
RULES = {rule.id: rule for rule in load_rules()}
US, EU, EU_BEFORE, GB = "us-50-2014", "eu-50", "eu-more-than-50", "gb-more-than-50"


@cache
def version(folder: str) -> ListFile:
    (found,) = read_lists([LISTS / folder / "strait.ftm.json"])
    return found


def entries(folder: str) -> dict[str, Entry]:
    return {entry.number: entry for entry in version(folder).entries}


@cache
def solution(folder: str, rule: str, day: str) -> Solution:
    found, on = version(folder), date.fromisoformat(day)
    listed = listed_on(found.entries, RULES[rule], on, {found.list: found.published or ""})
    return solve(stakes_of(found.entries, found.published), listed, RULES[rule], on)


def status(number: str, rule: str, day: str = "2025-03-31", folder: str = MARCH) -> str:
    return solution(folder, rule, day).status(f"strait:{number}")


def changes(
    number: str, rule: str, day: str = "2025-03-31", folder: str = MARCH
) -> tuple[dict[str, str], set[str]]:
    """What a party's delisting changes (the status after it), and who stays, by the numbers."""
    before = solution(folder, rule, day)
    found = difference(before, without(before, [f"strait:{number}"]))
    after = {change.party.partition(":")[2]: change.after for change in found.changes}
    return after, {party.partition(":")[2] for party in found.stays}


@pytest.mark.parametrize(
    ("folder", "published", "parties", "listed"),
    [(MARCH, "2025-03-31", 39, 19), (JUNE, "2025-06-30", 39, 20)],
)
def test_they_read_without_rejects_or_warnings(
    folder: str, published: str, parties: int, listed: int
) -> None:
    found = version(folder)
    assert (found.list, found.format, found.published) == ("strait", "ftm", published)
    assert (found.rejects, found.warnings) == ((), ())
    assert len(found.entries) == parties
    assert sum(any(d.until is None for d in entry.designations) for entry in found.entries) == listed


def test_the_folder_holds_both_versions() -> None:
    assert [(found.list, found.published) for found in read_lists([LISTS])] == [
        ("strait", "2025-03-31"),
        ("strait", "2025-06-30"),
    ]


def test_every_regime_that_a_rule_needs_is_there() -> None:
    found = Counter(d.regime for entry in version(MARCH).entries for d in entry.designations if d.blocking)
    assert set(found) == {"US", "EU", "GB", "CH", "UN", "CA", "ZZ"}  # ZZ: Calvera, which has no code
    not_freezing = {
        entry.number: d.blocking
        for entry in version(MARCH).entries
        for d in entry.designations
        if not d.blocking
    }
    assert not_freezing == {"arle-avionics": False, "kolm-shipyard": None}


def test_no_real_country_stands_for_an_invented_one() -> None:
    assert {code for entry in version(JUNE).entries for code in entry.countries} == {"AE"}


def test_what_came_went_and_changed() -> None:
    before, after = entries(MARCH), entries(JUNE)
    assert after.keys() - before.keys() == {"drescu", "bergvik-pumps"}
    assert before.keys() - after.keys() == {"wendl", "weymar"}
    assert {number for number in before.keys() & after.keys() if before[number] != after[number]} == {
        "talas", "varsik", "orlec", "kolm-bank", "ostrand-levant", "sable-crewing", "grey-heron",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "rule", "day", "expected"),
    [
        # Listed are Talas (40 %) and Varsik (35 %) of the holding that has just 50 % of the company.
        ("maren-rotor", US, "2023-04-11", "not blocked"),
        ("maren-rotor", US, "2023-04-12", "blocked"),
        ("maren-rotor", EU_BEFORE, "2024-07-02", "not blocked"),
        ("maren-rotor", EU, "2024-07-03", "blocked"),
        ("maren-rotor", GB, "2025-03-31", "not blocked"),
        ("strait-bridge", EU_BEFORE, "2024-07-02", "blocked"),
        ("strait-bridge", GB, "2025-03-31", "possibly blocked"),
        # Two registers, 51 and 48 %; one register, 48 and 51 %.
        ("ostrand-levant", US, "2025-03-31", "possibly blocked"),
        ("ostrand-levant", GB, "2025-03-31", "possibly blocked"),
        ("arle-tide", US, "2023-08-31", "not blocked"),
        ("arle-tide", US, "2023-09-01", "possibly blocked"),
        # Half of a half, and a ship.
        ("grey-heron", US, "2025-03-31", "blocked"),
        ("grey-heron", EU_BEFORE, "2024-07-02", "not blocked"),
        ("grey-heron", GB, "2025-03-31", "not blocked"),
        # Sold to his wife.
        ("kolm-optics", US, "2024-11-29", "blocked"),
        ("kolm-optics", US, "2024-12-01", "not blocked"),
        ("state-news", EU, "2025-03-31", "blocked"),
        ("state-news", US, "2025-03-31", "not blocked"),
        ("kolm-drydock", EU, "2025-03-31", "possibly blocked"),
        ("hradek-supply", US, "2025-03-31", "blocked"),
        ("hradek-supply", GB, "2025-03-31", "not blocked"),
        ("halden", US, "2025-03-31", "not blocked"),
    ],
)
def test_who_is_blocked(number: str, rule: str, day: str, expected: str) -> None:
    assert status(number, rule, day) == expected


def test_what_the_later_version_changes() -> None:
    assert status("ostrand-levant", EU, "2025-06-15", JUNE) == "possibly blocked"
    assert status("ostrand-levant", EU, "2025-06-16", JUNE) == "listed"
    assert status("ostrand-levant", GB, "2025-05-29", JUNE) == "possibly blocked"
    assert status("ostrand-levant", GB, "2025-05-30", JUNE) == "not blocked"
    assert status("bergvik-pumps", US, "2025-06-30", JUNE) == "possibly blocked"


def test_what_relief_would_change() -> None:
    assert changes("talas", US) == (
        {"talas": "not blocked", "strait-bridge": "not blocked", "maren-rotor": "not blocked"},
        {"hradek-supply"},
    )
    assert changes("talas", EU) == (
        {"talas": "not blocked", "strait-bridge": "possibly blocked", "maren-rotor": "possibly blocked"},
        {"hradek-supply"},
    )
    assert changes("kolm-bank", US) == ({"kolm-bank": "blocked"}, {"hradek-supply"})
    after, stays = changes("varsik", EU, "2025-06-30", JUNE)
    assert after["maren-rotor"] == after["grey-heron"] == after["levant-anchor"] == "not blocked"
    assert stays == {"kolm-bank", "hradek-supply", "ostrand-levant"}


def test_the_conflict_is_told() -> None:
    found = of(solution(MARCH, US, "2025-03-31"), "strait:ostrand-levant")
    assert any("bergvik_register gives 51 %, harbour_gazette gives 48 %" in text for text in found.needed)
