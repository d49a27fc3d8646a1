"""Answers of a fifth crowd of learners to the exercises of all chapters."""

import math
from fractions import Fraction

import numpy as np
import sympy as sp
from collection import Collection

ANSWERS = Collection()
wrong, right = ANSWERS.wrong, ANSWERS.right
wrong_value, right_value = ANSWERS.wrong_value, ANSWERS.right_value


def _softmax(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# ---------------------------------------------------------------- 1 logits


@wrong(
    "logits.from-probabilities",
    "It takes the logarithm to base 2, so the logits are in bits instead of nats.",
)
def logits_in_bits(p):
    p = np.asarray(p)
    return np.log2(p / p[-1])


@wrong(
    "logits.from-probabilities",
    "It takes the log-odds log(p / (1 - p)) of every class, whose differences are not the logarithms of the ratios of probabilities.",
)
def logits_of_statistics(p):
    p = np.asarray(p)
    s = np.log(p / (1 - p))
    return s - s[-1]


@right("logits.from-probabilities")
def logits_by_ratios(p):
    return [math.log(x / p[-1]) for x in p]


wrong_value(
    "logits.two-tests",
    "The Bayes factors 10 and 20 were added to 30 instead of multiplied to 200.",
    lambda: (math.log(30 / 99), 30 / 129),
)
wrong_value(
    "logits.two-tests",
    "The first number is the odds, 200 to 99, whose logarithm was not taken.",
    lambda: (2.020, 0.669),
)
right_value(
    "logits.two-tests", lambda: (-math.log(99) + math.log(10) + math.log(20), Fraction(200, 299))
)


@wrong(
    "logits.against-rest",
    "It compares each class with the average of the others' exponentials, as if they were one average rival, and not with their sum.",
)
def against_the_average(z):
    z = np.asarray(z, float)
    w = np.exp(z)
    return z - np.log((w.sum() - w) / (len(z) - 1))


@wrong(
    "logits.against-rest",
    "It subtracts the sum of the other scores, where the exponentials of the others have to be added.",
)
def minus_all_the_others(z):
    z = np.asarray(z, float)
    return z - (z.sum() - z)


@right("logits.against-rest")
def against_rest_one_by_one(z):
    z = np.asarray(z, float)
    return np.array([z[i] - np.logaddexp.reduce(np.delete(z, i)) for i in range(len(z))])


wrong_value(
    "logits.probability-of-dog",
    "Dog was compared with cat alone, sigmoid(1 - 3.5); bird was left out of the sum.",
    lambda: 1 / (1 + np.exp(2.5)),
)
wrong_value(
    "logits.probability-of-dog",
    "The score was divided by the sum of the scores, 1/5, without exponentials.",
    lambda: 0.2,
)
right_value("logits.probability-of-dog", lambda: 1 / (math.exp(3.5 - 1) + 1 + math.exp(0.5 - 1)))

wrong_value(
    "logits.zero-sum-constant",
    "That is the sum of the three logits, not divided by three.",
    lambda: 2.639,
)
wrong_value(
    "logits.zero-sum-constant",
    "The sign is that of the number to be added; the one to be subtracted was asked for.",
    lambda: -0.880,
)
right_value("logits.zero-sum-constant", lambda: sp.log(14) / 3)

wrong_value(
    "logits.fewer-numbers",
    "Bird's row was set to zero and the other rows were left as they were, so the differences to bird change.",
    lambda: (np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.0]]), np.zeros(3)),
)
wrong_value(
    "logits.fewer-numbers",
    "Bird's row was deleted instead of being made zero, so bird has no score at all.",
    lambda: (np.array([[1.0, 0.8], [1.0, -1.2]]), np.zeros(2)),
)
right_value("logits.fewer-numbers", lambda: ([[1, 0.8], [1, -1.2], [0, 0]], [0, 0, 0]))

wrong_value(
    "logits.second-network",
    "It goes by the size and the sign of the scores, and not by their differences.",
    lambda: False,
)


def _compare_quotients():
    a, b = np.array([3, 1, 0.2]), np.array([-4, -6, -6.8])
    return bool(np.allclose(a / a.sum(), b / b.sum()))


wrong_value(
    "logits.second-network",
    "The scores of each network were divided by their sum before they were compared, but scores are compared by differences.",
    _compare_quotients,
)
right_value(
    "logits.second-network",
    lambda: np.allclose(_softmax([3, 1, 0.2]), _softmax([-4, -6, -6.8])),
)

wrong_value(
    "logits.q4",
    "The logarithm was taken to base 10, so the log-odds are not in nats.",
    lambda: 0.707,
)

# ---------------------------------------------------------------- 2 softmax

wrong_value(
    "softmax.by-hand",
    "e to the power 0 was taken to be 0 instead of 1.",
    lambda: ([7.389, 0, 0.368], [0.953, 0, 0.047]),
)
wrong_value(
    "softmax.by-hand",
    "The third exponential was left out of the sum that everything is divided by, so the shares add up to more than 1.",
    lambda: ([7.389, 1.0, 0.368], [0.881, 0.119, 0.044]),
)
right_value("softmax.by-hand", lambda: ((7.389, 1.000, 0.368), (0.844, 0.114, 0.042)))


@wrong("softmax.columns", "It transposes the batch, and forgets to transpose the result back.")
def columns_left_transposed(z):
    e = np.exp(np.transpose(z))
    return e / e.sum(axis=1, keepdims=True)


@wrong(
    "softmax.columns", "It divides by the sum of the whole matrix, so all examples share one unit."
)
def columns_over_everything(z):
    e = np.exp(z)
    return e / np.sum(e)


@right("softmax.columns")
def columns_one_by_one(z):
    z = np.asarray(z, float)
    out = np.empty_like(z)
    for j in range(z.shape[1]):
        e = np.exp(z[:, j])
        out[:, j] = e / e.sum()
    return out


wrong_value(
    "softmax.name-the-mistake",
    "The last two letters are swapped: 1.42 is the ratio of two sigmoids and 1.84 comes from softmax applied twice.",
    lambda: ["base 2", "divided by max", "applied twice", "sigmoids / sum"],
)
wrong_value(
    "softmax.name-the-mistake",
    "The second letter was taken for min-max scaling, which would give odds of exp(0.5) = 1.65 and not 2.12.",
    lambda: ["base 2", "min-max scaled", "sigmoids / sum", "applied twice"],
)
right_value(
    "softmax.name-the-mistake",
    lambda: ("base 2", "divided by max", "sigmoids / sum", "applied twice"),
)


@wrong(
    "softmax.cost-threshold",
    "It gives the odds 1 to m as if they were a probability; with m = 1 it would ask for certainty.",
)
def threshold_as_odds(m):
    return 1 / m


@wrong(
    "softmax.cost-threshold",
    "It gives the probability of being healthy at the threshold, one minus the one asked for.",
)
def threshold_of_health(m):
    return m / (m + 1)


@right("softmax.cost-threshold")
def threshold_from_log_odds(m):
    s = -np.log(m)
    return 1 / (1 + np.exp(-s))


wrong_value(
    "softmax.referral",
    "That is the cost of the dearer action; declining must beat the cheaper one as well.",
    lambda: 0.07 * 20,
)
wrong_value(
    "softmax.referral",
    "It uses the rule 1 - r, which assumes that all errors cost the same.",
    lambda: 1 - 0.93,
)
right_value("softmax.referral", lambda: min(Fraction(7, 100) * 20, Fraction(93, 100) * 1))

wrong_value(
    "softmax.softmax-or-sigmoids",
    "It gives the X-ray to softmax, as if there could be one finding only.",
    lambda: {"X-ray": "softmax", "digit": "softmax", "genres": "sigmoids", "next word": "softmax"},
)
wrong_value(
    "softmax.softmax-or-sigmoids",
    "It gives the next word to sigmoids because many words are possible, though exactly one comes.",
    lambda: {
        "X-ray": "sigmoids",
        "digit": "softmax",
        "genres": "sigmoids",
        "next word": "sigmoids",
    },
)
right_value(
    "softmax.softmax-or-sigmoids",
    lambda: dict(
        zip(["X-ray", "digit", "genres", "next word"], ["sigmoids", "softmax"] * 2, strict=True)
    ),
)

wrong_value(
    "softmax.one-sigmoid",
    "It is the sigmoid of the first score alone, without the difference.",
    lambda: 1 / (1 + math.exp(-2)),
)
wrong_value(
    "softmax.one-sigmoid",
    "The sign of the second score was lost: the difference is 2 - (-1) = 3 and not 1.",
    lambda: 0.7311,
)
right_value("softmax.one-sigmoid", lambda: 0.9526)

wrong_value(
    "softmax.three-candidates",
    "It gives 3 ** (z + 1) the odds e^(z_i - z_j) because it is an exponential, but its base is 3.",
    lambda: {"1 + tanh(z)": "order", "exp(-z)": "shift", "3 ** (z + 1)": "order, shift, odds"},
)
wrong_value(
    "softmax.three-candidates",
    "It says that exp(-z) keeps the order, though it falls.",
    lambda: {"1 + tanh(z)": "order", "exp(-z)": "order, shift", "3 ** (z + 1)": "order, shift"},
)
right_value(
    "softmax.three-candidates",
    lambda: {"1 + tanh(z)": "order", "exp(-z)": "shift", "3 ** (z + 1)": "shift, order"},
)

wrong_value(
    "softmax.q2",
    "It is the share among the four classes of the row, along the last axis and not along axis 0.",
    lambda: 0.9304,
)
right_value("softmax.q2", lambda: 0.3333)

# ---------------------------------------------------------------- 3 shift invariance

