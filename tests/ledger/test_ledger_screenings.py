"""The ledger's parties asked for in lists, and what was found."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest
from ledger_list_samples import list_of, screen
from ledger_samples import NEWER, READER, random_reading, reading_of
from sqlalchemy import func, select

from sayso.actors.scores import SCORES
from sayso.errors import LedgerError, ListError
from sayso.ledger import Ledger, schema
from sayso.ledger.records import PartyLink, PartyQuery
from sayso.ledger.screenings import PROPER_NAMES
from sayso.reading.reading import Mention, Party, Reading, Why

ACME = Party("acme", "Acme Shipping", "company", ("IR", "AE"))
ANN = Party("@0123456789ab/ann-example", "Ann Example", "person", ("RU",))


def reading_with(text: str, *parties: Party, reader=READER, **words: tuple[str, str | None]) -> Reading:
    """Make a reading with some parties; each of `words` is a mention and its rule, by the number of the
    party that it means (``p0``)."""
    reading = reading_of(text, reader=reader)
    mentions = []
    for key, (said, rule) in words.items():
        start = text.index(said)
        party = parties[int(key[1])].id
        mentions.append(
            Mention((start, start + len(said)), said, "party", party, 0.9, Why(rule) if rule else None)
        )
    return replace(reading, mentions=tuple(mentions), parties=parties)


@pytest.fixture
def read(ledger: Ledger) -> Ledger:
    """A ledger with two parties."""
    ledger.append(
        reading_with(
            "Acme’s ships, said Ann Example of Acme Lines; she and the chief said so.",
            ACME,
            ANN,
            p0=("Acme’s", "name"),
            p0b=("Acme Lines", "full name in the report"),
            p0c=("ships", "owner in the phrase"),
            p1=("Ann Example", "named in the report"),
            p1b=("she", "pronoun"),
            p1c=("the chief", None),
        )
    )
    return ledger


def test_the_parties_with_what_they_are_called(read):
    assert list(read.screenings.parties()) == [
        PartyQuery("@0123456789ab/ann-example", ("Ann Example",), "person", ("RU",)),
        PartyQuery("acme", ("Acme Shipping", "Acme", "Acme Lines"), "company", ("IR", "AE")),
    ]


def test_proper_names_are_told_by_rules_that_there_are():
    assert set(PROPER_NAMES) <= set(SCORES)


def test_only_the_newest_reading_of_each_report_counts(read):
    read.append(reading_with("Something else.", replace(ACME, name="Acme", countries=("AE",), kind="outlet")))
    query = next(party for party in read.screenings.parties() if party.actor == "acme")
    assert query.names == ("Acme", "Acme Shipping", "Acme Lines")
    assert (query.kind, query.countries) == ("outlet", ("AE",))
    text = "Acme’s ships, said Ann Example of Acme Lines; she and the chief said so."
    read.append(reading_with(text, replace(ANN, name="A. Example"), reader=NEWER))
    assert [(party.actor, party.names) for party in read.screenings.parties()] == [
        (ANN.id, ("A. Example",)),
        ("acme", ("Acme",)),
    ]


def test_the_digest_tells_what_is_asked_for():
    query = PartyQuery("acme", ("Acme",), "company", ("IR",))
    assert query.digest == PartyQuery("acme", ("Acme",), "company", ("IR",)).digest
    others = [
        replace(query, actor="other"),
        replace(query, names=("Acme", "Akme")),
        replace(query, kind="organisation"),
        replace(query, countries=()),
    ]
    assert len({query.digest, *(other.digest for other in others)}) == 5


def test_a_screening_is_begun_once(ledger):
    assert ledger.screenings.latest() is None
    un = ledger.lists.add(list_of("un", "Ann")).label
    eu = ledger.lists.add(list_of("eu", "Ann")).label
    first = ledger.screenings.begin("a-1", 0.7, [un, eu], {"weak": 0.5})
    assert ledger.screenings.begin("a-1", 0.7, [eu, un, un], {"weak": 0.5}) == first
    latest = ledger.screenings.latest()
    assert (latest.id, latest.algorithm, latest.threshold) == (first, "a-1", 0.7)
    assert (latest.versions, latest.settings) == ((eu, un), {"weak": 0.5})
    assert json.loads(json.dumps(latest.to_dict()))["versions"] == [eu, un]
    others = [
        ledger.screenings.begin("a-2", 0.7, [un, eu], {"weak": 0.5}),
        ledger.screenings.begin("a-1", 0.8, [un, eu], {"weak": 0.5}),
        ledger.screenings.begin("a-1", 0.7, [un], {"weak": 0.5}),
        ledger.screenings.begin("a-1", 0.7, [un, eu]),
    ]
    assert len({first, *others}) == 5
    assert ledger.screenings.latest().id == others[-1]
    # Back to the first one: what it found is there already, and counts again.
    assert ledger.screenings.begin("a-1", 0.7, [un, eu], {"weak": 0.5}) == first
    assert ledger.screenings.latest() == latest
    with pytest.raises(ListError, match="no version 'un@1999-01-01'"):
        ledger.screenings.begin("a-1", 0.7, [un, "un@1999-01-01"])


def test_links_with_their_reasons(read):
    number = screen(read, list_of("un", "Ann Example", "Ben Example"))
    links = list(read.screenings.links())
    assert [(link.party.actor, link.entry.id, link.score, link.match) for link in links] == [
        (ANN.id, "un:1", 1.0, True),
        (ANN.id, "un:2", 0.25, False),
        ("acme", "un:1", 1.0, True),
        ("acme", "un:2", 0.25, False),
    ]
    assert links[2].party == PartyQuery(
        "acme", ("Acme Shipping", "Acme", "Acme Lines"), "company", ("IR", "AE")
    )
    assert links[0].entry == read.lists.entry("un:1")
    assert (links[0].version, links[0].algorithm, links[0].screening) == ("un@2024-01-31", "test-1", number)
    assert links[0].explanations == {"name": {"score": 1.0, "detail": "Ann Example"}}
    assert links[0].why == "It is 1.0."
    assert list(read.screenings.links("acme")) == links[2:]
    assert list(read.screenings.links(matches=True)) == links[::2]
    assert list(read.screenings.links("nobody")) == list(read.screenings.links(screening=77)) == []
    record = json.loads(json.dumps(links[0].to_dict()))
    assert (record["actor"], record["names"], record["entry"]) == (ANN.id, ["Ann Example"], "un:1")
    assert (record["list"], record["version"], record["match"]) == ("un", "un@2024-01-31", True)
    assert read.status().listed == 2


def test_only_what_is_new_is_asked_for_again(read):
    number = screen(read, list_of("un", "Ann Example"))
    assert list(read.screenings.pending(number)) == []
    read.append(reading_with("Acme Tankers.", ACME, p0=("Acme Tankers", "name")))
    pending = list(read.screenings.pending(number))
    assert [party.names[-1] for party in pending] == ["Acme Tankers"]
    assert screen(read, list_of("un", "Ann Example")) == number
    links = list(read.screenings.links("acme"))
    assert [link.party.names[-1] for link in links] == ["Acme Tankers"]  # only the last time counts
    # Another version of a list is another screening, of every party.
    other = screen(read, list_of("un", "Zoë Example", published="2024-02-29"))
    assert other != number
    assert [link.entry.name for link in read.screenings.links("acme")] == ["Zoë Example"]
    assert read.status().listed == 0
    assert {link.entry.name for link in read.screenings.links(screening=number)} == {"Ann Example"}


def test_parties_that_no_newest_reading_has_are_not_counted(read):
    screen(read, list_of("un", "Ann Example"))
    assert read.status().listed == 2
    text = "Acme’s ships, said Ann Example of Acme Lines; she and the chief said so."
    read.append(reading_with(text, ACME, reader=NEWER))
    assert read.status().listed == 1


def test_the_same_results_again_change_nothing(read):
    version = read.lists.add(list_of("un", "Ann"))
    number = read.screenings.begin("a", 0.5, [version.label])
    (entry, *_) = next(read.lists.raw())
    link = PartyLink(entry, version.id, 0.5, True, {}, "Because.")
    party = PartyQuery("acme", ("Acme",), "company")
    assert read.screenings.append(number, [(party, [link]), (party, [link])]) == 1
    assert read.screenings.append(number, [(party, [])]) == 0
    assert read.screenings.append(number, []) == 0
    assert len(list(read.screenings.links())) == 1


@pytest.mark.parametrize("wrong", [{"score": 1.5}, {"entry_id": 99}, {"version_id": 99}])
def test_a_link_that_is_none_is_refused_with_its_batch(read, wrong):
    version = read.lists.add(list_of("un", "Ann"))
    number = read.screenings.begin("a", 0.5, [version.label])
    (entry, *_) = next(read.lists.raw())
    link = PartyLink(entry, version.id, 0.5, True, {}, "Because.")
    parties = list(read.screenings.parties())
    with pytest.raises(LedgerError):
        read.screenings.append(number, [(parties[0], [link]), (parties[1], [replace(link, **wrong)])])
    assert list(read.screenings.links()) == []
    assert list(read.screenings.pending(number)) == parties


def test_results_are_kept_as_they_come(ledger):
    """Screening that is cut short goes on where it was."""
    for seed in range(3):
        parties = [Party(f"p{seed}-{n}", f"Party {n}", "company") for n in range(300)]
        ledger.append(replace(random_reading(seed, attributions=2), parties=tuple(parties)))
    version = ledger.lists.add(list_of("un", "Ann"))
    number = ledger.screenings.begin("a", 0.5, [version.label])

    def until(stop: int):
        for count, party in enumerate(ledger.screenings.pending(number)):
            if count == stop:
                raise KeyboardInterrupt
            yield party, []

    with pytest.raises(KeyboardInterrupt):
        ledger.screenings.append(number, until(700))
    left = len(list(ledger.screenings.pending(number)))
    assert 200 <= left < 900
    assert ledger.screenings.append(number, until(10_000)) == left
    assert list(ledger.screenings.pending(number)) == []


def test_two_programs_screen_at_once(place):
    with Ledger(place) as ledger:
        parties = tuple(Party(f"p{n}", f"Example {n}", "company") for n in range(700))
        ledger.append(replace(random_reading(1, attributions=2), parties=parties, claims=(), mentions=()))
        ledger.lists.add(list_of("un", "Example"))
    problems, numbers = [], []

    def run() -> None:
        try:
            with Ledger(place) as ledger:
                numbers.append(screen(ledger, list_of("un", "Example")))
        except Exception as error:  # noqa: BLE001  told by the main thread
            problems.append(error)

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert not problems
    assert numbers[0] == numbers[1]
    with Ledger(place, read_only=True) as ledger:
        assert len(list(ledger.screenings.links())) == 700
        with ledger._asking() as connection:
            for table in (schema.screened_parties, schema.party_links):
                assert connection.scalar(select(func.count()).select_from(table)) == 700


def test_what_a_screener_computes_is_kept(place):
    with Ledger(place) as ledger:
        un = ledger.lists.add(list_of("un", "Ann"))
        eu = ledger.lists.add(list_of("eu", "Ann"))
        assert ledger.screenings.cached(un.id, "a-1") is None
        assert ledger.screenings.cache(un.id, "a-1", b"\x00\xff" * 1000)
        assert ledger.screenings.cache(eu.id, "a-1", b"eu")
        assert ledger.screenings.cached(un.id, "a-1") == b"\x00\xff" * 1000
        assert ledger.screenings.cached(un.id, "a-2") is None
        assert ledger.screenings.cache(un.id, "a-1", b"again")
        assert ledger.screenings.cached(un.id, "a-1") == b"again"
        newer = ledger.lists.add(list_of("un", "Ben", published="2024-03-01"))
        assert ledger.screenings.cache(newer.id, "a-2", b"newer")
        assert ledger.screenings.cached(un.id, "a-1") is None  # made room
        assert ledger.screenings.cached(eu.id, "a-1") == b"eu"
    with Ledger(place, read_only=True) as ledger:
        assert ledger.screenings.cache(newer.id, "a-2", b"other") is False
        assert ledger.screenings.cached(newer.id, "a-2") == b"newer"
        with pytest.raises(LedgerError, match="reading only"):
            ledger.screenings.begin("a", 0.5, [])


def test_asking_uses_the_indexes(tmp_path):
    with Ledger(tmp_path / "sayso.db") as ledger, ledger._asking() as connection:
        from sayso.ledger import screenings

        query = screenings._links("sqlite", 1, "acme").compile(
            connection, compile_kwargs={"literal_binds": True}
        )
        plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))
    assert "screened_parties_actor" in plan
    assert "SCAN party_links" not in plan
    assert "SCAN list_entries" not in plan
