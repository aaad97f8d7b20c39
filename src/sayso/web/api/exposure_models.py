"""What is asked of exposure and relief and what is answered, as the OpenAPI document describes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from sayso.lists.subjects import MOST_CHARACTERS
from sayso.web.api.list_models import Words
from sayso.web.asked import Asked

__all__ = [
    "AskedExposure",
    "AskedRelief",
    "ExposureAnswer",
    "ExposureOfQuery",
    "ExposureQuery",
    "ReliefAnswer",
    "ReliefOfQuery",
    "ReliefQuery",
]

_REF = "The id of a list's entry (un-sc:CDi.001), the id of a party of the ledger, or a name."
_DAY = "The day that is asked for (2025-03-31); today where none is given."


class AskedExposure(Asked):
    """Whose exposure, on which day."""

    party: str | None = Field(None, max_length=MOST_CHARACTERS, description=_REF)
    as_of: date | None = Field(None, description=_DAY)
    lists: list[Words] = Field([], alias="list", max_length=50, description="Look in these lists only.")
    hops: int = Field(3, ge=0, le=6, description="How many ties away listed parties are looked for.")
    apart: bool = Field(False, description="Take every entry alone, even if several lists mean one party.")


class ExposureOf(AskedExposure):
    """Whose exposure, on which day; somebody has to be named."""

    party: str = Field(min_length=1, max_length=MOST_CHARACTERS, description=_REF)


ExposureQuery = Annotated[AskedExposure, Query()]
ExposureOfQuery = Annotated[ExposureOf, Query()]


class AskedRelief(Asked):
    """Whose listings are lifted for the question, on which day."""

    party: str | None = Field(None, max_length=MOST_CHARACTERS, description=_REF)
    as_of: date | None = Field(None, description=_DAY)
    lists: list[Words] = Field(
        [], alias="list", max_length=50, description="Lift the listings on these only."
    )
    regime: list[Words] = Field(
        [], max_length=50, description="Lift those of these regimes only: US, EU, UN …"
    )
    apart: bool = Field(False, description="Take every entry alone, even if several lists mean one party.")


class ReliefOf(AskedRelief):
    """Whose listings are lifted for the question, on which day; somebody has to be named."""

    party: str = Field(min_length=1, max_length=MOST_CHARACTERS, description=_REF)


ReliefQuery = Annotated[AskedRelief, Query()]
ReliefOfQuery = Annotated[ReliefOf, Query()]


class Candidate(BaseModel):
    """A party that could be meant by a name."""

    party: str
    name: str
    score: float
    why: str


class ListingTold(BaseModel):
    """That an entry is listed, and how that stands on the day; further fields are those of a designation."""

    model_config = ConfigDict(extra="allow")

    entry: str
    version: str
    standing: Literal["in force", "perhaps", "former", "later"]
    regime: str
    authority: str
    programme: str | None = None
    blocking: bool | None = Field(None, description="Whether assets are frozen; null where nobody says.")
    since: str | None = None
    until: str | None = None


class ShareTold(BaseModel):
    """What a source's words on the owners come to, in percent."""

    source: str
    low: float
    high: float
    verdict: str


class StepTold(BaseModel):
    """One holding on the way to an answer."""

    model_config = ConfigDict(extra="allow")

    owner: str
    asset: str
    kind: str
    sentence: str


class OwnershipTold(BaseModel):
    """What a rule of ownership makes of a party."""

    model_config = ConfigDict(extra="allow")

    rule: str
    title: str
    measure: str
    regimes: list[str]
    rule_source: str
    status: Literal["listed", "blocked", "possibly blocked", "not blocked"]
    shares: list[ShareTold]
    witness: list[StepTold]
    needed: list[str] = Field(description="What would have to be known for certainty.")
    notes: list[str]


class NearTold(BaseModel):
    """A listed party near to this one, with the shortest way to it."""

    party: str
    name: str
    listed_by: list[str]
    hops: int
    path: list[dict[str, Any]]


class ExposureTold(BaseModel):
    """What ties a party to sanctions on a day."""

    party: str
    name: str
    kind: str | None
    day: str
    versions: list[str]
    entries: list[str]
    same: list[dict[str, Any]] = Field(description="Why several entries are taken for one party.")
    listings: list[ListingTold]
    former: list[ListingTold]
    ownership: list[OwnershipTold]
    near: list[NearTold]
    hubs: list[str]
    claims: list[dict[str, Any]] = Field(description="Claims of the ledger in which it meets one of them.")


class _Meant(BaseModel):
    asked: str
    candidates: list[Candidate] = Field(description="Who could be meant by a name, the likeliest first.")
    notes: list[str] = Field(description="What should be borne in mind.")


class ExposureAnswer(_Meant):
    """How a party is tied to sanctions; `exposure` is null where nobody or several are meant."""

    exposure: ExposureTold | None


class DropTold(BaseModel):
    """A party whose status changes, and what else reaches it."""

    party: str
    name: str
    before: str
    after: str
    otherwise: list[str]


class RuleReliefTold(BaseModel):
    """What lifting changes under one rule."""

    rule: str
    title: str
    before: str
    after: str
    after_why: dict[str, Any]
    drops: list[DropTold]
    stays: list[dict[str, Any]]


class ReliefTold(BaseModel):
    """What would change without some listings of a party."""

    party: str
    name: str
    day: str
    versions: list[str]
    it_is: str
    it_is_not: str
    entries: list[str]
    lifted: list[ListingTold]
    remaining: list[ListingTold]
    rules: list[RuleReliefTold]
    tied: list[dict[str, Any]]
    claims: list[dict[str, Any]]


class PartyMeant(BaseModel):
    """The party that is meant."""

    party: str
    name: str
    kind: str | None


class ReliefAnswer(_Meant):
    """What would change; `relief` is null where nobody or several are meant, or the party is not listed."""

    party: PartyMeant | None
    listings: list[ListingTold] = Field(description="All listings that the party has on the day.")
    relief: ReliefTold | None