wrong_value(
    "shift-invariance.doubled",
    "It takes the 2 to cancel and keeps the ratio of the undoubled scores.",
    lambda: 7.4,
)
wrong_value(
    "shift-invariance.doubled",
    "It doubles the ratio; doubling the scores squares it.",
    lambda: 2 * math.exp(2),
)
right_value("shift-invariance.doubled", lambda: 54.6)


@wrong(
    "shift-invariance.zero-sum-logits",
    "It subtracts one mean of the whole batch, so only all rows together sum to 0.",
)
def zero_sum_of_batch(p):
    z = np.log(p)
    return z - z.mean()


@wrong(
    "shift-invariance.zero-sum-logits",
    "It subtracts the logarithm of the mean probability and not the mean of the logarithms, so the rows do not sum to 0.",
)
def minus_log_of_mean(p):
    p = np.asarray(p)
    return np.log(p) - np.log(p.mean(axis=1, keepdims=True))


@right("shift-invariance.zero-sum-logits")
def zero_sum_by_projection(p):
    z = np.log(np.asarray(p))
    K = z.shape[1]
    return z @ (np.eye(K) - np.ones((K, K)) / K)


@wrong(
    "shift-invariance.without-class",
    "It shares the probability of the struck class out equally, which changes the ratios of the others.",
)
def shared_out_equally(p, k):
    p = np.asarray(p)
    rest = np.delete(p, k, axis=1)
    return rest + p[:, [k]] / rest.shape[1]


@wrong(
    "shift-invariance.without-class",
    "It applies softmax to the remaining probabilities, as if they were scores.",
)
def softmax_of_the_rest(p, k):
    return _softmax(np.delete(p, k, axis=1))


@right("shift-invariance.without-class")
def without_by_mask(p, k):
    p = np.asarray(p, float)
    others = [j for j in range(p.shape[1]) if j != k]
    z = np.log(p[:, others])
    return _softmax(z)


wrong_value(
    "shift-invariance.colours",
    "The second number is the exponential that each colour needs, one quarter; the score is its logarithm.",
    lambda: (0.2, 0.25),
)
wrong_value(
    "shift-invariance.colours",
    "The sign of the score is wrong: with log 4 each colour would be four times as popular as the car, where a quarter is needed.",
    lambda: (1 / 5, math.log(4)),
)
right_value("shift-invariance.colours", lambda: (Fraction(1, 5), -2 * math.log(2)))


def _noticed(**changes):
    names = [
        "add (5, -2) to every row of W",
        "add 1 to every bias",
        "add 1 to the bias of cat",
        "add 1 to every weight of cat",
        "double W and b",
        "double W, halve every input",
    ]
    values = [False, False, True, True, True, False]
    for index, value in changes.items():
        values[int(index[1:])] = value
    return dict(zip(names, values, strict=True))


wrong_value(
    "shift-invariance.noticed",
    "It takes the factor 2 of W and b to cancel, though all differences of scores double.",
    lambda: _noticed(n4=False),
)
wrong_value(
    "shift-invariance.noticed",
    "It takes a constant added within cat's row for a common shift, though only the score of cat moves.",
    lambda: _noticed(n3=False),
)
right_value("shift-invariance.noticed", _noticed)


@wrong(
    "shift-invariance.smallest-weights",
    "It subtracts one number, the mean of all entries, and not one vector, the mean of the rows.",
)
def smallest_by_one_number(W):
    W = np.asarray(W, float)
    return W - W.mean()


@wrong(
    "shift-invariance.smallest-weights",
    "It makes the last row zero, which gives the same softmax but not the least sum of squares.",
)
def last_row_as_reference(W):
    W = np.asarray(W, float)
    return W - W[-1]


@right("shift-invariance.smallest-weights")
def smallest_by_projection(W):
    W = np.asarray(W, float)
    K = len(W)
    return (np.eye(K) - 1 / K) @ W


wrong_value(
    "shift-invariance.all-rise",
    "All scores rise by the same amount, so no probability changes.",
    lambda: ((0, 1, 2), (1, 2, 3)),
)
wrong_value(
    "shift-invariance.all-rise",
    "Two of the probabilities rise and one falls, where two have to fall.",
    lambda: ([0, 0, 0], [5, 5, 1]),
)
right_value("shift-invariance.all-rise", lambda: (np.array([1.0, 2, 3]), np.array([1.5, 2.1, 9])))

wrong_value(
    "shift-invariance.nearest-point",
    "It is the nearest point of the plane in which the entries sum to 1; it has a negative entry and lies outside the simplex.",
    lambda: (0.7, 0.5, -0.2),
)
wrong_value(
    "shift-invariance.nearest-point",
    "After the negative entry was cut off the rest was divided by its sum; for the nearest point the same number is subtracted again.",
    lambda: np.array([0.7, 0.5, 0]) / 1.2,
)
right_value("shift-invariance.nearest-point", lambda: [Fraction(3, 5), Fraction(2, 5), 0])

wrong_value(
    "shift-invariance.q3",
    "That is the share of both buses together, and the car was asked for.",
    lambda: 0.667,
)

# ---------------------------------------------------------------- 4 overflow

_nan = float("nan")
wrong_value(
    "overflow.predictions",
    "The first pair is what mathematics gives; in float64 exp(1000) is infinite and the quotient is nan.",
    lambda: [(0.5, 0.5), (0, 0), (0, 1), (_nan, _nan)],
)
wrong_value(
    "overflow.predictions",
    "In the second pair each exponential is finite, but their sum is infinite, so both shares are 0.",
    lambda: [(_nan, _nan), (0.5, 0.5), (0, 1), (_nan, _nan)],
)
right_value("overflow.predictions", lambda: np.array([[_nan, _nan], [0, 0], [0, 1], [_nan, _nan]]))

wrong_value(
    "overflow.eight-bits",
    "Overflow was put at the logarithm of the largest number, 240; results up to 248 are still rounded down to it.",
    lambda: (5.48, -6.93),
)
wrong_value(
    "overflow.eight-bits",
    "The exponent of the last number counts the fraction bits but not the half: it is the smallest number itself.",
    lambda: (math.log(248), math.log(2**-9)),
)
right_value("overflow.eight-bits", lambda: (5.51, -6.93))


@wrong(
    "overflow.stable-softmax",
    "It subtracts the maximum of the whole array, so a row far below it underflows to 0/0.",
)
def shift_by_global_max(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "It clips the scores to a safe range, which makes scores beyond the range equal.",
)
def clipped_softmax(z):
    e = np.exp(np.clip(z, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)


@right("overflow.stable-softmax")
def softmax_by_log_domain(z):
    z = np.asarray(z, float)
    s = z - z.max(axis=-1, keepdims=True)
    return np.exp(s - np.logaddexp.reduce(s, axis=-1, keepdims=True))


@wrong(
    "overflow.loss-from-scores",
    "It adds 1e-12 inside the logarithm of softmax, so no loss is above 27.6.",
)
def loss_with_epsilon(z, y):
    p = _softmax(z)
    return -np.mean(np.log(p[np.arange(len(y)), y] + 1e-12))


@wrong("overflow.loss-from-scores", "It returns the sum over the rows and not their mean.")
def summed_loss(z, y):
    z = np.asarray(z, float)
    s = z - z.max(axis=1, keepdims=True)
    return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]).sum()


@right("overflow.loss-from-scores")
def loss_of_differences(z, y):
    total = 0.0
    for row, label in zip(np.asarray(z, float), y, strict=True):
        total += np.logaddexp.reduce(row - row[label])
    return total / len(y)


@wrong(
    "overflow.masked-softmax",
    "It gives the masked classes the score 0, which does not exclude them: e to the 0 is 1.",
)
def mask_with_score_zero(z, keep):
    return _softmax(np.where(keep, z, 0.0))


@wrong(
    "overflow.masked-softmax",
    "It fills in -1e9, so a row in which nothing is kept becomes uniform and not all zeros.",
)
def mask_with_minus_a_billion(z, keep):
    return _softmax(np.where(keep, z, -1e9))


@right("overflow.masked-softmax")
def masked_row_by_row(z, keep):
    z, keep = np.asarray(z, float), np.asarray(keep, bool)
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape[:-1]):
        m = keep[index]
        if m.any():
            row = z[index][m]
            e = np.exp(row - row.max())
            filled = np.zeros(z.shape[-1])
            filled[m] = e / e.sum()
            out[index] = filled
    return out


@wrong(
    "overflow.log-softmax",
    "It takes the logarithm of a stable softmax, which is -inf where a share has become 0.",
)
def log_of_softmax(z):
    with np.errstate(divide="ignore"):
        return np.log(_softmax(z))


@wrong(
    "overflow.log-softmax",
    "It adds the maximum back to the logarithm before it subtracts, so for large scores the log 2 is rounded away.",
)
def log_softmax_shift_undone(z):
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    lse = m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True))
    return z - lse


@right("overflow.log-softmax")
def log_softmax_logaddexp(z):
    z = np.asarray(z, float)
    s = z - np.max(z, axis=-1)[..., None]
    return s - np.logaddexp.reduce(s, axis=-1)[..., None]


@wrong(
    "overflow.merge",
    "It adds the two sums as they are, though they are relative to different maxima.",
)
def merge_plain_sums(m1, s1, m2, s2):
    return max(m1, m2), s1 + s2


@wrong(
    "overflow.merge", "For two empty parts it computes -inf minus -inf, and returns nan as the sum."
)
def merge_without_empty(m1, s1, m2, s2):
    m = np.maximum(m1, m2)
    return m, s1 * np.exp(np.subtract(m1, m)) + s2 * np.exp(np.subtract(m2, m))


@right("overflow.merge")
def merge_skipping_empty(m1, s1, m2, s2):
    if s1 == 0:
        return m2, s2
    if s2 == 0:
        return m1, s1
    if m1 < m2:
        m1, s1, m2, s2 = m2, s2, m1, s1
    return m1, s1 + s2 * math.exp(m2 - m1)


