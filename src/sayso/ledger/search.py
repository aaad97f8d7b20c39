"""Full-text search: FTS5 in SQLite, tsvector in PostgreSQL, asked in the same words.

What people type is a list of words that must all occur; "words in quotes" must stand together, and an
asterisk at the end of a word stands for any ending. Case, accents and punctuation do not count. Nothing that
is typed is an error: what is no word is left out.

The indexes hold no words of their own. SQLite's are external-content tables, filled by triggers from the rows
they index (Datasette recognises them); PostgreSQL's are filled by the functions `fill_…` in the same
transaction, folded here, so that they do not depend on the language of the database; so is the index that
finds the parties within another one, in both. A hit is always shown
from the guarded rows: an index that was tampered with can hide a statement, never invent or alter one, and
SQLite makes it anew with ``INSERT INTO statement_search (statement_search) VALUES ('rebuild')``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, TextClause, text

if TYPE_CHECKING:
    from sayso.reading.reading import Party

_SQLITE = (
    "CREATE VIRTUAL TABLE statement_search USING fts5("
    "source_text, content_text, content='attributions', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER attributions_search AFTER INSERT ON attributions BEGIN "
    "INSERT INTO statement_search (rowid, source_text, content_text) "
    "VALUES (NEW.id, NEW.source_text, NEW.content_text); END",
    "CREATE VIRTUAL TABLE report_search USING fts5("
    "text, content='reports', content_rowid='number', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER reports_search AFTER INSERT ON reports BEGIN "
    "INSERT INTO report_search (rowid, text) VALUES (NEW.number, NEW.text); END",
)
_POSTGRESQL = (
    "CREATE TABLE statement_search (id bigint PRIMARY KEY REFERENCES attributions (id), "
    "source_text tsvector NOT NULL, content_text tsvector NOT NULL)",
    "CREATE INDEX statement_search_content ON statement_search USING gin (content_text)",
    "CREATE INDEX statement_search_source ON statement_search USING gin (source_text)",
    "CREATE TABLE report_search (number bigint PRIMARY KEY REFERENCES reports (number), "
    "text tsvector NOT NULL)",
    "CREATE INDEX report_search_text ON report_search USING gin (text)",
)
_SQLITE_CLAIMS = (
    # Who acts and on whom; what else has a part in an event is sought in the sentence.
    "CREATE VIEW event_parties AS SELECT * FROM event_parts WHERE role IN ('actor', 'recipient')",
    "CREATE VIRTUAL TABLE sentence_search USING fts5("
    "text, content='sentences', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER sentences_search AFTER INSERT ON sentences BEGIN "
    "INSERT INTO sentence_search (rowid, text) VALUES (NEW.id, NEW.text); END",
    "CREATE VIRTUAL TABLE party_search USING fts5("
    "text, name, content='event_parties', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER event_parts_search AFTER INSERT ON event_parts "
    "WHEN NEW.role IN ('actor', 'recipient') BEGIN "
    "INSERT INTO party_search (rowid, text, name) VALUES (NEW.id, NEW.text, NEW.name); END",
    "CREATE VIRTUAL TABLE source_search USING fts5("
    "text, name, content='claim_sources', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER claim_sources_search AFTER INSERT ON claim_sources BEGIN "
    "INSERT INTO source_search (rowid, text, name) VALUES (NEW.id, NEW.text, NEW.name); END",
)
_POSTGRESQL_CLAIMS = tuple(
    statement
    for index, of in (
        ("sentence_search", "sentences"),
        ("party_search", "event_parts"),
        ("source_search", "claim_sources"),
    )
    for statement in (
        f"CREATE TABLE {index} (id bigint PRIMARY KEY REFERENCES {of} (id), words tsvector NOT NULL)",
        f"CREATE INDEX {index}_words ON {index} USING gin (words)",
    )
)

# Which parties belong to which: of these not the words are sought, but the whole id.
_SQLITE_PARTIES = (
    "CREATE TABLE whole_search (whole TEXT NOT NULL, party_id INTEGER NOT NULL REFERENCES parties (id), "
    "PRIMARY KEY (whole, party_id)) WITHOUT ROWID",
)
_POSTGRESQL_PARTIES = (
    "CREATE TABLE whole_search (whole text NOT NULL, party_id bigint NOT NULL REFERENCES parties (id))",
    "CREATE INDEX whole_search_digest ON whole_search (md5(whole), party_id)",
)
# What a screener makes of a version of a list; `screenings` keeps it and gives it back.
_SQLITE_LISTS = (
    "CREATE TABLE screening_indexes (version_id INTEGER NOT NULL REFERENCES list_versions (id), "
    "algorithm TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (version_id, algorithm))",
)
_POSTGRESQL_LISTS = (
    "CREATE TABLE screening_indexes (version_id bigint NOT NULL REFERENCES list_versions (id), "
    "algorithm text NOT NULL, data bytea NOT NULL, PRIMARY KEY (version_id, algorithm))",
)
_FILL_PARTIES = text("INSERT INTO whole_search (whole, party_id) VALUES (:whole, :party)")

_FILL_STATEMENTS = text(
    "INSERT INTO statement_search (id, source_text, content_text) "
    "VALUES (:id, CAST(:source AS tsvector), CAST(:content AS tsvector))"
)
_FILL_REPORTS = text("INSERT INTO report_search (number, text) VALUES (:number, CAST(:words AS tsvector))")
_FILL = {
    index: text(f"INSERT INTO {index} (id, words) VALUES (:id, CAST(:words AS tsvector))")
    for index in ("sentence_search", "party_search", "source_search")
}

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_PIECE = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_MOST_SPELLINGS = 64
_ARTICLES = {"the", "a", "an"}
# PostgreSQL's bounds for one tsvector (1 MiB), one word of it (2 KiB) and the places it remembers.
_MOST_BYTES, _LONGEST_WORD, _LAST_PLACE = 900_000, 500, 16_383


def create(connection: Connection) -> None:
    """Make the indexes; part of the transaction that makes the tables."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)
    create_for_claims(connection)
    create_for_parties(connection)
    create_for_lists(connection)


