"""``sayso lists add``, ``update`` and ``drop``: lists into the ledger, and out of use."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.list_words import entries_words
from sayso.cli.terminal import (
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    note,
    one_line,
    open_ledger,
    plural,
    print_json,
    safe,
    to_terminal,
)
from sayso.errors import ListError, UsageError
from sayso.report import is_day

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.lists.fetching import ListSource
    from sayso.sanctions.updating import Kept, Ties

KINDS = {
    "person": "persons", "organisation": "organisations", "company": "companies", "vessel": "vessels",
    "aircraft": "aircraft", "other": "others",
}  # fmt: skip


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_day(value):
        raise click.BadParameter(f"{safe(value)!r} is no day; write it like 2024-06-27.", ctx, param)
    return value


# ---- add ---------------------------------------------------------------------------------------------------


@click.command(
    "add",
    cls=Exemplified,
    examples=(
        "sayso lists add consolidated.xml",
        "sayso lists add SDN.CSV ALT.CSV ADD.CSV --published 2024-06-27",
        "sayso lists add targets.ftm.json --list my-list --ledger august.db",
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--list", "list_id", type=Words(), metavar="ID", help="What to call the list, where it is one.")
@click.option(
    "--published",
    metavar="DATE",
    callback=_day,
    help="The day on which files that do not say so were published.",
)
@ledger_option
@json_option
def add_command(
    files: tuple[str, ...], list_id: str | None, published: str | None, ledger: str | None, as_json: bool
) -> None:
    """Add lists from files, or from folders of them, as new versions.

    Read are OFAC's lists (CSV with its companions, XML), those of the UN, the EU and the UK, and any
    OpenSanctions dataset (FollowTheMoney, JSON lines), each also with .gz, .zst or .zip. A list that has not
    changed makes no new version. A row that cannot be read never stops a list: `sayso lists rejects` has it.
    """
    paths = _there(files)

    from sayso.cli.list_progress import working
    from sayso.cli.progress import wants_bar
    from sayso.ledger import Ledger
    from sayso.sanctions.updating import keep, read_files

    bar = wants_bar(as_json)
    with working(bar=bar) as work:
        work.step(f"reading {paths[0].name}" + (f" and {len(paths) - 1} more" if paths[1:] else ""))
        found = read_files(paths, list_id, published)
    teller = _Teller(as_json, ledger)
    with Ledger(ledger) as opened:
        together = [each.file for each in found]
        for each in found:

            def kept(each: Any = each) -> Kept:
                with working(bar=bar) as work:
                    return keep(opened, each, together, work.step)

            names = ", ".join(Path(source["path"]).name for source in each.sources)
            teller.tell(each.file.list, kept, f"not added: {names}")
        teller.screen(opened)
    teller.finish()


def _there(files: tuple[str, ...]) -> list[Path]:
    """Raise UsageError for a path that leads nowhere: a slip of the pen must not make a ledger."""
    paths = [Path(file) for file in files]
    for path in paths:
        try:
            path.stat()
        except PermissionError:  # whoever reads it will say so
            continue
        except (OSError, ValueError):
            raise UsageError(
                f"There is nothing at {path}; check the spelling. Nothing was read or written"
            ) from None
    return paths


# ---- update ------------------------------------------------------------------------------------------------


@click.command(
    "update",
    cls=Exemplified,
    examples=("sayso lists update", "sayso lists update un-sc eu-fsf --timeout 20"),
)
@click.argument("lists", metavar="[LIST]...", type=Words(), nargs=-1)
@click.option(
    "--accept-shrunk", is_flag=True, help="Take a list that has lost a fifth of its entries or more."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, max=86_400, min_open=True),
    metavar="SECONDS",
    help="How long to wait for the next bytes.  [default: 60]",
)
@ledger_option
@json_option
def update_command(
    lists: tuple[str, ...], accept_shrunk: bool, timeout: float | None, ledger: str | None, as_json: bool
) -> None:
    """Fetch lists from where the authorities publish them: the usual ones that were not dropped, or those
    named.

    Only what has changed is fetched. It must be the list that was asked for, and not suddenly much shorter;
    else the ledger keeps what it has. A list that cannot be had does not stop the others. SAYSO_LIST_SOURCES
    names a file of your own addresses.
    """
    from sayso.cli.list_progress import working
    from sayso.cli.progress import wants_bar
    from sayso.ledger import Ledger
    from sayso.lists.fetching import TIMEOUT, list_sources
    from sayso.sanctions.updating import to_update, update
    from sayso.settings import Settings

    sources = list_sources(Settings().list_sources)
    named = [_source(sources, name) for name in dict.fromkeys(lists)]
    bar = wants_bar(as_json)
    teller = _Teller(as_json, ledger)
    with Ledger(ledger) as opened:
        for source in named or to_update(opened, sources):

            def kept(source: ListSource = source) -> Kept:
                with working(bar=bar) as work:
                    return update(
                        opened,
                        source,
                        accept_shrunk=accept_shrunk,
                        timeout=TIMEOUT if timeout is None else timeout,
                        progress=work.fetch,
                        step=work.step,
                    )

            teller.tell(source.list, kept, f"not updated: {source.list}")
        teller.screen(opened)
    teller.finish()


def _source(sources: dict[str, ListSource], name: str) -> ListSource:
    if name not in sources:
        raise UsageError(
            f"No address is known for a list {name[:100]!r}; there are {', '.join(sources)}. Your own file "
            "of addresses (SAYSO_LIST_SOURCES) can add more"
        )
    return sources[name]


# ---- what became of each list ------------------------------------------------------------------------------


class _Teller:
    """Tells of each list what became of it, and in the end whether any went wrong."""

    def __init__(self, as_json: bool, ledger: str | None) -> None:
        self._as_json = as_json
        # A URL may hold a password, which is not repeated.
        self._ledger = "" if ledger is None or "://" in ledger else f" --ledger {shlex.quote(ledger)}"
        self._failed = 0
        self._new: list[Kept] = []
        self._count = 0

    def tell(self, of: str, work: Callable[[], Kept], problem: str) -> None:
        """Do the work for one list, and say what came of it; an error with the list is said, too."""
        self._count += 1
        try:
            kept = work()
        except ListError as error:
            self._failed += 1
            sys.stdout.flush()
            if self._as_json:
                print_json({"list": of, "state": "failed", "error": str(error)})
            note(f"{problem}: {error}")
            return
        if kept.version.new:
            self._new.append(kept)
        if self._as_json:
            print_json(_record(kept))
        else:
            _print(kept, self._ledger)

    def screen(self, opened: Ledger) -> None:
        """Ask for the ledger's parties again where a list has changed."""
        from sayso.cli.progress import wants_bar
        from sayso.cli.screened import count_parties, screen_again
        from sayso.sanctions.screen import prepare_lists

        if self._new:  # once, here, rather than each time that somebody asks
            prepare_lists(opened)
        if self._new and (matched := screen_again(opened, bar=wants_bar(self._as_json))) is not None:
            note(
                f"{count_parties(matched)} of the ledger with a match: sayso screen{self._ledger} shows them"
            )

    def finish(self) -> None:
        """Say what to do next. Raises Exit where a list went wrong."""
        done = self._count - self._failed
        sys.stdout.flush()
        parts = [plural(self._count, "list"), f"{len(self._new)} new", f"{done - len(self._new)} unchanged"]
        note(", ".join([*parts, f"{self._failed} failed"] if self._failed else parts))
        if self._failed:
            raise click.exceptions.Exit(1)


