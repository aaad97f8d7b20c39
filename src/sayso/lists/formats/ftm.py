"""FollowTheMoney: entities as JSON lines, as OpenSanctions publishes every dataset, flat
(``entities.ftm.json``) or with the other ends of their ties inside (``targets.nested.json``).

Spec: https://followthemoney.tech/docs/ , https://www.opensanctions.org/docs/bulk/json/ . One line is
``{"id", "schema", "properties": {name: [value, …]}, "datasets", "first_seen", "last_seen", "target"}``.
Parties become entries; ``Sanction`` entities their designations; ``Ownership``, ``Directorship`` … relations
of the owner or the person, or inverse ones of the other end where that alone is in the file. Parties that
nobody lists stay, without designations: somebody listed is tied to them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from sayso.errors import ListError
from sayso.lists.formats.ftm_lines import Store, Thing, read_things
from sayso.lists.formats.ftm_parties import (
    designation_of,
    designations_by_topic,
    entry_of,
    names_of,
    when,
)
from sayso.lists.listing import Designation, Entry, ListFile, Relation
from sayso.lists.schemata import KIND_OF

__all__ = ["FORMAT", "list_id_of", "looks_like", "read", "share_of"]

FORMAT = "ftm"

_TIES = {
    "Ownership": ("ownership", "owner", "asset", None),
    "Directorship": ("directorship", "director", "organization", None),
    "Membership": ("membership", "member", "organization", None),
    "Employment": ("membership", "employee", "employer", "employee"),
    "Family": ("family", "person", "relative", None),
    "Associate": ("associate", "person", "associate", None),
    "UnknownLink": ("linked", "subject", "object", None),
    "Representation": ("linked", "agent", "client", "represents"),
    "Succession": ("linked", "predecessor", "successor", "predecessor of"),
}
"""Schema of a tie: kind of the relation, the property whose party it is attached to, that of the other end,
and the role where the entity gives none."""

_DIRECT = {
    "parent": ("ownership", True, "parent"),
    "owner": ("ownership", True, "owner"),
    "holder": ("ownership", True, "holder"),
    "operator": ("operator", True, "operator"),
    "issuer": ("linked", False, "issuer"),
}
"""Properties of a party that name another: kind, whether the relation is inverse, role."""

_HELD = {
    "Address": "addressEntity", "Sanction": "entity", "Passport": "holder", "Identification": "holder",
    "Occupancy": "holder", "Position": "",
}  # fmt: skip
_PASSED_OVER = frozenset({
    "Analyzable", "Article", "Assessment", "Audio", "Call", "Contract", "ContractAward", "CourtCase",
    "CourtCaseParty", "Debt", "Document", "DocumentPackage", "Documentation", "EconomicActivity", "Email",
    "Event", "Folder", "HyperText", "Image", "Interest", "Interval", "License", "Mention", "Message", "Note",
    "Package", "Page", "Pages", "Payment", "PlainText", "Post", "Project", "ProjectParticipant", "Risk",
    "Similar", "Table", "TaxRoll", "Trip", "UserAccount", "Value", "Video", "Workbook",
})  # fmt: skip
_MOST_ENDS = 256
_MOST_WARNINGS = 200


def looks_like(name: str, head: bytes) -> bool:
    """Tell FollowTheMoney's JSON lines: the first line is an object with a schema and properties."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    line = start.split(b"\n", 1)[0]
    return (
        line.startswith(b"{")
        and re.search(rb'"schema"\s*:\s*"[A-Z]', line) is not None
        and re.search(rb'"properties"\s*:\s*\{', line) is not None
    )


