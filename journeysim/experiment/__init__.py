"""Experiments: replications, estimates, paired comparisons. They ask engines and metrics; the
statistics are theirs."""
