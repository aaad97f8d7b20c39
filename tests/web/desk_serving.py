"""What tests of the desk share: what is made once a run, and a desk that is really served."""

from __future__ import annotations

import fcntl
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from sayso.web.app import create_app
from sayso.web.options import Options


@contextmanager
def once_a_run(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Give a path that all workers of a run share, to one of them at a time."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name


@contextmanager
def serving(ledger: Path | str, **options: Any) -> Iterator[str]:
    """Serve a ledger on a free port of this machine; give the address, without a slash at its end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        app = create_app(Options(ledger=str(ledger), port=port, **{"rate": 0, "heavy_rate": 0, **options}))
        config = uvicorn.Config(app, log_level="warning", lifespan="on", ws="none")
        server = uvicorn.Server(config)
        ready = threading.Event()
        startup = server.startup

        async def started(*args: Any, **more: Any) -> None:
            await startup(*args, **more)
            ready.set()

        server.startup = started  # type: ignore[method-assign]
        thread = threading.Thread(target=server.run, args=([listening],), name="desk")
        thread.start()
        try:
            assert ready.wait(30), "the desk did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive(), "the desk did not stop"
