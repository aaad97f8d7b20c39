"""The desk: the ledger in a browser, and as an HTTP API.

`create_app` gives the ASGI application; ``sayso serve`` runs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["Options", "create_app"]

if TYPE_CHECKING:
    from sayso.web.app import create_app
    from sayso.web.options import Options

# Loaded on first use: the process that does the heavy work imports its jobs from here, and no framework.
_HOMES = {"Options": "sayso.web.options", "create_app": "sayso.web.app"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sayso.web' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
