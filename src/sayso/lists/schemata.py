"""The kinds of `Entry` in the words of FollowTheMoney.

The schemata are those of https://followthemoney.tech/explorer/schemata/ .
"""

from __future__ import annotations

__all__ = ["KIND_OF", "SCHEMA_OF"]

KIND_OF = {
    "Person": "person",
    "Organization": "organisation",
    "PublicBody": "organisation",
    "LegalEntity": "organisation",
    "Company": "company",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Thing": "other",
    "Asset": "other",
    "BankAccount": "other",
    "CryptoWallet": "other",
    "RealEstate": "other",
    "Security": "other",
    "Vehicle": "other",
}
"""The schemata that become entries, and of which kind: of each kind, first the one that we call it by."""

SCHEMA_OF = {kind: schema for schema, kind in reversed(KIND_OF.items())}
"""By which schema we call each kind: the first that `KIND_OF` has of it."""
