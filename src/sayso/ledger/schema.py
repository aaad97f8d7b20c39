"""The ledger's tables, one schema for SQLite and PostgreSQL.

    runs ── run_ends                 a command that wrote, and how it ended (a row of its own: rows never
                                     change)
    reports                          a text, once, whatever its name or place
      ├── appearances                where that text was seen: path, url, outlet, date …
      └── readings                   what one reader found in it
            ├── mentions             a span that names something, and the party meant
            ├── parties              who can act: those that the mentions mean
            ├── attributions         source, cue and content, with the exact words
            │     └── attribution_spans
            ├── sentences            those in which claims stand
            └── events               one row for each event mention
                  ├── event_parts    its actors, recipients, objects, places and time
                  └── claims         who says so: the event by one chain of sources, and the stance
                        └── claim_sources
    rejects                          inputs that did not become a report, and why
    list_versions                    a sanctions list as published at one time
      ├── list_members ── list_entries     what stands in it; an entry that stays the same is kept once
      └── list_rejects               its rows that could not be read
    list_uses                        from when on parties are screened against a list, or no longer
    screenings ── screening_uses     by what rules and against which versions; which one counts from when on
      └── screened_parties           whom it asked for, by which names
            └── party_links          the entries found for one: scored, explained, never a merge
    weighings …                      stories, matters, their standing, decisions, watches: drawn in
                                     `weigh_schema`, which has these tables
    reviews                          what people say of single claims: in `review_schema`
    ledger_versions                  the schema's version, one row per step taken

Every span is a half-open pair of code-point offsets into ``reports.text``. Times are ISO 8601 in UTC;
``published`` is an ISO date, as are ``dated``, ``time_start`` and ``time_end``. The view ``current_readings``
holds the newest reading of each report. The search indexes, and what else can be made anew, are in `search`,
`weigh_schema` and `catalogue.schema`, the triggers that keep every row as it was written in `guards`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    func,
    literal_column,
    null,
    table,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import iterate

SCHEMA_VERSION = 6
CLAIMS_SINCE, PARTIES_SINCE, LISTS_SINCE, WEIGHINGS_SINCE = 2, 3, 4, 5
REVIEWS_SINCE = CATALOGUE_SINCE = 6
"""The versions that brought them."""

# SQLite numbers rows by itself only where the type is exactly INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")
# Ids and dates compare by their bytes, whatever the language of the database.
Code = Text().with_variant(Text(collation="C"), "postgresql")

CONFIDENCES = ("event", "actors", "recipients", "stance", "sources")
"""The parts of a claim of which a confidence is kept."""

metadata = MetaData()

ledger_versions = Table(
    "ledger_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", Code, nullable=False),
    Column("program", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Number, primary_key=True),
    Column("started_at", Code, nullable=False),
    Column("command", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("model", Code, nullable=False),
    CheckConstraint("id > 0"),
)

run_ends = Table(
    "run_ends",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True, autoincrement=False),
    Column("ended_at", Code, nullable=False),
    Column("read", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    # The number is for the search index: SQLite may renumber the rows of a table without one.
    Column("number", Number, primary_key=True),
    Column("id", Code, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("language", Text),
    Column("seen_at", Code, nullable=False),
    CheckConstraint("number > 0"),
)

appearances = Table(
    "appearances",
    metadata,
    Column("id", Number, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("path", Text),
    Column("external_id", Text),
    Column("url", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("authors", Text, nullable=False),  # a JSON list
    Column("published", Code),
    Column("seen_at", Code, nullable=False),
    Column("run_id", ForeignKey("runs.id")),
    CheckConstraint("id > 0"),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Number, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("model", Code, nullable=False),
    Column("published", Code),  # the date that the reader was given: words like "on Monday" hang on it
    Column("read_at", Code, nullable=False),
    Column("run_id", ForeignKey("runs.id")),
    CheckConstraint("id > 0"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("reading_id", ForeignKey("readings.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text),  # the party meant; words for several parties have a row for each
    Column("score", Double, CheckConstraint("score BETWEEN 0 AND 1")),
    Column("rule", Text),  # why it is this party, NULL where nothing was resolved
    Column("antecedent_start", Integer),
    Column("antecedent_end", Integer, CheckConstraint("antecedent_start < antecedent_end")),
    Column("doubt", Text),
    CheckConstraint('start >= 0 AND start < "end"'),
    sqlite_with_rowid=False,
)

parties = Table(
    "parties",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("actor", Text, nullable=False),  # the party's own id, as mentions and participants have it
    Column("name", Text, nullable=False),
    Column("kind", Code, nullable=False),
    Column("countries", Text, nullable=False),  # a JSON list
    Column("sectors", Text, nullable=False),  # a JSON list
    Column("belongs_to", Text),
    Column("within", Text, nullable=False),  # a JSON list of ids, the nearest first
    Column("control", Text),
    Column("about", Text),
    UniqueConstraint("reading_id", "ordinal"),
    CheckConstraint("id > 0"),
)

attributions = Table(
    "attributions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("source_text", Text),  # NULL where the words name nobody
    Column("cue_text", Text),
    Column("content_text", Text, nullable=False),
    Column("speaker_text", Text),
    Column("speaker_actor", Text),
    Column("nested_in", Integer),  # the ordinal of the attribution whose content holds this one
    UniqueConstraint("reading_id", "ordinal"),
    CheckConstraint("id > 0"),
)

attribution_spans = Table(
    "attribution_spans",
    metadata,
    Column("attribution_id", ForeignKey("attributions.id"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    CheckConstraint("role IN ('source', 'cue', 'content')"),
    CheckConstraint('start >= 0 AND start < "end"'),
    sqlite_with_rowid=False,
)

sentences = Table(
    "sentences",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("reading_id", "ordinal"),
    CheckConstraint("id > 0"),
    CheckConstraint('start >= 0 AND start < "end"'),
)

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("type", Code, nullable=False),
    Column("mode", Code),
    Column("quad", Code),
    Column("contexts", Text, nullable=False),  # a JSON list
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("trigger_text", Text, nullable=False),
    UniqueConstraint("reading_id", "ordinal"),
    CheckConstraint("id > 0"),
    CheckConstraint("trigger_start >= 0 AND trigger_start < trigger_end"),
)

event_parts = Table(
    "event_parts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("role", Code, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("actor", Text),  # of actors and recipients: the party meant
    Column("name", Text),
    Column("sector", Text),
    Column("country", Text),  # of places, too
    Column("kind", Text),  # of objects
    Column("item", Text),
    Column("amount", Double),
    Column("unit", Text),
    Column("currency", Text),
    Column("bound", Text),
    Column("lat", Double),  # of places
    Column("lon", Double),
    Column("time_start", Code),  # of the time: its first and last day
    Column("time_end", Code),
    UniqueConstraint("event_id", "role", "ordinal"),
    CheckConstraint("id > 0"),
    CheckConstraint("role IN ('actor', 'recipient', 'object', 'place', 'time')"),
    CheckConstraint('start >= 0 AND start < "end"'),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reading_id", ForeignKey("readings.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False, index=True),
    Column("sentence_id", ForeignKey("sentences.id"), nullable=False, index=True),
    Column("claim", Code, nullable=False),  # the claim's own id: the same for the same words read alike
    Column("stance", Code, nullable=False),
    Column("opinion", Boolean, nullable=False),
    Column("links", Integer, nullable=False),  # how many sources there are; the last one is the origin
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("cue_text", Text),
    *(Column(f"confidence_{part}", Double) for part in CONFIDENCES),
    UniqueConstraint("reading_id", "ordinal"),
    CheckConstraint("id > 0"),
    CheckConstraint("cue_start >= 0 AND cue_start < cue_end"),
    *(CheckConstraint(f"confidence_{part} BETWEEN 0 AND 1") for part in CONFIDENCES),
)

claim_sources = Table(
    "claim_sources",
    metadata,
    Column("id", Number, primary_key=True),
    Column("claim_id", ForeignKey("claims.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),  # from the outermost speaker inwards
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("actor", Text),
    Column("name", Text),
    Column("kind", Text),
    Column("country", Text),
    Column("control", Text),
    UniqueConstraint("claim_id", "ordinal"),
    CheckConstraint("id > 0"),
    CheckConstraint('start >= 0 AND start < "end"'),
)

SINCE_VERSION_2 = (sentences, events, event_parts, claims, claim_sources)
SINCE_VERSION_3 = (parties,)
COLUMNS_SINCE_VERSION_3 = {
    mentions: ("score", "rule", "antecedent_start", "antecedent_end", "doubt"),
    claim_sources: ("country", "control"),
}
"""Columns that came to older tables, in their order; they are the tables' last ones."""

