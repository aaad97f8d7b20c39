"""``sayso exposure`` and ``sayso relief``, on the bundled list and on hostile ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli_hostile import EVIL, assert_tame

from sayso.ledger import Ledger
from sayso.lists.formats.sniffing import read_lists
from sayso.lists.listing import Designation, Entry, ListFile, Name, Relation
from sayso.sanctions.screen import screen_parties

LISTS = Path(__file__).parents[2] / "examples" / "lists"


@pytest.fixture
def strait(tmp_path):
    """A ledger with both versions of the bundled list, of which the later one is in use."""
    with Ledger(tmp_path / "sayso.db") as ledger:
        for folder in ("2025-03", "2025-06"):
            for found in read_lists([LISTS / folder / "strait.ftm.json"]):
                ledger.lists.add(found)


def printed(result):
    return " ".join(result.stdout.split())


# ---- exposure ----------------------------------------------------------------------------------------------


def test_a_party_on_no_list_that_is_blocked(sayso, strait):
    result = sayso("exposure", "strait:maren-rotor", "--as-of", "2025-03-31", "--list", "strait@2025-03-31")
    assert result.exit_code == 0
    text = printed(result)
    assert "None on the lists looked in: strait@2025-03-31." in text
    assert "blocked under OFAC 50 Percent Rule, in the aggregate (us-50-2014)" in text
    assert "Mirko Talas holds 40 % of Strait Bridge Holding (since 2021-05-01; calvera_register;" in text
    assert "by the same holdings as under us-50-2014" in text
    assert "not blocked under UK" in text
    assert "1 hop: Hradek Aviation Plant (strait:hradek-aviation), listed by CA, EU, GB, US" in text
    assert "no legal advice" in text


@pytest.mark.parametrize(
    ("day", "rule", "status"),
    [
        ("2022-09-15", "us-50-2014", "not blocked"),
        ("2023-04-11", "us-50-2014", "not blocked"),
        ("2023-04-12", "us-50-2014", "blocked"),
        ("2024-07-02", "eu-more-than-50", "not blocked"),
        ("2024-07-03", "eu-50", "blocked"),
        ("2025-03-31", "gb-more-than-50", "not blocked"),
        ("2025-03-31", "ca-50", "not blocked"),
    ],
)
def test_the_day_decides(sayso, strait, day, rule, status):
    result = sayso("exposure", "strait:maren-rotor", "--as-of", day, "--list", "strait@2025-03-31", "--json")
    record = json.loads(result.stdout)
    assert {each["rule"]: each["status"] for each in record["ownership"]}[rule] == status
    assert record["day"] == day


def test_who_is_near(sayso, strait):
    result = sayso("exposure", "strait:maren-rotor", "--as-of", "2025-03-31", "--json")
    near = {each["party"]: each for each in json.loads(result.stdout)["near"]}
    assert [near[f"strait:{name}"]["hops"] for name in ("hradek-aviation", "talas", "varsik", "orlec")] == [
        1,
        2,
        2,
        3,
    ]
    assert [tie["kind"] for tie in near["strait:talas"]["path"]] == ["ownership", "ownership"]
    fewer = sayso("exposure", "strait:maren-rotor", "--as-of", "2025-03-31", "--hops", "1", "--json")
    assert [each["party"] for each in json.loads(fewer.stdout)["near"]] == ["strait:hradek-aviation"]


def test_sources_that_conflict(sayso, strait):
    text = printed(sayso("exposure", "strait:ostrand-levant", "--as-of", "2025-06-15"))
    assert "possibly blocked under OFAC" in text
    assert "by bergvik_register, listed or blocked owners hold 51 %, which meets 50 % or more" in text
    assert "by harbour_gazette, listed or blocked owners hold 48 %, which does not meet 50 % or more" in text
    assert "sources conflict: bergvik_register gives 51 %, harbour_gazette gives 48 %" in text


def test_listings_come_with_dates_and_reasons(sayso, strait):
    text = printed(sayso("exposure", "Bogdan Varsik", "--as-of", "2025-06-30"))
    assert "EU · European Union (example) · EU-DRV · since 2023-02-25 · freezes assets" in text
    assert "[strait:varsik, strait@2025-06-30] Leading businessman" in text
    assert "Former listings, and later ones GB · United Kingdom (example)" in text
    assert "until 2025-05-30" in text


def test_a_name_is_screened_and_said(sayso, strait):
    result = sayso("exposure", "Мирко", "Талас")
    assert result.exit_code == 0
    assert "Taken for Mirko Talas (strait:talas), score 0." in result.stderr


def test_an_older_version_is_pointed_to(sayso, strait):
    result = sayso("exposure", "strait:talas", "--as-of", "2025-04")
    assert "--list strait@2025-03-31 looks in it" in result.stderr
    assert "as of 2025-04-30" in result.stdout


@pytest.mark.parametrize(
    ("party", "says"),
    [
        ("Zxqv Pqrst", "Nobody on the lists"),
        ("strait:nobody", "is not in strait@2025-06-30"),
        ("@0123456789ab/nobody", "Nobody on the lists"),
    ],
)
@pytest.mark.parametrize("command", ["exposure", "relief"])
def test_nobody_is_meant(sayso, strait, command, party, says):
    result = sayso(command, party)
    assert result.exit_code == 1
    assert says in result.stderr
    assert not result.stdout


def test_several_could_be_meant(sayso, tmp_path):
    listed = (Designation("US", "OFAC (example)", blocking=True),)
    entries = tuple(
        Entry(f"a:{k}", "a", str(k), "person", (Name("Mirko Ivan Talasov"),), listed, births=(f"19{k}0",))
        for k in (5, 6)
    )
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.lists.add(ListFile("a", "A", "test", entries, published="2025-01-01"))
    result = sayso("exposure", "Mirko Ivan Talasov")
    assert result.exit_code == 1
    assert "2 parties match" in result.stderr
    assert "(a:5)" in result.stderr
    assert "(a:6)" in result.stderr


@pytest.mark.parametrize("command", ["exposure", "relief"])
def test_without_a_list(sayso, tmp_path, command):
    Ledger(tmp_path / "sayso.db").close()
    result = sayso(command, "strait:talas")
    assert result.exit_code == 1
    assert "`sayso lists add FILE` adds one" in result.stderr


def test_rules_that_are_none(sayso, strait, tmp_path):
    (tmp_path / "rules.tsv").write_text("nonsense")
    result = sayso("exposure", "strait:talas", "--rules", "rules.tsv")
    assert result.exit_code == 2
    assert "the columns must be" in result.stderr


# ---- relief ------------------------------------------------------------------------------------------------


def test_relief_says_what_it_is_and_what_not(sayso, strait):
    result = sayso("relief", "strait:talas", "--as-of", "2025-03-31")
    assert result.exit_code == 0
    text = printed(result)
    assert "This is the legal reach of a freeze through ownership" in text
    assert "It is not an estimate of economic effect, or legal advice" in text
    assert "Mirko Talas: listed → not blocked" in text
    assert "changes: Maren Rotor Works (strait:maren-rotor): blocked → not blocked; still possibly" in text
    assert "stays: Hradek Supply Company (strait:hradek-supply): blocked" in text
    assert "Danica Talas (strait:danica-talas), not listed: Mirko Talas is related to Danica Talas" in text


def test_relief_by_one_authority(sayso, strait):
    result = sayso("relief", "strait:varsik", "--regime", "eu", "--as-of", "2025-06-30", "--json")
    record = json.loads(result.stdout)
    assert [each["regime"] for each in record["lifted"]] == ["EU"]
    assert [each["regime"] for each in record["remaining"]] == ["CH", "US"]
    assert [each["rule"] for each in record["rules"]] == ["eu-50"]


def test_relief_of_who_is_not_listed(sayso, strait):
    result = sayso("relief", "strait:maren-rotor")
    assert result.exit_code == 1
    assert "is not listed on" in result.stderr
    assert "sayso exposure" in result.stderr


# ---- with claims -------------------------------------------------------------------------------------------


@pytest.fixture
def claimed(sayso, strait, tmp_path, monkeypatch):
    """The ledger with the reports of the bundled story, read by the trained model, and screened."""
    examples = Path(__file__).parents[2] / "examples" / "reports"
    for name in ("sanctions-shipping.txt", "sorvane-05-denial.txt"):
        assert sayso("read", str(examples / name)).exit_code == 0
    with Ledger(tmp_path / "sayso.db") as ledger:
        screen_parties(ledger)


def test_claims_about_those_concerned(real_reader, sayso, claimed):
    result = sayso("relief", "strait:ostrand-levant", "--as-of", "2025-06-30")
    text = printed(result)
    assert "→ SANCTION → Ostrand Levant Shipping" in text
    assert "Ostrand Levant Shipping is recipient (@" in text
    spoken = printed(sayso("relief", "strait:talas", "--as-of", "2025-06-30"))
    assert "Mirko Talas is speaker (@" in spoken


def test_a_party_of_the_ledger_is_taken_for_its_match(real_reader, sayso, claimed, tmp_path):
    with Ledger(tmp_path / "sayso.db", read_only=True) as ledger:
        (actor,) = {
            link.party.actor for link in ledger.screenings.links(matches=True) if link.entry.number == "talas"
        }
    result = sayso("exposure", actor, "--as-of", "2025-06-30")
    assert result.exit_code == 0
    assert result.stdout.startswith("Mirko Talas (strait:talas)")


# ---- hostile lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["exposure", "relief"])
@pytest.mark.parametrize("style", [(), ("--json",)])
def test_hostile_words_stay_words(sayso, tmp_path, command, style):
    evil = Designation("US", EVIL, EVIL, basis=EVIL, reasons=EVIL, url=EVIL, blocking=True, since="2022")
    tie = Relation("ownership", to="a:2", share=(60.0, 60.0), source=EVIL, text=EVIL, role=EVIL)
    kin = Relation("family", EVIL, role=EVIL, text=EVIL)
    entries = (
        Entry("a:1", "a", "1", "person", (Name(f"One {EVIL}"),), (evil,), relations=(tie, kin)),
        Entry("a:2", "a", "2", "company", (Name(f"Two {EVIL}"),), (evil,)),
    )
    with Ledger(tmp_path / "sayso.db") as ledger:
        ledger.lists.add(ListFile("a", EVIL, "test", entries, published="2025-01-01"))
    for party in ("a:1", EVIL):
        result = sayso(command, party, *style)
        assert_tame(result.stdout)
        assert_tame(result.stderr)