def _record(kept: Kept) -> dict[str, Any]:
    version = kept.version
    return {
        "list": version.list,
        "state": "new" if version.new else "unchanged",
        "version": version.to_dict(),
        "kinds": kept.kinds,
        "ties": None if kept.ties is None else kept.ties.to_dict(),
        "notes": list(kept.notes),
    }


def _print(kept: Kept, ledger: str) -> None:
    from rich.text import Text

    version = kept.version
    out = console()
    line = Text(safe(version.label), style="bold" if to_terminal() else "")
    line.append(
        f"  {'new' if version.new else 'unchanged'}", style="not bold cyan" if version.new else "not bold dim"
    )
    line.append(f"  {safe(one_line(version.title))}", style="not bold")
    out.print(line)
    if version.new or kept.kinds:
        out.print(Text(f"    {_entries(kept)}"))
    if kept.ties is not None and kept.ties.total:
        out.print(Text(f"    {_ties(kept.ties)}"))
    if version.rejects and (version.new or kept.kinds):
        told = f"{plural(version.rejects, 'row')} could not be read"
        out.print(Text(f"    {told}: sayso lists rejects {safe(version.label)}{safe(ledger)}"))
    for each in kept.notes:
        out.print(Text(f"    {one_line(each)}", style="yellow"))


def _entries(kept: Kept) -> str:
    kinds = ", ".join(
        f"{count:,} {kind if count == 1 else KINDS.get(kind, kind)}" for kind, count in kept.kinds.items()
    )
    return f"{entries_words(kept.version.entries)} with {plural(kept.version.names, 'name')}: {safe(kinds)}"


def _ties(ties: Ties) -> str:
    parts = [f"{ties.within:,} found"]
    if ties.elsewhere:
        parts.append(f"{ties.elsewhere:,} found in other lists")
    if ties.unresolved:
        parts.append(f"{ties.unresolved:,} lead nowhere")
    told = f"{plural(ties.total, 'tie')} by name: {', '.join(parts)}"
    return told + (f"; {ties.ambiguous:,} may mean several entries" if ties.ambiguous else "")


# ---- drop --------------------------------------------------------------------------------------------------


@click.command("drop", cls=Exemplified, examples=("sayso lists drop ofac-cons",))
@click.argument("list_id", metavar="LIST", type=Words())
@ledger_option
def drop_command(list_id: str, ledger: str | None) -> None:
    """Use a list no longer: nobody is screened against it. Its versions stay, and adding it again puts it
    back to use.
    """
    from sayso.cli.screened import screen_again
    from sayso.ledger import Ledger

    with open_ledger(ledger) as opened:
        version = opened.lists.version(list_id)  # a slip of the pen makes no ledger, and changes nothing
    if version.list != list_id:
        raise UsageError(f"{list_id[:100]} is one version; a list is dropped whole: {version.list}")
    with Ledger(ledger) as writable:
        dropped = writable.lists.drop(list_id)
        if dropped:
            screen_again(writable)
    if dropped:
        note(
            f"{list_id} is no longer in use. To use it again, add it again, or: sayso lists update {list_id}"
        )
    else:
        note(f"{list_id} was not in use")
