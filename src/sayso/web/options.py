"""How the desk is served: what `sayso serve` was told, checked before anything is bound."""

from __future__ import annotations

import getpass
import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path

from sayso.errors import UsageError

__all__ = ["Options", "is_loopback"]

SHORTEST_TOKEN = 16
"""Characters that a token has at least: shorter ones can be guessed by trying."""

_ANY = ("0.0.0.0", "::", "")  # all addresses of the machine
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?")  # RFC 9110, 7.2, without escapes


@dataclass(frozen=True, slots=True)
class Options:
    """Where the desk is served, for whom, and within what limits.

    `ledger` is a path or URL, None for the setting; `parties` a file of own parties. `token` is what every
    request must show; without one the desk binds to this machine only. `read_only` refuses every write. `who`
    is the name with which decisions are kept where the browser gives none. `hosts` are names by which the
    desk may be asked for, beside the address itself. `rate` is how many requests a second one client may make
    on average (0: any number), `burst` how many at once; `heavy_rate` how many a minute that set a model or
    lists to work, or show a wrong token. `max_bytes` is the largest body of a request.

    Raises UsageError where other machines could reach the desk and no token is given, for a token that is
    too short, and for limits that make no sense.
    """

    ledger: str | None = None
    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = field(default=None, repr=False)
    read_only: bool = False
    who: str = ""
    hosts: tuple[str, ...] = ()
    rate: float = 50.0
    burst: int = 200
    heavy_rate: float = 60.0
    max_bytes: int = 4 * 2**20
    parties: Path | None = None

    def __post_init__(self) -> None:
        if self.token is None and not is_loopback(self.host):
            raise UsageError(
                f"{self.host} can be reached from other machines, and the desk shows the whole ledger: set a "
                "token in SAYSO_TOKEN (or a file with --token-file), or leave --host out to serve only this "
                "machine"
            )
        if self.token is not None and (len(self.token) < SHORTEST_TOKEN or not self.token.isascii()):
            raise UsageError(
                f"The token must be at least {SHORTEST_TOKEN} plain characters long; make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
            )
        if self.rate < 0 or self.heavy_rate < 0 or self.burst < 1 or self.max_bytes < 1:
            raise UsageError("Limits cannot be negative, and a burst is at least one request")

    @property
    def person(self) -> str:
        """Who decides, where nobody says."""
        if self.who:
            return self.who
        try:
            return getpass.getuser()
        except (OSError, KeyError):  # an account without a name
            return "desk"

    def allows(self, host: str) -> bool:
        """Tell whether the desk may be asked for by a ``Host`` header: other names are those of a page that
        had its name point here (DNS rebinding). An address cannot be pointed elsewhere: where the desk
        listens on all of the machine's, any will do.
        """
        name = _name(host)
        if name is None:
            return False
        if name in {_name(each) or each.lower() for each in (*self.hosts, self.host)}:
            return True
        if self.host in _ANY:
            return name == "localhost" or _is_address(name)
        return is_loopback(self.host) and is_loopback(name)


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str | None:
    """Give the name in a ``Host`` header without port and brackets, in lower case; None where it is none."""
    found = _HOST.fullmatch(host.strip().lower())
    return (found[1] or found[2]) if found else None
