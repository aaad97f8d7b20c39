from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.errors import LedgerError
from sayso.ingest import Reject
from sayso.ledger import Ledger
from sayso.reading.reading import Attribution, ReaderVersion, Reading
from sayso.report import Report
from sayso.run import Counts, Unchanged, default_workers, pipeline, read_into


class SlowReader:
    """Finds the first word of a report; takes as long as the report says, and fails where it says so."""

    reader = ReaderVersion("0.0-slow", "1" * 64)

    def __init__(self) -> None:
        self.read_texts: list[str] = []
        self.lock = threading.Lock()
        self.at_once = self.most_at_once = 0

    def read(self, report: Report) -> Reading:
        with self.lock:
            self.read_texts.append(report.text)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if "slowly" in report.text:
                time.sleep(0.05)
            if "failing" in report.text:
                raise RuntimeError("asked to fail")
            end = 99_999 if "beyond" in report.text else 3
            return Reading(report, self.reader, attributions=(Attribution((), (), ((0, end),)),))
        finally:
            with self.lock:
                self.at_once -= 1


def write(path: Path, *texts: str) -> Path:
    lines = (json.dumps({"id": f"r{i}", "text": text}) + "\n" for i, text in enumerate(texts))
    path.write_text("".join(lines))
    return path


def some(count: int, word: str = "quickly") -> list[str]:
    return [
        f"The harbour was {word} filled with ships on day {number} of the long year."
        for number in range(count)
    ]


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "sayso.db") as opened:
        yield opened


def run(ledger, *paths, reader=None, workers=2, **more):
    outcomes = []
    reader = reader or SlowReader()
    counts = read_into(ledger, paths, reader=reader, workers=workers, on_item=outcomes.append, **more)
    assert counts.inputs == counts.read + counts.unchanged + counts.rejected == len(outcomes)
    return counts, outcomes, reader


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_outcomes_come_in_the_order_of_the_inputs(ledger, tmp_path, workers):
    texts = [text for pair in zip(some(10, "slowly"), some(10), strict=True) for text in pair]
    _, outcomes, reader = run(ledger, write(tmp_path / "a.jsonl", *texts), workers=workers)
    assert [outcome.report.text for outcome in outcomes] == texts
    assert [reading.report.text for reading in ledger.readings()] == texts
    assert reader.most_at_once <= workers


def test_a_run_again_reads_nothing(ledger, tmp_path):
    path = write(tmp_path / "a.jsonl", *some(5))
    counts, _, _ = run(ledger, path)
    assert (counts.read, counts.words, counts.attributions) == (5, 70, 5)
    counts, outcomes, reader = run(ledger, path)
    assert (counts.read, counts.unchanged) == (0, 5)
    assert all(isinstance(outcome, Unchanged) for outcome in outcomes)
    assert reader.read_texts == []
    assert ledger.status().appearances == 5


def test_one_text_twice_in_a_run_is_read_once(ledger, tmp_path):
    text = some(1, "slowly")[0]
    counts, outcomes, reader = run(ledger, write(tmp_path / "a.jsonl", text, text, text))
    assert (counts.read, counts.unchanged) == (1, 2)
    assert len(reader.read_texts) == 1
    assert [outcome.report.external_id for outcome in outcomes] == ["r0", "r1", "r2"]
    assert ledger.status().appearances == 3


