"""Mentions and parties are stored whole, come back as they were, and answer questions."""

from __future__ import annotations

import csv
import math
import subprocess
import sys
from dataclasses import fields, replace

import pytest
from few_parties import COURIER, GUARDS, IRAN, MINISTER, MINISTRY, RUSSIA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_places import shared_place
from ledger_samples import NEWER, READER, claim_of, event_of

from sayso.errors import LedgerError
from sayso.export import stream
from sayso.export.parties_csv import PARTY_COLUMNS
from sayso.ledger import Ledger, schema, search
from sayso.ledger.named import Named, named, parts_named, sources_named, statements_named
from sayso.reading.reading import Attribution, Mention, Party, Reading, Speaker, Why
from sayso.report import Report

# ---- storing -----------------------------------------------------------------------------------------------

TEXT = "Iran and Russia signed. Both countries will build it. Its ministry denied that, the Courier said."
BOTH = (24, 38)
READING = Reading(
    Report.from_text(TEXT, published="2025-04-01"),
    READER,
    mentions=(
        Mention((0, 4), "Iran", "state", "IRN", 0.99, Why("name")),
        Mention(BOTH, TEXT[slice(*BOTH)], "state", "IRN", 0.8, Why("both", (0, 15), "there may be others")),
        Mention(BOTH, TEXT[slice(*BOTH)], "state", "RUS", 0.8, Why("both", (0, 15), "there may be others")),
        Mention((50, 52), "it", "thing", None, None, None),
        Mention((54, 66), "Its ministry", "government", None, 0, Why("", None, "which one?")),
    ),
    parties=(IRAN, RUSSIA, replace(GUARDS, about="said to be “new”", control="state")),
)


def test_mentions_and_parties_come_back(ledger):
    assert ledger.append(READING)
    assert ledger.reading(READING.report.id) == READING
    assert list(ledger.readings()) == [READING]
    assert ledger.append(READING) is False


def test_a_record_has_a_column_for_every_field():
    assert {each.name for each in fields(Party)} - {"id"} <= set(schema.parties.columns.keys())
    assert {each.name for each in fields(Mention)} == {"span", "text", "kind", "actor", "score", "why"}
    assert {each.name for each in fields(Why)} == {"rule", "antecedent", "doubt"}


WORDS = st.text(max_size=6).filter(lambda words: "\x00" not in words)
GIVEN = WORDS.filter(str.strip)
MAYBE = st.none() | WORDS


@st.composite
def readings(draw):
    text = Report.from_text(draw(st.text(min_size=1, max_size=20).map(lambda words: f"|{words}🙂|"))).text
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] != s[1])
    span = places.map(lambda s: (min(s), max(s)))
    why = st.builds(Why, rule=WORDS, antecedent=st.none() | span, doubt=MAYBE)
    mention = span.flatmap(
        lambda s: st.builds(
            Mention,
            st.just(s),
            st.just(text[slice(*s)]),
            WORDS,
            actor=MAYBE,
            score=st.none() | st.floats(0, 1) | st.integers(0, 1),
            why=st.none() | why,
        )
    )
    several = st.lists(WORDS, max_size=3).map(tuple)
    party = st.builds(
        Party,
        id=GIVEN,
        name=GIVEN,
        kind=GIVEN,
        countries=several,
        sectors=several,
        belongs_to=MAYBE,
        within=several,
        control=MAYBE,
        about=MAYBE,
    )
    return Reading(
        Report(text, published=draw(st.none() | st.dates().map(str))),
        READER,
        mentions=tuple(draw(st.lists(mention, max_size=5))),
        parties=tuple(draw(st.lists(party, max_size=3, unique_by=lambda each: each.id))),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings())
def test_any_mentions_and_parties_come_back_as_they_were(ledger, reading):
    if ledger.append(reading):
        assert ledger.reading(reading.report.id) == reading


