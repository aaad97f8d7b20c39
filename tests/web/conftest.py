"""The desk to test on: a ledger of the examples, a client in this process, a server, and a real browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from desk_serving import once_a_run, serving
from desk_watching import Watched
from starlette.testclient import TestClient

from sayso.web.app import create_app
from sayso.web.options import Options

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXAMPLES = Path(__file__).parents[2] / "examples"
QUICKLY = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 375, "height": 667}


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SAYSO_") and name != "SAYSO_BROWSER"]:
        monkeypatch.delenv(name)


# ---- ledgers -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the example reports, read by the trained reader, weighed and catalogued, with the invented
    list of March 2025, against which its parties were screened. It is made once a run: copy it.
    """
    with once_a_run(tmp_path_factory, "examples.db") as path:
        if not path.exists():
            making = path.with_suffix(".making")
            with pytest.MonkeyPatch.context() as patched:
                for name in [name for name in os.environ if name.startswith("SAYSO_")]:
                    patched.delenv(name)
                command("read", str(EXAMPLES / "reports"), "--ledger", str(making))
                command("lists", "add", str(EXAMPLES / "lists" / "2025-03"), "--ledger", str(making))
            making.rename(path)
    return path


def command(*args: str) -> None:
    """Run a command line that works."""
    from sayso.cli import cli

    result = CliRunner().invoke(cli, list(args), prog_name="sayso")
    assert result.exit_code == 0, result.output


@pytest.fixture
def example_ledger(examples: Path, tmp_path: Path) -> Path:
    """A copy of the ledger of the examples, to do with as one likes."""
    return Path(shutil.copy(examples, tmp_path / "examples.db"))


# ---- the desk, in this process and as a server -------------------------------------------------------------


@pytest.fixture
def client_of() -> Iterator[Callable[..., TestClient]]:
    """Gives a client in this process of a desk on a ledger; more arguments are those of Options."""
    opened: list[TestClient] = []

    def made(ledger: Path | str, **options: Any) -> TestClient:
        app = create_app(Options(ledger=str(ledger), **{"rate": 0, "heavy_rate": 0, **options}))
        opened.append(TestClient(app, "http://127.0.0.1:8765", raise_server_exceptions=False))
        return opened[-1].__enter__()

    yield made
    for each in opened:
        each.__exit__(None, None, None)


@pytest.fixture
def client(client_of: Callable[..., TestClient], example_ledger: Path) -> TestClient:
    """A client in this process of a desk on a copy of the ledger of the examples."""
    return client_of(example_ledger)


@pytest.fixture(scope="module")
def desk(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk on a copy of the ledger of the examples; for tests that change nothing in it."""
    copy = shutil.copy(examples, tmp_path_factory.mktemp("desk") / "examples.db")
    with serving(copy) as address:
        yield address


@pytest.fixture
def own_desk(example_ledger: Path) -> Iterator[str]:
    """The address of a desk on a ledger of the examples that is the test's own."""
    with serving(example_ledger) as address:
        yield address


# ---- a browser ---------------------------------------------------------------------------------------------


def without_browser(reason: str) -> None:
    """Skip, or fail where everything must be there to test with."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(f"the pages are not tested: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. It lives as long as a module of tests: Playwright has an event loop in this thread, beside
    which no other test could run one.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        without_browser("no browser without Playwright: pip install playwright")
    program = os.environ.get("SAYSO_BROWSER", "/usr/bin/chromium")
    if not os.access(program, os.X_OK):
        without_browser(f"{program} is no browser: apt install chromium, or name one in SAYSO_BROWSER")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=list(QUICKLY))
        except Error as error:
            without_browser(f"{program} does not start: {error}")
        yield started
        started.close()


@pytest.fixture
def watched_of(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Gives pages with options of their own (those of Playwright's `new_context`); see `Watched`."""
    made: list[Watched] = []

    def watched(**options: Any) -> Watched:
        made.append(Watched.of(browser, **options))
        return made[-1]

    yield watched
    wrong = [each for one in made for each in one.unexpected()]
    for one in made:
        one.context.close()
    assert not wrong, "in the browser:\n" + "\n".join(wrong)


@pytest.fixture
def watched(watched_of: Callable[..., Watched]) -> Watched:
    """Pages of a usual screen; `watched.allowed.append("404 ")` where a test wants something to go wrong."""
    return watched_of()


@pytest.fixture
def page(watched: Watched) -> Page:
    """A page of a usual screen. The test fails when it ends if there was an error on the console, a script's
    error, a request that failed or was refused, a dialog, or a violation of the policy.
    """
    return watched.page()


@pytest.fixture
def phone(watched_of: Callable[..., Watched]) -> Page:
    """A page of a small telephone, watched as `page` is."""
    return watched_of(viewport=PHONE, is_mobile=True, has_touch=True).page()


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Gives what axe-core finds wrong with a page for people who cannot see or point well: what is serious or
    critical, a line for each place. The page's policy stays as it is.
    """
    core = pytest.importorskip("axe_playwright_python.base", reason="pip install axe-playwright-python")

    def found(page: Page, **options: Any) -> list[str]:
        page.evaluate(core.AXE_SCRIPT)  # through the debugger, which the page's policy does not bind
        options = {"resultTypes": ["violations"], **options}
        answer = page.evaluate(f"axe.run(document, {json.dumps(options)})")
        return [
            f"{each['id']} ({each['impact']}): {' '.join(map(str, node['target']))}: {node['html'][:200]}"
            for each in answer["violations"]
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]

    return found
