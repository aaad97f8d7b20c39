"""``sayso parties``: who is meant by the words of a text, and by which rule."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.terminal import (
    DateParam,
    Exemplified,
    Words,
    console,
    json_option,
    note,
    one_line,
    parties_option,
    plural,
    print_json,
    print_rows,
    safe,
    shorten,
    to_terminal,
)

if TYPE_CHECKING:
    from sayso.actors import Gazetteer
    from sayso.reading.reading import Mention, Party, Reading

WIDEST_WORDS = 34  # columns of a terminal
MOST_CHARACTERS = 200_000
# Mentions of these name nothing that could act.
THINGS = frozenset({"date", "thing", "money", "quantity", "materiel"})


@click.command(
    "parties",
    cls=Exemplified,
    examples=(
        'sayso parties "Tehran denied it, the Iranian foreign minister said." --date 2023-08-21',
        "sayso parties --name IRGC",
        "sayso parties --json < report.txt",
    ),
)
@click.argument("text", type=Words(), nargs=-1)
@click.option("--date", "day", type=DateParam(), help="The day of the text: who held which office.")
@click.option("--outlet", type=Words(), metavar="NAME", help="Who published the text.")
@click.option(
    "--name", "name", type=Words(), metavar="NAME", help="Say what is known of a name or id instead."
)
@click.option("--all", "everything", is_flag=True, help="List dates, things and places, too.")
@parties_option
@json_option
def parties_command(
    text: tuple[str, ...],
    day: str | None,
    outlet: str | None,
    name: str | None,
    everything: bool,
    parties: str | None,
    as_json: bool,
) -> None:
    """Say who is meant by the mentions of TEXT (or of standard input), and why.

    Each line has the words, the party, its kind and country, the share of such resolutions that were right
    in annotated reports, and the rule by which it was made. What could not be told stays unresolved.
    """
    from sayso.settings import Settings

    settings = Settings(**({"parties": parties} if parties is not None else {}))
    if name is not None:
        if text:
            raise click.UsageError("--name says what is known of a name; leave out TEXT.")
        _print_known(name, settings, day, as_json)
        return
    words = " ".join(text) if text else _from_input()
    if not words.strip():
        raise click.UsageError("there is no text; give TEXT, or text on standard input.")

    if len(words) > MOST_CHARACTERS:
        raise click.UsageError(
            f"the text is longer than {MOST_CHARACTERS:,} characters; `sayso read --json` reads longer ones."
        )

    from sayso.reader import Reader

    reading = Reader(parties=settings.own_parties).read(words, published=day, outlet=outlet)
    known = {party.id: party for party in reading.parties}
    shown = [mention for mention in reading.mentions if everything or _is_party(mention)]
    if as_json:
        for mention in shown:
            party = known.get(mention.actor or "")
            print_json({**mention.to_dict(), "party": None if party is None else party.to_dict()})
    elif to_terminal():
        _print_table(reading, shown, known)
    else:
        print_rows(_row(reading, mention, known.get(mention.actor or "")) for mention in shown)
    unresolved = sum(mention.actor is None for mention in shown)
    note(plural(len(shown), "mention") + (f", {unresolved:,} unresolved" if unresolved else ""))


def _from_input() -> str:
    if sys.stdin.isatty():
        raise click.UsageError("give TEXT, or text on standard input.")
    return sys.stdin.buffer.read(4 * MOST_CHARACTERS).decode("utf-8", "replace")


def _is_party(mention: Mention) -> bool:
    return mention.actor is not None or mention.kind not in THINGS | {"place"}


def _row(reading: Reading, mention: Mention, party: Party | None) -> tuple[object, ...]:
    why = mention.why
    return (
        f"{mention.span[0]}:{mention.span[1]}", mention.text, mention.actor or "",
        party.name if party else "", mention.kind, "|".join(party.countries) if party else "",
        "|".join(party.sectors) if party else "", "" if mention.score is None else f"{mention.score:.2f}",
        _why(reading, mention), why.doubt if why and why.doubt else "",
    )  # fmt: skip


def _why(reading: Reading, mention: Mention) -> str:
    why = mention.why
    if why is None:
        return ""
    if why.antecedent is None:
        return why.rule
    start, end = why.antecedent
    return f"{why.rule}: {shorten(reading.report.text[start:end], WIDEST_WORDS)}"


def _print_table(reading: Reading, shown: list[Mention], known: dict[str, Party]) -> None:
    from rich.text import Text

    out = console()
    for mention in shown:
        party = known.get(mention.actor or "")
        line = Text(shorten(mention.text, WIDEST_WORDS).ljust(WIDEST_WORDS), style="bold")
        line.append("  ")
        if party is None:
            line.append("not resolved", style="dim")
        else:
            line.append(safe(one_line(party.name)), style="cyan")
            facts = [mention.kind, *party.countries[:3], *party.sectors[:2]]
            line.append(f"  {' '.join(facts)}")
            if mention.score is not None:
                line.append(f"  {mention.score:.2f}", style="dim")
        out.print(line)
        why = _why(reading, mention)
        doubt = mention.why.doubt if mention.why else None
        more = [part for part in (why, doubt, party.about if party else None) if part]
        if more:
            out.print(Text(" " * (WIDEST_WORDS + 2) + one_line(" · ".join(more)), style="dim"))


def _print_known(name: str, settings: Any, day: str | None, as_json: bool) -> None:
    from sayso.actors import shipped

    gazetteer = shipped(settings.own_parties)
    found = gazetteer.called(name)
    for party in found:
        record = gazetteer.party(party, day)
        if as_json:
            print_json({**record.to_dict(), "offices": _offices(gazetteer, party)})
            continue
        facts = [record.kind, *record.countries, *record.sectors]
        click.echo(safe(f"{record.name}  ({record.id})  {' '.join(facts)}"))
        if record.within:
            inside = ", ".join(gazetteer.party(each, day).name for each in record.within)
            click.echo(safe(f"    part of {inside}"))
        if record.control:
            click.echo(safe(f"    control: {record.control}"))
        for office in _offices(gazetteer, party):
            since = office["since"] or "?"
            period = f"{since} to {office['until']}" if office["until"] else f"since {since}"
            still = "" if office["until"] else f", still in office on {office['checked']}"
            click.echo(safe(f"    {office['title']} ({office['body']}), {period}{still}"))
    if not found:
        note("No party is known by that name. docs/parties.md says how to add one of your own")
        raise click.exceptions.Exit(1)


def _offices(gazetteer: Gazetteer, party: str) -> list[dict[str, str]]:
    if not gazetteer.is_person(party):
        return []
    return [
        {
            "title": office.title, "body": office.body, "since": office.since, "until": office.until,
            "checked": office.checked,
        }
        for office in gazetteer.offices(party)
    ]  # fmt: skip
