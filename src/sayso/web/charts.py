"""Charts as Vega-Lite specifications: plain dicts with their data within, and no address to load from.

The browser draws them (static/figures.js); a table beside each says the same. A colour is the name of a
custom property (``var(--denies)``), so that light and dark hold; whatever a colour says, a shape, a row or a
word says, too. Names stand above their rows instead of beside them: on a phone there is no room beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["SHAPES", "Spec", "over_time", "timeline"]

Spec = dict[str, Any]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, which nothing loads

SHAPES = {
    "affirmed": ("var(--affirms)", "circle"),
    "documented": ("var(--affirms)", "square"),
    "admitted": ("var(--affirms)", "triangle-up"),
    "alleged": ("var(--alleges)", "diamond"),
    "denied": ("var(--denies)", "cross"),
    "doubted": ("var(--doubts)", "triangle-down"),
    "foreseen": ("var(--foreseen)", "triangle-right"),
}
"""How each stance to a matter is drawn: its colour, and its shape for those who cannot tell colours."""

_ROW = 46  # pixels from one row to the next: a name of 12, the marks below it
_AGAINST = ("denied", "doubted")
_BESIDE = 0.13  # of a row: what is denied lies so much below what is affirmed, also where days are the same
_NAME = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12, "limit": 300, "dy": -19}
_DAYS = {
    "field": "day",
    "type": "temporal",
    "timeUnit": "utcyearmonthdate",
    "title": None,
    "axis": {"format": "%-d %b %Y", "grid": True, "labelOverlap": "greedy", "tickCount": 5},
}


def timeline(points: Iterable[Mapping[str, Any]]) -> Spec:
    """Draw who said what when: a row for each speaker, a mark for each stance of a day, a line between the
    first and the last.

    A point has ``day`` (ISO), ``who``, ``stance`` (a key of `SHAPES`), ``claims`` (how many), ``told`` (what
    the mark says when pointed at) and ``href`` (where it leads). Rows come in the order of the points.
    """
    its = [dict(point) for point in points]
    rows = {who: row for row, who in enumerate(dict.fromkeys(point["who"] for point in its))}
    days: defaultdict[str, list[str]] = defaultdict(list)
    for point in its:
        row = rows[point["who"]]
        point["row"] = row + (_BESIDE if point["stance"] in _AGAINST else -_BESIDE)
        days[point["who"]].append(point["day"])
    spans = [
        {"who": who, "row": rows[who], "day": min(when), "until": max(when)} for who, when in days.items()
    ]
    there = [stance for stance in SHAPES if any(point["stance"] == stance for point in its)]
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": max(1, len(rows)) * _ROW,
        "layer": [
            {
                "data": {"values": spans},
                "mark": {"type": "rule", "strokeWidth": 2, "color": "var(--line)"},
                "encoding": {"x": _DAYS, "x2": {"field": "until"}, "y": _rows(len(rows))},
            },
            _names(spans, len(rows)),
            {
                "data": {"values": its},
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 110,
                    "opacity": 0.9,
                    "stroke": "var(--paper)",
                    "strokeWidth": 0.75,
                    "cursor": "pointer",
                },
                "encoding": {
                    "x": _DAYS,
                    "y": _rows(len(rows)),
                    "color": _by_stance(there, [SHAPES[stance][0] for stance in there]),
                    "shape": _by_stance(there, [SHAPES[stance][1] for stance in there]),
                    "tooltip": {"field": "told"},
                    "href": {"field": "href"},
                },
            },
        ],
    }


def over_time(rows: Iterable[Mapping[str, Any]], colours: Mapping[str, str] | None = None) -> Spec:
    """Draw how many claims there are of each kind, month by month: a row of bars for each kind.

    A row has ``month`` (``2023-08``), ``series`` (the kind, as a reader should see it), ``claims`` (how many)
    and may have ``href``. Rows of one month and kind are added up. Kinds come in the order in which they are
    met, all on one scale. `colours` gives kinds a colour of their own; the others have the accent.
    """
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    leads: dict[tuple[str, str], str] = {}
    for each in rows:
        counts[each["series"], each["month"]] += each["claims"]
        leads.setdefault((each["series"], each["month"]), each.get("href") or "")
    order = {series: row for row, series in enumerate(dict.fromkeys(series for series, _ in counts))}
    most = max(counts.values(), default=1)
    given = colours or {}
    bars = [
        {
            "day": f"{month}-01",
            "series": series,
            "base": order[series] + 0.45,
            "top": round(order[series] + 0.45 - 0.6 * claims / most, 4),
            "claims": claims,
            "told": f"{series}, {month}: {claims:,} {'claim' if claims == 1 else 'claims'}",
            "href": leads[series, month] or None,
        }
        for (series, month), claims in counts.items()
    ]
    names = [{"who": series, "row": row} for series, row in order.items()]
    kinds = list(order)
    return {
        "$schema": _SCHEMA,
        "width": "container",
        "height": max(1, len(order)) * _ROW,
        "layer": [
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "width": {"band": 0.8}},
                "encoding": {
                    "x": {
                        **_DAYS,
                        "timeUnit": "utcyearmonth",
                        "axis": {**_DAYS["axis"], "format": "%b %Y"},  # type: ignore[dict-item]
                    },
                    "y": {**_rows(len(order)), "field": "top"},
                    "y2": {"field": "base"},
                    "color": {
                        "field": "series",
                        "type": "nominal",
                        "legend": None,
                        "scale": {
                            "domain": kinds,
                            "range": [given.get(kind, "var(--accent)") for kind in kinds],
                        },
                    },
                    "tooltip": {"field": "told"},
                    "href": {"field": "href"},
                },
            },
            _names(names, len(order)),
        ],
    }


def _rows(count: int) -> Spec:
    """Give the axis of rows, the first on top; numbers, so that marks can lie beside a row's line."""
    domain = [-0.6, max(1, count) - 0.4]
    scale = {"domain": domain, "reverse": True, "nice": False, "zero": False}
    return {"field": "row", "type": "quantitative", "scale": scale, "axis": None}


def _names(rows: list[dict[str, Any]], count: int) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {**_NAME, "color": "var(--ink)"},
        "encoding": {"text": {"field": "who"}, "x": {"value": 2}, "y": _rows(count)},
    }


def _by_stance(stances: list[str], given: list[str]) -> Spec:
    legend = {"orient": "top", "columns": 4, "title": None, "symbolSize": 90}
    return {
        "field": "stance",
        "type": "nominal",
        "scale": {"domain": stances, "range": given},
        "legend": legend,
    }
