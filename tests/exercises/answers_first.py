"""A first set of answers that learners might hand in, right and wrong, in many styles.

They are modelled on homework, forum questions, blog posts and bugs of real projects; the clumsy
loops, names and detours are deliberate.
"""

# Learners pair the edges of bins with zip, not with itertools.pairwise:
# ruff: noqa: RUF007

import math
from collections import Counter, defaultdict
from fractions import Fraction
from functools import reduce

import numpy as np
import scipy.special as sc
from collection import Collection
from scipy.stats import binned_statistic

ANSWERS = Collection()


# --- overflow.stable-softmax: wrong --------------------------------------------------------


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "the formula as it is in the book, nothing subtracted before exp, so large logits overflow",
)
def softmax_textbook(z):
    return np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "plain exponentials in a Python loop without any shift: math.exp raises above 709",
)
def softmax_math_exp_loop(z):
    z = np.asarray(z, dtype=float)
    flat = z.reshape(-1, z.shape[-1])
    rows = []
    for row in flat:
        exps = [math.exp(v) for v in row]
        total = sum(exps)
        rows.append([e / total for e in exps])
    return np.array(rows).reshape(z.shape)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "only silences the overflow warnings, thinking the warning was the problem; inf/inf remains",
)
def softmax_silenced(z):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "unshifted exponentials overflow and the resulting nan is painted over with nan_to_num as 0",
)
def softmax_nan_painted_over(z):
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, dtype=float))
        p = e / e.sum(axis=-1, keepdims=True)
    return np.nan_to_num(p)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "subtracts one maximum for the whole array, so rows far below it underflow to 0/0",
)
def softmax_one_max_for_all(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "takes the builtin max over the flattened array once before the loop over the rows, so a row "
    "far below divides by zero",
)
def softmax_loop_with_max_outside(z):
    z = np.asarray(z, dtype=float)
    biggest = max(z.ravel().tolist())
    out = np.zeros(z.shape)
    for idx in np.ndindex(z.shape[:-1]):
        exps = [math.exp(v - biggest) for v in z[idx]]
        s = sum(exps)
        for k, e in enumerate(exps):
            out[(*idx, k)] = e / s
    return out


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "normalises down the columns (axis 0) instead of along the last axis",
)
def softmax_down_the_columns(z):
    shifted = z - np.max(z, axis=0)
    e = np.exp(shifted)
    return e / e.sum(axis=0)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "shifts every row by its maximum but divides by the sum over the whole array",
)
def softmax_grand_total(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum()


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "axis=1 is hard-coded with a batch in mind: a vector raises, a 3-D array is normalised over "
    "the middle axis",
)
def softmax_axis_one(z):
    m = np.max(z, axis=1, keepdims=True)
    e = np.exp(z - m)
    return e / np.sum(e, axis=1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "forgets keepdims for the sum, so a square array is divided by the sums of the wrong rows and "
    "others do not broadcast",
)
def softmax_sum_without_keepdims(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "forgets keepdims for the maximum, so the shift of row j goes to column j; only rows of a "
    "similar size survive that",
)
def softmax_max_without_keepdims(z):
    e = np.exp(z - np.max(z, axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "the transposing trick that is right for a matrix: with a 3-D array .T reverses the leading "
    "axes, which then no longer match those of the maximum",
)
def softmax_transposed_for_matrices(z):
    z = np.asarray(z)
    e = np.exp(z.T - z.max(axis=-1))
    p = e / e.sum(axis=0)
    return p.T


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "transposes to make broadcasting work and forgets to transpose the result back",
)
def softmax_left_transposed(z):
    zt = np.transpose(z)
    e = np.exp(zt - zt.max(axis=0))
    return e / e.sum(axis=0)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "shifts by the mean of the row instead of its maximum, so a row with a wide range overflows",
)
def softmax_centred_on_mean(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "subtracts the minimum (so that 'everything starts at 0'), which makes overflow more likely "
    "and a −inf mask into nan",
)
def softmax_from_the_minimum(z):
    e = np.exp(z - np.min(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "shifts by the largest absolute value, so a row of very negative logits underflows to 0/0",
)
def softmax_shift_by_largest_magnitude(z):
    scale = np.max(np.abs(z), axis=-1, keepdims=True)
    e = np.exp(z - scale)
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "the search for the row maximum starts from 0, so rows with only very negative logits are "
    "not shifted and divide by zero",
)
def softmax_max_search_from_zero(z):
    z = np.asarray(z, dtype=float)
    out = []
    for row in z.reshape(-1, z.shape[-1]):
        m = 0.0
        for v in row:
            if v > m:
                m = v
        exps = [math.exp(v - m) for v in row]
        total = math.fsum(exps)
        out.extend(e / total for e in exps)
    return np.reshape(out, z.shape)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "one pass with a running maximum, but the sum collected so far is not rescaled when a new "
    "maximum turns up",
)
def softmax_online_not_rescaled(z):
    z = np.asarray(z, dtype=float)
    m = np.full(z.shape[:-1], -np.inf)
    s = np.zeros(z.shape[:-1])
    for k in range(z.shape[-1]):
        m = np.maximum(m, z[..., k])
        with np.errstate(invalid="ignore"):
            s += np.where(np.isneginf(z[..., k]), 0.0, np.exp(z[..., k] - m))
    return np.exp(z - m[..., None]) / s[..., None]


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "divides the logits by their maximum instead of subtracting it",
)
def softmax_divided_by_max(z):
    z = np.asarray(z, dtype=float)
    scaled = z / z.max(axis=-1, keepdims=True)
    e = np.exp(scaled)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "standardises the row (mean 0, deviation 1) against overflow, which changes the differences",
)
def softmax_of_z_scores(z):
    z = np.asarray(z, dtype=float)
    mu = z.mean(axis=-1, keepdims=True)
    sd = z.std(axis=-1, keepdims=True)
    return sc.softmax((z - mu) / (sd + 1e-8), axis=-1)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "clips the logits to [-700, 700] so that exp cannot overflow: different large logits become "
    "equal",
)
def softmax_clipped_logits(z):
    e = np.exp(np.clip(z, -700, 700))
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "shifts correctly but clips the shifted logits at -10 'to be safe', so tails and masked "
    "places keep about 5e-5",
)
def softmax_clipped_after_shift(z):
    z = np.asarray(z, dtype=float)
    s = np.clip(z - z.max(axis=-1, keepdims=True), -10.0, 0.0)
    e = np.exp(s)
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "falls back to a hard one-hot of the argmax when a logit is above 700, so close large logits "
    "lose their shares",
)
def softmax_hard_when_large(z):
    z = np.asarray(z, dtype=float)

    def one(row):
        if row.max() > 700:
            hard = np.zeros(len(row))
            hard[np.argmax(row)] = 1.0
            return hard
        return sc.softmax(row)

    return np.apply_along_axis(one, -1, z)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "adds 1e-6 to the denominator against division by zero, so the rows no longer sum to one",
)
def softmax_padded_denominator(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / (np.sum(e, axis=-1, keepdims=True) + 1e-6)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "clips the finished probabilities to [1e-7, 1 − 1e-7] out of Keras habit, masks included",
)
def softmax_clipped_probabilities(z):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    return np.clip(p, 1e-7, 1 - 1e-7)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "rounds the probabilities to 4 decimals so that they look like in the slides",
)
def softmax_rounded(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.round(e / e.sum(axis=-1, keepdims=True), 4)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "numerator with shifted logits, denominator with the original ones",
)
def softmax_shift_on_top_only(z):
    m = np.max(z, axis=-1, keepdims=True)
    return np.exp(z - m) / np.sum(np.exp(z), axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "stops after the exponentials: shifted correctly but never divided by the sum",
)
def softmax_never_normalised(z):
    z = np.asarray(z, dtype=float)
    return np.exp(z - np.amax(z, axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "divides by the Euclidean norm of the exponentials instead of by their sum",
)
def softmax_unit_length(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.linalg.norm(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "divides by exp of the summed logits instead of by the sum of the exponentials",
)
def softmax_exp_of_sum(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        return np.exp(s) / np.exp(np.sum(s, axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "leaves out the exponential: makes the logits positive and divides by their sum",
)
def softmax_without_exp(z):
    z = np.asarray(z, dtype=float)
    pos = z - z.min(axis=-1, keepdims=True)
    return pos / pos.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "applies a (stable) sigmoid to every logit by itself instead of comparing them",
)
def softmax_as_sigmoids(z):
    return sc.expit(np.asarray(z, dtype=float))


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "mixes up the sign in the exponent, so the smallest logit wins (softmin)",
)
def softmax_is_softmin(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z.min(axis=-1, keepdims=True) - z)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "powers of 2 instead of e",
)
def softmax_base_two(z):
    e = np.exp2(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "returns the logarithms: subtracts logsumexp and forgets the final exp",
)
def softmax_still_in_logs(z):
    z = np.asarray(z, dtype=float)
    return z - sc.logsumexp(z, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "loops over the first index only, so every matrix of a 3-D array (and every number of a "
    "vector) is normalised as a whole",
)
def softmax_loop_over_first_index(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros_like(z)
    for i in range(z.shape[0]):
        e = np.exp(z[i] - np.max(z[i]))
        out[i] = e / np.sum(e)
    return out


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "flattens to rows to loop over them and returns the rows without restoring the shape, so a "
    "vector and a 3-D array come back as matrices",
)
def softmax_shape_lost(z):
    z = np.asarray(z, dtype=float)
    rows = z.reshape(-1, z.shape[-1])
    return np.array([np.exp(r - r.max()) / np.exp(r - r.max()).sum() for r in rows])


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "writes into an array made with empty_like, so integer logits give probabilities cut to 0",
)
def softmax_into_integer_array(z):
    z = np.asarray(z)
    out = np.empty_like(z)
    for idx in np.ndindex(z.shape[:-1]):
        e = np.exp(z[idx] - z[idx].max())
        out[idx] = e / e.sum()
    return out


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "subtracts in place from the array that was handed in: the caller's logits are changed, and "
    "integer logits raise",
)
def softmax_eats_its_input(z):
    z -= np.max(z, axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= np.sum(z, axis=-1, keepdims=True)
    return z


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "replaces −inf by 0 to get rid of infinities, which gives the masked places probability",
)
def softmax_mask_to_zero(z):
    z = np.where(np.isinf(z), 0.0, z)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "replaces −inf by −100, 'small enough', which wins when the other logits are near −1000",
)
def softmax_mask_to_minus_hundred(z):
    z = np.array(z, dtype=float)
    z[z == -np.inf] = -100.0
    return sc.softmax(z, axis=-1)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "sets the masked probabilities to 0 only afterwards and does not normalise again: the masked "
    "places had taken part in the sum as logit 0",
)
def softmax_mask_after_the_sum(z):
    z = np.array(z, dtype=float)
    masked = np.isneginf(z)
    z[masked] = 0.0
    p = sc.softmax(z, axis=-1)
    p[masked] = 0.0
    return p


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "two errors: no maximum subtracted, and the sum runs over the whole array",
)
def softmax_first_google_hit(z):
    exps = np.exp(z)
    return exps / np.sum(exps)


