"""How ``sayso screen`` prints what it found: for people, as rows, CSV or JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from sayso.cli.terminal import (
    console,
    guard_lines,
    guarded_output,
    one_line,
    print_indented,
    print_json,
    print_rows,
)

if TYPE_CHECKING:
    from sayso.ledger.records import StoredLink
    from sayso.lists.screening import Hit
    from sayso.lists.subjects import Asked

__all__ = [
    "COLUMNS",
    "LINK_COLUMNS",
    "Answers",
    "Csv",
    "Json",
    "People",
    "Rows",
    "counting",
    "link_record",
    "print_links",
]

COLUMNS = (
    "query", "name", "score", "match", "id", "caption", "listed_name", "kind", "countries", "listed",
    "version", "why", "algorithm",
)  # fmt: skip
LINK_COLUMNS = ("actor", "name", "score", "entry", "entry_name", "version", "why", "algorithm")


class Answers(Protocol):
    """Somebody who prints the hits of one name after the other."""

    def add(self, asked: Asked, hits: list[Hit]) -> None:
        """Print the hits of one who was asked for."""


class Json:
    """A JSON object for each name: the query, and results in the shape of yente's."""

    def add(self, asked: Asked, hits: list[Hit]) -> None:
        """Print the hits of one who was asked for."""
        print_json({"query": asked.to_dict(), "results": [hit.to_dict() for hit in hits]})


class Rows:
    """A row for each hit, its fields parted by tabs."""

    def add(self, asked: Asked, hits: list[Hit]) -> None:
        """Print the hits of one who was asked for."""
        print_rows(tuple(_record(asked, hit).values()) for hit in hits)


class Csv:
    """CSV with a line of column names; a row for each hit."""

    def __init__(self) -> None:
        import csv

        self._writer = csv.writer(guarded_output(guard_lines), lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def add(self, asked: Asked, hits: list[Hit]) -> None:
        """Print the hits of one who was asked for."""
        for hit in hits:
            self._writer.writerow(_record(asked, hit).values())


class People:
    """For a terminal: the name, below it each hit with its score, the list, and why."""

    def __init__(self) -> None:
        self._out = console()

    def add(self, asked: Asked, hits: list[Hit]) -> None:
        """Print the hits of one who was asked for."""
        from rich.text import Text

        self._out.print(Text(one_line(" / ".join(asked.subject.names) or asked.key), style="bold"))
        if not hits:
            self._out.print(Text("  nobody on the lists is called anything like it", style="dim"))
        for hit in hits:
            listed = [] if hit.listed else ["not listed itself"]
            facts = [hit.kind, *hit.countries[:3], *hit.births[:1], *listed, hit.version]
            _print_hit(self._out, hit.score, hit.match, hit.caption, hit.entry, facts, hit.why)


def _print_hit(
    out: Any, score: float, match: bool, caption: str, entry: str, facts: Iterable[str], why: str
) -> None:
    from rich.text import Text

    line = Text().append(f"  {score:.2f} ", style="bold red" if match else "dim")
    line.append("match  " if match else "weaker ", style="red" if match else "dim")
    line.append(one_line(caption), style="cyan")
    line.append(f"  {one_line(entry)}")
    line.append("  " + one_line(" · ".join(facts)), style="dim")
    out.print(line)
    print_indented(out, Text(one_line(why), style="dim"), 14)


def _record(asked: Asked, hit: Hit) -> dict[str, object]:
    return dict(
        zip(
            COLUMNS,
            (
                asked.key, " / ".join(asked.subject.names), f"{hit.score:.4f}", "yes" if hit.match else "no",
                hit.entry, hit.caption, hit.name, hit.kind, "|".join(hit.countries),
                "yes" if hit.listed else "no", hit.version, hit.why, hit.algorithm,
            ),
            strict=True,
        )
    )  # fmt: skip


def link_record(link: StoredLink) -> dict[str, Any]:
    """Give a link of the ledger by `LINK_COLUMNS`."""
    return dict(
        zip(
            LINK_COLUMNS,
            (
                link.party.actor, link.party.names[0], f"{link.score:.4f}", link.entry.id, link.entry.name,
                link.version, link.why, link.algorithm,
            ),
            strict=True,
        )
    )  # fmt: skip


def print_links(links: Iterable[StoredLink]) -> None:
    """Print the parties of the ledger that match, for a terminal."""
    from rich.text import Text

    out = console()
    before = None
    for link in links:
        if link.party.actor != before:
            heading = Text(one_line(link.party.names[0]), style="bold")
            heading.append(f"  ({one_line(link.party.actor)})", style="dim")
            out.print(heading)
        before = link.party.actor
        facts = [link.entry.kind, *link.entry.countries[:3], link.version]
        _print_hit(out, link.score, link.match, link.entry.name, link.entry.id, facts, link.why)


class Count(Protocol):
    """Somebody who is told how many are done, and of how many if that is known."""

    def __call__(self, done: int | None = None, of: int | None = None) -> None:
        """Take note; without a number, of one more."""


@contextmanager
def counting(things: str, *, bar: bool) -> Iterator[Count]:
    """Give who counts the work, with a bar that goes when it is done; without one, nobody is told."""
    if not bar:
        yield lambda done=None, of=None: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    progress = Progress(
        SpinnerColumn(style="cyan"),
        TextColumn(f"screening {things}"),
        BarColumn(bar_width=30, complete_style="cyan", finished_style="cyan"),
        MofNCompleteColumn(),
        console=console(err=True),
        transient=True,
    )
    task = progress.add_task("", total=None)

    def count(done: int | None = None, of: int | None = None) -> None:
        if done is None:
            progress.advance(task)
        else:
            progress.update(task, completed=done, total=of)

    with progress:
        yield count
