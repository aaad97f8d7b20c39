"""Words -> parties: who is meant by each mention that has a part in a claim, with the evidence for it.

words        the words of a text, as names are compared
gazetteer    the parties that are known, from `data` and the user's own file (`additions`)
names        where a text names somebody
naming       which party each name means
phrases      how "two Turkish officials" is put together
antecedents  what "it", "the ministry" and "both countries" go back to
resolution   the mentions of one report
resolver     Reading -> Reading with parties
"""

from __future__ import annotations

from sayso.actors.additions import CONTROLS, KINDS, SECTORS, Additions
from sayso.actors.gazetteer import Gazetteer, shipped
from sayso.actors.resolver import Resolver

__all__ = ["CONTROLS", "KINDS", "SECTORS", "Additions", "Gazetteer", "Resolver", "shipped"]
