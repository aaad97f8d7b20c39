"""How a claim's stance goes with what people say of an event's factuality: MEANTIME, 60 Wikinews articles.

    python benchmarks/meantime.py DATA [--model DIR]

DATA is the folder that has data/factuality/meantime. MEANTIME (Minard et al. 2016, CC BY 4.0) gives the
event mentions of the headline and the first five sentences, the date line among them, three values:
`certainty` (how sure the main source is of the event), `polarity` (affirmed or negated) and `time`. sayso has
one value, the stance; `FACTUALITY` says what is expected of it and why. Neither was made for the other:

- MEANTIME marks every event, of business, markets and speech too; sayso political ones only. So the share of
  the gold mentions that are hit is no recall; values are compared where both mark the same words.
- MEANTIME keeps time apart: a plan that the source is sure of is CERTAIN and FUTURE. A stance that looks
  ahead is "uncertain" here, so such plans count as errors of certainty. The outcome, in which all three
  values are combined, is the fairer comparison: did it happen, did it not, or is that open?
- One mention has one value in MEANTIME and may have several claims in sayso. The one that counts is the
  report's own (without a source) where there is one, else the first.

Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.reading import Claim, Reader
from sayso.reading.ontology import STANCES

# Stance -> certainty and polarity. FactBank (Saurí and Pustejovsky 2009) has the same levels and says what
# they mean: CT+ and CT-, according to the source it is certainly the case, or certainly not; PR and PS, it is
# probably or possibly so; U, the source does not know or does not commit itself. So:
FACTUALITY = {
    "affirms": ("CERTAIN", "POS"),  # CT+: happened, happens or is decided
    "denies": ("CERTAIN", "NEG"),  # CT-: did not happen, or is not so
    "alleges": ("uncertain", "POS"),  # PR+, PS+: a hedge or a charge
    "doubts": ("uncertain", "POS"),  # not accepted, but not said to be untrue either
    "intends": ("uncertain", "POS"),  # nothing said of the future has happened yet,
    "predicts": ("uncertain", "POS"),  # however sure the speaker is of it
    "urges": ("uncertain", "POS"),  # wanted, so not there yet
    "supposes": ("uncertain", "POS"),  # a condition, an option or a question
}
MERGED = {"PROBABLE": "uncertain", "POSSIBLE": "uncertain"}  # 56 mentions in all: too few to part
CLASSES = {
    "certainty": ("CERTAIN", "uncertain"),
    "polarity": ("POS", "NEG"),
    "outcome": ("happened", "did not", "open"),
}
LAST_SENTENCE = 5  # the headline is sentence 0

Span = tuple[int, int]


@dataclass(frozen=True)
class Mention:
    """A gold event mention: the spans of its tokens, and its values (empty where none is marked)."""

    tokens: tuple[Span, ...]
    certainty: str
    polarity: str
    time: str

    def overlap(self, span: Span) -> int:
        """Count the characters that the mention has in common with a span."""
        return sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in self.tokens)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="folder with data/factuality/meantime")
    parser.add_argument("--model", type=Path, metavar="DIR", help="another model than the shipped one")
    args = parser.parse_args()
    paths = sorted((args.data / "data/factuality/meantime").glob("*.xml"))
    if not paths:
        parser.error(f"{args.data} has no data/factuality/meantime/*.xml")
    reader = Reader(args.model)
    marked = triggers = hits = 0
    matched: list[tuple[str, Mention]] = []
    for path in paths:
        text, end, mentions = article(path)
        reading = reader.read(text)
        if reading.report.text != text:
            raise SystemExit(f"{path.name}: the reader changed the text, so offsets do not fit")
        by_trigger = main_claims(claim for claim in reading.claims if claim.event.trigger[0] < end)
        pairs = aligned(list(by_trigger), mentions)
        marked += sum(bool(mention.certainty) for mention in mentions)
        triggers += len(by_trigger)
        hits += len(pairs)
        matched += [(by_trigger[span].stance, mention) for span, mention in pairs if mention.certainty]
    print(f"{len(paths)} articles, headline and first five sentences\n\n| | |\n|---|---|")
    print(f"| gold event mentions with factuality | {marked} |")
    print(f"| sayso's triggers | {triggers} |")
    print(f"| of them on a gold mention | {hits} ({share(hits, triggers)}) |")
    print(f"| of these, on one with factuality: compared below | {len(matched)} |")
    print("\n| | | gold | sayso | precision | recall | F1 | accuracy | always the commonest |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, classes in CLASSES.items():
        for cells in scored(name, classes, compared(name, matched)):
            print("| " + " | ".join(cells) + " |")
    print()
    for cells in cross(matched):
        print("| " + " | ".join(cells) + " |")


def article(path: Path) -> tuple[str, int, list[Mention]]:
    """Read an article: its text, where the sentences with factuality end, and their event mentions."""
    root = ET.parse(path).getroot()
    sentences: dict[int, list[tuple[str, str]]] = {}
    for token in root.iter("token"):
        its = sentences.setdefault(int(token.get("sentence", "")), [])
        its.append((token.get("t_id", ""), token.text or ""))
    paragraphs: list[str] = []
    spans: dict[str, Span] = {}
    at = end = 0
    for number, tokens in sorted(sentences.items()):
        paragraph, its_spans = spaced([word for _, word in tokens])
        if number <= LAST_SENTENCE:
            for (token_id, _), (start, stop) in zip(tokens, its_spans, strict=True):
                spans[token_id] = start + at, stop + at
            end = at + len(paragraph)
        paragraphs.append(paragraph)
        at += len(paragraph) + 2
    mentions = []
    for element in root.iter("EVENT_MENTION"):
        anchors = [anchor.get("t_id", "") for anchor in element.iter("token_anchor")]
        if anchors and all(anchor in spans for anchor in anchors):
            values = (element.get(name) or "" for name in ("certainty", "polarity", "time"))
            mentions.append(Mention(tuple(spans[anchor] for anchor in anchors), *values))
    return "\n\n".join(paragraphs), end, mentions


# Tokens that stand close to the one before, to the one after, or to both. ‘#’ is a pound sign there.
TO_LEFT = frozenset([",", ".", ";", ":", "!", "?", "%", ")", "]", "’", "...", "n't"])
TO_RIGHT = frozenset(["(", "[", "$", "US$", "AU$", "USD$", "£", "€", "#", "+"])
TO_BOTH = frozenset(["/"])
ENCLITICS = frozenset(["'s", "'re", "'ve", "'ll", "'d", "'m"])
QUOTES = {"``": '"', "''": '"', "`": "'"}


def spaced(words: Sequence[str]) -> tuple[str, list[Span]]:
    r"""Join a sentence's tokens as people write them; give the text and each token's span.

    >>> spaced(["``", "Jobs", "'", "plan", "ca", "n't", "wait", ",", "''", "he", "said", "."])[0]
    '"Jobs\' plan can\'t wait," he said.'
    """
    text = ""
    spans = []
    glued = True
    open_marks: set[str] = set()
    for word in words:
        written = QUOTES.get(word, word)
        left, right = word in TO_LEFT | TO_BOTH or word.lower() in ENCLITICS, word in TO_RIGHT | TO_BOTH
        if written == "'" and word != "`" and "'" not in open_marks and text.endswith("s"):
            left = True  # a possessive
        elif written in ('"', "'"):
            opens = word in ("``", "`") or (word != "''" and written not in open_marks)
            (open_marks.add if opens else open_marks.discard)(written)
            left, right = not opens, opens
        if not (left or glued):
            text += " "
        spans.append((len(text), len(text) + len(written)))
        text += written
        glued = right
    return text, spans


def main_claims(claims: Iterable[Claim]) -> dict[Span, Claim]:
    """Choose one claim for each trigger: the report's own where there is one, else the first."""
    chosen: dict[Span, Claim] = {}
    for claim in claims:
        before = chosen.get(claim.event.trigger)
        if before is None or (before.sources and not claim.sources):
            chosen[claim.event.trigger] = claim
    return chosen