def test_one_text_of_two_dates_is_read_for_each(ledger, tmp_path):
    lines = [
        json.dumps({"text": some(1)[0], "date": date}) for date in ("2023-01-01", "2023-01-02", "2023-01-01")
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    counts, _, reader = run(ledger, tmp_path / "a.jsonl")
    assert (counts.read, counts.unchanged, len(reader.read_texts)) == (2, 1, 2)


def test_what_fails_is_a_reject_and_stops_nothing(ledger, tmp_path):
    texts = [*some(1), *some(2, "failing"), *some(1, "beyond"), *some(3)[1:]]
    counts, outcomes, _ = run(ledger, write(tmp_path / "a.jsonl", *texts), "/nowhere")
    assert (counts.read, counts.rejected) == (3, 4)
    failed = outcomes[1]
    assert isinstance(failed, Reject)
    assert (failed.reason, failed.locator) == ("reader-failed", "r1")
    assert "RuntimeError: asked to fail" in failed.message
    assert "outside the text" in outcomes[3].message
    assert len(list(ledger.rejects())) == 4


def test_an_ingest_that_raises_costs_one_input(ledger, tmp_path, monkeypatch):
    real = pipeline.load

    def load(found, settings, *, stdin):
        if found.path.endswith("b.jsonl"):
            raise RecursionError("too deep")
        return real(found, settings, stdin=stdin)

    monkeypatch.setattr(pipeline, "load", load)
    for name in "abc":
        write(tmp_path / f"{name}.jsonl", f"{some(1)[0]} {name}")
    counts, outcomes, _ = run(ledger, tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "c.jsonl")
    assert (counts.read, counts.rejected) == (2, 1)
    assert outcomes[1].reason == "ingest-failed"


def test_bytes_add_up_to_the_files(ledger, tmp_path):
    import gzip

    one, two = write(tmp_path / "a.jsonl", *some(20)), tmp_path / "b.jsonl.gz"
    two.write_bytes(gzip.compress(write(tmp_path / "x", *some(40)[20:]).read_bytes()))
    sizes: list[int] = []
    run(ledger, one, two, on_bytes=sizes.append)
    assert sum(sizes) == one.stat().st_size + two.stat().st_size
    assert len(sizes) > 10


def test_without_a_ledger(tmp_path):
    counts, outcomes, _ = run(None, write(tmp_path / "a.jsonl", *some(3)), tmp_path / "nothing")
    assert (counts.read, counts.rejected) == (3, 1)
    assert [type(outcome) for outcome in outcomes] == [Reading, Reading, Reading, Reject]


def test_the_line_of_what_waits_is_bounded(tmp_path, monkeypatch):
    started: list[int] = []
    done: list[int] = []
    real = pipeline.load

    def load(*arguments, **more):
        for item in real(*arguments, **more):
            started.append(1)
            assert len(started) - len(done) <= 2 * pipeline.WAITING_PER_WORKER + pipeline.FED_AHEAD + 3
            yield item

    monkeypatch.setattr(pipeline, "load", load)
    path = write(tmp_path / "a.jsonl", *some(40, "slowly"))
    read_into(None, [path], reader=SlowReader(), workers=2, on_item=lambda _: done.append(1))
    assert len(done) == 40


def test_long_reports_wait_fewer_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "WAITING_CHARACTERS", 100)
    reader = SlowReader()
    counts, _, _ = run(None, write(tmp_path / "a.jsonl", *some(8, "slowly")), reader=reader, workers=4)
    assert counts.read == 8
    assert reader.most_at_once <= 2


def test_an_interrupted_run_keeps_what_it_committed(ledger, tmp_path):
    path = write(tmp_path / "a.jsonl", *some(10, "slowly"))
    counts = Counts()

    def stop(_: object) -> None:
        if counts.inputs == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_into(ledger, [path], reader=SlowReader(), workers=2, on_item=stop, counts=counts)
    assert counts.read == ledger.status().readings == 3
    again, _, reader = run(ledger, path)
    assert (again.read, again.unchanged, len(reader.read_texts)) == (7, 3, 7)


def test_a_ledger_that_refuses_stops_the_run(ledger, tmp_path, monkeypatch):
    def refuse(*_: object) -> bool:
        raise LedgerError("the disk is full")

    monkeypatch.setattr(ledger, "append", refuse)
    with pytest.raises(LedgerError, match="disk"):
        run(ledger, write(tmp_path / "a.jsonl", *some(3)))


def test_another_reader_reads_again(ledger, tmp_path):
    path = write(tmp_path / "a.jsonl", *some(2))
    run(ledger, path)
    reader = SlowReader()
    reader.reader = replace(reader.reader, version="0.1")
    counts, _, _ = run(ledger, path, reader=reader)
    assert counts.read == 2


def test_default_workers():
    assert 1 <= default_workers() <= 4


def test_a_silent_stream_keeps_nothing_waiting(tmp_path):
    """What came is committed while the stream is still open."""
    command = [sys.executable, "-m", "sayso", "read", "-", "--json", "--ledger", str(tmp_path / "s.db")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            line = json.dumps({"id": str(number), "text": f"The mayor said that bridge {number} was open."})
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["report"]["external_id"] == str(number)
        process.stdin.close()
        assert process.wait(60) == 0
