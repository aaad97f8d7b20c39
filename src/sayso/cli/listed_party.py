"""Which party of the lists is meant by an argument, and what ``exposure`` and ``relief`` print alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import click

from sayso.cli.terminal import note, one_line, plural, print_indented, safe, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from rich.console import Console

    from sayso.ledger import Ledger, StoredClaim
    from sayso.lists.network import Network
    from sayso.sanctions.exposure import Listing

__all__ = [
    "Meant",
    "party_meant",
    "print_claim",
    "print_heading",
    "print_line",
    "print_listing",
    "print_party",
    "use_lists",
]

WELL = 0.9  # score of a name that is written as it was asked for, or nearly
SHOWN = 8
LONGEST_REASONS = 400
LONGEST_SENTENCE = 300


@dataclass(frozen=True)
class Meant:
    """A party of the network, and the ids of the ledger's parties that were meant to be it."""

    party: str
    actors: tuple[str, ...] = ()


def use_lists(opened: Ledger, lists: Collection[str], day: date, *, apart: bool = False) -> Network:
    """Load the lists, and say what should be known of their age. Leaves with 1 where there are none."""
    from sayso.sanctions.exposure import load, versions_used

    versions = versions_used(opened, lists)
    if not versions:
        note("There is no sanctions list in use; `sayso lists add FILE` adds one")
        raise click.exceptions.Exit(1)
    for version in versions:
        if version.dated <= day.isoformat() or any("@" in ref for ref in lists):
            continue
        for older in opened.lists.versions(version.list):
            if older.dated <= day.isoformat():
                note(
                    f"{version.label} is looked in; {older.label} was the one of that day: "
                    f"--list {older.label} looks in it"
                )
                break
    screening = opened.screenings.latest()
    current = {version.label for version in opened.lists.current()}
    stale = screening is None or set(screening.versions) != current
    if stale and next(opened.claims(limit=1), None) is not None:
        note(
            "The ledger's parties were not screened against the lists in use, so that claims may be missing; "
            "`sayso screen` does it"
        )
    return load(opened, lists, apart=apart)


# ---- who is meant ------------------------------------------------------------------------------------------


def party_meant(opened: Ledger, network: Network, words: str) -> Meant:
    """Find the party of the network that an id of an entry, an id of the ledger's or a name means.

    Of a name, the one that is written so is taken, or the only one that matches; that is said on standard
    error. Leaves with 1 where nobody or several are meant, and says who could be.
    """
    if network.knows(words):
        return Meant(network.party(words))
    if words.partition(":")[0] in network.labels:
        opened.lists.entry(words, network.labels[words.partition(":")[0]])  # says what is wrong with it
    if (found := _of_ledger(opened, network, words)) is not None:
        return found
    return _by_name(opened, network, words)


def _of_ledger(opened: Ledger, network: Network, words: str) -> Meant | None:
    links = list(opened.screenings.links(actor=words))
    if not links and not (words.startswith("@") or "/" in words):
        return None
    if not links:
        if not any(party.actor == words for party in opened.screenings.parties()):
            return None
        note(f"{words} is linked with no entry of a list; `sayso screen` brings the links up to date")
        raise click.exceptions.Exit(1)
    scores: dict[str, tuple[float, str]] = {}
    for link in links:
        if link.entry.id in network.entries:
            party = network.party(link.entry.id)
            scores.setdefault(party, (link.score, link.why))
    matching = {network.party(link.entry.id) for link in links if link.match} & scores.keys()
    return Meant(_one_of(network, words, scores, matching), (words,))


def _by_name(opened: Ledger, network: Network, words: str) -> Meant:
    from sayso.lists.screening import Subject
    from sayso.sanctions.exposure import no_collecting
    from sayso.sanctions.screen import screener_of

    with no_collecting():
        screener = screener_of(opened, sorted(network.labels.values()))
    scores: dict[str, tuple[float, str]] = {}
    matching: set[str] = set()
    for hit in screener.screen(Subject((words,)), limit=5 * SHOWN):
        party = network.party(hit.entry)
        scores.setdefault(party, (hit.score, hit.why))
        if hit.match:
            matching.add(party)
    return Meant(_one_of(network, words, scores, matching))


