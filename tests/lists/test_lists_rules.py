from datetime import date

import pytest

from sayso.errors import UsageError
from sayso.lists.ownership import load_rules, rules_on
from sayso.lists.ownership.rules import COLUMNS

HEAD = "\t".join(COLUMNS)


def row(**changes):
    cells = {
        "id": "xx-40", "title": "Forty percent", "regimes": "XX", "threshold": "40", "inclusive": "yes",
        "aggregate": "no", "control": "no", "from": "2020-01-01", "to": "", "source": "a statute", "note": "",
    }  # fmt: skip
    return "\t".join((cells | changes)[name] for name in COLUMNS)


def written(folder, *lines):
    path = folder / "rules.tsv"
    path.write_text("\n".join((HEAD, *lines)) + "\n", "utf-8")
    return path


def ids_on(day):
    return {rule.id for rule in rules_on(date.fromisoformat(day))}


def test_every_rule_says_where_it_is_written():
    rules = load_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.source and rule.title and rule.regimes for rule in rules)


@pytest.mark.parametrize(
    ("day", "there", "not_there"),
    [
        ("2008-02-13", set(), {"us-50-2008", "us-50-2014"}),
        ("2014-08-12", {"us-50-2008"}, {"us-50-2014"}),
        ("2014-08-13", {"us-50-2014"}, {"us-50-2008"}),
        ("2024-07-02", {"eu-more-than-50"}, {"eu-50"}),
        ("2024-07-03", {"eu-50"}, {"eu-more-than-50"}),
        ("2020-12-30", set(), {"gb-more-than-50"}),
        ("2020-12-31", {"gb-more-than-50"}, set()),
        ("2023-06-21", set(), {"ca-50"}),
        ("2023-06-22", {"ca-50"}, set()),
    ],
)
def test_rules_are_in_force_by_their_dates(day, there, not_there):
    assert there <= ids_on(day)
    assert not not_there & ids_on(day)


def test_no_two_rules_of_one_regime_are_in_force_at_once():
    rules = load_rules()
    for day in {day for rule in rules for day in (rule.since, rule.until) if day}:
        regimes = [regime for rule in rules_on(day, rules) for regime in rule.regimes]
        assert len(regimes) == len(set(regimes))


def test_the_measure_in_words():
    measures = {rule.id: rule.measure for rule in load_rules()}
    assert measures["eu-50"] == "50 % or more"
    assert measures["eu-more-than-50"] == "more than 50 %"


def test_a_user_adds_rules_and_replaces_them(tmp_path):
    path = written(tmp_path, row(), row(id="us-50-2014", threshold="25"), "")
    rules = {rule.id: rule for rule in load_rules(path)}
    assert len(rules) == len(load_rules()) + 1
    assert rules["xx-40"].regimes == ("XX",)
    assert rules["xx-40"].until is None
    assert rules["us-50-2014"].threshold == 25


def test_a_file_from_a_spreadsheet(tmp_path):
    path = tmp_path / "rules.tsv"
    path.write_bytes(("\ufeff" + HEAD + "\r\n" + row(regimes="XX|YY") + "\r\n").encode())
    assert load_rules(path)[-1].regimes == ("XX", "YY")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"id": "no good"}, "id"),
        ({"title": ""}, "title"),
        ({"source": " "}, "source"),
        ({"regimes": "usa"}, "regimes"),
        ({"regimes": ""}, "regimes"),
        ({"threshold": "half"}, "threshold"),
        ({"threshold": "0"}, "threshold"),
        ({"threshold": "nan"}, "threshold"),
        ({"threshold": "100.5"}, "threshold"),
        ({"inclusive": "maybe"}, "inclusive"),
        ({"aggregate": ""}, "aggregate"),
        ({"control": "1"}, "control"),
        ({"from": "2020-13-01"}, "from"),
        ({"to": "soon"}, "to"),
        ({"to": "2019-01-01"}, "to"),
    ],
)
def test_a_malformed_rule_names_line_and_column(tmp_path, change, column):
    path = written(tmp_path, row(), row(**{"id": "second"} | change))
    with pytest.raises(UsageError, match=rf"rules\.tsv, line 3, column {column}: "):
        load_rules(path)


def test_a_row_of_too_few_cells(tmp_path):
    with pytest.raises(UsageError, match="line 2: 2 cells where 11 are needed"):
        load_rules(written(tmp_path, "xx\tyes"))


def test_the_same_id_twice(tmp_path):
    with pytest.raises(UsageError, match="line 3, column id: 'xx-40' is there twice"):
        load_rules(written(tmp_path, row(), row()))


@pytest.mark.parametrize("content", [b"", b"id,title\n", b"\xff\xfe\x00", b"x" * 1_000_001])
def test_a_file_that_is_no_rules(tmp_path, content):
    path = tmp_path / "rules.tsv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"rules\.tsv"):
        load_rules(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="give a file that can be read"):
        load_rules(tmp_path / "none.tsv")
