"""``sayso stories``: the reports that are copies of one text."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.terminal import (
    FEW,
    Exemplified,
    Words,
    console,
    json_option,
    ledger_option,
    limit_option,
    note,
    one_line,
    open_ledger,
    print_indented,
    print_json,
    print_rows,
    shorten,
    title_from_path,
    to_terminal,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from sayso.ledger import Ledger
    from sayso.ledger.matter_records import StoredStory, StoryReport
    from sayso.run.covering import Covers


@click.command(
    "stories",
    cls=Exemplified,
    examples=(
        "sayso stories",
        "sayso stories 3f9a2c1b",
        "sayso stories --happening",
        "sayso stories --json | jq -r .agency | sort | uniq -c",
    ),
)
@click.argument("report", metavar="[REPORT]", type=Words(), required=False)
@click.option(
    "--happening",
    is_flag=True,
    help="Instead of copies, reports that are about the same happening, each in its own words.",
)
@limit_option("stories")
@ledger_option
@json_option
def stories_command(
    report: str | None, happening: bool, limit: int | None, ledger: str | None, as_json: bool
) -> None:
    """List stories: reports that are copies or near-copies of one text, such as an agency's, cut or with
    another headline. With REPORT (as for `sayso show`), the story of that report.

    The lead of a story is the report of which the others are copies; with each copy comes the share that it
    has of the lead, from 0 to 1, and why it is one. The agency is the one that a credit line of the lead
    names. A story counts once when origins are counted. The one with the newest lead comes first.

    With --happening, reports are grouped by what they are about, by the words that tell most of them and the
    days of publication. That is computed anew each time, about two milliseconds a report.
    """
    if limit is None and not as_json and to_terminal():
        limit = FEW
    if happening:
        _list_happenings(report, limit, ledger, as_json)
        return
    with open_ledger(ledger) as opened:
        found = opened.weighings.stories(report)
        shown = found[: limit or None]
        agencies = _agencies(opened, shown)
        for number, story in enumerate(shown):
            if as_json:
                print_json(_record(story, agencies.get(story.story)))
            elif to_terminal():
                out = console()
                if number:
                    out.print()
                _print_story(out, story, agencies.get(story.story))
            else:
                print_rows(_rows(story, agencies.get(story.story)))
        sys.stdout.flush()
        _say_count(opened, report, len(shown), len(found))


def _list_happenings(report: str | None, limit: int | None, ledger: str | None, as_json: bool) -> None:
    from rich.text import Text

    from sayso.cli.progress import wants_bar
    from sayso.cli.weighed import grouping
    from sayso.run.covering import covering

    with open_ledger(ledger) as opened:
        asked = None if report is None else opened.reading(report).report.id
        with grouping(bar=wants_bar(as_json)) as progress:
            found = covering(opened, progress)
    if asked is not None:
        found = [group for group in found if any(each.report_id == asked for each in group)]
    shown = found[: limit or None]
    for number, group in enumerate(shown):
        if as_json:
            print_json({"reports": [asdict(each) for each in group]})
        elif to_terminal():
            out = console()
            if number:
                out.print()
            print_indented(out, Text(f"{len(group)} reports", style="bold"), 0)
            for each in group:
                print_indented(out, _line(each), 4, lead="  ")
        else:
            name = group[0].report_id[:8]
            print_rows(
                (name, each.report_id[:8], each.published or "undated", each.outlet, each.title)
                for each in group
            )
    sys.stdout.flush()
    happenings = "1 happening" if len(found) == 1 else f"{len(found):,} happenings"
    if len(shown) < len(found):
        note(f"{len(shown):,} of {happenings} shown: --limit 0 shows all")
    elif found:
        note(f"{happenings} with several reports")
    else:
        note("No other report is about the same" if asked else "No two reports are about the same happening")


def _agencies(opened: Ledger, stories: Sequence[StoredStory]) -> dict[str, str]:
    """Give the agencies that the leads of stories are credited to, by the stories' ids."""
    from sayso.weigh.credit import credit

    leads = {story.reports[0].report_id: story for story in stories}
    with opened.weighings.viewing() as view:
        texts = view.texts(leads)
    credits = {leads[lead]: credit(text, leads[lead].reports[0].outlet) for lead, text in texts.items()}
    return {story.story: found.agency for story, found in credits.items() if found is not None}


def _record(story: StoredStory, agency: str | None) -> dict[str, Any]:
    record = story.to_dict()
    return {"story": record.pop("story"), "agency": agency, **record}


def _rows(story: StoredStory, agency: str | None) -> list[tuple[object, ...]]:
    return [
        (
            story.story[:8],
            agency,
            each.report_id[:8],
            each.published or "undated",
            each.outlet,
            f"{each.score:.2f}",
            each.why,
            each.title,
        )
        for each in story.reports
    ]


def _print_story(out: Console, story: StoredStory, agency: str | None) -> None:
    from rich.text import Text

    lead, *copies = story.reports
    line = Text.assemble(_line(lead, "bold"))
    line.append(f"  credited to {one_line(agency)}" if agency else "", style="cyan")
    print_indented(out, line, 0)
    for copy in copies:
        print_indented(out, _line(copy), 8, lead=f"  {copy.score:.2f}")
        print_indented(out, Text(one_line(copy.why), style="dim"), 8)


def _line(report: StoryReport | Covers, style: str = "") -> Any:
    from rich.text import Text

    title = report.title or title_from_path(None)
    where = [report.published or "undated", report.outlet, title and shorten(title, 70)]
    line = Text(" · ".join(one_line(part) for part in where if part), style=style)
    return Text.assemble(line, (f"  {report.report_id[:8]}", "magenta"))


def _say_count(opened: Ledger, report: str | None, shown: int, found: int) -> None:
    from sayso.cli.weighed import advise, say_if_behind

    stories = "1 story" if found == 1 else f"{found:,} stories"
    if shown < found:
        note(f"{shown:,} of {stories} shown: --limit 0 shows all")
    elif found:
        note(f"{stories} of several reports")
    elif report is not None:
        note(advise(opened, "The report is no copy of another, and no other is a copy of it"))
    else:
        note(advise(opened, "No two reports are copies of one text"))
    say_if_behind(opened)
