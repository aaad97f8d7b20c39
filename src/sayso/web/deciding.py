"""Decisions that are made on the desk: in whose name, and what is brought up to date after one."""

from __future__ import annotations

import logging
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import Response

from sayso.errors import SaysoError, UsageError
from sayso.ledger.reviews import LONGEST_NAME, LONGEST_NOTE
from sayso.visible import safe
from sayso.web.api.reports import weigh_later
from sayso.web.desk import Desk
from sayso.web.problems import Problem

__all__ = ["COOKIE", "known_person", "person_of", "plain_name", "plain_reason", "remember", "settle"]

log = logging.getLogger("sayso.web")

COOKIE = "sayso_who"
"""Where a browser keeps the name with which decisions are kept."""
AT_ONCE = 50
"""Readings that wait for the catalogue up to which it is brought up to date while somebody waits for the next
page: that takes about 1 ms for each. Where more wait, whoever reads them in has the catalogue made anyway.
"""
_YEAR = 365 * 24 * 3600


def person_of(request: Request, desk: Desk) -> str:
    """Tell who decides: whom the browser remembers, else the name with which the desk was started."""
    return known_person(request) or desk.options.person


def known_person(request: Request) -> str:
    """Give the name that the browser remembers, '' where it has none that can be used."""
    try:
        return plain_name(unquote(request.cookies.get(COOKIE, "")))
    except UsageError:
        return ""


def remember(response: Response, request: Request, who: str) -> None:
    """Have the browser keep a name, for a year; no script and no other site gets at it."""
    secure = request.headers.get("origin", "").startswith("https://")
    response.set_cookie(
        COOKIE, quote(who), max_age=_YEAR, httponly=True, samesite="strict", secure=secure, path="/"
    )


def plain_name(who: str) -> str:
    """Give a name as it is kept. Raises UsageError where it is too long, or holds what cannot be seen."""
    who = " ".join(who.split(" ")).strip()
    if len(who) > LONGEST_NAME:
        raise UsageError(f"The name of who decides has {len(who):,} characters; write at most {LONGEST_NAME}")
    if safe(who) != who:
        raise UsageError("The name of who decides holds characters that cannot be seen; leave them out")
    return who


def plain_reason(why: str) -> str:
    """Give a reason as it is kept. Raises UsageError as `plain_name` does."""
    why = why.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(why) > LONGEST_NOTE:
        raise UsageError(f"The reason has {len(why):,} characters; write at most {LONGEST_NOTE:,}")
    if safe(why, lines=True) != why.replace("\t", " "):
        raise UsageError("The reason holds characters that cannot be seen; leave them out")
    return why


def settle(desk: Desk) -> None:
    """Bring up to date what a decision changed: what is leafed through at once, so that the next page shows
    it; matters are weighed without anybody waiting for it.
    """
    desk.changed()
    try:
        state = desk.ledger.catalogue.state()
        if state.ready and state.pending <= AT_ONCE:
            desk.ledger.catalogue.bring_up_to_date(AT_ONCE)
    except SaysoError as error:  # somebody else writes; the desk's keeper comes to it
        log.info("The catalogue will have the decision later: %s", error)
    desk.changed()
    try:
        weigh_later(desk, None)
    except Problem as problem:  # the decision is kept, and the next weighing honours it
        log.warning("Matters are not weighed after a decision: %s", problem.message)
