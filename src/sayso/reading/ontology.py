"""The words of a claim: PLOVER's event types, modes and contexts, and how a speaker can stand to an event.

Types, modes and contexts are those of PLOVER (Political Language Ontology for Verifiable Event Records, CC
BY-SA 4.0: https://github.com/openeventdata/PLOVER); ``quad`` is its division of the types into verbal and
material, cooperation and conflict. Stances follow event-factuality work (FactBank, Saurí and Pustejovsky
2009) with the speech acts that news is made of.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["CONTEXTS", "DIMENSIONS", "MODES", "QUADS", "STANCES", "TYPES", "dimensions", "quad_of"]

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


DIMENSIONS = ("military", "economic", "technology", "diplomatic", "other")
"""The fields in which parties deal with each other: what relations between states are divided by."""

_DIMENSION_OF = {
    "military": "military",
    "cbrn": "military",
    "terrorism": "military",
    "economic": "economic",
    "natural_resource": "economic",
    "corruption": "economic",
    "technology": "technology",
    "cyber": "technology",
    "diplomatic": "diplomatic",
    "territorial": "diplomatic",
}


def dimensions(contexts: Iterable[str]) -> tuple[str, ...]:
    """Give the dimensions of an event by its contexts, in the order of DIMENSIONS.

    PLOVER has twenty-two contexts and no word for these fields; what belongs to which was decided here.
    Weapons of mass destruction and terrorism are military, natural resources and corruption economic, cyber
    is technology, and what concerns territory is diplomatic. Each other context (legal, election, health …)
    is "other", which is left out beside one of the four; so is an event without any.

    >>> dimensions(["cyber", "military"])
    ('military', 'technology')
    >>> dimensions([])
    ('other',)
    """
    found = {_DIMENSION_OF.get(context, "other") for context in contexts} or {"other"}
    if len(found) > 1:
        found.discard("other")
    return tuple(each for each in DIMENSIONS if each in found)