def aligned(triggers: Sequence[Span], mentions: Sequence[Mention]) -> list[tuple[Span, Mention]]:
    """Pair triggers with mentions that share words with them, each at most once: those that have most in
    common first, then those with the least beside.
    """
    pairs = [
        (-shared, sum(end - start for start, end in mention.tokens), i, k)
        for i, span in enumerate(triggers)
        for k, mention in enumerate(mentions)
        if (shared := mention.overlap(span))
    ]
    taken: dict[int, int] = {}
    for _, _, i, k in sorted(pairs):
        if i not in taken and k not in taken.values():
            taken[i] = k
    return [(triggers[i], mentions[k]) for i, k in sorted(taken.items())]


def outcome(certainty: str, polarity: str, time: str) -> str:
    """Combine the three values: an event of the future, or of unknown value, is open; one that is certainly
    not coming did not happen.
    """
    if certainty != "CERTAIN" or polarity not in ("POS", "NEG"):
        return "open"
    if polarity == "NEG":
        return "did not"
    return "happened" if time == "NON_FUTURE" else "open"


def compared(name: str, matched: Iterable[tuple[str, Mention]]) -> list[tuple[str, str]]:
    """Give the pairs of gold and found values of one attribute; certainty and polarity that the gold leaves
    UNDERSPECIFIED are not compared.
    """
    pairs = []
    for stance, mention in matched:
        certainty, polarity = FACTUALITY[stance]
        gold = {
            "certainty": MERGED.get(mention.certainty, mention.certainty),
            "polarity": mention.polarity,
            "outcome": outcome(mention.certainty, mention.polarity, mention.time),
        }
        found = {
            "certainty": certainty,
            "polarity": polarity,
            "outcome": outcome(certainty, polarity, "NON_FUTURE"),  # a stance that looks ahead is uncertain
        }
        if gold[name] in CLASSES[name]:
            pairs.append((gold[name], found[name]))
    return pairs


