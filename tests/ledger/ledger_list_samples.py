"""Made-up sanctions lists for the ledger's tests, and a screener that finds what is not there."""

from __future__ import annotations

from typing import Any

from sayso.ledger import Ledger
from sayso.ledger.records import PartyLink
from sayso.lists.listing import Designation, Entry, Identifier, ListFile, Name, Relation, RowReject


def entry_of(list: str, number: str, name: str, **about: Any) -> Entry:
    """Make an entry with something in most of its fields."""
    details: dict[str, Any] = {
        "designations": (
            Designation("UN", "Security Council", "Example", ("asset freeze",), True, "2020-01-31"),
        ),
        "births": ("1962-03",),
        "identifiers": (Identifier("passport", "A 1", "IR"),),
        "details": (("Vessel type", "Tanker"),),
        "relations": (Relation("ownership", "Пример ООО", share=(51.0, 51.0), source="example"),),
        **about,
    }
    return Entry(
        f"{list}:{number}", list, number, "person", (Name(name), Name(f"{name} II", "alias")), **details
    )


def list_of(
    list: str, *names: str, published: str | None = "2024-01-31", rejects: int = 0, **about: Any
) -> ListFile:
    """Make a list: its entries are numbered by their places, an empty name leaves one out."""
    entries = tuple(entry_of(list, str(number), name) for number, name in enumerate(names, 1) if name)
    bad = tuple(RowReject(f"line {row}", "bad-row", "Mend it.") for row in range(1, rejects + 1))
    return ListFile(list, f"List of {list}", "test", entries, bad, published, **about)


def screen(ledger: Ledger, list_file: ListFile, threshold: float = 0.7) -> int:
    """Add a list and link every party to each of its entries: a match where the entry's name begins as the
    party's does."""
    version = ledger.lists.add(list_file)
    number = ledger.screenings.begin("test-1", threshold, [version.label])
    found = [(entry, data) for entry, _, data in ledger.lists.raw([version.label])]
    entries = ledger.lists.get_many(entry for entry, _ in found)

    def links(names: tuple[str, ...]) -> list[PartyLink]:
        made = []
        for entry_id, entry in entries.items():
            score = 1.0 if entry.name[0] == names[0][0] else 0.25
            explained = {"name": {"score": score, "detail": names[0]}}
            made.append(
                PartyLink(entry_id, version.id, score, score >= threshold, explained, f"It is {score}.")
            )
        return made

    pending = ledger.screenings.pending(number)
    ledger.screenings.append(number, ((party, links(party.names)) for party in pending))
    return number
