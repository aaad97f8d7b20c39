import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.actors.tables import listed, rows
from sayso.lists.countries import country_at_end, country_code, country_codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Korea, North", "KP"),
        ("Korea, South", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Congo, Republic of the", "CG"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Democratic People’s Republic of Korea (DPRK)", "KP"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Venezuela (Bolivarian Republic of)", "VE"),
        ("China, Hong Kong Special Administrative Region", "HK"),
        ("Taiwan, Province of China", "TW"),
        ("Russian Federation", "RU"),
        ("Russian", "RU"),
        ("Palestinian", "PS"),
        ("West Bank", "PS"),
        ("Region: Gaza", "PS"),
        ("Crimea", "UA"),
        ("Syrian Arab Republic", "SY"),
        ("Burma", "MM"),
        ("Myanmar/Burma", "MM"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("The Gambia", "GM"),
        ("Bahamas, The", "BS"),
        ("St Kitts & Nevis", "KN"),
        ("Virgin Islands, U.S.", "VI"),
        ("United Kingdom of Great Britain and Northern Ireland", "GB"),
        ("U.A.E.", "AE"),
        ("ru", "RU"),
        ("USA", "US"),
        ("prk", "KP"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("East Germany", "DE"),
        ("allegedly Russian", "RU"),
        ("Syrian (presumed)", "SY"),
        ("DPRK.", "KP"),
        ("UKRAINE", "UA"),
    ],
)
def test_one_country(words, code):
    assert country_code(words) == code
    assert country_codes(words) == (code,)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "USSR",
        "Soviet Union",
        "Yugoslavia",
        "Virgin Islands",
        "undetermined",
        "Moscow",
        "EU",
        "00",
        "zz",
        ";;",
    ],
)
def test_no_country(words):
    assert country_code(words) is None
    assert country_codes(words) == ()


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Russian; Israeli", ("RU", "IL")),
        ("Russia and Israel", ("RU", "IL")),
        ("Bosnia and Herzegovina, Serbia", ("BA", "RS")),
        ("(a) German, (b) Moroccan", ("DE", "MA")),
        ("a) Syrian b) Palestinian", ("SY", "PS")),
        ("Syrian/Lebanese", ("SY", "LB")),
        ("Ukrainian and/or Russian", ("UA", "RU")),
        ("Ukrainian, Russian (the Union does not recognise passports issued in Crimea)", ("UA", "RU")),
        ("Iranian and US", ("IR", "US")),
        ("he told us of it", ()),
        ("Chad; Central African Republic; Chad", ("TD", "CF")),
        ("Indonesian. National Identification No. 123 (Indonesian card)", ("ID",)),
        ("Congo, Democratic Republic of the; Uganda", ("CD", "UG")),
        ("ru;ua", ("RU", "UA")),
        ("(a) Russian, (b) USSR (until 1991)", ("RU",)),
    ],
)
def test_several_countries(cell, codes):
    assert country_codes(cell) == codes


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("1 Example Street, Atlanta, Georgia, USA", "US"),
        ("1 Example Street, Los Angeles, CA", None),
        ("Kinshasa, Congo, Democratic Republic of the", "CD"),
        ("Example Lane 3, Pyongyang, DPRK.", "KP"),
        ("London, UK", "GB"),
        ("Example Lane 3, Springfield", None),
        ("", None),
    ],
)
def test_country_at_the_end_of_an_address(address, code):
    assert country_at_end(address) == code


def test_every_state_is_known_by_its_names_and_codes():
    for row in rows("states"):
        if len(row["id"]) == 3 and row["alpha2"] not in ("SU", "YU", "DD"):
            for name in (
                row["name"],
                row["official"],
                row["alpha2"],
                row["id"],
                *listed(row["adjective"])[:1],
            ):
                known = country_code(name)
                assert known == row["alpha2"] or name.startswith("?"), name


@given(st.text(max_size=60))
def test_any_text_gives_codes_or_nothing(words):
    for code in (*country_codes(words), country_code(words), country_at_end(words)):
        assert code is None or (len(code) == 2 and code.isupper())
