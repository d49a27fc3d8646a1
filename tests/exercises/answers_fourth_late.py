"""Answers to the exercises of chapters 7 to 13, as strangers might give them (fourth, 2)."""

import math
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction

import numpy as np
import sympy as sp
from collection import Collection

ANSWERS = Collection()
wrong, right = ANSWERS.wrong, ANSWERS.right
wrong_value, right_value = ANSWERS.wrong_value, ANSWERS.right_value


def _soft(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _log_soft(z):
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


# ---------------------------------------------------------------- chapter 7: jacobian

wrong_value(
    "jacobian.q1",
    "The sign is missing: a rise of dog's score lowers the probability of cat.",
    lambda: 0.094,
)
wrong_value("jacobian.q1", "It is p(1 - p) of cat, the rate by cat's own score.", lambda: 0.137)
wrong_value(
    "jacobian.q1",
    "It is the rate of dog's probability by its own score, p(1 - p) of dog.",
    lambda: "0.100",
)
wrong_value(
    "jacobian.q1", "It is minus the product of cat and bird instead of cat and dog.", lambda: -0.043
)
wrong_value(
    "jacobian.q1", "It is minus the probability of dog, without the factor of cat.", lambda: -0.113
)
wrong_value(
    "jacobian.q1",
    "The product was given in per cent, so it is 100 times too large.",
    lambda: -9.447,
)
right_value("jacobian.q1", lambda: "−0.094")
right_value("jacobian.q1", lambda: np.float64(-0.836 * 0.113))
right_value("jacobian.q1", lambda: Fraction(-836 * 113, 10**6))
right_value("jacobian.q1", lambda: Decimal("-0.0945"))

wrong_value(
    "jacobian.q2", "It counts the scores and forgets that the probabilities sum to 1.", lambda: "a"
)
wrong_value(
    "jacobian.q2",
    "The rank is K - 1 at all finite scores and does not depend on them.",
    lambda: "(b)",
)
right_value("jacobian.q2", lambda: "C")
right_value("jacobian.q2", lambda: " (c) ")
wrong_value("jacobian.q4", "The step 1e-15 drowns in rounding.", lambda: "A")
right_value("jacobian.q4", lambda: "b)")

wrong_value(
    "jacobian.by-hand",
    "The off-diagonal entries have a plus sign where there should be a minus.",
    lambda: [[0.25, 0.125, 0.125], [0.125, 0.1875, 0.0625], [0.125, 0.0625, 0.1875]],
)
wrong_value(
    "jacobian.by-hand",
    "It is only the diagonal, p(1 - p), as if softmax acted on each score separately; the terms -p_i p_j are missing.",
    lambda: np.diag([0.25, 0.1875, 0.1875]),
)
wrong_value(
    "jacobian.by-hand",
    "The diagonal is p_i itself: the minus p_i squared is missing there; off the diagonal it is right.",
    lambda: [[0.5, -0.125, -0.125], [-0.125, 0.25, -0.0625], [-0.125, -0.0625, 0.25]],
)
wrong_value(
    "jacobian.by-hand",
    "It is the Jacobian at three equal scores, with all probabilities one third, not at these scores.",
    lambda: [["2/9", "-1/9", "-1/9"], ["-1/9", "2/9", "-1/9"], ["-1/9", "-1/9", "2/9"]],
)
wrong_value(
    "jacobian.by-hand",
    "One entry in the last row is wrong: -1/8 where the product of the second and third probability is 1/16.",
    lambda: [["1/4", "-1/8", "-1/8"], ["-1/8", "3/16", "-1/16"], ["-1/8", "-1/8", "3/16"]],
)
wrong_value(
    "jacobian.by-hand",
    "The whole matrix has the opposite sign: p p^T - diag(p).",
    lambda: np.outer([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]) - np.diag([0.5, 0.25, 0.25]),
)
wrong_value(
    "jacobian.by-hand",
    "It is the Jacobian of log-softmax, I - 1 p^T, not of softmax.",
    lambda: np.eye(3) - np.array([0.5, 0.25, 0.25]),
)


def _jacobian_sympy():
    z = sp.symbols("z0:3")
    total = sum(sp.exp(s) for s in z)
    J = sp.Matrix([sp.exp(s) / total for s in z]).jacobian(z)
    return J.subs({z[0]: sp.log(2), z[1]: 0, z[2]: 0})


right_value("jacobian.by-hand", lambda: _jacobian_sympy().applyfunc(sp.simplify).tolist())
right_value(
    "jacobian.by-hand",
    lambda: [["1/4", "-1/8", "−1/8"], ["-1/8", "3/16", "-1/16"], ["-1/8", "-1/16", "3/16"]],
)
right_value(
    "jacobian.by-hand", lambda: np.diag([0.5, 0.25, 0.25]) - np.outer([2, 1, 1], [2, 1, 1]) / 16
)
right_value(
    "jacobian.by-hand",
    lambda: tuple(
        tuple(Fraction(a, 4) * ((i == j) - Fraction(b, 4)) for j, b in enumerate((2, 1, 1)))
        for i, a in enumerate((2, 1, 1))
    ),
)
right_value(
    "jacobian.by-hand",
    lambda: [[0.25, -0.125, -0.125], [-0.125, 0.1875, -0.0625], [-0.125, -0.0625, 0.1875]],
)

wrong_value(
    "jacobian.nudge",
    "The curvature is the second moment p·v², without the square of the mean.",
    lambda: ([1.25, -0.375, -0.875], 9),
)
wrong_value(
    "jacobian.nudge",
    "Jv is only p times v; the mean of v was not subtracted, and so the second number is the second moment.",
    lambda: ([2, 0, -0.5], 9.0),
)
wrong_value(
    "jacobian.nudge",
    "The mean of v was taken unweighted, 2/3, instead of weighted with p.",
    lambda: ([5 / 3, -1 / 6, -2 / 3], 8.0),
)
wrong_value(
    "jacobian.nudge",
    "The second number is the standard deviation, the root of the variance.",
    lambda: ([1.25, -0.375, -0.875], 2.598),
)
wrong_value(
    "jacobian.nudge",
    "Jv has the mean added instead of subtracted.",
    lambda: ([2.75, 0.375, -0.125], 11.25),
)
wrong_value(
    "jacobian.nudge", "v - p·v was given without the factor p.", lambda: ([2.5, -1.5, -3.5], 6.75)
)
wrong_value(
    "jacobian.nudge",
    "The second number is the squared length of Jv, not v times Jv.",
    lambda: ([1.25, -0.375, -0.875], 2.46875),
)
wrong_value(
    "jacobian.nudge",
    "In Jv the sign of the last entry is wrong.",
    lambda: ((1.25, -0.375, 0.875), 6.75),
)
right_value("jacobian.nudge", lambda: (["5/4", "-3/8", "-7/8"], "27/4"))
right_value(
    "jacobian.nudge", lambda: (np.array([[1.25], [-0.375], [-0.875]]).ravel(), np.array(6.75))
)
right_value(
    "jacobian.nudge", lambda: ((Fraction(5, 4), Fraction(-3, 8), Fraction(-7, 8)), Fraction(27, 4))
)
right_value(
    "jacobian.nudge",
    lambda: [[sp.Rational(5, 4), -sp.Rational(3, 8), -sp.Rational(7, 8)], sp.Rational(27, 4)],
)
right_value(
    "jacobian.nudge", lambda: ([Decimal("1.250"), Decimal("-0.375"), Decimal("-0.875")], "6.75")
)


@wrong(
    "jacobian.backward", "It multiplies p by g only and does not subtract the weighted mean of g."
)
def backward_product_only(p, g):
    return p * g


@wrong(
    "jacobian.backward",
    "It multiplies by p(1 - p) entry by entry, as for a sigmoid: only the diagonal of the Jacobian.",
)
def backward_diagonal_only(p, g):
    return g * p * (1 - p)


@wrong(
    "jacobian.backward",
    "It subtracts the plain mean of g of each row, not the one weighted with p.",
)
def backward_plain_mean(p, g):
    return p * (g - g.mean(axis=1, keepdims=True))


@wrong("jacobian.backward", "The inner product is summed over the whole batch and not row by row.")
def backward_sum_over_batch(p, g):
    return p * (g - (p * g).sum())


@wrong(
    "jacobian.backward",
    "The weighted mean is summed along the batch, axis 0, instead of along the classes.",
)
def backward_wrong_axis(p, g):
    return p * (g - (p * g).sum(axis=0, keepdims=True))


@wrong(
    "jacobian.backward",
    "It divides by the number of rows, though g already holds the gradient of the loss.",
)
def backward_divided_by_n(p, g):
    return p * (g - (p * g).sum(axis=1, keepdims=True)) / len(p)


@wrong("jacobian.backward", "The sign is reversed.")
def backward_negative(p, g):
    return p * (np.einsum("nk,nk->n", p, g)[:, None] - g)


@wrong(
    "jacobian.backward",
    "It applies softmax to p once more though p has already come out of softmax.",
)
def backward_softmax_again(p, g):
    q = _soft(p)
    return q * (g - (q * g).sum(axis=1, keepdims=True))


@wrong("jacobian.backward", "It returns p - g, as if g were the one-hot target of a cross-entropy.")
def backward_p_minus_g(p, g):
    return p - g


@right("jacobian.backward")
def backward_einsum(p, g):
    return p * g - np.einsum("ni,nj,nj->ni", p, p, g)


@right("jacobian.backward")
def backward_loop_of_dots(p, g):
    out = np.empty(np.shape(g))
    for n, (row, back) in enumerate(zip(p, g)):
        mean = float(row @ back)
        for k in range(len(row)):
            out[n, k] = row[k] * (back[k] - mean)
    return out


@right("jacobian.backward")
def backward_pairs_of_differences(p, g):
    return np.array(
        [[sum(a * b * (u - v) for b, v in zip(r, s)) for a, u in zip(r, s)] for r, s in zip(p, g)]
    )


@right("jacobian.backward")
def backward_list_rows(p, g):
    return [list(r * (s - np.inner(r, s))) for r, s in zip(p, g)]


@right("jacobian.backward")
def backward_transposed(p, g):
    a, b = np.asarray(p).T, np.asarray(g).T
    return (a * (b - np.sum(a * b, axis=0))).T


@wrong(
    "jacobian.bias-gradient",
    "It sums over the examples and does not divide by their number: the gradient of the summed loss.",
)
def bias_sum(z, y):
    return (_soft(z) - np.eye(z.shape[1])[y]).sum(axis=0)


@wrong(
    "jacobian.bias-gradient",
    "The mean runs over the classes, axis 1, so there is one number for each example, always 0.",
)
def bias_mean_over_classes(z, y):
    return (_soft(z) - np.eye(z.shape[1])[y]).mean(axis=1)


@wrong(
    "jacobian.bias-gradient",
    "The factor K was left over from the line with the bug: K times too large.",
)
def bias_factor_k(z, y):
    K = z.shape[1]
    return (_soft(z) - np.eye(K)[y]).mean(axis=0) * K


@wrong("jacobian.bias-gradient", "The sign is reversed: label minus prediction.")
def bias_sign(z, y):
    return (np.eye(z.shape[1])[y] - _soft(z)).mean(axis=0)


@wrong(
    "jacobian.bias-gradient",
    "Softmax is taken over the examples, axis 0, instead of over the classes.",
)
def bias_softmax_axis_0(z, y):
    p = np.exp(z - z.max(axis=0))
    p = p / p.sum(axis=0)
    return (p - np.eye(z.shape[1])[y]).mean(axis=0)


@wrong(
    "jacobian.bias-gradient",
    "The mean still runs over everything, so that all classes get the same number (0).",
)
def bias_broadcast_mean(z, y):
    return np.full(z.shape[1], (_soft(z) - np.eye(z.shape[1])[y]).mean())


@wrong(
    "jacobian.bias-gradient",
    "It returns the gradient of every example and does not average over them.",
)
def bias_no_mean(z, y):
    return _soft(z) - np.eye(z.shape[1])[y]


@wrong("jacobian.bias-gradient", "It subtracts the labels from the scores without softmax.")
def bias_without_softmax(z, y):
    return (z - np.eye(z.shape[1])[y]).mean(axis=0)


@right("jacobian.bias-gradient")
def bias_bincount(z, y):
    n, K = z.shape
    return _soft(z).mean(axis=0) - np.bincount(y, minlength=K) / n


@right("jacobian.bias-gradient")
def bias_subtract_at(z, y):
    p = np.array(_soft(z))
    p[np.arange(len(y)), y] -= 1
    return p.sum(axis=0) / len(y)


@right("jacobian.bias-gradient")
def bias_ones_matmul(z, y):
    n = len(z)
    d = _soft(z) - (np.asarray(y)[:, None] == np.arange(z.shape[1]))
    return np.full(n, 1 / n) @ d


@right("jacobian.bias-gradient")
def bias_running_mean(z, y):
    g = [0.0] * z.shape[1]
    for row, c in zip(np.asarray(z, dtype=float).tolist(), list(y)):
        top = max(row)
        e = [math.exp(s - top) for s in row]
        for k in range(len(row)):
            g[k] += (e[k] / math.fsum(e) - (k == c)) / len(z)
    return g


@wrong("jacobian.terms-backward", "It is the formula with the bug, d times (p - t).")
def terms_the_bug(z, t, d):
    return d * (_soft(z) - t)


@wrong(
    "jacobian.terms-backward",
    "The d are right at the targets, but the push p is multiplied by the sum of d, not by the sum of d times t.",
)
def terms_sum_of_d(z, t, d):
    return d.sum() * _soft(z) - d * t


@wrong(
    "jacobian.terms-backward",
    "The targets are taken to sum to 1 and p is weighted with the mean of d.",
)
def terms_mean_of_d(z, t, d):
    return np.mean(d) * _soft(z) - d * t


@wrong(
    "jacobian.terms-backward",
    "The sum of t stands before p and d is multiplied in afterwards: wrong for unequal d.",
)
def terms_any_target_only(z, t, d):
    return d * (t.sum() * _soft(z) - t)


@wrong("jacobian.terms-backward", "The sign of both parts is reversed.")
def terms_sign(z, t, d):
    w = d * t
    return w - w.sum() * _soft(z)


@wrong("jacobian.terms-backward", "It forgets the d in front of t in the second term.")
def terms_forgot_second_d(z, t, d):
    return (d @ t) * _soft(z) - t


@wrong(
    "jacobian.terms-backward", "It assumes that d·t adds up to 1: the factor before p is missing."
)
def terms_no_factor(z, t, d):
    return _soft(z) - d * t


@wrong(
    "jacobian.terms-backward",
    "It is the diagonal alone, each term's slope in its own score, -d t (1 - p).",
)
def terms_own_score_only(z, t, d):
    return -d * t * (1 - _soft(z))


@right("jacobian.terms-backward")
def terms_jacobian_of_log(z, t, d):
    K = len(z)
    J = np.eye(K) - np.tile(_soft(z), (K, 1))
    return -(d * t) @ J


@right("jacobian.terms-backward")
def terms_double_loop(z, t, d):
    p = _soft(z)
    g = np.zeros(len(p))
    for i in range(len(p)):
        for j in range(len(p)):
            g[j] += d[i] * t[i] * (p[j] - (1.0 if i == j else 0.0))
    return g


@right("jacobian.terms-backward")
def terms_through_softmax(z, t, d):
    logs = _log_soft(z)
    weights = np.multiply(d, t)
    return np.exp(logs) * np.sum(weights) - weights


@right("jacobian.terms-backward")
def terms_list(z, t, d):
    p = _soft(z)
    s = math.fsum(float(a) * float(b) for a, b in zip(d, t))
    return [float(s * q - a * b) for q, a, b in zip(p, d, t)]


@wrong("jacobian.any-target", "It is p - y, which needs weights that sum to 1.")
def any_p_minus_y(z, y):
    return _soft(z) - y


@wrong("jacobian.any-target", "It normalises the targets first and so loses their sum as a factor.")
def any_normalised(z, y):
    return _soft(z) - y / y.sum(axis=1, keepdims=True)


@wrong("jacobian.any-target", "The sum of the weights is over the batch, not over each row.")
def any_total_sum(z, y):
    return y.sum() * _soft(z) - y


@wrong("jacobian.any-target", "The sum multiplies y too: it is the row's sum times (p - y).")
def any_sum_times_all(z, y):
    return y.sum(axis=1, keepdims=True) * (_soft(z) - y)


@wrong(
    "jacobian.any-target",
    "It is divided by the number of rows, as for a mean, though every row's own loss was asked for.",
)
def any_mean(z, y):
    return (y.sum(axis=1, keepdims=True) * _soft(z) - y) / len(z)


@wrong(
    "jacobian.any-target",
    "The largest weight was taken for the label, everything else in y is ignored.",
)
def any_argmax(z, y):
    return _soft(z) - np.eye(z.shape[1])[y.argmax(axis=1)]


@wrong("jacobian.any-target", "The sum of y runs along axis 0, over the examples.")
def any_axis_0(z, y):
    return y.sum(axis=0) * _soft(z) - y


@wrong("jacobian.any-target", "It returns the gradient summed over rows, of shape (K,).")
def any_collapsed(z, y):
    return (y.sum(axis=1, keepdims=True) * _soft(z) - y).sum(axis=0)


@right("jacobian.any-target")
def any_einsum(z, y):
    return np.einsum("nj,nk->nk", y, _soft(z)) - y


@right("jacobian.any-target")
def any_by_classes(z, y):
    p, g = _soft(z), 0
    for k in range(z.shape[1]):
        g = g + y[:, [k]] * (p - np.eye(z.shape[1])[k])
    return g


@right("jacobian.any-target")
def any_rows_stacked(z, y):
    return np.stack([np.sum(b) * _soft(a) - b for a, b in zip(z, y)])


@right("jacobian.any-target")
def any_minus_y_log_jacobian(z, y):
    p = _soft(z)
    J = np.eye(z.shape[1])[None] - p[:, None, :]
    return -np.matmul(y[:, None, :], J)[:, 0]


wrong_value(
    "jacobian.impossible",
    "B breaks the rows first: 0.25 + 0 is not 0, though the products are not zero either.",
    lambda: {"A": "possible", "B": "products", "C": "size", "D": "symmetric", "E": "products"},
)
wrong_value(
    "jacobian.impossible",
    "C is said to be possible, but its diagonal is above one quarter.",
    lambda: {"A": "possible", "B": "rows", "C": "possible", "D": "symmetric", "E": "products"},
)
wrong_value(
    "jacobian.impossible",
    "E looks possible, but no probabilities that add up to 1 have these products.",
    lambda: {"A": "possible", "B": "rows", "C": "size", "D": "symmetric", "E": "possible"},
)
wrong_value(
    "jacobian.impossible",
    "D is not symmetric, and that comes first; its rows do add up to 0.",
    lambda: {"A": "possible", "B": "rows", "C": "size", "D": "products", "E": "products"},
)
wrong_value(
    "jacobian.impossible",
    "A is possible (p = 0.2 and 0.8); nothing is too large there.",
    lambda: {"A": "size", "B": "rows", "C": "size", "D": "symmetric", "E": "products"},
)
wrong_value(
    "jacobian.impossible",
    "The answers of B and C are exchanged.",
    lambda: {"A": "possible", "B": "size", "C": "rows", "D": "symmetric", "E": "products"},
)
right_value(
    "jacobian.impossible",
    lambda: {"A": "possible", "B": "rows", "C": "size", "D": "symmetric", "E": "products"},
)
right_value(
    "jacobian.impossible",
    lambda: {"A": "Possible", "B": "Rows", "C": "Size", "D": "Symmetric", "E": "Products"},
)
right_value(
    "jacobian.impossible",
    lambda: OrderedDict(zip("EDCBA", ("products", "symmetric", "size", "rows", "possible"))),
)
right_value(
    "jacobian.impossible",
    lambda: dict(A=" possible", B="rows ", C="SIZE", D="symmetric", E="products"),
)
right_value(
    "jacobian.impossible",
    lambda: {
        k: np.str_(v) for k, v in zip("ABCDE", "possible rows size symmetric products".split())
    },
)

wrong_value(
    "jacobian.read-the-report",
    "(c) is a bad step: in float32 a step of 1e-7 is below the resolution, the gradient may be right.",
    lambda: {"a": "right", "b": "wrong", "c": "wrong", "d": "bad place"},
)
wrong_value(
    "jacobian.read-the-report",
    "(d) is a bad place: the loss does not move there; it says nothing about the gradient.",
    lambda: {"a": "right", "b": "wrong", "c": "bad step", "d": "wrong"},
)
wrong_value(
    "jacobian.read-the-report",
    "(b) has a good step and a good place, so the gradient is wrong.",
    lambda: {"a": "right", "b": "bad step", "c": "bad step", "d": "bad place"},
)
wrong_value(
    "jacobian.read-the-report",
    "(c) and (d) are exchanged.",
    lambda: {"a": "right", "b": "wrong", "c": "bad place", "d": "bad step"},
)
wrong_value(
    "jacobian.read-the-report",
    "An error of 3e-11 is as good as it gets; (a) is right and not wrong.",
    lambda: {"a": "wrong", "b": "wrong", "c": "bad step", "d": "bad place"},
)
wrong_value(
    "jacobian.read-the-report",
    "(d) has the step 1e-5, which is fine: it is the place that is bad.",
    lambda: {"a": "right", "b": "wrong", "c": "bad step", "d": "bad step"},
)
right_value(
    "jacobian.read-the-report",
    lambda: {"a": "right", "b": "wrong", "c": "bad step", "d": "bad place"},
)
right_value(
    "jacobian.read-the-report",
    lambda: {"d": "Bad place", "c": "Bad step", "b": "Wrong", "a": "Right"},
)
right_value(
    "jacobian.read-the-report",
    lambda: dict(zip("abcd", ["RIGHT", "WRONG", "BAD STEP", "BAD PLACE"])),
)
right_value(
    "jacobian.read-the-report",
    lambda: {"a": "right ", "b": " wrong", "c": "bad step", "d": "a bad place"},
)


# ---------------------------------------------------------------- chapter 8: cross-entropy

wrong_value("cross-entropy.q1", "It is in bits, log2 of 8, and not in nats.", lambda: 3)
wrong_value("cross-entropy.q1", "It is the logarithm to base 10.", lambda: 0.903)
wrong_value("cross-entropy.q1", "It is log p with its sign, without the minus.", lambda: -2.079)
wrong_value(
    "cross-entropy.q1",
    "It is the term p times -log p of the entropy, weighted with the probability.",
    lambda: 0.260,
)
wrong_value("cross-entropy.q1", "It is 1 - p, not a logarithm.", lambda: "0.875")
wrong_value(
    "cross-entropy.q1", "It is the surprise at the class not happening, -log(7/8).", lambda: 0.134
)
right_value("cross-entropy.q1", lambda: "2.0794")
right_value("cross-entropy.q1", lambda: sp.log(8))
right_value("cross-entropy.q1", lambda: np.float32(2.0794415))
right_value("cross-entropy.q1", lambda: Decimal("2.079"))
right_value("cross-entropy.q1", lambda: np.array(3 * math.log(2)))
wrong_value(
    "cross-entropy.q2",
    "A perfect model still has the entropy of the data as its cross-entropy.",
    lambda: "a",
)
right_value("cross-entropy.q2", lambda: "(C)")
wrong_value(
    "cross-entropy.q5",
    "The linear price is improper: she gains by reporting certainty.",
    lambda: "(a)",
)
right_value("cross-entropy.q5", lambda: "C")

wrong_value(
    "cross-entropy.surprise",
    "It is the surprise of cat, the largest score, and not of dog.",
    lambda: (0.179, 0.258),
)
wrong_value("cross-entropy.surprise", "The two are exchanged: bits first.", lambda: (3.144, 2.179))
wrong_value(
    "cross-entropy.surprise",
    "The conversion goes the wrong way: nats were multiplied by log 2.",
    lambda: (2.179, 1.510),
)
wrong_value(
    "cross-entropy.surprise", "It is the surprise of bird, the third class.", lambda: (2.979, 4.298)
)
wrong_value(
    "cross-entropy.surprise",
    "The sign is missing: these are the logarithms of the probability.",
    lambda: (-2.179, -3.144),
)
wrong_value(
    "cross-entropy.surprise",
    "It was computed from plain shares, 1/4.2, instead of softmax.",
    lambda: (1.435, 2.070),
)
wrong_value(
    "cross-entropy.surprise", "The second is to base 10, not to base 2.", lambda: (2.179, 0.946)
)
wrong_value(
    "cross-entropy.surprise",
    "It is the log-sum-exp alone, from which the score of dog was not subtracted.",
    lambda: ("3.179", "4.586"),
)
wrong_value(
    "cross-entropy.surprise",
    "The probability was rounded to 0.11 before the logarithm was taken.",
    lambda: (2.207, 3.184),
)
right_value("cross-entropy.surprise", lambda: ("2.179", "3.144"))
right_value(
    "cross-entropy.surprise",
    lambda: (
        np.logaddexp.reduce([3, 1, 0.2]) - 1,
        (np.logaddexp.reduce([3, 1, 0.2]) - 1) / np.log(2),
    ),
)
right_value("cross-entropy.surprise", lambda: np.array([2.17910, 3.14378]))
right_value(
    "cross-entropy.surprise",
    lambda: (
        sp.log(1 + sp.exp(2) + sp.exp(sp.Rational(-4, 5))),
        sp.log(1 + sp.exp(2) + sp.exp(sp.Rational(-4, 5)), 2),
    ),
)
right_value("cross-entropy.surprise", lambda: [np.float64(2.179), Decimal("3.144")])

wrong_value("cross-entropy.two-divergences", "The two are exchanged.", lambda: (0.368, 0.511))
wrong_value(
    "cross-entropy.two-divergences",
    "It gives one value for both, as if the divergence were symmetric.",
    lambda: (0.511, 0.511),
)
wrong_value("cross-entropy.two-divergences", "They are in bits.", lambda: (0.737, 0.531))
wrong_value(
    "cross-entropy.two-divergences",
    "These are the cross-entropies; the entropies have not been subtracted.",
    lambda: (1.204, 0.693),
)
wrong_value("cross-entropy.two-divergences", "The signs are reversed.", lambda: (-0.511, -0.368))
wrong_value(
    "cross-entropy.two-divergences",
    "Entropies of the two distributions, not divergences.",
    lambda: (0.693, 0.325),
)
wrong_value(
    "cross-entropy.two-divergences",
    "The second has the wrong sign at its second term: 0.9 log 1.8 + 0.1 log 5.",
    lambda: (0.511, 0.690),
)
right_value("cross-entropy.two-divergences", lambda: ("0.5108", "0.3681"))
right_value(
    "cross-entropy.two-divergences", lambda: (math.log(5 / 3), 0.9 * math.log(9) - math.log(5))
)
right_value("cross-entropy.two-divergences", lambda: np.array([0.511, 0.368]))
right_value(
    "cross-entropy.two-divergences",
    lambda: (sp.log(sp.Rational(5, 3)), sp.Rational(9, 10) * sp.log(9) - sp.log(5)),
)
right_value(
    "cross-entropy.two-divergences", lambda: (x for x in (Decimal("0.510826"), Decimal("0.368064")))
)


@wrong(
    "cross-entropy.divergence",
    "The roles are exchanged: the model's probabilities are the weights.",
)
def divergence_roles(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * (np.log(p) - np.log(y)), 0).sum(axis=1)


@wrong("cross-entropy.divergence", "It is the cross-entropy: the entropy of y is not subtracted.")
def divergence_cross_entropy(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.where(y > 0, y * np.log(p), 0).sum(axis=1)


@wrong(
    "cross-entropy.divergence", "It gives nan wherever y is 0, since 0 times minus infinity is nan."
)
def divergence_plain(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return (y * np.log(y / p)).sum(axis=1)


@wrong(
    "cross-entropy.divergence",
    "A small number was added to the model, so that a 0 of the model where there is data gives a finite number and not infinity.",
)
def divergence_padded(y, p):
    return (y * (np.log(y + 1e-12) - np.log(p + 1e-12))).sum(axis=1)


@wrong("cross-entropy.divergence", "It is in bits.")
def divergence_bits(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(y > 0, y * np.log2(y / p), 0).sum(axis=1)


@wrong(
    "cross-entropy.divergence",
    "It skips the classes to which the model gives 0, and so says nothing of infinite divergence.",
)
def divergence_skips_zero_models(y, p):
    return np.array(
        [sum(a * np.log(a / b) for a, b in zip(s, t) if a > 0 and b > 0) for s, t in zip(y, p)]
    )


@wrong(
    "cross-entropy.divergence",
    "It is averaged over the rows: one number instead of one for each row.",
)
def divergence_mean(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(y > 0, y * np.log(y / p), 0).sum(axis=1).mean()


@wrong("cross-entropy.divergence", "The sign is reversed: log of p over y.")
def divergence_sign(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(y > 0, y * np.log(p / y), 0).sum(axis=1)


@wrong("cross-entropy.divergence", "It is symmetrised, half of either direction.")
def divergence_symmetric(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.where(y > 0, y * np.log(y / p), 0).sum(axis=1)
        b = np.where(p > 0, p * np.log(p / y), 0).sum(axis=1)
    return (a + b) / 2


@right("cross-entropy.divergence")
def divergence_math_loop(y, p):
    out = []
    for row, model in zip(y.tolist(), p.tolist()):
        d = 0.0
        for a, b in zip(row, model):
            if a == 0:
                continue
            d += a * math.log(a / b) if b > 0 else math.inf
        out.append(d)
    return out


@right("cross-entropy.divergence")
def divergence_scipy(y, p):
    from scipy.special import rel_entr

    return rel_entr(y, p).sum(-1)


@right("cross-entropy.divergence")
def divergence_masked_log(y, p):
    ratio = np.ones_like(y, dtype=float)
    with np.errstate(divide="ignore"):
        np.divide(y, p, out=ratio, where=y > 0)
    return np.einsum("nk,nk->n", y, np.log(ratio, where=y > 0, out=np.zeros_like(ratio)))


@right("cross-entropy.divergence")
def divergence_two_entropies(y, p):
    with np.errstate(divide="ignore", invalid="ignore"):
        h = -np.where(y == 0, 0, y * np.log(np.where(y == 0, 1, y))).sum(1)
        c = -np.where(y == 0, 0, y * np.log(np.where(y == 0, 1, p))).sum(1)
    return c - h


@wrong(
    "cross-entropy.loss",
    "It takes the logarithm of softmax: where the label's probability underflows, the loss is infinite.",
)
def loss_log_of_softmax(z, y):
    with np.errstate(divide="ignore"):
        return -np.log(_soft(z)[np.arange(len(y)), y]).mean()


@wrong(
    "cross-entropy.loss",
    "The log is padded with 1e-12: the loss never exceeds 27.6 however wrong the model is.",
)
def loss_padded_log(z, y):
    return -np.mean(np.log(_soft(z)[np.arange(len(y)), y] + 1e-12))


@wrong(
    "cross-entropy.loss",
    "The exponentials overflow for large scores: the maximum is not subtracted.",
)
def loss_overflows(z, y):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])


@wrong("cross-entropy.loss", "It is the sum over the examples and not the mean.")
def loss_sum(z, y):
    return -_log_soft(z)[np.arange(len(y)), y].sum()


@wrong(
    "cross-entropy.loss",
    "The mean runs over all n times K entries, since the one-hot matrix was averaged: K times too small.",
)
def loss_mean_over_classes(z, y):
    return -(np.eye(z.shape[1])[y] * _log_soft(z)).mean()


@wrong(
    "cross-entropy.loss",
    "The indexing z[:, y] takes every label's column in every row instead of the own one.",
)
def loss_wrong_indexing(z, y):
    return -_log_soft(z)[:, y].mean()


@wrong("cross-entropy.loss", "It is in bits.")
def loss_bits(z, y):
    return -_log_soft(z)[np.arange(len(y)), y].mean() / np.log(2)


@wrong("cross-entropy.loss", "Softmax is applied twice: log-softmax of probabilities.")
def loss_double_softmax(z, y):
    return -_log_soft(_soft(z))[np.arange(len(y)), y].mean()


@wrong(
    "cross-entropy.loss",
    "The maximum of the whole batch is subtracted: a row far below it has only zeros for exponentials, and its loss is infinite or nan.",
)
def loss_batch_maximum(z, y):
    m = z.max()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.mean(np.log(np.exp(z - m).sum(axis=1)) + m - z[np.arange(len(y)), y])


@wrong(
    "cross-entropy.loss",
    "The scores were clipped to -30..30 against overflow, which changes the loss of larger scores.",
)
def loss_clipped(z, y):
    return -_log_soft(np.clip(z, -30, 30))[np.arange(len(y)), y].mean()


@right("cross-entropy.loss")
def loss_logaddexp(z, y):
    return np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y])


@right("cross-entropy.loss")
def loss_row_loop_fsum(z, y):
    losses = []
    for row, c in zip(z.tolist(), list(y)):
        top = max(row)
        losses.append(math.log(math.fsum(math.exp(s - top) for s in row)) + (top - row[c]))
    return math.fsum(losses) / len(losses)


@right("cross-entropy.loss")
def loss_gaps_to_the_label(z, y):
    gaps = z - np.take_along_axis(z, np.asarray(y)[:, None], axis=1)
    return float(np.logaddexp.reduce(gaps, axis=1).mean())


@right("cross-entropy.loss")
def loss_einsum_0d(z, y):
    return np.asarray(-np.einsum("nk,nk->", np.eye(z.shape[1])[y], _log_soft(z)) / len(z))


@right("cross-entropy.loss")
def loss_scipy_choose(z, y):
    from scipy.special import logsumexp

    return np.average([logsumexp(row) - row[c] for row, c in zip(z, y)])


@wrong(
    "cross-entropy.gradient",
    "It is the gradient of the sum: the division by the number of rows is missing.",
)
def gradient_of_sum(z, y):
    g = _soft(z)
    g[np.arange(len(y)), y] -= 1
    return g


@wrong("cross-entropy.gradient", "It divides by n times K, as np.mean over everything would.")
def gradient_over_nk(z, y):
    return (_soft(z) - np.eye(z.shape[1])[y]) / z.size


@wrong(
    "cross-entropy.gradient", "Divided by the number of classes instead of the number of examples."
)
def gradient_over_k(z, y):
    return (_soft(z) - np.eye(z.shape[1])[y]) / z.shape[1]


@wrong("cross-entropy.gradient", "It is y - p: the direction of the step, not the gradient.")
def gradient_sign(z, y):
    return (np.eye(z.shape[1])[y] - _soft(z)) / len(z)


@wrong(
    "cross-entropy.gradient",
    "It is multiplied by p(1 - p) as well, a second factor of the slope that cross-entropy does not have.",
)
def gradient_extra_slope(z, y):
    p = _soft(z)
    return (p - np.eye(z.shape[1])[y]) * p * (1 - p) / len(z)


@wrong(
    "cross-entropy.gradient",
    "It subtracts the class number from every entry of the row instead of the one-hot vector.",
)
def gradient_class_number(z, y):
    return (_soft(z) - np.asarray(y)[:, None]) / len(z)


@wrong(
    "cross-entropy.gradient",
    "Only the entry of the label is filled; the pushes on all other classes are missing.",
)
def gradient_label_only(z, y):
    g = np.zeros(z.shape)
    rows = np.arange(len(y))
    g[rows, y] = (_soft(z)[rows, y] - 1) / len(y)
    return g


@wrong(
    "cross-entropy.gradient",
    "The derivative in the probabilities, -1/p at the label, not in the scores.",
)
def gradient_in_probabilities(z, y):
    g = np.zeros(z.shape)
    rows = np.arange(len(y))
    g[rows, y] = -1 / np.maximum(_soft(z)[rows, y], 1e-300) / len(y)
    return g


@right("cross-entropy.gradient")
def gradient_subtract_at(z, y):
    g = _soft(z) / len(z)
    np.subtract.at(g, (np.arange(len(y)), y), 1 / len(z))
    return g


@right("cross-entropy.gradient")
def gradient_sigmoids(z, y):
    n, K = z.shape
    out = np.zeros((n, K))
    for i in range(n):
        for k in range(K):
            out[i, k] = (np.exp(z[i, k] - np.logaddexp.reduce(z[i])) - (y[i] == k)) / n
    return out


@right("cross-entropy.gradient")
def gradient_library(z, y):
    from scipy.special import softmax

    return np.divide(
        softmax(z, axis=1) - (np.arange(z.shape[1]) == np.reshape(y, (-1, 1))), z.shape[0]
    )


@right("cross-entropy.gradient")
def gradient_list_of_lists(z, y):
    P = _soft(z)
    return [[(P[i, k] - int(k == c)) / len(P) for k in range(P.shape[1])] for i, c in enumerate(y)]


wrong_value(
    "cross-entropy.smoothing",
    "It took the other definition, epsilon over K - 1 for the others and 0.9 for the label: log 81.",
    lambda: (4.394, 0.545),
)
wrong_value(
    "cross-entropy.smoothing",
    "The target has 0.9 for the label and 0.01 for the others, which does not sum to 1: the label's own share of epsilon was left out.",
    lambda: (4.500, 0.509),
)
wrong_value(
    "cross-entropy.smoothing",
    "The loss is said to be 0 at the best gap, but a smoothed target has an entropy.",
    lambda: (4.511, 0),
)
wrong_value("cross-entropy.smoothing", "The two are exchanged.", lambda: (0.500, 4.511))
wrong_value(
    "cross-entropy.smoothing",
    "The loss is the surprise of the label alone, -log 0.91.",
    lambda: (4.511, 0.094),
)
wrong_value(
    "cross-entropy.smoothing",
    "In the entropy only one of the nine other classes is counted.",
    lambda: (4.511, 0.132),
)
wrong_value("cross-entropy.smoothing", "Both are in bits.", lambda: (6.508, 0.722))
wrong_value(
    "cross-entropy.smoothing",
    "The gap is the odds themselves, 91, without the logarithm.",
    lambda: (91, 0.500),
)
right_value("cross-entropy.smoothing", lambda: ("4.5109", "0.5003"))
right_value(
    "cross-entropy.smoothing",
    lambda: (
        sp.log(91),
        -sp.Rational(91, 100) * sp.log(sp.Rational(91, 100)) + sp.Rational(9, 100) * sp.log(100),
    ),
)
right_value(
    "cross-entropy.smoothing",
    lambda: (math.log(0.91) - math.log(0.01), -0.91 * math.log(0.91) - 9 * 0.01 * math.log(0.01)),
)
right_value("cross-entropy.smoothing", lambda: [np.float32(4.511), np.array(0.5003)])

_PRICES = (
    "-log p_k",
    "sum of (p - y)^2",
    "1 - p_k",
    "(1 - p_k)^2",
    "0 if the largest p is right, else 1",
    "-p_k / length of p",
)


def _prices(*words):
    return dict(zip(_PRICES, words))


wrong_value(
    "cross-entropy.honest",
    "The price 1 - p_k pays for certainty: it is improper, not proper.",
    lambda: _prices(
        "strictly proper", "strictly proper", "proper", "improper", "proper", "strictly proper"
    ),
)
wrong_value(
    "cross-entropy.honest",
    "(1 - p_k)² looks like the Brier score, but with three classes it is improper.",
    lambda: _prices(
        "strictly proper",
        "strictly proper",
        "improper",
        "strictly proper",
        "proper",
        "strictly proper",
    ),
)
wrong_value(
    "cross-entropy.honest",
    "The 0-1 price is proper, though not strictly: it is least for the truth, among others.",
    lambda: _prices(
        "strictly proper", "strictly proper", "improper", "improper", "improper", "strictly proper"
    ),
)
wrong_value(
    "cross-entropy.honest",
    "The spherical price -p_k / length is strictly proper; it was thought improper like 1 - p_k.",
    lambda: _prices(
        "strictly proper", "strictly proper", "improper", "improper", "proper", "improper"
    ),
)
wrong_value(
    "cross-entropy.honest",
    "Only the logarithm is thought strictly proper; the Brier score is strictly proper too.",
    lambda: _prices(
        "strictly proper", "proper", "improper", "improper", "proper", "strictly proper"
    ),
)
wrong_value(
    "cross-entropy.honest",
    "The 0-1 price is not strict: any report with the same largest class costs the same.",
    lambda: _prices(
        "strictly proper",
        "strictly proper",
        "improper",
        "improper",
        "strictly proper",
        "strictly proper",
    ),
)
right_value(
    "cross-entropy.honest",
    lambda: _prices(
        "strictly proper", "strictly proper", "improper", "improper", "proper", "strictly proper"
    ),
)
right_value(
    "cross-entropy.honest",
    lambda: _prices(
        *map(
            str.upper,
            (
                "strictly proper",
                "strictly proper",
                "improper",
                "improper",
                "proper",
                "strictly proper",
            ),
        )
    ),
)
right_value(
    "cross-entropy.honest",
    lambda: OrderedDict(
        reversed(
            list(
                _prices(
                    "Strictly proper",
                    "Strictly proper",
                    "Improper",
                    "Improper",
                    "Proper",
                    "Strictly proper",
                ).items()
            )
        )
    ),
)
right_value(
    "cross-entropy.honest",
    lambda: _prices(
        *(
            np.str_(w)
            for w in (
                "strictly proper ",
                "strictly proper",
                " improper",
                "improper",
                "proper",
                "strictly proper",
            )
        )
    ),
)


@wrong(
    "cross-entropy.perplexity",
    "The product of the probabilities underflows to 0 for a long text, and the perplexity becomes infinite.",
)
def perplexity_of_product(p):
    with np.errstate(divide="ignore"):
        return np.prod(p) ** (-1 / len(p))


@wrong(
    "cross-entropy.perplexity",
    "It is the mean surprise, the cross-entropy, without the exponential.",
)
def perplexity_no_exp(p):
    return -np.mean(np.log(p))


@wrong(
    "cross-entropy.perplexity", "It takes e to the power of the surprise in bits: bases are mixed."
)
def perplexity_mixed_bases(p):
    return np.exp(-np.mean(np.log2(p)))


@wrong(
    "cross-entropy.perplexity",
    "It is the reciprocal of the arithmetic mean of p, not of the geometric one.",
)
def perplexity_arithmetic(p):
    return 1 / np.mean(p)


@wrong(
    "cross-entropy.perplexity", "It averages 1/p, an arithmetic mean instead of the geometric one."
)
def perplexity_mean_reciprocal(p):
    return np.mean(1 / np.asarray(p))


@wrong(
    "cross-entropy.perplexity",
    "The surprises are summed and not averaged, so it is 1 over the probability of the whole text.",
)
def perplexity_sum(p):
    with np.errstate(over="ignore"):
        return np.exp(-np.sum(np.log(p)))


@wrong(
    "cross-entropy.perplexity",
    "The minus is missing: it is the geometric mean of the probabilities, below 1.",
)
def perplexity_below_one(p):
    return np.exp(np.mean(np.log(p)))


@wrong(
    "cross-entropy.perplexity",
    "It takes p for a whole distribution and weights the surprises with p: exp of an entropy.",
)
def perplexity_of_distribution(p):
    return np.exp(-np.sum(p * np.log(p)))


@wrong("cross-entropy.perplexity", "It divides by one token less than there are.")
def perplexity_n_minus_1(p):
    return np.exp(-np.log(p).sum() / max(len(p) - 1, 1))


@right("cross-entropy.perplexity")
def perplexity_bits(p):
    return 2.0 ** np.mean(-np.log2(p))


@right("cross-entropy.perplexity")
def perplexity_roots_first(p):
    n = len(p)
    return math.prod(float(x) ** (-1 / n) for x in p)


@right("cross-entropy.perplexity")
def perplexity_statistics(p):
    import statistics

    return math.exp(statistics.fmean(-math.log(x) for x in p))


@right("cross-entropy.perplexity")
def perplexity_decimal(p):
    logs = [Decimal(repr(float(x))).ln() for x in p]
    return float((-sum(logs) / len(logs)).exp())


@right("cross-entropy.perplexity")
def perplexity_scipy_gmean(p):
    from scipy.stats import gmean

    return 1 / gmean(p)


# ---------------------------------------------------------------- chapter 9: cross-entropy or squared error

wrong_value("ce-vs-mse.q5", "It is the hinge, 0, and not the cross-entropy.", lambda: 0)
wrong_value(
    "ce-vs-mse.q5", "Only one of the two other classes is counted: log(1 + 1/e).", lambda: 0.313
)
wrong_value("ce-vs-mse.q5", "It is in bits.", lambda: 0.796)
wrong_value(
    "ce-vs-mse.q5", "It is the probability of the first class, not its surprise.", lambda: "0.576"
)
wrong_value(
    "ce-vs-mse.q5", "It is the surprise of one of the wrong classes, one nat more.", lambda: 1.551
)
wrong_value("ce-vs-mse.q5", "The sign of the gap is reversed, log(1 + 2e).", lambda: 1.862)
right_value("ce-vs-mse.q5", lambda: "0.551")
right_value("ce-vs-mse.q5", lambda: sp.log(1 + 2 / sp.E))
right_value("ce-vs-mse.q5", lambda: Decimal("0.55144"))
right_value("ce-vs-mse.q5", lambda: np.logaddexp.reduce(np.array([10.0, 9, 9])) - 10)
wrong_value("ce-vs-mse.q2", "Near 0 the factor a(1 - a) has nearly vanished.", lambda: "A")
right_value("ce-vs-mse.q2", lambda: " B ")
right_value("ce-vs-mse.q3", lambda: "(c)")
wrong_value(
    "ce-vs-mse.q4",
    "Softmax of raw outputs in 0..1 has a ceiling near 0.23 for ten classes.",
    lambda: "(b)",
)

wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "The signs are missing: both slopes are negative, since a rising score lowers the losses.",
    lambda: (0.9, 0.162, 5.556),
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "These are the slopes in a, -1/a and -2(1 - a), not in the score.",
    lambda: (-10, -1.8, 5.556),
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "The second lacks one factor 1 - a: it is 2a(1 - a) alone.",
    lambda: (-0.9, -0.18, 5),
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth", "The ratio is upside down.", lambda: (-0.9, -0.162, 0.18)
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "The factor 2 of the square was forgotten, as if it were halved.",
    lambda: (-0.9, -0.081, 11.11),
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "The factor of the slope was squared the wrong way: (1 - a) a² instead of (1 - a)² a.",
    lambda: (-0.9, -0.018, 50),
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth", "The two slopes are exchanged.", lambda: (-0.162, -0.9, 5.556)
)
wrong_value(
    "ce-vs-mse.slopes-at-a-tenth",
    "The square was taken with the target 0: a² (1 - a) with a plus.",
    lambda: (-0.9, 0.018, -50),
)
right_value("ce-vs-mse.slopes-at-a-tenth", lambda: ("-9/10", "-162/1000", "50/9"))
right_value(
    "ce-vs-mse.slopes-at-a-tenth", lambda: (Fraction(-9, 10), Fraction(-162, 1000), Fraction(50, 9))
)
right_value("ce-vs-mse.slopes-at-a-tenth", lambda: ("−0.9", "−0.162", "5.56"))
right_value(
    "ce-vs-mse.slopes-at-a-tenth",
    lambda: np.array([0.1 - 1, -2 * (0.9**2) * 0.1, 1 / (2 * 0.1 * 0.9)]),
)
right_value(
    "ce-vs-mse.slopes-at-a-tenth", lambda: (Decimal("-0.9"), Decimal("-0.162"), Decimal(50) / 9)
)


def _half_square(z, y):
    p = _soft(z)
    return p, p - np.eye(z.shape[1])[np.asarray(y)]


@wrong("ce-vs-mse.squared-gradient", "It is p - y, the gradient of the cross-entropy.")
def squared_p_minus_y(z, y):
    return _half_square(z, y)[1]


@wrong("ce-vs-mse.squared-gradient", "It is twice too large, the gradient without the one half.")
def squared_without_half(z, y):
    p, e = _half_square(z, y)
    return 2 * p * (e - (p * e).sum(axis=1, keepdims=True))


@wrong(
    "ce-vs-mse.squared-gradient",
    "It multiplies by p(1 - p) entry by entry, only the diagonal of the Jacobian of softmax.",
)
def squared_diagonal(z, y):
    p, e = _half_square(z, y)
    return e * p * (1 - p)


@wrong(
    "ce-vs-mse.squared-gradient",
    "It is averaged over the rows, though each row's own gradient was asked for.",
)
def squared_mean(z, y):
    p, e = _half_square(z, y)
    return p * (e - (p * e).sum(axis=1, keepdims=True)) / len(z)


@wrong("ce-vs-mse.squared-gradient", "The exponentials overflow for large scores and give nan.")
def squared_overflow(z, y):
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    e = p - np.eye(z.shape[1])[np.asarray(y)]
    return p * (e - (p * e).sum(axis=1, keepdims=True))


@wrong(
    "ce-vs-mse.squared-gradient",
    "The inner product of p and p - y is summed over the batch, axis 0.",
)
def squared_axis_0(z, y):
    p, e = _half_square(z, y)
    return p * (e - (p * e).sum(axis=0))


@wrong(
    "ce-vs-mse.squared-gradient",
    "It is the gradient of the squared error of the raw scores, without softmax.",
)
def squared_of_raw_scores(z, y):
    return z - np.eye(z.shape[1])[np.asarray(y)]


@wrong("ce-vs-mse.squared-gradient", "The sign is reversed, as for the step.")
def squared_sign(z, y):
    p, e = _half_square(z, y)
    return p * ((p * e).sum(axis=1, keepdims=True) - e)


@wrong(
    "ce-vs-mse.squared-gradient",
    "The maximum of the whole batch is subtracted, so a row far below it is 0/0.",
)
def squared_batch_max(z, y):
    with np.errstate(invalid="ignore"):
        w = np.exp(z - np.max(z))
        p = w / w.sum(axis=1, keepdims=True)
    e = p - np.eye(z.shape[1])[np.asarray(y)]
    return p * (e - (p * e).sum(axis=1, keepdims=True))


@right("ce-vs-mse.squared-gradient")
def squared_full_jacobian(z, y):
    p, e = _half_square(z, y)
    J = np.stack([np.diag(r) - np.outer(r, r) for r in p])
    return np.einsum("nij,nj->ni", J, e)


@right("ce-vs-mse.squared-gradient")
def squared_expanded(z, y):
    p = _soft(z)
    rows = np.arange(len(z))
    own = p[rows, y]
    g = p * (p - (p**2).sum(axis=1)[:, None] + own[:, None])
    g[rows, y] -= own
    return g


@right("ce-vs-mse.squared-gradient")
def squared_rows(z, y):
    out = []
    for row, c in zip(z, y):
        p = np.exp(row - np.logaddexp.reduce(row))
        e = p.copy()
        e[c] -= 1
        out.append(p * e - p * np.dot(p, e))
    return np.vstack(out)


@right("ce-vs-mse.squared-gradient")
def squared_longdouble(z, y):
    p, e = _half_square(np.asarray(z, dtype=np.longdouble), y)
    return (p * (e - np.sum(p * e, axis=-1, keepdims=True))).astype(float)


def _sig(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


@wrong(
    "ce-vs-mse.lead-after",
    "The lead grows by half of what it should: only the true score moves, the other one stays.",
)
def lead_only_true_score(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = _sig(lead)
        lead += 2 * a * (1 - a) ** 2
    return lead


@wrong(
    "ce-vs-mse.lead-after", "It takes the neuron with one score, a(1 - a)², instead of two scores."
)
def lead_one_neuron(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = _sig(lead)
        lead += a * (1 - a) ** 2
    return lead


@wrong(
    "ce-vs-mse.lead-after", "These are the steps of the cross-entropy, not of the squared error."
)
def lead_by_cross_entropy(gap, steps):
    lead = -gap
    for _ in range(steps):
        lead += 2 * (1 - _sig(lead))
    return lead


@wrong("ce-vs-mse.lead-after", "The true class begins ahead by the gap instead of behind.")
def lead_wrong_start(gap, steps):
    lead = gap
    for _ in range(steps):
        a = _sig(lead)
        lead += 4 * a * (1 - a) ** 2
    return lead


@wrong("ce-vs-mse.lead-after", "It takes one step too many.")
def lead_one_more(gap, steps):
    lead = -gap
    for _ in range(steps + 1):
        a = _sig(lead)
        lead += 4 * a * (1 - a) ** 2
    return lead


@wrong(
    "ce-vs-mse.lead-after", "The one half of the loss was left out, so all steps are twice as long."
)
def lead_without_half(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = _sig(lead)
        lead += 8 * a * (1 - a) ** 2
    return lead


@wrong(
    "ce-vs-mse.lead-after",
    "It returns the gap that is left, positive while the true class is behind: the sign is reversed.",
)
def lead_as_gap(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = _sig(lead)
        lead += 4 * a * (1 - a) ** 2
    return -lead


@wrong("ce-vs-mse.lead-after", "The steps go uphill: the gradient is added, not subtracted.")
def lead_uphill(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = _sig(lead)
        lead -= 4 * a * (1 - a) ** 2
    return lead


@wrong(
    "ce-vs-mse.lead-after", "The slope is computed once, at the start, and multiplied by the steps."
)
def lead_constant_slope(gap, steps):
    a = _sig(-gap)
    return -gap + steps * 4 * a * (1 - a) ** 2


@wrong("ce-vs-mse.lead-after", "It returns the probability of the true class, not its lead.")
def lead_as_probability(gap, steps):
    lead = -gap
    for _ in range(steps):
        a = _sig(lead)
        lead += 4 * a * (1 - a) ** 2
    return _sig(lead)


@right("ce-vs-mse.lead-after")
def lead_by_scores(gap, steps):
    z = np.array([[0.0, float(gap)]])
    for _ in range(steps):
        p, e = _half_square(z, [0])
        z = z - p * (e - (p * e).sum())
    return z[0, 0] - z[0, 1]


@right("ce-vs-mse.lead-after")
def lead_recursive_while(gap, steps):
    lead, left = -float(gap), int(steps)
    while left > 0:
        q = 1 / (1 + np.exp(lead))
        lead, left = lead + 4 * (1 - q) * q * q, left - 1
    return np.float64(lead)


@right("ce-vs-mse.lead-after")
def lead_by_tanh(gap, steps):
    lead = -gap / 1
    for _ in range(steps):
        t = math.tanh(lead / 2)
        lead += (1 - t * t) * (1 - t) / 2
    return np.array(lead)


@right("ce-vs-mse.lead-after")
def lead_by_two_numbers(gap, steps):
    true, other = -gap / 2, gap / 2
    for _ in range(steps):
        p = _sig(true - other)
        move = 2 * p * (1 - p) ** 2
        true, other = true + move, other - move
    return true - other


wrong_value(
    "ce-vs-mse.steepest",
    "The factor a(1 - a) alone is largest at one half; the error was left out.",
    lambda: (0.5, 0.25),
)
wrong_value(
    "ce-vs-mse.steepest",
    "It is the slope of a²(1 - a), the same curve seen from the other side: 2/3 belongs to the target 0.",
    lambda: ("2/3", "8/27"),
)
wrong_value(
    "ce-vs-mse.steepest",
    "The error is largest at 0, but there the slope is 0, not 1.",
    lambda: (0, 1),
)
wrong_value(
    "ce-vs-mse.steepest",
    "The place is right, the slope is that at one half, 1/4.",
    lambda: (1 / 3, 0.25),
)
wrong_value(
    "ce-vs-mse.steepest",
    "The slope is half of what is right, as for half the square.",
    lambda: ("1/3", "4/27"),
)
wrong_value(
    "ce-vs-mse.steepest",
    "It is a squared times 1 - a at 1/3, 2/27; the square belongs to 1 - a.",
    lambda: ("1/3", "2/27"),
)
wrong_value(
    "ce-vs-mse.steepest",
    "The score, -log 2, was given instead of the answer a = 1/3.",
    lambda: (-0.693, 8 / 27),
)
wrong_value("ce-vs-mse.steepest", "The two numbers are exchanged.", lambda: ("8/27", "1/3"))
right_value("ce-vs-mse.steepest", lambda: ("1/3", "8/27"))
right_value("ce-vs-mse.steepest", lambda: (Fraction(1, 3), Fraction(8, 27)))
right_value("ce-vs-mse.steepest", lambda: [0.3333, 0.2963])
right_value(
    "ce-vs-mse.steepest",
    lambda: (sp.Rational(1, 3), 2 * sp.Rational(1, 3) * (1 - sp.Rational(1, 3)) ** 2),
)
right_value("ce-vs-mse.steepest", lambda: np.array([1 / 3, 8 / 27]))

wrong_value(
    "ce-vs-mse.ceiling",
    "The calibration error is given as if the network were right in all cases with confidence 1: 0.",
    lambda: (0.475, 0),
)
wrong_value(
    "ce-vs-mse.ceiling", "It counts four wrong classes: e over e + 4.", lambda: (0.405, 0.595)
)
wrong_value("ce-vs-mse.ceiling", "The two numbers are exchanged.", lambda: (0.525, 0.475))
wrong_value(
    "ce-vs-mse.ceiling",
    "It is the ceiling for ten classes, as in the chapter, not for four.",
    lambda: (0.232, 0.768),
)
wrong_value(
    "ce-vs-mse.ceiling",
    "The zeros were left out of softmax, so the result is certain.",
    lambda: (1.0, 0.0),
)
wrong_value(
    "ce-vs-mse.ceiling",
    "The error has the wrong sign: confidence minus accuracy.",
    lambda: (0.475, -0.525),
)
wrong_value("ce-vs-mse.ceiling", "They are in per cent.", lambda: (47.5, 52.5))
wrong_value("ce-vs-mse.ceiling", "It uses base 2 instead of e: 2 over 5.", lambda: (0.4, 0.6))
wrong_value(
    "ce-vs-mse.ceiling",
    "The accuracy was taken to be one quarter, chance, though the network is right on every example.",
    lambda: (0.475, 0.225),
)
right_value("ce-vs-mse.ceiling", lambda: ("0.475", "0.525"))
right_value("ce-vs-mse.ceiling", lambda: (math.e / (math.e + 3), 3 / (math.e + 3)))
right_value("ce-vs-mse.ceiling", lambda: (sp.E / (sp.E + 3), 1 - sp.E / (sp.E + 3)))
right_value(
    "ce-vs-mse.ceiling", lambda: {"confidence": 0.4754, "calibration_error": 0.5246}.values()
)
right_value("ce-vs-mse.ceiling", lambda: (np.float32(0.47536689), Decimal("0.52463311")))

_FOLLOWS = (
    "cross-entropy is better for this network",
    "squared error cannot train a classifier",
    "the raw square can get 94 % right here",
    "another start would give the same order",
    "the shared rate may have decided the order",
    "softmax of the raw outputs is 94 % sure",
)
wrong_value(
    "ce-vs-mse.what-follows",
    "That cross-entropy is better does not follow from runs at one shared rate.",
    lambda: dict(zip(_FOLLOWS, (True, False, True, False, True, False))),
)
wrong_value(
    "ce-vs-mse.what-follows",
    "That the squared error was behind does not mean that it cannot train a classifier.",
    lambda: dict(zip(_FOLLOWS, (False, True, True, False, True, False))),
)
wrong_value(
    "ce-vs-mse.what-follows",
    "That the square can reach 94 % was seen in the report.",
    lambda: dict(zip(_FOLLOWS, (False, False, False, False, True, False))),
)
wrong_value(
    "ce-vs-mse.what-follows",
    "From one run of each loss nothing follows about another start.",
    lambda: dict(zip(_FOLLOWS, (False, False, True, True, True, False))),
)
wrong_value(
    "ce-vs-mse.what-follows",
    "The rate was shared, so it may have decided who was ahead.",
    lambda: dict(zip(_FOLLOWS, (False, False, True, False, False, False))),
)
wrong_value(
    "ce-vs-mse.what-follows",
    "Accuracy is not confidence: softmax of raw outputs is not nearly so sure.",
    lambda: dict(zip(_FOLLOWS, (False, False, True, False, True, True))),
)
right_value(
    "ce-vs-mse.what-follows", lambda: dict(zip(_FOLLOWS, (False, False, True, False, True, False)))
)
right_value(
    "ce-vs-mse.what-follows", lambda: dict(zip(_FOLLOWS, np.array([0, 0, 1, 0, 1, 0], dtype=bool)))
)
right_value("ce-vs-mse.what-follows", lambda: dict(zip(_FOLLOWS, (0, 0, 1, 0, 1, 0))))
right_value(
    "ce-vs-mse.what-follows",
    lambda: {k: ("True" if i in (2, 4) else "False") for i, k in enumerate(_FOLLOWS)},
)


def _margins(scores, y):
    rows = np.arange(len(y))
    m = 1 + scores - scores[rows, y][:, None]
    return np.maximum(0, m), rows


@wrong(
    "ce-vs-mse.hinge-loss",
    "The true class is not left out: it adds its own margin, 1 for each row.",
)
def hinge_true_class_too(scores, y):
    return _margins(scores, y)[0].sum(axis=1).mean()


@wrong(
    "ce-vs-mse.hinge-loss",
    "It takes only the largest hinge of each row instead of the sum over the wrong classes.",
)
def hinge_largest_only(scores, y):
    m, rows = _margins(scores, y)
    m[rows, y] = 0
    return m.max(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "It sums over the rows and does not take the mean.")
def hinge_sum(scores, y):
    m, rows = _margins(scores, y)
    m[rows, y] = 0
    return m.sum()


@wrong("ce-vs-mse.hinge-loss", "It also averages over the classes: K times too small.")
def hinge_mean_everything(scores, y):
    m, rows = _margins(scores, y)
    m[rows, y] = 0
    return m.mean()


@wrong(
    "ce-vs-mse.hinge-loss",
    "The difference has the wrong sign: it charges for wrong classes that lie behind.",
)
def hinge_sign(scores, y):
    rows = np.arange(len(y))
    m = np.maximum(0, 1 - (scores - scores[rows, y][:, None]))
    m[rows, y] = 0
    return m.sum(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "The margin is missing: a wrong class costs only when it is ahead.")
def hinge_no_margin(scores, y):
    rows = np.arange(len(y))
    return np.maximum(0, scores - scores[rows, y][:, None]).sum(axis=1).mean()


@wrong(
    "ce-vs-mse.hinge-loss",
    "The cut at 0 comes after the sum, so that classes far behind pay for others.",
)
def hinge_cut_after_sum(scores, y):
    rows = np.arange(len(y))
    m = 1 + scores - scores[rows, y][:, None]
    m[rows, y] = 0
    return np.maximum(0, m.sum(axis=1)).mean()


@wrong("ce-vs-mse.hinge-loss", "The hinges are squared.")
def hinge_squared(scores, y):
    m, rows = _margins(scores, y)
    m[rows, y] = 0
    return (m**2).sum(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "It takes softmax of the scores first; the hinge compares scores.")
def hinge_of_probabilities(scores, y):
    m, rows = _margins(_soft(scores), y)
    m[rows, y] = 0
    return m.sum(axis=1).mean()


@right("ce-vs-mse.hinge-loss")
def hinge_all_minus_one(scores, y):
    own = np.take_along_axis(scores, np.asarray(y)[:, None], axis=1)
    return np.clip(scores - own + 1, 0, None).sum(axis=1).mean() - 1


@right("ce-vs-mse.hinge-loss")
def hinge_python_loops(scores, y):
    total = 0.0
    for row, c in zip(scores.tolist(), list(y)):
        total += sum(max(0.0, s - row[c] + 1) for k, s in enumerate(row) if k != c)
    return total / len(scores)


@right("ce-vs-mse.hinge-loss")
def hinge_boolean_mask(scores, y):
    n, K = scores.shape
    others = np.arange(K) != np.asarray(y)[:, None]
    short = 1 - (scores[~others][:, None] - scores[others].reshape(n, K - 1))
    return np.einsum("nk->", short * (short > 0)) / n


@right("ce-vs-mse.hinge-loss")
def hinge_absolute_values(scores, y):
    n, K = scores.shape
    m = 1 + scores - scores[np.arange(n), y].reshape(-1, 1)
    relu = (m + abs(m)) / 2
    return np.array((relu * (1 - np.eye(K)[y])).sum() / n)


# ---------------------------------------------------------------- chapter 10: training

wrong_value(
    "training.q2", "The rate must become smaller by the number of images, not larger.", lambda: 1200
)
wrong_value("training.q2", "The same rate makes steps that are 1200 times as long.", lambda: 1)
wrong_value("training.q2", "It is one over the root of the number of images.", lambda: 0.0289)
wrong_value("training.q2", "It divides by the images and the ten classes.", lambda: "1/12000")
wrong_value("training.q2", "A slip of the decimal point: ten times too large.", lambda: 0.00833)
wrong_value(
    "training.q2",
    "Two over the number of images, as if it were a bound for the step.",
    lambda: Fraction(2, 1200),
)
right_value("training.q2", lambda: "1/1200")
right_value("training.q2", lambda: Fraction(1, 1200))
right_value("training.q2", lambda: 8.3333e-4)
right_value("training.q2", lambda: sp.Rational(1, 1200))
wrong_value(
    "training.q5",
    "The weights grow like the logarithm of the steps, so they do not stand still.",
    lambda: "a",
)
right_value("training.q5", lambda: "(C)")
right_value("training.q3", lambda: "D")
wrong_value(
    "training.q1",
    "The scores become ten times as far apart, and so does the loss; it does not stay.",
    lambda: "A",
)

wrong_value(
    "training.first-losses",
    "The third is rounded wrongly: 10.8249 is 10.82 and not 10.83.",
    lambda: (2.30, 6.91, 10.83),
)
wrong_value("training.first-losses", "These are in bits, base 2.", lambda: (3.32, 9.97, 15.62))
wrong_value("training.first-losses", "These are logarithms to base 10.", lambda: (1, 3, 4.70))
wrong_value(
    "training.first-losses",
    "These are the probabilities 1/K, not the surprises.",
    lambda: (0.1, 0.001, 0.00002),
)
wrong_value(
    "training.first-losses",
    "The sign is reversed: log of 1/K without the minus.",
    lambda: (-2.30, -6.91, -10.82),
)
wrong_value(
    "training.first-losses",
    "The mean was taken over the classes too: divided by K.",
    lambda: (0.23, 0.0069, 0.0002),
)
wrong_value(
    "training.first-losses", "These are the floors of a double softmax.", lambda: (1.46, 5.91, 9.82)
)
wrong_value(
    "training.first-losses",
    "The second is that of 10,000 classes, not of 1000.",
    lambda: (2.30, 9.21, 10.82),
)
wrong_value(
    "training.first-losses",
    "The order is from the largest to the smallest.",
    lambda: (10.82, 6.91, 2.30),
)
right_value("training.first-losses", lambda: ("2.30", "6.91", "10.82"))
right_value("training.first-losses", lambda: tuple(map(math.log, (10, 1000, 50257))))
right_value("training.first-losses", lambda: np.log([10, 1e3, 50257]))
right_value("training.first-losses", lambda: [sp.log(k) for k in (10, 1000, 50257)])
right_value("training.first-losses", lambda: (Decimal(k).ln() for k in (10, 1000, 50257)))


def _error(W, X, y):
    p = _soft(X @ W.T)
    p[np.arange(len(X)), y] -= 1
    return p


@wrong(
    "training.one-step",
    "It takes the summed gradient: the division by the number of examples is missing.",
)
def step_summed(W, X, y, rate):
    return W - rate * _error(W, X, y).T @ X


@wrong("training.one-step", "The step goes uphill: the gradient is added.")
def step_uphill(W, X, y, rate):
    return W + rate * _error(W, X, y).T @ X / len(X)


@wrong("training.one-step", "It changes the old weights in place.")
def step_in_place(W, X, y, rate):
    W -= rate * _error(W, X, y).T @ X / len(X)
    return W


@wrong("training.one-step", "It returns the gradient and not the new weights.")
def step_only_gradient(W, X, y, rate):
    return _error(W, X, y).T @ X / len(X)


@wrong("training.one-step", "It leaves the bias, the last column, where it is.")
def step_bias_frozen(W, X, y, rate):
    new = W.copy()
    new[:, :-1] -= rate * (_error(W, X, y).T @ X / len(X))[:, :-1]
    return new


@wrong("training.one-step", "It divides by n K, a mean over the classes as well.")
def step_over_nk(W, X, y, rate):
    return W - rate * _error(W, X, y).T @ X / (len(X) * len(W))


@wrong("training.one-step", "Softmax runs over the examples, axis 0, and not over the classes.")
def step_softmax_axis(W, X, y, rate):
    z = X @ W.T
    p = np.exp(z - z.max(axis=0))
    p /= p.sum(axis=0)
    return W - rate * (p - np.eye(len(W))[y]).T @ X / len(X)


@wrong(
    "training.one-step",
    "The exponentials overflow where the scores are large, and the weights become nan.",
)
def step_overflow(W, X, y, rate):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(X @ W.T)
        p = e / e.sum(axis=1, keepdims=True)
    return W - rate * (p - np.eye(len(W))[y]).T @ X / len(X)


@wrong(
    "training.one-step",
    "Another slope p(1 - p) is multiplied in, as if it were squared error with a sigmoid.",
)
def step_extra_slope(W, X, y, rate):
    p = _soft(X @ W.T)
    return W - rate * ((p - np.eye(len(W))[y]) * p * (1 - p)).T @ X / len(X)


@wrong(
    "training.one-step",
    "It takes a step for each example one after the other, with the weights moving in between.",
)
def step_stochastic(W, X, y, rate):
    V = W.copy()
    for x, c in zip(X, y):
        p = _soft(V @ x)
        p[c] -= 1
        V -= rate / len(X) * np.outer(p, x)
    return V


@right("training.one-step")
def step_einsum(W, X, y, rate):
    return W - np.einsum("nk,nd->kd", _error(W, X, y), X) * (rate / X.shape[0])


@right("training.one-step")
def step_outer_products(W, X, y, rate):
    g = sum(np.outer(_soft(W @ x) - np.eye(len(W))[c], x) for x, c in zip(X, y))
    return np.subtract(W, rate / len(y) * g)


@right("training.one-step")
def step_copy_then_minus(W, X, y, rate):
    V = np.array(W, dtype=float, copy=True)
    V -= rate * np.dot(_error(W, X, y).T, X) / len(X)
    return V


@right("training.one-step")
def step_class_by_class(W, X, y, rate):
    logs = _log_soft(np.matmul(X, np.transpose(W)))
    new = np.zeros_like(W, dtype=float)
    for k in range(W.shape[0]):
        new[k] = W[k] - rate * ((np.exp(logs[:, k]) - (np.asarray(y) == k))[:, None] * X).mean(
            axis=0
        )
    return new


@right("training.one-step")
def step_scipy(W, X, y, rate):
    from scipy.special import softmax

    n = len(X)
    Y = np.zeros((n, len(W)))
    Y[range(n), y] = 1
    return W - rate * (X.T @ (softmax(X @ W.T, axis=1) - Y)).T / n


@wrong("training.floor", "It counts K instead of K - 1 other classes.")
def floor_k_others(K):
    return math.log(1 + K / math.e)


@wrong("training.floor", "It is log K, the first loss and not the floor.")
def floor_log_k(K):
    return math.log(K)


@wrong("training.floor", "It is 0, the floor of a single softmax.")
def floor_zero(K):
    return 0.0


@wrong(
    "training.floor", "It is the highest probability, e / (e + K - 1), without the minus logarithm."
)
def floor_as_probability(K):
    return math.e / (math.e + K - 1)


@wrong("training.floor", "The number for ten classes is returned for every K.")
def floor_ten_classes(K):
    return 1.4612


@wrong(
    "training.floor",
    "The exponent has the wrong sign: log(1 + (K - 1) e), the worst loss and not the best.",
)
def floor_wrong_sign(K):
    return math.log(1 + (K - 1) * math.e)


@wrong("training.floor", "It is in bits.")
def floor_bits(K):
    return math.log2(1 + (K - 1) / math.e)


@wrong("training.floor", "The minus is missing: log of the probability, a negative number.")
def floor_negative(K):
    return math.log(math.e / (math.e + K - 1))


@wrong("training.floor", "It rounds to two decimals too early.")
def floor_rounded(K):
    return round(math.log(1 + (K - 1) / math.e), 2)


@right("training.floor")
def floor_two_logs(K):
    return math.log(math.e + K - 1) - 1


@right("training.floor")
def floor_sympy(K):
    return sp.log(1 + sp.Integer(int(K) - 1) / sp.E).evalf(30)


@right("training.floor")
def floor_lse_of_one_hot(K):
    one_hot = np.zeros(K)
    one_hot[0] = 1.0
    return np.logaddexp.reduce(one_hot) - 1


@right("training.floor")
def floor_log1p(K):
    return np.log1p((K - 1) * np.exp(-1.0))


@right("training.floor")
def floor_decimal(K):
    e = Decimal(1).exp()
    return -(e / (e + K - 1)).ln()


_LOGS = (
    "first loss 147.4",
    "first loss 0.2303",
    "first loss 26.1, then falling",
    "no loss below 1.4612",
    "loss 2.30, 1.48, 1.45, 2.96, 3.73",
    "loss 1e-4 and falling, weights growing",
)
wrong_value(
    "training.read-the-log",
    "147.4 is 64 times log 10, the sum over the batch, and not large weights; 26.1 is the large weights: the two are exchanged.",
    lambda: dict(zip(_LOGS, "bedafc")),
)
wrong_value(
    "training.read-the-log",
    "The first two are exchanged: a mean over classes makes the loss smaller, a sum larger.",
    lambda: dict(zip(_LOGS, "edbafc")),
)
wrong_value(
    "training.read-the-log",
    "Falling loss and growing weights on separable data are no fault; the rate is not too large there, it is in the fifth run.",
    lambda: dict(zip(_LOGS, "debacf")),
)
wrong_value(
    "training.read-the-log",
    "The fourth and the sixth are exchanged: 1.4612 is the floor of a double softmax for ten classes, and the last run is separable data.",
    lambda: dict(zip(_LOGS, "debcfa")),
)
wrong_value(
    "training.read-the-log",
    "The loss that jumps about is due to the rate, not to the initial weights, as it starts at log 10; the third starts high for its weights.",
    lambda: dict(zip(_LOGS, "defabc")),
)
wrong_value(
    "training.read-the-log",
    "0.2303 is a tenth of log 10, the mean over the classes, not a double softmax.",
    lambda: dict(zip(_LOGS, "dabefc")),
)
right_value("training.read-the-log", lambda: dict(zip(_LOGS, "debafc")))
right_value("training.read-the-log", lambda: dict(zip(_LOGS, "DEBAFC")))
right_value(
    "training.read-the-log", lambda: dict(zip(_LOGS, ("(d)", "(e)", "(b)", "(a)", "(f)", "(c)")))
)
right_value(
    "training.read-the-log", lambda: {k: f" {v} " for k, v in reversed(list(zip(_LOGS, "debafc")))}
)


@wrong(
    "training.safe-rate",
    "It uses 2 over the largest eigenvalue and forgets the one half of softmax's curvature: half of what the theorem allows.",
)
def rate_without_half(X):
    return 2 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]


@wrong(
    "training.safe-rate",
    "The matrix is not divided by the number of examples: the rate is n times too small.",
)
def rate_not_mean(X):
    return 4 / np.linalg.eigvalsh(X.T @ X)[-1]


@wrong(
    "training.safe-rate",
    "It takes the smallest eigenvalue instead of the largest, so that the rate is far too large.",
)
def rate_smallest(X):
    return 4 / np.linalg.eigvalsh(X.T @ X / len(X))[0]


@wrong(
    "training.safe-rate",
    "The features were centred first: a covariance matrix instead of the mean of x x^T.",
)
def rate_covariance(X):
    return 4 / np.linalg.eigvalsh(np.cov(X.T, bias=True))[-1]


@wrong(
    "training.safe-rate",
    "It takes the trace, the sum of the eigenvalues, instead of the largest: the rate is safe, but not the bound of the theorem.",
)
def rate_trace(X):
    return 4 / np.trace(X.T @ X / len(X))


@wrong("training.safe-rate", "It takes the largest singular value of X without the square.")
def rate_singular_value(X):
    return 4 / (np.linalg.norm(X, 2) / len(X))


@wrong(
    "training.safe-rate",
    "It uses one quarter, the bound of the sigmoid for two classes with one score, instead of one half.",
)
def rate_quarter(X):
    return 8 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]


@wrong("training.safe-rate", "It is the curvature itself and not the rate.")
def rate_is_curvature(X):
    return 0.5 * np.linalg.eigvalsh(X.T @ X / len(X))[-1]


@wrong(
    "training.safe-rate", "The column of ones is dropped: the curvature of the bias is not counted."
)
def rate_without_bias(X):
    F = X[:, :-1]
    return 4 / np.linalg.eigvalsh(F.T @ F / len(F))[-1]


@wrong(
    "training.safe-rate",
    "It is one over the curvature, the best step, not the bound 2 over the curvature.",
)
def rate_one_over(X):
    return 1 / (0.5 * np.linalg.eigvalsh(X.T @ X / len(X))[-1])


@right("training.safe-rate")
def rate_spectral_norm(X):
    return 4 * len(X) / np.linalg.norm(X, ord=2) ** 2


@right("training.safe-rate")
def rate_svd(X):
    return 4.0 / (np.linalg.svd(X / np.sqrt(X.shape[0]), compute_uv=False).max() ** 2)


@right("training.safe-rate")
def rate_gram_matrix(X):
    return 4 * len(X) / np.linalg.eigvalsh(X @ X.T).max()


@right("training.safe-rate")
def rate_sum_of_outers(X):
    M = sum(np.outer(x, x) for x in X) / len(X)
    return 2 / (max(np.linalg.eigvals(M).real) / 2)


@right("training.safe-rate")
def rate_scipy(X):
    from scipy.linalg import eigh

    d = X.shape[1]
    top = eigh(
        np.einsum("ni,nj->ij", X, X) / len(X), eigvals_only=True, subset_by_index=[d - 1, d - 1]
    )
    return top.item() ** -1 * 4


def _forward(A, B, X, y):
    s = X @ A.T
    h = np.maximum(0, s)
    e = _soft(h @ B.T)
    e[np.arange(len(X)), y] -= 1
    return s, h, e


@wrong("training.hidden-gradient", "The mask of the hidden units that are off is missing.")
def hidden_no_mask(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return (e @ B).T @ X / len(X)


@wrong("training.hidden-gradient", "It is the gradient of the sum, not of the mean.")
def hidden_sum(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return (e @ B * (s > 0)).T @ X


@wrong(
    "training.hidden-gradient",
    "It multiplies by h instead of by the mask h > 0: the value instead of the slope.",
)
def hidden_times_h(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return (e @ B * h).T @ X / len(X)


@wrong("training.hidden-gradient", "It is the gradient with respect to B, the last layer.")
def hidden_gradient_of_b(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return e.T @ h / len(X)


@wrong(
    "training.hidden-gradient", "The mask is turned round: gradients pass where the unit is off."
)
def hidden_mask_reversed(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return (e @ B * (s <= 0)).T @ X / len(X)


@wrong(
    "training.hidden-gradient",
    "The forward pass leaves the hidden layer linear; only backwards the mask is applied.",
)
def hidden_linear_forward(A, B, X, y):
    s = X @ A.T
    e = _soft(s @ B.T)
    e[np.arange(len(X)), y] -= 1
    return (e @ B * (s > 0)).T @ X / len(X)


@wrong("training.hidden-gradient", "It is transposed: shape (d, units).")
def hidden_transposed(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return X.T @ (e @ B * (s > 0)) / len(X)


@wrong("training.hidden-gradient", "The sign is reversed, y - p.")
def hidden_sign(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return -(e @ B * (s > 0)).T @ X / len(X)


@wrong(
    "training.hidden-gradient",
    "The mask takes the sign, so it sends minus the gradient through units that are off instead of 0.",
)
def hidden_sign_mask(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return (e @ B * np.sign(s)).T @ X / len(X)


@right("training.hidden-gradient")
def hidden_einsum(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return np.einsum("nk,ku,nu,nd->ud", e, B, (s > 0).astype(float), X) / len(X)


@right("training.hidden-gradient")
def hidden_example_loop(A, B, X, y):
    G = np.zeros_like(A, dtype=float)
    for x, c in zip(X, y):
        h = np.where(A @ x > 0, A @ x, 0)
        p = _soft(B @ h)
        p[c] -= 1
        back = B.T @ p
        back[h == 0] = 0
        G += np.outer(back, x) / len(X)
    return G


@right("training.hidden-gradient")
def hidden_heaviside(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return (np.heaviside(s, 0) * (e @ B)).T.dot(X / X.shape[0])


@right("training.hidden-gradient")
def hidden_unit_by_unit(A, B, X, y):
    s, h, e = _forward(A, B, X, y)
    return np.array([((e @ B[:, u]) * (s[:, u] > 0)) @ X / len(X) for u in range(len(A))])


wrong_value(
    "training.a-thousand-times",
    "The margin was multiplied instead of divided by: 6.91 times 0.5.",
    lambda: (3.45, 1000),
)
wrong_value(
    "training.a-thousand-times", "The margin was left out of the growth.", lambda: (6.91, 1000)
)
wrong_value(
    "training.a-thousand-times",
    "The loss is said to fall like the logarithm of the steps, not like one over them.",
    lambda: (13.82, 6.91),
)
wrong_value(
    "training.a-thousand-times", "The growth uses the logarithm to base 10.", lambda: (6.00, 1000)
)
wrong_value(
    "training.a-thousand-times",
    "The weights are taken to grow a thousandfold.",
    lambda: (1000, 1000),
)
wrong_value(
    "training.a-thousand-times",
    "The loss is divided by the steps squared.",
    lambda: (13.82, 1000000),
)
wrong_value(
    "training.a-thousand-times",
    "The factor was given as a multiplier, 0.001, where the divisor was asked for.",
    lambda: (13.82, 0.001),
)
wrong_value(
    "training.a-thousand-times",
    "Two decades instead of three: growth and factor are those of a hundred times as many steps.",
    lambda: (9.21, 100),
)
wrong_value(
    "training.a-thousand-times",
    "The growth is in bits, log2 of 1000 over the margin.",
    lambda: (19.93, 1000),
)
right_value("training.a-thousand-times", lambda: ("13.82", "1000.00"))
right_value(
    "training.a-thousand-times", lambda: (sp.log(1000) / sp.Rational(1, 2), sp.Integer(1000))
)
right_value("training.a-thousand-times", lambda: np.array([13.8155, 1e3]))
right_value("training.a-thousand-times", lambda: [2 * math.log(1000), 10**3])
right_value("training.a-thousand-times", lambda: (Decimal("13.82"), Fraction(1000)))


# ---------------------------------------------------------------- chapter 11: temperature

wrong_value("temperature.q1", "It is the ratio of the odds, 16 / 2, without logarithms.", lambda: 8)
wrong_value("temperature.q1", "It is 1/T, the inverse temperature.", lambda: 0.25)
wrong_value(
    "temperature.q1",
    "It is the logarithm of the ratio of the odds, log 8, not the ratio of the logarithms.",
    lambda: 2.079,
)
wrong_value("temperature.q1", "At T = 2 the odds are the square root, 4 to 1.", lambda: "2")
wrong_value("temperature.q1", "It counts the halvings from 16 to 2, three.", lambda: 3)
wrong_value("temperature.q1", "It is the logarithm of 16 in nats.", lambda: 2.773)
right_value("temperature.q1", lambda: "4")
right_value("temperature.q1", lambda: math.log(16) / math.log(2))
right_value("temperature.q1", lambda: sp.simplify(sp.log(16) / sp.log(2)))
right_value("temperature.q1", lambda: np.array(4.0))
right_value("temperature.q1", lambda: Fraction(4, 1))
wrong_value(
    "temperature.q3", "The loss is never 0 and still falls as the scores grow.", lambda: "B"
)
right_value("temperature.q3", lambda: "(a)")
wrong_value("temperature.q2", "On 100 photographs chance alone gives that much.", lambda: "a")
right_value("temperature.q5", lambda: "B.")

wrong_value(
    "temperature.hot-and-cold",
    "The first are the probabilities at T = 1, 9/14, 4/14 and 1/14.",
    lambda: (["9/14", "4/14", "1/14"], ["1/2", "1/2", "0"]),
)
wrong_value(
    "temperature.hot-and-cold",
    "The scores were multiplied by 2, not divided: T = 1/2.",
    lambda: (["81/98", "16/98", "1/98"], ["1/2", "1/2", "0"]),
)
wrong_value(
    "temperature.hot-and-cold",
    "In the cold the tie is broken: all goes to the first.",
    lambda: (["1/2", "1/3", "1/6"], [1, 0, 0]),
)
wrong_value(
    "temperature.hot-and-cold",
    "The limit is that of great heat, one third each.",
    lambda: ([0.5, 0.333, 0.167], [0.333, 0.333, 0.333]),
)
wrong_value(
    "temperature.hot-and-cold",
    "Both tied classes get 1, so the limit does not sum to 1.",
    lambda: ([0.5, 0.333, 0.167], [1, 1, 0]),
)
wrong_value(
    "temperature.hot-and-cold",
    "The numbers 9 and 4 in the logarithms were halved instead of the scores: 4.5 : 2 : 1.",
    lambda: ([0.6, 0.267, 0.133], [0.5, 0.5, 0]),
)
wrong_value(
    "temperature.hot-and-cold",
    "The zero score got no share: 3/5 and 2/5.",
    lambda: ([0.6, 0.4, 0], [0.5, 0.5, 0]),
)
wrong_value(
    "temperature.hot-and-cold",
    "The two vectors are exchanged.",
    lambda: ([0.5, 0.5, 0], [0.5, 0.333, 0.167]),
)
wrong_value(
    "temperature.hot-and-cold",
    "The square roots were not divided by their sum.",
    lambda: ([3, 2, 1], [0.5, 0.5, 0]),
)
right_value("temperature.hot-and-cold", lambda: (["1/2", "1/3", "1/6"], ["1/2", "1/2", "0"]))
right_value("temperature.hot-and-cold", lambda: ((0.5, 0.333, 0.167), (0.5, 0.5, 0.0)))
right_value("temperature.hot-and-cold", lambda: np.array([[3, 2, 1], [3, 3, 0]]) / 6)
right_value(
    "temperature.hot-and-cold",
    lambda: ([Fraction(k, 6) for k in (3, 2, 1)], (Fraction(1, 2), Fraction(1, 2), 0)),
)
right_value(
    "temperature.hot-and-cold",
    lambda: ([sp.Rational(k, 6) for k in (3, 2, 1)], [sp.S.Half, sp.S.Half, sp.S.Zero]),
)


@wrong("temperature.scaled-softmax", "The scores are multiplied by T instead of divided.")
def scaled_times(z, T):
    return _soft(np.asarray(z) * T)


@wrong(
    "temperature.scaled-softmax",
    "It divides the probabilities by T and normalises again, which changes nothing.",
)
def scaled_probabilities_divided(z, T):
    p = _soft(np.asarray(z)) / T
    return p / p.sum(axis=-1, keepdims=True)


@wrong("temperature.scaled-softmax", "The exponentials of z / T overflow in the cold and give nan.")
def scaled_overflow(z, T):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(np.asarray(z) / T)
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "temperature.scaled-softmax",
    "It raises the probabilities at T = 1 to the power 1/T: in great cold all powers underflow to 0, and 0/0 is nan.",
)
def scaled_powers(z, T):
    with np.errstate(under="ignore", invalid="ignore", divide="ignore"):
        p = _soft(np.asarray(z)) ** (1 / T)
        return p / p.sum(axis=-1, keepdims=True)


@wrong(
    "temperature.scaled-softmax",
    "z is divided by T first: in great cold the quotients are infinite, and infinity minus infinity is nan.",
)
def scaled_divide_first(z, T):
    with np.errstate(over="ignore", invalid="ignore"):
        s = np.asarray(z) / T
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@wrong("temperature.scaled-softmax", "The sum runs along the first axis instead of the last.")
def scaled_first_axis(z, T):
    e = np.exp((np.asarray(z) - np.max(z)) / T)
    return e / e.sum(axis=0)


@wrong(
    "temperature.scaled-softmax", "The sum runs over the whole array, so the rows do not sum to 1."
)
def scaled_whole_array(z, T):
    e = np.exp((np.asarray(z) - np.max(z, axis=-1, keepdims=True)) / T)
    return e / e.sum()


@wrong(
    "temperature.scaled-softmax",
    "The temperature is bounded below by 0.1, so that colder ones are ignored.",
)
def scaled_bounded(z, T):
    z = np.asarray(z)
    return _soft((z - z.max(axis=-1, keepdims=True)) / max(T, 0.1))


@wrong(
    "temperature.scaled-softmax",
    "axis=1 is written where the last axis is meant: it fails for a single vector and is wrong for three axes.",
)
def scaled_axis_one(z, T):
    z = np.asarray(z)
    e = np.exp((z - z.max(axis=1, keepdims=True)) / T)
    return e / e.sum(axis=1, keepdims=True)


@wrong("temperature.scaled-softmax", "It forgets T altogether.")
def scaled_no_temperature(z, T):
    return _soft(np.asarray(z))


@right("temperature.scaled-softmax")
def scaled_shift_then_divide(z, T):
    with np.errstate(over="ignore"):
        return _soft(np.subtract(z, np.max(z, axis=-1, keepdims=True)) / T)


@right("temperature.scaled-softmax")
def scaled_apply_along_axis(z, T):
    def row(r):
        with np.errstate(over="ignore"):
            w = np.exp((r - r.max()) / T)
        return w / w.sum()

    return np.apply_along_axis(row, -1, np.asarray(z, dtype=float))


@right("temperature.scaled-softmax")
def scaled_einsum(z, T):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore", under="ignore"):
        w = np.exp((z - np.amax(z, axis=-1)[..., None]) / T)
    return np.einsum("...k,...->...k", w, 1 / np.einsum("...k->...", w))


@right("temperature.scaled-softmax")
def scaled_transpose_trick(z, T):
    z = np.moveaxis(np.asarray(z, dtype=float), -1, 0)
    with np.errstate(over="ignore"):
        w = np.exp((z - z.max(axis=0)) / T)
    return np.moveaxis(w / sum(w), 0, -1)


wrong_value("temperature.ten-answers", "The two numbers are exchanged.", lambda: (0.05, 0.07))
wrong_value(
    "temperature.ten-answers",
    "The gaps of the bins are averaged without weights: (0.05 + 0.10 + 0.05) / 3.",
    lambda: (0.0667, 0.05),
)
wrong_value(
    "temperature.ten-answers",
    "The gaps were added with their signs, so that the last bin makes up for others: 0.05.",
    lambda: (0.05, 0.05),
)
wrong_value("temperature.ten-answers", "The gaps are added without weights.", lambda: (0.20, 0.05))
wrong_value(
    "temperature.ten-answers",
    "The largest gap is taken for the expected one.",
    lambda: (0.1, 0.05),
)
wrong_value(
    "temperature.ten-answers",
    "The distances are averaged for the second number too.",
    lambda: (0.07, 0.07),
)
wrong_value(
    "temperature.ten-answers",
    "Confidence was subtracted from accuracy.",
    lambda: (0.07, -0.05),
)
wrong_value(
    "temperature.ten-answers",
    "The three differences were averaged without weights.",
    lambda: (0.07, 0.1 / 3),
)
wrong_value("temperature.ten-answers", "They are in per cent.", lambda: (7, 5))
wrong_value(
    "temperature.ten-answers",
    "The gaps are squared: a root mean square instead of a mean of sizes.",
    lambda: (0.0742, 0.05),
)
wrong_value(
    "temperature.ten-answers",
    "One minus the accuracy was taken for the calibration error, 0.3.",
    lambda: (0.3, 0.05),
)
right_value("temperature.ten-answers", lambda: ("0.07", "0.05"))
right_value("temperature.ten-answers", lambda: (Fraction(7, 100), Fraction(1, 20)))
right_value(
    "temperature.ten-answers",
    lambda: (np.average([0.05, 0.10, 0.05], weights=[4, 4, 2]), 0.75 - 0.7),
)
right_value("temperature.ten-answers", lambda: [Decimal("0.07"), Decimal("0.05")])
right_value("temperature.ten-answers", lambda: (sp.Rational("0.07"), "1/20"))


def _hits(p, y):
    c = p.max(axis=1)
    return c, (p.argmax(axis=1) == np.asarray(y)).astype(float)


@wrong(
    "temperature.expected-calibration-error",
    "The bins are closed on the left, so that values on a boundary go to the bin above.",
)
def ece_closed_left(p, y, bins=10):
    c, hit = _hits(p, y)
    which = np.minimum((c * bins).astype(int), bins - 1)
    return abs(np.bincount(which, weights=hit - c, minlength=bins)).sum() / len(c)


@wrong(
    "temperature.expected-calibration-error",
    "The bins are not weighted with their share of the examples: a plain mean over the occupied bins.",
)
def ece_unweighted(p, y, bins=10):
    c, hit = _hits(p, y)
    which = np.ceil(bins * c).astype(int)
    return np.mean([abs((hit - c)[which == b].mean()) for b in np.unique(which)])


@wrong(
    "temperature.expected-calibration-error",
    "The gaps keep their signs, so that bins that are too sure and too modest cancel.",
)
def ece_signed(p, y, bins=10):
    c, hit = _hits(p, y)
    return abs((c - hit).mean())


@wrong(
    "temperature.expected-calibration-error",
    "It takes the distance example by example, without bins.",
)
def ece_no_bins(p, y, bins=10):
    c, hit = _hits(p, y)
    return abs(c - hit).mean()


@wrong(
    "temperature.expected-calibration-error",
    "It takes the probability of the label, not of the answer, as the confidence.",
)
def ece_label_probability(p, y, bins=10):
    hit = _hits(p, y)[1]
    c = p[np.arange(len(p)), y]
    which = np.ceil(bins * c).astype(int)
    return abs(np.bincount(which, weights=hit - c)).sum() / len(c)


@wrong(
    "temperature.expected-calibration-error",
    "It compares the accuracy with the middle of the bin, not with the mean confidence in it.",
)
def ece_bin_middles(p, y, bins=10):
    c, hit = _hits(p, y)
    which = np.ceil(bins * c).astype(int)
    return abs(np.bincount(which, weights=hit - (which - 0.5) / bins)).sum() / len(c)


@wrong(
    "temperature.expected-calibration-error", "The argument bins is ignored: there are always ten."
)
def ece_always_ten(p, y, bins=10):
    c, hit = _hits(p, y)
    return abs(np.bincount(np.ceil(10 * c).astype(int), weights=hit - c)).sum() / len(c)


@wrong(
    "temperature.expected-calibration-error",
    "The bins hold equal numbers of examples instead of having equal width.",
)
def ece_equal_mass(p, y, bins=10):
    c, hit = _hits(p, y)
    order = np.argsort(c, kind="stable")
    return sum(abs((hit - c)[part].sum()) for part in np.array_split(order, bins)) / len(c)


@wrong("temperature.expected-calibration-error", "It is the largest gap of a bin, the MCE.")
def ece_maximum(p, y, bins=10):
    c, hit = _hits(p, y)
    which = np.ceil(bins * c).astype(int)
    return max(abs((hit - c)[which == b].mean()) for b in np.unique(which))


@wrong(
    "temperature.expected-calibration-error",
    "The bins divide the range from 1/K to 1 instead of 0 to 1.",
)
def ece_from_chance(p, y, bins=10):
    c, hit = _hits(p, y)
    low = 1 / p.shape[1]
    which = np.ceil(bins * (c - low) / (1 - low)).astype(int).clip(0)
    return abs(np.bincount(which, weights=hit - c)).sum() / len(c)


@wrong(
    "temperature.expected-calibration-error",
    "Where a bin holds no example its mean is nan, and so is the result.",
)
def ece_nan_for_empty_bins(p, y, bins=10):
    c, hit = _hits(p, y)
    which = np.ceil(bins * c).astype(int)
    total = 0.0
    for b in range(1, bins + 1):
        here = which == b
        with np.errstate(invalid="ignore"):
            total += here.mean() * abs(
                np.float64(hit[here].sum()) / here.sum() - np.float64(c[here].sum()) / here.sum()
            )
    return total


@right("temperature.expected-calibration-error")
def ece_bin_loop(p, y, bins=10):
    c, hit = _hits(p, y)
    which = np.ceil(bins * c).astype(int)
    total = 0
    for b in range(1, bins + 1):
        here = which == b
        if here.any():
            total += here.mean() * abs(hit[here].mean() - c[here].mean())
    return total


@right("temperature.expected-calibration-error")
def ece_dictionary(p, y, bins=10):
    gaps = {}
    for row, label in zip(p.tolist(), list(y)):
        c = max(row)
        b = math.ceil(c * bins)
        gaps[b] = gaps.get(b, 0.0) + (row.index(c) == label) - c
    return math.fsum(map(abs, gaps.values())) / len(p)


@right("temperature.expected-calibration-error")
def ece_add_at(p, y, bins=10):
    c, hit = _hits(p, y)
    gap = np.zeros(bins + 1)
    np.add.at(gap, np.ceil(c * bins).astype(np.int64), c - hit)
    return np.linalg.norm(gap, 1) / c.size


@right("temperature.expected-calibration-error")
def ece_sorted_runs(p, y, bins=10):
    from itertools import groupby

    c, hit = _hits(p, y)
    rows = sorted(zip(np.ceil(c * bins), c, hit))
    return sum(
        abs(sum(h - s for _, s, h in run)) for _, run in groupby(rows, key=lambda r: r[0])
    ) / len(rows)


@wrong("temperature.slope-in-beta", "The sign is reversed: the label's score minus the mean score.")
def beta_sign(z, y, beta):
    return (z[np.arange(len(y)), y] - (_soft(beta * z) * z).sum(axis=1)).mean()


@wrong("temperature.slope-in-beta", "The probabilities are those of z, without beta.")
def beta_ignored(z, y, beta):
    return ((_soft(z) * z).sum(axis=1) - z[np.arange(len(y)), y]).mean()


@wrong(
    "temperature.slope-in-beta",
    "It is multiplied by beta, the derivative for scores that are scaled once more.",
)
def beta_twice(z, y, beta):
    s = beta * z
    return ((_soft(s) * s).sum(axis=1) - s[np.arange(len(y)), y]).mean()


@wrong(
    "temperature.slope-in-beta", "It is the curvature, the variance of the scores, not the slope."
)
def beta_curvature(z, y, beta):
    p = _soft(beta * z)
    m = (p * z).sum(axis=1)
    return ((p * z**2).sum(axis=1) - m**2).mean()


@wrong("temperature.slope-in-beta", "It is the sum over the examples and not the mean.")
def beta_sum(z, y, beta):
    return ((_soft(beta * z) * z).sum(axis=1) - z[np.arange(len(y)), y]).sum()


@wrong("temperature.slope-in-beta", "It divides the scores by beta, as if it were a temperature.")
def beta_as_temperature(z, y, beta):
    return ((_soft(z / beta) * z).sum(axis=1) - z[np.arange(len(y)), y]).mean()


@wrong(
    "temperature.slope-in-beta",
    "The scores' plain mean is used, not the one weighted with the probabilities.",
)
def beta_plain_mean(z, y, beta):
    return (z.mean(axis=1) - z[np.arange(len(y)), y]).mean()


@wrong("temperature.slope-in-beta", "The exponentials overflow for large scores and give nan.")
def beta_overflow(z, y, beta):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(beta * z)
        p = e / e.sum(axis=1, keepdims=True)
    return ((p * z).sum(axis=1) - z[np.arange(len(y)), y]).mean()


@wrong(
    "temperature.slope-in-beta",
    "It is the derivative in the temperature T = 1/beta: the chain rule's factor -beta² has been applied.",
)
def beta_in_temperature(z, y, beta):
    return -(beta**2) * ((_soft(beta * z) * z).sum(axis=1) - z[np.arange(len(y)), y]).mean()


@wrong(
    "temperature.slope-in-beta",
    "A difference quotient whose step of 0.1 is far too long to be the derivative.",
)
def beta_long_difference(z, y, beta):
    def loss(b):
        return -_log_soft(b * z)[np.arange(len(y)), y].mean()

    return (loss(beta + 0.1) - loss(beta)) / 0.1


@right("temperature.slope-in-beta")
def beta_error_times_scores(z, y, beta):
    e = _soft(beta * z)
    e[np.arange(len(y)), y] -= 1
    return np.vdot(e, z) / len(y)


@right("temperature.slope-in-beta")
def beta_gaps(z, y, beta):
    gaps = z - np.take_along_axis(z, np.asarray(y)[:, None], 1)
    return float(np.einsum("nk,nk->n", _soft(beta * z), gaps).mean())


@right("temperature.slope-in-beta")
def beta_loop(z, y, beta):
    s = 0.0
    for row, c in zip(z, y):
        p = np.exp(beta * row - np.logaddexp.reduce(beta * row))
        s += p @ (row - row[c])
    return np.array(s / len(z))


@right("temperature.slope-in-beta")
def beta_library_softmax(z, y, beta):
    from scipy.special import softmax

    return np.mean(np.sum(softmax(np.multiply(beta, z), axis=-1) * z, axis=-1) - np.choose(y, z.T))


wrong_value(
    "temperature.who-is-surer",
    "The first is surer at both temperatures.",
    lambda: ([3, 0, 0], [1, 0, 0], 2),
)
wrong_value(
    "temperature.who-is-surer",
    "The two vectors are in the wrong order: the first is less sure at T = 1 and surer later.",
    lambda: ([1.2, 0, -9], [2, 0, 0], 10),
)
wrong_value(
    "temperature.who-is-surer",
    "The order turns, but by less than 0.01 at the temperature.",
    lambda: ([2, 0, 0], [1.2, 0, -9], 1.17),
)
wrong_value(
    "temperature.who-is-surer",
    "The second vector is the first one plus a constant: both are equally sure at every temperature.",
    lambda: ([2, 1, 0], [5, 4, 3], 10),
)
wrong_value(
    "temperature.who-is-surer",
    "The temperature is 1, at which nothing can have turned.",
    lambda: ([2, 0, 0], [1.2, 0, -9], 1),
)
wrong_value(
    "temperature.who-is-surer",
    "The inverse temperature 0.1 was given where T = 10 is needed: in the cold the first is still surer.",
    lambda: ([2, 0, 0], [1.2, 0, -9], 0.1),
)
wrong_value(
    "temperature.who-is-surer",
    "The vectors have two scores, of which no pair can change its order at any temperature.",
    lambda: ([2, 0], [1, 0], 10),
)
right_value("temperature.who-is-surer", lambda: ([2, 0, 0], [1.2, 0, -9], 10))
right_value("temperature.who-is-surer", lambda: ((1, 0.8, -9), (0.7, 0, 0), 0.1))
right_value(
    "temperature.who-is-surer", lambda: (np.log([8, 1, 1]), np.log([3.0, 1, 1e-6]), np.float64(4))
)
right_value("temperature.who-is-surer", lambda: (["2", "0", "0"], ["1.2", "0", "-9"], "10"))
right_value(
    "temperature.who-is-surer", lambda: ([Fraction(2), 0, 0], [Fraction(6, 5), 0, -9], Fraction(10))
)
right_value("temperature.who-is-surer", lambda: ([0, 2, 0], [-900, 100, 101.2], 10))


@wrong("temperature.student-gradient", "It is (p - q) / T, the gradient without the factor T².")
def student_without_t2(z, v, T):
    return (_soft(z / T) - _soft(v / T)) / T


@wrong("temperature.student-gradient", "The inner derivative 1/T was forgotten: T² (p - q).")
def student_t_squared(z, v, T):
    return T**2 * (_soft(z / T) - _soft(v / T))


@wrong(
    "temperature.student-gradient",
    "T² and 1/T cancel in part only: it is p - q without the factor T.",
)
def student_no_factor(z, v, T):
    return _soft(z / T) - _soft(v / T)


@wrong("temperature.student-gradient", "The sign is reversed, teacher minus student.")
def student_sign(z, v, T):
    return T * (_soft(v / T) - _soft(z / T))


@wrong("temperature.student-gradient", "Only the teacher is heated.")
def student_only_teacher_hot(z, v, T):
    return T * (_soft(z) - _soft(v / T))


@wrong(
    "temperature.student-gradient",
    "It is the limit for great heat, a difference of centred scores, at every temperature.",
)
def student_limit(z, v, T):
    d = z - v
    return (d - d.mean(axis=1, keepdims=True)) / z.shape[1]


@wrong(
    "temperature.student-gradient",
    "It is divided by the number of rows, though each row's own gradient was asked for.",
)
def student_mean(z, v, T):
    return T * (_soft(z / T) - _soft(v / T)) / len(z)


@wrong("temperature.student-gradient", "The scores are multiplied by T.")
def student_cooled(z, v, T):
    return T * (_soft(z * T) - _soft(v * T))


@wrong("temperature.student-gradient", "The teacher's answer was made one-hot, a hard label.")
def student_hard_label(z, v, T):
    return T * (_soft(z / T) - np.eye(z.shape[1])[v.argmax(axis=1)])


@right("temperature.student-gradient")
def student_logs(z, v, T):
    return T * (np.exp(_log_soft(z / T)) - np.exp(_log_soft(v / T)))


@right("temperature.student-gradient")
def student_stacked(z, v, T):
    p, q = _soft(np.stack([z, v]) / T)
    return np.multiply(p - q, T)


@right("temperature.student-gradient")
def student_rows(z, v, T):
    rows = []
    for a, b in zip(z, v):
        p = np.exp(a / T - np.logaddexp.reduce(a / T))
        q = np.exp(b / T - np.logaddexp.reduce(b / T))
        rows.append([T * (x - w) for x, w in zip(p, q)])
    return rows


@right("temperature.student-gradient")
def student_t_squared_over_t(z, v, T):
    from scipy.special import softmax

    return (T * T / T) * (softmax(np.divide(z, T), axis=1) - softmax(np.divide(v, T), axis=1))


_CERTAIN = (
    "every answer is what it was",
    "no confidence is higher than it was",
    "the order of confidences is what it was",
    "the loss on the validation examples fell",
    "the ECE on the validation examples fell",
    "it fits photographs from elsewhere",
)
wrong_value(
    "temperature.what-is-certain",
    "The order of classes in each example stays, but not that of the confidences of different examples.",
    lambda: dict(zip(_CERTAIN, (True, True, True, True, False, False))),
)
wrong_value(
    "temperature.what-is-certain",
    "The loss is what was minimised; the ECE may rise.",
    lambda: dict(zip(_CERTAIN, (True, True, False, True, True, False))),
)
wrong_value(
    "temperature.what-is-certain",
    "The fit promises nothing about other data.",
    lambda: dict(zip(_CERTAIN, (True, True, False, True, False, True))),
)
wrong_value(
    "temperature.what-is-certain",
    "A temperature above 1 makes every largest probability smaller or leaves it; the sentence is certain.",
    lambda: dict(zip(_CERTAIN, (True, False, False, True, False, False))),
)
wrong_value(
    "temperature.what-is-certain",
    "The loss fell for certain, as T = 1 was among the candidates and not the best.",
    lambda: dict(zip(_CERTAIN, (True, True, False, False, False, False))),
)
wrong_value(
    "temperature.what-is-certain",
    "No temperature changes an answer.",
    lambda: dict(zip(_CERTAIN, (False, True, False, True, False, False))),
)
right_value(
    "temperature.what-is-certain",
    lambda: dict(zip(_CERTAIN, (True, True, False, True, False, False))),
)
right_value(
    "temperature.what-is-certain", lambda: dict(zip(_CERTAIN, map(np.bool_, (1, 1, 0, 1, 0, 0))))
)
right_value(
    "temperature.what-is-certain",
    lambda: dict(zip(_CERTAIN, ("true", "true", "false", "true", "false", "false"))),
)
right_value(
    "temperature.what-is-certain",
    lambda: {k: k[:5] in ("every", "no co") or "loss" in k for k in sorted(_CERTAIN)},
)


# ---------------------------------------------------------------- chapter 12: inside

wrong_value("attention.q1", "It is the variance, 400, and not its root.", lambda: 400)
wrong_value(
    "attention.q1", "It is the standard deviation after the division by the root of d.", lambda: 1
)
wrong_value("attention.q1", "It is half of the standard deviation, a root of d / 4.", lambda: "10")
wrong_value(
    "attention.q1", "It is one over the root of d, the factor by which one divides.", lambda: 0.05
)
wrong_value(
    "attention.q1", "The variances of query and key were added: the root of 800.", lambda: 28.28
)
wrong_value("attention.q1", "The variance squared.", lambda: 160000)
right_value("attention.q1", lambda: "20")
right_value("attention.q1", lambda: np.sqrt(400))
right_value("attention.q1", lambda: sp.sqrt(400))
right_value("attention.q1", lambda: Decimal("20.0"))
wrong_value("elsewhere.q2", "It is one over 0.9: as if the others had kept 0.9.", lambda: 1.111)
wrong_value("elsewhere.q2", "It is the ratio of the weights 0.9 and 0.1.", lambda: 9)
wrong_value(
    "elsewhere.q2",
    "Nothing grows: the value 0 of the token was taken to mean that its weight does not matter.",
    lambda: 1,
)
wrong_value(
    "elsewhere.q2", "It is the factor by which the others were smaller, upside down.", lambda: 0.1
)
wrong_value("elsewhere.q2", "The weight 0.9 was added to 1.", lambda: "1.9")
right_value("elsewhere.q2", lambda: "10")
right_value("elsewhere.q2", lambda: Fraction(1) / (1 - Fraction(9, 10)))
right_value("elsewhere.q2", lambda: 10.0)
right_value("elsewhere.q2", lambda: np.int64(10))
wrong_value(
    "attention.q2",
    "A finite mask that hits every key is a common shift; it does not give zeros.",
    lambda: "A",
)
right_value("attention.q2", lambda: "(c)")
right_value("elsewhere.q3", lambda: "B")

wrong_value(
    "attention.by-hand",
    "The products were not divided by the root of d: the weights are 9 : 1 : 4.",
    lambda: (["9/14", "1/14", "4/14"], "33/7"),
)
wrong_value(
    "attention.by-hand",
    "They were divided by d = 4 instead of its root.",
    lambda: ([0.4178, 0.2412, 0.3411], 5.4013),
)
wrong_value(
    "attention.by-hand",
    "The output was divided by the number of tokens.",
    lambda: (["1/2", "1/6", "1/3"], "5/3"),
)
wrong_value(
    "attention.by-hand",
    "The last two weights are exchanged, and so the output is 7.",
    lambda: (["1/2", "1/3", "1/6"], 7),
)
wrong_value(
    "attention.by-hand", "The zero score got no weight: 3/5 and 2/5.", lambda: ([0.6, 0, 0.4], 3.6)
)
wrong_value(
    "attention.by-hand",
    "The weights are plain shares of the scores, log 3 : 0 : log 2.",
    lambda: ([0.613, 0, 0.387], 3.679),
)
wrong_value(
    "attention.by-hand",
    "The output is 6, the plain mean of the values (and the value of the largest weight), not the mean weighted with the weights.",
    lambda: (["1/2", "1/6", "1/3"], 6),
)
wrong_value(
    "attention.by-hand",
    "The output is the plain sum of the values, without the weights.",
    lambda: (["1/2", "1/6", "1/3"], 18.0),
)
right_value("attention.by-hand", lambda: (["1/2", "1/6", "1/3"], "5"))
right_value(
    "attention.by-hand",
    lambda: (np.array([3, 1, 2]) / 6, np.array([3, 1, 2]) / 6 @ np.array([6, 12, 0])),
)
right_value(
    "attention.by-hand", lambda: ([Fraction(1, 2), Fraction(1, 6), Fraction(1, 3)], Fraction(5))
)
right_value("attention.by-hand", lambda: ((0.5, 0.1667, 0.3333), [5.0]))
right_value("attention.by-hand", lambda: ([sp.Rational(k, 6) for k in (3, 1, 2)], sp.Integer(5)))


@wrong("attention.causal-attention", "The mask is missing: every token sees the later ones.")
def causal_no_mask(q, k, v):
    return _soft(q @ k.T / np.sqrt(q.shape[1])) @ v


@wrong("attention.causal-attention", "The scale is missing.")
def causal_no_scale(q, k, v):
    s = np.where(np.tri(len(q), dtype=bool), q @ k.T, -np.inf)
    return _soft(s) @ v


@wrong("attention.causal-attention", "It divides by d instead of by its root.")
def causal_divided_by_d(q, k, v):
    s = np.where(np.tri(len(q), dtype=bool), q @ k.T / q.shape[1], -np.inf)
    return _soft(s) @ v


@wrong(
    "attention.causal-attention",
    "The mask is applied after softmax and the weights are not made to sum to 1 again.",
)
def causal_mask_after_softmax(q, k, v):
    return (_soft(q @ k.T / np.sqrt(q.shape[1])) * np.tri(len(q))) @ v


@wrong(
    "attention.causal-attention",
    "The mask lets the later tokens through and hides the earlier ones.",
)
def causal_mask_reversed(q, k, v):
    s = np.where(
        np.triu(np.ones((len(q), len(q)), dtype=bool)), q @ k.T / np.sqrt(q.shape[1]), -np.inf
    )
    return _soft(s) @ v


@wrong(
    "attention.causal-attention",
    "The scores of later tokens are set to 0 rather than minus infinity: they keep weight.",
)
def causal_zero_scores(q, k, v):
    return _soft(np.tril(q @ k.T / np.sqrt(q.shape[1]))) @ v


@wrong(
    "attention.causal-attention",
    "A token does not see itself, and the first sees nothing: its row is nan.",
)
def causal_strictly_before(q, k, v):
    s = np.where(np.tri(len(q), k=-1, dtype=bool), q @ k.T / np.sqrt(q.shape[1]), -np.inf)
    with np.errstate(invalid="ignore"):
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True) @ v


@wrong(
    "attention.causal-attention",
    "The exponentials of large scores overflow: no maximum is subtracted.",
)
def causal_overflow(q, k, v):
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(q @ k.T / np.sqrt(q.shape[1])) * np.tri(len(q))
        return e / e.sum(axis=1, keepdims=True) @ v


@wrong(
    "attention.causal-attention", "Softmax runs over the queries, axis 0, instead of over the keys."
)
def causal_axis_0(q, k, v):
    s = np.where(np.tri(len(q), dtype=bool), q @ k.T / np.sqrt(q.shape[1]), -np.inf)
    e = np.exp(s - s.max(axis=0))
    return e / e.sum(axis=0) @ v


@wrong(
    "attention.causal-attention",
    "The scale is the root of the width of the values, not of queries and keys.",
)
def causal_scale_of_values(q, k, v):
    s = np.where(np.tri(len(q), dtype=bool), q @ k.T / np.sqrt(v.shape[1]), -np.inf)
    return _soft(s) @ v


@wrong(
    "attention.causal-attention",
    "The maximum is taken before the mask: where a hidden key is far ahead, all visible ones underflow and the row is 0/0.",
)
def causal_max_before_mask(q, k, v):
    s = q @ k.T / np.sqrt(q.shape[1])
    e = np.exp(s - s.max(axis=1, keepdims=True)) * np.tri(len(q))
    with np.errstate(invalid="ignore"):
        return e / e.sum(axis=1, keepdims=True) @ v


@right("attention.causal-attention")
def causal_row_by_row(q, k, v):
    out = []
    for i, query in enumerate(q):
        w = _soft(k[: i + 1] @ query / np.sqrt(len(query)))
        out.append(w @ v[: i + 1])
    return np.array(out)


@right("attention.causal-attention")
def causal_additive_infinity(q, k, v):
    n, d = q.shape
    s = np.einsum("id,jd->ij", q, k) * d**-0.5 + np.triu(np.full((n, n), -np.inf), 1)
    s = s - s.max(axis=1, keepdims=True)
    w = np.exp(s)
    return np.einsum("ij,je->ie", w / w.sum(axis=1, keepdims=True), v)


@right("attention.causal-attention")
def causal_online(q, k, v):
    n, d = q.shape
    out = np.zeros((n, v.shape[1]))
    for i in range(n):
        top, total, mean = -np.inf, 0.0, np.zeros(v.shape[1])
        for j in range(i + 1):
            s = float(q[i] @ k[j]) / math.sqrt(d)
            new = max(top, s)
            total = total * math.exp(top - new) + math.exp(s - new)
            mean = mean + math.exp(s - new) / total * (v[j] - mean)
            top = new
        out[i] = mean
    return out


@right("attention.causal-attention")
def causal_masked_array(q, k, v):
    s = np.ma.array(q @ k.T / np.sqrt(q.shape[-1]), mask=~np.tri(len(q), dtype=bool))
    with np.errstate(over="ignore"):
        w = np.ma.exp(s - s.max(axis=1)[:, None]).filled(0)
    return w @ v / w.sum(axis=1, keepdims=True)


def _attending(q, k):
    return _soft(k @ q / np.sqrt(len(q)))


@wrong(
    "attention.attention-slopes",
    "The factor one over the root of d, from the scores, is missing in the derivative.",
)
def slopes_no_factor(q, k, v):
    p = _attending(q, k)
    return v.T @ np.diag(p) @ k - np.outer(p @ v, p @ k)


@wrong(
    "attention.attention-slopes",
    "The product of the means is not subtracted: it is the mean of the product.",
)
def slopes_not_centred(q, k, v):
    p = _attending(q, k)
    return (v.T * p) @ k / np.sqrt(len(q))


@wrong("attention.attention-slopes", "It is the transposed matrix, (d, e).")
def slopes_transposed(q, k, v):
    p = _attending(q, k)
    return ((v.T * p) @ k - np.outer(p @ v, p @ k)).T / np.sqrt(len(q))


@wrong("attention.attention-slopes", "The weights are computed from scores without the scale.")
def slopes_unscaled_weights(q, k, v):
    p = _soft(k @ q)
    return ((v.T * p) @ k - np.outer(p @ v, p @ k)) / np.sqrt(len(q))


@wrong("attention.attention-slopes", "It divides by d: the scale was applied twice.")
def slopes_divided_by_d(q, k, v):
    p = _attending(q, k)
    return ((v.T * p) @ k - np.outer(p @ v, p @ k)) / len(q)


@wrong("attention.attention-slopes", "The sign is reversed.")
def slopes_sign(q, k, v):
    p = _attending(q, k)
    return (np.outer(p @ v, p @ k) - (v.T * p) @ k) / np.sqrt(len(q))


@wrong("attention.attention-slopes", "The plain covariance over the tokens, without the weights.")
def slopes_plain_covariance(q, k, v):
    return ((v - v.mean(axis=0)).T @ (k - k.mean(axis=0))) / len(k) / np.sqrt(len(q))


@wrong("attention.attention-slopes", "It uses the diagonal p(1 - p) of softmax's Jacobian only.")
def slopes_diagonal(q, k, v):
    p = _attending(q, k)
    return (v.T * (p * (1 - p))) @ k / np.sqrt(len(q))


@wrong("attention.attention-slopes", "The exponentials overflow where the scores are large.")
def slopes_overflow(q, k, v):
    with np.errstate(over="ignore", invalid="ignore"):
        w = np.exp(k @ q / np.sqrt(len(q)))
        p = w / w.sum()
    return ((v.T * p) @ k - np.outer(p @ v, p @ k)) / np.sqrt(len(q))


@wrong(
    "attention.attention-slopes",
    "It is the covariance of the keys with themselves: the values are not used.",
)
def slopes_keys_twice(q, k, v):
    p = _attending(q, k)
    return ((k.T * p) @ k - np.outer(p @ k, p @ k)) / np.sqrt(len(q))


@right("attention.attention-slopes")
def slopes_jacobian_chain(q, k, v):
    p = _attending(q, k)
    return v.T @ (np.diag(p) - np.outer(p, p)) @ (k / np.sqrt(k.shape[1]))


@right("attention.attention-slopes")
def slopes_centred_einsum(q, k, v):
    p = _attending(q, k)
    return np.einsum("n,ne,nd->ed", p, v - p @ v, k - p @ k) * len(q) ** -0.5


@right("attention.attention-slopes")
def slopes_columns(q, k, v):
    p = _attending(q, k)
    return np.column_stack([v.T @ (p * (c - p @ c)) for c in k.T / math.sqrt(len(q))])


@right("attention.attention-slopes")
def slopes_sum_of_outers(q, k, v):
    p = _attending(q, k)
    kept = p @ k
    return sum(w * np.outer(b, a - kept) for w, a, b in zip(p, k, v)) / np.sqrt(q.size)


@wrong("elsewhere.policy-gradient", "The baseline is added to the rewards instead of subtracted.")
def policy_plus_baseline(z, a, r, b):
    return ((r + b)[:, None] * (np.eye(len(z))[a] - _soft(z))).mean(axis=0)


@wrong("elsewhere.policy-gradient", "The sign is that of a loss: it points away from rewards.")
def policy_sign(z, a, r, b):
    return ((r - b)[:, None] * (_soft(z) - np.eye(len(z))[a])).mean(axis=0)


@wrong("elsewhere.policy-gradient", "The baseline is left out: right on average only.")
def policy_no_baseline(z, a, r, b):
    return (r[:, None] * (np.eye(len(z))[a] - _soft(z))).mean(axis=0)


@wrong("elsewhere.policy-gradient", "It is the sum over the draws and not the mean.")
def policy_sum(z, a, r, b):
    return (r - b) @ (np.eye(len(z))[a] - _soft(z))


@wrong(
    "elsewhere.policy-gradient",
    "Only the drawn action's score gets a gradient; minus the policy is missing.",
)
def policy_only_drawn(z, a, r, b):
    return ((r - b)[:, None] * np.eye(len(z))[a]).mean(axis=0)


@wrong(
    "elsewhere.policy-gradient",
    "Every draw is weighted with the policy's probability once more, though drawing has weighted it already.",
)
def policy_weighted_twice(z, a, r, b):
    p = _soft(z)
    return ((p[a] * (r - b))[:, None] * (np.eye(len(z))[a] - p)).mean(axis=0)


@wrong(
    "elsewhere.policy-gradient", "The mean is taken over draws and over actions: K times too small."
)
def policy_over_nk(z, a, r, b):
    return (r - b) @ (np.eye(len(z))[a] - _soft(z)) / (len(a) * len(z))


@wrong(
    "elsewhere.policy-gradient",
    "The mean reward of the sample is subtracted instead of the baseline given.",
)
def policy_own_baseline(z, a, r, b):
    return ((r - np.mean(r))[:, None] * (np.eye(len(z))[a] - _soft(z))).mean(axis=0)


@wrong("elsewhere.policy-gradient", "It overflows for large scores.")
def policy_overflow(z, a, r, b):
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(z) / np.exp(z).sum()
    return ((r - b)[:, None] * (np.eye(len(z))[a] - p)).mean(axis=0)


@wrong(
    "elsewhere.policy-gradient",
    "The baseline is subtracted after averaging, from every entry of the gradient.",
)
def policy_baseline_last(z, a, r, b):
    return (r[:, None] * (np.eye(len(z))[a] - _soft(z))).mean(axis=0) - b


@right("elsewhere.policy-gradient")
def policy_bincount(z, a, r, b):
    gain = np.asarray(r, dtype=float) - b
    return np.bincount(a, weights=gain, minlength=len(z)) / len(a) - gain.mean() * _soft(z)


@right("elsewhere.policy-gradient")
def policy_loop(z, a, r, b):
    p = np.exp(z - np.logaddexp.reduce(z))
    total = np.zeros(len(z))
    for action, reward in zip(a, r):
        step = -p.copy()
        step[action] += 1
        total += (reward - b) * step
    return total / len(a)


@right("elsewhere.policy-gradient")
def policy_einsum(z, a, r, b):
    score = (np.arange(len(z)) == np.asarray(a)[:, None]) - _soft(z)[None]
    return np.einsum("n,nk->k", np.asarray(r) - b, score) / np.size(a)


@right("elsewhere.policy-gradient")
def policy_list(z, a, r, b):
    p = _soft(z).tolist()
    n = len(a)
    return [math.fsum((y - b) * ((x == k) - p[k]) for x, y in zip(a, r)) / n for k in range(len(p))]


@wrong(
    "elsewhere.sampled-loss",
    "log Q is not subtracted, so that the scores converge to log P - log Q.",
)
def sampled_no_correction(z, truth, others, Q):
    s = z[np.r_[truth, others]]
    return np.logaddexp.reduce(s) - s[0]


@wrong("elsewhere.sampled-loss", "log Q is added instead of subtracted.")
def sampled_added(z, truth, others, Q):
    c = np.r_[truth, others]
    s = z[c] + np.log(Q[c])
    return np.logaddexp.reduce(s) - s[0]


@wrong(
    "elsewhere.sampled-loss",
    "The correction is applied to the drawn words only and not to the true one.",
)
def sampled_truth_uncorrected(z, truth, others, Q):
    s = np.r_[z[truth], z[others] - np.log(Q[others])]
    return np.logaddexp.reduce(s) - s[0]


@wrong("elsewhere.sampled-loss", "Q itself is subtracted, not its logarithm.")
def sampled_q_without_log(z, truth, others, Q):
    c = np.r_[truth, others]
    s = z[c] - Q[c]
    return np.logaddexp.reduce(s) - s[0]


@wrong(
    "elsewhere.sampled-loss", "The true word is missing among the candidates of the denominator."
)
def sampled_truth_missing(z, truth, others, Q):
    s = z - np.log(Q)
    return np.logaddexp.reduce(s[others]) - s[truth]


@wrong("elsewhere.sampled-loss", "All words stand in the denominator, so it is not sampled.")
def sampled_full(z, truth, others, Q):
    s = z - np.log(Q)
    return np.logaddexp.reduce(s) - s[truth]


@wrong("elsewhere.sampled-loss", "A word that was drawn twice counts only once.")
def sampled_unique(z, truth, others, Q):
    c = np.r_[truth, np.setdiff1d(np.unique(others), [truth])]
    s = z[c] - np.log(Q[c])
    return np.logaddexp.reduce(s) - s[0]


@wrong("elsewhere.sampled-loss", "The exponentials overflow for large scores.")
def sampled_overflow(z, truth, others, Q):
    c = np.r_[truth, others]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        w = np.exp(z[c]) / Q[c]
        return -np.log(w[0] / w.sum())


@wrong("elsewhere.sampled-loss", "It is the share and not minus its logarithm.")
def sampled_share(z, truth, others, Q):
    c = np.r_[truth, others]
    return _soft(z[c] - np.log(Q[c]))[0]


@wrong("elsewhere.sampled-loss", "The sign is missing: it is the log of the share, negative.")
def sampled_sign(z, truth, others, Q):
    c = np.r_[truth, others]
    return _log_soft(z[c] - np.log(Q[c]))[0]


@wrong(
    "elsewhere.sampled-loss",
    "The logarithm is that of base 2 in the correction, while softmax uses e.",
)
def sampled_log2(z, truth, others, Q):
    c = np.r_[truth, others]
    return -_log_soft(z[c] - np.log2(Q[c]))[0]


@right("elsewhere.sampled-loss")
def sampled_gaps(z, truth, others, Q):
    s = np.asarray(z) - np.log(Q)
    return np.logaddexp.reduce(np.append(0.0, s[others] - s[truth]))


@right("elsewhere.sampled-loss")
def sampled_python(z, truth, others, Q):
    c = [int(truth)] + [int(j) for j in others]
    s = [float(z[j]) - math.log(Q[j]) for j in c]
    top = max(s)
    return top + math.log(math.fsum(math.exp(x - top) for x in s)) - s[0]


@right("elsewhere.sampled-loss")
def sampled_counts(z, truth, others, Q):
    from scipy.special import logsumexp

    n = np.bincount(others, minlength=len(z)).astype(float)
    n[truth] += 1
    return logsumexp(np.asarray(z) - np.log(Q), b=n) - (z[truth] - np.log(Q[truth]))


@right("elsewhere.sampled-loss")
def sampled_log_softmax(z, truth, others, Q):
    c = np.concatenate([np.atleast_1d(truth), np.atleast_1d(others)])
    return np.array(-_log_soft(np.take(z, c) - np.log(np.take(Q, c)))[0])


wrong_value(
    "elsewhere.two-ranks",
    "The biases were forgotten: without them the ranks would be 6 and 7.",
    lambda: (6, 7),
)
wrong_value(
    "elsewhere.two-ranks",
    "The log-probabilities can have one rank more, for the row's own normaliser.",
    lambda: (7, 7),
)
wrong_value(
    "elsewhere.two-ranks",
    "The biases were not counted in the scores, and only once in the logs.",
    lambda: (6, 8),
)
wrong_value(
    "elsewhere.two-ranks",
    "The log-probabilities are not of full rank: that is true of the probabilities.",
    lambda: (7, 5000),
)
wrong_value("elsewhere.two-ranks", "The two are exchanged.", lambda: (8, 7))
wrong_value(
    "elsewhere.two-ranks",
    "Normalising is taken to lose one rank, as with probabilities that sum to 1.",
    lambda: (7, 6),
)
wrong_value(
    "elsewhere.two-ranks",
    "The number of words is taken for the rank of the biases.",
    lambda: (5006, 5007),
)
right_value("elsewhere.two-ranks", lambda: (7, 8))
right_value("elsewhere.two-ranks", lambda: ("7", "8"))
right_value("elsewhere.two-ranks", lambda: np.array([7.0, 8.0]))
right_value("elsewhere.two-ranks", lambda: [np.int64(6 + 1), sp.Integer(6 + 2)])

wrong_value("elsewhere.far-enough", "It counts 201 others instead of 200.", lambda: (5.303, 0.0913))
wrong_value(
    "elsewhere.far-enough",
    "In the long text it is 200 over 2000: the key itself is left out of the sum.",
    lambda: (5.298, 0.100),
)
wrong_value("elsewhere.far-enough", "The lead is in bits.", lambda: (7.644, 0.091))
wrong_value(
    "elsewhere.far-enough",
    "The weight is taken to stay at one half, since the lead is the same.",
    lambda: (5.298, 0.5),
)
wrong_value(
    "elsewhere.far-enough",
    "The lead is the odds, 200, without the logarithm.",
    lambda: (200, 0.091),
)
wrong_value(
    "elsewhere.far-enough",
    "The weight of one of the other keys in the long text was given.",
    lambda: (5.298, 0.000),
)
wrong_value(
    "elsewhere.far-enough",
    "The half is divided by ten, the growth of the text.",
    lambda: (5.298, 0.05),
)
wrong_value(
    "elsewhere.far-enough",
    "The second is the lead that would be needed in the long text.",
    lambda: (5.298, 7.601),
)
wrong_value("elsewhere.far-enough", "The logarithm is to base 10.", lambda: (2.301, 0.091))
right_value("elsewhere.far-enough", lambda: ("5.298", "0.091"))
right_value("elsewhere.far-enough", lambda: (math.log(200), 1 / 11))
right_value("elsewhere.far-enough", lambda: (sp.log(200), sp.Rational(1, 11)))
right_value("elsewhere.far-enough", lambda: np.array([5.298317, 0.090909]))
right_value("elsewhere.far-enough", lambda: ["5.2983", "1/11"])

_CHANGES = (
    "subtract log-sum-exp from every score",
    "soft-cap every score",
    "divide every score by the root of d",
    "add a sink and drop it after softmax",
    "add 5 to every score and to the sink",
    "add one vector to every key",
)
wrong_value(
    "elsewhere.gauge-or-not",
    "One vector added to every key adds the same number to all scores of a query; it changes nothing.",
    lambda: dict(zip(_CHANGES, (False, True, True, True, False, True))),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "The soft cap is no gauge: it bends the gaps.",
    lambda: dict(zip(_CHANGES, (False, False, True, True, False, False))),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "Dividing by the root of d is a temperature and changes probabilities.",
    lambda: dict(zip(_CHANGES, (False, True, False, True, False, False))),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "The sink keeps some of the weight, and nothing is rescaled afterwards.",
    lambda: dict(zip(_CHANGES, (False, True, True, False, False, False))),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "Log-sum-exp is one number for all scores of a row: a gauge.",
    lambda: dict(zip(_CHANGES, (True, True, True, True, False, False))),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "If the sink is raised along with all scores, it is a common shift.",
    lambda: dict(zip(_CHANGES, (False, True, True, True, True, False))),
)
wrong_value(
    "elsewhere.gauge-or-not",
    "All six are the wrong way round: True was read as 'is a gauge'.",
    lambda: dict(zip(_CHANGES, (True, False, False, False, True, True))),
)
right_value(
    "elsewhere.gauge-or-not", lambda: dict(zip(_CHANGES, (False, True, True, True, False, False)))
)
right_value("elsewhere.gauge-or-not", lambda: dict(zip(_CHANGES, (0, 1, 1, 1, 0, 0))))
right_value(
    "elsewhere.gauge-or-not",
    lambda: dict(zip(_CHANGES, np.array([False, True, True, True, False, False]))),
)
right_value(
    "elsewhere.gauge-or-not",
    lambda: {k: "True" if i in (1, 2, 3) else "False" for i, k in enumerate(_CHANGES)},
)


# ---------------------------------------------------------------- chapter 13: claims on trial

wrong_value(
    "claims.q2", "The sign is missing: a rise of the true logit lowers the loss.", lambda: 1.000
)
wrong_value(
    "claims.q2",
    "It is the derivative in the probability, -1/p, not in the logit.",
    lambda: -1000000,
)
wrong_value("claims.q2", "The derivative is said to vanish, as p(1 - p) does.", lambda: 0.000)
wrong_value("claims.q2", "It is the loss and not its derivative.", lambda: 13.816)
wrong_value("claims.q2", "It is minus p itself instead of p - 1.", lambda: "-0.000001")
right_value("claims.q2", lambda: "−1.000")
right_value("claims.q2", lambda: 1e-6 - 1)
right_value("claims.q2", lambda: Fraction(1, 10**6) - 1)
right_value("claims.q2", lambda: np.float32(-0.999999))
wrong_value("claims.q3", "The ratio is upside down.", lambda: 0.08)
wrong_value(
    "claims.q3",
    "It divides 1 by the probability of the second class: the false alarm's probability was taken as 1.",
    lambda: 14.29,
)
wrong_value("claims.q3", "It is the logarithm of the odds.", lambda: 2.59)
wrong_value(
    "claims.q3",
    "It was taken from the chapter, the cost of 20, which is more than needed.",
    lambda: 20,
)
wrong_value("claims.q3", "The quotient 13.2857 was cut and not rounded.", lambda: "13.2")
right_value("claims.q3", lambda: "13.29")
right_value("claims.q3", lambda: Fraction(93, 7))
right_value("claims.q3", lambda: sp.Rational(93, 7))
right_value("claims.q3", lambda: Decimal("0.93") / Decimal("0.07"))
wrong_value("claims.q5", "Heads and layers were added.", lambda: 24)
wrong_value("claims.q5", "The output row itself was counted too.", lambda: 145)
wrong_value("claims.q5", "Only the heads of one layer were counted.", lambda: 12)
wrong_value("claims.q5", "The ratio is upside down.", lambda: 1 / 144)
wrong_value("claims.q5", "12 was taken to the third power.", lambda: 1728)
right_value("claims.q5", lambda: "144")
right_value("claims.q5", lambda: 144.0)
right_value("claims.q5", lambda: np.prod([12, 12]))
right_value("claims.q5", lambda: sp.Integer(12) ** 2)
wrong_value("claims.q1", "Whatever is divided by its sum adds up to 1.", lambda: "(a)")
right_value("claims.q4", lambda: "D")

_SENTENCES = (
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
)
_VERDICTS = "imprecise true conditional false true conditional false imprecise true conditional false imprecise"


def _verdicts(**changed):
    said = _VERDICTS.split()
    for number, word in changed.items():
        said[int(number[1:])] = word
    return dict(zip(_SENTENCES, said))


wrong_value(
    "claims.twelve-sentences",
    "Equal scores have equal exponentials: that is true without a condition.",
    lambda: _verdicts(n1="conditional"),
)
wrong_value(
    "claims.twelve-sentences",
    "The exponential of 0 is 1, so no score of 0 has the probability 0: the seventh is false.",
    lambda: _verdicts(n6="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "The border is straight only where the classes share their covariance; it is not true as it stands.",
    lambda: _verdicts(n5="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "With large scores the formula gives nan; it is not true without a condition.",
    lambda: _verdicts(n2="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "With three classes a right answer may have 0.4, and costs more than log 2: not true as it stands.",
    lambda: _verdicts(n9="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "A probability is at most 1, so the cross-entropy is never negative: the eleventh is false, not true.",
    lambda: _verdicts(n10="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "The outputs are positive because exponentials are, not because they add up to 1: it is not true.",
    lambda: _verdicts(n11="true"),
)
wrong_value(
    "claims.twelve-sentences",
    "The naive softmax does give (nan, nan): both exponentials are 0; true and not false.",
    lambda: _verdicts(n8="false"),
)
right_value("claims.twelve-sentences", lambda: _verdicts())
right_value("claims.twelve-sentences", lambda: {k: v.upper() for k, v in _verdicts().items()})
right_value("claims.twelve-sentences", lambda: OrderedDict(sorted(_verdicts().items())))
right_value(
    "claims.twelve-sentences", lambda: {k: np.str_(v.capitalize()) for k, v in _verdicts().items()}
)

wrong_value(
    "claims.counterexamples",
    "(a) does not refute: the vector with the larger largest score also gives it the larger probability.",
    lambda: (
        ([3, 0], [1, 0]),
        [0.7, 0.3],
        ([0, 0, 0], [1, 1, 0]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(b) is the uniform distribution, the one that softmax does leave as it is.",
    lambda: (
        ([3, 3], [1, 0]),
        [0.5, 0.5],
        ([0, 0, 0], [1, 1, 0]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(b) is not a distribution: its entries do not add up to 1.",
    lambda: (
        ([3, 3], [1, 0]),
        [0.7, 0.2],
        ([0, 0, 0], [1, 1, 0]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(c) raises one of two scores, and with two classes the other one always falls.",
    lambda: (
        ([3, 3], [1, 0]),
        [0.7, 0.3],
        ([0, 0], [1, 0]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(d) raises one score alone, and its probability does rise.",
    lambda: (
        ([3, 3], [1, 0]),
        [0.7, 0.3],
        ([0, 0, 0], [1, 1, 0]),
        ([0, 0], [1, 0]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(d) has before and after in the wrong order: both scores fall, so none of them is raised.",
    lambda: (
        ([3, 3], [1, 0]),
        [0.7, 0.3],
        ([0, 0, 0], [1, 1, 0]),
        ([1, 5], [0, 0]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(c) gives probabilities of two vectors that differ by a shift, so none of them changes.",
    lambda: (
        ([3, 3], [1, 0]),
        [0.7, 0.3],
        ([0, 0, 0], [1, 1, 1]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
wrong_value(
    "claims.counterexamples",
    "(a) compares two vectors with the same largest score, which says nothing of a larger one.",
    lambda: (
        ([1, 1], [1, 0]),
        [0.7, 0.3],
        ([0, 0, 0], [1, 1, 0]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
right_value(
    "claims.counterexamples",
    lambda: (
        ([3, 3], [1, 0]),
        [0.7, 0.3],
        ([0, 0, 0], [1, 1, 0]),
        ([0, 0], [1, 5]),
        (0.7, 0.0947, 0.2053),
    ),
)
right_value(
    "claims.counterexamples",
    lambda: (
        ((1, -9), (2, 2)),
        (1, 0),
        ((0, 0, 0), (2, 2, -1)),
        ((3, 1), (4, 7)),
        (0.7, 0.0947, 0.2053),
    ),
)
right_value(
    "claims.counterexamples",
    lambda: (
        (np.array([100.0, 100, 100]), np.array([5.0, 0, 0])),
        np.array([0.6, 0.3, 0.1]),
        np.array([[0, 0, 0], [np.log(2), np.log(2), 0]]),
        np.array([[1, 0, 0.2], [1.5, 6, 0.2]]),
        (0.7, 0.0947, 0.2053),
    ),
)
right_value(
    "claims.counterexamples",
    lambda: (
        ([1, 0], [2, 2]),
        [Fraction(2, 3), Fraction(1, 3)],
        ([1, 1, 1], [1, 1, 0]),
        ([0, 0, 0], [1, 3, 0]),
        (0.7, 0.0947, 0.2053),
    ),
)
right_value(
    "claims.counterexamples",
    lambda: [
        [[10, 10, 0], [0, -20, -20]],
        ["0.9", "0.1"],
        [[0, 0, 5], [0, 0, 0]],
        [[0, 0], [0.5, 2]],
        [0.5, 0.0677, 0.4323],
    ],
)


@wrong(
    "claims.lead-needed",
    "The number of the others is missing: it is the log-odds alone, right for two classes.",
)
def needed_log_odds_only(K, share):
    return math.log(share / (1 - share))


@wrong("claims.lead-needed", "It counts K others instead of K - 1.")
def needed_k_others(K, share):
    return math.log(share / (1 - share)) + math.log(K)


@wrong("claims.lead-needed", "The sign is reversed.")
def needed_sign(K, share):
    return -math.log(share * (K - 1) / (1 - share))


@wrong("claims.lead-needed", "log(K - 1) is subtracted: more classes would need a smaller lead.")
def needed_minus_classes(K, share):
    return math.log(share / (1 - share)) - math.log(K - 1)


@wrong("claims.lead-needed", "Negative leads are cut off at 0.")
def needed_no_negative(K, share):
    return max(0.0, math.log(share * (K - 1) / (1 - share)))


@wrong("claims.lead-needed", "It is in bits.")
def needed_bits(K, share):
    return math.log2(share * (K - 1) / (1 - share))


@wrong("claims.lead-needed", "The odds are not put into a logarithm.")
def needed_odds(K, share):
    return share * (K - 1) / (1 - share)


@wrong(
    "claims.lead-needed",
    "log share was taken instead of the log-odds: the rest 1 - share is missing.",
)
def needed_log_share(K, share):
    return math.log(share) + math.log(K - 1)


@wrong("claims.lead-needed", "Only one half is meant: the share is ignored.")
def needed_half(K, share):
    return math.log(K - 1)


@wrong("claims.lead-needed", "A search in steps of 0.1, which is off by up to a tenth of a nat.")
def needed_coarse_search(K, share):
    lead = -30.0
    while 1 / (1 + (K - 1) * math.exp(-lead)) < share:
        lead += 0.1
    return lead


@right("claims.lead-needed")
def needed_three_logs(K, share):
    return np.log(share) - np.log1p(-share) + np.log(K - 1)


@right("claims.lead-needed")
def needed_bisection(K, share):
    low, high = -800.0, 800.0
    for _ in range(200):
        middle = (low + high) / 2
        p = math.exp(-np.logaddexp(0, math.log(K - 1) - middle))
        low, high = (middle, high) if p < share else (low, middle)
    return (low + high) / 2


@right("claims.lead-needed")
def needed_decimal(K, share):
    s = Decimal(float(share))
    return (s * (int(K) - 1) / (1 - s)).ln()


@right("claims.lead-needed")
def needed_scipy(K, share):
    from scipy.special import logit

    return logit(share) + np.log(K - 1.0)


@right("claims.lead-needed")
def needed_sympy(K, share):
    return sp.log(sp.Integer(int(K) - 1) * sp.Float(float(share)) / (1 - sp.Float(float(share))))


def _conditions(bayes=None, gradient=None, cold=None, cost=None):
    return {
        "z_i - z_j is a log Bayes factor": bayes
        or (lambda priors: np.allclose(priors, np.mean(priors))),
        "the gradient is p - y": gradient or (lambda y: np.isclose(np.sum(y), 1)),
        "one-hot in the end as T falls to 0": cold
        or (lambda z: np.sum(np.asarray(z) == np.max(z)) == 1),
        "the most probable class costs least": cost
        or (lambda p, c: (np.asarray(c) @ p)[np.argmax(p)] <= np.min(np.asarray(c) @ p) + 1e-12),
    }


wrong_value(
    "claims.conditions",
    "The first asks only that the priors sum to 1, which all priors do; they must be equal.",
    lambda: _conditions(bayes=lambda priors: np.isclose(np.sum(priors), 1)),
)
wrong_value(
    "claims.conditions",
    "The gradient asks for a one-hot target, though any target that sums to 1 will do.",
    lambda: _conditions(gradient=lambda y: sorted(y) == [0] * (len(y) - 1) + [1]),
)
wrong_value(
    "claims.conditions",
    "The gradient asks for non-negative targets as well, though only the sum matters and y may be any numbers.",
    lambda: _conditions(gradient=lambda y: np.isclose(np.sum(y), 1) and np.min(y) >= 0),
)
wrong_value(
    "claims.conditions",
    "The third asks that all scores be different; only a tie at the top matters.",
    lambda: _conditions(cold=lambda z: len(set(np.asarray(z).tolist())) == len(z)),
)
wrong_value(
    "claims.conditions",
    "The cold is said to end one-hot always: ties at the top are forgotten.",
    lambda: _conditions(cold=lambda z: True),
)
wrong_value(
    "claims.conditions",
    "The costs are read with columns for the answers: cost transposed.",
    lambda: _conditions(cost=lambda p, c: np.argmax(p) == np.argmin(np.asarray(c).T @ p)),
)
wrong_value(
    "claims.conditions",
    "It says that all costs of errors must be equal, though unequal costs may leave the most probable class the cheapest.",
    lambda: _conditions(
        cost=lambda p, c: len(set(np.asarray(c)[~np.eye(len(p), dtype=bool)].tolist())) == 1
    ),
)
wrong_value(
    "claims.conditions",
    "The answer with the largest cost is compared with the most probable class.",
    lambda: _conditions(cost=lambda p, c: np.argmax(p) == np.argmax(np.asarray(c) @ p)),
)
wrong_value(
    "claims.conditions",
    "Every condition is turned round for the priors: it holds where they differ.",
    lambda: _conditions(bayes=lambda priors: not np.allclose(priors, np.mean(priors))),
)
right_value("claims.conditions", lambda: _conditions())
right_value(
    "claims.conditions",
    lambda: _conditions(
        bayes=lambda priors: float(np.ptp(priors)) < 1e-12,
        gradient=lambda y: abs(math.fsum(y) - 1) < 1e-9,
    ),
)
right_value(
    "claims.conditions",
    lambda: _conditions(
        cold=lambda z: sorted(z)[-1] > sorted(z)[-2],
        cost=lambda p, c: all(np.dot(c[np.argmax(p)], p) <= np.dot(row, p) + 1e-12 for row in c),
    ),
)
right_value(
    "claims.conditions",
    lambda: _conditions(
        cold=lambda scores: np.count_nonzero(np.asarray(scores) >= np.max(scores)) < 2,
        bayes=lambda prior: int(max(prior) - min(prior) < 1e-10),
    ),
)

_FORMULAS = (
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
)


def _referee(*turned):
    truth = (True, False, True, False, False, True, False, True, False, False)
    return {k: t ^ (i in turned) for i, (k, t) in enumerate(zip(_FORMULAS, truth))}


wrong_value("claims.referee", "Log-sum-exp rises by c, it is not invariant.", lambda: _referee(1))
wrong_value(
    "claims.referee",
    "The sum of p - y over all classes is 0; the gradient of b_i is the one entry i.",
    lambda: _referee(3),
)
wrong_value(
    "claims.referee",
    "The minus before the binary cross-entropy is missing, so the formula is not right.",
    lambda: _referee(4),
)
wrong_value(
    "claims.referee",
    "The loss of a smoothed target is the mean of the logs, not the log of the mean.",
    lambda: _referee(6),
)
wrong_value("claims.referee", "The identity with tanh is right.", lambda: _referee(7))
wrong_value(
    "claims.referee",
    "J is never exactly 0, but as near to it as one likes, and learning does stall.",
    lambda: _referee(9),
)
wrong_value(
    "claims.referee",
    "These three probabilities are no softmax of the scores; a gap of 11.9 gives far more than 0.9.",
    lambda: _referee(8),
)
wrong_value("claims.referee", "J v is right as it stands.", lambda: _referee(5))
right_value("claims.referee", lambda: _referee())
right_value("claims.referee", lambda: {k: int(v) for k, v in _referee().items()})
right_value("claims.referee", lambda: {k: np.bool_(v) for k, v in _referee().items()})
right_value("claims.referee", lambda: {k: str(v).lower() for k, v in reversed(_referee().items())})


@wrong("claims.smoothed-loss", "It is the printed formula: minus the log of a mixture.")
def smoothed_printed(z, label, epsilon):
    p = _soft(z)
    return -np.log((1 - epsilon) * p[label] + epsilon / len(z))


@wrong(
    "claims.smoothed-loss",
    "epsilon is shared among the K - 1 other classes instead of among all K.",
)
def smoothed_among_others(z, label, epsilon):
    t = np.full(len(z), epsilon / (len(z) - 1))
    t[label] = 1 - epsilon
    return -(t * _log_soft(z)).sum()


@wrong(
    "claims.smoothed-loss",
    "The label gets 1 - epsilon only: its own share of epsilon is missing, and the target does not sum to 1.",
)
def smoothed_label_share_missing(z, label, epsilon):
    t = np.full(len(z), epsilon / len(z))
    t[label] = 1 - epsilon
    return -(t * _log_soft(z)).sum()


@wrong("claims.smoothed-loss", "Each class gets epsilon, not epsilon / K.")
def smoothed_epsilon_each(z, label, epsilon):
    logs = _log_soft(z)
    return -(1 - epsilon) * logs[label] - epsilon * logs.sum()


@wrong(
    "claims.smoothed-loss",
    "The logarithm of softmax underflows to minus infinity for scores far apart.",
)
def smoothed_fragile(z, label, epsilon):
    with np.errstate(divide="ignore"):
        logs = np.log(_soft(z))
    return -(1 - epsilon) * logs[label] - epsilon * logs.mean()


@wrong(
    "claims.smoothed-loss",
    "The logarithm is padded with 1e-12, which changes the loss where the scores are far apart.",
)
def smoothed_padded(z, label, epsilon):
    logs = np.log(_soft(z) + 1e-12)
    return -(1 - epsilon) * logs[label] - epsilon * logs.mean()


@wrong(
    "claims.smoothed-loss",
    "It is the divergence: the entropy of the smoothed target is subtracted.",
)
def smoothed_divergence(z, label, epsilon):
    t = np.full(len(z), epsilon / len(z))
    t[label] += 1 - epsilon
    kept = t > 0
    return -(t * _log_soft(z)).sum() + (t[kept] * np.log(t[kept])).sum()


@wrong("claims.smoothed-loss", "There is no smoothing: the loss of the label alone.")
def smoothed_not_at_all(z, label, epsilon):
    return -_log_soft(z)[label]


@wrong("claims.smoothed-loss", "The sign is reversed.")
def smoothed_sign(z, label, epsilon):
    logs = _log_soft(z)
    return (1 - epsilon) * logs[label] + epsilon * logs.mean()


@wrong(
    "claims.smoothed-loss",
    "The weights are exchanged: epsilon for the label and 1 - epsilon for the uniform part.",
)
def smoothed_weights_exchanged(z, label, epsilon):
    logs = _log_soft(z)
    return -epsilon * logs[label] - (1 - epsilon) * logs.mean()


@right("claims.smoothed-loss")
def smoothed_lse_minus_mean(z, label, epsilon):
    gaps = np.asarray(z, dtype=float) - z[label]
    return np.logaddexp.reduce(gaps) - epsilon * gaps.mean()


@right("claims.smoothed-loss")
def smoothed_loop(z, label, epsilon):
    top = max(float(s) for s in z)
    lse = math.log(math.fsum(math.exp(float(s) - top) for s in z))
    total = 0.0
    for k, s in enumerate(z):
        weight = epsilon / len(z) + (1 - epsilon if k == label else 0)
        total += weight * (lse - (float(s) - top))
    return total


@right("claims.smoothed-loss")
def smoothed_target_dot_logs(z, label, epsilon):
    K = len(z)
    t = (1 - epsilon) * np.eye(K)[label] + epsilon / K
    return np.array(np.dot(t, -_log_soft(z)))


@right("claims.smoothed-loss")
def smoothed_scipy(z, label, epsilon):
    from scipy.special import log_softmax

    logs = log_softmax(z)
    return float(np.average([logs[label], np.mean(logs)], weights=[1 - epsilon, epsilon]) * -1)


@wrong("claims.explain", "The nearest row is always returned, even if it is far off: never -1.")
def explain_nearest(answer, candidates):
    return int(abs(candidates - answer).max(axis=1).argmin())


@wrong("claims.explain", "The distance is an absolute thousandth, whatever the row's magnitude.")
def explain_absolute(answer, candidates):
    off = abs(candidates - answer).max(axis=1)
    return int(off.argmin()) if off.min() <= 1e-3 else -1


@wrong(
    "claims.explain",
    "Every entry is compared with its own thousandth, not with that of the row's largest magnitude.",
)
def explain_entry_by_entry(answer, candidates):
    for i, row in enumerate(candidates):
        if np.all(abs(row - answer) <= 1e-3 * abs(row)):
            return i
    return -1


@wrong("claims.explain", "The mean difference is compared, so that one entry may be off by more.")
def explain_mean_difference(answer, candidates):
    off = abs(candidates - answer).mean(axis=1)
    good = np.flatnonzero(off <= 1e-3 * abs(candidates).max(axis=1))
    return int(good[0]) if len(good) else -1


@wrong(
    "claims.explain",
    "The largest entry is taken without its magnitude: rows of negative numbers are never found.",
)
def explain_without_magnitude(answer, candidates):
    for i, row in enumerate(candidates):
        if np.max(abs(row - answer)) <= 1e-3 * np.max(row):
            return i
    return -1


@wrong("claims.explain", "The rows are counted from 1.")
def explain_from_one(answer, candidates):
    good = np.flatnonzero(
        abs(candidates - answer).max(axis=1) <= 1e-3 * abs(candidates).max(axis=1)
    )
    return int(good[0]) + 1 if len(good) else -1


@wrong("claims.explain", "One entry that agrees is enough: any instead of all.")
def explain_any(answer, candidates):
    for i, row in enumerate(candidates):
        if np.any(abs(row - answer) <= 1e-3 * abs(row).max()):
            return i
    return -1


@wrong(
    "claims.explain",
    "The differences have no absolute value: an answer that is too large in an entry passes.",
)
def explain_signed(answer, candidates):
    for i, row in enumerate(candidates):
        if np.max(row - answer) <= 1e-3 * np.max(abs(row)):
            return i
    return -1


@wrong("claims.explain", "It returns None instead of -1 where nothing fits.")
def explain_none(answer, candidates):
    for i, row in enumerate(candidates):
        if np.max(abs(row - answer)) <= 1e-3 * np.max(abs(row)):
            return i


@wrong(
    "claims.explain",
    "The scale is the largest magnitude of all candidates together, not of the row.",
)
def explain_common_scale(answer, candidates):
    off = abs(candidates - answer).max(axis=1)
    return int(off.argmin()) if off.min() <= 1e-3 * abs(candidates).max() else -1


@wrong("claims.explain", "A hundredth is allowed instead of a thousandth.")
def explain_hundredth(answer, candidates):
    good = np.flatnonzero(
        abs(candidates - answer).max(axis=1) <= 1e-2 * abs(candidates).max(axis=1)
    )
    return int(good[0]) if len(good) else -1


@right("claims.explain")
def explain_next(answer, candidates):
    fits = (np.max(np.abs(r - answer)) <= np.max(np.abs(r)) / 1000 for r in np.asarray(candidates))
    return next((i for i, fit in enumerate(fits) if fit), -1)


@right("claims.explain")
def explain_infinity_norms(answer, candidates):
    off = np.linalg.norm(candidates - answer, np.inf, axis=1)
    good = off <= 0.001 * np.linalg.norm(candidates, np.inf, axis=1)
    return np.argmax(good) if good.any() else np.int64(-1)


@right("claims.explain")
def explain_pure_python(answer, candidates):
    for number, row in enumerate(np.asarray(candidates).tolist()):
        allowed = 0.001 * max(abs(x) for x in row)
        if all(abs(float(a) - x) <= allowed for a, x in zip(answer, row)):
            return number
    return -1


@right("claims.explain")
def explain_allclose_atol(answer, candidates):
    found = -1
    for i in reversed(range(len(candidates))):
        if np.allclose(answer, candidates[i], rtol=0, atol=1e-3 * np.abs(candidates[i]).max()):
            found = i
    return np.array(found)
