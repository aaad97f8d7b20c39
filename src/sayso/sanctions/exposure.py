"""How a party is tied to sanctions: listed itself, owned or controlled by who is listed, or near to them.

`load` takes the lists of a ledger as a network, `exposure` says what is known of one party, and
`claims_between` what the ledger's reports say of it and the listed parties near to it. All of it rests on the
lists and rules given: it is an aid to a decision, and no legal advice.
"""

from __future__ import annotations

import gc
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sayso.errors import ListError
from sayso.lists.listing import Designation, Entry
from sayso.lists.network import COUNTING, Around, Network, Walk, in_force, network_of
from sayso.lists.ownership import Ownership, Rule, Solution, Step, listed_on, of, rules_on, solve
from sayso.lists.ownership.doubts import percent
from sayso.lists.same import SameAs

if TYPE_CHECKING:
    from sayso.ledger import Ledger, StoredClaim
    from sayso.ledger.records import ListVersion, StoredLink

__all__ = [
    "Connecting",
    "Exposure",
    "Listing",
    "actors_by_party",
    "claims_between",
    "exposure",
    "held_sentence",
    "listings_of",
    "load",
    "no_collecting",
    "ownership_record",
    "solutions",
    "step_sentence",
    "tie_sentence",
    "versions_used",
]

MOST_CLAIMS = 200
"""Claims taken of one party in one role, the newest first."""


