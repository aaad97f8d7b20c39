"""How claims look in answers: a claim with its report beside it, and with its place in a matter."""

from __future__ import annotations

from pydantic import BaseModel, Field

from sayso.reading.reading import Claim

__all__ = ["ClaimAnswer", "MatterClaimAnswer"]


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
