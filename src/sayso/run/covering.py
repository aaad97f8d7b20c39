"""Which reports of a ledger are about the same happening, whether they are copies or not.

Nothing of it is kept: a report is reduced to forty words in a millisecond or two, and the groups are made
when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from sayso.ledger.schema import current_readings
from sayso.ledger.weigh_rows import View, batches
from sayso.weigh.coverage import Signature, coverage_pairs, group_coverage, signature

if TYPE_CHECKING:
    from sayso.ledger import Ledger

__all__ = ["Covering", "Covers", "covering"]

_TEXTS = 500  # in memory at once


@dataclass(frozen=True, slots=True)
class Covers:
    """A report on a happening."""

    report_id: str
    outlet: str | None
    title: str | None
    published: str | None


Covering = tuple[Covers, ...]
"""Reports on one happening, by date of publication, undated ones last."""


def covering(ledger: Ledger, progress: Callable[[int, int], None] | None = None) -> list[Covering]:
    """Group the reports of a ledger by what they are about; a report that stands alone is left out. The group
    with the newest report comes first. `progress` is told how many reports are done, of how many.
    """
    with ledger.weighings.viewing() as view:
        query = select(current_readings.c.report_id).order_by(current_readings.c.report_id)
        ids = list(view.connection.scalars(query))
        about: dict[str, Covers] = {}
        signatures: dict[str, Signature] = {}
        for batch in batches(ids, _TEXTS):
            for covers, text in _texts(view, batch):
                about[covers.report_id] = covers
                signatures[covers.report_id] = signature(covers.title, text, covers.published)
            if progress is not None:
                progress(len(signatures), len(ids))
    groups = group_coverage(signatures, coverage_pairs(signatures))
    found = [
        tuple(sorted((about[each] for each in group), key=lambda its: (its.published or "~", its.report_id)))
        for group in groups
        if len(group) > 1
    ]
    return sorted(
        found, key=lambda group: (max(its.published or "" for its in group), len(group)), reverse=True
    )


def _texts(view: View, ids: list[str]) -> Iterator[tuple[Covers, str]]:
    texts, about = view.texts(ids), view.about(ids)
    for each in ids:
        row = about[each]
        yield Covers(each, row.outlet, row.title, row.published), texts[each]
