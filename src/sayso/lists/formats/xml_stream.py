"""Elements of a large XML file one after another, as `xml_elements` has it, from files that must be whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from sayso.errors import ListError
from sayso.lists.formats.xml_elements import Element, free, local_name, refuse_doctype

__all__ = ["child", "root_name", "stream", "text_of", "texts"]


def root_name(path: Path) -> str:
    """Give the local name of the root element. Raises ListError where there is none, or a document type."""
    for _, element in _events(path, ("start",), None):
        return local_name(element)
    raise ListError(f"{path} has no XML element in it; fetch the list again.")


def stream(path: Path, names: Sequence[str]) -> Iterator[Element]:
    """Give every element of these local names once it is complete, and forget it after its turn.

    None of `names` may stand within another. Raises ListError where the file is no XML or breaks off: what
    comes late in such files tells why the earlier parties are listed.
    """
    for _, element in _events(path, ("end",), [f"{{*}}{name}" for name in names]):
        yield element
        free(element)


def _events(path: Path, events: tuple[str, ...], tags: list[str] | None) -> Iterator[tuple[str, Element]]:
    try:
        with path.open("rb") as file:
            parser = etree.iterparse(
                file, events=("start", *events) if tags is None else events, tag=tags, resolve_entities=False,
                no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
            )  # fmt: skip
            checked = False
            for event, element in parser:
                if not checked:
                    checked = True
                    refuse_doctype(element, path)
                yield event, element
    except etree.XMLSyntaxError as error:
        line = f" at line {error.lineno}" if error.lineno else ""
        raise ListError(
            f"{path} breaks off or is no XML{line} ({str(error.msg)[:200]}); fetch the list again."
        ) from None
    except OSError as error:
        raise ListError(f"{path} cannot be read ({error.strerror}); check the path.") from error


def child(element: Element | None, *names: str) -> Element | None:
    """Follow a path of local names down; None where it ends early."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local_name(each) == name), None)
    return element


def text_of(element: Element | None, *names: str) -> str | None:
    """Give the text at a path of local names, its spaces made single; None where there is none."""
    found = child(element, *names)
    words = " ".join((found.text or "").split()) if found is not None else ""
    return words or None


def texts(element: Element, name: str) -> list[str]:
    """Give the texts of all elements of that local name within."""
    found = (" ".join((each.text or "").split()) for each in element.iter(f"{{*}}{name}"))
    return [words for words in found if words]