wrong_value(
    "overflow.name-the-loss",
    "Inf and nan are swapped: without a shift it is inf/inf, which is nan, and the logarithm of a share of 0 is what gives inf.",
    lambda: {
        "inf": "did not shift",
        "nan": "took the log of softmax",
        "27.63": "epsilon 1e-12",
        "16.12": "epsilon 1e-7",
        "0": "wrong label",
    },
)
wrong_value(
    "overflow.name-the-loss",
    "The two epsilons are swapped: the smaller one gives the larger loss.",
    lambda: {
        "inf": "took the log of softmax",
        "nan": "did not shift",
        "27.63": "epsilon 1e-7",
        "16.12": "epsilon 1e-12",
        "0": "wrong label",
    },
)
right_value(
    "overflow.name-the-loss",
    lambda: {
        "0": "wrong label",
        "16.12": "epsilon 1e-7",
        "27.63": "epsilon 1e-12",
        "nan": "did not shift",
        "inf": "took the log of softmax",
    },
)

wrong_value(
    "overflow.which-one",
    "It orders the photographs by softmax, whose shares of the sure answers are all rounded to 1.",
    lambda: {
        "name": "argmax of the scores",
        "train": "loss from the scores",
        "show": "softmax",
        "order": "softmax",
    },
)
wrong_value(
    "overflow.which-one",
    "It orders the photographs by the loss, which needs labels that nobody has given.",
    lambda: {
        "name": "argmax of the scores",
        "train": "loss from the scores",
        "show": "softmax",
        "order": "loss from the scores",
    },
)
right_value(
    "overflow.which-one",
    lambda: {
        "name": "argmax of the scores",
        "train": "loss from the scores",
        "show": "softmax",
        "order": "log-softmax",
    },
)

wrong_value(
    "overflow.q4", "The logarithm was taken to base 2, so the loss is in bits.", lambda: 39.86
)

# ---------------------------------------------------------------- 5 maximum entropy

wrong_value(
    "maximum-entropy.by-hand",
    "It mixes the two neighbouring fees only: the mean is right, but the entropy is not the largest.",
    lambda: [3 / 7, 4 / 7, 0],
)
wrong_value(
    "maximum-entropy.by-hand",
    "The order is reversed: the shares begin with the dearest kind.",
    lambda: [0.143, 0.286, 0.571],
)
right_value("maximum-entropy.by-hand", lambda: [Fraction(4, 7), Fraction(2, 7), Fraction(1, 7)])

_FEES = np.array([3.0, 1.0, 0.2])


def _beta(m, z=_FEES):
    beta = 0.0
    for _ in range(200):
        p = _softmax(beta * z)
        mean = p @ z
        beta += (m - mean) / (p @ (z - mean) ** 2)
    return float(beta)


wrong_value(
    "maximum-entropy.multipliers",
    "The third has the wrong sign: a mean below the plain one needs a negative multiplier.",
    lambda: [0, 1, -_beta(1.0)],
)
wrong_value(
    "maximum-entropy.multipliers",
    "It takes equal shares for the case of the multiplier 1; they belong to 0.",
    lambda: [1, 1, _beta(1.0)],
)
right_value("maximum-entropy.multipliers", lambda: (_beta(1.4), _beta(2.6314), _beta(1.0)))


@wrong(
    "maximum-entropy.given-mean",
    "It shifts the scores until their plain mean is m, but softmax does not notice a shift, so the mean is not m.",
)
def shift_to_the_mean(z, m):
    z = np.asarray(z, float)
    return _softmax(z - z.mean() + m)


@wrong(
    "maximum-entropy.given-mean",
    "It mixes equal shares with certainty of one extreme score: the mean is right, but the shares are not exponential in the score.",
)
def mix_with_extreme(z, m):
    z = np.asarray(z, float)
    u = np.full(len(z), 1 / len(z))
    end = z.argmax() if m > z.mean() else z.argmin()
    lam = (m - z.mean()) / (z[end] - z.mean())
    p = (1 - lam) * u
    p[end] += lam
    return p


@right("maximum-entropy.given-mean")
def bisection_on_gaps(z, m):
    gap = np.asarray(z, float) - m
    lo, hi = -60.0, 60.0
    while hi - lo > 1e-13:
        mid = 0.5 * (lo + hi)
        if _softmax(mid * gap) @ gap > 0:
            hi = mid
        else:
            lo = mid
        if mid in (lo, hi) and hi - lo < 1e-12:
            break
    return _softmax(0.5 * (lo + hi) * gap)


wrong_value(
    "maximum-entropy.weight-of-entropy",
    "That is the multiplier beta; the weight of the entropy is its inverse.",
    lambda: 0.276,
)
wrong_value(
    "maximum-entropy.weight-of-entropy",
    "It takes the maximiser to be softmax(z), of weight 1, whose mean is 2.63 and not 1.8.",
    lambda: 1,
)
right_value("maximum-entropy.weight-of-entropy", lambda: 1 / _beta(1.8))


@wrong(
    "maximum-entropy.shortfall",
    "It returns the divergence of p from softmax with the roles reversed, which is infinite for a share of 0.",
)
def shortfall_reversed(p, z):
    q = _softmax(z)
    with np.errstate(divide="ignore"):
        return np.sum(q * np.log(q / p))


@wrong(
    "maximum-entropy.shortfall",
    "It returns the value less its maximum, a negative number, where the shortfall is the maximum less the value.",
)
def shortfall_negative(p, z):
    p, z = np.asarray(p, float), np.asarray(z, float)
    h = -sum(x * math.log(x) for x in p if x > 0)
    return p @ z + h - np.logaddexp.reduce(z)


@right("maximum-entropy.shortfall")
def shortfall_as_divergence(p, z):
    p, z = np.asarray(p, float), np.asarray(z, float)
    log_q = z - np.logaddexp.reduce(z)
    return math.fsum(a * (math.log(a) - b) for a, b in zip(p, log_q, strict=True) if a > 0)


wrong_value(
    "maximum-entropy.two-gaps",
    "Line 4 does follow: dividing by the sum gives softmax; it is line 3 that needs concavity.",
    lambda: [4, 5],
)
wrong_value(
    "maximum-entropy.two-gaps",
    "Line 2 does follow from the Lagrangian; line 5 is missing, which gives up the mean.",
    lambda: [2, 3],
)
right_value("maximum-entropy.two-gaps", lambda: {5, 3})


@wrong(
    "maximum-entropy.noisy-choices",
    "The outer sign is missing, so the noise is minus a Gumbel number and the draws are not from softmax.",
)
def gumbel_without_outer_sign(z, uniform):
    return np.argmax(z + np.log(-np.log(uniform)), axis=1)


@wrong(
    "maximum-entropy.noisy-choices", "It adds the noise to the probabilities and not to the scores."
)
def noise_on_probabilities(z, uniform):
    return np.argmax(_softmax(z) - np.log(-np.log(uniform)), axis=1)


@right("maximum-entropy.noisy-choices")
def smallest_waiting_time(z, uniform):
    return np.argmin(np.log(-np.log(np.asarray(uniform))) - np.asarray(z), axis=1)


wrong_value(
    "maximum-entropy.which-one",
    "A mean of 3.5 is above all fees, so no distribution has it and no beta leads there.",
    lambda: {
        "nothing is known": "uniform",
        "the mean is 2": "softmax(beta z)",
        "the mean is 2.6314": "softmax(z)",
        "the mean is 3.5": "softmax(beta z)",
        "score plus entropy": "softmax(z)",
    },
)
wrong_value(
    "maximum-entropy.which-one",
    "It takes the sum of score and entropy for a problem with an open multiplier; the weights of both are 1, so softmax(z) comes out.",
    lambda: {
        "nothing is known": "uniform",
        "the mean is 2": "softmax(beta z)",
        "the mean is 2.6314": "softmax(z)",
        "the mean is 3.5": "none",
        "score plus entropy": "softmax(beta z)",
    },
)
right_value(
    "maximum-entropy.which-one",
    lambda: {
        "nothing is known": "uniform",
        "the mean is 2": "softmax(beta z)",
        "the mean is 2.6314": "softmax(z)",
        "the mean is 3.5": "none",
        "score plus entropy": "softmax(z)",
    },
)

wrong_value(
    "maximum-entropy.q3",
    "Only the term of cat was counted, 3 times 0.836; dog and bird are missing.",
    lambda: 2.508,
)

# ---------------------------------------------------------------- 6 Bayes and LDA

wrong_value(
    "bayes-lda.flipper",
    "The prior probability 1/20 was taken where the prior odds 1/19 belong.",
    lambda: (4.0, 4 + math.log(1 / 20), 1 / (1 + 20 * math.exp(-4))),
)
wrong_value(
    "bayes-lda.flipper",
    "The standard deviation was not squared: the evidence was divided by 2 times 7 and not by 2 times 49.",
    lambda: (28.0, 28 - math.log(19), 1 / (1 + math.exp(-(28 - math.log(19))))),
)
right_value("bayes-lda.flipper", lambda: (4, 1.056, 0.742))

wrong_value(
    "bayes-lda.boundary",
    "The shift goes to the wrong side: the common class gets the larger region, so the line moves away from its mean.",
    lambda: 1.5 - 0.75 * math.log(4),
)
wrong_value(
    "bayes-lda.boundary",
    "The difference of the means was divided by the standard deviation and not by the variance.",
    lambda: 1.5 + math.log(4) / (3 / 1.5),
)
right_value("bayes-lda.boundary", lambda: sp.Rational(3, 2) + sp.Rational(3, 4) * sp.log(4))

