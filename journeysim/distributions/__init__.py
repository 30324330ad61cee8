"""Random quantities as quantile functions: one uniform number in, one value out.

Drawing by inversion keeps the streams of random numbers aligned: every draw uses exactly one
uniform number, whatever the law, and a larger number never gives a smaller value. Four files:

* `tails` and `quantiles`: exact functions, used to build tables and to check them;
* `encoded`: six numbers beside a shared flat table of floats, which `quantile` evaluates in a few
  microseconds, in Python and compiled by Numba to the same bits;
* `families`: `gamma(mean=12.0, shape=0.5)` gives a `Distribution`, which knows its mean and encodes
  itself.

All arithmetic is that of `journeysim.portable`: the same bits on every machine.
"""

from __future__ import annotations

from journeysim.distributions.encoded import (
    EncodedDistribution,
    Family,
    quantile,
)
from journeysim.distributions.families import (
    Distribution,
    aged_beta,
    bernoulli,
    beta,
    constant,
    empirical,
    exponential,
    gamma,
    lognormal,
    never,
    uniform,
    weibull,
)
from journeysim.distributions.quantiles import (
    beta_quantile,
    gamma_quantile,
    normal_quantile,
)
from journeysim.distributions.tails import (
    beta_log_tails,
    gamma_log_tails,
    log_gamma,
)

__all__ = [
    "Distribution",
    "EncodedDistribution",
    "Family",
    "aged_beta",
    "bernoulli",
    "beta",
    "beta_log_tails",
    "beta_quantile",
    "constant",
    "empirical",
    "exponential",
    "gamma",
    "gamma_log_tails",
    "gamma_quantile",
    "log_gamma",
    "lognormal",
    "never",
    "normal_quantile",
    "quantile",
    "uniform",
    "weibull",
]
