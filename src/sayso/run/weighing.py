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

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sayso.ledger.matter_records import Decision
from sayso.ledger.review_rows import also_known
from sayso.ledger.story_rows import can_keep, write_sketches
from sayso.ledger.thread_rows import StoredThread
from sayso.ledger.weigh_rows import Found, Membership, Pending, State, View, batches, write
from sayso.ledger.weighings import decision_from
from sayso.run import stating
from sayso.run.deciding import Rulings, in_force, rulings
from sayso.run.linking import Key, Linking, link_threads
from sayso.run.memory import Memory
from sayso.run.pipeline import default_workers
from sayso.run.preparing import Job, Makers, Methods
from sayso.run.stories import find_stories

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["Counts", "Methods", "Progress", "weigh"]

CHUNK = 5000
"""Readings taken up in one step: some 50,000 claims, of which some 300 MB are in memory. The more there are,
the less often the state of a matter is made that grows from one step to the next."""

_AHEAD = 2  # steps whose readings are taken apart while those before are linked
_ALONE = 1000  # readings below which starting other processes takes longer than it saves
Progress = Callable[[str, int, int], None]
"""Is told what is done (``"stories"``, ``"matters"``), how much of it, and how much there is in all."""


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
    from sayso.weigh.packed import links, pack, rivals, unpacked
    from sayso.weigh.reasons import why
    from sayso.weigh.standing import standing
    from sayso.weigh.threads import threads

    return Methods(
        threads, Linking(keys, reach, pack, unpacked, links, rivals, why, matter_id), standing, ALGORITHM
    )


