"""How much of what: the objects of events ("more than 1,000 containers of munitions", "$400 million").

What a phrase is taken to mean:

- `amount` is stated as a number: figures, number words, or both ("two dozen", "half a million", "€1.5bn").
  Of a range it is the lower end, with the bound "at least". "A drone" states none, "a single drone" one;
  "dozens", "hundreds of", "several" and "a third of" state none either, and no bound.
- `item` is the head of the noun phrase, in the singular: "container" in "1,000 containers of munitions".
  A designation before it stays ("Shahed-136 drone"), and so does what makes an arm of it ("artillery shell").
  Of several things joined by "and" it is the first.
- `kind` follows what the thing is: "materiel" where the head, or what the containers hold, is arms,
  ammunition, vehicles or other military equipment; else "money" where a sum is named, "people", or "quantity"
  where there is a number of anything else. What is worth a sum has the sum as its amount, unless it is
  counted.
- `unit` is a measure in the singular ("tonne", "percent", "barrel per day"), None for pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from sayso.reading.amount_words import (
    ARMS,
    ARMS_NAMES,
    ARMS_WITH,
    BOUNDS,
    CURRENCIES,
    CURRENCIES_OF,
    HOLDS,
    LEADING,
    MEASURES,
    OF_ARMS,
    PEOPLE,
    SCALES,
    SHORT_SCALES,
    SINGULAR,
    SMALL_NUMBERS,
    TENS,
)
from sayso.reading.typography import PLAIN_MARKS

__all__ = ["Measure", "measure"]

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Measure:
    """What an object phrase states; each field as `sayso.reading.Object` has it."""

    kind: str | None = None
    item: str | None = None
    amount: float | None = None
    unit: str | None = None
    currency: str | None = None
    bound: str | None = None


_VAGUE = re.compile(
    r"(?:(?:many|several|a few|few|some) )?(?:tens of |hundreds of )?(?:dozens|scores|hundreds|"
    r"thousands|millions|billions|trillions|tens) of |"
    r"(?:several|a few|few|many|numerous|multiple|various|most|countless)"
    r"(?: (?:dozen|hundred|thousand|million|billion))?(?: of)? |a (?:number|lot|couple|handful|series) of |"
    r"(?:a |one[ -]|two[ -]|three[ -])?(?:half|thirds?|quarters?|fifth|tenth|fraction|majority) of "
)
_SYMBOL = r"(?:(?:US|CAN|CDN|CA|C|AU|A|NZ|HK|NT|S|R)?\$|[€£¥₹₽₴₺₩₪₦])"
_CODES = sorted(
    {name for names in CURRENCIES.values() for name in names.split() if re.fullmatch("[a-z]{3}", name)}
)
_CODE = "(?:" + "|".join(code for code in _CODES if code not in ("won", "yen", "lei", "btc", "rub")) + ")"
_FIGURE = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_SCALE = "(?:" + "|".join([*SCALES, *SHORT_SCALES]) + ")"
_SUM = re.compile(
    rf"(?<![\w.])(?P<mark>(?:(?i:{_CODE}|RUB) ?)?{_SYMBOL}|(?i:{_CODE}|RUB|Rs\.?)(?= ?\d)|N(?=\d)) ?"
    rf"(?P<figure>{_FIGURE})(?:[ -]?(?P<scale>(?i:{_SCALE})))?(?![\w])"
    rf"(?P<range> ?(?:-|to) ?{_SYMBOL}?(?:{_FIGURE})(?:[ -]?(?P<scale2>(?i:{_SCALE})))?(?![\w]))?"
)
_FIGURES = re.compile(rf"({_FIGURE})({'|'.join(SHORT_SCALES)})?(%|\+|-plus)?")
_FIGURE_RANGE = re.compile(rf"({_FIGURE})-({_FIGURE})")
_CALIBRE = re.compile(r"\b(\d{1,3}(?:\.\d{1,2})?)[ -]?mm\b")
_PAIRS = re.compile(r"\b(Storm|Black|Iron|Sea|Sky) (Shadow|Hawks?|Dome|Beam|King|Baby|Sparrow|Sabre)\b")
_DESIGNATION = re.compile(
    r"(?=.{2,20}$)(?:[A-Z][A-Za-z]{0,11}(?:-?[A-Z])?-?\d{1,4}[A-Za-z]{0,4}\d?(?:[-/]\w{1,5})?|"
    r"[A-Z][a-z]{2,11}-(?:I{1,3}|IV|V)|\d{1,3}[A-Z]{1,4}\d{0,3}|\d[\d.]*mm)"
)
_NO_DESIGNATION = re.compile(
    r"(?:G\d+|COVID-?\d+|COP\d+|H\d+N\d+|A[45]|P5.*|Covid-\d+|\d+G|M\d{1,2}|[A-Z][a-z]+-?(?:19|20)\d\d)"
)
_MARKS = frozenset(["mk", "mark", "type", "project", "model", "class"])
_CUT = re.compile(
    r" (?:of|for|from|in|to|with|worth|by|at|on|that|which|who|including|apiece|each|per|into|"
    r"against|under|as|near|inside|"
    r"over|aboard|carrying|loaded|belonging|between|(?:a|an) (?:day|week|month|year|hour))(?= |"
    r"$)|,? (?:apiece|each)$|[,;:()\[\]]| - "
)
_PER = re.compile(r"^ ?(?:a|an|per|every|each) (second|minute|hour|day|week|month|year)\b")


def measure(words: str) -> Measure:
    """Give what an object phrase states. Never raises; what it does not state is None.

    >>> measure("more than 6,000 Shahed-136 drones")  # doctest: +NORMALIZE_WHITESPACE
    Measure(kind='materiel', item='Shahed-136 drone', amount=6000, unit=None, currency=None,
            bound='at least')
    """
    if len(words) > _LONGEST:
        return Measure()
    text = " ".join(words.translate(PLAIN_MARKS).split()).strip(" ,;:.\"'")
    found = _measure(_PAIRS.sub(r"\1_\2", _CALIBRE.sub(r"\1mm", text)))
    return replace(found, item=found.item.replace("_", " ")) if found.item else found


@dataclass(frozen=True, slots=True)
class _Number:
    value: Decimal
    length: int
    bound: str | None = None
    percent: bool = False
    year: bool = False


def _measure(text: str) -> Measure:
    bound, text = _without_bound(text)
    found = _sum(text)
    if found is not None:
        return replace(found, bound=found.bound or bound)
    tokens = text.split()
    number = _count(tokens, 0)
    if number is None:
        return _uncounted(text)
    rest = tokens[number.length :]
    found = _counted(number, rest)
    if found is None:
        return _uncounted(text)
    return replace(found, bound=number.bound or bound)


def _without_bound(text: str) -> tuple[str | None, str]:
    """Take "more than", "up to", "about" and what says nothing off the front."""
    bound = None
    while True:
        for name, pattern in _BOUND_PATTERNS:
            if m := pattern.match(text):
                bound, text = bound or name, text[m.end() :]
                break
        else:
            first, _, rest = text.partition(" ")
            if rest and first.endswith(("'s", "s'")) and _single(rest.split(), 0) is not None:
                text = rest  # "Romania's 30 trainers"
                continue
            if not rest or first.lower() not in LEADING:
                return bound, text
            if first.lower() in ("a", "an") and (_VAGUE.match(text.lower()) or _starts_scale(rest)):
                return bound, text
            text = rest


_BOUND_PATTERNS = [
    (name, re.compile(rf"(?:{words})(?:(?<=[<>~≈]) ?| )", re.IGNORECASE)) for name, words in BOUNDS
]


def _starts_scale(text: str) -> bool:
    return text.split()[0].lower() in SCALES or text.lower().startswith("half ")


def _count(tokens: list[str], at: int) -> _Number | None:
    """Read the number that begins at a token: figures, words, a range of them."""
    first = _single(tokens, at)
    if first is None and at < len(tokens) and tokens[at].lower() == "between":
        low = _single(tokens, at + 1)
        if low is not None and tokens[at + 1 + low.length : at + 2 + low.length] == ["and"]:
            high = _single(tokens, at + 2 + low.length)
            if high is not None:
                return _from(low, high, 2)
    if first is None:
        return None
    join = tokens[at + first.length : at + first.length + 1]
    if join and join[0].lower() in ("to", "or"):
        high = _single(tokens, at + first.length + 1)
        if high is not None and high.value > first.value:
            return _from(first, high, 1)
    return first


def _from(low: _Number, high: _Number, between: int) -> _Number:
    """Give the lower end of a range, which takes its scale from the upper one: "20 to 30 million"."""
    value = low.value
    if low.length == 1 and high.length == 2 and value < 1000:
        scale = next((s for s in (10**12, 10**9, 10**6, 10**3, 100, 12) if high.value % s == 0), 1)
        value *= scale if value * scale <= high.value else 1
    return _Number(value, low.length + high.length + between, "at least", high.percent)


def _single(tokens: list[str], at: int) -> _Number | None:
    if at >= len(tokens):
        return None
    token = tokens[at].rstrip(",")
    if m := _FIGURE_RANGE.fullmatch(token):
        low, high = _decimal(m[1]), _decimal(m[2])
        return _scaled(low, tokens, at + 1, 1, "at least") if low < high else None
    if m := _FIGURES.fullmatch(token):
        value = _decimal(m[1])
        if m[3] == "%":
            return _Number(value, 1, percent=True)
        year = m[2] is None and "," not in m[1] and "." not in m[1] and 1900 <= value <= 2099
        if m[2] is not None:
            value *= SHORT_SCALES[m[2]]
        found = _scaled(value, tokens, at + 1, 1, "at least" if m[3] else None)
        return replace(found, year=year and found.length == 1)
    return _in_words(tokens, at)


def _scaled(value: Decimal, tokens: list[str], at: int, length: int, bound: str | None) -> _Number:
    while at < len(tokens) and tokens[at].lower() in SCALES and length < 4:
        value, at, length = value * SCALES[tokens[at].lower()], at + 1, length + 1
    following = [token.lower() for token in tokens[at : at + 2]]
    if following[:1] in (["%"], ["percent"], ["percentage"]):
        return _Number(value, length + 1, bound, percent=True)
    if following == ["per", "cent"]:
        return _Number(value, length + 2, bound, percent=True)
    return _Number(value, length, bound)


def _in_words(tokens: list[str], at: int) -> _Number | None:
    """Read "two dozen", "half a million", "three hundred and fifty thousand"."""
    words = [token.lower().rstrip(",") for token in tokens[at : at + 10]]
    if words[:1] == ["half"] and len(words) > 2 and words[1] in ("a", "an") and words[2] in SCALES:
        return _scaled(Decimal(SCALES[words[2]]) / 2, tokens, at + 3, 3, None)
    if words[:1] in (["a"], ["an"]) and len(words) > 1 and words[1] in SCALES:
        return _scaled(Decimal(SCALES[words[1]]), tokens, at + 2, 2, None)
    if words[:1] == ["single"]:
        return _Number(Decimal(1), 1)
    total = current = used = 0
    for n, word in enumerate(words):
        tens, _, ones = word.partition("-")
        if word in SMALL_NUMBERS or word in TENS:
            current += SMALL_NUMBERS.get(word, TENS.get(word, 0))
        elif tens in TENS and ones in SMALL_NUMBERS:
            current += TENS[tens] + SMALL_NUMBERS[ones]
        elif word in SCALES and (current or (n == 0 and word != "dozen")):
            scale = SCALES[word]
            current = (current or 1) * scale
            if scale >= 1000:
                total, current = total + current, 0
        elif word == "and" and used == n and n and words[n - 1] in SCALES:
            continue
        else:
            break
        used = n + 1
    return _scaled(Decimal(total + current), tokens, at + used, used, None) if used else None


def _decimal(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


def _plain(value: Decimal) -> float:
    """Give a number that a double holds exactly, whole where it is whole."""
    number = float(value)
    return int(number) if number.is_integer() else number


def _sum(text: str) -> Measure | None:
    """Read a sum of money anywhere in a phrase."""
    if m := _SUM.search(text):
        scale = (m["scale"] or m["scale2"] or "").lower()
        value = _decimal(m["figure"]) * (SCALES | SHORT_SCALES).get(scale, 1)
        bound = "at least" if m["range"] else None
        return _priced(text[: m.start()], text[m.end() :], value, _currency(m["mark"]), bound)
    tokens = text.split()
    for at in range(len(tokens)):
        number = _count(tokens, at)
        if number is None or number.percent:
            continue
        end = at + number.length
        for width in (1, 2, 3):
            named, currency = _currency_words(tokens[end : end + width])
            pounds_of = tokens[end : end + 2] in (["pounds", "of"], ["pound", "of"])
            if named and not pounds_of:
                before, after = " ".join(tokens[:at]), " ".join(tokens[end + width :])
                return _priced(before, after, number.value, currency, number.bound)
    return None


def _currency(mark: str) -> str | None:
    """Give the code of a currency's sign, which may have a code or a letter before it."""
    mark = mark.strip().lower()
    head = re.match(r"[a-z]{3} ?(?=\W)", mark)
    if head and head[0].strip() in _CURRENCY_OF:
        mark = head[0].strip()
    return _CURRENCY_OF.get(mark.rstrip("."))


