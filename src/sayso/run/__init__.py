"""Runs: many reports from their files to the ledger, read by several threads, committed in input order."""

from __future__ import annotations

from sayso.run.pipeline import Counts, Outcome, ReadsReports, Unchanged, default_workers, read_into

__all__ = ["Counts", "Outcome", "ReadsReports", "Unchanged", "default_workers", "read_into"]
