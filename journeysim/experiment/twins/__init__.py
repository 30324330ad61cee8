"""Twins: every customer lives under two policies with the same luck; where the two lives diverge, and
why.

The ledger of one replication counts people: saved by the second policy (they leave under the first
and stay under the second), lost because of it (the other way round), staying in both, leaving in
both. Saved minus lost is the difference in customers kept, exactly, and so is the sum over whose
doing it was, over reasons and over the parts of any division.

pairs: both lives of everybody, up to where they diverge; divergence: over what, and whose doing that
was; differences: all else in which they differ; felt and replay: what was felt, and from what;
history, reasons and attribution: what kept one and not the other; counting: the ledger; measuring: several replications; lives: one customer's two lives;
results: what all of this says.
"""

from journeysim.experiment.twins.counting import ledger, life_outcomes
from journeysim.experiment.twins.divergence import SIDES, WAYS, Divergence, Side, Way, divergence
from journeysim.experiment.twins.measuring import measure_twins
from journeysim.experiment.twins.pairs import Pairs, pairs
from journeysim.experiment.twins.reasons import REASON_WORDS, Attribution, Portion, Reason
from journeysim.experiment.twins.results import (
    DIVISIONS,
    KeptLost,
    Ledger,
    LifeOutcome,
    MatchedPair,
    NetEffect,
    Share,
    Spent,
    Twins,
)

__all__ = [
    "DIVISIONS",
    "REASON_WORDS",
    "SIDES",
    "WAYS",
    "Attribution",
    "Divergence",
    "KeptLost",
    "Ledger",
    "LifeOutcome",
    "MatchedPair",
    "NetEffect",
    "Pairs",
    "Portion",
    "Reason",
    "Share",
    "Side",
    "Spent",
    "Twins",
    "Way",
    "divergence",
    "ledger",
    "life_outcomes",
    "measure_twins",
    "pairs",
]
