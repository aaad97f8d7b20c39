"""Stories and matters in the ledger: kept by steps of weighing, corrected by people, asked for by anybody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from sayso.errors import NotFoundError, UsageError
from sayso.ingest.reject import storable
from sayso.ledger import changes as change_queries
from sayso.ledger import matter_queries, weigh_rows
from sayso.ledger.catalogue.records import Page
from sayso.ledger.connect import Place
from sayso.ledger.lookup import resolve
from sayso.ledger.matter_queries import Asked
from sayso.ledger.matter_records import Change, Decision, MatterClaim, StoredMatter, StoredStory, Watch
from sayso.ledger.named import Named
from sayso.ledger.schema import WEIGHINGS_SINCE
from sayso.ledger.transactions import asking, now, version_of, writing
from sayso.ledger.weigh_rows import Pending, View
from sayso.ledger.weigh_schema import matter_decisions, watch_ends, watches

__all__ = ["Weighings", "decision_from"]


class Weighings:
    """What weighing found in a ledger; `Ledger.weighings` gives it. Raises LedgerError as `Ledger` does."""

    def __init__(self, place: Place, named: Callable[[str | None], Named | None]) -> None:
        self._place = place
        self._named = named

    # Weighing

    @property
    def address(self) -> str | None:
        """Where another process of this program opens the same ledger; None where it could not."""
        if self._place.engine.dialect.name != "sqlite":
            return self._place.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        path = Path(self._place.name).absolute()
        return str(path) if path.exists() else None

    def pending(self) -> list[Pending]:
        """Give the newest readings that were not taken up yet: by date of publication, undated ones last."""
        with asking(self._place) as connection:
            return weigh_rows.pending(connection) if version_of(connection) >= WEIGHINGS_SINCE else []

    @contextmanager
    def viewing(self) -> Iterator[View]:
        """One consistent view of what a step of weighing needs."""
        with asking(self._place) as connection:
            yield View(connection)

    @contextmanager
    def changing(self) -> Iterator[View]:
        """One transaction that writes; other steps of weighing wait for it."""
        with writing(self._place, "weighing") as connection:
            yield View(connection)

    def forget(self) -> None:
        """Throw away what can be made anew (sketches, threads): all readings are then to be taken up again.
        Stories, matters and decisions stay as they are.
        """
        with writing(self._place, "weighing") as connection:
            weigh_rows.forget(connection)

    # Asking

    def matters(
        self,
        words: str | None = None,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        type: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        contested: bool | None = None,
        limit: int | None = None,
    ) -> list[StoredMatter]:
        """Find matters by their events: by who acts on whom and how (all of it in one event), by words in the
        sentence; asked for as in `Ledger.claims`. `since` and `until` are dates of publication: some report
        was published in between. They come last reported first, undated ones last.

        Raises UsageError for a type or date that is none.
        """
        terms, first, last, types = matter_queries.checked(words=words, since=since, until=until, types=type)
        asked = Asked(self._named(actor), self._named(recipient), types, terms, first, last, contested)
        with asking(self._place) as connection:
            version = version_of(connection)
            return matter_queries.find(connection, asked, version, limit) if _known(connection) else []

    def matter(self, ref: str) -> StoredMatter:
        """Give a matter by its id or the beginning of it; instead of one of which nothing is left, that into
        which most of it went. Raises NotFoundError, and UsageError where several are meant.
        """
        with asking(self._place) as connection:
            if not _known(connection):
                raise NotFoundError("Nothing is weighed in this ledger yet; run `sayso weigh`")
            return matter_queries.matter(connection, ref)

    def members(self, ref: str) -> list[MatterClaim]:
        """Give the claims on a matter by date of publication, undated ones last. Raises as `matter` does."""
        matter = self.matter(ref).matter
        with asking(self._place) as connection:
            return matter_queries.members(connection, matter, version_of(connection))

    def matters_of(self, event_keys: Iterable[str]) -> dict[str, str]:
        """Give the matters of event mentions, by their keys (`sayso.weigh.accounts.event_key`); those that
        were not weighed yet are left out.
        """
        with asking(self._place) as connection:
            return matter_queries.matters_of(connection, event_keys) if _known(connection) else {}

    def stories(self, report: str | None = None) -> list[StoredStory]:
        """Give the stories that have more than one report, that with the newest lead first; or the one of a
        report, named as for `Ledger.reading`.
        """
        with asking(self._place) as connection:
            if not _known(connection):
                return []
            return matter_queries.stories(connection, report and resolve(connection, report))

    def changes(self, since: str | int, *, watched: bool = False) -> list[Change]:
        """Tell what is new since a date, a time (UTC) or the number of a run: new matters, and new denials,
        origins and numbers in known ones; `watched` leaves out what fits no watch. Raises UsageError for a
        moment that is none.
        """
        with asking(self._place) as connection:
            if not _known(connection):
                return []
            after = change_queries.moment(connection, since)
            fits = {each.id: self._fitting(connection, each) for each in _watches(connection)}
            return change_queries.changes(connection, after, fits, only_watched=watched)

    def changes_page(
        self, since: str | int, *, watched: bool = False, cursor: str | None = None, limit: int = 50
    ) -> Page[Change]:
        """Give some of `changes`, by the catalogue; `cursor` is the `next` of the page before. Raises as
        `changes` does.
        """
        with asking(self._place) as connection:
            if not _known(connection):
                return Page(())
            after = change_queries.moment(connection, since)
            fits = {each.id: self._fitting(connection, each) for each in _watches(connection)}
            return change_queries.page(
                connection, after, fits, only_watched=watched, cursor=cursor, limit=limit
            )

    def _fitting(self, connection: Connection, watch: Watch) -> set[str]:
        """Give the matters that a watch is about."""
        types = matter_queries.checked(words=None, since=None, until=None, types=watch.type)[3]
        party, other = self._named(watch.party), self._named(watch.other)
        actor, recipient = self._named(watch.actor), self._named(watch.recipient)
        ways = [(party, other), (other, party)] if party or other else [(actor, recipient)]
        found: set[str] = set()
        for one, two in ways:
            query = matter_queries.sought(connection, Asked(one, two, types), version_of(connection))
            if query is not None:
                found.update(connection.scalars(query))
        return found

    # Corrections

    def decisions(self) -> list[Decision]:
        """Give what people joined, split and took back, in their order."""
        with asking(self._place) as connection:
            return [decision_from(row) for row in View(connection).decisions()] if _known(connection) else []

    def join(self, refs: Sequence[str], who: str, note: str = "") -> Decision:
        """Decide that several matters are one. Weighing honours it from the next time on, also for what comes
        later: everything that is placed with the first event of any of them.

        Raises UsageError where they are not several, NotFoundError where one of them is none.
        """
        names = list(dict.fromkeys(self.matter(ref).matter for ref in refs))
        if len(names) < 2:
            raise UsageError("Joining takes two matters or more, and these are one; name another one")
        with writing(self._place, "decisions") as connection:
            anchors = [matter_queries.event_keys(connection, name)[0] for name in names]
            return _decide(connection, who, "join", anchors, note=note)

    def split(self, events: Sequence[str], who: str, note: str = "") -> Decision:
        """Decide that some event mentions of a matter, named by their keys, are another matter. Weighing
        honours it from the next time on.

        Raises UsageError where they are of several matters or all that a matter has, NotFoundError for a key
        that is none.
        """
        keys = list(dict.fromkeys(events))
        with writing(self._place, "decisions") as connection:
            matters = matter_queries.matters_of(connection, keys)
            for missing in (key for key in keys if key not in matters):
                raise NotFoundError(f"There is no event {missing!r} in any matter; `sayso matter` shows them")
            if len(set(matters.values())) != 1:
                raise UsageError("The events are of several matters; split one matter at a time")
            whole = matter_queries.event_keys(connection, matters[keys[0]])
            stays = next((key for key in whole if key not in keys), None)
            if stays is None:
                raise UsageError(
                    "These are all events of the matter; leave one, or there is nothing to split"
                )
            return _decide(connection, who, "split", keys, anchor=stays, note=note)

    def undo(self, decision: int, who: str, note: str = "") -> Decision:
        """Take back a decision. Raises NotFoundError where there is none of that number, UsageError where it
        was taken back already.
        """
        with writing(self._place, "decisions") as connection:
            query = select(matter_decisions.c.id).where(matter_decisions.c.id == decision)
            if connection.scalar(query) is None:
                raise NotFoundError(f"There is no decision {decision}")
            taken = select(matter_decisions.c.id).where(matter_decisions.c.undoes == decision)
            if (by := connection.scalar(taken.order_by(matter_decisions.c.id.desc()).limit(1))) is not None:
                raise UsageError(f"Decision {decision} was taken back by decision {by}; take back that one")
            return _decide(connection, who, "undo", [], undoes=decision, note=note)

    # Watches

    def watch(
        self,
        label: str | None = None,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        party: str | None = None,
        other: str | None = None,
        type: str | None = None,
    ) -> Watch:
        """Keep what somebody wants to be told of by `changes`: an actor, a recipient, a party on either side
        (`party`, with the `other` side of a pair), a type of event. Raises UsageError where it is nothing, or
        both sides and a pair, or a type that is none.
        """
        asked = {"actor": actor, "recipient": recipient, "party": party, "other": other}
        given = {name: storable(words.strip()) for name, words in asked.items() if words and words.strip()}
        types = matter_queries.checked(words=None, since=None, until=None, types=type)[3]
        if not given and not types:
            raise UsageError("Say what to watch: a party, an actor, a recipient or a type of event")
        if {"actor", "recipient"} & given.keys() and {"party", "other"} & given.keys():
            raise UsageError("Watch who acts on whom, or a party on either side, not both at once")
        row = {
            "at": now(),
            "label": storable(label or " – ".join([*map(str, given.values()), *types])),
            **dict.fromkeys(asked),
            **given,
            "type": types[0] if types else None,
        }
        with writing(self._place, "watches") as connection:
            result = connection.execute(insert(watches).values(row))
            assert result.inserted_primary_key is not None
            return Watch(id=int(result.inserted_primary_key[0]), **row)  # type: ignore[arg-type]

    def unwatch(self, number: int) -> None:
        """End a watch. Raises NotFoundError where there is none of that number, or no longer."""
        with writing(self._place, "watches") as connection:
            if number not in {each.id for each in _watches(connection)}:
                raise NotFoundError(f"There is no watch {number}; `sayso watch list` shows them")
            connection.execute(insert(watch_ends).values(watch_id=number, at=now()))

    def watches(self) -> list[Watch]:
        """Give the watches that were not ended, oldest first."""
        with asking(self._place) as connection:
            return _watches(connection) if _known(connection) else []


def _known(connection: Connection) -> bool:
    return version_of(connection) >= WEIGHINGS_SINCE


def _watches(connection: Connection) -> list[Watch]:
    ended = select(watch_ends.c.watch_id).where(watch_ends.c.watch_id == watches.c.id)
    query = select(watches).where(~ended.exists()).order_by(watches.c.id)
    return [Watch(**row._mapping) for row in connection.execute(query)]


def _decide(
    connection: Connection,
    who: str,
    kind: str,
    events: Sequence[str],
    *,
    note: str,
    anchor: str | None = None,
    undoes: int | None = None,
) -> Decision:
    if not who.strip():
        raise UsageError("Say who decides: a correction is kept with the name of a person")
    row = {
        "at": now(),
        "who": storable(who.strip()),
        "kind": kind,
        "events": json.dumps(list(events)),
        "anchor": anchor,
        "note": storable(note),
        "undoes": undoes,
    }
    result = connection.execute(insert(matter_decisions).values(row))
    assert result.inserted_primary_key is not None
    number = int(result.inserted_primary_key[0])
    query = select(matter_decisions).where(matter_decisions.c.id == number)
    return decision_from(connection.execute(query).one())


def decision_from(row: Row[Any]) -> Decision:
    """Put a decision together from its row."""
    return Decision(
        row.id, row.at, row.who, row.kind, tuple(json.loads(row.events)), row.anchor, row.note, row.undoes
    )
