"""Invented accounts, built by hand: what the tests of threads and matters need of a report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sayso.reading.reading import Claim, Event, Object, Participant, Party, Place, Time
from sayso.weigh.accounts import event_key
from sayso.weigh.records import Account, EventMention, Thread
from sayso.weigh.telling import telling_words
from sayso.weigh.threads import threads

STATES = {"Norland": "NRL", "Sudria": "SUD", "Ostany": "OST", "Westmark": "WES"}


def party(name: str, kind: str = "state") -> Party:
    if name in STATES:
        return Party(STATES[name], name, "state", (STATES[name][:2],))
    return Party(name.lower().replace(" ", "-"), name, kind)


def told(
    type: str,
    trigger: str,
    actor: Iterable[str] = (),
    recipient: Iterable[str] = (),
    *,
    stance: str = "affirms",
    item: str | None = None,
    place: str | None = None,
    days: tuple[str, str] | None = None,
    sentence: str | None = None,
    kind: str = "company",
) -> dict[str, Any]:
    """Say what a mention tells; `account` makes it one."""
    actors = [actor] if isinstance(actor, str) else list(actor)
    recipients = [recipient] if isinstance(recipient, str) else list(recipient)
    if sentence is None:
        words = [" and ".join(actors), trigger, item or "", "to " + " and ".join(recipients), place or ""]
        sentence = " ".join(each for each in words if each) + "."
    return {
        "type": type, "trigger": trigger, "actors": actors, "recipients": recipients, "stance": stance,
        "item": item, "place": place, "days": days, "sentence": sentence, "kind": kind,
    }  # fmt: skip


def account(published: str | None, *mentions: dict[str, Any], name: str = "", title: str = "") -> Account:
    text, made, parties = "", [], {}
    report = hashlib.sha256(json.dumps([published, mentions, name], default=str).encode()).hexdigest()
    for each in mentions:
        start = len(text)
        text += each["sentence"] + " "
        at = start + max(each["sentence"].find(each["trigger"]), 0)
        sides = []
        for names in (each["actors"], each["recipients"]):
            side = []
            for one in names:
                its = party(one, each["kind"])
                parties[its.id] = its
                country = its.countries[0] if its.countries else None
                side.append(Participant((start, start + 1), one, its.id, its.name, country))
            sides.append(tuple(side))
        span = (at, at + len(each["trigger"]))
        event = Event(
            type=each["type"],
            trigger=span,
            actors=sides[0],
            recipients=sides[1],
            objects=(Object(span, each["item"], item=each["item"]),) if each["item"] else (),
            places=(Place(span, each["place"]),) if each["place"] else (),
            time=Time(span, "then", *each["days"]) if each["days"] else None,
        )
        sentence = (start, start + len(each["sentence"]))
        claim = Claim(f"{report[:12]}{start}", event, (), None, each["stance"], False, sentence)
        key = event_key(report, event)
        made.append(EventMention(key, report, event, each["trigger"], each["sentence"], sentence, (claim,)))
    return Account(
        report, "Atlas Post", title or None, published, tuple(made), parties,
        telling=telling_words(title, text, 24),
    )  # fmt: skip


def threads_of(*accounts: Account) -> list[Thread]:
    return [thread for each in accounts for thread in threads(each)]


def one(published: str | None, *rest: Any, **more: Any) -> Thread:
    """Make the one thread of a report that tells one event."""
    (found,) = threads_of(account(published, told(*rest, **more)))
    return found
