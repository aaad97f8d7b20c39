"""Where the sentences of a report begin and end.

Rules of our own: a full stop, a question or exclamation mark or an ellipsis ends a sentence unless what
stands before it is an abbreviation or an initial, or what comes after it does not look like a beginning.
Every look around a full stop is of bounded length, so the time is linear in the text, whatever the text is.
"""

from __future__ import annotations

import re

from sayso.reading.lines import hard_breaks

__all__ = ["sentences"]

_QUOTES = "\"'”’»›“"
# The marks that end a sentence with the closing marks after them, and a note's number ("killed.[3]").
_END = re.compile(rf"[.!?…‼⁇⁈⁉؟۔।。！？｡]+[{_QUOTES})\]}}」』）]*(?:\[\d{{1,3}}\]){{0,3}}")
_WIDE = frozenset("。！？｡")  # after these no space is written
_NEXT = re.compile(r"\s*([\"'“‘«‹„(\[{「『（¿¡—–•*-]*)\s*([\w$€£¥₽₹@#&]?(?:\w|[.'’-](?=\w)){0,30})(\.?)")
_LONGEST_ABBREVIATION = 24
# A quotation that opens and closes within its paragraph.
_QUOTATION = re.compile(r"“[^“”]*”|(?<![^\s(\[—–-])\"(?=\S)[^\"]*(?<=\S)\"")
_LONGEST_QUOTATION = 2000
_BEFORE = "([{\"'“‘«„—–/-"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# fmt: off
# What a name or a number follows, so that no sentence ends here.
_BEFORE_NAME = _words(
    "mr mrs ms messrs mme mlle dr drs prof gen lt col maj sgt cpl pvt pfc capt cmdr cdr cmd adm brig det "
    "supt insp rep reps sen sens gov govs rev hon pres fr msgr amb atty asst assoc vs v eg e.g ie i.e cf "
    "approx ca lt.-col maj.-gen lt.-gen brig.-gen r.adm v.adm viz mt ft ste"
)
_BEFORE_NUMBER = _words(
    "no nos nr art arts sec sect secs fig figs vol vols ch chap para paras p pp ed eds jan feb mar apr "
    "jun jul aug sep sept oct nov dec tel ext est c"
)
# What may end a sentence as well as stand within one: only a word that seldom has a capital elsewhere tells.
_EITHER = _words(
    "inc corp co cos ltd llc plc bros jr sr esq st sts ave blvd rd hwy etc al dept univ intl natl govt "
    "bldg ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb "
    "nev okla ore pa penn tenn tex va vt wash wis wyo n.y ph.d m.d d.c mo ont que"
)
_BEGINNINGS = _words(
    "the a an this that these those there here it its he his she her they their we our you your i my in "
    "on at by for from with without within after before since during until under over as if when while "
    "where why how what who whose which whether although though because despite but and or nor so yet "
    "however meanwhile moreover also then now still even only just not no yes some many most all both "
    "each every another other others such several one two three four five six last next earlier later "
    "asked according to about among between against through today yesterday instead thus hence once "
    "perhaps maybe nevertheless nobody nothing neither either mr mrs ms"
)
# After "3 p.m.": the rest of the time.
_OF_A_TIME = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun "
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep sept oct nov dec eastern central pacific mountain moscow local london beijing et "
    "est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest eet msk ist jst"
)
_SPEAKS = re.compile(
    r"(?:[A-Z]\S{0,30}\s+){0,4}?(?:said|says|asked|asks|added|wrote|writes|tweeted|replied|told|shouted|cried|"
    r"continued|responded|exclaimed|chanted|declared|demanded|wondered)\b"
)
# fmt: on


def sentences(text: str) -> list[tuple[int, int]]:
    """Give the spans of the sentences, in order; together they hold every character that is not white space.

    A paragraph's end always ends a sentence (`sayso.reading.lines.hard_breaks`); closing quotation marks and
    brackets belong to the sentence that they close. A quotation of several sentences stays whole, with the
    words that name its speaker: apart, its sentences would lose who says them.

    >>> text = 'He met Gen. J. Smith. "Is it No. 3?" he asked the U.S. envoy.'
    >>> [text[start:end] for start, end in sentences(text)]
    ['He met Gen. J. Smith.', '"Is it No. 3?" he asked the U.S. envoy.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in [*hard_breaks(text), len(text)]:
        _paragraph(text, start, stop, spans)
        start = stop + 1
    return spans


def _paragraph(text: str, start: int, stop: int, spans: list[tuple[int, int]]) -> None:
    """Add the spans of the sentences in ``text[start:stop]``."""
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    quotation = _QUOTATION.finditer(text, start, stop)
    quoted = next(quotation, None)
    for match in _END.finditer(text, start, stop):
        end = match.end()
        if end == stop:
            break
        while quoted is not None and quoted.end() <= match.start():
            quoted = next(quotation, None)
        if quoted is not None and quoted.start() < end < quoted.end() <= quoted.start() + _LONGEST_QUOTATION:
            continue
        if not (text[end].isspace() or text[match.start()] in _WIDE):
            continue
        after = _NEXT.match(text, end, stop)
        if after is not None and _is_end(text, start, match, after):
            spans.append((start, end))
            start = end
            while text[start].isspace():
                start += 1
    if start < stop:
        spans.append((start, stop))


def _is_end(text: str, start: int, end: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether the sentence that begins at `start` ends with the marks `end`, before `after`."""
    opening, word = after[1], after[2]
    if word[:1].islower():
        # "iPhone", "al-Shabaab": a name that begins small.
        if word.islower() or opening:
            return False
    elif not word:
        # White space and then neither a word nor a number: a rule, a bullet, a spaced ellipsis.
        return bool(opening) and not opening.strip("\"'“‘«‹„(")
    marks = end[0]
    dot = end.start()
    if marks[0] != ".":
        asks = marks[0] in "!?" and marks[-1] in _QUOTES
        return not (asks and not opening and _SPEAKS.match(text, after.start(2), after.start(2) + 160))
    if marks[:2] == "..":
        return True
    before = text[max(start, dot - _LONGEST_ABBREVIATION) : dot]
    token = before.split()[-1].lstrip(_BEFORE) if before and not before[-1].isspace() else ""
    return _stops(token, dot - len(token) <= start, word, bool(opening) or len(marks) > 1)


def _stops(token: str, first: bool, word: str, marked: bool) -> bool:
    """Tell whether a full stop after `token` ends the sentence, when `word` follows.

    `first`: the token opens the sentence; `marked`: quotation marks or brackets stand between the two.
    """
    lower = token.lower()
    if first and (token.isdigit() or (len(token) == 1 and token.isalpha())):
        return False  # "1. The first point"
    if lower in ("a.m", "p.m"):
        return word.lower() not in _OF_A_TIME
    if lower in _BEFORE_NAME:
        return False
    if lower in _BEFORE_NUMBER:
        return not word[:1].isdigit()
    initials = (len(token) == 1 and token.isupper()) or (
        "." in token and all(len(part) == 1 and part.isalpha() for part in token.split("."))
    )
    if initials or (lower in _EITHER and (token[:1].isupper() or lower in ("etc", "al"))):
        return marked or word.lower() in _BEGINNINGS
    return True
