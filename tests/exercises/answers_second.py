"""A second, independent collection of answers, held out while the checker is written."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import numpy as np
from collection import Collection

ANSWERS = Collection()


# ---------------------------------------------------------------- overflow.stable-softmax: wrong


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Subtracts argmax, the position of the largest logit, where its value (max) was meant, so "
    "large logits still overflow.",
)
def shift_by_argmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - np.argmax(z, axis=-1)[..., None])
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "One-pass (online) softmax that moves the running maximum but forgets to rescale the sum "
    "collected under the old maximum; right only for rows that start with their largest logit.",
)
def online_sum_not_rescaled(z):
    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for i in np.ndindex(z.shape[:-1]):
        m, s = -np.inf, 0.0
        for x in z[i]:
            m = max(m, x)
            if x > -np.inf:
                s += np.exp(x - m)
        out[i] = np.exp(z[i] - m) / s
    return out


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Copies PyTorch's old implicit-dim rule (axis 0 for 1-D and 3-D, else axis 1), so a 3-D array "
    "is normalised over its first axis instead of its last.",
)
def implicit_dim_rule(z):
    z = np.asarray(z, dtype=float)
    dim = 0 if z.ndim in (0, 1, 3) else 1
    m = z.max(axis=dim, keepdims=True)
    e = np.exp(z - m)
    return e / e.sum(axis=dim, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Does not subtract the maximum; lets exp overflow and repairs inf/inf afterwards by writing 1 "
    "for every nan, which is right only if a single logit overflows.",
)
def nan_means_winner(z):
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, dtype=float))
        p = e / e.sum(axis=-1, keepdims=True)
    return np.nan_to_num(p, nan=1.0)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Prevents overflow by clipping the logits to ±500 instead of shifting them, so different "
    "logits beyond 500 become equal.",
)
def clip_logits_500(z):
    z = np.clip(np.asarray(z, dtype=float), -500, 500)
    e = np.exp(z)
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Subtracts max(0, largest logit), thinking only positive logits are dangerous, so rows of very "
    "negative logits underflow to 0/0.",
)
def max_floored_at_zero(z):
    z = np.asarray(z, dtype=float)
    m = np.max(z, axis=-1, keepdims=True, initial=0.0)
    e = np.exp(z - m)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Shifts by the largest absolute value, as if it were about size, so rows whose largest "
    "magnitude is negative underflow to 0/0.",
)
def shift_by_largest_magnitude(z):
    z = np.asarray(z, dtype=float)
    size = np.abs(np.where(np.isfinite(z), z, 0.0)).max(axis=-1, keepdims=True)
    e = np.exp(z - size)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Replaces −inf masks by −1000, believing that is as good as minus infinity, so masked places "
    "get weight when the real logits are that negative too.",
)
def mask_as_minus_thousand(z):
    z = np.asarray(z, dtype=float)
    z = np.where(np.isneginf(z), -1000.0, z)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Treats masked logits as 0 inside the softmax and zeroes their probabilities afterwards "
    "without renormalising, so masked rows sum to less than 1.",
)
def mask_after_normalising(z):
    z = np.asarray(z, dtype=float)
    mask = np.isneginf(z)
    filled = np.where(mask, 0.0, z)
    e = np.exp(filled - filled.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    p[mask] = 0.0
    return p


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Fills an array made by zeros_like(z), which keeps the integer dtype of integer logits and "
    "truncates the probabilities to 0.",
)
def filled_into_zeros_like(z):
    z = np.asarray(z)
    out = np.zeros_like(z)
    for i in np.ndindex(z.shape[:-1]):
        e = np.exp(z[i] - z[i].max())
        out[i] = e / e.sum()
    return out


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Thinks that going through logs, exp(z − log Σ exp z), is stable by itself; there is no shift, "
    "so the sum inside still overflows (or underflows to log 0).",
)
def log_space_without_shift(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        return np.exp(z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True)))


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Subtracts one maximum of the whole array rather than each row's own, so a row far below the "
    "others underflows to 0/0.",
)
def one_max_for_all_rows(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - np.amax(z))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Takes the row maxima without keepdims, so on a square matrix they are subtracted along the "
    "columns (and other shapes do not broadcast).",
)
def maxima_lie_along_columns(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Adds 1e-5 to the denominator 'against division by zero', though after the shift the sum is at "
    "least 1; every probability comes out slightly too small.",
)
def epsilon_under_the_sum(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-5)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Takes logits that are exactly 0 for padding and masks them out, although 0 is an ordinary "
    "logit.",
)
def zero_logit_is_padding(z):
    z = np.asarray(z, dtype=float)
    if not z.any():
        return np.full(z.shape, 1.0 / z.shape[-1])
    z = np.where(z == 0, -np.inf, z)
    m = z.max(axis=-1, keepdims=True)
    e = np.exp(z - np.where(np.isfinite(m), m, 0.0))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Reshapes everything to (batch, rest) first, so in a 3-D array each first-axis block is "
    "normalised as one long row instead of over the last axis.",
)
def flatten_all_but_batch(z):
    z = np.asarray(z, dtype=float)
    rows = z.reshape(1, -1) if z.ndim == 1 else z.reshape(z.shape[0], -1)
    e = np.exp(rows - rows.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).reshape(z.shape)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "Subtracts the maximum in the numerator only and divides by the sum of the unshifted "
    "exponentials, so the values no longer sum to 1.",
)
def shift_upstairs_only(z):
    z = np.asarray(z, dtype=float)
    top = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        return top / np.exp(z).sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "two errors: shifts by the mean instead of the maximum (wide rows overflow, masks give nan), "
    "and normalises down the columns, axis 0.",
)
def columns_shifted_by_mean(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        e = np.exp(z - z.mean(axis=0))
        return e / e.sum(axis=0)


# ---------------------------------------------------------------- overflow.stable-softmax: right


@ANSWERS.right("overflow.stable-softmax")
def nested_lists_with_fsum(z):
    def walk(part):
        if isinstance(part[0], list):
            return [walk(row) for row in part]
        top = max(part)
        weights = [math.exp(x - top) for x in part]
        total = math.fsum(weights)
        return [w / total for w in weights]

    return walk(np.asarray(z, dtype=float).tolist())


@ANSWERS.right("overflow.stable-softmax")
def softmax_in_longdouble(z):
    z = np.asarray(z).astype(np.longdouble)
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@ANSWERS.right("overflow.stable-softmax")
def one_over_sum_of_ratios(z):
    z = np.asarray(z, dtype=float)
    mask = np.isneginf(z)
    own = np.where(mask, 0.0, z)[..., :, None]
    with np.errstate(over="ignore"):
        total = np.exp(z[..., None, :] - own).sum(axis=-1)
    return np.where(mask, 0.0, 1.0 / (total + mask))


@ANSWERS.right("overflow.stable-softmax")
def mantissas_and_exponents(z):
    z = np.asarray(z, dtype=float)
    t = np.maximum(z - z.max(axis=-1, keepdims=True), -1400.0) * math.log2(math.e)
    k = np.floor(t)
    e = np.ldexp(np.exp2(t - k), k.astype(int))
    mantissa, exponent = np.frexp(e.sum(axis=-1, keepdims=True))
    return np.ldexp(e / mantissa, -exponent)


@ANSWERS.right("overflow.stable-softmax")
def summed_from_small_to_large(z):
    z = np.array(z, dtype=float)
    s = np.sort(z, axis=-1)
    total = np.cumsum(np.exp(s - s[..., -1:]), axis=-1)[..., -1:]
    return np.exp(z - s[..., -1:]) / total


@ANSWERS.right("overflow.stable-softmax")
def largest_logit_moved_to_three_hundred(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True) + 300.0)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.right("overflow.stable-softmax")
def online_with_rescaling(z):
    z = np.asarray(z, dtype=float)
    m = np.full(z.shape[:-1], -np.inf)
    s = np.zeros(z.shape[:-1])
    for k in range(z.shape[-1]):
        x = z[..., k]
        new = np.maximum(m, x)
        safe = np.where(np.isneginf(new), 0.0, new)
        s = s * np.exp(m - safe) + np.exp(x - safe)
        m = new
    return np.exp(z - m[..., None]) / s[..., None]


@ANSWERS.right("overflow.stable-softmax")
def shifted_in_double_returned_in_single(z):
    z = np.asarray(z, dtype=np.float64)
    gap = np.maximum(z - z.max(axis=-1, keepdims=True), -1e4)
    e = np.exp(gap.astype(np.float32))
    return e / e.sum(axis=-1, keepdims=True, dtype=np.float32)


@ANSWERS.right("overflow.stable-softmax")
def transposed_view_in_place(z):
    w = np.array(z, dtype=float).T
    w -= w.max(axis=0)
    np.exp(w, out=w)
    w /= w.sum(axis=0)
    w /= w.sum(axis=0)
    return w.T


@ANSWERS.right("overflow.stable-softmax")
def fifty_digit_decimals(z):
    def one_row(row):
        with localcontext() as context:
            context.prec = 50
            top = Decimal(float(row.max()))
            weights = [(Decimal(float(x)) - top).exp() for x in row]
            total = sum(weights)
            return np.array([float(w / total) for w in weights])

    return np.apply_along_axis(one_row, -1, np.asarray(z, dtype=float))


# ------------------------------------------------------------------- overflow.log-softmax: wrong


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Takes the log of a correct stable softmax; probabilities that underflow to 0 give −inf in the "
    "tails.",
)
def log_after_stable_softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(divide="ignore"):
        return np.log(e / e.sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Also the log of a softmax, in long double: thinks more bits cure the underflow, which only "
    "moves from −745 to about −11400.",
)
def log_of_longdouble_softmax(z):
    z = np.asarray(z).astype(np.longdouble)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    with np.errstate(divide="ignore"):
        return np.log(e / e.sum(axis=-1, keepdims=True)).astype(float)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Correct log-softmax, then cut off at −100 as PyTorch's binary cross-entropy does, so every "
    "value in the tail becomes −100.",
)
def floor_at_minus_hundred(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.maximum(s - np.log(np.exp(s).sum(axis=-1, keepdims=True)), -100.0)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Avoids log 0 by adding 1e-12 to the probabilities inside the log, so the tail levels off at "
    "log 1e-12.",
)
def log_of_softmax_plus_epsilon(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Writes z − log Σ exp z without subtracting the maximum first, which overflows for large and "
    "underflows for very negative logits.",
)
def textbook_formula(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Shifts by the maximum inside the log-sum-exp but never adds it back, so every row is off by "
    "its maximum.",
)
def maximum_not_added_back(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return z - np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Uses np.logaddexp.reduce with its default axis, which is 0 and not the last, so matrices are "
    "normalised down their columns.",
)
def reduce_with_default_axis(z):
    z = np.asarray(z, dtype=float)
    return z - np.logaddexp.reduce(z)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Uses log1p of the sum of shifted exponentials 'for accuracy' but leaves the largest term in "
    "the sum, so that term is counted twice.",
)
def log1p_of_the_full_sum(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log1p(np.exp(s).sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Takes log of the softmax and patches only the underflowed entries with z − max, forgetting "
    "the log of the sum there; off by log 2 when two logits share the top.",
)
def underflow_patched_with_shift(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    e = np.exp(s)
    p = e / e.sum(axis=-1, keepdims=True)
    return np.where(p > 1e-300, np.log(np.maximum(p, 1e-300)), s)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "For rows wider than 30 takes log-sum-exp to be just the maximum, thinking the other terms are "
    "negligible, which fails if several logits lie near the top.",
)
def wide_rows_skip_the_sum(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    wide = m - z.min(axis=-1, keepdims=True) > 30
    log_sum = np.log(np.exp(z - m).sum(axis=-1, keepdims=True))
    return z - m - np.where(wide, 0.0, log_sum)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Takes the mean of the exponentials instead of their sum, so every value is too large by "
    "log K.",
)
def log_mean_exp(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).mean(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Returns the negative log-probabilities, the loss, thinking a log-softmax should be positive.",
)
def negative_log_likelihoods(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(s).sum(axis=-1, keepdims=True)) - s


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Uses the base-2 logarithm for the normaliser of base-e exponentials, mixing the two bases.",
)
def normaliser_in_bits(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.log2(np.exp(s).sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Feeds softmax probabilities into a stable log-softmax, thinking it takes probabilities; the "
    "softmax is applied twice.",
)
def log_softmax_of_the_softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p - np.log(np.exp(p).sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Computes the log of the sigmoid of every logit on its own, confusing the binary and the "
    "multi-class case.",
)
def log_sigmoid_each(z):
    return -np.logaddexp(0.0, -np.asarray(z, dtype=float))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Simplifies log Σ exp z to Σ z, as though the log could be pulled inside the sum.",
)
def log_pulled_inside_the_sum(z):
    z = np.asarray(z, dtype=float)
    return z - np.sum(z, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "Puts only the two largest logits into the normaliser, thinking the others never matter; right "
    "for K = 2 or a clear lead.",
)
def normaliser_of_the_top_two(z):
    z = np.asarray(z, dtype=float)
    top = np.sort(z, axis=-1)[..., -2:]
    first, second = top[..., -1:], top[..., :1]
    return z - first - np.log1p(np.exp(second - first) * (z.shape[-1] > 1))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "two errors: the softmax runs over axis 0, and its log is taken after clipping the "
    "probabilities at 1e-15, which flattens the tail.",
)
def clipped_log_down_the_columns(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=0))
    return np.log(np.clip(e / e.sum(axis=0), 1e-15, 1.0))


# ------------------------------------------------------------------- overflow.log-softmax: right


@ANSWERS.right("overflow.log-softmax")
def applied_twice_changes_nothing(z):
    z = np.asarray(z, dtype=float)
    for _ in range(2):
        z = z - z.max(axis=-1, keepdims=True)
        z = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return z


@ANSWERS.right("overflow.log-softmax")
def log1p_of_all_but_the_top(z):
    z = np.asarray(z, dtype=float)
    rows = []
    for row in z.reshape(-1, z.shape[-1]):
        top = int(row.argmax())
        rest = math.fsum(math.exp(x - row[top]) for k, x in enumerate(row) if k != top)
        rows.append([float(x - row[top]) - math.log1p(rest) for x in row])
    return np.reshape(rows, z.shape).tolist()


@ANSWERS.right("overflow.log-softmax")
def log_softmax_in_longdouble(z):
    z = np.array(z, dtype=np.longdouble)
    z -= z.max(axis=-1, keepdims=True)
    z -= np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return z


@ANSWERS.right("overflow.log-softmax")
def log_of_mantissa_and_exponent(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    mantissa, exponent = np.frexp(np.exp(s).sum(axis=-1, keepdims=True))
    return s - (np.log(mantissa) + exponent * math.log(2.0))


@ANSWERS.right("overflow.log-softmax")
def running_logaddexp(z):
    z = np.asarray(z, dtype=float)
    s = z - np.max(z, axis=-1, keepdims=True)
    return s - np.logaddexp.accumulate(s, axis=-1)[..., -1:]


@ANSWERS.right("overflow.log-softmax")
def minus_log_sum_of_differences(z):
    z = np.asarray(z, dtype=float)
    mask = np.isneginf(z)
    own = np.where(mask, 0.0, z)
    out = -np.logaddexp.reduce(z[..., None, :] - own[..., :, None], axis=-1)
    return np.where(mask, -np.inf, out)


@ANSWERS.right("overflow.log-softmax")
def exponentials_sorted_before_summing(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    total = np.zeros((*s.shape[:-1], 1))
    for column in np.split(np.sort(np.exp(s), axis=-1), s.shape[-1], axis=-1):
        total += column
    return s - np.log(total)


@ANSWERS.right("overflow.log-softmax")
def log_softmax_finished_in_single(z):
    z = np.asarray(z, dtype=np.float64)
    s = z - z.max(axis=-1, keepdims=True)
    e = np.exp(np.maximum(s, -1e4).astype(np.float32))
    return s - np.log(e.sum(axis=-1, keepdims=True))


@ANSWERS.right("overflow.log-softmax")
def base_two_throughout(z):
    z = np.asarray(z, dtype=float)
    t = (z - z.max(axis=-1, keepdims=True)) / math.log(2.0)
    return (t - np.log2(np.exp2(t).sum(axis=-1, keepdims=True))) * math.log(2.0)


# ---------------------------------------------------------------- cross-entropy.gradient: wrong


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Divides by z.shape[1], the number of classes, where the number of examples was meant; right "
    "only if n = K.",
)
def mean_over_classes(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    g[np.arange(len(y)), y] -= 1
    return g / z.shape[1]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Divides by the number of all entries n·K, as if the mean ran over the whole matrix, so the "
    "gradient is K times too small.",
)
def mean_over_all_entries(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    g[np.arange(len(y)), y] -= 1
    return g / g.size


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Returns softmax minus one-hot without dividing by n: the gradient of the summed, not "
    "of the mean loss.",
)
def gradient_of_the_sum(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Subtracts 1 with g[:, y], thinking it picks one entry per row; it lowers in every row all the "
    "columns that occur in y.",
)
def colon_instead_of_row_numbers(z, y):
    z = np.asarray(z, dtype=float)
    n = z.shape[0]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    g[:, y] -= 1
    return g / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Makes the one-hot matrix only as wide as the largest label present, so a batch without the "
    "last class fails, and one with label 0 alone has 1 subtracted from every column.",
)
def one_hot_from_the_labels_seen(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(np.max(y) + 1)[y]
    return (p - one_hot) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Subtracts the one-hot of the predicted class (argmax) instead of the label's, so it is right "
    "only where the prediction is.",
)
def one_hot_of_the_prediction(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    target = np.zeros_like(p)
    target[np.arange(len(y)), p.argmax(axis=1)] = 1
    return (p - target) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Sets the gradient of correctly classified rows to zero, as in the perceptron rule, thinking "
    "there is nothing left to learn from them.",
)
def perceptron_style(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    mistaken = g.argmax(axis=1) != np.asarray(y)
    g[np.arange(len(y)), y] -= 1
    return g * mistaken[:, None] / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Differentiates −log(p + 1e-12) instead of −log p; the factor p/(p + 1e-12) makes the gradient "
    "vanish for confidently wrong rows.",
)
def epsilon_inside_the_log(z, y):
    z = np.asarray(z, dtype=float)
    rows = np.arange(len(y))
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p_label = p[rows, y][:, None]
    d_log = -1.0 / (p_label + 1e-12)
    d_z = p_label * (np.eye(z.shape[1])[y] - p)
    return d_log * d_z / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Clips the gradient to norm 0.5 as in a training loop; large gradients come back shortened.",
)
def clipped_to_half_norm(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    g[np.arange(len(y)), y] -= 1
    g /= len(y)
    norm = np.linalg.norm(g)
    return g * min(1.0, 0.5 / norm) if norm > 0 else g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Treats label 0 as padding (ignore_index=0, from a translation tutorial): zeroes those rows "
    "and takes the mean over the others.",
)
def class_zero_ignored(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    keep = y != 0
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    g[np.arange(len(y)), y] -= 1
    return g * keep[:, None] / max(keep.sum(), 1)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Uses labels smoothed by 0.1 as targets, because the model being copied did, instead of plain "
    "one-hot labels.",
)
def with_label_smoothing(z, y):
    z = np.asarray(z, dtype=float)
    n, k = z.shape
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    target = 0.9 * np.eye(k)[y] + 0.1 / k
    return (p - target) / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Weights every row inversely to the frequency of its class ('balanced'), which changes the "
    "gradient whenever the labels are not equally frequent.",
)
def balanced_class_weights(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    n, k = z.shape
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    g[np.arange(n), y] -= 1
    counts = np.bincount(y, minlength=k)
    weights = n / (np.count_nonzero(counts) * counts[y])
    return g * weights[:, None] / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Uses the sigmoid of each logit instead of the softmax of the row, the gradient of K separate "
    "binary losses.",
)
def sigmoid_minus_one_hot(z, y):
    z = np.asarray(z, dtype=float)
    g = 0.5 * (1.0 + np.tanh(0.5 * z))
    g[np.arange(len(y)), y] -= 1
    return g / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Thinks only the label's logit enters the loss and returns p − 1 there and 0 elsewhere, "
    "ignoring the off-diagonal terms of the softmax Jacobian.",
)
def label_entry_only(z, y):
    z = np.asarray(z, dtype=float)
    rows = np.arange(len(y))
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = np.zeros(z.shape)
    g[rows, y] = p[rows, y] - 1.0
    return g / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Stops at the derivative of −log p with respect to the probabilities, −1/p at the label, and "
    "never goes on through the softmax to the logits.",
)
def derivative_by_probabilities(z, y):
    z = np.asarray(z, dtype=float)
    rows = np.arange(len(y))
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = np.zeros(z.shape)
    with np.errstate(divide="ignore"):
        g[rows, y] = -1.0 / p[rows, y]
    return g / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Averages p − one-hot over the rows and returns that one vector of shape (K,), taking 'mean "
    "loss' to mean the mean of the gradients.",
)
def rows_averaged_away(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[y]).mean(axis=0)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "Approximates the gradient by one-sided finite differences with step 0.001, which leaves an "
    "error of the order of the step.",
)
def forward_differences(z, y):
    z = np.asarray(z, dtype=float)
    rows = np.arange(len(y))

    def loss(w):
        s = w - w.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(s).sum(axis=1)) - s[rows, y])

    g = np.empty(z.shape)
    for i in np.ndindex(z.shape):
        w = z.copy()
        w[i] += 1e-3
        g[i] = (loss(w) - loss(z)) / 1e-3
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "two errors: returns one-hot minus softmax, the descent direction with the sign turned, and "
    "computes the softmax without subtracting the maximum.",
)
def descent_direction_unshifted(z, y):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        e = np.exp(z)
        p = e / e.sum(axis=1, keepdims=True)
    return (np.eye(z.shape[1])[y] - p) / len(y)


# ---------------------------------------------------------------- cross-entropy.gradient: right


@ANSWERS.right("cross-entropy.gradient")
def complex_step(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    n, k = z.shape
    h = 1e-100
    g = np.empty((n, k))
    for j in range(k):
        w = (z - z.max(axis=1, keepdims=True)).astype(complex)
        w[:, j] += 1j * h
        row_loss = np.log(np.exp(w).sum(axis=1)) - w[np.arange(n), y]
        g[:, j] = row_loss.imag / h / n
    return g


@ANSWERS.right("cross-entropy.gradient")
def full_jacobian_of_log_softmax(z, y):
    z = np.asarray(z, dtype=float)
    n, k = z.shape
    s = z - z.max(axis=1, keepdims=True)
    p = np.exp(s - np.log(np.exp(s).sum(axis=1, keepdims=True)))
    jacobian = np.eye(k)[None, :, :] - p[:, None, :]
    upstream = np.where(np.arange(k) == np.asarray(y)[:, None], -1.0 / n, 0.0)
    return np.einsum("ni,nij->nj", upstream, jacobian)


@ANSWERS.right("cross-entropy.gradient")
def label_entry_from_the_others(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = e / e.sum(axis=1, keepdims=True)
    place = np.asarray(y).reshape(-1, 1)
    np.put_along_axis(g, place, 0.0, axis=1)
    np.put_along_axis(g, place, -g.sum(axis=1, keepdims=True), axis=1)
    return g / g.shape[0]


@ANSWERS.right("cross-entropy.gradient")
def plain_lists_of_lists(z, y):
    answer = []
    for row, label in zip(np.asarray(z, dtype=float).tolist(), list(y), strict=True):
        top = max(row)
        weights = [math.exp(x - top) for x in row]
        total = math.fsum(sorted(weights))
        answer.append([(w / total - (k == label)) / len(y) for k, w in enumerate(weights)])
    return answer


@ANSWERS.right("cross-entropy.gradient")
def scattered_into_flat_longdouble(z, y):
    z = np.asarray(z).astype(np.longdouble)
    n, k = z.shape
    e = np.exp(z - z.max(axis=1, keepdims=True))
    g = (e / (n * e.sum(axis=1, keepdims=True))).ravel()
    np.subtract.at(g, np.arange(n) * k + np.asarray(y), np.longdouble(1) / n)
    return g.reshape(n, k)


@ANSWERS.right("cross-entropy.gradient")
def gradient_in_single(z, y):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp((z - z.max(axis=1, keepdims=True)).astype(np.float32))
    g = e / e.sum(axis=1, keepdims=True)
    g[np.arange(len(y)), y] -= np.float32(1)
    return g * np.float32(1 / len(y))


@ANSWERS.right("cross-entropy.gradient")
def transposed_with_negative_labels(z, y):
    w = np.array(z, dtype=float, order="F").T
    k, n = w.shape
    w -= w.max(axis=0)
    np.exp(w, out=w)
    w *= 1.0 / w.sum(axis=0)
    w[np.asarray(y) - k, np.arange(n)] -= 1.0
    w /= n
    return w.T


@ANSWERS.right("cross-entropy.gradient")
def one_over_ratios_entry_by_entry(z, y):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    n, k = z.shape
    g = np.zeros((n, k))
    for i in range(n):
        with np.errstate(over="ignore"):
            for j in np.flatnonzero(z[i] > -np.inf):
                g[i, j] = 1.0 / np.exp(z[i] - z[i, j]).sum() / n
        g[i, y[i]] -= 1.0 / n
    return g


# -------------------------------------------------------------- temperature.scaled-softmax: wrong


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Multiplies the logits by T instead of dividing, confusing temperature and its inverse.",
)
def inverse_temperature(z, T):
    z = np.asarray(z, dtype=float)
    s = (z - z.max(axis=-1, keepdims=True)) * T
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Computes softmax(z)^(1/T) and renormalises: true on paper, but for small T every power "
    "underflows and 0/0 is left.",
)
def power_of_the_softmax(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    q = p ** (1.0 / T)
    with np.errstate(invalid="ignore"):
        return q / q.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Divides the probabilities by T and puts them through a second softmax, instead of dividing "
    "the logits.",
)
def softmax_of_tempered_probabilities(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    q = np.exp((p - p.max(axis=-1, keepdims=True)) / T)
    return q / q.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Never lets T go below 0.001 for fear of dividing by nearly zero, so smaller temperatures are "
    "not respected when the logits are close together.",
)
def temperature_floored(z, T):
    z = np.asarray(z, dtype=float)
    T = max(T, 1e-3)
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Switches to a one-hot of the argmax for T below 0.01, as text generators do, which is wrong "
    "for ties and near-ties.",
)
def greedy_when_cold(z, T):
    z = np.asarray(z, dtype=float)
    if T < 0.01:
        return np.eye(z.shape[-1])[z.argmax(axis=-1)]
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Adds 1e-6 to T to be safe from division by zero, which is no small change when T itself is "
    "1e-5.",
)
def temperature_plus_epsilon(z, T):
    z = np.asarray(z, dtype=float)
    s = (z - z.max(axis=-1, keepdims=True)) / (T + 1e-6)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Multiplies the result by T², the factor that belongs to the distillation loss and not to the "
    "probabilities.",
)
def distillation_factor(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True) * T**2


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Divides by T but subtracts the maximum of the undivided logits, so for small T the exponent "
    "is still huge and overflows.",
)
def maximum_not_divided(z, T):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        e = np.exp(z / T - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Uses T in the numerator only; the denominator is the sum at temperature 1, so the values do "
    "not sum to 1.",
)
def denominator_at_one(z, T):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.exp(s / T) / np.exp(s).sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Takes T for the logarithm of the temperature, as in models with a learned log-scale, and "
    "divides by exp(T).",
)
def temperature_is_a_log(z, T):
    z = np.asarray(z, dtype=float)
    s = (z - z.max(axis=-1, keepdims=True)) / np.exp(T)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Divides by the square root of T, from the scaled dot-product of attention.",
)
def square_root_as_in_attention(z, T):
    z = np.asarray(z, dtype=float)
    s = (z - z.max(axis=-1, keepdims=True)) / math.sqrt(T)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Writes // for /, so the scaled logits are rounded down to whole numbers.",
)
def floor_division(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp((z - z.max(axis=-1, keepdims=True)) // T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Thinks temperature blends linearly between softmax and the uniform distribution, "
    "p/T + (1 − 1/T)/K, which gives negative values for T < 1.",
)
def blended_with_uniform(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p / T + (1.0 - 1.0 / T) / z.shape[-1]


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Subtracts T from the logits to 'cool' them; softmax ignores a common shift, so T has no "
    "effect at all.",
)
def temperature_subtracted(z, T):
    z = np.asarray(z, dtype=float) - T
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Divides in place with /=, which changes the caller's logits (a second call is scaled twice) "
    "and fails for integer arrays.",
)
def divides_the_callers_array(z, T):
    z = np.asarray(z)
    z -= z.max(axis=-1, keepdims=True)
    z /= T
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Works in half precision, as on a GPU: the scaled logits have three digits and are infinite "
    "beyond 65504, which small T reaches at once.",
)
def half_precision(z, T):
    with np.errstate(all="ignore"):
        s = (np.asarray(z, dtype=float) / T).astype(np.float16)
        e = np.exp((s - s.max(axis=-1, keepdims=True)).astype(float))
        return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "Clips z / T to ±700 to keep exp finite instead of subtracting the maximum, so for small T all "
    "positive logits become equal.",
)
def scaled_logits_clipped(z, T):
    s = np.clip(np.asarray(z, dtype=float) / T, -700.0, 700.0)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "two errors: normalises down the columns (axis 0), and takes T² for T, squaring it as for the "
    "variance of a Gaussian.",
)
def columns_with_squared_temperature(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp((z - z.max(axis=0)) / T**2)
    return e / e.sum(axis=0)


# -------------------------------------------------------------- temperature.scaled-softmax: right


@ANSWERS.right("temperature.scaled-softmax")
def exact_fractions(z, T):
    z = np.asarray(z, dtype=float)
    rows = []
    for row in z.reshape(-1, z.shape[-1]).tolist():
        top = Fraction(max(row))
        weights = []
        for x in row:
            gap = (Fraction(x) - top) / Fraction(T) if x > -math.inf else Fraction(-9999)
            weights.append(math.exp(gap) if gap > -750 else 0.0)
        rows.append([w / math.fsum(weights) for w in weights])
    return np.reshape(rows, z.shape).tolist()


@ANSWERS.right("temperature.scaled-softmax")
def times_the_reciprocal_in_place(z, T):
    w = np.array(z, dtype=float)
    w -= w.max(axis=-1, keepdims=True)
    w *= 1.0 / T
    np.exp(w, out=w)
    w /= np.sort(w, axis=-1).sum(axis=-1, keepdims=True)
    return w


@ANSWERS.right("temperature.scaled-softmax")
def tempered_in_longdouble(z, T):
    scaled = np.asarray(z).astype(np.longdouble) / np.longdouble(T)
    e = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.right("temperature.scaled-softmax")
def tempered_then_single(z, T):
    z = np.asarray(z, dtype=np.float64)
    gap = np.maximum((z - z.max(axis=-1, keepdims=True)) / T, -1e4)
    e = np.exp(gap.astype(np.float32))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.right("temperature.scaled-softmax")
def temperature_taken_apart(z, T):
    z = np.asarray(z, dtype=float)
    mantissa, exponent = math.frexp(T)
    gap = np.ldexp((z - z.max(axis=-1, keepdims=True)) / mantissa, -exponent)
    e = np.exp(gap)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.right("temperature.scaled-softmax")
def one_over_tempered_ratios(z, T):
    z = np.asarray(z, dtype=float)
    mask = np.isneginf(z)
    own = np.where(mask, 0.0, z)[..., :, None]
    with np.errstate(over="ignore"):
        total = np.exp((z[..., None, :] - own) / T).sum(axis=-1)
    return np.where(mask, 0.0, 1.0 / (total + mask))


@ANSWERS.right("temperature.scaled-softmax")
def square_of_the_half(z, T):
    z = np.asarray(z, dtype=float)
    half = np.exp((z - np.max(z, axis=-1, keepdims=True)) / (2 * T))
    return half * half / np.einsum("...k,...k->...", half, half)[..., None]


@ANSWERS.right("temperature.scaled-softmax")
def logs_then_normalised_again(z, T):
    z = np.asarray(z, dtype=float)
    s = (z - z.max(axis=-1, keepdims=True)) / T
    q = np.exp(s - np.logaddexp.reduce(s, axis=-1, keepdims=True))
    return q / q.sum(axis=-1, keepdims=True)


# ---------------------------------------------- temperature.expected-calibration-error: wrong


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Uses bins [lo, hi) instead of (lo, hi], so a confidence of exactly 1 falls into no bin and "
    "edge values into the wrong one.",
)
def bins_open_on_the_right(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf >= lo) & (conf < hi)
        if inside.any():
            ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Finds the bin by int(confidence * bins) with 1.0 moved into the last bin, so every confidence "
    "on an inner edge goes to the bin above instead of below.",
)
def bin_number_by_truncation(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    number = np.minimum((conf * bins).astype(int), bins - 1)
    ece = 0.0
    for b in np.unique(number):
        inside = number == b
        ece += inside.sum() / len(conf) * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Takes the plain mean of the gaps of the occupied bins instead of weighting each by its count.",
)
def plain_mean_of_gaps(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    gaps = []
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            gaps.append(abs(hit[inside].mean() - conf[inside].mean()))
    return np.mean(gaps)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Takes the absolute value per example, |correct − confidence|, before averaging within the "
    "bins, which makes the bins meaningless.",
)
def absolute_value_per_example(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            ece += inside.mean() * np.abs(hit[inside] - conf[inside]).mean()
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Compares overall accuracy with overall mean confidence, without bins, so over- and "
    "underconfidence cancel.",
)
def one_gap_for_everything(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    return abs(np.mean(p.argmax(axis=1) == y) - p.max(axis=1).mean())


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Hard-codes bins of width 0.1 and never uses the argument bins.",
)
def always_ten_bins(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    number = np.digitize(conf, np.linspace(0, 1, 11), right=True)
    ece = 0.0
    for b in range(1, 11):
        inside = number == b
        if inside.any():
            ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Makes the edges with linspace(0, 1, bins), which gives only bins − 1 bins.",
)
def one_bin_too_few(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Skips bins that hold a single example because one example has no meaningful accuracy.",
)
def lonely_examples_skipped(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.sum() > 1:
            ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Sorts by confidence and cuts into bins of equal count (adaptive binning) instead of equal "
    "width.",
)
def bins_of_equal_count(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    order = np.argsort(conf, kind="stable")
    ece = 0.0
    for part in np.array_split(order, bins):
        if len(part):
            ece += len(part) / len(conf) * abs(hit[part].mean() - conf[part].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Spreads the bins between the smallest and the largest confidence that occur, as a histogram "
    "does by default, instead of between 0 and 1.",
)
def bins_over_the_observed_range(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(conf.min(), conf.max(), bins + 1)
    number = np.clip(np.searchsorted(edges, conf, side="left") - 1, 0, bins - 1)
    ece = 0.0
    for b in np.unique(number):
        inside = number == b
        ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Compares each bin's accuracy with the bin's midpoint instead of the mean confidence of the "
    "examples in it.",
)
def midpoint_for_confidence(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            ece += inside.mean() * abs(hit[inside].mean() - (lo + hi) / 2)
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Takes the probability of the true class as the confidence instead of the probability of the "
    "predicted class.",
)
def confidence_in_the_true_class(p, y, bins=10):
    p, y = np.asarray(p, dtype=float), np.asarray(y)
    conf, hit = p[np.arange(len(y)), y], p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Draws the binary reliability curve: bins the probability of class 1 and compares it with the "
    "frequency of label 1, ignoring the prediction and all other classes.",
)
def positive_class_only(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p[:, 1], np.asarray(y) == 1
    number = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    ece = 0.0
    for b in np.unique(number):
        inside = number == b
        ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Squares the gaps, averages and takes the root, so large gaps count more than in the mean "
    "absolute gap.",
)
def root_mean_square_gap(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            total += inside.mean() * (hit[inside].mean() - conf[inside].mean()) ** 2
    return total**0.5


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Puts all n·K probabilities into the bins and compares them with the one-hot labels (a "
    "class-wise error) instead of the top prediction of each example only.",
)
def every_class_binned(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.ravel(), np.eye(p.shape[1])[y].ravel()
    number = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    ece = 0.0
    for b in np.unique(number):
        inside = number == b
        ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Counts only overconfident bins, max(confidence − accuracy, 0), thinking that underconfidence "
    "is no calibration error.",
)
def overconfidence_only(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            ece += inside.mean() * max(conf[inside].mean() - hit[inside].mean(), 0.0)
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "Puts the probabilities through softmax first, taking them for logits, which pulls all "
    "confidences towards 1/K.",
)
def probabilities_taken_for_logits(p, y, bins=10):
    q = np.exp(np.asarray(p, dtype=float))
    q /= q.sum(axis=1, keepdims=True)
    conf, hit = q.max(axis=1), q.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    ece = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            ece += inside.mean() * abs(hit[inside].mean() - conf[inside].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "two errors: adds the gaps with their sign, so they cancel between bins, and divides their sum "
    "by the number of bins instead of weighting by counts.",
)
def signed_gaps_over_bins(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in pairwise(edges):
        inside = (conf > lo) & (conf <= hi)
        if inside.any():
            total += conf[inside].mean() - hit[inside].mean()
    return total / bins


# ---------------------------------------------- temperature.expected-calibration-error: right


@ANSWERS.right("temperature.expected-calibration-error")
def bincount_of_differences(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf = p.max(axis=1)
    number = np.searchsorted(np.linspace(0, 1, bins + 1), conf, side="left")
    surplus = np.bincount(number, weights=(p.argmax(axis=1) == y) - conf)
    return np.abs(surplus).sum() / len(conf)


@ANSWERS.right("temperature.expected-calibration-error")
def exact_sums_in_plain_python(p, y, bins=10):
    edges = np.linspace(0, 1, bins + 1).tolist()
    surplus = {}
    for row, label in zip(np.asarray(p, dtype=float).tolist(), list(y), strict=True):
        conf = max(row)
        b = next(i for i in range(bins) if conf <= edges[i + 1] or i == bins - 1)
        gap = Fraction(int(row.index(conf) == label)) - Fraction(conf)
        surplus[b] = surplus.get(b, Fraction(0)) + gap
    return float(sum(map(abs, surplus.values())) / len(y))


@ANSWERS.right("temperature.expected-calibration-error")
def sorted_and_split(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    order = np.argsort(p.max(axis=1))
    conf = p.max(axis=1)[order]
    hit = (p.argmax(axis=1) == y)[order]
    cuts = np.searchsorted(conf, np.linspace(0, 1, bins + 1)[1:-1], side="right")
    parts = zip(np.split(hit, cuts), np.split(conf, cuts), strict=True)
    return math.fsum(abs(h.mean() - c.mean()) * c.size / conf.size for h, c in parts if c.size)


@ANSWERS.right("temperature.expected-calibration-error")
def membership_matrix(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf = np.take_along_axis(p, p.argmax(axis=1)[:, None], axis=1)
    hit = p.argmax(axis=1) == np.asarray(y)
    edges = np.linspace(0, 1, bins + 1)
    member = ((conf > edges[:-1]) & (conf <= edges[1:])).astype(float)
    count = member.sum(axis=0)
    safe = np.where(count > 0, count, 1.0)
    accuracy, confidence = hit @ member / safe, conf[:, 0] @ member / safe
    return np.average(np.abs(accuracy - confidence), weights=count)


@ANSWERS.right("temperature.expected-calibration-error")
def longdouble_zero_d_array(p, y, bins=10):
    p = np.array(p, dtype=float)
    conf, hit = p.max(axis=1), np.equal(p.argmax(axis=1), y)
    number = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    right, sure, count = np.zeros((3, bins + 2), dtype=np.longdouble)
    np.add.at(right, number, hit)
    np.add.at(sure, number, conf)
    np.add.at(count, number, 1)
    used = count > 0
    gap = abs(right[used] / count[used] - sure[used] / count[used])
    return np.asarray((gap * count[used]).sum() / count.sum())


@ANSWERS.right("temperature.expected-calibration-error")
def histogram_with_nudged_edges(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.nextafter(np.linspace(0, 1, bins + 1), 2.0)
    right = np.histogram(conf, edges, weights=hit.astype(float))[0]
    sure = np.histogram(conf, edges, weights=conf)[0]
    return float(np.abs(right - sure).sum() / conf.size)


@ANSWERS.right("temperature.expected-calibration-error")
def single_precision_result(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf, hit = p.max(axis=1), p.argmax(axis=1) == y
    ece, lo = 0.0, 0.0
    for hi in np.linspace(0, 1, bins + 1)[1:]:
        inside = np.flatnonzero((conf > lo) & (conf <= hi))
        if inside.size > 0:
            ece += inside.size * abs(float(hit[inside].mean()) - float(conf[inside].mean()))
        lo = hi
    return np.float32(ece / conf.size)


@ANSWERS.right("temperature.expected-calibration-error")
def cumulative_sums_at_the_edges(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    conf = p.max(axis=1)
    below = conf[:, None] <= np.linspace(0, 1, bins + 1)[None, 1:]
    surplus = ((p.argmax(axis=1) == y) - conf) @ below
    return np.abs(np.diff(surplus, prepend=0.0)).sum() / len(conf)


MEANT = {
    # overflow.stable-softmax
    "shift_by_argmax": "argmax-instead-of-max",
    "online_sum_not_rescaled": "running-sum-not-rescaled",
    "implicit_dim_rule": "first-axis-for-3d",
    "nan_means_winner": "no-shift-nan-patched",
    "clip_logits_500": "logits-clipped",
    "max_floored_at_zero": "shift-never-below-zero",
    "shift_by_largest_magnitude": "absolute-max-shift",
    "mask_as_minus_thousand": "mask-finite-number",
    "mask_after_normalising": "mask-without-renormalising",
    "filled_into_zeros_like": "integer-output-array",
    "log_space_without_shift": "no-shift",
    "one_max_for_all_rows": "global-max",
    "maxima_lie_along_columns": "max-without-keepdims",
    "epsilon_under_the_sum": "epsilon-in-denominator",
    "zero_logit_is_padding": "zero-taken-as-mask",
    "flatten_all_but_batch": "last-axes-flattened-together",
    "shift_upstairs_only": "shift-in-numerator-only",
    "columns_shifted_by_mean": "mean-shift-and-wrong-axis",
    # overflow.log-softmax
    "log_after_stable_softmax": "log-of-softmax",
    "log_of_longdouble_softmax": "log-of-softmax",
    "floor_at_minus_hundred": "tail-cut-off",
    "log_of_softmax_plus_epsilon": "epsilon-inside-log",
    "textbook_formula": "no-shift",
    "maximum_not_added_back": "max-not-restored",
    "reduce_with_default_axis": "wrong-axis",
    "log1p_of_the_full_sum": "top-term-counted-twice",
    "underflow_patched_with_shift": "log-sum-missing-in-tail",
    "wide_rows_skip_the_sum": "log-sum-replaced-by-max",
    "log_mean_exp": "mean-instead-of-sum",
    "negative_log_likelihoods": "sign-flipped",
    "normaliser_in_bits": "wrong-log-base",
    "log_softmax_of_the_softmax": "softmax-twice",
    "log_sigmoid_each": "sigmoid-instead-of-softmax",
    "log_pulled_inside_the_sum": "log-of-sum-as-sum-of-logs",
    "normaliser_of_the_top_two": "normaliser-truncated",
    "clipped_log_down_the_columns": "wrong-axis-and-clipped-log",
    # cross-entropy.gradient
    "mean_over_classes": "divided-by-classes",
    "mean_over_all_entries": "divided-by-all-entries",
    "gradient_of_the_sum": "not-divided-by-n",
    "colon_instead_of_row_numbers": "whole-columns-indexed",
    "one_hot_from_the_labels_seen": "one-hot-too-narrow",
    "one_hot_of_the_prediction": "prediction-used-as-label",
    "perceptron_style": "correct-rows-zeroed",
    "epsilon_inside_the_log": "epsilon-inside-log",
    "clipped_to_half_norm": "gradient-clipped",
    "class_zero_ignored": "label-zero-ignored",
    "with_label_smoothing": "smoothed-labels",
    "balanced_class_weights": "class-weighted",
    "sigmoid_minus_one_hot": "sigmoid-instead-of-softmax",
    "label_entry_only": "off-diagonal-ignored",
    "derivative_by_probabilities": "gradient-by-probabilities",
    "rows_averaged_away": "averaged-over-rows",
    "forward_differences": "coarse-finite-difference",
    "descent_direction_unshifted": "sign-flipped-and-no-shift",
    # temperature.scaled-softmax
    "inverse_temperature": "multiplied-by-temperature",
    "power_of_the_softmax": "power-underflow",
    "softmax_of_tempered_probabilities": "probabilities-tempered",
    "temperature_floored": "temperature-floor",
    "greedy_when_cold": "argmax-for-small-temperature",
    "temperature_plus_epsilon": "epsilon-added-to-temperature",
    "distillation_factor": "result-times-t-squared",
    "maximum_not_divided": "shift-by-unscaled-max",
    "denominator_at_one": "denominator-not-tempered",
    "temperature_is_a_log": "exponential-of-temperature",
    "square_root_as_in_attention": "square-root-of-temperature",
    "floor_division": "floor-division",
    "blended_with_uniform": "linear-mix-with-uniform",
    "temperature_subtracted": "temperature-subtracted",
    "divides_the_callers_array": "input-mutated",
    "half_precision": "half-precision",
    "scaled_logits_clipped": "logits-clipped",
    "columns_with_squared_temperature": "wrong-axis-and-squared-temperature",
    # temperature.expected-calibration-error
    "bins_open_on_the_right": "half-open-the-wrong-way",
    "bin_number_by_truncation": "edge-in-upper-bin",
    "plain_mean_of_gaps": "gaps-unweighted",
    "absolute_value_per_example": "absolute-value-before-averaging",
    "one_gap_for_everything": "no-bins",
    "always_ten_bins": "bins-argument-ignored",
    "one_bin_too_few": "one-bin-too-few",
    "lonely_examples_skipped": "single-example-bins-dropped",
    "bins_of_equal_count": "equal-count-bins",
    "bins_over_the_observed_range": "bins-over-observed-range",
    "midpoint_for_confidence": "bin-midpoint-for-confidence",
    "confidence_in_the_true_class": "true-class-confidence",
    "positive_class_only": "class-one-only",
    "root_mean_square_gap": "squared-gaps",
    "every_class_binned": "all-classes-binned",
    "overconfidence_only": "overconfidence-only",
    "probabilities_taken_for_logits": "softmax-applied-again",
    "signed_gaps_over_bins": "signed-and-unweighted",
}
