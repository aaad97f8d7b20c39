"""Lists and screening: what is in lists, who could be meant by a name, exposure, what relief would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from sayso.errors import ListError, UsageError
from sayso.lists.listing import ENTRY_KINDS, Entry
from sayso.lists.ownership.doubts import percent
from sayso.lists.subjects import KINDS
from sayso.web import listed
from sayso.web.api.exposure_models import AskedRelief, ExposureQuery, ReliefQuery
from sayso.web.api.list_models import AskedScreen, EntriesQuery, ScreenQuery
from sayso.web.desk import Desk, DeskDep
from sayso.web.formats import answer
from sayso.web.paging import Paging, PagingDep, path_of, query_of
from sayso.web.views import render, segment

__all__ = ["entry_address", "router"]

router = APIRouter()

MOST = 20
"""Near parties, changes and claims that a page shows; the JSON has all."""
FEW = 10
"""Matched parties on the page of all lists."""

FEATURES = {
    "wrong": "letters that differ in words set beside each other",
    "both": "words left over on both sides, which contradict each other",
    "both_personal": "the same, in the names of people",
    "extra": "words that only one name has",
    "close": "few letters differ between the names as a whole",
    "alone": "only one word agrees, and one name has more",
    "second": "a second word agrees",
    "third": "a third word agrees",
    "numbers": "other numbers",
    "trade": "other words of trade",
    "forms": "other legal forms",
    "reversed": "father and son have changed places",
    "characters": "other characters in a script where each is a syllable",
}
"""The features of two names (`sayso.lists.names.compare.features`) in words."""


def entry_address(entry: str) -> str:
    """Give the address of the page of a list's entry, by its id."""
    of, _, number = entry.partition(":")
    return f"/lists/{segment(of)}/{segment(number)}"


def _page(request: Request, desk: Desk, template: str, tell: Callable[[], Mapping[str, Any]]) -> Response:
    """Make a page about lists, unless the browser has it already."""
    query = query_of(request.scope)
    twin = f"/api{path_of(request.scope)}" + (f"?{query}" if query else "")

    def made() -> Response:
        common = {"used": desk.ledger.lists.current(), "entry_address": entry_address, "most": MOST}
        told = {"twin": twin, **common, **tell()}
        # What makes no sense is said beside the form, with all that was typed.
        return render(request, desk, template, status=400 if told.get("problem_words") else 200, **told)

    return answer(request, desk.answers, listed.stamp(desk), made, waits=True)


# ---- lists -------------------------------------------------------------------------------------------------


@router.get("/lists")
def lists(request: Request, desk: DeskDep, all: Annotated[bool, Query()] = False) -> Response:
    """Show the lists in use, a box to look a name up, and the parties of the ledger that are on them."""

    def told() -> dict[str, Any]:
        links, more = listed.matched(desk.ledger, Paging(None, FEW))
        return {
            "rows": listed.lists(desk.ledger, everything=all),
            "everything": all,
            "matched": links,
            "more": more,
            "screened": desk.ledger.screenings.latest(),
            "asked": AskedScreen.model_validate({}),
            "kinds": KINDS,
        }

    return _page(request, desk, "lists.html", told)


@router.get("/lists/{list}")
def entries(list: str, request: Request, desk: DeskDep, query: EntriesQuery, paging: PagingDep) -> Response:
    """Leaf through a list."""

    def told() -> dict[str, Any]:
        found = listed.entries(desk.ledger, list, query, paging)
        versions = desk.ledger.lists.versions(found["version"].list)
        return {
            **{name: found[name] for name in ("rows", "next", "total")},
            "of": found["version"],
            "versions": versions,
            "asked": query,
            "kinds": ENTRY_KINDS,
        }

    return _page(request, desk, "entries.html", told)


@router.get("/lists/{list}/{entry:path}")
def entry(list: str, entry: str, request: Request, desk: DeskDep) -> Response:
    """Show an entry whole."""

    def told() -> dict[str, Any]:
        found = listed.entry(desk.ledger, list, entry)
        return {
            **{name: found[name] for name in ("entry", "listed", "ties", "matched")},
            "stands_in": found["version"],
            "facts": [*_facts(found["entry"])],
            "label": list if "@" in list else None,
        }

    return _page(request, desk, "entry.html", told)


