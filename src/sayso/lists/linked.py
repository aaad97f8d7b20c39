"""Ties that a list gives by name ("Linked To: SOME TRADING CO"), resolved to the entries they mean.

Authorities write the other party's name, not its number, and not always as its entry has it: another alias,
other punctuation, the given name first. A name is looked for in steps, strictest first, and the first step
that finds anything decides:

    equal       the entry's primary name, letter for letter
    folded      the primary name without case, accents and punctuation
    alias       an alias or former name, folded
    weak        a weak alias, folded
    order       any name with its words in another order ("LAST, First")
    form        any name without company forms ("LTD", "S.A. DE C.V.", "JOINT STOCK COMPANY")
    joined      any name without spaces

Nothing is matched by likeness: a tie to the wrong party is worse than one that is reported as unresolved.

**Several entries of one name.** An entry is never tied to itself, nor run or owned by a vessel or aircraft,
and only persons are kin. Among the rest those win that are of the same list, then those that share a
programme, then a series of programmes (DPRK2 and DPRK3), then a country, then parties before vessels and
aircraft, then the entry whose primary name is the name. If several still remain, each becomes a relation of
its own (no edge is lost, and none is chosen by chance), and the tie is reported as ambiguous.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sayso.lists.listing import Entry, Relation

__all__ = ["STEPS", "Resolution", "Tie", "resolve"]

STEPS = ("equal", "folded", "alias", "weak", "order", "form", "joined")
"""The steps by which a name is looked for, strictest first."""

_THINGS = ("vessel", "aircraft")


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that is ambiguous or unresolved: the entry's id, its relation as published, and the entries that
    it may mean (none where it is unresolved).
    """

    entry: str
    relation: Relation
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of the ties given by name.

    `entries` in their order, with `to` filled in. `steps` counts the ties resolved, by kind of relation and
    step. `ambiguous` ties are resolved, to more than one entry.
    """

    entries: tuple[Entry, ...]
    steps: dict[tuple[str, str], int]
    ambiguous: tuple[Tie, ...]
    unresolved: tuple[Tie, ...]

    def resolved(self, kind: str = "linked") -> int:
        """How many ties of a kind were resolved."""
        return sum(count for (of, _), count in self.steps.items() if of == kind)

    def total(self, kind: str = "linked") -> int:
        """How many ties of a kind were given by name."""
        return self.resolved(kind) + sum(1 for tie in self.unresolved if tie.relation.kind == kind)


def resolve(entries: Sequence[Entry], among: Sequence[Entry] = ()) -> Resolution:
    """Give the entries with their relations tied to entries, as far as names allow.

    Names are looked for in `entries` and in `among` (other lists, or the parts of one list that did not
    change). Relations that have `to` already, or no name, stay as they are.
    """
    index = _Index([*entries, *among])
    steps: Counter[tuple[str, str]] = Counter()
    ambiguous: list[Tie] = []
    unresolved: list[Tie] = []
    done = []
    for entry in entries:
        relations: list[Relation] = []
        for relation in entry.relations:
            if relation.to is not None or not relation.name:
                relations.append(relation)
                continue
            step, found = index.find(entry, relation)
            if step is None:
                unresolved.append(Tie(entry.id, relation))
                relations.append(relation)
                continue
            steps[relation.kind, step] += 1
            relations += [replace(relation, to=each.id) for each in found]
            if len(found) > 1:
                ambiguous.append(Tie(entry.id, relation, tuple(each.id for each in found)))
        changed = tuple(dict.fromkeys(relations))
        done.append(entry if changed == entry.relations else replace(entry, relations=changed))
    return Resolution(tuple(done), dict(steps), tuple(ambiguous), tuple(unresolved))


class _Index:
    """Entries by their names, one table for each step."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._tables: dict[str, dict[str, list[Entry]]] = {step: {} for step in STEPS}
        for entry in {each.id: each for each in entries}.values():
            for step, key in dict.fromkeys(_keys(entry)):
                self._tables[step].setdefault(key, []).append(entry)

    def find(self, entry: Entry, relation: Relation) -> tuple[str | None, list[Entry]]:
        """Give the step that found the other party, and the entries that it may be."""
        name = relation.name or ""
        for step in STEPS:
            key = _KEY[step](name)
            named = self._tables[step].get(key, ()) if key else ()
            if found := [each for each in named if _possible(entry, relation, each)]:
                return step, _likeliest(entry, name, found)
        return None, []


