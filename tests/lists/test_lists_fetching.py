"""Lists fetched from a web server that does well, and badly."""

from __future__ import annotations

import socket
import threading

import pytest
from tests.lists.list_server import COLUMNS, Page, ftm, people, serving

from sayso.errors import ListError, UsageError
from sayso.ledger import Ledger
from sayso.lists.fetching import ListSource, Unchanged, Validators, check_address, download, list_sources
from sayso.sanctions.updating import to_update, update


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server():
    with serving() as known:
        yield known


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "lists.db") as opened:
        yield opened


def source(server, *paths, of="own"):
    addresses = tuple(server.address + path for path in paths)
    return ListSource(of, f"List of {of}", addresses, True, f"https://example.org/{of}")


# ---- addresses ---------------------------------------------------------------------------------------------


def test_our_addresses():
    sources = list_sources()
    assert {"ofac-sdn", "ofac-cons", "un-sc", "eu-fsf", "gb-uksl"} <= set(sources)
    assert not sources["opensanctions"].usual
    assert all(each.startswith("https://") for one in sources.values() for each in one.addresses)
    assert all(one.list == key and one.title and one.page for key, one in sources.items())


def test_own_addresses_stand_beside_ours_and_replace_them(tmp_path):
    own = tmp_path / "own.tsv"
    own.write_text(COLUMNS + "un-sc\tMirror\thttps://example.org/a|https://example.org/b\tno\t\n\n")
    sources = list_sources(own)
    assert sources["un-sc"] == ListSource(
        "un-sc", "Mirror", ("https://example.org/a", "https://example.org/b"), False, ""
    )
    assert "eu-fsf" in sources


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "first line must be"),
        (b"list\ttitle\n", "first line must be"),
        (COLUMNS.encode() + b"a\tb\n", "line 2: needs 5 cells"),
        (COLUMNS.encode() + b"a\tb\thttps://example.org\tmaybe\t\n", "line 2: needs"),
        (COLUMNS.encode() + b"a\tb\thttp://example.org\tyes\t\n", "over https"),
        (COLUMNS.encode() + b"a\tb\tfile:///etc/passwd\tyes\t\n", "over https"),
        (b"\xff\xfe", "UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_own_addresses_that_are_wrong(tmp_path, text, told):
    own = tmp_path / "own.tsv"
    if text is not None:
        own.write_bytes(text)
    with pytest.raises(UsageError, match=told):
        list_sources(own)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a",
        "ftp://example.org/a",
        "https://",
        "https://[",
        "https://a b/",
        "a",
        "https://é/",
    ],
)
def test_only_https(address):
    with pytest.raises(UsageError, match="over https"):
        check_address(address)


# ---- one file ----------------------------------------------------------------------------------------------