def list_id_of(path: Path) -> str:
    """Make the list's id from the file's name; ``ftm`` where the name says nothing of its content."""
    stem = re.sub(r"\.(?:gz|zst|zip|jsonl?|ndjson|ftm|nested)(?=\.|$)", "", path.name.lower())
    stem = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")
    return FORMAT if stem in ("", "entities", "targets", "source", "data") else stem


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read one list. Raises ListError where the files cannot be opened or no line of them is an entity.

    `list_id` is the list's short id, else the first file's name gives it.
    """
    from sayso.settings import Settings

    paths = list(files)
    name = list_id or list_id_of(paths[0])
    store = read_things(paths, Settings().max_line_bytes)
    if not store.things:
        reason = f" The first problem: {store.rejects[0].message}" if store.rejects else ""
        raise ListError(f"{paths[0]} has no FollowTheMoney entity in it.{reason}")
    for thing in store.things.values():
        if thing.schema in KIND_OF and (names := names_of(thing)):
            store.named[thing.id] = names[0].text
    ties = _ties(store, name)
    entries = _entries(store, name, ties)
    seen = [day for thing in store.things.values() if thing.last_seen and (day := when(thing.last_seen))]
    return ListFile(
        list=name,
        title=f"FollowTheMoney entities of {paths[0].name}",
        format=FORMAT,
        entries=entries,
        rejects=tuple(store.rejects),
        published=max(seen, default=None),
        warnings=_shortened(store.warnings),
    )


def _shortened(warnings: list[str]) -> tuple[str, ...]:
    more = len(warnings) - _MOST_WARNINGS
    return tuple(warnings[:_MOST_WARNINGS]) + (
        (f"{more:,} more warnings of these kinds.",) if more > 0 else ()
    )


def _entries(store: Store, list_id: str, ties: dict[str, list[Relation]]) -> tuple[Entry, ...]:
    held = _held_by(store)
    entries, passed = [], Counter[str]()
    for thing in store.things.values():
        if thing.schema in _PASSED_OVER:
            passed[thing.schema] += 1
        elif thing.schema not in KIND_OF:
            if thing.schema not in _TIES and thing.schema not in _HELD:
                _unknown_schema(store, thing)
        else:
            mine = held[thing.id]
            entry = entry_of(
                thing,
                list_id,
                _addresses(store, thing),
                [each for each in mine if each.schema in ("Passport", "Identification")],
                _designations(thing, mine),
                [post for each in mine if each.schema == "Occupancy" for post in _posts(store, each)],
            )
            if entry is not None:
                entries.append(replace(entry, relations=tuple(ties.get(thing.id, ()))))
            elif thing.top:
                message = f"{thing.id} ({thing.schema}) has no name; give it one to have it found."
                store.reject(thing.at, "no-name", message)
    for schema, count in passed.items():
        store.warnings.append(
            f"{count:,} entities of the schema {schema} are no parties and were passed over."
        )
    return tuple(entries)


def _unknown_schema(store: Store, thing: Thing) -> None:
    message = f"sayso does not know the schema {thing.schema[:80]!r} of {thing.id}; check its spelling."
    store.reject(thing.at, "unknown-schema", message)


def _designations(thing: Thing, held: Sequence[Thing]) -> tuple[Designation, ...]:
    made = [designation_of(each) for each in held if each.schema == "Sanction"]
    if not made:
        return designations_by_topic(thing)
    return tuple(sorted(made, key=lambda d: (d.regime, d.authority, d.since or "", d.programme or "")))


def _held_by(store: Store) -> defaultdict[str, list[Thing]]:
    """Give each party's sanctions, documents and offices; a warning for what belongs to nobody here."""
    held: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in store.things.values():
        link = _HELD.get(thing.schema)
        if not link or link == "addressEntity":
            continue
        owners = [key for key in thing.all(link) if key in store.things]
        if not owners:
            wanted = thing.first(link) or "nobody"
            store.warnings.append(
                f"{thing.at}: {thing.schema} {thing.id} belongs to {wanted}, not in the file."
            )
        for key in owners:
            held[key].append(thing)
    return held


def _addresses(store: Store, thing: Thing) -> list[Thing]:
    return [
        each
        for key in thing.all("addressEntity")
        if (each := store.things.get(key)) is not None and each.schema == "Address"
    ]


def _posts(store: Store, occupancy: Thing) -> Iterator[str]:
    for key in occupancy.all("post"):
        if (post := store.things.get(key)) is not None:
            yield from post.all("name")[:1] or ([post.caption] if post.caption else [])


def _ties(store: Store, list_id: str) -> dict[str, list[Relation]]:
    """Give the relations of each party, by its id."""
    ties: dict[str, list[Relation]] = defaultdict(list)
    for thing in list(store.things.values()):
        if thing.schema in _TIES:
            _tie(store, list_id, thing, ties)
        elif thing.schema in KIND_OF:
            _direct(store, list_id, thing, ties)
    return ties


