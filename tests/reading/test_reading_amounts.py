"""Object phrases and what they state."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.amounts import Measure, measure

# Words | kind | item | amount | unit or currency | bound; a dash where there is none.
PHRASES = """
6,000 drones                            | materiel | drone               | 6000       | -      | -
two drones                              | materiel | drone               | 2          | -      | -
a drone                                 | materiel | drone               | -          | -      | -
one drone                               | materiel | drone               | 1          | -      | -
a single rifle                          | materiel | rifle               | 1          | -      | -
Shahed-136 drones                       | materiel | Shahed-136 drone    | -          | -      | -
two dozen Leopard 2 tanks               | materiel | Leopard 2 tank      | 24         | -      | -
Leopard 2                               | materiel | Leopard 2           | -          | -      | -
four Mirage 2000s                       | materiel | Mirage 2000         | 4          | -      | -
F-16s                                   | materiel | F-16                | -          | -      | -
F-16 fighter jets                       | materiel | F-16 fighter jet    | -          | -      | -
four Su-57 fighters                     | materiel | Su-57 fighter       | 4          | -      | -
an S-300                                | materiel | S-300               | -          | -      | -
no fewer than 12 S-300 batteries        | materiel | S-300 battery       | 12         | -      | at least
S-400 missile defense system            | materiel | S-400 missile defense system | -          | -      | -
HIMARS                                  | materiel | HIMARS              | -          | -      | -
Patriot missiles                        | materiel | Patriot missile     | -          | -      | -
six Turkish TB2s                        | materiel | TB2                 | 6          | -      | -
six T129 attack helicopters             | materiel | T129 attack helicopter | 6          | -      | -
two further Type 218SG submarines       | materiel | Type 218SG submarine | 2          | -      | -
MK 82 guided bomb                       | materiel | MK 82 guided bomb   | -          | -      | -
Storm Shadow missiles                   | materiel | Storm Shadow missile | -          | -      | -
three L-39 trainers                     | materiel | L-39 trainer        | 3          | -      | -
Romania's 30 trainers                   | people   | trainer             | 30         | -      | -
artillery shells and rockets            | materiel | artillery shell     | -          | -      | -
Half a million artillery rounds         | materiel | artillery round     | 500000     | -      | -
one million 155mm shells                | materiel | 155mm shell         | 1000000    | -      | -
5.56 mm ammunition                      | materiel | 5.56mm ammunition   | -          | -      | -
three hundred and fifty thousand shells | materiel | shell               | 350000     | -      | -
twenty-one howitzers                    | materiel | howitzer            | 21         | -      | -
17 aircraft                             | materiel | aircraft            | 17         | -      | -
30 vehicles                             | materiel | vehicle             | 30         | -      | -
More than 600 trucks                    | materiel | truck               | 600        | -      | at least
arms and ammunition                     | materiel | arms                | -          | -      | -
munitions                               | materiel | munition            | -          | -      | -
military equipment                      | materiel | military equipment  | -          | -      | -
drone parts                             | materiel | drone part          | -          | -      | -
two anti-aircraft guns                  | materiel | anti-aircraft gun   | 2          | -      | -
more than 1,000 containers of munitions | materiel | container           | 1000       | -      | at least
2,000 containers of 152mm shells        | materiel | container           | 2000       | -      | -
14 crates of Israeli drone engines      | materiel | crate               | 14         | -      | -
44 crates                               | quantity | crate               | 44         | -      | -
200 lorries of aid                      | quantity | lorry               | 200        | -      | -
20 pieces of artillery                  | materiel | artillery           | 20         | -      | -
14 tonnes of propellant                 | materiel | propellant          | 14         | tonne  | -
5,000 pounds of explosives              | materiel | explosive           | 5000       | pound  | -
hundreds of shells                      | materiel | shell               | -          | -      | -
several hundred rockets                 | materiel | rocket              | -          | -      | -
half of its jets                        | materiel | jet                 | -          | -      | -
40 percent of their arms                | materiel | arms                | 40         | percent | -
over 90% of the missiles                | materiel | missile             | 90         | percent | at least
up to 40 jets                           | materiel | jet                 | 40         | -      | at most
less than 10 tanks                      | materiel | tank                | 10         | -      | at most
almost half a million shells            | materiel | shell               | 500000     | -      | about
1,000-plus drones                       | materiel | drone               | 1000       | -      | at least
between 20 and 30 tanks                 | materiel | tank                | 20         | -      | at least
400 to 600 missiles                     | materiel | missile             | 400        | -      | at least
20–30 tanks                             | materiel | tank                | 20         | -      | at least
arms worth tens of billions of dollars  | materiel | arms                | -          | -      | -
$100 million worth of weapons           | materiel | weapon              | 100000000  | USD    | -
two frigates worth $1.2 billion         | materiel | frigate             | 2          | -      | -
$400 million                            | money    | -                   | 400000000  | USD    | -
€1.5bn                                  | money    | -                   | 1500000000 | EUR    | -
USD $4 million                          | money    | -                   | 4000000    | USD    | -
US$501.14 million                       | money    | -                   | 501140000  | USD    | -
$ 30 million                            | money    | -                   | 30000000   | USD    | -
C$250,000                               | money    | -                   | 250000     | CAD    | -
£20m                                    | money    | -                   | 20000000   | GBP    | -
over £1.1bn                             | money    | -                   | 1100000000 | GBP    | at least
N14.3billion                            | money    | -                   | 14300000000 | NGN    | -
Rs 500 crore                            | money    | -                   | 5000000000 | INR    | -
KRW 1.2 trillion contract               | money    | contract            | 1200000000000 | KRW    | -
3bn yuan                                | money    | -                   | 3000000000 | CNY    | -
400 million rubles                      | money    | -                   | 400000000  | RUB    | -
201 million EUR                         | money    | -                   | 201000000  | EUR    | -
half a million Euros                    | money    | -                   | 500000     | EUR    | -
a million dollars                       | money    | -                   | 1000000    | USD    | -
ten million US dollars                  | money    | -                   | 10000000   | USD    | -
50 million Canadian dollars             | money    | -                   | 50000000   | CAD    | -
30m Danish krone                        | money    | -                   | 30000000   | DKK    | -
40 million CFA francs                   | money    | -                   | 40000000   | XOF    | -
500,000 pesos                           | money    | -                   | 500000     | -      | -
nearly 117 million kroner               | money    | -                   | 117000000  | -      | about
billions of dollars                     | money    | -                   | -          | USD    | -
$20-30 million                          | money    | -                   | 20000000   | USD    | at least
$2 to $3 billion                        | money    | -                   | 2000000000 | USD    | at least
a reward of up to $5 million            | money    | reward              | 5000000    | USD    | at most
ransom of 10 million euros              | money    | ransom              | 10000000   | EUR    | -
$202,000 grant                          | money    | grant               | 202000     | USD    | -
$10bn (£7.6bn) fee                      | money    | fee                 | 10000000000 | USD    | -
nearly $100 million in new assistance   | money    | assistance          | 100000000  | USD    | about
€60 million a year                      | money    | -                   | 60000000   | EUR    | -
$25 million apiece                      | money    | -                   | 25000000   | USD    | -
aid worth $2bn                          | money    | aid                 | 2000000000 | USD    | -
cash                                    | money    | cash                | -          | -      | -
3,000 engineers                         | people   | engineer            | 3000       | -      | -
3,000 US troops                         | people   | troop               | 3000       | -      | -
about 2,000 men                         | people   | man                 | 2000       | -      | about
eleven thousand infantrymen             | people   | infantryman         | 11000      | -      | -
3,000 of their own men                  | people   | man                 | 3000       | -      | -
release of 700 prisoners                | people   | prisoner            | 700        | -      | -
an estimated 10,000 North Korean soldiers | people   | soldier             | 10000      | -      | about
1,200 Kenyan police                     | people   | police              | 1200       | -      | -
tens of thousands of troops             | people   | troop               | -          | -      | -
its troops                              | people   | troop               | -          | -      | -
some 50 tonnes of grain                 | quantity | grain               | 50         | tonne  | about
13 metric tons of medicine              | quantity | medicine            | 13         | tonne  | -
137,000 barrels a day                   | quantity | -                   | 137000     | barrel per day | -
a million barrels of oil                | quantity | oil                 | 1000000    | barrel | -
330 million cubic metres                | quantity | -                   | 330000000  | cubic metre | -
500 megawatts                           | quantity | -                   | 500        | megawatt | -
35% duty                                | quantity | duty                | 35         | percent | -
up to five years in prison              | quantity | -                   | 5          | year   | at most
nearly 300                              | quantity | -                   | 300        | -      | about
1.5 million                             | quantity | -                   | 1500000    | -      | -
150 of them                             | quantity | -                   | 150        | -      | -
two bridges                             | quantity | bridge              | 2          | -      | -
13 supply routes                        | quantity | route               | 13         | -      | -
dozens                                  | -        | -                   | -          | -      | -
a third of the fleet                    | -        | fleet               | -          | -      | -
the 2015 deal                           | -        | deal                | -          | -      | -
2024                                    | -        | -                   | -          | -      | -
Resolution 2328                         | -        | -                   | -          | -      | -
a five-year agreement                   | -        | agreement           | -          | -      | -
G20 leaders                             | -        | leader              | -          | -      | -
COVID-19 vaccines                       | -        | vaccine             | -          | -      | -
diplomatic relations                    | -        | relation            | -          | -      | -
them                                    | -        | -                   | -          | -      | -
"""


@pytest.mark.parametrize("row", PHRASES.strip().split("\n"))
def test_phrases(row: str) -> None:
    words, kind, item, amount, unit, bound = (cell.strip() for cell in row.split("|"))
    found = measure(words)
    assert found.kind == (None if kind == "-" else kind)
    assert found.item == (None if item == "-" else item)
    assert found.amount == (None if amount == "-" else float(amount))
    assert (found.unit or found.currency or "-") == unit
    assert (found.currency is not None) == (len(unit) == 3 and unit.isupper())
    assert found.bound == (None if bound == "-" else bound)


def test_a_whole_amount_is_a_whole_number_in_json() -> None:
    assert str(measure("6,000 drones").amount) == "6000"
    assert str(measure("$1.1bn").amount) == "1100000000"
    assert str(measure("2.5 tonnes of gold").amount) == "2.5"


@pytest.mark.parametrize(
    "words", ["$123456789012345 trillion", "9,007,199,254,740,993 bullets", "nine trillion trillion drones"]
)
def test_an_amount_is_a_number_that_any_database_keeps(words: str) -> None:
    amount = measure(words).amount
    assert amount is not None
    assert float(amount) == amount


def test_typography_and_spaces_make_no_difference() -> None:
    assert measure(" “6,000\u00a0Shahed–136\n drones” ") == measure("6,000 Shahed-136 drones")


VOCABULARY = """
a an the of in and worth about more than up to between some dozens hundreds million bn dozen half two
twenty-one 3 1,000 2.5 20-30 2024 152mm % per cent $5 €1.5bn £ US$ 400 dollars Canadian pounds yuan tonnes
barrels day cubic metres containers drones Shahed-136 Leopard 2 tanks soldiers troops their 's ( ) , -
"""
KINDS = {"materiel", "money", "people", "quantity", None}


def check(found: Measure) -> None:
    assert found.kind in KINDS
    assert found.amount is None or (math.isfinite(found.amount) and found.kind is not None)
    assert found.bound in {"at least", "at most", "about", None}
    assert found.bound is None or found.amount is not None
    assert found.currency is None or len(found.currency) == 3
    assert found.item is None or found.item.strip()


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=10).map(" ".join))
def test_any_words_are_measured(words: str) -> None:
    check(measure(words))


@given(st.text(max_size=350))
def test_any_text_is_measured(words: str) -> None:
    check(measure(words))


@given(st.integers(0, 10**12))
def test_figures_come_back(number: int) -> None:
    assert measure(f"{number:,} drones").amount == number
    assert measure(f"${number:,}").amount == number


@pytest.mark.parametrize(
    "piece",
    [
        "$1",
        "of ",
        "a ",
        "1 to ",
        "hundred ",
        "1-1 ",
        "five and ",
        "X-1 ",
        "1 million ",
        "and, ",
        "9",
        "more than ",
    ],
)
def test_hostile_words_take_no_time(piece: str) -> None:
    started = time.process_time()
    for length in (290, 1_000_000):
        check(measure((piece * (length // len(piece) + 1))[:length]))
    assert time.process_time() - started < 2
