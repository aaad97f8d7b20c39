"""A web server on this machine that publishes lists, and does so badly when it is asked to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COLUMNS = "list\ttitle\taddresses\tusual\tpage\n"


def ftm(*names: str) -> bytes:
    """Give a list as FollowTheMoney has it: each name is a listed person."""
    lines = []
    for number, name in enumerate(names, 1):
        person = {"id": f"p{number}", "schema": "Person", "properties": {"name": [name]}, "target": True}
        sanction = {
            "id": f"s{number}",
            "schema": "Sanction",
            "properties": {"entity": [f"p{number}"], "authority": ["Example"], "startDate": ["2024-01-01"]},
        }
        lines += [json.dumps(person), json.dumps(sanction)]
    return "\n".join(lines).encode() + b"\n"


def people(count: int) -> list[str]:
    """Give so many names."""
    return [f"Person Number {chr(65 + number % 26)}{chr(97 + number // 26)}" for number in range(count)]


@dataclass
class Page:
    """What the server answers: less than it says where `cut`."""

    body: bytes = b""
    status: int = 200
    etag: str | None = None
    modified: str | None = None
    location: str | None = None
    cut: int = 0
    length: bool = True


@dataclass
class ListServer:
    """The pages by their paths, and what was asked: path and headers."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def source(self, of: str, *paths: str, usual: str = "yes") -> str:
        """Give a row of a file of sources."""
        addresses = "|".join(f"{self.address}{path}" for path in paths)
        return f"{of}\tList of {of}\t{addresses}\t{usual}\thttps://example.org/{of}\n"


@contextmanager
def serving() -> Iterator[ListServer]:
    """Serve until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append((self.path, dict(self.headers)))
            page = known.pages.get(self.path)
            if page is None:
                self.send_error(404)
                return
            asked = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
            same = (page.etag and asked[0] == page.etag) or (page.modified and asked[1] == page.modified)
            self.send_response(304 if same else page.status)
            for name, value in (
                ("ETag", page.etag), ("Last-Modified", page.modified), ("Location", page.location)
            ):  # fmt: skip
                if value:
                    self.send_header(name, value)
            if page.length and not same:
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            if not same:
                self.wfile.write(page.body[: len(page.body) - page.cut])

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known = ListServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
