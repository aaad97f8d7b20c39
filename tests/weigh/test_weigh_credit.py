"""Credit lines, and parentheses that are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.weigh.credit import credit, is_agency, same_agency

BODY = "The harbour was closed on Friday, the ministry said.\n\nIt is to open again on Monday."


@pytest.mark.parametrize(
    ("text", "agency", "words"),
    [
        (f"LISK (Osk Press) - {BODY}", "Osk Press", "Osk Press"),
        (f"LISK, May 4 (Osk) – {BODY}", "Osk", "Osk"),
        (f"Lisk, May 4 (Osk Dispatch) -- {BODY}", "Osk Dispatch", "Osk Dispatch"),
        (f"A headline\n\nLISK, Norland, 4 May 2024 (Osk): {BODY}", "Osk", "Osk"),
        (f"WASHINGTON (Reuters) — {BODY}", "Reuters", "Reuters"),
        (f"Washington (AP) — {BODY}", "Associated Press", "AP"),
        (f"(Reuters) - {BODY}", "Reuters", "Reuters"),
        (f"MOSCOW, May 4. /TASS/. {BODY}", "TASS", "TASS"),
        (f"/TASS/ {BODY}", "TASS", "TASS"),
        (f"KYIV, May 4, Interfax-Ukraine - {BODY}", "Interfax-Ukraine", "Interfax-Ukraine"),
        (f"(AP)\n\n{BODY}", "Associated Press", "AP"),
        (f"{BODY}\n\nSource: Interfax", "Interfax", "Interfax"),
        (f"{BODY}\n\nSource: Osk News Agency", "Osk News Agency", "Osk News Agency"),
        (f"{BODY}\n\nMNA/PressTV", "Press TV", "PressTV"),
        (f"{BODY}\n\n© AFP", "Agence France-Presse", "AFP"),
        (f"{BODY}\n\n© 2024 AFP", "Agence France-Presse", "AFP"),
        (f"{BODY} (AP)", "Associated Press", "AP"),
        (f"{BODY} — AFP", "Agence France-Presse", "AFP"),
        (f"By Jane Doe, Associated Press\n\n{BODY}", "Associated Press", "Associated Press"),
        (f"{BODY}\n\nReuters", "Reuters", "Reuters"),
    ],
)
def test_credit_lines(text: str, agency: str, words: str) -> None:
    found = credit(text)
    assert found is not None
    assert (found.agency, text[slice(*found.span)]) == (agency, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        BODY,
        f"The United Nations (UN) said so. {BODY}",
        f"The African Union (AU) - a club of states - said so. {BODY}",
        f"He was told (Reuters) on Monday. {BODY}",
        f"LISK - {BODY}",
        f"LISK (left) - {BODY}",
        f"NATO (UN) - {BODY}",
        f"{BODY}\n\n© 2024 The Evening Sheet. All rights reserved.",
        f"{BODY}\n\nSource: Ministry of Works",
        f"{BODY}\n\nBeta",
        f"{BODY}\n\nYes/No",
        f"By Jane Doe, Lisk\n\n{BODY}",
        f"{BODY} (sic)",
    ],
)
def test_no_credit(text: str) -> None:
    assert credit(text) is None


def test_of_two_names_the_one_that_is_not_the_outlet() -> None:
    found = credit(f"{BODY}\n\nPressTV/TASS", "TASS")
    assert found is not None
    assert found.agency == "Press TV"


def test_agencies() -> None:
    assert is_agency("Reuters")
    assert is_agency("AFP")
    assert is_agency("Osk News Agency")
    assert not is_agency("The Evening Sheet")
    assert same_agency("AFP", "Agence France-Presse")
    assert same_agency("Neva", "Neva Information Agency")
    assert not same_agency("Interfax", "Interfax-Ukraine")
    assert not same_agency("Osk Press", "Evening Press")
    assert not same_agency("Press", "News")


@given(st.text(st.sampled_from("AB ab(),.-–/\n©:é1"), max_size=200))
def test_spans_lie_in_the_text(text: str) -> None:
    found = credit(text)
    assert found is None or 0 <= found.span[0] < found.span[1] <= len(text)


@pytest.mark.parametrize("unit", ["A ", "A, ", "(A ", "A/", "- ", "A (B) ", "\n", "© "])
def test_long_lines_take_no_time(unit: str) -> None:
    start = time.perf_counter()
    credit(unit * 50_000)
    assert time.perf_counter() - start < 2
