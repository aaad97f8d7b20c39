"""What the words around a name tell of it: a title before it, an apposition after it, that a place is meant,
that it acts.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from sayso.actors.gazetteer import Gazetteer
from sayso.actors.names import Named, Phrases
from sayso.actors.nouns import FORMER, described_kind, keys
from sayso.actors.tables import Institution, Role
from sayso.actors.words import LOWER, TITLE, Words

__all__ = ["Surroundings"]

# Before a capital or a building these say that the place is meant.
_THERE = keys(
    "in at near outside inside around across throughout through into past over central downtown northern "
    "southern eastern western greater toward towards above beneath behind suburban"
)
_GOING = keys(
    "to from visit visited visiting visits leave left leaving reach reached reaching enter entered via"
)
# Words at which the noun phrase around a name ends.
_BREAKS = keys(
    "said says told tells that who which whose and but as when while after before with was is were has "
    "have had by according because if where since against quoted quoting citing called named met"
)
_SAYING = keys(
    "said says told tells wrote writes met went took gave made came called has had was is will would"
)
_AUXILIARIES = keys("is was has had will would")
_NUMBERS = keys(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred "
    "dozen dozens several more"
)
_MONTHS = keys("may march august april june")
_OF_TIME = keys(
    "in of since until by early late last next mid this from during before after through to every"
)
_STATELY = keys("state government foreign-ministry defence-ministry interior-ministry finance-ministry")
_HONORIFICS = keys(
    "mr mrs ms miss dr sir lord lady dame sheikh sheik ayatollah imam rabbi father judge prof king queen "
    "prince princess pope bishop archbishop"
)
_ALONG = keys("on along across down up")  # before a river or a mountain
_MACHINES = re.compile(
    r"missiles?|tanks?|systems?|launchers?|batter(?:y|ies)|rockets?|drones?|jets?|fighters?|vehicles?"
)
_PERSONS = ("er", "or", "ist", "ian", "man", "ess", "ee", "ant", "ent")  # endings of nouns for persons
LONGEST_ROLE = 9  # words that say who somebody is, before the name; after it some more
LONGEST_APPOSITION = 12


class Surroundings:
    """A text and its names."""

    def __init__(self, words: Words, gazetteer: Gazetteer, named: list[Named]) -> None:
        self.words, self.gazetteer, self.named = words, gazetteer, named
        self._starts = [each.first for each in named]
        self._alone = {
            words.key[each.first] for each in named if each.stop - each.first == 1 and not each.names
        }

    def at(self, position: int) -> Named | None:
        """Give the name that a word is part of."""
        i = bisect_left(self._starts, position + 1) - 1
        if i >= 0 and self.named[i].first <= position < self.named[i].stop:
            return self.named[i]
        return None

    def title(self, each: Named) -> None:
        """Find the title that stands before a name: "Foreign Minister", "Gen."."""
        words, phrases = self.words, Phrases.shared()
        if each.first == 0 or not words.joined[each.first] or words.owns[each.first - 1]:
            return
        for first in range(max(each.first - 6, 0), each.first):
            found = phrases.at(words, first, each.first)
            if found is not None and found[0] == each.first and isinstance(found[1], Role):
                if found[1].means == "person":
                    each.title = found[1].key
                    each.former = first > 0 and words.key[first - 1] in FORMER
                return

    def apposed(self, each: Named) -> int | None:
        """Give where an apposition to a name begins: after ", " or " (" and an age."""
        words = self.words
        stop = each.stop
        if stop >= len(words) or words.text[words.end[stop - 1] : words.start[stop]] not in (", ", " ("):
            return None
        if words.key[stop].isdigit() and stop + 1 < len(words):
            return stop + 1
        return stop

    def around(self, each: Named) -> list[tuple[int, int]]:
        """Give the ranges of words that say who somebody is: the title before the name, what stands before it
        and a comma ("Serbia's defence minister, …"), the apposition after it.
        """
        words = self.words
        found = []
        first = self._phrase_before(each.first)
        if first < each.first:
            found.append((first, each.first))
        elif first > 0 and words.text[words.end[first - 1] : words.start[first]] == ", ":
            found.append((self._phrase_before(first - 1), first))
        start = self.apposed(each)
        if start is None and each.stop + 1 < len(words) and words.joined[each.stop]:
            start = each.stop + 1 if words.key[each.stop] == "of" else None  # "the Bureau of the ministry"
        if start is not None:
            stop = start + 1
            last = min(start + LONGEST_APPOSITION, len(words))
            while stop < last and (words.joined[stop] or words.owns[stop - 1]):
                if words.key[stop] in _BREAKS | _SAYING:
                    break
                stop += 1
            found.append((start, stop))
        return found

    def _phrase_before(self, stop: int) -> int:
        """Give where the noun phrase begins whose words go on to a word."""
        words = self.words
        first = stop
        while first > 0 and words.joined[first] and stop - first < LONGEST_ROLE:
            if words.key[first - 1] in _BREAKS:
                break
            first -= 1
        return first

    # ---- places --------------------------------------------------------------------------------------------

    def placed(self, each: Named, *, going: bool) -> bool:
        """Tell whether the words before a name say that the place is meant; `going` counts "to Moscow"."""
        words = self.words
        return self._placed(each) or (
            going and each.first > 0 and words.joined[each.first] and words.key[each.first - 1] in _GOING
        )

    def _placed(self, each: Named) -> bool:
        """Tell whether the words before say that a place is meant."""
        words = self.words
        i = each.first - 1
        if i >= 0 and words.key[i] == "the":
            i -= 1
        return i >= 0 and words.key[i] in _THERE and words.joined[i + 1]

    def after_article(self, each: Named) -> bool:
        """Tell whether "the" stands before a name."""
        return each.first > 0 and self.words.key[each.first - 1] == "the" and self.words.joined[each.first]

    def along(self, each: Named) -> bool:
        """Tell whether a name stands as a river's does: "on the Amazon"."""
        return each.first > 1 and self.after_article(each) and self.words.key[each.first - 2] in _ALONG

    def dated(self, each: Named) -> bool:
        """Tell whether a name is a month: "in May", "3 March"."""
        words = self.words
        if words.key[each.first] not in _MONTHS or each.stop - each.first > 1:
            return False
        before = words.key[each.first - 1] if each.first > 0 else ""
        after = words.key[each.stop] if each.stop < len(words) else ""
        return before in _OF_TIME or before.isdigit() or after.isdigit()

    # ---- things, verbs, kinds ------------------------------------------------------------------------------

    def counted(self, each: Named) -> bool:
        """Tell whether a word stands as a thing does: in the plural, with a number, before "missile"."""
        words = self.words
        after = words.key[each.stop] if each.stop < len(words) and words.joined[each.stop] else ""
        before = words.key[each.first - 1] if each.first > 0 else ""
        return bool(_MACHINES.fullmatch(after)) or before.isdigit() or before in _NUMBERS

    def beside_noun(self, each: Named) -> bool:
        """Tell whether a plural noun follows a name: "Apple growers" are not Apple."""
        words = self.words
        after = each.stop
        if (
            after >= len(words)
            or not words.joined[after]
            or words.case[after] != LOWER
            or words.owns[after - 1]
        ):
            return False
        return words.key[after].endswith("s") and words.key[after] not in _SAYING

    def acts(self, each: Named) -> bool:
        """Tell whether a verb of the past follows a name."""
        words = self.words
        after = each.stop
        if (
            after >= len(words)
            or not words.joined[after]
            or words.case[after] != LOWER
            or words.owns[after - 1]
        ):
            return False
        return words.key[after].endswith("ed") or words.key[after] in _SAYING - _AUXILIARIES

    def governs(self, each: Named) -> bool:
        """Tell whether an unknown name owns what states have: "Dravia's foreign ministry"."""
        words = self.words
        if each.stop - each.first > 1 or not words.owns[each.first] or each.stop >= len(words):
            return False
        found = Phrases.shared().at(words, each.stop, len(words))
        if found is None:
            return False
        return isinstance(found[1], Institution) or found[1].belongs_to in _STATELY

    def told_kind(self, each: Named) -> str | None:
        """Give the kind that the words around an unknown name tell: a title before it, a noun before it ("the
        station Radio Tamarin", "their union, Puerto Unido") or in the apposition after it.
        """
        words = self.words
        if each.title is not None or (each.first > 0 and words.key[each.first - 1] in _HONORIFICS):
            return "person"
        stop = self.apposed(each)
        if stop is not None and words.key[stop] in ("a", "an", "the", "another", "one"):
            for i in range(stop + 1, min(stop + 8, len(words))):
                if not words.joined[i]:
                    break
                if (kind := described_kind(words.key[i])) is not None:
                    return kind
                if words.key[i] in ("of", "from", "in", "who", "which", "that"):
                    break
                if Phrases.shared().at(words, i, min(i + 4, len(words))) is not None:
                    return None
            else:
                return None
            if each.kind is None and each.stop - each.first > 1 and words.key[stop] in ("a", "an"):
                return "organisation"
        if each.first > 1 and not words.owns[each.first - 1]:
            between = words.text[words.end[each.first - 1] : words.start[each.first]]
            if between in (" ", ", "):
                return described_kind(words.key[each.first - 1])
        return None

    def called_by_last(self, each: Named) -> str | None:
        """Tell whether the last word of a name stands alone elsewhere: "Jac Holmes", and "Holmes" later."""
        if each.stop - each.first not in (2, 3) or self.words.key[each.stop - 1] not in self._alone:
            return None
        return "person"

    def looks_like_person(self, each: Named) -> str | None:
        """Tell whether a name of two or three words stands as a person's: before a verb of the past, after a
        noun that says what somebody is ("the actor Denzel Washington").
        """
        words = self.words
        if each.stop - each.first not in (2, 3) or any(
            words.case[i] != TITLE for i in range(each.first, each.stop)
        ):
            return None
        before = each.first - 1
        noun = before >= 0 and words.joined[each.first] and words.case[before] == LOWER
        if noun and not words.owns[before] and words.key[before].endswith(_PERSONS):
            return "person"
        if self.acts(each) and (before < 0 or words.key[before] != "the"):
            return "person"
        return None