_CURRENCY_OF = {name: code for code, names in CURRENCIES.items() for name in names.split()}


def _currency_words(tokens: list[str]) -> tuple[bool, str | None]:
    """Tell whether words name a currency ("Canadian dollars", "yuan"), and which."""
    if not tokens:
        return False, None
    words = [token.lower().strip(".,;:)'\"") for token in tokens]
    name = words[-1]
    single = name if name in CURRENCIES_OF else name.removesuffix("s")
    if single in CURRENCIES_OF:
        country = words[-2].replace(".", "") if len(words) > 1 else ""
        if len(words) == 1 or country in CURRENCIES_OF[single]:
            return True, CURRENCIES_OF[single].get(country)
        return False, None
    known = len(name) > 2 and name in _CURRENCY_OF and name != "rand"
    return len(words) == 1 and known, _CURRENCY_OF.get(name)


def _priced(before: str, after: str, value: Decimal, currency: str | None, bound: str | None) -> Measure:
    """Put a sum together with what it is for, or worth."""
    before_bound = None
    for name, pattern in _TRAILING_BOUNDS:
        if m := pattern.search(before):
            before, before_bound = before[: m.start()], name
            break
    amount = _plain(value)
    bound = bound or before_bound
    if m := re.search(r"(?:^| )(?:worth|valued at|costing|priced at)$", before.strip()):
        thing = _measure(before.strip()[: m.start()])
        if thing.amount is not None:
            return thing
        return replace(thing, kind=thing.kind or "money", amount=amount, currency=currency, bound=bound)
    after = re.sub(r"^ ?\([^)]*\)", "", after)
    subject = re.sub(r"^[ -]*(?:worth of|of|in|'s worth of) ", "", after) if after else ""
    subject = re.sub(rf"^ ?(?:{_PER.pattern[1:]})", "", subject)
    if re.match(
        r" ?(?:for|to|from|over|by|apiece|each|per|and|or|on|at|a|with|[,;)])\b", " " + subject.strip()
    ):
        subject = ""
    if not subject.strip() and before.strip():
        subject = re.sub(r" (?:of|on|with|for|from|at|over|by|in)$", "", before.strip())
    kind, item = _thing(subject)
    return Measure("materiel" if kind == "materiel" else "money", item, amount, None, currency, bound)