@ANSWERS.wrong(
    "overflow.stable-softmax",
    "two errors: one maximum for the whole array, and the columns are normalised (axis 0)",
)
def softmax_udacity(z):
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=0)


# --- overflow.stable-softmax: right --------------------------------------------------------


@ANSWERS.right("overflow.stable-softmax")
def softmax_usual(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.right("overflow.stable-softmax")
def softmax_library(z):
    return sc.softmax(np.asarray(z, dtype=np.float64), axis=-1)


@ANSWERS.right("overflow.stable-softmax")
def softmax_pure_python(z):
    z = np.asarray(z)

    def go(x):
        if isinstance(x[0], list):
            return [go(inner) for inner in x]
        m = max(x)
        exps = [math.exp(v - m) for v in x]
        total = math.fsum(exps)
        return [e / total for e in exps]

    return go(z.tolist())


@ANSWERS.right("overflow.stable-softmax")
def softmax_along_axis(z):
    def one(v):
        w = np.exp(v - v.max())
        return w / w.sum()

    return np.apply_along_axis(one, -1, np.asarray(z, dtype=float))


@ANSWERS.right("overflow.stable-softmax")
def softmax_einsum(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - np.expand_dims(z.max(-1), -1))
    return np.einsum("...k,...->...k", e, 1.0 / np.einsum("...k->...", e))


@ANSWERS.right("overflow.stable-softmax")
def softmax_axis_moved(z):
    zt = np.moveaxis(np.asarray(z, dtype=float), -1, 0)
    e = np.exp(zt - zt.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)


@ANSWERS.right("overflow.stable-softmax")
def softmax_by_logs(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.exp(s - np.logaddexp.reduce(s, axis=-1, keepdims=True))


@ANSWERS.right("overflow.stable-softmax")
def softmax_single_precision(z):
    z = np.asarray(z, dtype=np.float64)
    s = (z - z.max(axis=-1, keepdims=True)).astype(np.float32)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True, dtype=np.float32)


@ANSWERS.right("overflow.stable-softmax")
def softmax_in_place_on_copy(z):
    a = np.array(z, dtype=float, copy=True)
    a -= a.max(axis=-1, keepdims=True)
    np.exp(a, out=a)
    a /= a.sum(axis=-1, keepdims=True)
    return a


@ANSWERS.right("overflow.stable-softmax")
def softmax_online_rescaled(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    for idx in np.ndindex(*z.shape[:-1]):
        m, s = -math.inf, 0.0
        for v in z[idx]:
            if v == -math.inf:
                continue
            if v > m:
                s = s * math.exp(m - v) + 1.0
                m = v
            else:
                s += math.exp(v - m)
        out[idx] = [math.exp(v - m) / s for v in z[idx]]
    return out


@ANSWERS.right("overflow.stable-softmax")
def softmax_pairwise_sigmoid_like(z):
    # p_k = 1 / Σ_j exp(z_j − z_k): inf in the sum is a probability of 0
    z = np.asarray(z, dtype=float)
    top = z.max(axis=-1, keepdims=True)
    s = np.maximum(z - top, -1e5)
    with np.errstate(over="ignore"):
        total = np.exp(s[..., None, :] - s[..., :, None]).sum(axis=-1)
    return 1.0 / total


@ANSWERS.right("overflow.stable-softmax")
def softmax_sorted_shift(z):
    z = np.asarray(z, dtype=float)
    biggest = np.sort(z, axis=-1)[..., -1:]
    e = math.e ** (z - biggest)
    return np.divide(e, np.add.reduce(e, axis=-1, keepdims=True))


# --- overflow.log-softmax: wrong -----------------------------------------------------------


@ANSWERS.wrong(
    "overflow.log-softmax",
    "takes the logarithm of a stable softmax: probabilities that underflow to 0 become −inf",
)
def logsoftmax_log_of_softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    p = e / np.sum(e, axis=-1, keepdims=True)
    return np.log(p)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "logarithm of the finished probabilities, in single precision, so the tails are −inf from "
    "about −104 on",
)
def logsoftmax_log_of_softmax_float32(z):
    z = np.asarray(z, dtype=np.float64)
    s = (z - z.max(axis=-1, keepdims=True)).astype(np.float32)
    return np.log(sc.softmax(s, axis=-1))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "softmax first, then math.log in a loop, which raises a domain error where a probability "
    "underflowed to 0",
)
def logsoftmax_math_log_loop(z):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    out = np.zeros(p.shape)
    for idx in np.ndindex(p.shape):
        out[idx] = math.log(p[idx])
    return out


@ANSWERS.wrong(
    "overflow.log-softmax",
    "logarithm of the probability plus 1e-12, so that nothing is below −27.6",
)
def logsoftmax_log_plus_eps(z):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    return np.log(p + 1e-12)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "clips the probabilities at 1e-15 before the logarithm (scikit-learn habit), which cuts the "
    "tails off at −34.5",
)
def logsoftmax_log_of_clipped(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return np.log(np.clip(p, 1e-15, 1.0))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "logarithm of the probabilities only where they are positive; where they underflowed the "
    "result stays 0, as if they were certain",
)
def logsoftmax_log_where_positive(z):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    return np.log(p, out=np.zeros_like(p), where=p > 0)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "computed well, then clamped from below at −100 as a loss function does it",
)
def logsoftmax_clamped_at_minus_hundred(z):
    z = np.asarray(z, dtype=float)
    return np.maximum(sc.log_softmax(z, axis=-1), -100.0)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "nan_to_num at the end turns the −inf of masked places into −1.8e308",
)
def logsoftmax_nan_to_num(z):
    z = np.asarray(z, dtype=float)
    s = z - np.max(z, axis=-1, keepdims=True)
    return np.nan_to_num(s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True)))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "z minus log of the sum of exponentials without a shift: exp overflows, or underflows to log 0",
)
def logsoftmax_unshifted(z):
    return z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "the same without a shift, number by number: math.exp raises for logits of 1000",
)
def logsoftmax_unshifted_loop(z):
    z = np.asarray(z, dtype=float)
    result = np.empty(z.shape)
    for idx in np.ndindex(z.shape[:-1]):
        norm = math.log(sum(math.exp(v) for v in z[idx]))
        result[idx] = [v - norm for v in z[idx]]
    return result


@ANSWERS.wrong(
    "overflow.log-softmax",
    "thinks differences of logits are harmless: log Σ exp(z_j − z_k) pair by pair overflows for "
    "the far tail",
)
def logsoftmax_pairs_unshifted(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        diff = z[..., None, :] - z[..., :, None]
        return -np.log(np.sum(np.exp(diff), axis=-1))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "normalises along axis 0 instead of the last one",
)
def logsoftmax_first_axis(z):
    s = z - np.max(z, axis=0, keepdims=True)
    return s - np.log(np.sum(np.exp(s), axis=0, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "logaddexp.reduce without an axis argument reduces axis 0, not the last axis",
)
def logsoftmax_reduce_default_axis(z):
    z = np.asarray(z, dtype=float)
    return z - np.logaddexp.reduce(z)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "logsumexp without an axis sums over the whole array",
)
def logsoftmax_logsumexp_of_everything(z):
    return z - sc.logsumexp(z)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "axis=1 written down for a batch of rows, so vectors raise and 3-D input uses the middle axis",
)
def logsoftmax_second_axis(z):
    z = np.asarray(z, dtype=float)
    return z - sc.logsumexp(z, axis=1, keepdims=True)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "row-wise logsumexp without keepdims: for a square array row i gets the normaliser of row j",
)
def logsoftmax_lse_without_keepdims(z):
    z = np.asarray(z, dtype=float)
    return z - sc.logsumexp(z, axis=-1)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "iterates over the first index only: a matrix inside a 3-D array is normalised as a whole",
)
def logsoftmax_list_over_first_index(z):
    z = np.asarray(z, dtype=float)
    if z.ndim == 1:
        return z - sc.logsumexp(z)
    return np.stack([part - sc.logsumexp(part) for part in z])


