"""Telling lists apart and reading them together: small files of invented parties."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest
import zstandard

from sayso.errors import ListError
from sayso.lists.formats.sniffing import FORMATS, read_lists

FTM = json.dumps({"id": "c1", "schema": "Company", "properties": {"name": ["Example LLC"]}}) + "\n"
SDN = (
    '101,"TESTOV, Ivan","individual","EXAMPLE",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1960."\n'
    '102,"EXAMPLE LLC",-0- ,"EXAMPLE",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
)
ALT = '101,1,"aka","TESTOV, Vanya",-0- \n'
ADD = '101,1,"7 Example Street","Omsk","Russia",-0- \n'
PLAIN = "<sdnList><sdnEntry><uid>7</uid><lastName>EXAMPLE</lastName></sdnEntry></sdnList>"
UK = (
    "Last Updated,03/06/2026\nName 6,Group Type,Alias Type,Regime,Group ID\nEXAMPLE,Entity,Primary name,X,9\n"
)


def write(folder: Path, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def test_every_format_is_told_by_its_content(tmp_path: Path) -> None:
    write(tmp_path, a=FTM, b=SDN, c=PLAIN, d=UK)
    found = read_lists([tmp_path / name for name in "abcd"])
    assert [(each.list, each.format) for each in found] == [
        ("a", "ftm"), ("ofac-sdn", "ofac-csv"), ("ofac-sdn", "ofac-xml"), ("gb-ofsi", "uk-ofsi"),
    ]  # fmt: skip


def test_ofac_s_files_are_one_list(tmp_path: Path) -> None:
    write(tmp_path, SDN__CSV=SDN, ALT__CSV=ALT, ADD__CSV=ADD, cons_prim__csv=SDN.replace("EXAMPLE", "NS-PLC"))
    first, second = sorted(read_lists([tmp_path]), key=lambda each: each.list)
    assert (first.list, second.list, second.companion) == ("ofac-cons", "ofac-sdn", False)
    person = second.entries[0]
    assert [name.text for name in person.names] == ["TESTOV, Ivan", "TESTOV, Vanya"]
    assert person.addresses[0].country == "RU"


def test_versions_of_one_file_stay_apart(tmp_path: Path) -> None:
    write(
        tmp_path,
        **{"sdn_2024-06-27__csv": SDN, "alt_2024-06-27__csv": ALT, "alt_2025-02-27__csv": ALT},
    )
    found = read_lists([tmp_path])
    assert sorted((each.companion, len(each.entries)) for each in found) == [(False, 2), (True, 1)]


def test_folders_pass_over_what_is_no_list(tmp_path: Path) -> None:
    write(tmp_path / "in", readme__txt="Nothing here.", a__json=FTM, _hidden__json=FTM)
    (tmp_path / "in" / "_hidden.json").rename(tmp_path / "in" / ".hidden.json")
    assert [each.list for each in read_lists([tmp_path])] == ["a"]
    with pytest.raises(ListError, match="is no list that sayso reads") as error:
        read_lists([tmp_path / "in" / "readme.txt"])
    assert all(words in str(error.value) for _, words in FORMATS.values())
    write(tmp_path / "none", readme__txt="Nothing here.")
    with pytest.raises(ListError, match="no list in the folder"):
        read_lists([tmp_path / "none"])


def test_a_name_is_for_one_list(tmp_path: Path) -> None:
    write(tmp_path, a__json=FTM, d__csv=UK)
    assert read_lists([tmp_path / "a.json"], "mine")[0].entries[0].id == "mine:c1"
    with pytest.raises(ListError, match="These are 2 lists"):
        read_lists([tmp_path], "mine")


def test_compressed_files(tmp_path: Path) -> None:
    (tmp_path / "one.ftm.json.gz").write_bytes(gzip.compress(FTM.encode()))
    (tmp_path / "two.json.zst").write_bytes(zstandard.compress(FTM.encode()))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../../three.json", FTM)
        archive.writestr("__MACOSX/three.json", "x")
    assert [each.list for each in read_lists([tmp_path])] == ["one", "two", "three"]
    assert not (tmp_path.parent.parent / "three.json").exists()


def test_damaged_and_too_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gzip.compress(FTM.encode())
    cut = tmp_path / "cut.json.gz"
    cut.write_bytes(whole[:-12])
    with pytest.raises(ListError, match=r"cut\.json\.gz: "):
        read_lists([cut])
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a", FTM)
        archive.writestr("b", FTM)
    with pytest.raises(ListError, match="holds 2 files"):
        read_lists([two])
    two.write_bytes(two.read_bytes()[:60])
    with pytest.raises(ListError, match="cannot be unpacked"):
        read_lists([two])
    monkeypatch.setenv("SAYSO_MAX_EXPANDED_BYTES", "100000")
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", FTM * 10_000)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(FTM.encode() * 10_000))
    for name in ("bomb.zip", "bomb.gz"):
        with pytest.raises(ListError, match="SAYSO_MAX_EXPANDED_BYTES"):
            read_lists([tmp_path / name])


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="does not exist"):
        read_lists([tmp_path / "no.csv"])
    (tmp_path / "empty").touch()
    with pytest.raises(ListError, match="is empty"):
        read_lists([tmp_path / "empty"])
    assert read_lists([]) == []


def test_errors_name_the_file_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml.gz"
    path.write_bytes(gzip.compress(PLAIN[:-12].encode()))
    with pytest.raises(ListError, match=r"sdn\.xml\.gz breaks off"):
        read_lists([path])
