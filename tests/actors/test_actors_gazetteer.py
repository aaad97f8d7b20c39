"""The parties that are known beforehand: by name, by pattern, by day."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.actors import Gazetteer, shipped
from sayso.actors.gazetteer import LED_BY_GOVERNMENT, Office, fits, with_article
from sayso.actors.tables import Institution, Role
from sayso.actors.words import LOWER, MIXED, TITLE, UPPER


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped()


# ---- called ------------------------------------------------------------------------------------------------

CALLED = """
Iran                                  | IRN
iran                                  | IRN
 IRAN                                 | IRN
the Islamic Republic of Iran          | IRN
IRN                                   | IRN
irn                                   | IRN
IR                                    | IRN
ir                                    | IRN
630                                   | IRN
Iranian                               | IRN
Iranians                              | IRN
365                                   | RUS
345                                   | SRB
USA                                   | USA
us                                    | USA
U.S.                                  | USA
United States                         | USA
the United States                     | USA
Ivory Coast                           | CIV
Côte d'Ivoire                         | CIV
cote d’ivoire                         | CIV
Palestinian                           | PSE
XKX                                   | XKX
Scotland                              | GBR/scotland
IRN/irgc                              | IRN/irgc
IRGC                                  | IRN/irgc
Revolutionary Guards                  | IRN/irgc
the Pentagon                          | USA/defence-ministry
Kremlin                               | RUS/presidency
RUS/finance-ministry                  | RUS/finance-ministry
SYR/rebels                            | SYR/rebels
un/security-council                   | un/security-council
vladimir-putin                        | vladimir-putin
Vladimir Putin                        | vladimir-putin
putin                                 | vladimir-putin
Reuters                               | reuters
The Moscow Times                      | moscow-times
al-shabaab                            | al-shabaab
Nobody of This Name                   |
XQ                                    |
RUS/no-such-body                      |
/government                           |
no-such-state/government              |
people/nobody                         |
                                      |
