"""Report -> Reading with parties: the reader that the rest of sayso uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sayso.actors import Resolver, shipped
from sayso.reading import reader as words
from sayso.reading.reading import Reading
from sayso.report import Report

__all__ = ["Reader", "read"]


class Reader(words.Reader):
    """Reads reports with the shipped model, or with the one in `model_dir`, and says who is meant by every
    mention: by the built-in gazetteer and, before it, the YAML file of own parties `parties`.

    Loading takes a moment; make one and keep it. Threads may share it. `reader` names the program's version
    (with a mark of the own parties where there are any) and the model's hash: same text, same date and same
    `reader` give the same reading, byte for byte. Raises ModelError, and UsageError for a file of own parties
    that is wrong.

    >>> reader = Reader()
    >>> reading = reader.read("Kyiv accused Moscow of shelling the port.", published="2023-08-21")
    >>> [(actor.text, actor.actor, actor.name) for actor in reading.claims[1].event.actors]
    [('Moscow', 'RUS', 'Russia')]
    """

    def __init__(self, model_dir: Path | None = None, *, parties: Path | str | None = None) -> None:
        super().__init__(model_dir)
        gazetteer = shipped(None if parties is None else Path(parties))
        self._resolver = Resolver(gazetteer)
        if gazetteer.fingerprint:
            version = f"{self.reader.version}+parties.{gazetteer.fingerprint}"
            self.reader = type(self.reader)(version=version, model=self.reader.model)

    def _read(self, report: Report) -> Reading:
        return self._resolver.resolve(super()._read(report))


@cache
def _shipped() -> Reader:
    return Reader()


def read(
    text: str,
    *,
    published: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read one text with the shipped model and the built-in parties, as `Reader.read` does.

    Raises ModelError, and UsageError for a date that is none.

    >>> reading = read('"We did not sign," the Iranian foreign ministry said on Friday.')
    >>> reading.attributions[0].speaker
    Speaker(text='the Iranian foreign ministry', actor='IRN/foreign-ministry')
    """
    return _shipped().read(text, published=published, title=title, outlet=outlet, url=url)
