"""The catalogue: by what even a ledger of a million claims is leafed through quickly.

Its tables (`catalogue.schema`) are computed from readings and weighings and brought up to date in small steps
(`sayso.run.cataloguing.catalogue`). Meanwhile it answers for what it has: `Catalogue.state` tells up to when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, select

from sayso.errors import UncataloguedError
from sayso.ledger.catalogue import claims as claim_answers
from sayso.ledger.catalogue import matters as matter_answers
from sayso.ledger.catalogue import parties as party_answers
from sayso.ledger.catalogue import reports as report_answers
from sayso.ledger.catalogue import schema as tables
from sayso.ledger.catalogue import upkeep
from sayso.ledger.catalogue.fixed import Fixed
from sayso.ledger.catalogue.matters import MatterOrder
from sayso.ledger.catalogue.parties import PartyOrder, SourceOrder
from sayso.ledger.catalogue.records import (
    CataloguedClaim,
    CatalogueState,
    ClaimsAsked,
    Counts,
    Facets,
    MatterRow,
    MattersAsked,
    Network,
    Page,
    PairTally,
    Partner,
    PartyRow,
    ReportRow,
    RunRow,
    SourceRow,
)
from sayso.ledger.connect import Place
from sayso.ledger.matter_records import MatterClaim
from sayso.ledger.named import Named
from sayso.ledger.schema import CATALOGUE_SINCE
from sayso.ledger.transactions import asking, together, version_of, writing

__all__ = ["Catalogue"]


class Catalogue:
    """What the desk asks of a ledger; `Ledger.catalogue` gives it.

    Every question is answered in some milliseconds, page by page: a page tells by `next` where the next one
    begins, to be given as `cursor`. Dates of publication are those of the appearance that is shown with a
    report (see `Ledger.claims`), and so are outlets. Names are understood as in `Ledger.claims`, and mean the
    party and whoever is a part of it; only where no party is called so, they are sought in the words of the
    reports.

    Raises LedgerError as `Ledger` does, and, in every question, where there is no catalogue yet; UsageError
    for a cursor that is none.
    """

    def __init__(self, place: Place, named: Callable[[str | None], Named | None]) -> None:
        self._place = place
        self._named = named
        self._version = 0

    # Upkeep

    def bring_up_to_date(self, at_most: int = 500) -> tuple[int, bool]:
        """Take up what is new, in one transaction: at most so many readings. Gives how many these were, and
        whether there may be more to do.
        """
        with writing(self._place, "catalogue") as connection:
            return upkeep.bring_up(connection, at_most)

    def forget(self) -> None:
        """Throw the catalogue away; all of it is then to be made anew. Nothing is lost by that but time."""
        with writing(self._place, "catalogue") as connection:
            upkeep.forget(connection)

    @property
    def ready(self) -> bool:
        """Whether there is a catalogue that can be asked (perhaps not up to date: see `state`)."""
        with asking(self._place) as connection:
            return _ready(connection, version_of(connection))

    def state(self) -> CatalogueState:
        """Tell up to when the catalogue is, and what it lacks."""
        with asking(self._place) as connection:
            if version_of(connection) < CATALOGUE_SINCE:
                return CatalogueState(ready=False, at=None, serial=0, pending=0, pending_matters=False)
            return report_answers.state(connection)

    def stamp(self) -> str:
        """Give a word that is another one as soon as any answer about this ledger may be: for caches."""
        with asking(self._place) as connection:
            if version_of(connection) < CATALOGUE_SINCE:
                return "0"
            return report_answers.stamp(connection)

    # What there is

    def counts(self) -> Counts:
        """Count what the catalogue holds."""
        with self._asking() as (connection, _):
            return report_answers.counts(connection)

    def running(self) -> list[RunRow]:
        """Give the runs that are writing right now, the newest first."""
        with self._asking() as (connection, _):
            return report_answers.running(connection)

    # Claims

    def claims(
        self, asked: ClaimsAsked | None = None, cursor: str | None = None, limit: int = 50
    ) -> Page[CataloguedClaim]:
        """Find claims: newest publication first, undated ones last, then by report and by place in it.

        Raises UsageError for a type, stance, confidence or date that is none, NotFoundError where there is no
        such matter or report.
        """
        with self._asking() as (connection, version):
            question = claim_answers.question(connection, asked or ClaimsAsked(), self._named, version)
            return claim_answers.page(connection, question, cursor, limit, version)

    def facets(self, asked: ClaimsAsked | None = None) -> Facets:
        """Count the claims that fit, the newest 1,000, by what they have in common. Raises as `claims`."""
        with self._asking() as (connection, version):
            question = claim_answers.question(connection, asked or ClaimsAsked(), self._named, version)
            return claim_answers.facets(connection, question)

    def found(
        self, asked: ClaimsAsked | None = None, cursor: str | None = None, limit: int = 50
    ) -> tuple[Page[CataloguedClaim], Facets]:
        """Give what `claims` and `facets` do; together they take less."""
        with self._asking() as (connection, version):
            question = claim_answers.question(connection, asked or ClaimsAsked(), self._named, version)
            return claim_answers.page_and_facets(connection, question, cursor, limit, version)

    def together(self) -> AbstractContextManager[None]:
        """Let all that this thread asks of the ledger meanwhile be answered from one view: it is quicker, and
        all of it fits together. Nothing may be written within.
        """
        return together(self._place)

    def unsure(self, cursor: str | None = None, limit: int = 50) -> Page[CataloguedClaim]:
        """Give the claims of whose least sure part the reader is least sure; those that tell no confidence
        are left out.
        """
        with self._asking() as (connection, version):
            return claim_answers.unsure(connection, cursor, limit, version)

    # Matters

    def matters(
        self,
        asked: MattersAsked | None = None,
        cursor: str | None = None,
        limit: int = 50,
        order: MatterOrder = "last",
    ) -> Page[MatterRow]:
        """Find matters: those last reported first (undated ones last), or with the most independent origins
        or reports. Raises UsageError for a type, stance or date that is none.
        """
        with self._asking() as (connection, _):
            return matter_answers.matters(
                connection, asked or MattersAsked(), self._named, cursor, limit, order
            )

    def matter_claims(
        self, matter: str, cursor: str | None = None, limit: int = 50, *, oldest: bool = False
    ) -> Page[MatterClaim]:
        """Give the claims on a matter, newest publication first or `oldest` first, undated ones last. Raises
        as `Weighings.matter` does.
        """
        with self._asking() as (connection, version):
            return matter_answers.matter_claims(connection, matter, cursor, limit, version, oldest=oldest)

    def network(self, asked: MattersAsked | None = None, nodes: int = 200) -> Network:
        """Give the parties of the matters that fit as a graph: the newest 5,000 matters, at most so many
        parties. Raises as `matters` does.
        """
        with self._asking() as (connection, _):
            return matter_answers.network(connection, asked or MattersAsked(), self._named, nodes)

    # Parties

    def parties(
        self,
        words: str | None = None,
        kind: str | None = None,
        country: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
        order: PartyOrder = "claims",
    ) -> Page[PartyRow]:
        """Find parties with a part in some claim, by beginnings of words of their name or id, by another
        name, by kind, by country (ISO 3166-1 alpha-2).
        """
        with self._asking() as (connection, _):
            return party_answers.parties(connection, self._named, words, kind, country, cursor, limit, order)

    def party(self, ref: str) -> PartyRow:
        """Give a party by its id, or a name that only it has. Raises NotFoundError, and UsageError where
        several are meant.
        """
        with self._asking() as (connection, _):
            return party_answers.party(connection, self._named, ref)

    def partners(self, party: str, limit: int = 20) -> tuple[Partner, ...]:
        """Give those that a party has most to do with, its own wholes and parts left out. Raises as `party`
        does.
        """
        with self._asking() as (connection, _):
            return party_answers.partners(connection, self._named, party, limit)

    def pair(self, one: str, other: str, since: str | None = None, until: str | None = None) -> PairTally:
        """Count what two parties do to each other, month by month. Raises as `party` does, and UsageError for
        a date that is none.
        """
        with self._asking() as (connection, _):
            return party_answers.pair(connection, self._named, one, other, since, until)

    def sources(
        self, order: SourceOrder = "origins", cursor: str | None = None, limit: int = 50
    ) -> Page[SourceRow]:
        """Rank sources: by the matters of which they are an independent origin, by the claims in whose chain
        they speak, or by statements.
        """
        with self._asking() as (connection, _):
            return party_answers.sources(connection, order, cursor, limit)

    # Reports

    def reports(
        self,
        words: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[ReportRow]:
        """Find reports by words in their text, outlet and date: newest publication first, undated ones last.
        Raises UsageError for a date that is none.
        """
        with self._asking() as (connection, _):
            return report_answers.page(connection, words, outlet, since, until, cursor, limit)

    def texts(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Give the texts of some reports, by their ids."""
        with self._asking() as (connection, _):
            return report_answers.texts(connection, report_ids)

    @contextmanager
    def _asking(self) -> Iterator[tuple[Connection, int]]:
        with asking(self._place) as connection:
            version = self._version
            if version < CATALOGUE_SINCE:  # it never goes back
                version = self._version = version_of(connection)
            if not _ready(connection, version):
                raise UncataloguedError(
                    "There is no catalogue of this ledger yet; run `sayso weigh` to make it"
                )
            yield connection, version


def _ready(connection: Connection, version: int) -> bool:
    if version < CATALOGUE_SINCE:
        return False
    return _STATE.one(connection) is not None


_STATE = Fixed(lambda dialect: select(tables.state.c.id))
