"""What a CELEX number says of a legal act of the Union.

How they are built: https://eur-lex.europa.eu/content/tools/TableOfSectors/types_of_documents_in_eurlex.html
(sector 3, year of four figures, type, number of four figures: ``32014R0269``). How acts are cited, by number
and year until the end of 2014, by year and number since:
https://style-guide.europa.eu/en/content/-/isg/topic?identifier=1.2.2-numbering-of-acts.
"""

from __future__ import annotations

import re

__all__ = ["act_title", "act_url"]

_CELEX = re.compile(r"3(\d{4})([RD])(\d{4})(?:\(\d+\))?")
_FIRST_BY_YEAR = 2015
# The Treaty of Lisbon turned "EC" into "EU" on 1 December 2009; No 1194/2009 is of the day before.
_LAST_EC = (2009, 1194)


def act_title(celex: str) -> str:
    """Give an act as it is cited, "Regulation (EU) No 269/2014"; the CELEX number itself for other kinds."""
    found = _CELEX.fullmatch(celex.strip())
    if found is None:
        return celex
    year, number = int(found[1]), int(found[3])
    by_year = year >= _FIRST_BY_YEAR
    if found[2] == "D":
        # Decisions on sanctions are acts of the common foreign and security policy.
        return f"Decision (CFSP) {year}/{number}" if by_year else f"Decision {year}/{number}/CFSP"
    union = "EU" if (year, number) > _LAST_EC else "EC"
    return f"Regulation ({union}) {year}/{number}" if by_year else f"Regulation ({union}) No {number}/{year}"


def act_url(celex: str) -> str | None:
    """Give the address of an act on EUR-Lex, None for what is not a CELEX number."""
    if _CELEX.fullmatch(celex.strip()) is None:
        return None
    return f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{celex.strip()}"
