"""What is asked of lists and what is answered, as the OpenAPI document describes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from sayso.lists.listing import Entry
from sayso.lists.screening import LIMIT, THRESHOLD
from sayso.lists.subjects import MOST_CHARACTERS
from sayso.web.asked import Asked

__all__ = [
    "AskedEntries",
    "AskedScreen",
    "EntriesQuery",
    "EntryAnswer",
    "EntryRow",
    "ListRow",
    "MatchAnswer",
    "MatchRequest",
    "Matched",
    "ScreenHit",
    "ScreenQuery",
    "ScreenRequest",
    "Words",
]

MOST_HITS = 50
MOST_SUBJECTS = 200
MOST_QUERIES = 1000  # as in `sayso.lists.matching`

Words = Annotated[str, Field(max_length=MOST_CHARACTERS)]
# Classes with a field `list` cannot call the type so.
Strings = list[str]
Records = list[dict[str, Any]]
Kind = Literal["person", "organisation", "company", "vessel", "aircraft"]
Gender = Literal["male", "female"]


# ---- lists and entries -------------------------------------------------------------------------------------


class ListRow(BaseModel):
    """A version of a sanctions list."""

    id: int
    list: str = Field(description="The list's short id.")
    label: str = Field(description="The version: the list and the day it is of.")
    title: str
    format: str
    published: str | None = Field(description="The day that the file itself gives.")
    dated: str = Field(description="`published`, else the day on which it came into the ledger.")
    digest: str
    sources: Records = Field(description="Where its files were found.")
    added_at: str
    entries: int
    names: int
    rejects: int = Field(description="Rows that could not be read.")
    used: bool
    state: Literal["in use", "older", "dropped"]


class EntryRow(BaseModel):
    """An entry of a list, in a line."""

    id: str
    number: str = Field(description="The authority's own number.")
    name: str
    kind: str
    names: int = Field(description="How many names it has.")
    countries: list[str]
    births: list[str] = Field(description="Dates of birth, EDTF.")
    regimes: list[str] = Field(description="By whom it is listed: US, EU, UN …; none where it is not.")
    since: str | None = Field(description="Since when it is listed, as far as that is told.")


class Tied(BaseModel):
    """A tie of an entry, and the name of the entry to which it leads."""

    kind: str
    name: str
    to: str | None = Field(description="The other entry's id, where it is known.")
    sentence: str


class Matched(BaseModel):
    """A party of the ledger that the latest screening linked with an entry."""

    actor: str = Field(description="The party's id.")
    names: list[str] = Field(description="By what it was asked for.")
    kind: str
    entry: str
    name: str = Field(description="The entry's primary name.")
    version: str
    score: float
    match: bool
    why: str
    algorithm: str
    explanations: dict[str, Any]


class EntryAnswer(BaseModel):
    """An entry of a list, whole."""

    entry: Entry
    version: str = Field(description="The version of the list in which it stands.")
    listed: bool
    ties: list[Tied]
    matched: list[Matched] = Field(
        description="Parties of the ledger linked with it, matches and near misses."
    )


class AskedEntries(Asked):
    """Which entries of a list."""

    words: str | None = Field(
        None, max_length=400, description="Words that all occur in the entry: its names, numbers, reasons."
    )
    kind: Literal["person", "organisation", "company", "vessel", "aircraft", "other"] | None = Field(
        None, description="Only entries of this kind."
    )


EntriesQuery = Annotated[AskedEntries, Query()]


# ---- screening ---------------------------------------------------------------------------------------------


class _Subject(Asked):
    name: list[Words] = Field([], max_length=20, description="What it is called; several spellings of one.")
    kind: Kind | None = Field(None, description="What it is.")
    country: list[Words] = Field([], max_length=20, description="Its countries, by name or two letters.")
    born: list[Words] = Field([], max_length=20, description="When it was born: 1962, 1962-03, 1 Mar 1962.")
    gender: Gender | None = Field(None, description="Of a person.")
    number: list[Words] = Field([], max_length=20, description="Numbers of papers or registers.")

    def asked(self) -> dict[str, Any]:
        """Give it as the bench takes it."""
        return {
            "names": [name for name in self.name if name.strip()],
            "kind": self.kind,
            "countries": self.country,
            "born": self.born,
            "gender": self.gender,
            "identifiers": [number for number in self.number if number.strip()],
        }


class AskedScreen(_Subject):
    """Who is asked for, in which lists."""

    lists: list[Words] = Field([], alias="list", max_length=50, description="Only these lists.")
    threshold: float = Field(THRESHOLD, ge=0, le=1, description="The score from which on a hit is a match.")
    limit: int = Field(LIMIT, ge=1, le=MOST_HITS, description="Hits at most.")


ScreenQuery = Annotated[AskedScreen, Query()]


class Subject(_Subject):
    """One who is asked for: at least a name or a number."""


class ScreenRequest(BaseModel):
    """Several to be looked up at once."""

    subjects: list[Subject] = Field(min_length=1, max_length=MOST_SUBJECTS)
    lists: list[Words] = Field([], alias="list", max_length=50, description="Only these lists.")
    threshold: float = Field(THRESHOLD, ge=0, le=1, description="The score from which on a hit is a match.")
    limit: int = Field(LIMIT, ge=1, le=MOST_HITS, description="Hits for each at most.")


class Explanation(BaseModel):
    """One thing that a score rests on: what it adds, and why."""

    score: float
    detail: str


class AlignedWord(BaseModel):
    """Words of both names beside each other, in plain Latin letters; null where there is nothing to set."""

    asked: str | None
    listed: str | None
    likeness: float = Field(ge=0, le=1)
    how: str = Field(description="What they are alike by: same, sound, spelling …")


class Feature(BaseModel):
    """What a feature of the two names adds to the log odds."""

    feature: str
    value: float
    adds: float


class ComparisonTold(BaseModel):
    """How two names were compared: `start` and what the features add are the log odds of `score`."""

    asked: str
    listed: str
    words: list[AlignedWord]
    start: float
    features: list[Feature]
    score: float


class MatchResult(BaseModel):
    """A listed party that could be meant, as yente has it."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    caption: str = Field(description="Its primary name.")
    schema_: str = Field(alias="schema", description="Its kind in the words of FollowTheMoney.")
    properties: dict[str, Strings]
    datasets: Strings
    target: bool = Field(description="Whether a designation of it is in force.")
    score: float
    match: bool = Field(description="Whether the score reaches the threshold.")
    explanations: dict[str, Explanation] = Field(description="What the score is the sum of.")
    why: str
    list: str
    version: str
    algorithm: str


