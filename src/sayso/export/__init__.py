"""A ledger given away: `FORMATS` names what there is, `stream` gives it piece by piece, `write` puts it into
a file. What each format holds and what it cannot say is in docs/exports.md.
"""

from sayso.export.asked import Asked
from sayso.export.formats import FORMATS, Format, Written
from sayso.export.streams import encoded, stream, write

__all__ = ["FORMATS", "Asked", "Format", "Written", "encoded", "stream", "write"]