@ANSWERS.wrong(
    "overflow.log-softmax",
    "one maximum for the whole array: a row far below has only exponentials that are 0, log 0",
)
def logsoftmax_array_max(z):
    s = z - np.max(z)
    return s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "the shift is never below 0 (np.max with initial=0), so very negative rows give log 0",
)
def logsoftmax_max_with_initial_zero(z):
    m = np.max(z, axis=-1, keepdims=True, initial=0)
    s = z - m
    with np.errstate(divide="ignore"):
        return s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "shifts by the mean of the row, which does not stop a wide row from overflowing",
)
def logsoftmax_mean_shift(z):
    z = np.asarray(z, dtype=float)
    s = z - np.mean(z, axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "computes logsumexp with the shift but forgets to add the maximum back before subtracting "
    "it from the unshifted logits",
)
def logsoftmax_max_not_added_back(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    lse = np.log(np.exp(z - m).sum(axis=-1, keepdims=True))
    return z - lse


@ANSWERS.wrong(
    "overflow.log-softmax",
    "subtracts the maximum twice: from the logits, and again inside the full logsumexp",
)
def logsoftmax_max_twice(z):
    z = np.asarray(z, dtype=float)
    m = np.max(z, axis=-1, keepdims=True)
    s = z - m
    lse = m + np.log(np.sum(np.exp(s), axis=-1, keepdims=True))
    return s - lse


@ANSWERS.wrong(
    "overflow.log-softmax",
    "sign slip in the bracket: the log of the sum is added instead of subtracted",
)
def logsoftmax_plus_lse(z):
    z = np.asarray(z, dtype=float)
    m = np.max(z, axis=-1, keepdims=True)
    return z - (m - np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True)))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "forgets the logarithm: subtracts the sum of the exponentials itself",
)
def logsoftmax_sum_not_logged(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    return s - np.sum(np.exp(s), axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "takes the sum of the logarithms for the logarithm of the sum, so just Σz is subtracted",
)
def logsoftmax_sum_of_logs(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.sum(np.log(np.exp(s)), axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "believes log Σ exp is about the maximum and subtracts only the maximum",
)
def logsoftmax_only_the_max(z):
    z = np.asarray(z, dtype=float)
    return z - z.max(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "uses log1p of the whole sum for accuracy although the sum already contains the 1 of the "
    "maximum",
)
def logsoftmax_log1p_of_all(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    return s - np.log1p(np.sum(np.exp(s), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "log1p of the others, where the others are everything smaller than the maximum: when the "
    "maximum occurs twice the second one is lost",
)
def logsoftmax_log1p_ties_lost(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    rest = np.where(s < 0, np.exp(s), 0.0).sum(axis=-1, keepdims=True)
    return s - np.log1p(rest)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "the accumulated logaddexp starts at 0 instead of −inf, which adds a class with logit 0",
)
def logsoftmax_accumulator_starts_at_zero(z):
    z = np.asarray(z, dtype=float)
    out = []
    for row in z.reshape(-1, z.shape[-1]):
        acc = 0.0
        for v in row:
            acc = np.logaddexp(acc, v)
        out.append(row - acc)
    return np.array(out).reshape(z.shape)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "mean instead of sum inside the logarithm, off by log K",
)
def logsoftmax_log_mean_exp(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    return s - np.log(np.mean(np.exp(s), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "binary logarithm, since entropy is in bits",
)
def logsoftmax_in_bits(z):
    return sc.log_softmax(np.asarray(z, dtype=float), axis=-1) / math.log(2)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "log10 of the sum while the logits stand for natural logarithms",
)
def logsoftmax_log_ten(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    return s - np.log10(np.exp(s).sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "np.logaddexp2 confused with the ufunc for natural logarithms: the normaliser is in base 2",
)
def logsoftmax_logaddexp2(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - np.logaddexp2.reduce(s, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "returns the negative log-probabilities, the losses",
)
def logsoftmax_negative(z):
    z = np.asarray(z, dtype=float)
    return sc.logsumexp(z, axis=-1, keepdims=True) - z


@ANSWERS.wrong(
    "overflow.log-softmax",
    "takes the exponential again at the end and returns the probabilities",
)
def logsoftmax_exponentiated_again(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return np.exp(logp)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "log-sigmoid of each logit by itself instead of log-softmax over the row",
)
def logsoftmax_log_sigmoid(z):
    return sc.log_expit(np.asarray(z, dtype=float))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "result written into empty_like(z): for integer logits the decimals are cut off",
)
def logsoftmax_integer_buffer(z):
    z = np.asarray(z)
    out = np.empty_like(z)
    for idx in np.ndindex(z.shape[:-1]):
        out[idx] = z[idx] - sc.logsumexp(z[idx])
    return out


@ANSWERS.wrong(
    "overflow.log-softmax",
    "clips the shifted logits at −50 and returns those, so the far tail ends at −50",
)
def logsoftmax_shifted_and_clipped(z):
    z = np.asarray(z, dtype=float)
    s = np.clip(z - z.max(axis=-1, keepdims=True), -50, 0)
    return s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "drops masked logits from the row, so the result is shorter than the input",
)
def logsoftmax_masked_dropped(z):
    z = np.asarray(z, dtype=float)
    if z.ndim > 1:
        return np.array([logsoftmax_masked_dropped(part) for part in z])
    kept = z[np.isfinite(z)]
    return kept - sc.logsumexp(kept)


@ANSWERS.wrong(
    "overflow.log-softmax",
    "two errors: takes the logarithm of a softmax, and that softmax runs down the columns",
)
def logsoftmax_log_of_column_softmax(z):
    e = np.exp(z - np.max(z, axis=0))
    return np.log(e / e.sum(axis=0))


@ANSWERS.wrong(
    "overflow.log-softmax",
    "two errors: exponentials without a shift, and 1e-9 added inside the logarithm",
)
def logsoftmax_naive_with_eps(z):
    e = np.exp(z)
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-9)


# --- overflow.log-softmax: right -----------------------------------------------------------


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_usual(z):
    s = z - np.max(z, axis=-1, keepdims=True)
    return s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_scipy(z):
    return sc.log_softmax(np.asarray(z, dtype=float), axis=-1)


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_scipy_lse(z):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return s - sc.logsumexp(s, axis=-1, keepdims=True)


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_logaddexp_reduce(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.logaddexp.reduce(z, axis=-1)[..., np.newaxis]


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_nested_lists(z):
    def go(x):
        if isinstance(x[0], list):
            return [go(part) for part in x]
        m = max(x)
        log_total = math.log(math.fsum(math.exp(v - m) for v in x))
        return [v - m - log_total for v in x]

    return go(np.asarray(z).tolist())


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_log1p_without_one_max(z):
    z = np.asarray(z, dtype=float)
    k = z.argmax(axis=-1)[..., None]
    s = z - np.take_along_axis(z, k, axis=-1)
    e = np.exp(s)
    np.put_along_axis(e, k, 0.0, axis=-1)
    return s - np.log1p(e.sum(axis=-1, keepdims=True))


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_apply_along(z):
    def row(v):
        d = v - v.max()
        return d - math.log(math.fsum(np.exp(d)))

    return np.apply_along_axis(row, -1, np.asarray(z, dtype=float))


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_functools_reduce(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=-1)[..., None]
    columns = np.moveaxis(z, -1, 0)
    norm = reduce(np.logaddexp, columns)
    return np.moveaxis(columns - norm, 0, -1)


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_pairs_shifted(z):
    # log p_k = −log Σ_j exp(z_j − z_k), the inner logsumexp done by scipy
    z = np.asarray(z, dtype=float)
    finite = np.where(np.isneginf(z), 0.0, z)
    diff = z[..., None, :] - finite[..., :, None]
    return np.where(np.isneginf(z), -np.inf, -sc.logsumexp(diff, axis=-1))


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_einsum(z):
    z = np.asarray(z, dtype=float)
    d = z - np.amax(z, axis=-1, keepdims=True)
    return d - np.log(np.einsum("...k->...", np.exp(d)))[..., None]


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_float32_after_shift(z):
    z = np.asarray(z, dtype=np.float64)
    s = (z - z.max(axis=-1, keepdims=True)).astype(np.float32)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


@ANSWERS.right("overflow.log-softmax")
def logsoftmax_on_a_copy(z):
    out = np.array(z, dtype=np.float64)
    out -= out.max(-1, keepdims=True)
    out -= np.log(np.exp(out).sum(-1, keepdims=True))
    return out


# --- cross-entropy.gradient: wrong ---------------------------------------------------------


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "gradient of the sum of the losses: forgets to divide by n",
)
def grad_of_the_sum(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), y] -= 1
    return p


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "a loop that fills in p − 1 and p and never divides by the number of examples",
)
def grad_of_the_sum_by_loops(z, y):
    n, k = z.shape
    dz = np.zeros((n, k))
    for i in range(n):
        m = max(z[i])
        total = sum(math.exp(v - m) for v in z[i])
        for j in range(k):
            dz[i, j] = math.exp(z[i, j] - m) / total
            if j == y[i]:
                dz[i, j] -= 1
    return dz


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "divides by the number of entries n·K (z.size) instead of the number of examples",
)
def grad_over_size(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / z.size


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "divides by the number of classes (shape[1]) instead of the number of examples",
)
def grad_over_classes(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[y]) / z.shape[1]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "the mean is taken twice: divides by n inside and again at the end",
)
def grad_mean_twice(z, y):
    n = z.shape[0]
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(n), y] -= 1
    p /= n
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "divides only the probabilities by n and not the one-hot labels (precedence of − and /)",
)
def grad_precedence_onehot_undivided(z, y):
    n, k = z.shape
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    onehot = (np.arange(k) == y[:, None]).astype(float)
    return p / n - onehot


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "divides only the one-hot labels by n, the brackets are missing",
)
def grad_precedence_p_undivided(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    return p - np.eye(z.shape[1])[y] / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "onehot − p: the sign of the descent direction, not of the gradient",
)
def grad_sign_flipped(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    return (np.eye(z.shape[1])[y] - p) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "adds 1 at the labels instead of subtracting it (lost the minus of −log)",
)
def grad_plus_one(z, y):
    z = np.asarray(z, dtype=float)
    p = sc.softmax(z, axis=1)
    np.add.at(p, (np.arange(len(y)), y), 1.0)
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "returns only the probabilities over n; the labels are not used at all",
)
def grad_labels_unused(z, y):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "thinks only the logit of the label matters: p_y − 1 there and zero for all other classes",
)
def grad_only_at_label(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    rows = np.arange(len(y))
    g = np.zeros(p.shape)
    g[rows, y] = (p[rows, y] - 1) / len(y)
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "only the diagonal of the softmax Jacobian is chained with −1/p, in a product of arrays, so "
    "the other classes get no gradient",
)
def grad_diagonal_jacobian(z, y):
    n, k = z.shape
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    onehot = np.zeros((n, k))
    onehot[range(n), y] = 1
    dp = -onehot / np.maximum(p, 1e-300)
    return dp * (p * (1 - p)) / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "gradient with respect to the probabilities, −1/p at the labels; not chained back to the "
    "logits",
)
def grad_wrt_probabilities(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    rows = np.arange(len(y))
    g = np.zeros_like(p)
    g[rows, y] = -1.0 / p[rows, y] / len(y)
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "multiplies p − onehot once more by the derivative p(1 − p) of the activation",
)
def grad_times_activation_derivative(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    delta = p - np.eye(p.shape[1])[y]
    return delta * p * (1 - p) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "gradient of the squared error between softmax and one-hot instead of the cross-entropy",
)
def grad_of_squared_error(z, y):
    n, k = z.shape
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    d = p - np.eye(k)[y]
    g = np.empty((n, k))
    for i in range(n):
        jac = np.diag(p[i]) - np.outer(p[i], p[i])
        g[i] = jac @ d[i]
    return g / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "differentiates −p_y instead of −log p_y: every row is scaled by the probability of its label",
)
def grad_without_the_log(z, y):
    n = len(y)
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    py = np.take_along_axis(p, y[:, None], axis=1)
    return py * (p - np.eye(p.shape[1])[y]) / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "cross-entropy in base 2, so the gradient is too large by 1/ln 2",
)
def grad_of_bits(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / (len(y) * np.log(2))


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "softmax without the shift by the maximum: nan for large logits",
)
def grad_naive_exp(z, y):
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(z.shape[0]), y] -= 1
    return p / z.shape[0]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "unshifted math.exp in comprehensions, which raises OverflowError at logits of 1000",
)
def grad_naive_comprehension(z, y):
    n = len(z)
    result = []
    for row, label in zip(np.asarray(z).tolist(), y, strict=True):
        exps = [math.exp(v) for v in row]
        s = sum(exps)
        result.append([(e / s - (j == label)) / n for j, e in enumerate(exps)])
    return np.array(result)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "shifts by the maximum of the whole batch, so a row far below becomes 0/0",
)
def grad_batch_max(z, y):
    e = np.exp(z - np.max(z))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "softmax over axis 0, i.e. over the examples instead of the classes",
)
def grad_softmax_over_examples(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=0)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "softmax called without an axis normalises over the whole batch",
)
def grad_softmax_over_everything(z, y):
    p = sc.softmax(np.asarray(z, dtype=float))
    return (p - np.eye(z.shape[1])[y]) / z.shape[0]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "sigmoid per logit instead of softmax (binary cross-entropy per class)",
)
def grad_with_sigmoid(z, y):
    s = sc.expit(np.asarray(z, dtype=float))
    s[np.arange(len(y)), y] -= 1
    return s / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "leaves out softmax: logits minus one-hot, as for a linear regression",
)
def grad_linear(z, y):
    z = np.asarray(z, dtype=float)
    return (z - np.eye(z.shape[1])[y]) / z.shape[0]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "uses log-probabilities in place of probabilities: log_softmax − onehot",
)
def grad_with_log_softmax(z, y):
    logp = sc.log_softmax(np.asarray(z, dtype=float), axis=1)
    logp[np.arange(len(y)), y] -= 1
    return logp / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "applies softmax twice, as if the loss were fed with probabilities",
)
def grad_double_softmax(z, y):
    p = sc.softmax(sc.softmax(np.asarray(z, dtype=float), axis=1), axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "p[:, y] -= 1 subtracts in every row at all the labels of the batch",
)
def grad_colon_indexing(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[:, y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "p[y] -= 1 takes the labels for row numbers, so whole rows are lowered",
)
def grad_labels_as_rows(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "p.flat[y] counts the labels from the start of the array, so only the first row is changed",
)
def grad_flat_index(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p.flat[y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "subtracts the label number itself from the whole row (no one-hot encoding)",
)
def grad_minus_label_number(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    return (p - np.reshape(y, (-1, 1))) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "treats the labels as counted from 1: subtracts at y − 1",
)
def grad_labels_from_one(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), y - 1] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "one-hot of the predicted class instead of the true label",
)
def grad_predicted_instead_of_true(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), p.argmax(axis=1)] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "one-hot width from y.max() + 1, which is too narrow when the last class is not in the batch",
)
def grad_onehot_from_seen_labels(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    onehot = np.eye(int(np.max(y)) + 1)[y]
    return (p - onehot) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "builds the one-hot matrix class by example and reshapes it where it should be transposed",
)
def grad_onehot_reshaped(z, y):
    n, k = z.shape
    onehot = np.zeros((k, n))
    onehot[y, np.arange(n)] = 1
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    return (p - onehot.reshape(n, k)) / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "gives well classified examples no gradient, as the perceptron rule does",
)
def grad_perceptron(z, y):
    z = np.asarray(z, dtype=float)
    p = sc.softmax(z, axis=1)
    g = p - np.eye(z.shape[1])[y]
    g[z.argmax(axis=1) == y] = 0
    return g / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "takes label 0 for padding and leaves those rows at zero",
)
def grad_ignores_class_zero(z, y):
    z = np.asarray(z, dtype=float)
    p = sc.softmax(z, axis=1)
    g = (p - np.eye(z.shape[1])[y]) / len(y)
    return g * (y != 0)[:, None]


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "averages the gradient over the batch and returns one row (the bias gradient)",
)
def grad_batch_average(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), y] -= 1
    return p.mean(axis=0)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "returns the gradient of a weight matrix, zᵀ(p − onehot)/n, instead of that of the logits",
)
def grad_of_weights(z, y):
    z = np.asarray(z, dtype=float)
    p = sc.softmax(z, axis=1)
    return z.T @ (p - np.eye(z.shape[1])[y]) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "computes the mean loss, not its gradient",
)
def grad_is_the_loss(z, y):
    logp = sc.log_softmax(np.asarray(z, dtype=float), axis=1)
    return -logp[np.arange(len(y)), y].mean()


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "one-sided numerical difference with a coarse step of 1e-3, off in the fourth digit",
)
def grad_forward_difference(z, y):
    z = np.array(z, dtype=float)
    rows = np.arange(len(y))

    def loss(a):
        return -np.mean(sc.log_softmax(a, axis=1)[rows, y])

    base = loss(z)
    g = np.zeros_like(z)
    for pos in np.ndindex(*z.shape):
        moved = z.copy()
        moved[pos] += 1e-3
        g[pos] = (loss(moved) - base) / 1e-3
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "central difference with the step 1e-13 ('as small as possible'): rounding errors dominate",
)
def grad_step_too_small(z, y):
    z = np.array(z, dtype=float)
    h = 1e-13

    def loss(a):
        return -sc.log_softmax(a, axis=1)[np.arange(len(y)), y].mean()

    g = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            up, down = z.copy(), z.copy()
            up[i, j] += h
            down[i, j] -= h
            g[i, j] = (loss(up) - loss(down)) / (2 * h)
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "the off-diagonal terms of the Jacobian have the wrong sign (+p_i p_j), so the other classes "
    "are pushed up",
)
def grad_offdiagonal_sign(z, y):
    n, k = z.shape
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    g = np.zeros((n, k))
    for i in range(n):
        for j in range(k):
            g[i, j] = p[i, j] - 1 if j == y[i] else -p[i, j]
    return g / n


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "the return with the result stands inside the loop, so only the first row is filled in",
)
def grad_return_too_early(z, y):
    z = np.asarray(z, dtype=float)
    g = np.zeros(z.shape)
    for i in range(len(y)):
        g[i] = sc.softmax(z[i])
        g[i, y[i]] -= 1
        return g / len(y)
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "buffer of the dtype of z: with integer logits the fractions are cut off",
)
def grad_integer_buffer(z, y):
    g = np.zeros_like(z)
    for i, label in enumerate(y):
        row = sc.softmax(np.asarray(z[i], dtype=float))
        row[label] -= 1
        g[i] = row / len(y)
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "smooths the labels by 0.1 as in the training recipe, although hard labels were asked for",
)
def grad_smoothed_labels(z, y):
    k = z.shape[1]
    target = np.full(z.shape, 0.1 / k)
    target[np.arange(len(y)), y] += 0.9
    return (sc.softmax(np.asarray(z, dtype=float), axis=1) - target) / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "clips the probabilities to [1e-3, 1 − 1e-3] before the difference 'for stability'",
)
def grad_clipped_probabilities(z, y):
    p = np.clip(sc.softmax(np.asarray(z, dtype=float), axis=1), 1e-3, 1 - 1e-3)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "clips the finished gradient to [-0.1, 0.1] against exploding gradients",
)
def grad_clipped_gradient(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    p[np.arange(len(y)), y] -= 1
    return np.clip(p / len(y), -0.1, 0.1)


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "two errors: no division by n, and the sign is reversed",
)
def grad_reversed_sum(z, y):
    p = sc.softmax(np.asarray(z, dtype=float), axis=1)
    g = -p
    g[np.arange(len(y)), y] += 1
    return g


