"""The files of others that the pages need: as they were published, with their licences, and small enough."""

from __future__ import annotations

import gzip
import re
from hashlib import sha256
from importlib.resources import files

import pytest

VENDOR = files("sayso.web").joinpath("static", "vendor")
VERSIONS = VENDOR.joinpath("VERSIONS.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(\S+)` \| (\S+ \S+) \| .* \| (.*) \| `([0-9a-f]{64})` \|$", VERSIONS, re.M)
MOST = 600_000  # bytes of a page in all, packed; these are most of it


def test_every_file_is_in_the_table() -> None:
    there = {each.name for each in VENDOR.iterdir() if each.name.endswith(".js")}
    assert {name for name, *_ in ROWS} == there


@pytest.mark.parametrize(("name", "package", "licence", "digest"), ROWS)
def test_a_file_is_what_was_published_and_brings_its_licence(
    name: str, package: str, licence: str, digest: str
) -> None:
    assert sha256(VENDOR.joinpath(name).read_bytes()).hexdigest() == digest, package
    [text] = re.findall(r"\S+\.LICENSE\.txt", licence)
    assert len(VENDOR.joinpath(text).read_text("utf-8")) > 500


def test_even_a_page_that_needs_all_of_them_is_small() -> None:
    static = files("sayso.web").joinpath("static")
    own = [each for each in static.iterdir() if each.name.endswith((".js", ".css", ".svg"))]
    scripts = [each for each in VENDOR.iterdir() if each.name.endswith(".js")]
    assert sum(len(gzip.compress(each.read_bytes(), 9)) for each in (*own, *scripts)) < MOST - 100_000
