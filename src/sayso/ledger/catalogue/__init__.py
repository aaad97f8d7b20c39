"""The catalogue of a ledger: tables by which a large one is leafed through quickly. `catalogue` has the
class, `records` what it answers.
"""
