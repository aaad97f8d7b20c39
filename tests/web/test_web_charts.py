"""Charts: every field that is drawn is in the data, and nothing is loaded from anywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sayso.web.charts import SHAPES, over_time, timeline

POINTS = [
    {"day": "2023-03-01", "who": "A ministry", "stance": "affirmed", "claims": 2, "told": "A", "href": "/a"},
    {"day": "2023-03-01", "who": "A ministry", "stance": "denied", "claims": 1, "told": "B", "href": "/b"},
    {"day": "2023-02-01", "who": "</script>", "stance": "doubted", "claims": 1, "told": "C", "href": "/c"},
]
MONTHS = [
    {"month": "2023-03", "series": "AID", "claims": 3, "href": "/aid"},
    {"month": "2023-01", "series": "AID", "claims": 1},
    {"month": "2023-03", "series": "AID", "claims": 2},
    {"month": "2023-03", "series": "THREATEN", "claims": 5},
]
SPECS = {
    "timeline": timeline(POINTS),
    "no timeline": timeline([]),
    "over time": over_time(MONTHS),
    "in colours": over_time(MONTHS, {"AID": "var(--affirms)"}),
    "nothing over time": over_time([]),
}


def layers(spec: dict[str, Any]) -> list[tuple[list[dict[str, Any]], dict[str, Any]]]:
    return [(layer["data"]["values"], layer["encoding"]) for layer in spec["layer"]]


@pytest.mark.parametrize("name", SPECS)
def test_every_field_that_is_drawn_is_in_the_data(name):
    for rows, encoding in layers(SPECS[name]):
        for channel in encoding.values():
            if "field" in channel:
                assert all(channel["field"] in row for row in rows), channel


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_names_no_address_and_calls_nothing(name):
    spec = json.loads(json.dumps(SPECS[name]))
    assert spec.pop("$schema").startswith("https://vega.github.io/schema/vega-lite/")
    assert "//" not in json.dumps(spec)
    assert '"url"' not in json.dumps(spec)
    assert not {"transform", "params", "usermeta"} & set(spec)
    assert spec["width"] == "container"


def test_what_a_colour_says_a_shape_says_too():
    (_, _, (rows, encoding)) = layers(timeline(POINTS))
    assert encoding["color"]["scale"]["domain"] == encoding["shape"]["scale"]["domain"]
    assert encoding["color"]["scale"]["domain"] == ["affirmed", "denied", "doubted"]
    assert len(set(encoding["shape"]["scale"]["range"])) == 3
    assert len({shape for _, shape in SHAPES.values()}) == len(SHAPES)
    assert all(colour.startswith("var(--") for colour in encoding["color"]["scale"]["range"])
    assert {row["stance"] for row in rows} <= set(encoding["color"]["scale"]["domain"])


def test_a_denial_lies_below_the_line_of_its_speaker_and_an_affirmation_above():
    (spans, _), (names, _), (marks, _) = layers(timeline(POINTS))
    assert [(row["who"], row["row"], row["day"], row["until"]) for row in spans] == [
        ("A ministry", 0, "2023-03-01", "2023-03-01"),
        ("</script>", 1, "2023-02-01", "2023-02-01"),
    ]
    assert [row["who"] for row in names] == ["A ministry", "</script>"]
    above, below, other = (row["row"] for row in marks)
    assert above < 0 < below < 0.5
    assert 1 < other < 1.5


def test_rows_of_one_month_and_kind_are_added_up_on_one_scale():
    (bars, encoding), (names, _) = layers(over_time(MONTHS, {"AID": "var(--affirms)"}))
    assert [(row["series"], row["day"], row["claims"], row["href"]) for row in bars] == [
        ("AID", "2023-03-01", 5, "/aid"),
        ("AID", "2023-01-01", 1, None),
        ("THREATEN", "2023-03-01", 5, None),
    ]
    heights = [round(row["base"] - row["top"], 3) for row in bars]
    assert heights == [0.6, 0.12, 0.6]
    assert [row["who"] for row in names] == ["AID", "THREATEN"]
    assert encoding["color"]["scale"]["range"] == ["var(--affirms)", "var(--accent)"]
    assert bars[0]["told"] == "AID, 2023-03: 5 claims"
    assert bars[1]["told"] == "AID, 2023-01: 1 claim"


def test_a_chart_is_as_high_as_it_has_rows():
    two, one = timeline(POINTS)["height"], timeline(POINTS[:2])["height"]
    assert two == 2 * one
    assert timeline([])["height"] == one
