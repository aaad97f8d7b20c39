"""Settings: each is an environment variable with the prefix ``SAYSO_`` (``SAYSO_LEDGER``,
``SAYSO_MAX_FILE_BYTES``, …).

Import this module late: pydantic takes a moment, and ``sayso --help`` must not wait for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from sayso.errors import UsageError

__all__ = ["Settings"]

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_MOST_BYTES = 2**50  # 1 PiB: far beyond any input, and every machine can count that far
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", re.IGNORECASE)


def _in_bytes(value: object) -> object:
    """Let people write ``512MB`` or ``2GiB``; both mean powers of 1024, as in `ls -h`."""
    if isinstance(value, str) and (match := _SIZE.fullmatch(value.strip())):
        size = float(match[1]) * _UNITS[match[2].lower()]
        if size > _MOST_BYTES:  # infinity has no whole number
            raise ValueError("Input should be at most 1 PiB")
        return int(size)
    return value


_Bytes = Annotated[int, BeforeValidator(_in_bytes), Field(ge=1, le=_MOST_BYTES)]


class Settings(BaseSettings):
    """What can be set from outside. Values given by name win over the environment, which wins over the
    defaults.

    Raises UsageError, naming the variable, where a value makes no sense.
    """

    model_config = SettingsConfigDict(env_prefix="SAYSO_", env_ignore_empty=True, extra="ignore", frozen=True)

    ledger: str = "sayso.db"
    """Where the ledger is: a path, or a SQLAlchemy URL (``postgresql+psycopg://…``)."""
    parties: Path | None = None
    """The file of own parties (YAML); without it, ``parties.yaml`` in the user's folder of settings for
    sayso, where there is one."""
    list_sources: Path | None = None
    """A file that says where sanctions lists are fetched from, beside or in place of the built-in
    addresses."""
    token: SecretStr | None = None
    """What requests to the desk must show; it is needed where other machines can reach it."""
    workers: int = Field(default=0, ge=0)
    """Threads that read; 0 means as many as CPUs this process may use, at most 4."""
    max_file_bytes: _Bytes = 256 * 2**20
    """A file larger than this (bytes on disk) is a reject."""
    max_expanded_bytes: _Bytes = 2**30
    """What one compressed input may expand to, in bytes."""
    max_line_bytes: _Bytes = 16 * 2**20
    """A line of JSONL longer than this, in bytes, is a reject; the next line is read on."""
    max_html_bytes: _Bytes = 20 * 2**20
    """A page larger than this, in bytes and after expansion, is a reject."""
    max_report_chars: int = Field(default=1_000_000, ge=1, le=2**40)
    """A report with more characters than this is a reject."""
    html_timeout: float = Field(default=10.0, gt=0, le=86_400, allow_inf_nan=False)
    """Seconds that the main text of one page may take to find; then the extracting process is killed. At
    most a day."""
    html_memory_mb: int = Field(default=1024, ge=1, le=2**30)
    """Address space of the extracting process, in MiB, where the system can limit it."""

    def __init__(self, **values: object) -> None:
        try:
            super().__init__(**values)  # type: ignore[arg-type]
        except ValidationError as error:
            problems = "; ".join(
                f"SAYSO_{str(problem['loc'][0]).upper()}={problem['input']!r}: {problem['msg']}"
                for problem in error.errors(include_url=False)
            )
            raise UsageError(
                f"A setting makes no sense: {problems}. Correct or unset it and run again."
            ) from None

    @property
    def own_parties(self) -> Path | None:
        """The file of own parties that counts, None where there is none."""
        if self.parties is not None:
            return self.parties
        usual = usual_parties()
        return usual if usual.is_file() else None

    @property
    def ledger_file(self) -> Path | None:
        """The file that the ledger is, whether it is named by a path or a URL; None for a server's."""
        if "://" not in self.ledger:
            return Path(self.ledger)
        from sqlalchemy import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            url = make_url(self.ledger)
        except (ArgumentError, ValueError):  # whoever opens it will say so
            return None
        is_file = url.drivername.partition("+")[0] == "sqlite" and url.database
        return Path(url.database or "") if is_file else None


def usual_parties() -> Path:
    """Give where a user's own parties are looked for: ``~/.config/sayso/parties.yaml`` on Linux. No upgrade
    touches it.
    """
    import click

    return Path(click.get_app_dir("sayso")) / "parties.yaml"
