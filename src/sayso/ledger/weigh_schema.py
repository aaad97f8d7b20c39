"""The tables of weighing: what was found, what people decided, and what is kept so that it goes quickly.

    weighings                        one step of weighing: by what algorithm, honouring which decisions
      ├── weighed_readings           the readings that were taken up in it
      ├── story_members              a report and its story (named by the lead report's id); the newest row of
      │                              a report counts, one without any is its own story
      ├── matter_members             an event and its matter: how sure, why; the newest row of an event counts
      └── matter_states              a matter and how it stands; the newest row of a matter counts
    matter_decisions                 what people joined, split and took back, in their order
    watches ── watch_ends            what people want to be told of, and what they no longer do

These are append-only as all of the ledger (`guards`). Some more are not, for they hold nothing of their
own: they are computed from texts and readings and can be made anew at any time (`Weighings.forget`).

    sketched_reports, report_sketches    the sketch of each report's text, to find its copies by
    copy_pairs                       which pairs of reports are copies
    thread_readings ── threads       the readings that were taken apart, and their events as they are compared
          │                          and weighed; and the matter in which each was placed before any decision
          └── thread_keys            what threads are found by
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from sayso.ledger.schema import Code, Number, metadata, readings, reports

__all__ = [
    "DERIVED",
    "SINCE_VERSION_5",
    "copy_pairs",
    "create_derived",
    "matter_decisions",
    "matter_members",
    "matter_states",
    "report_sketches",
    "sketched_reports",
    "story_members",
    "thread_keys",
    "thread_readings",
    "threads",
    "watch_ends",
    "watches",
    "weighed_readings",
    "weighings",
]

weighings = Table(
    "weighings",
    metadata,
    Column("id", Number, primary_key=True),
    Column("run_id", ForeignKey("runs.id")),
    Column("at", Code, nullable=False),
    Column("algorithm", Code, nullable=False),
    Column("reports", Integer, nullable=False),  # how many readings were taken up
    Column("decisions", ForeignKey("matter_decisions.id")),  # the last one that was honoured
    CheckConstraint("id > 0"),
)

weighed_readings = Table(
    "weighed_readings",
    metadata,
    Column("reading_id", ForeignKey("readings.id"), primary_key=True, autoincrement=False),
    Column("weighing_id", ForeignKey("weighings.id"), nullable=False),
)

story_members = Table(
    "story_members",
    metadata,
    Column("id", Number, primary_key=True),
    Column("weighing_id", ForeignKey("weighings.id"), nullable=False),
    Column("report_id", ForeignKey("reports.id"), nullable=False),
    Column("story", ForeignKey("reports.id"), nullable=False, index=True),
    Column("score", Double, CheckConstraint("score BETWEEN 0 AND 1"), nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("id > 0"),
)
Index("story_members_newest", story_members.c.report_id, story_members.c.id)

matter_members = Table(
    "matter_members",
    metadata,
    Column("id", Number, primary_key=True),
    Column("weighing_id", ForeignKey("weighings.id"), nullable=False),
    Column("event_id", ForeignKey("events.id"), nullable=False),
    Column("event_key", Code, nullable=False, index=True),
    Column("matter", Code, nullable=False, index=True),
    Column("score", Double, CheckConstraint("score BETWEEN 0 AND 1"), nullable=False),
    Column("why", Text, nullable=False),
    Column("like", Code),  # the thread that it was likest to
    CheckConstraint("id > 0"),
)
Index("matter_members_newest", matter_members.c.event_id, matter_members.c.id)

matter_states = Table(
    "matter_states",
    metadata,
    Column("id", Number, primary_key=True),
    Column("weighing_id", ForeignKey("weighings.id"), nullable=False, index=True),
    Column("matter", Code, nullable=False),
    Column("type", Code, nullable=False),
    Column("title", Text, nullable=False),
    Column("actors", Text, nullable=False),  # a JSON list, as the next one
    Column("recipients", Text, nullable=False),
    Column("standing", Text, nullable=False),  # a JSON object
    Column("first", Code),  # dates of publication
    Column("last", Code),
    Column("event_first", Code),  # the days in which the event is said to lie
    Column("event_last", Code),
    Column("contested", Boolean, nullable=False),
    Column("origins", Integer, nullable=False),  # how many there are
    Column("reports", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("into", Code),  # of a retired one: the matter in which most of it is now
    CheckConstraint("id > 0"),
)
Index("matter_states_newest", matter_states.c.matter, matter_states.c.id)

matter_decisions = Table(
    "matter_decisions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Code, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Code, nullable=False),
    Column("events", Text, nullable=False),  # a JSON list of events' keys
    Column("anchor", Code),  # of a split: an event that stays
    Column("note", Text, nullable=False),
    Column("undoes", ForeignKey("matter_decisions.id")),
    CheckConstraint("id > 0"),
    CheckConstraint("kind IN ('join', 'split', 'undo')"),
    CheckConstraint("(kind = 'undo') = (undoes IS NOT NULL)"),
)

watches = Table(
    "watches",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Code, nullable=False),
    Column("label", Text, nullable=False),
    Column("actor", Text),  # who acts
    Column("recipient", Text),  # on whom
    Column("party", Text),  # who has a part in it, on either side
    Column("other", Text),  # with `party`: who is on the other side
    Column("type", Code),
    CheckConstraint("id > 0"),
)

watch_ends = Table(
    "watch_ends",
    metadata,
    Column("watch_id", ForeignKey("watches.id"), primary_key=True, autoincrement=False),
    Column("at", Code, nullable=False),
)

SINCE_VERSION_5 = (
    matter_decisions,
    weighings,
    weighed_readings,
    story_members,
    matter_members,
    matter_states,
    watches,
    watch_ends,
)

# ---- what can be made anew ---------------------------------------------------------------------------------

_derived = MetaData()

report_sketches = Table(
    "report_sketches",
    _derived,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("report", ForeignKey(reports.c.number), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
sketched_reports = Table(
    "sketched_reports",
    _derived,
    Column("report", ForeignKey(reports.c.number), primary_key=True, autoincrement=False),
    Column("sketch", LargeBinary, nullable=False),  # its hashes: the same as in report_sketches, by report
)

copy_pairs = Table(
    "copy_pairs",
    _derived,
    Column("one", ForeignKey(reports.c.id), primary_key=True),  # the smaller id
    Column("other", ForeignKey(reports.c.id), primary_key=True, index=True),
    Column("score", Double, nullable=False),
    Column("share_one", Double, nullable=False),
    Column("share_other", Double, nullable=False),
    Column("words", Integer, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
)

thread_readings = Table(
    "thread_readings",
    _derived,
    Column("reading_id", ForeignKey(readings.c.id), primary_key=True, autoincrement=False),
)

threads = Table(
    "threads",
    _derived,
    Column("id", Number, primary_key=True),
    Column("key", Code, nullable=False, unique=True),
    Column("reading_id", ForeignKey(readings.c.id), nullable=False, index=True),
    Column("published", Code),
    Column("start", Code),
    Column("end", Code),
    Column("root", Code, nullable=False),  # the first thread of its matter
    Column("placed", Code, nullable=False, index=True),  # its matter, before decisions
    Column("score", Double, nullable=False),
    Column("why", Text, nullable=False),
    Column("like", Code, index=True),  # the thread that it repeats
    Column("packed", LargeBinary, nullable=False),  # what is compared
    Column("events", Text, nullable=False),  # JSON: the events' keys, and their numbers in `events`
    Column("data", Text, nullable=False),  # JSON: what is compared, in words
    Column("voices", Text, nullable=False),  # JSON: what is weighed, with the words that it rests on
)

thread_keys = Table(
    "thread_keys",
    _derived,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),  # of what the thread is found by
    Column("thread", ForeignKey(threads.c.id), primary_key=True, autoincrement=False, index=True),
    Column("start", Integer, nullable=False),  # days, as proleptic ordinals; all of time where not known
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

DERIVED = (report_sketches, sketched_reports, copy_pairs, thread_readings, threads, thread_keys)


def create_derived(connection: Connection) -> None:
    """Make the tables that can be made anew; part of the transaction that makes the others."""
    _derived.create_all(connection, tables=DERIVED, checkfirst=False)
