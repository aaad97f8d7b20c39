"""Speakers of a matter merged to independent origins."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sayso.weigh.origins import group, source_of
from sayso.weigh.records import Speaker, Voice

ATLAS = Speaker("atlas-post", "Atlas Post", "outlet")
HARBOUR = Speaker("harbour-daily", "Harbour Daily", "outlet")
STATE = Speaker("ITA", "Italy", "state", "IT", within=())
OFFICIALS = Speaker("ITA/government", "Government of Italy", "people", "IT", within=("ITA",))
PALACE = Speaker("ITA/presidency", "Quirinale", "government", "IT", within=("ITA/government", "ITA"))
DEFENCE = Speaker(
    "ITA/defence-ministry",
    "Ministry of Defence of Italy",
    "government",
    "IT",
    within=("ITA/government", "ITA"),
)
ARMY = Speaker(
    "ITA/army", "Army of Italy", "military", "IT", within=("ITA/armed-forces", "ITA/government", "ITA")
)
SPIES = Speaker(
    "ITA/intelligence", "Intelligence services of Italy", "government", "IT", within=("ITA/government", "ITA")
)
SPOKESMAN = Speaker(
    "ada-conti", "Ada Conti", "person", "IT", within=("ITA/presidency", "ITA/government", "ITA")
)
DEPUTIES = [
    Speaker(f"deputy-{i}", f"Deputy {i}", "person", "IT", within=("ITA/parliament", "ITA")) for i in (1, 2)
]
AGENCY = Speaker("ansa", "ANSA", "outlet", "IT", "state", within=("ITA/government", "ITA"))
RIVAL = Speaker("GRC", "Greece", "state", "GR")


def voice(*chain: Speaker, stance: str = "affirms", report: str = "r1", **more: object) -> Voice:
    own = len(chain) == 1 and chain[0].kind == "outlet" and "own" not in more
    fields: dict[str, object] = {
        "claim": f"{report}/{stance}/" + "/".join(link.key for link in chain),
        "event": f"{report}:0-3:AID",
        "outlet": f"Outlet of {report}",
        "published": "2030-01-05",
        "own": own,
        **more,
    }
    return Voice(report=report, stance=stance, chain=chain, **fields)  # type: ignore[arg-type]


def keys(*voices: Voice) -> set[str]:
    return {origin.key for origin in group(voices).origins}


def test_two_outlets_that_quote_one_speaker_are_one_origin() -> None:
    assert keys(voice(ATLAS, DEFENCE), voice(HARBOUR, DEFENCE, report="r2")) == {"ITA/defence-ministry"}


def test_a_spokesman_speaks_for_the_body() -> None:
    grouped = group([voice(SPOKESMAN), voice(PALACE, report="r2")])
    assert [origin.key for origin in grouped.origins] == ["ITA/presidency"]
    assert grouped.origins[0].merged == ("Ada Conti belongs to Quirinale.",)
    assert grouped.origins[0].names == ("Ada Conti",)


def test_a_ministry_of_defence_speaks_for_the_armed_forces_but_not_for_the_intelligence() -> None:
    assert keys(voice(ARMY), voice(DEFENCE)) == {"ITA/defence-ministry"}
    assert len(keys(voice(SPIES), voice(DEFENCE))) == 2


def test_two_bodies_of_one_state_stay_two() -> None:
    assert keys(voice(PALACE), voice(DEFENCE)) == {"ITA/presidency", "ITA/defence-ministry"}


def test_members_of_a_parliament_speak_for_themselves() -> None:
    assert keys(*(voice(each) for each in DEPUTIES)) == {"deputy-1", "deputy-2"}


def test_officials_are_the_one_body_of_their_state_that_says_the_same() -> None:
    assert keys(voice(OFFICIALS), voice(STATE), voice(PALACE)) == {"ITA/presidency"}
    assert keys(voice(OFFICIALS), voice(PALACE), voice(DEFENCE)) == {
        "ITA/government",
        "ITA/presidency",
        "ITA/defence-ministry",
    }


def test_a_state_is_not_its_body_on_the_other_side() -> None:
    assert keys(voice(PALACE), voice(STATE, stance="denies")) == {"ITA/presidency", "ITA"}


def test_who_passes_on_a_word_rests_on_it_in_all_reports() -> None:
    voices = [
        voice(ATLAS, report="r1"),
        voice(ATLAS, SPIES, report="r2"),
        voice(PALACE, report="r3"),
        voice(PALACE, SPIES, report="r4"),
        voice(SPOKESMAN, report="r5"),
        voice(OFFICIALS, report="r6"),
    ]
    grouped = group(voices)
    assert [origin.key for origin in grouped.origins] == ["ITA/intelligence"]
    assert any("Atlas Post passes on the word of" in why for why in grouped.origins[0].merged)


def test_an_outlets_own_doubt_stays_its_own() -> None:
    assert keys(voice(ATLAS, SPIES), voice(ATLAS, stance="doubts")) == {"ITA/intelligence", "atlas-post"}


def test_who_passes_on_two_words_does_not_make_them_one() -> None:
    voices = [voice(ATLAS), voice(ATLAS, PALACE, report="r2"), voice(ATLAS, RIVAL, report="r3")]
    assert keys(*voices) == {"ITA/presidency", "GRC"}


def test_a_paper_of_who_denies_is_no_basis() -> None:
    paper = Speaker("GRC", "Greece", "document", "GR", text="papers of the ministry")
    voices = [voice(PALACE), voice(PALACE, paper, report="r2"), voice(RIVAL, stance="denies", report="r3")]
    assert "ITA/presidency" in keys(*voices)


def test_rings_of_speakers_end() -> None:
    voices = [voice(ATLAS, HARBOUR), voice(HARBOUR, ATLAS, report="r2")]
    assert len(keys(*voices)) == 1


def test_a_spokesman_for_the_state_is_the_one_who_speaks_but_its_news_agency_is_not() -> None:
    assert source_of((SPOKESMAN, STATE)) is SPOKESMAN
    assert source_of((AGENCY, OFFICIALS)) is OFFICIALS
    assert source_of((AGENCY, SPOKESMAN)) is SPOKESMAN


def test_a_headline_says_what_the_text_gives_to_somebody() -> None:
    headline = voice(ATLAS, headline=True, claim="headline")
    assert keys(headline, voice(DEFENCE)) == {"ITA/defence-ministry"}
    assert keys(headline, voice(DEFENCE, report="r2")) == {"atlas-post", "ITA/defence-ministry"}
    assert keys(headline, voice(DEFENCE), voice(ATLAS)) == {"atlas-post", "ITA/defence-ministry"}


def test_an_opinion_on_what_is_contested_stands_aside() -> None:
    opinion = voice(ATLAS, opinion=True)
    assert group([opinion, voice(PALACE, report="r2")]).aside == frozenset()
    contested = group([opinion, voice(PALACE, report="r2"), voice(RIVAL, stance="denies", report="r3")])
    assert contested.aside == {"atlas-post"}


def test_a_person_has_one_key_whatever_country_reports_give() -> None:
    a = Speaker("bo-lind@SE", "Bo Lind", "person", "SE")
    b = Speaker("bo-lind@NO", "Bo Lind", "person", "NO")
    short = Speaker("lind", "Lind", "person")
    assert keys(voice(a), voice(a, report="r2"), voice(b, report="r3"), voice(short, report="r4")) == {
        "bo-lind@SE"
    }


def test_bodies_of_one_name_in_two_countries_stay_two() -> None:
    a, b = (Speaker(f"port-office@{c}", "Port Office", "organisation", c) for c in ("SE", "NO"))
    bare = Speaker("port-office", "Port Office", "organisation")
    assert len(keys(voice(a), voice(b, report="r2"))) == 2
    assert keys(voice(a), voice(bare, report="r2")) == {"port-office@SE"}


def test_the_press_of_a_country_is_its_one_outlet() -> None:
    press = Speaker("ITA/journalists", "Journalists of Italy", "people", "IT")
    outlet = Speaker("corriere", "Corriere", "outlet", "IT")
    assert keys(voice(press), voice(outlet, report="r2")) == {"corriere"}


def test_involved_and_controlled_origins_are_marked() -> None:
    found = group([voice(SPOKESMAN), voice(RIVAL, report="r2"), voice(AGENCY, own=False)], ["IT"], ["ALB"])
    marks = {origin.key: (origin.involved, origin.control) for origin in found.origins}
    assert marks["ada-conti"] == (True, None)
    assert marks["GRC"] == (False, None)
    assert marks["ansa"] == (True, "state")


def test_copies_are_counted_once() -> None:
    voices = [
        voice(DEFENCE),
        voice(DEFENCE, report="r2", copied=True),
        voice(DEFENCE, report="r3", copied=True),
    ]
    (origin,) = group(voices).origins
    assert origin.stances == {"affirms": 1}
    assert origin.outlets == ("Outlet of r1", "Outlet of r2", "Outlet of r3")


SPEAKERS = [
    ATLAS,
    HARBOUR,
    STATE,
    OFFICIALS,
    PALACE,
    DEFENCE,
    ARMY,
    SPIES,
    SPOKESMAN,
    AGENCY,
    RIVAL,
    *DEPUTIES,
]
VOICES = st.builds(
    lambda chain, stance, report, opinion: voice(*chain, stance=stance, report=report, opinion=opinion),
    st.lists(st.sampled_from(SPEAKERS), min_size=1, max_size=3, unique_by=lambda s: s.key),
    st.sampled_from(["affirms", "alleges", "denies", "doubts", "urges"]),
    st.sampled_from(["r1", "r2", "r3", "r4"]),
    st.booleans(),
)


@given(st.lists(VOICES, max_size=12), st.randoms())
def test_the_order_of_voices_does_not_matter(voices: list[Voice], rng: random.Random) -> None:
    grouped = group(voices)
    shuffled = [*voices]
    rng.shuffle(shuffled)
    assert group(shuffled) == grouped
    assert set(grouped.origin.values()) == {origin.key for origin in grouped.origins}
    assert grouped.aside <= {origin.key for origin in grouped.origins}
    assert all(origin.key in {s.key for s in SPEAKERS} for origin in grouped.origins)
