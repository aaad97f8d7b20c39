"""The rules of ownership as dated data: from which share an owner's listing reaches what it owns.

The rules stand in ``rules.tsv`` beside this module, one a row with its source, columns parted by tabs; users
can add a file of the same columns (`load_rules`). A row has

    id          a short name: us-50-2014
    title       for people
    regimes     whose listings count, parted by ``|``: US, EU, GB … as a `Designation` has it
    threshold   a share in percent
    inclusive   yes where a holding of exactly the threshold is enough ("50 % or more"), no for "more than"
    aggregate   yes where holdings of several listed owners are added up
    control     yes where control counts beside ownership
    from, to    first and last day on which the rule was in force (ISO 8601), empty where open
    source      the regulation or guidance with its number
    note        what it says beyond that

What is not there is left out on purpose. The UN has no rule of its own on ownership. Of Switzerland's and
Australia's the wording and its dates were not certain enough to be written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from sayso.errors import UsageError

__all__ = ["COLUMNS", "Rule", "load_rules", "rules_on"]

COLUMNS = (
    "id", "title", "regimes", "threshold", "inclusive", "aggregate", "control",
    "from", "to", "source", "note",
)  # fmt: skip
_YES_NO = {"yes": True, "no": False}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, in force from `since` to `until` (first and last day, None where open).

    `threshold` is in percent and enough by itself where `inclusive`. `aggregate` tells whether holdings of
    several listed owners are added up, `control` whether control counts beside ownership. `regimes` says
    whose listings count. `source` is where the rule is written.
    """

    id: str
    title: str
    regimes: tuple[str, ...]
    threshold: float
    inclusive: bool
    aggregate: bool
    control: bool
    since: date | None
    until: date | None
    source: str
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the rule was in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def measure(self) -> str:
        """The threshold in words: "50 % or more"."""
        share = f"{self.threshold:g} %"
        return f"{share} or more" if self.inclusive else f"more than {share}"


def load_rules(path: Path | str | None = None) -> tuple[Rule, ...]:
    """Give the rules of the package, and those of a user's file.

    A rule of the file takes the place of the package's rule of the same id. Raises UsageError, with line and
    column, where the file cannot be read as rules.
    """
    own = (files("sayso.lists.ownership") / "rules.tsv").read_text("utf-8")
    found = {rule.id: rule for rule in _parsed(own, "rules.tsv")}
    if path is not None:
        found |= {rule.id: rule for rule in _parsed(_text(Path(path)), str(path))}
    return tuple(found.values())


def rules_on(day: date, rules: Iterable[Rule] | None = None) -> tuple[Rule, ...]:
    """Give the rules in force on a day, of those given or else of the package's."""
    return tuple(rule for rule in (load_rules() if rules is None else rules) if rule.in_force(day))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(
                f"{path}: more than {_LARGEST:,} bytes, too large for rules; is it the right file?"
            )
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; give a file that can be read.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8.") from error


def _parsed(text: str, where: str) -> list[Rule]:
    lines = text.replace("\r\n", "\n").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise UsageError(
            f"{where}, line 1: the columns must be {', '.join(COLUMNS)}, in this order, parted by tabs."
        )
    rules: dict[str, Rule] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        rule = _Row(line, f"{where}, line {number}").rule()
        if rule.id in rules:
            raise UsageError(
                f"{where}, line {number}, column id: {rule.id!r} is there twice; give another id."
            )
        rules[rule.id] = rule
    return list(rules.values())


class _Row:
    """The cells of one row, which say where they are wrong."""

    def __init__(self, line: str, where: str) -> None:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise UsageError(
                f"{where}: {len(cells)} cells where {len(COLUMNS)} are needed; part them by tabs, and leave "
                "empty ones in."
            )
        self._cells = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        self._where = where

    def rule(self) -> Rule:
        since, until = self._day("from"), self._day("to")
        if since is not None and until is not None and until < since:
            raise self._wrong("to", "it ends before it begins")
        return Rule(
            id=self._id(),
            title=self._words("title"),
            regimes=self._regimes(),
            threshold=self._threshold(),
            inclusive=self._flag("inclusive"),
            aggregate=self._flag("aggregate"),
            control=self._flag("control"),
            since=since,
            until=until,
            source=self._words("source"),
            note=self._cells["note"],
        )

    def _wrong(self, column: str, advice: str) -> UsageError:
        return UsageError(f"{self._where}, column {column}: {self._cells[column]!r}: {advice}.")

    def _words(self, column: str) -> str:
        if not self._cells[column]:
            raise self._wrong(column, "it must not be empty")
        return self._cells[column]

    def _id(self) -> str:
        if not _ID.fullmatch(self._cells["id"]):
            raise self._wrong("id", "use letters, digits, dots and hyphens")
        return self._cells["id"]

    def _regimes(self) -> tuple[str, ...]:
        regimes = tuple(regime.strip() for regime in self._cells["regimes"].split("|"))
        if not all(re.fullmatch(r"[A-Z]{2}", regime) for regime in regimes):
            raise self._wrong("regimes", "give codes of two capitals as US, EU or GB, parted by |")
        return regimes

    def _threshold(self) -> float:
        try:
            threshold = float(self._cells["threshold"])
        except ValueError:
            threshold = -1.0
        if not 0 < threshold <= 100:
            raise self._wrong("threshold", "give a percentage above 0 and up to 100")
        return threshold

    def _flag(self, column: str) -> bool:
        if (flag := _YES_NO.get(self._cells[column].lower())) is None:
            raise self._wrong(column, "say yes or no")
        return flag

    def _day(self, column: str) -> date | None:
        if not (cell := self._cells[column]):
            return None
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise self._wrong(column, "give a date as 2024-07-03, or leave it empty") from None
