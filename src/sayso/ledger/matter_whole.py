"""One matter whole: how it stands, who says so by which way, since when, in which words.

What it costs does not grow with the matter: the claims of one with thousands are not looked at one by one,
and of what there is most is counted where it cannot all be shown.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Row

from sayso.errors import NotFoundError
from sayso.ledger.matter_amounts import amounts
from sayso.ledger.matter_queries import claims_about, state_row
from sayso.ledger.matter_voices import Spoken, events_of, spoken
from sayso.ledger.records import StoredClaim
from sayso.ledger.schema import WEIGHINGS_SINCE
from sayso.ledger.standing_rows import standing_briefly
from sayso.ledger.transactions import version_of
from sayso.ledger.whole_records import Amount, OriginTold, Point, Route, WholeMatter, Words
from sayso.weigh.origins import group, side_of
from sayso.weigh.records import Count, Origin, Standing, Voice
from sayso.weigh.standing import COMPARED, in_words

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["ROUTED", "brief", "whole"]

_T = TypeVar("_T")

ROUTED = 100
"""Claims up to which every one of a matter is looked at: 15 ms on one core. Of a ledger of a million claims,
95 of 100 matters have fewer.
"""

WORDS = 4  # shown on each side, one for each origin
ROUTES = 5  # shown of each origin

_SIDES = {
    "for": ("affirmed", "alleged"),
    "against": ("denied", "doubted"),
}
_AGAINST = frozenset(_SIDES["against"])
_WEAK = frozenset({"alleged", "doubted"})
_STANCE = {"affirms": "affirmed", "alleges": "alleged", "denies": "denied", "doubts": "doubted"}
_STRENGTH = {
    "admitted": 4,
    "documented": 3,
    "affirmed": 2,
    "denied": 2,
    "alleged": 1,
    "doubted": 1,
    "foreseen": 0,
}


def whole(ledger: Ledger, ref: str) -> WholeMatter:
    """Give one matter whole, by its id or the beginning of it; instead of one of which nothing is left, that
    into which most of it went. Raises NotFoundError, and UsageError where several are meant.
    """
    with ledger.weighings.viewing() as view:
        connection = view.connection
        version = version_of(connection)
        if version < WEIGHINGS_SINCE:
            raise NotFoundError("Nothing is weighed in this ledger yet; run `sayso weigh`")
        row = state_row(connection, ref)
        matter = _Matter(row, *standing_briefly(row.standing))
        standing = brief(matter.standing, matter.pairs)
        few = standing.claims <= ROUTED
        said = spoken(connection, row.matter) if few else []
        heard = _heard(said)
        said_for, said_against = (_strongest(side, matter, heard) for side in ("for", "against"))
        numbers, more = amounts(matter.standing, matter.pairs)
        wanted = {each[2] for each in (*said_for, *said_against)} | {claim for _, claim in numbers}
        words = _words(connection, matter, wanted, said, version)
    return _told(matter, standing, heard, (said_for, said_against), (numbers, more), words, routed=few)


@dataclass(frozen=True, slots=True)
class _Matter:
    """A row of `matter_states`, its standing and pairs of numbers, as `standing_briefly` gives them."""

    row: Row[Any]
    standing: Mapping[str, Any]
    pairs: list[int]


def brief(record: Mapping[str, Any], pairs: Sequence[int] | None = None) -> Standing:
    """Give a standing without its counts and moves, as `in_words` needs it. Of numbers that disagree only the
    pairs that it looks at are put together, the others are counted.

    `record` is as `Standing.to_dict` gives it, or with `pairs` beside it as `standing_briefly` does.
    """
    if pairs is None:
        disputed = record.get("disputed", ())
        number, some = len(disputed), disputed[:COMPARED]
    else:
        number, counts = len(pairs) // 2, record["counts"]
        few = range(0, 2 * min(number, COMPARED), 2)
        some = [(counts[pairs[place]], counts[pairs[place + 1]]) for place in few]
    named = [tuple(_record(Count, each) for each in pair) for pair in some]
    origins = tuple(_record(Origin, each) for each in record.get("origins", ()))
    plain = (
        "first",
        "last",
        "event_first",
        "event_last",
        "evidence",
        "contested",
        "reports",
        "stories",
        "claims",
    )
    keys = ("affirmed", "alleged", "denied", "doubted", "foreseen", "aside")
    told: dict[str, Any] = {name: record[name] for name in plain if name in record}
    told |= {name: tuple(record.get(name, ())) for name in keys}
    return Standing(origins=origins, disputed=(*named, *((),) * (number - len(named))), **told)


def _record(kind: Callable[..., _T], record: Mapping[str, Any]) -> _T:
    return kind(**{name: tuple(it) if isinstance(it, list) else it for name, it in record.items()})


# ---- who is heard ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heard:
    """A claim as an origin makes it, by its key."""

    spoken: Spoken
    voice: Voice
    origin: str

    @property
    def stance(self) -> str:
        return _STANCE.get(self.voice.stance, "foreseen")


def _heard(said: Iterable[Spoken]) -> list[_Heard]:
    """Tell the origins of claims as the standing has them."""
    each_voice = [(each, voice) for each in said for voice in each.voices]
    origin = group(voice for _, voice in each_voice).origin
    return [_Heard(each, voice, origin[voice]) for each, voice in each_voice]


def _routes(heard: Sequence[_Heard], origin: Origin) -> list[Route]:
    """Give the ways by which an origin's word comes, most claims first."""
    ways: defaultdict[tuple[tuple[str, ...], str | None], list[_Heard]] = defaultdict(list)
    for each in heard:
        ways[_way(each.voice, origin)].append(each)
    found = []
    for (via, named), its in ways.items():
        first = min(its, key=_by_day)
        found.append(
            Route(
                via=via,
                named=named,
                outlets=tuple(sorted({each.voice.outlet for each in its if each.voice.outlet})),
                claims=len({each.spoken.row for each in its if not each.voice.copied}) or 1,
                copies=len({each.spoken.report for each in its if each.voice.copied}),
                report_id=first.spoken.report,
                number=first.spoken.number,
            )
        )
    return sorted(found, key=lambda way: (-way.claims, len(way.via), way.via, way.named or ""))


