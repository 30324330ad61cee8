"""The distributions: right against scipy, smooth tables, the same bits compiled and elsewhere."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeysim import distributions as ds
from journeysim import portable
from journeysim.distributions import Distribution, EncodedDistribution, Family, quantile

TAILS = [10.0**-k for k in range(1, 13)]
US = TAILS + [0.2, 0.35, 0.49, 0.5, 0.51, 0.65, 0.8] + [1.0 - u for u in TAILS]
SHAPES = [0.05, 0.1, 0.243, 0.7, 1.0, 1.7, 5.0, 40.0, 500.0]
EXAMPLES = [
    ds.constant(3.0),
    ds.uniform(1.0, 3.0),
    ds.exponential(5.0),
    ds.gamma(12.0, 0.243),
    ds.gamma(2.0, 40.0),
    ds.lognormal(9.0, 0.9),
    ds.weibull(30.0, 0.7),
    ds.beta(0.668, 3.8),
    ds.beta(0.1, 0.15),
    ds.bernoulli(0.3),
    ds.empirical([5.0, 1.0, 2.0], [1.0, 2.0, 4.0]),
    ds.never(),
]


def grid_u(k: int) -> float:
    """The k-th of the 2**52 uniform numbers the engines draw."""
    return (k + 0.5) * 2.0**-52


def drawn(distribution: Distribution, us: list[float]) -> list[float]:
    table: list[float] = []
    law = distribution.encoded(table)
    return [quantile(law, table, u) for u in us]


# --- exact functions -----------------------------------------------------------------------------


def test_normal_quantile_against_scipy() -> None:
    special = pytest.importorskip("scipy.special", reason="scipy is the reference")
    deep = [10.0**-k for k in range(13, 300, 7)]
    for u in US + deep:
        assert ds.normal_quantile(u) == pytest.approx(special.ndtri(u), rel=3e-15, abs=1e-16)
    assert (ds.normal_quantile(0.0), ds.normal_quantile(1.0)) == (-math.inf, math.inf)


def test_log_gamma_against_math() -> None:
    for x in [10.0 ** (k / 20.0) for k in range(-160, 100)]:
        truth = math.lgamma(x)
        assert ds.log_gamma(x) == pytest.approx(truth, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_quantile_against_scipy(shape: float) -> None:
    special = pytest.importorskip("scipy.special", reason="scipy is the reference")
    for u in US:
        lower = u <= 0.5
        x = special.gammaincinv(shape, u) if lower else special.gammainccinv(shape, 1.0 - u)
        if x > 1e-250:
            assert ds.gamma_quantile(shape, u) == pytest.approx(x, rel=1e-10, abs=0.0)
        else:
            assert ds.gamma_quantile(shape, u) <= 1e-249


@pytest.mark.parametrize("a", SHAPES)
def test_beta_quantile_against_scipy(a: float) -> None:
    special = pytest.importorskip("scipy.special", reason="scipy is the reference")
    for b in SHAPES:
        for u in US[::2]:
            x = special.betaincinv(a, b, u) if u <= 0.5 else special.betainccinv(a, b, 1.0 - u)
            if x > 1e-250:
                assert ds.beta_quantile(a, b, u) == pytest.approx(x, rel=1e-10, abs=0.0)


def test_quantiles_invert_closed_forms() -> None:
    for u in US:
        assert ds.gamma_quantile(1.0, u) == pytest.approx(-math.log1p(-u), rel=1e-13)
        assert ds.beta_quantile(1.0, 3.0, u) == pytest.approx(
            -math.expm1(math.log1p(-u) / 3.0), rel=1e-13
        )
        arcsine = math.sin(math.pi * u / 2.0) ** 2
        assert ds.beta_quantile(0.5, 0.5, u) == pytest.approx(arcsine, rel=1e-13)


def test_tails_add_up_and_quantiles_stop_at_the_ends() -> None:
    for shape in SHAPES:
        for log_x in (-3.0, 0.0, 1.0, math.log(shape + 1.0)):
            log_p, log_q, _ = ds.gamma_log_tails(shape, log_x)
            assert math.exp(log_p) + math.exp(log_q) == pytest.approx(1.0, abs=1e-14)
            log_p, log_q, _ = ds.beta_log_tails(shape, 2.0, log_x)
            assert math.exp(log_p) + math.exp(log_q) == pytest.approx(1.0, abs=1e-14)
    assert (ds.gamma_quantile(2.0, 0.0), ds.gamma_quantile(2.0, 1.0)) == (0.0, math.inf)
    assert (ds.beta_quantile(2.0, 3.0, 0.0), ds.beta_quantile(2.0, 3.0, 1.0)) == (0.0, 1.0)


# --- the encoded form ----------------------------------------------------------------------------


def off_knot_us() -> list[float]:
    """Uniform numbers of the engines' grid, from the first to the last, between the knots."""
    draw = random.Random(1)
    tails = [int(2.0 ** draw.uniform(0.0, 51.0)) for _ in range(150)]
    ks = [0, 1, *tails, 2**52 - 1, 2**52 - 2, *(2**52 - 1 - k for k in tails)]
    return [grid_u(k) for k in ks + [draw.getrandbits(52) for _ in range(100)]]


