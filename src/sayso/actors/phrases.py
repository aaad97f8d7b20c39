"""How a phrase names a party: its head ("ministry", "officials"), whose it is, and what else it says.

The phrases are those in which annotators mark parties: "Russia's Defence Ministry", "two Turkish officials",
"a spokesman for the Iranian foreign ministry", "the general". Only the words up to the first preposition can
be the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.actors.names import Named, Phrases
from sayso.actors.nouns import FORMER, THINGS, keys
from sayso.actors.tables import Institution, Role
from sayso.actors.words import Words

__all__ = ["Phrase", "parse"]


# fmt: off
_OWNING = keys("of for from in at to within inside with near on")
_ENDING = keys("who which that whose by against after before over about accused including led where")
_INDEFINITE = keys(
    "a an some several many other another one two three four five six seven eight nine ten dozens "
    "hundreds thousands unnamed unidentified anonymous any most few more every no various numerous "
    "certain different"
)
_DEFINITE = keys("the this that these those its his her their both our my your said")
# fmt: on


@dataclass(slots=True)
class Phrase:
    """A parsed phrase, in words `first` to `stop`.

    `head` is the institution or role whose words end the head, at `head_first` to `head_stop`; `noun` the
    last word of the head when there is none; `owners` the names that say whose it is, the likeliest first;
    `inner` whether an institution's words stand before or after the head ("defence ministry officials").
    """

    first: int
    stop: int
    head: Institution | Role | None
    head_first: int
    head_stop: int
    noun: str
    owners: list[Named]
    inner: tuple[int, int] | None
    indefinite: bool
    definite: bool
    former: bool
    plural: bool


def parse(words: Words, first: int, stop: int, names: Sequence[Named]) -> Phrase:
    """Parse a phrase; `names` are those found inside it, in their order."""
    phrases = Phrases.shared()
    named = {i for each in names for i in range(each.first, each.stop)}
    indefinite = definite = former = False
    for i in range(first, stop):
        key = words.key[i]
        if i not in named:
            indefinite = indefinite or key in _INDEFINITE
            definite = definite or key in _DEFINITE
            former = former or key in FORMER
    start = first
    end = first
    while end < stop:
        counted = end + 1 < stop and words.key[end + 1].isdigit()  # "just over 200 people"
        if end not in named and words.key[end] in _OWNING | _ENDING and end > start and not counted:
            # "Ministry of Defence" is one phrase.
            spanning = next(
                (
                    found
                    for i in range(start, end)
                    if (found := phrases.at(words, i, stop)) and found[0] > end
                ),
                None,
            )
            if spanning is None:
                break
            end = spanning[0]
            continue
        end += 1
    head, head_first, head_stop = _head(words, phrases, start, end, named)
    if head is not None and head_stop < end and words.key[end - 1] in THINGS and end - 1 not in named:
        head, head_first, head_stop = None, start, start  # "the military alliance" is no military
    names = [each for each in names if not _is_modifier(words, each, stop)]
    before = [each for each in names if each.stop <= (head_first if head else end)]
    after = [each for each in names if each.first >= (head_stop if head else end)]
    if after and end < stop and words.key[end] in _ENDING:
        after = []
    if isinstance(head, Role) and head_first > first:
        # "the top US diplomat": the owner stands within the title.
        rest = [words.key[i] for i in range(max(first, head_first - 4), head_stop) if i not in named]
        for i in range(len(rest) - (head_stop - head_first)):
            whole = phrases.found.get(tuple(rest[i:]))
            if isinstance(whole, Role):
                head = whole
                break
    inner = None
    if head is not None:
        inner = _inner(words, phrases, start, head_first, named) or _inner(words, phrases, end, stop, named)
    noun = words.key[end - 1] if end > start else ""
    return Phrase(
        first, stop, head, head_first, head_stop, noun, [*reversed(before), *after], inner,
        indefinite, definite, former, noun.endswith("s") or noun in _PLURALS,
    )  # fmt: skip


def _is_modifier(words: Words, each: Named, stop: int) -> bool:
    """Tell whether a name only colours what follows: "Turkish-backed", "Ukraine-born"."""
    after, before = each.stop, each.first - 1
    if before >= 0 and words.key[before] in _AGAINST and words.joined[each.first]:
        return words.text[words.end[before] : words.start[each.first]] in ("-", "‑", "–")
    return (
        after < stop
        and words.key[after] in _COLOURING
        and words.text[words.end[after - 1] : words.start[after]] in ("-", "‑", "–")
    )


_AGAINST = keys("anti pro non")
_COLOURING = keys(
    "born backed led made held run supported allied friendly style occupied controlled era bound built "
    "funded trained armed educated speaking language sponsored linked aligned dominated owned"
)
_PLURALS = keys("police people troops forces men women children media authorities military public")


def _head(
    words: Words, phrases: Phrases, first: int, stop: int, named: set[int]
) -> tuple[Institution | Role | None, int, int]:
    """Find the phrase that ends the head; of several the longest, else the last one in it."""
    best: tuple[Institution | Role | None, int, int] = (None, first, first)
    for i in range(first, stop):
        if i in named:
            continue
        found = phrases.at(words, i, stop)
        if found is None or any(j in named for j in range(i, found[0])):
            continue
        if found[0] > best[2]:
            best = (found[1], i, found[0])
    return best


def _inner(words: Words, phrases: Phrases, first: int, stop: int, named: set[int]) -> tuple[int, int] | None:
    """Find an institution's words in a part of a phrase."""
    for i in range(first, stop):
        found = phrases.at(words, i, stop)
        if found is not None and isinstance(found[1], Institution) and i not in named:
            return i, found[0]
    return None
