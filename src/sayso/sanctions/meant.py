"""Which party of the lists is meant by an id or a name, or who could be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sayso.lists.screening import Screener, Subject

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.lists.network import Network

__all__ = ["Candidate", "Meant", "meant"]

WELL = 0.9
"""Score of a name that is written as it was asked for, or nearly."""
_SOUGHT = 40  # hits of a name: several entries may be one party


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that could be meant: its score, and why."""

    party: str
    name: str
    score: float
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Give the candidate as a JSON object."""
        return {"party": self.party, "name": self.name, "score": self.score, "why": self.why}


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant by what was asked: `party` where that is one, else None. `actors` are the ids of the
    ledger's parties that were meant to be it. `candidates` are those who could be meant by a name, the
    likeliest first; where one of them was taken, it is the first.
    """

    party: str | None
    actors: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def meant(
    ledger: Ledger, network: Network, words: str, screener: Callable[[], Screener], *, named: bool = True
) -> Meant:
    """Find the party of the network that the id of an entry, the id of a party of the ledger or, with
    `named`, a name means.

    Of a name, the one that is written so is taken, or the only one that matches. `screener` gives the
    screener of the network's lists; it is asked only where names are compared. Raises ListError for the id of
    an entry that is not in its list.
    """
    if network.knows(words):
        return Meant(network.party(words))
    if words.partition(":")[0] in network.labels:
        ledger.lists.entry(words, network.labels[words.partition(":")[0]])  # says what is wrong with it
    links = list(ledger.screenings.links(actor=words))
    if links or not named or words.startswith("@") or "/" in words:
        scores: dict[str, tuple[float, str]] = {}
        for link in links:
            if link.entry.id in network.entries:
                scores.setdefault(network.party(link.entry.id), (link.score, link.why))
        matching = {network.party(link.entry.id) for link in links if link.match} & scores.keys()
        return _one_of(network, scores, matching, (words,))
    scores, matching = {}, set()
    for hit in screener().screen(Subject((words,)), limit=_SOUGHT):
        party = network.party(hit.entry)
        scores.setdefault(party, (hit.score, hit.why))
        if hit.match:
            matching.add(party)
    return _one_of(network, scores, matching, ())


def _one_of(
    network: Network, scores: dict[str, tuple[float, str]], matching: Collection[str], actors: tuple[str, ...]
) -> Meant:
    well = [party for party in scores if party in matching and scores[party][0] >= WELL]
    taken = well or [party for party in scores if party in matching]
    party = taken[0] if len(taken) == 1 else None
    order = sorted(scores, key=lambda each: (each != party, -scores[each][0]))
    found = tuple(Candidate(each, network.name(each), *scores[each]) for each in order)
    return Meant(party, actors, found)
