"""Copies, near-copies, and reports that only look like them; batch and one by one."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.weigh.shingles import MOST, Sketch, shared, sketch, words_of
from sayso.weigh.stories import (
    CopyPair,
    Published,
    candidate_pairs,
    carried,
    copy_pairs,
    group_stories,
    is_candidate,
    is_copy,
    likeness,
    new_pairs,
)

WIRE = """The harbour of Lisk was closed on Friday after a fire broke out in a warehouse where the navy \
keeps old mines, the interior ministry said. Two guards and a fireman were taken to hospital with burns.

Residents of three streets near the eastern basin had to leave their homes. The mayor opened the sports hall \
and two schools for them, and promised hot meals until the weekend.

“Nobody knew what was in there, and nobody had asked,” said Odile Marn, who runs a bakery opposite the gate. \
“We counted eleven bangs and then we ran.”

The ministry said that the mines held no explosive and that the bangs came from bottles of gas. An inquiry \
led by a retired judge is to report before the end of the month.

Ferries to the outer islands leave from the northern pier for the time being. Lisk handles a third of the \
country's imports of paper and nearly all of its bananas."""

OTHER = """Firefighters in Lisk fought for nine hours against a blaze that began shortly after lunch in a \
naval store. Three people are being treated, one of them with serious injuries, according to a doctor on duty.

“Nobody knew what was in there, and nobody had asked,” said the baker Odile Marn. “We counted eleven bangs \
and then we ran.”

Why weapons from the last war lay a hundred metres from a kindergarten is a question that the admiral on the \
phone would not answer. He spoke of a misunderstanding and hung up.

Shipping agents expect queues. Most lines have sent their vessels to Norrby, a day's sail to the south, \
where cranes work through the night and lorries already block the ring road."""

CUT = "\n\n".join(["Fire shuts harbour", *WIRE.split("\n\n")[:2], WIRE.split("\n\n")[3]])
LOCAL = "Our town sells most of its flowers through Lisk, and growers fear for the coming week."
SHUFFLED = "\n\n".join([*reversed(WIRE.split("\n\n")), LOCAL])
EDITED = (
    WIRE.replace("warehouse", "depot")
    .replace("said", "stated")
    .replace("old mines", "disused sea mines")
    .replace("had to leave", "were told to quit")
    .replace("promised hot meals until the weekend", "said there would be warm food until Sunday")
    .replace("retired judge", "former magistrate")
)


def text_of(seed: int, words: int = 150) -> str:
    """Make up a text of words that no other seed has."""
    chance = random.Random(seed)
    stock = [f"w{seed}x{number}" for number in range(60)]
    return " ".join(f"{chance.choice(stock)}{'.' if at % 14 == 13 else ''}" for at in range(words))


@pytest.mark.parametrize("copy", [CUT, SHUFFLED, EDITED, WIRE.upper(), WIRE.replace("\n\n", " ")])
def test_near_copies_are_found(copy: str) -> None:
    found = likeness(WIRE, copy)
    assert is_copy(found), found
    assert is_candidate(sketch(WIRE), sketch(copy))
    assert [pair[:2] for pair in copy_pairs([("wire", WIRE), ("copy", copy), ("other", OTHER)])] == [
        ("copy", "wire")
    ]


def test_a_shared_quotation_makes_no_copy() -> None:
    assert not is_copy(likeness(WIRE, OTHER))
    quotation = "“" + text_of(1, 60) + "”"
    one, other = (
        f"{text_of(seed, 30)}\n\n{quotation} he said.\n\n{text_of(seed + 1, 10)}" for seed in (2, 4)
    )
    assert is_candidate(sketch(one), sketch(other))
    assert not is_copy(likeness(one, other))
    assert "shared quotations" in likeness(one, other).why


def test_texts_of_little_but_one_quotation_are_no_copies() -> None:
    quotation = "“" + text_of(1, 60) + "”"
    assert not is_copy(likeness(f"Minister: {quotation} she said.", f"{quotation} she said on Monday."))


def test_a_foot_makes_no_copy() -> None:
    foot = text_of(1, 40)
    one, other = (f"{text_of(seed, 120)}\n\n{foot}" for seed in (2, 3))
    assert not is_copy(likeness(one, other))


def test_a_brief_in_a_round_up_is_no_copy() -> None:
    brief = text_of(1, 60)
    round_up = "\n\n".join([brief, *(text_of(seed, 80) for seed in range(2, 9))])
    assert likeness(brief, round_up).score == 1
    assert not is_copy(likeness(brief, round_up))


def test_likeness_is_the_same_both_ways() -> None:
    for copy in (CUT, SHUFFLED, EDITED, OTHER):
        there, back = likeness(WIRE, copy), likeness(copy, WIRE)
        assert (there.score, there.share_a, there.share_b) == (back.score, back.share_b, back.share_a)
        assert there.why == back.why


