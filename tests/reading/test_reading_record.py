"""The records of a reading: what FORMAT.md lays out, there and back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

import sayso
from sayso.reading import (
    Attribution,
    Claim,
    Event,
    Mention,
    Object,
    Participant,
    Party,
    Place,
    ReaderVersion,
    Reading,
    Source,
    Speaker,
    Time,
    Why,
)
from sayso.report import Report, normalise

spans = st.tuples(st.integers(0, 99), st.integers(0, 99))
maybe = st.none() | st.text(max_size=8)
many = st.lists(spans, max_size=3).map(tuple)
participants = st.lists(
    st.builds(Participant, spans, st.text(max_size=8), maybe, maybe, maybe, maybe), max_size=2
).map(tuple)
events = st.builds(
    Event,
    type=st.sampled_from(["AID", "ACCUSE"]),
    trigger=spans,
    mode=maybe,
    contexts=st.lists(st.text(max_size=8), max_size=2).map(tuple),
    quad=maybe,
    actors=participants,
    recipients=participants,
    objects=st.lists(
        st.builds(Object, spans, st.text(max_size=8), maybe, maybe, st.none() | st.just(6000.0)), max_size=2
    ).map(tuple),
    places=st.lists(st.builds(Place, spans, st.text(max_size=8), maybe), max_size=2).map(tuple),
    time=st.none() | st.builds(Time, spans, st.text(max_size=8), maybe, maybe),
)
readings = st.builds(
    Reading,
    report=st.builds(Report.from_text, st.text(max_size=60), title=maybe, outlet=maybe),
    reader=st.builds(ReaderVersion, st.just("0.1.0"), st.just("ab")),
    mentions=st.lists(
        st.builds(
            Mention,
            spans,
            st.text(max_size=8),
            st.just("state"),
            maybe,
            st.none() | st.just(0.75),
            st.none() | st.builds(Why, st.just("pronoun"), st.none() | spans, maybe),
        ),
        max_size=2,
    ).map(tuple),
    attributions=st.lists(
        st.builds(Attribution, many, many, many, st.none() | st.builds(Speaker, st.text(max_size=8), maybe)),
        max_size=3,
    ).map(tuple),
    claims=st.lists(
        st.builds(
            Claim,
            id=st.text(max_size=8),
            event=events,
            sources=st.lists(
                st.builds(Source, spans, st.text(max_size=8), maybe, maybe, maybe), max_size=2
            ).map(tuple),
            cue=st.none() | spans,
            stance=st.just("denies"),
            opinion=st.booleans(),
            sentence=spans,
            confidence=st.just({"event": 0.5}),
        ),
        max_size=2,
    ).map(tuple),
    parties=st.lists(
        st.builds(
            Party,
            id=st.text(max_size=8),
            name=st.text(max_size=8),
            kind=st.just("person"),
            countries=st.lists(st.just("IR"), max_size=2).map(tuple),
            within=st.lists(st.just("IRN"), max_size=2).map(tuple),
            about=maybe,
        ),
        max_size=2,
    ).map(tuple),
)


@given(readings)
def test_a_reading_survives_json(reading):
    text = json.dumps(reading.to_dict(with_text=True), ensure_ascii=False)
    assert Reading.from_dict(json.loads(text)) == reading


def test_keys_are_those_of_the_format_in_their_order():
    report = Report.from_text("One.", title="T")
    record = Reading(report, ReaderVersion("0.1.0", "ab")).to_dict(with_text=True)
    assert list(record) == ["report", "reader", "mentions", "attributions", "claims", "parties"]
    assert list(record["report"]) == [
        "id", "external_id", "path", "url", "title", "outlet", "authors", "published", "language", "text",
    ]  # fmt: skip
    attribution = Attribution(((0, 1),), (), ((1, 2),)).to_dict()
    assert attribution == {"source": [[0, 1]], "cue": [], "content": [[1, 2]], "speaker": None}


def test_quote_gives_exact_words_and_shows_what_it_leaves_out():
    reading = Reading(Report.from_text("“We go,” he said, “now.”"), ReaderVersion("0", "0"))
    assert reading.quote(((0, 8), (18, 24))) == "“We go,” […] “now.”"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert not any(ord(c) < 32 and c not in "\t\n" for c in once)
    once.encode("utf-8")


def test_normalising_keeps_a_suppliers_offsets():
    assert normalise("a\x00b\u200bc\u202ed\ud800e") == "a b c d\ufffde"
    assert normalise("a\r\nb\rc") == "a\nb\nc"


def test_public_names():
    assert len(sayso.__all__) <= 12
    for name in sayso.__all__:
        assert getattr(sayso, name) is not None
    assert set(sayso.__all__) <= set(dir(sayso))
