"""Where a text names somebody or something: the longest names of the gazetteer, and capitalised names that it
does not know.

The known name is not always the one meant: "Paris Hilton", "Jordan Peterson" and "the Washington Post" begin
with a place. A name ends where its capitalised run ends, unless what follows is a title or an institution
("Ukraine President …", "Russian Defence Ministry").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from sayso.actors.gazetteer import Gazetteer, Name, fits
from sayso.actors.nouns import keys
from sayso.actors.tables import Institution, Role
from sayso.actors.words import LOWER, TITLE, UPPER, Words
from sayso.reading.reading import Span

__all__ = ["Named", "Phrases", "scan"]


# fmt: off
# Capitalised at the beginning of a sentence, and no name.
_ORDINARY = keys(
    "the a an this that these those there here it its he his she her they their we our you your i my in "
    "on at by for from with without within after before since during until under over as if when while "
    "where why how what who whom whose which whether although though because despite but and or nor so "
    "yet however meanwhile moreover also then now still even only just not no yes some many most all both "
    "each every another other others such several one two three four five six seven eight nine ten dozens "
    "hundreds thousands millions last next earlier later asked according to about among between against "
    "through today yesterday tomorrow tonight instead thus hence once perhaps maybe nevertheless nobody "
    "nothing neither either mr mrs ms dr sir lord lady monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december up down "
    "out off into across along around amid above below behind beyond near inside outside toward towards "
    "upon via per any more less few little much same new old former ex late senior top chief deputy "
    "acting first second third speaking talking following including citing quoting writing asking "
    "responding reacting analysis opinion exclusive breaking update updated live watch video photo file "
    "image editing reporting additional correction note read see more us me him them himself herself "
    "itself themselves god north south east west northern southern eastern western central international "
    "national foreign military political english spring summer autumn winter christmas easter ramadan "
    "monday's internet covid well again already always almost never ever back too very let lets please "
    "thank thanks sources officials police people experts analysts critics supporters residents witnesses "
    "reports meanwhile earlier"
)
# In English these have a capital within a sentence only in a headline.
_SMALL = keys(
    "to with for of in on at by from as and or but that this his her its their is are was be will just "
    "after over into about against not than how why what who when says say"
)
_PARTICLES = keys(
    "al el bin ibn ben abu abd ul de del della di da dos das los las du la le van von der den ter y e st"
)
_LINKS = keys("of for")
# The last word of a name tells what it is the name of.
_COMPANY = keys(
    "company corporation corp ltd inc llc plc gmbh ag oy ab airlines airways industries holdings holding "
    "shipping lines shipyard technologies technology energy oil gas mining aerospace logistics trading "
    "solutions works factory refinery marine maritime bulk air aviation motors steel chemicals pharma "
    "laboratories labs software systems bank consortium textile textiles electronics engineering "
    "construction cement foods minerals metals petroleum pipeline exports imports ventures capital "
    "insurance"
)
_ORGANISATION = _COMPANY | keys(
    "group party ministry university front army brigade brigades movement council committee union league "
    "institute agency association federation organisation organization foundation centre center network "
    "society club school college hospital court commission authority campaign project initiative force "
    "forces alliance coalition congress assembly parliament police battalion regiment division corps "
    "fleet squadron militia command trust fund forum academy museum church watch monitor observatory "
    "services partners partnership department office bureau service secretariat mission tribunal "
    "administration government security guard guards legion resistance militias unit team board chamber "
    "cartel gang clan republic kingdom state nation defence defense rights"
)
# Family names that stand first.
FAMILY_FIRST = keys(
    "kim lee park choi choe jung jeong kang cho yoon yun ri pak han shin moon hwang ahn jang wang li "
    "zhang liu chen yang xi hu zhao huang zhou wu xu sun ma zhu lin guo he gao luo nguyen tran pham le "
    "hoang phan vo dang bui do"
)
_OUTLET = keys(
    "times post herald gazette journal daily radio tv television tribune news magazine press chronicle "
    "telegraph observer courier broadcasting channel dispatch mirror standard review post wire mail "
    "express examiner globe inquirer star sun"
)
_PLACE = keys(
    "street avenue road square bridge river lake mountain mountains valley island islands sea ocean bay "
    "gulf strait airport station county province district city town village region desert beach park hill "
    "hills creek crossing border camp prison base stadium tower palace house hotel hall church cathedral "
    "mosque temple monastery university falls canal peninsula port harbour harbor garden gardens hospital"
)
_SMALL_IN_NAMES = _ORGANISATION | keys(
    "security workers protection units nations national people's coast human rights affairs general "
    "secretary liberation defence defense intelligence revolutionary corps republic border court federal "
    "central high supreme chamber representatives lords commons state foreign home white helmets civil "
    "democratic salvation"
) - keys("state")
_EVENT = keys(
    "war wars day week award prize cup games championship olympics conference summit agreement agreements "
    "treaty accord accords convention conventions protocol act bill law deal plan pact resolution "
    "revolution uprising massacre affair crisis festival spring declaration charter doctrine memorandum "
    "report program programme constitution amendment dialogue talks process operation covid virus"
)
# fmt: on


LONGEST_NAME = 40  # words; what goes on longer in capitals is a headline or a list


@dataclass(slots=True, eq=False)
class Named:
    """A name in the text: words `first` to `stop`, and those in the gazetteer that are so called (none for
    a name that it does not know). `kind` is what the words alone tell: person, organisation, company, outlet,
    place, event, group, expression, materiel or None.
    """

    first: int
    stop: int
    span: Span
    names: tuple[Name, ...] = ()
    kind: str | None = None
    title: str | None = None  # the role that stands before it ("Foreign Minister")
    former: bool = False  # … and is said to be held no longer
    party: str | None = None
    rule: str = ""
    antecedent: Span | None = None
    doubt: str | None = None
    others: list[str] = field(default_factory=list)
    clear: bool = False  # one reading of a doubtful name is likelier than the others
    group: tuple[str, ...] = ()  # the parties of a group's name ("the Baltic states")


class Phrases:
    """The phrases for institutions and roles, found as words in a text."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, ...], Institution | Role] = {}
        self.longest: dict[str, int] = {}
        for kind in (Institution.all(), Role.all()):
            for each in kind.values():
                for phrase in each.phrases:
                    key = tuple(Words(phrase).key)
                    self.found.setdefault(key, each)
                    self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))

    def at(self, words: Words, first: int, stop: int) -> tuple[int, Institution | Role] | None:
        """Find the longest phrase that begins at a word; give where it stops, and what it stands for."""
        longest = self.longest.get(words.key[first])
        if longest is None:
            return None
        for end in range(min(first + longest, stop), first, -1):
            if (each := self.found.get(tuple(words.key[first:end]))) is not None:
                return end, each
        return None

    @classmethod
    @cache
    def shared(cls) -> Phrases:
        """Give the phrases, made once."""
        return cls()


