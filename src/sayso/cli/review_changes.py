"""``sayso review accept``, ``reject``, ``correct``, ``link``, ``unlink`` and ``undo``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sayso.cli.matter_changes import person, who_and_why
from sayso.cli.terminal import (
    Exemplified,
    Words,
    json_option,
    ledger_option,
    note,
    one_line,
    open_ledger,
    print_json,
)
from sayso.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.review_records import Review
    from sayso.reading.reading import Claim, Reading, Span

__all__ = [
    "accept_command",
    "correct_command",
    "link_command",
    "reject_command",
    "undo_command",
    "unlink_command",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_NUMBER = re.compile(r"\d{1,6}")  # a claim's id is longer
_OFFSETS = re.compile(r"(\d+):(\d+)")
_ROLES = click.Choice(["actor", "recipient", "source"])
_EMPTY: dict[str, Any] = {
    "mode": None, "contexts": [], "actors": [], "recipients": [], "objects": [], "places": [], "time": None,
    "sources": [], "cue": None,
}  # fmt: skip
"""What a claim can be without, and what that is."""


def _claim(command: _Command) -> _Command:
    """Give a command the arguments that name a claim."""
    number = click.argument("claim", metavar="CLAIM", type=Words())
    return click.argument("report", metavar="REPORT", type=Words())(number(command))


def _decision(command: _Command) -> _Command:
    """Give a command the options of every decision."""
    return who_and_why(ledger_option(json_option(command)))


# ---- accept, reject ----------------------------------------------------------------------------------------


@click.command("accept", cls=Exemplified, examples=("sayso review accept 102ba3c3 1",))
@_claim
@_decision
def accept_command(
    report: str, claim: str, why: str, by: str | None, ledger: str | None, as_json: bool
) -> None:
    """Say that a claim is right as it stands; one that was rejected, named by its id, comes back."""
    _decide(
        ledger, lambda opened: opened.reviews.accept(report, _named(claim), person(by), why), as_json=as_json
    )


@click.command(
    "reject", cls=Exemplified, examples=("sayso review reject 102ba3c3 4 --why 'an advertisement'",)
)
@_claim
@_decision
def reject_command(
    report: str, claim: str, why: str, by: str | None, ledger: str | None, as_json: bool
) -> None:
    """Say that a claim is none: it is left out of the report's reading, and of all that rests on it."""
    _decide(
        ledger, lambda opened: opened.reviews.reject(report, _named(claim), person(by), why), as_json=as_json
    )


# ---- correct -----------------------------------------------------------------------------------------------


@click.command(
    "correct",
    cls=Exemplified,
    examples=(
        "sayso review correct 102ba3c3 2 --stance denies",
        "sayso review correct 102ba3c3 2 --type AID --actor Dravia --object '40 drones'",
        "sayso review correct 102ba3c3 2 --source 'Meridian Press' --source 'the envoy' --cue told",
        "sayso review correct 102ba3c3 2 --trigger 120:128 --without mode --without places",
    ),
)
@_claim
@click.option("--type", type=Words(), metavar="TYPE", help="The type of event: AID, ASSAULT …")
@click.option("--mode", type=Words(), metavar="MODE", help="The mode that says more: aerial, arrest …")
@click.option("--context", "contexts", type=Words(), multiple=True, metavar="CONTEXT", help="Military …")
@click.option("--stance", type=Words(), metavar="STANCE", help="How the last speaker stands to the event.")
@click.option("--trigger", type=Words(), metavar="WORDS", help="The word that names the event.")
@click.option("--actor", "actors", type=Words(), multiple=True, metavar="WORDS", help="Who does it.")
@click.option("--recipient", "recipients", type=Words(), multiple=True, metavar="WORDS", help="To whom.")
@click.option("--object", "objects", type=Words(), multiple=True, metavar="WORDS", help="What is given …")
@click.option("--place", "places", type=Words(), multiple=True, metavar="WORDS", help="Where.")
@click.option("--time", type=Words(), metavar="WORDS", help="When.")
@click.option(
    "--source", "sources", type=Words(), multiple=True, metavar="WORDS", help="Who says so, outermost first."
)
@click.option("--cue", type=Words(), metavar="WORDS", help="What ties the last speaker to what is said.")
@click.option("--opinion/--no-opinion", default=None, help="Whether it is the author's own argument.")
@click.option(
    "--without", type=click.Choice(list(_EMPTY)), multiple=True, metavar="PART", help="It has no such part."
)
@_decision
def correct_command(
    report: str,
    claim: str,
    without: tuple[str, ...],
    why: str,
    by: str | None,
    ledger: str | None,
    as_json: bool,
    **parts: Any,
) -> None:
    """Correct a claim: what is given takes the place of what was read, everything else stays.

    WORDS are words of the report as they stand there, sought in the claim's sentence first. Where they stand
    in it more than once, give the place instead, as two offsets into the text (120:128). Actors, recipients
    and the like replace all that there were; give each with an option of its own.

    What is said of the event (all but stance, sources, cue and opinion) holds for every claim on the same
    event in the same place.
    """

    def decide(opened: Ledger) -> Review:
        reading = opened.reading(report)
        found = _found(reading, claim)
        changes = {name: value for name, value in parts.items() if value is not None and value != ()}
        if twice := sorted(changes.keys() & set(without)):
            raise UsageError(f"Give {twice[0]} or leave it out, not both")
        wanted = {**_placed(reading, found, changes), **{name: _EMPTY[name] for name in without}}
        if not wanted:
            raise UsageError("Say what is to be corrected, for example --stance denies")
        return opened.reviews.correct(reading.report.id, found.id, wanted, person(by), why)

    _decide(ledger, decide, as_json=as_json)


