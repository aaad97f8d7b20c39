"""``sayso serve``: the desk, the ledger in a browser."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from sayso.cli.terminal import Exemplified, ledger_option, note, open_ledger, parties_option, safe
from sayso.errors import SaysoError, UsageError

if TYPE_CHECKING:
    from sayso.web.options import Options


@click.command(
    "serve",
    cls=Exemplified,
    examples=(
        "sayso serve",
        "sayso serve --read-only --port 9000",
        "SAYSO_TOKEN=$(cat token) sayso serve --host 192.0.2.7",
    ),
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; any other than this machine's own takes a token.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one."
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file with the token that every request must show.  [default: SAYSO_TOKEN]",
)
@click.option("--read-only", is_flag=True, help="Refuse everything that would write into the ledger.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option(
    "--as",
    "who",
    default="",
    metavar="NAME",
    help="Who decides, where the browser gives no name.  [default: your login]",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Another name by which the desk may be asked for; can be repeated.",
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    default=50,
    show_default=True,
    help="Requests a second from one address (another server before the desk is one); 0 for any number.",
)
@parties_option
@ledger_option
def serve_command(
    host: str,
    port: int,
    token_file: Path | None,
    read_only: bool,
    show: bool,
    who: str,
    hosts: tuple[str, ...],
    rate: float,
    parties: str | None,
    ledger: str | None,
) -> None:
    """Open the ledger in a browser, and to programs as an HTTP API (described at /api/docs).

    It is served to this machine only, until it is stopped with Ctrl-C. Reports can be read into the ledger
    meanwhile; the desk follows. Where other machines are to reach it, set a token in SAYSO_TOKEN, and put a
    server that speaks TLS before it.
    """
    from sayso.web.options import Options

    options = Options(
        ledger=ledger,
        host=host,
        port=port,
        token=_token(token_file),
        read_only=read_only,
        who=who,
        hosts=hosts,
        rate=rate,
        parties=Path(parties) if parties else None,
    )
    if read_only:
        open_ledger(ledger).close()  # a slip of the pen makes no ledger, and says so before anything is bound
    _serve(options, show)


def _token(file: Path | None) -> str | None:
    """Give the token from a file or the environment; never from an argument, which others can see."""
    from sayso.settings import Settings

    if file is None:
        secret = Settings().token
        os.environ.pop("SAYSO_TOKEN", None)  # the process for longer work would inherit it
        return secret.get_secret_value() if secret else None
    try:
        return file.read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The token cannot be read from {file}: {error}") from None


def _serve(options: Options, show: bool) -> None:
    import uvicorn

    from sayso.web import create_app

    bound = _bind(options.host, options.port)
    app = create_app(options)
    name, port = bound.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    address = f"http://{shown}:{port}/"
    note(f"The desk is at {address} (ledger {safe(app.state.desk.ledger.where)}); Ctrl-C stops it")
    if show:
        webbrowser.open(address)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # anybody could say who they are
        http="h11",  # the one that takes no endless headers
        ws="none",
        timeout_graceful_shutdown=5,
    )
    desk = app.state.desk

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            # What was loaded stays as long as the desk runs: to look through it for what could go, again and
            # again, took a third of the time of an answer.
            gc.collect()
            gc.freeze()
            gc.set_threshold(20_000, 20, 50)
            # Whoever takes and passes on requests waits less for the one who answers.
            sys.setswitchinterval(0.0005)

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            # Whoever waits for a piece of work is told now; the server would wait for it, and then break off.
            threading.Thread(target=desk.bench.close).start()
            super().handle_exit(sig, frame)

    Server(config).run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    """Take the address, or say why not: before the ledger is opened and anything is promised."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(128)  # whoever comes before the desk is ready waits instead of being refused
    except OSError as error:
        problem = error.strerror or "it is not an address of this machine"
        raise SaysoError(
            f"{host} port {port} cannot be listened on ({problem}); choose another one with --port, or 0 for "
            "any that is free"
        ) from None
    return bound
