"""The form in which a claim is corrected: what it holds at first, and what was changed in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from sayso.errors import UsageError
from sayso.ledger.review_changes import MOST_PARTS
from sayso.ledger.review_records import Review
from sayso.reading.reading import Claim, Span

__all__ = ["PARTS", "Draft", "Part", "Row", "changed", "changes_told", "draft_of", "field", "seen", "typed"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a claim that is given by words of the report: what it is called, and whether there may be
    `many` of it.
    """

    name: str
    title: str
    many: bool
    hint: str = ""


PARTS = (
    Part("trigger", "Event", False, "the word that tells it"),
    Part("actors", "Who does it", True),
    Part("recipients", "To whom", True),
    Part("objects", "With what", True),
    Part("places", "Where", True),
    Part("time", "When", False),
    Part("sources", "Who says so", True, "outermost first"),
    Part("cue", "Words that say so", False),
)
_DIGITS = 9  # of an offset: no report is that long


@dataclass(frozen=True, slots=True)
class Row:
    """Two offsets as they stand in the form, and the words there."""

    start: str = ""
    end: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds; `rows` by the names of `PARTS`, each with an empty row for one more."""

    type: str
    mode: str
    stance: str
    contexts: tuple[str, ...]
    opinion: bool
    rows: Mapping[str, tuple[Row, ...]]


def seen(claim: Claim) -> str:
    """Give a word that is another one as soon as a claim is."""
    return hashlib.sha256(json.dumps(claim.to_dict(), sort_keys=True).encode()).hexdigest()[:16]


def spans_of(claim: Claim) -> dict[str, list[Span]]:
    """Give where the words of each part are; words that stand for several parties once."""
    event = claim.event
    found: dict[str, Iterable[Span]] = {
        "trigger": [event.trigger],
        "actors": (each.span for each in event.actors),
        "recipients": (each.span for each in event.recipients),
        "objects": (each.span for each in event.objects),
        "places": (each.span for each in event.places),
        "time": [event.time.span] if event.time else [],
        "sources": (each.span for each in claim.sources),
        "cue": [claim.cue] if claim.cue else [],
    }
    return {name: list(dict.fromkeys(spans)) for name, spans in found.items()}


def draft_of(claim: Claim, text: str) -> Draft:
    """Give the form as it is before anybody changed it."""
    rows = {
        name: tuple(Row(str(start), str(end), text[start:end]) for start, end in spans)
        for name, spans in spans_of(claim).items()
    }
    event = claim.event
    return Draft(event.type, event.mode or "", claim.stance, event.contexts, claim.opinion, _with_room(rows))


def typed(form: FormData, text: str) -> Draft:
    """Give the form as somebody left it, to show it again with what is wrong about it."""
    rows = {}
    for part in PARTS:
        its = []
        for start, end in _pairs(form, part.name):
            whole = _offset(start) is not None and _offset(end) is not None
            its.append(Row(start[:20], end[:20], text[int(start) : int(end)] if whole else ""))
        rows[part.name] = tuple(each for each in its if each.start or each.end)
    return Draft(
        field(form, "type"),
        field(form, "mode"),
        field(form, "stance"),
        tuple(each for each in form.getlist("contexts") if isinstance(each, str)),
        "opinion" in form,
        _with_room(rows),
    )


def changed(form: FormData, claim: Claim) -> dict[str, Any]:
    """Give what somebody changed in the form, as `sayso.ledger.review_changes.checked` takes it. Raises
    UsageError for an offset that is none, and where nothing was changed.
    """
    event = claim.event
    now = {"type": event.type, "mode": event.mode or "", "stance": claim.stance}
    found: dict[str, Any] = {
        name: field(form, name) or None
        for name, value in now.items()
        if name in form and field(form, name) != value
    }
    contexts = [each for each in form.getlist("contexts") if isinstance(each, str)]
    if set(contexts) != set(event.contexts):
        found["contexts"] = contexts
    if ("opinion" in form) != claim.opinion:
        found["opinion"] = "opinion" in form
    before = spans_of(claim)
    for part in PARTS:
        spans = _spans(form, part)
        if spans == before[part.name]:
            continue
        if part.many:
            found[part.name] = [list(span) for span in spans]
        elif len(spans) > 1:
            raise UsageError(f"{part.title}: there can be only one; clear the others")
        elif not spans and part.name == "trigger":
            raise UsageError("An event has a word that tells it; select it, or reject the claim")
        else:
            found[part.name] = list(spans[0]) if spans else None
    if not found:
        raise UsageError("Nothing was changed; change something, or accept the claim as it is")
    return found


def field(form: FormData, name: str) -> str:
    """Give a field of a form as words, '' where it was left out (or is a file)."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _with_room(rows: Mapping[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    return {
        part.name: rows[part.name] if rows[part.name] and not part.many else (*rows[part.name], Row())
        for part in PARTS
    }


def _pairs(form: FormData, name: str) -> list[tuple[str, str]]:
    """Give what stands in the two fields of each row of a part."""
    starts, ends = (
        [each.strip() if isinstance(each, str) else "" for each in form.getlist(f"{name}_{edge}")]
        for edge in ("start", "end")
    )
    if len(starts) != len(ends):
        raise UsageError("Every place in the text takes two offsets, where it begins and where it ends")
    if len(starts) > 2 * MOST_PARTS:
        raise UsageError(f"That are too many words; give at most {MOST_PARTS}")
    return list(zip(starts, ends, strict=True))


def _spans(form: FormData, part: Part) -> list[Span]:
    found: dict[Span, None] = {}
    for start, end in _pairs(form, part.name):
        if not start and not end:
            continue
        first, last = _offset(start), _offset(end)
        if first is None or last is None:
            raise UsageError(
                f"{part.title}: {start[:20]!r} to {end[:20]!r} is no place in the text; select the words, or "
                "clear both fields"
            )
        found[first, last] = None
    return list(found)


def _offset(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= _DIGITS else None


# ---- what a decision changed -------------------------------------------------------------------------------


def changes_told(review: Review, text: str | None = None) -> list[tuple[str, str, str]]:
    """Say what a decision changed: the field, what it was, and what it is then. Words of which only the place
    is kept are told where the report's `text` is given.
    """
    changes = review.changes or {}
    if review.kind in ("link", "unlink"):
        party = changes.get("party")
        now = party["name"] if party else "nobody known"
        return [(f"“{changes.get('text', '')}”", str(changes.get("was_name") or "nobody known"), now)]
    if review.kind != "correct":
        return []
    before = {**review.before, **review.before.get("event", {})}
    titles = {part.name: part.title for part in PARTS}
    return [
        (titles.get(name, name).lower(), _words(before.get(name), text), _words(value, text))
        for name, value in changes.items()
    ]


def _words(value: Any, text: str | None) -> str:
    if value is None or value == [] or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return str(value.get("text") or value.get("name") or "")
    if isinstance(value, list | tuple):
        if all(isinstance(each, int) for each in value):
            return "–".join(map(str, value)) if text is None else f"“{text[slice(*value)]}”"
        return ", ".join(dict.fromkeys(_words(each, text) for each in value))
    return str(value).replace("_", " ")
