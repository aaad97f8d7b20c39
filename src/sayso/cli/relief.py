"""``sayso relief``: what would change if a party were no longer listed."""

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

    from sayso.lists.network import Network
    from sayso.sanctions.relief import Relief, RuleRelief

FEW_CLAIMS = 10
FEW_TIED = 20
FEW_CHANGES = 40


@click.command(
    "relief",
    cls=Exemplified,
    examples=(
        "sayso relief strait:talas --as-of 2025-03-31",
        'sayso relief "Mirko Talas" --regime US',
        "sayso relief strait:varsik --regime GB --json",
    ),
)
@click.argument("party", type=Words(), nargs=-1, required=True)
@click.option(
    "--list",
    "lists",
    type=Words(),
    multiple=True,
    metavar="LIST",
    help="Lift its listings in this list only; may be given several times.  [default: all]",
)
@click.option(
    "--regime",
    "regimes",
    type=Words(),
    multiple=True,
    metavar="US|EU|UN|…",
    help="Lift its listings by this authority only; may be given several times.  [default: all]",
)
@click.option(
    "--as-of", "as_of", type=DateParam(last=True), help="The day that is asked for.  [default: today]"
)
@click.option("--rules", metavar="FILE", help="Your own rules of ownership beside sayso's, as its rules.tsv.")
@click.option("--apart", is_flag=True, help="Take every entry alone, even if several lists mean one party.")
@ledger_option
@json_option
def relief_command(
    party: tuple[str, ...],
    lists: tuple[str, ...],
    regimes: tuple[str, ...],
    as_of: str | None,
    rules: str | None,
    apart: bool,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Say what would change if a party were no longer listed: who drops out, who stays and through whom.

    PARTY is the id of a list's entry (un-sc:CDi.001), the id of a party of the ledger, or a name, as for
    `sayso exposure`. Its listings are left out, all else stays, and the ownership rules that rest on them are
    worked out again. Then come those who are tied to the party in other ways, and what the ledger's reports
    claim of the party and of those who drop out.

    It is about legal reach and connection; it says nothing of economic effects, and is no legal advice.
    """
    from dataclasses import replace
    from datetime import date

    from sayso.cli.listed_party import party_meant, use_lists
    from sayso.lists.ownership import load_rules
    from sayso.sanctions.exposure import actors_by_party
    from sayso.sanctions.relief import claims_about, relief

    day = date.fromisoformat(as_of) if as_of else date.today()
    its_rules = load_rules(rules)
    with open_ledger(ledger) as opened:
        network = use_lists(opened, [], day, apart=apart)
        meant = party_meant(opened, network, " ".join(party))
        found = relief(network, meant.party, day, lists=lists, regimes=regimes, rules=its_rules)
        links = actors_by_party(opened, network)
        found = replace(found, claims=claims_about(opened, found.concerned, links, meant.actors))
    if as_json:
        print_json(found.to_dict(network))
    else:
        _print(console(), network, found)


def _print(out: Console, network: Network, found: Relief) -> None:
    from sayso.cli.listed_party import print_heading, print_line, print_listing, print_party
    from sayso.sanctions.relief import IT_IS, IT_IS_NOT

    print_party(out, network, found.party, found.day)
    print_line(out, f"This is {IT_IS}.", 0)
    print_line(out, f"It is not {IT_IS_NOT}.", 0)
    print_heading(out, "Lifted for the question")
    for listing in found.lifted:
        print_listing(out, listing)
    print_heading(out, "Other listings of the party that remain")
    for listing in found.remaining:
        print_listing(out, listing)
    if not found.remaining:
        print_line(out, "None on the lists in use.")
    for its in found.rules:
        print_heading(out, f"Under {its.rule.title} ({its.rule.id})")
        _print_rule(out, network, found, its)
    if not found.rules:
        print_heading(out, "Ownership")
        print_line(out, "No rule of ownership in force on that day rests on these listings.")
    _print_tied(out, network, found)
    _print_claims(out, network, found)


def _print_rule(out: Console, network: Network, found: Relief, its: RuleRelief) -> None:
    from sayso.cli.listed_party import print_line
    from sayso.sanctions.exposure import step_sentence

    print_line(out, f"{found.name}: {its.before} → {its.after.status}")
    for step in its.after.witness:
        print_line(out, step_sentence(step, network), 6, "dim", lead="    - ")
    for drop in its.drops[:FEW_CHANGES]:
        otherwise = f"; still {'; '.join(drop.otherwise)}" if drop.otherwise else ""
        name = f"{network.name(drop.party)} ({drop.party})"
        print_line(out, f"changes: {name}: {drop.before} → {drop.after}{otherwise}")
    if not its.drops:
        print_line(out, "Nobody else changes.")
    for stay in its.stays[:FEW_CHANGES]:
        regimes = network.listed_by(stay.party, found.day) if stay.status == "listed" else ()
        own = f" itself by {', '.join(regimes)}" if regimes else ""
        print_line(out, f"stays: {network.name(stay.party)} ({stay.party}): {stay.status}{own}")
        for step in stay.witness:
            print_line(out, step_sentence(step, network), 6, "dim", lead="    - ")
    for of, many in (("changes", its.drops), ("that stay", its.stays)):
        if len(many) > FEW_CHANGES:
            note(f"{FEW_CHANGES} of {len(many):,} {of} shown under {its.rule.id}; --json gives all")


def _print_tied(out: Console, network: Network, found: Relief) -> None:
    from sayso.cli.listed_party import print_heading, print_line
    from sayso.sanctions.exposure import tie_sentence

    print_heading(out, "Tied to it, whatever happens to the listing")
    for tied in found.tied[:FEW_TIED]:
        listed = f"listed by {', '.join(tied.listed_by)}, and stays so" if tied.listed_by else "not listed"
        print_line(
            out, f"{network.name(tied.party)} ({tied.party}), {listed}: {tie_sentence(tied.walk, network)}"
        )
    if not found.tied:
        print_line(out, "None on the lists in use.")
    if len(found.tied) > FEW_TIED:
        note(f"{FEW_TIED} of {plural(len(found.tied), 'tie')} shown; --json gives all")


def _print_claims(out: Console, network: Network, found: Relief) -> None:
    from sayso.cli.listed_party import print_claim, print_heading, print_line

    print_heading(out, "Claims of the ledger about those whom it concerns")
    for one in found.claims[:FEW_CLAIMS]:
        score = f", score {one.score:.2f}" if one.score is not None else ""
        print_claim(
            out, one.claim, [f"{network.name(one.party)} is {one.role} ({one.actor} in the ledger{score})"]
        )
    if not found.claims:
        print_line(out, "None.")
    if len(found.claims) > FEW_CLAIMS:
        note(f"{FEW_CLAIMS} of {plural(len(found.claims), 'claim')} shown; --json gives all")
