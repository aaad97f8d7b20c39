"""The desk itself: the ledger that it shows, who keeps its catalogue up to date, and what requests share."""

from __future__ import annotations

import logging
import threading
import time
from typing import Annotated

from fastapi import Depends, Request

from sayso.actors import shipped
from sayso.errors import SaysoError
from sayso.ledger import Ledger
from sayso.settings import Settings
from sayso.web.bench import Bench
from sayso.web.formats import Answers
from sayso.web.options import Options
from sayso.web.problems import Problem

__all__ = ["Desk", "DeskDep", "WritableDep"]

log = logging.getLogger("sayso.web")

_LOOKS_EVERY = 2.0  # seconds between two looks at whether something was read meanwhile
_STAMP_LASTS = 0.25  # seconds in which a ledger counts as unchanged


class Desk:
    """What the routes work with. Close it, or use it as a context manager."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.ledger = Ledger(options.ledger, read_only=options.read_only, parties=options.parties)
        self.answers = Answers(self.ledger.catalogue.together)
        self.bench = Bench(options.ledger, options)
        self._stamp = ("", 0.0)
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="catalogue", daemon=True)

    def open(self) -> None:
        """Load what every question about a name needs, and begin to keep the catalogue up to date."""
        shipped(self.options.parties or Settings().own_parties)
        if not self.options.read_only:
            self._keeper.start()

    def close(self) -> None:
        """Stop, and let go of the ledger. Twice does no harm."""
        self._over.set()
        if self._keeper.is_alive():
            self._keeper.join(timeout=10)
        self.bench.close()
        self.ledger.close()

    def stamp(self) -> str:
        """Tell in what state the ledger is: another word whenever an answer may be another one."""
        word, at = self._stamp
        now = time.monotonic()
        if not word or now - at > _STAMP_LASTS:
            word = self.ledger.catalogue.stamp()
            self._stamp = (word, now)
        return word

    def changed(self) -> None:
        """Say that something was written: the next answer is made anew."""
        self._stamp = ("", 0.0)

    def _keep(self) -> None:
        from sayso.run.cataloguing import catalogue

        told = ""
        while not self._over.is_set():
            try:
                if not self.ledger.catalogue.state().up_to_date:
                    catalogue(self.ledger, stop=self._over.is_set)
                told = ""
            except SaysoError as error:
                if str(error) != told:  # a ledger that is busy for an hour is one line in the log
                    log.warning("The catalogue is not up to date: %s", error)
                told = str(error)
            except Exception:
                log.exception("The catalogue could not be brought up to date, and is left as it is")
                return
            self._over.wait(_LOOKS_EVERY)


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(_desk)]


async def _writable(desk: DeskDep) -> Desk:
    if desk.options.read_only:
        raise Problem(403, "The desk is served read-only; start it without --read-only to change something")
    return desk


WritableDep = Annotated[Desk, Depends(_writable)]