wrong_value(
    "bayes-lda.spam",
    "It divides by the prior probability 0.9 and not by the prior odds 9 to 1.",
    lambda: math.exp(3) / 0.9,
)
wrong_value(
    "bayes-lda.spam",
    "That is the log Bayes factor, 3 less log 9; its exponential was asked for.",
    lambda: 0.80,
)
right_value("bayes-lda.spam", lambda: 2.23)


@wrong("bayes-lda.posterior", "It multiplies by the covariance, where its inverse belongs.")
def posterior_covariance_not_inverted(X, means, covariance, priors):
    W = means @ covariance
    b = -0.5 * (W * means).sum(axis=1) + np.log(priors)
    return _softmax(X @ W.T + b)


@wrong("bayes-lda.posterior", "The half before the square of the mean is missing in the biases.")
def posterior_without_half(X, means, covariance, priors):
    W = means @ np.linalg.inv(covariance)
    b = -(W * means).sum(axis=1) + np.log(priors)
    return _softmax(X @ W.T + b)


@right("bayes-lda.posterior")
def posterior_by_distances(X, means, covariance, priors):
    X, means = np.asarray(X, float), np.asarray(means, float)
    L = np.linalg.cholesky(covariance)
    log_p = []
    for mean, prior in zip(means, priors, strict=True):
        u = np.linalg.solve(L, (X - mean).T)
        log_p.append(np.log(prior) - 0.5 * (u**2).sum(axis=0))
    return _softmax(np.stack(log_p, axis=-1))


@wrong(
    "bayes-lda.new-priors",
    "It multiplies by the new priors without dividing the old ones out, so both count.",
)
def new_on_top_of_old(p, old, new):
    q = np.asarray(p) * new
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "bayes-lda.new-priors",
    "The rows are not divided by their sums again, so they do not add up to 1.",
)
def reweighted_only(p, old, new):
    return np.asarray(p) / np.asarray(old) * np.asarray(new)


@right("bayes-lda.new-priors")
def priors_exchanged_row_by_row(p, old, new):
    result = []
    for row in p:
        q = [a * n / o for a, o, n in zip(row, old, new, strict=True)]
        s = sum(q)
        result.append([x / s for x in q])
    return np.array(result)


@wrong(
    "bayes-lda.absent-clues",
    "It counts the clues that are present only; an absent clue is evidence too.",
)
def present_clues_only(x, theta, priors):
    return _softmax(np.asarray(x) @ np.log(theta).T + np.log(priors))


@wrong(
    "bayes-lda.absent-clues",
    "It multiplies the probabilities, and with many clues all products underflow to 0 and the quotient is nan.",
)
def product_of_probabilities(x, theta, priors):
    x = np.asarray(x)[:, None, :]
    like = np.where(x == 1, theta, 1 - np.asarray(theta)).prod(axis=-1) * priors
    with np.errstate(all="ignore"):
        return like / like.sum(axis=1, keepdims=True)


@right("bayes-lda.absent-clues")
def clues_in_logs(x, theta, priors):
    x, theta = np.asarray(x, float), np.asarray(theta, float)
    z = x @ np.log(theta).T + (1 - x) @ np.log1p(-theta).T + np.log(priors)
    return _softmax(z)


def _curved(**changes):
    d = {
        "one covariance": "linear",
        "one mean, two widths": "curved",
        "yes or no": "linear",
        "Poisson counts": "linear",
        "exponential waiting times": "linear",
        "two peaks": "curved",
    }
    for name, value in changes.items():
        d[name.replace("_", " ")] = value
    return d


wrong_value(
    "bayes-lda.linear-or-curved",
    "It calls Poisson counts curved because of the factorial, which is common to both classes and cancels.",
    lambda: _curved(Poisson_counts="curved"),
)
wrong_value(
    "bayes-lda.linear-or-curved",
    "It calls two peaks of one width linear, but the logarithm of a sum of two densities is not linear.",
    lambda: _curved(two_peaks="linear"),
)
right_value("bayes-lda.linear-or-curved", _curved)

wrong_value(
    "bayes-lda.how-many",
    "It multiplies by the efficiency where one divides; softmax regression needs more examples than LDA.",
    lambda: 320,
)
wrong_value(
    "bayes-lda.how-many",
    "It uses the efficiency of means 2 standard deviations apart, 0.899; they are 3 apart.",
    lambda: 560,
)
right_value("bayes-lda.how-many", lambda: 780)

wrong_value(
    "bayes-lda.q2",
    "Of the log prior odds only the first half was added, log 0.5; log 0.3 was not subtracted.",
    lambda: 0.6402,
)
wrong_value(
    "bayes-lda.q5",
    "The probabilities of error, 0.2 each, were multiplied and taken from 1; it is the odds that are multiplied.",
    lambda: 0.96,
)

# ---------------------------------------------------------------- 7 Jacobian

wrong_value(
    "jacobian.by-hand",
    "The exponentials 2, 1, 1 were not divided by their sum before the products were made.",
    lambda: np.diag([2, 1, 1]) - np.outer([2, 1, 1], [2, 1, 1]),
)
wrong_value(
    "jacobian.by-hand",
    "The entries off the diagonal lack their minus sign.",
    lambda: [[0.25, 0.125, 0.125], [0.125, 0.1875, 0.0625], [0.125, 0.0625, 0.1875]],
)
right_value(
    "jacobian.by-hand",
    lambda: [[Fraction(a, 16) for a in row] for row in ((4, -2, -2), (-2, 3, -1), (-2, -1, 3))],
)

wrong_value(
    "jacobian.nudge",
    "The second number is the mean of the squares of v; the square of the mean was not subtracted.",
    lambda: ([1.25, -0.375, -0.875], 9.0),
)


def _nudge_plain_mean():
    p, v = np.array([0.5, 0.25, 0.25]), np.array([4.0, 0, -2])
    r = p * (v - v.mean())
    return r, v @ r


wrong_value(
    "jacobian.nudge",
    "The plain mean of v was subtracted instead of the mean weighted with p.",
    _nudge_plain_mean,
)
right_value(
    "jacobian.nudge", lambda: ((Fraction(5, 4), Fraction(-3, 8), Fraction(-7, 8)), Fraction(27, 4))
)


@wrong(
    "jacobian.backward", "It uses the diagonal of the Jacobian only, p (1 - p), as for a sigmoid."
)
def backward_like_sigmoid(p, g):
    return g * p * (1 - p)


@wrong(
    "jacobian.backward",
    "It subtracts the plain mean of g over the classes, which is not weighted with p.",
)
def backward_plain_mean(p, g):
    return p * (g - np.mean(g, axis=1, keepdims=True))


