"""Logits for Hypothesis to choose from, and referees that compute with 50 and with 700 digits.

A referee works on the floating-point numbers it is given, taken as exact: a difference between
its answer and the library's is the library's rounding and nothing else.
"""

import functools
import warnings

import mpmath
import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

# Private contexts: nothing here changes the precision of another user of mpmath.
mp = mpmath.mp.clone()
mp.dps = 50
deep = mpmath.mp.clone()
deep.dps = 700  # so that 1 − p is exact even where p is 1 − exp(−700)

# The same hundred examples on every machine and in every run.
law = settings(max_examples=100, deadline=None, derandomize=True)

UNIT = 2.0**-53  # unit roundoff of float64: a correctly rounded operation errs by this factor
TINY = 5e-324  # smallest subnormal: the absolute error of a result that underflows

margins = pytest.mark.parametrize("margin", [5, 20, 40, 300, 700])

# Whole numbers make ties and exact shifts likely; the others have all their digits.
moderate = st.one_of(
    st.integers(-30, 30).map(float), st.floats(-30, 30, allow_nan=False, allow_subnormal=False)
)
finite = st.floats(allow_nan=False, allow_infinity=False)


def rows(elements=moderate, min_classes=1, max_classes=8):
    """One slice of logits, shape (K,)."""
    return st.lists(elements, min_size=min_classes, max_size=max_classes).map(np.array)


def tables(elements=moderate):
    """Logits of shape (N, K), both at least 1."""
    shapes = hnp.array_shapes(min_dims=2, max_dims=2, max_side=5)
    return hnp.arrays(np.float64, shapes, elements=elements)


@st.composite
def pairs(draw, elements=moderate, dims=1):
    """Two arrays of logits of one shape."""
    shape = draw(hnp.array_shapes(min_dims=dims, max_dims=dims, max_side=6))
    return [draw(hnp.arrays(np.float64, shape, elements=elements)) for _ in range(2)]


def confident(margin, classes=5):
    """Logits of which one leads by at least margin, and at most 3 more; each class leads once."""
    x = np.random.default_rng(7).uniform(-3, 0, (classes, classes))
    np.fill_diagonal(x, margin)
    return x - margin / 3


def spread(x):
    """Largest minus smallest finite logit."""
    x = np.asarray(x, dtype=float)
    x = x[np.isfinite(x)]
    return float(np.ptp(x)) if x.size else 0.0


def softmax_bound(x):
    """Relative error of a shifted softmax that its rounding can explain, as a plain number.

    Blanchard, Higham and Higham (2021), theorem 4.3: K + 2 + 2 (max − min) unit roundoffs if
    exp is correctly rounded. NumPy's exp may err by 0.67 ulp, which adds less than 1 for the
    numerator and 1 for the sum.
    """
    return (np.size(x) + 4 + 2 * spread(x)) * UNIT


def same(value, expected):
    """Equal shape and equal entries, where nan equals nan."""
    return np.array_equal(value, np.asarray(expected), equal_nan=True)


def close(value, expected, relative, absolute=TINY):
    """True if every entry of value is within the given error of expected; inf equals inf."""
    value, expected = np.asarray(value), np.asarray(expected)
    if value.shape != expected.shape:
        return False
    same = value == expected
    with np.errstate(invalid="ignore"):
        near = np.abs(value - expected) <= relative * np.abs(expected) + absolute
    return bool(np.all(same | near))


def to_mp(value):
    """A NumPy number as an exact multiple-precision one (longdouble in two halves)."""
    head = float(value)
    if not np.isfinite(head):
        return mp.mpf(head)
    return mp.mpf(head) + mp.mpf(float(value - head))


def exact_softmax_family(row):
    """Softmax, log-softmax and logsumexp of a row with finite maximum, with 50 digits."""
    row = [to_mp(x) for x in row]
    top = max(row)
    weights = [mp.exp(x - top) for x in row]
    total = mp.fsum(weights)
    p = [w / total for w in weights]
    weights.remove(1)  # log1p of everything but one maximum keeps 50 digits of a tiny result
    log_total = mp.log1p(mp.fsum(weights))
    log_p = [x - top - log_total for x in row]
    return p, log_p, top + log_total


@functools.cache
def _deep_softmax(row):
    row = [deep.mpf(x) for x in row]
    log_total = deep.log(deep.fsum(map(deep.exp, row)))
    log_p = [x - log_total for x in row]
    return list(map(deep.exp, log_p)), log_p


def deep_softmax(row):
    """Softmax and log-softmax of a row with 700 digits; -inf has probability 0."""
    return _deep_softmax(tuple(map(float, row)))


def exact_weighted_sum(row, weights):
    """Σ b_j exp(x_j) with 50 digits; a weight of 0 takes its exponent out."""
    return mp.fsum(to_mp(b) * mp.exp(to_mp(x)) for x, b in zip(row, weights, strict=True) if b != 0)


def ulp_error(value, exact):
    """Distance from value to exact in units in the last place of exact, in value's format.

    Where exact is subnormal or 0 the unit is the smallest subnormal. An answer that is nan,
    or infinite where exact is not, is infinitely wrong.
    """
    value = np.asarray(value)[()]
    if not np.isfinite(value) or mp.isinf(exact):
        return 0.0 if to_mp(value) == exact else float("inf")
    info = np.finfo(value.dtype)
    unit = to_mp(info.smallest_subnormal)
    if exact:
        _, exponent = mp.frexp(exact)  # |exact| = m 2**exponent with 1/2 <= m < 1
        unit = max(unit, mp.ldexp(1, exponent - info.nmant - 1))
    return float(abs(to_mp(value) - exact) / unit)


def worst_ulp(values, exacts):
    """Largest ulp_error of a sequence of values."""
    values = np.asarray(values)
    assert values.shape == (len(exacts),)
    return max(ulp_error(v, e) for v, e in zip(values, exacts, strict=True))


def quietly(function):
    """The function, with every warning and every floating-point flag that escapes an error."""

    @functools.wraps(function)
    def call(*args, **kwargs):
        with warnings.catch_warnings(), np.errstate(all="raise"):
            warnings.simplefilter("error")
            return function(*args, **kwargs)

    return call
