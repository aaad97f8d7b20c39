"""Sanctions lists in the ledger, version by version.

An entry that stays the same from one version to the next is one row: it is known by the digest of its JSON.
A version is the set of its entries, and is known by the digest of theirs. The newest version of a list is
the one of the latest day (`ListVersion.dated`), of several of that day the one that came last: an older file
that is added to be compared does not take its place.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, and_, false, func, insert, or_, select

from sayso.errors import ListError
from sayso.ingest.reject import storable
from sayso.ledger.claim_rows import UNSTORABLE, Values
from sayso.ledger.connect import Place
from sayso.ledger.records import ListVersion
from sayso.ledger.schema import (
    LISTS_SINCE,
    list_entries,
    list_members,
    list_rejects,
    list_uses,
    list_versions,
    one_of,
)
from sayso.ledger.transactions import asking, next_numbers, now, version_of, writing
from sayso.lists.listing import Entry, ListFile, RowReject
from sayso.report import is_day

__all__ = ["Lists", "batches", "json_text", "list_counts"]

_T = TypeVar("_T")
_LIST = re.compile(r"[\w.+-]{1,100}")  # neither ":" nor "@", which end it in ids and labels
_DAY = 10  # characters of an ISO day
_CHUNK = 500  # rows written or fetched at a time

_newer = list_versions.alias("newer")
_NEWEST = ~(
    select(_newer.c.id)
    .where(
        _newer.c.list == list_versions.c.list,
        or_(
            _newer.c.dated > list_versions.c.dated,
            and_(_newer.c.dated == list_versions.c.dated, _newer.c.id > list_versions.c.id),
        ),
    )
    .exists()
)
_USED = func.coalesce(
    select(list_uses.c.used)
    .where(list_uses.c.list == list_versions.c.list)
    .order_by(list_uses.c.id.desc())
    .limit(1)
    .correlate(list_versions)
    .scalar_subquery(),
    false(),
)


class Lists:
    """The sanctions lists of a ledger; `Ledger.lists` gives it.

    Where a version is asked for, its label will do (``ofac-sdn@2024-06-27``), or the id of a list, which
    means its newest version. Raises ListError for one that is not in the ledger, and LedgerError as `Ledger`
    does.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    def add(self, list_file: ListFile, sources: Iterable[Mapping[str, Any]] = ()) -> ListVersion:
        """Keep a list as it was published, all of it or nothing, and screen against it from now on.

        `sources` tells of each file where it was found (``path`` or ``url``) and what is known of it
        (``sha256``, ``etag``, ``last_modified``). Where the list's newest version has the same entries, or
        another one of the same day of publication has, nothing new is kept and that version is given.

        Raises ListError for a file that only adds to another one, one without any entry, and for entries
        that are not its own.
        """
        _check(list_file)
        of = list_file.list
        rows = {row["digest"]: row for row in map(_entry_row, list_file.entries)}
        digest = hashlib.sha256("\n".join(sorted(rows)).encode("ascii")).hexdigest()
        published = _day(list_file.published)
        with writing(self._place, f"list {of}") as connection:
            _use(connection, of, used=True)
            if (same := _same(connection, of, digest, published)) is not None:
                return same
            dated = published or now()[:_DAY]
            version = {
                "list": of,
                "label": _free_label(connection, of, dated),
                "title": storable(list_file.title),
                "format": storable(list_file.format),
                "published": published,
                "dated": dated,
                "digest": digest,
                "sources": json_text([dict(source) for source in sources]),
                "added_at": now(),
                "entry_count": len(rows),
                "name_count": sum(row.pop("names") for row in rows.values()),
                "reject_count": len(list_file.rejects),
            }
            result = connection.execute(insert(list_versions).values(version))
            assert result.inserted_primary_key is not None
            number = int(result.inserted_primary_key[0])
            members = _keep_entries(connection, of, rows)
            for chunk in batches(({"version_id": number, "entry_id": entry} for entry in members), _CHUNK):
                connection.execute(insert(list_members), chunk)
            for chunk in batches(_reject_rows(number, list_file.rejects), _CHUNK):
                connection.execute(insert(list_rejects), chunk)
            return _version_from(
                connection.execute(_versions().where(list_versions.c.id == number)).one(), new=True
            )

    def drop(self, list: str) -> bool:
        """Screen no longer against a list; False where that is so already. Nothing is removed: its versions
        stay, and adding it again puts it back to use.
        """
        with writing(self._place, f"list {list}") as connection:
            if (
                connection.scalar(select(list_versions.c.id).where(list_versions.c.list == list).limit(1))
                is None
            ):
                raise _unknown(connection, list)
            return _use(connection, list, used=False)

    # Asking

    def versions(self, list: str | None = None) -> tuple[ListVersion, ...]:
        """Give all versions of a list, or of every list: by list, the newest first."""
        query = _versions().order_by(
            list_versions.c.list, list_versions.c.dated.desc(), list_versions.c.id.desc()
        )
        return self._found(query if list is None else query.where(list_versions.c.list == list))

    def current(self) -> tuple[ListVersion, ...]:
        """Give what parties are screened against: the newest version of each list in use, by list."""
        return self._found(_current().order_by(list_versions.c.list))

    def _found(self, query: Select[Any]) -> tuple[ListVersion, ...]:
        with asking(self._place) as connection:
            if version_of(connection) < LISTS_SINCE:
                return ()
            return tuple(map(_version_from, connection.execute(query)))

    def version(self, ref: str) -> ListVersion:
        """Give a version by its label, or the newest one by the id of its list."""
        with asking(self._place) as connection:
            return _resolve(connection, ref)

    def entries(self, ref: str) -> Iterator[Entry]:
        """Give the entries of a version, in the order in which they came into the ledger."""
        for _, _, data in self.raw([ref]):
            yield _entry_from(data)

    def raw(self, refs: Iterable[str] | None = None) -> Iterator[tuple[int, int, str]]:
        """Give the entries of some versions, of the current ones where none are named, as they are kept:
        each entry's number, the number of its version, and its JSON (of `Entry.to_dict`). One query, for
        those who read all of it at once.
        """
        with asking(self._place) as connection:
            if refs is None and version_of(connection) < LISTS_SINCE:
                return
            if refs is None:
                numbers = [row.id for row in connection.execute(_current())]
            else:
                numbers = [_resolve(connection, ref).id for ref in refs]
            query = (
                select(list_entries.c.id, list_members.c.version_id, list_entries.c.data)
                .join(list_members, list_members.c.entry_id == list_entries.c.id)
                .where(list_members.c.version_id.in_(numbers))
                .order_by(list_members.c.version_id, list_entries.c.id)
            )
            for rows in connection.execute(query, execution_options={"yield_per": _CHUNK}).partitions():
                yield from [(number, version, data) for number, version, data in rows]

    def entry(self, entry_id: str, ref: str | None = None) -> Entry:
        """Give an entry by its id, ``list:number``, as it stands in a version; in the newest one of its list
        where none is named.

        Raises ListError where it is not in that version, and says which one has it.
        """
        of, _, number = entry_id.partition(":")
        with asking(self._place) as connection:
            version = _resolve(connection, of if ref is None else ref)
            named = and_(
                list_entries.c.list == of, one_of(connection.dialect.name, list_entries.c.number, [number])
            )
            query = (
                select(list_entries.c.data, list_versions.c.label, list_versions.c.id)
                .join(list_members, list_members.c.entry_id == list_entries.c.id)
                .join(list_versions, list_versions.c.id == list_members.c.version_id)
                .where(named)
                .order_by(list_versions.c.dated.desc(), list_versions.c.id.desc(), list_entries.c.id.desc())
            )
            found = connection.execute(query).all()
        for row in found:
            if row.id == version.id:
                return _entry_from(row.data)
        advice = f"{found[0].label} has it" if found else "look at its number in the list"
        raise ListError(f"{entry_id!r} is not in {version.label}; {advice}")

    def get_many(self, numbers: Iterable[int]) -> dict[int, Entry]:
        """Give entries by their numbers in the ledger; unknown ones are left out."""
        with asking(self._place) as connection:
            query = select(list_entries.c.id, list_entries.c.data)
            return {
                row.id: _entry_from(row.data)
                for chunk in batches(dict.fromkeys(numbers), _CHUNK)
                for row in connection.execute(query.where(list_entries.c.id.in_(chunk)))
            }

    def rejects(self, ref: str) -> tuple[RowReject, ...]:
        """Give the rows of a version that could not be read, in their order."""
        with asking(self._place) as connection:
            query = select(list_rejects).where(list_rejects.c.version_id == _resolve(connection, ref).id)
            return tuple(
                RowReject(row.locator, row.reason, row.message)
                for row in connection.execute(query.order_by(list_rejects.c.ordinal))
            )