def _one_of(
    network: Network, words: str, scores: dict[str, tuple[float, str]], matching: Collection[str]
) -> str:
    well = [party for party in scores if party in matching and scores[party][0] >= WELL]
    taken = well or [party for party in scores if party in matching]
    if len(taken) != 1:
        _none_or_several(network, words, scores, taken)
    (party,) = taken
    score, why = scores[party]
    others = [other for other in scores if other in matching and other != party]
    also = f"; {plural(len(others), 'weaker match')[:-1]}es" if len(others) > 1 else ""
    also = also or (f"; a weaker match is {_called(network, others[0])}" if others else "")
    note(f"Taken for {_called(network, party)}, score {score:.2f}: {why.rstrip('.')}{also}")
    return party


def _none_or_several(
    network: Network, words: str, scores: dict[str, tuple[float, str]], several: Sequence[str]
) -> NoReturn:
    if not scores:
        note(f"Nobody on the lists in use is written like {words!r}; `sayso screen` tells more")
    elif several:
        note(f"{len(several)} parties match {words!r}; give the id of one of them:")
    else:
        note(f"Nobody on the lists matches {words!r} well; if one of these is meant, give its id:")
    for party in (several or list(scores))[:SHOWN]:
        score, why = scores[party]
        note(f"  {score:.2f}  {_called(network, party)}: {shorten(why, 200)}")
    raise click.exceptions.Exit(1)


def _called(network: Network, party: str) -> str:
    return f"{shorten(network.name(party), 80)} ({party})"


# ---- what both print ---------------------------------------------------------------------------------------


def print_line(out: Console, words: str, indent: int = 2, style: str = "", lead: str = "") -> None:
    """Print words of whatever origin as one line, or wrapped on a terminal."""
    from rich.text import Text

    print_indented(out, Text(one_line(words), style=style), indent, lead=lead)


def print_heading(out: Console, words: str) -> None:
    """Print the heading of a section, after an empty line."""
    out.print()
    print_line(out, words, 0, "bold")


def print_party(out: Console, network: Network, party: str, day: date) -> None:
    """Print who the party is, and which entries it is made of."""
    facts = [network.kind(party) or "only named by others", f"as of {day}"]
    print_line(out, f"{network.name(party)}  ({party})", 0, "bold")
    print_line(out, " · ".join(facts), 0, "dim")
    for entry in network.members(party):
        label = network.labels.get(entry.list, entry.list)
        print_line(out, f"{entry.id} in {label}: {entry.name}")
    for link in network.why_same(party):
        print_line(
            out, f"{link.one} and {link.other} are taken for one ({link.score:.2f}): {link.why}", 4, "dim"
        )


def print_listing(out: Console, listing: Listing) -> None:
    """Print one listing: regime, authority, programme, dates, effect, then reasons and address."""
    its = listing.designation
    froze = {True: "freezes assets", False: "does not freeze assets", None: "freeze not told"}[its.blocking]
    when = f"since {its.since}" if its.since else "first day not told"
    facts = [
        its.regime,
        its.authority,
        its.programme or "",
        when,
        f"until {its.until}" if its.until else "",
        f"amended {its.amended[-1]}" if its.amended else "",
        froze,
        "perhaps in force: dates leave it open" if listing.standing == "perhaps" else "",
        "not yet in force" if listing.standing == "later" else "",
    ]
    print_line(out, f"{' · '.join(fact for fact in facts if fact)}  [{listing.entry}, {listing.version}]")
    if its.basis and its.basis != its.programme:
        print_line(out, its.basis, 4)
    if its.reasons:
        print_line(out, shorten(its.reasons, LONGEST_REASONS), 4, "italic")
    if its.url:
        print_line(out, its.url, 4, "dim")


def print_claim(out: Console, stored: StoredClaim, about: Iterable[str] = ()) -> None:
    """Print one claim: when and where it stood, who is said to have done what on whose say-so, the words."""
    from sayso.cli.claims import claim_text, has_colour, quote_text

    where = [stored.published or "undated", stored.outlet or "", shorten(stored.title or "", 60)]
    head = " · ".join(safe(part) for part in where if part)
    print_line(out, f"{head}  {stored.report_id[:8]}", 2, "dim")
    print_indented(out, claim_text(stored.claim), 4)
    first = stored.claim.sentence[0]
    start, end = stored.claim.event.trigger
    place = (start - first, end - first)
    print_indented(out, quote_text(stored.sentence, place, LONGEST_SENTENCE, colour=has_colour(out)), 4)
    for words in about:
        print_line(out, words, 4, "dim")
