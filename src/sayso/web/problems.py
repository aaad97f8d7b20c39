"""What went wrong, in one shape on every route: as JSON for programs, as a page for people.

    {"error": {"code": "not_found", "message": "There is no report 'x'; …", "details": []}}

`code` is stable and for programs; `message` says what to do next; `details` has what is wrong with each field
of a request (``where``, ``message``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from sayso.errors import (
    IngestError,
    LedgerBusyError,
    ListError,
    NotFoundError,
    SaysoError,
    UncataloguedError,
    UsageError,
)
from sayso.visible import safe
from sayso.web.paging import path_of

__all__ = ["CODES", "ErrorShape", "Problem", "as_json", "install", "responses", "wants_page"]

log = logging.getLogger("sayso.web")

_DETAILS = 50  # fields of a request of which it is said what is wrong with them
_SHOWN = 300  # characters of what somebody sent that are said again

CODES = {
    400: "bad_request",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    421: "wrong_host",
    422: "invalid",
    429: "too_many_requests",
    500: "failed",
    503: "busy",
    504: "timed_out",
}
"""The code that goes with each status."""


class Detail(BaseModel):
    """What is wrong with one field of a request."""

    where: str
    message: str


class Error(BaseModel):
    """What went wrong, and what to do next."""

    code: str
    message: str
    details: list[Detail] = []


class ErrorShape(BaseModel):
    """The shape of every answer that is no success."""

    error: Error


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe errors for the OpenAPI document; 400, 401, 422 and 429 can come everywhere."""
    told = sorted({400, 401, 422, 429, *statuses})
    return {each: {"model": ErrorShape, "description": HTTPStatus(each).phrase} for each in told}


class Problem(HTTPException):
    """An answer that is no success: a status, a message that says what to do next, headers.

    It is an HTTPException so that it passes through whatever FastAPI does while it reads a request.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        details: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, message, dict(headers or {}))
        self.message = message
        self.details = [dict(detail) for detail in details]

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.status_code

    @property
    def body(self) -> dict[str, Any]:
        """The error as JSON has it."""
        code = CODES.get(self.status, "failed" if self.status >= 500 else "bad_request")
        return {"error": {"code": code, "message": self.message, "details": self.details}}


def as_json(problem: Problem) -> Response:
    """Answer with a problem, for programs."""
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return JSONResponse(problem.body, problem.status, headers)


def wants_page(path: str, accept: str) -> bool:
    """Tell whether whoever asks is a person with a browser."""
    return not path.startswith("/api") and "json" not in accept


def install(
    app: FastAPI, as_page: Callable[[Request, Problem], Response], headers: Mapping[str, str]
) -> None:
    """Give every way in which a request can fail the one shape. `as_page` makes a page of a problem;
    `headers` are for what fails outside of all else that would set them.
    """

    def answer(request: Request, problem: Problem) -> Response:
        if wants_page(request.url.path, request.headers.get("accept", "")):
            return as_page(request, problem)
        return as_json(problem)

    @app.exception_handler(Problem)
    def _problem(request: Request, error: Problem) -> Response:
        return answer(request, error)

    @app.exception_handler(SaysoError)
    def _known(request: Request, error: SaysoError) -> Response:
        problem = of(error)
        if problem.status >= 500:
            log.error("%s %s: %s", *_asked(request), safe(str(error)))
        return answer(request, problem)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        words = {
            404: "There is no page {1}; the API is described at /api/docs",
            405: "{0} is not something that {1} takes",
        }
        message = words.get(error.status_code, "").format(*_asked(request)) or str(error.detail)
        return answer(request, Problem(error.status_code, message, headers=error.headers))

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        details = [
            {"where": ".".join(map(str, each["loc"]))[:_SHOWN], "message": str(each["msg"])[:_SHOWN]}
            for each in error.errors()[:_DETAILS]
        ]
        first = details[0] if details else {"where": "request", "message": "it cannot be read"}
        message = f"{first['where']}: {first['message']}; see /api/docs for what it takes"
        return answer(request, Problem(422, message, details=details))

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> Response:
        # The server logs the traceback; here is what was asked, without the query, which may hold names.
        log.error("%s %s failed: %s", *_asked(request), type(error).__name__)
        message = "Something went wrong that should not have; the server's log says what. Try again"
        return answer(request, Problem(500, message, headers=headers))


def _asked(request: Request) -> tuple[str, str]:
    """Give the method and the path of a request, fit to be printed; the query may hold names."""
    return safe(request.method)[:20], path_of(request.scope)[:_SHOWN]


def of(error: SaysoError) -> Problem:
    """Give the status of an error that sayso raises on purpose."""
    message = str(error)
    if isinstance(error, NotFoundError):
        return Problem(404, message)
    if isinstance(error, UsageError):
        return Problem(400, message)
    if isinstance(error, IngestError):
        return Problem(422, message)
    if isinstance(error, LedgerBusyError | UncataloguedError):
        return Problem(503, message, headers={"Retry-After": "2"})
    return Problem(409 if isinstance(error, ListError) else 500, message)
