"""A user's own parties: a YAML file that wins over the built-in data.

    parties:
      - name: Corvane Systems        # required; what answers and exports call it
        kind: company                # required; one of KINDS
        names: [Corvane, Corvane AS] # other spellings; exact capitals
        country: Norway              # name, ISO code or a list of them
        sectors: [BUS]               # PLOVER's
        belongs_to: NOR/government   # the id of the party of which it is a part
        control: private             # of an outlet: state, public or private
        id: corvane-systems          # made from the name where it is left out; a known id changes that party
    not_parties:                     # words that are never taken for a party
      - Turkey Creek

Every error is shown with its line, all of them at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from sayso.actors.words import key_of
from sayso.errors import UsageError
from sayso.reading.reading import Party

__all__ = ["CONTROLS", "KINDS", "SECTORS", "Added", "Additions"]

# fmt: off
KINDS = ("state", "government", "military", "armed_group", "organisation", "company", "outlet", "person")
"""The kinds of parties."""
SECTORS = (
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PRM", "PTY", "REB", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL",
    "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
    "IGO", "NGO", "ISM", "IMG", "MNC",
)
"""PLOVER's sector codes (manual, table of roles), and its codes of non-state international actors."""
# fmt: on
CONTROLS = ("state", "public", "private")
_LISTS = ("names", "country", "sectors")
_KEYS = ("name", "kind", "names", "country", "sectors", "belongs_to", "control", "id")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]*")
_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Added:
    """One party of a user's file. Countries are as the user wrote them."""

    id: str
    name: str
    kind: str
    names: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    belongs_to: str | None = None
    control: str | None = None

    def over(self, before: Party | None, country_of: Callable[[str], str | None]) -> Party:
        """Give the party, with what the user left out taken from the one that had this id before."""
        known = before or Party(self.id, self.name, self.kind)
        countries = tuple(found for words in self.country if (found := country_of(words)))
        return replace(
            known,
            name=self.name,
            kind=self.kind,
            countries=countries or known.countries,
            sectors=self.sectors or known.sectors,
            belongs_to=self.belongs_to or known.belongs_to,
            control=self.control or known.control,
        )


@dataclass(frozen=True, slots=True)
class Additions:
    """What a user's file says; `fingerprint` tells one state of the file from another."""

    parties: tuple[Added, ...] = ()
    not_parties: tuple[str, ...] = ()
    fingerprint: str = ""

    @classmethod
    def load(cls, path: Path) -> Additions:
        """Read a file. Raises UsageError, with the line and the reason of everything that is wrong."""
        try:
            if path.stat().st_size > _LARGEST:
                raise UsageError(f"{path} is larger than {_LARGEST:,} bytes; is it the right file?")
            text = path.read_text("utf-8")
        except OSError as error:
            raise UsageError(
                f"The file of own parties {path} cannot be read ({error.strerror or error}); give another "
                "with --parties or SAYSO_PARTIES"
            ) from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, name: str = "parties") -> Additions:
        """Take a file's text; `name` is for messages. Raises UsageError as `load` does."""
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UsageError(f"{name}, line {line}: not YAML: {error.problem or error.context}") from error
        except yaml.YAMLError as error:
            raise UsageError(f"{name}: not YAML: {error}") from error
        except RecursionError as error:
            raise UsageError(f"{name}: nested too deeply") from error
        reader = _Reader(name)
        parties, not_parties = reader.whole(root)
        reader.owners(parties)
        if reader.errors:
            raise UsageError("\n".join(message for _, message in sorted(reader.errors)))
        content = repr((parties, not_parties)).encode("utf-8")
        return cls(parties, not_parties, hashlib.sha256(content).hexdigest()[:8])


