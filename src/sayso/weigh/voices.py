"""An event mention -> voices: who says each claim, in keys that mean the same speaker in any report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sayso.actors import shipped
from sayso.actors.nouns import keys
from sayso.actors.words import Words
from sayso.reading.reading import Claim, Participant, Party, Source, Span
from sayso.weigh.records import Account, EventMention, Speaker, Voice

__all__ = ["Ground", "all_voices", "ground_of", "outlet_speaker", "party_key", "plain", "voices"]

_WE = keys("we We our Our us I")
# Words by which a report means itself, and words for a report that may be somebody else's.
_ITSELF = re.compile(
    r"(?:this|our) (?:news ?paper|paper|news ?room|news agency|agency|magazine|publication|outlet|site|"
    r"website|channel|broadcaster|programme|program|article|report|analysis|story|column|correspondent|reporters?|"
    r"editorial board)(?:'s)?",
    re.IGNORECASE,
)
_PRONOUNS = keys("he she it they him her them his their its who this that one")
# What stands before a speaker's noun and does not tell one unnamed speaker from another.
_UNTELLING = keys(
    "a an the one two three four five several some many other another certain unnamed anonymous senior top "
    "unidentified its his her their own same"
)
_PEOPLE = keys(
    "adviser aide ambassador analyst commander diplomat envoy expert historian insider lawmaker lawyer "
    "minister observer officer official person representative researcher resident scholar source spokesman "
    "spokesperson spokeswoman witness"
)
# Institutions' own bodies can issue a statement; an outlet only prints it, and a person signs it.
_ISSUERS = frozenset({"state", "government", "military", "armed_group", "organisation", "company"})
# "KOLM, March 5 –", "AMARIS (Meridian Press) -": capitals, perhaps a day and a credit, and a dash.
_DATELINE = re.compile(
    r"(?:(?![a-z\d_])[\w .'’/-]){3,40}?(?:, [A-Z][\w.]+(?: \d{1,2})?)?(?:, \d{4})? ?(?:\([^()]{2,40}\) ?)?"
    r"[-–—]{1,2} (?=[“‘\"']?[A-Z])"
)
_STATE = re.compile(r"[A-Z]{3}")
_CLAUSE = re.compile(r",| who | which | whose | that ")
_STATEMENT = re.compile(
    r"(?:joint |press |official )?(?:statement|communiqu[eé]|press release|declaration|announcement)\b"
    r"(?:.*? (?:by|of|from) (?:the )?(?P<by>.+))?",
    re.IGNORECASE,
)
# A paper that left a house against its will speaks for itself: the house may well deny what it says.
_LEAKED = re.compile(
    r"\b(?:leaked|stolen|hacked|intercepted|obtained|seized|captured|purported|alleged|internal|secret)\b",
    re.IGNORECASE,
)
# What stands after a body's name and tells whose it is ("… of the Iranian Ministry of Defence").
_WHOSE = re.compile(
    r",? (?:of|at|in|within) (?:the )?"
    r"((?:[A-Z][\w’'-]*|of|and|for|the)(?: (?:[A-Z][\w’'-]*|of|and|for|the))*)"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for all claims of a report: how its own word is to be taken.

    `outlet` speaks where nobody else does; `issuer` is the body whose own statement the report is, None for
    the work of an outlet; `lead` is the outlet from which copied parts come. `unnamed` are the speakers whom
    the report does not name, by where their words begin. `wholes` are the bodies of which parties known to
    the report alone are parts, by the parties' ids.
    """

    outlet: Speaker
    issuer: Speaker | None = None
    lead: Speaker | None = None
    unnamed: tuple[tuple[int, frozenset[str], Speaker], ...] = ()
    names: Mapping[str, Party] = field(default_factory=dict)
    wholes: Mapping[str, Party] = field(default_factory=dict)


def plain(words: str) -> str:
    """Give a speaker's words in the form in which they are compared: no case, accents, articles, or what
    does not tell one speaker from another; people in the singular.

    >>> plain("A senior European diplomat"), plain("European diplomats")
    ('european diplomat', 'european diplomat')
    """
    its = list(Words(_CLAUSE.split(words, maxsplit=1)[0]).key)
    while len(its) > 1 and its[0] in _UNTELLING:
        del its[0]
    return " ".join(key[:-1] if key[:-1] in _PEOPLE else key for key in its) or words.strip().lower()


