"""Who decides a FollowTheMoney ``Sanction``, and whether it freezes assets.

The entities name a dataset (``us_ofac_sdn``), a programme of OpenSanctions (``EU-UKR``), and sometimes the
measures in words. The measures count first; the tables below say what a dataset means where there are none.
They follow each dataset's own description (https://www.opensanctions.org/datasets/sanctions/) and the
measures that its programmes name (https://www.opensanctions.org/programs/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = [
    "BLOCKING",
    "MEASURED",
    "NOT_BLOCKING",
    "UNKNOWN_REGIME",
    "freezes",
    "is_counter_list",
    "regime_of",
]

UNKNOWN_REGIME = "ZZ"
"""What stands for an authority whose country the file does not say (ISO 3166-1 keeps ZZ for users)."""

BLOCKING = frozenset({
    "ae_local_terrorists",  # freezing under UNSCR 1373, as by the other national lists of terrorists
    "ar_repet", "au_dfat_sanctions", "az_fiu_sanctions", "be_fod_sanctions", "bg_mft_national",
    "ca_dfatd_sema_sanctions",  # SEMA: a ban on any dealing in the party's property
    "ca_facfoa", "ca_listed_terrorists", "ch_fiaa_freezes",
    "ch_seco_sanctions",  # nearly all are in annexes of frozen parties; a few stand under export bans only
    "cz_national_sanctions", "cz_terrorists", "eg_terrorists", "eu_fsf", "fr_tresor_gels_avoir",
    "gb_fcdo_sanctions", "gb_hmt_sanctions", "il_mod_terrorists", "iq_aml_list", "jp_mof_sanctions",
    "kg_fiu_national", "kz_afmrk_sanctions", "lt_fiu_freezes", "mc_fund_freezes", "md_terror_sanctions",
    "my_moha_sanctions", "nl_terrorism_list", "nz_designated_terrorists", "nz_russia_sanctions",
    "ph_amlc_sanctions", "pl_finanse_sanctions", "pl_mswia_sanctions", "qa_nctc_sanctions",
    "sg_terrorists", "th_designated_person", "tr_fcib", "ua_nsdc_sanctions", "un_sc_sanctions",
    "us_ofac_sdn",
})  # fmt: skip
"""Datasets of parties whose assets are frozen, where a sanction names no measures."""

MEASURED = frozenset({
    "au_dfat_sanctions", "gb_fcdo_sanctions", "gb_hmt_sanctions", "nz_russia_sanctions", "ua_nsdc_sanctions",
    "us_ofac_sdn", "us_ofac_cons",
})  # fmt: skip
"""Datasets that name every measure in ``provisions``: where a freeze is not among them, there is none.
(Others, as Monaco's, write legal acts there.)"""

NOT_BLOCKING = frozenset({
    "br_ceis", "ca_named_research_orgs", "eu_edes", "eu_esma_saris", "eu_travel_bans",
    "gb_coh_disqualified", "gb_hmt_invbans", "gb_proscribed_orgs", "iadb_sanctions", "interpol_red_notices",
    "jp_meti_eul", "jp_meti_ru", "ps_ohchr_settlement", "ru_mfa_sanctions", "cn_sanctions", "ir_sanctions",
    "tw_shtc", "ua_war_sanctions", "us_bis_denied", "us_bis_mieu", "us_cuba_sanctions", "us_ddtc_debarred",
    "us_ddtc_enforcements", "us_dhs_uflpa", "us_dod_chinese_milcorps", "us_fcc_covered_list",
    "us_fed_enforcements", "us_hhs_exclusions", "us_ofac_cons", "us_sam_exclusions", "us_special_leg",
    "worldbank_debarred", "adb_sanctions", "afdb_sanctions", "ebrd_ineligible", "eib_exclusions",
})  # fmt: skip
"""Debarment, disqualification, export and investment bans, travel bans, lists of an intelligence service, and
counter-sanctions, which states outside their own law do not follow: none of them freezes assets here."""

REPEATING = frozenset({"be_fod_sanctions", "fr_tresor_gels_avoir"})
"""Datasets of EU member states that repeat the EU's list beside their own decisions."""

_COUNTER = frozenset({"ru_mfa_sanctions", "cn_sanctions", "ir_sanctions"})
_NOT_BLOCKING_PROGRAMMES = re.compile(
    r"(?:US-(?:BIS|UFLPA|AECA|DDTC|DOD|FCC|HHS|FED|NS-CMIC|NS-PLC|SSI|CAPTA|FSE|MCCAIN|NDAA|CORRUPT|5949)|"
    r"GB-RUS-INV|EU-ESMA|CA-NRO|CN-|RU-|UA-WS|ICIJ-|INTERPOL-|OHCHR-|BR-CEIS)"
)
_FREEZE = re.compile(
    r"fr(?:ee|o)z|(?<!non[ -])\bblock(?:ed|ing)?\b|targeted financial sanction|gels? des? (?:avoir|fond)|"
    r"blocage|einfrier|sperrung|блокуванн|блокирован|замора?жив|заморожуванн|замораживан|資産凍結|冻结|凍結",
    re.I,
)
_NO_FREEZE = re.compile(
    r"(?:no|not|without|excluding|removed:?|lifted:?)\W+(?:an? )?(?:asset )?fr(?:ee|o)z", re.I
)
_DATASET = re.compile(r"([a-z]{2})_[a-z0-9_]+")
_PROGRAMME = re.compile(r"([A-Z]{2})-[A-Z0-9]")


def regime_of(programmes: Sequence[str], datasets: Sequence[str], countries: Sequence[str]) -> str:
    """Give who decides: by the code of the programme, else the dataset, else the country of the sanction.

    The programme comes first because states publish what others decide: Belgium's and France's lists repeat
    the EU's acts as ``EU-…``.
    """
    for programme in programmes:
        if programme.startswith("SECO-"):
            return "CH"
        if found := _PROGRAMME.match(programme):
            return found[1]
    for dataset in datasets:
        if found := _DATASET.fullmatch(dataset):
            return found[1].upper()
    known = (code.upper() for code in countries if re.fullmatch(r"[A-Za-z]{2}", code))
    return next(known, UNKNOWN_REGIME)


def freezes(datasets: Sequence[str], programmes: Sequence[str], measures: Sequence[str]) -> bool | None:
    """Tell whether a sanction freezes assets: by its measures, programme, datasets; None if unknown."""
    if is_counter_list(datasets):
        return False
    if any(_FREEZE.search(measure) and not _NO_FREEZE.search(measure) for measure in measures):
        return True
    if measures and any(dataset in MEASURED for dataset in datasets):
        return False
    if any(_NOT_BLOCKING_PROGRAMMES.match(programme) for programme in programmes):
        return False
    if any(dataset in BLOCKING for dataset in datasets):
        return True
    if datasets and all(dataset in NOT_BLOCKING for dataset in datasets):
        return False
    return None


def is_counter_list(datasets: Sequence[str]) -> bool:
    """Tell whether only lists of counter-sanctions (Russia's, China's, Iran's) say so."""
    return bool(datasets) and all(dataset in _COUNTER for dataset in datasets)
