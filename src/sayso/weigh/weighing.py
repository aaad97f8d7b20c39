"""Readings -> stories and matters, in memory: what `sayso.run.weighing` keeps up to date in a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sayso.reading.reading import Reading
from sayso.weigh.accounts import account_of
from sayso.weigh.headings import title, type_of
from sayso.weigh.likeness import carried
from sayso.weigh.matters import group
from sayso.weigh.records import Account, EventMention, Matter, Standing, Voice
from sayso.weigh.standing import standing
from sayso.weigh.stories import Published, Story, copy_pairs, group_stories
from sayso.weigh.threads import threads

__all__ = ["Weighed", "WeighedMatter", "weigh"]


@dataclass(frozen=True, slots=True)
class WeighedMatter:
    """A matter with all that is said of it: its mentions and the voices on them, by date of publication."""

    matter: Matter
    type: str
    title: str
    standing: Standing
    mentions: tuple[EventMention, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What readings add up to: stories (a report without copies is one by itself), and matters."""

    stories: tuple[Story, ...]
    matters: tuple[WeighedMatter, ...]


def weigh(readings: Iterable[Reading]) -> Weighed:
    """Weigh readings with each other; of several of one report the last one counts. The order does not
    matter otherwise.

    >>> import sayso
    >>> weighed = weigh([
    ...     sayso.read("Iran supplied drones to Russia, Kyiv said.", published="2023-03-01", outlet="Wire"),
    ...     sayso.read("Tehran denied supplying drones to Russia.", published="2023-03-02", outlet="Post"),
    ... ])
    >>> [(each.title, each.standing.contested) for each in weighed.matters]
    [('Iran → AID drones → Russia', True)]
    """
    by_id = {reading.report.id: reading for reading in readings}
    stories = _stories(list(by_id.values()))
    lead = {member.id: story.lead for story in stories for member in story.members}
    accounts = [_account(reading, by_id[lead[report]]) for report, reading in sorted(by_id.items())]
    mentions = {mention.key: mention for account in accounts for mention in account.mentions}
    threaded = {thread.key: thread for account in accounts for thread in threads(account)}
    found = []
    for matter in group(threaded.values()):
        its = [threaded[member.thread] for member in matter.members]
        said = tuple(mentions[key] for thread in its for key in thread.mentions)
        voices = tuple(voice for thread in its for voice in thread.voices)
        actors = [side for thread in its for side in (thread.features["first"], *thread.features["doers"])]
        others = [side for thread in its for side in (thread.features["second"], *thread.features["others"])]
        stands = standing(voices, said, _each(actors), _each(others))
        found.append(WeighedMatter(matter, type_of(said), title(said), stands, said, voices))
    return Weighed(tuple(stories), tuple(found))


def _stories(readings: Sequence[Reading]) -> list[Story]:
    reports = [reading.report for reading in readings]
    published = [Published(each.id, each.text, each.outlet, each.published, each.title) for each in reports]
    return group_stories(copy_pairs((each.id, each.text) for each in reports), published)


def _account(reading: Reading, lead: Reading) -> Account:
    account = account_of(reading)
    if lead.report.id == reading.report.id:
        return account
    return replace(
        account,
        lead=lead.report.id,
        lead_outlet=lead.report.outlet,
        carried=carried(reading.report.text, lead.report.text),
    )


def _each(sides: Iterable[str | None]) -> list[str]:
    return sorted({side for side in sides if side is not None})