def party_key(party: Party) -> str:
    """Give the key of a party that is the same in any report.

    A party that one report alone knows is told by its name and its country; an outlet by its name only, for
    of an outlet that nobody knows no report tells the country.
    """
    if not party.id.startswith("@"):
        return party.id
    slug = party.id.partition("/")[2]
    return f"{slug}@{party.countries[0]}" if party.countries and party.kind != "outlet" else slug


def _within(party: Party, parties: Mapping[str, Party]) -> tuple[str, ...]:
    """Give the keys of the parties that a party belongs to, the nearest first. Who has left an office, or is
    known for no office, speaks for no state.
    """
    outer = party.within or ((party.belongs_to,) if party.belongs_to else ())
    if (
        party.kind == "person"
        and len(outer) == 1
        and _STATE.fullmatch(outer[0])
        and "GOV" not in party.sectors
    ):
        return ()
    return tuple(party_key(parties[each]) if each in parties else each for each in outer)


@lru_cache(maxsize=4096)
def outlet_speaker(name: str) -> Speaker:
    """Give the speaker that an outlet is, by the name that a report's data give it.

    It is a party of the gazetteer where just one has that name (a ministry that publishes its own statements,
    too), else known by its name.
    """
    gazetteer = shipped()
    known = gazetteer.called(name)
    if len(known) == 1:
        party = gazetteer.party(known[0])
        return _of_party(party, party.kind, {}, name)
    return Speaker("-".join(Words(name).key) or "outlet", name, "outlet", text=name)


def _of_party(party: Party, kind: str | None, parties: Mapping[str, Party], text: str) -> Speaker:
    return Speaker(
        party_key(party),
        party.name,
        kind or party.kind,
        next(iter(party.countries), None),
        party.control,
        _within(party, parties),
        text,
    )


def ground_of(account: Account) -> Ground:
    """Work out what holds for all claims of a report. A function of the account alone."""
    outlet = outlet_speaker(account.outlet) if account.outlet else _nameless(account)
    lead = outlet_speaker(account.lead_outlet) if account.lead_outlet else None
    issuer = outlet if outlet.kind in _ISSUERS else _issuer(account)
    return Ground(
        outlet,
        issuer,
        lead,
        tuple(_unnamed(account)),
        {party.name: party for party in account.parties.values()},
        _wholes(account),
    )


def _wholes(account: Account) -> dict[str, Party]:
    """Find to which body those belong whom a report alone knows, where its words say it right after their
    name ("the General Bureau of the Ministry of Defence"), or its title does ("Foreign Ministry spokesman"),
    and the resolver has left it open.
    """
    found: dict[str, Party] = {}
    for mention in account.mentions:
        for source in (source for claim in mention.claims for source in claim.sources):
            party = account.parties.get(source.actor or "")
            if party is None or not party.id.startswith("@") or party.id in found:
                continue
            if party.kind == "person" and party.about and len(party.within) == 1:
                if (body := _body_in(party, party.about)) is not None:
                    found[party.id] = body
                continue
            if party.countries:
                continue
            if party.kind in ("outlet", "person") or party.within:
                continue
            at = mention.sentence.find(party.name, max(source.span[0] - mention.span[0], 0))
            whose = _WHOSE.match(mention.sentence[at + len(party.name) :]) if at >= 0 else None
            known = shipped().called(whose[1]) if whose else []
            if len(known) == 1:
                found[party.id] = shipped().party(known[0], account.published)
    return found


def _completed(party: Party, whole: Party) -> Party:
    outer = (whole.id, *(whole.within or tuple(shipped().within(whole.belongs_to))))
    return replace(party, countries=whole.countries[:1], belongs_to=whole.id, within=outer)


def _nameless(account: Account) -> Speaker:
    """The own voice of a report whose outlet is not known: it is its own, and nobody else's."""
    return Speaker(f"report:{account.report[:12]}", "a report of an unknown outlet", "outlet")