@right("jacobian.backward")
def backward_einsum(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return p * g - p * np.einsum("nk,nk->n", p, g)[:, np.newaxis]


@wrong(
    "jacobian.terms-backward",
    "It is right for equal d only: d is multiplied entry by entry with p, though p reacts to all terms.",
)
def terms_as_in_library(z, t, d):
    return d * (_softmax(z) - t)


@wrong(
    "jacobian.terms-backward",
    "It multiplies the whole of p - t by the weighted sum of the targets, so the terms' own part loses its separate weights.",
)
def terms_one_weight(z, t, d):
    return (d @ t) * (_softmax(z) - t)


@right("jacobian.terms-backward")
def terms_added_up(z, t, d):
    p = _softmax(z)
    K = len(p)
    total = np.zeros(K)
    for i in range(K):
        total += d[i] * t[i] * (p - np.eye(K)[i])
    return total


wrong_value(
    "jacobian.read-the-report",
    "It calls (c) wrong, but a step of 1e-7 is too small for float32 and says nothing about the gradient.",
    lambda: {"a": "right", "b": "wrong", "c": "wrong", "d": "bad place"},
)
wrong_value(
    "jacobian.read-the-report",
    "It blames the step in (d), but 1e-5 is a good step for float64; the place is bad, because the loss hardly moves there.",
    lambda: {"a": "right", "b": "wrong", "c": "bad step", "d": "bad step"},
)
right_value(
    "jacobian.read-the-report",
    lambda: dict(a="right", b="wrong", c="bad step", d="bad place"),
)


@wrong(
    "jacobian.bias-gradient",
    "It takes the mean along the classes, so there is one number for each example, and each is 0.",
)
def bias_gradient_axis_one(z, y):
    p = _softmax(z)
    return (p - np.eye(p.shape[1])[y]).mean(axis=1)


@wrong("jacobian.bias-gradient", "It sums over the examples and does not divide by their number.")
def bias_gradient_summed(z, y):
    p = _softmax(z)
    return (p - np.eye(p.shape[1])[y]).sum(axis=0)


@right("jacobian.bias-gradient")
def bias_gradient_by_counts(z, y):
    p = _softmax(z)
    n, K = p.shape
    return p.mean(axis=0) - np.bincount(y, minlength=K) / n


@wrong(
    "jacobian.any-target",
    "It multiplies p by the sum of all weights of the batch and not by the sum of its own row.",
)
def one_sum_for_the_batch(z, y):
    return np.sum(y) * _softmax(z) - y


@wrong(
    "jacobian.any-target",
    "It divides the weights by their sum first, which is the gradient of another loss.",
)
def weights_normalised_first(z, y):
    t = y / np.sum(y, axis=1, keepdims=True)
    return _softmax(z) - t


@right("jacobian.any-target")
def gradient_row_by_row(z, y):
    return np.array([sum(t) * _softmax(s) - np.asarray(t) for s, t in zip(z, y, strict=True)])


wrong_value(
    "jacobian.impossible",
    "It stops after three tests and calls E possible, but the products mean three equal probabilities of 0.224 that do not sum to 1.",
    lambda: {"A": "possible", "B": "rows", "C": "size", "D": "symmetric", "E": "possible"},
)
wrong_value(
    "jacobian.impossible",
    "It names for B the products; but the first test that B breaks is that of the rows, which do not add up to 0.",
    lambda: {"A": "possible", "B": "products", "C": "size", "D": "symmetric", "E": "products"},
)
right_value(
    "jacobian.impossible",
    lambda: dict(zip("ABCDE", ("possible", "rows", "size", "symmetric", "products"), strict=True)),
)

wrong_value(
    "jacobian.q1",
    "It is minus the rate at which dog answers its own score, p(1 - p) of dog.",
    lambda: -0.1003,
)

# ---------------------------------------------------------------- 8 cross-entropy

_DOG = math.log(math.exp(3) + math.exp(1) + math.exp(0.2)) - 1
wrong_value(
    "cross-entropy.surprise",
    "The nats were multiplied by log 2 to get bits, where one divides.",
    lambda: (_DOG, _DOG * math.log(2)),
)
wrong_value(
    "cross-entropy.surprise",
    "That is the surprise of cat, the largest score; the photograph shows a dog.",
    lambda: (_DOG - 2, (_DOG - 2) / math.log(2)),
)
right_value("cross-entropy.surprise", lambda: (2.179, 3.144))

wrong_value(
    "cross-entropy.two-divergences",
    "The two are swapped: the data's shares are the weights.",
    lambda: (0.368, 0.511),
)
wrong_value(
    "cross-entropy.two-divergences",
    "These are the cross-entropies; the entropies of the data were not subtracted.",
    lambda: (
        -0.5 * math.log(0.9) - 0.5 * math.log(0.1),
        math.log(2),
    ),
)
right_value(
    "cross-entropy.two-divergences",
    lambda: (sp.log(sp.Rational(5, 3)), 0.9 * math.log(1.8) + 0.1 * math.log(0.2)),
)


@wrong(
    "cross-entropy.divergence",
    "It adds 1e-12 to both against zeros, so where the model has a 0 that the data have not, the result is finite.",
)
def divergence_with_epsilon(y, p):
    y, p = np.asarray(y) + 1e-12, np.asarray(p) + 1e-12
    return (y * np.log(y / p)).sum(axis=1)


@wrong(
    "cross-entropy.divergence",
    "It leaves out the terms where either is 0, and so overlooks that the model forbids what the data have.",
)
def divergence_dropping_zeros(y, p):
    y, p = np.asarray(y, float), np.asarray(p, float)
    out = []
    for a, b in zip(y, p, strict=True):
        ok = (a > 0) & (b > 0)
        out.append((a[ok] * np.log(a[ok] / b[ok])).sum())
    return np.array(out)


@right("cross-entropy.divergence")
def divergence_term_by_term(y, p):
    def term(a, b):
        if a == 0:
            return 0.0
        return math.inf if b == 0 else a * (math.log(a) - math.log(b))

    return np.array([sum(map(term, r, s)) for r, s in zip(y, p, strict=True)])


@wrong(
    "cross-entropy.loss",
    "It exponentiates the scores without a shift, so a score of 1000 gives nan.",
)
def loss_without_shift(z, y):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        p = e / e.sum(axis=1, keepdims=True)
        return -np.log(p[range(len(y)), y]).mean()


@wrong(
    "cross-entropy.loss",
    "The index z[:, y] picks the labels of all examples in every row, and not one for each row.",
)
def loss_with_all_labels(z, y):
    z = np.asarray(z, float)
    lse = np.logaddexp.reduce(z, axis=1)
    return (lse[:, None] - z[:, y]).mean()


@right("cross-entropy.loss")
def loss_with_take_along_axis(z, y):
    z = np.asarray(z, float)
    gaps = z - np.take_along_axis(z, np.asarray(y)[:, None], axis=1)
    return float(np.mean(np.logaddexp.reduce(gaps, axis=1)))


@wrong(
    "cross-entropy.gradient",
    "It divides by the number of all entries, n times K, where the mean is over the n examples.",
)
def gradient_over_all_entries(z, y):
    p = _softmax(z)
    return (p - np.eye(p.shape[1])[y]) / p.size


@wrong(
    "cross-entropy.gradient",
    "The sign is wrong: it is the target less the probabilities, the direction of a step downhill.",
)
def gradient_downhill(z, y):
    p = _softmax(z)
    return (np.eye(p.shape[1])[y] - p) / len(p)


@right("cross-entropy.gradient")
def gradient_by_subtracting(z, y):
    g = _softmax(z)
    for i, label in enumerate(y):
        g[i, label] -= 1
    return g / len(g)


wrong_value(
    "cross-entropy.smoothing",
    "Epsilon was shared among the nine other classes, where the exercise shares it among all ten.",
    lambda: (math.log(81), -0.9 * math.log(0.9) - 0.1 * math.log(0.1 / 9)),
)
wrong_value(
    "cross-entropy.smoothing",
    "The loss has only the term of the true class, without its weight and without the nine others.",
    lambda: (4.511, 0.094),
)
right_value("cross-entropy.smoothing", lambda: (math.log(91), 0.500))


def _prices(**changes):
    values = [
        "strictly proper",
        "strictly proper",
        "improper",
        "improper",
        "proper",
        "strictly proper",
    ]
    for i, v in changes.items():
        values[int(i[1:])] = v
    names = [
        "-log p_k",
        "sum of (p - y)^2",
        "1 - p_k",
        "(1 - p_k)^2",
        "0 if the largest p is right, else 1",
        "-p_k / length of p",
    ]
    return dict(zip(names, values, strict=True))


wrong_value(
    "cross-entropy.honest",
    "It takes (1 - p_k)^2 for the squared error of all classes; with the true class alone it is not least at the belief.",
    lambda: _prices(n3="strictly proper"),
)
wrong_value(
    "cross-entropy.honest",
    "It calls the error count improper because it ignores the numbers; the belief is among the reports that cost least, so it is proper.",
    lambda: _prices(n4="improper"),
)
right_value("cross-entropy.honest", _prices)


@wrong(
    "cross-entropy.perplexity",
    "It multiplies all probabilities first, and in a long text the product underflows to 0.",
)
def perplexity_of_product(p):
    with np.errstate(divide="ignore"):
        return np.prod(p) ** (-1 / len(p))


@wrong("cross-entropy.perplexity", "It takes the surprise in bits but raises e to it and not 2.")
def perplexity_mixed_bases(p):
    return np.exp(-np.log2(p).mean())


@right("cross-entropy.perplexity")
def perplexity_in_bits(p):
    return 2 ** (-np.mean(np.log2(np.asarray(p, float))))


wrong_value(
    "cross-entropy.q1",
    "That is the logarithm of the odds against, 7 to 1, and not of 8.",
    lambda: 1.946,
)

# ---------------------------------------------------------------- 9 cross-entropy and squared error

wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "The slopes are those in the answer a; the factor a (1 - a) that leads to the score is missing.",
    lambda: (-10, -1.8, 5.56),
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "Both slopes lack the minus sign: to raise the score lowers either loss.",
    lambda: (0.9, 0.162, 5.56),
)
right_value(
    "ce-vs-mse.slopes-at-a-tenth", lambda: (Fraction(-9, 10), Fraction(-162, 1000), Fraction(50, 9))
)


@wrong(
    "ce-vs-mse.squared-gradient",
    "It is the gradient of cross-entropy, p - y; the Jacobian is missing.",
)
def squared_gradient_of_ce(z, y):
    p = _softmax(z)
    return p - np.eye(p.shape[1])[y]


@wrong(
    "ce-vs-mse.squared-gradient",
    "It multiplies by p (1 - p) entry by entry, the diagonal of the Jacobian alone.",
)
def squared_gradient_diagonal(z, y):
    p = _softmax(z)
    return p * (1 - p) * (p - np.eye(p.shape[1])[y])


@right("ce-vs-mse.squared-gradient")
def squared_gradient_with_jacobians(z, y):
    rows = []
    for s, label in zip(np.asarray(z, float), y, strict=True):
        p = _softmax(s)
        error = p.copy()
        error[label] -= 1
        rows.append((np.diag(p) - np.outer(p, p)) @ error)
    return np.array(rows)


@wrong(
    "ce-vs-mse.lead-after",
    "It takes the steps on cross-entropy, whose slope does not have the factor a (1 - a).",
)
def lead_with_cross_entropy(gap, steps):
    lead = -gap
    for _ in range(steps):
        lead += 2 / (1 + np.exp(lead))
    return lead