def create_for_claims(connection: Connection) -> None:
    """Make the indexes of what came with version 2."""
    for statement in _SQLITE_CLAIMS if connection.dialect.name == "sqlite" else _POSTGRESQL_CLAIMS:
        connection.exec_driver_sql(statement)


def create_for_parties(connection: Connection) -> None:
    """Make the index of what came with version 3."""
    for statement in _SQLITE_PARTIES if connection.dialect.name == "sqlite" else _POSTGRESQL_PARTIES:
        connection.exec_driver_sql(statement)


def create_for_lists(connection: Connection) -> None:
    """Make the index of what came with version 4."""
    for statement in _SQLITE_LISTS if connection.dialect.name == "sqlite" else _POSTGRESQL_LISTS:
        connection.exec_driver_sql(statement)


def fill_statements(connection: Connection, attributions: Sequence[Mapping[str, Any]]) -> None:
    """Index new rows of `attributions`, where the database does not do so by itself."""
    if attributions and connection.dialect.name != "sqlite":
        connection.execute(
            _FILL_STATEMENTS,
            [
                {
                    "id": row["id"],
                    "source": _vector(row["source_text"] or ""),
                    "content": _vector(row["content_text"]),
                }
                for row in attributions
            ],
        )


def fill_report(connection: Connection, number: int, words: str) -> None:
    """Index a new row of `reports`, where the database does not do so by itself."""
    if connection.dialect.name != "sqlite":
        connection.execute(_FILL_REPORTS, {"number": number, "words": _vector(words)})


def fill_claims(
    connection: Connection,
    sentences: Sequence[Mapping[str, Any]],
    parts: Sequence[Mapping[str, Any]],
    sources: Sequence[Mapping[str, Any]],
) -> None:
    """Index new rows of `sentences`, `event_parts` and `claim_sources`, where the database does not do so by
    itself.
    """
    if connection.dialect.name == "sqlite":
        return
    parties = [row for row in parts if row["role"] in ("actor", "recipient")]
    for index, rows in (
        ("sentence_search", sentences),
        ("party_search", parties),
        ("source_search", sources),
    ):
        if rows:
            connection.execute(
                _FILL[index],
                [{"id": row["id"], "words": _vector(row["text"], row.get("name") or "")} for row in rows],
            )


def fill_parties(connection: Connection, parties: Iterable[tuple[int, Party]]) -> None:
    """Index new rows of `parties`, each by its number."""
    wholes = [
        {"whole": whole, "party": number}
        for number, party in parties
        for whole in dict.fromkeys(party.within)
    ]
    if wholes:
        connection.execute(_FILL_PARTIES, wholes)


def fold(words: str) -> list[str]:
    """Give the words of a text without case and accents: "Château-d’Eau" is chateau, d, eau."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", words))
    return _WORD.findall(bare.casefold())


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, folded; where `prefix`, the last one may go on. `typed` is how they were
    written.
    """

    words: tuple[str, ...]
    prefix: bool = False
    typed: tuple[str, ...] = ()


def parse(query: str) -> list[Term]:
    """Read what a person typed. Never raises; a query without a word gives no terms."""
    query = query.translate(_QUOTES)
    if query.count('"') % 2:  # a quotation mark without a partner is only punctuation
        head, _, tail = query.rpartition('"')
        query = f"{head} {tail}"
    terms = []
    for phrase, starred, word in _PIECE.findall(query):
        piece = word or phrase
        if words := tuple(fold(piece)):
            typed = tuple(_WORD.findall(unicodedata.normalize("NFC", piece)))
            terms.append(Term(words, bool(starred) or piece.endswith("*"), typed))
    return terms


def parse_source(query: str) -> list[Term]:
    """Read a speaker's name: as `parse`, but an article counts only where there is nothing else."""
    terms = parse(query)
    return [term for term in terms if not set(term.words) <= _ARTICLES] or terms


