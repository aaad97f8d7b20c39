from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.reading import (
    Attribution,
    Claim,
    Event,
    Object,
    Participant,
    ReaderVersion,
    Reading,
    Source,
    Time,
)
from sayso.report import Report
from sayso.web.marked import ROLES, Mark, cut, find_marks, mark_text, paragraphs

WORDS = st.text(st.sampled_from("ab cd.\n😀é"), min_size=1, max_size=80)


@st.composite
def marked_texts(draw):
    text = draw(WORDS)
    inside = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(inside, inside, st.sampled_from(ROLES), st.integers(1, 5)), max_size=12))
    marks = {(min(a, b), max(a, b), role): number for a, b, role, number in spans if a != b}
    order = sorted(marks, key=lambda key: (key[0], -key[1], ROLES.index(key[2])))
    return text, [Mark(*key, claims=(marks[key],)) for key in order]


@given(marked_texts())
def test_the_pieces_are_the_text_and_every_mark_has_exactly_its_words(drawn):
    text, marks = drawn
    pieces = cut(text, marks, paragraphs(text))
    assert "".join(piece.text for piece in pieces) == text
    assert all(text[piece.start : piece.start + len(piece.text)] == piece.text != "" for piece in pieces)
    for mark in marks:
        own = [piece for piece in pieces if mark in piece.marks]
        assert "".join(piece.text for piece in own) == text[mark.start : mark.end]
        assert own[0].start == mark.start


@given(marked_texts())
def test_ids_and_links_are_those_of_the_marks_that_cover_a_piece(drawn):
    text, marks = drawn
    begun, ended = [], []
    for piece in cut(text, marks):
        over = [m for m in marks if m.start <= piece.start and piece.start + len(piece.text) <= m.end]
        assert set(piece.ids.split()) == {f"c{n}" for m in over for n in m.claims}
        assert set(piece.classes.split()) - {"nested"} == {m.role for m in over}
        links = [n for m in over if m.role == "trigger" for n in m.claims]
        assert piece.link == min(links, default=None)
        begun += piece.begins
        ended += piece.ends
    triggers = [n for m in marks if m.role == "trigger" for n in m.claims]
    assert sorted(begun) == sorted({f"c{n}" for n in triggers})
    assert sorted(ended) == sorted(triggers)


@given(WORDS)
def test_paragraphs_hold_the_whole_text(text):
    reading = Reading(Report(text), ReaderVersion("0", "0"))
    told = mark_text(reading)
    assert "".join(piece.text for paragraph in told for piece in paragraph.pieces) == text
    assert all(paragraph.start == paragraph.pieces[0].start for paragraph in told)


def test_paragraphs_end_after_their_blank_lines():
    text = "One.\n\nTwo.\nThree.\n\n\nFour."
    assert [text[start : start + 3] for start in paragraphs(text)] == ["One", "Two", "Thr", "Fou"]
    assert paragraphs("") == []


def test_no_text_has_no_paragraphs():
    assert mark_text(Reading(Report(""), ReaderVersion("0", "0"))) == ()


TEXT = "According to the Wire, Calvera denied on Monday that it sold 40 drones to Dravia."


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def reading() -> Reading:
    event = Event(
        type="AID",
        trigger=at("sold"),
        actors=(Participant(at("it"), "it"),),
        recipients=(Participant(at("Dravia"), "Dravia"),),
        objects=(Object(at("40 drones"), "40 drones"),),
        time=Time(at("on Monday"), "on Monday"),
    )
    wire, calvera = Source(at("the Wire"), "the Wire"), Source(at("Calvera"), "Calvera")
    claims = [
        Claim("1", event, (wire, calvera), at("denied"), "denies", False, (0, len(TEXT))),
        Claim("2", event, (), None, "alleges", False, (0, len(TEXT))),
    ]
    inner = Attribution((at("Calvera"),), (at("denied"),), (at("it sold 40 drones to Dravia"),))
    content = TEXT.index("Calvera"), len(TEXT) - 1
    outer = Attribution((at("the Wire"),), (at("According to"),), (content,))
    return Reading(Report(TEXT), ReaderVersion("0", "0"), (), (outer, inner), tuple(claims))


def test_marks_of_claims_and_statements_with_the_same_words_and_role_are_one():
    marks = {(TEXT[mark.start : mark.end], mark.role): mark for mark in find_marks(reading())}
    assert marks["Calvera", "source"].claims == (1,)
    assert marks["Calvera", "source"].statements == (2,)
    assert marks["sold", "trigger"].claims == (1, 2)
    assert marks["it", "actor"].claims == marks["on Monday", "time"].claims == (1, 2)
    assert marks["According to", "cue"].claims == ()


def test_words_say_all_that_they_are():
    pieces = {piece.text: piece for paragraph in mark_text(reading()) for piece in paragraph.pieces}
    assert (pieces["sold"].classes, pieces["sold"].ids) == ("content trigger nested", "c1 c2 s1 s2")
    assert (pieces["sold"].link, pieces["sold"].begins, pieces["sold"].ends) == (1, ("c1", "c2"), (1, 2))
    assert (pieces["Calvera"].classes, pieces["Calvera"].ids) == ("content source", "c1 s1 s2")
    assert pieces["."].marks == ()


def test_what_can_be_gone_to_is_named_once():
    parts = Attribution((), (), (at("the Wire"), at("40 drones")))
    told = mark_text(Reading(Report(TEXT), ReaderVersion("0", "0"), (), (parts,)))
    assert [piece.begins for paragraph in told for piece in paragraph.pieces if piece.begins] == [("s1",)]
