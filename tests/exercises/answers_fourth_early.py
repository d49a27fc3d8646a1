"""Answers of strangers to chapters 1 to 6: logits, softmax, shifts, overflow, entropy, LDA."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import sympy as sp
from collection import Collection

ANSWERS = Collection()
wrong, right = ANSWERS.wrong, ANSWERS.right
wrong_value, right_value = ANSWERS.wrong_value, ANSWERS.right_value


# ---------------------------------------------------------------- 1 logits


@wrong("logits.from-probabilities", "It returns log p itself, without making the last entry 0.")
def lp_plain_log(p):
    return np.log(p)


@wrong(
    "logits.from-probabilities", "It subtracts the last probability and never takes a logarithm."
)
def lp_difference_of_probabilities(p):
    p = np.asarray(p, float)
    return p - p[-1]


@wrong(
    "logits.from-probabilities",
    "It uses the log-odds of each class against all others, log(p/(1-p)), and shifts these to a last 0.",
)
def lp_binary_log_odds_shifted(p):
    p = np.asarray(p, float)
    s = np.log(p / (1 - p))
    return s - s[-1]


@wrong(
    "logits.from-probabilities", "The sign is reversed: log of the last probability over each one."
)
def lp_sign_turned(p):
    p = np.asarray(p, float)
    return np.log(p[-1] / p)


@wrong(
    "logits.from-probabilities",
    "The last entry of log p is overwritten with 0, but the others are not shifted by the same amount.",
)
def lp_last_overwritten(p):
    z = np.log(np.asarray(p, float))
    z[-1] = 0
    return z


@wrong(
    "logits.from-probabilities",
    "The logarithm has the base 10, so the differences are not in nats.",
)
def lp_base_ten(p):
    p = np.asarray(p, float)
    return np.log10(p / p[-1])


@wrong("logits.from-probabilities", "It makes the largest logit 0 and not the last one.")
def lp_largest_zero(p):
    z = np.log(np.asarray(p, float))
    return z - z.max()


@wrong(
    "logits.from-probabilities",
    "The numbers of the example are built in; the argument is not used.",
)
def lp_only_the_example(p):
    return np.log(np.array([7.0, 2.0, 1.0]))


@wrong(
    "logits.from-probabilities",
    "It divides by the last probability but forgets the logarithm: these are odds.",
)
def lp_odds_without_log(p):
    p = np.asarray(p, float)
    return p / p[-1]


@wrong(
    "logits.from-probabilities",
    "It subtracts the mean of the logs, so the sum is 0 and not the last entry.",
)
def lp_sum_zero(p):
    z = np.log(np.asarray(p, float))
    return z - z.mean()


@right("logits.from-probabilities")
def lp_loop_with_math(p):
    last = math.log(p[len(p) - 1])
    return [math.log(q) - last for q in p]


@right("logits.from-probabilities")
def lp_binary_logarithm_rescaled(p):
    p = np.asarray(p, float)
    return (np.log2(p) - np.log2(p[-1])) * np.log(2)


@right("logits.from-probabilities")
def lp_cumulative_differences(p):
    steps = np.diff(np.log(p))
    return np.append(-np.cumsum(steps[::-1])[::-1], 0.0)


@right("logits.from-probabilities")
def lp_log1p_tuple(p):
    p = np.asarray(p, float)
    return tuple(np.log1p((p - p[-1]) / p[-1]))


@right("logits.from-probabilities")
def lp_sympy_numbers(p):
    return [sp.log(sp.Float(float(q), 30) / sp.Float(float(p[-1]), 30)) for q in p]


@right("logits.from-probabilities")
def lp_odd_way_round_by_arctanh(p):
    p = np.asarray(p, float)
    return 2 * np.arctanh((p - p[-1]) / (p + p[-1]))


T2 = "logits.two-tests"
wrong_value(
    T2, "The first number is the odds, 200/99, not their logarithm.", lambda: (2.020, 0.669)
)
wrong_value(T2, "The log-odds are taken to base 10 instead of in nats.", lambda: (0.305, 0.669))
wrong_value(
    T2, "The odds before the tests, 1 : 99, are left out of both numbers.", lambda: (5.298, 0.995)
)
wrong_value(
    T2,
    "The factors of the tests are added to 30, where they must be multiplied to 200.",
    lambda: (-1.194, 0.233),
)
wrong_value(
    T2, "1 : 99 is taken as odds of 1/100, a probability used as odds.", lambda: (0.693, 0.667)
)
wrong_value(T2, "The two numbers are swapped: the probability comes first.", lambda: (0.669, 0.703))
wrong_value(
    T2,
    "Both numbers are those of being healthy: the sign of the log-odds and the probability are turned round.",
    lambda: [-0.703, 0.331],
)
wrong_value(
    T2, "The probability is given in percent, as the bare number 66.9.", lambda: (0.703, 66.9)
)
wrong_value(T2, "Only test A is counted; test B is forgotten.", lambda: (-2.293, 0.092))
wrong_value(
    T2,
    "The second number is the odds after the tests, 200/99, and not the probability.",
    lambda: (0.703, 2.020),
)
right_value(T2, lambda: (Fraction(703, 1000), Fraction(200, 299)))
right_value(T2, lambda: [math.log(200 / 99), 200 / 299])
right_value(T2, lambda: ("0.703", "200/299"))
right_value(T2, lambda: np.array([0.70320, 0.66890]))
right_value(T2, lambda: (sp.log(sp.Rational(200, 99)), sp.Rational(200, 299)))
right_value(T2, lambda: (Decimal("0.7032"), np.float32(0.6689)))


@wrong(
    "logits.against-rest",
    "It subtracts the log-sum-exp of all scores, the class's own included: this is log p.",
)
def ar_log_probability(z):
    z = np.asarray(z, float)
    return z - np.log(np.exp(z).sum())


@wrong(
    "logits.against-rest",
    "It subtracts the mean score of the others instead of the log of the sum of their exponentials.",
)
def ar_mean_of_others(z):
    z = np.asarray(z, float)
    return z - (z.sum() - z) / (len(z) - 1)


@wrong(
    "logits.against-rest",
    "It compares each class with the strongest other one only, not with all others together.",
)
def ar_strongest_rival(z):
    z = np.asarray(z, float)
    return np.array([z[i] - np.delete(z, i).max() for i in range(len(z))])


@wrong("logits.against-rest", "It subtracts the sum of the other scores without exponentials.")
def ar_sum_of_other_scores(z):
    z = np.asarray(z, float)
    return 2 * z - z.sum()


@wrong("logits.against-rest", "The sign is reversed: log-odds of the others against the class.")
def ar_rest_against_class(z):
    p = np.exp(z) / np.exp(z).sum()
    return np.log((1 - p) / p)


@wrong("logits.against-rest", "The logarithm is missing: it returns the odds p/(1-p).")
def ar_odds(z):
    p = np.exp(z) / np.exp(z).sum()
    return p / (1 - p)


@wrong(
    "logits.against-rest",
    "The exponentials of the others are averaged, not added, so it is too large by log(K-1).",
)
def ar_average_of_exponentials(z):
    e = np.exp(np.asarray(z, float))
    return np.log(e / ((e.sum() - e) / (len(e) - 1)))


@wrong(
    "logits.against-rest",
    "It subtracts the scores in reverse order, which is right for two classes only.",
)
def ar_reversed_scores(z):
    z = np.asarray(z, float)
    return z - z[::-1]


@wrong(
    "logits.against-rest", "It returns the log-odds of the first class only, not of every class."
)
def ar_first_class_only(z):
    z = np.asarray(z, float)
    return z[0] - np.log(np.exp(z[1:]).sum())


@wrong(
    "logits.against-rest",
    "The logarithm has the base 2, so the log-odds are in bits and not in nats.",
)
def ar_in_bits(z):
    p = np.exp(z) / np.exp(z).sum()
    return np.log2(p / (1 - p))


@right("logits.against-rest")
def ar_loop_over_pairs(z):
    found = []
    for i, own in enumerate(z):
        others = math.fsum(math.exp(other) for j, other in enumerate(z) if j != i)
        found.append(float(own) - math.log(others))
    return found


@right("logits.against-rest")
def ar_matrix_without_diagonal(z):
    z = np.asarray(z, float)
    return z - np.log((1 - np.eye(len(z))) @ np.exp(z))


@right("logits.against-rest")
def ar_logaddexp_of_deleted(z):
    z = np.asarray(z, float)
    return np.array([z[i] - np.logaddexp.reduce(np.delete(z, i)) for i in range(len(z))])


@right("logits.against-rest")
def ar_from_probabilities(z):
    p = np.exp(z - np.max(z))
    p /= p.sum()
    rest = np.array([p[np.arange(len(p)) != i].sum() for i in range(len(p))])
    return np.log(p) - np.log(rest)


@right("logits.against-rest")
def ar_einsum_of_gaps(z):
    z = np.asarray(z, float)
    gaps = np.exp(z[None, :] - z[:, None])
    return -np.log(np.einsum("ij,ij->i", gaps, 1 - np.eye(len(z))))


PD = "logits.probability-of-dog"
wrong_value(
    PD,
    "The score 1 is put through a sigmoid, as if it were log-odds of dog against the rest.",
    lambda: 0.731,
)
wrong_value(
    PD, "The score is divided by the sum of the scores, 1/5, without exponentials.", lambda: 0.2
)
wrong_value(PD, "Dog is compared with cat only; bird is left out of the sum.", lambda: 0.076)
wrong_value(PD, "This is the probability of cat.", lambda: 0.883)
wrong_value(PD, "This is the probability of bird.", lambda: "0.044")
wrong_value(
    PD, "It is the ratio of dog to cat, exp(-2.5), not a probability of dog.", lambda: 0.082
)
wrong_value(PD, "It is given in percent, as the bare number 7.25.", lambda: 7.25)
wrong_value(
    PD, "These are the odds of dog against the rest, p/(1-p), not the probability.", lambda: 0.078
)
wrong_value(PD, "It is one minus the probability of dog.", lambda: 0.927)
wrong_value(PD, "Dog is compared with bird only; cat is left out.", lambda: 0.622)
right_value(PD, lambda: "0.073")
right_value(PD, lambda: math.e / (math.e**3.5 + math.e + math.exp(0.5)))
right_value(PD, lambda: Decimal("0.0725"))
right_value(PD, lambda: np.array(0.0725, np.float32))
right_value(PD, lambda: sp.E / (sp.exp(sp.Rational(7, 2)) + sp.E + sp.exp(sp.Rational(1, 2))))
right_value(PD, lambda: Fraction(73, 1000))

ZC = "logits.zero-sum-constant"
wrong_value(ZC, "The sign is wrong: this is what must be added, not subtracted.", lambda: -0.880)
wrong_value(ZC, "It is the sum of the three logits; it is not divided by 3.", lambda: 2.639)
wrong_value(ZC, "The sum is divided by 2, as if the last logit, 0, did not count.", lambda: 1.320)
wrong_value(ZC, "It is the mean of the probabilities, not of the logits.", lambda: 0.333)
wrong_value(
    ZC,
    "It is the middle between the largest and the smallest logit, not the mean of the three.",
    lambda: 0.973,
)
wrong_value(ZC, "The logits were taken to base 10.", lambda: 0.382)
wrong_value(
    ZC,
    "It is the mean of log p; it belongs to the logits log p and not to those whose last is 0.",
    lambda: -1.423,
)
wrong_value(
    ZC,
    "It is the log-sum-exp of the three logits, log 10, which makes log-sum-exp 0 and not the sum.",
    lambda: 2.303,
)
wrong_value(ZC, "It is the median of the logits, log 2, not their mean.", lambda: 0.693)
right_value(ZC, lambda: "0.880")
right_value(ZC, lambda: sp.log(14) / 3)
right_value(ZC, lambda: np.log([7, 2, 1]).mean())
right_value(ZC, lambda: Decimal(14).ln() / 3)
right_value(ZC, lambda: Fraction(22, 25))
right_value(ZC, lambda: [0.8797])

FN = "logits.fewer-numbers"
wrong_value(
    FN,
    "The row of bird is set to zeros, but the rows of cat and dog are left as they were.",
    lambda: ([[1, 1], [1, -1], [0, 0]], [0, 0, 0]),
)
wrong_value(
    FN,
    "Bird's row is added to all rows instead of subtracted.",
    lambda: (np.array([[1, 1.2], [1, -0.8], [0, 0.4]]), np.zeros(3)),
)
wrong_value(
    FN,
    "Bird's row is subtracted from cat and bird, but not from dog.",
    lambda: ([[1, 0.8], [1, -1], [0, 0]], [0, 0, 0]),
)
wrong_value(
    FN,
    "The row of bird is struck out, not made zero: two rows are left of three.",
    lambda: ([[1, 0.8], [1, -1.2]], [0, 0]),
)
wrong_value(
    FN,
    "The mean row is subtracted, so the rows sum to zero and bird's row does not vanish.",
    lambda: (np.array([[1, 1], [1, -1], [0, 0.2]]) - np.array([2 / 3, 0.2 / 3]), np.zeros(3)),
)
wrong_value(
    FN,
    "The weights are right, but the bias of bird is changed to -0.2, which moves the probabilities.",
    lambda: ([[1, 0.8], [1, -1.2], [0, 0]], [0, 0, -0.2]),
)
wrong_value(
    FN,
    "0.2 is subtracted from every weight, also from the first column, where bird's weight is 0; bird's row is (-0.2, 0).",
    lambda: ([[0.8, 0.8], [0.8, -1.2], [-0.2, 0]], [0, 0, 0]),
)
wrong_value(
    FN,
    "Cat's row is subtracted, so it is the row of cat that is zero.",
    lambda: ([[0, 0], [0, -2], [-1, -0.8]], [0, 0, 0]),
)
wrong_value(
    FN,
    "In the row of dog the sign is lost: -1 minus 0.2 is -1.2, not -0.8.",
    lambda: ([[1, 0.8], [1, -0.8], [0, 0]], [0, 0, 0]),
)
right_value(FN, lambda: ([["1", "4/5"], ["1", "-6/5"], ["0", "0"]], ["0", "0", "0"]))
right_value(FN, lambda: (np.matrix("1 0.8; 1 -1.2; 0 0"), np.zeros(3, int)))
right_value(FN, lambda: (np.array([[1, 0.8], [1, -1.2], [0, 0]], np.float32), [0.0, 0.0, 0.0]))
right_value(FN, lambda: ([(1, Fraction(4, 5)), (1, Fraction(-6, 5)), (0, 0)], (0, 0, 0)))
right_value(
    FN,
    lambda: (np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.2]]) - np.array([0.0, 0.2]), np.zeros(3)),
)
right_value(
    FN,
    lambda: [
        sp.Matrix([[1, sp.Rational(4, 5)], [1, sp.Rational(-6, 5)], [0, 0]]),
        sp.Matrix([0, 0, 0]),
    ],
)

SN = "logits.second-network"
wrong_value(
    SN,
    "The lower scores are taken for lower probabilities; the two vectors differ by the constant 7, which changes nothing.",
    lambda: False,
)
wrong_value(
    SN,
    "Negative scores are taken for a doubt, so the networks are said to disagree; their differences are the same.",
    lambda: "False",
)
wrong_value(
    SN, "It says that they disagree, though all differences of scores are equal.", lambda: np.False_
)
wrong_value(
    SN,
    "It gives the constant by which the scores differ, 7, and not whether the networks agree.",
    lambda: 7,
)
wrong_value(
    SN,
    "It says no, going by the largest scores, 3 and -4, which cannot be compared between networks.",
    lambda: "no",
)
right_value(SN, lambda: "true")
right_value(SN, lambda: np.allclose(np.diff([-4, -6, -6.8]), np.diff([3, 1, 0.2])))
right_value(SN, lambda: np.True_)
right_value(SN, lambda: np.array(True))
right_value(SN, lambda: sp.true)

L4 = "logits.q4"
wrong_value(L4, "It is the raw score of cat, not log-odds.", lambda: 3)
wrong_value(L4, "It is the log-odds of cat against dog alone.", lambda: 2.0)
wrong_value(L4, "It is the log-odds of cat against bird alone.", lambda: 2.8)
wrong_value(L4, "It is the probability of cat.", lambda: 0.836)
wrong_value(L4, "These are the odds; the logarithm is missing.", lambda: 5.098)
wrong_value(
    L4,
    "The scores of the two others are added, 1.2, and subtracted without exponentials.",
    lambda: 1.8,
)
wrong_value(L4, "The mean of the other scores, 0.6, is subtracted.", lambda: 2.4)
wrong_value(L4, "The sign is turned round: the others against cat.", lambda: "-1.629")
wrong_value(L4, "It is the logarithm of the probability of cat.", lambda: -0.179)
wrong_value(L4, "The logarithm has the base 10.", lambda: 0.707)
right_value(L4, lambda: "1.629")
right_value(L4, lambda: 3 - np.logaddexp(1, 0.2))
right_value(L4, lambda: 3 - sp.log(sp.E + sp.exp(sp.Rational(1, 5))))
right_value(L4, lambda: Decimal("1.6289"))
right_value(L4, lambda: Fraction(1629, 1000))

wrong_value(
    "logits.q1",
    "The prior probability 1/4 is used as odds: 1/4 times 8 is 2, which is 2/3.",
    lambda: "d",
)
wrong_value("logits.q1", "The prior is left out: odds of 8 to 1.", lambda: "A")
right_value("logits.q1", lambda: "(c)")
wrong_value(
    "logits.q3",
    "The larger scores are taken for greater certainty, though a common shift changes nothing.",
    lambda: "a",
)
right_value("logits.q3", lambda: "D")
wrong_value(
    "logits.q5",
    "It goes by the larger logit of the first photograph, which cannot be compared across photographs.",
    lambda: "a",
)
right_value("logits.q5", lambda: " b ")


# ---------------------------------------------------------------- 2 softmax

BH = "softmax.by-hand"
wrong_value(
    BH,
    "The exponential of 0 is taken to be 0, so both the sum and the shares are wrong.",
    lambda: ([7.389, 0, 0.368], [0.953, 0, 0.047]),
)
wrong_value(
    BH,
    "The exponential of -1 is given the sign of the score, -0.368.",
    lambda: ([7.389, 1, -0.368], [0.921, 0.125, -0.046]),
)
wrong_value(BH, "The two vectors are swapped.", lambda: ([0.844, 0.114, 0.042], [7.389, 1, 0.368]))
wrong_value(BH, "The base is 2 instead of e.", lambda: ([4, 1, 0.5], [0.727, 0.182, 0.091]))
wrong_value(
    BH,
    "The exponentials are right, but the shares are the scores over their sum.",
    lambda: ([7.389, 1, 0.368], [2, 0, -1]),
)
wrong_value(
    BH,
    "The exponentials are rounded to whole numbers, 7, 1 and 0, before dividing.",
    lambda: ([7.389, 1, 0.368], [0.875, 0.125, 0.0]),
)
wrong_value(
    BH,
    "The shares are divided by the largest exponential and not by the sum.",
    lambda: ([7.389, 1.0, 0.368], [1.0, 0.135, 0.050]),
)
wrong_value(
    BH, "The order of the shares is reversed.", lambda: ([7.389, 1, 0.368], [0.042, 0.114, 0.844])
)
wrong_value(
    BH,
    "The first exponential is 2e, a product, in place of e squared.",
    lambda: ([5.437, 1, 0.368], [0.799, 0.147, 0.054]),
)
wrong_value(BH, "The shares are in percent.", lambda: ([7.389, 1, 0.368], [84.4, 11.4, 4.2]))
right_value(BH, lambda: (("7.389", "1", "0.368"), ("0.844", "0.114", "0.042")))
right_value(BH, lambda: (np.exp([2, 0, -1]), np.exp([2, 0, -1]) / np.exp([2, 0, -1]).sum()))
right_value(
    BH,
    lambda: (
        [sp.exp(2), 1, sp.exp(-1)],
        [sp.exp(v) / (sp.exp(2) + 1 + sp.exp(-1)) for v in (2, 0, -1)],
    ),
)
right_value(BH, lambda: np.array([[7.389, 1, 0.368], [0.844, 0.114, 0.042]], np.float32))
right_value(
    BH,
    lambda: [
        [Decimal("7.3891"), Decimal(1), Decimal("0.3679")],
        [Decimal("0.8438"), Decimal("0.1142"), Decimal("0.0420")],
    ],
)


@wrong(
    "softmax.columns",
    "The sums run along the rows: axis=-1 adds over the examples instead of the classes.",
)
def sc_axis_minus_one(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@wrong("softmax.columns", "The sum has no axis: the whole matrix shares one unit.")
def sc_one_sum_for_all(z):
    return np.exp(z) / np.exp(z).sum()


@wrong(
    "softmax.columns",
    "The sums of the rows, without keepdims, are divided into the columns; a non-square batch stops with an error.",
)
def sc_row_sums_broadcast(z):
    return np.exp(z) / np.exp(z).sum(axis=1)


@wrong("softmax.columns", "The result is transposed: it has the shape (n, K).")
def sc_transposed_result(z):
    e = np.exp(z).T
    return e / e.sum(axis=1, keepdims=True)


@wrong("softmax.columns", "It returns the exponentials and does not divide by their sum.")
def sc_not_normalised(z):
    return np.exp(z)


@wrong("softmax.columns", "It divides the scores by the sum of each column, without exponentials.")
def sc_plain_sum(z):
    z = np.asarray(z, float)
    return z / z.sum(axis=0)


@wrong(
    "softmax.columns",
    "The mean of each class over the batch is subtracted first, which is not a common shift of an example's scores.",
)
def sc_centred_by_class(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.sum(axis=1, keepdims=True) / z.shape[1])
    return e / e.sum(axis=0)


@wrong("softmax.columns", "The sign of the scores is reversed in the exponential.")
def sc_minus_sign(z):
    e = np.exp(-np.asarray(z, float))
    return e / e.sum(axis=0)


@wrong("softmax.columns", "Softmax is applied twice.")
def sc_twice(z):
    p = np.exp(z) / np.exp(z).sum(axis=0)
    return np.exp(p) / np.exp(p).sum(axis=0)


@wrong("softmax.columns", "Only the first column is treated; the other examples are missing.")
def sc_first_column(z):
    e = np.exp(np.asarray(z)[:, 0])
    return e / e.sum()


@right("softmax.columns")
def sc_column_by_column(z):
    z = np.asarray(z, float)
    p = np.empty(z.shape)
    for j in range(z.shape[1]):
        total = sum(np.exp(v) for v in z[:, j])
        for i in range(z.shape[0]):
            p[i, j] = np.exp(z[i, j]) / total
    return p


@right("softmax.columns")
def sc_einsum_total(z):
    e = np.exp(z)
    return e / np.einsum("kn->n", e)


@right("softmax.columns")
def sc_transposed_twice(z):
    e = np.exp(np.transpose(z))
    return (e / e.sum(axis=-1, keepdims=True)).T


@right("softmax.columns")
def sc_sum_of_gaps(z):
    z = np.asarray(z, float)
    return 1 / np.exp(z[None, :, :] - z[:, None, :]).sum(axis=1)


@right("softmax.columns")
def sc_matrix_of_ones(z):
    e = np.exp(z)
    return e / (np.ones((len(e), len(e))) @ e)


@right("softmax.columns")
def sc_apply_along(z):
    return np.apply_along_axis(lambda v: np.exp(v) / np.sum(np.exp(v)), 0, np.asarray(z, float))


NM = "softmax.name-the-mistake"
wrong_value(
    NM,
    "The first and the last name are swapped.",
    lambda: ["applied twice", "divided by max", "sigmoids / sum", "plain sum"],
)
wrong_value(
    NM,
    "The third is called sigmoids, but plain sigmoids do not add up to 1; these were divided by their sum.",
    lambda: ["plain sum", "divided by max", "sigmoids", "applied twice"],
)
wrong_value(
    NM,
    "The second is called min-max scaled, which gives other shares than dividing by the maximum.",
    lambda: ["plain sum", "min-max scaled", "sigmoids / sum", "applied twice"],
)
wrong_value(
    NM,
    "The fourth is called base 2, but its shares, 0.515, 0.250 and 0.235, come from applying softmax twice.",
    lambda: ["plain sum", "divided by max", "sigmoids / sum", "base 2"],
)
wrong_value(
    NM,
    "The first is called squares; squares would give cat 0.896.",
    lambda: ["squares", "divided by max", "sigmoids / sum", "applied twice"],
)
wrong_value(
    NM,
    "The second and the third name are swapped.",
    lambda: ("plain sum", "sigmoids / sum", "divided by max", "applied twice"),
)
right_value(NM, lambda: ("Plain sum", "Divided by max", "Sigmoids / sum", "Applied twice"))
right_value(
    NM, lambda: np.array(["plain sum", "divided by max", "sigmoids / sum", "applied twice"])
)
right_value(
    NM,
    lambda: (name for name in ["plain sum", "divided by max", "sigmoids / sum", "applied twice"]),
)
right_value(NM, lambda: ["plain sum ", " divided by max", "SIGMOIDS / SUM", "applied twice"])

SS = "softmax.softmax-or-sigmoids"
wrong_value(
    SS,
    "Softmax for the X-ray forbids two findings at once.",
    lambda: {"X-ray": "softmax", "digit": "softmax", "genres": "sigmoids", "next word": "softmax"},
)
wrong_value(
    SS,
    "Softmax for the genres: a film can have several genres.",
    lambda: {"X-ray": "sigmoids", "digit": "softmax", "genres": "softmax", "next word": "softmax"},
)
wrong_value(
    SS,
    "Sigmoids for the next word, though exactly one word comes next.",
    lambda: {
        "X-ray": "sigmoids",
        "digit": "softmax",
        "genres": "sigmoids",
        "next word": "sigmoids",
    },
)
wrong_value(
    SS,
    "Sigmoids for the digit, though it is exactly one of ten.",
    lambda: {
        "X-ray": "sigmoids",
        "digit": "sigmoids",
        "genres": "sigmoids",
        "next word": "softmax",
    },
)
wrong_value(
    SS,
    "All four are the wrong way round.",
    lambda: {"X-ray": "softmax", "digit": "sigmoids", "genres": "softmax", "next word": "sigmoids"},
)
right_value(
    SS,
    lambda: {"X-ray": "Sigmoids", "digit": "Softmax", "genres": "Sigmoids", "next word": "Softmax"},
)
right_value(
    SS,
    lambda: {"next word": "softmax", "genres": "sigmoids", "digit": "softmax", "X-ray": "sigmoids"},
)
right_value(
    SS,
    lambda: dict(
        zip(["X-ray", "digit", "genres", "next word"], np.array(["sigmoids", "softmax"] * 2))
    ),
)
right_value(
    SS,
    lambda: {
        "X-ray": "sigmoids ",
        "digit": " softmax",
        "genres": "SIGMOIDS",
        "next word": "SOFTMAX",
    },
)


@wrong(
    "softmax.cost-threshold",
    "It compares the probability with 1/m, which forgets the healthy share 1-p that pays for the look.",
)
def ct_one_over_m(m):
    return 1 / m


@wrong(
    "softmax.cost-threshold",
    "It returns the probability of being healthy at the threshold, m/(1+m), not that of illness.",
)
def ct_healthy(m):
    return m / (1 + m)


@wrong("softmax.cost-threshold", "It is the argmax rule, one half, whatever the costs.")
def ct_one_half(m):
    return 0.5


@wrong("softmax.cost-threshold", "The 20 of the text is built in; m is not used.")
def ct_only_twenty(m):
    return 1 / 21


@wrong("softmax.cost-threshold", "It returns the threshold in percent.")
def ct_percent(m):
    return 100 / (1 + m)


@wrong(
    "softmax.cost-threshold",
    "It returns the threshold as log-odds, -log m, and not as a probability.",
)
def ct_as_log_odds(m):
    return -math.log(m)


@wrong(
    "softmax.cost-threshold",
    "A sign is wrong in the equation p m = 1 - p: it has m - 1 in place of m + 1.",
)
def ct_minus_instead_of_plus(m):
    return 1 / (m - 1) if m != 1 else math.inf


@wrong(
    "softmax.cost-threshold", "It rounds the threshold to one decimal, so that a large m gives 0."
)
def ct_rounded(m):
    return round(1 / (1 + m), 1)


@wrong("softmax.cost-threshold", "Division with // cuts the result down to 0.")
def ct_whole_division(m):
    return 1 // (1 + m)


@right("softmax.cost-threshold")
def ct_fraction(m):
    return 1 / (1 + Fraction(float(m)))


@right("softmax.cost-threshold")
def ct_sigmoid_of_minus_log(m):
    return 1 / (1 + math.exp(math.log(m)))


@right("softmax.cost-threshold")
def ct_solved_with_numpy(m):
    return np.linalg.solve(np.array([[m, -1.0], [1.0, 1.0]]), np.array([0.0, 1.0]))[0]


@right("softmax.cost-threshold")
def ct_halving(m):
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if middle * m < 1 - middle else (low, middle)
    return (low + high) / 2


@right("softmax.cost-threshold")
def ct_sympy_solution(m):
    p = sp.Symbol("p")
    return sp.solve(sp.Eq(p * sp.nsimplify(float(m)), 1 - p), p)[0]


OS = "softmax.one-sigmoid"
wrong_value(
    OS,
    "The scores are added, 2 + (-1) = 1, where they must be subtracted: this is sigmoid(1).",
    lambda: 0.7311,
)
wrong_value(OS, "It is sigmoid(2), which ignores the second score.", lambda: 0.8808)
wrong_value(OS, "It is the second entry, sigmoid(-3).", lambda: 0.0474)
wrong_value(OS, "It is the odds, exp(3), and not the probability.", lambda: 20.0855)
wrong_value(OS, "It is the argument of the sigmoid, the difference 3, not its value.", lambda: 3)
wrong_value(OS, "The base is 2 instead of e: 8/9.", lambda: 0.8889)
wrong_value(OS, "It is in percent, as a bare number.", lambda: 95.26)
wrong_value(
    OS,
    "It is the hyperbolic tangent of half the difference, which is the gap between the two entries.",
    lambda: 0.9051,
)
wrong_value(OS, "The exponential is taken without the 1: 1 - exp(-3).", lambda: 0.9502)
right_value(OS, lambda: "0.9526")
right_value(OS, lambda: 1 / (1 + math.exp(-3)))
right_value(OS, lambda: 1 / (1 + sp.exp(-3)))
right_value(OS, lambda: np.array([0.9526]))
right_value(OS, lambda: np.float32(0.95257413))
right_value(OS, lambda: Decimal("0.95257"))

RF = "softmax.referral"
wrong_value(RF, "It uses the rule 1 - r, which assumes equal costs: 1 - 0.93.", lambda: 0.07)
wrong_value(
    RF,
    "It is the expected cost of sending home, the dearer action; declining must beat the cheaper one.",
    lambda: 1.40,
)
wrong_value(RF, "It is the difference of the two expected costs.", lambda: 0.47)
wrong_value(
    RF, "It is the threshold 1/21 of the probability of illness, not a cost.", lambda: 0.048
)
wrong_value(RF, "It is the sum of the two expected costs.", lambda: 2.33)
wrong_value(
    RF, "It multiplies the probability of healthy with the cost of a missed illness.", lambda: 18.6
)
wrong_value(RF, "It is the mean of the two expected costs.", lambda: 1.165)
wrong_value(
    RF, "It is the cost of a needless look itself, 1, not weighed with its probability.", lambda: 1
)
right_value(RF, lambda: "0.93")
right_value(RF, lambda: Fraction(93, 100))
right_value(RF, lambda: (np.array([[0, 20], [1, 0]]) @ np.array([0.93, 0.07])).min())
right_value(RF, lambda: Decimal("0.930"))
right_value(RF, lambda: "93/100")

TC = "softmax.three-candidates"


def _candidates(first, second, third):
    return {"1 + tanh(z)": first, "exp(-z)": second, "3 ** (z + 1)": third}


wrong_value(
    TC,
    "3**(z+1) is said to have the odds, but its odds are 3 to the difference and not e to it.",
    lambda: _candidates("order", "shift", "order, shift, odds"),
)
wrong_value(
    TC,
    "exp(-z) is said to keep the order, but it turns the order round.",
    lambda: _candidates("order", "order, shift", "order, shift"),
)
wrong_value(
    TC,
    "1 + tanh is said to be unmoved by a shift, which it is not.",
    lambda: _candidates("order, shift", "shift", "order, shift"),
)
wrong_value(
    TC,
    "The + 1 in 3**(z+1) is thought to spoil the shift; it cancels.",
    lambda: _candidates("order", "shift", "order"),
)
wrong_value(
    TC,
    "exp(-z) is said to have the odds; they are the inverse of those asked for.",
    lambda: _candidates("order", "shift, odds", "order, shift"),
)
wrong_value(
    TC,
    "1 + tanh is said to keep nothing, but tanh rises everywhere and keeps the order.",
    lambda: _candidates("", "shift", "order, shift"),
)
wrong_value(
    TC,
    "exp(-z) is said to keep nothing, but a common factor cancels: it is unmoved by a shift.",
    lambda: _candidates("order", "", "order, shift"),
)
right_value(TC, lambda: _candidates("Order", "Shift", "shift, order"))
right_value(TC, lambda: _candidates(["order"], ["shift"], ["order", "shift"]))
right_value(TC, lambda: _candidates({"order"}, {"shift"}, {"shift", "order"}))
right_value(TC, lambda: _candidates("order", "shift", "order,shift"))
right_value(TC, lambda: _candidates(("order",), ("shift",), ("order", "shift")))

S2 = "softmax.q2"
wrong_value(S2, "It is softmax along the row, axis=-1, not along axis=0.", lambda: 0.9304)
wrong_value(
    S2,
    "It takes a share among the four classes as equal, 1/4; along axis=0 three examples compete.",
    lambda: 0.25,
)
wrong_value(S2, "It divides 6 by the sum of the row, 12.", lambda: 0.5)
wrong_value(S2, "It is the share that the other two examples have together.", lambda: "0.6667")
wrong_value(S2, "It supposes that equal scores leave the column at 1 each.", lambda: 1.0)
wrong_value(S2, "It spreads one unit over all twelve entries.", lambda: 0.0833)
right_value(S2, lambda: "1/3")
right_value(S2, lambda: Fraction(1, 3))
right_value(S2, lambda: 0.33333333)
right_value(S2, lambda: sp.Rational(1, 3))
right_value(S2, lambda: np.float64(0.3333))
wrong_value(
    "softmax.q3",
    "The first finding is read as a separate yes or no, as a sigmoid would.",
    lambda: "a",
)
right_value("softmax.q3", lambda: "D")
wrong_value("softmax.q1", "The largest score is a value; softmax returns a vector.", lambda: "(a)")
right_value("softmax.q1", lambda: "B")


# ---------------------------------------------------------------- 3 shift invariance

DO = "shift-invariance.doubled"
wrong_value(DO, "It is the ratio for the scores before doubling, exp(2).", lambda: 7.4)
wrong_value(DO, "The ratio is doubled, 2 exp(2); doubling the scores squares it.", lambda: 14.8)
wrong_value(
    DO, "It is the difference of the doubled scores, 4; the exponential is missing.", lambda: 4.0
)
wrong_value(DO, "It is the ratio of the scores, 6 to 2.", lambda: 3.0)
wrong_value(DO, "It is the ratio of cat to bird, exp(5.6).", lambda: 270.4)
wrong_value(
    DO, "exp(2) was rounded to 7.4 before squaring, which spoils the first decimal.", lambda: 54.8
)
wrong_value(DO, "It is the ratio of dog to cat, upside down.", lambda: 0.018)
wrong_value(DO, "The base is 2: two to the fourth.", lambda: 16.0)
wrong_value(DO, "It is the probability of cat, not its ratio to that of dog.", lambda: 0.978)
right_value(DO, lambda: "54.6")
right_value(DO, lambda: sp.exp(4))
right_value(DO, lambda: np.exp(2) ** 2)
right_value(DO, lambda: Decimal("54.598"))
right_value(DO, lambda: np.array(54.6, np.float32))
right_value(DO, lambda: Fraction(546, 10))


@wrong(
    "shift-invariance.zero-sum-logits",
    "It returns log p, whose log-sum-exp is 0; the sum of each row is not.",
)
def zs_plain_log(p):
    return np.log(p)


@wrong(
    "shift-invariance.zero-sum-logits",
    "The mean is taken along axis=0, over the examples instead of the classes.",
)
def zs_mean_over_examples(p):
    z = np.log(p)
    return z - z.mean(axis=0, keepdims=True)


@wrong(
    "shift-invariance.zero-sum-logits",
    "One mean of the whole batch is subtracted, so single rows do not sum to 0.",
)
def zs_one_mean_for_all(p):
    z = np.log(p)
    return z - z.mean()


@wrong(
    "shift-invariance.zero-sum-logits",
    "The mean of the probabilities is subtracted without a logarithm; the rows sum to 0 but are no logits.",
)
def zs_centred_probabilities(p):
    p = np.asarray(p, float)
    return p - p.mean(axis=1, keepdims=True)


@wrong(
    "shift-invariance.zero-sum-logits",
    "It divides by the arithmetic mean of the probabilities instead of the geometric one, so the logs do not sum to 0.",
)
def zs_arithmetic_mean_inside_log(p):
    p = np.asarray(p, float)
    return np.log(p / p.mean(axis=1, keepdims=True))


@wrong("shift-invariance.zero-sum-logits", "It makes the last logit 0, not the sum.")
def zs_last_zero(p):
    z = np.log(p)
    return z - z[:, -1:]


@wrong(
    "shift-invariance.zero-sum-logits",
    "The sum of the logs is subtracted, not their mean: the division by K is missing.",
)
def zs_sum_subtracted(p):
    z = np.log(p)
    return z - z.sum(axis=1, keepdims=True)


@wrong(
    "shift-invariance.zero-sum-logits", "The sign is reversed: the mean of the logs minus each log."
)
def zs_sign_reversed(p):
    z = np.log(p)
    return z.mean(axis=1, keepdims=True) - z


@wrong(
    "shift-invariance.zero-sum-logits",
    "Without keepdims the means of the rows are subtracted from the columns, which fails or is wrong.",
)
def zs_no_keepdims(p):
    z = np.log(p)
    return z - z.mean(axis=1)


@wrong(
    "shift-invariance.zero-sum-logits",
    "The logarithm has the base 2, so exponentials do not lead back to p.",
)
def zs_base_two(p):
    z = np.log2(p)
    return z - z.mean(axis=1, keepdims=True)


@right("shift-invariance.zero-sum-logits")
def zs_geometric_mean(p):
    p = np.asarray(p, float)
    root = np.prod(p ** (1 / p.shape[1]), axis=1)
    return np.log(p / root[:, None])


@right("shift-invariance.zero-sum-logits")
def zs_mean_of_pairwise_gaps(p):
    z = np.log(np.asarray(p, float))
    return np.einsum("nij->ni", z[:, :, None] - z[:, None, :]) / z.shape[1]


@right("shift-invariance.zero-sum-logits")
def zs_projection_matrix(p):
    K = np.shape(p)[1]
    return np.log(p) @ (np.eye(K) - np.full((K, K), 1 / K))


@right("shift-invariance.zero-sum-logits")
def zs_loops_of_floats(p):
    rows = []
    for row in p:
        logs = [math.log(q) for q in row]
        middle = math.fsum(logs) / len(logs)
        rows.append([entry - middle for entry in logs])
    return rows


@right("shift-invariance.zero-sum-logits")
def zs_by_way_of_the_last(p):
    z = np.log(np.asarray(p, float))
    z = z - z[:, [-1]]
    z -= np.average(z, axis=-1)[:, np.newaxis]
    return z


@wrong(
    "shift-invariance.without-class",
    "The class is struck out, but the others are not divided by their sum.",
)
def wc_not_renormalised(p, k):
    return np.delete(p, k, axis=1)


@wrong("shift-invariance.without-class", "It removes row k, an example, instead of column k.")
def wc_row_removed(p, k):
    q = np.delete(p, k, axis=0)
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "shift-invariance.without-class",
    "It takes softmax of the probabilities that are left, as if they were logits.",
)
def wc_softmax_of_probabilities(p, k):
    e = np.exp(np.delete(p, k, axis=1))
    return e / e.sum(axis=1, keepdims=True)


@wrong(
    "shift-invariance.without-class",
    "The share of class k is spread equally over the others, which changes their ratios.",
)
def wc_spread_equally(p, k):
    p = np.asarray(p, float)
    q = np.delete(p, k, axis=1)
    return q + p[:, [k]] / q.shape[1]


@wrong("shift-invariance.without-class", "Classes are counted from 1: it removes class k - 1.")
def wc_counted_from_one(p, k):
    q = np.delete(p, k - 1, axis=1)
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "shift-invariance.without-class",
    "The class is set to 0 and kept: the shape is (n, K), not (n, K - 1).",
)
def wc_zero_kept(p, k):
    q = np.array(p, float)
    q[:, k] = 0
    return q / q.sum(axis=1, keepdims=True)


@wrong("shift-invariance.without-class", "It always removes the last class, whatever k is.")
def wc_always_the_last(p, k):
    q = np.asarray(p, float)[:, :-1]
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "shift-invariance.without-class",
    "The rest is divided by the sum of the whole batch, so no row adds up to 1.",
)
def wc_sum_of_everything(p, k):
    q = np.delete(p, k, axis=1)
    return q / q.sum()


@wrong(
    "shift-invariance.without-class",
    "It divides by the probability of class k and not by what is left, 1 minus it.",
)
def wc_divided_by_struck(p, k):
    p = np.asarray(p, float)
    return np.delete(p, k, axis=1) / p[:, [k]]


@wrong(
    "shift-invariance.without-class",
    "Without an axis, np.delete flattens the batch and removes one single entry.",
)
def wc_flattened(p, k):
    q = np.delete(p, k)
    return q / q.sum()


@right("shift-invariance.without-class")
def wc_mask_of_columns(p, k):
    p = np.asarray(p, float)
    q = p[:, np.arange(p.shape[1]) != k]
    return q / q.sum(axis=1, keepdims=True)


@right("shift-invariance.without-class")
def wc_two_halves_joined(p, k):
    p = np.asarray(p, float)
    q = np.hstack([p[:, :k], p[:, k + 1 :]])
    return (q.T / q.sum(axis=1)).T


@right("shift-invariance.without-class")
def wc_lists(p, k):
    answer = []
    for row in p:
        left = [float(q) for j, q in enumerate(row) if j != k]
        answer.append([q / math.fsum(left) for q in left])
    return answer


@right("shift-invariance.without-class")
def wc_selection_matrix(p, k):
    p = np.asarray(p, float)
    choose = np.eye(p.shape[1])[:, [j for j in range(p.shape[1]) if j != k]]
    q = np.einsum("nk,kj->nj", p, choose)
    return q / np.einsum("nj->n", q)[:, None]


@right("shift-invariance.without-class")
def wc_take_along_axis(p, k):
    p = np.asarray(p)
    left = np.setdiff1d(np.arange(p.shape[1]), [k])
    q = np.take(p, left, axis=1)
    return np.divide(q, np.add.reduce(q, axis=1, keepdims=True))


FC = "shift-invariance.colours"
wrong_value(
    FC,
    "The first number is what the car keeps in the street, not what softmax gives it.",
    lambda: (0.5, -1.386),
)
wrong_value(
    FC,
    "The sign of the score is wrong: copies must give up log 4, not gain it.",
    lambda: (0.2, 1.386),
)
wrong_value(
    FC,
    "The share forgets that the car is there beside the four colours: 1/5, not 1/4.",
    lambda: (0.25, -1.386),
)
wrong_value(
    FC,
    "These are the answers for two colours, the red and the blue bus of the text.",
    lambda: (0.333, -0.693),
)
wrong_value(FC, "The logarithm of 4 has the base 10.", lambda: (0.2, -0.602))
wrong_value(FC, "The logarithm of 4 has the base 2.", lambda: (0.2, -2))
wrong_value(FC, "The two numbers are swapped.", lambda: (-1.386, 0.2))
wrong_value(
    FC, "The score is minus log 5: it counts the car among the copies.", lambda: (0.2, -1.609)
)
wrong_value(
    FC, "The second number is the factor 1/4, whose logarithm is the score.", lambda: (0.2, 0.25)
)
wrong_value(
    FC,
    "The old bus is counted beside its four colours, so there are six alternatives.",
    lambda: (0.167, -1.386),
)
wrong_value(
    FC,
    "The score of a colour is 0 as before, with which the car does not keep its half.",
    lambda: (0.2, 0),
)
right_value(FC, lambda: (Fraction(1, 5), -math.log(4)))
right_value(FC, lambda: ["0.2", "−1.386"])
right_value(FC, lambda: (sp.Rational(1, 5), -2 * sp.log(2)))
right_value(FC, lambda: np.array([0.2, -1.3863]))
right_value(FC, lambda: ("1/5", Decimal("-1.3863")))

NO = "shift-invariance.noticed"


def _noticed(*answers):
    return dict(
        zip(
            [
                "add (5, -2) to every row of W",
                "add 1 to every bias",
                "add 1 to the bias of cat",
                "add 1 to every weight of cat",
                "double W and b",
                "double W, halve every input",
            ],
            answers,
            strict=True,
        )
    )


wrong_value(
    NO,
    "Doubling W and b is said to go unnoticed, but it doubles every gap of the scores.",
    lambda: _noticed(False, False, True, True, False, False),
)
wrong_value(
    NO,
    "Adding one vector to every row is said to be noticed, though it is common to all classes.",
    lambda: _noticed(True, False, True, True, True, False),
)
wrong_value(
    NO,
    "Doubling W and halving the inputs is said to be noticed, though the scores stay the same.",
    lambda: _noticed(False, False, True, True, True, True),
)
wrong_value(
    NO,
    "Adding 1 to the bias of cat alone is taken for a common shift.",
    lambda: _noticed(False, False, False, True, True, False),
)
wrong_value(
    NO,
    "Adding 1 to every weight of cat is taken for a common shift; only the row of cat moves.",
    lambda: _noticed(False, False, True, False, True, False),
)
wrong_value(
    NO,
    "All are inverted: True stands where no data could notice.",
    lambda: _noticed(True, True, False, False, False, True),
)
wrong_value(
    NO,
    "Adding 1 to every bias is said to be noticed; it raises all scores alike.",
    lambda: _noticed(False, True, True, True, True, False),
)
right_value(NO, lambda: _noticed("False", "False", "True", "True", "True", "False"))
right_value(NO, lambda: _noticed(*np.array([False, False, True, True, True, False])))
right_value(NO, lambda: _noticed("no", "no", "yes", "yes", "yes", "no"))
right_value(NO, lambda: _noticed(sp.false, sp.false, sp.true, sp.true, sp.true, sp.false))
right_value(
    NO, lambda: dict(reversed(list(_noticed(False, False, True, True, True, False).items())))
)


@wrong(
    "shift-invariance.smallest-weights",
    "The mean of each row is subtracted, along the features, instead of the mean row.",
)
def sw_mean_of_each_row(W):
    W = np.asarray(W, float)
    return W - W.mean(axis=1, keepdims=True)


@wrong(
    "shift-invariance.smallest-weights",
    "The last row is subtracted, which makes it zero but is not the least sum of squares.",
)
def sw_last_row_zero(W):
    W = np.asarray(W, float)
    return W - W[-1]


@wrong(
    "shift-invariance.smallest-weights",
    "One mean of all entries is subtracted, not one for each column.",
)
def sw_grand_mean(W):
    W = np.asarray(W, float)
    return W - W.mean()


@wrong(
    "shift-invariance.smallest-weights",
    "The median row is subtracted, which minimises absolute values and not squares.",
)
def sw_median_row(W):
    W = np.asarray(W, float)
    return W - np.median(W, axis=0)


@wrong(
    "shift-invariance.smallest-weights",
    "The weights are scaled to norm 1; scaling changes the probabilities.",
)
def sw_scaled_to_norm_one(W):
    W = np.asarray(W, float)
    return W / np.linalg.norm(W)


@wrong(
    "shift-invariance.smallest-weights",
    "It returns zeros, which have the least squares of all but not the same softmax.",
)
def sw_all_zeros(W):
    return np.zeros(np.shape(W))


@wrong("shift-invariance.smallest-weights", "The mean row is added instead of subtracted.")
def sw_mean_added(W):
    W = np.asarray(W, float)
    return W + W.mean(axis=0)


@wrong(
    "shift-invariance.smallest-weights", "The sum of the rows is subtracted and not divided by K."
)
def sw_sum_subtracted(W):
    W = np.asarray(W, float)
    return W - W.sum(axis=0)


@wrong(
    "shift-invariance.smallest-weights",
    "It divides by 3 whatever the number of classes; with another K the rows do not sum to zero.",
)
def sw_three_classes_only(W):
    W = np.asarray(W, float)
    return W - W.sum(axis=0) / 3


@wrong(
    "shift-invariance.smallest-weights",
    "The columns are also divided by their standard deviations, which changes the probabilities.",
)
def sw_standardised_columns(W):
    W = np.asarray(W, float)
    return (W - W.mean(axis=0)) / W.std(axis=0)


@right("shift-invariance.smallest-weights")
def sw_projection(W):
    K = len(W)
    return (np.identity(K) - np.ones((K, K)) / K) @ W


@right("shift-invariance.smallest-weights")
def sw_least_squares(W):
    W = np.asarray(W, float)
    v = np.linalg.lstsq(np.ones((len(W), 1)), W, rcond=None)[0]
    return W - v


@right("shift-invariance.smallest-weights")
def sw_double_loop(W):
    K, d = np.shape(W)
    answer = [[0.0] * d for _ in range(K)]
    for j in range(d):
        middle = math.fsum(float(W[k][j]) for k in range(K)) / K
        for k in range(K):
            answer[k][j] = float(W[k][j]) - middle
    return answer


@right("shift-invariance.smallest-weights")
def sw_mean_of_gaps(W):
    W = np.asarray(W, float)
    return (W[:, None, :] - W[None, :, :]).mean(axis=1)


@right("shift-invariance.smallest-weights")
def sw_weight_decay_along_v(W):
    W = np.asarray(W, float)
    v = np.zeros(W.shape[1])
    for _ in range(200):
        v -= 0.3 * (W + v).sum(axis=0) / len(W)
    return W + v


AR = "shift-invariance.all-rise"
wrong_value(
    AR,
    "All scores rise by the same amount, so no probability changes.",
    lambda: ([3, 1, 0.2], [4, 2, 1.2]),
)
wrong_value(
    AR,
    "Two scores stay where they are; every score has to be higher.",
    lambda: ([0, 0, 0], [1, 0, 0]),
)
wrong_value(
    AR,
    "Two scores rise more than the third, so only one probability falls.",
    lambda: ([0, 0, 0], [5, 5, 1]),
)
wrong_value(
    AR,
    "The two vectors are swapped: every score is lower in the second.",
    lambda: ([5, 1, 1], [0, 0, 0]),
)
wrong_value(
    AR,
    "These are probabilities before and after, not scores; as scores two of them fall.",
    lambda: ([0.4, 0.3, 0.3], [0.8, 0.1, 0.1]),
)
wrong_value(AR, "There are two classes and not three.", lambda: ([0, 0], [2, 1]))
wrong_value(
    AR, "The scores are doubled, and the negative one falls.", lambda: ([2, 1, -1], [4, 2, -2])
)
right_value(AR, lambda: ([0, 0, 0], [9, 1, 1]))
right_value(AR, lambda: (np.array([3, 1, 0.2]), np.array([3, 1, 0.2]) + [5, 1, 2]))
right_value(AR, lambda: ((-4, -6, Fraction(-34, 5)), (0, Fraction(-11, 2), -6)))
right_value(AR, lambda: np.array([[1, 0, 0], [2, 5, 1]], np.float32))
right_value(AR, lambda: (["0", "0", "0"], ["0.5", "0.5", "3"]))

NP_ = "shift-invariance.nearest-point"
wrong_value(NP_, "The scores are divided by their sum, 1.9.", lambda: [0.526, 0.421, 0.053])
wrong_value(
    NP_,
    "The third stays in the count: with the threshold 0.3 it becomes negative, -0.2.",
    lambda: [0.7, 0.5, -0.2],
)
wrong_value(
    NP_,
    "The negative entry is cut off, but the threshold is not computed anew: the sum is 1.2.",
    lambda: [0.7, 0.5, 0],
)
wrong_value(
    NP_,
    "After cutting off it divides by the sum, 1.2, instead of lowering the threshold.",
    lambda: [0.583, 0.417, 0],
)
wrong_value(NP_, "It is the nearest corner, a hard choice.", lambda: [1, 0, 0])
wrong_value(
    NP_, "It is softmax of the scores, which is no projection.", lambda: [0.449, 0.368, 0.183]
)
wrong_value(
    NP_,
    "Bird is dropped, and the other two are divided by their sum, 1.8.",
    lambda: [0.556, 0.444, 0],
)
wrong_value(NP_, "The first two entries are swapped.", lambda: [0.4, 0.6, 0])
wrong_value(
    NP_,
    "It is the answer for the example of the text, (1/2, 1/4, -1/4).",
    lambda: [0.625, 0.375, 0],
)
wrong_value(
    NP_, "The third entry is left at 0.1 in place of 0, so the sum is 1.1.", lambda: [0.6, 0.4, 0.1]
)
right_value(NP_, lambda: (Fraction(3, 5), Fraction(2, 5), 0))
right_value(NP_, lambda: np.maximum(np.array([1, 0.8, 0.1]) - 0.4, 0))
right_value(NP_, lambda: ["0.6", "0.4", "0"])
right_value(NP_, lambda: (sp.Rational(3, 5), sp.Rational(2, 5), sp.Integer(0)))
right_value(NP_, lambda: (x for x in (0.6, 0.4, 0.0)))
right_value(NP_, lambda: np.matrix([0.6, 0.4, 0.0]))

S3 = "shift-invariance.q3"
wrong_value(
    S3, "It is the share in the street; softmax gives every alternative the same.", lambda: 0.5
)
wrong_value(S3, "It is the share of one colour of bus in the street.", lambda: 0.25)
wrong_value(S3, "It is the share of both buses together.", lambda: 0.667)
wrong_value(S3, "It is in percent, as a bare number.", lambda: 33.3)
wrong_value(S3, "It is the ratio of car to red bus, which stays at 1.", lambda: 1)
wrong_value(S3, "It is rounded to one decimal, not to three.", lambda: 0.3)
right_value(S3, lambda: "1/3")
right_value(S3, lambda: Fraction(1, 3))
right_value(S3, lambda: Decimal("0.333"))
right_value(S3, lambda: np.float32(1 / 3))
wrong_value(
    "shift-invariance.q1",
    "The shift cancels in mathematics, but float64 cannot hold 10^16 + 1, so the difference is lost.",
    lambda: "a",
)
right_value("shift-invariance.q1", lambda: "(C)")
wrong_value(
    "shift-invariance.q4",
    "It goes by the first score's own rise and overlooks that the second rose by more.",
    lambda: "b",
)
right_value("shift-invariance.q4", lambda: "a")


# ---------------------------------------------------------------- 4 overflow

nan = float("nan")
PR = "overflow.predictions"
wrong_value(
    PR,
    "The first pair is what a stable softmax gives; the two-line one divides inf by inf.",
    lambda: [(0.5, 0.5), (0, 0), (0, 1), (nan, nan)],
)
wrong_value(
    PR,
    "For 709.5 each exponential is finite, but their sum overflows and the shares are 0, not one half.",
    lambda: [(nan, nan), (0.5, 0.5), (0, 1), (nan, nan)],
)
wrong_value(
    PR,
    "For 709.5 it expects nan, but a finite number over infinity is 0.",
    lambda: [(nan, nan), (nan, nan), (0, 1), (nan, nan)],
)
wrong_value(
    PR,
    "The third pair is reversed: the score 0 takes all, not -800.",
    lambda: [(nan, nan), (0, 0), (1, 0), (nan, nan)],
)
wrong_value(
    PR,
    "The last pair is the mathematical answer; both exponentials are 0, and 0/0 is nan.",
    lambda: [(nan, nan), (0, 0), (0, 1), (0.731, 0.269)],
)
wrong_value(
    PR,
    "The last pair is 2/3 and 1/3, which belongs to -744 and -745; here both exponentials are 0.",
    lambda: [(nan, nan), (0, 0), (0, 1), (0.667, 0.333)],
)
wrong_value(
    PR,
    "For -800 it expects nan; the exponential underflows to 0 and 0/1 is 0.",
    lambda: [(nan, nan), (0, 0), (nan, 1), (nan, nan)],
)
wrong_value(
    PR,
    "For the first pair it expects inf, but infinity over infinity is nan.",
    lambda: [(math.inf, math.inf), (0, 0), (0, 1), (nan, nan)],
)
right_value(PR, lambda: ((np.nan, np.nan), (0, 0), (0, 1), (np.nan, np.nan)))
right_value(PR, lambda: np.array([[np.nan, np.nan], [0, 0], [0, 1], [np.nan, np.nan]]))
right_value(PR, lambda: [["nan", "nan"], ["0", "0"], ["0", "1"], ["nan", "nan"]])
right_value(PR, lambda: [[math.nan] * 2, [0.0] * 2, (Fraction(0), Fraction(1)), [math.nan] * 2])
right_value(PR, lambda: (pair for pair in [(sp.nan, sp.nan), (0, 0), (0, 1), (sp.nan, sp.nan)]))


@wrong("overflow.stable-softmax", "Nothing is subtracted, so large scores give inf over inf.")
def st_no_shift(z):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "The maximum of the whole batch is subtracted; a row far below it underflows to 0/0.",
)
def st_batch_maximum(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z - z.max())
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "The minimum of the row is subtracted, which leaves large positive exponents.",
)
def st_row_minimum(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z - z.min(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "The mean of the row is subtracted; a score far ahead still overflows.",
)
def st_row_mean(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z - z.mean(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "It divides by the maximum of the row, which is no shift and changes the gaps.",
)
def st_divided_by_maximum(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z / z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "Scores are clipped to 700 before the exponential, so different large scores become equal.",
)
def st_clipped(z):
    e = np.exp(np.clip(z, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "A shift is made only if the maximum is positive, so rows of very negative scores give 0/0.",
)
def st_maximum_or_zero(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z - np.maximum(z.max(axis=-1, keepdims=True), 0))
        return e / e.sum(axis=-1, keepdims=True)


@wrong("overflow.stable-softmax", "It works along axis 0 instead of the last axis.")
def st_first_axis(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "The nan of an unshifted softmax is replaced by 0, which does not bring back the shares.",
)
def st_nan_to_zero(z):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


@wrong(
    "overflow.stable-softmax",
    "The axis is 1, not the last: a single vector stops with an error, and three axes are summed along the wrong one.",
)
def st_axis_one(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@wrong(
    "overflow.stable-softmax",
    "An epsilon of 1e-3 is added to the sum, so the shares do not add up to 1.",
)
def st_epsilon_in_sum(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / (e.sum(axis=-1, keepdims=True) + 1e-3)


@right("overflow.stable-softmax")
def st_row_by_row(z):
    z = np.asarray(z, float)
    p = np.empty(z.shape)
    with np.errstate(all="ignore"):
        for place in np.ndindex(z.shape[:-1]):
            e = np.exp(z[place] - max(z[place]))
            p[place] = e / e.sum()
    return p


@right("overflow.stable-softmax")
def st_exp_of_log_softmax(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        d = z - np.amax(z, axis=-1)[..., None]
        return np.exp(d - np.logaddexp.reduce(d, axis=-1)[..., None])


@right("overflow.stable-softmax")
def st_reciprocal_of_gaps(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return 1 / np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)


@right("overflow.stable-softmax")
def st_moved_axis(z):
    with np.errstate(all="ignore"):
        y = np.moveaxis(np.asarray(z, float), -1, 0)
        e = np.exp(y - y.max(axis=0))
        return np.moveaxis(e / e.sum(axis=0), 0, -1)


@right("overflow.stable-softmax")
def st_einsum_sum(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(np.subtract(z, np.sort(z, axis=-1)[..., -1:]))
        return e / np.einsum("...k->...", e)[..., np.newaxis]


@wrong(
    "overflow.log-softmax",
    "It takes the log of a stable softmax, whose small shares have underflowed to 0: minus infinity.",
)
def ls_log_of_softmax(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return np.log(e / e.sum(axis=-1, keepdims=True))


@wrong(
    "overflow.log-softmax",
    "The log of the sum is computed without a shift and overflows for large scores.",
)
def ls_no_shift(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@wrong("overflow.log-softmax", "An epsilon of 1e-12 in the logarithm caps the result at -27.6.")
def ls_epsilon(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True) + 1e-12)


@wrong("overflow.log-softmax", "Only the maximum is subtracted; the log of the sum is forgotten.")
def ls_only_the_maximum(z):
    z = np.asarray(z, float)
    return z - z.max(axis=-1, keepdims=True)


@wrong(
    "overflow.log-softmax",
    "The maximum is not put back: the log of the shifted sum is subtracted from the unshifted scores.",
)
def ls_maximum_not_put_back(z):
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z - m).sum(axis=-1, keepdims=True))


@wrong(
    "overflow.log-softmax",
    "The maximum of the whole batch is used, so that the sum of a low row underflows to 0 and its log is minus infinity.",
)
def ls_batch_maximum(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        d = z - z.max()
        return d - np.log(np.exp(d).sum(axis=-1, keepdims=True))


@wrong("overflow.log-softmax", "It works along axis 0 instead of the last axis.")
def ls_first_axis(z):
    z = np.asarray(z, float)
    d = z - z.max(axis=0, keepdims=True)
    return d - np.log(np.exp(d).sum(axis=0, keepdims=True))


@wrong(
    "overflow.log-softmax", "The sign is turned round: it returns the losses, which are positive."
)
def ls_negative(z):
    z = np.asarray(z, float)
    d = z - z.max(axis=-1, keepdims=True)
    return np.log(np.exp(d).sum(axis=-1, keepdims=True)) - d


@wrong(
    "overflow.log-softmax",
    "It computes z - LSE with the maximum added to the small logarithm first, which rounds it away: for two scores of 1e16 it gives 0 and not -log 2.",
)
def ls_maximum_added_first(z):
    z = np.asarray(z, float)
    m = z.max(axis=-1, keepdims=True)
    return z - (m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True)))


@wrong(
    "overflow.log-softmax",
    "Probabilities are clipped from below at 1e-300 before the logarithm, so nothing is below -691.",
)
def ls_clipped(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(np.maximum(e / e.sum(axis=-1, keepdims=True), 1e-300))


@right("overflow.log-softmax")
def ls_logaddexp_of_shifted(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        d = z - z.max(axis=-1, keepdims=True)
        return d - np.logaddexp.reduce(d, axis=-1, keepdims=True)


@right("overflow.log-softmax")
def ls_of_gaps(z):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return -np.logaddexp.reduce(z[..., None, :] - z[..., :, None], axis=-1)


@right("overflow.log-softmax")
def ls_log1p_of_rest(z):
    z = np.asarray(z, float)
    winner = z.argmax(axis=-1)[..., None]
    with np.errstate(all="ignore"):
        d = z - np.take_along_axis(z, winner, -1)
        e = np.exp(d)
        np.put_along_axis(e, winner, 0, -1)
        return d - np.log1p(e.sum(axis=-1, keepdims=True))


@right("overflow.log-softmax")
def ls_nested_loop(z):
    z = np.asarray(z, float)
    answer = np.zeros_like(z)
    for place in np.ndindex(*z.shape[:-1]):
        row = [float(v) for v in z[place]]
        top = max(row)
        log_sum = math.log(math.fsum(math.exp(v - top) for v in row))
        answer[place] = [(v - top) - log_sum for v in row]
    return answer


@wrong("overflow.loss-from-scores", "The losses are added up and not averaged.")
def lo_sum(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    logp = d - np.log(np.exp(d).sum(axis=1, keepdims=True))
    return -logp[np.arange(len(y)), y].sum()


@wrong(
    "overflow.loss-from-scores",
    "It takes the log of softmax, so that a share that underflowed gives an infinite loss.",
)
def lo_log_of_softmax(z, y):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(y)), y]).mean()


@wrong("overflow.loss-from-scores", "An epsilon of 1e-12 in the logarithm caps the loss at 27.63.")
def lo_epsilon(z, y):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-12).mean()


@wrong(
    "overflow.loss-from-scores",
    "The probabilities are clipped from below at 1e-7 before the logarithm.",
)
def lo_clipped(z, y):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1)
    return -np.log(p[np.arange(len(y)), y]).mean()


@wrong(
    "overflow.loss-from-scores",
    "There is no shift: the log of the sum is infinite for large scores.",
)
def lo_no_shift(z, y):
    z = np.asarray(z, float)
    with np.errstate(all="ignore"):
        return (np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]).mean()


@wrong(
    "overflow.loss-from-scores",
    "z[:, y] picks every label for every row, so the mean runs over n times n numbers.",
)
def lo_all_pairs(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    logp = d - np.log(np.exp(d).sum(axis=1, keepdims=True))
    return -logp[:, y].mean()


@wrong(
    "overflow.loss-from-scores",
    "The sign is missing: it returns the mean log-probability, which is negative.",
)
def lo_sign(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    logp = d - np.log(np.exp(d).sum(axis=1, keepdims=True))
    return logp[np.arange(len(y)), y].mean()


@wrong(
    "overflow.loss-from-scores",
    "The sum over a one-hot target is divided by n times K instead of by n.",
)
def lo_mean_over_entries(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    logp = d - np.log(np.exp(d).sum(axis=1, keepdims=True))
    return -(np.eye(z.shape[1])[y] * logp).mean()


@wrong(
    "overflow.loss-from-scores",
    "It averages the losses of the predicted classes and never looks at y.",
)
def lo_of_the_predicted(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    return np.log(np.exp(d).sum(axis=1)).mean()


@wrong("overflow.loss-from-scores", "It returns one loss for each row instead of their mean.")
def lo_per_row(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    return np.log(np.exp(d).sum(axis=1)) - d[np.arange(len(y)), y]


@wrong(
    "overflow.loss-from-scores",
    "The labels are counted from 1: it takes the class before the true one.",
)
def lo_labels_from_one(z, y):
    z = np.asarray(z, float)
    d = z - z.max(axis=1, keepdims=True)
    return (np.log(np.exp(d).sum(axis=1)) - d[np.arange(len(y)), np.asarray(y) - 1]).mean()


@right("overflow.loss-from-scores")
def lo_gaps_to_the_true_class(z, y):
    z = np.asarray(z, float)
    true = np.take_along_axis(z, np.asarray(y)[:, None], axis=1)
    return np.logaddexp.reduce(z - true, axis=1).mean()


@right("overflow.loss-from-scores")
def lo_zip_and_fsum(z, y):
    losses = []
    for row, label in zip(z, y, strict=True):
        top = max(float(v) for v in row)
        total = math.fsum(math.exp(float(v) - top) for v in row)
        losses.append(math.log(total) - (float(row[int(label)]) - top))
    return math.fsum(losses) / len(losses)


@right("overflow.loss-from-scores")
def lo_one_hot_where(z, y):
    z = np.asarray(z, float)
    hot = np.arange(z.shape[1]) == np.asarray(y)[:, None]
    d = z - z.max(axis=1)[:, None]
    logp = d - np.log(np.exp(d) @ np.ones(z.shape[1]))[:, None]
    return -np.where(hot, logp, 0).sum() / len(z)


@right("overflow.loss-from-scores")
def lo_running_mean(z, y):
    mean = 0.0
    for i in range(len(y)):
        row = np.asarray(z[i], float)
        row = row - row.max()
        mean += (np.log(np.sum(np.exp(row))) - row[y[i]] - mean) / (i + 1)
    return np.array(mean)


@wrong(
    "overflow.masked-softmax",
    "10^9 is subtracted from the masked scores; in a row with nothing kept it cancels and the mask vanishes.",
)
def ms_minus_a_billion(z, keep):
    s = np.asarray(z, float) + np.where(keep, 0, -1e9)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.masked-softmax",
    "Masked scores become minus infinity, and a row in which nothing is kept is nan.",
)
def ms_minus_infinity(z, keep):
    s = np.where(keep, z, -np.inf)
    with np.errstate(all="ignore"):
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.masked-softmax",
    "The probabilities are multiplied by the mask and not renormalised, so the kept ones do not add up to 1.",
)
def ms_zeroed(z, keep):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) * keep


@wrong(
    "overflow.masked-softmax",
    "The softmax of all classes is zeroed and renormalised: with a masked winner far ahead the kept shares have underflowed.",
)
def ms_zeroed_renormalised(z, keep):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True) * keep
    total = p.sum(axis=-1, keepdims=True)
    return np.divide(p, total, out=np.zeros_like(p), where=total > 0)


@wrong("overflow.masked-softmax", "The mask is read the wrong way round: what is kept gets 0.")
def ms_inverted(z, keep):
    return ms_right_base(z, ~np.asarray(keep, bool))


@wrong("overflow.masked-softmax", "Masked scores are set to 0 and still take part with exp(0).")
def ms_scores_times_mask(z, keep):
    s = np.asarray(z, float) * keep
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "overflow.masked-softmax", "A row in which nothing is kept gets equal shares instead of zeros."
)
def ms_equal_shares_if_empty(z, keep):
    keep = np.asarray(keep, bool)
    p = ms_right_base(z, keep)
    return np.where(keep.any(axis=-1, keepdims=True), p, 1 / p.shape[-1])


@wrong("overflow.masked-softmax", "No maximum is subtracted, so large scores overflow to nan.")
def ms_no_shift(z, keep):
    with np.errstate(all="ignore"):
        e = np.where(keep, np.exp(z), 0)
        total = e.sum(axis=-1, keepdims=True)
        return e / np.where(total == 0, 1, total)


@wrong("overflow.masked-softmax", "It sums and maximises along axis 0 instead of the last axis.")
def ms_first_axis(z, keep):
    return np.swapaxes(ms_right_base(np.swapaxes(z, 0, -1), np.swapaxes(keep, 0, -1)), 0, -1)


@wrong(
    "overflow.masked-softmax",
    "Zeros are returned only if nothing is kept in the whole batch; a single empty row among others is nan.",
)
def ms_empty_batch_only(z, keep):
    if not np.any(keep):
        return np.zeros(np.shape(z))
    return ms_minus_infinity(z, keep)


@wrong(
    "overflow.masked-softmax",
    "The masked classes are left out of the result, which is flat and has not the shape of z.",
)
def ms_compressed(z, keep):
    s = np.asarray(z, float)[np.asarray(keep, bool)]
    if s.size == 0:
        return s
    e = np.exp(s - s.max())
    return e / e.sum()


def ms_right_base(z, keep):
    z, keep = np.asarray(z, float), np.asarray(keep, bool)
    s = np.where(keep, z, -np.inf)
    top = s.max(axis=-1, keepdims=True)
    with np.errstate(all="ignore"):
        e = np.where(keep, np.exp(z - np.where(np.isfinite(top), top, 0)), 0.0)
        total = e.sum(axis=-1, keepdims=True)
        return np.where(keep, e / np.where(total == 0, 1, total), 0.0)


@right("overflow.masked-softmax")
def ms_shift_of_the_kept(z, keep):
    return ms_right_base(z, keep)


@right("overflow.masked-softmax")
def ms_every_row_apart(z, keep):
    z, keep = np.asarray(z, float), np.asarray(keep, bool)
    p = np.zeros(z.shape)
    for place in np.ndindex(z.shape[:-1]):
        kept = keep[place]
        if kept.any():
            e = np.exp(z[place][kept] - z[place][kept].max())
            p[place][kept] = e / e.sum()
    return p


@right("overflow.masked-softmax")
def ms_numpy_masked_array(z, keep):
    m = np.ma.masked_array(np.asarray(z, float), mask=~np.asarray(keep, bool))
    e = np.ma.exp(m - np.ma.max(m, axis=-1, keepdims=True))
    total = np.ma.sum(e, axis=-1, keepdims=True)
    return np.ma.filled(e / total, 0.0)


@right("overflow.masked-softmax")
def ms_nan_of_empty_rows_replaced(z, keep):
    keep = np.asarray(keep, bool)
    s = np.where(keep, np.asarray(z, float), -np.inf)
    with np.errstate(all="ignore"):
        d = s - np.max(s, axis=-1, initial=-np.inf, keepdims=True)
        p = np.exp(d - np.log(np.exp(d).sum(axis=-1, keepdims=True)))
    p[~np.broadcast_to(keep.any(axis=-1, keepdims=True), p.shape)] = 0
    return p


@right("overflow.masked-softmax")
def ms_where_arguments(z, keep):
    z, keep = np.asarray(z, float), np.asarray(keep, bool)
    top = np.max(z, axis=-1, keepdims=True, where=keep, initial=-np.inf)
    e = np.exp(z - top, where=keep, out=np.zeros(z.shape))
    return np.divide(e, e.sum(-1, keepdims=True), where=keep, out=np.zeros(z.shape))


EB = "overflow.eight-bits"
wrong_value(
    EB,
    "The first is log 240, the largest number; a result overflows only from 248 on, half a step above.",
    lambda: (5.48, -6.93),
)
wrong_value(
    EB,
    "The first is log 256, the next power of 2; rounding makes infinity from 248 on.",
    lambda: (5.55, -6.93),
)
wrong_value(
    EB,
    "The second is the logarithm of the smallest number, not of half of it.",
    lambda: (5.51, -6.24),
)
wrong_value(
    EB,
    "The second is the logarithm of the smallest normal number; the subnormal ones are forgotten.",
    lambda: (5.51, -4.16),
)
wrong_value(EB, "These are the numbers of the format of six bits.", lambda: (2.71, -3.47))
wrong_value(EB, "The logarithms have the base 2.", lambda: (7.95, -10.0))
wrong_value(EB, "The sign of the second is lost.", lambda: (5.51, 6.93))
wrong_value(
    EB,
    "The reserved pattern of the exponent is counted as numbers, so the largest comes out as 480.",
    lambda: (6.21, -6.93),
)
wrong_value(EB, "The first and the second are swapped.", lambda: (-6.93, 5.51))
right_value(EB, lambda: ("5.51", "−6.93"))
right_value(EB, lambda: [math.log(248), -10 * math.log(2)])
right_value(EB, lambda: np.log([248, 1 / 1024]))
right_value(EB, lambda: (sp.log(248), sp.log(sp.Rational(1, 1024))))
right_value(EB, lambda: (Decimal("5.513"), Decimal("-6.931")))


@wrong("overflow.merge", "The two sums are added without bringing them to the common maximum.")
def me_sums_added(m1, s1, m2, s2):
    return max(m1, m2), s1 + s2


@wrong(
    "overflow.merge",
    "The exponents have the wrong sign: the sums are multiplied by exp(m - m1) instead of exp(m1 - m).",
)
def me_wrong_sign(m1, s1, m2, s2):
    m = max(m1, m2)
    with np.errstate(all="ignore"):
        return m, s1 * np.exp(np.float64(m - m1)) + s2 * np.exp(np.float64(m - m2))


@wrong("overflow.merge", "If both workers had nothing to do, -inf minus -inf is nan.")
def me_nan_if_both_empty(m1, s1, m2, s2):
    m = np.maximum(m1, m2)
    with np.errstate(all="ignore"):
        return m, s1 * np.exp(np.subtract(m1, m)) + s2 * np.exp(np.subtract(m2, m))


@wrong(
    "overflow.merge",
    "The exponentials of the maxima are formed without a shift and overflow for large scores.",
)
def me_unshifted(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -math.inf:
        return m, 0.0
    with np.errstate(all="ignore"):
        total = s1 * np.exp(np.float64(m1)) + s2 * np.exp(np.float64(m2))
        return m, total / np.exp(np.float64(m))


@wrong("overflow.merge", "The smaller of the two maxima is returned as that of the whole.")
def me_minimum(m1, s1, m2, s2):
    if m1 == -math.inf:
        return m2, s2
    if m2 == -math.inf:
        return m1, s1
    m = min(m1, m2)
    with np.errstate(all="ignore"):
        return m, s1 * np.exp(np.float64(m1 - m)) + s2 * np.exp(np.float64(m2 - m))


@wrong("overflow.merge", "It returns the log-sum-exp of the whole in place of the sum.")
def me_log_sum_exp(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -math.inf:
        return m, -math.inf
    return m, m + math.log(s1 * math.exp(m1 - m) + s2 * math.exp(m2 - m))


@wrong("overflow.merge", "The pair is returned in the order (s, m).")
def me_swapped(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -math.inf:
        return 0.0, m
    return s1 * math.exp(m1 - m) + s2 * math.exp(m2 - m), m


@wrong(
    "overflow.merge",
    "Only the sum of the second worker is rescaled, as if the first always had the maximum.",
)
def me_first_has_the_maximum(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -math.inf:
        return m, 0.0
    return m, s1 + s2 * math.exp(m2 - m)


@wrong(
    "overflow.merge",
    "When both are empty it returns (0, 0), but the maximum of nothing is minus infinity.",
)
def me_zero_for_nothing(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -math.inf:
        return 0.0, 0.0
    return m, s1 * math.exp(m1 - m) + s2 * math.exp(m2 - m)


@wrong(
    "overflow.merge",
    "The factors are swapped: the sum of each worker is rescaled with the maximum of the other.",
)
def me_factors_swapped(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -math.inf:
        return m, 0.0
    return m, s1 * math.exp(m2 - m) + s2 * math.exp(m1 - m)


@right("overflow.merge")
def me_empty_ones_first(m1, s1, m2, s2):
    if not s1:
        return [m2, s2]
    if not s2:
        return [m1, s1]
    top = max(m1, m2)
    return [top, math.fsum([s1 * math.exp(m1 - top), s2 * math.exp(m2 - top)])]


@right("overflow.merge")
def me_sorted_reports(m1, s1, m2, s2):
    (low, small), (high, large) = sorted([(float(m1), float(s1)), (float(m2), float(s2))])
    if low == -math.inf:
        return high, large if high > -math.inf else 0.0
    return high, large + small * math.exp(low - high)


@right("overflow.merge")
def me_loop_in_an_array(m1, s1, m2, s2):
    m = max(m1, m2)
    s = 0.0
    for own, part in ((m1, s1), (m2, s2)):
        if own > -np.inf:
            s += part * np.exp(own - m)
    return np.array([m, s])


@right("overflow.merge")
def me_by_log_sums(m1, s1, m2, s2):
    m = np.maximum(m1, m2)
    with np.errstate(all="ignore"):
        both = np.logaddexp(np.log(s1) + m1 - m, np.log(s2) + m2 - m)
    return (m, np.float64(0)) if np.isneginf(m) else (m, np.exp(both))


NL = "overflow.name-the-loss"


def _reports(inf_, nan_, eps12, eps7, zero):
    return {"inf": inf_, "nan": nan_, "27.63": eps12, "16.12": eps7, "0": zero}


wrong_value(
    NL,
    "inf and nan are swapped: a stable softmax and its log give inf, no shift gives nan.",
    lambda: _reports(
        "did not shift", "took the log of softmax", "epsilon 1e-12", "epsilon 1e-7", "wrong label"
    ),
)
wrong_value(
    NL,
    "The two epsilons are swapped; the smaller one has the larger cap.",
    lambda: _reports(
        "took the log of softmax", "did not shift", "epsilon 1e-7", "epsilon 1e-12", "wrong label"
    ),
)
wrong_value(
    NL,
    "0 is put down to the missing shift and nan to a wrong label; the first class has the loss 0.",
    lambda: _reports(
        "took the log of softmax", "wrong label", "epsilon 1e-12", "epsilon 1e-7", "did not shift"
    ),
)
wrong_value(
    NL,
    "inf is put down to a wrong label and 0 to the log of softmax.",
    lambda: _reports(
        "wrong label", "did not shift", "epsilon 1e-12", "epsilon 1e-7", "took the log of softmax"
    ),
)
wrong_value(
    NL,
    "nan is explained by the log of softmax a second time; it comes from not shifting.",
    lambda: _reports(
        "took the log of softmax",
        "took the log of softmax",
        "epsilon 1e-12",
        "epsilon 1e-7",
        "wrong label",
    ),
)
right_value(
    NL,
    lambda: _reports(
        "Took the log of softmax", "Did not shift", "Epsilon 1e-12", "Epsilon 1e-7", "Wrong label"
    ),
)
right_value(
    NL,
    lambda: _reports(
        " took the log of softmax", "did not shift ", "epsilon 1e-12", "epsilon 1e-7", "WRONG LABEL"
    ),
)
right_value(
    NL,
    lambda: dict(
        sorted(
            _reports(
                "took the log of softmax",
                "did not shift",
                "epsilon 1e-12",
                "epsilon 1e-7",
                "wrong label",
            ).items()
        )
    ),
)
right_value(
    NL,
    lambda: _reports(
        *np.array(
            [
                "took the log of softmax",
                "did not shift",
                "epsilon 1e-12",
                "epsilon 1e-7",
                "wrong label",
            ]
        )
    ),
)

WO = "overflow.which-one"


def _needed(name, train, show, order):
    return {"name": name, "train": train, "show": show, "order": order}


wrong_value(
    WO,
    "Training is given softmax; the loss must come from the scores.",
    lambda: _needed("argmax of the scores", "softmax", "softmax", "log-softmax"),
)
wrong_value(
    WO,
    "Ordering by softmax ties all sure photographs at 1; log-softmax keeps them apart.",
    lambda: _needed("argmax of the scores", "loss from the scores", "softmax", "softmax"),
)
wrong_value(
    WO,
    "To name a class softmax is not needed; two scores may even round to equal shares.",
    lambda: _needed("softmax", "loss from the scores", "softmax", "log-softmax"),
)
wrong_value(
    WO,
    "The patient is shown log-probabilities instead of probabilities.",
    lambda: _needed("argmax of the scores", "loss from the scores", "log-softmax", "log-softmax"),
)
wrong_value(
    WO,
    "Unlabelled photographs are ordered by a loss, for which there are no labels.",
    lambda: _needed(
        "argmax of the scores", "loss from the scores", "softmax", "loss from the scores"
    ),
)
wrong_value(
    WO,
    "Training and ordering are swapped.",
    lambda: _needed("argmax of the scores", "log-softmax", "softmax", "loss from the scores"),
)
right_value(
    WO, lambda: _needed("Argmax of the scores", "Loss from the scores", "Softmax", "Log-softmax")
)
right_value(
    WO,
    lambda: _needed(
        "the argmax of the scores", "the loss from the scores", "softmax", "log-softmax"
    ),
)
right_value(
    WO, lambda: _needed("argmax of the scores ", " loss from the scores", "SOFTMAX", "LOG-SOFTMAX")
)
right_value(
    WO,
    lambda: dict(
        reversed(
            list(
                _needed(
                    "argmax of the scores", "loss from the scores", "softmax", "log-softmax"
                ).items()
            )
        )
    ),
)

O4 = "overflow.q4"
wrong_value(O4, "It is the true loss; the epsilon caps it.", lambda: 60.00)
wrong_value(O4, "It is the cap of an epsilon of 1e-7.", lambda: 16.12)
wrong_value(O4, "The sign is lost: it is the logarithm itself.", lambda: -27.63)
wrong_value(O4, "The logarithm has the base 10.", lambda: 12.0)
wrong_value(
    O4,
    "It takes p_y for 0 and the log of it for infinity; the epsilon prevents just that.",
    lambda: math.inf,
)
wrong_value(O4, "It is the loss of the first class, which is not the true one.", lambda: 0)
right_value(O4, lambda: "27.63")
right_value(O4, lambda: 12 * math.log(10))
right_value(O4, lambda: -np.log(1 / (1 + np.exp(60)) + 1e-12))
right_value(O4, lambda: 12 * sp.log(10))
right_value(O4, lambda: Decimal("27.631"))
wrong_value(
    "overflow.q1",
    "It overlooks that the sum is infinite too; finite over infinite is 0, so only the last share is nan.",
    lambda: "d",
)
right_value("overflow.q1", lambda: "(c)")
wrong_value(
    "overflow.q5",
    "Zeros are what a mask should give; a common -10^9 cancels and the mask vanishes.",
    lambda: "a",
)
right_value("overflow.q5", lambda: "D")


# ---------------------------------------------------------------- 5 maximum entropy

MB = "maximum-entropy.by-hand"
wrong_value(
    MB,
    "The order is reversed: the cheapest kind comes last; the mean of these would be 10/7.",
    lambda: [Fraction(1, 7), Fraction(2, 7), Fraction(4, 7)],
)
wrong_value(
    MB, "The shares are equal; their mean fee is 1, not 4/7.", lambda: [0.333, 0.333, 0.333]
)
wrong_value(
    MB,
    "Only two kinds are used; the mean is right, but the entropy is not the largest.",
    lambda: [Fraction(3, 7), Fraction(4, 7), 0],
)
wrong_value(MB, "The weights are not divided by their sum, 7.", lambda: [4, 2, 1])
wrong_value(
    MB,
    "It is softmax of the fees turned round, with beta = -1, whose mean is not 4/7.",
    lambda: [0.665, 0.245, 0.090],
)
wrong_value(
    MB,
    "The middle kind is left out: dearest and cheapest alone give the mean, with less entropy.",
    lambda: ["5/7", "0", "2/7"],
)
wrong_value(
    MB,
    "The shares fall by equal steps, 10/21, 7/21 and 4/21: an arithmetic sequence, not a geometric one, and with another mean.",
    lambda: [10 / 21, 7 / 21, 4 / 21],
)
wrong_value(MB, "The first two shares are swapped.", lambda: [0.286, 0.571, 0.143])
wrong_value(
    MB,
    "An arithmetic sequence with the mean 4/7 has the least sum of squares, not the largest entropy.",
    lambda: [23 / 42, 14 / 42, 5 / 42],
)
right_value(MB, lambda: ["4/7", "2/7", "1/7"])
right_value(MB, lambda: (Fraction(4, 7), Fraction(2, 7), Fraction(1, 7)))
right_value(MB, lambda: np.array([0.571, 0.286, 0.143]))
right_value(MB, lambda: (sp.Rational(2**k, 7) for k in (2, 1, 0)))
right_value(MB, lambda: [Decimal(4) / 7, Decimal(2) / 7, Decimal(1) / 7])
right_value(MB, lambda: np.exp(-np.log(2) * np.arange(3)) / 1.75)

MU = "maximum-entropy.multipliers"
wrong_value(
    MU,
    "The third has lost its sign; a mean below the plain mean needs a negative beta.",
    lambda: [0, 1, 0.327],
)
wrong_value(
    MU,
    "The first is 1 and the second 0: the plain mean belongs to 0, softmax's own mean to 1.",
    lambda: [1, 0, -0.327],
)
wrong_value(MU, "The third is the temperature 1/beta, -3.056.", lambda: [0, 1, -3.056])
wrong_value(MU, "The first is 1: it is taken for granted that beta is 1.", lambda: [1, 1, -0.327])
wrong_value(
    MU, "The third is the multiplier for the mean 2, not for the mean 1.", lambda: [0, 1, 0.415]
)
wrong_value(MU, "All three are 1, since beta is thought to be only a unit.", lambda: [1, 1, 1])
wrong_value(
    MU,
    "The order is that of rising means, 1, 1.4, 2.6314, not that of the question.",
    lambda: [-0.327, 0, 1],
)
wrong_value(MU, "The third is given in bits, divided by log 2.", lambda: [0, 1, -0.472])
right_value(MU, lambda: ("0", "1", "−0.327"))
right_value(MU, lambda: np.array([0.0, 1.0, -0.32725]))
right_value(MU, lambda: (sp.Integer(0), sp.Integer(1), sp.Float("-0.32724669")))
right_value(MU, lambda: [Decimal(0), Fraction(1), Decimal("-0.3272")])
right_value(MU, lambda: (b for b in (0, 1, -0.327)))


def _tilted(z, beta):
    s = beta * np.asarray(z, float)
    e = np.exp(s - s.max())
    return e / e.sum()


@wrong("maximum-entropy.given-mean", "It returns softmax of z, with beta = 1, whatever the mean.")
def gm_beta_one(z, m):
    return _tilted(z, 1.0)


@wrong(
    "maximum-entropy.given-mean",
    "The sign in the exponent is reversed after beta was found: softmax of -beta z has another mean.",
)
def gm_sign_at_the_end(z, m):
    return _tilted(z, -gm_beta(z, m))


@wrong("maximum-entropy.given-mean", "It returns equal shares, which ignore the mean.")
def gm_uniform(z, m):
    return np.full(len(z), 1 / len(z))


@wrong(
    "maximum-entropy.given-mean",
    "It searches among positive beta only, so means below the plain mean are missed.",
)
def gm_only_positive_beta(z, m):
    low, high = 0.0, 1e4 / np.ptp(z)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _tilted(z, middle) @ np.asarray(z, float) < m else (low, middle)
        )
    return _tilted(z, low)


@wrong(
    "maximum-entropy.given-mean",
    "It mixes the lowest and the highest score so that the mean fits: the mean is right, the entropy is not the largest.",
)
def gm_two_ends_only(z, m):
    z = np.asarray(z, float)
    share = (m - z.min()) / np.ptp(z)
    p = np.zeros(len(z))
    p[z.argmin()], p[z.argmax()] = 1 - share, share
    return p


@wrong(
    "maximum-entropy.given-mean",
    "It minimises the sum of squares under the two conditions, not the entropy; shares may even be negative.",
)
def gm_least_squares(z, m):
    z = np.asarray(z, float)
    return 1 / len(z) + (z - z.mean()) * (m - z.mean()) / ((z - z.mean()) ** 2).sum()


@wrong("maximum-entropy.given-mean", "It takes the mean itself for beta.")
def gm_mean_as_beta(z, m):
    return _tilted(z, m)


@wrong(
    "maximum-entropy.given-mean",
    "Six halvings are far too few: beta is rough and the mean is missed.",
)
def gm_six_halvings(z, m):
    low, high = -50.0, 50.0
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _tilted(z, middle) @ np.asarray(z, float) < m else (low, middle)
        )
    return _tilted(z, (low + high) / 2)


@wrong(
    "maximum-entropy.given-mean",
    "It uses the places 0, 1, 2, ... in the exponent in place of the scores, which serves for a die only.",
)
def gm_places_for_scores(z, m):
    z = np.asarray(z, float)
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if _tilted(np.arange(len(z)), middle) @ z < m else (low, middle)
    return _tilted(np.arange(len(z)), middle)


@wrong(
    "maximum-entropy.given-mean",
    "The halving goes the wrong way, so beta runs to an end of the interval.",
)
def gm_halving_the_wrong_way(z, m):
    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if _tilted(z, middle) @ np.asarray(z, float) < m else (middle, high)
        )
    return _tilted(z, middle)


def gm_beta(z, m):
    z = np.asarray(z, float)
    high = 1e7 / np.ptp(z)
    low = -high
    for _ in range(300):
        middle = (low + high) / 2
        low, high = (middle, high) if _tilted(z, middle) @ z < m else (low, middle)
    return (low + high) / 2


@right("maximum-entropy.given-mean")
def gm_halving(z, m):
    return _tilted(z, gm_beta(z, m))


@right("maximum-entropy.given-mean")
def gm_guarded_newton(z, m):
    z = np.asarray(z, float)
    beta, low, high = 0.0, -1e7 / np.ptp(z), 1e7 / np.ptp(z)
    for _ in range(400):
        p = _tilted(z, beta)
        gap = p @ z - m
        low, high = (low, beta) if gap > 0 else (beta, high)
        variance = p @ (z - p @ z) ** 2
        step = beta - gap / variance if variance > 0 else math.inf
        beta = step if low < step < high else (low + high) / 2
    return list(_tilted(z, beta))


@right("maximum-entropy.given-mean")
def gm_equation_for_the_sum_of_gaps(z, m):
    gaps = np.asarray(z, float) - m
    low, high = -1e7 / np.ptp(gaps), 1e7 / np.ptp(gaps)
    for _ in range(300):
        t = (low + high) / 2
        s = t * gaps
        if (gaps * np.exp(s - s.max())).sum() > 0:
            high = t
        else:
            low = t
    w = np.exp(t * gaps - (t * gaps).max())
    return tuple(w / np.einsum("k->", w))


@right("maximum-entropy.given-mean")
def gm_doubling_then_halving_in_floats(z, m):
    z = [float(v) for v in z]

    def shares(beta):
        top = max(beta * v for v in z)
        w = [math.exp(beta * v - top) for v in z]
        return [v / math.fsum(w) for v in w]

    def mean(beta):
        return math.fsum(p * v for p, v in zip(shares(beta), z))

    low, high = -1.0, 1.0
    while mean(low) > m:
        low *= 2
    while mean(high) < m:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if mean(middle) < m:
            low = middle
        else:
            high = middle
    return shares(middle)


WE = "maximum-entropy.weight-of-entropy"
wrong_value(WE, "It is beta itself, of which the weight is the inverse.", lambda: 0.276)
wrong_value(
    WE,
    "It is the inverse of beta rounded to 0.276 first, which spoils the third decimal.",
    lambda: 3.623,
)
wrong_value(WE, "It is 1, which belongs to the mean 2.631 and not to 1.8.", lambda: 1)
wrong_value(WE, "It is the mean, not the weight.", lambda: 1.8)
wrong_value(WE, "It is the weight for the mean 2, not for the mean 1.8.", lambda: 2.412)
wrong_value(WE, "The sign is wrong; the weight must be positive.", lambda: -3.626)
wrong_value(WE, "It is the entropy of the best distribution, not its weight.", lambda: 1.043)
wrong_value(WE, "It is exp(beta), the ratio for one unit of score.", lambda: 1.318)
right_value(WE, lambda: "3.626")
right_value(WE, lambda: 1 / gm_beta([3, 1, 0.2], 1.8))
right_value(WE, lambda: Decimal("3.62588"))
right_value(WE, lambda: sp.Float("3.625881"))
right_value(WE, lambda: np.array(3.6259, np.float32))


def _lse(z):
    z = np.asarray(z, float)
    return z.max() + np.log(np.exp(z - z.max()).sum())


def _entropy(p):
    p = np.asarray(p, float)
    return -(p[p > 0] * np.log(p[p > 0])).sum()


@wrong("maximum-entropy.shortfall", "The sign is reversed: what p is worth minus the maximum.")
def sf_sign(p, z):
    return np.asarray(p, float) @ np.asarray(z, float) + _entropy(p) - _lse(z)


@wrong("maximum-entropy.shortfall", "The entropy of p is left out.")
def sf_no_entropy(p, z):
    return _lse(z) - np.asarray(p, float) @ np.asarray(z, float)


@wrong("maximum-entropy.shortfall", "The entropy is subtracted from the value instead of added.")
def sf_entropy_with_wrong_sign(p, z):
    return _lse(z) - np.asarray(p, float) @ np.asarray(z, float) + _entropy(p)


@wrong("maximum-entropy.shortfall", "A share of 0 gives 0 times minus infinity, which is nan.")
def sf_nan_at_zero(p, z):
    p = np.asarray(p, float)
    with np.errstate(all="ignore"):
        return _lse(z) - p @ np.asarray(z, float) + (p * np.log(p)).sum()


@wrong(
    "maximum-entropy.shortfall",
    "The divergence is taken the other way round, from softmax to p; with a share of 0 it is infinite.",
)
def sf_divergence_reversed(p, z):
    p, q = np.asarray(p, float), _tilted(z, 1.0)
    with np.errstate(all="ignore"):
        return (q * np.log(q / p)).sum()


@wrong(
    "maximum-entropy.shortfall",
    "The maximum is taken to be the largest score instead of log-sum-exp.",
)
def sf_largest_score(p, z):
    return np.max(z) - np.asarray(p, float) @ np.asarray(z, float) - _entropy(p)


@wrong("maximum-entropy.shortfall", "The logarithms have the base 2, so the result is in bits.")
def sf_in_bits(p, z):
    p, q = np.asarray(p, float), _tilted(z, 1.0)
    return sum(a * math.log2(a / b) for a, b in zip(p, q) if a > 0 and b > 0)


@wrong("maximum-entropy.shortfall", "It compares entropies only: that of softmax minus that of p.")
def sf_entropies_only(p, z):
    return _entropy(_tilted(z, 1.0)) - _entropy(p)


@wrong(
    "maximum-entropy.shortfall",
    "An epsilon of 1e-3 is added to p inside the logarithm, which falsifies every share.",
)
def sf_epsilon(p, z):
    p = np.asarray(p, float)
    return _lse(z) - p @ np.asarray(z, float) + (p * np.log(p + 1e-3)).sum()


@wrong(
    "maximum-entropy.shortfall",
    "It returns the value of p and not what it falls short of the maximum.",
)
def sf_value_itself(p, z):
    return np.asarray(p, float) @ np.asarray(z, float) + _entropy(p)


@right("maximum-entropy.shortfall")
def sf_difference_of_values(p, z):
    return _lse(z) - np.dot(np.asarray(p, float), np.asarray(z, float)) - _entropy(p)


@right("maximum-entropy.shortfall")
def sf_divergence_in_a_loop(p, z):
    log_sum = _lse(z)
    return math.fsum(
        float(a) * (math.log(a) - (float(b) - log_sum)) for a, b in zip(p, z, strict=True) if a > 0
    )


@right("maximum-entropy.shortfall")
def sf_where_in_log(p, z):
    p, z = np.asarray(p, float), np.asarray(z, float)
    log_q = z - np.logaddexp.reduce(z)
    log_p = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.einsum("k,k->", p, log_p - log_q)


@right("maximum-entropy.shortfall")
def sf_gap_of_two_values(p, z):
    def worth(q):
        return np.asarray(q, float) @ np.asarray(z, float) + _entropy(q)

    return np.float64(worth(_tilted(z, 1.0)) - worth(p))


TG = "maximum-entropy.two-gaps"
wrong_value(
    TG, "Line 2 does follow: it is Lagrange's condition; the gap is line 3.", lambda: [2, 5]
)
wrong_value(TG, "Line 4 does follow, from the sum 1; the gap is line 5.", lambda: [3, 4])
wrong_value(TG, "The lines are counted from 0.", lambda: [2, 4])
wrong_value(TG, "Line 1 only says what is looked for.", lambda: [1, 3])
wrong_value(TG, "Only one line is named; line 3 is missing.", lambda: [5])
wrong_value(TG, "Three lines are named; line 4 follows from the sum 1.", lambda: [3, 4, 5])
right_value(TG, lambda: (5, 3))
right_value(TG, lambda: {3, 5})
right_value(TG, lambda: np.array([3, 5]))
right_value(TG, lambda: ["3", "5"])
right_value(TG, lambda: (line for line in (3.0, 5.0)))
right_value(TG, lambda: "3, 5")


@wrong(
    "maximum-entropy.noisy-choices",
    "One logarithm is missing: -log U is exponential noise, not Gumbel's.",
)
def nc_one_logarithm(z, uniform):
    return (np.asarray(z, float) - np.log(uniform)).argmax(axis=-1)


@wrong("maximum-entropy.noisy-choices", "The sign of the noise is wrong: log(-log U) is added.")
def nc_sign_of_noise(z, uniform):
    return (np.asarray(z, float) + np.log(-np.log(uniform))).argmax(axis=-1)


@wrong(
    "maximum-entropy.noisy-choices",
    "argmax runs along axis 0, so it names rows for each class, not classes for each row.",
)
def nc_wrong_axis(z, uniform):
    return (np.asarray(z, float) - np.log(-np.log(uniform))).argmax(axis=0)


@wrong("maximum-entropy.noisy-choices", "The classes are counted from 1.")
def nc_counted_from_one(z, uniform):
    return (np.asarray(z, float) - np.log(-np.log(uniform))).argmax(axis=-1) + 1


@wrong("maximum-entropy.noisy-choices", "It takes the smallest noisy score.")
def nc_argmin(z, uniform):
    return (np.asarray(z, float) - np.log(-np.log(uniform))).argmin(axis=-1)


@wrong(
    "maximum-entropy.noisy-choices",
    "The noise is added to the probabilities instead of the scores.",
)
def nc_noise_on_probabilities(z, uniform):
    return (_tilted(z, 1.0) - np.log(-np.log(uniform))).argmax(axis=-1)


@wrong(
    "maximum-entropy.noisy-choices",
    "It returns the largest noisy score, not the class that has it.",
)
def nc_the_value(z, uniform):
    return (np.asarray(z, float) - np.log(-np.log(uniform))).max(axis=-1)


@wrong(
    "maximum-entropy.noisy-choices",
    "Only the first uniform number of each row is used, so all classes get the same noise and the largest score always wins.",
)
def nc_one_noise_for_the_row(z, uniform):
    return (np.asarray(z, float) - np.log(-np.log(np.asarray(uniform)[:, :1]))).argmax(axis=-1)


@wrong(
    "maximum-entropy.noisy-choices",
    "The uniform numbers are added as they are, without being turned into Gumbel noise.",
)
def nc_uniform_noise(z, uniform):
    return (np.asarray(z, float) + uniform).argmax(axis=-1)


@wrong(
    "maximum-entropy.noisy-choices", "The given numbers are not used; it draws noise of its own."
)
def nc_own_noise(z, uniform):
    own = np.random.default_rng(1).gumbel(size=np.shape(uniform))
    return (np.asarray(z, float) + own).argmax(axis=-1)


@right("maximum-entropy.noisy-choices")
def nc_row_by_row(z, uniform):
    chosen = []
    for row in uniform:
        noisy = [float(s) - math.log(-math.log(u)) for s, u in zip(z, row, strict=True)]
        chosen.append(noisy.index(max(noisy)))
    return chosen


@right("maximum-entropy.noisy-choices")
def nc_exponential_race(z, uniform):
    z = np.asarray(z, float)
    return np.argmin(np.log(-np.log(uniform)) - z[None, :], axis=1)


@right("maximum-entropy.noisy-choices")
def nc_sorted_last(z, uniform):
    noise = np.negative(np.log(np.negative(np.log(uniform))))
    return np.argsort(np.add(z, noise), axis=1)[:, -1]


@right("maximum-entropy.noisy-choices")
def nc_pairwise_wins(z, uniform):
    s = np.asarray(z, float) - np.log(-np.log(np.asarray(uniform, float)))
    wins = (s[:, :, None] >= s[:, None, :]).all(axis=2)
    return np.nonzero(wins)[1]


MW = "maximum-entropy.which-one"


def _which(nothing, two, own, beyond, bargain):
    return {
        "nothing is known": nothing,
        "the mean is 2": two,
        "the mean is 2.6314": own,
        "the mean is 3.5": beyond,
        "score plus entropy": bargain,
    }


wrong_value(
    MW,
    "With nothing known it says softmax(z); the scores do not occur in the question.",
    lambda: _which("softmax(z)", "softmax(beta z)", "softmax(z)", "none", "softmax(z)"),
)
wrong_value(
    MW,
    "For the mean 2 it sets beta to 1.",
    lambda: _which("uniform", "softmax(z)", "softmax(z)", "none", "softmax(z)"),
)
wrong_value(
    MW,
    "3.5 is higher than the highest fee, so no beta will do.",
    lambda: _which("uniform", "softmax(beta z)", "softmax(z)", "softmax(beta z)", "softmax(z)"),
)
wrong_value(
    MW,
    "Score plus entropy has no beta to be found: it is softmax of z itself.",
    lambda: _which("uniform", "softmax(beta z)", "softmax(z)", "none", "softmax(beta z)"),
)
wrong_value(
    MW,
    "2.6314 is the mean that softmax(z) has itself; beta is 1.",
    lambda: _which("uniform", "softmax(beta z)", "softmax(beta z)", "none", "softmax(z)"),
)
wrong_value(
    MW,
    "Nothing known and the impossible mean are swapped.",
    lambda: _which("none", "softmax(beta z)", "softmax(z)", "uniform", "softmax(z)"),
)
wrong_value(
    MW,
    "For the sum of score and entropy it names the uniform distribution, which maximises the entropy alone.",
    lambda: _which("uniform", "softmax(beta z)", "softmax(z)", "none", "uniform"),
)
right_value(MW, lambda: _which("Uniform", "Softmax(beta z)", "Softmax(z)", "None", "Softmax(z)"))
right_value(MW, lambda: _which("uniform", "softmax(beta z) ", " softmax(z)", "none", "softmax(z)"))
right_value(
    MW,
    lambda: dict(
        reversed(
            list(_which("uniform", "softmax(beta z)", "softmax(z)", "none", "softmax(z)").items())
        )
    ),
)
right_value(
    MW,
    lambda: _which(*np.array(["uniform", "softmax(beta z)", "softmax(z)", "none", "softmax(z)"])),
)

M3 = "maximum-entropy.q3"
wrong_value(M3, "It is the plain mean of the scores, which belongs to beta = 0.", lambda: 1.4)
wrong_value(M3, "It is log-sum-exp, not the mean.", lambda: 3.179)
wrong_value(M3, "It is the largest score.", lambda: 3)
wrong_value(M3, "It is the mean of the vet's book.", lambda: 2)
wrong_value(M3, "It is the entropy of softmax of z.", lambda: 0.548)
wrong_value(
    M3, "The weighted sum leaves out cat's score: only dog and bird are added.", lambda: 0.123
)
right_value(M3, lambda: "2.631")
right_value(M3, lambda: _tilted([3, 1, 0.2], 1) @ np.array([3, 1, 0.2]))
right_value(
    M3,
    lambda: (
        (3 * sp.exp(3) + sp.E + sp.exp(sp.Rational(1, 5)) / 5)
        / (sp.exp(3) + sp.E + sp.exp(sp.Rational(1, 5)))
    ),
)
right_value(M3, lambda: Decimal("2.6314"))
right_value(M3, lambda: np.float32(2.6313669))
wrong_value(
    "maximum-entropy.q4",
    "The exponential has no bump near the mean; the shares rise up to the six.",
    lambda: "b",
)
right_value("maximum-entropy.q4", lambda: "(a)")


# ---------------------------------------------------------------- 6 Bayes and LDA

FL = "bayes-lda.flipper"
wrong_value(
    FL,
    "The prior is left out of the posterior: the log-odds are those of the flipper alone.",
    lambda: (4, 4, 0.982),
)
wrong_value(
    FL,
    "The prior is added with the wrong sign, as if Gentoos were the many.",
    lambda: (4, 6.944, 0.999),
)
wrong_value(
    FL,
    "The one half in the normal density is forgotten, so the evidence is 8.",
    lambda: (8, 5.056, 0.994),
)
wrong_value(FL, "The prior odds are taken as 1 : 20 instead of 1 : 19.", lambda: (4, 1.004, 0.732))
wrong_value(FL, "The sign is reversed: Adelie against Gentoo.", lambda: (-4, -1.056, 0.258))
wrong_value(
    FL,
    "The first number is the Bayes factor itself, not its logarithm.",
    lambda: (54.598, 1.056, 0.742),
)
wrong_value(
    FL,
    "The differences are divided by the standard deviation without squaring it: 7 times the evidence.",
    lambda: (28, 25.056, 1.000),
)
wrong_value(FL, "The last number is that of Adelie.", lambda: (4, 1.056, 0.258))
wrong_value(
    FL,
    "The second is the odds after the measurement, not their logarithm.",
    lambda: (4, 2.874, 0.742),
)
wrong_value(FL, "Logarithms to base 10 are used for the first two.", lambda: (1.737, 0.458, 0.742))
right_value(FL, lambda: (4, 4 - math.log(19), 1 / (1 + 19 * math.exp(-4))))
right_value(FL, lambda: ["4", "1.056", "0.742"])
right_value(FL, lambda: np.array([4.0, 1.0556, 0.7418]))
right_value(FL, lambda: (sp.Integer(4), 4 - sp.log(19), 1 / (1 + 19 * sp.exp(-4))))
right_value(FL, lambda: (Fraction(441 - 49, 98), Decimal("1.0556"), np.float32(0.74184)))

BO = "bayes-lda.boundary"
wrong_value(BO, "It is halfway between the means; the priors are left out.", lambda: 1.5)
wrong_value(
    BO,
    "The boundary is moved towards the common class: the sign of the prior is wrong.",
    lambda: 0.460,
)
wrong_value(BO, "The standard deviation is used in place of the variance.", lambda: 2.193)
wrong_value(BO, "The variance is taken to be 1.", lambda: 1.962)
wrong_value(BO, "The log of the prior odds is in base 10.", lambda: 1.952)
wrong_value(BO, "The factor 4 is not turned into a logarithm.", lambda: 4.5)
wrong_value(
    BO,
    "The log prior odds, 1.386, are added to the middle without dividing by the slope.",
    lambda: 2.886,
)
wrong_value(BO, "It is the mean of the means weighted with the priors.", lambda: 0.6)
wrong_value(BO, "The middle is forgotten: this is only the shift.", lambda: 1.040)
right_value(BO, lambda: "2.540")
right_value(BO, lambda: 1.5 + 1.5**2 / 3 * math.log(0.8 / 0.2))
right_value(BO, lambda: sp.Rational(3, 2) + sp.Rational(3, 4) * sp.log(4))
right_value(BO, lambda: Decimal("2.5397"))
right_value(BO, lambda: np.array([2.5397]))
right_value(BO, lambda: Fraction(254, 100))

SPM = "bayes-lda.spam"
wrong_value(
    SPM, "It is exp(3): the logits still hold the prior of the training set.", lambda: 20.09
)
wrong_value(SPM, "The prior odds are multiplied in instead of divided out.", lambda: 180.77)
wrong_value(
    SPM, "It divides by the prior probability 0.9 and not by the prior odds 9.", lambda: 22.32
)
wrong_value(SPM, "It is the logarithm, 3 - log 9; the exponential is missing.", lambda: 0.80)
wrong_value(SPM, "It divides the rounded 20 by 9, which spoils the second decimal.", lambda: 2.22)
wrong_value(SPM, "The prior odds are taken as 10 to 1.", lambda: 2.01)
wrong_value(SPM, "It divides the logit by the odds: 3/9.", lambda: 0.33)
wrong_value(
    SPM, "It is upside down: how many times as probable the words are in wanted mail.", lambda: 0.45
)
right_value(SPM, lambda: "2.23")
right_value(SPM, lambda: sp.exp(3) / 9)
right_value(SPM, lambda: np.exp(3 - np.log(9)))
right_value(SPM, lambda: Decimal("2.2317"))
right_value(SPM, lambda: np.float32(2.23))
right_value(SPM, lambda: Fraction(223, 100))


def _rows_softmax(z):
    z = np.asarray(z, float)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _quadratic(X, means, matrix):
    d = np.asarray(X, float)[:, None, :] - np.asarray(means, float)[None]
    return np.einsum("nki,ij,nkj->nk", d, np.asarray(matrix, float), d)


@wrong("bayes-lda.posterior", "The covariance stands where its inverse belongs.")
def po_covariance_not_inverted(X, means, covariance, priors):
    return _rows_softmax(-_quadratic(X, means, covariance) / 2 + np.log(priors))


@wrong("bayes-lda.posterior", "The one half in the exponent is missing.")
def po_no_half(X, means, covariance, priors):
    return _rows_softmax(-_quadratic(X, means, np.linalg.inv(covariance)) + np.log(priors))


@wrong("bayes-lda.posterior", "The priors are left out.")
def po_no_priors(X, means, covariance, priors):
    return _rows_softmax(-_quadratic(X, means, np.linalg.inv(covariance)) / 2)


@wrong("bayes-lda.posterior", "The priors are added to the logits without a logarithm.")
def po_priors_without_log(X, means, covariance, priors):
    return _rows_softmax(-_quadratic(X, means, np.linalg.inv(covariance)) / 2 + np.asarray(priors))


@wrong(
    "bayes-lda.posterior",
    "The bias lacks its quadratic part: only log prior is added to the linear term.",
)
def po_no_quadratic_bias(X, means, covariance, priors):
    W = np.asarray(means, float) @ np.linalg.inv(covariance)
    return _rows_softmax(np.asarray(X, float) @ W.T + np.log(priors))


@wrong(
    "bayes-lda.posterior",
    "Only the variances are used; the correlation of the measurements is ignored.",
)
def po_variances_only(X, means, covariance, priors):
    inverse = np.diag(1 / np.diag(covariance))
    return _rows_softmax(-_quadratic(X, means, inverse) / 2 + np.log(priors))


@wrong(
    "bayes-lda.posterior",
    "The densities are not divided by their sum: it returns the products of prior and density.",
)
def po_not_divided(X, means, covariance, priors):
    size = np.sqrt(np.linalg.det(2 * np.pi * np.asarray(covariance, float)))
    return np.asarray(priors) * np.exp(-_quadratic(X, means, np.linalg.inv(covariance)) / 2) / size


@wrong(
    "bayes-lda.posterior", "It normalises along the examples, axis 0, instead of along the classes."
)
def po_axis_zero(X, means, covariance, priors):
    z = -_quadratic(X, means, np.linalg.inv(covariance)) / 2 + np.log(priors)
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


@wrong("bayes-lda.posterior", "The sign of the quadratic form is plus, so the farthest mean wins.")
def po_sign(X, means, covariance, priors):
    return _rows_softmax(_quadratic(X, means, np.linalg.inv(covariance)) / 2 + np.log(priors))


@wrong("bayes-lda.posterior", "It returns the logits and not the posterior; softmax is missing.")
def po_logits(X, means, covariance, priors):
    return -_quadratic(X, means, np.linalg.inv(covariance)) / 2 + np.log(priors)


@wrong("bayes-lda.posterior", "Only the first row of X is treated.")
def po_first_row_only(X, means, covariance, priors):
    X = np.asarray(X, float)[:1]
    return _rows_softmax(-_quadratic(X, means, np.linalg.inv(covariance)) / 2 + np.log(priors))


@right("bayes-lda.posterior")
def po_linear_layer(X, means, covariance, priors):
    W = np.linalg.solve(np.asarray(covariance, float), np.asarray(means, float).T)
    b = np.log(priors) - 0.5 * np.einsum("kd,dk->k", np.asarray(means, float), W)
    return _rows_softmax(np.asarray(X, float) @ W + b)


@right("bayes-lda.posterior")
def po_whitened(X, means, covariance, priors):
    L = np.linalg.cholesky(np.asarray(covariance, float))
    x, m = np.linalg.solve(L, np.transpose(X)).T, np.linalg.solve(L, np.transpose(means)).T
    squares = ((x[:, None] - m[None]) ** 2).sum(axis=-1)
    return _rows_softmax(np.log(priors) - squares / 2)


@right("bayes-lda.posterior")
def po_one_by_one(X, means, covariance, priors):
    inverse = np.linalg.pinv(np.asarray(covariance, float))
    rows = []
    for x in np.asarray(X, float):
        logs = []
        for mean, prior in zip(means, priors, strict=True):
            d = x - np.asarray(mean, float)
            logs.append(math.log(prior) - d @ inverse @ d / 2)
        weights = [math.exp(v - max(logs)) for v in logs]
        rows.append([w / sum(weights) for w in weights])
    return rows


@right("bayes-lda.posterior")
def po_ratios_of_pairs(X, means, covariance, priors):
    z = np.log(priors) - _quadratic(X, means, np.linalg.inv(covariance)) / 2
    with np.errstate(over="ignore"):
        return 1 / np.exp(z[:, None, :] - z[:, :, None]).sum(axis=2)


@wrong(
    "bayes-lda.new-priors", "The rows are not divided by their sums, so they do not add up to 1."
)
def np_not_renormalised(p, old, new):
    return np.asarray(p, float) * np.asarray(new, float) / np.asarray(old, float)


@wrong("bayes-lda.new-priors", "The ratio is upside down: old over new.")
def np_upside_down(p, old, new):
    q = np.asarray(p, float) * np.asarray(old, float) / np.asarray(new, float)
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "bayes-lda.new-priors", "It multiplies by the new priors and does not take out the old ones."
)
def np_old_kept(p, old, new):
    q = np.asarray(p, float) * np.asarray(new, float)
    return q / q.sum(axis=1, keepdims=True)


@wrong("bayes-lda.new-priors", "It adds the difference of the priors to the probabilities.")
def np_difference_added(p, old, new):
    q = np.asarray(p, float) + np.asarray(new, float) - np.asarray(old, float)
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "bayes-lda.new-priors",
    "The log ratio is added to the probabilities and not to their logarithms before softmax.",
)
def np_softmax_of_probabilities(p, old, new):
    return _rows_softmax(
        np.asarray(p, float) + np.log(np.asarray(new, float) / np.asarray(old, float))
    )


@wrong("bayes-lda.new-priors", "It normalises the columns, over the examples, instead of the rows.")
def np_columns_normalised(p, old, new):
    q = np.asarray(p, float) * np.asarray(new, float) / np.asarray(old, float)
    return q / q.sum(axis=0, keepdims=True)


@wrong(
    "bayes-lda.new-priors",
    "It takes out the old priors but does not put the new ones in: equal priors.",
)
def np_new_forgotten(p, old, new):
    q = np.asarray(p, float) / np.asarray(old, float)
    return q / q.sum(axis=1, keepdims=True)


@wrong(
    "bayes-lda.new-priors",
    "The difference of the priors, not the log of their ratio, is added to log p.",
)
def np_difference_in_logits(p, old, new):
    with np.errstate(divide="ignore"):
        return _rows_softmax(np.log(p) + np.asarray(new, float) - np.asarray(old, float))


@wrong(
    "bayes-lda.new-priors", "It returns the new priors for every row and forgets the measurement."
)
def np_only_the_priors(p, old, new):
    return np.tile(np.asarray(new, float), (len(p), 1))


@wrong("bayes-lda.new-priors", "The logarithm of the ratio has the base 2 while log p is natural.")
def np_base_two(p, old, new):
    with np.errstate(divide="ignore"):
        return _rows_softmax(np.log(p) + np.log2(np.asarray(new, float) / np.asarray(old, float)))


@right("bayes-lda.new-priors")
def np_diagonal_matrix(p, old, new):
    q = np.asarray(p, float) @ np.diag(np.asarray(new, float) / np.asarray(old, float))
    return q / np.linalg.norm(q, 1, axis=1)[:, None]


@right("bayes-lda.new-priors")
def np_in_logarithms(p, old, new):
    with np.errstate(divide="ignore"):
        return _rows_softmax(np.log(p) - np.log(old) + np.log(new))


@right("bayes-lda.new-priors")
def np_lists(p, old, new):
    answer = []
    for row in p:
        weights = [float(q) * float(n) / float(o) for q, o, n in zip(row, old, new, strict=True)]
        answer.append(tuple(w / math.fsum(weights) for w in weights))
    return answer


@right("bayes-lda.new-priors")
def np_einsum_twice(p, old, new):
    ratio = np.divide(new, old)
    return np.einsum("nk,k,n->nk", p, ratio, 1 / np.einsum("nk,k->n", p, ratio))


def _clue_logs(x, theta):
    x, theta = np.asarray(x), np.asarray(theta, float)
    return np.where(x[:, None, :] == 1, np.log(theta)[None], np.log1p(-theta)[None]).sum(axis=2)


@wrong("bayes-lda.absent-clues", "Clues that are absent are ignored: only the present ones count.")
def nb_absent_ignored(x, theta, priors):
    return _rows_softmax(np.asarray(x, float) @ np.log(theta).T + np.log(priors))


@wrong("bayes-lda.absent-clues", "The priors are left out.")
def nb_no_priors(x, theta, priors):
    return _rows_softmax(_clue_logs(x, theta))


@wrong(
    "bayes-lda.absent-clues",
    "The probabilities are multiplied; with many clues the products underflow to 0 and 0/0 is nan.",
)
def nb_products(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta, float)
    with np.errstate(all="ignore"):
        q = np.where(x[:, None, :] == 1, theta, 1 - theta).prod(axis=2) * np.asarray(priors, float)
        return q / q.sum(axis=1, keepdims=True)


@wrong(
    "bayes-lda.absent-clues",
    "The logs are exponentiated without a shift; with many clues all terms are 0.",
)
def nb_no_shift(x, theta, priors):
    with np.errstate(all="ignore"):
        e = np.exp(_clue_logs(x, theta) + np.log(priors))
        return e / e.sum(axis=1, keepdims=True)


@wrong(
    "bayes-lda.absent-clues",
    "The bias is missing: only the weights log(theta/(1-theta)) and the priors are used, without the sum of log(1-theta).",
)
def nb_no_bias(x, theta, priors):
    theta = np.asarray(theta, float)
    return _rows_softmax(np.asarray(x, float) @ np.log(theta / (1 - theta)).T + np.log(priors))


@wrong("bayes-lda.absent-clues", "Present and absent are mixed up: a yes counts log(1 - theta).")
def nb_yes_and_no_swapped(x, theta, priors):
    return _rows_softmax(_clue_logs(1 - np.asarray(x), theta) + np.log(priors))


@wrong("bayes-lda.absent-clues", "The priors are added without a logarithm.")
def nb_priors_without_log(x, theta, priors):
    return _rows_softmax(_clue_logs(x, theta) + np.asarray(priors, float))


@wrong(
    "bayes-lda.absent-clues",
    "The absent clues count with plus theta instead of 1 - theta: log theta is added for every clue, present or not.",
)
def nb_all_counted_as_present(x, theta, priors):
    return _rows_softmax(_clue_logs(np.ones_like(np.asarray(x)), theta) + np.log(priors))


@wrong("bayes-lda.absent-clues", "It averages the logs over the clues instead of adding them.")
def nb_mean_of_logs(x, theta, priors):
    return _rows_softmax(_clue_logs(x, theta) / np.shape(x)[1] + np.log(priors))


@wrong("bayes-lda.absent-clues", "The prior is counted once for every clue.")
def nb_prior_for_every_clue(x, theta, priors):
    return _rows_softmax(_clue_logs(x, theta) + np.shape(x)[1] * np.log(priors))


@wrong(
    "bayes-lda.absent-clues",
    "It returns the most probable class of each row and not the posteriors.",
)
def nb_only_the_class(x, theta, priors):
    return (_clue_logs(x, theta) + np.log(priors)).argmax(axis=1)


@right("bayes-lda.absent-clues")
def nb_chosen_logs(x, theta, priors):
    return _rows_softmax(_clue_logs(x, theta) + np.log(np.asarray(priors, float)))


@right("bayes-lda.absent-clues")
def nb_clue_after_clue(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta, float)
    p = np.tile(np.asarray(priors, float), (len(x), 1))
    p /= p.sum(axis=1, keepdims=True)
    for j in range(x.shape[1]):
        p = p * np.where(x[:, [j]] == 1, theta[:, j], 1 - theta[:, j])
        p = p / p.sum(axis=1, keepdims=True)
    return p


@right("bayes-lda.absent-clues")
def nb_sums_of_math_logs(x, theta, priors):
    rows = []
    for clues in x:
        logs = []
        for chances, prior in zip(theta, priors, strict=True):
            terms = [math.log(t if c else 1 - t) for c, t in zip(clues, chances, strict=True)]
            logs.append(math.log(prior) + math.fsum(terms))
        top = max(logs)
        weights = [math.exp(v - top) for v in logs]
        rows.append([w / math.fsum(weights) for w in weights])
    return np.array(rows)


@right("bayes-lda.absent-clues")
def nb_linear_layer_of_logits(x, theta, priors):
    theta = np.asarray(theta, float)
    W = np.log(theta) - np.log1p(-theta)
    b = np.log1p(-theta).sum(axis=1) + np.log(priors)
    z = np.einsum("ij,kj->ik", np.asarray(x, float), W) + b
    return np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))


LC = "bayes-lda.linear-or-curved"


def _curves(*answers):
    return dict(
        zip(
            [
                "one covariance",
                "one mean, two widths",
                "yes or no",
                "Poisson counts",
                "exponential waiting times",
                "two peaks",
            ],
            answers,
            strict=True,
        )
    )


wrong_value(
    LC,
    "Two peaks of one width are called linear; a mixture is no exponential family in x.",
    lambda: _curves("linear", "curved", "linear", "linear", "linear", "linear"),
)
wrong_value(
    LC,
    "Poisson counts are called curved, but the factorial is common to the classes.",
    lambda: _curves("linear", "curved", "linear", "curved", "linear", "curved"),
)
wrong_value(
    LC,
    "Waiting times are called curved because their density is an exponential; its logarithm is linear in x.",
    lambda: _curves("linear", "curved", "linear", "linear", "curved", "curved"),
)
wrong_value(
    LC,
    "Only normal classes with one covariance are thought to be linear.",
    lambda: _curves("linear", "curved", "curved", "curved", "curved", "curved"),
)
wrong_value(
    LC,
    "Two widths are called linear, but the squares do not cancel.",
    lambda: _curves("linear", "linear", "linear", "linear", "linear", "curved"),
)
wrong_value(
    LC,
    "All are inverted.",
    lambda: _curves("curved", "linear", "curved", "curved", "curved", "linear"),
)
wrong_value(
    LC,
    "Yes-or-no clues are called curved; each contributes a term that is linear in x.",
    lambda: _curves("linear", "curved", "curved", "linear", "linear", "curved"),
)
right_value(LC, lambda: _curves("Linear", "Curved", "Linear", "Linear", "Linear", "Curved"))
right_value(LC, lambda: _curves("LINEAR", "CURVED", "LINEAR", "LINEAR", "LINEAR", "CURVED"))
right_value(
    LC,
    lambda: dict(
        reversed(list(_curves("linear", "curved", "linear", "linear", "linear", "curved").items()))
    ),
)
right_value(
    LC, lambda: _curves(*np.array(["linear", "curved", "linear", "linear", "linear", "curved"]))
)

HM = "bayes-lda.how-many"
wrong_value(
    HM,
    "It multiplies by the efficiency 0.641 instead of dividing: softmax regression would need fewer.",
    lambda: 320,
)
wrong_value(HM, "It uses the efficiency at a distance of 2, 0.899.", lambda: 560)
wrong_value(HM, "It uses the efficiency at a distance of 4, 0.343.", lambda: 1460)
wrong_value(HM, "It supposes that both need the same number.", lambda: 500)
wrong_value(HM, "It is the number of examples more, not the number in all.", lambda: 280)
wrong_value(HM, "It doubles the number, as an efficiency of one half would demand.", lambda: 1000)
wrong_value(HM, "It divides by the square of the efficiency.", lambda: 1220)
wrong_value(HM, "It is the factor 1.56, not the number of examples.", lambda: 1.56)
right_value(HM, lambda: "780")
right_value(HM, lambda: np.int64(780))
right_value(HM, lambda: Fraction(780))
right_value(HM, lambda: Decimal("780"))
right_value(HM, lambda: round(500 / 0.641, -1))

B2 = "bayes-lda.q2"
wrong_value(B2, "It is the evidence alone, 4/3; the priors are left out.", lambda: 1.3333)
wrong_value(B2, "It is the prior part alone.", lambda: 0.5108)
wrong_value(B2, "The sign is turned round: the second above the first.", lambda: -1.8442)
wrong_value(B2, "The prior part is subtracted from the evidence instead of added.", lambda: 0.8225)
wrong_value(
    B2,
    "It is the logit of the first class itself, log 0.5, and not the difference.",
    lambda: -0.6931,
)
wrong_value(B2, "The difference is to the third class and not to the second.", lambda: 2.2496)
right_value(B2, lambda: "1.8442")
right_value(B2, lambda: 4 / 3 + math.log(5 / 3))
right_value(B2, lambda: sp.Rational(4, 3) + sp.log(sp.Rational(5, 3)))
right_value(B2, lambda: Decimal("1.84416"))
right_value(B2, lambda: np.array(1.844159))

B5 = "bayes-lda.q5"
wrong_value(
    B5,
    "It is the probability when the clue stands there once; naive Bayes counts it twice.",
    lambda: 0.8,
)
wrong_value(B5, "The factors are added to 8 instead of multiplied to 16.", lambda: 0.8889)
wrong_value(B5, "It is the odds, 16, not the probability.", lambda: 16)
wrong_value(
    B5, "It is the square of 0.8: the probabilities are multiplied, not the odds.", lambda: 0.64
)
wrong_value(B5, "It is the probability of the other class.", lambda: 0.0588)
wrong_value(B5, "The clue is counted three times.", lambda: 0.9846)
wrong_value(B5, "It takes 1 - 1/16 for the probability.", lambda: 0.9375)
right_value(B5, lambda: "16/17")
right_value(B5, lambda: Fraction(16, 17))
right_value(B5, lambda: sp.Rational(16, 17))
right_value(B5, lambda: 1 / (1 + math.exp(-2 * math.log(4))))
right_value(B5, lambda: Decimal("0.9412"))
wrong_value(
    "bayes-lda.q3",
    "The means are equal, but the widths are not: near the mean the steady colony is more likely.",
    lambda: "a",
)
right_value("bayes-lda.q3", lambda: "(C)")
wrong_value(
    "bayes-lda.q4",
    "It counts the numbers to estimate; a true assumption makes LDA need fewer examples.",
    lambda: "b",
)
right_value("bayes-lda.q4", lambda: "A")
