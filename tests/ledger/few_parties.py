"""A small gazetteer in place of the shipped one, for tests that must not depend on its facts."""

from __future__ import annotations

from pathlib import Path

from sayso.reading.reading import Party

IRAN = Party("IRN", "Iran", "state", ("IR",), ("GOV",))
RUSSIA = Party("RUS", "Russia", "state", ("RU",), ("GOV",))
MINISTRY = Party(
    "RUS/defence-ministry", "Ministry of Defence of Russia", "government", ("RU",), ("GOV", "MIL"),
    "RUS/government", ("RUS/government", "RUS"),
)  # fmt: skip
GUARDS = Party(
    "IRN/guards", "Revolutionary Guards", "military", ("IR",), ("MIL",), "IRN/forces", ("IRN/forces", "IRN")
)
MINISTER = Party(
    "ann-ivanova",
    "Ann Ivanova",
    "person",
    ("RU",),
    ("GOV",),
    MINISTRY.id,
    (MINISTRY.id, "RUS/government", "RUS"),
)
COURIER = Party("the-courier", "The Courier", "outlet", ("RU",), ("JRN",), control="state")

_CODES = {"IR": ("IRN", "630"), "RU": ("RUS", "365")}
_NAMES = {
    IRAN: ("iran", "irn", "ir", "630", "iranian", "islamic republic of iran"),
    RUSSIA: ("russia", "rus", "ru", "365", "russian"),
    MINISTRY: ("rus/defence-ministry", "russian mod", "ministry of defence of russia"),
    GUARDS: ("irn/guards", "guards", "revolutionary guards"),
    MINISTER: ("ann-ivanova", "ivanova", "ann ivanova"),
    COURIER: ("the-courier", "courier"),
}


class FewParties:
    """Knows six parties; `additions` make no difference."""

    def __init__(self, additions: Path | None = None) -> None:
        self._parties = {party.id: party for party in _NAMES}

    def called(self, words: str) -> list[str]:
        return [party.id for party, names in _NAMES.items() if words.strip().lower() in names]

    def party(self, party: str, day: str | None = None) -> Party:
        return self._parties[party]

    def codes(self, country: str) -> tuple[str, str]:
        return _CODES.get(country, ("", ""))
