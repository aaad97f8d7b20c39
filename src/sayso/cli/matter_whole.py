"""``sayso matter ID``: one matter whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import Exemplified, Words, json_option, ledger_option, note, open_ledger, print_json

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.ledger.matter_records import Decision, MatterClaim


@click.command(
    "show",
    cls=Exemplified,
    examples=(
        "sayso matter m46c004",
        "sayso matter m46c004 --copies --why",
        "sayso matter m46c004 --json | jq -r '.claims[] | [.published, .outlet, .sentence] | @tsv'",
    ),
)
@click.argument("matter", metavar="ID", type=Words(), required=False)
@click.option("--copies", is_flag=True, help="Show what copies say in full, too.")
@click.option("--why", is_flag=True, help="Say of each claim why it is taken to be on this matter.")
@ledger_option
@json_option
def show_command(matter: str | None, copies: bool, why: bool, ledger: str | None, as_json: bool) -> None:
    """Show one matter whole: who says so, who denies it, what that rests on, and every claim in its words.

    The ID is as `sayso matters` lists it; its beginning is enough. An origin is a speaker to whom a chain
    leads back, whatever the reports call it and through whomever it was heard; where several speakers are
    taken for one, it says why. State-controlled outlets and parties to the matter are marked.

    The timeline has each claim by the day of its report, with its exact words, the outlet, and the report's
    id and the claim's number (102ba3c3:8) as `sayso show 102ba3c3` has them. What copies of a report repeat
    is told in one line below it.
    """
    if matter is None:
        raise click.UsageError("Missing the ID of a matter; `sayso matters` lists them.")

    from sayso.cli.matter_answers import matter_record, print_matter
    from sayso.cli.timeline import timeline
    from sayso.cli.weighed import say_if_behind

    with open_ledger(ledger) as opened:
        found = opened.weighings.matter(matter)
        entries = timeline(opened, found)
        decided = decisions_about(opened, [entry.member for entry in entries])
        if as_json:
            record = matter_record(found)
            record["claims"] = [entry.to_dict() for entry in entries]
            record["decisions"] = [each.to_dict() for each in decided]
            print_json(record)
        else:
            if not found.matter.startswith(matter.strip().lower()):
                note(f"Nothing is left of {matter}: most of it is in {found.matter} now")
            print_matter(found, entries, map(decision_words, decided), copies=copies, why=why)
            say_if_behind(opened)


def decisions_about(opened: Ledger, members: list[MatterClaim]) -> list[Decision]:
    """Give the decisions in force that bear on a matter with these claims."""
    from sayso.run.deciding import in_force

    events = {member.event for member in members}
    return [
        each
        for each in in_force(opened.weighings.decisions())
        if events.intersection(each.events) or each.anchor in events
    ]


def decision_words(decision: Decision) -> str:
    """Say what was decided, by whom and when: "split by ann on 2024-05-01 (decision 3): another delivery"."""
    what = {"join": "joined", "split": "split", "undo": f"decision {decision.undoes} taken back"}
    words = f"{what.get(decision.kind, decision.kind)} by {decision.who} on {decision.at[:10]}"
    return f"{words} (decision {decision.id})" + (f": {decision.note}" if decision.note else "")
