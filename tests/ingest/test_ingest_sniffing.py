from __future__ import annotations

import subprocess
import sys

import pytest

from sayso.errors import IngestError
from sayso.ingest.sniffing import decode, html_charset, language

FOREIGN = {
    "German": "Der Minister wies die Vorwürfe am Montag zurück. Für die Regierung gebe es keinen "
    "Grund, an den Angaben der Behörde zu zweifeln, sagte er vor Journalisten in Berlin.",
    "French": "Le ministre a rejeté lundi les accusations. Selon lui, aucun accord n’a été signé "
    "avec la société et rien ne permet d’affirmer que les livraisons ont commencé.",
    "Russian": "Министр в понедельник отверг обвинения. По его словам, никаких сделок с компанией не"
    " было и не будет, а сообщения о поставках не соответствуют действительности.",
    "Arabic": "رفض الوزير يوم الاثنين الاتهامات وقال إنه لم يتم توقيع أي اتفاق مع الشركة وإن "
    "التقارير عن عمليات التسليم لا أساس لها من الصحة.",
    "Spanish": "El ministro rechazó el lunes las acusaciones. Según dijo, no se ha firmado ningún "
    "acuerdo con la empresa y las informaciones sobre las entregas carecen de fundamento.",
    "Ukrainian": "Міністр у понеділок відкинув звинувачення. За його словами, жодних угод із компанією"
    " не було.",
    "Chinese": "总理周一否认了这些指控。他说，政府没有与该公司签署任何协议，有关交付的报道毫无根据。",
    "Dutch": "De minister heeft de beschuldigingen maandag van de hand gewezen. Volgens hem is er "
    "geen overeenkomst met het bedrijf gesloten en kloppen de berichten over leveringen "
    "niet.",
}
NAMES = (
    "Recep Tayyip Erdoğan met Volodymyr Zelenskyy and António Guterres in Lviv on Thursday. Hulusi Akar, "
    "Mevlüt Çavuşoğlu, Oleksandr Kubrakov, Dmytro Kuleba and Ruslan Stefanchuk took part; Shoigu did not."
)


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("times", [1, 40])
def test_other_languages_are_named(name: str, times: int) -> None:
    with pytest.raises(IngestError) as caught:
        language("\n\n".join([FOREIGN[name]] * times))
    assert caught.value.reason == "language"
    assert f"in {name}, and the model reads English only" in str(caught.value)


def test_an_english_preamble_does_not_decide() -> None:
    with pytest.raises(IngestError, match="German"):
        language("Subscribe to the newsletter that our readers trust.\n\n" + FOREIGN["German"] * 30)


@pytest.mark.parametrize(
    "text",
    [
        NAMES,
        "Kim",
        "He said no.",
        "Putin, Lavrov and Shoigu met Xi Jinping in Beijing",
        "Elizabeth Warren Hammers Wells Fargo CEO",
        "Fußball-Weltmeister",
        "PRESIDENT DENIES REPORT OF DEAL WITH MOSCOW, AIDES SAY",
        "The word “миротворец” means “peacemaker”, the spokesman said, and “Сармат” is a missile.",
        "He said: “Wir schaffen das.” The chancellor was asked what that meant, and who was to pay.",
    ],
)
def test_english_is_not_rejected(text: str) -> None:
    assert language(text) == "en"


def test_short_texts_in_another_script_are_rejected() -> None:
    with pytest.raises(IngestError):
        language("Министр отверг обвинения.")


def test_english_does_not_wait_for_the_model() -> None:
    program = (
        "import sys; from sayso.ingest.sniffing import language; "
        "text = 'The minister said that the deal was not what it had been. ' * 20; "
        "print(language(text), 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1251", "Russian"),
        ("koi8-r", "Russian"),
        ("cp1256", "Arabic"),
        ("gb18030", "Chinese"),
        ("cp1252", "German"),
    ],
)
def test_old_encodings(encoding: str, name: str) -> None:
    text = FOREIGN[name].replace("’", "'")
    assert decode(text.encode(encoding)) == text


def test_large_texts_in_old_encodings() -> None:
    data = ("The minister said there was no deal. " * 50 + "“No,” he said.\n").encode("cp1252") * 500
    assert "“No,”" in decode(data)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("ISO-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("iso-8859-2", "iso8859_2"),
        ("Shift_JIS", "cp932"),
    ],
)
def test_a_declared_encoding_decides_where_it_fits(declared: str, encoding: str) -> None:
    text = {"cp1252": "“é”", "cp1251": "Да", "iso8859_2": "Łódź", "cp932": "日本"}[encoding]
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize(
    "declared", ["hex", "zip", "idna", "undefined", "unicode_escape", "utf-7", "x" * 40, ""]
)
def test_a_declared_encoding_is_not_trusted(declared: str) -> None:
    assert decode("café \\u0041 +AGE-".encode(), declared) == "café \\u0041 +AGE-"
    assert decode("café \\u0041".encode("cp1252"), declared) == "café \\u0041"


def test_charset_of_a_page() -> None:
    assert html_charset(b'<meta charset="Windows-1252">') == "windows-1252"
    assert html_charset(b'<meta http-equiv=Content-Type content="text/html; charset=koi8-r">') == "koi8-r"
    assert html_charset(b'<?xml version="1.0" encoding="gbk"?>') == "gbk"
    assert html_charset(b"<p>no") is None
