"""Numbers that claims give, and which of them cannot all be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.reading import Event, Object, Participant, Time
from sayso.weigh.numbers import Given, contradictions, count_in_words, counts_of, fits_both
from sayso.weigh.records import Count, EventMention, Speaker, Voice


def count(amount: float, bound: str | None = None, item: str = "drone", **more: str) -> Count:
    return Count(item, amount, bound=bound, **more)


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        (count(6000), count(4000), False),
        (count(6000), count(6000), True),
        (count(1000, "at least"), count(1200), True),
        (count(1000, "at least"), count(900), False),
        (count(1000, "at least"), count(1000), True),
        (count(50, "at most"), count(60), False),
        (count(50, "at most"), count(60, "at most"), True),
        (count(1000, "about"), count(1100), True),
        (count(1000, "about"), count(1500), False),
        (count(1200), count(1237), True),
        (count(12), count(13), False),
        (count(6000), count(4000, item="rocket"), True),
        (count(6000, item="shahed drone"), count(4000), False),
        (count(6000, item="shahed drone"), count(4000, item="combat drone"), True),
        (count(5, unit="tonne"), count(7, unit="litre"), True),
        (count(5, item="money", currency="USD"), count(7, item="money", currency="EUR"), True),
        (count(5, item="money", currency="USD"), count(7, item="money", currency="USD"), False),
    ],
)
def test_what_fits(one: Count, other: Count, fit: bool) -> None:
    assert fits_both(one, other) is fit
    assert fits_both(other, one) is fit


COUNTS = st.builds(
    count,
    st.floats(0, 1e9, allow_nan=False),
    st.sampled_from([None, "at least", "at most", "about"]),
    st.sampled_from(["drone", "shahed drone", "rocket"]),
)


@given(COUNTS, COUNTS)
def test_fitting_is_mutual_and_everything_fits_itself(one: Count, other: Count) -> None:
    assert fits_both(one, one)
    assert fits_both(one, other) is fits_both(other, one)


def test_what_is_said_of_different_days_may_both_be_true() -> None:
    a = Given(count(6000), "2030-01-01", "2030-01-31")
    b = Given(count(4000), "2030-03-01", "2030-03-31")
    assert contradictions([a, b]) == ()
    assert contradictions([a, Given(count(4000), "2030-01-15", "2030-02-15")]) != ()
    assert contradictions([a, Given(count(4000))]) != ()


def test_a_toll_may_grow() -> None:
    early = Given(count(12, item="people killed"), published=("2030-01-01",), grows=True)
    late = Given(count(15, item="people killed"), published=("2030-01-02",), grows=True)
    assert contradictions([early, late]) == ()
    fewer = Given(count(9, item="people killed"), published=("2030-01-03",), grows=True)
    assert contradictions([early, late, fewer]) == (
        (early.count, fewer.count),
        (late.count, fewer.count),
    )


def mention(key: str, sentence: str, event: Event) -> EventMention:
    return EventMention(key, "r1", event, sentence[slice(*event.trigger)], sentence, (0, len(sentence)), ())


def voice(event: str, stance: str = "affirms") -> Voice:
    return Voice(f"claim of {event}", event, "r1", "Post", "2030-01-01", stance, (Speaker("post", "Post"),))


def test_numbers_come_from_objects_with_their_bounds_and_days() -> None:
    sentence = "Spain sent at least 300 generators in May."
    thing = Object((20, 34), "300 generators", "quantity", "generator", 300.0)
    event = Event(
        type="AID",
        trigger=(6, 10),
        objects=(thing,),
        time=Time((35, 41), "in May", "2030-05-01", "2030-05-31"),
    )
    its = voice("m")
    (found,) = counts_of([mention("m", sentence, event)], [its], {its: "post"})
    assert found.count == Count(
        "generator", 300.0, bound="at least", origins=("post",), claims=("claim of m",)
    )
    assert (found.starts, found.ends, found.grows) == ("2030-05-01", "2030-05-31", False)


def test_nobody_gives_a_number_that_is_denied() -> None:
    thing = Object((11, 25), "300 generators", "quantity", "generator", 300.0)
    event = Event(type="AID", trigger=(6, 10), objects=(thing,))
    its = voice("m", "denies")
    assert counts_of([mention("m", "Spain sent 300 generators.", event)], [its], {its: "post"}) == ()


@pytest.mark.parametrize(
    ("sentence", "words", "item", "amount", "bound"),
    [
        ("The flood killed 12 people.", "12 people", "people killed", 12, None),
        ("At least 15 civilians were killed.", "15 civilians", "civilian killed", 15, "at least"),
        ("The raid left 12 killed.", "12", "people killed", 12, None),
        ("It left 30 wounded.", "30 wounded", "people hurt", 30, None),
        ("The death toll rose to 21.", "21", "people killed", 21, None),
        ("Gunmen attacked 20 villagers.", "20 villagers", None, None, None),
        ("Gunmen killed several villagers.", "several villagers", None, None, None),
    ],
)
def test_tolls(sentence: str, words: str, item: str | None, amount: float | None, bound: str | None) -> None:
    at = sentence.index(words)
    event = Event(type="ASSAULT", trigger=(4, 9), recipients=(Participant((at, at + len(words)), words),))
    its = voice("m")
    found = counts_of([mention("m", sentence, event)], [its], {its: "post"})
    assert [(each.count.item, each.count.amount, each.count.bound) for each in found] == (
        [] if item is None else [(item, amount, bound)]
    )
    assert all(each.grows for each in found)


def test_counts_in_words() -> None:
    assert count_in_words(count(1000, "at least", "container")) == "at least 1,000 containers"
    assert count_in_words(count(1.75e9, item="money", currency="USD")) == "USD 1,750,000,000"
