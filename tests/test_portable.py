"""The portable functions: accurate, the same bits everywhere, sensible at the edges."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable
from decimal import Context, Decimal, localcontext

import pytest

from journeysim import portable
from journeysim.portable import exp, halved, log, log1p, power, remainder


def doubles(count: int, seed: int) -> list[float]:
    """Positive doubles with evenly spread bit patterns: every magnitude, subnormal ones too."""
    draw = random.Random(seed)
    bits = (draw.randrange(1, 0x7FF0000000000000) for _ in range(count))
    return [struct.unpack("<d", struct.pack("<Q", b))[0] for b in bits]


def between(low: float, high: float, count: int, seed: int) -> list[float]:
    draw = random.Random(seed)
    return [draw.uniform(low, high) for _ in range(count)]


def worst_ulps(
    function: Callable[[float], float], exact: Callable[[Decimal], Decimal], xs: list[float]
) -> float:
    """The largest error in units of the last place, against 50-digit arithmetic."""
    with localcontext(Context(prec=50)):
        errors = []
        for x in xs:
            truth = exact(Decimal(x))
            errors.append(abs(Decimal(function(x)) - truth) / Decimal(math.ulp(float(truth))))
        return float(max(errors))


def test_log_is_within_one_ulp_everywhere() -> None:
    edges = [5e-324, 2.2250738585072014e-308, 1.0 - 2**-53, 1.0 + 2**-52, 1.7976931348623157e308]
    xs = doubles(1500, 1) + between(0.5, 2.0, 1500, 2) + edges
    assert worst_ulps(log, Decimal.ln, xs) < 1.0


def test_exp_is_all_but_rightly_rounded_where_normal() -> None:
    xs = between(-708.0, 709.78, 1500, 3) + between(-1.0, 1.0, 1500, 4) + [709.782712893384]
    assert worst_ulps(exp, Decimal.exp, xs) < 0.6


def test_exp_rounds_subnormal_results_well() -> None:
    xs = [*between(-745.13, -708.0, 1000, 5), -745.1332191019411]
    assert worst_ulps(exp, Decimal.exp, xs) < 1.0


def test_log1p_keeps_small_arguments() -> None:
    draw = random.Random(6)
    xs = [draw.uniform(-1.0, 1.0) * 10.0 ** draw.uniform(-18.0, 0.0) for _ in range(2000)]
    assert worst_ulps(log1p, lambda x: (1 + x).ln(), xs) < 3.0


def test_power_holds_its_stated_error() -> None:
    draw = random.Random(7)
    with localcontext(Context(prec=50)):
        for _ in range(1000):
            x, y = 10.0 ** draw.uniform(-5.0, 5.0), draw.uniform(-30.0, 30.0)
            exponent = Decimal(y) * Decimal(x).ln()
            error = abs(Decimal(power(x, y)) / exponent.exp() - 1)
            assert error < (2 + abs(exponent)) * Decimal("2.3e-16")


def test_halved_is_exact_at_whole_half_lives_and_close_between() -> None:
    assert [halved(30.0 * n, 30.0) for n in (-2, 0, 1, 2, 1074)] == [4.0, 1.0, 0.5, 0.25, 5e-324]
    for days in between(0.0, 3000.0, 500, 8):
        assert halved(days, 45.0) == pytest.approx(2.0 ** (-days / 45.0), rel=1e-14)


def test_edges_are_sensible() -> None:
    inf, nan = math.inf, math.nan
    assert (log(0.0), log(-0.0), log(inf), log(1.0)) == (-inf, -inf, inf, 0.0)
    assert (exp(-800.0), exp(800.0), exp(-inf), exp(inf), exp(0.0)) == (0.0, inf, 0.0, inf, 1.0)
    assert exp(-745.1332191019411) == 5e-324
    assert exp(-745.1332191019412) == 0.0
    assert exp(709.7827128933841) == inf
    assert (log1p(-1.0), log1p(inf), log1p(1e-300)) == (-inf, inf, 1e-300)
    assert (power(0.0, 2.0), power(0.0, 0.0), power(0.0, -1.0)) == (0.0, 1.0, inf)
    assert (power(1.0, inf), power(7.3, 1.0), power(inf, -1.0)) == (1.0, 7.3, 0.0)
    assert (halved(5.0, inf), halved(inf, inf), halved(inf, 1.0)) == (1.0, 1.0, 0.0)
    assert (halved(-1e6, 1.0), halved(1e6, 1.0)) == (inf, 0.0)
    outside = [log(-1.0), log(nan), exp(nan), log1p(-2.0), power(-1.0, 1.0), power(-2.0, 0.5)]
    outside += [halved(1.0, 0.0), halved(1.0, -2.0), halved(nan, 1.0), halved(1.0, nan)]
    assert all(math.isnan(value) for value in outside)


@pytest.mark.parametrize(
    ("value", "bits"),
    [
        (log(0.1), "-0x1.26bb1bbb55515p+1"),
        (log(0.7), "-0x1.6d3c324e13f50p-2"),
        (log(3.7), "0x1.4eeee650ae550p+0"),
        (log(1e-310), "-0x1.64e69394d9508p+9"),
        (log(6.02e23), "0x1.b6094e92cca28p+5"),
        (exp(-740.0), "0x0.0000000000055p-1022"),
        (exp(-0.1), "0x1.cf46d99d52b3ap-1"),
        (exp(0.3), "0x1.599058c8c1a96p+0"),
        (exp(1.0), "0x1.5bf0a8b145769p+1"),
        (exp(700.5), "0x1.8625c7d4f56c2p+1010"),
        (log1p(-0.3), "-0x1.6d3c324e13f4fp-2"),
        (power(1.7, 0.3), "0x1.2c2cd258622dap+0"),
        (halved(10.0, 30.0), "0x1.965fea53d6e3dp-1"),
    ],
)
def test_bits_are_the_same_on_every_machine(value: float, bits: str) -> None:
    assert value.hex() == bits


def test_the_remainder_is_that_of_c() -> None:
    xs = [
        *doubles(300, 21),
        *between(0.0, 4000.0, 300, 22),
        0.0,
        365.0,
        1.7976931348623157e308,
        5e-324,
    ]
    ys = [*doubles(60, 23), 1.0, 7.0, 365.0, 0.1, 5e-324, 1.7976931348623157e308, math.inf]
    for y in ys:
        for x in xs:
            for signed in (x, -x):
                assert remainder(signed, y).hex() == math.fmod(signed, y).hex(), (signed, y)
    for x, y in ((1.0, 0.0), (math.inf, 1.0), (math.nan, 1.0), (1.0, math.nan)):
        assert math.isnan(remainder(x, y))


def test_rules_list_every_function_after_those_it_calls() -> None:
    names = [rule.__name__ for rule in portable.RULES]
    in_bits = {
        "parts",
        "scaled",
    }  # which compiled code does on bits, see engine.build.intrinsics
    assert {name for name in names if name[0] != "_"} == set(portable.__all__) - {"RULES"} - in_bits
    for position, rule in enumerate(portable.RULES):
        assert not set(rule.__code__.co_names) & set(names[position:])


def test_compiled_functions_give_the_same_bits() -> None:
    numba = pytest.importorskip("numba", reason="the compiled engine cannot run here")
    np = pytest.importorskip("numpy", reason="the compiled engine needs numpy")
    from numba.extending import overload, register_jitable

    from journeysim.engine.build import intrinsics, translation

    options = {"error_model": "numpy"}
    translation._instead_of(overload, portable.parts, intrinsics.parts, options)
    translation._instead_of(overload, portable.scaled, intrinsics.scaled, options)
    for rule in portable.RULES:
        register_jitable(error_model="numpy")(rule)
    logs = np.array([*doubles(4000, 11), 0.0, -1.0, math.inf, math.nan])
    exps = np.array([*between(-760.0, 720.0, 4000, 12), 0.0, -math.inf, math.inf, math.nan])
    shares = np.array(between(-1.1, 1.0, 4004, 13))
    lives = np.array([*between(0.01, 900.0, 4000, 14), 0.0, math.inf, -1.0, math.nan])

    @numba.njit(error_model="numpy")
    def compiled(logs, exps, shares, lives):  # type: ignore[no-untyped-def]
        results = np.empty((5, logs.size))
        for i in range(logs.size):
            results[0, i] = log(logs[i])
            results[1, i] = exp(exps[i])
            results[2, i] = log1p(shares[i])
            results[3, i] = power(lives[i], shares[i])
            results[4, i] = halved(exps[i], lives[i])
        return results

    rows = zip(logs.tolist(), exps.tolist(), shares.tolist(), lives.tolist(), strict=True)
    plain = [(log(a), exp(b), log1p(c), power(d, c), halved(b, d)) for a, b, c, d in rows]
    twin = compiled(logs, exps, shares, lives)
    assert np.isfinite(twin).sum() > 15_000
    both_nan = np.isnan(twin) & np.isnan(np.array(plain).T)
    same = twin.view(np.int64) == np.array(plain).T.copy().view(np.int64)
    assert np.all(same | both_nan)
