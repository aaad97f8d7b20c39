"""What can be asked of claims and matters in an address: the same words on pages and in the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from sayso.ledger.catalogue.records import ClaimsAsked, MattersAsked

__all__ = ["Asked", "AskedClaims", "AskedMatters", "ClaimsQuery", "MattersQuery"]

_NAME = 400  # characters: longer ones are no name
_DAY = "A year, month or day: 2023, 2023-08, 2023-08-21."


class Asked(BaseModel):
    """A question in an address. Empty fields of a form ask for nothing in particular."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        if isinstance(value, list):
            return [each for each in value if each != ""]
        return None if value == "" else value


class AskedClaims(Asked):
    """A question about claims; what is left out asks for nothing in particular."""

    words: str | None = Field(
        None, max_length=_NAME, description='Words that all occur in the sentence; "in quotes", prefix*.'
    )
    type: list[str] = Field([], max_length=16, description="Types of event, as AID or assault.")
    stance: list[str] = Field([], max_length=8, description="Stances of the last speaker, as denies.")
    party: str | None = Field(
        None, max_length=_NAME, description="A party with any part in it; by any name or id."
    )
    other: str | None = Field(None, max_length=_NAME, description="With `party`: who is on the other side.")
    actor: str | None = Field(None, max_length=_NAME, description="Who does it.")
    recipient: str | None = Field(None, max_length=_NAME, description="To whom it is done.")
    source: str | None = Field(None, max_length=_NAME, description="Anyone in the chain of speakers.")
    origin: str | None = Field(None, max_length=_NAME, description="The last speaker, from whom it comes.")
    outlet: str | None = Field(None, max_length=_NAME, description="The outlet that published the report.")
    since: str | None = Field(None, max_length=30, description=f"Published on or after. {_DAY}")
    until: str | None = Field(None, max_length=30, description=f"Published on or before. {_DAY}")
    contested: bool | None = Field(
        None, description="Only claims on matters that somebody denies, or only others."
    )
    month: str | None = Field(None, max_length=7, description="Published in this month: 2023-08.")
    matter: str | None = Field(None, max_length=64, description="On this matter.")
    report: str | None = Field(None, max_length=2000, description="In this report.")
    min_confidence: float | None = Field(None, ge=0, le=1, description="Every part of it at least that sure.")

    def asked(self) -> ClaimsAsked:
        """Give it as the catalogue takes it."""
        told = self.model_dump(exclude={"month"})
        told |= {"type": tuple(self.type), "stance": tuple(self.stance)}
        if self.month is not None:
            told |= {"since": self.month, "until": self.month}
        return ClaimsAsked(**told)


class AskedMatters(Asked):
    """A question about matters; what is left out asks for nothing in particular."""

    words: str | None = Field(
        None, max_length=_NAME, description="Words in a sentence or the title of the matter."
    )
    type: list[str] = Field([], max_length=16, description="Types of event.")
    stance: list[str] = Field([], max_length=8, description="Some origin takes this stance.")
    party: str | None = Field(None, max_length=_NAME, description="A party on either side.")
    other: str | None = Field(None, max_length=_NAME, description="With `party`: who is on the other side.")
    actor: str | None = Field(None, max_length=_NAME, description="Who does it.")
    recipient: str | None = Field(None, max_length=_NAME, description="To whom it is done.")
    origin: str | None = Field(None, max_length=_NAME, description="An independent origin of it.")
    since: str | None = Field(None, max_length=30, description=f"Reported on or after. {_DAY}")
    until: str | None = Field(None, max_length=30, description=f"Reported on or before. {_DAY}")
    contested: bool | None = Field(
        None, description="Only matters that somebody denies or doubts, or only others."
    )
    min_origins: int | None = Field(
        None, ge=0, le=1_000_000, description="At least so many independent origins."
    )

    def asked(self) -> MattersAsked:
        """Give it as the catalogue takes it."""
        told = self.model_dump()
        told |= {"type": tuple(self.type), "stance": tuple(self.stance)}
        return MattersAsked(**told)


ClaimsQuery = Annotated[AskedClaims, Query()]
MattersQuery = Annotated[AskedMatters, Query()]
