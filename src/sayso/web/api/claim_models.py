"""How claims look in answers: a claim with its report beside it, and with its place in a matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from sayso.ledger.catalogue.records import CataloguedClaim, Page
from sayso.ledger.matter_records import MatterClaim
from sayso.reading.reading import Claim
from sayso.web.formats import listing

__all__ = ["ClaimAnswer", "MatterClaimAnswer", "claims_listing", "in_a_row"]


class _ClaimInReport(BaseModel):
    """A claim and the report that it stands in."""

    report_id: str
    outlet: str | None
    title: str | None
    published: str | None
    path: str | None
    url: str | None
    number: int = Field(description="The claim's number within the report, from 1.")
    claim: Claim
    sentence: str = Field(description="The exact words of the sentence.")
    trigger: str = Field(description="The words that tell of the event.")
    cue: str | None = Field(description="The words that tie the last speaker to what is said.")


class ClaimAnswer(_ClaimInReport):
    """A claim with its report, the id of its matter (null: not weighed yet), and what reviews came to
    (null: nobody has looked at it).
    """

    matter: str | None
    review: str | None


class MatterClaimAnswer(_ClaimInReport):
    """A claim on a matter with its report. `event` is the key of its event mention, `score` how sure it is
    that this belongs to the matter (0 to 1), `why` the reason, `like` the key of the event that it was likest
    to; `story` is the id of the lead report where the report is a copy.
    """

    event: str
    score: float
    why: str
    like: str | None
    story: str | None


def claims_listing(request: Request, page: Page[CataloguedClaim] | Page[MatterClaim]) -> Response:
    """Answer with a page of claims."""
    rows = [each.to_dict() for each in page.rows]
    return listing(request, rows, next=page.next, total=page.total, in_a_row=in_a_row)


def in_a_row(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Put a claim into one row for a spreadsheet, in columns that people read: who did what to whom, who says
    so and through whom, the exact words, how sure the reading is, and where it stands.
    """
    claim = answer["claim"]
    event, sources = claim["event"], claim["sources"]
    sure = [value for value in claim["confidence"].values() if value is not None]
    return {
        "published": answer["published"],
        "outlet": answer["outlet"],
        "title": answer["title"],
        "who": _named(event["actors"]),
        "type": event["type"],
        "what": "; ".join(thing["text"] for thing in event["objects"]),
        "to_whom": _named(event["recipients"]),
        "stance": claim["stance"],
        "speaker": _named(sources[-1:]),
        "via": _named(sources[:-1]),
        "words": answer["sentence"],
        "sureness": min(sure) if sure else None,
        "opinion": claim["opinion"],
        "matter": answer.get("matter"),
        "report": answer["report_id"],
        "number": answer["number"],
        "url": answer["url"],
        "claim": claim["id"],
    }


def _named(parts: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(part["name"] or part["text"] for part in parts)