def scan(words: Words, gazetteer: Gazetteer, sentences: Sequence[Span]) -> list[Named]:
    """Find the names of a text, from left to right; they do not overlap."""
    return _Scan(words, gazetteer, sentences).found


class _Scan:
    def __init__(self, words: Words, gazetteer: Gazetteer, sentences: Sequence[Span]) -> None:
        self.words, self.gazetteer = words, gazetteer
        self.phrases = Phrases.shared()
        self.begins = self._beginnings(sentences)
        self.headline = self._headlines(sentences)
        self.shouted = self._shouted(sentences)
        self.within = {  # words that have a capital within a sentence
            key
            for i, key in enumerate(words.key)
            if words.case[i] != LOWER and i not in self.begins and i not in self.headline
        }
        self.found: list[Named] = []
        position = 0
        while position < len(words):
            position = self._at(position)

    def _beginnings(self, sentences: Sequence[Span]) -> set[int]:
        return {self.words.inside(span)[0] for span in sentences}

    def _headlines(self, sentences: Sequence[Span]) -> set[int]:
        """Find the words of sentences In Which Every Word Has a Capital: there case says nothing."""
        found: set[int] = set()
        for span in sentences:
            first, stop = self.words.inside(span)
            inner = range(first + 1, stop)
            if sum(self.words.case[i] == TITLE and self.words.key[i] in _SMALL for i in inner) >= 2:
                found.update(range(first, stop))
                continue
            if self.words.text[span[0] : span[1]].rstrip()[-1:] in '.!?"”':
                continue
            long = [i for i in range(first, stop) if self.words.end[i] - self.words.start[i] > 3]
            if len(long) >= 4 and sum(self.words.case[i] != LOWER for i in long) >= 0.8 * len(long):
                found.update(range(first, stop))
        return found

    def _shouted(self, sentences: Sequence[Span]) -> set[int]:
        """Find the words of sentences IN CAPITALS: there "WHO" is a pronoun as likely as not."""
        found: set[int] = set()
        for first, stop in map(self.words.inside, sentences):
            capitals = sum(self.words.case[i] == UPPER for i in range(first, stop))
            if stop - first >= 3 and capitals > 0.7 * (stop - first):
                found.update(range(first, stop))
        return found

    def _in_headline(self, position: int) -> bool:
        return position in self.headline

    def _at(self, position: int) -> int:
        """Find the name that begins at a word; give the word to go on from."""
        words = self.words
        known = self._known(position)
        if words.case[position] == LOWER:
            if known is None or (
                known[0] - position < 2 and words.key[position].isalpha() and len(words.key[position]) < 4
            ):
                return position + 1
            return self._keep(position, *known)
        phrase = self.phrases.at(words, position, len(words))
        longer = phrase is not None and (known is None or phrase[0] > known[0])
        if phrase is not None and known is not None and phrase[0] == known[0] and self._owned(position):
            longer = True  # "Kenya's Supreme Court" is not the American one
        if phrase is not None and longer and not self._begins_unknown(position, phrase[0]):
            return phrase[0]
        if self._in_headline(position):
            return self._keep(position, *known) if known is not None else position + 1
        end = self._run(position)
        if known is not None:
            stop, names = known
            if (
                stop >= end
                or self._may_end(stop, names)
                or not self._whole_is_name(position, stop, end, names)
            ):
                return self._keep(position, stop, names)
            return self._keep_unknown(position, end)
        if words.key[position] in _ORDINARY or not words.key[position][0].isalpha():
            return position + 1
        if (
            position in self.begins
            and end - position > 1
            and not self.gazetteer.given_name(words.key[position])
        ):
            following = self._known(position + 1)
            if following is not None and words.case[position] != UPPER:
                return position + 1
        if end - position == 1 and position in self.begins and not self._named_elsewhere(position):
            return position + 1
        if end - position == 1 and words.key[position] in _ORGANISATION | _OUTLET | _EVENT:
            return position + 1  # "the Department" is a description
        if (
            end - position >= 3
            and not self.gazetteer.given_name(words.key[position])
            and self.gazetteer.given_name(words.key[position + 1])
            and words.key[end - 1] not in _ORGANISATION | _OUTLET | _EVENT | _PLACE
        ):
            return position + 1  # "Moderator Bret Baier"
        return self._keep_unknown(position, end)

    def _owned(self, position: int) -> bool:
        """Tell whether a name of a state, people or place stands right before a word."""
        last = self.found[-1] if self.found else None
        if (
            last is None
            or last.stop != position
            or not (self.words.joined[position] or self.words.owns[position - 1])
        ):
            return False
        return any(name.use in ("name", "adjective", "place", "capital", "people") for name in last.names)

    def _begins_unknown(self, position: int, stop: int) -> bool:
        """Tell whether a title's or institution's words begin a longer name ("Army of Islam", "General
        Dynamics", "Justice for Farms Party"): its capitals go on and end as an organisation's.
        """
        words = self.words
        if stop >= len(words) or not words.joined[stop] or words.owns[stop - 1]:
            return False
        end = self._run(position)
        rest = words.key[stop:end]
        return (
            end > stop
            and any(key in _ORGANISATION or key in _OUTLET for key in rest)
            and (rest[0] not in _PARTICLES)
        )

    def _known(self, position: int) -> tuple[int, tuple[Name, ...]] | None:
        """Find the longest known name that begins at a word, and those who have it."""
        words, names = self.words, self.gazetteer.names
        longest = self.gazetteer.longest.get(words.key[position])
        if longest is None:
            return None
        stop = position + 1
        limit = min(position + longest, len(words))
        while stop < limit and words.joined[stop]:
            stop += 1
        for end in range(stop, position, -1):
            found = names.get(tuple(words.key[position:end]))
            if not found:
                continue
            # "Iran's guards" is no name, but "People's Protection Units" is.
            owned = any(words.owns[position : end - 1])
            shouted = end - position == 1 and position in self.shouted
            fitting = tuple(
                name
                for name in found
                if (name.owned or not owned)
                and not (shouted and name.case == (UPPER,))
                and self._fits(name, position, end)
            )
            if fitting:
                return end, fitting
        return None

    def _fits(self, name: Name, first: int, stop: int) -> bool:
        words = self.words
        return all(
            fits(words.case[i], asked, words.end[i] - words.start[i])
            # Some papers write "UN security council", "Free Syrian army".
            or (i > first and asked == TITLE and words.key[i] in _SMALL_IN_NAMES)
            for i, asked in zip(range(first, stop), name.case, strict=True)
        )

    def _run(self, position: int) -> int:
        """Give where the run of capitalised words from a word ends; particles of names go along."""
        words = self.words
        end = position + 1
        organisation = words.key[position] in _ORGANISATION
        last = min(position + LONGEST_NAME, len(words))
        while end < last:
            if not words.joined[end] or words.owns[end - 1]:
                break
            if words.case[end] == TITLE and words.key[end] in _SMALL:
                break
            if words.case[end] != LOWER:
                organisation = organisation or words.key[end] in _ORGANISATION
                end += 1
                continue
            step = end + 1
            link = words.key[end] in _LINKS
            if link and step < len(words) and words.key[step] == "the" and words.joined[step]:
                step += 1
            while (
                step < last
                and words.joined[step]
                and words.key[step] in _PARTICLES
                and words.case[step] == LOWER
            ):
                step += 1  # "de la"
            if (
                step < len(words)
                and words.joined[step]
                and words.case[step] != LOWER
                and (words.key[end] in _PARTICLES or (link and organisation and not self._is_place(step)))
            ):
                end = step + 1
                continue
            break
        return end

    def _is_place(self, position: int) -> bool:
        """Tell whether a known place, state or people begins at a word: there "of" parts two names."""
        known = self._known(position)
        return known is not None and any(
            name.use in ("place", "capital", "adjective") or self.gazetteer.is_state(name.party)
            for name in known[1]
        )

    def _may_end(self, stop: int, names: tuple[Name, ...]) -> bool:
        """Tell whether a known name may end although capitals go on: a title, an institution, another known
        name of a state or people, or a word that is none of a name follows.
        """
        words = self.words
        phrase = self.phrases.at(words, stop, len(words))
        if phrase is not None or words.key[stop] in _ORDINARY:
            return True
        following = self._known(stop)
        if following is None:
            return words.case[stop] == LOWER
        if words.text[words.end[stop - 1] : words.start[stop]] in ("-", "‑", "–", "/"):
            return True  # "Israel-Hamas"
        adjective = any(name.use == "adjective" for name in names)
        return adjective or any(name.use in ("adjective", "people") for name in following[1])

    def _whole_is_name(self, first: int, stop: int, end: int, names: tuple[Name, ...]) -> bool:
        """Tell whether the known words and the capitals after them are one longer name."""
        words = self.words
        last = words.key[end - 1]
        uses = {name.use for name in names}
        tells = last in _ORGANISATION or last in _OUTLET or last in _EVENT or last in _PLACE
        if uses <= {"adjective", "people"} or all(words.case[i] == UPPER for i in range(first, stop)):
            return tells and not self._known(stop)
        if stop - first > 1 and not tells:
            return last in ("jr", "junior")
        return True

    def _named_elsewhere(self, position: int) -> bool:
        """Tell whether a lone capitalised word at the beginning of a sentence is a name: it stands with a
        capital elsewhere, owns something, or is in capitals.
        """
        words = self.words
        if words.case[position] == UPPER or words.owns[position]:
            return True
        key = words.key[position]
        if self.gazetteer.given_name(key):
            return True
        return key in self.within

    def _keep(self, first: int, stop: int, names: tuple[Name, ...]) -> int:
        self.found.append(Named(first, stop, self.words.span(first, stop), names))
        return stop

    def _keep_unknown(self, first: int, end: int) -> int:
        words = self.words
        # "Rex W. Tillerson" is Rex Tillerson.
        if end - first == 3 and words.end[first + 1] - words.start[first + 1] == 1:
            known = self.gazetteer.names.get((words.key[first], words.key[end - 1]))
            if known:
                return self._keep(first, end, tuple(known))
        found = Named(first, end, words.span(first, end), kind=self._kind(first, end))
        self.found.append(found)
        return end

    def _kind(self, first: int, end: int) -> str | None:
        words = self.words
        last = words.key[end - 1]
        if end - first > 1:
            if last in _EVENT or words.key[first] == "operation":
                return "event"
            if last in _COMPANY:
                return "company"
            if any(words.key[i] in _ORGANISATION for i in range(first, end)):
                return "organisation"
            if last in _OUTLET or words.key[first] in ("radio", "channel", "tv"):
                return "outlet"
            if last in _PLACE:
                return "place"
        if words.case[first] == UPPER and end - first == 1:
            return "organisation"
        if self.gazetteer.given_name(words.key[first]) or (
            words.key[first] in FAMILY_FIRST and end - first in (2, 3)
        ):
            return "person"
        return None