@pytest.mark.parametrize("shape", [0.01, 0.05, 0.243, 1.0, 3.0, 500.0, 10_000.0])
def test_tabulated_gamma_is_within_a_millionth(shape: float) -> None:
    us = off_knot_us()
    for u, x in zip(us, drawn(ds.gamma(shape, shape), us), strict=True):  # of scale 1
        assert x == pytest.approx(ds.gamma_quantile(shape, u), rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(
    ("a", "b"),
    [(0.05, 0.05), (0.01, 0.25), (0.3, 0.02), (0.668, 3.8), (1.0, 60.0), (300.0, 7.0), (1e4, 1e4)],
)
def test_tabulated_beta_is_within_a_millionth_at_both_ends(a: float, b: float) -> None:
    us = off_knot_us()
    for u, x in zip(us, drawn(ds.beta(a, b), us), strict=True):
        truth = ds.beta_quantile(a, b, u)
        assert x == pytest.approx(truth, rel=1e-6, abs=1e-300)
        assert 1.0 - x == pytest.approx(1.0 - truth, rel=1e-6, abs=1.2e-16)


def test_closed_forms() -> None:
    for u in US:
        assert drawn(ds.exponential(5.0), [u]) == pytest.approx([-5.0 * math.log1p(-u)], rel=1e-14)
        assert drawn(ds.uniform(-1.0, 3.0), [u]) == pytest.approx([4.0 * u - 1.0], abs=1e-15)
        weibull = 7.0 / math.gamma(3.0) * math.log1p(-u) ** 2  # shape 1/2: Gamma(1 + 2) = 2
        assert drawn(ds.weibull(7.0, 0.5), [u]) == pytest.approx([weibull], rel=1e-13)
        z = ds.normal_quantile(u)
        lognormal = 9.0 * math.exp(0.8 * z - 0.32)
        assert drawn(ds.lognormal(9.0, 0.8), [u]) == pytest.approx([lognormal], rel=1e-13)


def test_steps_fall_where_the_shares_say() -> None:
    us = [1e-16, 0.2499999, 0.25, 0.2500001, 0.75, 0.7500001, 1.0 - 2**-53]
    steps = ds.empirical([9.0, 2.0, 4.0, 2.0, 7.0], [1.0, 0.5, 2.0, 0.5, 0.0])
    assert drawn(steps, us) == [2.0, 2.0, 2.0, 4.0, 4.0, 9.0, 9.0]
    assert drawn(ds.bernoulli(0.25), us) == [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    assert set(drawn(ds.bernoulli(0.0), us)) == {0.0}
    assert set(drawn(ds.bernoulli(1.0), us)) == {1.0}
    assert drawn(ds.constant(-2.5), us) == [-2.5] * 7
    assert drawn(ds.never(), us) == [math.inf] * 7


@pytest.mark.parametrize("distribution", EXAMPLES, ids=lambda d: d.kind.name)
def test_means_are_those_of_the_draws(distribution: Distribution) -> None:
    if distribution.kind is Family.NEVER:
        assert distribution.mean() == math.inf
        return
    # Midpoints, ever finer towards both ends, each with the width of its cell.
    edges = [0.5 * 2.0 ** (-k / 200.0) for k in range(200 * 51)]
    cells = [(0.5 * (high + low), high - low) for high, low in pairwise(edges)]
    lower = drawn(distribution, [middle for middle, _ in cells])
    upper = drawn(distribution, [1.0 - middle for middle, _ in cells])
    widths = [width for _, width in cells]
    mean = math.fsum((x + y) * w for x, y, w in zip(lower, upper, widths, strict=True))
    assert mean == pytest.approx(distribution.mean(), rel=2e-3)


@settings(derandomize=True, database=None, max_examples=200, deadline=None)
@given(
    which=st.sampled_from(EXAMPLES),
    near=st.integers(0, 2**52 - 1),
    gap=st.integers(0, 52).map(lambda n: 2**n),
)
def test_a_larger_u_never_gives_a_smaller_value(which: Distribution, near: int, gap: int) -> None:
    low, high = drawn(which, [grid_u(near), grid_u(min(near + gap, 2**52 - 1))])
    assert low <= high * (1.0 + 1e-13)


def test_tables_are_shared_and_quick_to_refer_to() -> None:
    table: list[float] = []
    one, two = ds.gamma(1.0, 0.7).encoded(table), ds.gamma(9.0, 0.7).encoded(table)
    assert (one.first, one.entries) == (two.first, two.entries) == (0, 529)
    assert len(table) == 1058
    steps = ds.empirical([1.0, 2.0], [1.0, 1.0]).encoded(table)
    assert (steps.first, steps.entries, len(table)) == (1058, 2, 1062)
    assert ds.beta(2.0, 3.0).encoded(table).first == 1062
    assert ds.gamma(4.0, 0.7).encoded(table).first == 0
    assert ds.empirical([1.0, 2.0], [3.0, 3.0]).encoded(table).first == 1058
    assert len(table) == 1062 + 1058
    assert quantile(two, table, 0.3) == pytest.approx(9.0 * quantile(one, table, 0.3), rel=1e-15)


@pytest.mark.parametrize(
    ("distribution", "low", "middle", "high"),
    [
        (EXAMPLES[1], "0x1.0000000000001p+0", "0x1.999999999999ap+0", "0x1.7fbe76c8b4396p+1"),
        (EXAMPLES[2], "0x1.4000000000000p-51", "0x1.c88b3ee198f24p+0", "0x1.144f69ff9ffc3p+5"),
        (EXAMPLES[3], "0x1.ece40ba243113p-214", "0x1.e0e95e87d93c4p-3", "0x1.acaa3e5d5f38dp+7"),
        (EXAMPLES[5], "0x1.e67471a68a3dep-9", "0x1.df48d56683522p+1", "0x1.838134f09e475p+6"),
        (EXAMPLES[6], "0x1.ce3fed469a55cp-72", "0x1.5bca531bfc4e8p+2", "0x1.76cd15e900965p+8"),
        (EXAMPLES[7], "0x1.7d24381fb2fe7p-82", "0x1.559cbbba8a78fp-5", "0x1.9b99759da0486p-1"),
    ],
    ids=lambda d: d.kind.name if isinstance(d, Distribution) else "",
)
def test_bits_are_the_same_on_every_machine(
    distribution: Distribution, low: str, middle: str, high: str
) -> None:
    values = drawn(distribution, [2.0**-53, 0.3, 0.999])
    assert [value.hex() for value in values] == [low, middle, high]


def test_compiled_quantiles_give_the_same_bits() -> None:
    numba = pytest.importorskip("numba", reason="the compiled engine cannot run here")
    np = pytest.importorskip("numpy", reason="the compiled engine needs numpy")
    from numba.extending import overload, register_jitable

    from journeysim.engine.build import intrinsics, translation

    options = {"error_model": "numpy"}
    translation._instead_of(overload, portable.parts, intrinsics.parts, options)
    translation._instead_of(overload, portable.scaled, intrinsics.scaled, options)
    for rule in (*portable.RULES, *ds.quantiles.RULES, *ds.encoded.RULES):
        register_jitable(error_model="numpy")(rule)
    fields = [
        (name, "i8" if name in ("kind", "first", "entries") else "f8")
        for name in EncodedDistribution._fields
    ]
    table: list[float] = []
    laws = [distribution.encoded(table) for distribution in EXAMPLES]
    draw = random.Random(2)
    us = off_knot_us() + [grid_u(draw.getrandbits(52)) for _ in range(600)]

    @numba.njit(error_model="numpy")
    def compiled(laws, table, us):  # type: ignore[no-untyped-def]
        results = np.empty((laws.size, us.size))
        for i in range(laws.size):
            for j in range(us.size):
                results[i, j] = quantile(laws[i], table, us[j])
        return results

    twin = compiled(np.array(laws, dtype=fields), np.array(table), np.array(us))
    plain = np.array([[quantile(law, table, u) for u in us] for law in laws])
    assert twin.size > 10_000
    assert np.array_equal(twin.view(np.int64), plain.view(np.int64))


# --- the friendly form ---------------------------------------------------------------------------


def test_a_distribution_reads_as_the_call_that_makes_it() -> None:
    for distribution in EXAMPLES:
        again = eval(repr(distribution), {name: getattr(ds, name) for name in ds.__all__})
        assert again == distribution
        assert hash(again) == hash(distribution)
    assert repr(ds.gamma(3, 0.5)) == "gamma(mean=3.0, shape=0.5)"
    assert ds.weibull(3.0, 2.0).parameters == {"mean": 3.0, "shape": 2.0}


def test_special_cases() -> None:
    assert ds.lognormal(4.0, 0.0) == ds.constant(4.0)
    assert ds.aged_beta(0.7, 3.0, 0) == ds.beta(0.7, 3.0)
    assert ds.aged_beta(0.7, 3.0, 12) == ds.beta(0.7, 15.0)
    assert ds.aged_beta(0.7, 3.0, 12).mean() < ds.beta(0.7, 3.0).mean()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ds.constant(math.inf), "value of constant must lie between"),
        (lambda: ds.uniform(2.0, 1.0), "high of uniform must lie between 2 and"),
        (lambda: ds.exponential(0.0), "mean of exponential must lie between 1e-100 and"),
        (lambda: ds.gamma(-1.0, 1.0), "mean of gamma"),
        (lambda: ds.gamma(1.0, 0.001), "shape of gamma must lie between 0.01 and 10000, got 0.001"),
        (lambda: ds.lognormal(1.0, -0.1), "sigma of lognormal must lie between 0 and 10"),
        (lambda: ds.weibull(1.0, math.nan), "shape of weibull"),
        (lambda: ds.beta(0.0, 1.0), "a of beta"),
        (lambda: ds.beta(1.0, 2e4), "b of beta"),
        (lambda: ds.aged_beta(1.0, 1.0, -1), "occasions must lie between 0 and"),
        (lambda: ds.bernoulli(1.5), "share of bernoulli must lie between 0 and 1, got 1.5"),
        (lambda: ds.empirical([1.0], [1.0, 2.0]), "one weight per value, got 1 values and 2"),
        (lambda: ds.empirical([1.0, 2.0], [0.0, 0.0]), "at least one value with a weight above 0"),
        (lambda: ds.empirical([1.0, 2.0], [1.0, -1.0]), "weight of empirical"),
    ],
)
def test_impossible_parameters_are_refused(call, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=message):
        call()