@wrong(
    "ce-vs-mse.lead-after",
    "It lets the true score rise and forgets that the other falls by as much, so the lead grows half as fast.",
)
def lead_of_one_score(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = 1 / (1 + np.exp(-lead))
        lead += 2 * a * (1 - a) ** 2
    return lead


@right("ce-vs-mse.lead-after")
def lead_by_vectors(gap, steps):
    z = np.array([0.0, float(gap)])
    for _ in range(int(steps)):
        p = _softmax(z)
        error = p - [1, 0]
        z = z - p * (error - p @ error)
    return float(z[0] - z[1])


wrong_value(
    "ce-vs-mse.steepest",
    "It takes the answer where the sigmoid is steepest, one half; the factor 1 - a of the error was not counted in.",
    lambda: (0.5, 0.25),
)
wrong_value(
    "ce-vs-mse.steepest",
    "The roles of a and 1 - a are swapped: a squared times (1 - a) was maximised.",
    lambda: (2 / 3, 8 / 27),
)
right_value("ce-vs-mse.steepest", lambda: (Fraction(1, 3), Fraction(8, 27)))

wrong_value(
    "ce-vs-mse.ceiling",
    "Four others were counted beside the true class; with four classes there are three.",
    lambda: (math.e / (math.e + 4), 4 / (math.e + 4)),
)
wrong_value(
    "ce-vs-mse.ceiling",
    "The calibration error was taken to be 0 because every answer is right; but the result says 0.475 where the accuracy is 1.",
    lambda: (0.475, 0),
)
right_value("ce-vs-mse.ceiling", lambda: (0.475, 0.525))


# The exercise has other sentences since the stranger read it; these are the answers to the new ones.
def _follows(**changes):
    values = [False, False, True, False, True, False]
    for i, v in changes.items():
        values[int(i[1:])] = v
    names = [
        "cross-entropy is better for this network",
        "squared error cannot train a classifier",
        "the raw square can get 94 % right here",
        "another start would give the same order",
        "the shared rate may have decided the order",
        "softmax of the raw outputs is 94 % sure",
    ]
    return dict(zip(names, values, strict=True))


wrong_value(
    "ce-vs-mse.what-follows",
    "It concludes from runs at one rate that cross-entropy is better.",
    lambda: _follows(n0=True),
)
wrong_value(
    "ce-vs-mse.what-follows",
    "It concludes from one run of each loss that every start gives the same order.",
    lambda: _follows(n3=True),
)
right_value("ce-vs-mse.what-follows", _follows)


@wrong(
    "ce-vs-mse.hinge-loss",
    "It takes only the worst of the wrong classes in each row, where the sum over all of them is asked for.",
)
def hinge_of_worst_rival(scores, y):
    scores = np.asarray(scores, float)
    r = np.arange(len(y))
    gaps = 1 + scores - scores[r, y][:, None]
    gaps[r, y] = 0
    return np.maximum(gaps, 0).max(axis=1).mean()


@wrong(
    "ce-vs-mse.hinge-loss",
    "The true class is counted among its rivals and adds its margin of 1 to every row.",
)
def hinge_against_itself(scores, y):
    scores = np.asarray(scores, float)
    own = scores[np.arange(len(y)), y]
    return np.maximum(0, 1 + scores - own[:, None]).sum(axis=1).mean()


@right("ce-vs-mse.hinge-loss")
def hinge_by_loops(scores, y):
    losses = [
        sum(max(0.0, 1 + s - row[label]) for k, s in enumerate(row) if k != label)
        for row, label in zip(np.asarray(scores, float), y, strict=True)
    ]
    return sum(losses) / len(losses)


wrong_value(
    "ce-vs-mse.q5",
    "The loss was divided by the number of classes, three; there is one example.",
    lambda: 0.1838,
)

# ---------------------------------------------------------------- 10 training

wrong_value(
    "training.first-losses", "The logarithm was taken to base 10.", lambda: (1.00, 3.00, 4.70)
)
wrong_value(
    "training.first-losses",
    "That is the expected rate of errors of guessing, 1 - 1/K, and not the cross-entropy.",
    lambda: (1 - 1 / 10, 1 - 1 / 1000, 1 - 1 / 50257),
)
right_value("training.first-losses", lambda: (2.30, 6.91, 10.82))


@wrong(
    "training.one-step",
    "The returned weights are right, but the old ones are changed in place too.",
)
def step_in_place(W, X, y, rate):
    p = _softmax(X @ W.T)
    p[np.arange(len(y)), y] -= 1
    W -= rate * p.T @ X / len(y)
    return W


@wrong(
    "training.one-step",
    "It subtracts the gradient of the summed loss, not divided by the number of examples.",
)
def step_on_the_sum(W, X, y, rate):
    p = _softmax(X @ W.T)
    p[np.arange(len(y)), y] -= 1
    return W - rate * p.T @ X


@right("training.one-step")
def step_example_by_example(W, X, y, rate):
    gradient = np.zeros(np.shape(W))
    for x, label in zip(np.asarray(X, float), y, strict=True):
        error = _softmax(np.asarray(W, float) @ x)
        error[label] -= 1
        gradient += np.outer(error, x)
    return np.asarray(W, float) - rate * gradient / len(y)


@wrong("training.floor", "It returns the floor of ten classes for every K.")
def floor_for_ten(K):
    return 1.4612


@wrong(
    "training.floor",
    "The sign of the gap is wrong: the rivals stand at e times the winner and not at 1/e of it.",
)
def floor_upside_down(K):
    return np.log(1 + (K - 1) * np.e)


@right("training.floor")
def floor_by_log_sum(K):
    return math.log(math.e + K - 1) - 1


def _causes(letters):
    return dict(
        zip(
            [
                "first loss 147.4",
                "first loss 0.2303",
                "first loss 26.1, then falling",
                "no loss below 1.4612",
                "loss 2.30, 1.48, 1.45, 2.96, 3.73",
                "loss 1e-4 and falling, weights growing",
            ],
            letters,
            strict=True,
        )
    )


wrong_value(
    "training.read-the-log",
    "Sum over the batch and mean over the classes are swapped: 147.4 is 64 times log 10, 0.2303 a tenth.",
    lambda: _causes("edbafc"),
)
wrong_value(
    "training.read-the-log",
    "The large initial weights and the large rate are swapped: a first loss comes before any step, so the rate has no part in it.",
    lambda: _causes("defabc"),
)
right_value("training.read-the-log", lambda: _causes(["d", "e", "b", "a", "f", "c"]))


@wrong(
    "training.safe-rate",
    "The half in the bound on the curvature is missing, so the rate is half of what the theorem gives.",
)
def safe_rate_without_half(X):
    X = np.asarray(X, float)
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()


@wrong(
    "training.safe-rate",
    "It takes the eigenvalue of the sum of the outer products, not divided by the number of examples.",
)
def safe_rate_of_sum(X):
    X = np.asarray(X, float)
    return 2 / (0.5 * np.linalg.eigvalsh(X.T @ X).max())


@right("training.safe-rate")
def safe_rate_by_singular_value(X):
    X = np.asarray(X, float)
    return 4 * len(X) / np.linalg.norm(X, 2) ** 2


@wrong(
    "training.hidden-gradient",
    "The gradient passes through units that are at 0 as well; the mask of the ReLU is missing.",
)
def hidden_without_mask(A, B, X, y):
    p = _softmax(np.maximum(0, X @ A.T) @ B.T)
    p[np.arange(len(y)), y] -= 1
    return (p @ B).T @ X / len(y)


@wrong(
    "training.hidden-gradient",
    "It multiplies by the height of the unit where the slope of the ReLU, 0 or 1, belongs.",
)
def hidden_times_height(A, B, X, y):
    h = np.maximum(0, X @ A.T)
    p = _softmax(h @ B.T)
    p[np.arange(len(y)), y] -= 1
    return (p @ B * h).T @ X / len(y)


@right("training.hidden-gradient")
def hidden_one_by_one(A, B, X, y):
    A, B = np.asarray(A, float), np.asarray(B, float)
    total = np.zeros_like(A)
    for x, label in zip(np.asarray(X, float), y, strict=True):
        a = A @ x
        error = _softmax(B @ np.maximum(a, 0))
        error[label] -= 1
        total += np.outer(np.where(a > 0, B.T @ error, 0), x)
    return total / len(y)


wrong_value(
    "training.a-thousand-times",
    "The logarithm was multiplied by the margin, where it is divided by it.",
    lambda: (3.45, 1000),
)
wrong_value(
    "training.a-thousand-times",
    "The loss was taken to fall like 1 over log t, but it falls like 1/t; it is the length that grows with the logarithm.",
    lambda: (2 * math.log(1000), math.log(1000)),
)
right_value("training.a-thousand-times", lambda: (6 * math.log(10), 1e3))

wrong_value(
    "training.q2",
    "The rate was divided by the root of the number of images; the gradient grows by the number itself.",
    lambda: 1 / math.sqrt(1200),
)

# ---------------------------------------------------------------- 11 temperature

wrong_value(
    "temperature.hot-and-cold",
    "The scores were multiplied by 2 where they are divided: 81, 16 and 1 instead of 3, 2 and 1.",
    lambda: ([81 / 98, 16 / 98, 1 / 98], [0.5, 0.5, 0]),
)
wrong_value(
    "temperature.hot-and-cold",
    "In the cold one of the two equal scores was made the winner; a tie stays a tie.",
    lambda: ([0.5, 0.333, 0.167], [1, 0, 0]),
)
right_value(
    "temperature.hot-and-cold",
    lambda: ((Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), (Fraction(1, 2), Fraction(1, 2), 0)),
)


@wrong(
    "temperature.scaled-softmax",
    "It multiplies the scores by T and does not divide them, so hot and cold are exchanged.",
)
def scaled_upside_down(z, T):
    return _softmax(np.asarray(z, float) * T)


@wrong(
    "temperature.scaled-softmax",
    "It raises softmax to the power 1/T, and at a small T all powers underflow to 0 and their quotient is nan.",
)
def power_of_softmax(z, T):
    with np.errstate(all="ignore"):
        q = _softmax(z) ** (1 / T)
        return q / q.sum(axis=-1, keepdims=True)


@right("temperature.scaled-softmax")
def scaled_in_logs(z, T):
    z = np.asarray(z, float)
    s = (z - z.max(axis=-1, keepdims=True)) / T
    return np.exp(s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True)))


wrong_value(
    "temperature.ten-answers",
    "The three gaps were averaged without the weights 4, 4 and 2.",
    lambda: (0.2 / 3, 0.05),
)
wrong_value(
    "temperature.ten-answers",
    "The gaps kept their signs, so the last bin, where the accuracy is higher, was subtracted.",
    lambda: (0.05, 0.05),
)
right_value("temperature.ten-answers", lambda: (Fraction(7, 100), Fraction(1, 20)))


@wrong(
    "temperature.expected-calibration-error",
    "The bins are closed on the left and not on the right, so a confidence on an edge is in the wrong bin and 1 in none.",
)
def ece_closed_on_the_left(p, y, bins=10):
    p, y = np.asarray(p), np.asarray(y)
    c, ok = p.max(axis=1), p.argmax(axis=1) == y
    ece = 0.0
    for b in range(bins):
        m = (c >= b / bins) & (c < (b + 1) / bins)
        if m.sum():
            ece += m.mean() * abs(c[m].mean() - ok[m].mean())
    return ece


