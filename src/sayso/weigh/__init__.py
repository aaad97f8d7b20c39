"""Weighing: copies, the same matter across reports, independent origins, and how a matter stands.

`sayso.weigh.weighing.weigh` does all of it in memory, `sayso.run.weighing` keeps a ledger up to date; see
`records` for the way of the data. (Nothing is imported here: asking a ledger needs the records only.)
"""
