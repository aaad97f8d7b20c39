"""``sayso matters``: what is claimed across reports, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sayso.cli.ask import Known
from sayso.cli.terminal import (
    FEW,
    DateParam,
    Exemplified,
    Words,
    csv_option,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_format,
    open_ledger,
    parties_option,
    print_json,
    to_terminal,
)
from sayso.reading.ontology import TYPES

if TYPE_CHECKING:
    from sayso.ledger import Ledger


@click.command(
    "matters",
    cls=Exemplified,
    examples=(
        "sayso matters --contested",
        "sayso matters drones --since 2023-08",
        "sayso matters --actor Iran --recipient Russia --type aid",
        "sayso matters --json | jq -r '[.matter, .in_words] | @tsv'",
    ),
)
@click.argument("words", metavar="[WORDS]", type=Words(), nargs=-1)
@click.option(
    "--type",
    type=Known("type of event", TYPES),
    multiple=True,
    metavar="TYPE",
    help="What is done: " + ", ".join(TYPES) + ".",
)
@click.option("--actor", type=Words(), metavar="PARTY", help="Who does it.")
@click.option("--recipient", type=Words(), metavar="PARTY", help="To whom it is done.")
@click.option("--since", type=DateParam(), help="Only matters with a report of this day or later.")
@click.option("--until", type=DateParam(last=True), help="Only matters with a report of this day or earlier.")
@click.option(
    "--contested", is_flag=True, help="Only what one affirms or alleges and another denies or doubts."
)
@limit_option("matters")
@ledger_option
@parties_option
@json_option
@csv_option
def matters_command(
    words: tuple[str, ...],
    contested: bool,
    limit: int | None,
    ledger: str | None,
    parties: str | None,
    as_json: bool,
    as_csv: bool,
    **asked: Any,
) -> None:
    """List matters: what is alleged to have happened, across all reports, and how it stands.

    A matter is one alleged event, in whatever words and in how many reports. With each come those who affirm
    or allege it, who deny or doubt it, and the number of independent origins from which that comes: ten
    outlets that carry one wire, or quote one ministry, are one origin. There is no score of truth. The last
    reported come first; `sayso matter ID` shows one whole.

    WORDS, --type and the parties are asked of one event of the matter, as in `sayso ask`. The days are those
    of publication.
    """
    from sayso.cli.matter_answers import matter_record, print_matters, print_matters_csv
    from sayso.cli.weighed import say_if_behind

    for_people = one_format(as_json, as_csv)
    since, until = asked["since"], asked["until"]
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is later than --until {until}; nothing can lie between.")
    asked["type"] = tuple(kind for kinds in asked["type"] for kind in kinds) or None
    if limit is None and for_people and to_terminal():
        limit = FEW
    with open_ledger(ledger, parties) as opened:
        found = opened.weighings.matters(
            " ".join(words) or None,
            **asked,
            contested=contested or None,
            limit=limit + 1 if limit else None,  # one more tells whether there is more
        )
        shown = found[:limit] if limit else found
        if as_json:
            for matter in shown:
                print_json(matter_record(matter))
        elif as_csv:
            print_matters_csv(shown)
        else:
            print_matters(shown)
        _say_count(opened, len(shown), more=len(found) > len(shown))
        say_if_behind(opened)


def _say_count(opened: Ledger, shown: int, *, more: bool) -> None:
    from sayso.cli.weighed import advise, count_matters

    how = "`sayso matter ID` shows one whole"
    if more:
        note(f"{count_matters(shown)} shown, and there are more: --limit 0 shows all; {how}")
    elif shown:
        note(f"{count_matters(shown)}; {how}")
    else:
        note(
            advise(
                opened,
                "No matter fits. Try fewer words or word*, fewer options, or a wider period; "
                "`sayso matters` lists all",
            )
        )
