"""What ``sayso matters`` and ``sayso matter`` print: how matters stand, and one of them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sayso.cli.terminal import (
    console,
    one_line,
    plural,
    print_csv,
    print_indented,
    print_rows,
    shorten,
    to_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from sayso.cli.timeline import Entry
    from sayso.ledger.matter_records import StoredMatter
    from sayso.weigh.records import Count, Origin, Standing

__all__ = [
    "matter_head",
    "matter_line",
    "matter_record",
    "print_heading",
    "print_matter",
    "print_matters",
    "print_matters_csv",
    "standing_of",
]

# fmt: off
COLUMNS = (
    "matter", "type", "title", "actors", "recipients", "first", "last", "event_first", "event_last",
    "contested", "independent", "reports", "in_words",
)
# fmt: on
STANCES = ("affirmed", "alleged", "denied", "doubted", "foreseen")
SAID = {
    "affirms": "affirmed by",
    "alleges": "alleged by",
    "denies": "denied by",
    "doubts": "doubted by",
    "intends": "intended by",
    "predicts": "predicted by",
    "urges": "urged by",
    "supposes": "supposed by",
}
STYLES = {
    "affirmed": "green",
    "alleged": "yellow",
    "denied": "bold red",
    "doubted": "red",
    "foreseen": "dim",
}
EVIDENCE = {
    "document": "a document",
    "official on record": "an official on record",
    "unnamed official": "an unnamed official",
    "report itself": "what reports say themselves",
    "another speaker": "the word of other speakers",
}
AGAINST = frozenset({"denies", "doubts"})
LONGEST_TITLE = 300
LONGEST_SENTENCE = 400  # characters; a longer one is cut around the trigger
MOST_NAMES = 6
DATE = 12  # columns that a date and the gap after it take
UNDATED = "undated"


# ---- in a line ---------------------------------------------------------------------------------------------


def standing_of(matter: StoredMatter) -> Standing:
    """Give how a matter stands."""
    from sayso.weigh.records import Standing

    return Standing.from_dict(matter.standing)


def matter_record(matter: StoredMatter) -> dict[str, Any]:
    """Give a matter's record with its standing in words, and the number of its independent origins."""
    from sayso.weigh.standing import in_words

    standing = standing_of(matter)
    return {**matter.to_dict(), "independent": len(standing.independent), "in_words": in_words(standing)}


def matter_line(matter: StoredMatter) -> str:
    """Say how a matter stands, on one line that is safe to print."""
    from sayso.weigh.standing import in_words

    return one_line(in_words(standing_of(matter)))


