"""The event heads: scores per word -> political events with type, mode, contexts and participants.

A tagger finds triggers and their PLOVER type; then, seen from each trigger, an anchored CRF reads which words
of its sentence name its actors, recipients, objects, places and times (see `anchored`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.reading.anchored import AnchoredTables, WordSpan
from sayso.reading.crf import runs
from sayso.reading.ontology import CONTEXTS, MODES, TYPES
from sayso.reading.scores import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sayso.reading.scores import Scores

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = [
    "MODE_LABELS",
    "ROLE_LABELS",
    "ROLE_NAMES",
    "ROLE_REACH",
    "TRIGGER_LABELS",
    "EventHead",
    "WordEvent",
    "reach",
]

TRIGGER_LABELS = ("O", "I", *TYPES)  # nothing, a trigger's further words, a trigger's first word by type
ROLE_NAMES = ("actor", "recipient", "object", "place", "time")
ROLE_LABELS = ("O", *(f"{edge}-{role}" for role in ROLE_NAMES for edge in "BI"))
MODE_LABELS: tuple[tuple[str, str] | None, ...] = (
    None,
    *((kind, mode) for kind, modes in MODES.items() for mode in modes),
)
ROLE_REACH = (40, 40)  # words before and after a trigger among which its participants are sought

# Chosen on the held-out sentences: the probability from which a word is taken for a trigger, and that from
# which a second context is named.
TRIGGER_THRESHOLD, SECOND_CONTEXT = 0.55, 0.4


@dataclass(frozen=True, slots=True)
class WordEvent:
    """An event in half-open ranges of a window's words. `roles` maps each of ROLE_NAMES to its spans, in
    reading order; `certainty` holds the network's own probabilities (not yet calibrated) of the event and of
    each role.
    """

    trigger: WordSpan
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    roles: dict[str, tuple[WordSpan, ...]]
    certainty: dict[str, float]


def reach(span: WordSpan, words: int, many: tuple[int, int]) -> Ints:
    """Places of a window's words from so many before to so many after a span."""
    return np.arange(max(0, span[0] - many[0]), min(words, span[1] + many[1]))


class EventHead:
    """Decodes events; `tables` are the decoding tables in the model file's metadata."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._roles = AnchoredTables.load(tables["roles"])
        self.threshold = TRIGGER_THRESHOLD

    def decode(self, scores: list[Scores], sentence: Ints) -> list[list[WordEvent]]:
        """Read the events of some windows of one report, those of each window in reading order.

        `sentence` gives for each word of the report the number of its sentence.
        """
        found = [
            (i, *trigger) for i, score in enumerate(scores) for trigger in self._triggers(score, sentence)
        ]
        seen = [_same_sentence(scores[i], sentence, span) for i, span, _, _ in found]
        emissions = [
            self._roles.emissions(scores[i].roles, scores[i].layout, span, words)
            for (i, span, _, _), words in zip(found, seen, strict=True)
        ]
        labels = self._roles.decode(emissions)
        chances = self._roles.marginals(emissions)
        events: list[list[WordEvent]] = [[] for _ in scores]
        for (i, span, kind, chance), words, its, chances_ in zip(found, seen, labels, chances, strict=True):
            roles, certainty = _participants(its, chances_, int(words[0]))
            mode, contexts = _kinds(scores[i], span, kind)
            certainty["event"] = chance
            events[i].append(WordEvent(span, kind, mode, contexts, roles, certainty))
        return events

    def _triggers(self, score: Scores, sentence: Ints) -> list[tuple[WordSpan, str, float]]:
        """Triggers in a window's core with their type and probability."""
        probability = softmax(score.trigger)
        begins = probability[:, 2:].sum(axis=1)
        goes_on = probability.argmax(axis=1) == TRIGGER_LABELS.index("I")
        window = score.window
        numbers = sentence[window.start : window.stop]
        found: list[tuple[WordSpan, str, float]] = []
        for start in np.flatnonzero(begins >= self.threshold).tolist():
            if not window.core_start <= window.start + start < window.core_stop:
                continue
            kind = TYPES[int(probability[start, 2:].argmax())]
            if found and found[-1][0][1] >= start and found[-1][1] == kind:
                continue  # two words of one trigger
            stop = start + 1
            while stop < len(goes_on) and goes_on[stop] and numbers[stop] == numbers[start]:
                stop += 1
            found.append(((start, stop), kind, float(begins[start])))
        return found


def _same_sentence(score: Scores, sentence: Ints, span: WordSpan) -> Ints:
    words = reach(span, len(score.layout), ROLE_REACH)
    numbers = sentence[score.window.start : score.window.stop]
    same: Ints = words[numbers[words] == numbers[span[0]]]
    return same


def _participants(
    labels: Ints, chances: Floats, start: int
) -> tuple[dict[str, tuple[WordSpan, ...]], dict[str, float]]:
    """Ranges of each role, and how sure the tagger is of them: the least sure word of the ranges' mean or,
    where there are none, of there being none.
    """
    roles, certainty = {}, {}
    for number, role in enumerate(ROLE_NAMES):
        begin = 1 + 2 * number
        its = runs(labels, begin, begin + 1)
        chance = chances[:, begin] + chances[:, begin + 1]
        sure = [float(chance[a:b].mean()) for a, b in its] or [1 - float(chance.max())]
        roles[role] = tuple((a + start, b + start) for a, b in its)
        certainty[role] = min(sure)
    return roles, certainty


def _kinds(score: Scores, span: WordSpan, kind: str) -> tuple[str | None, tuple[str, ...]]:
    ends = [span[0], span[1] - 1]
    mode = score.mode[ends].mean(axis=0)
    choices = [i for i, label in enumerate(MODE_LABELS) if label is None or label[0] == kind]
    best = MODE_LABELS[max(choices, key=lambda i: float(mode[i]))]
    context = 1 / (1 + np.exp(-score.context[ends].mean(axis=0)))
    first, second = np.argsort(-context, kind="stable")[:2].tolist()
    contexts = [CONTEXTS[first]] + [CONTEXTS[second]] * bool(context[second] >= SECOND_CONTEXT)
    return best[1] if best else None, tuple(contexts)
