"""The chain heads: events -> the speakers by whom each one reaches the reader, and their stance.

Seen from a trigger, an anchored CRF reads the event's *origins* (the last speaker of each chain; none where
the report itself says it) and the cues that tie them to it. Seen from a speaker, another one reads the
*outer* speaker who passes their words on; followed upwards, this gives chains of any depth. A pair of trigger
and origin has a stance. A speaker may stand in an earlier sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.anchored import AnchoredTables, PairTables, WordSpan
from sayso.reading.crf import runs
from sayso.reading.events import WordEvent, reach
from sayso.reading.ontology import STANCES
from sayso.reading.scores import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.reading.attribution import WordAttribution
    from sayso.reading.scores import Scores

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["ORIGIN_LABELS", "ORIGIN_REACH", "OUTER_LABELS", "OUTER_REACH", "ChainHead", "WordChain"]

ORIGIN_LABELS = ("O", "B-origin", "I-origin", "B-cue", "I-cue")
OUTER_LABELS = ("O", "B-outer", "I-outer")
# Words before and after an anchor among which its speakers are sought.
ORIGIN_REACH, OUTER_REACH = (150, 80), (100, 60)
DEEPEST = 6  # speakers in a chain

# Chosen on the held-out sentences and the development reports: what is added to the scores of an origin's
# labels at the words of a source in whose content the trigger stands; the same for an outer speaker around a
# speaker; to the score of an outer speaker's first word; to the scores of stances.
CLAIMED, CLAIMED_OUTER, OUTER_BIAS = 2.0, 1.0, 1.0
STANCE_BIAS = {"denies": 0.5, "doubts": 0.7}


@dataclass(frozen=True, slots=True)
class WordChain:
    """A chain of speakers, outermost first, in half-open ranges of a window's words; `certainty` holds the
    network's probabilities (not yet calibrated) of the stance and of the last speaker.
    """

    speakers: tuple[WordSpan, ...]
    cue: WordSpan | None
    stance: str
    certainty: dict[str, float]


class ChainHead:
    """Decodes chains; `tables` are the decoding tables in the model file's metadata."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._origin = AnchoredTables.load(tables["origin"])
        self._outer = AnchoredTables.load(tables["outer"])
        self._stance = PairTables.load(tables["stance"])
        self.claimed, self.claimed_outer, self.outer_bias = CLAIMED, CLAIMED_OUTER, OUTER_BIAS
        self.bias = np.array([STANCE_BIAS.get(stance, 0.0) for stance in STANCES], dtype=np.float32)

    def decode(
        self,
        scores: list[Scores],
        events: list[list[WordEvent]],
        attributions: list[WordAttribution],
        sentence: Ints,
    ) -> list[list[list[WordChain]]]:
        """Read the chains of each event of some windows; an event has one at least.

        `attributions` are those of the same windows and of the one before, in words of the report; `sentence`
        gives for each word of the report the number of its sentence.
        """
        flat = [(i, event) for i, its in enumerate(events) for event in its]
        claimed = [_vouching(score, attributions, its) for score, its in zip(scores, events, strict=True)]
        seen = [reach(event.trigger, len(scores[i].layout), ORIGIN_REACH) for i, event in flat]
        emissions = []
        for (i, event), words in zip(flat, seen, strict=True):
            emission = self._origin.emissions(scores[i].origin, scores[i].layout, event.trigger, words)
            emission[:, 1:3] += _prior(scores[i], event.trigger, words, claimed[i])[:, None] * self.claimed
            emissions.append(emission)
        labels = self._origin.decode(emissions)
        chances = self._origin.marginals(emissions)
        outer = self._outer_speakers(scores, flat, seen, labels, claimed)
        chains: list[list[list[WordChain]]] = [[] for _ in scores]
        for (i, event), words, its, chance in zip(flat, seen, labels, chances, strict=True):
            start = int(words[0])
            spoken = chance[:, 1] + chance[:, 2]
            speakers = [
                _Speaker((a + start, b + start), float(spoken[a:b].mean()), outer[i])
                for a, b in runs(its, 1, 2)
            ]
            numbers = sentence[scores[i].window.start : scores[i].window.stop]
            cues = [(a + start, b + start) for a, b in runs(its, 3, 4)]
            origins = _origins(speakers, event.trigger, numbers)
            chains[i].append(
                [self._chain(scores[i], event, o.chain, _nearest(cues, o.span), o.sure) for o in origins]
                or [self._chain(scores[i], event, (), _nearest(cues, event.trigger), 1 - float(spoken.max()))]
            )
        return [
            self._quoted(score, its, found) for score, its, found in zip(scores, events, chains, strict=True)
        ]

    def _quoted(
        self, score: Scores, events: list[WordEvent], chains: list[list[WordChain]]
    ) -> list[list[WordChain]]:
        """Who speaks in quotation marks speaks all that stands in them: an event there that has found no
        speaker takes the one of the nearest other event between the same marks.
        """
        quotation = np.cumsum(score.quote != 1)  # one number for all words between two marks
        settled = list(chains)
        for k, event in enumerate(events):
            if chains[k][0].speakers or score.quote[event.trigger[0]] != 1:
                continue
            others = [
                (abs(event.trigger[0] - other.trigger[0]), chain)
                for other, its in zip(events, chains, strict=True)
                for chain in its[:1]
                if chain.speakers and quotation[other.trigger[0]] == quotation[event.trigger[0]]
            ]
            if others:
                _, near = min(others, key=lambda found: found[0])
                settled[k] = [self._chain(score, event, near.speakers, None, near.certainty["sources"])]
        return settled

    def _chain(
        self,
        score: Scores,
        event: WordEvent,
        speakers: tuple[WordSpan, ...],
        cue: WordSpan | None,
        sure: float,
    ) -> WordChain:
        origin = speakers[-1] if speakers else None
        probability = softmax(self._stance.scores(score.stance, event.trigger, origin) + self.bias)
        best = int(probability.argmax())
        certainty = {"stance": float(probability[best]), "sources": sure}
        return WordChain(speakers, cue, STANCES[best], certainty)

    def _outer_speakers(
        self,
        scores: list[Scores],
        flat: list[tuple[int, WordEvent]],
        seen: list[Ints],
        labels: list[Ints],
        claimed: list[list[WordAttribution]],
    ) -> list[dict[WordSpan, WordSpan | None]]:
        """For each window, the outer speaker of every speaker met on the way up from the events' origins."""
        outer: list[dict[WordSpan, WordSpan | None]] = [{} for _ in scores]
        new = {
            (i, (int(words[0]) + start, int(words[0]) + stop))
            for (i, _), words, its in zip(flat, seen, labels, strict=True)
            for start, stop in runs(its, 1, 2)
        }
        for _ in range(DEEPEST):
            asked = sorted(new)
            around = [reach(span, len(scores[i].layout), OUTER_REACH) for i, span in asked]
            emissions = [
                self._outer.emissions(scores[i].outer, scores[i].layout, span, words)
                for (i, span), words in zip(asked, around, strict=True)
            ]
            for emission, words, (i, span) in zip(emissions, around, asked, strict=True):
                emission[:, 1:] += _prior(scores[i], span, words, claimed[i])[:, None] * self.claimed_outer
                emission[:, 1] += self.outer_bias
                emission[span[0] - words[0] : span[1] - words[0], 1:] -= 1e4  # nobody passes on themselves
            new = set()
            decoded = self._outer.decode(emissions)
            for (i, span), words, emission, label in zip(asked, around, emissions, decoded, strict=True):
                ranges = runs(label, 1, 2)
                best = max(ranges, key=lambda r: _margin(emission, r), default=None)
                found = None if best is None else (best[0] + int(words[0]), best[1] + int(words[0]))
                outer[i][span] = found
                if found is not None and found not in outer[i]:
                    new.add((i, found))
        return outer


