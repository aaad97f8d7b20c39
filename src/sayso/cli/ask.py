"""``sayso ask``: claims by what is done, who does it to whom and who says so; or statements."""

from __future__ import annotations

from contextlib import closing
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from sayso.cli.answers import Tally, events_of, print_claims, print_statements
from sayso.cli.placed import print_by_matter, with_matters
from sayso.cli.terminal import (
    FEW,
    DateParam,
    Exemplified,
    Words,
    csv_option,
    guard_lines,
    guarded_output,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_format,
    open_ledger,
    parties_option,
    plural,
    print_json,
    safe,
    to_terminal,
)
from sayso.reading.ontology import STANCES, TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sayso.ledger import Ledger

    _ParamType = click.ParamType[tuple[str, ...]]
else:
    _ParamType = click.ParamType  # generic only from click 8.2 on

OF_CLAIMS = ("type", "stance", "actor", "recipient", "origin", "min_confidence")


class Known(_ParamType):
    """One or several (with commas) of some known words, in any case; a shell can complete them."""

    def __init__(self, what: str, values: Sequence[str]) -> None:
        self.name = what
        self.values = {value.casefold(): value for value in values}

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Give the words as they are spelt."""
        words = [word.strip() for word in value.split(",") if word.strip()]
        for word in words or [value]:
            if word.casefold() not in self.values:
                near = get_close_matches(word.casefold(), self.values, 1)
                meant = f"; did you mean {self.values[near[0]]}?" if near else "."
                known = ", ".join(self.values.values())
                self.fail(f"{safe(word)!r} is no {self.name}{meant} There are {known}.", param, ctx)
        return tuple(self.values[word.casefold()] for word in words)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the words that may be meant."""
        before, comma, begun = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{value}")
            for folded, value in self.values.items()
            if folded.startswith(begun.casefold())
        ]


@click.command(
    "ask",
    cls=Exemplified,
    examples=(
        "sayso ask drones",
        "sayso ask --type aid,assault --actor Iran --since 2023-08",
        "sayso ask --actor IRN --recipient 365",
        "sayso ask --stance denies,doubts --origin ministry",
        "sayso ask --source Reuters --min-confidence 0.7 --csv > claims.csv",
        "sayso ask drones --contested --by-matter",
        "sayso ask --statements '\"gas pipeline\" explo*' --source minister",
    ),
)
@click.argument("words", metavar="[TEXT]", type=Words(), nargs=-1)
@click.option(
    "--type",
    type=Known("type of event", TYPES),
    multiple=True,
    metavar="TYPE",
    help="What is done: " + ", ".join(TYPES) + ".",
)
@click.option("--actor", type=Words(), metavar="PARTY", help="Who does it.")
@click.option("--recipient", type=Words(), metavar="PARTY", help="To whom it is done.")
@click.option(
    "--stance",
    type=Known("stance", STANCES),
    multiple=True,
    metavar="STANCE",
    help="How the one from whom it comes stands to it: " + ", ".join(STANCES) + ".",
)
@click.option("--origin", type=Words(), metavar="PARTY", help="From whom it comes: the chain's last speaker.")
@click.option("--source", type=Words(), metavar="PARTY", help="Who says it: anyone in the chain of speakers.")
@click.option(
    "--outlet", type=Words(), metavar="NAME", help="Only reports of outlets whose name has this in it."
)
@click.option("--since", type=DateParam(), help="Only reports published on this day or later.")
@click.option("--until", type=DateParam(last=True), help="Only reports published on this day or earlier.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Only claims of which every part is at least so sure, 0 to 1.",
)
@click.option(
    "--contested", is_flag=True, help="Only claims on matters that one affirms or alleges and another denies."
)
@click.option("--by-matter", is_flag=True, help="Group the events by matter, each with how it stands.")
@click.option("--statements", is_flag=True, help="Find statements instead: who said what, in which words.")
@limit_option("events (--json, --csv: claims; or statements)")
@ledger_option
@parties_option
@json_option
@csv_option
def ask_command(
    words: tuple[str, ...],
    contested: bool,
    by_matter: bool,
    statements: bool,
    limit: int | None,
    ledger: str | None,
    parties: str | None,
    as_json: bool,
    as_csv: bool,
    **asked: Any,
) -> None:
    """Find claims: who did what to whom, on whose say-so; without TEXT, all that the options let through.

    All words of TEXT must occur in the sentence; "words in quotes" stand together, and word* stands for any
    ending. A date may be a day (2023-08-21), a month (2023-08) or a year; both ends are included. The newest
    come first.

    A PARTY is a name in any spelling, an ISO code, a number in the COW list of states, or an id: Iran, IRN,
    IR, 630 and Iranian ask for Iran and for all that is a part of it, such as its Revolutionary Guards,
    whatever a report calls them ("it", "Tehran"). Where nobody is known by that name, or a report's words
    were not resolved, the words are sought; "words in quotes" and word* always are.

    An event is printed with all that is claimed of it, not only the claim that was asked for: what one
    alleges, another denies. --json and --csv give the claims asked for, one by one; in JSON, `matter` is the
    id of the matter that the claim is on. With --by-matter, events that mean the same alleged event stand
    together, in whatever reports they are. With --statements, TEXT is sought in what is said, and --source is
    who says it.
    """
    text = " ".join(words) or None
    for_people = one_format(as_json, as_csv)
    since, until = asked["since"], asked["until"]
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}; nothing can lie between.")
    asked = {name: value for name, value in asked.items() if value not in (None, ())}
    for name in ("type", "stance"):
        if name in asked:
            asked[name] = tuple(value for values in asked[name] for value in values)
    if by_matter and not for_people:
        raise click.UsageError("--by-matter is for people; in --json, group the claims by their `matter`.")
    if statements:
        _refuse_of_claims(
            [*asked, *(name for name, given in (("contested", contested), ("by_matter", by_matter)) if given)]
        )
    if limit is None and for_people and to_terminal():
        limit = FEW
    limit = limit or None
    with open_ledger(ledger, parties) as opened:
        if statements:
            _answer_statements(opened, text, asked, limit, as_json=as_json, as_csv=as_csv)
        elif for_people:
            _answer_events(opened, text, asked, limit, contested=contested, by_matter=by_matter)
        else:
            _answer_claims(opened, text, asked, limit, contested=contested, as_json=as_json)


