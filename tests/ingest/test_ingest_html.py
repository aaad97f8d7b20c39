from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
import time

import pytest

from sayso.ingest import Found, Reject, html, load
from sayso.report import Report
from sayso.settings import Settings

SENTENCE = "The minister said on Monday that there was no deal with the company."

PARAGRAPH = f"<p>{SENTENCE} It never was, and it never will be, she told reporters.</p>"
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Minister denies deal | The Daily Example</title>
<meta property="og:site_name" content="The Daily Example"><meta name="author" content="Jane Doe, John Roe">
<meta property="article:published_time" content="2023-08-21T10:00:00Z">
<meta property="article:modified_time" content="2023-09-30T10:00:00Z">
<link rel="canonical" href="https://example.org/news/deal"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World news and more of it</a></li></ul></nav>
<article><h1>Minister denies deal</h1>
{PARAGRAPH}
<p>There was <q>nothing to <b>sign</b></q>, she said; “nothing at all.” The firm's lawyers
said ‘no’ &amp; hung up.</p>
<p>“We have seen the papers,” said <a href="/r">Reuters</a>.<br>The firm did not answer.<br> <br>
It never does.</p>
<blockquote><p>We deny this entirely.</p><p>There is no truth in it.</p></blockquote>
<h2>What next</h2><ul><li>First, a vote, the speaker said.</li><li>Then a debate.</li></ul>
<table><tr><td>Shares</td><td>12.5</td></tr></table>
</article>
<div id="comments" class="comments"><p>A reader's long comment, which is not the report.</p></div>
<footer><p>© 2024 The Daily Example. Updated 1 January 2024.</p></footer></body></html>"""


@pytest.fixture(autouse=True, scope="module")
def _no_process_left():
    yield
    with html._lock:
        html._end()


def test_a_page(read_one) -> None:
    report = read_one("r.html", PAGE)
    assert report.text.split("\n\n") == [
        "Minister denies deal",
        f"{SENTENCE} It never was, and it never will be, she told reporters.",
        "There was “nothing to sign”, she said; “nothing at all.” The firm's lawyers said ‘no’ & hung up.",
        "“We have seen the papers,” said Reuters.\nThe firm did not answer.",
        "It never does.",
        "We deny this entirely.",
        "There is no truth in it.",
        "What next",
        "First, a vote, the speaker said.",
        "Then a debate.",
    ]
    assert (report.title, report.outlet) == ("Minister denies deal", "The Daily Example")
    assert (report.published, report.url) == ("2023-08-21", "https://example.org/news/deal")
    assert (report.authors, report.language) == (("Jane Doe", "John Roe"), "en")


def test_no_date_is_invented(read_one) -> None:
    page = f"<html><body><p>On 3 May 2021 he said no.</p>{PARAGRAPH * 4}<footer>© 2024-01-01</footer>"
    report = read_one("r.htm", page)
    assert (report.published, report.outlet, report.authors) == (None, None, ())


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-8"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("utf-8", "cp1252"),
        ("cp1252", "utf-8"),
        ("", "utf-16"),
        ("utf-8", "utf-16"),
        ("bogus", "utf-8-sig"),
    ],
)
def test_encodings(read_one, declared: str, encoding: str) -> None:
    meta = f'<?xml version="1.0" encoding="{declared}"?><html><head><meta charset="{declared}"></head>'
    page = f"{meta}<body>{PARAGRAPH * 3}<p>“Déjà vu,” she said.</p></body></html>"
    assert read_one("r.html", page.encode(encoding)).text.endswith("“Déjà vu,” she said.")


def test_pages_laid_out_as_a_table(read_one) -> None:
    page = f"<html><body><table><tr><td>{PARAGRAPH}</td></tr><tr><td>{PARAGRAPH * 2}</td></tr></table>"
    assert read_one("r.html", page).text.count(SENTENCE) >= 1


def test_a_bare_paragraph(read_one) -> None:
    assert read_one("r.html", PARAGRAPH).text.startswith(SENTENCE)
    assert read_one("r.html.gz", gzip.compress(PARAGRAPH.encode())).text.startswith(SENTENCE)


@pytest.mark.parametrize(
    "element", ["div", "span", "blockquote", "ul><li", "table><tr><td", "b", "q", "svg", "a", "font"]
)
@pytest.mark.parametrize("closed", [True, False])
def test_nested_ten_thousand_deep(read_one, element: str, closed: bool) -> None:
    ends = (
        "".join(f"</{name.strip('<>')}>" for name in reversed(element.split("><"))) * 10_000 if closed else ""
    )
    page = f"<html><body>{PARAGRAPH}{f'<{element}>' * 10_000}{PARAGRAPH}{ends}</body></html>"
    item = read_one("r.html", page)
    assert isinstance(item, Report | Reject)
    if isinstance(item, Reject):
        assert item.reason in {"extraction-failed", "no-text", "timeout"}
    assert isinstance(read_one("next.html", PAGE), Report)  # and the next page is read


def test_nested_five_hundred_deep_is_read(read_one) -> None:
    assert SENTENCE in read_one("r.html", f"<html><body>{'<font>' * 500}{PARAGRAPH * 3}").text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "empty"),
        ("\ufeff \n", "empty"),
        ("<html><script>var x = 1;</script></html>", "no-text"),
        ("<html></html>", "no-text"),
        ("<!-- only this -->", "no-text"),
        ("<", "no-text"),
        ("\0" * 5000, "binary"),
        (f"<html lang=en><body>{'<p>Der Minister wies die Vorwürfe am Montag zurück.</p>' * 9}", "language"),
    ],
)
def test_rejects(read_one, page: str, reason: str) -> None:
    item = read_one("r.html", page)
    assert isinstance(item, Reject)
    assert item.reason == reason


def test_limits(read_one) -> None:
    large = read_one("r.html", PAGE, max_html_bytes=100)
    assert (large.reason, "SAYSO_MAX_HTML_BYTES" in large.message) == ("too-large", True)
    long = read_one("r.html", PAGE, max_report_chars=100)
    assert (long.reason, "SAYSO_MAX_REPORT_CHARS" in long.message) == ("too-large", True)


def test_hostile_markup(read_one) -> None:
    bomb = "".join(f'<!ENTITY {b} "&{a};&{a};">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "lol">{bomb}]><html><body>{PARAGRAPH * 3}<p>&k;</p>'
    )
    assert SENTENCE in read_one("r.html", page).text
    assert SENTENCE in read_one("r.html", f"<p {'a=b ' * 100_000}>{PARAGRAPH * 3}").text
    report = read_one(
        "r.html", f"<html><body>{PARAGRAPH * 3}<p>A\0B &#0; &#27;[31m &#xD800; &#x202E; end.</p>"
    )
    assert report.text.endswith("end.")
    assert not set(report.text) & set("\0\x1b\ud800\u202e")


def test_one_process_serves_all_pages(read_one) -> None:
    read_one("a.html", PAGE)
    first = html._current
    read_one("b.html", PAGE)
    assert first is not None
    assert html._current is first


def test_a_page_that_takes_too_long(read_one) -> None:
    page = f"<html><body>{PARAGRAPH * 30_000}</body></html>"
    item = read_one("slow.html", page, html_timeout=0.3)
    assert (item.reason, "SAYSO_HTML_TIMEOUT" in item.message) == ("timeout", True)
    assert html._current is None
    assert isinstance(read_one("next.html", PAGE), Report)


@pytest.mark.skipif(sys.platform != "linux", reason="address space cannot be limited everywhere")
def test_a_page_that_takes_too_much_memory(read_one) -> None:
    item = read_one("big.html", f"<html><body>{'<p>No.</p>' * 500_000}</body></html>", html_memory_mb=200)
    assert isinstance(item, Reject)
    assert item.reason in {"extraction-failed", "timeout"}
    tiny = read_one("r.html", PAGE, html_memory_mb=20)
    assert (tiny.reason, "SAYSO_HTML_MEMORY_MB" in tiny.message) == ("extraction-failed", True)


def test_a_process_that_was_killed_is_replaced(read_one) -> None:
    read_one("a.html", PAGE)
    assert html._current is not None
    html._current._process.kill()
    html._current._process.wait()
    assert isinstance(read_one("b.html", PAGE), Report)


def test_a_process_that_dies_over_a_page(read_one, monkeypatch: pytest.MonkeyPatch) -> None:
    read_one("a.html", PAGE)
    process = html._current
    assert process is not None
    monkeypatch.setattr(process, "_receive", lambda: process.kill())
    assert read_one("b.html", PAGE).reason == "extraction-failed"
    assert isinstance(read_one("c.html", PAGE), Report)


def test_several_threads(tmp_path) -> None:
    path = tmp_path / "r.html"
    path.write_text(PAGE)
    results: list[Report | Reject] = []
    threads = [
        threading.Thread(target=lambda: results.extend(load(Found(str(path), "html"), Settings())))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({item.id for item in results if isinstance(item, Report)}) == 1
    assert len(results) == 6


def test_the_process_ends_with_its_parent_and_says_nothing(tmp_path) -> None:
    path = tmp_path / "r.html"
    path.write_text(PAGE)
    code = (
        "import sys\n"
        "from sayso.ingest import Found, load\n"
        "print(len(list(load(Found(sys.argv[1], 'html')))))\n"
        "from sayso.ingest import html\n"
        "print(html._current._process.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    count, pid = done.stdout.split()
    assert (count, done.stderr) == ("1", "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of other systems")
def test_the_process_ends_when_its_parent_is_killed(tmp_path) -> None:
    path = tmp_path / "r.html"
    path.write_text(PAGE)
    code = (
        "import os, sys\n"
        "from sayso.ingest import Found, load\n"
        "list(load(Found(sys.argv[1], 'html')))\n"
        "from sayso.ingest import html\n"
        "print(html._current._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    pid = int(done.stdout)
    for _ in range(100):
        try:
            with open(f"/proc/{pid}/stat") as status:
                if status.read().rsplit(")", 1)[1].split()[0] == "Z":
                    break  # ended; whoever adopted it has not collected it yet
        except OSError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("the extracting process outlived its parent")
