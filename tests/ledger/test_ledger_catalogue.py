"""Questions to the catalogue: each finds what a look at every claim finds."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from catalogue_samples import OUTLETS, PARTIES, reading, weigh
from ledger_places import shared_place

from sayso.errors import LedgerError, NotFoundError, UsageError
from sayso.ledger import Ledger
from sayso.ledger.catalogue import words as catalogue_words
from sayso.ledger.catalogue.records import ClaimsAsked, MattersAsked
from sayso.reading.ontology import CONTEXTS, DIMENSIONS, STANCES, TYPES, dimensions
from sayso.run.cataloguing import catalogue


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    """A ledger of some thirty reports, read twice in part, weighed and catalogued."""
    with Ledger(shared_place(request, tmp_path_factory)) as ledger:
        dice = random.Random(0)
        for seed in range(30):
            ledger.append(reading(seed))
        for seed in range(0, 30, 5):
            ledger.append(reading(seed, 1))
        for _ in range(3):
            weigh(ledger, dice)
        catalogue(ledger)
        yield ledger


@pytest.fixture(scope="module")
def every(kept):
    """Every claim with the parts that parties have in it, as they are shown."""
    parties = {found.report.id: {each.id: each for each in found.parties} for found in kept.readings()}
    return [(found, Parts(found.claim, parties[found.report_id])) for found in kept.claims()]


class Parts:
    """Who has what part in a claim, with every whole."""

    def __init__(self, claim, parties):
        def wide(people):
            ids = {each.actor for each in people if each.actor}
            return ids | {whole for each in ids if each in parties for whole in parties[each].within}

        self.actor, self.recipient = wide(claim.event.actors), wide(claim.event.recipients)
        self.source, self.origin = wide(claim.sources), wide(claim.sources[-1:])
        self.party = self.actor | self.recipient | self.source
        self.pairs = {
            (one.actor, other.actor)
            for one in claim.event.actors
            for other in claim.event.recipients
            if one.actor and other.actor
        }


def leafed(question, limit=3):
    """All rows of a question, page by page."""
    rows, cursor, totals = [], None, set()
    while True:
        page = question(cursor, limit)
        rows += page.rows
        totals.add(page.total)
        assert len(page.rows) <= limit
        if page.next is None:
            break
        assert len(page.rows) == limit
        cursor = page.next
    assert len(totals) == 1
    assert totals <= {None, len(rows)}
    return rows


def found_by(kept, **asked):
    return [
        each.claim
        for each in leafed(lambda cursor, limit: kept.catalogue.claims(ClaimsAsked(**asked), cursor, limit))
    ]


def test_all_claims_come_in_their_order(kept, every):
    assert found_by(kept) == [claim for claim, _ in every]
    assert len(every) > 50


@pytest.mark.parametrize("type", [None, "AID", ("AID", "ASSAULT", "accuse")])
@pytest.mark.parametrize("stance", [None, "denies", ("denies", "AFFIRMS")])
def test_by_type_and_stance(kept, every, type, stance):
    types = {each.upper() for each in ([type] if isinstance(type, str) else type or TYPES)}
    stances = {each.lower() for each in ([stance] if isinstance(stance, str) else stance or STANCES)}
    assert found_by(kept, type=type, stance=stance) == [
        claim for claim, _ in every if claim.claim.event.type in types and claim.claim.stance in stances
    ]


@pytest.mark.parametrize("role", ["party", "actor", "recipient", "source", "origin"])
@pytest.mark.parametrize("who", ["IRN", "IRN/guards", "@workers"])
def test_by_party(kept, every, role, who):
    wanted = [claim for claim, parts in every if who in getattr(parts, role)]
    assert found_by(kept, **{role: PARTIES[who].name}) == wanted
    assert found_by(kept, **{role: who, "since": "2023-01", "stance": "denies"}) == [
        claim for claim in wanted if claim.published and claim.claim.stance == "denies"
    ]


def test_by_several_names_at_once(kept, every):
    for actor in ("IRN", "RUS", "acme", "@workers"):
        for other in ("IRN", "IRN/guards", "acme"):
            assert found_by(kept, actor=actor, source=other) == [
                claim for claim, parts in every if actor in parts.actor and other in parts.source
            ]


def test_a_pair_is_who_acts_on_whom(kept, every):
    seen = 0
    for one in ("IRN/guards", "RUS/defence-ministry", "acme"):
        for other in ("acme", "@workers", "IRN/guards"):
            if one == other:
                continue
            wanted = [claim for claim, parts in every if (one, other) in parts.pairs]
            seen += len(wanted)
            assert found_by(kept, actor=one, recipient=other) == wanted
            both = [claim for claim, parts in every if {(one, other), (other, one)} & parts.pairs]
            assert found_by(kept, party=one, other=other) == both
            assert found_by(kept, party=one, other=other, type=TYPES[:8]) == [
                claim for claim in both if claim.claim.event.type in TYPES[:8]
            ]
            tally = kept.catalogue.pair(one, other)
            assert tally.claims == sum(row.claims for row in tally.rows) == len(both)
            assert sum(row.claims for row in tally.rows if row.by == one) >= len(wanted) - len(both)
            assert tally.complete
            fields = Counter()
            for row in tally.rows:
                fields[row.dimensions, row.type, row.stance, row.month] += row.claims
            assert fields == Counter(
                (
                    dimensions(claim.claim.event.contexts),
                    claim.claim.event.type,
                    claim.claim.stance,
                    claim.published and claim.published[:7],
                )
                for claim in both
            )
    assert seen


def test_every_context_has_a_dimension():
    assert {dimensions([each]) for each in CONTEXTS} == {(each,) for each in DIMENSIONS}
    assert dimensions(["health", "cyber", "cbrn"]) == ("military", "technology")
    assert dimensions([]) == dimensions(["election", "crime"]) == ("other",)


def test_a_party_and_its_whole_may_be_asked_for_together(kept, every):
    for one, other in (("IRN", "IRN/guards"), ("IRN/guards", "IRN"), ("IRN", "IRN"), ("acme", "acme")):
        assert found_by(kept, actor=one, recipient=other) == [
            claim for claim, parts in every if one in parts.actor and other in parts.recipient
        ]


def test_a_cursor_leads_out_of_no_period(kept):
    first = kept.catalogue.claims(limit=1).next
    wanted = kept.catalogue.claims(ClaimsAsked(until="2023-02-10"), limit=9)
    assert kept.catalogue.claims(ClaimsAsked(until="2023-02-10"), first, 9).rows == wanted.rows
    assert wanted.rows[0] != kept.catalogue.claims(limit=1).rows[0]


def test_a_party_is_no_partner_of_its_own_whole(kept):
    ours = {each.actor for each in kept.catalogue.partners("IRN/guards", 50)}
    assert ours
    assert not ours & {"IRN", "IRN/forces", "IRN/guards"}
    first = kept.catalogue.partners("IRN/guards", 1)[0]
    tally = kept.catalogue.pair("IRN/guards", first.actor)
    assert first.by + first.of == tally.claims
    assert first.first is None or first.first <= first.last


@pytest.mark.parametrize(
    ("since", "until"),
    [("2023-02", None), (None, "2023-02-10"), ("2023-01-31", "2023-01-31"), ("2024", "2023"), ("2024", None)],
)
def test_by_date(kept, every, since, until):
    first, last = (since or "0")[:10], (until or "9") + "~"
    wanted = [claim for claim, _ in every if claim.published and first <= claim.published <= last]
    assert found_by(kept, since=since, until=until) == wanted
    assert found_by(kept, since=since, until=until, outlet="courier") == [
        claim for claim in wanted if claim.outlet == "The Courier"
    ]


def test_by_outlet(kept, every):
    for asked in ("der bote", "COURIER", "e"):
        names = {name for name in OUTLETS if name and asked.lower() in name.lower()}
        assert found_by(kept, outlet=asked) == [claim for claim, _ in every if claim.outlet in names]
    assert found_by(kept, outlet="Nobody’s") == []


def test_by_confidence(kept, every):
    def least(claim):
        return min(claim.claim.confidence.values(), default=None)

    sure = [claim for claim, _ in every if least(claim) is not None]
    assert found_by(kept, min_confidence=0.4) == [claim for claim in sure if least(claim) >= 0.4]
    assert found_by(kept, max_confidence=0.4, type=TYPES[:10]) == [
        claim for claim in sure if least(claim) <= 0.4 and claim.claim.event.type in TYPES[:10]
    ]
    queue = [each.claim for each in leafed(lambda *page: kept.catalogue.unsure(*page))]
    assert sorted(queue, key=least) == queue
    assert len(queue) == len(sure)


def test_by_report_and_words(kept, every):
    claim = every[0][0]
    assert found_by(kept, report=claim.path) == [
        each for each, _ in every if each.report_id == claim.report_id
    ]
    words = claim.sentence.split()[0]
    wanted = [each for each, _ in every if words in each.sentence.split()]
    assert found_by(kept, words=words) == wanted
    assert found_by(kept, words=words, party="IRN") == [
        each for each, parts in every if each in wanted and "IRN" in parts.party
    ]
    assert found_by(kept, words="…") == found_by(kept, words="nowhere") == []
    with pytest.raises(NotFoundError):
        kept.catalogue.claims(ClaimsAsked(report="nowhere.txt"))


def test_names_that_nobody_has_are_sought_in_words(kept, every):
    word = "pipeline"
    for role, parts in (("actor", "actors"), ("recipient", "recipients")):
        assert found_by(kept, **{role: f'"{word}"'}) == [
            claim
            for claim, _ in every
            if any(each.text == word for each in getattr(claim.claim.event, parts))
        ]
    assert found_by(kept, origin=f'"{word}"') == [
        claim for claim, _ in every if any(each.text == word for each in claim.claim.sources[-1:])
    ]
    assert found_by(kept, source=word) == [
        claim for claim, _ in every if any(each.text == word for each in claim.claim.sources)
    ]


def test_too_many_hits_are_told(kept, monkeypatch):
    monkeypatch.setattr(catalogue_words, "MOST_HITS", 3)
    page = kept.catalogue.claims(ClaimsAsked(words="pipeline"))
    assert page.capped
    assert page.total is None
    assert page.rows
    assert not kept.catalogue.facets(ClaimsAsked(words="pipeline")).complete


def test_matters_and_whether_they_are_contested(kept, every):
    rows = leafed(lambda *page: kept.catalogue.matters(MattersAsked(), *page))
    stored = {each.matter: each for each in kept.weighings.matters()}
    assert {each.matter for each in rows} == stored.keys()
    assert [each.last for each in rows] == [each.last for each in kept.weighings.matters()]
    for row in rows:
        for name in ("type", "title", "actors", "recipients", "first", "last", "event_first", "contested"):
            assert getattr(row, name) == getattr(stored[row.matter], name)
        claims = leafed(lambda *page, row=row: kept.catalogue.matter_claims(row.matter, *page))
        assert sorted(each.event for each in claims) == sorted(
            each.event for each in kept.weighings.members(row.matter)
        )
        told = {
            (each.claim.report_id, each.claim.number): each for each in kept.weighings.members(row.matter)
        }
        assert all(told[each.claim.report_id, each.claim.number] == each for each in claims)
        assert [each.claim for each in claims] == found_by(kept, matter=row.matter)
        oldest = leafed(lambda *page, row=row: kept.catalogue.matter_claims(row.matter, *page, oldest=True))
        days = [each.claim.published for each in oldest]
        assert days == sorted(days, key=lambda day: (day is None, day or ""))
        assert len(days) == len(claims)
    contested = {each.matter for each in rows if each.contested}
    assert contested
    for asked in (True, False):
        found = leafed(lambda *page, asked=asked: kept.catalogue.claims(ClaimsAsked(contested=asked), *page))
        assert all((each.matter in contested) == asked for each in found)
        assert found
        some = leafed(lambda *page, asked=asked: kept.catalogue.matters(MattersAsked(contested=asked), *page))
        assert {each.matter for each in some} == {each.matter for each in rows if each.contested == asked}


def test_matters_by_what_is_asked(kept):
    rows = {each.matter: each for each in kept.catalogue.matters().rows}
    state = {each: kept.weighings.matter(each) for each in rows}

    def asked(**words):
        return {each.matter for each in kept.catalogue.matters(MattersAsked(**words)).rows}

    def sides(matter, *names):
        wide = {"IRN": {"IRN", "IRN/forces", "IRN/guards"}, "acme": {"acme"}}
        return [
            any(each["id"] in wide[name] for each in getattr(state[matter], side))
            for name in names
            for side in ("actors", "recipients")
        ]

    assert asked(party="IRN") == {each for each in rows if any(sides(each, "IRN"))}
    assert asked(actor="iran") == {each for each in rows if sides(each, "IRN")[0]}
    assert asked(recipient="acme") == {each for each in rows if sides(each, "acme")[1]}
    both = {each: sides(each, "IRN", "acme") for each in rows}
    assert asked(party="IRN", other="acme") == {
        each for each, (a, r, b, s) in both.items() if (a and s) or (r and b)
    }
    for kind in TYPES[:4]:
        assert asked(type=kind) == {each for each in rows if rows[each].type == kind}
    for stance in STANCES:
        assert asked(stance=stance) == {
            each for each in rows if any(stance in one["stances"] for one in state[each].standing["origins"])
        }
    assert asked(min_origins=2) == {each for each in rows if rows[each].origins >= 2}
    assert asked(since="2023-05") == {each for each in rows if (rows[each].last or "") >= "2023-05"}
    assert asked(until="2022") == {each for each in rows if rows[each].first}
    title = next(iter(rows.values())).title
    assert next(iter(rows)) in asked(words=title)
    assert asked(words="nowhere") == asked(words="…") == set()
    for order in ("origins", "reports"):
        found = leafed(lambda *page, order=order: kept.catalogue.matters(None, *page, order))
        assert [getattr(each, order) for each in found] == sorted(
            (getattr(each, order) for each in found), reverse=True
        )
        assert {each.matter for each in found} == rows.keys()


def test_facets_count_what_fits(kept, every):
    for asked, some in (
        ({}, every),
        ({"party": "IRN"}, [each for each in every if "IRN" in each[1].party]),
        ({"stance": "denies"}, [each for each in every if each[0].claim.stance == "denies"]),
        ({"words": "nowhere"}, []),
    ):
        found = kept.catalogue.facets(ClaimsAsked(**asked))
        assert (found.counted, found.complete) == (len(some), True)
        assert found.types == Counter(claim.claim.event.type for claim, _ in some)
        assert found.stances == Counter(claim.claim.stance for claim, _ in some)
        assert found.outlets == Counter(claim.outlet for claim, _ in some if claim.outlet)
        assert found.months == Counter((claim.published or "undated")[:7] for claim, _ in some)
        assert sum(found.contested.values()) == len(some)
        named = {each["actor"]: each["claims"] for each in found.parties}
        told = Counter(
            actor
            for claim, _ in some
            for actor in {
                each.actor
                for each in (*claim.claim.event.actors, *claim.claim.event.recipients, *claim.claim.sources)
                if each.actor
            }
        )
        assert named == told


def test_parties(kept, every):
    rows = leafed(lambda *page: kept.catalogue.parties(None, None, None, *page))
    counted = Counter(party for _, parts in every for party in parts.party)
    assert {each.actor: each.claims for each in rows} == counted
    assert [each.claims for each in rows] == sorted(counted.values(), reverse=True)
    for each in rows:
        mine = [(claim, parts) for claim, parts in every if each.actor in parts.party]
        assert each.by == sum(each.actor in parts.actor for _, parts in mine)
        assert each.about == sum(each.actor in parts.recipient for _, parts in mine)
        assert each.said == sum(each.actor in parts.source for _, parts in mine)
        days = sorted(claim.published for claim, _ in mine if claim.published)
        assert (each.first, each.last) == (days[0], days[-1])
        assert kept.catalogue.party(each.actor) == each
    names = leafed(lambda *page: kept.catalogue.parties(None, None, None, *page, order="name"))
    assert sorted(names, key=lambda each: each.actor) == sorted(rows, key=lambda each: each.actor)


def test_parties_by_words(kept):
    def called(words, **more):
        return {each.actor for each in kept.catalogue.parties(words, **more).rows}

    assert called("revol guar") == {"IRN/guards"}
    assert called("iranian") == {"IRN"}  # as the gazetteer knows it
    assert called("chateau") == {"@workers"}
    assert called("defence mini") == {"RUS/defence-ministry"}
    assert called("irn") == {"IRN", "IRN/forces", "IRN/guards"}
    assert called("nobody") == called("%") == set()
    assert called(None, kind="State") == {"IRN", "RUS"}
    assert called(None, country="ru") == {"RUS", "RUS/defence-ministry"}
    assert called(None, country='"') == set()


def test_a_party_by_its_name(kept):
    party = kept.catalogue.party
    assert party("Revolutionary Guards").actor == party("revolutionary  GUARDS").actor == "IRN/guards"
    assert party("630").actor == "IRN"
    with pytest.raises(NotFoundError, match="No party"):
        party("Guardians")
    with pytest.raises(NotFoundError):
        party("…")


def test_sources(kept):
    for order in ("origins", "claims", "statements"):
        rows = leafed(lambda *page, order=order: kept.catalogue.sources(order, *page))
        assert [getattr(each, order) for each in rows] == sorted(
            (getattr(each, order) for each in rows), reverse=True
        )
        assert all(getattr(each, order) for each in rows)
        assert rows
    ranked = {each.actor: each.statements for each in kept.sources() if each.actor}
    mine = {each.actor: each.statements for each in kept.catalogue.sources("statements").rows}
    assert {actor: n for actor, n in mine.items() if not actor.startswith("@")} == ranked


def test_the_network(kept):
    rows = kept.catalogue.matters().rows
    whole = kept.catalogue.network()
    assert whole.matters == len(rows)
    assert not whole.capped
    ties = Counter(
        (one["id"], other["id"])
        for row in rows
        for one in row.actors
        for other in row.recipients
        if one["id"] != other["id"]
    )
    assert {(each.one, each.other): each.matters for each in whole.edges} == ties
    assert all(sum(each.quads.values()) == each.matters >= each.contested for each in whole.edges)
    named = Counter(
        party
        for row in rows
        if row.actors and row.recipients  # others tie nobody to anybody
        for party in {each["id"] for each in (*row.actors, *row.recipients)}
    )
    assert {each.actor: each.matters for each in whole.nodes} == named
    few = kept.catalogue.network(MattersAsked(), nodes=2)
    assert len(few.nodes) == 2
    assert few.left_out_nodes == len(named) - 2
    assert few.left_out_edges == len(ties) - len(few.edges)


def test_reports(kept, every):
    rows = leafed(lambda *page: kept.catalogue.reports(None, None, None, None, *page))
    assert [each.report_id for each in rows] == [each.id for each in kept.reports()]
    sizes = Counter(claim.report_id for claim, _ in every)
    assert {each.report_id: each.claims for each in rows if each.claims} == sizes
    contested = {each.matter for each in kept.catalogue.matters().rows if each.contested}
    touched = {(each.claim.report_id, each.matter) for each in kept.catalogue.claims(limit=1000).rows}
    for each in rows:
        assert each.contested == sum(report == each.report_id and m in contested for report, m in touched)
    stories = {copy.report_id: story.story for story in kept.weighings.stories() for copy in story.reports}
    for each in rows:
        assert each.story == (
            stories.get(each.report_id) if stories.get(each.report_id) != each.report_id else None
        )
    assert sum(each.copies for each in rows) == sum(each.story is not None for each in rows) > 0
    words = [each.report_id for each in kept.catalogue.reports("report 7").rows]
    assert words == [each.id for each in kept.reports("report 7")] != []
    assert {each.outlet for each in kept.catalogue.reports(outlet="bote").rows} == {"Der Bote"}
    assert all(
        each.published == "2023-01-31"
        for each in kept.catalogue.reports(since="2023-01", until="2023-01").rows
    )
    assert rows[0].title.startswith("Title")


def test_counts(kept, every):
    counts = kept.catalogue.counts()
    status = kept.status()
    assert (counts.reports, counts.claims, counts.events) == (30, len(every), status.events)
    assert (counts.statements, counts.stances) == (status.attributions, status.by_stance)
    assert counts.event_types == status.by_type
    assert counts.types == Counter(claim.claim.event.type for claim, _ in every)
    assert counts.outlets == status.outlets
    assert (counts.first, counts.last) == (status.first, status.last)
    matters = kept.weighings.matters()
    assert counts.matters == len(matters)
    assert counts.contested == sum(each.contested for each in matters)
    assert counts.several == sum(each.reports > 1 for each in matters)
    stories = kept.weighings.stories()
    assert (counts.stories, counts.copies) == (
        len(stories), sum(len(each.reports) - 1 for each in stories),
    )  # fmt: skip
    assert counts.parties == len({party for _, parts in every for party in parts.party})
    assert list(counts.to_dict()) == [
        "reports", "claims", "events", "statements", "parties", "matters", "contested", "several", "stories",
        "copies", "first", "last", "types", "event_types", "stances", "outlets",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cursor", ["x", "WzFd!", "W10", "WyJhIl0", "bnVsbA", "WzFlOTld", "é", "[1]", "W1tdXQ", "WzEsMl0"]
)
def test_a_cursor_that_is_none_is_refused(kept, cursor):
    ask = kept.catalogue
    for question in (
        lambda: ask.claims(None, cursor),
        lambda: ask.matters(None, cursor),
        lambda: ask.parties(cursor=cursor),
        lambda: ask.sources(cursor=cursor),
        lambda: ask.reports(cursor=cursor),
        lambda: ask.unsure(cursor),
    ):
        if cursor == "WzEsMl0" and question.__code__.co_names[-1] in ("parties", "sources"):
            continue  # two numbers are one there
        with pytest.raises(UsageError, match="cursor"):
            question()


def test_a_cursor_of_another_order_is_refused(kept):
    cursor = kept.catalogue.matters(limit=1, order="origins").next
    assert kept.catalogue.matters(None, cursor, 1, "origins").rows
    for order in ("reports", "last"):
        with pytest.raises(UsageError, match="cursor"):
            kept.catalogue.matters(None, cursor, 1, order)


def test_what_no_database_keeps_is_found_nowhere(kept):
    for words in ("a\0b", "\ud800"):
        with pytest.raises(NotFoundError):
            kept.catalogue.party(words)
        with pytest.raises(NotFoundError):
            kept.catalogue.claims(ClaimsAsked(report=words))
        with pytest.raises(NotFoundError):
            kept.catalogue.matter_claims(words)
        assert not kept.catalogue.claims(ClaimsAsked(actor=words)).rows
        assert not kept.catalogue.claims(ClaimsAsked(outlet=words)).rows
        assert not kept.catalogue.parties(words, kind="\x00" if "\0" in words else None).rows
        assert not kept.catalogue.parties(country=words).rows


def test_what_makes_no_sense_is_refused(kept):
    for asked in (
        {"type": "WAR"}, {"stance": "shouts"}, {"since": "soon"}, {"min_confidence": 2}, {"other": "iran"},
        {"max_confidence": -1},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            kept.catalogue.claims(ClaimsAsked(**asked))
    with pytest.raises(NotFoundError):
        kept.catalogue.claims(ClaimsAsked(matter="m0nothing"))
    with pytest.raises(UsageError):
        kept.catalogue.matters(MattersAsked(type="WAR"))


def test_records_as_json(kept):
    page = kept.catalogue.claims(limit=1)
    record = page.to_dict()
    assert list(record) == ["rows", "next", "total", "capped"]
    assert record["rows"][0]["matter"] == page.rows[0].matter
    assert record["rows"][0]["claim"] == page.rows[0].claim.claim.to_dict()
    assert kept.catalogue.pair("IRN", "RUS").to_dict()["one"]["actor"] == "IRN"
    assert kept.catalogue.network().to_dict()["nodes"]


def test_the_stamp_changes_with_every_answer(place):
    with Ledger(place) as ledger:
        stamps = [ledger.catalogue.stamp()]

        def changed():
            stamps.append(ledger.catalogue.stamp())
            return stamps[-1] not in stamps[:-1]

        assert not changed()
        ledger.append(reading(1, claims=2))
        assert changed()
        catalogue(ledger)
        assert changed()
        number = ledger.weighings.watch(party="iran").id
        assert changed()
        ledger.weighings.unwatch(number)
        assert changed()
        run = ledger.begin_run(reading(1).reader, "sayso read")
        assert changed()
        ledger.append(reading(2, claims=1), run)
        assert changed()
        catalogue(ledger)
        assert [(each.run, each.readings) for each in ledger.catalogue.running()] == [(run, 1)]
        ledger.end_run(run, read=1, unchanged=0, rejected=0)
        assert changed()
        assert ledger.catalogue.running() == []
        ledger.catalogue.forget()
        assert changed()


def test_without_a_catalogue_every_question_says_so(place):
    with Ledger(place) as ledger:
        ledger.append(reading(1, claims=1))
        assert not ledger.catalogue.ready
        state = ledger.catalogue.state()
        assert (state.ready, state.pending, state.at, state.up_to_date) == (False, 1, None, False)
        for ask in (ledger.catalogue.claims, ledger.catalogue.counts, ledger.catalogue.matters):
            with pytest.raises(LedgerError, match="run `sayso weigh`"):
                ask()
    with Ledger(place, read_only=True) as ledger, pytest.raises(LedgerError, match="reading only"):
        ledger.catalogue.bring_up_to_date()


def test_a_ledger_that_may_only_be_read_is_asked_too(place):
    with Ledger(place) as ledger:
        ledger.append(reading(1, claims=2))
        catalogue(ledger)
    with Ledger(place, read_only=True) as ledger:
        assert ledger.catalogue.ready
        assert ledger.catalogue.claims().total == len(list(ledger.claims()))
        assert ledger.catalogue.facets().complete