HER = READING.mentions[1]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def refusing(request, tmp_path_factory):
    """A ledger into which nothing gets: it stays empty, and one does for all tests."""
    with Ledger(shared_place(request, tmp_path_factory)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mentions": [replace(HER, text="Neither")]}, "the text does not say 'Neither' at 24–38"),
        ({"mentions": [replace(HER, span=(24, 9999))]}, "offsets count code points"),
        ({"mentions": [replace(HER, actor=7)]}, "7 is no text: the actor"),
        ({"mentions": [replace(HER, kind="\x00")]}, "NUL"),
        ({"mentions": [replace(HER, score=1.5)]}, "1.5 is no score"),
        ({"mentions": [replace(HER, score=math.nan)]}, "is no score"),
        ({"mentions": [replace(HER, score=True)]}, "is no score"),
        ({"mentions": [replace(HER, why=Why(None))]}, "None is no text: the rule"),
        ({"mentions": [replace(HER, why=Why("it", (5, 5)))]}, "the antecedent 5–5 lies outside"),
        ({"mentions": [replace(HER, why=Why("it", None, "\ud800"))]}, "lone surrogates"),
        ({"parties": [replace(IRAN, id=" ")]}, "there is no id"),
        ({"parties": [replace(IRAN, name="")]}, "there is no name"),
        ({"parties": [replace(IRAN, kind=None)]}, "None is no text: the kind"),
        ({"parties": [replace(IRAN, about="a\x00")]}, "NUL"),
        ({"parties": [replace(IRAN, within=("\udfff",))]}, "lone surrogates"),
        ({"parties": [replace(IRAN, countries="IR")]}, "is no tuple: the countries"),
        ({"parties": [replace(IRAN, sectors=(None,))]}, "None is no text: the sectors"),
        ({"parties": [IRAN, replace(RUSSIA, id="IRN")]}, "'IRN' is the id of an earlier party"),
    ],
)
def test_nothing_wrong_enters(refusing, changes, said):
    wrong = replace(READING, **{name: tuple(values) for name, values in changes.items()})
    with pytest.raises(
        LedgerError, match=r"in (mention|party) \d\. Nothing of this reading is stored"
    ) as caught:
        refusing.append(wrong)
    assert said in str(caught.value)
    assert refusing.status().reports == 0


def test_an_id_may_be_longer_than_an_index_takes(ledger):
    actor = "party-" + "ü" * 5000
    event = event_of(TEXT, "AGREE", "signed", actors=[("Iran", {"actor": actor, "name": "Iran"})])
    party = Party(actor, "Iran", "state", within=("w" * 9000,))
    reading = replace(READING, claims=(claim_of(TEXT, event),), parties=(party,), mentions=())
    assert ledger.append(reading)
    assert ledger.reading(reading.report.id) == reading


# ---- asking ------------------------------------------------------------------------------------------------

DEAL = (
    "Tehran sold drones to Moscow. The corps attacked a port. It denied this, said Ivanova. "
    "Iranian dissidents met in Bern. A witness met 630 people. The harbour master spoke to Iran Air."
)


def _party(party):
    return {
        "actor": party.id, "name": party.name, "country": party.countries[0], "sector": party.sectors[0]
    }  # fmt: skip


def _span(text, words):
    start = text.index(words)
    return start, start + len(words)


def _said(text, source, cue, content, actor=None):
    parts = ((_span(text, words),) for words in (source, cue, content))
    return Attribution(*parts, Speaker(source, actor))


SOLD = event_of(
    DEAL, "AID", "sold", actors=[("Tehran", _party(IRAN))], recipients=[("Moscow", _party(RUSSIA))]
)
ATTACKED = event_of(
    DEAL, "ASSAULT", "attacked", actors=[("The corps", _party(GUARDS))], recipients=["a port"]
)
MET = event_of(DEAL, "CONSULT", "met in", actors=[("Iranian dissidents", {"country": "IR"})])
SAW = event_of(DEAL, "CONSULT", "met 630", actors=["A witness"], recipients=["630 people"])
SPOKE = event_of(
    DEAL, "CONSULT", "spoke",
    actors=[("The harbour master", {"actor": "@1/harbour-master", "name": "John Smith"})],
    recipients=[("Iran Air", {"actor": "iran-air", "name": "Iran Air", "country": "IR"})],
)  # fmt: skip
IT = ("It", {"actor": MINISTRY.id, "name": MINISTRY.name, "kind": "government", "country": "RU"})
SHE = ("Ivanova", {"actor": MINISTER.id, "name": MINISTER.name, "kind": "person", "country": "RU"})
RESOLVED = Reading(
    Report.from_text(DEAL, published="2025-04-02", outlet="The Courier"),
    READER,
    mentions=(
        Mention(_span(DEAL, "Tehran"), "Tehran", "state", "IRN", 0.9, Why("capital")),
        Mention(_span(DEAL, "drones"), "drones", "materiel"),
        Mention(_span(DEAL, "Moscow"), "Moscow", "state", "RUS", 0.9, Why("capital")),
        Mention(_span(DEAL, "Iranian dissidents"), "Iranian dissidents", "people"),
    ),
    attributions=(
        _said(DEAL, "It", "denied", "this", MINISTRY.id),
        _said(DEAL, "Ivanova", "said", "It denied this", MINISTER.id),
    ),
    claims=(
        claim_of(DEAL, SOLD, id="sold"),
        claim_of(DEAL, ATTACKED, id="attacked"),
        claim_of(DEAL, ATTACKED, SHE, IT, stance="denies", id="denied"),
        claim_of(DEAL, MET, id="met"),
        claim_of(DEAL, SAW, id="saw"),
        claim_of(DEAL, SPOKE, id="spoke"),
    ),
    parties=(
        GUARDS, IRAN, MINISTER, MINISTRY, RUSSIA,
        Party("@1/harbour-master", "John Smith", "person", about="the harbour master"),
        Party("iran-air", "Iran Air", "company", ("IR",), ("BUS",)),
    ),
)  # fmt: skip
OLD_TEXT = (
    "Iran bought ships. Iranian officials bought boats. Kyiv bought it, the Courier and the ministry said."
)
UNRESOLVED = Reading(
    Report.from_text(OLD_TEXT, published="2020-01-01"),
    READER,
    attributions=(_said(OLD_TEXT, "the Courier", "said", "Kyiv bought it"),),
    claims=(
        claim_of(OLD_TEXT, event_of(OLD_TEXT, "AID", "bought ships", actors=["Iran"]), id="ships"),
        claim_of(
            OLD_TEXT, event_of(OLD_TEXT, "AID", "bought boats", actors=["Iranian officials"]), id="boats"
        ),
        claim_of(OLD_TEXT, event_of(OLD_TEXT, "AID", "bought it", actors=["Kyiv"]), "the Courier", id="kyiv"),
    ),
)


