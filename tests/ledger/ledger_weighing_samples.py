"""Stories and matters made by hand, for the ledger's tests: no algorithm has a part in them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from sayso.ledger import Ledger
from sayso.ledger.schema import current_readings, events
from sayso.ledger.weigh_rows import Copy, Found, Membership, State, write


def state_of(matter: str, **about: Any) -> State:
    """Make a state with something in most of its fields."""
    standing = {"origins": [{"key": "a", "name": "A Ministry"}], "denied": ["a"], "counts": []}
    details: dict[str, Any] = {
        "actors": [{"id": "IRN", "name": "Iran"}], "recipients": [], "standing": standing,
        "first": "2023-01-01", "last": "2023-02-01", "event_first": "2022-12-01", "event_last": None,
        "contested": True, "origins": 1, "reports": 2, **about,
    }  # fmt: skip
    details.update((name, json.dumps(details[name])) for name in ("actors", "recipients", "standing"))
    return State(matter, details.pop("type", "AID"), details.pop("title", "Iran → AID"), **details)


def weigh_by_hand(ledger: Ledger) -> dict[str, list[str]]:
    """Put all events of the first reading in one matter, those of the others in another; the last report is
    a copy of the first. Give the keys of the events of both matters."""
    with ledger.weighings.viewing() as view:
        readings = view.connection.execute(select(current_readings).order_by(current_readings.c.id)).all()
        last = view.last()
        found = Found(after=last.id if last else None, algorithm="test 1")
        matters: dict[str, list[str]] = {"m0aa1": [], "m0ab2": []}
        for reading in readings:
            matter = "m0aa1" if reading is readings[0] else "m0ab2"
            rows = view.connection.execute(select(events).where(events.c.reading_id == reading.id)).all()
            for row in rows:
                key = f"{reading.report_id[:16]}:{row.trigger_start}-{row.trigger_end}:{row.type}"
                found.members.append(Membership(row.id, key, matter, 0.75, "the same words", None))
                matters[matter].append(key)
        found.readings = [reading.id for reading in readings]
        found.copies = [Copy(readings[-1].report_id, readings[0].report_id, 0.9, "most of its words")]
        found.states = [state_of(matter) for matter, keys in matters.items() if keys]
    with ledger.weighings.changing() as view:
        assert write(view.connection, found) is not None
    ledger.weighings.unwatch(ledger.weighings.watch(party="iran").id)
    if all(matters.values()):
        ledger.weighings.undo(ledger.weighings.join([*matters], "Ann").id, "Ann")
    else:
        ledger.weighings.split(matters["m0aa1"][:1], "Ann")
    return matters