def list_counts(connection: Connection) -> dict[str, int]:
    """Count the entries of each version that parties are screened against, by its label."""
    return {
        row.label: row.entry_count for row in connection.execute(_current().order_by(list_versions.c.list))
    }


def batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Give items in lists of `size`, the last one shorter."""
    coming = iter(items)
    while batch := list(islice(coming, size)):
        yield batch


def json_text(value: Any) -> str:
    """Write JSON that is the same for the same value, and that every database keeps: what it would not
    (NUL, lone surrogates) is escaped, and comes back.
    """
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


# ---- writing -----------------------------------------------------------------------------------------------


def _check(list_file: ListFile) -> None:
    of = list_file.list
    if not _LIST.fullmatch(of):
        raise ListError(
            f"{of[:100]!r} is no id of a list; write letters, digits, hyphens, dots, for example my-list"
        )
    if list_file.companion:
        raise ListError(
            f"This file only adds to the entries of {of}; add it together with the list's main file"
        )
    if not list_file.entries:
        raise ListError(f"There are no entries in {list_file.title!r} ({of}); look whether the file is whole")
    for entry in list_file.entries:
        if entry.list != of or entry.id != f"{of}:{entry.number}" or not entry.names:
            raise ListError(
                f"{entry.id!r} cannot be kept in {of}: give the entry a name and the id {of}:{entry.number}"
            )


def _entry_row(entry: Entry) -> Values:
    data = json_text(entry.to_dict())
    return {
        "digest": hashlib.sha256(data.encode("utf-8")).hexdigest(),
        "list": entry.list,
        "number": storable(entry.number),
        "kind": storable(entry.kind),
        "name": storable(entry.name),
        "data": data,
        "names": len(entry.names),  # for the count of its version
    }


def _day(published: str | None) -> str | None:
    """Give the day of a date that may have a time behind it."""
    day = (published or "")[:_DAY]
    return day if is_day(day) else None


def _use(connection: Connection, of: str, *, used: bool) -> bool:
    """Note whether a list is screened against; True where that is new."""
    query = select(list_uses.c.used).where(list_uses.c.list == of).order_by(list_uses.c.id.desc())
    if (connection.scalar(query.limit(1)) or False) == used:
        return False
    connection.execute(insert(list_uses).values(list=of, used=used, at=now()))
    return True


def _same(connection: Connection, of: str, digest: str, published: str | None) -> ListVersion | None:
    query = _versions().where(
        list_versions.c.list == of,
        list_versions.c.digest == digest,
        or_(_NEWEST, list_versions.c.published == published),
    )
    row = connection.execute(query.order_by(list_versions.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _version_from(row)


def _free_label(connection: Connection, of: str, dated: str) -> str:
    query = select(func.count()).where(list_versions.c.list == of, list_versions.c.dated == dated)
    before = connection.scalar(query) or 0
    return f"{of}@{dated}-{before + 1}" if before else f"{of}@{dated}"


def _keep_entries(connection: Connection, of: str, rows: dict[str, Values]) -> list[int]:
    """Keep the entries that are new; give the numbers of all."""
    query = select(list_entries.c.digest, list_entries.c.id).where(list_entries.c.list == of)
    known: dict[str, int] = {row.digest: row.id for row in connection.execute(query)}
    fresh = [row for digest, row in rows.items() if digest not in known]
    numbers = next_numbers(connection, {"list_entries": len(fresh)})["list_entries"]
    for row, number in zip(fresh, numbers, strict=True):
        row["id"] = known[row["digest"]] = number
    for chunk in batches(fresh, _CHUNK):
        connection.execute(insert(list_entries), chunk)
    return sorted(known[digest] for digest in rows)


def _reject_rows(version: int, rejects: Iterable[RowReject]) -> Iterator[Values]:
    for ordinal, reject in enumerate(rejects):
        yield {
            "version_id": version,
            "ordinal": ordinal,
            "locator": storable(reject.locator),
            "reason": storable(reject.reason),
            "message": storable(reject.message),
        }


# ---- asking ------------------------------------------------------------------------------------------------


def _versions() -> Select[Any]:
    return select(list_versions, _USED.label("used"))


def _current() -> Select[Any]:
    return _versions().where(_NEWEST, _USED.is_(True))


def _version_from(row: Row[Any], *, new: bool = False) -> ListVersion:
    return ListVersion(
        id=row.id,
        list=row.list,
        label=row.label,
        title=row.title,
        format=row.format,
        published=row.published,
        dated=row.dated,
        digest=row.digest,
        sources=tuple(json.loads(row.sources)),
        added_at=row.added_at,
        entries=row.entry_count,
        names=row.name_count,
        rejects=row.reject_count,
        used=bool(row.used),
        new=new,
    )


def _entry_from(data: str) -> Entry:
    return Entry.from_dict(json.loads(data))


def _resolve(connection: Connection, ref: str) -> ListVersion:
    """Find a version by its label, or the newest by the id of its list. Raises ListError."""
    if version_of(connection) >= LISTS_SINCE:
        for named in (list_versions.c.label == ref, and_(list_versions.c.list == ref, _NEWEST)):
            if (row := connection.execute(_versions().where(named)).one_or_none()) is not None:
                return _version_from(row)
    raise _unknown(connection, ref)


def _unknown(connection: Connection, ref: str) -> ListError:
    names: dict[str, None] = {}
    if version_of(connection) >= LISTS_SINCE:
        for row in connection.execute(select(list_versions.c.list, list_versions.c.label)):
            names |= {row.list: None, row.label: None}
    near = get_close_matches(ref, names, n=2, cutoff=0.5)
    if near:
        advice = f"do you mean {' or '.join(near)}?"
    else:
        advice = "`sayso lists add FILE` adds one" if not names else f"there are {', '.join(_lists(names))}"
    return ListError(f"There is no list {ref[:100]!r} in the ledger; {advice}")


def _lists(names: Iterable[str]) -> list[str]:
    return sorted(name for name in names if "@" not in name)
