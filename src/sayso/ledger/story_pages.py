"""Stories a page at a time: reports that are copies of one text, with who is credited for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from sayso.ledger.catalogue.places import cursor_of, from_cursor
from sayso.ledger.catalogue.records import Page
from sayso.ledger.catalogue.schema import shelved
from sayso.ledger.lookup import resolve
from sayso.ledger.matter_queries import stories_led_by
from sayso.ledger.matter_records import StoredStory, StoryReport
from sayso.ledger.schema import reports
from sayso.ledger.weigh_rows import View
from sayso.weigh.credit import credit

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["StoryTold", "stories_page"]


@dataclass(frozen=True, slots=True)
class StoryTold:
    """Reports that are copies of one text, the lead first. `agency` is the one that a credit line of the lead
    names, None where there is none. `copies` counts all of them, also those that are not among `reports`.
    """

    story: str
    agency: str | None
    copies: int
    reports: tuple[StoryReport, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the story as a JSON object."""
        return asdict(self)


MOST = 100
"""Reports of a story that are told."""


def stories_page(
    ledger: Ledger, report: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[StoryTold]:
    """Give stories, that with the newest lead first; or the one of a report, named as for `Ledger.reading`.

    Raises UsageError for a cursor that is none, NotFoundError where there is no such report.
    """
    with ledger.weighings.viewing() as view:
        connection = view.connection
        if report is not None:
            its = resolve(connection, report)
            lead = view.stories_of([its]).get(its, its)
            return Page(tuple(_told(view, stories_led_by(connection, [lead]))))
        rows = _leads(connection, cursor, limit + 1)
        found = tuple(_told(view, stories_led_by(connection, [lead for _, lead in rows[:limit]])))
        return Page(found, cursor_of(rows[limit - 1][0]) if len(rows) > limit else None)


def _leads(connection: Connection, cursor: str | None, limit: int) -> list[tuple[int, str]]:
    """Give the places and the ids of reports of which others are copies."""
    copied = select(shelved.c.story).where(shelved.c.story > 0).distinct()
    query = (
        select(shelved.c.place, reports.c.id)
        .join(reports, reports.c.number == shelved.c.report)
        .where(shelved.c.report.in_(copied))
        .order_by(shelved.c.place)
        .limit(limit)
    )
    if (start := from_cursor(cursor, (int,))) is not None:
        query = query.where(shelved.c.place > start[0])
    return [(row.place, row.id) for row in connection.execute(query)]


def _told(view: View, stories: list[StoredStory]) -> list[StoryTold]:
    leads = {story.story: story.reports[0] for story in stories}
    texts = view.texts(lead.report_id for lead in leads.values())
    found = []
    for story in stories:
        lead = leads[story.story]
        text = texts.get(lead.report_id)
        credited = credit(text, lead.outlet) if text is not None else None
        agency = credited.agency if credited is not None else None
        found.append(StoryTold(story.story, agency, len(story.reports) - 1, story.reports[: MOST + 1]))
    return found