def _vouching(
    score: Scores, attributions: list[WordAttribution], events: list[WordEvent]
) -> list[WordAttribution]:
    """The attributions that say something about who speaks in a window. Cues that are themselves acts
    ("refused a request", "opened an inquiry") do not vouch for what they are about.
    """
    base = score.window.start
    return [
        attribution
        for attribution in attributions
        # Later windows are not asked: which of them are at hand depends on how many are read at a time.
        if attribution.cue[0] < score.window.core_stop
        and not any(
            _touch((attribution.cue[0] - base, attribution.cue[1] - base), event.trigger) for event in events
        )
    ]


def _prior(score: Scores, anchor: WordSpan, words: Ints, attributions: list[WordAttribution]) -> Floats:
    """1 for each of some words that is in the source of an attribution in whose content the anchor stands."""
    prior = np.zeros(len(words), dtype=np.float32)
    at = anchor[0] + score.window.start
    offset = score.window.start + int(words[0])
    for attribution in attributions:
        if any(start <= at < stop for start, stop in attribution.content):
            for start, stop in attribution.source:
                prior[max(start - offset, 0) : max(stop - offset, 0)] = 1
    return prior


def _margin(emission: Floats, span: WordSpan) -> float:
    its = emission[span[0] : span[1]]
    return float((its[:, 1:].max(axis=1) - its[:, 0]).mean())


@dataclass(frozen=True, slots=True)
class _Speaker:
    """A speaker who may be an event's origin, how sure the tagger is, and who passes on whose words."""

    span: WordSpan
    sure: float
    outer: dict[WordSpan, WordSpan | None]

    @property
    def chain(self) -> tuple[WordSpan, ...]:
        """The chain that ends with this speaker, outermost first; it never comes back to words it has
        passed.
        """
        chain = [self.span]
        while len(chain) < DEEPEST:
            further = self.outer.get(chain[0])
            if further is None or any(_touch(further, link) for link in chain):
                break
            chain.insert(0, further)
        return tuple(chain)


def _touch(one: WordSpan, other: WordSpan) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _origins(speakers: list[_Speaker], trigger: WordSpan, sentence: Ints) -> list[_Speaker]:
    """Of the speakers that the tagger found for an event, those that are the last of their chains.

    Who speaks in the event's own sentence speaks for themselves, not through an earlier mention of the same
    party ("An official … The official said that"): speakers of other sentences count only where there is none
    here, and then only the surest. Who passes another's words on is not the origin. Of two with only a mark
    between them ("the envoy, Ana Duarte,") the surer one stands for both.
    """
    here = [s for s in speakers if sentence[s.span[0]] == sentence[trigger[0]]]
    elsewhere = sorted((s for s in speakers if s not in here), key=lambda s: -s.sure)
    kept = here or elsewhere[:1]
    passed_on = [link for s in kept for link in s.chain[:-1]]
    kept = [s for s in kept if not any(_touch(s.span, link) for link in passed_on)] or kept
    found: list[_Speaker] = []
    for speaker in kept:
        if found and speaker.span[0] - found[-1].span[1] <= 1:
            found[-1] = max(found[-1], speaker, key=lambda s: s.sure)
        else:
            found.append(speaker)
    return found


def _nearest(cues: list[WordSpan], span: WordSpan) -> WordSpan | None:
    return min(cues, key=lambda cue: max(cue[0] - span[1], span[0] - cue[1], 0), default=None)
