"""FollowTheMoney entities from lines of JSON: read, checked, taken out of one another where they are nested,
and merged by id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from sayso.errors import IngestError, ListError
from sayso.ingest.streams import chunks, lines
from sayso.lists.listing import RowReject

__all__ = ["MAX_DEPTH", "Store", "Thing", "read_things"]

MAX_DEPTH = 6
"""How deep entities may hold entities. ``targets.nested.json`` holds a target's sanctions and ties, and the
other ends of these: three."""
_MAX_VALUES = 10_000

_BACK = {
    "sanctions": "entity", "passports": "holder", "identifications": "holder", "identificiation": "holder",
    "ownershipOwner": "owner", "ownershipAsset": "asset",
    "directorshipDirector": "director", "directorshipOrganization": "organization",
    "membershipMember": "member", "membershipOrganization": "organization",
    "employers": "employee", "employees": "employer", "employmentEmployee": "employee",
    "employmentEmployer": "employer", "familyPerson": "person", "familyRelative": "relative",
    "associates": "person", "associations": "associate",
    "unknownLinkFrom": "subject", "unknownLinkTo": "object",
    "agentRepresentation": "agent", "agencyClient": "client",
    "predecessors": "successor", "successors": "predecessor",
    "cryptoWallets": "holder", "securities": "issuer", "positionOccupancies": "holder",
}  # fmt: skip
"""In the nested form a property of the outer entity holds the tie; here is the tie's property for it."""


@dataclass(slots=True)
class Thing:
    """One FollowTheMoney entity: properties with all values as strings, and the line that it came from."""

    id: str
    schema: str
    caption: str | None
    properties: dict[str, list[str]]
    datasets: list[str]
    last_seen: str | None
    at: str
    target: bool | None
    top: bool = False

    def all(self, *names: str) -> list[str]:
        """Give the values of these properties in order, each once."""
        found = [values for name in names if (values := self.properties.get(name))]
        if not found:
            return []
        return list(dict.fromkeys(found[0] if len(found) == 1 else chain.from_iterable(found)))

    def first(self, *names: str) -> str | None:
        """Give the first value that these properties hold."""
        return next((value for name in names for value in self.properties.get(name, ())), None)


@dataclass(slots=True)
class Store:
    """All entities of a file by id, the primary name of every party, and what went wrong on the way."""

    things: dict[str, Thing] = field(default_factory=dict)
    rejects: list[RowReject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def reject(self, at: str, reason: str, message: str) -> None:
        """Note a line, or an entity on it, that is not taken."""
        self.rejects.append(RowReject(at, reason, message))


class _Bad(Exception):
    """A line that is no entity: reason and message."""


def read_things(paths: list[Path], max_line_bytes: int) -> Store:
    """Read all entities. Raises ListError where a file cannot be opened."""
    store = Store()
    for path in paths:
        prefix = f"{path.name} " if len(paths) > 1 else ""
        try:
            with path.open("rb", buffering=0) as stream:
                _read_one(stream, prefix, max_line_bytes, store)
        except OSError as error:
            raise ListError(f"{path} cannot be read ({error.strerror}); check the path.") from error
        except IngestError as error:
            raise ListError(f"{path}: {error}") from error
    return store


def _read_one(stream: Any, prefix: str, max_line_bytes: int, store: Store) -> None:
    for number, line in lines(chunks(stream), max_line_bytes):
        at = f"{prefix}line {number}"
        if line is None:
            store.reject(
                at,
                "too-large",
                f"The line has over {max_line_bytes:,} bytes; to read it, set SAYSO_MAX_LINE_BYTES higher.",
            )
            continue
        line = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n\0")
        if not line:
            continue
        try:
            top, found = _entities(_parsed(line), at)
        except _Bad as error:
            store.reject(at, *error.args)
            continue
        for each in found:
            _add(store, each, each is top)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise _Bad("bad-encoding", f"Byte {error.start + 1} is not UTF-8; save the file as UTF-8.") from None
    except RecursionError:
        raise _Bad(
            "too-deep", "The line is nested too deep; write one FollowTheMoney entity a line."
        ) from None
    except ValueError as error:  # also NaN, and numbers of thousands of digits
        detail = getattr(error, "msg", None) or "not valid"
        raise _Bad("bad-json", f"The line is not JSON ({detail}); write one entity as JSON a line.") from None
    if not isinstance(record, dict):
        raise _Bad("bad-record", "The line is no JSON object; write one FollowTheMoney entity a line.")
    return record


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _entities(record: dict[str, Any], at: str) -> tuple[Thing, list[Thing]]:
    found: list[Thing] = []
    top = _entity(record, at, found, 1)
    return top, found


def _entity(record: dict[str, Any], at: str, found: list[Thing], depth: int) -> Thing:
    if depth > MAX_DEPTH:
        raise _Bad(
            "too-deep", f"Entities stand more than {MAX_DEPTH} deep in one another; export a flatter form."
        )
    key, schema, given = record.get("id"), record.get("schema"), record.get("properties", {})
    if not isinstance(key, str) or not key.strip() or len(key) > 500:
        raise _Bad("no-id", "The entity has no `id` that is a string of 1 to 500 characters; give it one.")
    if not isinstance(schema, str) or not schema:
        raise _Bad("no-schema", f"The entity {key[:80]!r} has no `schema`; give it one, such as Person.")
    if not isinstance(given, dict):
        raise _Bad("bad-properties", f"The `properties` of {key[:80]!r} are no object; give lists by name.")
    thing = Thing(
        key, schema, _text(record.get("caption")), {},
        [d for d in _list(record.get("datasets")) if isinstance(d, str)],
        _text(record.get("last_seen")) or _text(record.get("last_change")), at,
        record["target"] if isinstance(record.get("target"), bool) else None,
    )  # fmt: skip
    found.append(thing)
    for name, values in given.items():
        kept = thing.properties.setdefault(name, [])
        for value in _list(values)[:_MAX_VALUES]:
            if isinstance(value, dict):
                inner = _entity(value, at, found, depth + 1)
                kept.append(inner.id)
                back = _BACK.get(name)
                if back is not None and key not in inner.properties.get(back, ()):
                    inner.properties.setdefault(back, []).append(key)
            elif isinstance(value, str) and value.strip():
                kept.append(value.strip())
            elif isinstance(value, int | float) and not isinstance(value, bool):
                kept.append(f"{value:g}" if isinstance(value, float) else str(value))
    return thing


def _list(values: object) -> list[Any]:
    if values is None:
        return []
    return values if isinstance(values, list) else [values]


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _add(store: Store, thing: Thing, is_top: bool) -> None:
    known = store.things.get(thing.id)
    if known is None:
        store.things[thing.id] = thing
        thing.top = is_top
        return
    if is_top and known.top:
        store.warnings.append(f"{thing.at}: {thing.id} stands on {known.at} too; the two are taken together.")
    known.top = known.top or is_top
    # The schema that says more wins: a tie's other end may be given as a bare LegalEntity.
    if known.schema in ("Thing", "LegalEntity", "Organization") and thing.schema not in (
        "Thing",
        "LegalEntity",
    ):
        known.schema = thing.schema
    for name, values in thing.properties.items():
        kept = known.properties.setdefault(name, [])
        kept.extend(value for value in values if value not in kept)
    known.datasets.extend(d for d in thing.datasets if d not in known.datasets)
    known.caption = known.caption or thing.caption
    known.last_seen = max(filter(None, (known.last_seen, thing.last_seen)), default=None)
    known.target = thing.target if known.target is None else known.target or bool(thing.target)
