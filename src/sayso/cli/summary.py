"""What ``sayso read`` says at the end: the counts, who spoke most, one claim, what to type next."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.cli.claims import claim_text, has_colour, numbered, quote_text
from sayso.cli.screened import count_parties
from sayso.cli.terminal import one_line, plural, print_indented, safe, shorten, title_from_path
from sayso.ledger.speakers import PRONOUNS, key_of, speaker_key
from sayso.reading.reading import Reading

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from sayso.reading.reading import Attribution, Claim
    from sayso.report import Report
    from sayso.run import Counts, Outcome
    from sayso.run.weighing import Counts as Weighed

__all__ = ["Findings", "print_summary"]

SAMPLE_LENGTH = range(40, 161)  # characters that read well as one example
CLAIM_LENGTH = range(40, 241)  # characters of its sentence
LONGEST_SPEAKER = 50
LONGEST_QUOTE = 240
SURE = 0.8
TOP = 3


@dataclass(slots=True)
class Findings:
    """What a run has found so far, as far as its summary needs it."""

    says: Counter[tuple[str, str]] = field(default_factory=Counter)
    spellings: dict[tuple[str, str], str] = field(default_factory=dict)
    sample: tuple[Reading, Attribution] | None = None
    sample_worth: int = -1
    claims: int = 0
    denials: int = 0
    types: Counter[str] = field(default_factory=Counter)
    claim_sample: tuple[Reading, list[Claim]] | None = None
    claim_worth: int = -1
    known: str | None = None  # the id of a report that was read before

    def add(self, outcome: Outcome) -> None:
        """Take note of what one report held."""
        if not isinstance(outcome, Reading):
            self.known = self.known or getattr(getattr(outcome, "report", None), "id", None)
            return
        names = {party.id: party.name for party in outcome.parties}
        for attribution in outcome.attributions:
            speaker = _speaker(outcome, attribution)
            actor = attribution.speaker.actor if attribution.speaker else None
            name = names.get(actor) if actor is not None else None
            if name is not None or speaker is not None:
                key = key_of(speaker or name or "", actor, name)
                self.says[key] += 1
                self.spellings.setdefault(key, name or speaker or "")
            worth = _worth(outcome, attribution, speaker)
            if worth > self.sample_worth:
                self.sample, self.sample_worth = (outcome, attribution), worth
        for group in numbered(outcome.claims):
            told = [claim for _, claim in group]
            self.claims += len(told)
            self.denials += sum(claim.stance == "denies" for claim in told)
            self.types[told[0].event.type] += 1
            worth = _claim_worth(told)
            if worth > self.claim_worth:
                self.claim_sample, self.claim_worth = (outcome, told), worth

    def top(self) -> list[tuple[str, int]]:
        """Give the speakers with most statements, and how many each has."""
        return [(self.spellings[key], says) for key, says in self.says.most_common(TOP)]

    def is_party(self) -> bool:
        """Tell whether the one who speaks most is a known party, not only words."""
        return any(key[0] == "party" for key, _ in self.says.most_common(1))

    def report(self) -> str | None:
        """Give the id of a report that is worth a look."""
        sample = self.claim_sample or self.sample
        return sample[0].report.id if sample else self.known


def _speaker(reading: Reading, attribution: Attribution) -> str | None:
    """Give the speaker's words on one line, unless there are none or the ledger would not rank them."""
    words = reading.speaker_words(attribution)
    key = speaker_key(words)
    return " ".join(words.split()) if key and key not in PRONOUNS else None


def _worth(reading: Reading, attribution: Attribution, speaker: str | None) -> int:
    """Rank a statement as a sample: named speaker and verb, some length, a quotation, in one piece."""
    words = reading.quote(attribution.content)
    named = speaker is not None and len(speaker) <= LONGEST_SPEAKER
    return (
        8 * (named and reading.quote(attribution.cue)[:1].isalpha())
        + 4 * (len(words) in SAMPLE_LENGTH)
        + 6 * words.startswith(('"', "“", "'", "‘", "«"))
        + (len(attribution.content) == 1)
    )


