"""The tables of the catalogue: what makes a ledger of a million claims quick to leaf through.

They hold nothing of their own: all is computed from readings and weighings, one small transaction at a time
(`rows`), and can be thrown away and made anew at any time (`Catalogue.forget`). None is guarded.

    catalogue_state          one row: up to where readings and weighings were taken up; what grows with each
    catalogue_parties        who acts and speaks, by a small number, with what there is of them
      ├── catalogue_words    the beginnings by which they are found
      └── catalogue_wholes   which party is a part of which
    catalogue_outlets        outlets by a small number
    catalogue_reports        each report with the reading that answers for it, newest first
    catalogue_claims         each claim of these readings, newest first
      ├── catalogue_parts    a party with any part in a claim, and every whole that it belongs to
      └── catalogue_pairs    who does what to whom
    catalogue_partners       how many claims there are of each pair
    catalogue_matters        how each matter stands, in short
      ├── catalogue_sides    its parties
      └── catalogue_origins  those from whom it comes
    catalogue_tallies        how much of each there is

Claims are numbered by their **place** in the order in which they are shown (`places`): newest day
first, undated last, then by report, then by the place in it. A page is a range of places, and so is a period.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    func,
)

from sayso.ledger.schema import Code, Number

__all__ = [
    "CATALOGUE",
    "create_catalogue",
    "origins",
    "outlets",
    "pairs",
    "parties",
    "partners",
    "parts",
    "placed",
    "shelved",
    "sides",
    "standings",
    "state",
    "tallies",
    "wholes",
    "words",
]

_metadata = MetaData()
_Place = BigInteger().with_variant(Integer, "sqlite")  # INTEGER: SQLite then keeps the rows in this order

state = Table(
    "catalogue_state",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1
    Column("serial", BigInteger, nullable=False),  # grows with each change
    Column("at", Code, nullable=False),
    # The last rows that were taken up of the tables of these names.
    Column("parties", BigInteger, nullable=False),
    Column("readings", BigInteger, nullable=False),
    Column("matter_members", BigInteger, nullable=False),
    Column("matter_states", BigInteger, nullable=False),
    Column("story_members", BigInteger, nullable=False),
)

parties = Table(
    "catalogue_parties",
    _metadata,
    Column("number", Number, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Code),
    Column("countries", Text, nullable=False),  # a JSON list
    Column("control", Text),
    Column("known", BigInteger, nullable=False),  # the row of the ledger's `parties` that says so; 0: none
    Column("claims", Integer, nullable=False),  # in which it has any part, as the next three
    Column("by", Integer, nullable=False),
    Column("about", Integer, nullable=False),
    Column("said", Integer, nullable=False),
    Column("spoke", Integer, nullable=False),  # in whose chain it speaks itself, and no part of it
    Column("statements", Integer, nullable=False),  # attributions of which it is the speaker
    Column("origins", Integer, nullable=False),  # matters in which it is an independent origin
)
Index("catalogue_parties_actor", parties.c.actor, unique=True).ddl_if(dialect="sqlite")
Index("catalogue_parties_actor_digest", func.md5(parties.c.actor), unique=True).ddl_if(dialect="postgresql")
Index("catalogue_parties_name", parties.c.name).ddl_if(dialect="sqlite")
Index("catalogue_parties_name_digest", func.md5(parties.c.name)).ddl_if(dialect="postgresql")
Index("catalogue_parties_kind", parties.c.kind, parties.c.claims.desc(), parties.c.number)
for _order in ("claims", "spoke", "statements", "origins"):
    Index(f"catalogue_parties_{_order}", parties.c[_order].desc(), parties.c.number)

words = Table(
    "catalogue_words",
    _metadata,
    Column("word", Code, primary_key=True),  # folded, its beginning
    Column("party", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
Index("catalogue_words_party", words.c.party)

wholes = Table(
    "catalogue_wholes",
    _metadata,
    Column("whole", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
Index("catalogue_wholes_part", wholes.c.part)

outlets = Table(
    "catalogue_outlets",
    _metadata,
    Column("number", Number, primary_key=True),
    Column("name", Text, nullable=False),
)
Index("catalogue_outlets_name", outlets.c.name, unique=True).ddl_if(dialect="sqlite")
Index("catalogue_outlets_name_digest", func.md5(outlets.c.name), unique=True).ddl_if(dialect="postgresql")

shelved = Table(
    "catalogue_reports",
    _metadata,
    Column("place", _Place, primary_key=True, autoincrement=False),  # that of its first claim
    Column("report", BigInteger, nullable=False, unique=True),  # the number in `reports`
    Column("reading", BigInteger, nullable=False, unique=True),
    Column("appearance", BigInteger, nullable=False),  # the one that is shown
    Column("outlet", Integer, nullable=False),  # 0: none
    Column("claims", Integer, nullable=False),
    Column("story", BigInteger, nullable=False, index=True),  # the number of its lead; 0: a story of its own
)
Index("catalogue_reports_outlet", shelved.c.outlet, shelved.c.place)

placed = Table(
    "catalogue_claims",
    _metadata,
    Column("place", _Place, primary_key=True, autoincrement=False),
    Column("claim", BigInteger, nullable=False),  # the number in `claims`
    Column("event", BigInteger, nullable=False),
    Column("sentence", BigInteger, nullable=False),
    Column("type", Integer, nullable=False),  # its place in TYPES; `stance` in STANCES
    Column("stance", Integer, nullable=False),
    Column("outlet", Integer, nullable=False),  # 0: none
    Column("least", Double),  # its least confidence; NULL: it tells none
    Column("matter", Integer, nullable=False),  # 0: none yet
    Column("who", Text, nullable=False),  # parties by their numbers: "actors|recipients|sources"
)
Index("catalogue_claims_sentence", placed.c.sentence, placed.c.matter)
Index("catalogue_claims_type", placed.c.type, placed.c.stance, placed.c.place)
Index("catalogue_claims_outlet", placed.c.outlet, placed.c.place)
Index("catalogue_claims_matter", placed.c.matter, placed.c.place)
Index("catalogue_claims_least", placed.c.least, placed.c.place)

parts = Table(
    "catalogue_parts",
    _metadata,
    Column("party", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("roles", Integer, nullable=False),  # the sum of ACTOR, RECIPIENT, SOURCE, ORIGIN
    Column("type", Integer, nullable=False),
    Column("stance", Integer, nullable=False),
    sqlite_with_rowid=False,
)

pairs = Table(
    "catalogue_pairs",
    _metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),  # who acts
    Column("other", Integer, primary_key=True, autoincrement=False),  # on whom
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("type", Integer, nullable=False),
    Column("stance", Integer, nullable=False),
    Column("dimensions", Integer, nullable=False),  # a bit for each of DIMENSIONS
    sqlite_with_rowid=False,
)

partners = Table(
    "catalogue_partners",
    _metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("other", Integer, primary_key=True, autoincrement=False),
    Column("claims", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("catalogue_partners_other", partners.c.other, partners.c.one)

standings = Table(
    "catalogue_matters",
    _metadata,
    Column("number", Number, primary_key=True),
    Column("matter", Code, nullable=False, unique=True),
    Column("state", BigInteger, nullable=False),  # the row of `matter_states`; 0: none yet
    Column("live", Boolean, nullable=False),  # it has a state and was not retired
    Column("type", Integer, nullable=False),
    Column("last", Integer, nullable=False),  # days, as `places.fade` has them: the newest first
    Column("first", Integer, nullable=False),
    Column("contested", Boolean, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("stances", Integer, nullable=False),  # a bit for each of STANCES that some origin takes
    Column("event_first", Code),
    Column("event_last", Code),
    Column("title", Text, nullable=False),
    Column("folded", Text, nullable=False),  # its words as `search.fold` has them, each after a space
    Column("who", Text, nullable=False),  # parties by their numbers: "actors|recipients"
    Column("in_words", Text, nullable=False),
)
_its = standings.c
# With what is asked of matters beside it: so these need not be read to be left out.
_asked = (_its.contested, _its.origins, _its.type, _its.stances, _its.first, _its.who)
Index("catalogue_matters_last", _its.live, _its.last, _its.reports.desc(), _its.number, *_asked)
Index("catalogue_matters_words", _its.live, _its.folded)
Index("catalogue_matters_origins", _its.live, _its.origins.desc(), _its.number)
Index("catalogue_matters_reports", _its.live, _its.reports.desc(), _its.number)

sides = Table(
    "catalogue_sides",
    _metadata,
    Column("party", Integer, primary_key=True, autoincrement=False),
    Column("matter", Integer, primary_key=True, autoincrement=False),
    Column("roles", Integer, nullable=False),  # ACTOR, RECIPIENT
    sqlite_with_rowid=False,
)
Index("catalogue_sides_matter", sides.c.matter, sides.c.party)

origins = Table(
    "catalogue_origins",
    _metadata,
    Column("matter", Integer, primary_key=True, autoincrement=False),
    Column("party", Integer, primary_key=True, autoincrement=False),
    Column("stances", Integer, nullable=False),
    Column("independent", Boolean, nullable=False),  # it counts: see `Standing.independent`
    sqlite_with_rowid=False,
)
Index("catalogue_origins_party", origins.c.party, origins.c.matter)

tallies = Table(
    "catalogue_tallies",
    _metadata,
    Column("kind", Code, primary_key=True),
    Column("value", Code, primary_key=True),
    Column("n", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

CATALOGUE = (
    state,
    parties,
    words,
    wholes,
    outlets,
    shelved,
    placed,
    parts,
    pairs,
    partners,
    standings,
    sides,
    origins,
    tallies,
)


def create_catalogue(connection: Connection) -> None:
    """Make the tables; part of the transaction that makes the others."""
    _metadata.create_all(connection, tables=CATALOGUE, checkfirst=False)
