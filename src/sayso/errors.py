"""What can go wrong, as one tree. Every message says what to do next.

SaysoError
├── UsageError            the caller asked for something that makes no sense (exit code 2)
├── ModelError            the shipped model is missing, damaged or of another format
├── ListError             a sanctions list cannot be read or fetched, or is not in the ledger
├── IngestError           an input cannot become a report; becomes a reject, never stops a run
└── LedgerError           the ledger cannot be opened, is of another version, or refused a write
    ├── LedgerBusyError   another writer held the ledger longer than we wait
    ├── NotFoundError     no report (or other row) of that name in the ledger
    └── UncataloguedError the ledger has no catalogue to leaf through yet
"""

from __future__ import annotations

__all__ = [
    "IngestError",
    "LedgerBusyError",
    "LedgerError",
    "ListError",
    "ModelError",
    "NotFoundError",
    "SaysoError",
    "UncataloguedError",
    "UsageError",
]


class SaysoError(Exception):
    """Root of every error that sayso raises on purpose."""


class UsageError(SaysoError):
    """The caller asked for something that makes no sense."""


class ModelError(SaysoError):
    """The shipped model is missing, damaged or of another format."""


class ListError(SaysoError):
    """A sanctions list cannot be read or fetched, or is not in the ledger."""


class IngestError(SaysoError):
    """An input cannot become a report.

    `reason` is a short stable code (one of `sayso.ingest.REASONS`), the message a sentence for people.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class LedgerError(SaysoError):
    """The ledger cannot be opened, is of another version, or refused a write."""


class LedgerBusyError(LedgerError):
    """Another writer held the ledger longer than we wait."""


class NotFoundError(LedgerError):
    """No report (or other row) of that name in the ledger."""


class UncataloguedError(LedgerError):
    """The ledger has no catalogue to leaf through yet."""
