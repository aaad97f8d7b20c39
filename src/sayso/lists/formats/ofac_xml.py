"""OFAC's lists as XML: the advanced one (SDN_ADVANCED.XML, CONS_ADVANCED.XML) and the plain one (SDN.XML,
CONSOLIDATED.XML).

Specs: https://ofac.treasury.gov/media/10391/download?inline (advanced, the UN's standard for sanctions
lists) and https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas . The
number of an entry is its FixedRef or uid, which is the ent_num of the CSV files: all formats of one list
give the same ids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sayso.errors import ListError
from sayso.lists.formats.ofac_advanced import read_advanced
from sayso.lists.formats.ofac_plain import read_plain
from sayso.lists.formats.xml_stream import root_name
from sayso.lists.listing import ListFile

__all__ = ["FORMAT", "looks_like", "read"]

FORMAT = "ofac-xml"

_ROOT = re.compile(rb"<(?:\w+:)?(Sanctions|sdnList)[\s>]")
_FIRST = re.compile(rb"<(?:\w+:)?([A-Za-z_][\w.-]*)")
_ADVANCED = (b"DateOfIssue", b"ReferenceValueSets", b"DistinctPart")


def looks_like(name: str, head: bytes) -> bool:
    """Tell OFAC's XML by its root: ``Sanctions`` with what the advanced list has, or ``sdnList``."""
    head = head.replace(b"\0", b"")  # UTF-16 has one in every letter
    first = _FIRST.search(head)
    if first is None or (root := _ROOT.match(head, first.start())) is None:
        return False
    return root[1] == b"sdnList" or any(word in head for word in _ADVANCED)


def read(files: Sequence[Path], list_id: str | None = None) -> ListFile:
    """Read one list. Raises ListError where a file is none of OFAC's XML, breaks off, or has no party.

    Without `list_id` the list is ``ofac-sdn``, or ``ofac-cons`` where no entry stands on the SDN list.
    """
    if len(files) != 1:
        raise ListError(f"OFAC's XML is one file a list; these are {len(files)}. Read them one by one.")
    path = Path(files[0])
    root = root_name(path)
    if root == "Sanctions":
        return read_advanced(path, FORMAT, list_id)
    if root == "sdnList":
        return read_plain(path, FORMAT, list_id)
    raise ListError(
        f"{path} begins with <{root[:80]}>, not <Sanctions> or <sdnList>; it is no list of OFAC's."
    )