@wrong(
    "temperature.expected-calibration-error",
    "It averages the gaps over the occupied bins without weighting them by the number of examples.",
)
def ece_unweighted(p, y, bins=10):
    p, y = np.asarray(p), np.asarray(y)
    c, ok = p.max(axis=1), p.argmax(axis=1) == y
    gaps = []
    for b in range(bins):
        m = (c > b / bins) & (c <= (b + 1) / bins)
        if m.any():
            gaps.append(abs(c[m].mean() - ok[m].mean()))
    return float(np.mean(gaps))


@right("temperature.expected-calibration-error")
def ece_with_searchsorted(p, y, bins=10):
    p, y = np.asarray(p, float), np.asarray(y)
    c = p.max(axis=1)
    ok = (p.argmax(axis=1) == y).astype(float)
    which = np.searchsorted(np.arange(bins + 1) / bins, c, side="left") - 1
    surplus = np.bincount(np.clip(which, 0, bins - 1), weights=c - ok, minlength=bins)
    return np.abs(surplus).sum() / len(y)


@wrong(
    "temperature.slope-in-beta",
    "It takes the expected score under softmax of z, and not under softmax of beta z.",
)
def slope_at_beta_one(z, y, beta):
    z = np.asarray(z, float)
    p = _softmax(z)
    return np.mean((p * z).sum(axis=1) - z[np.arange(len(y)), y])


@wrong(
    "temperature.slope-in-beta",
    "It keeps the factor beta in the scores, so the slope is beta times too large.",
)
def slope_times_beta(z, y, beta):
    s = beta * np.asarray(z, float)
    p = _softmax(s)
    return np.mean((p * s).sum(axis=1) - s[np.arange(len(y)), y])


@right("temperature.slope-in-beta")
def slope_relative_to_truth(z, y, beta):
    z = np.asarray(z, float)
    gaps = z - z[np.arange(len(y)), y][:, None]
    return np.einsum("nk,nk->n", _softmax(beta * z), gaps).mean()


wrong_value(
    "temperature.who-is-surer",
    "The two vectors are exchanged: the one with the close rival is less sure at T = 1 already.",
    lambda: ((2.0, 1.9, -8.0), (1.4, 0.0, 0.0), 4.0),
)
wrong_value(
    "temperature.who-is-surer",
    "The first leads by more over the same two rivals, so it is surer at every temperature.",
    lambda: ((3, 0, 0), (2, 0, 0), 5),
)
right_value("temperature.who-is-surer", lambda: ([2, 0, 0], [3, 2.9, -20], 10))


@wrong(
    "temperature.student-gradient",
    "The inner derivative 1/T is missing, so it has the factor T squared where T is left.",
)
def student_t_squared(z, v, T):
    z, v = np.asarray(z, float), np.asarray(v, float)
    return T**2 * (_softmax(z / T) - _softmax(v / T))


@wrong(
    "temperature.student-gradient",
    "The teacher's scores are not divided by T, so its targets are not heated.",
)
def student_cold_teacher(z, v, T):
    return T * (_softmax(np.asarray(z, float) / T) - _softmax(v))


@right("temperature.student-gradient")
def student_by_chain_rule(z, v, T):
    rows = []
    for s, t in zip(np.asarray(z, float), np.asarray(v, float), strict=True):
        p, q = _softmax(s / T), _softmax(t / T)
        rows.append(T * T * (q.sum() * p - q) / T)
    return np.array(rows)


def _certain(**changes):
    values = [True, True, False, True, False, False]
    for i, v in changes.items():
        values[int(i[1:])] = v
    names = [
        "every answer is what it was",
        "no confidence is higher than it was",
        "the order of confidences is what it was",
        "the loss on the validation examples fell",
        "the ECE on the validation examples fell",
        "it fits photographs from elsewhere",
    ]
    return dict(zip(names, values, strict=True))


wrong_value(
    "temperature.what-is-certain",
    "It carries the order within a row over to the order between rows, which a temperature can change.",
    lambda: _certain(n2=True),
)
wrong_value(
    "temperature.what-is-certain",
    "It takes the ECE to fall with the loss, but the temperature was chosen by the loss and the ECE may rise.",
    lambda: _certain(n4=True),
)
right_value("temperature.what-is-certain", _certain)

wrong_value(
    "temperature.q1",
    "The odds 16 were divided by 2, where T divides the logarithm of the odds.",
    lambda: 8,
)

# ---------------------------------------------------------------- 12 attention

wrong_value(
    "attention.by-hand",
    "The dot products were not divided by the root of d, so the exponentials are 9, 1 and 4.",
    lambda: ([9 / 14, 1 / 14, 4 / 14], 66 / 14),
)


def _divided_by_d():
    e = np.array([math.sqrt(3), 1, math.sqrt(2)])
    w = e / e.sum()
    return w, w @ [6, 12, 0]


wrong_value(
    "attention.by-hand",
    "The dot products were divided by d = 4, and not by its root.",
    _divided_by_d,
)
right_value("attention.by-hand", lambda: ([Fraction(1, 2), Fraction(1, 6), Fraction(1, 3)], 5))


@wrong(
    "attention.causal-attention",
    "Masked scores are set to 0, not to minus infinity, so later tokens still get weight.",
)
def causal_with_zeros(q, k, v):
    s = q @ k.T / np.sqrt(q.shape[1])
    return _softmax(np.tril(s)) @ v


@wrong(
    "attention.causal-attention",
    "The later keys are struck out after softmax without dividing by the sum again, so the weights do not add up to 1.",
)
def causal_after_softmax(q, k, v):
    w = _softmax(q @ k.T / np.sqrt(q.shape[1]))
    return np.tril(w) @ v


@right("attention.causal-attention")
def causal_query_by_query(q, k, v):
    q, k, v = (np.asarray(a, float) for a in (q, k, v))
    out = []
    for i, query in enumerate(q):
        w = _softmax(k[: i + 1] @ query / math.sqrt(q.shape[1]))
        out.append(w @ v[: i + 1])
    return np.array(out)


@wrong(
    "attention.attention-slopes",
    "The factor 1 over the root of d from the scaled scores is missing in the derivative.",
)
def slopes_without_scale(q, k, v):
    p = _softmax(k @ q / np.sqrt(len(q)))
    return v.T @ (p[:, None] * (k - p @ k))


@wrong(
    "attention.attention-slopes",
    "The result is transposed: it has one row for each entry of the query and not of the output.",
)
def slopes_transposed(q, k, v):
    p = _softmax(k @ q / np.sqrt(len(q)))
    return (k - p @ k).T @ (p[:, None] * v) / np.sqrt(len(q))


@right("attention.attention-slopes")
def slopes_through_jacobian(q, k, v):
    q, k, v = (np.asarray(a, float) for a in (q, k, v))
    root = math.sqrt(q.size)
    p = _softmax(k @ q / root)
    J = np.diag(p) - np.outer(p, p)
    return v.T @ J @ k / root


wrong_value("attention.q1", "That is the variance of the sum; its root was not taken.", lambda: 400)

# ---------------------------------------------------------------- 13 elsewhere


@wrong(
    "elsewhere.policy-gradient",
    "It takes the derivative of the probability of the drawn action, and not of its logarithm.",
)
def policy_slope_of_pi(z, a, r, b):
    pi = _softmax(z)
    slopes = pi[a][:, None] * (np.eye(len(pi))[a] - pi)
    return ((np.asarray(r) - b)[:, None] * slopes).mean(axis=0)


@wrong("elsewhere.policy-gradient", "It adds the draws up and does not average them.")
def policy_summed(z, a, r, b):
    pi = _softmax(z)
    return (np.asarray(r) - b) @ (np.eye(len(pi))[a] - pi)


@right("elsewhere.policy-gradient")
def policy_by_counting(z, a, r, b):
    pi = _softmax(z)
    adv = np.asarray(r, float) - b
    n = len(adv)
    return np.bincount(a, weights=adv, minlength=len(pi)) / n - adv.mean() * pi


@wrong(
    "elsewhere.sampled-loss",
    "It adds log Q where it has to be subtracted, so the scores learn something else than log P.",
)
def sampled_plus_log_q(z, truth, others, Q):
    c = np.concatenate([[truth], others]).astype(int)
    s = np.asarray(z)[c] + np.log(np.asarray(Q)[c])
    return np.logaddexp.reduce(s) - s[0]


@wrong(
    "elsewhere.sampled-loss",
    "It corrects the drawn words by log Q but not the true one, which is a candidate like the others.",
)
def sampled_truth_uncorrected(z, truth, others, Q):
    others = np.asarray(others, int)
    z = np.asarray(z, float)
    s = np.append(z[truth], z[others] - np.log(np.asarray(Q)[others]))
    return np.logaddexp.reduce(s) - s[0]


@right("elsewhere.sampled-loss")
def sampled_gaps(z, truth, others, Q):
    own = z[truth] - math.log(Q[truth])
    gaps = [0.0] + [z[c] - math.log(Q[c]) - own for c in others]
    return float(np.logaddexp.reduce(gaps))


wrong_value(
    "elsewhere.two-ranks",
    "The biases were forgotten; they raise both ranks by one.",
    lambda: (6, 7),
)
wrong_value(
    "elsewhere.two-ranks",
    "The second is the rank that the probabilities can have; their logarithms have only one more than the scores.",
    lambda: (7, 5000),
)
right_value("elsewhere.two-ranks", lambda: [7, 8])

