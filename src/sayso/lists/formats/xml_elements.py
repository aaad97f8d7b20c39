"""XML lists element by element, from files that may be huge, broken off or made to do harm.

Entities are never expanded and nothing is ever fetched; the parser's own limits against deep and huge trees
stay on. A document type declaration is where entity bombs and outside references live; no authority's list
has one, so that a file with one is refused. Unlike `xml_stream`, which refuses a broken file, a file that
breaks off gives what stands before the break, and where it breaks: here every element is complete by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

from sayso.errors import ListError
from sayso.lists.listing import RowReject

__all__ = [
    "Element",
    "children",
    "elements",
    "free",
    "local_name",
    "refuse_doctype",
    "text_of",
    "texts_of",
]

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""

_CHUNK = 1 << 16


def local_name(element: Element) -> str:
    """Give an element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def refuse_doctype(element: Element, path: Path) -> None:
    """Raise ListError where the file of an element has a document type declaration."""
    if element.getroottree().docinfo.doctype:
        raise ListError(
            f"{path} has a document type declaration, which no list has and which can be an attack; fetch "
            "the list from its official address."
        )


def free(element: Element) -> None:
    """Forget a complete element, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def elements(
    path: Path, root: str, wanted: tuple[str, ...], report: Callable[[RowReject], None]
) -> Iterator[Element]:
    """Give the root (as soon as it opens, without its children) and then every wanted element, complete.

    An element is freed after its turn: take what is needed before asking for the next. `report` gets a
    reject if the file breaks off or is not well-formed. Raises ListError if the file cannot be read, its root
    has another name, or it has a document type.
    """
    parser = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    opened = False
    broken = None
    for chunk in _chunks(path):
        try:
            parser.feed(chunk) if chunk else parser.close()
        except etree.XMLSyntaxError as error:
            broken = error
        for event, element in parser.read_events():
            name = local_name(element)
            if not opened:
                _check_root(element, name, root, path)
                opened = True
                yield element
            elif event == "end" and name in wanted:
                yield element
                free(element)
        if broken is not None:
            break
    if not opened:
        raise ListError(f"{path.name} is not XML with a <{root}>; fetch the file anew from the authority.")
    if broken is not None:
        report(_break(broken))


def _chunks(path: Path) -> Iterator[bytes]:
    """Give the file in pieces, the last one empty."""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror}); check the path.") from None
    yield b""


def _check_root(element: Element, name: str, root: str, path: Path) -> None:
    refuse_doctype(element, path)
    if name != root:
        raise ListError(
            f"{path.name} is no such list: its root is <{name[:40]}>, not <{root}>; fetch the file anew from "
            "the authority."
        )


def _break(error: Any) -> RowReject:
    return RowReject(
        f"line {error.lineno or 0}",
        "broken-xml",
        f"The file is not well-formed from here on ({(error.msg or 'unknown error')[:160]}), so the entries "
        "that would follow are missing; fetch the file anew.",
    )


def children(element: Element, name: str) -> Iterator[Element]:
    """Give the children of that local name."""
    return (child for child in element if local_name(child) == name)


def text_of(element: Element, *names: str) -> str:
    """Give the text of the first child of that name (and so on down), with single spaces; empty if none."""
    found = texts_of(element, *names)
    return found[0] if found else ""


def texts_of(element: Element, *names: str) -> list[str]:
    """Give the texts of all children of that name (and so on down) that hold any."""
    first, *rest = names
    if rest:
        return [text for child in children(element, first) for text in texts_of(child, *rest)]
    texts = (" ".join((child.text or "").split()) for child in children(element, first))
    return [text for text in texts if text]
