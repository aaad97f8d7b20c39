"""The formats in which a ledger is given away: their names, and what whoever asks for one should know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sayso.export.asked import OF_CLAIMS, OF_MATTERS, OF_STATEMENTS

__all__ = ["FORMATS", "Format", "Written"]

Kind = Literal["json", "csv", "tsv", "xml", "binary"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `title` names it for people, `row` says what a row is ("claim"), `holds` and `lost` what it
    tells and what it cannot, in a sentence each.

    `kind` is how it is written: lines of JSON, values parted by commas or by tabs, XML, or bytes that are no
    text. Only CSV holds words as they are; the others escape or leave out what cannot be seen.
    `conditions` are the fields of `Asked` that it takes; `left_out` says what becomes of rows that are asked
    for and cannot be written. `needs` is the optional extra without which there is none.
    """

    name: str
    title: str
    kind: Kind
    media_type: str
    suffix: str
    row: str
    holds: str
    lost: str
    conditions: Collection[str] = ()
    left_out: str | None = None
    needs: str | None = None

    @property
    def is_table(self) -> bool:
        """Whether a spreadsheet may open it."""
        return self.kind in ("csv", "tsv")

    def counted(self, rows: int) -> str:
        """Say how many rows: ``1 claim``, ``1,204 entities``."""
        many = f"{self.row[:-1]}ies" if self.row.endswith("y") else f"{self.row}s"
        return f"{rows:,} {self.row if rows == 1 else many}"


class Written(NamedTuple):
    """How many rows an export wrote, and how many it left out because the format cannot say them."""

    rows: int
    left_out: int = 0


_ALL = (
    Format(
        "jsonl",
        "JSON lines",
        "json",
        "application/x-ndjson",
        ".jsonl",
        "reading",
        "the newest reading of every report, with its text",
        "stories, matters, lists and corrections",
    ),
    Format(
        "csv",
        "CSV of statements",
        "csv",
        "text/csv",
        ".csv",
        "statement",
        "who is said to have said what, in which words",
        "claims: events, stances and chains",
        OF_STATEMENTS,
    ),
    Format(
        "claims",
        "CSV of claims",
        "csv",
        "text/csv",
        ".csv",
        "claim",
        "every claim with its parties, chain, words and places in the text",
        "which words belong to which of several parties, but for their order",
        OF_CLAIMS,
    ),
    Format(
        "parties",
        "CSV of parties",
        "csv",
        "text/csv",
        ".csv",
        "row",
        "every party of every report",
        "what it does and says",
    ),
    Format(
        "parquet",
        "Parquet",
        "binary",
        "application/vnd.apache.parquet",
        ".parquet",
        "claim",
        "every claim whole, with nested columns",
        "the report's text but for the sentence",
        OF_CLAIMS,
        needs="parquet",
    ),
    Format(
        "ftm",
        "FollowTheMoney entities",
        "json",
        "application/json+ftm",
        ".ftm.json",
        "entity",
        "reports, parties, events, and a link for each claim from its origin to the event",
        "confidence, spans, all of a chain but its ends, matters",
        OF_CLAIMS,
    ),
    Format(
        "ftm-statements",
        "FollowTheMoney statements",
        "csv",
        "text/csv",
        ".statements.csv",
        "statement",
        "the same entities, one property value per row",
        "as ftm",
        OF_CLAIMS,
    ),
    Format(
        "plover",
        "PLOVER JSON",
        "json",
        "application/x-ndjson",
        ".plover.jsonl",
        "event",
        "every event in PLOVER's fields, stances as its auxiliary contexts and beside it in words",
        "chains, but for the fields that sayso adds",
        OF_CLAIMS,
    ),
    Format(
        "polecat",
        "POLECAT columns",
        "tsv",
        "text/tab-separated-values",
        ".polecat.txt",
        "event",
        "every event that somebody affirms or alleges, in POLECAT's 40 columns and sayso's own",
        "events that are only denied, doubted, intended, predicted, urged or supposed",
        OF_CLAIMS,
        left_out="nobody affirms or alleges them",
    ),
    Format(
        "graphml",
        "GraphML",
        "xml",
        "application/graphml+xml",
        ".graphml",
        "edge",
        "parties, and matters (events, where nothing is weighed) as edges between them",
        "matters with one side only, and the words that all of it rests on",
        OF_MATTERS,
        left_out="they have one side only",
    ),
    Format(
        "gexf",
        "GEXF",
        "xml",
        "application/gexf+xml",
        ".gexf",
        "edge",
        "the same network, with times as Gephi shows them",
        "as graphml",
        OF_MATTERS,
        left_out="they have one side only",
    ),
    Format(
        "annotations",
        "Annotations",
        "json",
        "application/x-ndjson",
        ".annotations.jsonl",
        "sentence",
        "the sentences whose claims people reviewed, as training data",
        "who decided, when and why",
    ),
)

FORMATS = {each.name: each for each in _ALL}
"""All formats by name, in the order in which to tell of them."""
