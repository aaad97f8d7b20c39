"""What would have to be known, as sentences: of a holding's size and dates, of sources that disagree.

Each is a clause that starts with "whether", "since when", "which" or "what", so that a screen can put "To be
known:" before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.lists.ownership.holding import UNITS, sure_and_possible
from sayso.lists.ownership.solving import Solution
from sayso.lists.ownership.spans import days
from sayso.lists.ownership.stakes import Control, Stake
from sayso.lists.ownership.steps import Step
from sayso.lists.ownership.weighing import meets, together

__all__ = ["called", "doubts_of", "notes_on", "percent"]


def called(solution: Solution, party: str) -> str:
    """Give the name of a party, its id where it has none."""
    return solution.held.names.get(party, party)


def percent(low: float, high: float) -> str:
    """Write a share: "51 %", "48 to 51 %"."""
    return f"{low:.6g} %" if low == high else f"{low:.6g} to {high:.6g} %"


def doubts_of(solution: Solution, step: Step) -> Iterator[str]:
    """Say what would have to be known of one step.

    Of a step that leads to what is surely blocked that is only whether it is held still, where no source has
    said so since.
    """
    owner, asset = called(solution, step.owner), called(solution, step.asset)
    if step.kind == "office":
        yield f"whether {owner} controls {asset}: {step.source} gives the office “{step.text or 'head'}”"
    elif not step.sure and step.kind == "ownership":
        yield from _size(step, owner, asset)
    what = _what(step, asset)
    day = solution.day.toordinal()
    if not any(sure_and_possible(record, day)[0] for record in step.records):
        yield from _dates(step, owner, what, solution.day.isoformat())
    for record in step.records:
        if record.until is None and (record.stated is None or days(record.stated)[1] < day):
            last = f" (last stated {record.stated})" if record.stated else ""
            yield (
                f"whether {owner} still {what} on {solution.day.isoformat()}: {step.source} gives no end "
                f"date{last}"
            )
            break


def _size(step: Step, owner: str, asset: str) -> Iterator[str]:
    stakes = [record for record in step.records if isinstance(record, Stake)]
    low, high = min(stake.low for stake in stakes), max(stake.high for stake in stakes)
    said = f" (“{step.text}”)" if step.text else ""
    if not any(stake.known for stake in stakes):
        yield f"what share {owner} holds in {asset}: {step.source} gives none{said}"
    elif low != high:
        yield f"what share {owner} holds in {asset}: {step.source} gives {percent(low, high)}{said}"


def _what(step: Step, asset: str) -> str:
    if step.kind == "control":
        return f"controlled {asset}"
    if step.kind == "office":
        return f"held that office in {asset}"
    stakes = [record for record in step.records if isinstance(record, Stake)]
    low, high = min(stake.low for stake in stakes), max(stake.high for stake in stakes)
    share = f"the {percent(low, high)}" if any(stake.known for stake in stakes) else "a share"
    return f"held {share} of {asset}"


def _dates(step: Step, owner: str, what: str, day: str) -> Iterator[str]:
    record: Stake | Control = step.records[0]
    if record.since is None:
        yield f"since when {owner} {what}: {step.source} gives no start date"
    if len(step.records) > 1:
        yield f"whether {owner} {what} on {day}: {step.source} has several records whose dates are open"
    elif record.since is not None or record.until is not None:
        since = f" since {record.since}" if record.since else ""
        until = f" until {record.until}" if record.until else ""
        yield f"whether {owner} {what} on {day}: {step.source} says{since}{until}"


def notes_on(solution: Solution, party: str) -> tuple[str, ...]:
    """Say what the rule leaves aside of a party that is not surely blocked."""
    return tuple(dict.fromkeys((*_control_notes(solution, party), *_sum_note(solution, party))))


def _control_notes(solution: Solution, party: str) -> Iterator[str]:
    if solution.rule.control:
        return
    for control, _ in sorted(
        solution.held.controls.get(party, ()), key=lambda its: (its[0].kind, its[0].holder, its[0].source)
    ):
        if control.holder in solution.may.masks:
            does = "controls" if control.kind == "control" else f"leads (“{control.role or 'head'}”)"
            who = f"{called(solution, control.holder)} {does} {called(solution, party)}"
            caution = "; OFAC urges caution (FAQ 398)" if "US" in solution.rule.regimes else ""
            yield f"{who}, says {control.source}: control does not count under this rule{caution}"


def _sum_note(solution: Solution, party: str) -> Iterator[str]:
    words = solution.held.words.get(party)
    if solution.rule.aggregate or not words:
        return
    owners: Sequence[str] = sorted(
        {owner for said in words.values() for owner in said if owner in solution.may.masks}
    )
    share = together(words, frozenset(owners))
    if len(owners) > 1 and meets(solution.rule)(share):
        names = ", ".join(called(solution, owner) for owner in owners)
        most = percent(share / UNITS, share / UNITS)
        yield (
            f"{names} together hold up to {most} of {called(solution, party)}: this rule does not add up the "
            "holdings of several, unless for example they act jointly or one controls what the other holds"
        )