def scored(name: str, classes: Iterable[str], pairs: list[tuple[str, str]]) -> list[list[str]]:
    """Score one attribute: a row for each class, then one for all."""
    gold, found = Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    right = Counter(g for g, f in pairs if g == f)
    rows = []
    for each in classes:
        quality = (
            share(right[each], found[each]),
            share(right[each], gold[each]),
            share(2 * right[each], gold[each] + found[each]),
        )
        rows.append([name, each, str(gold[each]), str(found[each]), *quality, "", ""])
    commonest = max(gold.values(), default=0)
    both = [share(right.total(), len(pairs)), share(commonest, len(pairs))]
    return [*rows, [f"**{name}**", "all", str(len(pairs)), str(len(pairs)), "", "", "", *both]]


def cross(matched: list[tuple[str, Mention]]) -> list[list[str]]:
    """Lay out stance against the certainty and polarity that are marked, and how many are in the future."""
    cells = Counter((stance, m.certainty, m.polarity) for stance, m in matched)
    future = Counter(stance for stance, m in matched if m.time == "FUTURE")
    columns = sorted({(certainty, polarity) for _, certainty, polarity in cells})
    head = [
        "stance",
        *(f"{certainty} {polarity}".strip() for certainty, polarity in columns),
        "of these FUTURE",
    ]
    rows = [
        [stance, *(str(cells[stance, *column] or "") for column in columns), str(future[stance] or "")]
        for stance in STANCES
    ]
    return [head, ["---"] * len(head), *rows]


def share(part: int, whole: int) -> str:
    """Write a share with three places; a dash where there is nothing to share."""
    if not whole:
        return "–"
    return f"{part / whole:.3f}".removeprefix("0")


if __name__ == "__main__":
    main()
