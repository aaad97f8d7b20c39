"""sayso reads news reports and keeps a ledger of claims: who did what to whom, on whose say-so, and who
denies it.

>>> import sayso
>>> reading = sayso.read("The port is open, the harbour master said on Monday.")
>>> reading.attributions[0].speaker
Speaker(text='the harbour master', actor=None)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

__all__ = [
    "Attribution",
    "Claim",
    "Event",
    "Ledger",
    "Mention",
    "Reader",
    "Reading",
    "Report",
    "SaysoError",
    "Speaker",
    "__version__",
    "read",
]

if TYPE_CHECKING:
    from sayso.errors import SaysoError
    from sayso.ledger import Ledger
    from sayso.reader import Reader, read
    from sayso.reading import Attribution, Claim, Event, Mention, Reading, Speaker
    from sayso.report import Report

# Loaded on first use: `sayso --help` must not wait for the reader or the database.
_HOMES = {
    "Attribution": "sayso.reading",
    "Claim": "sayso.reading",
    "Event": "sayso.reading",
    "Ledger": "sayso.ledger",
    "Mention": "sayso.reading",
    "Reader": "sayso.reader",
    "Reading": "sayso.reading",
    "Report": "sayso.report",
    "SaysoError": "sayso.errors",
    "Speaker": "sayso.reading",
    "read": "sayso.reader",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
