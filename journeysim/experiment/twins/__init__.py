"""Twins: every customer lives under two policies with the same luck; who parts from whom, and why.

The ledger of one replication counts people: saved by the second policy (they leave under the first
and stay under the second), lost because of it (the other way round), staying in both, leaving in
both. Saved minus lost is the difference in customers kept, exactly, and so is the sum over whose
doing it was, over reasons and over the parts of any division.

pairs: both lives of everybody, up to where they part; parting: over what, and whose doing that was;
differences: all else in which they differ; stories, reasons and why: what kept one and not the
other; counting: the ledger; measuring: several replications; lives: one customer's two lives.
"""

from journeysim.experiment.twins.counting import fates, ledger
from journeysim.experiment.twins.measuring import measure_twins
from journeysim.experiment.twins.pairs import Pairs, pairs
from journeysim.experiment.twins.parting import SIDES, WAYS, Parting, Side, Way, parting
from journeysim.experiment.twins.shapes import (
    DIVISIONS,
    Effect,
    Fate,
    Ledger,
    Share,
    Spent,
    Tally,
    Twin,
    Twins,
)
from journeysim.experiment.twins.why import WORDS, Portion, Reason, Why

__all__ = [
    "DIVISIONS", "SIDES", "WAYS", "WORDS", "Effect", "Fate", "Ledger", "Pairs", "Parting", "Portion", "Reason", "Share",
    "Side", "Spent", "Tally", "Twin", "Twins", "Way", "Why", "fates", "ledger", "measure_twins", "pairs",
    "parting",
]  # fmt: skip
