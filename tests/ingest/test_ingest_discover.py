from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.ingest import REASONS, Found, Reject, discover, load
from sayso.settings import Settings


def listed(*paths: str | Path, settings: Settings | None = None) -> list[tuple[str, str]]:
    """Every item as (name, kind or reason)."""
    return [
        (os.path.basename(item.path or ""), item.reason if isinstance(item, Reject) else item.kind)
        for item in discover(paths, settings)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    for name in ("z.txt", "a.HTML", "b/x.jsonl.gz", "b/y.NDJSON.zst", "c.htm"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_folders_are_walked_in_order(folder: Path) -> None:
    assert listed(folder) == [
        ("a.HTML", "html"),
        ("x.jsonl.gz", "jsonl"),
        ("y.NDJSON.zst", "jsonl"),
        ("c.htm", "html"),
        ("z.txt", "text"),
    ]
    found = [item for item in discover([folder]) if isinstance(item, Found)]
    assert [item.compression for item in found] == [None, "gz", "zst", None, None]
    assert all(item.size == 1 for item in found)


def test_hidden_names_are_passed_over_and_others_rejected(folder: Path) -> None:
    (folder / ".git").mkdir()
    for name in (".git/a.txt", ".DS_Store", "README", "photo.jpg"):
        (folder / name).write_text("x")
    rejects = [item for item in discover([folder]) if isinstance(item, Reject)]
    assert [(os.path.basename(item.path or ""), item.reason) for item in rejects] == [
        ("README", "unknown-type"),
        ("photo.jpg", "unknown-type"),
    ]
    assert ".ndjson" in rejects[0].message
    assert listed(folder / ".git") == [("a.txt", "text")]  # asked for by name


def test_the_ledger_is_no_input(folder: Path) -> None:
    for side in ("", "-wal", "-shm"):
        (folder / f"sayso.db{side}").write_bytes(b"x")
    settings = Settings(ledger=str(folder / "sayso.db"))
    assert len(listed(folder, settings=settings)) == 5
    assert len(listed(folder, settings=Settings(ledger="postgresql://host/name"))) == 8


def test_loops_of_links_end(folder: Path) -> None:
    (folder / "b" / "up").symlink_to(folder)
    (folder / "b" / "self").symlink_to(folder / "b" / "self")
    (folder / "again").symlink_to(folder / "b")
    items = listed(folder)
    assert sorted(items) == sorted(
        [
            ("a.HTML", "html"),
            ("x.jsonl.gz", "jsonl"),
            ("y.NDJSON.zst", "jsonl"),
            ("c.htm", "html"),
            ("z.txt", "text"),
            ("self", "missing"),
        ]
    )


def test_links_out_of_the_folder_are_followed(tmp_path: Path) -> None:
    (tmp_path / "out" / "deep").mkdir(parents=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "out" / "deep" / "r.txt").write_text("x")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert listed(tmp_path / "in") == [("gone.txt", "missing"), ("r.txt", "text")]


def test_a_file_reached_twice_is_given_once(folder: Path) -> None:
    (folder / "b" / "link.txt").symlink_to(folder / "z.txt")
    (folder / "hard.txt").hardlink_to(folder / "z.txt")
    assert len(listed(folder, folder / "z.txt", folder, str(folder) + "/b")) == 5
    assert listed(folder / "README") == [("README", "missing")]


def test_standard_input_is_jsonl_and_given_once() -> None:
    assert list(discover(["-", "-"])) == [Found("-", "jsonl", None, 0)]


def test_what_is_no_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")  # opening it would wait for ever
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)
        listener.bind("s.txt")
        assert listed(tmp_path) == [("pipe.txt", "not-a-file"), ("s.txt", "not-a-file")]
    assert listed("/dev/null") == [("null", "not-a-file")]
    # The name may come to stand for something else between finding and loading.
    [reject] = load(Found(str(tmp_path / "pipe.txt"), "text"), Settings())
    assert isinstance(reject, Reject)
    assert reject.reason == "not-a-file"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere.txt", "missing"),
        ("z.txt/under.txt", "missing"),
        ("nul\0.txt", "missing"),
        ("x" * 5000, "unreadable"),
    ],
)
def test_names_that_lead_nowhere(folder: Path, path: str, reason: str) -> None:
    assert [kind for _, kind in listed(os.path.join(folder, path))] == [reason]


