"""What an export is asked for: all that a ledger has, or what some conditions let through."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypedDict

__all__ = ["OF_CLAIMS", "OF_MATTERS", "OF_STATEMENTS", "Asked"]


class Asked(TypedDict, total=False):
    """Conditions, each as `Ledger.claims` takes it. What is left out asks for nothing in particular."""

    text: str | None
    type: str | Iterable[str] | None
    actor: str | None
    recipient: str | None
    stance: str | Iterable[str] | None
    origin: str | None
    source: str | None
    outlet: str | None
    since: str | None
    until: str | None
    report: str | None
    min_confidence: float | None


OF_CLAIMS: Collection[str] = tuple(Asked.__annotations__)
"""The conditions of a format whose rows come from claims."""

OF_STATEMENTS: Collection[str] = ("text", "source", "outlet", "since", "until", "report")
OF_MATTERS: Collection[str] = ("text", "type", "actor", "recipient", "since", "until")