@dataclass(frozen=True, slots=True)
class Listing:
    """That an entry of a party is listed: by which version of which list, and how it stands on the day
    (`sayso.lists.network.in_force`).
    """

    entry: str
    version: str
    standing: str
    designation: Designation

    def to_dict(self) -> dict[str, Any]:
        """Give the listing as a JSON object."""
        return {
            "entry": self.entry,
            "version": self.version,
            "standing": self.standing,
            **self.designation.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Connecting:
    """A claim of the ledger in which a party and a listed one meet: `with_party` is the latter. `by_links`
    has the ids of the ledger's parties that the screening linked with either, the entries, the scores.
    """

    claim: StoredClaim
    with_party: str
    by_links: tuple[tuple[str, str, float], ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the claim as a JSON object, with the links by which it was found."""
        links = [{"actor": actor, "entry": entry, "score": score} for actor, entry, score in self.by_links]
        return {**self.claim.to_dict(), "with": self.with_party, "links": links}


@dataclass(frozen=True, slots=True)
class Exposure:
    """What ties a party to sanctions on a day.

    `entries` are the ids of the list entries that it is, `links` why they are one. `listings` are in force
    on the day, or perhaps, `former` not any more or not yet. `ownership` has the outcome of each rule.
    """

    party: str
    name: str
    kind: str | None
    day: date
    entries: tuple[str, ...]
    links: tuple[SameAs, ...]
    listings: tuple[Listing, ...]
    former: tuple[Listing, ...]
    ownership: tuple[Ownership, ...]
    around: Around
    claims: tuple[Connecting, ...] = ()

    def to_dict(self, network: Network) -> dict[str, Any]:
        """Give the exposure as a JSON object; `network` has the names of the parties in it."""
        return {
            "party": self.party,
            "name": self.name,
            "kind": self.kind,
            "day": self.day.isoformat(),
            "versions": sorted(network.labels.values()),
            "entries": list(self.entries),
            "same": [link.to_dict() for link in self.links],
            "listings": [listing.to_dict() for listing in self.listings],
            "former": [listing.to_dict() for listing in self.former],
            "ownership": [ownership_record(one, network) for one in self.ownership],
            "near": [
                {
                    "party": near.party,
                    "name": network.name(near.party),
                    "listed_by": list(network.listed_by(near.party, self.day)),
                    "hops": near.hops,
                    "path": [
                        {**walk.tie.to_dict(), "sentence": tie_sentence(walk, network)} for walk in near.path
                    ],
                }
                for near in self.around.listed
            ],
            "hubs": list(self.around.hubs),
            "claims": [claim.to_dict() for claim in self.claims],
        }


# ---- the lists ---------------------------------------------------------------------------------------------


def versions_used(ledger: Ledger, lists: Collection[str] = ()) -> tuple[ListVersion, ...]:
    """Give the versions to look in: the newest of each list in use, or those that `lists` names (by their
    labels, or the newest by the ids of lists). Raises ListError for one that is not there, and where two
    versions of one list are named.
    """
    if not lists:
        return ledger.lists.current()
    chosen: dict[str, ListVersion] = {}
    for ref in lists:
        version = ledger.lists.version(ref)
        if chosen.setdefault(version.list, version).label != version.label:
            raise ListError(
                f"{chosen[version.list].label} and {version.label} are versions of one list; name one of them"
            )
    return tuple(chosen.values())


def load(ledger: Ledger, lists: Collection[str] = (), *, apart: bool = False) -> Network:
    """Load the lists of a ledger (`versions_used`) as a network."""
    versions = versions_used(ledger, lists)
    with no_collecting():
        raw = ledger.lists.raw([version.label for version in versions])
        entries = [Entry.from_dict(json.loads(data)) for _, _, data in raw]
        return network_of(
            entries,
            {version.list: version.published for version in versions},
            apart=apart,
            labels={version.list: version.label for version in versions},
        )


@contextmanager
def no_collecting() -> Iterator[None]:
    """Make many records without looking for cycles among them, which takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


# ---- one party ---------------------------------------------------------------------------------------------


def exposure(
    network: Network,
    party: str,
    day: date,
    rules: Iterable[Rule] | None = None,
    hops: int = 3,
    claims: tuple[Connecting, ...] = (),
) -> Exposure:
    """Say how a party of the network is tied to sanctions on a day, under the rules in force on it."""
    party = network.party(party)
    found = listings_of(network, party, day)
    return Exposure(
        party,
        network.name(party),
        network.kind(party),
        day,
        tuple(entry.id for entry in network.members(party)),
        network.why_same(party),
        tuple(listing for listing in found if listing.standing in COUNTING),
        tuple(listing for listing in found if listing.standing not in COUNTING),
        tuple(of(solution, party) for solution in solutions(network, day, rules)),
        network.near(party, hops, day),
        claims,
    )


def listings_of(network: Network, party: str, day: date) -> tuple[Listing, ...]:
    """Give all listings of a party: by regime, those since longest first."""
    found = [
        Listing(
            entry.id,
            network.labels.get(entry.list, entry.list),
            in_force(designation, day, network.published.get(entry.list)),
            designation,
        )
        for entry in network.members(party)
        for designation in entry.designations
    ]
    return tuple(
        sorted(
            found,
            key=lambda its: (
                its.designation.regime,
                its.designation.since or "9",
                its.entry,
                its.designation.programme or "",
            ),
        )
    )


def solutions(network: Network, day: date, rules: Iterable[Rule] | None = None) -> tuple[Solution, ...]:
    """Solve the ownership of all parties under each rule in force on a day."""
    entries = network.entries.values()
    published = {of_list: when for of_list, when in network.published.items() if when}
    return tuple(
        solve(network.holdings, listed_on(entries, rule, day, published, network.same), rule, day)
        for rule in rules_on(day, rules)
    )


# ---- in words ----------------------------------------------------------------------------------------------

_SAYS = {
    "linked": "is linked to",
    "ownership": "owns",
    "control": "controls",
    "directorship": "holds an office in",
    "membership": "is a member of",
    "family": "is related to",
    "associate": "is an associate of",
    "operator": "operates",
}


def tie_sentence(walk: Walk, network: Network) -> str:
    """Say one tie in words: "A owns 40 % of B (since 2021; source)"."""
    tie = walk.tie
    said = _SAYS.get(tie.kind, tie.kind)
    if tie.kind == "ownership" and tie.share is not None:
        said = f"owns {percent(*tie.share)} of"
    told = [f"“{tie.role}”" if tie.role else "", *_when(tie.since, tie.until), tie.source or tie.list]
    about = "; ".join(part for part in told if part)
    return f"{network.name(tie.one)} {said} {network.name(tie.other)}" + (f" ({about})" if about else "")


def step_sentence(step: Step, network: Network) -> str:
    """Say one step of a witness path in words: "A holds 60 % of B (since 2021; source)"."""
    owner, asset = network.name(step.owner), network.name(step.asset)
    if step.kind == "ownership":
        low, high = step.low or 0.0, 100.0 if step.high is None else step.high
        share = (
            "a share, nobody says how large, of" if (low, high) == (0, 100) else f"{percent(low, high)} of"
        )
        said = f"{owner} holds {share} {asset}"
    elif step.kind == "control":
        said = f"{owner} controls {asset}"
    else:
        said = f"{owner} leads {asset}" + (f" (“{step.text}”)" if step.text else "")
    stated = sorted({record.stated for record in step.records if record.stated})
    told = [*_when(step.since, step.until), step.source, f"stated {stated[-1]}" if stated else ""]
    about = "; ".join(part for part in told if part)
    return f"{said} ({about})"


def held_sentence(ownership: Ownership) -> Iterator[str]:
    """Say what each source's words on the owners come to."""
    for share in ownership.shares:
        verdict = {
            "over": f"which meets {ownership.rule.measure}",
            "under": f"which does not meet {ownership.rule.measure}",
            "both": "and contradicts itself: its shares come to more than 100 %",
        }.get(share.verdict, f"which leaves open whether it is {ownership.rule.measure}")
        yield f"by {share.source}, listed or blocked owners hold {percent(share.low, share.high)}, {verdict}"


def _when(since: str | None, until: str | None) -> tuple[str, str]:
    return f"since {since}" if since else "", f"until {until}" if until else ""


def ownership_record(ownership: Ownership, network: Network) -> dict[str, Any]:
    """Give the outcome of one rule as a JSON object."""
    rule = ownership.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "measure": rule.measure,
        "regimes": list(rule.regimes),
        "rule_source": rule.source,
        "status": ownership.status,
        "shares": [
            {"source": one.source, "low": one.low, "high": one.high, "verdict": one.verdict}
            for one in ownership.shares
        ],
        "witness": [
            {
                "owner": step.owner,
                "asset": step.asset,
                "kind": step.kind,
                "low": step.low,
                "high": step.high,
                "source": step.source,
                "since": step.since,
                "until": step.until,
                "text": step.text,
                "sure": step.sure,
                "sentence": step_sentence(step, network),
            }
            for step in ownership.witness
        ],
        "roots": [{"party": root, "name": network.name(root)} for root in ownership.roots],
        "needed": list(ownership.needed),
        "notes": list(ownership.notes),
    }


# ---- the ledger's claims -----------------------------------------------------------------------------------


def actors_by_party(ledger: Ledger, network: Network) -> dict[str, list[StoredLink]]:
    """Give for each party of the network the links of the newest screening that match it."""
    found: dict[str, list[StoredLink]] = defaultdict(list)
    for link in ledger.screenings.links(matches=True):
        if link.entry.id in network.entries:
            found[network.party(link.entry.id)].append(link)
    return dict(found)


def claims_between(
    ledger: Ledger,
    party_links: Sequence[StoredLink],
    others: Mapping[str, Sequence[StoredLink]],
    actors: Collection[str] = (),
) -> tuple[Connecting, ...]:
    """Find the claims in which a party is actor and one of others is recipient, or the other way round.

    `party_links` and the links of `others` say which parties of the ledger are meant; `actors` are ids of the
    ledger's parties that are the party itself. They come newest first.
    """
    ours: dict[str, StoredLink | None] = dict.fromkeys(actors)
    ours |= {link.party.actor: link for link in party_links}
    theirs = {link.party.actor: (party, link) for party, links in others.items() for link in links}
    found: dict[tuple[str, int], Connecting] = {}
    for actor in sorted(ours):
        for role in ("actor", "recipient"):
            asked = {role: actor}
            for claim in ledger.claims(actor=asked.get("actor"), recipient=asked.get("recipient")):
                event = claim.claim.event
                here, there = event.actors, event.recipients
                if role == "recipient":
                    here, there = there, here
                if not any(part.actor == actor for part in here):
                    continue  # a part of the party acts, which the list does not name
                for part in there:
                    if part.actor in theirs and part.actor != actor:
                        party, link = theirs[part.actor]
                        links = tuple(
                            (each.party.actor, each.entry.id, each.score)
                            for each in (ours[actor], link)
                            if each is not None
                        )
                        found.setdefault((claim.report_id, claim.number), Connecting(claim, party, links))
    return tuple(
        sorted(
            found.values(),
            key=lambda its: (its.claim.published or "", its.claim.report_id, -its.claim.number),
        )[::-1]
    )[:MOST_CLAIMS]
