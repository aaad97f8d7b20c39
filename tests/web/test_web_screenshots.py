"""The pictures in docs/desk, of the bundled reports. ``SAYSO_WRITE_DOCS=1 pytest
tests/web/test_web_screenshots.py`` takes them anew; look at them before you keep them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.web.test_web_pages_browser import asked

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = {  # name: address, width, height, colours
    "home": ("/", 1180, 820, "light"),
    "search": ("/search?words=port", 1180, 820, "light"),
    "matter": ("/matters/{matter}", 1180, 820, "light"),
    "report": ("/reports/{report}", 1180, 820, "light"),
    "review": ("/review", 1180, 820, "light"),
    "network": ("/network", 1180, 820, "dark"),
    "phone": ("/matters/{matter}", 390, 820, "dark"),
}


def test_the_documents_show_pictures_that_are_there() -> None:
    shown = {
        name
        for page in (DOCS.parent / "README.md", *DOCS.glob("*.md"))
        for name in re.findall(r"!\[[^]]+\]\((?:docs/)?desk/(\w+)\.png\)", page.read_text("utf-8"))
    }
    assert shown
    assert shown <= set(PICTURES)
    for name in PICTURES:
        picture = DOCS / "desk" / f"{name}.png"
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < 250_000


@pytest.mark.skipif(not os.environ.get("SAYSO_WRITE_DOCS"), reason="takes pictures only when asked to")
def test_pictures_are_taken(watched_of: Callable[..., Any], desk: str) -> None:
    denial = asked(desk, "/api/search?words=airfield&stance=denies")["claims"][0]
    matter, report = denial["matter"], denial["report_id"]
    (DOCS / "desk").mkdir(exist_ok=True)
    for name, (address, width, height, colours) in PICTURES.items():
        page = watched_of(viewport={"width": width, "height": height}, color_scheme=colours).page()
        page.goto(desk + address.format(matter=matter, report=report), wait_until="networkidle")
        page.wait_for_timeout(500)
        page.screenshot(path=DOCS / "desk" / f"{name}.png")
