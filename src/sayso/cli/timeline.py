"""The timeline of a matter: each claim on it with its origin and its way, copies folded into the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sayso.ledger import Ledger
    from sayso.ledger.matter_records import MatterClaim, StoredMatter
    from sayso.weigh.records import Voice

__all__ = ["Entry", "fold", "timeline"]

SAME = 60  # per cent of likeness from which a copy's sentence is taken for that of the lead, lightly edited


@dataclass(slots=True)
class Entry:
    """A claim on a matter. `origins` are names, `keys` those of the standing's origins; `via` are the names
    of those through whom it comes, outermost first, `named` those under which the report has the origins,
    where they are others. `own` tells that the report itself says it, `copied` that its words are the lead
    report's; `copies` are the claims that say the same in copies of the report.
    """

    member: MatterClaim
    origins: tuple[str, ...]
    keys: tuple[str, ...]
    via: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    own: bool = False
    copied: bool = False
    copies: list[Entry] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where the claim is: the beginning of the report's id and the claim's number, as `sayso show` has
        it.
        """
        return f"{self.member.claim.report_id[:8]}:{self.member.claim.number}"

    def to_dict(self) -> dict[str, Any]:
        """Give the claim's record with its origin beside it; copies are entries of their own."""
        return {
            **self.member.to_dict(),
            "origins": [
                {"key": key, "name": name} for key, name in zip(self.keys, self.origins, strict=True)
            ],
            "via": list(self.via),
            "named": list(self.named),
            "own": self.own,
            "copied": self.copied,
        }


def timeline(ledger: Ledger, matter: StoredMatter) -> list[Entry]:
    """Give the claims on a matter by date of publication, undated ones last."""
    from sayso.ledger.matter_voices import voices_on
    from sayso.weigh.origins import group

    members = ledger.weighings.members(matter.matter)
    with ledger.weighings.viewing() as view:
        voices = voices_on(view.connection, matter.matter, (member.event for member in members))
    names = {origin["key"]: origin["name"] for origin in matter.standing["origins"]}
    origin_of = group(voices).origin  # as the standing has it
    by_claim: dict[tuple[str, str], list[Voice]] = {}
    for voice in voices:
        by_claim.setdefault((voice.event, voice.claim), []).append(voice)
    return [_entry(member, by_claim, origin_of, names) for member in members]


def fold(entries: Iterable[Entry]) -> list[Entry]:
    """Put what copies repeat under the claim of the report that they are copies of, else under the first of
    the copies that has it.
    """
    kept: list[Entry] = []
    by_story: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=_leads_first):
        claim = entry.member.claim
        before = by_story.setdefault(entry.member.story or claim.report_id, [])
        first = _repeated(entry, before) if entry.copied else None
        if first is None:
            kept.append(entry)
            before.append(entry)
        else:
            first.copies.append(entry)
    return sorted(kept, key=_by_date)


def _leads_first(entry: Entry) -> tuple[bool, tuple[bool, str, str, int]]:
    return entry.copied, _by_date(entry)


def _by_date(entry: Entry) -> tuple[bool, str, str, int]:
    claim = entry.member.claim
    return claim.published is None, claim.published or "", claim.report_id, claim.number


def _repeated(entry: Entry, before: Sequence[Entry]) -> Entry | None:
    """Find the claim of the same story that an entry repeats, the likest of them."""
    from rapidfuzz.fuzz import ratio

    claim = entry.member.claim
    scored = [
        (
            100.0 if _heads(entry, other) else ratio(claim.sentence, other.member.claim.sentence),
            -number,
            other,
        )
        for number, other in enumerate(before)
        if other.member.claim.report_id != claim.report_id
        and other.member.claim.claim.stance == claim.claim.stance
        and other.keys == entry.keys
    ]
    best = max(scored, key=lambda each: each[:2], default=None)
    return best[2] if best is not None and best[0] >= SAME else None


def _heads(one: Entry, other: Entry) -> bool:
    """Tell whether both begin their reports: whoever copies writes a headline of their own."""
    return one.member.claim.claim.sentence[0] == other.member.claim.claim.sentence[0] == 0


def _entry(
    member: MatterClaim,
    by_claim: Mapping[tuple[str, str], Sequence[Voice]],
    origin_of: Mapping[Voice, str],
    names: Mapping[str, str],
) -> Entry:
    its = by_claim.get((member.event, member.claim.claim.id), ())
    if not its:  # read again since it was weighed: the claim's own words tell
        sources = member.claim.claim.sources
        words = [source.name or source.text for source in sources] or [member.claim.outlet or "the report"]
        return Entry(member, (words[-1],), (words[-1],), tuple(words[:-1]), own=not sources)
    keys = tuple(dict.fromkeys(origin_of[voice] for voice in its))
    origins = tuple(names.get(key, key) for key in keys)
    own = all(voice.own for voice in its)
    via: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    if not own:
        last = dict.fromkeys(voice.chain[-1].name for voice in its)
        through = dict.fromkeys(link.name for voice in its for link in voice.chain[:-1])
        named = tuple(name for name in last if name not in origins)
        via = tuple(name for name in through if name not in (*origins, *named))
    return Entry(member, origins, keys, via, named, own, all(voice.copied for voice in its))