rejects = Table(
    "rejects",
    metadata,
    Column("id", Number, primary_key=True),
    Column("path", Text),
    Column("locator", Text),
    Column("reason", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("seen_at", Code, nullable=False),
    Column("after_appearance", ForeignKey("appearances.id")),  # the last of this path by then
    Column("run_id", ForeignKey("runs.id")),
    Column("key", Code, nullable=False, unique=True),  # a digest of what makes it the same reject
    CheckConstraint("id > 0"),
)

list_versions = Table(
    "list_versions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("list", Code, nullable=False),
    Column("label", Code, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("published", Code),  # as the file says
    Column("dated", Code, nullable=False),  # published, else the day on which it came into the ledger
    Column("digest", Code, nullable=False),  # of the entries' digests, in their order
    Column("sources", Text, nullable=False),  # a JSON list: path or url, sha256, etag, last_modified
    Column("added_at", Code, nullable=False),
    Column("entry_count", Integer, nullable=False),
    Column("name_count", Integer, nullable=False),
    Column("reject_count", Integer, nullable=False),
    CheckConstraint("id > 0"),
)

list_entries = Table(
    "list_entries",
    metadata,
    Column("id", Number, primary_key=True),
    Column("digest", Code, nullable=False, unique=True),  # SHA-256 of the data
    Column("list", Code, nullable=False),
    Column("number", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", Text, nullable=False),  # the entry as JSON
    CheckConstraint("id > 0"),
)

list_members = Table(
    "list_members",
    metadata,
    Column("version_id", ForeignKey("list_versions.id"), primary_key=True, autoincrement=False),
    Column("entry_id", ForeignKey("list_entries.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

list_rejects = Table(
    "list_rejects",
    metadata,
    Column("version_id", ForeignKey("list_versions.id"), primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("locator", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("message", Text, nullable=False),
    sqlite_with_rowid=False,
)

list_uses = Table(
    "list_uses",
    metadata,
    Column("id", Number, primary_key=True),
    Column("list", Code, nullable=False),
    Column("used", Boolean, nullable=False),  # the newest row counts
    Column("at", Code, nullable=False),
    CheckConstraint("id > 0"),
)

screenings = Table(
    "screenings",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Code, nullable=False),
    Column("algorithm", Code, nullable=False),
    Column("threshold", Double, nullable=False),
    Column("versions", Text, nullable=False),  # a JSON list of labels
    Column("settings", Text, nullable=False),  # a JSON object: what else makes a difference
    Column("fingerprint", Code, nullable=False, unique=True),  # a digest of the four before
    CheckConstraint("id > 0"),
)

screening_uses = Table(
    "screening_uses",
    metadata,
    Column("id", Number, primary_key=True),
    Column("screening_id", ForeignKey("screenings.id"), nullable=False),
    Column("at", Code, nullable=False),  # the newest row counts
    CheckConstraint("id > 0"),
)

screened_parties = Table(
    "screened_parties",
    metadata,
    Column("id", Number, primary_key=True),
    Column("screening_id", ForeignKey("screenings.id"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("queried", Text, nullable=False),  # a JSON object: what was asked for
    Column("digest", Code, nullable=False),  # of the party and what was asked for
    UniqueConstraint("screening_id", "digest"),
    CheckConstraint("id > 0"),
)

party_links = Table(
    "party_links",
    metadata,
    Column("id", Number, primary_key=True),
    Column("screened_id", ForeignKey("screened_parties.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("entry_id", ForeignKey("list_entries.id"), nullable=False, index=True),
    Column("version_id", ForeignKey("list_versions.id"), nullable=False),
    Column("score", Double, CheckConstraint("score BETWEEN 0 AND 1"), nullable=False),
    Column("match", Boolean, nullable=False),
    Column("explanations", Text, nullable=False),  # a JSON object
    Column("why", Text, nullable=False),
    UniqueConstraint("screened_id", "ordinal"),
    CheckConstraint("id > 0"),
)

SINCE_VERSION_4 = (
    list_versions,
    list_entries,
    list_members,
    list_rejects,
    list_uses,
    screenings,
    screening_uses,
    screened_parties,
    party_links,
)

# Names, paths and parties' ids are as long as somebody made them, and a B-tree of PostgreSQL refuses what is
# longer than 2,704 bytes: there only a digest is indexed.
Index("appearances_outlet", appearances.c.outlet).ddl_if(dialect="sqlite")
Index("appearances_path", appearances.c.path).ddl_if(dialect="sqlite")
Index("appearances_path_digest", func.md5(appearances.c.path), appearances.c.id).ddl_if(dialect="postgresql")


INDEXES_SINCE_VERSION_3 = tuple(
    index
    for name, of in (
        ("parties_actor", parties.c.actor),
        ("parties_name", parties.c.name),
        ("event_parts_actor", event_parts.c.actor),
        ("claim_sources_actor", claim_sources.c.actor),
        ("attributions_actor", attributions.c.speaker_actor),
    )
    for index in (
        Index(name, of, sqlite_where=of.is_not(None) if of.nullable else None).ddl_if(dialect="sqlite"),
        Index(f"{name}_digest", func.md5(of)).ddl_if(dialect="postgresql"),
    )
)

Index("list_versions_newest", list_versions.c.list, list_versions.c.dated, list_versions.c.id)
Index("list_uses_newest", list_uses.c.list, list_uses.c.id)
Index("list_entries_number", list_entries.c.list, list_entries.c.number).ddl_if(dialect="sqlite")
Index("list_entries_number_digest", list_entries.c.list, func.md5(list_entries.c.number)).ddl_if(
    dialect="postgresql"
)
_screened = screened_parties.c
Index("screened_parties_actor", _screened.actor, _screened.screening_id).ddl_if(dialect="sqlite")
Index("screened_parties_actor_digest", func.md5(_screened.actor), _screened.screening_id).ddl_if(
    dialect="postgresql"
)


def path_is(dialect: str, path: ColumnElement[str] | Column[str] | str) -> ColumnElement[bool]:
    """Give the condition that an appearance lies at `path`, in words that can use the index."""
    same = appearances.c.path == path
    return same if dialect == "sqlite" else and_(func.md5(appearances.c.path) == func.md5(path), same)


def one_of(dialect: str, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Give the condition that a column holds one of some ids or names, in words that can use the index."""
    same = column.in_(values)
    if dialect == "sqlite":
        return same
    return and_(func.md5(column).in_([func.md5(value) for value in values]), same)


def kept(of: Table, version: int) -> Iterator[ColumnElement[Any]]:
    """Give the columns of a table, those that a ledger of this version has not yet as NULL."""
    missing = COLUMNS_SINCE_VERSION_3.get(of, ()) if version < PARTIES_SINCE else ()
    for column in of.columns:
        yield null().label(column.name) if column.name in missing else column


def or_empty(column: Column[str]) -> ColumnElement[str]:
    """Give a column with '' for NULL: two NULLs are not equal to a unique index, and here they should be."""
    return func.coalesce(column, literal_column("''"))


Index(
    "readings_once",
    readings.c.report_id,
    readings.c.reader_version,
    readings.c.model,
    or_empty(readings.c.published),
    unique=True,
)

# Made beside the tables by `migrate`; asked like one.
current_readings = table("current_readings", *(column._copy() for column in readings.c))
CURRENT_READINGS = """
CREATE VIEW current_readings AS
SELECT * FROM readings AS this
WHERE NOT EXISTS (
  SELECT 1 FROM readings AS newer WHERE newer.report_id = this.report_id AND newer.id > this.id
)
"""


def _columns_in(part: str | ColumnElement[Any]) -> list[Column[Any]]:
    return [] if isinstance(part, str) else [found for found in iterate(part) if isinstance(found, Column)]


def unique_keys(of: Table) -> list[list[str]]:
    """Give what no two rows of a table share, as SQL expressions over a row that is called ``{row}``.

    The primary key, unique constraints and unique indexes; a nullable column counts NULL as ''.
    """
    keys = [list(of.primary_key.columns)]
    keys += [list(rule.columns) for rule in of.constraints if isinstance(rule, UniqueConstraint)]
    found = [[f'{{row}}."{column.name}"' for column in key] for key in keys]
    for index in sorted((index for index in of.indexes if index.unique), key=lambda index: str(index.name)):
        columns = [column for part in index.expressions for column in _columns_in(part)]
        found.append(
            [f"coalesce({{row}}.\"{c.name}\", '')" if c.nullable else f'{{row}}."{c.name}"' for c in columns]
        )
    return found
