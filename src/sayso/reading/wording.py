"""A claim in words that a person can read: who does what to whom, and how each speaker stands to it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from sayso.reading.reading import Claim, Event, Object, Participant, Span

__all__ = [
    "Piece",
    "brief",
    "describe",
    "event_pieces",
    "event_words",
    "names_it",
    "stance_pieces",
    "stance_words",
    "with_names",
]

Role: TypeAlias = Literal["actor", "type", "object", "recipient", "stance", "source", "sign"]
Piece: TypeAlias = tuple[Role, str]
"""Some words of a description, and what they are in it."""

MOST_NAMED = 3  # actors or recipients; of the others only the number is told
MOST_OBJECTS = 2
LONGEST_NAME = 60  # characters
LONGEST_OBJECT = 50
NOBODY = "?"
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")

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
    After words that do not name the party that is meant, its name stands in brackets.

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
    >>> it = Source((40, 42), "it", actor="RUS/defence-ministry", name="Ministry of Defence of Russia")
    >>> describe(Claim("3", sale, (it,), None, "denies", False, (0, 99)))
    'Iran → AID drones → Russia · denied by it (Ministry of Defence of Russia)'
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
        pieces += [("sign", " "), ("object", _objects(event.objects))]
    if event.recipients:
        pieces += [("sign", " → "), ("recipient", _parties(event.recipients))]
    return pieces


def stance_pieces(claims: Sequence[Claim]) -> list[Piece]:
    """Give `stance_words` in pieces."""
    pieces: list[Piece] = []
    for stance in dict.fromkeys(claim.stance for claim in claims):
        chains = dict.fromkeys(
            tuple(with_names(source.text, [source.name]) for source in claim.sources)
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
    """List some parties: words that mean several stand once, with the names of all of them."""
    named: dict[tuple[Span, str], list[str | None]] = {}
    for part in parts:
        named.setdefault((part.span, part.text), []).append(part.name)
    return _listed((with_names(words, names) for (_, words), names in named.items()), MOST_NAMED)


def _objects(parts: Sequence[Object]) -> str:
    return _listed((brief(part.text, LONGEST_OBJECT) for part in parts), MOST_OBJECTS)


def with_names(words: str, names: Iterable[str | None]) -> str:
    """Give words briefly, and after them in brackets those of the names that are not in them."""
    others = dict.fromkeys(name for name in names if name and not names_it(words, name))
    line = brief(words, LONGEST_NAME)
    if not others:
        return line
    shown = [brief(name, LONGEST_NAME) for name in others]
    if len(shown) > MOST_NAMED:
        shown = [*shown[:MOST_NAMED], f"{len(shown) - MOST_NAMED} more"]
    return f"{line} ({_joined(shown)})"


def names_it(words: str, name: str) -> bool:
    """Tell whether a party's name is in some words, whatever the case, accents and punctuation.

    >>> names_it("Russia’s minister, Sergey Lavrov,", "Sergey Lavrov"), names_it("Nigerians", "Niger")
    (True, False)
    """
    sought = _plain(name)
    return not sought or f" {sought} " in f" {_plain(words)} "


def _plain(words: str) -> str:
    """Give words as they are compared: without case, accents, punctuation and a leading article."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", words)).casefold()
    return " ".join(_WORD.findall(bare)).removeprefix("the ")


def _listed(words: Iterable[str], most: int) -> str:
    """List some words, each once, and how many more there are."""
    found: dict[str, str] = {}
    for each in words:
        found.setdefault(each.casefold(), each)
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
