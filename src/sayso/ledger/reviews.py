"""Review: what people accept, reject and correct of single claims, and which party they say is meant.

Nothing is changed by it. Each decision is a row with who, when and why, and what all of them come to is a new
reading of the report, beside the one that was reviewed: whoever asks for the newest reading of a report
(questions, weighing, exports) has it. Both are written in one transaction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from sayso.errors import NotFoundError, UsageError
from sayso.ingest.reject import shown
from sayso.ledger import review_rows
from sayso.ledger.connect import Place
from sayso.ledger.lookup import resolve
from sayso.ledger.reading_store import base_and_current
from sayso.ledger.review_records import Review, Reviewed, ReviewPage
from sayso.ledger.review_schema import REVIEWS_SINCE
from sayso.ledger.reviewed import (
    Folded,
    changed_fields,
    corrected_claim,
    corrected_event,
    fold,
    in_force,
    state_of,
    taken_back,
)
from sayso.ledger.transactions import asking, version_of, writing
from sayso.reading.reading import Claim, Participant, Party, Reading, Source

if TYPE_CHECKING:
    from sayso.actors import Gazetteer

__all__ = ["LONGEST_NAME", "LONGEST_NOTE", "MOST_ASKED", "ROLES", "Reviews"]

ROLES = ("actor", "recipient", "source")
"""Whose words can be linked to a party."""
LONGEST_NAME, LONGEST_NOTE = 200, 4000
"""Characters of the name of who decides, and of the reason."""
MOST_ASKED = 1000
"""Decisions that `Reviews.decisions` gives at once."""

_LAST = 2**62  # a number that comes after every other: for what is only tried
_SHORTEST = 4  # of the beginning of a claim's id
_JOINERS = "\u200c\u200d"  # scripts need them, and they move nothing
_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


class Reviews:
    """Decisions about single claims; `Ledger.reviews` gives it. Raises LedgerError as `Ledger` does.

    A claim is named by its report (as for `Ledger.reading`) and by its id, the beginning of that (four
    characters or more), or its number, counted from 1 as `sayso show` does. `who` is the name of a person,
    `why` a reason, which may have several lines.
    """

    def __init__(self, place: Place, own_parties: Path | None = None) -> None:
        self._place = place
        self._own_parties = own_parties

    # Asking

    def of(self, report: str) -> list[Review]:
        """Give the decisions about a report's claims, oldest first. Raises as `Ledger.reading` does."""
        with asking(self._place) as connection:
            report_id = resolve(connection, report)
            if not _known(connection):
                return []
            return review_rows.described(connection, review_rows.of_report(connection, report_id))

    def decision(self, number: int) -> Review:
        """Give one decision. Raises NotFoundError where there is none of that number."""
        with asking(self._place) as connection:
            if not _known(connection):
                raise NotFoundError(f"There is no review {number}; nobody reviewed anything in this ledger")
            return _whole(connection, review_rows.row_of(connection, number))

    def decisions(
        self, limit: int = 50, cursor: int | None = None, *, report: str | None = None
    ) -> ReviewPage:
        """Give the newest decisions, or with a page's `cursor` those before it; of one report or of all.

        Raises UsageError where `limit` is none from 1 to `MOST_ASKED`.
        """
        if not 1 <= limit <= MOST_ASKED:
            raise UsageError(f"{limit} is no number of decisions; ask for 1 to {MOST_ASKED} at once")
        with asking(self._place) as connection:
            report_id = None if report is None else resolve(connection, report)
            if not _known(connection):
                return ReviewPage(())
            found = review_rows.newest(connection, limit + 1, cursor, report_id)
            more = len(found) > limit
            page = review_rows.described(connection, found[:limit])
            return ReviewPage(tuple(page), page[-1].id if more else None)

    def state(self, claims: Iterable[str]) -> dict[str, Reviewed]:
        """Say how claims stand, by their ids: accepted, rejected or corrected, by whom, when and why. Those
        that nobody reviewed, or of which everything was taken back, are left out.
        """
        with asking(self._place) as connection:
            return _states(review_rows.of_claims(connection, claims)) if _known(connection) else {}

    def base(self, report: str) -> Reading:
        """Give the newest reading of a report as its reader made it, before any review. Raises as
        `Ledger.reading` does.
        """
        with asking(self._place) as connection:
            return base_and_current(connection, resolve(connection, report))[0]

    def annotations(self, *, complete: bool = False) -> Iterator[dict[str, Any]]:
        """Give the sentences of which claims were reviewed as training data (see
        `sayso.ledger.annotations`); `complete` leaves out those of which nobody reviewed some claim.
        """
        from sayso.ledger.annotations import annotation_rows

        yield from annotation_rows(self._place, complete=complete)

    # Deciding

    def accept(self, report: str, claim: str | int, who: str, why: str = "") -> Review:
        """Say that a claim is right as it stands; one that was rejected comes back."""
        who, why = _person(who), _reason(why)
        with self._open(report) as opened:
            found = opened.claim(claim, rejected=True)
            return opened.decide("accept", found, who, why)

    def reject(self, report: str, claim: str | int, who: str, why: str = "") -> Review:
        """Say that a claim is none: it is left out of the report's reading.

        Raises UsageError where it was rejected already.
        """
        who, why = _person(who), _reason(why)
        with self._open(report) as opened:
            return opened.decide("reject", opened.claim(claim), who, why)

    def correct(
        self, report: str, claim: str | int, changes: Mapping[str, Any], who: str, why: str = ""
    ) -> Review:
        """Correct a claim: `changes` are as `sayso.ledger.review_changes.checked` takes them. What is
        corrected of the event is so for all claims on the same event mention.

        Raises UsageError where they cannot be, or change nothing.
        """
        from sayso.ledger.review_changes import checked  # late: it knows of days and amounts

        who, why = _person(who), _reason(why)
        with self._open(report) as opened:
            found = opened.claim(claim)
            kept = checked(opened.folded.reading, found, changes)
            after = corrected_claim(_with_event(found, kept), kept)
            return opened.decide("correct", found, who, why, after=after, changes=kept)

    def link(
        self, report: str, claim: str | int, role: str, index: int, party: str, who: str, why: str = ""
    ) -> Review:
        """Say which party the words of an actor, recipient or source mean (`role`, and its place from 0 on),
        by id or name: one that the report knows, or one of the gazetteer. That holds wherever the reading
        took the same words for the same party.

        Raises UsageError where there is no such role or several parties are called so, NotFoundError where
        none is.
        """
        who, why = _person(who), _reason(why)
        gazetteer = self._gazetteer()  # before anybody waits for this transaction: it takes a moment
        with self._open(report) as opened:
            found = opened.claim(claim)
            part = _part(found, role, index)
            known = _party(party, opened.folded.reading, gazetteer)
            if known.id == part.actor:
                raise UsageError(f"{shown(part.text)!r} means {known.name} already; accept the claim instead")
            return opened.relink("link", found, role, index, known, who, why)

    def unlink(self, report: str, claim: str | int, role: str, index: int, who: str, why: str = "") -> Review:
        """Say that the words of an actor, recipient or source do not mean the party that the reading has for
        them, nor any other that is known.

        Raises UsageError where there is no such role, or it means no party anyway.
        """
        who, why = _person(who), _reason(why)
        with self._open(report) as opened:
            found = opened.claim(claim)
            part = _part(found, role, index)
            if part.actor is None and part.name is None:
                raise UsageError(f"{shown(part.text)!r} is linked to no party; link it to one, or accept")
            return opened.relink("unlink", found, role, index, None, who, why)

    def undo(self, number: int, who: str, why: str = "") -> Review:
        """Take a decision back; what others decided since stays. An undo can be taken back, too.

        Raises NotFoundError where there is none of that number, UsageError where it was taken back already.
        """
        who, why = _person(who), _reason(why)
        with asking(self._place) as connection:
            if not _known(connection):
                raise NotFoundError(f"There is no review {number}; nobody reviewed anything in this ledger")
            report_id = review_rows.row_of(connection, number).report_id
        with self._open(report_id) as opened:
            return opened.undo(number, who, why)

    # Transactions

    def _open(self, report: str) -> AbstractContextManager[_Opened]:
        return _opening(self._place, report)

    def _gazetteer(self) -> Gazetteer:
        # Late: a ledger is opened, and asked for everything else, without waiting for it.
        from sayso.actors import shipped
        from sayso.settings import Settings

        return shipped(Settings().own_parties if self._own_parties is None else self._own_parties)