def _issuer(account: Account) -> Speaker | None:
    """Find the body whose own statement a report is: the one that says "we" outside quotation marks, or,
    where the headline says that it is a statement, the first that is said to speak.
    """
    votes: Counter[str] = Counter()
    first: tuple[Span, str] | None = None
    for mention in account.mentions:
        for claim in mention.claims:
            who: tuple[Source | Participant, ...] = claim.sources[:1] or claim.event.actors
            for each in who:
                party = account.parties.get(each.actor or "")
                if party is None or party.kind not in _ISSUERS or _quoted(each.span, mention):
                    continue
                if each.text in _WE:
                    votes[party.id] += 1
                elif claim.sources and party.kind == "government" and not _is_headline(mention, account):
                    first = min(first or (each.span, party.id), (each.span, party.id))
    stated = _STATEMENT.match(account.title or "")
    if votes:
        best = min(votes, key=lambda party: (-votes[party], party))
    elif stated and first:
        best = first[1]
    else:
        return None
    party = account.parties[best]
    if stated and stated["by"] and (named := _body_in(party, stated["by"])) is not None:
        party = named
    return _of_party(party, None, account.parties, party.name)


def _body_in(party: Party, words: str) -> Party | None:
    """Find the body that words name without its state ("the Ministry of Defence"), in a party's state."""
    state = party.within[-1] if party.within else party.id.split("/")[0]
    if not _STATE.fullmatch(state):
        return None
    gazetteer = shipped()
    keys_ = Words(words).key
    for stop in range(min(len(keys_), 6), 0, -1):
        found = gazetteer.called(f"{gazetteer.party(state).name} {' '.join(keys_[:stop])}")
        if len(found) == 1 and found[0].startswith(f"{state}/"):
            return gazetteer.party(found[0])
    return None


def _is_we(words: str, span: Span, mention: EventMention) -> bool:
    return words in _WE and not _quoted(span, mention)


def _quoted(span: Span, mention: EventMention) -> bool:
    """Tell whether words stand in quotation marks within their sentence."""
    before = mention.sentence[: max(span[0] - mention.span[0], 0)]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _unnamed(account: Account) -> Iterator[tuple[int, frozenset[str], Speaker]]:
    """Give the speakers without a name, in the order of the text."""
    seen: set[int] = set()
    sources = (s for m in account.mentions for c in m.claims for s in c.sources)
    for source in sorted(sources, key=lambda s: s.span):
        words = frozenset(plain(source.text).split())
        if source.actor is None and source.span[0] not in seen and words and not words <= _PRONOUNS:
            seen.add(source.span[0])
            yield source.span[0], words, _by_words(source)


def _by_words(source: Source) -> Speaker:
    words = plain(source.text)
    key = f"{words}@{source.country}" if source.country else words
    return Speaker(key, source.text.strip(), source.kind, source.country, source.control, (), source.text)


def voices(mention: EventMention, account: Account, ground: Ground | None = None) -> tuple[Voice, ...]:
    """Give each claim on an event mention as a voice (several, where its last speakers are several parties).

    `ground` is what `ground_of` gives for the account, worked out here where it is not at hand.
    """
    ground = ground or ground_of(account)
    headline = _is_headline(mention, account)
    copied = any(start <= mention.span[0] and mention.span[1] <= stop for start, stop in account.carried)
    copied = copied or (
        headline and account.lead is not None
    )  # whoever copies writes a headline of their own
    found: list[Voice] = []
    for claim in mention.claims:
        own, chains = _chains(claim, mention, account, ground, copied)
        found += [
            Voice(
                claim=claim.id,
                event=mention.key,
                report=account.report,
                outlet=account.outlet,
                published=account.published,
                stance=claim.stance,
                chain=chain,
                own=own,
                copied=copied,
                opinion=claim.opinion,
                confidence=min(claim.confidence.values(), default=None),
                quote=mention.sentence,
                headline=headline,
            )
            for chain in chains
        ]
    return tuple(found)


def all_voices(account: Account) -> dict[str, tuple[Voice, ...]]:
    """Give the voices of all event mentions of an account, by their keys."""
    ground = ground_of(account)
    return {mention.key: voices(mention, account, ground) for mention in account.mentions}


def _is_headline(mention: EventMention, account: Account) -> bool:
    words = mention.sentence.strip()
    if account.title and words == account.title.strip():
        return True
    return mention.span[0] == 0 and not words.endswith((".", "!", "?", "”", '"', ".'", ".’"))


