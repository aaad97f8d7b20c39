"""Data files of the package, the gazetteer's above all: one fact a row, columns parted by tabs, lists in a
cell by ``|``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["ENTITY_FILES", "OFFICE_FILES", "ROLES", "Institution", "Role", "listed", "rows"]

ENTITY_FILES = ("bodies", "organisations", "armed_groups", "political_parties", "companies", "outlets")
OFFICE_FILES = ("offices_west", "offices_east")


def rows(name: str, package: str = "sayso.actors") -> Iterator[dict[str, str]]:
    """Give the rows of one file of a package's `data`, each by the names of its columns."""
    lines = (files(package) / "data" / f"{name}.tsv").read_text("utf-8").split("\n")
    columns = lines[0].split("\t")
    for line in lines[1:]:
        if line:
            yield dict(zip(columns, line.split("\t"), strict=True))


def listed(cell: str) -> tuple[str, ...]:
    """Give the values of a cell that holds a list."""
    return tuple(cell.split("|")) if cell else ()


@dataclass(frozen=True, slots=True)
class Institution:
    """What every state may have, and the phrases for it: "defence ministry", "armed forces".

    `belongs_to` is the key of the institution of which it is a part, or ``state``.
    """

    key: str
    name: str
    kind: str
    sectors: tuple[str, ...]
    belongs_to: str
    phrases: tuple[str, ...]

    @classmethod
    @cache
    def all(cls) -> dict[str, Institution]:
        """Give all of them by key."""
        return {
            row["key"]: cls(
                row["key"],
                row["name"],
                row["kind"],
                listed(row["sectors"]),
                row["belongs_to"],
                listed(row["phrases"]),
            )
            for row in rows("institutions")
        }


@dataclass(frozen=True, slots=True)
class Role:
    """What people are called by: an office ("foreign minister") or a group ("lawmakers", "residents").

    `means` is person or people. `belongs_to` is the key of the institution for which they stand, empty where
    the words beside tell ("a spokesman for the ministry"). `group` names a part of a state's people that is
    a party of its own because it does not stand for the state ("Syrian rebels": PLOVER's SYR REB).
    """

    key: str
    means: str
    group: str
    belongs_to: str
    sectors: tuple[str, ...]
    phrases: tuple[str, ...]

    @classmethod
    @cache
    def all(cls) -> dict[str, Role]:
        """Give all of them by key."""
        return {
            row["key"]: cls(
                row["key"],
                row["means"],
                row["group"],
                row["belongs_to"],
                listed(row["sectors"]),
                listed(row["phrases"]),
            )
            for row in rows("roles")
        }


ROLES = Role.all
