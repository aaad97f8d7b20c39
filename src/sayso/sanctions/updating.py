"""Lists brought into the ledger: from files, or from where the authorities publish them.

Whatever comes is read whole, its ties by name are resolved (within the list first, then among the other lists
in use), and only then is it kept, as one version, all of it or nothing. What was fetched must also be the
list that was asked for, in the form known for it, and not suddenly much shorter.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit

from sayso.errors import ListError
from sayso.ledger import Ledger
from sayso.ledger.records import ListVersion
from sayso.lists.fetching import TIMEOUT, ListSource, Unchanged, Validators, download, list_sources
from sayso.lists.formats.ftm import FORMAT as FTM
from sayso.lists.formats.sniffing import read_with_files
from sayso.lists.linked import resolve
from sayso.lists.listing import Entry, ListFile
from sayso.report import is_day

__all__ = ["LEAST_LEFT", "Found", "Kept", "Ties", "keep", "read_files", "to_update", "update"]

LEAST_LEFT = 0.8
"""A list that is fetched and has less than this share of the entries that it had is not taken unasked.
Authorities delist some, not a fifth at once; half a file or another list looks like that."""

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)

Step = Callable[[str], None]
Progress = Callable[[str, int, int | None], None]
"""Told the address, the bytes so far and how many there are, None where the server does not say."""


@dataclass(frozen=True, slots=True)
class Found:
    """A list as it was read, where from (as `Lists.add` takes it), and what there is to say of it."""

    file: ListFile
    sources: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties that a list gives by name: how many, how many of them were found in the list itself and how
    many in another one, and how many could mean more than one entry.
    """

    total: int = 0
    within: int = 0
    elsewhere: int = 0
    ambiguous: int = 0

    @property
    def unresolved(self) -> int:
        """How many lead nowhere."""
        return self.total - self.within - self.elsewhere

    def to_dict(self) -> dict[str, int]:
        """Give the counts as a JSON object."""
        return {
            "total": self.total, "within": self.within, "elsewhere": self.elsewhere,
            "unresolved": self.unresolved, "ambiguous": self.ambiguous,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A list that is in the ledger: `version.new` tells whether it has just come. `kinds` counts its entries
    by kind, the commonest first. Where a server said that nothing has changed, nothing was counted anew:
    `kinds` is empty, and `ties` None.
    """

    version: ListVersion
    kinds: dict[str, int]
    ties: Ties | None
    notes: tuple[str, ...] = ()


# ---- from files --------------------------------------------------------------------------------------------


def read_files(
    paths: Sequence[Path], list_id: str | None = None, published: str | None = None
) -> list[Found]:
    """Read the lists in files and folders; `list_id` names the list, where it is just one.

    A file's own date of publication counts; `published` (a day) is for files that have none, as OFAC's CSV.
    Where neither is given, a day in the files' names is taken. Raises ListError as `read_lists` does.
    """
    return [
        _dated(file, files, published, tuple({"path": str(each), "sha256": _sha256(each)} for each in files))
        for file, files in read_with_files(paths, list_id)
    ]


def _dated(
    file: ListFile, files: Sequence[Path], published: str | None, sources: tuple[dict[str, Any], ...]
) -> Found:
    if file.published:
        own = file.published[:10]
        notes = (f"The file gives its own date, {own}; {published} was left aside.",) if published else ()
        return Found(file, sources, () if own == published else notes)
    if published:
        return Found(replace(file, published=published), sources)
    days = {day for each in files if (day := _day_in(each.name))}
    if len(days) == 1:
        day = days.pop()
        note = f"The date {day} was taken from the file's name; --published gives another one."
        return Found(replace(file, published=day), sources, (note,))
    if days:
        told = ", ".join(sorted(days))
        note = (
            f"The files' names have several dates ({told}); the list goes by today's. --published gives one."
        )
    else:
        note = "The file does not say when it was published: the list goes by today. --published gives a day."
    return Found(file, sources, (note,))


def _day_in(name: str) -> str | None:
    days = ("-".join((match[1], match[3], match[4])) for match in _DATE.finditer(name))
    return next((day for day in days if is_day(day)), None)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror or error}); check the path.") from error


# ---- into the ledger ---------------------------------------------------------------------------------------


def keep(ledger: Ledger, found: Found, together: Iterable[ListFile] = (), step: Step | None = None) -> Kept:
    """Resolve the ties of a list and keep it; `together` are lists that come along with it.

    Raises ListError as `Lists.add` does, and keeps nothing then.
    """
    tell = step or (lambda _: None)
    file = found.file
    ties = Ties()
    if not file.companion:
        tell(f"{file.list}: resolving ties")
        file, ties = _linked(ledger, file, together)
    tell(f"{file.list}: keeping {len(file.entries):,} entries")
    version = ledger.lists.add(file, found.sources)
    kinds = Counter(entry.kind for entry in file.entries)
    return Kept(version, dict(kinds.most_common()), ties, (*found.notes, *file.warnings))


def _linked(ledger: Ledger, file: ListFile, together: Iterable[ListFile]) -> tuple[ListFile, Ties]:
    """Resolve ties by name within the list; those that stay open, among other lists."""
    within = resolve(file.entries)
    resolved = sum(within.steps.values())
    total = resolved + len(within.unresolved)
    ties = Ties(total, resolved, 0, len(within.ambiguous))
    open_ = {tie.entry for tie in within.unresolved}
    if not open_ or not (others := _others(ledger, file.list, together)):
        return replace(file, entries=within.entries), ties
    again = resolve([entry for entry in within.entries if entry.id in open_], others)
    # Entries of one number are told apart by their place, not by their id.
    fresh = iter(again.entries)
    entries = tuple(next(fresh) if entry.id in open_ else entry for entry in within.entries)
    ties = replace(ties, elsewhere=sum(again.steps.values()), ambiguous=ties.ambiguous + len(again.ambiguous))
    return replace(file, entries=entries), ties


def _others(ledger: Ledger, of: str, together: Iterable[ListFile]) -> list[Entry]:
    """Give the entries of all other lists that are in use or come along, of each list once."""
    coming: dict[str, ListFile] = {}
    for file in together:
        known = coming.get(file.list)
        newer = known is None or (file.published or "") >= (known.published or "")
        if file.list != of and not file.companion and newer:
            coming[file.list] = file
    labels = [
        version.label
        for version in ledger.lists.current()
        if version.list != of and version.list not in coming
    ]
    kept = [entry for label in labels for entry in ledger.lists.entries(label)]
    return [*kept, *(entry for file in coming.values() for entry in file.entries)]


# ---- from the authorities ----------------------------------------------------------------------------------


def to_update(ledger: Ledger, sources: Mapping[str, ListSource]) -> list[ListSource]:
    """Give what is fetched where nothing is named: the usual lists but those dropped, and any other list in
    use that was fetched before.
    """
    newest: dict[str, ListVersion] = {}
    for version in ledger.lists.versions():
        newest.setdefault(version.list, version)

    def wanted(source: ListSource) -> bool:
        version = newest.get(source.list)
        if version is None:
            return source.usual
        return version.used and (source.usual or any("url" in each for each in version.sources))

    return [source for source in sources.values() if wanted(source)]


def update(
    ledger: Ledger,
    source: ListSource,
    *,
    accept_shrunk: bool = False,
    timeout: float = TIMEOUT,
    progress: Progress | None = None,
    step: Step | None = None,
) -> Kept:
    """Fetch a list where it has changed since it was fetched last, check it and keep it.

    Raises ListError, and changes nothing, where it cannot be had or is not what it should be: no list,
    another list, another format than it had from the same place, or one with less than `LEAST_LEFT` of its
    entries (unless `accept_shrunk`).
    """
    versions = ledger.lists.versions(source.list)
    newest = versions[0] if versions else None
    # A dropped list is fetched whole: keeping it again is what puts it back to use.
    known = _validators(newest) if newest is not None and newest.used else {}
    with TemporaryDirectory(prefix="sayso-lists-") as name:
        folder = Path(name)
        fetched = _fetch(source, folder, known, progress, timeout)
        if fetched is None:
            assert newest is not None
            return Kept(newest, {}, None)
        (step or (lambda _: None))(f"{source.list}: reading")
        file = _read(source, fetched, newest)
        _check_size(source, file, newest, accept_shrunk)
        sources = tuple(
            {"url": address, "sha256": _sha256(path), **_kept_validators(validators)}
            for address, (path, validators) in fetched.items()
        )
        return keep(ledger, Found(file, sources), step=step)


def _validators(version: ListVersion) -> dict[str, Validators]:
    return {
        each["url"]: Validators(each.get("etag"), each.get("last_modified"))
        for each in version.sources
        if isinstance(each.get("url"), str) and (each.get("etag") or each.get("last_modified"))
    }


def _kept_validators(validators: Validators) -> dict[str, str]:
    both = {"etag": validators.etag, "last_modified": validators.last_modified}
    return {name: value for name, value in both.items() if value}


def _fetch(
    source: ListSource,
    folder: Path,
    known: Mapping[str, Validators],
    progress: Progress | None,
    timeout: float,
) -> dict[str, tuple[Path, Validators]] | None:
    """Fetch the list's files, None where all of them are as they were."""
    fetched: dict[str, tuple[Path, Validators]] = {}
    places = _places(source.addresses, folder)
    conditional = all(address in known for address in source.addresses)
    unchanged = []

    def get(address: str, validators: Validators) -> None:
        def tell(got: int, size: int | None) -> None:
            if progress is not None:
                progress(address, got, size)

        tell(0, None)
        to = places[address]
        fetched[address] = (to, download(address, to, validators, progress=tell, timeout=timeout))

    for address in source.addresses:
        try:
            get(address, known[address] if conditional else Validators())
        except Unchanged:
            unchanged.append(address)
    if len(unchanged) == len(source.addresses):
        return None
    for address in unchanged:  # a list is read from all its files
        try:
            get(address, Validators())
        except Unchanged:
            raise ListError(f"{address} says that nothing has changed, unasked. Try again later.") from None
    return {address: fetched[address] for address in source.addresses}


def _places(addresses: Sequence[str], folder: Path) -> dict[str, Path]:
    """Give each address a file; its name stays, for it may tell what the file is (ALT.CSV)."""
    places: dict[str, Path] = {}
    for number, address in enumerate(addresses):
        name = re.sub(r"[^\w.-]", "_", unquote(urlsplit(address).path).rpartition("/")[2])[-100:].lstrip(".")
        path = folder / (name or "list")
        places[address] = folder / f"{number}_{path.name}" if path in places.values() else path
    return places


def _read(
    source: ListSource, fetched: Mapping[str, tuple[Path, Validators]], newest: ListVersion | None
) -> ListFile:
    """Read what was fetched, and check that it is the list expected."""
    for address, (path, _) in fetched.items():
        with path.open("rb") as stream:
            if _WEB_PAGE.match(stream.read(1000).removeprefix(b"\xef\xbb\xbf")):
                raise ListError(f"{address} gives a web page, not a list. {_look(source)}")
    paths = [path for path, _ in fetched.values()]
    try:
        found = [file for file, _ in read_with_files(paths)]
        _check_list(source, found, newest)
        file = found[0]
        if file.list != source.list:
            file = read_with_files(paths, source.list)[0][0]
        return replace(file, title=source.title) if file.format == FTM and source.title else file
    except ListError as error:
        message = str(error)
        for address, (path, _) in fetched.items():  # nobody knows our copy
            message = message.replace(str(path), address)
        raise ListError(message) from error


def _check_list(source: ListSource, found: Sequence[ListFile], newest: ListVersion | None) -> None:
    if len(found) != 1:
        raise ListError(f"The addresses of {source.list} give {len(found)} lists. {_look(source)}")
    file, shipped = found[0], list_sources()
    # FollowTheMoney files do not say which list they are; their id is made from the file's name.
    known = source.list in shipped or file.list in shipped
    if file.format != FTM and known and file.list != source.list:
        raise ListError(f"The addresses of {source.list} give another list, {file.list}. {_look(source)}")
    if newest is None or file.format == newest.format:
        return
    if {each.get("url") for each in newest.sources} & set(source.addresses):
        raise ListError(
            f"The addresses of {source.list} gave {newest.format} before and give {file.format} now. "
            f"{_look(source)} Fetched by hand, it can be added: sayso lists add FILE --list {source.list}"
        )


def _check_size(source: ListSource, file: ListFile, newest: ListVersion | None, accept: bool) -> None:
    # The ledger keeps equal rows once, and counts them so.
    entries = len(set(file.entries))
    if newest is None or accept or entries >= LEAST_LEFT * newest.entries:
        return
    raise ListError(
        f"{source.list} has shrunk from {newest.entries:,} entries ({newest.label}) to {entries:,}, and was "
        f"not taken. {_look(source)} If that is right: sayso lists update {source.list} --accept-shrunk"
    )


def _look(source: ListSource) -> str:
    return f"Look at {source.page} whether it has moved or changed." if source.page else "Check the address."
