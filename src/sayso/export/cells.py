"""How values stand in a cell of a table, and rows in a line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Generator, Iterable, Sequence

from sayso.export.formats import Written
from sayso.reading.reading import Object, Participant, Place, Source, Span

__all__ = ["Commas", "Tabs", "amount", "codes", "lines", "places", "side_by_side", "words", "yes"]

# What a spreadsheet may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Commas(csv.excel):
    """Values parted by commas."""

    lineterminator = "\n"


class Tabs(csv.excel_tab):
    """Values parted by tabs."""

    lineterminator = "\n"


class _Back:
    """What a csv writer writes to, so that it gives its lines back."""

    def write(self, line: str) -> str:
        return line


def lines(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    safe: bool = False,
    dialect: type[csv.Dialect] = Commas,
) -> Generator[str, None, Written]:
    """Give a line of names and one for each row. Words are exact, unless `safe`: then values that a
    spreadsheet might take for a formula have an apostrophe before them.
    """
    row_of: Callable[[Iterable[str]], str] = csv.writer(_Back(), dialect=dialect).writerow
    yield row_of(columns)
    count = 0
    for values in rows:
        yield row_of([_defused(value) for value in values] if safe else values)
        count += 1
    return Written(count)


def _defused(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def side_by_side(values: Iterable[str | None], between: str = "; ") -> str:
    """Write values one beside the other, each in its place; nothing where there are none."""
    found = [value or "" for value in values]
    return between.join(found) if any(found) else ""


def words(parts: Iterable[Participant | Object | Place | Source], between: str = "; ") -> str:
    """Write the words of some parts of a claim one beside the other."""
    return between.join(part.text for part in parts)


def amount(thing: Object) -> str:
    """Say how much of what, as ``at least 1000 container`` or ``400000000 USD``; empty where not known."""
    if thing.amount is None:
        return ""
    number = int(thing.amount) if float(thing.amount).is_integer() else thing.amount
    parts = (thing.bound, str(number), thing.unit)
    return " ".join(part for part in (*parts, thing.currency, thing.item) if part)


def places(spans: Iterable[Span | list[int]]) -> str:
    """Write places in a text as ``10:17 20:30``."""
    return " ".join(f"{start}:{end}" for start, end in spans)


def yes(value: bool) -> str:
    """Write what is so or not."""
    return "true" if value else "false"


def codes(country: str | None) -> tuple[str, str]:
    """Give the three letters and the COW number of a country by its two letters; empty if it has none."""
    if country is None:
        return "", ""
    from sayso.actors import shipped

    return shipped().codes(country)
