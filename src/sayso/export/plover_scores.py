"""PLOVER's numbers: how cooperative or hostile an event is, and its quad code.

Scores from −10 (conflict) to +10 (cooperation) for each type and mode are those of the PLOVER manual
(https://github.com/openeventdata/PLOVER, table "PLOVER conflict–cooperation scores"; CC BY-SA 4.0, the
numbers only). Where it prints +3 for ACCUSE without a mode, −3 is taken: every mode of it lies from −2 to
−3.5, and a type of verbal conflict cannot be friendlier than CONSULT. Quad codes are numbered as there; as
everywhere in sayso, SANCTION is material conflict (the manual's appendix has it as verbal).
"""

from __future__ import annotations

__all__ = ["intensity", "quad_number"]

# fmt: off
_TYPES = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10, "RETREAT": 6.5,
    "REQUEST": 0, "ACCUSE": -3, "REJECT": -2, "THREATEN": -3.5, "PROTEST": -5, "SANCTION": -6,
    "MOBILIZE": -5.5, "COERCE": -7, "ASSAULT": -9,
}
_MODES = {
    "CONSULT": {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5},
    "RETREAT": {
        "withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5,
    },
    "REQUEST": {"assist": 0.5, "change": -1, "yield": -1, "meet": 0},
    "ACCUSE": {"disapprove": -2, "investigate": -3.5, "allege": -3.5},
    "REJECT": {"assist": -1.5, "change": -2, "yield": -2, "meet": -2},
    "THREATEN": {
        "restrict": -3, "arrest": -3.5, "relations": -3.5, "expel": -3.5, "territory": -4, "violence": -3.5,
    },
    "PROTEST": {
        "demo": -5, "riot": -7, "strike": -5, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5,
    },
    "SANCTION": {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6},
    "MOBILIZE": {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6},
    "COERCE": {
        "seize": -7, "restrict": -7, "censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "arrest": -7,
        "deport": -7, "withhold": -7, "misinformation": -6.5, "cyber": -7,
    },
    "ASSAULT": {
        "abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5,
        "primitive": -8, "firearms": -9, "explosives": -9, "suicide-attack": -9.5, "aerial": -9.5,
        "drone": -9.5, "heavy-weapons": -9.5, "crowd-control": -7.5, "unconventional": -10,
    },
}
# fmt: on
_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def intensity(type: str, mode: str | None) -> float:
    """Give the score of an event, that of its type where its mode has none. Raises KeyError for a type that
    is none.

    >>> intensity("RETREAT", "disarm"), intensity("PROTEST", "vandalize")
    (10.0, -5.0)
    """
    return float(_MODES.get(type, {}).get(mode or "", _TYPES[type]))


def quad_number(quad: str) -> int:
    """Number a quad class from 1 to 4. Raises ValueError for one that is none."""
    return _QUADS.index(quad) + 1
