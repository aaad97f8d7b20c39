"""``sayso matter join``, ``split``, ``undo`` and ``decisions``: what people decide about matters."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sayso.cli.matter_whole import decision_words
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
    print_indented,
    print_json,
    print_rows,
    shorten,
    to_terminal,
)
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.matter_records import Decision

_Command = TypeVar("_Command", bound=Callable[..., Any])
PLACE = re.compile(r"(?P<report>[0-9a-fA-F]{4,64}):(?P<numbers>\d+(?:,\d+)*)")


def who_and_why(command: _Command) -> _Command:
    """Give a command the options ``--why`` (or ``--note``) and ``--by``."""
    by = click.option("--by", type=Words(), metavar="NAME", help="Who decides it.  [default: your login]")
    why = click.option("--why", "--note", "why", type=Words(), default="", metavar="TEXT", help="Why.")
    return why(by(command))


def person(by: str | None) -> str:
    """Give the name of who decides: what was typed, else the login. Raises UsageError where it has none."""
    if by is not None and by.strip():
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        raise UsageError(
            "Say who decides: --by NAME; a correction is kept with the name of a person"
        ) from None


# ---- join --------------------------------------------------------------------------------------------------


@click.command(
    "join",
    cls=Exemplified,
    examples=("sayso matter join m46c004 m78ceb8 --note 'one deal, two reports of it'",),
)
@click.argument("matters", metavar="ID ID...", type=Words(), nargs=-1, required=True)
@who_and_why
@ledger_option
@json_option
def join_command(
    matters: tuple[str, ...], why: str, by: str | None, ledger: str | None, as_json: bool
) -> None:
    """Decide that several matters are one. The one with the earliest report keeps its id."""
    with open_ledger(ledger) as opened:  # a slip of the pen makes no ledger
        for each in matters:
            opened.weighings.matter(each)
    _decide(ledger, lambda opened: opened.weighings.join(matters, person(by), why), as_json=as_json)


# ---- split -------------------------------------------------------------------------------------------------


@click.command(
    "split",
    cls=Exemplified,
    examples=(
        "sayso matter split m46c004 102ba3c3:8",
        "sayso matter split m46c004 102ba3c3:8 ba9da699:1,3 --note 'another delivery'",
    ),
)
@click.argument("matter", metavar="ID", type=Words())
@click.argument("claims", metavar="CLAIM...", type=Words(), nargs=-1, required=True)
@who_and_why
@ledger_option
@json_option
def split_command(
    matter: str, claims: tuple[str, ...], why: str, by: str | None, ledger: str | None, as_json: bool
) -> None:
    """Decide that some claims of a matter are another matter.

    A CLAIM is a report and a claim's number in it, as the timeline of `sayso matter ID` shows them
    (102ba3c3:8); all that is claimed of the same event in the same place goes with it.
    """
    with open_ledger(ledger) as opened:
        events = _events(opened, matter, claims)
    _decide(ledger, lambda opened: opened.weighings.split(events, person(by), why), as_json=as_json)


def _events(opened: Ledger, matter: str, claims: tuple[str, ...]) -> list[str]:
    """Find the event mentions that claims of a matter are about, by their keys."""
    found = opened.weighings.matter(matter)
    members = opened.weighings.members(found.matter)
    events: dict[str, None] = {}
    for words in claims:
        place = PLACE.fullmatch(words.strip())
        if place is None:
            raise UsageError(
                f"{words!r} names no claim; write it as `sayso matter {found.matter}` does, like 102ba3c3:8"
            )
        for number in place["numbers"].split(","):
            its = {
                member.event: member.claim.report_id
                for member in members
                if member.claim.report_id.startswith(place["report"].lower())
                and member.claim.number == int(number)
            }
            if not its:
                raise UsageError(
                    f"There is no claim {place['report']}:{number} on {found.matter}; "
                    f"`sayso matter {found.matter} --copies` shows those there are"
                )
            if len(set(its.values())) > 1:
                raise UsageError(
                    f"{place['report']} is the beginning of several reports' ids; give more of it"
                )
            events.update(dict.fromkeys(its))
    return list(events)


# ---- undo --------------------------------------------------------------------------------------------------


@click.command(
    "undo", cls=Exemplified, examples=("sayso matter undo 3", "sayso matter undo 3 --note 'it was one'")
)
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@who_and_why
@ledger_option
@json_option
def undo_command(number: int, why: str, by: str | None, ledger: str | None, as_json: bool) -> None:
    """Take back decision N, as `sayso matter decisions` numbers them. An undo can be taken back, too."""
    with open_ledger(ledger):
        pass
    _decide(ledger, lambda opened: opened.weighings.undo(number, person(by), why), as_json=as_json)


# ---- afterwards --------------------------------------------------------------------------------------------


def _decide(ledger: str | None, decide: Callable[[Ledger], Decision], *, as_json: bool) -> None:
    """Keep a decision, bring the matters up to date, and say what came of it."""
    from sayso.cli.progress import wants_bar
    from sayso.cli.weighed import weigh_again
    from sayso.ledger import Ledger

    with Ledger(ledger) as opened:
        decision = decide(opened)
        weigh_again(opened, bar=wants_bar(as_json))
        events = _touched(opened, decision)
        touched = dict.fromkeys(opened.weighings.matters_of(events).values())
        matters = [opened.weighings.matter(matter) for matter in touched]
    if as_json:
        print_json({**decision.to_dict(), "matters": [matter.matter for matter in matters]})
    else:
        out = console()
        for matter in matters:
            row = [matter.matter, plural(matter.reports, "report"), shorten(matter.title, 200)]
            out.print(one_line("  ".join(row)))
    sys.stdout.flush()
    note(f"Kept as decision {decision.id} by {decision.who}; `sayso matter undo {decision.id}` takes it back")


def _touched(opened: Ledger, decision: Decision) -> list[str]:
    if decision.kind != "undo":
        return [*decision.events, *([decision.anchor] if decision.anchor else [])]
    decisions = {each.id: each for each in opened.weighings.decisions()}
    return _touched(opened, decisions[decision.undoes]) if decision.undoes in decisions else []


@click.command(
    "decisions",
    cls=Exemplified,
    examples=("sayso matter decisions", "sayso matter decisions --json"),
)
@ledger_option
@json_option
def decisions_command(ledger: str | None, as_json: bool) -> None:
    """List what people decided about matters, oldest first: who, when, why, and what was taken back."""
    with open_ledger(ledger) as opened:
        decisions = opened.weighings.decisions()
        now = opened.weighings.matters_of(key for each in decisions for key in each.events)
    if as_json:
        for each in decisions:
            print_json({**each.to_dict(), "matters": _now(each, now)})
    elif to_terminal():
        _print_decisions(decisions, now)
    else:
        print_rows(
            (each.id, each.at, each.who, each.kind, " ".join(_now(each, now)), each.undoes, each.note)
            for each in decisions
        )
    sys.stdout.flush()
    note(plural(len(decisions), "decision") if decisions else "Nobody decided anything about matters yet")


def _now(decision: Decision, now: dict[str, str]) -> list[str]:
    """Give the matters in which the events that a decision names are now."""
    return list(dict.fromkeys(now[key] for key in decision.events if key in now))


def _print_decisions(decisions: list[Decision], now: dict[str, str]) -> None:
    from rich.text import Text

    from sayso.run.deciding import in_force

    out = console()
    standing = {each.id for each in in_force(decisions)}
    for each in decisions:
        line = Text(one_line(decision_words(each)))
        if matters := _now(each, now):
            line.append(f"  {' '.join(matters)}", style="magenta")
        if each.kind != "undo" and each.id not in standing:
            line.append("  taken back", style="dim")
        print_indented(out, line, 5, lead=f"{each.id:>3}")