@ANSWERS.wrong(
    "cross-entropy.gradient",
    "two errors: exponentials without a shift, and divided by the number of classes",
)
def grad_naive_over_classes(z, y):
    e = np.exp(z)
    p = e / np.sum(e, axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / p.shape[1]


# --- cross-entropy.gradient: right ---------------------------------------------------------


@ANSWERS.right("cross-entropy.gradient")
def grad_usual(z, y):
    n = z.shape[0]
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(n), y] -= 1
    return p / n


@ANSWERS.right("cross-entropy.gradient")
def grad_eye(z, y):
    z = np.asarray(z, dtype=float)
    return (sc.softmax(z, axis=1) - np.eye(z.shape[1])[y]) / len(z)


@ANSWERS.right("cross-entropy.gradient")
def grad_double_loop(z, y):
    rows = np.asarray(z).tolist()
    n = len(rows)
    g = []
    for i, row in enumerate(rows):
        m = max(row)
        exps = [math.exp(v - m) for v in row]
        total = math.fsum(exps)
        g.append([(e / total - (1.0 if j == y[i] else 0.0)) / n for j, e in enumerate(exps)])
    return g


@ANSWERS.right("cross-entropy.gradient")
def grad_add_at(z, y):
    z = np.asarray(z, dtype=float)
    g = np.exp(sc.log_softmax(z, axis=1))
    np.add.at(g, (np.arange(len(y)), y), -1.0)
    return np.multiply(g, 1.0 / len(y))