def _chains(
    claim: Claim, mention: EventMention, account: Account, ground: Ground, copied: bool
) -> tuple[bool, list[tuple[Speaker, ...]]]:
    """Give the chains of a claim, and whether the report itself says it."""
    outlet = ground.lead if copied and ground.lead else ground.outlet
    sources = [source for source in claim.sources if not _is_dateline(source, mention)]
    if not sources:
        if ground.issuer is not None:
            return False, [(ground.issuer,)]
        return True, [(outlet,)]
    links = [_links(source, i, mention, account, ground, outlet) for i, source in enumerate(sources)]
    outer = tuple(speakers[0] if len(speakers) == 1 else _joint(speakers) for speakers in links[:-1])
    own = len(links) == 1 and links[0] == [outlet] and ground.issuer is None
    if own:
        return True, [(outlet,)]
    return False, [_without_echo((*outer, last)) for last in links[-1]]


def _is_dateline(source: Source, mention: EventMention) -> bool:
    """Tell whether words are the place before a report ("KOLM, March 5 –"), which says nothing itself."""
    dateline = _DATELINE.match(mention.sentence)
    return dateline is not None and source.span[1] <= mention.span[0] + dateline.end()


def _without_echo(chain: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Leave out a speaker who comes twice in a row, except a document after the body that issued it."""
    kept = [chain[0]]
    for link in chain[1:]:
        if link.key == kept[-1].key and link.kind != "document":
            kept[-1] = link
        else:
            kept.append(link)
    return tuple(kept)


def _joint(speakers: Iterable[Speaker]) -> Speaker:
    """Give several parties that pass on one word together as one speaker."""
    each = sorted(speakers, key=lambda speaker: speaker.key)
    return replace(
        each[0],
        key="+".join(s.key for s in each),
        name=" and ".join(s.name for s in each),
        within=(),
    )


def _links(
    source: Source, place: int, mention: EventMention, account: Account, ground: Ground, outlet: Speaker
) -> list[Speaker]:
    """Give who a link of a chain is: one speaker, or several parties named together."""
    words = source.text.strip()
    party = account.parties.get(source.actor) if source.actor else None
    if _ITSELF.fullmatch(words):
        return [ground.issuer or outlet]
    if place == 0 and _is_we(words, source.span, mention) and (party is None or party.kind == "outlet"):
        return [ground.issuer or outlet]
    if (party is None or party.id.startswith("@") or party.kind == "outlet") and _is_named(words, account):
        return [outlet]
    if source.kind == "document" and ground.issuer is not None and words[1:] == words[1:].lower():
        # A body's own statement shows its own papers, unless it names whose they are.
        return [replace(ground.issuer, kind="document", text=words)]
    if source.kind == "document" and _LEAKED.search(words):
        return [_by_words(source)]
    if party is not None and party.id in ground.wholes:
        party = _completed(party, ground.wholes[party.id])
    if party is not None:
        return [_of_party(party, source.kind, account.parties, words)]
    if source.name and (several := _named_together(source.name, ground.names)):
        return [_of_party(each, None, account.parties, words) for each in several]
    return [_unresolved(source, account, ground)]


def _is_named(words: str, account: Account) -> bool:
    """Tell whether words are the name of the report's own outlet, or the beginning of it ("told Altan")."""
    mine, its = Words(words).key, Words(account.outlet or "").key
    mine, its = (each[1:] if each[:1] == ["the"] else each for each in (mine, its))
    return bool(mine) and len(mine[0]) > 3 and mine == its[: len(mine)] and not words.islower()


def _named_together(name: str, names: Mapping[str, Party]) -> list[Party]:
    """Take apart the name of several parties ("Russia and Iran"); empty where some are not known."""
    found: list[Party] = []
    rest = name
    while rest:
        fitting = [each for each in names if rest == each or rest.startswith(f"{each} and ")]
        if not fitting:
            return []
        longest = max(fitting, key=len)
        found.append(names[longest])
        rest = rest[len(longest) :].removeprefix(" and ")
    return found


def _unresolved(source: Source, account: Account, ground: Ground) -> Speaker:
    """Give a speaker whom no party stands for: by their words, or as an earlier one to whom they go back
    ("the source" after "a source in diplomatic circles").
    """
    speaker = _by_words(source)
    words = frozenset(plain(source.text).split())
    if words <= _PRONOUNS:
        return replace(speaker, key=f"{account.report[:12]}:{speaker.key}")
    if source.text.lower().startswith(("the ", "that ", "this ", "these ", "those ")):
        earlier = [other for start, its, other in ground.unnamed if start < source.span[0] and words < its]
        if earlier:
            return replace(earlier[-1], text=source.text)
    return speaker
