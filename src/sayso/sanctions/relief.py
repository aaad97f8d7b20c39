"""What would change if a party were no longer listed: legal reach under the ownership rules, and connection.

The listings to be lifted are left out, everything else stays, and every rule that rests on them is solved
again: who drops out of being blocked, who stays and through whom, which listings of the party remain, who
else is tied to it. `claims_about` gives what the ledger's reports say of those whom it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sayso.errors import ListError
from sayso.lists.network import COUNTING, Network, Walk
from sayso.lists.ownership import Listed, Ownership, Rule, Solution, difference, listed_on, of
from sayso.lists.ownership.solving import solve_held
from sayso.sanctions.exposure import Listing, listings_of, ownership_record, solutions, tie_sentence

if TYPE_CHECKING:
    from sayso.ledger import Ledger, StoredClaim
    from sayso.ledger.records import StoredLink

__all__ = [
    "IT_IS",
    "IT_IS_NOT",
    "Concerned",
    "Dropping",
    "Relief",
    "RuleRelief",
    "Tied",
    "claims_about",
    "relief",
]

IT_IS = (
    "the legal reach of a freeze through ownership, worked out by the rules named, and the ties that the "
    "lists themselves name, as far as the lists, stakes and reports in this ledger go"
)
IT_IS_NOT = (
    "an estimate of economic effect, or legal advice: licences, sectoral measures, export bans, secondary "
    "sanctions and the authority's own decision are not in it"
)
_FIRST = ("SANCTION", "CONCEDE", "COOPERATE", "REQUEST", "REJECT", "PROMISE")
MOST_CLAIMS = 100
"""Claims taken of one party in one role, the newest first."""


@dataclass(frozen=True, slots=True)
class Dropping:
    """That a party's status changes, and what else reaches it: `otherwise` has its own listings that remain
    and its status under other rules, as short sentences.
    """

    party: str
    before: str
    after: str
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleRelief:
    """What lifting changes under one rule: for the party itself (`before`, `after`), for those who drop out
    or are less surely blocked (`drops`), and for those who stay as they are.
    """

    rule: Rule
    before: str
    after: Ownership
    drops: tuple[Dropping, ...]
    stays: tuple[Ownership, ...]


@dataclass(frozen=True, slots=True)
class Tied:
    """A party tied to the one that would be lifted; `listed_by` has the regimes that list it by itself."""

    party: str
    listed_by: tuple[str, ...]
    walk: Walk


@dataclass(frozen=True, slots=True)
class Concerned:
    """A claim in which a party that relief concerns has a role (actor, recipient, speaker); `score` is
    that of the screening's link.
    """

    claim: StoredClaim
    party: str
    actor: str
    role: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Relief:
    """What would change without some listings of a party on a day."""

    party: str
    name: str
    day: date
    entries: tuple[str, ...]
    lifted: tuple[Listing, ...]
    remaining: tuple[Listing, ...]
    rules: tuple[RuleRelief, ...]
    tied: tuple[Tied, ...]
    claims: tuple[Concerned, ...] = ()

    @property
    def concerned(self) -> tuple[str, ...]:
        """The party and all who drop out."""
        return tuple(dict.fromkeys((self.party, *(drop.party for its in self.rules for drop in its.drops))))

    def to_dict(self, network: Network) -> dict[str, Any]:
        """Give it as a JSON object; `network` has the names of the parties in it."""
        return {
            "party": self.party,
            "name": self.name,
            "day": self.day.isoformat(),
            "versions": sorted(network.labels.values()),
            "it_is": IT_IS,
            "it_is_not": IT_IS_NOT,
            "entries": list(self.entries),
            "lifted": [listing.to_dict() for listing in self.lifted],
            "remaining": [listing.to_dict() for listing in self.remaining],
            "rules": [
                {
                    "rule": its.rule.id,
                    "title": its.rule.title,
                    "before": its.before,
                    "after": its.after.status,
                    "after_why": ownership_record(its.after, network),
                    "drops": [
                        {
                            "party": drop.party,
                            "name": network.name(drop.party),
                            "before": drop.before,
                            "after": drop.after,
                            "otherwise": list(drop.otherwise),
                        }
                        for drop in its.drops
                    ],
                    "stays": [
                        {
                            "party": stay.party,
                            "name": network.name(stay.party),
                            **ownership_record(stay, network),
                        }
                        for stay in its.stays
                    ],
                }
                for its in self.rules
            ],
            "tied": [
                {
                    "party": tied.party,
                    "name": network.name(tied.party),
                    "listed_by": list(tied.listed_by),
                    **tied.walk.tie.to_dict(),
                    "sentence": tie_sentence(tied.walk, network),
                }
                for tied in self.tied
            ],
            "claims": [
                {
                    **one.claim.to_dict(),
                    "party": one.party,
                    "actor": one.actor,
                    "role": one.role,
                    "score": one.score,
                }
                for one in self.claims
            ],
        }


def relief(
    network: Network,
    party: str,
    day: date,
    *,
    lists: Collection[str] = (),
    regimes: Collection[str] = (),
    rules: Iterable[Rule] | None = None,
) -> Relief:
    """Say what would change on a day without a party's listings: all of them, or those of some `lists` (ids
    or labels of versions) and `regimes` (US, EU, UN …).

    Raises ListError where the party has no such listing.
    """
    party = network.party(party)
    listings = [each for each in listings_of(network, party, day) if each.standing in COUNTING]
    wanted = {regime.upper() for regime in regimes}
    lifted = [each for each in listings if _meant(each, lists, wanted)]
    if not lifted:
        raise ListError(_none(network, party, day, listings, lists, wanted))
    remaining = tuple(each for each in listings if each not in lifted)
    before = solutions(network, day, rules)
    after = [_without(network, solution, party, lifted) for solution in before]
    touched = {listing.designation.regime for listing in lifted}
    reliefs = tuple(
        _under(network, party, remaining, pair, list(zip(before, after, strict=True)))
        for pair in zip(before, after, strict=True)
        if touched.intersection(pair[0].rule.regimes)
    )
    return Relief(
        party,
        network.name(party),
        day,
        tuple(entry.id for entry in network.members(party)),
        tuple(lifted),
        remaining,
        reliefs,
        _tied(network, party, day),
    )


def _meant(listing: Listing, lists: Collection[str], regimes: Collection[str]) -> bool:
    of_list = listing.entry.partition(":")[0]
    if lists and of_list not in lists and listing.version not in lists:
        return False
    return not regimes or listing.designation.regime in regimes


def _none(
    network: Network,
    party: str,
    day: date,
    listings: Sequence[Listing],
    lists: Collection[str],
    regimes: Collection[str],
) -> str:
    name = network.name(party)
    if not listings:
        return (
            f"{name} ({party}) is not listed on {day}, so that nothing can be lifted; `sayso exposure` says "
            "through whom it may be blocked"
        )
    there = ", ".join(
        dict.fromkeys(f"{each.designation.regime} ({each.entry.partition(':')[0]})" for each in listings)
    )
    asked = ", ".join([*lists, *sorted(regimes)])
    return f"{name} ({party}) has no listing of {asked} on {day}; there are those of {there}"


def _without(network: Network, solution: Solution, party: str, lifted: Sequence[Listing]) -> Solution:
    """Solve again without some listings of a party, keeping its others."""
    gone = {(listing.entry, listing.designation) for listing in lifted}
    left = [
        replace(
            entry, designations=tuple(each for each in entry.designations if (entry.id, each) not in gone)
        )
        for entry in network.members(party)
    ]
    published = {of_list: when for of_list, when in network.published.items() if when}
    its = listed_on(left, solution.rule, solution.day, published, network.same)
    perhaps = {each: why for each, why in solution.listed.perhaps.items() if each != party}
    listed = Listed((solution.listed.surely - {party}) | its.surely, {**perhaps, **its.perhaps})
    return solve_held(solution.held, listed, solution.rule)


def _under(
    network: Network,
    party: str,
    remaining: Sequence[Listing],
    pair: tuple[Solution, Solution],
    all_rules: Sequence[tuple[Solution, Solution]],
) -> RuleRelief:
    before, after = pair
    change = difference(before, after)
    drops = tuple(
        Dropping(each.party, each.before, each.after, tuple(_otherwise(network, each.party, pair, all_rules)))
        for each in change.changes
        if each.party != party
    )
    stays = tuple(of(after, each) for each in change.stays if each != party)
    return RuleRelief(before.rule, before.status(party), of(after, party), drops, stays)


def _otherwise(
    network: Network,
    party: str,
    this: tuple[Solution, Solution],
    all_rules: Sequence[tuple[Solution, Solution]],
) -> Iterable[str]:
    day = this[0].day
    if regimes := network.listed_by(party, day):
        yield f"itself listed by {', '.join(regimes)}"
    for _, after in all_rules:
        if after is not this[1] and (status := after.status(party)) in ("blocked", "possibly blocked"):
            yield f"{status} under {after.rule.title}"


def _tied(network: Network, party: str, day: date) -> tuple[Tied, ...]:
    return tuple(Tied(walk.end, network.listed_by(walk.end, day), walk) for walk in network.ties(party, day))


def claims_about(
    ledger: Ledger,
    parties: Iterable[str],
    links: Mapping[str, Sequence[StoredLink]],
    actors: Collection[str] = (),
) -> tuple[Concerned, ...]:
    """Find the claims in which some parties take part, or which they make: sanctions, concessions and the
    like first, then the newest.

    `links` has the ledger's parties that the screening linked with each; `actors` are ids of the ledger's
    parties that are the first of them.
    """
    found: dict[tuple[str, int], Concerned] = {}
    for place, party in enumerate(parties):
        ours: dict[str, float | None] = dict.fromkeys(actors) if place == 0 else {}
        ours |= {link.party.actor: link.score for link in links.get(party, ())}
        for actor, score in sorted(ours.items()):
            for role in ("actor", "recipient", "speaker"):
                for claim in _claims(ledger, role, actor):
                    found.setdefault(
                        (claim.report_id, claim.number), Concerned(claim, party, actor, role, score)
                    )
    newest = sorted(
        found.values(), key=lambda its: (its.claim.published or "", its.claim.report_id), reverse=True
    )
    return tuple(sorted(newest, key=lambda its: its.claim.claim.event.type not in _FIRST))


def _claims(ledger: Ledger, role: str, actor: str) -> Iterator[StoredClaim]:
    """Find the claims in which a party itself has a role, not only somebody who is a part of it."""
    asked = {"source" if role == "speaker" else role: actor}
    found = ledger.claims(
        actor=asked.get("actor"),
        recipient=asked.get("recipient"),
        source=asked.get("source"),
        limit=MOST_CLAIMS,
    )
    for claim in found:
        event = claim.claim.event
        there = {
            "actor": [part.actor for part in event.actors],
            "recipient": [part.actor for part in event.recipients],
            "speaker": [source.actor for source in claim.claim.sources],
        }
        if actor in there[role]:
            yield claim
