"""The words of a claim: PLOVER's event types, modes and contexts, and how a speaker can stand to an event.

Types, modes and contexts are those of PLOVER (Political Language Ontology for Verifiable Event Records, CC
BY-SA 4.0: https://github.com/openeventdata/PLOVER); ``quad`` is its division of the types into verbal and
material, cooperation and conflict. Stances follow event-factuality work (FactBank, Saurí and Pustejovsky
2009) with the speech acts that news is made of.
"""

from __future__ import annotations

__all__ = ["CONTEXTS", "MODES", "QUADS", "STANCES", "TYPES", "quad_of"]

QUADS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}

TYPES = tuple(kind for kinds in QUADS.values() for kind in kinds)

_DEMANDS = ("assist", "change", "yield", "meet")

# fmt: off
MODES: dict[str, tuple[str, ...]] = {
    "ASSAULT": (
        "abduct", "torture", "sexual", "destroy", "beat", "crowd-control", "primitive", "firearms",
        "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "targeted", "unconventional",
    ),
    "COERCE": (
        "seize", "restrict", "arrest", "deport", "withhold", "cyber", "censor", "curfew", "misinformation",
        "martial-law",
    ),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "violence", "territory"),
    "REJECT": _DEMANDS,
    "REQUEST": _DEMANDS,
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
}

CONTEXTS = (
    "military", "economic", "technology", "diplomatic", "legal", "intelligence", "executive", "legislative",
    "election", "human_rights", "territorial", "cyber", "terrorism", "cbrn", "natural_resource", "migration",
    "health", "crime", "corruption", "religion_ethnicity", "disasters", "misinformation",
)

STANCES = ("affirms", "alleges", "denies", "doubts", "intends", "predicts", "urges", "supposes")
# fmt: on

_QUAD_OF = {kind: quad for quad, kinds in QUADS.items() for kind in kinds}


def quad_of(kind: str) -> str:
    """Give the quad class of an event type. Raises KeyError for a word that is none.

    >>> quad_of("AID")
    'material cooperation'
    """
    return _QUAD_OF[kind]
