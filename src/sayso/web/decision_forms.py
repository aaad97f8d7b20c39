"""Forms by which somebody decides: what they hold in common, and where one goes after sending them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from sayso.errors import NotFoundError
from sayso.web.corrections import field
from sayso.web.deciding import person_of, plain_name
from sayso.web.desk import Desk
from sayso.web.paging import path_of
from sayso.web.views import render

__all__ = ["NOTES", "FormDep", "away", "here_now", "numbered", "shown", "signed", "within"]

_LAST = 2**53
_BACK = ("/review", "/reports", "/matters", "/search", "/parties")
_HEADERS = {"Cache-Control": "no-store"}  # a page holds the name of whoever looks

NOTES = {
    "accepted": "Accepted.",
    "rejected": "Rejected: the claim is left out of the report, of its matter and of exports.",
    "corrected": "Corrected.",
    "linked": "Linked.",
    "unlinked": "No longer linked.",
    "undone": "Taken back.",
    "joined": "Joined. Matters are weighed anew within moments.",
    "split": "Split off. Matters are weighed anew within moments.",
    "weighed": "Taken back. Matters are weighed anew within moments.",
    "named": "From now on decisions are kept with this name.",
}
"""What a page says after something was done, by the code in its address."""


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0)


FormDep = Annotated[FormData, Depends(_form)]


def shown(request: Request, desk: Desk, template: str, /, *, status: int = 200, **told: Any) -> Response:
    """Make a page with forms: it knows who decides, and says what was just done."""
    done = request.query_params.get("review", "")
    note = NOTES.get(request.query_params.get("note", "")) if status == 200 else None
    last = int(done) if note and done.isascii() and done.isdecimal() and len(done) < 16 else None
    told = {"problem": None, "who": person_of(request, desk), "note": note, "last": last, **told}
    response = render(request, desk, template, status=status, **told)
    response.headers.update(_HEADERS)
    return response


def signed(form: FormData, request: Request, desk: Desk) -> str:
    """Give who decides: the name in a form, else the one that is known. Raises UsageError for one that
    cannot be kept.
    """
    return plain_name(field(form, "who")) or person_of(request, desk)


def numbered(form: FormData, name: str) -> int:
    """Give a decision's number from a form. Raises NotFoundError where it is none."""
    words = field(form, name)
    if not (words.isascii() and words.isdecimal() and len(words) < 16 and 0 < int(words) < _LAST):
        raise NotFoundError(f"There is no decision {words[:40]!r}; /review/decisions lists them")
    return int(words)


def within(address: str) -> str:
    """Give an address of the desk's to go back to, '' instead of any other one."""
    plain = address.isascii() and address.isprintable() and "\\" not in address and address.startswith("/")
    if not plain or address.startswith("//"):
        return ""
    path = urlsplit(address).path
    return address if any(path == each or path.startswith(f"{each}/") for each in _BACK) else ""


def away(form: FormData, otherwise: str, note: str, made: int | None = None) -> Response:
    """Go to where a form came from, or another page, which then says what was done."""
    parts = urlsplit(within(field(form, "back")) or otherwise)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("note", "review")]
    told = [("note", note), *([("review", str(made))] if made is not None else [])]
    at = field(form, "at")
    fragment = at if at.replace("-", "").isalnum() and at.isascii() else parts.fragment
    address = f"{parts.path}?{urlencode([*kept, *told])}" + (f"#{fragment}" if fragment else "")
    return RedirectResponse(address, 303, headers=_HEADERS)


def here_now(request: Request) -> str:
    """Give the present address without what it says was done."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("note", "review") and value
    ]
    path = path_of(request.scope)
    return f"{path}?{urlencode(kept)}" if kept else path
