"""For which body and which state a speaker speaks, by the keys of speakers.

Keys of states are ISO 3166-1 alpha-3 codes, those of their bodies ``STATE/body``; every other key has another
shape.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from sayso.actors.nouns import keys
from sayso.weigh.records import Speaker, Voice

__all__ = ["body_of", "is_body", "is_general", "is_state", "outer_bodies", "same_names", "state_of"]

_STATE = re.compile(r"[A-Z]{3}")
_GENERAL = re.compile(r"([A-Z]{3})(?:/government)?")
_FORCES = re.compile(r"[A-Z]{3}/(?:armed-forces|general-staff)")
# Parts of a state whose members speak for themselves, or that are no body at all (keys of institutions and
# groups of people, see actors/data/institutions.tsv and roles.tsv).
_EACH_ALONE = keys(
    "parliament upper-house lower-house judiciary supreme-court constitutional-court academics activists "
    "business civilians clergy criminals fighters former-officials journalists lawyers medics opposition "
    "political-parties protesters rebels refugees state-media workers"
)


def is_state(key: str) -> bool:
    """Tell whether a key is a state's."""
    return _STATE.fullmatch(key) is not None


def is_general(key: str) -> bool:
    """Tell whether a key is that of a state, or of its government as a whole."""
    return _GENERAL.fullmatch(key) is not None


def is_body(key: str) -> bool:
    """Tell whether a key is that of a body which speaks with one voice."""
    state, _, part = key.partition("/")
    if _GENERAL.fullmatch(key):
        return False
    return not (_STATE.fullmatch(state) and part in _EACH_ALONE)


def body_of(speaker: Speaker) -> str | None:
    """Give the body for which a speaker speaks, itself for a body; None for who speaks for nobody else."""
    if speaker.kind != "person" or "/" in speaker.key:
        return speaker.key if is_body(speaker.key) else None
    if not speaker.within:
        return None
    nearest = speaker.within[0]
    if _STATE.fullmatch(nearest):
        return f"{nearest}/presidency"  # heads of state and their offices
    if _GENERAL.fullmatch(nearest):
        return f"{nearest.split('/')[0]}/prime-minister-office"
    return nearest if is_body(nearest) else None


def state_of(speaker: Speaker) -> str | None:
    """Give the state for which a speaker speaks, None for outlets that none owns, companies, and people."""
    for key in (speaker.key, *speaker.within):
        state, _, part = key.partition("/")
        if _STATE.fullmatch(state):
            return None if part in _EACH_ALONE else state
    return None


def outer_bodies(speaker: Speaker) -> list[str]:
    """Give the bodies for which a speaker speaks as a part of them. A ministry of defence speaks for the
    armed forces; an intelligence service speaks for none but itself.
    """
    its = (speaker.key, *speaker.within)
    found = [each for each in its[1:] if is_body(each)]
    forces = next((each for each in its if _FORCES.fullmatch(each)), None)
    if forces is not None:
        found.append(f"{forces.split('/')[0]}/defence-ministry")
    return [] if "intelligence" in its[0] and "intelligence" not in "".join(found) else found


def same_names(voices: Sequence[Voice]) -> dict[str, str]:
    """Find which keys of parties that single reports know are one: a person's full name with whatever
    country, a name whose country one report leaves open, a surname that one full name has. The commonest key
    stands for the others, and with it where the party belongs.
    """
    counts = Counter(link.key for voice in voices for link in voice.chain)
    links = {link.key: link for voice in voices for link in voice.chain}
    names: dict[str, list[str]] = defaultdict(list)
    for key in sorted(counts, key=lambda key: (not links[key].within, -counts[key], key)):
        if "/" not in key and " " not in key:
            names[key.partition("@")[0]].append(key)
    found: dict[str, str] = {}
    for name, keys_ in sorted(names.items()):
        person = all(links[key].kind == "person" for key in keys_) and "-" in name
        told = [key for key in keys_ if "@" in key]
        if person or len(told) <= 1:
            found |= dict.fromkeys(keys_, (told or keys_)[0])
    full = [name for name, keys_ in names.items() if "-" in name and links[keys_[0]].kind == "person"]
    for name, keys_ in sorted(names.items()):
        longer = [each for each in full if each.endswith(f"-{name}")]
        if "-" not in name and len(longer) == 1:
            best = found.get(names[longer[0]][0], names[longer[0]][0])
            found |= {key: best for key in keys_ if links[key].kind == "person"}
    return {key: meant for key, meant in found.items() if key != meant}