@contextmanager
def _opening(place: Place, report: str) -> Iterator[_Opened]:
    """One transaction that decides about a report's claims; others about the same report wait for it."""
    with asking(place) as connection:
        report_id = resolve(connection, report)
    with writing(place, report_id) as connection:
        yield _Opened(connection, report_id)


class _Opened:
    """A report whose claims are being reviewed, as it is now: `folded` has the rejected claims, too."""

    def __init__(self, connection: Connection, report_id: str) -> None:
        self._connection, self._report = connection, report_id
        self._base, self._current = base_and_current(connection, report_id)
        self._reviews = review_rows.of_report(connection, report_id)
        self.folded: Folded = fold(self._base, self._reviews)

    def claim(self, named: str | int, *, rejected: bool = False) -> Claim:
        """Find a claim by number, id or the beginning of it; `rejected` takes one that was rejected, too."""
        its, name = self.folded.reading.claims, self._report[:12]
        if isinstance(named, int):
            if not 1 <= named <= len(its):
                raise NotFoundError(
                    f"There is no claim {named} in report {name}, which has {len(its)}; `sayso show {name}` "
                    "numbers them"
                )
            return its[named - 1]
        found = self.folded.claims.get(named)
        if found is None and len(named) >= _SHORTEST:
            begins = [key for key in self.folded.claims if key.startswith(named)]
            if len(begins) > 1:
                raise UsageError(f"{shown(named)!r} is the beginning of several claims' ids; give more of it")
            found = self.folded.claims[begins[0]] if begins else None
        if found is None:
            raise NotFoundError(
                f"There is no claim {shown(named)!r} in the newest reading of report {name}; "
                f"`sayso show {name} --json` gives the ids of those there are"
            )
        if found.id in self.folded.rejected and not rejected:
            last = [each for each in in_force(self._reviews) if each.claim == found.id][-1]
            raise UsageError(
                f"The claim was rejected by {last.who} (review {last.id}); take that back first: "
                f"`sayso review undo {last.id}`"
            )
        return found

    def decide(
        self,
        kind: str,
        claim: Claim,
        who: str,
        why: str,
        *,
        after: Claim | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> Review:
        """Write a decision, and what all of them come to."""
        made = review_rows.add_review(
            self._connection,
            kind,
            self._report,
            claim.id,
            claim.to_dict(),
            who=who,
            note=why,
            after=after,
            changes=changes,
        )
        review_rows.settle(self._connection, self._base, self._current, [*self._reviews, made])
        return _whole(self._connection, made)

    def relink(
        self, kind: str, claim: Claim, role: str, index: int, party: Party | None, who: str, why: str
    ) -> Review:
        """Write down which party some words mean, and what that comes to."""
        part = _part(claim, role, index)
        changes = {
            "role": role,
            "index": index,
            "span": list(part.span),
            "text": part.text,
            "was": part.actor,
            "was_name": part.name,
            "party": None if party is None else party.to_dict(),
        }
        trial = Review(_LAST, "", who, kind, self._report, claim.id, {}, changes=changes)
        after = fold(self.folded.reading, [trial]).claims[claim.id]
        return self.decide(kind, claim, who, why, after=after, changes=changes)

    def undo(self, number: int, who: str, why: str) -> Review:
        """Write down that a decision was taken back, and what that comes to."""
        (undone,) = [each for each in self._reviews if each.id == number]
        if number in taken_back(self._reviews):
            by = next(each.id for each in reversed(self._reviews) if each.undoes == number)
            raise UsageError(
                f"Review {number} was taken back by review {by} already; to have it again, take that one back"
            )
        before = self.folded.claims.get(undone.claim)
        trial = Review(_LAST, "", who, "undo", self._report, undone.claim, {}, undoes=number)
        then = fold(self._base, [*self._reviews, trial])
        made = review_rows.add_review(
            self._connection,
            "undo",
            self._report,
            undone.claim,
            undone.before if before is None else before.to_dict(),
            who=who,
            note=why,
            after=None if undone.claim in then.rejected else then.claims.get(undone.claim),
            undoes=number,
        )
        review_rows.settle(self._connection, self._base, self._current, [*self._reviews, made])
        return _whole(self._connection, made)


def _known(connection: Connection) -> bool:
    return version_of(connection) >= REVIEWS_SINCE


def _whole(connection: Connection, review: Review) -> Review:
    """Give a review with all that its record tells."""
    its = review_rows.of_claims(connection, [review.claim])
    (found,) = review_rows.described(connection, [each for each in its if each.id == review.id])
    return found


def _states(found: Iterable[Review]) -> dict[str, Reviewed]:
    states: dict[str, Reviewed] = {}
    for each in in_force(found):
        before = states.get(each.claim)
        changed = dict.fromkeys((*(before.changed if before else ()), *changed_fields(each)))
        states[each.claim] = Reviewed(
            each.claim, state_of(each.kind), each.who, each.at, each.note, each.id, tuple(changed)
        )
    return states


def _with_event(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    return replace(claim, event=corrected_event(claim.event, changes))


# ---- what was typed ----------------------------------------------------------------------------------------


def _person(who: str) -> str:
    who = " ".join(who.split(" ")).strip()
    if not who:
        raise UsageError("Say who decides: a decision is kept with the name of a person")
    return _plain("name of who decides", who, LONGEST_NAME, "")


def _reason(why: str) -> str:
    lines = why.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _plain("reason", lines, LONGEST_NOTE, "\n\t")


def _plain(what: str, words: str, longest: int, allowed: str) -> str:
    """Refuse words that are too long, or hold what steers a terminal or hides text."""
    if len(words) > longest:
        raise UsageError(f"The {what} has {len(words):,} characters; write at most {longest:,}")
    for char in words:
        if char not in allowed and char not in _JOINERS and unicodedata.category(char) in _STEERING:
            raise UsageError(f"The {what} holds U+{ord(char):04X}, which cannot be seen; leave it out")
    return words


def _part(claim: Claim, role: str, index: int) -> Participant | Source:
    """Find whose words are meant."""
    parts: dict[str, tuple[Participant | Source, ...]] = {
        "actor": claim.event.actors,
        "recipient": claim.event.recipients,
        "source": claim.sources,
    }
    if role not in parts:
        raise UsageError(f"{shown(str(role))!r} is nobody to be linked; there is {', '.join(ROLES)}")
    its = parts[role]
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(its):
        count = f"{len(its)} {role}" + ("" if len(its) == 1 else "s")
        raise UsageError(f"There is no {role} at place {shown(str(index))}: the claim has {count}, from 0 on")
    return its[index]


def _party(words: str, reading: Reading, gazetteer: Gazetteer) -> Party:
    """Find the party that is called so: one that the reading has, else one of the gazetteer."""
    name = " ".join(words.split())
    known = {party.id: party for party in reading.parties}
    if name in known:
        return known[name]
    found = {party.id: party for party in reading.parties if party.name.casefold() == name.casefold()}
    if name and not found:
        ids = [*gazetteer.called(name)]
        found = {each: known.get(each) or gazetteer.party(each, reading.report.published) for each in ids}
    if not found:
        raise NotFoundError(
            f"Nobody is known as {shown(words)!r}; give a name or id as `sayso parties` shows it, or put the "
            "party into a file of your own parties"
        )
    if len(found) > 1:
        several = "; ".join(f"{party.id} ({party.name})" for party in found.values())
        raise UsageError(f"{shown(words)!r} names several parties; give an id: {shown(several, 1000)}")
    return next(iter(found.values()))