def test_what_a_copy_adds_is_not_carried() -> None:
    spans = carried(SHUFFLED, WIRE)
    assert LOCAL not in {SHUFFLED[start:end] for start, end in spans}
    assert SHUFFLED[slice(*spans[0])].startswith("Ferries to the outer islands")
    assert len(spans) == len(carried(WIRE, SHUFFLED)) == len(carried(WIRE, WIRE))


@pytest.mark.parametrize("text", ["", " \n", "!?", "One.", "One two", "‘", "“open " * 5, "火事", "ไฟไหม้"])
def test_little_or_no_text(text: str) -> None:
    assert likeness(text, WIRE).score < 0.5
    assert not is_copy(likeness(text, WIRE))
    assert carried(text, WIRE) == ()
    assert len(sketch(text).hashes) <= 1
    assert copy_pairs([("a", text), ("b", text)]) == []


def test_scripts_without_spaces() -> None:
    first = (
        "利斯克港口星期五发生火灾后关闭，内政部表示，海军在仓库中存放旧水雷。两名警卫和一名消防员被送往医院。"
    )
    more = "港口附近三条街道的居民必须离开家园，市长为他们开放了体育馆和两所学校，并承诺提供热饭直到周末。"
    other = (
        "议会昨日以微弱多数通过了新的预算案，反对党批评说，教育经费被大幅削减，而国防开支却连续第三年增长。"
    )
    assert copy_pairs([("a", first + more), ("b", more + "\n" + first), ("c", other + other[:20])])[0][
        :2
    ] == ("a", "b")
    assert len(copy_pairs([("a", first + more), ("b", more), ("c", other)])) == 1


def test_words_fold_case_and_form() -> None:
    assert words_of("ﬁre Straße ＡＢＣ").keys.tolist() == words_of("FIRE, strasse: abc!").keys.tolist()


def test_sketches_are_stable_and_small() -> None:
    # These numbers are stored: where they change, ledgers have to be sketched again.
    assert sketch("The harbour of Lisk was closed.").hashes == (
        -6771606441805783919,
        -2202042802806552754,
        -1602184533088610281,
        -128623535537505418,
    )
    long = sketch(text_of(1, 1000))
    assert len(long.hashes) == MOST
    assert list(long.hashes) == sorted(set(long.hashes))
    assert all(-(2**63) <= each < 2**63 for each in long.hashes)
    assert Sketch(long.stored) == long
    assert len(long.stored) == 8 * MOST


def test_sketches_see_a_part_of_a_long_text() -> None:
    whole = text_of(1, 3000)
    part = " ".join(whole.split()[900:1800])
    count, share = shared(sketch(whole), sketch(part))
    assert count >= 10
    assert share > 0.8
    assert shared(sketch(whole), sketch(part)) == shared(sketch(part), sketch(whole))


# ---- sets of reports ---------------------------------------------------------------------------------------


class Index:
    """What a ledger keeps for stories, in memory; takes reports one by one."""

    def __init__(self, common: int) -> None:
        self._common = common
        self._texts: dict[str, str] = {}
        self._sketches: dict[str, Sketch] = {}
        self._holders: dict[int, set[str]] = defaultdict(set)
        self.pairs: dict[tuple[str, str], CopyPair] = {}

    def add(self, name: str, text: str) -> None:
        self._texts[name], self._sketches[name] = text, sketch(text)
        own = self._sketches[name].hashes
        for each in own:
            self._holders[each].add(name)
        common = frozenset(each for each in own if len(self._holders[each]) > self._common)
        for pair in new_pairs(
            (name, text),
            lambda hashes: Counter(holder for each in hashes for holder in self._holders[each]),
            lambda names: {each: self._sketches[each] for each in names},
            lambda names: {each: self._texts[each] for each in names},
            common,
        ):
            self.pairs[pair[:2]] = pair
        just = {each for each in common if len(self._holders[each]) == self._common + 1}
        for one, other in list(self.pairs):
            both = [self._sketches[each] for each in (one, other)]
            if just.intersection(both[0].hashes, both[1].hashes):
                formulas = {each for each in both[0].hashes if len(self._holders[each]) > self._common}
                if not is_candidate(*both, frozenset(formulas)):
                    del self.pairs[one, other]


def reports_of(plan: Iterable[tuple[int, int, int]]) -> dict[str, str]:
    """Make reports: (source, first word, words) of one of a few long texts, with a foot under some."""
    sources = [text_of(seed, 160).split() for seed in range(4)]
    made = {}
    for number, (source, first, length) in enumerate(plan):
        words = sources[source][first : first + length]
        made[f"r{number * 7 % 31:02}-{number}"] = " ".join(words) + (
            "\n\n" + text_of(9, 30) if first % 2 else ""
        )
    return made


PLANS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(20, 160)), min_size=1, max_size=14
)


