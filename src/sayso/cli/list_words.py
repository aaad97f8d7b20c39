"""Lists in words: how old a version is, and what an entry and its parts say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sayso.lists.listing import Address, Designation, Entry, Identifier, Name, Relation

if TYPE_CHECKING:
    from sayso.ledger.records import ListVersion

__all__ = ["days_old", "entries_words", "entry_facts", "value_words"]

_TIES = {
    "linked": ("linked to", "linked from"),
    "ownership": ("owns", "owned by"),
    "control": ("controls", "controlled by"),
    "directorship": ("holds an office in", "has as an officer"),
    "membership": ("member of", "has as a member"),
    "family": ("related to", "related to"),
    "associate": ("associate of", "associate of"),
    "operator": ("operates", "operated by"),
}


def days_old(version: ListVersion) -> int:
    """Give how many days ago a version was published (or came, where it does not say)."""
    return max(0, (datetime.now(UTC).date() - date.fromisoformat(version.dated)).days)


def entries_words(count: int) -> str:
    """Give "1 entry", "1,204 entries"."""
    return "1 entry" if count == 1 else f"{count:,} entries"


def entry_facts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Give all that an entry says, as names of facts and facts."""
    yield "kind", entry.kind
    for name in entry.names:
        yield "name", _name(name)
    if not any(each.until is None for each in entry.designations):
        yield "listed", "no: it is there because others are tied to it, or it was delisted"
    for each in entry.designations:
        yield "listed", _designation(each)
        if each.reasons:
            yield "reasons", each.reasons
    for fact, values in (
        ("born", entry.births),
        ("born in", entry.birth_places),
        ("died", entry.deaths),
        ("position", entry.positions),
    ):
        for value in values:
            yield fact, value
    if entry.gender:
        yield "gender", entry.gender
    if entry.countries:
        yield "countries", ", ".join(entry.countries)
    if entry.nationalities:
        yield "nationality", ", ".join(entry.nationalities)
    for number in entry.identifiers:
        yield "number", _identifier(number)
    for address in entry.addresses:
        yield "address", _address(address)
    for label, value in entry.details:
        yield "detail", f"{label}: {value}"
    for tie in entry.relations:
        yield "tie", _relation(tie)
    if entry.remarks:
        yield "remarks", entry.remarks
    if entry.url:
        yield "page", entry.url


def _aside(words: str, *more: str | None) -> str:
    told = "; ".join(each for each in more if each)
    return f"{words} ({told})" if told else words


def _span(since: str | None, until: str | None) -> str | None:
    if since and until:
        return f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else None


def _name(name: Name) -> str:
    kind = None if name.kind == "primary" else f"weak {name.kind}" if name.weak else name.kind
    return _aside(name.text, kind, None if name.script == "Latn" else name.script, name.language)


def _designation(one: Designation) -> str:
    freeze = {True: "assets frozen", False: "assets not frozen", None: None}[one.blocking]
    return _aside(
        " · ".join(each for each in (one.regime, one.authority, one.programme) if each),
        _span(one.since, one.until),
        f"amended {', '.join(one.amended)}" if one.amended else None,
        freeze,
        ", ".join(one.measures),
        one.basis,
        one.reference,
        one.url,
    )


def _identifier(number: Identifier) -> str:
    kind = number.label or number.kind
    return _aside(f"{kind} {number.value}", number.country, number.note)


def _address(address: Address) -> str:
    return _aside(address.text, address.country)


def _share(share: tuple[float, float]) -> str:
    low, high = share
    return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"


def _relation(tie: Relation) -> str:
    words = _TIES.get(tie.kind, (tie.kind, f"{tie.kind} of"))[tie.inverse]
    other = tie.name or tie.to or "?"
    return _aside(
        f"{words} {other}",
        tie.to if tie.name else None,
        tie.role,
        None if tie.share is None else _share(tie.share),
        _span(tie.since, tie.until),
        f"stated {tie.stated}" if tie.stated else None,
        tie.source,
    )


def value_words(value: Any, field: str) -> str:
    """Say in words a value as `FieldChange` has it, or a part of an entry as its JSON; nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        record, words = _PARTS[field]
        return words(record.from_dict(value))
    if isinstance(value, list):
        if field.endswith(".share"):
            return _share((value[0], value[1]))
        return "; ".join(": ".join(map(str, each)) if isinstance(each, list) else str(each) for each in value)
    return str(value)


_PARTS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "names": (Name, _name),
    "designations": (Designation, _designation),
    "identifiers": (Identifier, _identifier),
    "addresses": (Address, _address),
    "relations": (Relation, _relation),
}