...                                   |
/                                     |
"""


@pytest.mark.parametrize(
    ("words", "party"), [tuple(line.rsplit("|", 1)) for line in CALLED.strip("\n").splitlines()]
)
def test_called_by_id_code_name_or_demonym(gazetteer, words, party):
    assert gazetteer.called(words) == party.split()


def test_a_name_that_several_have_gives_all_of_them(gazetteer):
    assert {"george-w-bush", "george-hw-bush"} <= set(gazetteer.called("Bush"))
    assert len(gazetteer.called("Democratic Party")) > 2


@pytest.mark.xfail(strict=True, reason="ids of bodies are found in their own case only")
def test_an_id_is_found_in_any_case(gazetteer):
    assert gazetteer.called("rus/army") == ["RUS/army"]
    assert gazetteer.called("irn/irgc") == ["IRN/irgc"]


@pytest.mark.xfail(strict=True, reason="any party is taken for a state: Reuters gets an army")
@pytest.mark.parametrize("party", ["reuters/army", "RUS/navy/army"])
def test_only_states_have_institutions(gazetteer, party):
    assert gazetteer.called(party) == []


def test_words_without_end_are_looked_up_at_once(gazetteer):
    begin = time.perf_counter()
    assert gazetteer.called("Iran " + "Fooish " * 300) == []
    assert time.perf_counter() - begin < 0.1


@given(st.text())
def test_any_words_can_be_asked(words):
    gazetteer = shipped()
    for party in gazetteer.called(words):
        assert gazetteer.party(party).id == party
    state = gazetteer.state_called(words)
    assert state is None or gazetteer.is_state(state)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Norway", "NOR"),
        ("NO", "NOR"),
        ("no", "NOR"),
        ("NOR", "NOR"),
        ("385", "NOR"),
        ("Norwegian", "NOR"),
        ("Oslo", None),
        ("Europe", None),
        ("", None),
        ("NATO", None),
        ("Norge", None),
    ],
)
def test_state_called(gazetteer, words, state):
    assert gazetteer.state_called(words) == state


def test_codes(gazetteer):
    assert gazetteer.codes("RU") == ("RUS", "365")
    assert gazetteer.codes("RS") == ("SRB", "345")
    assert gazetteer.codes("HK") == ("HKG", "")
    assert gazetteer.codes("XX") == ("", "")


# ---- parties -----------------------------------------------------------------------------------------------

WITHIN = {
    "IRN/irgc": ["IRN/armed-forces", "IRN/government", "IRN"],
    "RUS/defence-ministry": ["RUS/government", "RUS"],
    "NOR/navy": ["NOR/armed-forces", "NOR/government", "NOR"],
    "USA/upper-house": ["USA/parliament", "USA"],
    "KEN/supreme-court": ["KEN/judiciary", "KEN"],
    "KEN/embassy": ["KEN/foreign-ministry", "KEN/government", "KEN"],
    "un/security-council": ["un"],
    "RUS": [],
    "HKG": ["CHN"],
    "HKG/police": ["HKG/government", "HKG", "CHN"],
    "GBR/scotland": ["GBR"],
    "SYR/rebels": [],
    "reuters": [],
}
PATTERNS = [
    ("KEN/army", "Army of Kenya", "military", ("KE",), ("MIL",)),
    ("NLD/customs", "Customs of the Netherlands", "government", ("NL",), ("GOV",)),
    ("KEN/foreign-ministry", "Ministry of Foreign Affairs of Kenya", "government", ("KE",), ("GOV",)),
    ("SYR/rebels", "Rebels of Syria", "people", ("SY",), ("REB",)),
    ("KEN/political-parties", "Political parties of Kenya", "people", ("KE",), ("PTY",)),
    ("SYR/kurds", "Kurds of Syria", "people", ("SY",), ("CVL",)),
]


@pytest.mark.parametrize(("party", "chain"), WITHIN.items())
def test_within_goes_from_the_nearest_to_the_outermost(gazetteer, party, chain):
    found = gazetteer.party(party)
    assert list(found.within) == chain
    assert found.belongs_to == (chain[0] if chain else None)
    assert list(gazetteer.within(party)) == [party, *chain]
    assert list(gazetteer.within(None)) == []


@pytest.mark.parametrize(("party", "name", "kind", "countries", "sectors"), PATTERNS)
def test_what_every_state_has_is_made_when_asked_for(gazetteer, party, name, kind, countries, sectors):
    found = gazetteer.party(party)
    assert (found.name, found.kind, found.countries, found.sectors) == (name, kind, countries, sectors)
    assert gazetteer.party(party) is found


@pytest.mark.parametrize("party", ["", "/", "RUS/", "/army", "RUS/nothing", "nobody", "RUS//army", "rus"])
def test_no_party_of_that_id(gazetteer, party):
    with pytest.raises(KeyError):
        gazetteer.party(party)


def test_institutions_and_people_of_an_owner(gazetteer):
    roles = Role.all()
    assert gazetteer.institution_of("RUS", "navy") == "RUS/navy"
    assert gazetteer.institution_of("hamas", "government") == "hamas"
    assert gazetteer.people_of("SYR", roles["rebels"]) == "SYR/rebels"
    assert gazetteer.people_of("SYR", roles["officials"]) == "SYR/government"
    assert gazetteer.people_of("SYR", roles["diplomats"]) == "SYR/foreign-ministry"
    assert gazetteer.people_of("SYR", roles["ruler"]) == "SYR"
    assert gazetteer.people_of("nato", roles["officials"]) == "nato"


def test_names_with_an_article():
    assert with_article("Iran") == "Iran"
    assert with_article("United States") == "the United States"
    assert with_article("Netherlands") == "the Netherlands"
    assert with_article("Central African Republic") == "the Central African Republic"
    assert with_article("Solomon Islands") == "the Solomon Islands"
    assert with_article("United Arab Emirates") == "the United Arab Emirates"


def test_states_led_by_their_government_are_states(gazetteer):
    assert all(gazetteer.is_state(state) for state in LED_BY_GOVERNMENT)
    assert gazetteer.leading_offices("DEU")[2] == ("DEU/government", "prime-minister")
    assert gazetteer.leading_offices("FRA")[2] == ("FRA", "president")


# ---- offices -----------------------------------------------------------------------------------------------


def office(since, until=""):
    return Office("p", "RUS", "President", "president", ("GOV",), since, until, "2025-03-31")


@pytest.mark.parametrize(
    ("since", "until", "held", "not_held"),
    [
        (
            "2020-03-05",
            "2021-06-07",
            ["2020-03-05", "2020-12-31", "2021-06-07"],
            ["2020-03-04", "2021-06-08"],
        ),
        ("2020-03", "2021-06", ["2020-03-01", "2021-06-30"], ["2020-02-29", "2021-07-01"]),
        ("2020", "2021", ["2020-01-01", "2021-12-31"], ["2019-12-31", "2022-01-01"]),
        ("2020", "", ["2020-01-01", "2099-01-01"], ["2019-12-31"]),
        ("", "2021-06", ["1900-01-01", "2021-06-30"], ["2021-07-01"]),
        ("", "", ["1900-01-01", "2099-01-01"], []),
    ],
)
def test_a_month_or_year_counts_as_a_whole(since, until, held, not_held):
    assert [day for day in held + not_held if office(since, until).held_on(day)] == held


@pytest.mark.parametrize(
    ("body", "role", "day", "people"),
    [
        ("RUS", "president", "2007-01-01", {"vladimir-putin"}),
        ("RUS", "president", "2010-01-01", {"dmitry-medvedev"}),
        ("RUS/government", "prime-minister", "2010-01-01", {"vladimir-putin"}),
        ("USA", "president", "2021-01-19", {"donald-trump"}),
        ("USA", "president", "2021-01-20", {"donald-trump", "joe-biden"}),
        ("USA", "president", "2021-01-21", {"joe-biden"}),
        ("USA/foreign-ministry", "foreign-minister", "2017-06-01", {"rex-tillerson"}),
        ("GBR/government", "prime-minister", "2016-07-14", {"theresa-may"}),
        ("IRN/foreign-ministry", "foreign-minister", "2023-08-21", {"hossein-amir-abdollahian"}),
        ("RUS", "president", "1950-01-01", set()),
        ("nowhere", "president", "2020-01-01", set()),
    ],
)
def test_holders_on_a_day(gazetteer, body, role, day, people):
    assert {each.person for each in gazetteer.holders(body, role, day)} == people


def test_a_person_belongs_where_the_office_was_on_that_day(gazetteer):
    person = "sergei-shoigu"
    assert gazetteer.party(person, "2023-08-21").belongs_to == "RUS/defence-ministry"
    assert gazetteer.party(person, "2024-06-01").belongs_to == "RUS/security-council"
    assert gazetteer.party(person, "2023-08-21").within == ("RUS/defence-ministry", "RUS/government", "RUS")
    assert gazetteer.party(person).belongs_to == "RUS/security-council"
    before = gazetteer.party("barack-obama", "1990-01-01")
    after = gazetteer.party("barack-obama", "2020-01-01")
    for found in (before, after):
        assert (found.belongs_to, found.countries, found.sectors) == ("USA", ("US",), ("ELI",))
    assert gazetteer.party("barack-obama", "2012-01-01").sectors == ("GOV",)


def test_the_last_office_counts(gazetteer):
    assert gazetteer.office_of("sergei-shoigu", None).body == "RUS/security-council"
    assert gazetteer.office_of("sergei-shoigu", "2013-01-01").body == "RUS/defence-ministry"
    assert gazetteer.office_of("sergei-shoigu", "1950-01-01") is None
    assert gazetteer.office_of("barack-obama", "2020-01-01").role == "president"
    assert gazetteer.is_person("barack-obama")
    assert not gazetteer.is_person("USA")


# ---- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "asked", "length", "may_be"),
    [
        (UPPER, TITLE, 4, True),
        (TITLE, TITLE, 4, True),
        (LOWER, TITLE, 6, False),
        (MIXED, TITLE, 6, True),
        (LOWER, UPPER, 2, False),
        (TITLE, UPPER, 2, False),
        (TITLE, UPPER, 4, True),
        (LOWER, LOWER, 3, True),
        (TITLE, LOWER, 3, True),
        (LOWER, MIXED, 6, False),
    ],
)
def test_which_case_fits_a_name(case, asked, length, may_be):
    assert fits(case, asked, length) is may_be


def test_given_names_tell_gender(gazetteer):
    assert gazetteer.given_name("angela") == "f"
    assert gazetteer.given_name("john") == "m"
    assert gazetteer.given_name("tehran") is None


def test_without_additions_there_is_no_fingerprint(gazetteer):
    assert gazetteer.fingerprint == ""
    assert shipped() is gazetteer


def test_institutions_are_named_for_their_state():
    for key, each in Institution.all().items():
        assert each.key == key
        assert each.phrases
