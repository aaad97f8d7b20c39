"""Claims -> voices: who says them, in keys that hold for any report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.reading.reading import Claim, Event, Participant, Party, Source
from sayso.weigh.records import Account, EventMention, Voice
from sayso.weigh.voices import all_voices, outlet_speaker, party_key, plain, voices

SPAIN = Party("ESP", "Spain", "state", ("ES",))
MINISTRY = Party(
    "ESP/foreign-ministry",
    "Ministry of Foreign Affairs of Spain",
    "government",
    ("ES",),
    belongs_to="ESP/government",
    within=("ESP/government", "ESP"),
)
CONSUL = Party(
    "@0123456789ab/rosa-vidal",
    "Rosa Vidal",
    "person",
    ("ES",),
    within=("ESP/foreign-ministry", "ESP"),
    about="consul",
)
SPOKESMAN = Party(
    "@0123456789ab/luis-prat",
    "Luis Prat",
    "person",
    ("ES",),
    within=("ESP",),
    about="Foreign Ministry spokesman",
)
PORTUGAL = Party("PRT", "Portugal", "state", ("PT",))
OFFICE = Party("@0123456789ab/tide-office", "Tide Office", "organisation")
PARTIES = {party.id: party for party in (SPAIN, MINISTRY, CONSUL, SPOKESMAN, PORTUGAL, OFFICE)}

Link = tuple[str, str | None, str | None]  # words, id of the party, kind


def account(
    *sentences: tuple[str, Sequence[Link]],
    stance: str = "affirms",
    outlet: str | None = "Ebro Courier",
    title: str | None = None,
) -> Account:
    """Make an account of sentences, each with one claim, whose sources are words of the sentence."""
    mentions, at = [], 0
    for number, (sentence, links) in enumerate(sentences):
        sources = []
        for words, actor, kind in links:
            start = at + sentence.index(words)
            party = PARTIES.get(actor or "")
            country = party.countries[0] if party and party.countries else None
            sources.append(
                Source(
                    (start, start + len(words)), words, actor, party.name if party else None, kind, country
                )
            )
        event = Event(type="AID", trigger=(at, at + 1))
        span = (at, at + len(sentence))
        claim = Claim(f"c{number}", event, tuple(sources), None, stance, False, span)
        mentions.append(
            EventMention(f"m{number}", "0123456789ab", event, sentence[0], sentence, span, (claim,))
        )
        at += len(sentence) + 1
    return Account("0123456789ab", outlet, title, "2030-01-05", tuple(mentions), PARTIES)


def only(its: Account, number: int = 0) -> Voice:
    (voice,) = all_voices(its)[f"m{number}"]
    return voice


def chain(its: Account, number: int = 0) -> list[str]:
    return [link.key for link in only(its, number).chain]


def test_a_reports_own_word_is_its_outlets() -> None:
    its = account(("Grain arrived.", []))
    assert chain(its) == ["ebro-courier"]
    assert only(its).own
    assert not only(its).copied
    assert only(its).quote == "Grain arrived."


def test_an_outlet_of_the_gazetteer_has_its_id() -> None:
    assert outlet_speaker("KCNA").key == "kcna"
    assert outlet_speaker("KCNA").control == "state"


def test_a_report_without_an_outlet_is_its_own_speaker() -> None:
    assert chain(account(("Grain arrived.", []), outlet=None)) == ["report:0123456789ab"]


def test_words_for_the_report_itself_are_its_outlet() -> None:
    for words in ("This newspaper", "We", "Our reporters", "this article"):
        its = account((f"{words} could not verify it.", [(words, None, "people")]))
        assert chain(its) == ["ebro-courier"], words
        assert only(its).own


def test_the_name_of_the_outlet_is_the_outlet() -> None:
    its = account(("Ebro could not verify it, as told.", [("Ebro", OFFICE.id, "organisation")]))
    assert chain(its) == ["ebro-courier"]


def test_parties_keep_their_ids_and_say_what_they_belong_to() -> None:
    its = account(("The ministry said that grain arrived.", [("The ministry", MINISTRY.id, "government")]))
    assert chain(its) == ["ESP/foreign-ministry"]
    assert only(its).chain[0].within == ("ESP/government", "ESP")
    assert only(its).chain[0].text == "The ministry"


def test_parties_of_one_report_have_keys_for_all() -> None:
    assert party_key(CONSUL) == "rosa-vidal@ES"
    assert party_key(OFFICE) == "tide-office"
    other = replace(CONSUL, id="@ffffffffffff/rosa-vidal")
    assert party_key(other) == party_key(CONSUL)


def test_a_title_tells_for_which_body_a_person_speaks() -> None:
    its = account(("Luis Prat said that grain arrived.", [("Luis Prat", SPOKESMAN.id, "person")]))
    assert only(its).chain[0].within[0] == "ESP/foreign-ministry"


def test_a_body_is_a_part_of_the_one_named_after_it() -> None:
    its = account(
        (
            "An aide of the Tide Office of the Spanish Ministry of Defence said so.",
            [("the Tide Office", OFFICE.id, None)],
        ),
        ("The office said so.", [("The office", OFFICE.id, None)]),
    )
    assert chain(its, 1) == ["tide-office@ES"]
    assert only(its, 1).chain[0].within[0] == "ESP/defence-ministry"


def test_speakers_without_a_party_are_known_by_their_words() -> None:
    assert plain("A senior European diplomat, who declined to be named") == "european diplomat"
    assert plain("two European diplomats") == plain("a European diplomat")
    its = account(("A European diplomat said so.", [("A European diplomat", None, "people")]))
    assert chain(its) == ["european diplomat"]


def test_the_source_goes_back_to_a_source_described_before() -> None:
    its = account(
        ("A source in port circles told us of grain.", [("A source in port circles", None, "people")]),
        ("More will come, the source added.", [("the source", None, "people")]),
    )
    assert chain(its, 1) == ["source in port circles"]


def test_pronouns_that_nobody_resolved_meet_in_no_other_report() -> None:
    its = account(("He said that grain arrived.", [("He", None, "people")]))
    assert chain(its) == ["0123456789ab:he"]


def test_a_statement_is_the_voice_of_who_says_we() -> None:
    its = account(
        ("Grain arrived.", []),
        ("We sent it.", [("We", MINISTRY.id, "government")]),
        ("Pictures show it.", [("Pictures", None, "document")]),
    )
    assert chain(its, 0) == chain(its, 1) == chain(its, 2) == ["ESP/foreign-ministry"]
    assert not only(its, 0).own
    assert only(its, 2).chain[0].kind == "document"


def test_we_in_quotation_marks_makes_no_statement() -> None:
    its = account(("Grain arrived.", []), ("“We sent it.”", [("We", MINISTRY.id, "government")]))
    assert chain(its) == ["ebro-courier"]


def test_a_state_called_us_is_not_we() -> None:
    usa = Party("USA", "United States", "state", ("US",))
    its = account(("Grain arrived.", []), ("US: it is so.", [("US", "USA", "state")]))
    its = replace(its, parties={**PARTIES, "USA": usa})
    assert chain(its) == ["ebro-courier"]


def test_a_headline_names_the_body_whose_statement_it_is() -> None:
    its = account(
        ("Statement of the Ministry of Defence on grain", []),
        ("We sent grain.", [("We", SPAIN.id, "state")]),
        title="Statement of the Ministry of Defence on grain",
    )
    assert chain(its, 0) == ["ESP/defence-ministry"]
    assert only(its, 0).headline
    assert not only(its, 1).headline


def test_several_speakers_named_together_are_a_voice_each() -> None:
    its = account(("Spain and Portugal said so.", [("Spain and Portugal", None, "state")]))
    source = replace(its.mentions[0].claims[0].sources[0], name="Spain and Portugal")
    claim = replace(its.mentions[0].claims[0], sources=(source,))
    both = voices(replace(its.mentions[0], claims=(claim,)), its)
    assert [voice.chain[-1].key for voice in both] == ["ESP", "PRT"]
    assert len({voice.claim for voice in both}) == 1


def test_leaked_papers_speak_for_themselves() -> None:
    its = account(("A leaked ministry memo says so.", [("A leaked ministry memo", MINISTRY.id, "document")]))
    assert chain(its)[0].startswith("leaked ministry memo")
    its = account(("A ministry paper says so.", [("A ministry paper", MINISTRY.id, "document")]))
    assert chain(its) == ["ESP/foreign-ministry"]


def test_copied_sentences_are_the_leads() -> None:
    its = account(("Grain arrived.", []), ("Here it rained.", []))
    its = replace(its, lead="f" * 64, lead_outlet="Tagus Wire", carried=((0, 14),))
    assert chain(its, 0) == ["tagus-wire"]
    assert only(its, 0).copied
    assert chain(its, 1) == ["ebro-courier"]
    assert not only(its, 1).copied


def test_we_as_an_actor_of_the_reports_own_sentence() -> None:
    its = account(("We condemn it.", []), ("Grain arrived.", []))
    event = replace(its.mentions[0].event, actors=(Participant((0, 2), "We", MINISTRY.id),))
    claim = replace(its.mentions[0].claims[0], event=event)
    its = replace(its, mentions=(replace(its.mentions[0], event=event, claims=(claim,)), its.mentions[1]))
    assert chain(its, 1) == ["ESP/foreign-ministry"]