def names_of(side: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give the names of parties, each once: one that the gazetteer lacks has an id of its own per report."""
    return list(dict.fromkeys(party["name"] for party in side))


def period(first: str | None, last: str | None) -> str:
    """Give "2023-08-21", "2023-08-21 to 2023-09-02" or "undated"."""
    if not first or not last:
        return UNDATED
    return first if first == last else f"{first} to {last}"


def print_matters(matters: Sequence[StoredMatter]) -> None:
    """Print matters with how they stand: on a terminal as a list, else one per line."""
    if not to_terminal():
        print_rows(_row(matter) for matter in matters)
        return
    out = console()
    for number, matter in enumerate(matters):
        if number:
            out.print()
        print_heading(out, matter)
        print_indented(out, standing_text(matter_line(matter)), 4)


def print_matters_csv(matters: Iterable[StoredMatter]) -> None:
    """Print matters as CSV with a line of column names."""
    print_csv(COLUMNS, (_csv(matter) for matter in matters))


def _row(matter: StoredMatter) -> tuple[object, ...]:
    return (
        matter.matter,
        period(matter.first, matter.last),
        "contested" if matter.contested else "",
        matter.title,
        matter_line(matter),
    )


def _csv(matter: StoredMatter) -> dict[str, Any]:
    record = matter_record(matter)
    for side in ("actors", "recipients"):
        record[side] = "; ".join(names_of(record[side]))
    return {**record, "contested": "yes" if matter.contested else "no"}


def print_heading(out: Console, matter: StoredMatter) -> None:
    """Print what a matter is, its id, and whether it is contested."""
    from rich.text import Text

    line = Text.assemble(
        (shorten(matter.title, LONGEST_TITLE), "bold"),
        (f"  {matter.matter}", "magenta"),
        ("  contested" if matter.contested else "", "red"),
    )
    print_indented(out, line, 0)


def standing_text(words: str) -> Text:
    """Give `in_words` in colours."""
    from rich.text import Text

    text = Text(words)
    for stance in STANCES:
        text.highlight_regex(rf"(?:^|(?<=; )){stance}(?= by )", style=STYLES[stance])
    return text


# ---- one matter --------------------------------------------------------------------------------------------


def matter_head(matter: StoredMatter) -> list[tuple[str, str]]:
    """Give what is known of a matter besides who says so, as names of facts and facts."""
    standing = standing_of(matter)
    said = sum(len(getattr(standing, name)) for name in STANCES)
    facts = [("matter", matter.matter), ("type", matter.type)]
    for name, side in (("who", matter.actors), ("to whom", matter.recipients)):
        if side:
            facts.append((name, ", ".join(names_of(side))))
    if matter.event_first:
        facts.append(("happened", f"{period(matter.event_first, matter.event_last)}, as reports have it"))
    facts.append(("reported", period(matter.first, matter.last)))
    origins = plural(len(standing.independent), "independent origin")
    stories = "1 story" if standing.stories == 1 else f"{standing.stories:,} stories"
    folded = f" ({stories}, copies counted once)" if standing.stories < standing.reports else ""
    facts.append(
        (
            "rests on",
            f"{origins} in {plural(standing.reports, 'report')}{folded}, {plural(standing.claims, 'claim')}",
        )
    )
    if standing.evidence:
        facts.append(("evidence", f"the strongest is {EVIDENCE.get(standing.evidence, standing.evidence)}"))
    elif said:
        facts.append(("evidence", "none: nobody says that it happened"))
    return facts


def print_matter(
    matter: StoredMatter, entries: Sequence[Entry], decisions: Iterable[str], *, copies: bool, why: bool
) -> None:
    """Print one matter whole: what it is, who says so, what changed, then claim by claim.

    `decisions` are the sentences about what people decided; `copies` asks for every copy's claim by itself,
    `why` for the reasons of memberships.
    """
    from rich.text import Text

    from sayso.cli.timeline import fold

    out = console()
    standing = standing_of(matter)
    print_heading(out, matter)
    for name, fact in matter_head(matter)[1:]:
        print_indented(out, Text(one_line(fact)), DATE, lead=f"  {name}")
    for sentence in decisions:
        print_indented(out, Text(one_line(sentence), style="yellow"), DATE, lead="  corrected")
    _print_origins(out, standing)
    _print_moves(out, standing)
    _print_numbers(out, standing, entries)
    _section(out, "Timeline")
    _print_timeline(out, list(entries) if copies else fold(entries), why=why)


def _section(out: Console, title: str) -> None:
    from rich.text import Text

    out.print()
    out.print(Text(title, style="bold"))


def _print_origins(out: Console, standing: Standing) -> None:
    """Print who says so and who denies it; one who does both is described where named first."""
    from rich.text import Text

    origins = {origin.key: origin for origin in standing.origins}
    told: set[str] = set()
    for stance in STANCES:
        keys = getattr(standing, stance)
        if not keys:
            continue
        _section(out, f"{stance.capitalize()} by")
        for key in sorted(keys, key=lambda key: (-sum(origins[key].stances.values()), origins[key].name)):
            origin = origins[key]
            line = Text.assemble((shorten(origin.name, 200), "cyan"))
            marks = [] if key in told else list(_marks(origin, aside=key in standing.aside))
            if key in told:
                marks = ["see above"]
            if marks:
                line.append(f" ({', '.join(marks)})")
            print_indented(out, line, 4, lead="  ")
            if key not in told:
                for detail in _details(origin):
                    print_indented(out, Text(one_line(detail), style="dim"), 6)
            told.add(key)


def _marks(origin: Origin, *, aside: bool) -> Iterator[str]:
    if origin.control == "state":
        yield "state-controlled"
    if origin.involved:
        yield "a party to the matter"
    if aside:
        yield "an opinion, not counted as an origin"


def _details(origin: Origin) -> Iterator[str]:
    said = ", ".join(f"{stance} {count}×" for stance, count in origin.stances.items())
    outlets = [outlet for outlet in origin.outlets if outlet != origin.name]
    in_outlets = f"; in {_some(outlets)}" if outlets else ""
    yield f"{said}, {period(origin.first, origin.last)}{in_outlets}"
    if origin.names:
        yield f"one voice with {_some(origin.names)}"
    for reason in origin.merged:
        yield reason[:1].upper() + reason[1:]


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _print_moves(out: Console, standing: Standing) -> None:
    """Print how stances moved. What an origin said first is in the timeline."""
    from rich.text import Text

    moved = {move.origin for move in standing.moves if move.before is not None}
    if not moved:
        return
    _section(out, "How stances moved")
    for key in dict.fromkeys(move.origin for move in standing.moves if move.origin in moved):
        steps = [move for move in standing.moves if move.origin == key]
        line = Text.assemble((shorten(steps[0].name, 200), "cyan"), ": ")
        line.append(" → ".join(f"{move.after} {move.on or UNDATED}" for move in steps))
        print_indented(out, line, 4, lead="  ")


def _print_numbers(out: Console, standing: Standing, entries: Sequence[Entry]) -> None:
    """Print the numbers that cannot all be true, each with who gives it and where."""
    from rich.text import Text

    from sayso.weigh.numbers import count_in_words

    if not standing.disputed:
        return
    names = {origin.key: origin.name for origin in standing.origins}
    _section(out, "Numbers that differ")
    for counts in standing.disputed:
        for number, count in enumerate(counts):
            who = _some([names.get(key, key) for key in count.origins])
            line = Text.assemble(
                (one_line(count_in_words(count)), "bold"),
                f" — {one_line(who)}" if who else "",
                (f"  {' '.join(_places(count, entries))}", "magenta"),
            )
            print_indented(out, line, 4, lead="  or" if number else "  ")


def _places(count: Count, entries: Iterable[Entry]) -> list[str]:
    its = set(count.claims)
    return [entry.place for entry in entries if entry.member.claim.claim.id in its and not entry.copied][:3]


# ---- claim by claim ----------------------------------------------------------------------------------------


def _print_timeline(out: Console, entries: Sequence[Entry], *, why: bool) -> None:
    day: str | None = None
    places = {entry.member.event: entry.place for entry in reversed(entries)}
    for some in _together(entries):
        published = some[0].member.claim.published or UNDATED
        _print_sentence(out, some, "" if published == day else published)
        if why:
            _print_why(out, some, places)
        day = published


def _together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Group the claims that one sentence of a report makes."""
    some: list[Entry] = []
    for entry in entries:
        if some and _sentence_of(entry) != _sentence_of(some[0]):
            yield some
            some = []
        some.append(entry)
    if some:
        yield some


def _sentence_of(entry: Entry) -> tuple[str, tuple[int, int]]:
    return entry.member.claim.report_id, entry.member.claim.claim.sentence


def _print_sentence(out: Console, some: Sequence[Entry], lead: str) -> None:
    """Print a sentence of a report with all that it claims on the matter."""
    from rich.text import Text

    from sayso.cli.claims import has_colour, quote_text

    lines: dict[str, list[Entry]] = {}
    for entry in some:
        lines.setdefault(_said(entry), []).append(entry)
    for said, its in lines.items():
        stance = its[0].member.claim.claim.stance
        line = Text(said, style="red" if stance in AGAINST else "")
        print_indented(out, line, DATE, lead=lead)
        lead = ""
    stored = some[0].member.claim
    start, end = stored.claim.event.trigger
    place = start - stored.claim.sentence[0], end - stored.claim.sentence[0]
    quote = quote_text(stored.sentence, place, LONGEST_SENTENCE, colour=has_colour(out))
    print_indented(out, Text.assemble("“", quote, "”"), DATE + 2)
    numbers = ",".join(str(entry.member.claim.number) for entry in some)
    where = Text.assemble(
        (one_line(stored.outlet or "unknown outlet"), "dim"),
        (f"  {stored.report_id[:8]}:{numbers}", "magenta"),
        ("  in a copy" if some[0].copied else "", "dim"),
    )
    print_indented(out, where, DATE + 2)
    _print_copies(out, some)


def _said(entry: Entry) -> str:
    """Say who says it, and by which way it comes."""
    claim = entry.member.claim.claim
    by = SAID.get(claim.stance, f"{claim.stance}:")
    marks = []
    if entry.own:
        marks.append("the report itself")
    if entry.named:
        marks.append(f"the report says {_some(entry.named)}")
    if entry.via:
        marks.append(f"via {' > '.join(entry.via)}")
    if claim.opinion:
        marks.append("opinion")
    line = f"{by} {' and '.join(entry.origins)}"
    return one_line(f"{line} ({'; '.join(marks)})" if marks else line)


def _print_copies(out: Console, some: Sequence[Entry]) -> None:
    from rich.text import Text

    by_report: dict[str, list[Entry]] = {}
    for copy in (copy for entry in some for copy in entry.copies):
        by_report.setdefault(copy.member.claim.report_id, []).append(copy)
    if not by_report:
        return
    names = [
        f"{its[0].member.claim.outlet or 'unknown outlet'} "
        f"{report[:8]}:{','.join(str(number) for number in sorted({e.member.claim.number for e in its}))}"
        for report, its in by_report.items()
    ]
    copies = "1 copy" if len(names) == 1 else f"{len(names):,} copies"
    print_indented(out, Text(one_line(f"also in {copies}: {'; '.join(names)}"), style="dim"), DATE + 2)


def _print_why(out: Console, some: Iterable[Entry], places: Mapping[str, str]) -> None:
    """Print how sure it is that a sentence is about the matter, why, and what it is likest to."""
    from rich.text import Text

    for member in {entry.member.event: entry.member for entry in some}.values():
        like = places.get(member.like or "", "")
        reason = f" {member.why}" + (f" (likest to {like})" if like else "")
        line = Text.assemble((f"{member.score:.2f}", "bold"), (f" {one_line(reason)}", "dim"))
        print_indented(out, line, DATE + 2)
