"""Text -> word pieces with what a lower-casing tokenizer loses: case, line breaks, quotation marks.

Everything is kept as arrays over *words* (runs that the tokenizer's pre-tokenizer does not split, a
punctuation mark being a word of its own) and over *pieces* of words, with code-point offsets into the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sayso.reading.lines import hard_breaks

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Ints = NDArray[np.int64]

__all__ = ["CASES", "QUOTES", "Pieces", "Window", "cut", "split"]

CASES = ("none", "lower", "upper", "capitalised", "mixed")
QUOTES = ("outside", "inside", "mark")

_MARKS = re.compile('[“”"«»„]')
_OPENING, _CLOSING = frozenset("“«„"), frozenset("”»")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in word pieces. Arrays over words: `start`, `end` (code points), `first` (index of its first
    piece), `case`, `quote` (indices into CASES, QUOTES), `layout` (1 after a paragraph's break), `continues`
    (1 where a quotation that the paragraph before left open goes on), `sentence` (1 where a sentence may
    begin). Array over pieces: `ids`.
    """

    text: str
    ids: Ints
    start: Ints
    end: Ints
    first: Ints
    case: Ints
    layout: Ints
    quote: Ints
    continues: Ints
    sentence: Ints

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``start:stop`` that the encoder sees at once; of these, ``core_start:core_stop`` are answered for
    here, the others are context. The cores of a text's windows follow each other without gap or overlap.
    """

    start: int
    stop: int
    core_start: int
    core_stop: int


def split(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces and note each word's case, layout and quotation."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(encoding.ids, dtype=np.int64)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    words = np.array([-1 if word is None else word for word in encoding.word_ids], dtype=np.int64)
    # Word numbers only rise; an unknown symbol may be given none, and is then a word of its own.
    is_first = np.ones(len(ids), dtype=bool)
    is_first[1:] = (words[1:] != words[:-1]) | (words[1:] < 0)
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(ids)) - 1 if len(first) else first
    start, end = offsets[first, 0], offsets[last, 1]

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    uppers, letters = _running_counts(codes)
    breaks = np.array(hard_breaks(text), dtype=np.int64)
    upper = uppers[end] - uppers[start]
    letter = letters[end] - letters[start]
    initial = uppers[np.minimum(start + 1, len(codes))] - uppers[start]
    case = np.select(
        [letter == 0, upper == 0, (upper == letter) & (letter > 1), (upper == 1) & (initial == 1)],
        [0, 1, 2, 3],
        default=4,
    ).astype(np.int64)

    before = np.append(0, end[:-1]) if len(end) else end
    layout = (np.searchsorted(breaks, start) > np.searchsorted(breaks, before)).astype(np.int64)
    if len(layout):
        layout[0] = 1
    quote, continues = _quotation(text, start, breaks.tolist())
    sentence = layout.copy()
    if len(first) > 1:
        stops = np.isin(codes[start], [ord(c) for c in '.?!”"'])
        sentence[1:] |= stops[:-1] & np.isin(case[1:], (2, 3, 4)) & (quote[1:] != 2)
    return Pieces(text, ids, start, end, first, case, layout, quote, continues, sentence)


def _running_counts(codes: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Count upper-case letters and letters before each code point."""
    kinds, where = np.unique(codes, return_inverse=True)
    characters = [chr(kind) for kind in kinds.tolist()]
    counts = []
    for test in (str.isupper, str.isalpha):
        flags = np.array([bool(test(c)) for c in characters], dtype=np.int64)
        counts.append(np.concatenate(([0], np.cumsum(flags[where]))) if len(codes) else np.zeros(1, np.int64))
    return counts[0], counts[1]


def _quotation(text: str, start: Ints, breaks: list[int]) -> tuple[Ints, Ints]:
    """Tell for each word whether it stands in double quotation marks, and which words are marks that go on
    with a quotation over a paragraph's end. That end closes every quotation, since one that goes on opens
    again.
    """
    places, states, reopened = [0], [0], set()
    inside = was_open = False
    marks = [(match.start(), match.group()) for match in _MARKS.finditer(text)]
    for place, mark in sorted(marks + [(at, "\n") for at in breaks]):
        if mark == "\n":
            was_open = inside or (was_open and not text[places[-1] : place].strip())
            inside = False
        else:
            inside = mark in _OPENING or (mark not in _CLOSING and not inside)
            if was_open and inside and not text[places[-1] : place].strip():
                reopened.add(place)
            was_open = False
            places.append(place)
            states.append(2)
        places.append(place + 1)
        states.append(1 if inside else 0)
    state = np.array(states, dtype=np.int64)[np.searchsorted(places, start, side="right") - 1]
    return state, np.isin(start, list(reopened)).astype(np.int64)


def cut(pieces: Pieces, *, size: int, context: int, first: int | None = None) -> list[Window]:
    """Cut a text into windows of at most `size` pieces, of which about `context` on the left (and on the
    right, where the cut is not at a paragraph's end) belong to the neighbours. Cuts fall at the last
    paragraph's end in the second half of the window, else at the last sentence's end there, else anywhere.
    `first` shortens the first window (for training, so that cuts fall elsewhere in each epoch).
    """
    count = len(pieces)
    bounds = np.append(pieces.first, len(pieces.ids))
    windows: list[Window] = []
    begin = 0
    while begin < count:
        left = int(np.searchsorted(bounds, bounds[begin] - context, side="left")) if begin else 0
        budget = size - int(bounds[begin] - bounds[left])
        if first is not None and not windows:
            budget = min(budget, first)
        reach = int(np.searchsorted(bounds, bounds[begin] + budget, side="right")) - 1
        if reach >= count:
            windows.append(Window(left, count, begin, count))
            break
        reach = max(reach, begin + 1)
        end, stop = _best_cut(pieces, begin, reach), reach
        if not pieces.layout[end]:
            inner = int(np.searchsorted(bounds, bounds[reach] - context, side="right")) - 1
            end = _best_cut(pieces, begin, max(inner, begin + 1))
        else:
            stop = end
        windows.append(Window(left, stop, begin, end))
        begin = end
    return windows


def _best_cut(pieces: Pieces, begin: int, reach: int) -> int:
    """Choose the first word of the next window, where it can be in the second half of ``begin:reach``."""
    middle = (begin + reach + 1) // 2
    for marks in (pieces.layout, pieces.sentence):
        places = np.flatnonzero(marks[middle : reach + 1])
        if len(places) and middle + int(places[-1]) > begin:
            return middle + int(places[-1])
    return reach
