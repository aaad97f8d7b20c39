"""Who is blocked through ownership: dated rules, stakes, and what would change.

    rules      the rules as dated data, the package's and a user's
    stakes     who holds what as sources say it, from list entries; whose listing counts
    spans      dates in EDTF as the days they may mean
    holding    what is held on one day, as intervals by source
    weighing   what the sources' words on one asset come to (the semantics of a step)
    solving    the least fixed points: who is blocked, who possibly
    steps      the way from listed parties to one of these
    doubts     what would have to be known, as sentences
    witness    one party's status with all its reasons
    relief     what would change without a listing

It is an aid and no legal advice: what is said here rests on the sources given, and on nothing else.
"""

from sayso.lists.ownership.relief import Change, Difference, difference, reached, without
from sayso.lists.ownership.rules import Rule, load_rules, rules_on
from sayso.lists.ownership.solving import STATUSES, Solution, solve, solve_held
from sayso.lists.ownership.stakes import Control, Holdings, Listed, Stake, listed_on, stakes_of
from sayso.lists.ownership.steps import Step
from sayso.lists.ownership.witness import Ownership, SourceShare, of

__all__ = [
    "STATUSES",
    "Change",
    "Control",
    "Difference",
    "Holdings",
    "Listed",
    "Ownership",
    "Rule",
    "Solution",
    "SourceShare",
    "Stake",
    "Step",
    "difference",
    "listed_on",
    "load_rules",
    "of",
    "reached",
    "rules_on",
    "solve",
    "solve_held",
    "stakes_of",
    "without",
]
