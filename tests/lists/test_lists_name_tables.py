"""The data files for matching names."""

from __future__ import annotations

from importlib.resources import files

import pytest

from sayso.lists.names.letters import plain
from sayso.lists.names.tables import (
    FORM_CLASSES,
    NAME_KINDS,
    forms_in,
    generic_words,
    name_groups,
    number_of,
    number_words,
    numbered,
    particles,
    rows,
    same_names,
    titles,
)

COLUMNS = {
    "arabic_names": "latin",
    "company_forms": "spellings",
    "generic_words": "word",
    "han_surnames": "latin",
    "han_words": "latin",
    "hangul_surnames": "latin",
    "hebrew_names": "latin",
    "nicknames": "names",
    "number_words": "words",
    "particles": "word",
    "titles": "word",
}


def test_no_data_file_is_left_out_here() -> None:
    names = {path.name.removesuffix(".tsv") for path in (files("sayso.lists.names") / "data").iterdir()}
    assert names == {*COLUMNS, "lookalikes", "romanisation"}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_words_are_written_plain(name: str) -> None:
    cells = [cell for row in rows(name) for cell in row[COLUMNS[name]].split("|")]
    assert cells
    assert [cell for cell in cells if plain(cell) != cell or not cell] == []


@pytest.mark.parametrize("name", ["company_forms", "generic_words", "number_words", "particles", "titles"])
def test_no_word_stands_twice(name: str) -> None:
    cells = [cell for row in rows(name) for cell in row[COLUMNS[name]].split("|")]
    assert len(cells) == len(set(cells))


def test_letters_stand_once_in_each_script() -> None:
    for name, column in (("romanisation", "letters"), ("lookalikes", "letter")):
        keys = [(row["script"], row[column]) for row in rows(name)]
        assert len(keys) == len(set(keys))
        assert all(row["latin"].isascii() and row["latin"] == row["latin"].lower() for row in rows(name))


def test_names_in_other_scripts_are_found_by_their_key() -> None:
    for name in ("arabic_names", "hebrew_names"):
        assert [row for row in rows(name) if plain(row["name"]) != row["latin"]] == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Acme Ltd", [(1, 2, "limited")]),
        ("Acme Co., Ltd.", [(1, 3, "limited")]),
        ("Open Joint Stock Company Acme", [(0, 4, "stock")]),
        ("LLC Acme", [(0, 1, "limited")]),
        ("ООО «Акме»", [(0, 1, "limited")]),
        ("ТОВ Акме", [(0, 1, "limited")]),
        ("Общество с ограниченной ответственностью Акме", [(0, 4, "limited")]),
        ("Acme GmbH & Co. KG", [(1, 5, "partnership")]),
        ("Acme S.A. de C.V.", [(1, 4, "stock")]),
        ("PT Acme Tbk", [(0, 1, "stock"), (2, 3, "stock")]),
        ("Acme Limited Liability Partnership", [(1, 4, "partnership")]),
        ("Federal State Unitary Enterprise Acme", [(0, 4, "state")]),
        ("Acme e.V.", [(1, 2, "association")]),
        ("Acme Trading Co", [(2, 3, "company")]),
        ("Acme (Ltd) Hong Kong", [(1, 2, "limited")]),
        ("As Co Pt Acme", []),
        ("Naamloze Vennootschap Acme A/S", [(3, 5, "stock")]),
        ("Limited Liability Company", []),
        ("Acme", []),
        ("", []),
    ],
)
def test_forms(name: str, found: list[tuple[int, int, str]]) -> None:
    assert forms_in(plain(name).split()) == found


def test_forms_table() -> None:
    found = list(rows("company_forms"))
    assert {row["class"] for row in found} == set(FORM_CLASSES)
    assert {row["place"] for row in found} == {"any", "start", "end", "edge"}
    assert sum(len(row["spellings"].split("|")) for row in found) >= 250


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("john", "ivan", True),
        ("ted", "theodore", True),
        ("ted", "edward", False),
        ("mohamed", "mehmet", True),
        ("zhang", "cheung", True),
        ("kim", "gim", True),
        ("john", "peter", False),
        ("unheardof", "unheardof", False),
    ],
)
def test_names_that_are_the_same(one: str, other: str, same: bool) -> None:
    assert (other in same_names(one)) is same
    assert (one in same_names(other)) is same


def test_name_groups_by_kind() -> None:
    assert {row["kind"] for row in rows("nicknames")} == set(NAME_KINDS)
    assert all(len(row["names"].split("|")) > 1 for row in rows("nicknames"))
    assert "zhang" in name_groups()
    assert "zhang" not in name_groups("given", "spelling")
    assert same_names("zhang", "given") == frozenset()


def test_words_of_other_use() -> None:
    assert titles()["sheikh"] == "title"
    assert titles()["king"] == "either"
    assert titles()["jr"] == "suffix"
    assert particles()["el"] == ("article", "al")
    assert particles()["ibn"] == ("son", "bin")
    assert {"trading", "torgovyy", "grupo"} <= generic_words()


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("second", "2"), ("2nd", "2"), ("02", "2"), ("2", "2"), ("0", "0"), ("000", "0"), ("100th", "100"),
        ("th", None), ("", None), ("2x", None), ("dos", None), ("fourty", "40"),
    ],
)  # fmt: skip
def test_number_of(word: str, number: str | None) -> None:
    assert number_of(word) == number


def test_numbers_of_tens_and_units() -> None:
    assert numbered(["fourty", "fourth", "brigade", "of", "7", "and", "twenty", "1"]) == [
        "44", "brigade", "of", "7", "and", "20", "1",
    ]  # fmt: skip
    assert numbered(["ninety", "nine", "three"]) == ["99", "3"]
    assert number_words()["hundred"] == 100
