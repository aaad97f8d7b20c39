"""The ledger: what was read, kept for good, and the questions it answers.

`schema` says what is kept, `guards` why it stays as it is, `migrate` how a ledger comes to be and grows
older, `connect` where it lies, `rows`, `claim_rows` and `party_rows` how a reading becomes rows and back,
`store` writes, `queries`, `claims`, `speakers`, `search` and `lookup` ask, `named` says who is meant by a
name that is asked for, `export` gives it all away.
"""

from __future__ import annotations

from sayso.ledger.records import SourceCount, SourceRanking, Statement, Status, StoredClaim, StoredReject
from sayso.ledger.store import Ledger

__all__ = ["Ledger", "SourceCount", "SourceRanking", "Statement", "Status", "StoredClaim", "StoredReject"]
