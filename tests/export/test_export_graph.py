"""GraphML and GEXF, read back with networkx."""

import io
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from sayso.export import stream, write
from sayso.export.xml_text import attribute, element

networkx = pytest.importorskip("networkx")
READERS = {
    "graphml": networkx.read_graphml,
    "gexf": lambda file: networkx.read_gexf(file, version="1.3"),
}


def read(ledger, form, asked=None):
    out = io.BytesIO()
    written = write(ledger, form, out, asked)
    out.seek(0)
    return READERS[form](out), written


@pytest.mark.parametrize("form", READERS)
def test_events_where_nothing_is_weighed(ledger, form):
    graph, written = read(ledger, form)
    assert written == (graph.number_of_edges(), 1) == (4, 1)  # the march has no recipient
    assert graph.is_directed()
    sale = graph.edges["IRN", "RUS"]
    assert (sale["of"], sale["type"], sale["quad"]) == ("event", "AID", "material cooperation")
    assert sale["contested"] is True
    assert (sale["alleged_by"], sale["denied_by"]) == ("Ukraine", "Iran")
    assert (sale["origins"], sale["weight"], sale["event_first"]) == (2, 2.0, "2023-08-21")
    assert graph.nodes["IRN"]["name"] == "Iran"
    assert graph.nodes["IRN"]["kind"] == "state"
    strike = graph.edges["RUS", "words:odesa"]
    assert (strike["denied_by"], strike["contested"]) == ("Ministry of Defence of Russia", False)
    assert graph.nodes["words:odesa"]["resolved"] is False


@pytest.mark.parametrize("form", READERS)
def test_matters(weighed, form):
    graph, written = read(weighed, form)
    assert written == (4, 1)
    sale = graph.edges["IRN", "RUS"]
    assert sale["of"] == "matter"
    assert weighed.weighings.matter(sale["matter"]).title == sale["title"]
    assert sale["contested"] is True
    assert (sale["alleged_by"], sale["denied_by"], sale["reports"]) == ("Ukraine", "Iran", 1)
    if form == "gexf":
        assert (sale["start"], sale["end"]) == ("2023-08-21", "2023-08-21")


@pytest.mark.parametrize("form", READERS)
def test_conditions(weighed, ledger, form):
    for asked in ({"type": "AID"}, {"actor": "Iran"}, {"recipient": "Russia"}, {"text": "drones"}):
        for which in (weighed, ledger):
            graph, _ = read(which, form, asked)
            assert list(graph.edges) == [("IRN", "RUS")]
    assert read(weighed, form, {"until": "2023-08-24"})[0].number_of_edges() == 1


@pytest.mark.parametrize("form", READERS)
def test_no_words_break_out(ledger, form):
    text = "".join(stream(ledger, form))
    root = ElementTree.fromstring(text)
    assert not [each for each in root.iter() if "script" in each.tag]
    assert "\x07" not in text
    assert "\u202e" not in text
    graph, _ = read(ledger, form)
    assert graph.nodes["@e/corp"]["name"].startswith("</data><script>alert('")


def test_gexf_has_its_nodes_first(ledger):
    places = ["".join(stream(ledger, "gexf")).index(each) for each in ("<nodes>", "</nodes>", "<edges>")]
    assert all(one < two for one, two in pairwise(places))


def test_more_edges_than_wait_in_memory(ledger, monkeypatch):
    whole = "".join(stream(ledger, "gexf"))
    monkeypatch.setattr("sayso.export.gexf._IN_MEMORY", 10)
    monkeypatch.setattr("sayso.export.gexf._PIECE", 7)
    assert "".join(stream(ledger, "gexf")) == whole


def test_xml_holds_any_words():
    words = "".join(map(chr, range(0x300))) + "\ud800\udfff\ufffe\uffff\u2028\U0010ffff]]>&amp;"
    read = ElementTree.fromstring(element("x", y=words).encode("utf-8", "strict")).attrib["y"]
    forbidden = {*map(chr, (*range(0x20), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF))} - set("\t\n\r")
    assert read == "".join("\ufffd" if char in forbidden else char for char in words)
    assert attribute("\x85\x7f\u200b") == "&#133;&#127;&#8203;"
