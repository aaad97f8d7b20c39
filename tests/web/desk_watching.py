"""Pages in a real browser that tell what goes wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

SCREEN = {"width": 1280, "height": 900}


@dataclass
class Watched:
    """Pages that tell what goes wrong in them. `allowed` is what may: a test puts in the words that it
    expects (an answer of 404, say); all else fails the test when it ends.
    """

    context: BrowserContext
    wrong: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, **options: Any) -> Watched:
        """Make them; `options` are those of Playwright's `new_context`."""
        usual = {"viewport": SCREEN, "locale": "en-GB", "timezone_id": "UTC"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(15_000)
        return cls(context)

    def page(self) -> Page:
        """Open another page."""
        page = self.context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("response", lambda r: r.status >= 400 and self.wrong.append(f"{r.status} {r.url}"))
        return page

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium says "Failed to load resource" of every answer of 400 and more, without its address.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.wrong.append(f"{message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A page that is left while it loads gives up what it waits for.
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.failure} {request.url}")

    def unexpected(self) -> list[str]:
        """What went wrong and was not allowed. A violation of the policy is an error on the console."""
        return [each for each in self.wrong if not any(words in each for words in self.allowed)]
