"""The ledger: opened, written one report at a time, and asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, func, insert, select

from sayso.errors import LedgerError
from sayso.ingest.reject import storable
from sayso.ledger import claims as claim_queries
from sayso.ledger import lookup, queries, rows, search, speakers
from sayso.ledger.catalogue.catalogue import Catalogue
from sayso.ledger.connect import open_place
from sayso.ledger.list_store import Lists, list_counts
from sayso.ledger.migrate import prepare
from sayso.ledger.named import Named, checked, named
from sayso.ledger.reading_store import readings_of, write_reading
from sayso.ledger.records import ClaimCounts, SourceRanking, Statement, Status, StoredClaim, StoredReject
from sayso.ledger.review_rows import renew
from sayso.ledger.reviews import Reviews
from sayso.ledger.schema import (
    CLAIMS_SINCE,
    LISTS_SINCE,
    appearances,
    or_empty,
    path_is,
    readings,
    rejects,
    reports,
    run_ends,
    runs,
)
from sayso.ledger.screenings import Screenings, count_matched
from sayso.ledger.transactions import asking, next_numbers, now, version_of, writing
from sayso.ledger.weighings import Weighings
from sayso.reading.reading import ReaderVersion, Reading
from sayso.report import Report

if TYPE_CHECKING:
    from sayso.ingest import Reject

_APPEARANCE = ("path", "external_id", "url", "title", "outlet", "authors", "published")
_BATCH = 100  # readings put together at a time


class Ledger:
    """An append-only store of readings, in an SQLite file or a PostgreSQL database.

    `where` is a path or a URL (``postgresql://user@host/name``); None takes the setting ``SAYSO_LEDGER``,
    ``sayso.db`` in the working directory where it is not set. The ledger is made where there is none, unless
    it is `read_only`. `parties` is the file of own parties by which names in questions are understood, as for
    `Reader`; None takes the one that the settings name, if there is one.

    Every method that writes is one transaction: when it returns, its rows are there, whatever happens to the
    process afterwards; when it is cut short, none of them is. Any number of programs may read while one
    writes; a second writer waits up to 30 seconds. A ledger may be shared by threads. Close it, or use it as
    a context manager:

        with Ledger("sayso.db") as ledger:
            for statement in ledger.statements("ceasefire", since="2023-08"):
                print(statement.published, statement.source, statement.content)

    Raises LedgerError (LedgerBusyError where another writer takes too long), here and in every method.
    """

    def __init__(
        self, where: str | Path | None = None, *, read_only: bool = False, parties: Path | None = None
    ) -> None:
        self._own_parties = parties
        if where is None:
            from sayso.settings import Settings

            where = Settings().ledger
        self._place = open_place(where, read_only=read_only)
        try:
            prepare(self._place)
        except BaseException:
            self.close()
            raise

    @property
    def where(self) -> str:
        """The ledger's path, or its URL without a password."""
        return self._place.name

    @property
    def lists(self) -> Lists:
        """The sanctions lists that are kept here, version by version."""
        return Lists(self._place)

    @property
    def screenings(self) -> Screenings:
        """What was found when the parties were screened against the lists."""
        return Screenings(self._place)

    @property
    def weighings(self) -> Weighings:
        """Stories, matters and how they stand, as the reports were weighed."""
        return Weighings(self._place, self._named)

    @property
    def reviews(self) -> Reviews:
        """What people accepted, rejected and corrected of single claims."""
        return Reviews(self._place, self._own_parties)

    @cached_property
    def catalogue(self) -> Catalogue:
        """By what even a large ledger is leafed through quickly; `sayso weigh` brings it up to date."""
        return Catalogue(self._place, self._named)

    def close(self) -> None:
        """Let go of the file or the server. Twice does no harm."""
        self._place.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Ledger({self.where!r})"

    # Writing

    def begin_run(self, reader: ReaderVersion, command: str) -> int:
        """Note that a command begins to write; give the run's number, by which rows can name it."""
        with self._writing() as connection:
            result = connection.execute(
                insert(runs).values(
                    started_at=now(),
                    command=storable(command),
                    reader_version=reader.version,
                    model=reader.model,
                )
            )
            assert result.inserted_primary_key is not None
            return int(result.inserted_primary_key[0])

    def end_run(self, run: int, *, read: int, unchanged: int, rejected: int) -> None:
        """Note that a run came to its end. A run without this row was cut short."""
        with self._writing() as connection:
            connection.execute(
                insert(run_ends).values(
                    run_id=run, ended_at=now(), read=read, unchanged=unchanged, rejected=rejected
                )
            )

    def append(self, reading: Reading, run: int | None = None) -> bool:
        """Store a reading, all of it or nothing.

        Gives True where it is new; False where this reader (version and model) has read this text under this
        date before: then only a new appearance is noted, if path, URL, outlet, title, authors, date or
        external id differ from all that are known. What people decided about the report's claims (`reviews`)
        is applied to a new reading, too, as far as it has these claims.

        Raises LedgerError, and stores nothing, where a span lies outside the text or does not say what it
        should, a claim has a type, stance or confidence that is none, or the date is none.
        """
        rows.check(reading)
        report = reading.report
        with self._writing(lock=report.id) as connection:
            known = connection.scalar(select(reports.c.number).where(reports.c.id == report.id)) is not None
            if not known:
                result = connection.execute(
                    insert(reports).values(
                        id=report.id, text=report.text, language=report.language, seen_at=now()
                    )
                )
                assert result.inserted_primary_key is not None
                search.fill_report(connection, result.inserted_primary_key[0], report.text)
            _note_appearance(connection, report, run)
            if _has_reading(connection, report, reading.reader):
                return False
            write_reading(connection, reading, run)
            if known:
                renew(connection, reading, run)
            return True

    def has_reading(self, report: Report, reader: ReaderVersion) -> bool:
        """Tell whether this reader (version and model) has read this text under this date."""
        with self._asking() as connection:
            return _has_reading(connection, report, reader)

    def append_appearance(self, report: Report, run: int | None = None) -> bool:
        """Note where a known text was seen; True where that is new.

        Raises LedgerError for a new text, and for a date that is none.
        """
        rows.check_report(report)
        with self._writing(lock=report.id) as connection:
            if connection.scalar(select(reports.c.number).where(reports.c.id == report.id)) is None:
                raise LedgerError(
                    f"Report {report.id[:12]} is not in the ledger yet; append its reading first"
                )
            return _note_appearance(connection, report, run)

    def append_reject(self, reject: Reject, run: int | None = None) -> None:
        """Note an input that did not become a report, once.

        The same path, locator, reason and message are one reject, unless the path was read in between.
        Standard input (``-``) is another one each time: there they are one within a run only, and each a new
        one where no run is given.
        """
        path, locator, message = storable(reject.path), storable(reject.locator), storable(reject.message)
        parts = (path, locator, reject.reason, message)
        with self._writing(lock="\n".join(map(str, parts))) as connection:
            values: dict[str, Any] = {}
            if path is None or path == "-":
                if run is None:
                    (values["id"],) = next_numbers(connection, {"rejects": 1})["rejects"]
                key = rows.reject_key(*parts, run, values.get("id"))
            else:
                if locator is None:
                    values["after_appearance"] = _last_appearance(connection, path)
                key = rows.reject_key(*parts, values.get("after_appearance"))
            if connection.scalar(select(rejects.c.id).where(rejects.c.key == key)) is None:
                connection.execute(
                    insert(rejects).values(
                        path=path,
                        locator=locator,
                        reason=reject.reason,
                        message=message,
                        seen_at=now(),
                        run_id=run,
                        key=key,
                        **values,
                    )
                )

    # Asking

    def reading(self, ref: str) -> Reading:
        """Give the newest reading of a report.

        `ref` is the report's id, its path, external id or URL, the beginning of its id (four characters or
        more), or its file name: of several that fit, the kind named first counts. The report is described as
        it was first seen with the date that the reading was made with.

        Raises NotFoundError, and UsageError where several reports are meant.
        """
        with self._asking() as connection:
            report_id = lookup.resolve(connection, ref)
            return next(readings_of(connection, [report_id]))

    def readings(self) -> Iterator[Reading]:
        """Give the newest reading of each report, in the order in which the reports came."""
        with self._asking() as connection:
            query = select(reports.c.id).order_by(reports.c.number)
            for ids in connection.scalars(query, execution_options={"yield_per": _BATCH}).partitions():
                yield from readings_of(connection, ids)

    def reports(self, words: str | None = None) -> list[Report]:
        """Give the reports whose text holds all `words` (as in `statements`), newest publication first."""
        with self._asking() as connection:
            ids = list(queries.matching_reports(connection, words))
            found = {
                reading.report.id: reading.report
                for start in range(0, len(ids), _BATCH)
                for reading in readings_of(connection, ids[start : start + _BATCH])
            }
            return [found[report_id] for report_id in ids]

    def statements(
        self,
        text: str | None = None,
        *,
        source: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Statement]:
        """Find statements by what is said, who says it, where and when; all of them where nothing is asked.

        `text` is words that all occur in the content, "words in quotes" that stand together, ``prefix*``.
        `source` is who speaks, a party or words of a name as for `claims`. Case, accents and punctuation do
        not count, and nothing that is typed is an error. `outlet` is a part of the name, in any case. `since`
        and `until` are dates of publication (``2023``, ``2023-08`` or ``2023-08-21``), both included.
        `report` is a name as `reading` takes it.

        They come newest publication first, undated ones last, then by report and by place in it, also where
        `text` is given. Only the newest reading of each report is searched.

        Raises UsageError for a date that is none, NotFoundError where there is no such report.
        """
        question = queries.ask(text, source=self._named(source), outlet=outlet, since=since, until=until)
        if report is not None:
            with self._asking() as connection:
                question = replace(question, report_id=lookup.resolve(connection, report))
        return self._statements(question, limit)

    def _statements(self, question: queries.Question, limit: int | None) -> Iterator[Statement]:
        with self._asking() as connection:
            yield from queries.statements(connection, question, limit, version_of(connection))

    def _named(self, words: str | None) -> Named | None:
        """Find whom a name in a question means."""
        if not words or not words.strip():
            return None
        return named(words, self._additions)

    @cached_property
    def _additions(self) -> Path | None:
        """The file of own parties, looked for once."""
        if self._own_parties is not None:
            return self._own_parties
        from sayso.settings import Settings

        return Settings().own_parties

    def claims(
        self,
        text: str | None = None,
        *,
        type: str | Iterable[str] | None = None,
        actor: str | None = None,
        recipient: str | None = None,
        stance: str | Iterable[str] | None = None,
        origin: str | None = None,
        source: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        report: str | None = None,
        min_confidence: float | None = None,
        limit: int | None = None,
    ) -> Iterator[StoredClaim]:
        """Find claims by the event, who does it to whom, who says so and how; all where nothing is asked.

        `text` is words that all occur in the sentence, written as for `statements`. `actor` and `recipient`
        name one of the event's parties, `source` any speaker in the chain, `origin` the last one, from whom
        it comes. Where the gazetteer knows somebody by such a name (in any spelling, or by id, demonym, ISO
        code or COW number: ``"iran"``, ``"IRN"``, ``"IR"``, ``"iranian"`` and ``"630"`` are one), that party
        is meant and whoever is a part of it, whatever a report calls them: Iran's Revolutionary Guards act
        for Iran. A name that it does not know is sought in the words of the report and in the name of the
        party that was resolved, and so is every name where none was resolved; "words in quotes" and
        ``prefix*`` always are. `type` and `stance` are one value or several, in
        any case (``"AID"``, ``["denies", "doubts"]``). `min_confidence` leaves out claims of which any part
        is less sure than that, or that tell no confidence. `outlet`, `since`, `until` and `report` are as for
        `statements`.

        They come newest publication first, undated ones last, then by report and by place in it. Only the
        newest reading of each report is searched.

        Raises UsageError for a type, stance, confidence or date that is none and for a file of own parties
        that is wrong, NotFoundError where there is no such report.
        """
        question = claim_queries.ask(
            text,
            type=type,
            actor=self._named(actor),
            recipient=self._named(recipient),
            stance=stance,
            origin=self._named(origin),
            source=self._named(source),
            min_confidence=min_confidence,
            where=queries.ask(outlet=outlet, since=since, until=until),
        )
        if report is not None:
            with self._asking() as connection:
                where = replace(question.where, report_id=lookup.resolve(connection, report))
            question = replace(question, where=where)
        return self._claims(question, limit)

    def _claims(self, question: claim_queries.Question, limit: int | None) -> Iterator[StoredClaim]:
        with self._asking() as connection:
            version = version_of(connection)
            if version >= CLAIMS_SINCE:
                yield from claim_queries.stored_claims(connection, question, limit, version)

    def sources(
        self,
        *,
        limit: int | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        pronouns: bool = False,
    ) -> SourceRanking:
        """Rank the speakers by the number of their statements: a list of SourceCount.

        A party is one speaker, whatever the reports call it, and shown by its name. Where no party was
        resolved, spellings that differ in case, white space, a leading "the" or a possessive are one speaker,
        shown in the commonest one. Speakers that are only a pronoun ("he") of which nobody could tell whom it
        means are left out, unless `pronouns`, and counted in the list's `by_pronoun`, as statements that name
        nobody are in `by_nobody`.

        Raises UsageError for a date that is none.
        """
        question = queries.ask(outlet=outlet, since=since, until=until)
        with self._asking() as connection:
            return speakers.sources(connection, question, limit, version_of(connection), pronouns=pronouns)

    def rejects(self, everything: bool = False) -> Iterator[StoredReject]:
        """Give the rejects in the order in which they were met.

        Whole inputs that have since been read (an appearance of the same path came after the reject) are
        left out, unless `everything` is asked for.
        """
        with self._asking() as connection:
            yield from queries.stored_rejects(connection, everything=everything)

    def status(self) -> Status:
        """Count what the ledger holds."""
        with self._asking() as connection:
            version = version_of(connection)
            known = version >= CLAIMS_SINCE
            counts = claim_queries.count(connection) if known else ClaimCounts()
            found = queries.status(connection, self.where, version, counts, checked())
            if version < LISTS_SINCE:
                return found
            return replace(found, lists=list_counts(connection), listed=count_matched(connection))

    # Transactions

    def _asking(self) -> AbstractContextManager[Connection]:
        return asking(self._place)

    def _writing(self, lock: str | None = None) -> AbstractContextManager[Connection]:
        return writing(self._place, lock)


def _has_reading(connection: Connection, report: Report, reader: ReaderVersion) -> bool:
    query = select(readings.c.id).where(
        readings.c.report_id == report.id,
        readings.c.reader_version == reader.version,
        readings.c.model == reader.model,
        or_empty(readings.c.published) == (report.published or ""),
    )
    return connection.scalar(query) is not None


def _note_appearance(connection: Connection, report: Report, run: int | None) -> bool:
    row = rows.appearance_row(report)
    same = [appearances.c[name].is_not_distinct_from(row[name]) for name in _APPEARANCE]
    query = select(appearances.c.id).where(appearances.c.report_id == report.id, *same)
    if connection.scalar(query.limit(1)) is not None:
        return False
    connection.execute(insert(appearances).values(report_id=report.id, seen_at=now(), run_id=run, **row))
    return True


def _last_appearance(connection: Connection, path: str) -> int | None:
    query = select(func.max(appearances.c.id)).where(path_is(connection.dialect.name, path))
    last: int | None = connection.scalar(query)
    return last
