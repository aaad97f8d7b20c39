"""Which list a file is: told by its content over all formats, then read with what belongs to it."""

from __future__ import annotations

import csv
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, cast

from sayso.errors import IngestError, ListError
from sayso.ingest.streams import chunks, expand
from sayso.lists.listing import ListFile

__all__ = ["FORMATS", "HEAD_BYTES", "read_lists", "read_with_files"]

HEAD_BYTES = 65_536
"""How much of a file tells its format."""

FORMATS = {
    "un-xml": ("un_xml", "the UN Security Council's consolidated list (XML)"),
    "ofac-xml": ("ofac_xml", "OFAC's SDN and consolidated lists (SDN.XML, SDN_ADVANCED.XML)"),
    "eu-fsf": ("eu_fsf", "the EU's financial sanctions file (XML or CSV)"),
    "eu-journal": ("eu_journal", "tables of the EU's Official Journal (CSV)"),
    "uk-ofsi": ("uk", "the UK's lists (OFSI's ConList.csv, the UK Sanctions List as CSV)"),
    "ftm": ("ftm", "FollowTheMoney entities as JSON lines (any OpenSanctions dataset)"),
    "ofac-csv": ("ofac_csv", "OFAC's SDN and consolidated lists (SDN.CSV, ALT.CSV, ADD.CSV …)"),
}
"""Each format's module and what it is. The order is that in which they are asked: OFAC's CSV, which has no
header, comes last."""

_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_COMPRESSED = (".gz", ".zst", ".zip")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d(?!\d)")


class _Format(Protocol):
    """What every module of a format has."""

    FORMAT: str

    def looks_like(self, name: str, head: bytes) -> bool: ...

    def read(self, files: Sequence[Path], list_id: str | None = None) -> ListFile: ...


class _File:
    """A file as it was given, and where its plain bytes lie."""

    def __init__(self, given: Path, plain: Path, format_name: str, head: bytes) -> None:
        self.given, self.plain, self.format, self.head = given, plain, format_name, head


def read_lists(paths: Sequence[Path], list_id: str | None = None) -> list[ListFile]:
    """Read all lists in these files and folders.

    OFAC's CSV files of one list are read together, and so are those of the EU's journal in one folder; any
    other file is a list of its own. In folders what is no list is passed over. ``.gz``, ``.zst`` and ``.zip``
    with one file in it are expanded first, up to `Settings.max_expanded_bytes`. `list_id` names the list
    where the files hold just one.

    Raises ListError where a file is missing, damaged or no list that sayso reads, and where `list_id` is
    given for several lists.
    """
    return [found for found, _ in read_with_files(paths, list_id)]


def read_with_files(
    paths: Sequence[Path], list_id: str | None = None
) -> list[tuple[ListFile, tuple[Path, ...]]]:
    """Read all lists as `read_lists` does; give each with the files that it was read from."""
    with TemporaryDirectory(prefix="sayso-lists-") as folder:
        files = list(_found([Path(path) for path in paths], Path(folder)))
        groups = _groups(files)
        if list_id is not None and len(groups) > 1:
            given = ", ".join(group[0].given.name for group in groups[:5])
            raise ListError(f"These are {len(groups)} lists ({given} …); name one at a time.")
        return [(_read(group, list_id), tuple(file.given for file in group)) for group in groups]


def _module(name: str) -> _Format:
    return cast(_Format, import_module(f"sayso.lists.formats.{FORMATS[name][0]}"))


def _read(group: list[_File], list_id: str | None) -> ListFile:
    try:
        return _module(group[0].format).read([file.plain for file in group], list_id)
    except ListError as error:
        message = str(error)
        for file in group:  # people know the file that they gave, not our copy
            message = message.replace(str(file.plain), str(file.given))
        raise ListError(message) from error


def _found(paths: Sequence[Path], folder: Path) -> Iterator[_File]:
    for path in paths:
        if not path.is_dir():
            yield _sniffed(path, folder)
            continue
        within = 0
        for each in _files_below(path):
            try:
                file = _sniffed(each, folder)
            except _NoListError:
                continue
            within += 1
            yield file
        if not within:
            raise ListError(f"There is no list in the folder {path}. {_readable()}")


class _NoListError(ListError):
    """The file is whole, but none of the lists."""


