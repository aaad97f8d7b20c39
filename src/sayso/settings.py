"""Settings: each is an environment variable with the prefix ``SAYSO_`` (``SAYSO_LEDGER``,
``SAYSO_MAX_FILE_BYTES``, …).

Import this module late: pydantic takes a moment, and ``sayso --help`` must not wait for it.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from sayso.errors import UsageError

__all__ = ["Settings"]

_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", re.IGNORECASE)


def _in_bytes(value: object) -> object:
    """Let people write ``512MB`` or ``2GiB``; both mean powers of 1024, as in `ls -h`."""
    if isinstance(value, str) and (match := _SIZE.fullmatch(value.strip())):
        return int(float(match[1]) * _UNITS[match[2].lower()])
    return value


_Bytes = Annotated[int, BeforeValidator(_in_bytes), Field(ge=1)]


class Settings(BaseSettings):
    """What can be set from outside. Values given by name win over the environment, which wins over the
    defaults.

    Raises UsageError, naming the variable, where a value makes no sense.
    """

    model_config = SettingsConfigDict(env_prefix="SAYSO_", env_ignore_empty=True, extra="ignore", frozen=True)

    ledger: str = "sayso.db"
    """Where the ledger is: a path, or a SQLAlchemy URL (``postgresql+psycopg://…``)."""
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
    max_report_chars: int = Field(default=1_000_000, ge=1)
    """A report with more characters than this is a reject."""
    html_timeout: float = Field(default=10.0, gt=0)
    """Seconds that the main text of one page may take to find; then the extracting process is killed."""
    html_memory_mb: int = Field(default=1024, ge=1)
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
