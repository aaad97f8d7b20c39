"""The words of a text as names are compared by."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sayso.actors.words import LOWER, MIXED, TITLE, UPPER, Words, key_of
from sayso.report import normalise

KEYS = {
    "Iran": "iran",
    "IRAN": "iran",
    "Erdoğan": "erdogan",
    "Émile": "emile",
    "Łukasz": "lukasz",
    "Straße": "strasse",
    "Øyvind": "oyvind",
    "Đukanović": "dukanovic",
    "Ægir": "aegir",
    "Diyarbakır": "diyarbakir",
    "İstanbul": "istanbul",
    "Əliyev": "aliyev",
    "Nguyễn": "nguyen",
    "Київ": "киів",
    "中国": "中国",
    "ﬁre": "fire",
}
CASES = [
    ("iran", LOWER),
    ("Iran", TITLE),
    ("IRAN", UPPER),
    ("A", TITLE),
    ("iPhone", MIXED),
    ("McDonald", MIXED),
    ("YouTube", MIXED),
    ("É", TITLE),
    ("Élysée", TITLE),
    ("ÉLYSÉE", UPPER),
    ("2023", LOWER),
    ("F16", UPPER),
    ("中国", LOWER),
]
# Words | the keys | which of them own something
POSSESSIVES = """
Iran's navy                | iran navy            | iran
Iran’s navy                | iran navy            | iran
IRAN’S NAVY                | iran navy            | iran
U.S.'s navy                | u s navy             | s
the Houthis' drones        | the houthis drones   | houthis
the Houthis’ drones        | the houthis drones   | houthis
Barnes 'said               | barnes said          |
it's                       | it                   | it
O'Brien's                  | o brien              | brien
s                          | s                    |
a's's                      | a                    | a
rock 'n' roll              | rock n roll          |
"""
# Words | the ones that are parted from the word before
JOINED = """
Sergei Lavrov              |
al-Assad                   |
R. A. Fisher               |
Gen. Valery Gerasimov      |
St. Petersburg             |
He left. Iran stayed       | iran
Iran, Iraq                 | iraq
Iran (Tehran)              | tehran
Marks & Spencer            |
AT&T                       |
Iran: Iraq                 | iraq
Ann “Bo” Ray               | bo ray
Iran; Iraq                 | iraq
New\u00a0York              |
New\u2011York              |
"""


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("word", "key"), KEYS.items())
def test_keys_have_no_marks_and_no_case(word, key):
    assert key_of(word) == key


@pytest.mark.parametrize(("word", "case"), CASES)
def test_case(word, case):
    assert Words(word).case == [case]


@pytest.mark.parametrize(("text", "keys", "owners"), table(POSSESSIVES))
def test_possessive_endings_are_no_words(text, keys, owners):
    words = Words(text)
    assert words.key == keys.split()
    assert [key for key, owns in zip(words.key, words.owns, strict=True) if owns] == owners.split()


@pytest.mark.parametrize(("text", "parted"), table(JOINED))
def test_what_parts_two_words(text, parted):
    words = Words(text)
    assert [key for key, joined in list(zip(words.key, words.joined, strict=True))[1:] if not joined] == (
        parted.split()
    )
    assert words.joined[0] is False


def test_a_span_has_the_words_that_lie_in_it_at_least_in_part():
    words = Words("Iran's navy left.")
    assert words.key == ["iran", "navy", "left"]
    assert words.inside((0, 4)) == (0, 1)
    assert words.inside((2, 9)) == (0, 2)
    assert words.inside((4, 6)) == (1, 1)
    assert words.inside((0, 17)) == (0, 3)
    assert words.span(0, 2) == (0, 11)
    assert words.quote(0, 2) == "Iran's navy"


@pytest.mark.parametrize("text", ["", " ", "...", "_ _", "'s", "😀", "\u0301"])
def test_texts_without_words(text):
    words = Words(text)
    assert len(words) == len(words.key) <= 1
    assert words.inside((0, len(text))) == (0, len(words))


@given(st.text())
@example("ͅ")
@example("İİ ßß ǅa ½ ² ㋿")
@example("'s's 's S's")
def test_every_word_is_a_piece_of_the_text(text):
    text = normalise(text)
    words = Words(text)
    lists = (words.start, words.end, words.key, words.case, words.joined, words.owns)
    assert {len(each) for each in lists} == {len(words)}
    ends = 0
    for i, (start, end) in enumerate(zip(words.start, words.end, strict=True)):
        assert ends <= start < end <= len(text)
        assert words.key[i] == key_of(text[start:end])
        assert words.key[i]
        assert words.inside((start, end)) == (i, i + 1)
        ends = end
    assert not words.joined or not words.joined[0]


@given(st.from_regex(r"\A[^\W_]+\Z"))
@example("𝐈ran")
def test_a_key_is_its_own_key(word):
    assert key_of(key_of(word)) == key_of(word)
    assert key_of(word.upper()) == key_of(word.lower()) or not word.isascii()
