"""The firm sheet: what a firm says of itself, read as it was meant, reconciled, and made a scenario.

Facts first, knobs after: `facts` reads, `sectors` has the usual numbers, `lines` and `reconcile` hold
facts against each other by closed forms, `world` and `candidates` make the scenario, `aims` says what it must show.
"""
