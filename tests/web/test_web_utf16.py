from hypothesis import given
from hypothesis import strategies as st

from sayso.report import normalise
from sayso.web.utf16 import code_point, in_utf16, utf16_offset, wide_characters

texts = st.text(st.sampled_from("ab é€中😀𝒳\U0010ffff\n"), max_size=60) | st.text(max_size=60).map(normalise)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(texts)
def test_offsets_are_those_of_utf_16(text):
    wide = wide_characters(text)
    for at in range(len(text) + 1):
        assert utf16_offset(at, wide) == units(text[:at])
        assert code_point(utf16_offset(at, wide), wide) == at


@given(texts)
def test_an_offset_within_a_character_means_its_start(text):
    wide = wide_characters(text)
    for at in wide:
        assert code_point(utf16_offset(at, wide) + 1, wide) == at


def test_a_text_without_wide_characters_has_the_same_offsets():
    assert wide_characters("plain") == wide_characters("naïve 中文") == []
    assert utf16_offset(7, []) == code_point(7, []) == 7


def test_all_spans_of_a_reading_are_turned_and_nothing_else():
    text = "😀 Dravia denied it."
    reading = {
        "report": {"text": text, "title": None},
        "mentions": [
            {"span": [2, 8], "text": "Dravia", "score": 0.5, "why": {"rule": "name", "antecedent": [2, 8]}}
        ],
        "attributions": [
            {"source": [[2, 8]], "cue": [[9, 15]], "content": [[16, 18]], "speaker": {"text": "Dravia"}}
        ],
        "claims": [
            {
                "event": {"trigger": [9, 15], "actors": [{"span": [2, 8]}], "time": None},
                "sources": [{"span": [2, 8], "text": "Dravia"}],
                "cue": [9, 15],
                "sentence": [0, 19],
                "confidence": {"event": 0.9},
            }
        ],
    }
    told = in_utf16(reading, text)
    claim = told["claims"][0]
    assert claim["event"] == {"trigger": [10, 16], "actors": [{"span": [3, 9]}], "time": None}
    assert claim["sources"] == [{"span": [3, 9], "text": "Dravia"}]
    assert (claim["cue"], claim["sentence"]) == ([10, 16], [0, 20])
    assert told["attributions"][0] == {
        "source": [[3, 9]],
        "cue": [[10, 16]],
        "content": [[17, 19]],
        "speaker": {"text": "Dravia"},
    }
    assert told["mentions"][0]["why"] == {"rule": "name", "antecedent": [3, 9]}
    assert told["report"] == reading["report"]
    assert reading["claims"][0]["cue"] == [9, 15]