def _claim_worth(told: list[Claim]) -> int:
    """Rank an event as a sample: parties with names, speakers who differ, things, a sentence of some length,
    and no doubt that it is one.
    """
    event = told[0].event
    parties = [*event.actors, *event.recipients]
    named = all(speaker_key(party.text) not in PRONOUNS for party in parties)
    start, end = told[0].sentence
    return (
        8 * (bool(event.actors) and bool(event.recipients) and named)
        + 6 * (len({claim.stance for claim in told}) > 1)
        + 4 * any(claim.sources for claim in told)
        + 4 * (end - start in CLAIM_LENGTH)
        + 4 * all(claim.confidence.get("event", 1.0) >= SURE and not claim.opinion for claim in told)
        + 2 * bool(event.objects)
    )


def print_summary(
    out: Console,
    counts: Counts,
    findings: Findings,
    *,
    seconds: float,
    ledger: str | None,
    option: str | None,
    matched: int | None = None,
    weighed: Weighed | None = None,
    before: int | None = None,
) -> None:
    """Print what a run came to.

    `ledger` is where the ledger is (None: there is none); `option` is what ``--ledger`` was given, to be
    repeated in the commands that come next; `matched` how many parties of the ledger match an entry of a
    sanctions list (None: there is no list); `weighed` what weighing came to (None: nothing was weighed), and
    `before` the number of the run before this one, if there was one.
    """
    out.print(_counts(counts, seconds))
    if counts.read:
        out.print(_found(counts, findings))
        if findings.claims:
            out.print(_claims_found(findings))
    if matched is not None:
        out.print(f"{count_parties(matched)} of the ledger with a match in the sanctions lists")
    if weighed is not None and weighed.states + weighed.copies:
        out.print(_weighed(weighed))
    if findings.claim_sample is not None:
        out.print()
        _print_claim(out, *findings.claim_sample)
    elif findings.sample is not None:
        out.print()
        _print_sample(out, *findings.sample)
    if ledger is not None:
        out.print()
        _print_next(out, counts, findings, ledger, option, matched, weighed, before)


def _counts(counts: Counts, seconds: float) -> Text:
    from rich.text import Text

    line = Text(f"{plural(counts.inputs, 'input')}: ")
    line.append(f"{counts.read:,} read", style="bold")
    line.append(f", {counts.unchanged:,} unchanged, ")
    line.append(f"{counts.rejected:,} rejected", style="red" if counts.rejected else "")
    if counts.words:
        speed = counts.words / max(seconds, 0.001)
        line.append(
            f"  ({plural(counts.words, 'word')}, {seconds:,.1f} s, {speed:,.0f} words/s)", style="dim"
        )
    return line


def _found(counts: Counts, findings: Findings) -> Text:
    from rich.text import Text

    line = Text(plural(counts.attributions, "statement"), style="bold")
    line.append(" found", style="not bold")
    for number, (speaker, says) in enumerate(findings.top()):
        line.append(", " if number else "; most by ", style="not bold")
        line.append(shorten(speaker, 40), style="cyan")
        line.append(f" ({says:,})", style="not bold")
    return line


def _claims_found(findings: Findings) -> Text:
    from rich.text import Text

    line = Text(plural(findings.claims, "claim"), style="bold")
    line.append(f" on {plural(findings.types.total(), 'event')} found", style="not bold")
    for number, (kind, count) in enumerate(findings.types.most_common(TOP)):
        line.append(", " if number else "; most of type ", style="not bold")
        line.append(shorten(kind, 40), style="cyan")
        line.append(f" ({count:,})", style="not bold")
    return line