class _Reader:
    """Walks the tree of YAML nodes and notes what is wrong, with lines."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.errors: list[tuple[int, str]] = []
        self._seen: dict[str, int] = {}
        self._owners: dict[str, yaml.Node] = {}

    def wrong(self, node: yaml.Node, reason: str) -> None:
        line = node.start_mark.line + 1
        self.errors.append((line, f"{self._name}, line {line}: {reason}"))

    def whole(self, root: yaml.Node | None) -> tuple[tuple[Added, ...], tuple[str, ...]]:
        if root is None:
            return (), ()
        if not isinstance(root, yaml.MappingNode):
            self.wrong(root, "the file is a mapping with the keys parties and not_parties")
            return (), ()
        parties: list[Added] = []
        not_parties: tuple[str, ...] = ()
        for key, value in root.value:
            if key.value == "parties":
                parties += [party for item in self.items(value, "parties") if (party := self.party(item))]
            elif key.value == "not_parties":
                not_parties = tuple(
                    word for item in self.items(value, "not_parties") if (word := self.text(item, "a word"))
                )
            else:
                self.wrong(key, f"there is no {key.value!r}; use parties or not_parties")
        return tuple(parties), not_parties

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if not (isinstance(node, yaml.ScalarNode) and not node.value):  # "parties:" with nothing in it
            self.wrong(node, f"{what} is a list; begin each entry with a dash")
        return []

    def text(self, node: yaml.Node, what: str) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value).strip()
        self.wrong(node, f"{what} is a text")
        return None

    def party(self, node: yaml.Node) -> Added | None:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "a party is a mapping, at least with name and kind")
            return None
        before = len(self.errors)
        found: dict[str, Any] = {}
        for key, value in node.value:
            field = str(key.value)
            if field not in _KEYS:
                self.wrong(key, f"a party has no {field!r}; it may have {', '.join(_KEYS)}")
            elif field in _LISTS:
                nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
                texts = [self.text(item, field) for item in nodes]
                found[field] = tuple(text for text in texts if text)
                if field == "sectors":
                    self.known(value, "sector", found[field], SECTORS)
                if field == "country":
                    self.countries(value, found[field])
            else:
                found[field] = self.text(value, field)
                if field == "belongs_to" and found[field]:
                    self._owners.setdefault(found[field], value)
        for required in ("name", "kind"):
            if not found.get(required):
                self.wrong(node, f"the party has no {required}")
        if found.get("kind"):
            self.known(node, "kind", (found["kind"],), KINDS)
        if found.get("control"):
            self.known(node, "control", (found["control"],), CONTROLS)
        if len(self.errors) > before:
            return None
        found.setdefault("id", _slug(found["name"]))
        if not _ID.fullmatch(found["id"]):
            self.wrong(node, f"{found['id']!r} is no id; use letters, digits, - and /")
            return None
        if found["id"] in self._seen:
            self.wrong(node, f"{found['id']!r} is already the id of line {self._seen[found['id']]}")
            return None
        self._seen[found["id"]] = node.start_mark.line + 1
        return Added(**found)

    def owners(self, parties: tuple[Added, ...]) -> None:
        """Refuse parties that belong to none that is known."""
        from sayso.actors.gazetteer import shipped

        own = {party.id for party in parties}
        for owner, node in self._owners.items():
            if owner in own:
                continue
            try:
                shipped().party(owner)
            except KeyError:
                self.wrong(node, f"{owner!r} is no party; `sayso parties --name NAME` tells ids")

    def known(self, node: yaml.Node, what: str, values: tuple[str, ...], allowed: tuple[str, ...]) -> None:
        for value in values:
            if value not in allowed:
                self.wrong(node, f"{value!r} is no {what}; there are {', '.join(allowed)}")

    def countries(self, node: yaml.Node, values: tuple[str, ...]) -> None:
        from sayso.actors.gazetteer import shipped

        for value in values:
            if shipped().state_called(value) is None:
                self.wrong(node, f"{value!r} is no country; give its English name or ISO code")


def _slug(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", "".join(key_of(part) for part in re.split(r"(\W+)", name)))
    return "-".join(words) or "party-" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:8]
