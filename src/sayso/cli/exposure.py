"""``sayso exposure``: how a party is tied to sanctions: listed, owned, near, and by the ledger's claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import (
    DateParam,
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    note,
    open_ledger,
    plural,
    print_json,
)

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.ledger import Ledger
    from sayso.lists.network import Network
    from sayso.lists.ownership import Ownership
    from sayso.sanctions.exposure import Connecting, Exposure

FEW_NEAR = 20
FEW_CLAIMS = 10
STATUS_STYLES = {"listed": "bold red", "blocked": "bold red", "possibly blocked": "bold yellow"}


@click.command(
    "exposure",
    cls=Exemplified,
    examples=(
        "sayso exposure strait:maren-rotor --as-of 2025-03-31",
        'sayso exposure "Maren Rotor Works" --hops 2',
        "sayso exposure strait:maren-rotor --list strait@2025-03-31 --json",
    ),
)
@click.argument("party", type=Words(), nargs=-1, required=True)
@click.option(
    "--as-of", "as_of", type=DateParam(last=True), help="The day that is asked for.  [default: today]"
)
@click.option(
    "--hops",
    type=click.IntRange(0, 6),
    default=3,
    show_default=True,
    help="How many ties away listed parties are looked for.",
)
@click.option("--rules", metavar="FILE", help="Your own rules of ownership beside sayso's, as its rules.tsv.")
@click.option(
    "--list",
    "lists",
    type=Words(),
    multiple=True,
    metavar="LIST",
    help="Look in this list or version only; may be given several times.  [default: all lists in use]",
)
@click.option("--apart", is_flag=True, help="Take every entry alone, even if several lists mean one party.")
@ledger_option
@json_option
def exposure_command(
    party: tuple[str, ...],
    as_of: str | None,
    hops: int,
    rules: str | None,
    lists: tuple[str, ...],
    apart: bool,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Say how a party is tied to sanctions: listed itself, blocked through who owns it, or near to who is.

    PARTY is the id of a list's entry (un-sc:CDi.001), the id of a party of the ledger, or a name, which is
    screened: the one party that is written so is taken, and it is said which.

    Ownership is worked out by each rule in force on the day (OFAC's 50 Percent Rule, the EU's, the UK's …),
    source by source, with the way that leads there and what would have to be known for certainty. Then come
    the nearest listed parties by any kind of tie, and the claims of the ledger in which the party and one of
    them meet. It is an aid, and no legal advice.
    """
    from dataclasses import replace
    from datetime import date

    from sayso.cli.listed_party import party_meant, use_lists
    from sayso.lists.ownership import load_rules
    from sayso.sanctions.exposure import exposure

    day = date.fromisoformat(as_of) if as_of else date.today()
    its_rules = load_rules(rules)
    with open_ledger(ledger) as opened:
        network = use_lists(opened, lists, day, apart=apart)
        meant = party_meant(opened, network, " ".join(party))
        found = exposure(network, meant.party, day, its_rules, hops)
        claims = _claims(opened, network, found, meant.actors)
    found = replace(found, claims=claims)
    if as_json:
        print_json(found.to_dict(network))
    else:
        _print(console(), network, found)


def _claims(
    opened: Ledger, network: Network, found: Exposure, actors: tuple[str, ...]
) -> tuple[Connecting, ...]:
    from sayso.sanctions.exposure import actors_by_party, claims_between

    links = actors_by_party(opened, network)
    near = {near.party: links[near.party] for near in found.around.listed if near.party in links}
    return claims_between(opened, links.get(found.party, ()), near, actors)


# ---- for people --------------------------------------------------------------------------------------------


def _print(out: Console, network: Network, found: Exposure) -> None:
    from sayso.cli.listed_party import print_claim, print_heading, print_line, print_listing, print_party

    print_party(out, network, found.party, found.day)
    print_heading(out, f"Listings on {found.day}")
    for listing in found.listings:
        print_listing(out, listing)
    if not found.listings:
        print_line(out, f"None on the lists looked in: {', '.join(sorted(network.labels.values()))}.")
    if found.former:
        print_heading(out, "Former listings, and later ones")
        for listing in found.former:
            print_listing(out, listing)
    print_heading(out, "Ownership")
    for place, ownership in enumerate(found.ownership):
        earlier = (each for each in found.ownership[:place] if each.witness == ownership.witness)
        _print_ownership(out, network, ownership, next(earlier, None))
    if not found.ownership:
        print_line(out, f"No rule was in force on {found.day}.")
    _print_near(out, network, found)
    print_heading(out, "Claims of the ledger that connect it with them")
    for connecting in found.claims[:FEW_CLAIMS]:
        links = [
            f"{actor} is linked with {entry}, score {score:.2f}"
            for actor, entry, score in connecting.by_links
        ]
        print_claim(out, connecting.claim, links)
    if not found.claims:
        print_line(out, "None.")
    if len(found.claims) > FEW_CLAIMS:
        note(f"{FEW_CLAIMS} of {plural(len(found.claims), 'claim')} shown; --json gives all")
    out.print()
    print_line(
        out,
        "An aid, and no legal advice: it rests on the lists and rules named, and on nothing else.",
        0,
        "dim",
    )


def _print_ownership(out: Console, network: Network, ownership: Ownership, like: Ownership | None) -> None:
    """Print what a rule makes of the party; `like` is an earlier one with the same way to it."""
    from rich.text import Text

    from sayso.cli.listed_party import print_line
    from sayso.cli.terminal import one_line, print_indented
    from sayso.sanctions.exposure import held_sentence, step_sentence

    rule = ownership.rule
    line = Text(ownership.status, style=STATUS_STYLES.get(ownership.status, ""))
    line.append(f" under {one_line(rule.title)} ({one_line(rule.id)})")
    print_indented(out, line, 2)
    print_line(out, rule.source, 4, "dim")
    same = like is not None and bool(ownership.witness)
    if like is not None and same:
        print_line(out, f"by the same holdings as under {like.rule.id}", 4)
    for step in () if same else ownership.witness:
        print_line(out, step_sentence(step, network), 4, lead="  - ")
    if ownership.status != "listed":
        for sentence in held_sentence(ownership):
            print_line(out, sentence, 4)
        for needed in () if like is not None and like.needed == ownership.needed else ownership.needed:
            print_line(out, f"To be known: {needed}", 4)
    for words in ownership.notes:
        print_line(out, f"Note: {words}", 4)


def _print_near(out: Console, network: Network, found: Exposure) -> None:
    from sayso.cli.listed_party import print_heading, print_line
    from sayso.lists.network import HUB
    from sayso.sanctions.exposure import tie_sentence

    print_heading(out, "Nearest listed parties")
    for near in found.around.listed[:FEW_NEAR]:
        regimes = ", ".join(network.listed_by(near.party, found.day))
        print_line(
            out, f"{plural(near.hops, 'hop')}: {network.name(near.party)} ({near.party}), listed by {regimes}"
        )
        for walk in near.path:
            print_line(out, tie_sentence(walk, network), 6, "dim", lead="    - ")
    if not found.around.listed:
        print_line(out, "None.")
    for hub in found.around.hubs:
        print_line(
            out, f"{network.name(hub)} ({hub}) has more than {HUB} ties; what lies behind it was left out."
        )
    if len(found.around.listed) > FEW_NEAR:
        note(f"{FEW_NEAR} of {len(found.around.listed):,} listed parties near shown; --json gives all")
