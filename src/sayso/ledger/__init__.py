"""The ledger: what was read, kept for good, and the questions it answers.

`schema` says what is kept, `guards` why it stays as it is, `migrate` how a ledger comes to be and grows
older, `connect` where it lies, `rows`, `claim_rows` and `party_rows` how a reading becomes rows and back,
`store` writes, `queries`, `claims`, `speakers`, `search` and `lookup` ask, `named` says who is meant by a
name that is asked for, `export` gives it all away. `list_store` keeps sanctions lists, `screenings` what was
found in them. `weighings` keeps stories and matters (tables: `weigh_schema`), with `accounts`, `thread_rows`,
`story_rows` and `weigh_rows` for the steps of weighing, `matter_queries` and `changes` for those who ask.
`reviews` keeps what people decide about single claims (table: `review_schema`): `review_changes` checks it,
`reviewed` lays it over a reading, `review_rows` writes and applies it, `annotations` gives it away as
training data. `reading_store` writes a whole reading and puts it together again, `transactions` is what all
that write have in common.
"""

from __future__ import annotations

from sayso.ledger.matter_records import (
    Change,
    Decision,
    MatterClaim,
    StoredMatter,
    StoredStory,
    StoryReport,
    Watch,
)
from sayso.ledger.records import (
    ListVersion,
    PartyLink,
    PartyQuery,
    Screening,
    SourceCount,
    SourceRanking,
    Statement,
    Status,
    StoredClaim,
    StoredLink,
    StoredReject,
)
from sayso.ledger.review_records import Review, Reviewed, ReviewPage
from sayso.ledger.store import Ledger

__all__ = [
    "Change",
    "Decision",
    "Ledger",
    "ListVersion",
    "MatterClaim",
    "PartyLink",
    "PartyQuery",
    "Review",
    "ReviewPage",
    "Reviewed",
    "Screening",
    "SourceCount",
    "SourceRanking",
    "Statement",
    "Status",
    "StoredClaim",
    "StoredLink",
    "StoredMatter",
    "StoredReject",
    "StoredStory",
    "StoryReport",
    "Watch",
]