def _files_below(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and path.is_file():
                yield path


def _sniffed(path: Path, folder: Path) -> _File:
    with _open_errors(path):
        if not path.is_file():
            what = "is not a file" if path.exists() else "does not exist"
            raise ListError(f"{path} {what}; give a list's file or a folder of such files.")
        plain = _expanded(path, folder)
        with plain.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    for name in FORMATS:
        if _module(name).looks_like(plain.name, head):
            return _File(path, plain, name, head)
    what = "is empty" if not head else "is no list that sayso reads"
    raise _NoListError(f"{path} {what}. {_readable()}")


def _readable() -> str:
    return f"These are read: {'; '.join(words for _, words in FORMATS.values())}."


@contextmanager
def _open_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except IngestError as error:
        raise ListError(f"{path}: {error}") from error
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror or error}); check the path.") from error


def _expanded(path: Path, folder: Path) -> Path:
    """Give the file itself, or where its expanded copy lies."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if not start.startswith((_GZIP, _ZSTD)) and start != _ZIP:
        return path
    from sayso.settings import Settings

    limit = Settings().max_expanded_bytes
    own = folder / str(sum(1 for _ in folder.iterdir()))
    own.mkdir()
    if start == _ZIP:
        return _unzipped(path, own, limit)
    name = path.name.removesuffix(path.suffix) if path.suffix.lower() in _COMPRESSED else path.name
    plain = own / (name or "list")
    with path.open("rb") as stream, plain.open("wb") as out:
        for piece in expand(chunks(stream), None, limit):
            out.write(piece)
    return plain


def _unzipped(path: Path, folder: Path, limit: int) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                each
                for each in archive.infolist()
                if not each.is_dir() and not each.filename.startswith("__MACOSX/")
            ]
            if len(members) != 1:
                raise ListError(f"{path} holds {len(members)} files, not one; unpack it and give the folder.")
            # The name in the archive may lead anywhere; only its last part is used, and within our folder.
            name = re.split(r"[/\\]", members[0].filename)[-1].strip(". \0") or "list"
            plain = folder / name[-200:]
            with archive.open(members[0]) as stream, plain.open("wb") as out:
                size = 0
                while piece := stream.read(1 << 20):
                    size += len(piece)
                    if size > limit:
                        raise ListError(
                            f"{path} expands to more than {limit:,} bytes; "
                            "to read it, set SAYSO_MAX_EXPANDED_BYTES higher."
                        )
                    out.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ListError(f"{path} cannot be unpacked ({error}); fetch or copy the file again.") from error
    return plain


def _groups(files: list[_File]) -> list[list[_File]]:
    """Put together what is one list, in the order of the first files."""
    groups: dict[object, list[_File]] = {}
    families: dict[str, list[_File]] = {}
    for file in files:
        if file.format == "eu-journal":
            groups.setdefault((file.format, file.given.parent), []).append(file)
        elif file.format == "ofac-csv":
            family = "cons" if re.search(r"cons|non.?sdn", file.given.name, re.I) else "sdn"
            families.setdefault(family, []).append(file)
            groups.setdefault((file.format, family), [])
        else:
            groups[object()] = [file]
    made: list[list[_File]] = []
    for key, group in groups.items():
        is_family = isinstance(key, tuple) and key[0] == "ofac-csv"
        made.extend(_versions(families[key[1]]) if is_family and isinstance(key, tuple) else [group])
    return made


def _versions(family: list[_File]) -> list[list[_File]]:
    """Part OFAC's files of one list by the date in their names, where one kind of file is there twice."""
    widths = [_width(file.head) for file in family]
    if len(set(widths)) == len(widths):
        return [family]
    by_date: dict[str, list[_File]] = {}
    for file in family:
        date = _DATE.search(file.given.name)
        by_date.setdefault(re.sub(r"\D", "", date[0]) if date else str(file.given.parent), []).append(file)
    return list(by_date.values())


def _width(head: bytes) -> int:
    """How many columns the first row has: 12 in the main file, 5 of alternate names, 6 of addresses."""
    line = head.decode("utf-8-sig", "replace").lstrip().partition("\n")[0]
    try:
        return len(next(csv.reader([line]), []))
    except csv.Error:
        return 0
