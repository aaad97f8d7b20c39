"""Who holds what, as sources say it: shares, control and leading offices, each with its dates.

`stakes_of` takes them from the relations of list entries; `listed_on` tells whose listing counts under a rule
on a day. What a day makes of a record's dates is in `sayso.lists.ownership.holding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isnan

from sayso.errors import UsageError
from sayso.lists.listing import Designation, Entry, Relation
from sayso.lists.ownership.rules import Rule
from sayso.lists.ownership.spans import days

__all__ = ["Control", "Holdings", "Listed", "Stake", "is_head", "listed_on", "stakes_of"]

UNSAID = "no source named"
_DATASETS = re.compile(r"[a-z0-9_]+(?:, [a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Stake:
    """That a source says a party owns a share of another.

    `low` and `high` are percent, 0 and 100 where the source gives none. `since` and `until` are EDTF dates,
    None where it gives none; `stated` is when it is known to have said so (its last check). `text` has its
    words. Raises UsageError where low and high are no range within 0 to 100.
    """

    owner: str
    asset: str
    low: float = 0.0
    high: float = 100.0
    source: str = UNSAID
    since: str | None = None
    until: str | None = None
    stated: str | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 100:
            raise UsageError(
                f"{self.low!r} to {self.high!r} is no share of {self.asset!r}; give percentages from 0 to "
                "100, the lower one first."
            )

    @property
    def known(self) -> bool:
        """Whether the source says how large the share is."""
        return self.low > 0 or self.high < 100


@dataclass(frozen=True, slots=True)
class Control:
    """That a source says a party controls another (`kind` is ``control``), or leads it (``office``).

    `role` is the office as the source writes it; the dates are those of `Stake`.
    """

    holder: str
    asset: str
    kind: str = "control"
    source: str = UNSAID
    since: str | None = None
    until: str | None = None
    stated: str | None = None
    role: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What sources say of who holds what. `names` has a name for each id that has one."""

    stakes: tuple[Stake, ...] = ()
    controls: tuple[Control, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """Whose listing counts: `surely`, and `perhaps` with what would have to be known of each."""

    surely: frozenset[str] = frozenset()
    perhaps: Mapping[str, str] = field(default_factory=dict)


# Who by office can direct a company. A seat on its board alone does not, nor does a deputy's office.
_HEAD = re.compile(
    r"\b(?:chief executive|ceo|managing director|(?:general|executive) director|director[- ]general|president"
    r"|chair(?:man|woman|person)?|head|leader|owner or leader|sole executive"
    r"|генеральн\w+ директор\w*|исполнительн\w+ директор\w*|руководител\w+|председател\w+|президент\w*"
    r"|единоличн\w+ исполнительн\w+"
    r"|генеральн\w+ директор\w*|керівник\w*|голов[аи]|виконавч\w+ директор\w*)\b"
    r"|^(?:директор|director and owner)$",
    re.IGNORECASE,
)
_NOT_HEAD = re.compile(
    r"\b(?:vice|deputy|assistant|acting deputy|former"
    r"|head of (?:the )?(?:department|division|section|unit|sales)"
    r"|заместител\w*|зам|вице|бывш\w*|заступник\w*|віце|колишн\w*)\b",
    re.IGNORECASE,
)


def is_head(role: str | None) -> bool:
    """Tell whether an office is one that leads: chief executive, general director, chair, "leader of"."""
    text = (role or "").strip()
    return bool(_HEAD.search(text)) and not _NOT_HEAD.search(text)


def stakes_of(
    entries: Iterable[Entry], stated: str | None = None, same: Mapping[str, str] | None = None
) -> Holdings:
    """Take the ownership, control and leading offices from the relations of entries.

    Other ties are left aside, and offices that do not lead (`is_head`). A party that the list names without
    an id gets one made of its name (``name:acme holding``), so that two mentions of it meet. `same` has, for
    an id that means the same party as another (in another list), the one to use for both. A relation without
    a source has its list as source, one of several datasets (``gb_fcdo, ua_war``) is said by each of them.
    `stated` is for relations that do not say when they were stated (the day on which the list was published).
    """
    stakes: dict[Stake, None] = {}
    controls: dict[Control, None] = {}
    names: dict[str, str] = {}
    further: dict[str, str] = {}
    for entry in entries:
        this = (same or {}).get(entry.id, entry.id)
        if entry.names:
            names.setdefault(this, entry.name)
        for relation in entry.relations:
            if (other := _other(relation, same or {})) is None:
                continue
            if relation.name:
                further.setdefault(other, relation.name)
            holder, asset = (other, this) if relation.inverse else (this, other)
            for source in _sources(relation.source or entry.list):
                if relation.kind == "ownership":
                    stakes[_stake(relation, holder, asset, source, stated)] = None
                elif relation.kind == "control" or (relation.kind == "directorship" and _leads(relation)):
                    controls[_control(relation, holder, asset, source, stated)] = None
    return Holdings(tuple(stakes), tuple(controls), further | names)


def _other(relation: Relation, same: Mapping[str, str]) -> str | None:
    name = " ".join((relation.name or "").split()).casefold()
    other = relation.to or (f"name:{name}" if name else None)
    return other and same.get(other, other)


def _sources(source: str) -> tuple[str, ...]:
    """Part the codes of datasets; the name of an authority, which may have a comma too, stays whole."""
    return tuple(source.split(", ")) if _DATASETS.fullmatch(source) else (source,)


def _leads(relation: Relation) -> bool:
    return is_head(relation.role) or is_head(relation.text)


def _stake(relation: Relation, owner: str, asset: str, source: str, stated: str | None) -> Stake:
    low, high = relation.share or (0.0, 100.0)
    if isnan(low) or isnan(high) or not 0 <= low <= high <= 100:
        # A list's slip ("510 %") tells that there is a share, not how large it is.
        low, high = 0.0, 100.0
    return Stake(
        owner,
        asset,
        float(low),
        float(high),
        source,
        relation.since,
        relation.until,
        relation.stated or stated,
        relation.text or relation.role,
    )


def _control(relation: Relation, holder: str, asset: str, source: str, stated: str | None) -> Control:
    return Control(
        holder,
        asset,
        "control" if relation.kind == "control" else "office",
        source,
        relation.since,
        relation.until,
        relation.stated or stated,
        relation.role,
        relation.text,
    )


def listed_on(
    entries: Iterable[Entry],
    rule: Rule,
    day: date,
    published: Mapping[str, str] | None = None,
    same: Mapping[str, str] | None = None,
) -> Listed:
    """Tell whose listing counts under a rule on a day: those that block, by one of the rule's regimes.

    A designation counts surely where its list says that it blocks and dates leave no doubt; perhaps where the
    list does not say whether it blocks, or a date is only partly known. One without a first day counts from
    the day on which its list was published (`published`, by the list's id), perhaps before it; where that is
    unknown too, it counts. `same` is as for `stakes_of`.
    """
    surely: set[str] = set()
    perhaps: dict[str, str] = {}
    for entry in entries:
        for designation in entry.designations:
            if designation.regime not in rule.regimes or designation.blocking is False:
                continue
            sure, possible = _in_force(designation, day.toordinal(), (published or {}).get(entry.list))
            party = (same or {}).get(entry.id, entry.id)
            if sure and designation.blocking:
                surely.add(party)
            elif possible:
                perhaps.setdefault(party, _doubt(designation, sure, entry.name if entry.names else party))
    return Listed(frozenset(surely), {id_: why for id_, why in perhaps.items() if id_ not in surely})


def _in_force(designation: Designation, day: int, published: str | None) -> tuple[bool, bool]:
    earliest, latest = days(designation.since)
    if designation.since is None and published is None:
        latest = earliest
    elif designation.since is None:
        latest = days(published)[1]
    first_end, last_end = days(designation.until)
    if designation.until is None:
        first_end = last_end
    return latest <= day < first_end, earliest <= day < last_end


def _doubt(designation: Designation, sure: bool, name: str) -> str:
    where = f"by {designation.authority}"
    if not sure:
        return f"whether the listing of {name} {where} was in force on that day"
    return f"whether the listing of {name} {where} freezes assets, which the list does not say"
