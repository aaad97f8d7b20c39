"""Which entries of several lists are one party, with the reason, and never against what they say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.lists.listing import Designation, Entry, Identifier, Name
from sayso.lists.same import SameAs, representatives, same_parties

INN, OTHER_INN = "7700000016", "7700000023"  # check digits hold, and nobody has them
OGRN = "1027700000012"


def entry(id_: str, *names: str, kind: str = "organisation", programme: str = "EX", **about: Any) -> Entry:
    of_list, _, number = id_.partition(":")
    its = tuple(Name(name, "alias" if place else "primary") for place, name in enumerate(names))
    listed = (Designation("US", "Example", programme, blocking=True),)
    return Entry(id_, of_list, number, kind, its, **{"designations": listed, **about})


def person(id_: str, *names: str, **about: Any) -> Entry:
    return entry(id_, *names, kind="person", **about)


def number(kind: str, value: str, country: str | None = None) -> dict[str, Any]:
    return {"identifiers": (Identifier(kind, value, country),)}


def linked(*entries: Entry) -> bool:
    return bool(same_parties(entries))


# ---- numbers -----------------------------------------------------------------------------------------------


def test_one_number_under_two_names_of_its_kind():
    a = entry("a:1", "Joint Stock Company Orvel Optics", **number("tax", INN))
    b = entry("b:1", "AO Orvel Optika", "Orvel Optics", **number("inn", INN, "RU"))
    (link,) = same_parties([b, a])
    assert (link.one, link.other, link.score) == ("a:1", "b:1", 0.99)
    assert link.why == f"the same INN {INN}"


def test_a_number_whose_check_digit_is_wrong_is_any_number():
    wrong = INN[:-1] + "9"
    a = entry("a:1", "Orvel Optics", **number("tax", wrong))
    b = entry("b:1", "Marsh Bakery", **number("inn", wrong))
    assert not linked(a, b)


def test_a_slip_in_a_register_joins_nobody_whose_names_say_otherwise():
    assert not linked(
        entry("a:1", "Baltwerk Electronics", **number("inn", INN)),
        entry("b:1", "Krona Shipyard", **number("inn", INN)),
    )
    assert not linked(
        person("a:1", "Insaf Darulin", **number("inn", "500100732259")),
        person("b:1", "Rishat Bakirov", **number("inn", "500100732259")),
    )


def test_two_numbers_together_join_names_that_are_not_alike():
    both = {"identifiers": (Identifier("inn", INN), Identifier("ogrn", OGRN))}
    found = same_parties(
        [entry("a:1", "Orvel Seaport State Enterprise", **both), entry("b:1", "Orvel Ports", **both)]
    )
    assert [link.score for link in found] == [0.9]
    assert "not much alike" in found[0].why


def test_a_ship_keeps_its_number_through_names():
    imo = number("imo", "IMO 0123450")
    a, b = (
        entry(f"{of}:1", name, kind="vessel", **imo) for of, name in (("a", "Grey Gull"), ("b", "Dawn Tern"))
    )
    assert linked(a, b)
    assert not linked(a, entry("c:1", "Grey Gull", kind="vessel", **number("imo", "0123462")))


def test_a_ship_is_not_its_owner():
    imo = number("imo", "0123450")
    assert not linked(entry("a:1", "Grey Gull", kind="vessel", **imo), entry("b:1", "Grey Gull", **imo))


@pytest.mark.parametrize(
    ("country", "other", "score"),
    [("DR", "DR", 0.97), ("DR", None, 0.97), ("DR", "CA", None), (None, None, 0.93)],
)
def test_the_same_passport(country, other, score):
    found = same_parties(
        [
            person("a:1", "Mirko Talasov", **number("passport", "AB 12345", country)),
            person("b:1", "TALASOV, Mirko", **number("passport", "AB12345", other)),
        ]
    )
    assert [link.score for link in found] == ([score] if score else [])


def test_one_passport_of_two_names():
    assert not linked(
        person("a:1", "Mirko Talasov", **number("passport", "AB12345", "DR")),
        person("b:1", "Helena Quist", **number("passport", "AB12345", "DR")),
    )


# ---- names -------------------------------------------------------------------------------------------------


def test_a_name_alone_is_nobody():
    assert not linked(person("a:1", "Mirko Talasov"), person("b:1", "Mirko Talasov"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"births": ("1961-04-09",)}, {"births": ("1961-04-09",)}, True),
        ({"births": ("1961-04-09",)}, {"births": ("1961",)}, True),
        ({"births": ("1961-04-09",)}, {"births": ("1962",)}, False),
        ({"births": ("1961-04-09",)}, {"births": ("1960~",)}, True),
        ({"births": ("1961",), "countries": ("AE",)}, {"births": ("1961",), "countries": ("CH",)}, False),
        ({"births": ("1961",), "gender": "male"}, {"births": ("1961",), "gender": "female"}, False),
    ],
)
def test_a_person_needs_more_than_a_name(one, other, same):
    assert linked(person("a:1", "Mirko Talasov", **one), person("b:1", "TALASOV, Mirko", **other)) is same


def test_a_country_is_enough_for_a_name_of_three_words():
    both = {"countries": ("AE",)}
    assert linked(person("a:1", "Mirko Ivan Talasov", **both), person("b:1", "TALASOV, Mirko Ivan", **both))
    assert not linked(person("a:1", "Mirko Talasov", **both), person("b:1", "TALASOV, Mirko", **both))


def test_names_written_otherwise_of_persons_born_on_one_day():
    day = {"births": ("1961-04-09",)}
    (link,) = same_parties(
        [
            person("a:1", "Maksim Ivanovich Dalnov", **day),
            person("b:1", "DALNOV, Maxim Ivanovich", **day),
        ]
    )
    assert "born on the same day (1961-04-09)" in link.why
    assert not linked(person("a:1", "Sergey Mikhaylov", **day), person("b:1", "Helena Quist", **day))


def test_legal_forms_and_order_do_not_part_companies():
    assert linked(entry("a:1", "Strait Bridge Holding LLC"), entry("b:1", "LLC Strait Bridge Holding"))
    assert linked(
        entry("a:1", "Kolmar", countries=("CH",)), entry("b:1", "KOLMAR LTD", countries=("CH", "AE"))
    )


def test_one_word_without_a_country_is_too_little():
    assert not linked(entry("a:1", "Kolmar"), entry("b:1", "Kolmar"))


def test_two_aliases_that_meet_are_too_little():
    assert not linked(entry("a:1", "Kolmar", "Blue Heron Group"), entry("b:1", "Ostrel", "Blue Heron Group"))


def test_weak_aliases_do_not_count():
    nick = (Name("Kolmar Nord"), Name("Blue Heron Group", "alias", weak=True))
    weak = Entry("a:1", "a", "1", "organisation", nick)
    assert not linked(weak, entry("b:1", "Blue Heron Group"))


def test_one_authority_does_not_list_a_party_twice_under_one_programme():
    a, b = entry("a:1", "Orvel Dawn Brigade"), entry("a:2", "Orvel Dawn Brigade")
    assert not linked(a, b)
    assert linked(a, entry("a:2", "Orvel Dawn Brigade", programme="OTHER"))
    # … nor through a third list
    assert len(same_parties([a, b, entry("b:1", "Orvel Dawn Brigade")])) == 1


# ---- groups ------------------------------------------------------------------------------------------------


def test_nobody_bridges_a_contradiction():
    same = {"countries": ("AE",)}
    a = person("a:1", "Mirko Ivan Talasov", births=("1960",), **same)
    b = person("b:1", "Mirko Ivan Talasov", births=("1970",), **same)
    between = person("c:1", "Mirko Ivan Talasov", **same)
    links = same_parties([a, b, between])
    assert [(link.one, link.other) for link in links] == [("a:1", "c:1")]


def test_who_stands_for_a_group():
    links = [SameAs("b", "c", 1, ""), SameAs("x", "y", 1, ""), SameAs("a", "c", 1, "")]
    assert representatives(links) == {"a": "a", "b": "a", "c": "a", "x": "x", "y": "x"}
    assert representatives([]) == {}


SOME = [
    entry("a:1", "Orvel Optics", **number("inn", INN)),
    entry("b:1", "AO Orvel Optics", **number("inn", INN)),
    entry("c:1", "Orvel Optics", **number("inn", OTHER_INN)),
    entry("d:1", "Orvel Optics"),
    entry("e:1", "Orvel Optics", countries=("AE",)),
    entry("e:2", "Orvel Optics", countries=("CH",)),
]


@given(st.permutations(SOME))
def test_the_order_of_the_lists_changes_nothing(entries):
    links = same_parties(entries)
    assert links == same_parties(SOME)
    heads = representatives(links)
    assert heads.get("a:1") != heads.get("c:1")


@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=4), st.sampled_from(["person", "company", "vessel"])
)
def test_any_name_can_be_compared(names, kind):
    a, b = (entry(f"{of}:1", *names, kind=kind, countries=("AE",)) for of in "ab")
    assert len(same_parties([a, b])) <= 1


@pytest.mark.parametrize(
    "name",
    ["King Hafiz", "The Company Ltd", "44th Brigade", "Brigade Forty Fourth", "US Steel Works", "Dr. A", "—"],
)
def test_names_of_words_that_say_little_are_found_too(name):
    a, b = (entry(f"{of}:1", name, kind="person", births=("1961-04-09",)) for of in "ab")
    assert linked(a, b) is (name != "—")
