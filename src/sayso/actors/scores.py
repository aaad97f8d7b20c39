"""How far each rule can be believed: the share of its resolutions that gave the right state in annotated
reports.

Measured by `benchmarks/parties.py` over 1,932 mentions of the development reports and the train parts, each
mention once; a rule seen fewer than ten times has the share of all of them together (rounded down).
"""

from __future__ import annotations

__all__ = ["score_of"]

_RARE = 0.75

SCORES = {
    "adjective": 0.97,
    "capital": 0.99,
    "collective": 0.4,
    "description of an earlier party": 0.76,
    "description of an earlier person": 0.76,
    "document of an earlier party": 0.88,
    "full name in the report": 0.91,
    "institution of": 0.96,
    "institution of the state spoken of": 0.78,
    "institution, named earlier": 0.83,
    "name": 0.99,
    "named in the report": 0.91,
    "official of": 0.9,
    "official of the state spoken of": 0.85,
    "owner in the phrase": 0.86,
    "people": 0.76,
    "people of": 0.94,
    "people of the scene": 0.64,
    "people of the state spoken of": 0.71,
    "place": 0.94,
    "pronoun": 0.73,
    "sides of an event": 0.95,
    "speaker": 0.65,
    "title and name": 0.95,
}
"""By rule. Of names that only the report knows ("named in the report", "title and name"), the share of the
right parties: their country is often not said, and the doubt tells so.
"""


def score_of(rule: str) -> float:
    """Give the share of a rule's resolutions that were right."""
    return SCORES.get(rule, _RARE)
