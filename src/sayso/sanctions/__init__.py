"""Lists and ledger put together: lists kept up to date, the ledger's parties screened, and what follows for a
party: its exposure, and what relief would change.

`sayso.lists` knows no ledger, and the ledger nothing of rules and reach; both meet here.
"""
