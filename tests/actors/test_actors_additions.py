# ruff: noqa: E501  (tables of cases are read by rows)
"""A user's own parties."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.actors import CONTROLS, KINDS, SECTORS, Additions, Gazetteer, Resolver, shipped
from sayso.errors import UsageError
from sayso.reader import Reader
from sayso.reading.reading import ReaderVersion, Reading
from sayso.report import Report

WHOLE = """
parties:
  - name: Corvane Systems
    kind: company
    names: [Corvane, Corvane AS]
    country: Norway
    sectors: [BUS, MIL]
    belongs_to: NOR/government
    control: private
    id: corvane
  - name: Estuary Radio
    kind: outlet
not_parties:
  - Turkey Creek
  - Gazprom
"""


def errors_of(text):
    with pytest.raises(UsageError) as caught:
        Additions.parse(text, "own.yaml")
    return str(caught.value).split("\n")


@lru_cache(maxsize=8)  # each takes some 10 MB
def own(text):
    return Gazetteer(Additions.parse(text))


def meant(gazetteer, text, words, role="source"):
    reading = Reading(Report.from_text(text, published="2023-08-21"), ReaderVersion("0", "0"))
    start = reading.report.text.index(words)
    (found, _), *_ = Resolver(gazetteer).meant(reading, [((start, start + len(words)), role)])
    return found.parties


# ---- what may stand there ----------------------------------------------------------------------------------


def test_everything_that_a_file_can_say():
    additions = Additions.parse(WHOLE)
    corvane, radio = additions.parties
    assert (corvane.id, corvane.name, corvane.kind) == ("corvane", "Corvane Systems", "company")
    assert corvane.names == ("Corvane", "Corvane AS")
    assert corvane.country == ("Norway",)
    assert corvane.sectors == ("BUS", "MIL")
    assert (corvane.belongs_to, corvane.control) == ("NOR/government", "private")
    assert radio.id == "estuary-radio"
    assert additions.not_parties == ("Turkey Creek", "Gazprom")


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing yet", "parties:", "parties: []", "not_parties:\nparties:"]
)
def test_a_file_may_say_nothing(text):
    assert Additions.parse(text).parties == Additions.parse(text).not_parties == ()


def test_a_country_by_name_or_code():
    written = ["Norway", "norway", "NO", "no", "NOR", "Norwegian", "'385'", "385", "[Norway, SE]"]
    gazetteer = own(
        "parties:\n"
        + "\n".join(f"- {{name: F{i}, kind: company, country: {its}}}" for i, its in enumerate(written))
    )
    assert [gazetteer.party(f"f{i}").countries[0] for i in range(len(written))] == ["NO"] * len(written)
    assert gazetteer.party("f8").countries == ("NO", "SE")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Corvane Systems", "corvane-systems"),
        ("Émile Ångström & Søn", "emile-angstrom-son"),
        ("  The  Firm ", "the-firm"),
        ("U.S. Firm (2023)", "u-s-firm-2023"),
    ],
)
def test_the_id_is_made_from_the_name(name, slug):
    (party,) = Additions.parse(f"parties: [{{name: '{name}', kind: company}}]").parties
    assert party.id == slug


def test_a_name_without_latin_letters_has_an_id_too():
    first, second = Additions.parse(
        "parties: [{name: 中国, kind: company}, {name: 日本, kind: company}]"
    ).parties
    assert re.fullmatch("party-[0-9a-f]{8}", first.id)
    assert first.id != second.id


def test_every_kind_sector_and_control_may_stand_there():
    sectors = f"sectors: [{', '.join(SECTORS)}]"
    gazetteer = own(
        "parties:\n"
        + "".join(f"- {{name: Foovia{i}, kind: {kind}, {sectors}}}\n" for i, kind in enumerate(KINDS))
        + "".join(f"- {{name: Foov TV{i}, kind: outlet, control: {its}}}\n" for i, its in enumerate(CONTROLS))
    )
    for i, kind in enumerate(KINDS):
        assert gazetteer.party(f"foovia{i}").kind == kind
        assert gazetteer.party(f"foovia{i}").sectors == SECTORS
        assert meant(gazetteer, f"On Monday Foovia{i} met Iran.", f"Foovia{i}", "actor") == (f"foovia{i}",)
    assert tuple(gazetteer.party(f"foov-tv{i}").control for i in range(len(CONTROLS))) == CONTROLS


# ---- what is wrong -----------------------------------------------------------------------------------------

PARTY = "parties:\n- name: A\n  kind: company\n"
WRONG = [
    ("- a", 1, "the file is a mapping"),
    ("words", 1, "the file is a mapping"),
    ("nope: 1", 1, "there is no 'nope'; use parties or not_parties"),
    ("parties: 3", 1, "parties is a list"),
    ("parties:\n  name: A", 2, "parties is a list"),
    ("not_parties: Turkey", 1, "not_parties is a list"),
    ("not_parties:\n- [a]", 2, "a word is a text"),
    ("not_parties:\n-\n- ''", 2, "a word is a text"),
    ("parties:\n- A", 2, "a party is a mapping"),
    ("parties:\n-", 2, "a party is a mapping"),
    ("parties:\n- kind: company", 2, "the party has no name"),
    ("parties:\n- name: A", 2, "the party has no kind"),
    ("parties:\n- name: ''\n  kind: company", 2, "name is a text"),
    ("parties:\n- name: {}\n  kind: company", 2, "name is a text"),
    (PARTY + "  colour: red", 4, "a party has no 'colour'; it may have name, kind,"),
    (PARTY + "  country: Nowhere", 4, "'Nowhere' is no country; give its English name or ISO code"),
    (PARTY + "  country: [NO, Nowhere]", 4, "'Nowhere' is no country"),
    (PARTY + "  sectors: [BUS, bus]", 4, "'bus' is no sector; there are GOV, "),
    (PARTY + "  names: [[b]]", 4, "names is a text"),
    (PARTY + "  belongs_to: NOR/goverment", 4, "'NOR/goverment' is no party"),
    (PARTY + "- name: a\n  kind: company", 4, "'a' is already the id of line 2"),
    (PARTY + "  id: a b", 2, "'a b' is no id; use letters, digits, - and /"),
    (PARTY + "  id: /a", 2, "'/a' is no id"),
    (PARTY + "  id: '@a'", 2, "'@a' is no id"),
    ("parties:\n- name: A\n  kind: firm", 2, "'firm' is no kind; there are state, government,"),
    (PARTY + "  control: mine", 2, "'mine' is no control; there are state, public, private"),
    ("a: [b", 1, "not YAML: "),
    ("a:\n\tb: 1", 2, "not YAML: "),
    ("a: b: c", 1, "not YAML: "),
    ("--- a\n--- b", 2, "not YAML: "),
    ("parties: [*b]", 1, "not YAML: found undefined alias"),
]


@pytest.mark.parametrize(("text", "line", "reason"), WRONG)
def test_every_error_has_its_line_and_reason(text, line, reason):
    first, *_ = errors_of(text)
    assert first.startswith(f"own.yaml, line {line}: {reason}"), first


def test_all_errors_are_shown_at_once_in_the_order_of_the_file():
    text = PARTY + "  country: Nowhere\n  sectors: [XX]\n- kind: firm\nnope: 1\nnot_parties: x\n"
    told = errors_of(text)
    assert [int(re.search(r"line (\d+)", each)[1]) for each in told] == [4, 5, 6, 6, 7, 8]
    assert len(set(told)) == 6


@pytest.mark.parametrize(
    "text",
    [
        "x: !!python/object/apply:os.system [id]",
        "parties: &a\n- *a",
        "parties: [{? [a] : b}]",
        "? {a: b}\n: c",
        "[" * 3000,
        "{a: " * 3000,
        "parties: [1, null, {}, [], '']",
        "a: \x00",
    ],
)
def test_hostile_yaml_is_an_error_and_nothing_else(text):
    assert all(each.startswith(("own.yaml", "  in ")) for each in errors_of(text))


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.sampled_from("parties:not_kmeu- \n[]{}&*!|>'\"#?,%@`\t\u2028é0")) | st.text())
def test_any_text_is_read_or_refused(text):
    try:
        told = Additions.parse(text).fingerprint
    except UsageError as error:
        told = str(error)
    assert told.startswith("parties") or len(told) == 8


@pytest.mark.xfail(strict=True, reason="the line told is the party's first")
@pytest.mark.parametrize(
    "wrong", ["  kind: firm", "  kind: company\n  control: mine", "  kind: company\n  id: a b"]
)
def test_the_line_of_an_error_is_the_one_to_correct(wrong):
    (told,) = errors_of("parties:\n- name: A\n" + wrong)
    assert told.startswith(f"own.yaml, line {2 + len(wrong.splitlines())}: ")


@pytest.mark.xfail(strict=True, reason="of a key that stands twice, the last one counts")
@pytest.mark.parametrize("text", [PARTY + "  kind: person", "not_parties: [A]\nnot_parties: [B]"])
def test_a_key_that_stands_twice_is_an_error(text):
    errors_of(text)


@pytest.mark.xfail(strict=True, reason="the one that stands last has the name, and nobody is told")
def test_a_name_that_two_parties_have_is_an_error_or_theirs_both():
    text = "parties: [{name: A, kind: company, names: [Foov]}, {name: B, kind: company, names: [Foov]}]"
    try:
        additions = Additions.parse(text)
    except UsageError:
        return
    assert sorted(Gazetteer(additions).called("Foov")) == ["a", "b"]


@pytest.mark.xfail(strict=True, reason="an empty value other than '' is taken for a word: null, ~")
@pytest.mark.parametrize("nothing", ["null", "~"])
def test_nothing_is_no_name(nothing):
    errors_of(f"parties:\n- name: {nothing}\n  kind: company")


# ---- files -------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(UsageError, match=r"cannot be read.*give another with --parties"):
        Additions.load(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="cannot be read"):
        Additions.load(tmp_path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("parties: [{name: Café, kind: company}]".encode("latin-1"))
    with pytest.raises(UsageError, match=r"not UTF-8 text \(byte 20\); save it as UTF-8"):
        Additions.load(latin)
    utf16 = tmp_path / "utf16.yaml"
    utf16.write_bytes(WHOLE.encode("utf-16"))
    with pytest.raises(UsageError, match="not UTF-8"):
        Additions.load(utf16)
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(UsageError, match="larger than 10,000,000 bytes"):
        Additions.load(huge)
    empty = tmp_path / "empty.yaml"
    empty.touch()
    assert Additions.load(empty).parties == ()


def test_a_file_with_a_mark_of_its_encoding_is_read(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(WHOLE, "utf-8-sig")
    assert len(Additions.load(path).parties) == 2
    path.write_bytes(WHOLE.replace("\n", "\r\n").encode())
    assert Additions.load(path).fingerprint == Additions.parse(WHOLE).fingerprint


def test_errors_name_the_file(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("nope: 1")
    with pytest.raises(UsageError, match=f"^{re.escape(str(path))}, line 1: "):
        Additions.load(path)


# ---- what it changes ---------------------------------------------------------------------------------------


def test_own_parties_are_found_and_resolved():
    gazetteer = own(WHOLE)
    assert gazetteer.called("corvane as") == ["corvane"]
    found = gazetteer.party("corvane")
    assert (found.countries, found.within) == (("NO",), ("NOR/government", "NOR"))
    assert meant(gazetteer, "Corvane sold it.", "Corvane", "actor") == ("corvane",)
    assert meant(gazetteer, "Corvane's spokesman said so.", "Corvane's spokesman") == ("corvane",)
    assert meant(gazetteer, "corvane sold it to Corvane.", "corvane", "actor") != ("corvane",)


def test_own_parties_win_over_the_built_in_ones():
    gazetteer = own("parties: [{name: Reuters, kind: company, id: my-reuters, names: [Moscow, IRGC]}]")
    for name in ("Reuters", "Moscow", "IRGC"):
        assert gazetteer.called(name) == ["my-reuters"]
        assert meant(gazetteer, f"{name} said so.", name) == ("my-reuters",)
    assert meant(gazetteer, "Russia said so.", "Russia") == ("RUS",)
    assert shipped().called("Reuters") == ["reuters"]


CHANGED = """
parties:
- {name: Reuters News, kind: outlet, id: reuters, control: public}
- {name: Persia, kind: state, id: IRN, country: [IR, TR]}
- {name: Foovia Great, kind: person, id: vladimir-putin}
- {name: Foovia Customs, kind: government, id: KEN/customs}
"""


def test_the_id_of_a_known_party_changes_that_party():
    gazetteer = own(CHANGED)
    before, after = shipped().party("reuters"), gazetteer.party("reuters")
    assert (after.name, after.control) == ("Reuters News", "public")
    assert (after.countries, after.sectors) == (before.countries, before.sectors)
    assert gazetteer.called("Reuters") == gazetteer.called("Reuters News") == ["reuters"]
    assert gazetteer.party("IRN").countries == ("IR", "TR")
    assert gazetteer.party("IRN/customs").name == "Customs of Persia"
    assert meant(gazetteer, "Persia said so.", "Persia") == ("IRN",)


@pytest.mark.xfail(strict=True, reason="people and bodies made by pattern lose all that the file leaves out")
@pytest.mark.parametrize("party", ["vladimir-putin", "KEN/customs"])
def test_the_id_of_a_person_or_body_changes_it_too(party):
    before, after = shipped().party(party), own(CHANGED).party(party)
    assert (after.countries, after.sectors, after.within) == (before.countries, before.sectors, before.within)


@pytest.mark.xfail(strict=True, reason="belongs_to may go round in a circle")
@pytest.mark.parametrize("party", ["a-firm", "c-firm"])
def test_no_party_is_a_part_of_itself(party):
    text = (
        "parties:\n- {name: A Firm, kind: company, belongs_to: b-firm}\n"
        "- {name: B Firm, kind: company, belongs_to: a-firm}\n- {name: C Firm, kind: company, belongs_to: c-firm}"
    )
    try:
        gazetteer = own(text)
    except UsageError:
        return
    assert party not in gazetteer.party(party).within


def test_a_state_of_ones_own():
    gazetteer = own("parties: [{name: Elbonia, kind: state, names: [Elbonian, Elbonians], sectors: GOV}]")
    assert gazetteer.is_state("elbonia")
    assert meant(gazetteer, "Elbonia said so.", "Elbonia") == ("elbonia",)
    assert meant(gazetteer, "Elbonian officials said so.", "Elbonian officials") == ("elbonia/government",)
    assert meant(gazetteer, "Elbonia met Iran. Both countries left.", "Both countries", "actor") == (
        "elbonia",
        "IRN",
    )
    assert gazetteer.party("elbonia/navy").name == "Navy of Elbonia"


NOT_PARTIES = ["Gazprom", "Turkey Creek", "Corvane Shipping", "US", "Moscow", "Sergei Lavrov"]


@pytest.mark.parametrize("words", NOT_PARTIES)
def test_not_parties_are_never_taken_for_one(words):
    gazetteer = own(f"not_parties: [{', '.join(NOT_PARTIES)}]")
    for text, role in (
        (f"{words} said so.", "source"),
        (f"On Monday {words} met Iran.", "actor"),
        (f"{words}.", None),
    ):
        assert meant(gazetteer, text, words, role) == ()
    assert gazetteer.called(words) == (["USA"] if words == "US" else [])  # a code is a code


@pytest.mark.xfail(strict=True, reason="an acronym's other spelling stays")
def test_not_parties_are_meant_with_and_without_full_stops():
    assert meant(own(f"not_parties: [{', '.join(NOT_PARTIES)}]"), "The U.S. said so.", "U.S.") == ()


def test_a_party_may_have_a_name_that_is_none_otherwise():
    gazetteer = own("parties: [{name: Turkey Creek, kind: company}]\nnot_parties: [Turkey Creek]")
    assert gazetteer.called("Turkey Creek") == ["turkey-creek"]


# ---- fingerprint -------------------------------------------------------------------------------------------


def test_the_fingerprint_tells_what_a_file_says():
    first = Additions.parse(WHOLE).fingerprint
    assert re.fullmatch("[0-9a-f]{8}", first)
    assert Additions.parse(WHOLE + "# a remark\n\n").fingerprint == first
    assert Additions.parse(WHOLE.replace("private", "state")).fingerprint != first
    assert Additions.parse(WHOLE.replace("Gazprom", "Lukoil")).fingerprint != first


def test_the_fingerprint_changes_the_readers_version(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(WHOLE)
    plain, reader = Reader(), Reader(parties=path)
    assert reader.reader.version == f"{plain.reader.version}+parties.{Additions.parse(WHOLE).fingerprint}"
    assert reader.reader.model == plain.reader.model
    assert "+" not in plain.reader.version
    reading = reader.read("Corvane denied selling drones to Iran.", published="2023-08-21")
    assert {mention.text: mention.actor for mention in reading.mentions}["Corvane"] == "corvane"
    assert reading.reader == reader.reader
    path.write_text("nope: 1")
    other = tmp_path / "other.yaml"
    other.write_text("nope: 1")
    with pytest.raises(UsageError, match="line 1"):
        Reader(parties=other)


@pytest.mark.xfail(strict=True, reason="a file that says nothing marks the version all the same")
def test_a_file_that_says_nothing_leaves_the_version():
    assert Gazetteer(Additions.parse("# nothing yet")).fingerprint == ""