_TRAILING_BOUNDS = [(name, re.compile(rf"(?:^| )(?:{words})\s*$", re.IGNORECASE)) for name, words in BOUNDS]


def _counted(number: _Number, rest: list[str]) -> Measure | None:
    """Read what follows a number; None where it is none of things."""
    text = " ".join(rest)
    amount = _plain(number.value)
    unit, used = ("percent", 0) if number.percent else _unit(rest)
    if unit is not None:
        text = " ".join(rest[used:])
        if m := _PER.match(text):
            unit, text = f"{unit} per {m[1]}", text[m.end() :]
        kind, item = _thing(re.sub(r"^ ?of ", "", text))
        return Measure("materiel" if kind == "materiel" else "quantity", item, amount, unit)
    _, text = _without_bound(re.sub(r"^of ", "", text))
    if rest and (rest[0].startswith("-") or re.match(r"[\w.]+-(?:year|day|month|week|hour)", rest[0])):
        return None
    kind, item = _thing(text)
    if number.year and (item is None or kind is None) and not re.search(r"s\b", text.split(" of ")[0]):
        return None
    return Measure(kind or "quantity", item, amount)


def _unit(tokens: list[str]) -> tuple[str | None, int]:
    """Give the measure that the tokens begin with, and how many of them name it."""
    words = [token.lower().strip(",.") for token in tokens[:3]]
    if not words:
        return None, 0
    prefix = words[0] if words[0] in ("metric", "cubic", "square", "long", "short", "nautical") else ""
    name = words[1] if prefix and len(words) > 1 else words[0]
    length = 2 if prefix else 1
    unit = _UNIT_OF.get(name)
    follows = words[length : length + 1]
    if unit is None and name in ("barrel", "barrels", "pounds"):
        unit = name.removesuffix("s") if not follows or follows[0] in ("of", "a", "per") else None
    if unit is None or (len(name) == 1 and follows not in ([], ["of"])):
        return None, 0
    if unit == "tonne" or prefix not in ("cubic", "square", "nautical"):
        prefix = ""
    return f"{prefix} {unit}".strip(), length