@ANSWERS.right("cross-entropy.gradient")
def grad_put_along_axis(z, y):
    z = np.asarray(z, dtype=float)
    g = sc.softmax(z, axis=1)
    at = np.asarray(y)[:, None]
    np.put_along_axis(g, at, np.take_along_axis(g, at, axis=1) - 1, axis=1)
    g /= len(y)
    return g


@ANSWERS.right("cross-entropy.gradient")
def grad_full_jacobian(z, y):
    # Σ_j ∂L/∂p_j ∂p_j/∂z_k, as ∂log p_y/∂z_k = δ_yk − p_k
    z = np.asarray(z, dtype=float)
    n, k = z.shape
    p = sc.softmax(z, axis=1)
    dlogp = np.eye(k)[None, :, :] - p[:, None, :]
    chosen = np.zeros((n, k))
    chosen[np.arange(n), y] = -1.0 / n
    return np.einsum("nj,njk->nk", chosen, dlogp)


@ANSWERS.right("cross-entropy.gradient")
def grad_complex_step(z, y):
    z = np.asarray(z, dtype=float)
    n, k = z.shape
    h = 1e-30
    g = np.zeros((n, k))
    for i in range(n):
        s = z[i] - z[i].max()
        for j in range(k):
            if s[j] == -np.inf:
                continue
            w = s.astype(complex)
            w[j] += 1j * h
            parts = [np.exp(v) if v.real > -np.inf else 0.0 for v in w]
            loss = np.log(sum(parts)) - w[y[i]]
            g[i, j] = loss.imag / h / n
    return g


@ANSWERS.right("cross-entropy.gradient")
def grad_transposed(z, y):
    zt = np.asarray(z, dtype=float).T
    e = np.exp(zt - zt.max(axis=0))
    p = e / e.sum(axis=0)
    classes = np.arange(zt.shape[0])[:, None]
    return np.where(classes == y, p - 1, p).T / zt.shape[1]


@ANSWERS.right("cross-entropy.gradient")
def grad_row_by_row(z, y):
    n, k = np.shape(z)
    rows = []
    for logits, label in zip(z, y, strict=True):
        w = np.exp(logits - np.max(logits))
        target = np.bincount([label], minlength=k)
        rows.append((w / w.sum() - target) / n)
    return np.vstack(rows)


@ANSWERS.right("cross-entropy.gradient")
def grad_accurate_near_one(z, y):
    # p_y − 1 = −Σ of the others, without cancellation
    z = np.asarray(z, dtype=float)
    p = sc.softmax(z, axis=1)
    rows = np.arange(len(y))
    p[rows, y] = 0.0
    p[rows, y] = -p.sum(axis=1)
    return p / len(y)


@ANSWERS.right("cross-entropy.gradient")
def grad_float32(z, y):
    z = np.asarray(z, dtype=np.float64)
    s = (z - z.max(axis=1, keepdims=True)).astype(np.float32)
    p = np.exp(s)
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(y)), y] -= np.float32(1)
    return p / np.float32(len(y))


