"""How far each rule can be believed: the share of its resolutions that gave the right state in annotated
reports.

Measured by `benchmarks/parties.py` over 2,000 mentions of the development reports and the train parts, each
mention once. Of names that only the report knows ("named in the report", "title and name"), the share of the
right parties: their country is often not said, and the doubt tells so. Rules that those reports show fewer
than ten times are measured on the mentions in context (`tests/actors`), or have `RARE`.
"""

from __future__ import annotations

__all__ = ["score_of"]

RARE = 0.75

SCORES = {
    "adjective": 0.97,
    "bodies of several": 0.5,
    "capital": 0.99,
    "collective": 0.5,
    "description of an earlier party": 0.8,
    "description of an earlier person": 0.84,
    "document of an earlier party": 0.65,
    "doubtful name that acts": 0.86,
    "full name in the report": 0.91,
    "group of states": 0.8,
    "institution in a place": 0.5,
    "institution of": 0.96,
    "institution of the state spoken of": 0.8,
    "institution, named earlier": 0.83,
    "name": 0.98,
    "named in the report": 0.92,
    "office on that day": 0.94,
    "official of": 0.9,
    "official of the state spoken of": 0.9,
    "owner in the phrase": 0.86,
    "people": 0.75,
    "people of": 0.94,
    "people of the scene": 0.64,
    "people of the state spoken of": 0.7,
    "people, named earlier": 0.5,
    "place": 0.94,
    "place in a region": 0.9,
    "pronoun": 0.73,
    "sides of an event": 0.94,
    "speaker": 0.68,
    "surname": 0.85,
    "title and name": 0.95,
    "who issues the statement": 0.9,
}


def score_of(rule: str) -> float:
    """Give the share of a rule's resolutions that were right."""
    return SCORES.get(rule, RARE)