def _way(voice: Voice, origin: Origin) -> tuple[tuple[str, ...], str | None]:
    """Give those through whom a word comes, and the name under which the report has its origin, where that is
    another one. An outlet that passes on an origin's word without naming it is on the way.
    """
    if voice.own:
        return (), None
    *links, last = voice.chain
    named = last.name if _plain(last.name) != _plain(origin.name) else None
    if named is not None and last.kind == "outlet":
        links, named = [*links, last], None
    apart = {origin.name, named, voice.outlet}
    return tuple(dict.fromkeys(link.name for link in links if link.name not in apart)), named


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _by_day(each: _Heard) -> tuple[bool, bool, str, str, int]:
    day = each.voice.published
    return each.voice.copied, day is None, day or "", each.spoken.report, each.spoken.number


# ---- when --------------------------------------------------------------------------------------------------


def _points(heard: Iterable[_Heard], matter: _Matter) -> list[Point]:
    """Tell on which days who took which stance: from the claims, or from the moves where these were not
    looked at.
    """
    names = {each["key"]: each["name"] for each in matter.standing.get("origins", ())}
    moves = {(each["origin"], each["on"]): each for each in matter.standing.get("moves", ())}
    days: defaultdict[tuple[str, str, str], list[_Heard]] = defaultdict(list)
    for each in _once(heard):
        if each.voice.published:
            days[each.voice.published[:10], each.origin, each.stance].append(each)
    found = []
    for (day, origin, stance), its in days.items():
        move = moves.get((origin, day))
        after = move["after"] if move else stance
        moved = move is not None and (after == stance or (stance == "affirmed" and _STRENGTH[after] > 2))
        first = min(its, key=_by_day).spoken
        found.append(
            Point(
                day=day,
                origin=origin,
                name=names.get(origin, origin),
                stance=after if moved else stance,
                before=move["before"] if move and moved else None,
                claims=len({each.spoken.row for each in its}),
                report_id=first.report,
                number=first.number,
            )
        )
    if not found:
        found = [
            Point(each["on"][:10], each["origin"], each["name"], each["after"], each["before"], 1)
            for each in moves.values()
            if each["on"]
        ]
    return sorted(found, key=lambda point: (point.day, point.name, -_STRENGTH[point.stance], point.stance))


def _once(heard: Iterable[_Heard]) -> list[_Heard]:
    """Leave out copies of what is said elsewhere; where the lead is not at hand, its first copy stays."""
    its = sorted(heard, key=_by_day)
    plain = {(each.origin, each.voice.stance) for each in its if not each.voice.copied}
    found = []
    for each in its:
        if not each.voice.copied:
            found.append(each)
        elif (each.origin, each.voice.stance) not in plain:
            plain.add((each.origin, each.voice.stance))
            found.append(each)
    return found


# ---- the strongest words -----------------------------------------------------------------------------------

_Strong = tuple[str, str, str, str]
"""An origin's key, its stance, the id of a claim and that of its report ("" where that is not known)."""


def _strongest(side: str, matter: _Matter, heard: Sequence[_Heard]) -> list[_Strong]:
    """Give the strongest claim of each origin that is for or against a matter: those first who say it without
    reserve, then those who say it most often.
    """
    standing = matter.standing
    often = {
        each["key"]: sum(
            number for stance, number in each.get("stances", {}).items() if side_of(stance) == side
        )
        for each in standing.get("origins", ())
    }
    moved = {
        move["claim"]: move["after"] for move in standing.get("moves", ()) if move["after"] not in _AGAINST
    }
    best: dict[str, tuple[tuple[Any, ...], _Strong]] = {}
    for each in heard:
        if side_of(each.voice.stance) == side:
            voice = each.voice
            stance = moved.get(each.spoken.id, each.stance) if side == "for" else each.stance
            weaker = (
                voice.copied,
                -_STRENGTH[stance],
                voice.opinion,
                voice.headline,
                -(voice.confidence or 0),
            )
            _keep(
                best,
                each.origin,
                (*weaker, voice.published or "~"),
                (each.origin, stance, each.spoken.id, each.spoken.report),
            )
    if not heard:
        stances = {*_SIDES[side], *(("documented", "admitted") if side == "for" else ())}
        for move in standing.get("moves", ()):
            if move["after"] in stances:
                first: tuple[Any, ...] = (-_STRENGTH[move["after"]], move["on"] or "~")
                _keep(best, move["origin"], first, (move["origin"], move["after"], move["claim"], ""))
    ranked = sorted(
        (strong for _, strong in best.values()),
        key=lambda strong: (
            strong[0] in standing.get("aside", ()),
            strong[1] in _WEAK,
            -often.get(strong[0], 0),
            -_STRENGTH[strong[1]],
            strong,
        ),
    )
    return ranked[:WORDS]


