"""Nouns that stand for parties or beside them, and what they can go back to."""

from __future__ import annotations

__all__ = ["AGREEMENTS", "DESCRIPTIONS", "DOCUMENTS", "KIN", "ELSEWHERE", "NOBODY", "OFFICES_OF", "OTHERS", "PLACES", "THINGS", "described_kind"]


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


# fmt: off
OTHERS = _keys("allies ally friends friend backers backer rivals rival enemies enemy critics critic supporters supporter "
               "opponents opponent foes foe partners partner neighbours neighbors adversaries sympathisers "
               "sympathizers proxies proxy followers fans voters donors buyers victims victim customers clients")
"""Nouns of those who stand beside a party: "America's allies" are not America."""
KIN = _keys("father mother parents parent son sons daughter daughters wife husband brother sister brothers sisters family "
            "families widow relatives cousin uncle aunt children child spouse partner")
NOBODY = frozenset({
    "international community", "world community", "world leaders", "international partners", "coalition partners",
    "western countries", "western officials", "western leaders", "western diplomats", "western governments", "western powers", "western capitals", "regional powers",
    "world powers", "great powers", "major powers", "european countries", "arab countries", "arab states",
    "foreign powers", "foreign governments", "civil society", "public opinion", "the world", "the west",
})
"""Phrases for so many that nobody in particular is meant."""
PLACES = _keys("area city town village region province enclave district territory suburb neighbourhood neighborhood "
               "camp settlement port border capital resort strip peninsula valley island islands zone")
"""Nouns that go back to a place."""
ELSEWHERE = frozenset({"activists", "journalists", "students", "business", "lawyers", "clergy", "former-officials", "workers",
                       "political-parties"})
"""Groups of people who need not be of the state in which things happen."""
# Offices that only one state has by that name.
OFFICES_OF = {
    "foreign secretary": "GBR", "home secretary": "GBR", "defence secretary": "GBR", "chancellor of the exchequer": "GBR",
    "secretary of state": "USA", "defense secretary": "USA", "secretary of defense": "USA", "treasury secretary": "USA",
    "secretary of the treasury": "USA", "secretary of homeland security": "USA", "pentagon chief": "USA",
    "commerce secretary": "USA", "energy secretary": "USA", "taoiseach": "IRL", "external affairs minister": "IND",
    "chief cabinet secretary": "JPN", "congressman": "USA", "congresswoman": "USA", "special counsel": "USA",
    "district attorney": "USA", "house speaker": "USA", "speaker of the house": "USA",
}
AGREEMENTS = _keys("agreement agreements accord accords convention conventions deal treaty treaties protocol pact act "
                   "charter memorandum declaration statute amendment law resolution doctrine")
DOCUMENTS = _keys(
    "document documents report reports statement statements letter letters memo memos memorandum poll polls "
    "survey surveys resolution resolutions assessment assessments cable cables email emails dossier ruling "
    "verdict indictment study studies transcript footage video videos photos photographs images imagery "
    "image recording recordings communique communiqué tweet tweets post decree law bill article articles "
    "filing filings complaint lawsuit affidavit testimony data figures records files file agreement treaty "
    "charter constitution warrant notice bulletin editorial audit paper papers book interview speech message "
    "messages intercepts telegram declaration account investigation probe inquiry leak leaks blog commentary"
)
_COMPANY = frozenset({"company", "organisation"})
_GROUP = frozenset({"armed_group", "organisation"})
_BODY = frozenset({"organisation", "government"})
DESCRIPTIONS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("country", "nation", "state", "republic", "kingdom", "island", "emirate", "sultanate",
                     "sheikhdom", "superpower", "neighbour", "neighbor", "monarchy"), frozenset({"state"})),
    **dict.fromkeys(("group", "organisation", "organization", "network"), _GROUP | {"company", "outlet"}),
    **dict.fromkeys(("movement", "faction", "militia", "insurgency", "jihadists", "cartel", "gang"), _GROUP),
    **dict.fromkeys(("alliance", "bloc", "charity", "ngo", "union", "party", "campaign", "club", "federation",
                     "association", "watchdog", "monitor", "thinktank", "institute"), frozenset({"organisation"})),
    **dict.fromkeys(("agency", "body", "council", "commission", "court", "tribunal", "mission"), _BODY | {"outlet"}),
    "coalition": _GROUP,
    **dict.fromkeys(("newspaper", "paper", "magazine", "broadcaster", "channel", "outlet", "website", "daily",
                     "weekly", "tabloid", "station"), frozenset({"outlet"})),
    **dict.fromkeys(("company", "firm", "bank", "manufacturer", "airline", "carrier", "chipmaker", "carmaker",
                     "planemaker", "maker", "retailer", "lender", "operator", "giant", "supplier", "developer",
                     "insurer", "shipyard", "refiner", "producer", "miner", "business", "conglomerate",
                     "contractor", "shipper", "trader", "consortium", "startup", "monopoly", "utility"), _COMPANY),
    **dict.fromkeys(("ministry", "department", "office", "service", "directorate", "parliament", "chamber",
                     "secretariat", "bureau", "treasury"), frozenset({"government"})),
    **dict.fromkeys(("force", "brigade", "unit", "battalion", "regiment"), frozenset({"military", "armed_group"})),
}
"""Nouns of descriptions ("the group"), with the kinds of parties that they may go back to."""
# fmt: on
THINGS = frozenset(DESCRIPTIONS) - {"state", "party", "court", "parliament", "force", "treasury"}
"""Those of them that say more than the institution before them: "the military alliance" is no military."""


def described_kind(noun: str) -> str | None:
    """Give the kind of party that a noun in an apposition tells ("Lindqvist Marine, a salvage firm")."""
    kinds = DESCRIPTIONS.get(noun)
    if kinds is None or kinds == frozenset({"state"}):
        return None
    for kind in ("company", "outlet", "armed_group", "organisation", "government", "military"):
        if kind in kinds and (kind != "armed_group" or noun not in ("group", "organisation", "organization", "network", "coalition")):
            return kind
    return "organisation"
