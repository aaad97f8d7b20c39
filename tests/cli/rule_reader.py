"""A reader by two rules, for tests of the command line that need not wait for the trained one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.reading.reading import Attribution, Reader, Reading, Speaker

if TYPE_CHECKING:
    from sayso.report import Report

SAID = re.compile(r'(?P<content>"[^"]+"),? (?P<source>[^".]+?) (?P<cue>said|denied|told reporters)')
THAT = re.compile(r"(?P<source>\b[\w ]+?) (?P<cue>claims) that (?P<content>[^\"]+)\.")


class RuleReader:
    """A reader in place of the trained one: `"…," X said` and, also inside quotations, `X claims that …`."""

    reader = Reader("0.0-rules", "0" * 64)

    def __init__(self, model_dir: Path | None = None) -> None:
        pass

    def read(self, report: Report) -> Reading:
        if "unreadable on purpose" in report.text:
            raise ZeroDivisionError("asked for")
        matches = [*SAID.finditer(report.text), *THAT.finditer(report.text)]
        return Reading(
            report,
            self.reader,
            attributions=tuple(
                Attribution(
                    source=(match.span("source"),),
                    cue=(match.span("cue"),),
                    content=(match.span("content"),),
                    speaker=Speaker(match["source"]),
                )
                for match in sorted(matches, key=lambda match: match.start())
            ),
        )