wrong_value(
    "elsewhere.far-enough",
    "The key was counted among its own rivals: half of the weight needs log 200 and not log 201.",
    lambda: (math.log(201), 201 / 2201),
)
wrong_value(
    "elsewhere.far-enough",
    "The weight was divided by ten along with the length of the text; the key competes with itself too, and 200 against 2000 is 1/11.",
    lambda: (5.298, 0.05),
)
right_value("elsewhere.far-enough", lambda: (sp.log(200), sp.Rational(1, 11)))


def _gauge(**changes):
    values = [False, True, True, True, False, False]
    for i, v in changes.items():
        values[int(i[1:])] = v
    names = [
        "subtract log-sum-exp from every score",
        "soft-cap every score",
        "divide every score by the root of d",
        "add a sink and drop it after softmax",
        "add 5 to every score and to the sink",
        "add one vector to every key",
    ]
    return dict(zip(names, values, strict=True))


wrong_value(
    "elsewhere.gauge-or-not",
    "It says that one vector added to every key changes something, though every score of a query rises by the same q · u.",
    lambda: _gauge(n5=True),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "It takes a common divisor for harmless, but it divides the differences as well; it is a temperature.",
    lambda: _gauge(n2=False),
)
right_value("elsewhere.gauge-or-not", _gauge)

wrong_value(
    "elsewhere.q2",
    "It compares the first token with the others, 0.9 to 0.1; the others grow from 0.1 to 1.",
    lambda: 9,
)

# ---------------------------------------------------------------- 14 claims on trial


def _twelve(**changes):
    values = "imprecise true conditional false true conditional false imprecise true conditional false imprecise".split()
    for i, v in changes.items():
        values[int(i[1:])] = v
    names = [
        "Softmax does not notice a common shift, since it is linear.",
        "Two classes with equal scores have equal probabilities.",
        "The formula e^z / sum(e^z) is free of nan in float64.",
        "Without one class, the odds between two others change.",
        "Adding the scores of two models multiplies their odds.",
        "The border between two normal classes is a straight line.",
        "A class whose score is 0 has the probability 0.",
        "Ten equal shares have the most entropy, log 10 ≈ 2.30 bits.",
        "Naive softmax of (-800, -900) in float64 is (nan, nan).",
        "If the answer is right, the cross-entropy is below log 2.",
        "A model that is good enough has a negative cross-entropy.",
        "No class gets exactly 0, since the outputs add up to 1.",
    ]
    return dict(zip(names, values, strict=True))


wrong_value(
    "claims.twelve-sentences",
    "It calls the border straight without condition; the covariances have to be equal.",
    lambda: _twelve(n5="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "It judges the naive softmax of (-800, -900) false because exact softmax is (1, 0); in float64 both exponentials are 0 and 0/0 is nan.",
    lambda: _twelve(n8="false"),
)
right_value("claims.twelve-sentences", _twelve)

wrong_value(
    "claims.counterexamples",
    "The distribution (1/3, 1/3, 1/3) is left as it is by softmax, so it refutes nothing.",
    lambda: (
        ((3, 1), (4, 4)),
        (1 / 3, 1 / 3, 1 / 3),
        ((0, 0, 0), (1, 1, 0)),
        ((1, 0), (2, 2)),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "In (c) one probability rises and both others fall, which agrees with the sentence.",
    lambda: (
        ((3, 1), (4, 4)),
        (0.5, 0.3, 0.2),
        ((0, 0, 0), (1, 0, 0)),
        ((1, 0), (2, 2)),
        (0.7, 0.0947, 0.2053),
    ),
)
right_value(
    "claims.counterexamples",
    lambda: (
        ([5, 0], [6, 6]),
        [0.9, 0.1],
        ([0, 0, 0, 0], [2, 2, 0, 0]),
        ([0, 0, 0], [1, 3, 3]),
        (0.7, 0.0947, 0.2053),
    ),
)


@wrong("claims.lead-needed", "It counts K rivals, where there are K - 1.")
def lead_over_all_k(K, share):
    return np.log(K * share / (1 - share))


@wrong("claims.lead-needed", "It takes the logarithm of the share and not of its odds.")
def lead_from_share(K, share):
    return np.log(share * (K - 1))


@right("claims.lead-needed")
def lead_over_each_rival(K, share):
    each = (1 - share) / (K - 1)
    return math.log(share) - math.log(each)


_CONDITIONS = [
    "z_i - z_j is a log Bayes factor",
    "the gradient is p - y",
    "one-hot in the end as T falls to 0",
    "the most probable class costs least",
]


def _conditions(*functions):
    return dict(zip(_CONDITIONS, functions, strict=True))


def _equal_priors(priors):
    return bool(np.ptp(np.asarray(priors, float)) < 1e-9)


def _sums_to_one(y):
    return abs(math.fsum(np.ravel(y)) - 1) < 1e-9


def _single_top(z):
    s = np.sort(np.asarray(z, float))
    return bool(len(s) == 1 or s[-1] > s[-2])


def _cheapest_is_top(p, cost):
    expected = np.asarray(cost) @ np.asarray(p)
    return bool(expected[np.argmax(p)] <= expected.min() + 1e-12)


wrong_value(
    "claims.conditions",
    "For the gradient it demands a one-hot target, but any target whose entries sum to 1 will do.",
    lambda: _conditions(
        _equal_priors,
        lambda y: sorted(np.ravel(y).tolist()) == [0] * (np.size(y) - 1) + [1],
        _single_top,
        _cheapest_is_top,
    ),
)
wrong_value(
    "claims.conditions",
    "For the last sentence it asks whether all errors cost the same, which is enough but not needed: with other costs the top class may be cheapest too.",
    lambda: _conditions(
        _equal_priors,
        _sums_to_one,
        _single_top,
        lambda p, cost: bool(np.allclose(cost, 1 - np.eye(len(p)))),
    ),
)
right_value(
    "claims.conditions",
    lambda: _conditions(_equal_priors, _sums_to_one, _single_top, _cheapest_is_top),
)


def _referee(**changes):
    values = [True, False, True, False, False, True, False, True, False, False]
    for i, v in changes.items():
        values[int(i[1:])] = v
    names = [
        "softmax(z + c) = softmax(z)",
        "LSE(z + c) = LSE(z)",
        "d LSE / dz_i = softmax(z)_i",
        "dL / db_i = sum of (p - y)_k over all k",
        "one output s: L = (1 - y) log(1 - s) + y log s",
        "J v = p * v - p (p . v)",
        "smoothed target t: L = -log(sum of t_i p_i)",
        "p_i - p_j = (p_i + p_j) tanh((z_i - z_j) / 2)",
        "softmax(12.5, 0.6, -23) = (0.9, 0.09, 0.01)",
        "J is never 0, so learning through it never stalls",
    ]
    return dict(zip(names, values, strict=True))


wrong_value(
    "claims.referee",
    "It lets the loss of one output pass, overlooking that the minus sign before it is missing.",
    lambda: _referee(n4=True),
)
wrong_value(
    "claims.referee",
    "It rejects the formula with tanh, which is right: divide the difference of the exponentials by their sum.",
    lambda: _referee(n7=False),
)
right_value("claims.referee", _referee)


@wrong(
    "claims.smoothed-loss",
    "It is the printed formula again: the logarithm of the mean probability, and not the mean of the logarithms.",
)
def smoothed_log_of_mean(z, label, epsilon):
    p = _softmax(z)
    t = np.full(len(p), epsilon / len(p))
    t[label] += 1 - epsilon
    return -np.log(t @ p)


@wrong(
    "claims.smoothed-loss",
    "It shares epsilon among the other K - 1 classes, so the label does not get its epsilon / K.",
)
def smoothed_among_others(z, label, epsilon):
    z = np.asarray(z, float)
    log_p = z - np.logaddexp.reduce(z)
    t = np.full(len(z), epsilon / (len(z) - 1))
    t[label] = 1 - epsilon
    return -(t * log_p).sum()


@right("claims.smoothed-loss")
def smoothed_as_mixture(z, label, epsilon):
    z = np.asarray(z, float)
    s = z - z.max()
    surprise = math.log(np.exp(s).sum()) - s
    return (1 - epsilon) * surprise[label] + epsilon * surprise.mean()


@wrong("claims.explain", "It always returns the nearest row, however far, and never -1.")
def explain_nearest(answer, candidates):
    d = np.abs(np.asarray(candidates) - np.asarray(answer)).max(axis=1)
    return int(d.argmin())


@wrong(
    "claims.explain",
    "It measures each entry against itself and not against the largest of its row, so a small entry may not be rounded.",
)
def explain_entry_by_entry(answer, candidates):
    for i, row in enumerate(np.asarray(candidates, float)):
        if np.all(np.abs(row - answer) <= 1e-3 * np.abs(row)):
            return i
    return -1


@right("claims.explain")
def explain_by_loop(answer, candidates):
    for i, row in enumerate(candidates):
        size = max(abs(c) for c in row)
        if all(abs(a - c) <= size / 1000 for a, c in zip(answer, row, strict=True)):
            return i
    return -1


wrong_value(
    "claims.q2",
    "It takes the learning signal to vanish like p(1 - p), as if the loss had no steep slope of its own.",
    lambda: 0,
)
wrong_value(
    "claims.q5",
    "Layers and the output were added, 12 and 1; every layer has 12 heads, each with its softmax.",
    lambda: 13,
)
wrong_value(
    "claims.q3",
    "The quotient was cut to a whole number, where two decimals are asked for.",
    lambda: 13,
)
right_value("claims.q3", lambda: round(0.93 / 0.07, 2))
right_value("claims.q5", lambda: 12 * 12)
right_value("training.q2", lambda: Fraction(1, 1200))

if __name__ == "__main__":
    bad = [a for a in ANSWERS if a.wrong]
    print(
        len(bad),
        "wrong,",
        len(ANSWERS) - len(bad),
        "right,",
        len({a.exercise for a in ANSWERS}),
        "ids",
    )