def statements_matching(dialect: str, terms: Iterable[Term]) -> TextClause:
    """Give a condition on `attributions`: all terms occur in the content."""
    return _matching(
        dialect, "attributions.id", "statement_search", "content_text", "content", terms, "content_text"
    )


def speakers_matching(dialect: str, key: str, terms: Iterable[Term]) -> TextClause:
    """Give a condition on `attributions`: all terms occur in the source. `key` only keeps several such
    conditions in one query apart.
    """
    return _matching(dialect, "attributions.id", "statement_search", "source_text", key, terms, "source_text")


def reports_matching(dialect: str, terms: Iterable[Term]) -> TextClause:
    """Give a condition on `reports`: all terms occur in the text."""
    if dialect == "sqlite":
        return text(
            "reports.number IN (SELECT rowid FROM report_search WHERE report_search MATCH :words)"
        ).bindparams(words=_fts5("text", terms))
    return text(
        "reports.number IN (SELECT number FROM report_search WHERE text @@ CAST(:words AS tsquery))"
    ).bindparams(words=_tsquery(terms))


def sentences_matching(dialect: str, terms: Iterable[Term]) -> TextClause:
    """Give a condition on `claims`: all terms occur in the sentence."""
    return _matching(dialect, "claims.sentence_id", "sentence_search", "text", "sentence", terms)


def parties_matching(dialect: str, role: str, terms: Iterable[Term]) -> TextClause:
    """Give a condition on `event_parts`: all terms occur in the words or the name of one. `role` only keeps
    several such conditions in one query apart.
    """
    return _matching(dialect, "event_parts.id", "party_search", "{text name}", role, terms)


def links_matching(dialect: str, role: str, terms: Iterable[Term]) -> TextClause:
    """Give a condition on `claim_sources`, as `parties_matching` does."""
    return _matching(dialect, "claim_sources.id", "source_search", "{text name}", role, terms)


def _matching(
    dialect: str,
    number: str,
    index: str,
    columns: str,
    key: str,
    terms: Iterable[Term],
    vector: str = "words",
) -> TextClause:
    if dialect == "sqlite":
        condition, words = f"SELECT rowid FROM {index} WHERE {index} MATCH :{key}", _fts5(columns, terms)
    else:
        condition = f"SELECT id FROM {index} WHERE {vector} @@ CAST(:{key} AS tsquery)"
        words = _tsquery(terms)
    return text(f"{number} IN ({condition})").bindparams(**{key: words})


def _fts5(column: str, terms: Iterable[Term]) -> str:
    # Words are letters and digits only, so nothing in them can end the quotation.
    either = [
        " OR ".join(f'"{" ".join(words)}"{" *" if term.prefix else ""}' for words in _spellings(term))
        for term in terms
    ]
    return f"{column} : ({' AND '.join(f'({phrases})' for phrases in either)})"


def _spellings(term: Term) -> Iterable[tuple[str, ...]]:
    """Give the ways in which FTS5 may have indexed words that `fold` makes one.

    Its tokenizer keeps ß (to `fold` it is ss) and takes fewer marks off than `fold`, so the words are also
    asked for as they were typed.
    """
    last = len(term.words) - 1
    each = (tuple(_with_eszett(word, term.prefix and at == last)) for at, word in enumerate(term.words))
    return dict.fromkeys([term.words, term.typed or term.words, *islice(product(*each), _MOST_SPELLINGS)])


def _with_eszett(word: str, prefix: bool) -> Iterator[str]:
    pieces = word.split("ss")
    for joints in islice(product(("ss", "ß"), repeat=len(pieces) - 1), _MOST_SPELLINGS):
        yield "".join(map("".join, zip(pieces, (*joints, ""), strict=True)))
    if prefix and pieces[-1].endswith("s"):  # the beginning of an ß
        yield f"{word[:-1]}ß"


def _tsquery(terms: Iterable[Term]) -> str:
    return " & ".join(
        "("
        + " <-> ".join(f"'{word[:_LONGEST_WORD]}'" for word in term.words)
        + (":*" if term.prefix else "")
        + ")"
        for term in terms
    )


def _vector(*texts: str) -> str:
    """Write the words of some texts as PostgreSQL's tsvector, with their places, without asking its parser.
    Between two texts a place stays free, so that no phrase reaches across.

    What is beyond PostgreSQL's bound for one vector is not indexed: the words of some 150 pages all fit.
    """
    places: dict[str, list[str]] = {}
    size = place = 0
    for each in texts:
        for word in fold(each):
            place += 1
            known = places.setdefault(word[:_LONGEST_WORD], [])
            size += 4 if known else len(word[:_LONGEST_WORD].encode()) + 8
            if size > _MOST_BYTES:
                break
            known.append(str(min(place, _LAST_PLACE)))
        place += 1
    return " ".join(f"'{word}':{','.join(known)}" for word, known in places.items() if known)