READINGS = (UNRESOLVED, RESOLVED)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(request, tmp_path_factory):
    """A ledger that is only asked: filled once for all tests."""
    place = shared_place(request, tmp_path_factory)
    with Ledger(place) as filled:
        for reading in READINGS:
            filled.append(reading)
    with Ledger(place, read_only=True) as opened:
        yield opened


@pytest.fixture
def growing(ledger):
    """The same ledger for one test, which may add to it."""
    for reading in READINGS:
        ledger.append(reading)
    return ledger


def ids(found):
    return [stored.claim.id for stored in found]


@pytest.mark.parametrize("name", ["iran", "IRN", "ir", " IR ", "630", "Islamic Republic of Iran"])
def test_a_party_has_many_names(asked, name):
    """Whatever a report calls it, and whoever acts for it; where none was resolved, its name."""
    assert ids(asked.claims(actor=name)) == ["sold", "attacked", "denied", "ships"]
    assert ids(asked.claims(recipient=name)) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        # The words count too where no party was resolved.
        ({"actor": "iranian"}, ["sold", "attacked", "denied", "met", "ships", "boats"]),
        ({"actor": "russia"}, []),
        ({"recipient": "365"}, ["sold"]),
        ({"recipient": "moscow"}, ["sold"]),  # which nobody is called: the words
        ({"actor": "guards"}, ["attacked", "denied"]),
        ({"actor": "IRN/guards"}, ["attacked", "denied"]),
        ({"actor": '"iran"'}, ["sold", "ships"]),  # the words and the name
        ({"actor": "ira*"}, ["sold", "met", "ships", "boats"]),
        ({"actor": "revolut* guards"}, ["attacked", "denied"]),
        ({"actor": "the corps"}, ["attacked", "denied"]),
        ({"actor": "John Smith"}, ["spoke"]),  # whom only a report knows
        ({"actor": "harbour"}, ["spoke"]),
        ({"actor": "@1/harbour-master"}, ["spoke"]),
        ({"actor": "@2/harbour-master"}, []),
        ({"recipient": "iran air"}, ["spoke"]),
        ({"actor": "kyiv"}, ["kyiv"]),
        ({"actor": "iran", "recipient": "russia"}, ["sold"]),
        ({"source": "russia"}, ["denied"]),
        ({"origin": "russia"}, ["denied"]),
        ({"source": "RUS/defence-ministry"}, ["denied"]),
        ({"origin": "russian mod"}, ["denied"]),
        ({"source": "ivanova"}, ["denied"]),
        ({"origin": "ivanova"}, []),
        ({"source": "it"}, ["denied"]),
        ({"source": "courier"}, ["kyiv"]),
        ({"source": "iran"}, []),
        ({"actor": "iran", "source": "russia", "origin": "russia"}, ["denied"]),
        ({"actor": "?!"}, []),
        ({"actor": " "}, ["sold", "attacked", "denied", "met", "saw", "spoke", "ships", "boats", "kyiv"]),
    ],
)
def test_who_is_asked_for(asked, question, found):
    assert ids(asked.claims(**question)) == found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked_of_sails(request, tmp_path_factory):
    """A ledger that is only asked, in which somebody more speaks."""
    place = shared_place(request, tmp_path_factory)
    text = "Sails are white, it said."
    known = Party("shipyard-3", "Third Shipyard", "company")
    said = _said(text, "it", "said", "Sails are white", known.id)
    sails = Reading(Report.from_text(text), READER, attributions=(said,), parties=(known,))
    with Ledger(place) as filled:
        for reading in (*READINGS, sails):
            filled.append(reading)
    with Ledger(place, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("russia", ["this", "It denied this"]),
        ("RUS/defence-ministry", ["this", "It denied this"]),
        ("ivanova", ["It denied this"]),
        ('"it"', ["this", "Sails are white"]),
        ("the courier", ["Kyiv bought it"]),
        ("Ann  Ivanova", ["It denied this"]),
        ("Third Shipyard", ["Sails are white"]),  # which is a name of no gazetteer, and in no report's words
        ("shipyard", []),
        ("iran", []),
    ],
)
def test_statements_by_party(asked_of_sails, source, found):
    assert [said.content for said in asked_of_sails.statements(source=source)] == found