def _placed(reading: Reading, claim: Claim, changes: dict[str, Any]) -> dict[str, Any]:
    """Put places in the text for the words that were typed."""
    placed = dict(changes)
    for name, value in changes.items():
        if name in ("trigger", "cue", "time"):
            placed[name] = _span(reading, claim, value)
        elif isinstance(value, tuple) and name != "contexts":
            placed[name] = [_span(reading, claim, words) for words in value]
    return placed


def _span(reading: Reading, claim: Claim, words: str) -> Span:
    """Find words in the claim's sentence, else in the report."""
    if offsets := _OFFSETS.fullmatch(words.strip()):
        return int(offsets[1]), int(offsets[2])
    text, wanted = reading.report.text, words.strip()
    if not wanted:
        raise UsageError("There are no words to look for; give words of the report, or --without")
    for first, last in (claim.sentence, (0, len(text))):
        found = [match.span() for match in re.compile(re.escape(wanted)).finditer(text, first, last)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{wanted!r} stands there more than once; give the place as offsets: "
                + " or ".join(f"{start}:{end}" for start, end in found[:10])
            )
    raise UsageError(f"{wanted!r} are no words of the report; write them as they stand there")


# ---- link, unlink ------------------------------------------------------------------------------------------


def _which(command: _Command) -> _Command:
    return click.option(
        "--nth", type=click.IntRange(min=1), default=1, metavar="N", help="Which of several, from 1 on."
    )(command)


@click.command(
    "link",
    cls=Exemplified,
    examples=("sayso review link 102ba3c3 2 actor iran", "sayso review link 102ba3c3 2 source RUS --nth 2"),
)
@_claim
@click.argument("role", type=_ROLES)
@click.argument("party", type=Words())
@_which
@_decision
def link_command(
    report: str,
    claim: str,
    role: str,
    party: str,
    nth: int,
    why: str,
    by: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Say which PARTY the words of a claim's actor, recipient or source mean.

    PARTY is the id or the name of a party that the report knows, or that sayso does: `sayso parties NAME`
    looks it up. It holds wherever the report's reading took the same words for the same party.
    """
    _decide(
        ledger,
        lambda opened: opened.reviews.link(report, _named(claim), role, nth - 1, party, person(by), why),
        as_json=as_json,
    )


@click.command("unlink", cls=Exemplified, examples=("sayso review unlink 102ba3c3 2 recipient",))
@_claim
@click.argument("role", type=_ROLES)
@_which
@_decision
def unlink_command(
    report: str,
    claim: str,
    role: str,
    nth: int,
    why: str,
    by: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Say that the words of a claim's actor, recipient or source do not mean the party that was read."""
    _decide(
        ledger,
        lambda opened: opened.reviews.unlink(report, _named(claim), role, nth - 1, person(by), why),
        as_json=as_json,
    )


# ---- undo --------------------------------------------------------------------------------------------------


@click.command("undo", cls=Exemplified, examples=("sayso review undo 3",))
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@_decision
def undo_command(number: int, why: str, by: str | None, ledger: str | None, as_json: bool) -> None:
    """Take back decision N, as `sayso review` numbers them. An undo can be taken back, too."""
    _decide(ledger, lambda opened: opened.reviews.undo(number, person(by), why), as_json=as_json)


# ---- afterwards --------------------------------------------------------------------------------------------


def _named(claim: str) -> str | int:
    return int(claim) if _NUMBER.fullmatch(claim.strip()) else claim.strip()


def _found(reading: Reading, named: str) -> Claim:
    """Find a claim by its number or id, so that words can be looked for in its sentence."""
    which = _named(named)
    for number, claim in enumerate(reading.claims, 1):
        if which == number or (isinstance(which, str) and len(which) >= 4 and claim.id.startswith(which)):
            return claim
    name = reading.report.id[:12]
    raise NotFoundError(f"There is no claim {named!r} in report {name}; `sayso show {name}` numbers them")


def _decide(ledger: str | None, decide: Callable[[Ledger], Review], *, as_json: bool) -> None:
    """Keep a decision, bring the matters up to date where there are any, and say what came of it."""
    from sayso.cli.progress import wants_bar
    from sayso.cli.weighed import weigh_again
    from sayso.ledger import Ledger

    with open_ledger(ledger):  # a slip of the pen makes no ledger
        pass
    with Ledger(ledger) as opened:
        review = decide(opened)
        with opened.weighings.viewing() as view:
            weighed = view.last() is not None
        if weighed:
            weigh_again(opened, bar=wants_bar(as_json))
        reading = opened.reading(review.report_id)
    if as_json:
        print_json(review.to_dict())
    else:
        click.echo(one_line(_outcome(reading, review)))
    sys.stdout.flush()
    note(f"Kept as review {review.id} by {review.who}; `sayso review undo {review.id}` takes it back")


def _outcome(reading: Reading, review: Review) -> str:
    """Say how the claim reads now."""
    from sayso.reading.wording import describe

    its: Sequence[Claim] = [claim for claim in reading.claims if claim.id == review.claim]
    if not its:
        return f"left out: “{review.trigger}” in {review.sentence}"
    number = reading.claims.index(its[0]) + 1
    return f"{reading.report.id[:8]}:{number}  {describe(its[0])}"