def _keys(entry: Entry) -> Iterable[tuple[str, str]]:
    for name in entry.names:
        if name.kind == "primary":
            yield "equal", name.text
            yield "folded", _folded(name.text)
        else:
            yield "weak" if name.weak else "alias", _folded(name.text)
        for step in ("order", "form", "joined"):
            yield step, _KEY[step](name.text)


def _possible(entry: Entry, relation: Relation, other: Entry) -> bool:
    if other.id == entry.id:
        return False
    if relation.kind == "family":
        return other.kind == "person"
    held = relation.inverse and relation.kind in ("ownership", "operator", "control")
    return not (held and other.kind in _THINGS)


def _likeliest(entry: Entry, name: str, found: list[Entry]) -> list[Entry]:
    """Narrow several entries of one name, as the module says; a rule that would leave none is passed over."""
    programmes = {each.programme for each in entry.designations}
    series = {_series(each.programme) for each in entry.designations}
    rules: tuple[Callable[[Entry], bool], ...] = (
        lambda other: other.list == entry.list,
        lambda other: any(each.programme in programmes for each in other.designations),
        lambda other: any(_series(each.programme) in series for each in other.designations),
        lambda other: not set(entry.countries).isdisjoint(other.countries),
        lambda other: other.kind not in _THINGS,
        lambda other: _folded(other.name) == _folded(name),
    )
    for rule in rules:
        if len(found) == 1:
            break
        found = [each for each in found if rule(each)] or found
    return found


def _series(programme: str | None) -> str:
    return re.split(r"[\d-]", programme or "", maxsplit=1)[0]


# --- keys -----------------------------------------------------------------------------------------------

_DROPPED = re.compile(r"[.'’‘`´ʿʾʻʼ\"“”]")
_PARTING = re.compile(r"[\W_]+")
_FORMS = re.compile(
    r"\b(?:(?:public |open |closed |private )?(?:joint stock|limited liability|shareholding) "
    r"(?:company|society)|joint stock|public company|limited|limitada|ltda?|llc|llp|lp|plc|incorporated|inc"
    r"|corporation|corp|company|co|gmbh|kg|ag|bv|nv|srl|sarl|sal|sas|sapi de cv|s de rl de cv|sa de cv|sa|spa"
    r"|sro|sp z ?oo|doo|dd|ad|eood|ood|oy|ab|as|pte|pty|pvt|pjsc|ojsc|cjsc|jsc|pao|oao|zao|ooo|ao"
    r"|obshchestvo s ogranichennoi otvetstvennostyu|fzc|fzco|fze|fz llc|dmcc|a s|sdn bhd|bhd|the)\b"
)
_LEAST = 4  # letters that must be left for a name without its company forms to say who it is


@lru_cache(maxsize=1 << 17)
def _folded(name: str) -> str:
    """Without case, accents, points and apostrophes; what else is no letter or figure parts words."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _PARTING.sub(" ", _DROPPED.sub("", bare.replace("&", " and "))).strip()


def _ordered(name: str) -> str:
    return " ".join(sorted(_folded(name).split()))


def _formless(name: str) -> str:
    left = " ".join(_FORMS.sub(" ", _folded(name)).split())
    return left if len(left) >= _LEAST else ""


def _joined(name: str) -> str:
    return _folded(name).replace(" ", "")


_KEY: dict[str, Callable[[str], str]] = {
    "equal": lambda name: name,
    "folded": _folded,
    "alias": _folded,
    "weak": _folded,
    "order": _ordered,
    "form": _formless,
    "joined": _joined,
}
