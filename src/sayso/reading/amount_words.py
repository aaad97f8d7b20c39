"""The words by which `amounts` knows arms, people, measures, currencies and numbers.

The nouns and names of materiel are drawn from the systems that Oryx lists ("Attack On Europe", CC BY 4.0);
currencies have their codes from ISO 4217. All words are in lower case.
"""

from __future__ import annotations

__all__ = [
    "ARMS",
    "ARMS_NAMES",
    "ARMS_WITH",
    "BOUNDS",
    "CURRENCIES",
    "CURRENCIES_OF",
    "HOLDS",
    "LEADING",
    "MEASURES",
    "OF_ARMS",
    "PEOPLE",
    "SCALES",
    "SHORT_SCALES",
    "SINGULAR",
    "SMALL_NUMBERS",
    "TENS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Materiel. Heads are arms by themselves; what stands before one and makes it another thing stays with it.
ARMS = _words(
    "afv aircraft airframe airplane ambulance ammo ammunition apc armament armor armour arms arsenal "
    "artillery bomb bomber bulldozer bullet cartridge corvette destroyer drone excavator explosive "
    "frigate fuse fuze grenade gun gunboat gunship helicopter howitzer ied imv interceptor jeep jet "
    "landmine launcher lorry manpads materiel minelayer minesweeper missile mlrs mortar mrap mrl munition "
    "ordnance pistol plane propellant quadcopter radar rifle rocket round shell shotgun sonar submarine "
    "tank tanker torpedo transloader truck turret uas uav ucav ugv van vbied vehicle warhead warplane "
    "warship weapon weaponry"
)
# These are materiel only with a word before them that says so.
ARMS_WITH = _words(
    "aircraft barrel battery boat body bridge carrier charge component device engine equipment fighter "
    "gear good hardware jet kit loader mask mine package part plane platform ship supply system "
    "technology trainer vehicle vessel vest"
)
OF_ARMS = _words(
    "air air-defence air-defense air-to-air aircraft ammunition anti-aircraft anti-ship anti-tank "
    "antiaircraft antitank armored armoured arms artillery assault atomic attack ballistic battle bomb "
    "bomber chaff chemical cluster combat cruise defence defense drone fast fighter gas guided gun "
    "howitzer hypersonic infantry jet kamikaze land landing loitering machine military mine missile "
    "mortar munitions naval nuclear patrol plastic precision-guided reconnaissance remotely-piloted "
    "rocket rocket-propelled sea self-propelled shell sniper stealth submarine suicide surface-to-air "
    "surveillance tactical tank thermobaric torpedo training transport uav unmanned utility vehicle-borne "
    "warhead weapon weapons"
)
# Names that say what they are. Oryx's commonest and those of news.
ARMS_NAMES = _words(
    "abrams akatsiya amraam cheongung narew apache atacms bayraktar bohdana bradley buk caesar challenger "
    "chinook eurofighter excalibur fateh forpost geran giatsint grad gripen gvozdika harpoon himars hmmwv "
    "humvee hwasan igla iskander javelin kalashnikov kalibr kinzhal kirpi konkurs kornet krab lancet "
    "leopard malka mamba marder maxxpro metis mirage mohajer msta nasams neptune orion orlan osprey "
    "pantsir panzerhaubitze patriot pion puma rafale reaper rosomak scalp shahed shilka shturm smerch "
    "stinger strela stryker stugna switchblade taurus thaad tochka tomahawk tornado triumf tunguska "
    "typhoon uragan zolfaghar zuzana"
)
PEOPLE = _words(
    "activist adviser advisor agent airman ambassador analyst asylum-seeker bodyguard boy captive child "
    "citizen civilian commando conscript contractor convict crewman delegate deserter detainee diplomat "
    "doctor driver engineer expert family fighter fisherman gendarme girl guard guerrilla gunman hostage "
    "immigrant infantryman inmate inspector instructor insurgent journalist judge lawyer man marine medic "
    "member mercenary migrant militant minister monitor nurse observer officer official operative "
    "passenger patient peacekeeper people person personnel pilot police policeman pow prisoner protester "
    "rebel recruit refugee reservist resident sailor scientist seaman seismologist serviceman "
    "servicewoman settler soldier specialist spy staff student suspect teacher technician terrorist "
    "tourist trainer troop trooper victim villager volunteer woman worker"
)
HOLDS = _words(
    "barrage batch battalion battery box cache cargo carload case consignment container crate delivery "
    "depot fleet load lorry lot number pair pallet piece planeload round salvo set shipload shipment "
    "squadron stockpile suitcase trainload truck truckload type unit warehouse"
)

# fmt: off
MEASURES = {
    "tonne": "tonne tonnes tons ton t", "kilogram": "kilogram kilograms kilogramme kilogrammes kilo kilos kg",
    "gram": "gram grams gramme grammes g", "pound": "lb lbs", "ounce": "ounce ounces oz",
    "litre": "litre litres liter liters", "gallon": "gallon gallons", "barrel": "bbl bpd",
    "kilometre": "kilometre kilometres kilometer kilometers km", "metre": "metre metres meter meters",
    "mile": "mile miles", "hectare": "hectare hectares ha", "acre": "acre acres",
    "megawatt": "megawatt megawatts mw", "gigawatt": "gigawatt gigawatts gw",
    "kiloton": "kiloton kilotons kt", "megawatt hour": "mwh", "percent": "percent % percentage",
    "bushel": "bushel bushels",
    "year": "year years", "month": "month months", "week": "week weeks", "day": "day days",
    "hour": "hour hours", "minute": "minute minutes",
}
CURRENCIES = {
    "USD": "dollar dollars usd us$ $ bucks", "EUR": "euro euros eur €", "GBP": "gbp £ sterling quid",
    "RUB": "ruble rubles rouble roubles rub ₽", "CNY": "yuan renminbi cny rmb", "JPY": "yen jpy ¥",
    "UAH": "hryvnia hryvnias uah ₴", "INR": "rupee rupees inr ₹ rs", "KRW": "won krw ₩", "CHF": "chf",
    "TRY": "₺", "ILS": "shekel shekels ils ₪", "IRR": "rial rials irr", "SAR": "riyal riyals sar",
    "AED": "aed", "PLN": "zloty zlotys pln", "SEK": "sek", "NOK": "nok", "DKK": "dkk",
    "CAD": "c$ can$ cad cdn$", "AUD": "a$ aud au$", "NZD": "nz$ nzd", "HKD": "hk$ hkd", "SGD": "s$ sgd",
    "TWD": "nt$ twd", "BRL": "r$ brl",
    "NGN": "naira ngn ₦ n", "ZAR": "rand zar", "MXN": "mxn", "RON": "lei ron", "XOF": "xof",
    "AFN": "afghani afghanis", "HUF": "forint forints huf", "CZK": "koruna korunas czk", "KZT": "tenge kzt",
    "GEL": "lari gel",
    "PHP": "php", "IDR": "rupiah idr", "THB": "baht thb", "KPW": "kpw",
}
# Whose dollars, pounds, crowns; where the empty word is missing, nobody's unless it is said.
CURRENCIES_OF = {
    "dollar": {"": "USD", "us": "USD", "american": "USD", "canadian": "CAD", "australian": "AUD",
               "singapore": "SGD", "taiwan": "TWD", "zealand": "NZD", "kong": "HKD"},
    "pound": {"": "GBP", "british": "GBP", "egyptian": "EGP", "syrian": "SYP", "lebanese": "LBP",
              "sudanese": "SDG"},
    "krone": {"danish": "DKK", "norwegian": "NOK"}, "kroner": {"danish": "DKK", "norwegian": "NOK"},
    "krona": {"swedish": "SEK", "icelandic": "ISK"}, "kronor": {"": "SEK", "swedish": "SEK"},
    "franc": {"swiss": "CHF", "cfa": "XOF", "congolese": "CDF"},
    "peso": {"mexican": "MXN", "philippine": "PHP", "argentine": "ARS", "colombian": "COP", "chilean": "CLP"},
    "lira": {"turkish": "TRY", "": "TRY", "syrian": "SYP"},
    "rupee": {"": "INR", "pakistani": "PKR", "indian": "INR"}, "won": {"": "KRW", "north": "KPW"},
    "dinar": {"iraqi": "IQD", "kuwaiti": "KWD", "libyan": "LYD", "serbian": "RSD"},
    "dirham": {"": "AED", "moroccan": "MAD"}, "shilling": {"kenyan": "KES", "somali": "SOS"},
    "rial": {"": "IRR", "iranian": "IRR", "yemeni": "YER", "omani": "OMR"}, "real": {"brazilian": "BRL"},
    "rouble": {"": "RUB", "belarusian": "BYN"}, "ruble": {"": "RUB", "belarusian": "BYN"},
}
SMALL_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7,
    "billion": 10**9, "trillion": 10**12,
}
SHORT_SCALES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "tn": 10**12,
    "trn": 10**12,
}
# bound: the words before a number that say so, as a pattern
BOUNDS = (
    ("at least",
     "at least|more than|no fewer than|no less than|not less than|not fewer than|well over|just over|"
     "slightly over|slightly more than|over|above|upwards of|in excess of|a minimum of|greater than|>"),
    ("at most",
     "up to|at most|no more than|not more than|fewer than|less than|under|below|as many as|as much as|"
     "a maximum of|just under|<"),
    ("about",
     "about|around|roughly|approximately|approx|nearly|almost|some|close to|an estimated|estimated|circa|"
     "in the region of|~|≈"),
)
SINGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "troops": "troop",
    "aircraft": "aircraft", "policemen": "policeman", "servicemen": "serviceman",
    "infantrymen": "infantryman", "arms": "arms", "munitions": "munition", "premises": "premises",
    "goods": "goods", "buses": "bus", "gas": "gas", "lives": "life", "knives": "knife", "wives": "wife",
    "manpads": "manpads", "himars": "HIMARS", "series": "series", "thieves": "thief",
    "hostages": "hostage", "barracks": "barracks", "news": "news", "police": "police",
    "matrices": "matrix", "personnel": "personnel", "gunmen": "gunman", "airmen": "airman",
    "axes": "axe", "fishermen": "fisherman", "crewmen": "crewman", "seamen": "seaman",
    "caches": "cache", "headquarters": "headquarters", "species": "species", "bodies": "body",
    "us": "us", "rupees": "rupee",
}
# fmt: on

# Words before a number or a noun that say nothing about either.
LEADING = _words(
    "the its his her their our my your this that these those another additional further extra more new "
    "just only total first last remaining other such all both any no each every a an"
)