def weigh(
    ledger: Ledger,
    *,
    run: int | None = None,
    progress: Progress | None = None,
    methods: Methods | None = None,
    chunk: int = CHUNK,
    workers: int = 0,
) -> Counts:
    """Take up what is new in the ledger: readings, and decisions of people. Nothing is done twice.

    `run` is the number of the run with which the rows are kept. Where readings were taken up by another
    algorithm than that of this program, all of them are taken up anew. Many readings are taken apart in
    `workers` processes (0: `default_workers`), which import the main module as `multiprocessing` does: a
    script that calls this needs its ``if __name__ == "__main__"``. Raises LedgerError as a ledger does.
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
    memory, todo = _begun(ledger, chunk)
    done, whole = 0, len(todo)
    workers = (workers or default_workers()) if whole >= _ALONE else 1
    with Makers(ledger, methods, workers) as makers:
        while todo or _undecided(ledger):
            for ahead in range(_AHEAD):
                makers.ask(todo[ahead * chunk : (ahead + 1) * chunk])
            if not _step(ledger, todo[:chunk], run, makers, counts, memory):
                makers.forget()
                memory, todo = _begun(ledger, chunk)
                continue
            done += len(todo[:chunk])
            todo = todo[chunk:]
            if progress is not None:
                progress("matters", done, whole)
    return counts


def _begun(ledger: Ledger, chunk: int) -> tuple[Memory, list[Pending]]:
    """Give what there is to do, and a memory of the ledger as it is now."""
    with ledger.weighings.viewing() as view:
        last = view.last()
        todo = view.pending()
        memory = Memory(last.id if last else None)
        if len(todo) > chunk:
            memory.learn(view)
    return memory, todo


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
    makers: Makers,
    counts: Counts,
    memory: Memory,
) -> bool:
    """Take up some readings; False, and nothing is kept, where somebody else has weighed meanwhile."""
    with ledger.weighings.viewing() as view:
        last = view.last()
        if (last.id if last else None) != memory.after:
            return False
        step = _Step(view, makers, some, memory)
        with _uncollected():
            found = step.make()
    found.run = run
    with ledger.weighings.changing() as view:
        if (number := write(view.connection, found)) is None:
            return False
    memory.note(number, found.threads, found.gone, found.first)
    counts.readings += len(found.readings)
    counts.members += len(found.members)
    counts.states += len(found.states)
    counts.new += len(step.unheard)
    counts.retired += sum(state.retired for state in found.states)
    return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do something without looking for garbage in cycles: among so many records that takes a fifth of the
    time, and they make none.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@dataclass(slots=True)
class _Threads:
    """The threads of a step by their keys: those that are as they will be."""

    now: dict[str, StoredThread] = field(default_factory=dict)
    gone: dict[int, StoredThread] = field(default_factory=dict)  # by number

    def over(self, stored: Iterable[StoredThread]) -> list[StoredThread]:
        """Give threads of the ledger as they will be, without those that go."""
        return [
            self.now.get(each.key, each)
            for each in stored
            if each.id not in self.gone or each.key in self.now
        ]


class _Step:
    """One step: what is read, worked out and found, without writing anything."""

    def __init__(self, view: View, makers: Makers, some: Sequence[Pending], memory: Memory) -> None:
        self._memory = memory
        self._view = view
        self._makers = makers
        self._methods = makers.methods
        self._some = some
        self._threads = _Threads()
        self._moved: list[StoredThread] = []
        self._touched: set[str] = set()  # matters whose threads say something else now
        self._before: dict[int, Membership] = {}
        self._now_in: dict[str, str] = {}  # events, and the matters in which they are now
        self.unheard: set[str] = set()

    def make(self) -> Found:
        decisions = [decision_from(row) for row in self._view.decisions()]
        found = Found(
            after=self._memory.after,
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
        found.left = self._view.readings_of(each.report for each in self._some)
        before = {each.key: each for each in self._view.threads("reading_id", found.left, voices=True)}
        came: list[StoredThread] = []
        for each in self._makers.threads(self._view, self._some):
            if (old := before.get(each.key)) is not None and _same(old, each):
                del before[each.key]
            else:
                came.append(each)
        self._threads.gone = {each.id: each for each in before.values() if each.id is not None}
        return came

    # Threads -> places

    def _placed(self, came: Sequence[StoredThread]) -> None:
        gone = list(self._threads.gone.values())
        placed = link_threads(self._view, came, gone, self._methods.linking, self._memory)
        mute = [each.id for each in placed if not each.numbers]
        told = {each.id: each for each in self._view.threads("id", mute)}
        self._moved = [
            each if each.numbers else replace(told[each.id], placement=each.placement) for each in placed
        ]
        self._threads.now.update((each.key, each) for each in self._moved)

    # Places -> matters, after decisions

    def _ruled(self, decisions: Sequence[Decision]) -> tuple[Rulings, list[StoredThread]]:
        """Work out what decisions come to, and give the threads that they may concern."""
        if not decisions:
            return Rulings(), []
        decisions = _also_as(decisions, also_known(self._view.connection))
        wanted = {key for each in decisions for key in each.events}
        were = self._view.threads_with(wanted)
        stored = self._threads.over(were)
        stored += [each for each in self._threads.now.values() if each.id is None]
        placed: dict[str, tuple[str, Key]] = {}
        for each in stored:
            for key in wanted.intersection(each.events):
                placed[key] = _place(each), each.order
        ruled = rulings(in_force(decisions), placed, self._first)
        # Also where they were placed before this step: what was joined by them there is so no longer.
        before = {_place(each) for each in (*were, *self._threads.gone.values())}
        matters = {*(matter for matter, _ in placed.values()), *before}
        return ruled, self._threads.over(self._view.threads("placed", matters))

    def _first(self, matter: str) -> Key | None:
        """Give the place of the first thread that was placed in a matter."""
        stored = self._threads.over(self._view.threads("placed", [matter]))
        stored += self._threads.now.values()
        return min((each.order for each in stored if _place(each) == matter), default=None)

    def _members(self, ruled: Rulings, asked: Sequence[StoredThread]) -> list[Membership]:
        """Give the memberships that changed, and note which matters did."""
        mine = {each.key: each for each in (*asked, *self._moved)}
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
        for state in self._makers.states(self._jobs(parts_of, ruled, empty)):
            before = known.get(state.matter)
            if before is None:
                self.unheard.add(state.matter)
            if before is None or before != state:
                found.append(state)
        if empty:
            into = self._went()
            for matter in empty:
                if (old := known.get(matter)) is not None:
                    gone = stating.retired(old, into.get(matter))
                    if gone != old:
                        found.append(gone)
        return found

    def _jobs(self, parts_of: Mapping[str, set[str]], ruled: Rulings, empty: list[str]) -> Iterator[Job]:
        """Give the matters whose state is to be made with the threads that have a part in them, and note
        those of which nothing is left.
        """
        for batch in batches(sorted(self._touched), 500):
            placed_in = {part for matter in batch for part in (matter, *parts_of.get(matter, ()))}
            for matter, parts in self._parts(batch, placed_in, ruled).items():
                if parts:
                    yield matter, parts
                else:
                    empty.append(matter)

    def _parts(
        self, matters: Sequence[str], placed_in: set[str], ruled: Rulings
    ) -> Mapping[str, list[stating.Part]]:
        """Give the threads that have a part in some matters, with their voices."""
        stored = self._view.threads("placed", placed_in, voices=True)
        apart = {key for key, matter in ruled.apart.items() if ruled.matter(key, matter) in set(matters)}
        if apart:
            keys = [each.key for each in self._view.threads_with(apart)]
            stored += self._view.threads("key", keys, voices=True)
        told = {each.key: each for each in stored}
        its = {each.key: each for each in self._threads.over(stored)}
        for key, each in self._threads.now.items():
            if key in its or _place(each) in placed_in or (apart and not apart.isdisjoint(each.events)):
                its[key] = each
        lacking = [key for key, each in its.items() if not each.said and key not in told]
        told.update((each.key, each) for each in self._view.threads("key", lacking, voices=True))
        found: dict[str, list[stating.Part]] = {matter: [] for matter in matters}
        for key, each in its.items():
            whole = each if each.said else replace(told[key], placement=each.placement)
            by_matter: defaultdict[str, set[str]] = defaultdict(set)
            for event in whole.events:
                by_matter[ruled.matter(event, _place(whole))].add(event)
            for matter, some in by_matter.items():
                if matter in found:
                    lean = replace(whole, packed=b"", hashes=())
                    found[matter].append((lean, frozenset(some)))
        return found

    def _went(self) -> dict[str, str]:
        """Tell for each matter that lost events where most of them are now."""
        moves: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for before in self._before.values():
            matter = self._now_in.get(before.key)
            if matter is not None and matter != before.matter:
                moves[before.matter][matter] += 1
        return {old: min(to, key=lambda each: (-to[each], each)) for old, to in moves.items()}


def _also_as(decisions: Iterable[Decision], others: Mapping[str, Sequence[str]]) -> list[Decision]:
    """Let decisions name events by the other keys, too, that these have had since their type or trigger was
    corrected.
    """
    return [
        replace(each, events=(*each.events, *(other for key in each.events for other in others.get(key, ()))))
        for each in decisions
    ]


def _place(stored: StoredThread) -> str:
    assert stored.placement is not None  # every thread of the ledger, and of a step after `_placed`, has one
    return stored.placement.matter


def _same(old: StoredThread, new: StoredThread) -> bool:
    """Tell whether a thread says what it said before, in the same reading."""
    return replace(old, id=None, placement=None) == replace(new, hashes=())
