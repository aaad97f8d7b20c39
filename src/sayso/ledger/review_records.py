"""What the ledger answers about reviews, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

__all__ = ["Review", "ReviewPage", "Reviewed", "State"]

State = Literal["accepted", "rejected", "corrected"]


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision about one claim.

    `kind` is accept, reject, correct, link, unlink or undo; `claim` the claim's id, `before` the claim as it
    was and `after` as it is then (as `Claim.to_dict` gives it; None where it stays as it was, and where it is
    left out). `changes` has what was corrected by field, or what was linked: ``role``, ``span``, ``was`` (the
    party's id before, or None) and ``party``. `undoes` is the number of the decision taken back, of the same
    claim.

    `in_force` tells that it was not taken back. `stale` tells that the newest reading of the report has no
    such claim any more: the decision is kept, and changes nothing. `trigger` and `sentence` are the exact
    words of the claim as it was; `title`, `outlet` and `published` those of the report.
    """

    id: int
    at: str
    who: str
    kind: str
    report_id: str
    claim: str
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None = None
    changes: Mapping[str, Any] | None = None
    note: str = ""
    undoes: int | None = None
    in_force: bool = True
    stale: bool = False
    trigger: str = ""
    sentence: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the review as a JSON object, its fields in this order."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some reviews, newest first, and the `cursor` that gives those before them; None after the last."""

    reviews: tuple[Review, ...]
    cursor: int | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of the reviews of a claim: how it stands, by the last one in force (number `review`), and
    what was corrected in it by any of them, as names of fields.
    """

    claim: str
    state: State
    who: str
    at: str
    note: str
    review: int
    changed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the record as a JSON object, its fields in this order."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