def _facts(its: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what is known of an entry beside names, listings and ties."""
    numbers = (
        " ".join(
            part
            for part in (
                each.label or each.kind,
                each.value,
                f"({each.country})" if each.country else "",
                each.note or "",
            )
            if part
        )
        for each in its.identifiers
    )
    for name, values in (
        ("born", its.births),
        ("born in", its.birth_places),
        ("died", its.deaths),
        ("gender", (its.gender,) if its.gender else ()),
        ("countries", its.countries),
        ("nationality", its.nationalities),
        ("positions", its.positions),
        ("numbers", tuple(numbers)),
        ("addresses", tuple(each.text for each in its.addresses)),
        ("details", tuple(f"{label}: {value}" for label, value in its.details)),
        ("remarks", (its.remarks,) if its.remarks else ()),
    ):
        if values:
            yield name, values


@router.get("/screened")
def screened(request: Request, desk: DeskDep, paging: PagingDep) -> Response:
    """Show the parties of the ledger that were matched with entries."""

    def told() -> dict[str, Any]:
        links, further = listed.matched(desk.ledger, paging)
        return {"matched": links, "next": further}

    return _page(request, desk, "screened.html", told)


# ---- screening ---------------------------------------------------------------------------------------------


@router.get("/screen")
def screen(request: Request, desk: DeskDep, query: ScreenQuery) -> Response:
    """Look a name up: who could be meant, side by side with what speaks for and against it."""

    def told() -> dict[str, Any]:
        common = {
            "asked": query,
            "kinds": KINDS,
            "features": FEATURES,
            "hits": None,
            "problem_words": None,
        }
        if not desk.ledger.lists.current() or not (query.name or query.number):
            return {**common, "twin": None}
        try:
            hits = [_shown(desk, query, hit) for hit in listed.screened(desk, query)]
        except UsageError as error:
            return {**common, "problem_words": str(error)}
        return {
            **common,
            "hits": hits,
            "matches": [hit for hit in hits if hit["match"]],
            "misses": [hit for hit in hits if not hit["match"]],
            "looked_in": listed.checked(desk.ledger, query.lists)
            or [version.label for version in desk.ledger.lists.current()],
        }

    return _page(request, desk, "screen.html", told)


def _shown(desk: Desk, query: AskedScreen, hit: dict[str, Any]) -> dict[str, Any]:
    """Put a hit beside what was asked."""
    its = desk.ledger.lists.entry(hit["id"], hit["version"])
    row = listed.entry_row(its)
    (best,) = hit["properties"]["name"]
    return {
        **hit,
        "address": entry_address(hit["id"]),
        "regimes": row["regimes"],
        "since": row["since"],
        "rows": list(_compared(query, hit, its)),
        "other_names": [name for name in its.names if name.text not in (best, hit["caption"])],
    }


def _compared(query: AskedScreen, hit: dict[str, Any], its: Entry) -> Iterator[dict[str, Any]]:
    """Give what was compared: what was asked, what is listed, and what that adds to the score."""
    explained = dict(hit["explanations"])

    def row(what: str, key: str, asked: str, there: str, detail: str = "") -> dict[str, Any]:
        its_say = explained.pop(key, None)
        return {
            "what": what,
            "asked": asked,
            "listed": there,
            "adds": None if its_say is None else its_say["score"],
            "detail": detail,
        }

    comparison = hit["comparison"]
    (best,) = hit["properties"]["name"]
    yield row("name", "name", comparison["asked"] if comparison else "", best)
    yield row("kind", "kind", query.kind or "", its.kind)
    if query.born or its.births:
        yield row("born", "birth_date", ", ".join(query.born), ", ".join(its.births))
    if query.country or its.countries:
        yield row("countries", "country", ", ".join(query.country), ", ".join(its.countries))
    if query.gender or its.gender:
        yield row("gender", "gender", query.gender or "", its.gender or "")
    numbers = [each.value for each in its.identifiers]
    if query.number or numbers:
        yield row("numbers", "identifier", ", ".join(query.number), ", ".join(numbers[:8]))
    for key, told in list(explained.items()):
        yield row(key.replace("_", " "), key, "", "", told["detail"])


# ---- exposure and relief -----------------------------------------------------------------------------------


@router.get("/exposure")
def exposure(request: Request, desk: DeskDep, query: ExposureQuery) -> Response:
    """Show how a party is tied to sanctions."""

    def told() -> dict[str, Any]:
        common = {
            "asked": query,
            "told": None,
            "problem_words": None,
            "share_words": _share_words,
            "asked_day": query.as_of,
        }
        if not desk.ledger.lists.current() or not query.party:
            return {**common, "twin": None}
        try:
            found = listed.exposed(desk, query)
        except (ListError, UsageError) as error:
            return {**common, "problem_words": str(error)}
        if (its := found["exposure"]) is not None:
            found["exposure"] = {
                **its,
                **{name: _whole(its[name]) for name in ("listings", "former")},
                "ownership": list(_by_other_rules(its["ownership"])),
                "claims": list(_once(its["claims"])),
            }
        return {**common, "told": found}

    return _page(request, desk, "exposure.html", told)


def _whole(listings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give listings with what their JSON leaves out."""
    none = dict.fromkeys(("programme", "blocking", "since", "until", "reasons"))
    return [{**none, **each} for each in listings]


def _by_other_rules(outcomes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the outcome of each rule; where an earlier one came to it by the same holdings, only that is said
    (``like``, its title).
    """
    seen: list[dict[str, Any]] = []
    for each in outcomes:
        earlier = next((one for one in seen if one["witness"] and one["witness"] == each["witness"]), None)
        seen.append(each)
        same_open = earlier is not None and earlier["needed"] == each["needed"]
        yield {
            **each,
            "like": earlier["title"] if earlier else None,
            "witness": [] if earlier else each["witness"],
            "needed": [] if same_open else each["needed"],
        }


def _once(claims: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the claims of each sentence once: several may be made in it."""
    seen = set()
    for each in claims:
        place = each["report_id"], each["sentence"]
        if place not in seen:
            seen.add(place)
            yield each


def _share_words(share: Mapping[str, Any]) -> str:
    return percent(share["low"], share["high"])


@router.get("/relief")
def relief(request: Request, desk: DeskDep, query: ReliefQuery) -> Response:
    """Show what would change without a party's listings, or some of them."""

    def told() -> dict[str, Any]:
        common = {
            "asked": query,
            "problem_words": None,
            "chosen_regimes": {each.upper() for each in query.regime},
        }
        if not desk.ledger.lists.current() or not query.party:
            return {**common, "told": None, "twin": None}
        try:
            found, problem = _relieved(desk, query)
        except (ListError, UsageError) as error:
            return {**common, "told": None, "problem_words": str(error)}
        listings = found["listings"]
        if (its := found["relief"]) is not None:
            found["relief"] = {
                **its,
                **{name: _whole(its[name]) for name in ("lifted", "remaining")},
                "claims": list(_once(its["claims"])),
            }
        return {
            **common,
            "told": found,
            "problem_words": problem,
            "day": query.as_of or "this day",
            "regimes": list(dict.fromkeys(each["regime"] for each in listings)),
            "its_lists": list(dict.fromkeys(each["entry"].partition(":")[0] for each in listings)),
        }

    return _page(request, desk, "relief.html", told)


def _relieved(desk: Desk, query: AskedRelief) -> tuple[dict[str, Any], str | None]:
    """Ask what would change; where the party has none of the listings chosen, say so beside those it has."""
    try:
        return listed.relieved(desk, query), None
    except ListError as error:
        if not query.lists and not query.regime:
            raise
        whole = query.model_copy(update={"lists": [], "regime": []})
        return {**listed.relieved(desk, whole), "relief": None}, str(error)