def _keep(best: dict[str, tuple[Any, _Strong]], origin: str, rank: tuple[Any, ...], strong: _Strong) -> None:
    if origin not in best or rank < best[origin][0]:
        best[origin] = rank, strong


# ---- words -------------------------------------------------------------------------------------------------


_Words = dict[tuple[str, str], StoredClaim]
"""Claims by their report's id and their own, and, with "" for the report, by their own alone."""


def _words(
    connection: Connection, matter: _Matter, ids: set[str], said: Sequence[Spoken], version: int
) -> _Words:
    """Load claims by their ids."""
    if said:
        about = sorted({each.event_row for each in said if each.id in ids})
    else:
        days = {
            move["on"][:10]
            for move in matter.standing.get("moves", ())
            if move["claim"] in ids and move["on"]
        }
        about = events_of(connection, matter.row.matter, ids, days, matter.standing.get("claims", 0))
    found: _Words = {}
    for _, claim in claims_about(connection, about, version) if about else ():
        if claim.claim.id in ids:
            found[claim.report_id, claim.claim.id] = claim
            found.setdefault(("", claim.claim.id), claim)
    return found


# ---- all of it ---------------------------------------------------------------------------------------------


def _told(
    matter: _Matter,
    standing: Standing,
    heard: Sequence[_Heard],
    sides: tuple[list[_Strong], list[_Strong]],
    numbers: tuple[list[tuple[Amount, str]], int],
    words: _Words,
    *,
    routed: bool,
) -> WholeMatter:
    row = matter.row
    names = {origin.key: origin.name for origin in standing.origins}
    said, denied = (
        tuple(
            Words(words[report, claim], origin, names.get(origin, origin), stance)
            for origin, stance, claim, report in side
            if (report, claim) in words
        )
        for side in sides
    )
    counts = {
        side: len({key for name in its for key in getattr(standing, name)}) for side, its in _SIDES.items()
    }
    return WholeMatter(
        matter=row.matter,
        type=row.type,
        title=row.title,
        actors=tuple(json.loads(row.actors)),
        recipients=tuple(json.loads(row.recipients)),
        in_words=in_words(standing),
        first=row.first,
        last=row.last,
        event_first=row.event_first,
        event_last=row.event_last,
        contested=row.contested,
        retired=row.retired,
        evidence=standing.evidence,
        independent=len(standing.independent),
        reports=standing.reports,
        stories=standing.stories,
        claims=standing.claims,
        routed=routed,
        weighing=row.weighing_id,
        origins=tuple(_origins(standing, heard)),
        points=tuple(_points(heard, matter)),
        undated=len({each.spoken.row for each in heard if not each.voice.published}),
        said=said,
        more_said=counts["for"] - len(said),
        denied=denied,
        more_denied=counts["against"] - len(denied),
        amounts=tuple(_placed(amount, words.get(("", claim))) for amount, claim in numbers[0]),
        more_amounts=numbers[1],
        sides={
            name: len(getattr(standing, name)) for name in (*_SIDES["for"], *_SIDES["against"], "foreseen")
        },
    )


def _placed(amount: Amount, claim: StoredClaim | None) -> Amount:
    if claim is None:
        return amount
    return replace(amount, report_id=claim.report_id, number=claim.number, sentence=claim.sentence)


def _origins(standing: Standing, heard: Iterable[_Heard]) -> list[OriginTold]:
    by_origin: defaultdict[str, list[_Heard]] = defaultdict(list)
    for each in heard:
        by_origin[each.origin].append(each)
    counting = {origin.key for origin in standing.independent}
    found = []
    for origin in standing.origins:
        routes = _routes(by_origin[origin.key], origin)
        found.append(
            OriginTold(
                key=origin.key,
                name=origin.name,
                kind=origin.kind,
                country=origin.country,
                control=origin.control,
                involved=origin.involved,
                independent=origin.key in counting,
                opinion=origin.key in standing.aside,
                names=origin.names,
                merged=origin.merged,
                stances=dict(origin.stances),
                claims=sum(origin.stances.values()),
                first=origin.first,
                last=origin.last,
                outlets=origin.outlets,
                routes=tuple(routes[:ROUTES]),
                more_routes=max(len(routes) - ROUTES, 0),
            )
        )
    return sorted(found, key=lambda each: (-each.claims, each.name, each.key))
