"""The process that looks for the main text of pages. It is run as a script by `sayso.ingest.html`, never
imported.

It reads requests on standard input and answers on standard output, each a length in eight bytes and then that
many bytes: a page as UTF-8 one way, a JSON object the other. An empty object stands for a page without text,
``{"cut": true}`` for one that the parser gave up on midway.
Whatever a page makes of this process (a crash, a hang, no memory), its parent only sees it end.
"""

from __future__ import annotations

import contextlib
import copy
import faulthandler
import io
import json
import logging
import os
import re
import signal
import struct
import sys
from typing import Any, BinaryIO, TypeAlias

_LENGTH = struct.Struct(">Q")
_Tree: TypeAlias = Any  # an element of lxml, which has no types
# Elements of trafilatura's result that stand for themselves; all others are part of a line.
_BLOCKS = frozenset(
    {"body", "main", "head", "p", "item", "list", "quote", "table", "row", "cell", "div", "code", "fw"}
)
# A mark that passes through extraction as text, where a page parts its paragraphs by two line breaks.
_BREAK = "\u204b\u204b"
_BREAKS = re.compile(rf"\s*(?:{_BREAK}\s*)+")
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Errors after which libxml2 does not go on, by the names that its versions have for them.
_GAVE_UP = re.compile(r"RESOURCE_LIMIT|NO_MEMORY|Excessive depth|huge input|out of memory", re.IGNORECASE)
_OPENING = ("“", "‘", '"', "'", "«", "„", "”", "’")
_TOO_SHORT = 200  # characters: less than this is rarely an article, and it may be laid out as a table


def main() -> None:
    """Serve until standard input ends. Arguments: address space in MiB, seconds after which a page ends the
    process.
    """
    memory_mb, seconds = int(sys.argv[1]), float(sys.argv[2])
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # A library that prints must not speak into the protocol.
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    logging.disable(logging.CRITICAL)
    _limit_memory(memory_mb)
    # trafilatura would load the language detector and numpy with it, which nothing here uses.
    sys.modules["py3langid"] = None  # type: ignore[assignment]
    import trafilatura  # noqa: F401

    _answer(answers, {"ready": True})
    while header := requests.read(_LENGTH.size):
        page = requests.read(_LENGTH.unpack(header)[0])
        # The parent kills in time; this is for a parent that was killed itself.
        with open(os.devnull, "w") as nowhere:
            faulthandler.dump_traceback_later(2 * seconds + 5, exit=True, file=nowhere)
            answer = extract(page)
            faulthandler.cancel_dump_traceback_later()
        _answer(answers, answer)


def _answer(stream: BinaryIO | io.BufferedWriter, answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode("ascii")
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _limit_memory(mebibytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    size = mebibytes * 2**20
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or size < hard:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def extract(page: bytes) -> dict[str, Any]:
    """Find a page's main text, with its paragraphs and quotation marks, and what it says of itself."""
    from lxml import etree, html  # type: ignore[import-untyped]

    # A huge tree may be 2,048 elements deep, an ordinary one 256; unclosed tags make pages deeper than that.
    parser = html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    tree = None
    with contextlib.suppress(etree.ParserError, etree.XMLSyntaxError):  # nothing in it, or not enough memory
        tree = html.document_fromstring(page, parser=parser)
    if any(_GAVE_UP.search(f"{entry.type_name} {entry.message}") for entry in parser.error_log):
        return {"cut": True}  # what is left of the page would pass for the whole
    if tree is None:
        return {}
    _keep_quotation_marks(tree)
    _keep_paragraphs(tree)
    document, text = _main_text(tree, tables=False)
    if len(text) < _TOO_SHORT:
        with_tables, more = _main_text(tree, tables=True)
        if len(more) > 2 * len(text):
            document, text = with_tables, more
    if not text:
        return {}
    authors = document.author.split("; ") if document.author else []
    return {
        "text": text,
        "title": document.title or None,
        "outlet": document.sitename or None,
        "url": document.url or None,
        "authors": authors,
        "published": _date(tree, document.url),
    }


def _main_text(tree: _Tree, *, tables: bool) -> tuple[_Tree, str]:
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=tables,
    )
    if document is None or document.body is None:
        return None, ""
    return document, _paragraphs(document.body)


def _date(tree: _Tree, url: str | None) -> str | None:
    """The day on which the page says in its markup or address that it was first published."""
    from htmldate import find_date

    tree = copy.deepcopy(tree)
    # Where sites write the year of their copyright, and the days of other reports.
    for element in tree.xpath("//footer|//small|//nav|//aside|//*[contains(@class, 'copyright')]"):
        element.drop_tree()
    # Not an extensive search: a day found anywhere in the text would be a guess.
    found: str | None = find_date(tree, original_date=True, extensive_search=False, url=url)
    return found


def _keep_quotation_marks(tree: _Tree) -> None:
    # Browsers set the marks of <q>, so its text has none.
    for element in tree.iter("q"):
        inside = "".join(element.itertext()).strip()
        if inside and not inside.startswith(_OPENING):
            element.text = "“" + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + "”"
            else:
                element.text += "”"
        element.tag = "span"


def _keep_paragraphs(tree: _Tree) -> None:
    for element in tree.iter("br"):
        before = element.getprevious()
        if before is not None and before.tag == "br" and not (before.tail or "").strip():
            element.tail = f" {_BREAK} {element.tail or ''}"


def _paragraphs(body: _Tree) -> str:
    """The text of trafilatura's tree: paragraphs parted by a blank line, line breaks within them kept."""
    from lxml import etree

    done: list[str] = []
    pieces: list[str] = []

    def close() -> None:
        for paragraph in _BREAKS.split("".join(pieces)):
            kept = "\n".join(line for line in (line.strip() for line in paragraph.split("\n")) if line)
            if kept:
                done.append(kept)
        pieces.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        block = element.tag in _BLOCKS
        if block:
            close()
        if event == "start":
            if element.tag == "lb":
                pieces.append("\n")
            pieces.append(_SPACE.sub(" ", element.text or ""))
        elif element is not body:
            pieces.append(_SPACE.sub(" ", element.tail or ""))
    close()
    return "\n\n".join(done)


if __name__ == "__main__":
    main()
