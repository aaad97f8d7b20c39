"""What every request passes before anything is done for it, and what every answer carries.

Nothing here knows the ledger. A request must name this desk (against DNS rebinding), show the token where one
is set, come from the desk's own pages if a browser sends it to change something (against cross-site request
forgery), be small enough and not come too often. Answers carry a policy under which a browser runs no script
but the desk's own, whatever a report holds.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.options import Options
from sayso.web.paging import path_of, query_of
from sayso.web.problems import Problem, wants_page

__all__ = ["COOKIE", "HEADERS", "HEAVY", "POLICY", "Guard", "session_of"]

COOKIE = "sayso_session"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OPEN = re.compile(r"/login|/static/.*", re.DOTALL)
"""What is answered without a token: the page that asks for it, and the files it needs."""

HEAVY = (
    "/api/read",
    "/read",
    "/api/screen",
    "/api/match/",
    "/screen",
    "/api/exposure",
    "/exposure",
    "/api/relief",
    "/relief",
)
"""What sets a model or the lists to work; asked for less often."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""What every answer carries that does not say otherwise itself."""

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "")
_CLIENTS = 1024  # of which the last requests are remembered


def session_of(token: str) -> str:
    """Give what the browser's cookie holds for a token: it tells nothing of the token itself."""
    return hmac.new(token.encode(), b"sayso desk session", hashlib.sha256).hexdigest()


class Guard:
    """ASGI middleware around the whole application. `refuse(scope, problem)` gives the answer to a request
    that is refused.
    """

    def __init__(self, app: ASGIApp, options: Options, refuse: Callable[[Scope, Problem], ASGIApp]) -> None:
        self._app = app
        self._options = options
        self._refuse = refuse
        self._session = session_of(options.token) if options.token else None
        self._often = Bucket(options.rate, options.burst)
        self._heavy, self._tries = (
            Bucket(options.heavy_rate / 60, max(1, int(options.heavy_rate / 4))) for _ in range(2)
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application do it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        guarded = _with_headers(send)
        try:
            self._check(scope)
            await self._app(scope, _limited(receive, scope, self._options.max_bytes), guarded)
        except Problem as problem:
            await self._refuse(scope, problem)(scope, receive, guarded)

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._options.allows(host):
            raise Problem(
                421,
                "The desk is not served under this name; ask for it by its address, or start it with "
                "--allow-host NAME",
            )
        client = (scope.get("client") or ("", 0))[0]
        self._often.take(client)
        # Before the rest: what other sites send must not use up what the person at the desk may ask for.
        if scope["method"] in SAFE_METHODS:
            _no_part_of_another_page(headers)
        else:
            _same_origin(headers, host)
        if scope["path"].startswith(HEAVY) and (scope["method"] not in SAFE_METHODS or scope["query_string"]):
            self._heavy.take(client)
        if self._session is not None:
            self._ask_who(scope, headers, client)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 15 or int(length) > self._options.max_bytes:
            raise _too_large(self._options.max_bytes)

    def _ask_who(self, scope: Scope, headers: Headers, client: str) -> None:
        """Refuse who does not show the token; whoever guesses at it has few tries."""
        if scope["path"] == "/login" and scope["method"] not in SAFE_METHODS:
            self._tries.take(client)
        if OPEN.fullmatch(scope["path"]) or self._known(headers):
            return
        if "authorization" in headers:
            self._tries.take(client)
        raise _unknown(scope, headers)

    def _known(self, headers: Headers) -> bool:
        """Tell whether a request shows the token, or the cookie that was given for it."""
        assert self._options.token is not None
        assert self._session is not None
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return hmac.compare_digest(shown.strip().encode(), self._options.token.encode())
        # As browsers write cookies: those of other programs on this machine may hold anything.
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        return hmac.compare_digest(cookie.encode(), self._session.encode())


def _unknown(scope: Scope, headers: Headers) -> Problem:
    if scope["method"] in SAFE_METHODS and wants_page(scope["path"], headers.get("accept", "")):
        asked = path_of(scope) + (f"?{query_of(scope)}" if scope["query_string"] else "")
        return Problem(
            303, "The desk asks for its token", headers={"Location": f"/login?next={quote(asked)}"}
        )
    return Problem(
        401,
        "The desk asks for its token: send it as `Authorization: Bearer TOKEN`, or log in at /login",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _no_part_of_another_page(headers: Headers) -> None:
    """Refuse what another site's page loads as a part of itself: it could not read it, but could set the desk
    to work and measure how long that takes. To follow a link from elsewhere is allowed.
    """
    if headers.get("sec-fetch-site") not in ("cross-site", "same-site"):
        return
    if headers.get("sec-fetch-mode") != "navigate" or headers.get("sec-fetch-dest") != "document":
        raise Problem(403, "This was asked for by a page of another site; open the desk itself")


def _same_origin(headers: Headers, host: str) -> None:
    """Refuse what another site lets a browser send.

    Browsers say where a request comes from, and pages cannot lie about it: ``Sec-Fetch-Site`` (Fetch
    Metadata, in all browsers since 2023), before it ``Origin``. A program says neither; it may write with a
    token or as JSON, which no form of another site can send unasked.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site in ("same-origin", "none"):
            return
    elif (origin := headers.get("origin")) is not None:
        if origin.partition("://")[2].lower() == host.lower():
            return
    elif headers.get("authorization") or _kind(headers) not in _FORMS:
        return
    raise Problem(
        403,
        "This was sent from another site, and only the desk's own pages and programs that send JSON may "
        "change something; open the desk and do it there",
    )


def _kind(headers: Headers) -> str:
    """Give the media type of a request's body, '' where it has none."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


class Bucket:
    """A token bucket for each client: `rate` requests a second on average (0: any number), `burst` at once.

    Raises Problem (429) from `take` where there is none left.
    """

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> None:
        """Count one request of a client."""
        if not self._rate:
            return
        now = time.monotonic()
        left, at = self._left.pop(client, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        self._left[client] = (max(0.0, left - 1), now)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        if left < 1:
            wait = max(1, round((1 - left) / self._rate))
            raise Problem(
                429,
                f"Too many requests; wait {wait} s, or start the desk with a higher --rate",
                headers={"Retry-After": str(wait)},
            )


def _limited(receive: Receive, scope: Scope, most: int) -> Receive:
    """Read a body of at most so many bytes, also where its length was not said or was a lie."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _too_large(most)
        return message

    return limited


def _too_large(most: int) -> Problem:
    return Problem(413, f"That is more than {most:,} bytes; read large files with `sayso read` instead")


def _with_headers(send: Send) -> Send:
    async def guarded(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