def _tie(store: Store, list_id: str, thing: Thing, ties: dict[str, list[Relation]]) -> None:
    kind, near, far, role = _TIES[thing.schema]
    pairs = [(a, b) for a, b in product(thing.all(near), thing.all(far)) if a != b]
    if not pairs:
        message = f"{thing.schema} {thing.id} does not name two parties ({near}, {far}); complete it."
        store.reject(thing.at, "bad-relation", message)
        return
    relation = Relation(
        kind,
        role="; ".join(thing.all("role", "relationship")) or role,
        share=_share(store, thing) if kind == "ownership" else None,
        since=min(filter(None, map(when, thing.all("startDate"))), default=None),
        until=max(filter(None, map(when, thing.all("endDate"))), default=None),
        stated=when(thing.last_seen) if thing.last_seen else None,
        source=", ".join(thing.datasets) or None,
        text=_text(thing),
    )
    for one, other in pairs[:_MOST_ENDS]:
        _attach(store, list_id, thing, ties, one, other, relation)
    if len(pairs) > _MOST_ENDS:
        store.warnings.append(f"{thing.at}: {thing.id} ties {len(pairs):,} pairs; {_MOST_ENDS} are kept.")


def _attach(
    store: Store,
    list_id: str,
    thing: Thing,
    ties: dict[str, list[Relation]],
    one: str,
    other: str,
    relation: Relation,
) -> None:
    if one in store.named:
        ties[one].append(_to(store, list_id, other, relation))
        missing = other if other not in store.named else None
    elif other in store.named:
        ties[other].append(_to(store, list_id, one, replace(relation, inverse=not relation.inverse)))
        missing = one
    else:
        message = (
            f"Neither end of {thing.schema} {thing.id} ({one}, {other}) is in the file; add one of them."
        )
        store.reject(thing.at, "dangling", message)
        return
    if missing is not None:
        store.warnings.append(
            f"{thing.at}: {missing}, an end of {thing.schema} {thing.id}, is not in the file."
        )


def _to(store: Store, list_id: str, key: str, relation: Relation) -> Relation:
    """Point the relation at the party of that id; by the id as a name where it is not in the file."""
    if key not in store.named:
        return replace(relation, name=key)
    return replace(relation, to=f"{list_id}:{key}", name=store.named[key])


def _direct(store: Store, list_id: str, thing: Thing, ties: dict[str, list[Relation]]) -> None:
    for name, (kind, inverse, role) in _DIRECT.items():
        for other in thing.all(name):
            if other == thing.id or thing.id not in store.named:
                continue
            relation = Relation(
                kind,
                inverse=inverse,
                role=role,
                stated=when(thing.last_seen) if thing.last_seen else None,
                source=", ".join(thing.datasets) or None,
            )
            ties[thing.id].append(_to(store, list_id, other, relation))


def _text(thing: Thing) -> str | None:
    words = [
        f"{name} {value}"
        for name in ("percentage", "sharesCount", "ownershipType")
        for value in thing.all(name)
    ]
    return "; ".join([*words, *thing.all("summary", "description")]) or None


def _share(store: Store, thing: Thing) -> tuple[float, float] | None:
    """Give the least and the most that the values of ``percentage`` allow."""
    known = []
    for words in thing.all("percentage"):
        share = share_of(words)
        if share is None:
            store.warnings.append(
                f"{thing.at}: {words[:80]!r} of {thing.id} is no percentage; it is left out."
            )
        else:
            known.append(share)
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


_AT_LEAST = re.compile(
    r">|≥|\+\s*%?$|\b(?:over|above|at least|from|more|minimum|min|mehr als|plus de|más de)\b|"
    r"\b(?:более|больше|свыше|от|понад|більше|від)\b",
    re.I,
)
_AT_MOST = re.compile(
    r"<|≤|\b(?:under|below|up to|at most|less|maximum|max|weniger|менее|меньше|до|менше)\b",
    re.I,
)
_NOT_LESS = re.compile(r"\b(?:не менее|не меньше|not less|no less)\b", re.I)
_NOT_MORE = re.compile(r"\b(?:не более|не больше|not more|no more)\b", re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def share_of(words: str) -> tuple[float, float] | None:
    """Give the percentage that `words` mean, as low and high: ``51``, ``51,0 %``, ``50-75``, ``>25%``,
    ``Более 25%``, ``up to 5%``. None where they mean none between 0 and 100.

    Whether a bound itself is meant is not kept: ``>25%`` is 25 to 100.
    """
    if len(words) > 200:
        return None
    numbers = [float(found.replace(",", ".")) for found in _NUMBER.findall(words)]
    if not 1 <= len(numbers) <= 2 or any(number > 100 for number in numbers):
        return None
    if len(numbers) == 2:
        if "/" in words:
            return None  # a fraction or two statements; we are not told
        return min(numbers), max(numbers)
    if _NOT_MORE.search(words):
        return 0.0, numbers[0]
    if _NOT_LESS.search(words) or _AT_LEAST.search(words):
        return numbers[0], 100.0
    if _AT_MOST.search(words):
        return 0.0, numbers[0]
    return numbers[0], numbers[0]