def test_only_the_newest_reading_answers(growing):
    growing.append(replace(RESOLVED, reader=NEWER, claims=RESOLVED.claims[3:], parties=RESOLVED.parties[5:]))
    assert ids(growing.claims(actor="iran")) == ["ships"]


def test_codes_are_no_words():
    assert [term.words for terms in named("630").words for term in terms] == [("iran",)]
    assert [term.words for terms in named("iran").words for term in terms] == [("iran",)]
    assert named("...").ids == () == named("...").words
    assert named(" ") is None
    assert not named("...")


def test_the_gazetteer_waits_until_it_is_asked(tmp_path):
    """It takes a moment to load: whoever does not ask for a party does not wait for it."""
    program = (
        "import sys; from sayso.ledger import Ledger; ledger = Ledger(sys.argv[1]); "
        "list(ledger.claims('a')); list(ledger.statements('a')); list(ledger.readings()); "
        "ledger.sources(); ledger.reports('a'); "
        "assert 'sayso.actors' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "sayso.db")], check=True)


# ---- counting ----------------------------------------------------------------------------------------------


def test_a_party_is_one_speaker(growing):
    text = (
        "He said a. She said b. The ministry’s said c. John Smith said d. The minister said e. They said f."
    )

    def said(words, content, actor=None):
        start, place = text.index(words), text.index(f"said {content}") + 5
        return Attribution(((start, start + len(words)),), (), ((place, place + 1),), Speaker(words, actor))

    parties = (MINISTER, Party("@2/john-smith", "John Smith", "person"))
    more = Reading(
        Report.from_text(text, published="2025-04-03"),
        READER,
        attributions=(
            said("He", "a", "@2/john-smith"),
            said("She", "b", MINISTER.id),
            said("The ministry’s", "c"),
            said("John Smith", "d"),
            said("The minister", "e", MINISTER.id),
            said("They", "f"),
        ),
        parties=parties,
    )
    growing.append(more)
    ranking = growing.sources()
    assert [(one.speaker, one.words, one.actor, one.statements, one.reports) for one in ranking] == [
        ("Ann Ivanova", "The minister", "ann-ivanova", 3, 2),
        ("John Smith", "John Smith", None, 2, 1),
        ("Ministry of Defence of Russia", "It", "RUS/defence-ministry", 1, 1),
        ("The ministry", "The ministry", None, 1, 1),
        ("the Courier", "the Courier", None, 1, 1),
    ]
    assert (ranking.by_pronoun, ranking.by_nobody, ranking.speakers) == (1, 0, 5)
    assert (ranking[0].first, ranking[0].last, ranking[0].example) == ("2025-04-02", "2025-04-03", "b")
    assert list(ranking[0].to_dict())[-2:] == ["actor", "words"]


def test_the_status_counts_mentions_and_tells_the_age_of_facts(growing):
    growing.append(replace(READING, report=replace(READING.report, published="2025-03-31")))
    status = growing.status()
    assert (status.mentions, status.resolved) == (7, 5)  # neither drones nor the thing that is built
    assert (status.facts_from, status.facts_until) == ("2024-01-31", "2025-03-31")
    assert status.after_facts == 1
    record = status.to_dict()
    assert record["schema_version"] == schema.SCHEMA_VERSION == 6
    assert [record[name] for name in ("mentions", "resolved", "after_facts")] == [7, 5, 1]


# ---- exports -----------------------------------------------------------------------------------------------


def test_export_parties(growing):
    growing.append(READING)
    rows = list(csv.DictReader(stream(growing, "parties")))
    assert len(rows) == 10
    assert list(rows[0]) == list(PARTY_COLUMNS)
    by_id = {(row["published"], row["actor"]): row for row in rows}
    assert by_id["2025-04-02", "IRN/guards"] == {
        "report_id": RESOLVED.report.id,
        "published": "2025-04-02",
        "actor": "IRN/guards",
        "name": "Revolutionary Guards",
        "kind": "military",
        "countries": "IR",
        "iso3": "IRN",
        "cow": "630",
        "sectors": "MIL",
        "belongs_to": "IRN/forces",
        "within": "IRN/forces; IRN",
        "control": "",
        "about": "",
        "mentions": "0",
        "first_words": "",
    }
    iran = by_id["2025-04-01", "IRN"]
    assert (iran["mentions"], iran["first_words"]) == ("2", "Iran")
    russia = by_id["2025-04-01", "RUS"]
    assert (russia["mentions"], russia["first_words"]) == ("1", "Both countries")
    assert by_id["2025-04-02", "@1/harbour-master"]["about"] == "the harbour master"


def test_export_claims_tells_who_is_meant(asked):
    (row,) = csv.DictReader(stream(asked, "claims", {"stance": "denies"}))
    told = {name: row[name] for name in row if name.startswith(("actor_", "recipient_", "source_", "origin"))}
    assert told == {
        "actor_ids": "IRN/guards",
        "actor_names": "Revolutionary Guards",
        "actor_countries": "IR",
        "actor_iso3": "IRN",
        "actor_cow": "630",
        "actor_sectors": "MIL",
        "actor_spans": "30:39",
        "recipient_ids": "",
        "recipient_names": "",
        "recipient_countries": "",
        "recipient_iso3": "",
        "recipient_cow": "",
        "recipient_sectors": "",
        "recipient_spans": "49:55",
        "source_ids": "ann-ivanova > RUS/defence-ministry",
        "source_names": "Ann Ivanova > Ministry of Defence of Russia",
        "source_kinds": "person > government",
        "source_countries": "RU > RU",
        "source_control": "",
        "origin": "It",
        "origin_id": "RUS/defence-ministry",
        "origin_name": "Ministry of Defence of Russia",
    }


def test_export_keeps_each_value_in_its_place(ledger):
    text = "A witness, both countries and Ruritania met, said the Courier and a man."
    both = ("both countries", _party(IRAN)), ("both countries", _party(RUSSIA))
    event = event_of(text, "CONSULT", "met", actors=["A witness", *both, ("Ruritania", {"country": "RT"})])
    outlet = (
        "the Courier",
        {"actor": COURIER.id, "name": COURIER.name, "kind": "outlet", "control": "state"},
    )
    ledger.append(Reading(Report.from_text(text), READER, claims=(claim_of(text, event, outlet, "a man"),)))
    (row,) = csv.DictReader(stream(ledger, "claims"))
    assert row["actors"] == "A witness; both countries; both countries; Ruritania"
    assert row["actor_ids"] == "; IRN; RUS; "
    assert row["actor_countries"] == "; IR; RU; RT"
    assert row["actor_iso3"] == "; IRN; RUS; "
    assert row["actor_cow"] == "; 630; 365; "
    assert (row["chain"], row["source_ids"]) == ("the Courier > a man", "the-courier > ")
    assert row["source_control"] == "state > "
    assert (row["origin_id"], row["origin_name"]) == ("", "")


def test_parties_are_found_through_indexes(tmp_path):
    """A party may be in every report: no question looks through all rows, nor for the party of one report in
    all others."""
    asked = Named(("RUS",), ([search.Term(("russia",))],), "Russia")
    part = schema.claim_sources.c
    with Ledger(tmp_path / "sayso.db") as ledger, ledger._asking() as connection:
        for query in (
            parts_named("sqlite", "actor", asked, 3),
            sources_named("sqlite", "origin", asked, 3, part.claim_id, part.ordinal + 1),
            statements_named("sqlite", asked, 3),
        ):
            words = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")]
            assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
            by_actor = [step for step in plan if "_actor (" in step and "parties" not in step]
            assert len(by_actor) == 1 + sum("IS NULL" in step for step in by_actor), plan