@settings(max_examples=30, deadline=None)
@given(plan=PLANS, seed=st.integers(0, 1000), common=st.sampled_from([2, 4, 1000]))
def test_order_does_not_matter_and_one_by_one_is_as_all_at_once(
    plan: list[tuple[int, int, int]], seed: int, common: int
) -> None:
    reports = list(reports_of(plan).items())
    mixed = random.Random(seed).sample(reports, len(reports))
    at_once = copy_pairs(reports, common=common)
    assert copy_pairs(mixed, common=common) == at_once
    index = Index(common)
    for name, text in mixed:
        index.add(name, text)
    assert [index.pairs[each] for each in sorted(index.pairs)] == at_once
    known = [Published(name, text) for name, text in reports]
    again = [Published(name, text) for name, text in mixed]
    assert group_stories(at_once, known) == group_stories(reversed(at_once), again)


@settings(max_examples=20, deadline=None)
@given(plan=PLANS)
def test_candidates_are_those_of_the_rule(plan: list[tuple[int, int, int]]) -> None:
    sketches = {name: sketch(text) for name, text in reports_of(plan).items()}
    names = sorted(sketches)
    wanted = [
        (one, other)
        for at, one in enumerate(names)
        for other in names[at + 1 :]
        if is_candidate(sketches[one], sketches[other])
    ]
    assert list(candidate_pairs(sketches)) == wanted


def test_counting_in_portions_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sketches = {f"{number:02}": sketch(text_of(number % 3, 100 + number)) for number in range(20)}
    wanted = list(candidate_pairs(sketches))
    monkeypatch.setattr("sayso.weigh.stories._AT_ONCE", 50)
    assert list(candidate_pairs(sketches)) == wanted
    assert len(wanted) > 30


@settings(max_examples=60, deadline=None)
@given(
    copy=st.text(st.sampled_from("ab .\n“”\"'’火水é\u0301"), max_size=300),
    lead=st.text(st.sampled_from("ab .\n“”\"'’火水é\u0301"), max_size=300),
)
def test_spans_lie_in_the_text(copy: str, lead: str) -> None:
    end_before = 0
    for start, end in carried(copy, lead):
        assert end_before <= start < end <= len(copy)
        assert not copy[start].isspace()
        end_before = end
    found = likeness(copy, lead)
    assert 0 <= found.score <= 1
    assert 0 <= found.share_a <= 1
    assert 0 <= found.share_b <= 1


def test_a_common_hash_finds_nobody() -> None:
    reports = [(f"{number}", text_of(1)) for number in range(5)]
    assert len(copy_pairs(reports, common=5)) == 10
    assert copy_pairs(reports, common=4) == []


# ---- stories -----------------------------------------------------------------------------------------------


def story_of(*reports: Published) -> list[list[str]]:
    pairs = copy_pairs((each.id, each.text) for each in reports)
    return [[member.id for member in story.members] for story in group_stories(pairs, reports)]


def test_the_agency_leads_then_the_earliest_then_the_longest() -> None:
    dated = f"LISK (Osk Press) - {WIRE}"
    agency = Published("z", dated, "Osk Press", "2024-05-04")
    early = Published("b", CUT, "The Courier", "2024-05-03")
    long = Published("c", SHUFFLED, "Radio West", "2024-05-03")
    undated = Published("a", EDITED, "Daily Sheet")
    alone = Published("m", OTHER, "The Lamp", "2024-05-01")
    assert story_of(agency, early, long, undated, alone) == [["m"], ["z", "a", "b", "c"]]
    assert story_of(early, long, undated) == [["c", "a", "b"]]
    assert story_of(early, undated) == [["b", "a"]]
    assert story_of(Published("q", dated, "Daily Sheet"), early) == [["b", "q"]]


def test_an_agency_that_names_nobody_leads_too() -> None:
    assert story_of(Published("a", WIRE, "Evening Sheet", "2024-05-03"), Published("b", CUT, "Reuters")) == [
        ["b", "a"]
    ]


def test_two_halves_of_one_text_are_one_story() -> None:
    whole = text_of(1, 200).split()
    halves = Published("a", " ".join(whole[:100])), Published("b", " ".join(whole[100:]))
    every = Published("c", " ".join(whole))
    assert story_of(*halves) == [["a"], ["b"]]
    assert story_of(*halves, every) == [["c", "a", "b"]]


def test_members_say_why() -> None:
    whole = text_of(1, 200).split()
    reports = [
        Published("a", " ".join(whole[:110]), published="2024-01-01"),
        Published("b", " ".join(whole)),
        Published("c", " ".join(whole[110:])),
    ]
    pairs = copy_pairs((each.id, each.text) for each in reports)
    (story,) = group_stories(pairs, reports)
    lead, direct, by_way = story.members
    assert (story.lead, lead.score, lead.why) == ("a", 1, "the lead")
    assert direct.why.endswith("% of the words are carried over")
    assert by_way.why.startswith("by way of b: ")
    assert by_way.score == 1
    assert group_stories([], reports[:1])[0].id == story.id


def test_pairs_of_unknown_reports_are_passed_over() -> None:
    pairs = copy_pairs([("a", WIRE), ("b", CUT)])
    assert [story.lead for story in group_stories(pairs, [Published("a", WIRE)])] == ["a"]
