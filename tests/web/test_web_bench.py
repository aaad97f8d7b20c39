"""The process at the bench: what it does, and what becomes of the desk when it fails.

Jobs of the standard library stand for those that take long or crash.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from sayso.errors import IngestError, LedgerError, ListError, UsageError
from sayso.ingest import Reject
from sayso.ledger import Ledger
from sayso.lists.formats.sniffing import read_lists
from sayso.web import bench_jobs as jobs
from sayso.web.bench import Bench
from sayso.web.options import Options
from sayso.web.problems import Problem

LISTS = Path(__file__).parents[2] / "examples" / "lists" / "2025-03"
TEXT = (
    "The port of Sorvane is open, the harbour master said on Monday. Calvera accused Dravia of shelling it."
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    where = tmp_path_factory.mktemp("bench") / "desk.db"
    with Ledger(where) as ledger:
        for file in read_lists([LISTS]):
            if not file.companion:
                ledger.lists.add(file)
    return where


@pytest.fixture(scope="module")
def bench(place):
    with Bench(place, Options()) as made:
        yield made


def code(caught) -> tuple[int, str]:
    return caught.value.status, caught.value.body["error"]["code"]


# ---- the process -------------------------------------------------------------------------------------------


def test_jobs_are_done_in_one_other_process(bench):
    assert bench.do(os.getpid) == bench.do(os.getpid) == bench.pid
    assert bench.pid != os.getpid()
    assert asyncio.run(bench.waited(10, os.path.join, "a", "b")) == os.path.join("a", "b")


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_is_done(bench):
    bench.do(os.getpid)  # started
    before = time.monotonic()
    with pytest.raises(Problem) as caught:
        bench.within(0.2, time.sleep, 60)
    assert code(caught) == (504, "timed_out")
    assert time.monotonic() - before < 5
    assert bench.pid is None
    assert bench.do(os.getpid) == bench.pid


def test_a_crash_costs_one_job(bench):
    with pytest.raises(Problem) as caught:
        bench.do(os._exit, 3)
    assert code(caught) == (500, "failed")
    assert bench.do(os.getpid) == bench.pid


def test_an_error_nobody_foresaw_keeps_its_words_from_the_answer(bench, caplog):
    with pytest.raises(Problem) as caught:
        bench.do(int, "no number")
    assert code(caught) == (500, "failed")
    assert "no number" not in caught.value.message
    assert "no number" in caplog.text
    pid = bench.pid
    assert bench.do(os.getpid) == pid


def test_what_cannot_be_sent_back_is_an_error_like_others(bench):
    with pytest.raises(Problem):
        bench.do(open, os.devnull)


def test_too_much_waiting_is_refused(place):
    with Bench(place, Options(), most_waiting=2) as made:
        first = made.later(30, time.sleep, 0.5)
        while not first.running():
            time.sleep(0.005)
        second = made.later(30, os.getpid)
        assert made.later(30, os.getpid) is second  # the same once is enough
        made.later(30, os.getppid)
        with pytest.raises(Problem) as caught:
            made.do(os.getpid)
        assert code(caught) == (503, "busy")
        assert caught.value.headers["Retry-After"]
        assert second.result(20) == made.pid


def test_who_waits_too_long_is_told_so(place, monkeypatch):
    monkeypatch.setattr("sayso.web.bench.PATIENCE", 0.05)
    with Bench(place, Options()) as made:
        made.later(30, time.sleep, 60)
        with pytest.raises(Problem) as caught:
            made.do(os.getpid)
        assert code(caught) == (503, "busy")


def test_closing_ends_what_is_done_and_refuses_what_waits(place):
    made = Bench(place, Options())
    first = made.later(30, time.sleep, 60)
    second = made.later(30, os.getpid)
    while made.pid is None:
        time.sleep(0.005)
    pid = made.pid
    made.close()
    for future in (first, second):
        with pytest.raises(Problem, match="closed"):
            future.result(5)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(Problem, match="closed"):
        made.do(os.getpid)
    made.close()


def test_the_process_is_ended_when_nothing_comes(place):
    with Bench(place, Options(), idle=0.05) as made:
        pid = made.do(os.getpid)
        give_up = time.monotonic() + 10
        while made.pid is not None and time.monotonic() < give_up:
            time.sleep(0.01)
        assert made.pid is None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_no_password_in_the_process_or_the_log(caplog):
    url = "postgresql://desk:hunter2@127.0.0.1:9/none?connect_timeout=1"
    with Bench(url, Options()) as made:
        made.do(os.getpid)
        if (command := Path(f"/proc/{made.pid}/cmdline")).exists():
            assert b"hunter2" not in command.read_bytes()
        with pytest.raises(LedgerError) as caught:
            made.do(jobs.screen, [{"names": ["Mirko Talas"]}])
    assert "hunter2" not in str(caught.value) + caplog.text


# ---- its work ----------------------------------------------------------------------------------------------


def test_reading_keeping_weighing(bench, place):
    done = bench.do(jobs.read, TEXT, published="2025-03-03", outlet="Sorvane Post")
    assert (done.new, done.run) == (None, None)
    assert done.reading.report.outlet == "Sorvane Post"
    assert any(claim.event.type == "ACCUSE" for claim in done.reading.claims)
    kept = bench.do(jobs.read, TEXT, published="2025-03-03", outlet="Sorvane Post", keep=True)
    assert kept.new
    assert kept.reading == done.reading
    assert not bench.do(jobs.read, TEXT, published="2025-03-03", outlet="Sorvane Post", keep=True).new
    pytest.importorskip("sayso.run.cataloguing")
    assert bench.do(jobs.weigh, kept.run)["readings"] == 1
    with Ledger(place, read_only=True) as ledger:
        assert ledger.reading(done.reading.report.id) == done.reading
        assert ledger.weighings.matters()


def test_files_are_read_as_their_names_say(bench):
    lines = f'{{"text": "{TEXT}", "published": "2025-03-04"}}\n{{"no": "text"}}\n'.encode()
    first, second = bench.do(jobs.read_file, lines, "../../x/two.jsonl", outlet="Sorvane Post")
    assert (first.reading.report.path, first.reading.report.published) == ("two.jsonl", "2025-03-04")
    assert first.reading.report.outlet == "Sorvane Post"
    assert isinstance(second, Reject)
    (text,) = bench.do(jobs.read_file, TEXT.encode(), "one.txt", published="2025-03-03")
    assert text.reading.report.published == "2025-03-03"
    (reject,) = bench.do(jobs.read_file, b"MZ", "x.exe")
    assert (reject.reason, reject.path) == ("unknown-type", "x.exe")


def test_errors_of_ours_come_through(bench):
    with pytest.raises(IngestError) as caught:
        bench.do(jobs.read, "   ")
    assert caught.value.reason == "empty"
    with pytest.raises(UsageError, match="no date"):
        bench.do(jobs.read, TEXT, published="yesterday")
    with pytest.raises(ListError, match="no list"):
        bench.do(jobs.screen, [{"names": ["x"]}], lists=["none"])
    with pytest.raises(UsageError, match="no country"):
        bench.do(jobs.screen, [{"names": ["x"], "countries": ["Nowhere"]}])


def test_read_only(place):
    with Bench(place, Options(read_only=True)) as made:
        with pytest.raises(LedgerError, match="read-only"):
            made.do(jobs.read, TEXT, keep=True)
        (hits,) = made.do(jobs.screen, [{"names": ["Mirko Talas"]}])
        assert hits[0]["id"] == "strait:talas"


def test_screening_tells_how_the_names_were_aligned(bench):
    ((hit, *_),) = bench.do(jobs.screen, [{"names": ["Bohdan Warzik"], "kind": "person"}])
    assert (hit["id"], hit["match"], hit["kind"]) == ("strait:varsik", True, "person")
    told = hit["comparison"]
    assert (told["asked"], told["listed"]) == ("Bohdan Warzik", "Bohdan Varzik")
    assert [(word["asked"], word["listed"]) for word in told["words"]] == [
        ("bohdan", "bohdan"),
        ("warzik", "varzik"),
    ]
    odds = told["start"] + sum(each["adds"] for each in told["features"])
    assert 1 / (1 + 2.718281828**-odds) == pytest.approx(told["score"], abs=1e-3)
    ((by_number, *_),) = bench.do(jobs.screen, [{"names": [], "identifiers": ["IMO 0123450"]}])
    assert by_number["comparison"] is None


def test_a_list_that_changes_is_asked_anew(bench, place):
    asked = [{"names": ["Ivana Newcomer"]}]
    assert bench.do(jobs.screen, asked) == [[]]
    with Ledger(place) as ledger:
        (file,) = (each for each in read_lists([LISTS]) if each.list == "strait")
        first = file.entries[0]
        new = type(first)("own:1", "own", "1", "person", (type(first.names[0])("Ivana Newcomer"),))
        ledger.lists.add(type(file)("own", "Own list", "test", (new,), published="2025-03-01"))
        ((hit,),) = bench.do(jobs.screen, asked)
        assert hit["id"] == "own:1"
        ledger.lists.drop("own")
    assert bench.do(jobs.screen, asked) == [[]]


def test_match_as_yente(bench):
    query = {"schema": "Person", "properties": {"name": ["Mirko Talas"]}}
    answer = bench.do(jobs.match, {"queries": {"a": query}}, lists=["strait"], limit=1)
    assert answer["responses"]["a"]["results"][0]["id"] == "strait:talas"
    assert answer["limit"] == 1
    with pytest.raises(UsageError, match="queries"):
        bench.do(jobs.match, [])


def test_exposure_and_relief(bench):
    told = bench.do(jobs.exposure, "Maren Rotor Works", "2025-03-31")
    assert told["exposure"]["party"] == told["candidates"][0]["party"] == "strait:maren-rotor"
    assert {each["status"] for each in told["exposure"]["ownership"]} == {"blocked", "not blocked"}
    told = bench.do(jobs.relief, "strait:talas", "2025-03-31", regimes=["US"])
    assert {each["regime"] for each in told["listings"]} > {"US", "EU"}
    assert [each["regime"] for each in told["relief"]["lifted"]] == ["US"]
    told = bench.do(jobs.relief, "strait:maren-rotor", "2025-03-31")
    assert (told["party"]["name"], told["relief"]) == ("Maren Rotor Works", None)
    assert bench.do(jobs.exposure, "Nobody Atall")["exposure"] is None
    with pytest.raises(ListError):
        bench.do(jobs.exposure, "strait:none")
    with pytest.raises(UsageError, match="no day"):
        bench.do(jobs.relief, "strait:talas", "soon")