_UNIT_OF = {name: unit for unit, names in MEASURES.items() for name in names.split()}


def _uncounted(text: str) -> Measure:
    """Read a phrase that does not begin with a number; one may follow: "release of 700 prisoners"."""
    lower = text.lower()
    if m := _VAGUE.match(lower):
        rest = text[m.end() :]
        named, currency = _currency_words(_NP_END.split(rest)[0].split()[-2:])
        named_last, last = _currency_words(rest.split()[:1])
        if named or named_last:
            return Measure("money", None, None, None, currency or last)
        kind, item = _thing(_without_bound(rest)[1])
        return Measure(kind, item)
    _, of, inner = text.partition(" of ")
    if of:
        bound, inside = _without_bound(inner)
        number = _count(inside.split(), 0)
        if number is not None:
            found = _counted(number, inside.split()[number.length :])
            if found is not None and found.item is not None:
                return replace(found, bound=number.bound or bound)
    kind, item = _thing(text)
    if item in ("money", "cash", "fund", "funding"):
        kind = "money"
    return Measure(kind, item)


_NP_END = re.compile(r" (?:in|for|to|worth) ")
_CONJUNCTION = re.compile(r",? (?:and|or|&) |, ")


def _thing(text: str) -> tuple[str | None, str | None]:
    """Give the kind and the item of a noun phrase, without what it is counted by."""
    text = text.strip(" ,;:.'\"-")
    if _CUT.match(f" {text}"):
        return None, None  # "two years in prison": what follows is no thing counted
    options = [part for part in _CONJUNCTION.split(text)[:4] if part.strip()]
    found = [_single_thing(part) for part in options]
    return next((one for one in found if one[0] is not None), found[0] if found else (None, None))


