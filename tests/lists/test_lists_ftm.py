"""FollowTheMoney: small files of invented parties, flat and nested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import ListError
from sayso.lists.formats import ftm
from sayso.lists.formats.ftm_regimes import BLOCKING, NOT_BLOCKING, freezes, regime_of
from sayso.lists.listing import Address, Entry, ListFile, Name


def thing(
    key: str, schema: str, datasets: tuple[str, ...] = ("us_ofac_sdn",), **properties: Any
) -> dict[str, Any]:
    lists = {name: [value] if isinstance(value, str | dict) else value for name, value in properties.items()}
    return {
        "id": key, "schema": schema, "caption": schema, "properties": lists, "datasets": list(datasets),
        "target": False, "first_seen": "2024-01-01T00:00:00", "last_seen": "2026-04-29T12:00:00",
    }  # fmt: skip


def write(tmp_path: Path, *lines: Any, name: str = "example.ftm.json") -> Path:
    path = tmp_path / name
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def read(tmp_path: Path, *lines: Any) -> ListFile:
    path = write(tmp_path, *lines)
    return ftm.read([path])


def by_number(found: ListFile) -> dict[str, Entry]:
    return {entry.number: entry for entry in found.entries}


PERSON = thing(
    "p1", "Person", name=["Ivan Testov", "TESTOV, Ivan"], alias="Vanya Testov", weakAlias="Vanya",
    previousName="Ivan Oldname", firstName="Ivan", lastName="Testov", birthDate=["1960-03-04", "1961"],
    nationality="ru", country=["cy", "zz"], innCode="770123456789", taxNumber="770123456789",
    passportNumber="AB 12", addressEntity="a1", address="8 Example Street, Omsk", gender="male",
    topics=["sanction"], position="Director", birthPlace="Omsk", notes="A note", sourceUrl="https://example.org/1",
)  # fmt: skip
COMPANY = thing("c1", "Company", name="Example LLC", jurisdiction="ru", ogrnCode="1027700000001")
SANCTION = thing(
    "s1", "Sanction", entity="p1", authority="Example Office", program="EXAMPLE", programId="US-RUSHAR",
    startDate=["2023-05-01", "2022-02-01"], listingDate="2024-01-01", reason="Because", country="us",
    provisions="Block", authorityId="77", sourceUrl="https://example.org/2",
)  # fmt: skip


def test_a_person_and_what_points_at_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        PERSON,
        COMPANY,
        SANCTION,
        thing("a1", "Address", full="7 Example Street, Omsk", country="ru"),
        thing("d1", "Passport", holder="p1", number="AB12", country="ru", startDate="2011"),
        thing("o1", "Occupancy", holder="p1", post="po1"),
        thing("po1", "Position", name="Deputy of Omsk"),
    )
    assert (found.list, found.format, found.published) == ("example", "ftm", "2026-04-29")
    assert (found.rejects, found.warnings) == ((), ())
    person = by_number(found)["p1"]
    assert (person.id, person.kind, person.gender) == ("example:p1", "person", "male")
    assert person.names == (
        Name("Ivan Testov", family="Testov", given="Ivan"),
        Name("TESTOV, Ivan", "alias", family="Testov", given="Ivan"),
        Name("Vanya Testov", "alias", family="Testov"),
        Name("Ivan Oldname", "former", given="Ivan"),
        Name("Vanya", "alias", weak=True),
    )
    assert person.births == ("1960-03-04", "1961")
    assert (person.nationalities, person.countries) == (("RU",), ("RU", "CY"))
    assert person.addresses == (Address("7 Example Street, Omsk", "RU"), Address("8 Example Street, Omsk"))
    assert [(i.kind, i.value, i.country) for i in person.identifiers] == [
        ("passport", "AB12", "RU"), ("inn", "770123456789", None),
    ]  # fmt: skip
    assert person.positions == ("Director", "Deputy of Omsk")
    (listed,) = person.designations
    assert (listed.regime, listed.programme, listed.blocking) == ("US", "EXAMPLE", True)
    assert (listed.since, listed.amended) == ("2022-02-01", ("2023-05-01", "2024-01-01"))
    assert (listed.reference, listed.reasons, listed.url) == ("77", "Because", "https://example.org/2")
    assert by_number(found)["c1"].designations == ()


def test_ties_are_attached_to_the_one_who_owns_or_leads(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        PERSON,
        COMPANY,
        thing(
            "o1", "Ownership", ("ext_ru_egrul", "x"), owner="p1", asset="c1", percentage="51",
            sharesCount="100", startDate="2015-11-25", endDate="2023-03-02",
        ),
        thing("o2", "Ownership", owner="p1", asset="c1", role="subsidiary of"),
        thing("d1", "Directorship", director="p1", organization="c1", role="Director"),
        thing("f1", "Family", person="p1", relative="p2", relationship="brother"),
        thing("p2", "Person", name="Petr Testov"),
        thing("u1", "UnknownLink", subject="c1", object="p2"),
        thing("r1", "Representation", agent="p2", client="c1"),
    )  # fmt: skip
    entries = by_number(found)
    owned, sub, leads, kin = entries["p1"].relations
    assert (owned.kind, owned.to, owned.name, owned.inverse) == (
        "ownership",
        "example:c1",
        "Example LLC",
        False,
    )
    assert (owned.share, owned.since, owned.until, owned.stated) == (
        (51.0, 51.0), "2015-11-25", "2023-03-02", "2026-04-29",
    )  # fmt: skip
    assert (owned.source, owned.text) == ("ext_ru_egrul, x", "percentage 51; sharesCount 100")
    assert (sub.kind, sub.share, sub.role) == ("ownership", None, "subsidiary of")
    assert (leads.kind, kin.kind, kin.role, kin.to) == ("directorship", "family", "brother", "example:p2")
    assert [(r.kind, r.to) for r in entries["c1"].relations] == [("linked", "example:p2")]
    assert entries["p2"].relations[0].role == "represents"


def test_an_end_outside_the_file_is_a_warning_and_both_are_a_reject(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        COMPANY,
        thing("o1", "Ownership", owner="far", asset="c1", percentage="60"),
        thing("o2", "Ownership", owner="far", asset="further"),
        thing("o3", "Ownership", owner="c1"),
        thing("s1", "Sanction", entity="far"),
    )
    (tie,) = found.entries[0].relations
    assert (tie.inverse, tie.to, tie.name, tie.share) == (True, None, "far", (60.0, 60.0))
    assert [(r.reason, r.locator) for r in found.rejects] == [
        ("dangling", "line 3"),
        ("bad-relation", "line 4"),
    ]
    assert len(found.warnings) == 2
    assert found.warnings[0].startswith("line 2: far")


def test_the_nested_form_gives_the_same_ties(tmp_path: Path) -> None:
    sanction = thing("s1", "Sanction", program="EXAMPLE", country="us")
    company = thing("c1", "Company", name="Example LLC")
    ownership = thing("o1", "Ownership", owner="p1", asset=company, percentage="75")
    directorship = thing("d1", "Directorship", organization=company)  # without the outer end
    nested = thing(
        "p1", "Person", name="Ivan Testov", sanctions=sanction, ownershipOwner=ownership,
        directorshipDirector=directorship, addressEntity=thing("a1", "Address", full="Omsk"),
    )  # fmt: skip
    found = read(tmp_path, nested, thing("c1", "Company", name="Example Limited"))
    person, other = found.entries
    assert [d.programme for d in person.designations] == ["EXAMPLE"]
    assert person.addresses == (Address("Omsk"),)
    assert [(r.kind, r.to, r.share) for r in person.relations] == [
        ("ownership", "example:c1", (75.0, 75.0)), ("directorship", "example:c1", None),
    ]  # fmt: skip
    assert [name.text for name in other.names] == ["Example LLC", "Example Limited"]
    assert (found.rejects, found.warnings) == ((), ())


def test_listed_without_a_sanction_entity(tmp_path: Path) -> None:
    listed = thing(
        "c2", "Company", ("us_ofac_sdn", "ua_nsdc_sanctions", "ext_ru_egrul"), name="Two",
        topics=["sanction"], programId=["UA-SA1644", "US-RUSHAR"],
    )  # fmt: skip
    (entry,) = read(tmp_path, listed).entries
    assert [(d.regime, d.programme, d.blocking) for d in entry.designations] == [
        ("US", "US-RUSHAR", True), ("UA", "UA-SA1644", True),
    ]  # fmt: skip


def test_member_states_repeat_the_eu_s_list(tmp_path: Path) -> None:
    listed = thing(
        "c2", "Company", ("be_fod_sanctions",), name="Two", topics=["sanction"], programId="EU-UKR"
    )
    national = thing("c3", "Company", ("be_fod_sanctions",), name="Three", topics=["sanction"])
    found = read(tmp_path, listed, national)
    assert [e.designations[0].regime for e in found.entries] == ["EU", "BE"]


def test_what_has_ended(tmp_path: Path) -> None:
    over = thing("s2", "Sanction", entity="c1", status="Removed", program="A")
    past = thing("s3", "Sanction", entity="c1", endDate=["2024-01-01", "2025-01-01"], program="B")
    (entry,) = read(tmp_path, COMPANY, over, past).entries
    assert [d.until for d in entry.designations] == ["../2026-04-29", "2025-01-01"]


def test_wallets_vessels_and_other_things(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        COMPANY,
        thing("w1", "CryptoWallet", publicKey="1Example", currency="XBT", holder="c1"),
        thing("v1", "Vessel", name="Example Star", imoNumber="9000001", flag="pa", owner="c1", operator="c1"),
        thing("i1", "Airplane", name="EX-1", registrationNumber="EX-1"),
        thing("n1", "Note", name="nothing"),
    )
    wallet, vessel, plane = found.entries[1:]
    assert (wallet.kind, wallet.name, wallet.identifiers[0].label) == ("other", "1Example", "XBT")
    assert (vessel.kind, vessel.countries) == ("vessel", ("PA",))
    assert [(r.kind, r.inverse, r.to) for r in vessel.relations] == [
        ("ownership", True, "example:c1"), ("operator", True, "example:c1"),
    ]  # fmt: skip
    assert (plane.kind, plane.identifiers[0].kind) == ("aircraft", "tail")
    assert "Note" in found.warnings[0]


def deep(levels: int) -> dict[str, Any]:
    inner = thing("x0", "Person", name="X")
    for level in range(1, levels):
        inner = thing(f"x{level}", "Person", name="X", knows=inner)
    return inner


def test_bad_lines_are_rejects_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_MAX_LINE_BYTES", "300000")
    found = read(
        tmp_path,
        "{not json",
        "[1, 2]",
        '{"schema": "Person"}',
        '{"id": "a", "properties": {}}',
        '{"id": "a", "schema": "Person", "properties": []}',
        '{"id": "a", "schema": "Person", "properties": {"name": [NaN]}}',
        "[" * 100_000,
        deep(9),
        '{"id": "b", "schema": "Person", "properties": {"name": "' + "x" * 400_000 + '"}}',
        thing("n", "Person"),
        thing("u", "Spaceship", name="U"),
        "",
        COMPANY,
        COMPANY | {"properties": {"name": ["Example Two"]}},
    )
    reasons = [(r.locator, r.reason) for r in found.rejects]
    assert reasons[:9] == [
        ("line 1", "bad-json"), ("line 2", "bad-record"), ("line 3", "no-id"), ("line 4", "no-schema"),
        ("line 5", "bad-properties"), ("line 6", "bad-json"), ("line 7", "too-deep"), ("line 8", "too-deep"),
        ("line 9", "too-large"),
    ]  # fmt: skip
    assert reasons[9:] == [("line 10", "no-name"), ("line 11", "unknown-schema")]
    assert [name.text for name in found.entries[0].names] == ["Example LLC", "Example Two"]
    assert found.warnings == ("line 14: c1 stands on line 13 too; the two are taken together.",)


KEYS = st.sampled_from(
    ["id", "schema", "properties", "name", "owner", "asset", "entity", "percentage", "target"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = LEAVES | st.sampled_from(["Person", "Company", "Ownership", "Sanction", "Address", "a", "b"])
VALUES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
LINES = st.fixed_dictionaries(
    {"id": st.sampled_from("abc"), "schema": st.sampled_from(["Person", "Ownership", "Sanction", "Vessel"])},
    optional={
        "properties": st.dictionaries(KEYS, VALUES),
        "datasets": VALUES,
        "last_seen": VALUES,
        "caption": VALUES,
    },
)


@given(st.lists(LINES | VALUES, max_size=6))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_line_stops_a_file(tmp_path: Path, records: list[Any]) -> None:
    found = read(tmp_path, COMPANY, *records)
    assert found.entries
    for entry in found.entries:
        assert Entry.from_dict(json.loads(json.dumps(entry.to_dict()))).to_dict() == entry.to_dict()


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    path = write(tmp_path, COMPANY)
    path.write_bytes(path.read_bytes() + b'{"id": "\xff"}\n')
    assert [r.reason for r in ftm.read([path]).rejects] == ["bad-encoding"]


def test_what_is_no_ftm(tmp_path: Path) -> None:
    assert not ftm.looks_like("a.json", b'{"type": "FeatureCollection"}')
    assert not ftm.looks_like("a.json", b"")
    assert ftm.looks_like("a", b"\xef\xbb\xbf" + json.dumps(COMPANY).encode())
    with pytest.raises(ListError, match="no FollowTheMoney entity"):
        read(tmp_path, "{}")
    with pytest.raises(ListError, match="cannot be read"):
        ftm.read([tmp_path / "no.json"])


@pytest.mark.parametrize(
    ("name", "list_id"),
    [
        ("yente_x.ftm.json", "yente-x"),
        ("entities.ftm.json", "ftm"),
        ("us_ofac.targets.nested.json", "us-ofac-targets"),
    ],
)
def test_the_list_s_id_comes_from_the_file_s_name(name: str, list_id: str) -> None:
    assert ftm.list_id_of(Path(name)) == list_id


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("51", (51.0, 51.0)), ("51.0", (51.0, 51.0)), ("51,5 %", (51.5, 51.5)), ("50-75", (50.0, 75.0)),
        (">25%", (25.0, 100.0)), ("Более 25%", (25.0, 100.0)), ("at least 25", (25.0, 100.0)),
        ("25%+", (25.0, 100.0)), ("до 5%", (0.0, 5.0)), ("не более 5%", (0.0, 5.0)),
        ("не менее 5%", (5.0, 100.0)),
        ("<10", (0.0, 10.0)), ("ownership-of-shares-25-to-50-percent", (25.0, 50.0)), ("0", (0.0, 0.0)),
        ("198", None), ("all", None), ("1/2", None), ("", None), ("1 2 3", None), ("9" * 300, None),
    ],
)  # fmt: skip
def test_shares(words: str, share: tuple[float, float] | None) -> None:
    assert ftm.share_of(words) == share


@given(st.floats(0, 100, allow_nan=False), st.floats(0, 100, allow_nan=False))
def test_a_share_comes_back_as_it_was_written(low: float, high: float) -> None:
    low, high = sorted((round(low, 4), round(high, 4)))
    assert ftm.share_of(f"{low:.4f}") == (low, low)
    assert ftm.share_of(f"{low:.4f}-{high:.4f}%") == (low, high)


@given(st.text(max_size=250))
def test_a_share_lies_between_nothing_and_all(words: str) -> None:
    share = ftm.share_of(words)
    assert share is None or 0 <= share[0] <= share[1] <= 100


def test_who_decides() -> None:
    assert regime_of(["EU-UKR"], ["be_fod_sanctions"], ["be"]) == "EU"
    assert regime_of(["SECO-UKRAINE"], ["ch_seco_sanctions"], ["ch"]) == "CH"
    assert regime_of([], ["ua_nsdc_sanctions"], []) == "UA"
    assert regime_of([], ["ext_us_ofac_press_releases"], ["us"]) == "US"
    assert regime_of([], ["worldbank_debarred"], []) == "ZZ"


def test_what_freezes() -> None:
    assert not BLOCKING & NOT_BLOCKING
    assert freezes(["gb_fcdo_sanctions"], ["GB-RUS"], ["Travel Ban", "Asset freeze"]) is True
    assert freezes(["gb_fcdo_sanctions"], ["GB-RUS"], ["Travel Ban"]) is False
    assert freezes(["mc_fund_freezes"], [], ["(UE) 2025/389"]) is True
    assert freezes(["us_trade_csl"], ["US-BIS-EL"], ["Policy of denial"]) is False
    assert freezes(["us_sam_exclusions"], [], ["Prohibition/Restriction"]) is False
    assert freezes(["ru_mfa_sanctions"], [], ["Asset freeze"]) is False
    assert freezes(["ua_nsdc_sanctions"], [], ["блокування активів - тимчасове"]) is True
    assert freezes(["un_sc_sanctions"], [], []) is True
    assert freezes(["somewhere"], [], []) is None
    assert freezes(["us_ofac_cons"], [], ["non-blocking menu-based"]) is False
