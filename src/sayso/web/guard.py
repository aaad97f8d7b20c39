"""What every request passes before anything is done for it, and what every answer carries.

Nothing here knows the ledger. A request must name this desk (against DNS rebinding), show the token where one
is set, come from the desk's own pages if a browser sends it to change something (against cross-site request
forgery), be small enough and not come too often. Answers carry a policy under which a browser runs no script
but the desk's own, whatever a report holds.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.web.options import Options
from sayso.web.problems import Problem, wants_page

__all__ = ["COOKIE", "HEADERS", "HEAVY", "POLICY", "Guard", "session_of"]

COOKIE = "sayso_session"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OPEN = ("/login", "/static/")
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
    "/login",
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
}
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
        self._heavy = Bucket(options.heavy_rate / 60, max(1, int(options.heavy_rate / 4)))

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
        if scope["path"].startswith(HEAVY) and (scope["method"] not in SAFE_METHODS or scope["query_string"]):
            self._heavy.take(client)
        if scope["method"] not in SAFE_METHODS:
            _same_origin(headers, host)
        if self._session is not None and not scope["path"].startswith(OPEN) and not self._known(headers):
            raise _unknown(scope, headers)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._options.max_bytes:
            raise _too_large(self._options.max_bytes)

    def _known(self, headers: Headers) -> bool:
        """Tell whether a request shows the token, or the cookie that was given for it."""
        assert self._options.token is not None
        assert self._session is not None
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return hmac.compare_digest(shown.strip().encode(), self._options.token.encode())
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            cookie = None
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self._session.encode())


def _unknown(scope: Scope, headers: Headers) -> Problem:
    if scope["method"] in SAFE_METHODS and wants_page(scope["path"], headers.get("accept", "")):
        asked = scope["path"] + (
            f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        )
        return Problem(
            303, "The desk asks for its token", headers={"Location": f"/login?next={quote(asked)}"}
        )
    return Problem(
        401,
        "The desk asks for its token: send it as `Authorization: Bearer TOKEN`, or log in at /login",
        headers={"WWW-Authenticate": "Bearer"},
    )


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
        if origin != "null" and urlsplit(origin).netloc.lower() == host.lower():
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
