"""The token asked for, once for each browser."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.web.desk import DeskDep
from sayso.web.guard import COOKIE, session_of
from sayso.web.views import render

router = APIRouter()


def _within(address: str) -> str:
    """Give an address of the desk to go on to; instead of any other one, home."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\", "/login", "/logout"))
    return address if inside and address.isprintable() and address.isascii() else "/"


@router.get("/login")
def ask(request: Request, desk: DeskDep, next: str = "/") -> Response:
    """Ask for the token."""
    if desk.options.token is None:
        return RedirectResponse("/", 303)
    return render(request, desk, "login.html", next=_within(next), wrong=False)


@router.post("/login")
def take(
    request: Request, desk: DeskDep, token: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
) -> Response:
    """Give the browser a cookie for the right token."""
    right = desk.options.token
    if right is None:
        return RedirectResponse("/", 303)
    if not hmac.compare_digest(token.encode("utf-8", "replace"), right.encode()):
        return render(request, desk, "login.html", status=401, next=_within(next), wrong=True)
    response = RedirectResponse(_within(next), 303)
    # Behind a server that speaks TLS only the browser can tell that it came by TLS: it says so in `Origin`.
    secure = request.headers.get("origin", "").startswith("https://")
    response.set_cookie(COOKIE, session_of(right), httponly=True, samesite="strict", secure=secure, path="/")
    return response


@router.get("/logout")
def leave() -> Response:
    """Take the cookie back. (A copy of it stays good until the desk is started with another token.)"""
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response
