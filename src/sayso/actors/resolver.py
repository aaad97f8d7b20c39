"""Reading -> Reading with parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sayso.actors.gazetteer import Gazetteer
from sayso.actors.resolution import Resolution
from sayso.actors.scene import Asked, Meant
from sayso.actors.scores import score_of
from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Participant,
    Party,
    Place,
    Reading,
    Source,
    Span,
    Speaker,
    Why,
)

__all__ = ["Resolver"]

# The kind of a mention whose words say nothing about it.
UNKNOWN = "people"


class Resolver:
    """Says who is meant in a reading, by one gazetteer. Threads may share it.

    >>> from sayso.reading import read
    >>> reading = Resolver(shipped()).resolve(read("Tehran denied selling drones to Moscow."))
    >>> [(actor.text, actor.name) for actor in reading.claims[0].event.actors]
    [('Tehran', 'Iran')]
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def resolve(self, reading: Reading) -> Reading:
        """Give the reading with the parties of its participants, sources, speakers and places, with its
        mentions and with the parties that they mean.
        """
        asked = list(_asked(reading))
        resolution = Resolution(reading, self.gazetteer, asked)
        return _Writer(reading, resolution).reading()

    def meant(
        self, reading: Reading, spans: Iterable[tuple[Span, str | None]]
    ) -> list[tuple[Meant, tuple[Party, ...]]]:
        """Say who is meant by some spans of a report (each with its role: actor, recipient, source, place or
        None), beside all that its claims say.
        """
        wanted = [Asked(span, role) for span, role in spans]
        resolution = Resolution(reading, self.gazetteer, [*_asked(reading), *wanted])
        return [
            (meant, tuple(resolution.party(party) for party in meant.parties))
            for meant in (resolution.meant[each] for each in wanted)
        ]


def _asked(reading: Reading) -> Iterator[Asked]:
    """Give the words whose party a reading wants to know."""
    for claim in reading.claims:
        for actor in claim.event.actors:
            yield Asked(actor.span, "actor")
        for recipient in claim.event.recipients:
            yield Asked(recipient.span, "recipient")
        for source in claim.sources:
            yield Asked(source.span, "source")
        for place in claim.event.places:
            yield Asked(place.span, "place")
    for attribution in reading.attributions:
        if attribution.source and attribution.speaker is not None:
            start, end = attribution.source[0]
            yield Asked((start, min(end, start + len(attribution.speaker.text))), "source")


class _Writer:
    """Writes what was resolved into a reading."""

    def __init__(self, reading: Reading, resolution: Resolution) -> None:
        self._reading, self._resolution = reading, resolution
        self._events: dict[Event, Event] = {}
        self._parties: dict[str, Party] = {}

    def reading(self) -> Reading:
        claims = tuple(self._claim(claim) for claim in self._reading.claims)
        attributions = tuple(self._attribution(each) for each in self._reading.attributions)
        mentions = tuple(self._mentions())
        return replace(
            self._reading,
            mentions=mentions,
            attributions=attributions,
            claims=claims,
            parties=tuple(sorted(self._parties.values(), key=lambda party: party.id)),
        )

    def _meant(self, span: Span, role: str | None) -> Meant:
        return self._resolution.meant.get(Asked(span, role)) or Meant()

    def _party(self, party: str) -> Party:
        if party not in self._parties:
            self._parties[party] = self._resolution.party(party)
        return self._parties[party]

    def _country(self, meant: Meant) -> str | None:
        for state in meant.states:
            for country in self._resolution.party(state).countries:
                return country
        return None

    # ---- claims --------------------------------------------------------------------------------------------

    def _claim(self, claim: Claim) -> Claim:
        event = self._events.get(claim.event)
        if event is None:
            event = self._events[claim.event] = replace(
                claim.event,
                actors=tuple(p for each in claim.event.actors for p in self._participants(each, "actor")),
                recipients=tuple(
                    p for each in claim.event.recipients for p in self._participants(each, "recipient")
                ),
                places=tuple(self._place(each) for each in claim.event.places),
            )
        return replace(claim, event=event, sources=tuple(self._source(each) for each in claim.sources))

    def _participants(self, each: Participant, role: str) -> Iterator[Participant]:
        meant = self._meant(each.span, role)
        if not meant.parties:
            yield replace(each, country=self._country(meant))
            return
        for party in meant.parties:
            known = self._party(party)
            yield replace(
                each,
                actor=known.id,
                name=known.name,
                country=next(iter(known.countries), None),
                sector=next(iter(known.sectors), None),
            )

    def _source(self, each: Source) -> Source:
        meant = self._meant(each.span, "source")
        if not meant.parties:
            return replace(each, kind=meant.kind or UNKNOWN, country=self._country(meant))
        known = [self._party(party) for party in meant.parties]
        one = known[0]
        return replace(
            each,
            actor=one.id if len(known) == 1 else None,
            name=" and ".join(party.name for party in known),
            kind=meant.kind or one.kind,
            country=next(iter(one.countries), None) if len(known) == 1 else None,
            control=one.control if len(known) == 1 else None,
        )

    def _place(self, each: Place) -> Place:
        return replace(each, country=self._country(self._meant(each.span, "place")))

    def _attribution(self, each: Attribution) -> Attribution:
        if not each.source or each.speaker is None:
            return each
        start, end = each.source[0]
        meant = self._meant((start, min(end, start + len(each.speaker.text))), "source")
        if len(meant.parties) != 1:
            return each
        return replace(each, speaker=Speaker(each.speaker.text, self._party(meant.parties[0]).id))

    # ---- mentions ------------------------------------------------------------------------------------------

    def _mentions(self) -> Iterator[Mention]:
        """Give what has a part in a claim or speaks, and every other name, in the order of the text."""
        found: dict[Span, Meant] = {}
        for asked, meant in self._resolution.meant.items():
            known = found.get(asked.span)
            if known is None or (meant.parties and not known.parties):
                found[asked.span] = meant
        for name in self._resolution.named:
            if name.span in found or (name.party is None and name.kind not in ("place", "materiel")):
                continue
            found[name.span] = self._resolution.by_name(name)
        for span in _repeated(found):
            del found[span]
        text = self._reading.report.text
        for claim in self._reading.claims:
            for thing in claim.event.objects:
                if thing.kind is not None:
                    found.setdefault(thing.span, Meant(kind=thing.kind))
            if claim.event.time is not None:
                found.setdefault(claim.event.time.span, Meant(kind="date"))
        for span in sorted(found):
            meant = found[span]
            why = Why(meant.rule, meant.antecedent, meant.doubt) if meant.rule else None
            score = score_of(meant.rule) if meant.parties or meant.states else None
            words = text[span[0] : span[1]]
            if not meant.parties and meant.kind is None and meant.doubt is None:
                continue  # words that are no name of anybody ("the attack")
            if not meant.parties:
                yield Mention(span, words, meant.kind or UNKNOWN, None, score, why)
            for party in meant.parties:
                self._party(party)
                kind = meant.kind if meant.kind and len(meant.parties) == 1 else self._party(party).kind
                yield Mention(span, words, kind, party, score, why)


def _repeated(found: dict[Span, Meant]) -> list[Span]:
    """Give the mentions that lie in a longer one of the same parties ("Post" in "the Post")."""
    repeated = []
    outer: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        outer = [each for each in outer if each[1] > span[0]]
        if any(each[1] >= span[1] and found[each].parties == found[span].parties for each in outer):
            repeated.append(span)
        outer.append(span)
    return repeated