def _single_thing(text: str) -> tuple[str | None, str | None]:
    cut = _CUT.search(text)
    noun, after = (text[: cut.start()], text[cut.start() :].strip()) if cut else (text, "")
    tokens = [token.strip("'\"") for token in noun.split()]
    while len(tokens) > 1 and (tokens[0].lower() in LEADING or tokens[0].endswith("'s")):
        del tokens[0]
    if not tokens or not re.search(r"[^\W\d_]", tokens[-1] if len(tokens) == 1 else noun):
        return None, None
    kind, item = _named(tokens)
    if after.startswith("of ") and item in HOLDS:
        inside, content = _single_thing(_without_bound(_VAGUE.sub("", after[3:]))[1])
        if item in ("number", "type", "piece", "unit", "set", "lot", "pair"):
            return inside, content
        return (inside if inside == "materiel" else None), item
    return kind, item


_NOTHING = frozenset(["them", "it", "those", "these", "more", "others", "us"])


def _named(tokens: list[str]) -> tuple[str | None, str | None]:
    """Give the kind and the item that a noun's words, the last of them the head, name."""
    last = tokens[-1]
    number_after = last.isdigit() and len(tokens) > 1
    if number_after and not (_is_name(tokens[-2]) or tokens[-2].lower() in _MARKS):
        return None, None
    if len(tokens) > 1 and re.fullmatch(r"\d{1,4}s", last) and _is_name(tokens[-2]):
        return "materiel", f"{tokens[-2]} {last[:-1]}"  # "Mirage 2000s"
    if number_after or _is_designation(last) or _is_designation(last.removesuffix("s")) or _is_name(last):
        name = last if last.isdigit() or _keeps_s(last) else last.removesuffix("s")
        kept = _modifiers(tokens[:-1]) if number_after else []
        start = [*kept, name] if kept else ([tokens[-2], name] if number_after else [name])
        if len(tokens) > 1 and not number_after and _is_designation(tokens[-2]):
            start = [tokens[-2], name]
        return "materiel", " ".join(start)
    if last.lower().removesuffix("s") in SCALES or last.lower() in _NOTHING:
        return None, None
    head = _singular(last.lower())
    kept = _modifiers(tokens[:-1])
    defining = [
        word.lower() for word in kept if word.lower() in OF_ARMS or _is_designation(word) or _is_name(word)
    ]
    if head in ARMS or (head in ARMS_WITH and defining):
        return "materiel", " ".join([*kept, head])
    return ("people" if head in PEOPLE else None), head