def test_a_file_and_by_what_it_is_known_again(server, tmp_path):
    server.pages["/a"] = Page(b"x" * 200_000, etag='"1"', modified="Mon, 01 Jan 2024 00:00:00 GMT")
    to = tmp_path / "a"
    told = []
    known = download(f"{server.address}/a", to, progress=lambda *each: told.append(each))
    assert to.read_bytes() == b"x" * 200_000
    assert known == Validators('"1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert told[0][1] == 200_000
    with pytest.raises(Unchanged):
        download(f"{server.address}/a", to, known)
    headers = server.asked[1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (known.etag, known.last_modified)
    assert headers["User-Agent"].startswith("sayso/")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (Page(b"x" * 5000, cut=1000), "broke off after 4,000 of 5,000 bytes"),
        (Page(status=404), "answers 404"),
        (Page(status=503), "answers 503.*SAYSO_LIST_SOURCES"),
        (Page(status=302, location="http://example.org/list"), r"leads on to http://example\.org/list"),
        (Page(status=301, location="file:///etc/passwd"), "is not allowed"),
        (Page(b"x" * 11_000), "11,000 bytes long, and we take 10,000"),
        (Page(b"x" * 11_000, length=False), "longer than the 10,000 bytes"),
    ],
)
def test_what_cannot_be_had_leaves_nothing(server, tmp_path, page, told):
    server.pages["/a"] = page
    to = tmp_path / "a"
    to.write_text("as it was")
    with pytest.raises(ListError, match=told):
        download(f"{server.address}/a", to, most_bytes=10_000)
    assert to.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_redirect_on_this_machine_is_followed(server, tmp_path):
    server.pages |= {"/a": Page(status=302, location="/b"), "/b": Page(b"here")}
    download(f"{server.address}/a", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"here"


def test_nobody_is_there(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/a"
        with pytest.raises(ListError, match=r"127.0.0.1 cannot be reached .*sayso lists add FILE"):
            download(address, tmp_path / "a")


def test_a_server_that_says_nothing(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(ListError, match=r"cannot be reached \(.*timed out"):
            download(f"http://127.0.0.1:{silent.getsockname()[1]}/a", tmp_path / "a", timeout=0.05)


def test_a_server_that_speaks_something_else(tmp_path):
    with socket.socket() as odd:
        odd.bind(("127.0.0.1", 0))
        odd.listen()

        def speak() -> None:
            with odd.accept()[0] as caller:
                caller.recv(65536)
                caller.sendall(b"220 mail.example.org\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        with pytest.raises(ListError, match="cannot be reached"):
            download(f"http://127.0.0.1:{odd.getsockname()[1]}/a", tmp_path / "a")
        thread.join()


# ---- into the ledger ---------------------------------------------------------------------------------------


def test_a_list_is_fetched_and_then_only_when_it_has_changed(server, ledger):
    server.pages["/own.json"] = Page(ftm("Ann Example", "Ben Example"), etag='"1"')
    of = source(server, "/own.json")
    first = update(ledger, of).version
    assert (first.new, first.list, first.entries) == (True, "own", 2)
    (stored,) = first.sources
    assert (stored["url"], stored["etag"]) == (f"{server.address}/own.json", '"1"')
    assert len(stored["sha256"]) == 64
    again = update(ledger, of)
    assert (again.version, again.version.new, again.kinds) == (first, False, {})
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
    # The same list under a new tag is fetched, and makes no version.
    server.pages["/own.json"].etag = '"2"'
    same = update(ledger, of)
    assert (same.version, same.version.new, same.kinds) == (first, False, {"person": 2})
    server.pages["/own.json"] = Page(ftm("Ann Example", "Ben Example", "Cem Example"), etag='"3"')
    third = update(ledger, of).version
    assert (third.new, third.entries) == (True, 3)
    assert len(ledger.lists.versions("own")) == 2


def test_a_list_in_several_files_is_fetched_whole_when_one_has_changed(server, ledger):
    none = b"-0- "
    row = b'1,"EXAMPLE, Ann","individual","SDGT",' + b",".join([none] * 8) + b"\r\n"
    server.pages["/x/SDN.CSV"] = Page(row, etag='"s1"')
    server.pages["/x/ALT.CSV"] = Page(b'1,1,"aka","ANNIE",-0- \r\n', etag='"a1"')
    of = source(server, "/x/SDN.CSV", "/x/ALT.CSV", of="ofac-sdn")
    assert update(ledger, of).version.names == 2
    assert not update(ledger, of).version.new
    server.pages["/x/ALT.CSV"] = Page(b'1,1,"aka","ANNIE",-0- \r\n1,2,"aka","NAN",-0- \r\n', etag='"a2"')
    newest = update(ledger, of).version
    assert (newest.new, newest.names) == (True, 3)
    assert [each["etag"] for each in newest.sources] == ['"s1"', '"a2"']
    assert [path for path, _ in server.asked[4:]] == ["/x/SDN.CSV", "/x/ALT.CSV", "/x/SDN.CSV"]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (Page(b"\n<!DOCTYPE html><html>Moved</html>"), "gives a web page.*https://example.org/own"),
        (Page(b"nothing of the kind"), "/own.json is no list that sayso reads"),
        (Page(b""), "/own.json is empty"),
        (Page(ftm(*people(79))), "shrunk from 100 entries .* to 79.*--accept-shrunk"),
        (Page(ftm(*people(100)), cut=10), "broke off"),
        (Page(b'1,"EXAMPLE, Ann","individual","SDGT",' + b",".join([b"-0- "] * 8) + b"\r\n"), "another list"),
    ],
)
def test_what_is_not_the_list_is_not_taken(server, ledger, tmp_path, page, told):
    server.pages["/own.json"] = Page(ftm(*people(100)))
    of = source(server, "/own.json")
    good = update(ledger, of).version
    server.pages["/own.json"] = page
    with pytest.raises(ListError, match=told) as raised:
        update(ledger, of)
    assert "sayso-lists-" not in str(raised.value)
    assert ledger.lists.versions() == (good,)


def test_a_list_that_has_shrunk_is_taken_when_that_is_right(server, ledger):
    server.pages["/own.json"] = Page(ftm(*people(100)))
    of = source(server, "/own.json")
    update(ledger, of)
    server.pages["/own.json"] = Page(ftm(*people(80)))
    assert update(ledger, of).version.entries == 80  # a fifth may go
    server.pages["/own.json"] = Page(ftm(*people(3)))
    assert update(ledger, of, accept_shrunk=True).version.entries == 3


def test_another_format_from_the_same_place(server, ledger):
    row = b'1,"EXAMPLE, Ann","individual","SDGT",' + b",".join([b"-0- "] * 8) + b"\r\n"
    server.pages["/SDN.CSV"] = Page(row)
    of = source(server, "/SDN.CSV", of="ofac-sdn")
    update(ledger, of)
    server.pages["/SDN.CSV"] = Page(ftm("Ann"))
    with pytest.raises(ListError, match=r"gave ofac-csv before and give ftm now"):
        update(ledger, of)


def test_a_dropped_list_is_fetched_again_only_when_named(server, ledger):
    server.pages["/own.json"] = Page(ftm("Ann"), etag='"1"')
    of = source(server, "/own.json")
    assert to_update(ledger, {"own": of}) == [of]
    update(ledger, of)
    ledger.lists.drop("own")
    assert to_update(ledger, {"own": of}) == []
    assert update(ledger, of).version.used
    assert [each.label for each in ledger.lists.current()] == [ledger.lists.version("own").label]


def test_an_unusual_list_is_fetched_when_it_was_before(server, ledger):
    server.pages["/own.json"] = Page(ftm("Ann"))
    usual = source(server, "/own.json")
    of = ListSource("own", "Own", usual.addresses, False, "")
    assert to_update(ledger, {"own": of}) == []
    update(ledger, of)
    assert to_update(ledger, {"own": of}) == [of]