def _refuse_of_claims(asked: Collection[str]) -> None:
    for name in (*OF_CLAIMS, "contested", "by_matter"):
        if name in asked:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{option} asks for claims; leave out {option} or --statements.")


# ---- claims ------------------------------------------------------------------------------------------------


def _answer_claims(
    opened: Ledger,
    text: str | None,
    asked: dict[str, Any],
    limit: int | None,
    *,
    contested: bool,
    as_json: bool,
) -> None:
    # One more tells whether there is more; how many to look at for contested ones, nobody knows.
    most = limit + 1 if limit and not contested else None
    with closing(
        with_matters(opened, opened.claims(text, **asked, limit=most), contested=contested)
    ) as found:
        claims = Tally(found, limit)
        if as_json:
            for claim, matter in claims:
                print_json({**claim.to_dict(), "matter": matter})
        else:
            from sayso.export.claims_csv import claims_csv

            guarded_output(guard_lines).writelines(claims_csv(claim for claim, _ in claims))
    _say_count(claims, "claim", opened, text, asked, contested=contested)


def _answer_events(
    opened: Ledger,
    text: str | None,
    asked: dict[str, Any],
    limit: int | None,
    *,
    contested: bool,
    by_matter: bool,
) -> None:
    found = events_of(opened.claims(text, **asked), asked.get("min_confidence"))
    if not (contested or by_matter):
        with closing(found):
            events = Tally(found, limit)
            print_claims(events, text)
        _say_count(events, "event", opened, text, asked)
        return
    with closing(with_matters(opened, found, contested=contested)) as weighed:
        placed = Tally(weighed, limit)
        if by_matter:
            print_by_matter(opened, placed, text)
        else:
            print_claims((event for event, _ in placed), text)
    _say_count(placed, "event", opened, text, asked, contested=contested)


# ---- statements --------------------------------------------------------------------------------------------


def _answer_statements(
    opened: Ledger, text: str | None, asked: dict[str, Any], limit: int | None, *, as_json: bool, as_csv: bool
) -> None:
    found = Tally(opened.statements(text, **asked, limit=limit + 1 if limit else None), limit)
    if as_json:
        for statement in found:
            print_json(statement.to_dict())
    elif as_csv:
        from sayso.export.statements_csv import statements_csv

        guarded_output(guard_lines).writelines(statements_csv(found))
    else:
        print_statements(found, text)
    _say_count(found, "statement", opened, text, asked)


# ---- afterwards --------------------------------------------------------------------------------------------


def _say_count(
    found: Tally[Any],
    thing: str,
    opened: Ledger,
    text: str | None,
    asked: dict[str, Any],
    *,
    contested: bool = False,
) -> None:
    if found.more:
        note(f"{plural(found.count, thing)} shown, and there are more: --limit 0 shows all")
    elif found.count:
        note(plural(found.count, thing))
    elif thing == "statement":
        note(_advise_statements(opened))
    elif contested and next(opened.claims(text, **asked, limit=1), None) is not None:
        from sayso.cli.weighed import advise

        note(advise(opened, "There are claims that match, but none of them is on a contested matter"))
    else:
        note(_advise_claims(opened, text, asked))


def _advise_statements(opened: Ledger) -> str:
    if next(opened.statements(limit=1), None) is None:
        return "The ledger holds no statements yet: `sayso read PATH` reads reports into it"
    return (
        "No statement matches. Try fewer words or word*, --source for who says it, or a wider period; "
        "`sayso sources` lists who speaks, `sayso status` the outlets"
    )


def _advise_claims(opened: Ledger, text: str | None, asked: dict[str, Any]) -> str:
    """Say what can be done where nothing was found: the ledger may be empty, or the words be elsewhere."""
    if next(opened.claims(limit=1), None) is None:
        if next(opened.statements(limit=1), None) is None:
            return "The ledger holds no claims yet: `sayso read PATH` reads reports into it"
        return (
            "The ledger holds no claims, only statements: --statements asks for those. "
            "`sayso read PATH` reads reports again where an earlier sayso read them"
        )
    options = {name: value for name, value in asked.items() if name not in OF_CLAIMS}
    if (text or options) and next(opened.statements(text, **options, limit=1), None) is not None:
        return "No claim matches, but there are statements that do: add --statements" + (
            " and leave out what asks for claims" if len(options) < len(asked) else ""
        )
    return (
        "No claim matches. Try fewer words or word*, fewer options, or a wider period; `sayso status` lists "
        "types, stances and outlets, `sayso sources` who speaks"
    )