def test_an_empty_folder_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x")
    assert [kind for _, kind in listed(tmp_path)] == ["empty"]
    assert listed(tmp_path, tmp_path)[1:] == []


@pytest.mark.parametrize("named", ["z.txt", "b", "b/x.jsonl.gz"])
def test_a_folder_is_not_empty_when_its_files_were_named_before(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "d"
    (folder / "b").mkdir(parents=True)
    (folder / ("z.txt" if named == "z.txt" else "b/x.jsonl.gz")).write_text("x")
    assert len(listed(folder / named, folder)) == 1
    assert listed(folder, folder / named) == listed(folder)


def test_a_folder_with_only_the_ledger_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "my.db").write_bytes(b"x")
    assert listed(tmp_path, settings=Settings(ledger=str(tmp_path / "my.db"))) == []


@pytest.mark.parametrize(
    "url", ["sqlite:///my.db", "sqlite+pysqlite:///my.db?timeout=9", "sqlite:///{folder}/my.db"]
)
def test_a_ledger_named_by_a_url_is_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_LEDGER", url.format(folder=tmp_path))
    for name in ("my.db", "my.db-wal", "other.db"):
        (tmp_path / name).write_bytes(b"x")
    assert listed(tmp_path) == [("other.db", "unknown-type")]


def test_no_permission(folder: Path) -> None:
    """Root may read anything, so a process that has given up root looks."""
    (folder / "z.txt").chmod(0)
    (folder / "b").chmod(0)
    code = (
        "import os\n"
        "from sayso.ingest import discover, load, Reject\n"
        "from sayso.settings import Settings\n"
        "import sayso.ingest.streams, sayso.ingest.text\n"  # the other user may not read them
        "settings = Settings()\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "for item in discover(['z.txt', 'b'], settings):\n"
        "    items = [item] if isinstance(item, Reject) else load(item, settings)\n"
        "    print(*[getattr(x, 'reason', 'report') for x in items], os.path.basename(item.path))\n"
    )
    folder.chmod(0o755)  # the folders above are closed to others: hence the working directory
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60
        )
    finally:
        (folder / "b").chmod(0o755)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "no-permission b" in lines
    assert "no-permission z.txt" in lines


def test_names_that_are_not_unicode_can_be_stored(tmp_path: Path) -> None:
    raw = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(raw, "wb") as out:
        out.write(b"The minister said no to the deal on Monday.")
    [found] = discover([tmp_path])
    assert isinstance(found, Found)
    [report] = load(found, Settings())
    assert report.path is not None
    assert report.path.endswith("caf\\xe9.txt")
    report.path.encode("utf-8")


def test_deep_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(300):
        os.mkdir("d")
        os.chdir("d")
    Path("r.txt").write_text("x")
    os.chdir(tmp_path)
    assert listed(".") == [("r.txt", "text")]


def test_many_files_come_one_by_one(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number:04}.txt").touch()
    items = discover([tmp_path])
    first = next(items)
    assert first.path.endswith("0000.txt")
    assert sum(1 for _ in items) == 1999


def test_every_reason_is_explained() -> None:
    import re

    import sayso.ingest

    folder = Path(sayso.ingest.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    used = set(re.findall(r'IngestError\(\s*"([a-z-]+)"', source))
    used |= set(re.findall(r'Reject\((?:path|storable\(path\)), [^")]*(?:"line[^"]*", )?"([a-z-]+)"', source))
    pipeline = (folder.parent / "run" / "pipeline.py").read_text(encoding="utf-8")
    used |= set(re.findall(r'Reject\([^"]*"([a-z-]+)"', pipeline))
    assert used == set(REASONS)