def _weighed(weighed: Weighed) -> Text:
    from rich.text import Text

    line = Text(plural(weighed.new, "new matter"), style="bold")
    if changed := weighed.states - weighed.new - weighed.retired:
        line.append(f", {changed:,} changed", style="not bold")
    if weighed.copies:
        line.append(f", {plural(weighed.copies, 'report')} found to be copies", style="not bold")
    return line


def _print_report(out: Console, report: Report) -> None:
    from rich.text import Text

    where = [report.outlet, report.published, shorten(report.title or title_from_path(report.path), 70)]
    out.print(Text(" · ".join(["For example", *(safe(part) for part in where if part)]), style="dim"))


def _print_claim(out: Console, reading: Reading, told: list[Claim]) -> None:
    _print_report(out, reading.report)
    print_indented(out, claim_text(told[0], told[1:]), 2)
    first, end = told[0].sentence
    place = told[0].event.trigger[0] - first, told[0].event.trigger[1] - first
    quote = quote_text(reading.report.text[first:end], place, LONGEST_QUOTE, colour=has_colour(out))
    print_indented(out, quote, 4)


def _print_sample(out: Console, reading: Reading, attribution: Attribution) -> None:
    from rich.text import Text

    _print_report(out, reading.report)
    line = Text(shorten(reading.quote(attribution.source), 100) or "(nobody named)", style="bold cyan")
    line.append(f" {shorten(reading.quote(attribution.cue), 60)}", style="not bold yellow")
    print_indented(out, line, 2)
    print_indented(out, Text(one_line(reading.quote(attribution.content))), 4)


def _print_next(
    out: Console,
    counts: Counts,
    findings: Findings,
    ledger: str,
    option: str | None,
    matched: int | None,
    weighed: Weighed | None,
    before: int | None,
) -> None:
    from rich.text import Text

    repeat = "" if option is None else f" --ledger {shlex.quote(safe(option))}"
    how = "Next:"
    if option is not None and _has_password(option):
        repeat = ""
        how = "Next, with the same --ledger or its URL in SAYSO_LEDGER:"
    out.print(Text(f"The ledger is {safe(ledger)}. {how}"))
    commands = []
    if counts.read + counts.unchanged:
        commands.append(("sayso sources", "who speaks most"))
    if weighed is not None and weighed.states:
        commands.append(("sayso matters", "what is claimed across reports, and how it stands"))
        if before is not None:
            commands.append((f"sayso new --since {before}", "what this run brought"))
    if findings.denials:
        commands.append(("sayso ask --stance denies", "what is denied, and who says otherwise"))
    elif findings.types:
        kind = shlex.quote(safe(findings.types.most_common(1)[0][0]))
        commands.append((f"sayso ask --type {kind}", "the events of one type, and who says so"))
    if findings.says:
        name = safe(findings.top()[0][0])
        if not findings.is_party():
            # Long words are cut after a whole one: the ledger finds a source by any of them.
            name = shorten(name, 30)
            name = name[:-1].rpartition(" ")[0] or name[:-1] if name.endswith("…") else name
        commands.append((f"sayso ask --statements --source {shlex.quote(name)}", "what one of them says"))
    report = findings.report()
    if report is not None:
        commands.append((f"sayso show {report[:8]}", "a report, its claims and statements marked"))
    if matched:
        commands.append(("sayso screen", "who may be on which list, and why"))
    if counts.rejected:
        commands.append(("sayso rejects", "what could not be read, and why"))
    width = max((len(command) for command, _ in commands), default=0) + len(repeat)
    for command, about in commands:
        line = Text(f"  {command + repeat:<{width}}", style="bold")
        line.append(f"   {about}", style="not bold dim")
        out.print(line)


def _has_password(where: str) -> bool:
    """Tell whether a URL holds a password, or may hold one: whatever cannot be told apart counts."""
    if "://" not in where:
        return False
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        return True
    return (
        url.password is not None
        or "@" in (url.host or "")  # the rest of a password with an @ in it
        or any("password" in key.lower() for key in url.query)
    )
