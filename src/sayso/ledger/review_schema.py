"""The table of reviews: what people say of single claims, in the order in which they said it.

Append-only as all of the ledger (`guards`). No claim is touched by it: what reviews come to is a reading of
its own (`reviewed`), appended in the same transaction.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text, func

from sayso.ledger.schema import Code, Number, metadata

__all__ = ["KINDS", "REVIEWS_SINCE", "SINCE_VERSION_6", "reviews"]

KINDS = ("accept", "reject", "correct", "link", "unlink", "undo")
"""What somebody can decide about a claim; ``undo`` takes another decision back."""

reviews = Table(
    "reviews",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Code, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Code, nullable=False),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("claim", Code, nullable=False),  # the claim's own id
    Column("before", Text, nullable=False),  # the claim as it was, as JSON
    Column("after", Text),  # the claim as it is then; NULL where it stays, and where it is left out
    Column("changes", Text),  # what was corrected or linked, as JSON: see `reviewed`
    Column("note", Text, nullable=False),
    Column("undoes", ForeignKey("reviews.id"), index=True),
    CheckConstraint("id > 0"),
    CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})"),
)

# As elsewhere: a B-tree of PostgreSQL refuses what is very long, and whoever made a claim made its id.
Index("reviews_claim", reviews.c.claim).ddl_if(dialect="sqlite")
Index("reviews_claim_digest", func.md5(reviews.c.claim)).ddl_if(dialect="postgresql")

SINCE_VERSION_6 = (reviews,)
REVIEWS_SINCE = 6
"""The version that brought it."""
