"""A claim in words that a person can read: who does what to whom, and how each speaker stands to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from sayso.reading.reading import Claim, Event, Object, Participant, Source

__all__ = [
    "Piece",
    "brief",
    "describe",
    "event_pieces",
    "event_words",
    "stance_pieces",
    "stance_words",
]

Role: TypeAlias = Literal["actor", "type", "object", "recipient", "stance", "source", "sign"]
Piece: TypeAlias = tuple[Role, str]
"""Some words of a description, and what they are in it."""

MOST_NAMED = 3  # actors or recipients; of the others only the number is told
MOST_OBJECTS = 2
LONGEST_NAME = 60  # characters
LONGEST_OBJECT = 50
NOBODY = "?"

# stance: (before the speakers, where the report names none)
_SAID = {
    "affirms": ("affirmed by", "stated by the report"),
    "alleges": ("alleged by", "alleged (no source named)"),
    "denies": ("denied by", "denied by the report"),
    "doubts": ("doubted by", "doubted by the report"),
    "intends": ("intended by", "intended, says the report"),
    "predicts": ("predicted by", "predicted by the report"),
    "urges": ("urged by", "urged by the report"),
    "supposes": ("supposed by", "supposed by the report"),
}


def describe(claim: Claim, others: Iterable[Claim] = ()) -> str:
    """Put a claim into one line; `others` are the claims on the same event mention, if they are to be told.

    The words are the report's own, on one line and cut where they are long; control characters in them stay.

    >>> from sayso.reading.reading import Claim, Event, Object, Participant, Source
    >>> sale = Event(
    ...     type="AID",
    ...     trigger=(5, 9),
    ...     actors=(Participant((0, 4), "Iran"),),
    ...     recipients=(Participant((20, 26), "Russia"),),
    ...     objects=(Object((10, 16), "drones"),),
    ... )
    >>> leaders = Source((40, 55), "Western leaders")
    >>> reuters, tehran = Source((70, 77), "Reuters"), Source((90, 96), "Tehran")
    >>> alleged = Claim("1", sale, (reuters, leaders), None, "alleges", False, (0, 99))
    >>> denied = Claim("2", sale, (tehran,), None, "denies", False, (0, 99))
    >>> describe(alleged, [denied])
    'Iran → AID drones → Russia · alleged by Western leaders (via Reuters) · denied by Tehran'
    """
    return f"{event_words(claim.event)} · {stance_words([claim, *others])}"


def event_words(event: Event) -> str:
    """Say who does what to whom: ``Iran → AID drones → Russia``, ``? → ASSAULT → 17 herders``."""
    return "".join(words for _, words in event_pieces(event))


def stance_words(claims: Sequence[Claim]) -> str:
    """Say how each speaker stands to an event, each stance once: ``alleged by Kyiv · denied by Tehran``."""
    return "".join(words for _, words in stance_pieces(claims))


def event_pieces(event: Event) -> list[Piece]:
    """Give `event_words` in pieces."""
    pieces: list[Piece] = [
        ("actor", _parties(event.actors) or NOBODY),
        ("sign", " → "),
        ("type", _flat(event.type)),
    ]
    if event.objects:
        pieces += [("sign", " "), ("object", _listed(event.objects, MOST_OBJECTS, LONGEST_OBJECT))]
    if event.recipients:
        pieces += [("sign", " → "), ("recipient", _parties(event.recipients))]
    return pieces


def stance_pieces(claims: Sequence[Claim]) -> list[Piece]:
    """Give `stance_words` in pieces."""
    pieces: list[Piece] = []
    for stance in dict.fromkeys(claim.stance for claim in claims):
        chains = dict.fromkeys(
            tuple(brief(source.text, LONGEST_NAME) for source in claim.sources)
            for claim in claims
            if claim.stance == stance
        )
        by_whom, by_report = _SAID.get(stance, (f"{_flat(stance)}:", _flat(stance)))
        if () in chains:
            pieces += [("sign", " · "), ("stance", by_report)]
        if named := [chain for chain in chains if chain]:
            pieces += [("sign", " · "), ("stance", by_whom), ("sign", " "), *_speakers(named, by_whom)]
    if any(claim.opinion for claim in claims):
        pieces += [("sign", " · "), ("stance", "author's opinion")]
    return pieces[1:]


def _speakers(chains: list[tuple[str, ...]], by_whom: str) -> list[Piece]:
    """Name the origins of some chains, those that came by the same way together."""
    ways: dict[tuple[str, ...], list[str]] = {}
    for chain in chains:
        ways.setdefault(chain[:-1], []).append(chain[-1])
    again = " and by " if by_whom.endswith(" by") else " and "
    pieces: list[Piece] = []
    for way, origins in ways.items():
        if pieces:
            pieces.append(("sign", again))
        pieces.append(("source", _joined(origins)))
        if way:
            pieces.append(("sign", f" (via {' > '.join(way)})"))
    return pieces


def _parties(parts: Sequence[Participant]) -> str:
    return _listed(parts, MOST_NAMED, LONGEST_NAME)


def _listed(parts: Sequence[Participant | Object | Source], most: int, longest: int) -> str:
    """List the words of some parts, each once, and how many more there are."""
    found: dict[str, str] = {}
    for part in parts:
        words = brief(part.text, longest)
        found.setdefault(words.casefold(), words)
    names = [name for name in found.values() if name]
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return _joined(names)


def _joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _flat(words: str) -> str:
    return " ".join(words.split())


def brief(words: str, longest: int) -> str:
    """Bring words onto one line, cut after a whole word where they are longer than that."""
    line = _flat(words)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rpartition(" ")[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,;") + "…"