class ScreenHit(MatchResult):
    """A listed party that could be meant, with how the names were compared."""

    subject: int = Field(description="Which of the subjects asked for, counted from 0.")
    kind: str
    comparison: ComparisonTold | None = Field(description="Null where it was found by number only.")


class MatchQuery(BaseModel):
    """One who is asked for, as FollowTheMoney describes it."""

    model_config = ConfigDict(populate_by_name=True, extra="allow")

    schema_: str | None = Field(None, alias="schema", max_length=100, description="Person, Company, Vessel …")
    properties: dict[str, Any] = Field(
        {}, description="name, birthDate, country, passportNumber …: each a value or a list of values."
    )


class MatchRequest(BaseModel):
    """A request as yente takes it: queries by ids of your own."""

    queries: dict[str, MatchQuery] = Field(max_length=MOST_QUERIES)


class Total(BaseModel):
    """How many results there are."""

    value: int
    relation: str


class MatchResponse(BaseModel):
    """The answer to one query; `detail` says what was wrong with one of status 400."""

    status: int
    results: list[MatchResult]
    total: Total
    query: dict[str, Any] | None = None
    detail: str | None = None


class Matcher(BaseModel):
    """By what was matched."""

    name: str
    threshold: float
    lists: list[str]


class MatchAnswer(BaseModel):
    """An answer as yente gives it."""

    responses: dict[str, MatchResponse]
    matcher: Matcher
    limit: int
