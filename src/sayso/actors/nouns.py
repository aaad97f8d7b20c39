"""Nouns that stand for parties or beside them, and what they can go back to."""

from __future__ import annotations

__all__ = [
    "AGREEMENTS",
    "DESCRIPTIONS",
    "DOCUMENTS",
    "ELSEWHERE",
    "FORMER",
    "KIN",
    "NOBODY",
    "OFFICES_OF",
    "OTHERS",
    "PLACES",
    "THINGS",
    "described_kind",
    "keys",
]


def keys(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


OTHERS = keys(
    "allies ally friends friend backers backer rivals rival enemies enemy critics critic supporters "
    "supporter opponents opponent foes foe partners partner neighbours neighbors adversaries "
    "sympathisers sympathizers proxies proxy followers fans voters donors "
    "buyers victims victim customers clients"
)
"""Nouns of those who stand beside a party: "America's allies" are not America."""

KIN = keys(
    "father mother parents parent son sons daughter daughters wife husband brother sister brothers sisters "
    "family families widow relatives cousin uncle aunt children child spouse partner"
)
"""Nouns of families: somebody else than the one whose they are, of the same country."""

NOBODY = frozenset(
    {
        *(f"{whose} {who}" for whose in ("western", "foreign", "european", "arab", "world", "major")
          for who in ("countries", "governments", "powers", "leaders", "officials", "diplomats", "states")),
        "international community", "world community", "international partners", "coalition partners",
        "great powers", "civil society", "public opinion", "the world", "the west",
    }
)  # fmt: skip
"""Phrases for so many that nobody in particular is meant."""

PLACES = keys(
    "area city town village region province enclave district territory suburb neighbourhood neighborhood "
    "camp settlement port border capital resort strip peninsula valley island islands zone"
)
"""Nouns that go back to a place."""

ELSEWHERE = keys(
    "activists journalists academics business lawyers clergy former-officials workers political-parties"
)
"""Groups of people who need not be of the state in which things happen."""

OFFICES_OF = {
    phrase: state
    for state, phrases in (
        ("GBR", "foreign secretary|home secretary|defence secretary|chancellor of the exchequer"),
        (
            "USA",
            "secretary of state|defense secretary|secretary of defense|treasury secretary|pentagon chief",
        ),
        ("USA", "secretary of the treasury|secretary of homeland security|commerce secretary"),
        ("USA", "energy secretary|congressman|congresswoman|special counsel|district attorney"),
        ("USA", "house speaker|speaker of the house"),
        ("IND", "external affairs minister"),
        ("IRL", "taoiseach"),
        ("JPN", "chief cabinet secretary"),
    )
    for phrase in phrases.split("|")
}
"""Offices that only one state has by that name."""

FORMER = keys(
    "former ex then late ousted deposed exiled erstwhile previous outgoing retired onetime disgraced jailed"
)
"""Words that say that an office is no longer held."""

AGREEMENTS = keys(
    "agreement agreements accord accords convention conventions deal treaty treaties protocol pact act "
    "charter memorandum declaration statute amendment law resolution doctrine"
)
DOCUMENTS = keys(
    "document documents report reports statement statements letter letters memo memos memorandum poll polls "
    "survey surveys resolution resolutions assessment assessments cable cables email emails dossier ruling "
    "verdict indictment study studies transcript footage video videos photos photographs images imagery "
    "image recording recordings communique communiqué tweet tweets post decree law bill article articles "
    "filing filings complaint lawsuit affidavit testimony data figures records files file agreement treaty "
    "charter constitution warrant notice bulletin editorial audit paper papers book interview speech message "
    "messages intercepts telegram declaration information evidence pictures surveillance findings account "
    "investigation probe inquiry leak leaks blog commentary"
)

_STATE, _ORGANISATION, _OUTLET = keys("state"), keys("organisation"), keys("outlet")
_COMPANY, _GROUP = keys("company organisation"), keys("armed_group organisation")
_KINDS = (
    (
        _STATE,
        "country nation state republic kingdom island emirate sultanate sheikhdom superpower monarchy",
    ),
    (_GROUP | _COMPANY | _OUTLET, "group organisation organization network"),
    (_GROUP, "movement faction militia insurgency jihadists cartel gang coalition"),
    (
        _ORGANISATION,
        "alliance bloc charity ngo union party campaign club federation association watchdog monitor "
        "thinktank institute lobby",
    ),
    (
        _ORGANISATION | _OUTLET | keys("government"),
        "agency body council commission court tribunal mission",
    ),
    (_OUTLET, "newspaper paper magazine broadcaster channel outlet website daily weekly tabloid station"),
    (
        _COMPANY,
        "company firm bank manufacturer airline carrier chipmaker carmaker planemaker maker retailer lender "
        "operator giant supplier developer insurer shipyard refiner producer miner business conglomerate "
        "contractor shipper trader consortium startup monopoly utility "
        "consultancy shipowner brokerage",
    ),
    (
        keys("government"),
        "ministry department office service directorate parliament chamber secretariat bureau treasury",
    ),
    (keys("military armed_group"), "force brigade unit battalion regiment"),
)
DESCRIPTIONS: dict[str, frozenset[str]] = {noun: kinds for kinds, nouns in _KINDS for noun in nouns.split()}
"""Nouns of descriptions ("the group"), with the kinds of parties that they may go back to."""

THINGS = frozenset(DESCRIPTIONS) - keys("state party court parliament force treasury")
"""Those of them that say more than the institution before them: "the military alliance" is no military."""

_VAGUE = keys("group organisation organization network coalition")


def described_kind(noun: str) -> str | None:
    """Give the kind of party that a noun in an apposition tells ("Lindqvist Marine, a salvage firm")."""
    kinds = DESCRIPTIONS.get(noun)
    if kinds is None or kinds == _STATE:
        return None
    order = ["company", "outlet", "armed_group", "organisation", "government", "military"]
    if noun in _VAGUE:
        order.remove("armed_group")
    return next((kind for kind in order if kind in kinds), "organisation")