def _modifiers(tokens: list[str]) -> list[str]:
    """Give the last of the words that say what sort of arm it is, designations as they are written."""
    kept: list[str] = []
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        before = tokens[at - 1] if at else ""
        if (token.isdigit() and (_is_name(before) or before.lower() in _MARKS)) or (
            _is_designation(token)
            or _is_name(token)
            or (kept and kept[0][:1].isdigit() and token.lower() in _MARKS)
        ):
            kept.insert(0, token)
        elif token.lower() in OF_ARMS:
            kept.insert(0, token.lower())
        else:
            break
    return kept


def _is_designation(token: str) -> bool:
    return bool(_DESIGNATION.fullmatch(token)) and not _NO_DESIGNATION.fullmatch(token)


def _is_name(token: str) -> bool:
    return token[:1].isupper() and (
        "_" in token or token.lower() in ARMS_NAMES or token.lower().removesuffix("s") in ARMS_NAMES
    )


def _keeps_s(token: str) -> bool:
    return token.lower() in ARMS_NAMES or not token.endswith("s")


def _singular(word: str) -> str:
    """Give the singular of a noun.

    >>> [_singular(word) for word in ("drones", "lorries", "crosses", "batteries", "munitions", "police")]
    ['drone', 'lorry', 'cross', 'battery', 'munition', 'police']
    """
    if word in SINGULAR:
        return SINGULAR[word]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