# --- temperature.scaled-softmax: wrong -----------------------------------------------------


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "multiplies by the temperature instead of dividing: hot becomes cold",
)
def tsoftmax_multiplied(z, T):
    return sc.softmax(np.asarray(z, dtype=float) * T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "the temperature multiplies the shifted logits in a loop (taken for the inverse, beta)",
)
def tsoftmax_beta_loop(z, T):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    for idx in np.ndindex(z.shape[:-1]):
        m = max(z[idx])
        w = [math.exp(T * (v - m)) for v in z[idx]]
        out[idx] = np.array(w) / sum(w)
    return out


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "does not use T at all (a parameter with the default 1 was filled in)",
)
def tsoftmax_ignores_T(z, T):
    z = np.asarray(z, dtype=float)
    T = 1.0
    s = (z - z.max(axis=-1, keepdims=True)) / T
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "exp(z/T) without subtracting the maximum: overflows as soon as T is small",
)
def tsoftmax_unshifted(z, T):
    e = np.exp(np.asarray(z) / T)
    return e / np.sum(e, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "unshifted exponentials with math.exp, which raises OverflowError for small T",
)
def tsoftmax_unshifted_math(z, T):
    def go(x):
        if isinstance(x[0], list):
            return [go(v) for v in x]
        w = [math.exp(v / T) for v in x]
        return [v / sum(w) for v in w]

    return np.array(go(np.asarray(z).tolist()))


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "unshifted, and the inf/inf at small T is hidden by nan_to_num",
)
def tsoftmax_unshifted_nan_to_num(z, T):
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, dtype=float) / T)
        return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "subtracts the maximum of the logits before they were scaled from z/T: still overflows for "
    "small T",
)
def tsoftmax_shift_by_unscaled_max(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(z / T - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "missing brackets: z − max/T scales only the maximum",
)
def tsoftmax_only_max_scaled(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True) / T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "divides the exponentials by T, not the logits: T cancels in the quotient",
)
def tsoftmax_T_outside_exp(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True)) / T
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "divides the finished probabilities by T",
)
def tsoftmax_probabilities_over_T(z, T):
    return sc.softmax(np.asarray(z, dtype=float), axis=-1) / T


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "T only in the numerator: the sum is taken over the exponentials without temperature",
)
def tsoftmax_T_on_top_only(z, T):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.exp(s / T) / np.exp(s).sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "T only in the normaliser: logsumexp of z/T is subtracted from the unscaled logits",
)
def tsoftmax_T_in_normaliser_only(z, T):
    z = np.asarray(z, dtype=float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.exp(s - sc.logsumexp(s / T, axis=-1, keepdims=True))


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "divides the log-probabilities by T and takes exp without normalising again",
)
def tsoftmax_log_probabilities_over_T(z, T):
    logp = sc.log_softmax(np.asarray(z, dtype=float), axis=-1)
    return np.exp(logp / T)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "raises the probabilities to 1/T without normalising again",
)
def tsoftmax_power_unnormalised(z, T):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    return p ** (1.0 / T)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "softmax first, then p**(1/T) normalised: all powers underflow to 0 for small T, 0/0",
)
def tsoftmax_power_renormalised(z, T):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    with np.errstate(all="ignore"):
        w = p ** (1.0 / T)
        return w / w.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "as in the text-generation tutorial: log of the probabilities over T, exp, normalise, without "
    "a shift; for small T everything underflows",
)
def tsoftmax_keras_tutorial(z, T):
    preds = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    with np.errstate(all="ignore"):
        preds = np.log(preds) / T
        exp_preds = np.exp(preds)
        return exp_preds / np.sum(exp_preds, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "log(p + 1e-10)/T: the small constant changes the tails, which a high temperature makes large",
)
def tsoftmax_log_p_plus_eps(z, T):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    return sc.softmax(np.log(p + 1e-10) / T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "sign of the Boltzmann factor, exp(−z/T), as if logits were energies",
)
def tsoftmax_boltzmann_sign(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp(-(z - z.min(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "forgets to divide by the sum: exp((z − max)/T) is returned",
)
def tsoftmax_not_normalised(z, T):
    z = np.asarray(z, dtype=float)
    return np.exp((z - z.max(axis=-1, keepdims=True)) / T)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "one maximum for the whole array: at small T the other rows underflow completely",
)
def tsoftmax_array_max(z, T):
    z = np.asarray(z, dtype=float) / T
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "normalises along axis 0",
)
def tsoftmax_first_axis(z, T):
    return sc.softmax(np.asarray(z, dtype=float) / T, axis=0)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "library softmax without an axis argument, which normalises over all entries",
)
def tsoftmax_all_entries(z, T):
    z = np.asarray(z, dtype=float)
    return sc.softmax(z / T)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "the axis is written as 1, so it works for matrices only",
)
def tsoftmax_axis_one(z, T):
    s = np.asarray(z, dtype=float) / T
    s = s - np.max(s, axis=1, keepdims=True)
    return np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "no keepdims in the sum: divides by the sums of the wrong rows or does not broadcast",
)
def tsoftmax_sum_without_keepdims(z, T):
    s = np.asarray(z, dtype=float) / T
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "does not trust small temperatures and uses at least 0.1",
)
def tsoftmax_T_floored(z, T):
    return sc.softmax(np.asarray(z, dtype=float) / max(T, 0.1), axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "adds 1e-5 to T against division by zero, which doubles the smallest temperature",
)
def tsoftmax_T_plus_eps(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / (T + 1e-5))
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "below T = 0.001 returns a one-hot of np.argmax, which gives the first of two equal logits "
    "everything",
)
def tsoftmax_argmax_when_cold(z, T):
    z = np.asarray(z, dtype=float)
    if T < 1e-3:
        return np.eye(z.shape[-1])[np.argmax(z, axis=-1)]
    return sc.softmax(z / T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "for cold T marks every place equal to the maximum with 1 and does not share between ties",
)
def tsoftmax_ties_all_one(z, T):
    z = np.asarray(z, dtype=float)
    if T <= 1e-4:
        return (z == z.max(axis=-1, keepdims=True)).astype(float)
    return sc.softmax(z / T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "clips z/T to [-500, 500] so that exp stays finite: for small T different logits become equal",
)
def tsoftmax_clipped(z, T):
    s = np.clip(np.asarray(z, dtype=float) / T, -500, 500)
    e = np.exp(s)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "floor division // by T",
)
def tsoftmax_floor_division(z, T):
    return sc.softmax(np.asarray(z, dtype=float) // T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "scaled logits are put into an array of the dtype of z, so integer logits are rounded down "
    "after the division",
)
def tsoftmax_integer_scaled(z, T):
    z = np.asarray(z)
    scaled = np.empty_like(z)
    scaled[...] = (z - z.max(axis=-1, keepdims=True)) / T
    e = np.exp(scaled)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "divides in place: changes the caller's array and raises for integer logits",
)
def tsoftmax_divides_in_place(z, T):
    z /= T
    return sc.softmax(z, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "divides by the square root of T (mixed up with the scale √d of attention)",
)
def tsoftmax_square_root(z, T):
    return sc.softmax(np.asarray(z, dtype=float) / np.sqrt(T), axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "divides by T², the factor from knowledge distillation",
)
def tsoftmax_T_squared(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / T**2)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "multiplies the result by T² as in the distillation loss",
)
def tsoftmax_distillation_factor(z, T):
    return sc.softmax(np.asarray(z, dtype=float) / T, axis=-1) * T * T


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "first scales the row to unit length, as cosine similarities are, then divides by T",
)
def tsoftmax_unit_length_first(z, T):
    z = np.asarray(z, dtype=float)
    unit = z / np.linalg.norm(z, axis=-1, keepdims=True)
    return sc.softmax(unit / T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "interpolates between the softmax and the uniform distribution with T as the share",
)
def tsoftmax_mixture_with_uniform(z, T):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    t = min(T, 1.0)
    return (1 - t) * p + t / p.shape[-1]


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "uses T as the base of the exponential instead of dividing by it",
)
def tsoftmax_T_as_base(z, T):
    z = np.asarray(z, dtype=float)
    w = np.float64(T) ** (z - z.max(axis=-1, keepdims=True))
    return w / w.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "subtracts T from the logits, which changes nothing in a softmax",
)
def tsoftmax_T_subtracted(z, T):
    return sc.softmax(np.asarray(z, dtype=float) - T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "applies softmax twice: the temperature is applied to probabilities instead of logits",
)
def tsoftmax_softmax_of_softmax(z, T):
    p = sc.softmax(np.asarray(z, dtype=float), axis=-1)
    return sc.softmax(p / T, axis=-1)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "returns the log-probabilities of z/T",
)
def tsoftmax_in_logs(z, T):
    s = np.asarray(z, dtype=float) / T
    return s - sc.logsumexp(s, axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "rounds the result to three decimals",
)
def tsoftmax_rounded(z, T):
    return np.around(sc.softmax(np.asarray(z, dtype=float) / T, axis=-1), 3)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "two errors: multiplies by T, and no shift by the maximum",
)
def tsoftmax_multiplied_unshifted(z, T):
    e = np.exp(np.asarray(z, dtype=float) * T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.wrong(
    "temperature.scaled-softmax",
    "two errors: no shift by the maximum, and the sum runs over the whole array",
)
def tsoftmax_unshifted_grand_total(z, T):
    e = np.exp(np.asarray(z, dtype=float) / T)
    return e / np.sum(e)


# --- temperature.scaled-softmax: right -----------------------------------------------------


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_usual(z, T):
    z = np.asarray(z, dtype=float)
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_divide_first(z, T):
    scaled = np.asarray(z) / T
    scaled = scaled - np.max(scaled, axis=-1, keepdims=True)
    return np.exp(scaled) / np.sum(np.exp(scaled), axis=-1, keepdims=True)


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_scipy(z, T):
    return sc.softmax(np.asarray(z, dtype=float) / T, axis=-1)


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_python(z, T):
    def go(x):
        if isinstance(x[0], list):
            return [go(v) for v in x]
        m = max(x)
        w = [math.exp((v - m) / T) for v in x]
        s = math.fsum(w)
        return [v / s for v in w]

    return go(np.asarray(z).tolist())


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_via_logs(z, T):
    z = np.asarray(z, dtype=float)
    s = (z - z.max(axis=-1, keepdims=True)) / T
    return np.exp(s - np.logaddexp.reduce(s, axis=-1, keepdims=True))


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_apply_along(z, T):
    def row(v):
        w = np.exp((v - v.max()) / T)
        return w / math.fsum(w)

    return np.apply_along_axis(row, -1, np.asarray(z, dtype=float))


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_swapped_axes(z, T):
    zt = np.swapaxes(np.atleast_2d(np.asarray(z, dtype=float)), -1, 0)
    e = np.exp((zt - zt.max(axis=0)) / T)
    return np.swapaxes(e / e.sum(axis=0), 0, -1).reshape(np.shape(z))


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_in_place_on_copy(z, T):
    a = np.array(z, dtype=float)
    a -= a.max(axis=-1, keepdims=True)
    a /= T
    np.exp(a, out=a)
    a /= a.sum(axis=-1, keepdims=True)
    return a


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_inverse_temperature(z, T):
    beta = 1.0 / T
    z = np.asarray(z, dtype=float)
    w = np.exp(beta * (z - np.amax(z, axis=-1)[..., None]))
    return np.einsum("...k,...->...k", w, 1 / np.einsum("...k->...", w))


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_log_softmax_twice(z, T):
    # log-probabilities differ from the logits by a constant per row, so they may be scaled
    logp = sc.log_softmax(np.asarray(z, dtype=float), axis=-1)
    logp = logp - logp.max(axis=-1, keepdims=True)
    return np.exp(sc.log_softmax(logp / T, axis=-1))


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_single_precision(z, T):
    z = np.asarray(z, dtype=np.float64)
    s = ((z - z.max(axis=-1, keepdims=True)) / T).astype(np.float32)
    w = np.exp(s)
    return w / w.sum(axis=-1, keepdims=True)


@ANSWERS.right("temperature.scaled-softmax")
def tsoftmax_base_of_power(z, T):
    # exp(d / T) as (e^(1/T))^d would overflow: the quotient goes into the exponent of 2 instead
    z = np.asarray(z, dtype=float)
    d = z - z.max(axis=-1, keepdims=True)
    w = np.exp2(d / (T * math.log(2)))
    return w / w.sum(axis=-1, keepdims=True)


# --- temperature.expected-calibration-error: wrong -----------------------------------------


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "bins [lo, hi) instead of (lo, hi], so a confidence on an edge is one bin too high and a "
    "confidence of exactly 1 is in no bin",
)
def ece_left_closed_masks(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf >= lo) & (conf < hi)
        if m.any():
            total += m.sum() * abs(hit[m].mean() - conf[m].mean())
    return total / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "int(confidence · bins) as the bin number puts a confidence on an edge into the upper bin",
)
def ece_int_of_conf(p, y, bins=10):
    counts = [0] * bins
    hits = [0] * bins
    confs = [0.0] * bins
    for row, label in zip(np.asarray(p).tolist(), y, strict=True):
        c = max(row)
        b = min(int(c * bins), bins - 1)
        counts[b] += 1
        confs[b] += c
        hits[b] += row.index(c) == label
    gaps = [abs(h - c) for h, c in zip(hits, confs, strict=True)]
    return sum(gaps) / sum(counts)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "np.histogram, whose bins are closed on the left, instead of bins closed on the right",
)
def ece_numpy_histogram(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    s_hit = np.histogram(conf, edges, weights=hit.astype(float))[0]
    s_conf = np.histogram(conf, edges, weights=conf)[0]
    return np.abs(s_hit - s_conf).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "np.digitize with its default right=False, again the edge goes to the upper bin",
)
def ece_digitize_default(p, y, bins=10):
    conf = p.max(1)
    hit = p.argmax(1) == y
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    which = np.digitize(conf, inner)
    err = 0.0
    for b in np.unique(which):
        m = which == b
        err += m.mean() * abs(hit[m].mean() - conf[m].mean())
    return err


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "bins closed on both sides: a confidence on an inner edge is counted in two bins",
)
def ece_both_edges_closed(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = (np.argmax(p, axis=1) == y) * 1.0
    out = 0.0
    for b in range(bins):
        m = (conf >= b / bins) & (conf <= (b + 1) / bins)
        if np.any(m):
            out += m.sum() / len(y) * abs(hit[m].mean() - conf[m].mean())
    return out


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "bins open on both sides: a confidence on an edge, also exactly 1, is left out",
)
def ece_both_edges_open(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = (np.argmax(p, axis=1) == y) * 1.0
    out = 0.0
    for b in range(bins):
        m = (conf > b / bins) & (conf < (b + 1) / bins)
        if np.any(m):
            out += m.sum() / len(y) * abs(hit[m].mean() - conf[m].mean())
    return out


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "rounds the confidence to the nearest edge instead of binning it, which shifts the bins by "
    "half a width",
)
def ece_rounded_to_nearest(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.rint(conf * bins).astype(int)
    n_hit = np.bincount(which, weights=hit, minlength=bins + 1)
    n_conf = np.bincount(which, weights=conf, minlength=bins + 1)
    return np.abs(n_hit - n_conf).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "mean of the gaps over the bins that are not empty, not weighted by their counts",
)
def ece_unweighted_mean(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    gaps = []
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            gaps.append(abs(hit[m].mean() - conf[m].mean()))
    return np.mean(gaps)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "weights every bin by its width 1/bins instead of by its share of the examples",
)
def ece_weighted_by_width(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    which = np.ceil(conf * bins).astype(int) - 1
    ece = 0.0
    for b in range(bins):
        if np.any(which == b):
            ece += (1 / bins) * abs(hit[which == b].mean() - conf[which == b].mean())
    return ece


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "adds up the gaps of the bins without any weights",
)
def ece_sum_of_gaps(p, y, bins=10):
    groups = defaultdict(list)
    for row, label in zip(np.asarray(p), y, strict=True):
        k = int(np.argmax(row))
        groups[math.ceil(row[k] * bins)].append((row[k], k == label))
    total = 0.0
    for members in groups.values():
        c, h = zip(*members, strict=True)
        total += abs(sum(h) / len(h) - sum(c) / len(c))
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "weights with the counts but never divides by the number of examples",
)
def ece_not_divided_by_n(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    which = np.searchsorted(np.linspace(0, 1, bins + 1), conf, side="left")
    return sum(
        np.sum(which == b) * abs(hit[which == b].mean() - conf[which == b].mean())
        for b in set(which.tolist())
    )


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "takes the largest gap (maximum calibration error) instead of the weighted mean",
)
def ece_is_mce(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    which = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    return max(abs(hit[which == b].mean() - conf[which == b].mean()) for b in np.unique(which))


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "weights squared gaps and takes the root (the ℓ2 version)",
)
def ece_root_mean_square(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    which = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += m.mean() * (hit[m].mean() - conf[m].mean()) ** 2
    return np.sqrt(total)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "squares the gaps instead of taking their absolute values",
)
def ece_squared_gaps(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = np.equal(np.argmax(p, axis=1), y)
    idx = np.clip(np.ceil(conf * bins).astype(int) - 1, 0, bins - 1)
    n = np.bincount(idx, minlength=bins)
    acc = np.bincount(idx, weights=hit, minlength=bins) / np.maximum(n, 1)
    avg = np.bincount(idx, weights=conf, minlength=bins) / np.maximum(n, 1)
    return np.sum(n / len(y) * (acc - avg) ** 2)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "no absolute value: over- and underconfident bins cancel and the result can be negative",
)
def ece_signed(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            total += m.mean() * (hit[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "absolute value only around the whole sum, so bins with gaps of different signs cancel",
)
def ece_abs_outside(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    idx = np.ceil(conf * bins).astype(int)
    gap = np.bincount(idx, weights=hit) - np.bincount(idx, weights=conf)
    return abs(gap.sum()) / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "counts only overconfident bins, max(confidence − accuracy, 0)",
)
def ece_overconfidence_only(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    which = np.ceil(conf * bins)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += m.mean() * max(conf[m].mean() - hit[m].mean(), 0.0)
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "no bins at all: the gap between overall accuracy and mean confidence",
)
def ece_without_bins(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    return abs(hit.mean() - conf.mean())


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "takes |correct − confidence| for every example and averages that, instead of averaging "
    "within a bin first",
)
def ece_per_example(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        total += np.sum(np.abs(hit[m] - conf[m]))
    return total / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "confidence is the probability of the true label instead of the largest probability",
)
def ece_confidence_of_true_label(p, y, bins=10):
    conf = p[np.arange(len(y)), y]
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            total += m.sum() / len(y) * abs(hit[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "binary thinking: the probability of class 1 against the frequency of label 1",
)
def ece_positive_class(p, y, bins=10):
    conf = p[:, 1]
    positive = (np.asarray(y) == 1).astype(float)
    which = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += m.mean() * abs(positive[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "puts all n·K probabilities into the bins (against one-hot labels), not only the predictions",
)
def ece_all_classes(p, y, bins=10):
    conf = np.asarray(p).ravel()
    hit = np.eye(p.shape[1])[y].ravel()
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(conf)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "confidence is the margin between the two largest probabilities",
)
def ece_margin_as_confidence(p, y, bins=10):
    top = np.sort(p, axis=1)
    conf = top[:, -1] - top[:, -2]
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "applies softmax to the probabilities, taking them for logits",
)
def ece_softmax_again(p, y, bins=10):
    q = sc.softmax(np.asarray(p, dtype=float), axis=1)
    conf = q.max(axis=1)
    hit = q.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "thresholds the largest probability at 0.5 to get the predicted class",
)
def ece_threshold_as_prediction(p, y, bins=10):
    conf = p.max(axis=1)
    pred = (conf > 0.5).astype(int)
    hit = pred == y
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "argmax + 1 is compared with the labels, as if classes were counted from 1",
)
def ece_classes_from_one(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) + 1) == y
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += m.sum() * abs(hit[m].mean() - conf[m].mean())
    return total / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "uses the error rate of a bin where its accuracy belongs",
)
def ece_error_rate(p, y, bins=10):
    conf = p.max(axis=1)
    wrong = (p.argmax(axis=1) != y).astype(float)
    which = np.searchsorted(np.linspace(0, 1, bins + 1), conf)
    total = 0.0
    for b in range(1, bins + 1):
        m = which == b
        if m.sum() > 0:
            total += m.sum() / len(y) * abs(wrong[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "the accuracy of the whole data set is compared with the confidence of each bin",
)
def ece_global_accuracy(p, y, bins=10):
    conf = p.max(axis=1)
    accuracy = np.mean(p.argmax(axis=1) == y)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            total += m.mean() * abs(accuracy - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "the hits of a bin are divided by n instead of by the size of the bin",
)
def ece_accuracy_over_n(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        acc = hit[m].sum() / len(y)
        total += m.mean() * abs(acc - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "compares the accuracy with the midpoint of the bin instead of the mean confidence in it",
)
def ece_bin_midpoints(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            total += m.mean() * abs(hit[m].mean() - (lo + hi) / 2)
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "compares the accuracy with the upper edge of the bin",
)
def ece_upper_edges(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    idx = np.maximum(np.ceil(conf * bins).astype(int), 1)
    n = np.bincount(idx, minlength=bins + 1)
    hits = np.bincount(idx, weights=hit, minlength=bins + 1)
    return np.abs(hits - n * np.arange(bins + 1) / bins).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "median instead of mean confidence in a bin",
)
def ece_median_confidence(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += m.mean() * abs(hit[m].mean() - np.median(conf[m]))
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "bins with equally many examples (quantiles) instead of equal width",
)
def ece_equal_mass(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    order = np.argsort(conf, kind="stable")
    total = 0.0
    for part in np.array_split(order, bins):
        if len(part):
            total += len(part) * abs(hit[part].mean() - conf[part].mean())
    return total / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "the equal-width bins go from the smallest to the largest confidence seen, not from 0 to 1",
)
def ece_bins_over_seen_range(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    edges = np.linspace(conf.min(), conf.max(), bins + 1)
    which = np.clip(np.searchsorted(edges, conf, side="left"), 1, bins)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "the bins start at 1/K because no confidence is smaller, so they are narrower than asked",
)
def ece_bins_from_chance_level(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(1 / p.shape[1], 1, bins + 1)
    which = np.maximum(np.digitize(conf, edges, right=True), 1)
    total = 0.0
    for b in range(1, bins + 1):
        m = which == b
        if m.any():
            total += m.mean() * abs(hit[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "linspace(0, 1, bins) has only bins − 1 intervals",
)
def ece_one_bin_too_few(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins)
    total = 0.0
    for i in range(len(edges) - 1):
        m = (conf > edges[i]) & (conf <= edges[i + 1])
        if m.any():
            total += m.mean() * abs(hit[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "the loop stops one bin early (range(bins − 1)), so the most confident bin is missing",
)
def ece_last_bin_missing(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    total = 0.0
    for b in range(bins - 1):
        m = (conf > b / bins) & (conf <= (b + 1) / bins)
        if m.any():
            total += m.mean() * abs(hit[m].mean() - conf[m].mean())
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "always ten bins: the argument bins is not used",
)
def ece_always_ten_bins(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * 10).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "takes the mean over empty bins as well, whose nan makes the result nan",
)
def ece_empty_bins_nan(p, y, bins=10):
    conf = p.max(axis=1)
    hit = (p.argmax(axis=1) == y).astype(float)
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    with np.errstate(invalid="ignore"):
        for b in range(1, bins + 1):
            m = which == b
            acc = hit[m].sum() / m.sum()
            avg = conf[m].sum() / m.sum()
            total += m.mean() * abs(acc - avg)
    return total


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "leaves out bins with a single example as unreliable, but still divides by all examples",
)
def ece_single_examples_skipped(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    for b, size in Counter(which.tolist()).items():
        if size > 1:
            m = which == b
            total += size * abs(hit[m].mean() - conf[m].mean())
    return total / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "leaves out predictions with a confidence below 0.5",
)
def ece_only_above_half(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    keep = conf > 0.5
    conf, hit = conf[keep], hit[keep]
    if not len(conf):
        return 0.0
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(conf)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "integer division // makes the accuracy of a bin 0 or 1",
)
def ece_integer_accuracy(p, y, bins=10):
    table = [[0, 0, 0.0] for _ in range(bins)]
    for row, label in zip(np.asarray(p).tolist(), np.asarray(y).tolist(), strict=True):
        c = max(row)
        cell = table[max(math.ceil(c * bins) - 1, 0)]
        cell[0] += 1
        cell[1] += int(row.index(c) == label)
        cell[2] += c
    n = len(y)
    return sum(k / n * abs(hits // k - conf / k) for k, hits, conf in table if k)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "argmax and max along axis 0: the most confident example of each class, not the prediction "
    "for each example",
)
def ece_axis_zero(p, y, bins=10):
    conf = p.max(axis=0)
    pred = p.argmax(axis=0)
    hit = np.asarray(y)[pred] == np.arange(p.shape[1])
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return np.abs(gap).sum() / len(conf)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "weights the bins by the number of hits in them instead of all their examples",
)
def ece_weighted_by_hits(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += hit[m].sum() * abs(hit[m].mean() - conf[m].mean())
    return total / max(hit.sum(), 1)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "returns per cent",
)
def ece_in_per_cent(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    gap = np.bincount(which, weights=hit) - np.bincount(which, weights=conf)
    return 100 * np.abs(gap).sum() / len(y)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "the list of gaps per bin is returned, not their weighted mean",
)
def ece_gap_per_bin(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.clip(np.ceil(conf * bins).astype(int) - 1, 0, bins - 1)
    n = np.maximum(np.bincount(which, minlength=bins), 1)
    acc = np.bincount(which, weights=hit, minlength=bins) / n
    avg = np.bincount(which, weights=conf, minlength=bins) / n
    return np.abs(acc - avg)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "computes the Brier score, mean squared distance of the probabilities to the one-hot labels",
)
def ece_is_brier(p, y, bins=10):
    return np.mean(np.sum((p - np.eye(p.shape[1])[y]) ** 2, axis=1))


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "two errors: bins closed on the left, and an unweighted mean over the bins",
)
def ece_left_closed_unweighted(p, y, bins=10):
    conf = p.max(axis=1)
    hit = p.argmax(axis=1) == y
    which = np.minimum((conf * bins).astype(int), bins - 1)
    gaps = [abs(hit[which == b].mean() - conf[which == b].mean()) for b in np.unique(which)]
    return sum(gaps) / len(gaps)


@ANSWERS.wrong(
    "temperature.expected-calibration-error",
    "two errors: probability of the true label as confidence, and signed gaps",
)
def ece_true_label_signed(p, y, bins=10):
    conf = np.take_along_axis(p, np.asarray(y)[:, None], axis=1)[:, 0]
    hit = p.argmax(axis=1) == y
    which = np.ceil(conf * bins).astype(int)
    total = 0.0
    for b in np.unique(which):
        m = which == b
        total += m.mean() * (hit[m].mean() - conf[m].mean())
    return total


# --- temperature.expected-calibration-error: right -----------------------------------------


@ANSWERS.right("temperature.expected-calibration-error")
def ece_usual_masks(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = (np.argmax(p, axis=1) == y).astype(float)
    edges = np.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:], strict=True):
        m = (conf > lo) & (conf <= hi)
        if m.any():
            total += m.sum() / len(y) * abs(hit[m].mean() - conf[m].mean())
    return total


@ANSWERS.right("temperature.expected-calibration-error")
def ece_digitize_right(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    which = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    return sum(
        np.mean(which == b) * abs(hit[which == b].mean() - conf[which == b].mean())
        for b in np.unique(which)
    )


@ANSWERS.right("temperature.expected-calibration-error")
def ece_bincount_sums(p, y, bins=10):
    # n_b |acc − conf| = |Σ hit − Σ conf|
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    which = np.searchsorted(np.linspace(0, 1, bins + 1), conf, side="left")
    return np.abs(np.bincount(which, weights=hit - conf)).sum() / len(y)


@ANSWERS.right("temperature.expected-calibration-error")
def ece_plain_python(p, y, bins=10):
    groups = defaultdict(list)
    rows = np.asarray(p).tolist()
    for row, label in zip(rows, list(y), strict=True):
        c = max(row)
        groups[math.ceil(c * bins)].append((float(row.index(c) == label), c))
    total = 0.0
    for members in groups.values():
        n = len(members)
        acc = math.fsum(h for h, _ in members) / n
        avg = math.fsum(c for _, c in members) / n
        total += n * abs(acc - avg)
    return total / len(rows)


@ANSWERS.right("temperature.expected-calibration-error")
def ece_add_at(p, y, bins=10):
    p = np.asarray(p, dtype=float)
    pred = p.argmax(axis=1)
    conf = np.take_along_axis(p, pred[:, None], axis=1)[:, 0]
    which = np.clip(np.ceil(conf * bins).astype(int) - 1, 0, bins - 1)
    n, acc, avg = np.zeros((3, bins))
    np.add.at(n, which, 1)
    np.add.at(acc, which, pred == y)
    np.add.at(avg, which, conf)
    used = n > 0
    return np.average(np.abs(acc[used] / n[used] - avg[used] / n[used]), weights=n[used])


@ANSWERS.right("temperature.expected-calibration-error")
def ece_histogram_mirrored(p, y, bins=10):
    # −conf turns (lo, hi] into [−hi, −lo), which is what np.histogram counts
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    edges = -np.linspace(0, 1, bins + 1)[::-1]
    gaps = np.histogram(-conf, bins=edges, weights=hit - conf)[0]
    return np.abs(gaps).sum() / conf.size


@ANSWERS.right("temperature.expected-calibration-error")
def ece_membership_matrix(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    member = ((conf > edges[:-1, None]) & (conf <= edges[1:, None])).astype(float)
    return np.abs(np.einsum("bn,n->b", member, hit - conf)).sum() / len(conf)


@ANSWERS.right("temperature.expected-calibration-error")
def ece_sorted_and_split(p, y, bins=10):
    conf = np.max(p, axis=1)
    d = (np.argmax(p, axis=1) == y) - conf
    order = np.argsort(conf)
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    cuts = np.searchsorted(conf[order], inner, side="right")
    return sum(abs(part.sum()) for part in np.split(d[order], cuts)) / len(d)


@ANSWERS.right("temperature.expected-calibration-error")
def ece_exact_fractions(p, y, bins=10):
    sums = {}
    for row, label in zip(np.asarray(p, dtype=float).tolist(), y, strict=True):
        c = max(row)
        b = next(k for k in range(1, bins + 1) if c <= k / bins or k == bins)
        sums[b] = sums.get(b, Fraction(0)) + int(row.index(c) == label) - Fraction(c)
    return float(sum(abs(s) for s in sums.values()) / len(p))


@ANSWERS.right("temperature.expected-calibration-error")
def ece_binned_statistic(p, y, bins=10):
    conf = np.max(p, axis=1)
    d = conf - (np.argmax(p, axis=1) == y)
    edges = -np.linspace(0, 1, bins + 1)[::-1]
    means, _, number = binned_statistic(-conf, d, statistic="mean", bins=edges)
    sizes = np.bincount(number - 1, minlength=bins)
    return np.nansum(sizes * np.abs(means)) / len(d)


@ANSWERS.right("temperature.expected-calibration-error")
def ece_float32_sums(p, y, bins=10):
    conf = np.max(p, axis=1)
    hit = np.argmax(p, axis=1) == y
    which = np.digitize(conf, np.linspace(0, 1, bins + 1), right=True)
    gaps = np.zeros(bins + 1, dtype=np.float32)
    np.add.at(gaps, which, (hit - conf).astype(np.float32))
    return np.abs(gaps).sum() / np.float32(len(conf))
