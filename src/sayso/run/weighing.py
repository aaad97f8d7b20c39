"""New readings taken up: stories, matters and how they stand, brought up to what the ledger holds.

    reports without a sketch ──> their copies ──> stories that change
    readings not taken up, some thousand at a time, by date
      └─ accounts ─> threads ─> links to earlier ones, later ones asked again ─> decisions ─> states

What comes out is a function of the set of readings and of the decisions, whatever the order in which they
came and however many at a time. Everything is computed from one view of the ledger, then written in one short
transaction: what is cut short leaves nothing behind, and its readings are taken up the next time. Where
somebody else has weighed meanwhile, the step is made again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.ledger.accounts import Told
from sayso.ledger.matter_records import Decision
from sayso.ledger.story_rows import can_keep, write_sketches
from sayso.ledger.thread_rows import StoredThread, data_of, voices_of
from sayso.ledger.weigh_rows import Found, Membership, Pending, State, View, batches, days_of, write
from sayso.ledger.weighings import decision_from
from sayso.run import stating
from sayso.run.deciding import Rulings, in_force, rulings
from sayso.run.linking import Key, Linked, Linking, Memory, Question, hashes_of, link_threads, order
from sayso.run.stories import find_stories
from sayso.weigh.likeness import carried
from sayso.weigh.records import Account, Thread

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["Counts", "Methods", "Progress", "weigh"]

CHUNK = 2000
"""Readings taken up in one step: some 20,000 claims, of which some 150 MB are in memory."""

_STATED = 4000  # threads in memory at once while states are made
Progress = Callable[[str, int, int], None]
"""Is told what is done (``"stories"``, ``"matters"``), how much of it, and how much there is in all."""


@dataclass(frozen=True, slots=True)
class Methods:
    """How it is done: what `sayso.weigh` has, unless a test puts something in its place."""

    threads: Callable[[Account], Sequence[Thread]]
    linking: Linking
    stand: stating.Stand
    algorithm: str


@dataclass(slots=True)
class Counts:
    """What became of a run: readings taken up, reports whose story changed, memberships written, matters
    whose state changed, those of them that are new, and those of which nothing is left.
    """

    readings: int = 0
    copies: int = 0
    members: int = 0
    states: int = 0
    new: int = 0
    retired: int = 0


def shipped() -> Methods:
    """Give the methods of `sayso.weigh`."""
    from sayso.weigh.matters import ALGORITHM, keys, matter_id, reach
    from sayso.weigh.standing import standing
    from sayso.weigh.threads import threads

    return Methods(threads, Linking(keys, reach, _links, matter_id), standing, ALGORITHM)


def _links(threads: Sequence[Thread], questions: Sequence[Question]) -> list[Linked | None]:
    """Link threads, as `sayso.weigh.matters.parent` would one by one."""
    from sayso.weigh.compared import FARTHEST, Compared
    from sayso.weigh.matters import _link
    from sayso.weigh.weights import THRESHOLD

    if not questions:
        return []
    compared = Compared(threads)
    compared._trigger = _Remembered(compared._trigger)  # type: ignore[assignment]
    days = np.array([days_of(thread) for thread in threads], np.int64).reshape(-1, 2)
    found: list[Linked | None] = []
    for at, those in questions:
        others = np.asarray(those, np.int64)
        start, end = days[at]
        # What lies too far apart in time is no candidate; most are left out by this alone.
        near = (days[others, 0] <= end + FARTHEST) & (days[others, 1] >= start - FARTHEST)
        link = _link(compared, at, others[near], threads, THRESHOLD)
        found.append(None if link is None else (link.to, link.score, link.why))
    return found


class _Remembered:
    """The likeness of triggers, worked out once for each trigger: the same few words come again and again."""

    def __init__(self, triggers: Any) -> None:
        self._triggers = triggers
        self._first = np.zeros(int(triggers._number.max()) + 1, np.int64)
        self._first[triggers._number[::-1]] = np.arange(len(triggers._number))[::-1]
        self._known: dict[int, Any] = {}

    def likeness(self, at: int, others: Any) -> Any:
        number = int(self._triggers._number[at])
        if number not in self._known:
            self._known[number] = self._triggers.likeness(at, self._first)
        return self._known[number][self._triggers._number[others]]


def weigh(
    ledger: Ledger,
    *,
    run: int | None = None,
    progress: Progress | None = None,
    methods: Methods | None = None,
    chunk: int = CHUNK,
) -> Counts:
    """Take up what is new in the ledger: readings, and decisions of people. Nothing is done twice.

    `run` is the number of the run with which the rows are kept. Where readings were taken up by another
    algorithm than that of this program, all of them are taken up anew. Raises LedgerError as a ledger does.
    """
    methods = methods or shipped()
    work = ledger.weighings
    counts = Counts()
    with work.viewing() as view:
        last = view.last()
    if last is not None and last.algorithm != methods.algorithm:
        work.forget()
    while not _stories(ledger, run, methods, counts, progress):
        pass
    memory = Memory()
    todo = work.pending()
    done, whole = 0, len(todo)
    while todo or _undecided(ledger):
        if not _step(ledger, todo[:chunk], run, methods, counts, memory):
            todo = work.pending()
            continue
        done += len(todo[:chunk])
        todo = todo[chunk:]
        if progress is not None:
            progress("matters", done, whole)
    return counts


def _undecided(ledger: Ledger) -> bool:
    """Tell whether people decided something that was not yet honoured."""
    with ledger.weighings.viewing() as view:
        last, decisions = view.last(), view.decisions()
    return bool(decisions) and (last is None or last.decisions != decisions[-1].id)


def _stories(
    ledger: Ledger, run: int | None, methods: Methods, counts: Counts, progress: Progress | None
) -> bool:
    done = 0

    def tell(reports: int) -> None:
        nonlocal done
        done += reports
        if progress is not None:
            progress("stories", done, done)

    with ledger.weighings.viewing() as view:
        sketches, copies = find_stories(view, tell)
        last = view.last()
        again = view.readings_of(copy.report for copy in copies)
    if not sketches.sketches:
        return True
    found = Found(
        after=last.id if last else None,
        algorithm=methods.algorithm,
        run=run,
        decisions=last.decisions if last else None,
        copies=copies,
        left=again,  # what they copy has changed: they are to be taken up again
    )
    with ledger.weighings.changing() as view:
        if not can_keep(view, sketches) or (copies and write(view.connection, found) is None):
            return False
        write_sketches(view, sketches)
    counts.copies += len(copies)
    return True


# ---- one step ----------------------------------------------------------------------------------------------


def _step(
    ledger: Ledger,
    some: Sequence[Pending],
    run: int | None,
    methods: Methods,
    counts: Counts,
    memory: Memory,
) -> bool:
    """Take up some readings; False, and nothing is kept, where somebody else has weighed meanwhile."""
    with ledger.weighings.viewing() as view:
        step = _Step(view, methods, some, memory)
        found = step.make()
    found.run = run
    with ledger.weighings.changing() as view:
        if write(view.connection, found) is None:
            memory.stored.clear()
            memory.keys.clear()
            return False
    memory.note(found.threads, found.gone)
    counts.readings += len(found.readings)
    counts.members += len(found.members)
    counts.states += len(found.states)
    counts.new += len(step.unheard)
    counts.retired += sum(state.retired for state in found.states)
    return True


@dataclass(slots=True)
class _Threads:
    """The threads of a step by their keys: those that are as they will be."""

    now: dict[str, StoredThread] = field(default_factory=dict)
    gone: dict[int, StoredThread] = field(default_factory=dict)  # by number

    def over(self, stored: Iterable[StoredThread]) -> list[StoredThread]:
        """Give threads of the ledger as they will be, without those that go."""
        return [
            self.now.get(each.thread.key, each)
            for each in stored
            if each.id not in self.gone or each.thread.key in self.now
        ]


class _Step:
    """One step: what is read, worked out and found, without writing anything."""

    def __init__(self, view: View, methods: Methods, some: Sequence[Pending], memory: Memory) -> None:
        self._memory = memory
        self._view = view
        self._methods = methods
        self._some = some
        self._threads = _Threads()
        self._moved: list[StoredThread] = []
        self._touched: set[str] = set()  # matters whose threads say something else now
        self._before: dict[int, Membership] = {}
        self._now_in: dict[str, str] = {}  # events, and the matters in which they are now
        self.unheard: set[str] = set()

    def make(self) -> Found:
        last = self._view.last()
        decisions = [decision_from(row) for row in self._view.decisions()]
        found = Found(
            after=last.id if last else None,
            algorithm=self._methods.algorithm,
            decisions=decisions[-1].id if decisions else None,
            readings=[each.reading for each in self._some],
        )
        came = self._taken_up(found)
        self._placed(came)
        found.threads = self._moved
        found.gone = list(self._threads.gone)
        ruled, asked = self._ruled(decisions)
        found.members = self._members(ruled, asked)
        found.states = self._states(ruled)
        return found

    # Accounts -> threads

    def _taken_up(self, found: Found) -> list[StoredThread]:
        """Take the readings apart into threads; what is the same as before stays."""
        ids = [each.report for each in self._some]
        stories = self._view.stories_of(ids)
        leads = self._view.about(set(stories.values()))
        texts = self._view.texts({*stories, *stories.values()})
        olds = self._view.readings_of(ids)
        found.left = olds
        before = {each.thread.key: each for each in self._view.threads("reading_id", olds, voices=True)}
        came: list[StoredThread] = []
        for told in self._view.told(found.readings):
            account = told.account
            if (lead := stories.get(account.report)) is not None:
                account = replace(
                    account,
                    lead=lead,
                    lead_outlet=leads[lead].outlet,
                    carried=carried(texts[account.report], texts[lead]),
                )
            for thread in self._methods.threads(account):
                stored = self._stored(thread, told)
                if (old := before.get(thread.key)) is not None and _same(old, stored):
                    del before[thread.key]
                else:
                    came.append(stored)
        self._threads.gone = {each.id: each for each in before.values() if each.id is not None}
        return came

    def _stored(self, thread: Thread, told: Told) -> StoredThread:
        wanted = set(thread.mentions)
        return StoredThread(
            id=None,
            reading=told.reading,
            thread=thread,
            events={key: told.events[key] for key in thread.mentions},
            mentions=tuple(each for each in told.account.mentions if each.key in wanted),
            hashes=hashes_of(self._methods.linking.keys(thread)),
        )

    # Threads -> places

    def _placed(self, came: Sequence[StoredThread]) -> None:
        gone = list(self._threads.gone.values())
        self._moved = link_threads(self._view, came, gone, self._methods.linking, self._memory)
        self._threads.now.update((each.thread.key, each) for each in self._moved)

    # Places -> matters, after decisions

    def _ruled(self, decisions: Sequence[Decision]) -> tuple[Rulings, list[StoredThread]]:
        """Work out what decisions come to, and give the threads that they may concern."""
        if not decisions:
            return Rulings(), []
        wanted = {key for each in decisions for key in each.events}
        were = self._view.threads_with(wanted)
        stored = self._threads.over(were)
        stored += [each for each in self._threads.now.values() if each.id is None]
        placed: dict[str, tuple[str, Key]] = {}
        for each in stored:
            for key in wanted.intersection(each.events):
                placed[key] = _place(each), order(each.thread)
        ruled = rulings(in_force(decisions), placed, self._first)
        # Also where they were placed before this step: what was joined by them there is so no longer.
        before = {_place(each) for each in (*were, *self._threads.gone.values())}
        matters = {*(matter for matter, _ in placed.values()), *before}
        return ruled, self._threads.over(self._view.threads("placed", matters))

    def _first(self, matter: str) -> Key | None:
        """Give the place of the first thread that was placed in a matter."""
        stored = self._threads.over(self._view.threads("placed", [matter]))
        stored += self._threads.now.values()
        its = [each.thread for each in stored if _place(each) == matter]
        return min((order(each) for each in its), default=None)

    def _members(self, ruled: Rulings, asked: Sequence[StoredThread]) -> list[Membership]:
        """Give the memberships that changed, and note which matters did."""
        mine = {each.thread.key: each for each in (*asked, *self._moved)}
        gone = [number for each in self._threads.gone.values() for number in each.events.values()]
        known = [number for each in mine.values() for number in each.events.values()]
        self._before = self._view.memberships({*known, *gone})
        found: list[Membership] = []
        for stored in mine.values():
            placement = stored.placement
            assert placement is not None
            for key, number in stored.events.items():
                self._now_in[key] = matter = ruled.matter(key, placement.matter)
                score, why, like = placement.score, placement.why, placement.like
                if (said := ruled.reason(key, placement.matter)) is not None:
                    score, why, like = 1.0, said, None
                member = Membership(number, key, matter, score, why, like)
                before = self._before.get(number)
                if before != member:
                    found.append(member)
                if before is None or before.matter != matter:
                    self._touched.add(matter)
                    if before is not None:
                        self._touched.add(before.matter)
                elif stored.id is None:
                    self._touched.add(matter)
        self._touched.update(self._before[number].matter for number in gone if number in self._before)
        return sorted(found, key=lambda member: member.event)

    # Matters -> states

    def _states(self, ruled: Rulings) -> list[State]:
        known = self._view.states(self._touched)
        parts_of: defaultdict[str, set[str]] = defaultdict(set)
        for part in ruled.joined:
            parts_of[ruled.matter("", part)].add(part)
        found: list[State] = []
        empty: list[str] = []
        for batch in batches(sorted(self._touched), 500):
            placed_in = {part for matter in batch for part in (matter, *parts_of[matter])}
            for matter, parts in self._parts(batch, placed_in, ruled).items():
                before = known.get(matter)
                if not parts:
                    empty.append(matter)
                    continue
                state = stating.state(matter, parts, self._methods.stand)
                if before is None:
                    self.unheard.add(matter)
                if before is None or before.row != state.row:
                    found.append(state)
        if empty:
            into = self._went()
            for matter in empty:
                if (old := known.get(matter)) is not None:
                    gone = stating.retired(old, into.get(matter))
                    if gone.row != old.row:
                        found.append(gone)
        return found

    def _parts(
        self, matters: Sequence[str], placed_in: set[str], ruled: Rulings
    ) -> Mapping[str, list[stating.Part]]:
        """Give the threads that have a part in some matters, with their voices."""
        stored = self._view.threads("placed", placed_in, voices=True)
        apart = {key for key, matter in ruled.apart.items() if ruled.matter(key, matter) in set(matters)}
        if apart:
            keys = [each.thread.key for each in self._view.threads_with(apart)]
            stored += self._view.threads("key", keys, voices=True)
        full = {each.thread.key: each for each in stored}
        its = {each.thread.key: each for each in self._threads.over(stored)}
        lacking: list[str] = []
        for key, each in self._threads.now.items():
            if key in its or _place(each) in placed_in or not apart.isdisjoint(each.events):
                its[key] = each
        for key, each in its.items():
            if each.thread.voices or each.mentions:
                continue
            if key in full and full[key].mentions:
                its[key] = _voiced(each, full[key])
            else:
                lacking.append(key)
        for whole in self._view.threads("key", lacking, voices=True):
            its[whole.thread.key] = _voiced(its[whole.thread.key], whole)
        found: dict[str, list[stating.Part]] = {matter: [] for matter in matters}
        for each in its.values():
            by_matter: defaultdict[str, set[str]] = defaultdict(set)
            for key in each.events:
                by_matter[ruled.matter(key, _place(each))].add(key)
            for matter, some in by_matter.items():
                if matter in found:
                    found[matter].append((each, frozenset(some)))
        return found

    def _went(self) -> dict[str, str]:
        """Tell for each matter that lost events where most of them are now."""
        moves: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for before in self._before.values():
            matter = self._now_in.get(before.key)
            if matter is not None and matter != before.matter:
                moves[before.matter][matter] += 1
        return {old: min(to, key=lambda each: (-to[each], each)) for old, to in moves.items()}


def _voiced(stored: StoredThread, whole: StoredThread) -> StoredThread:
    return replace(stored, thread=whole.thread, mentions=whole.mentions)


def _place(stored: StoredThread) -> str:
    assert stored.placement is not None  # every thread of the ledger, and of a step after `_placed`, has one
    return stored.placement.matter


def _same(old: StoredThread, new: StoredThread) -> bool:
    """Tell whether a thread says what it said before, in the same reading."""
    return (
        (old.reading, old.thread.published, old.thread.start, old.thread.end, old.events)
        == (new.reading, new.thread.published, new.thread.start, new.thread.end, new.events)
        and data_of(old.thread) == data_of(new.thread)
        and voices_of(old.thread, old.mentions) == voices_of(new.thread, new.mentions)
    )
