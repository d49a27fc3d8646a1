"""A third collection: all coding exercises that the first two sets leave out."""

import itertools
import math
from fractions import Fraction

import numpy as np
from collection import Collection
from scipy import linalg, optimize, special, stats

ANSWERS = Collection()
wrong, right = ANSWERS.wrong, ANSWERS.right


def _softmax(z, axis=-1):
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _lse(z):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=-1, keepdims=True)
    return (m + np.log(np.exp(z - m).sum(axis=-1, keepdims=True)))[..., 0]


# ---------------------------------------------------------------- logits.from-probabilities


@wrong("logits.from-probabilities", "Takes the logarithms and does not move the last one to 0.")
def plain_logarithms(p):
    return np.log(np.asarray(p))


@wrong("logits.from-probabilities", "Overwrites the last logit by 0 and leaves the others.")
def last_one_overwritten(p):
    z = np.log(np.array(p, dtype=float))
    z[-1] = 0
    return z


@wrong("logits.from-probabilities", "Divides the wrong way round, so every sign is flipped.")
def last_over_each(p):
    p = np.asarray(p)
    return np.log(p[-1] / p)


@wrong("logits.from-probabilities", "Makes the first logit 0 instead of the last.")
def first_as_reference(p):
    z = np.log(np.asarray(p))
    return z - z[0]


@wrong("logits.from-probabilities", "Makes the largest logit 0, as for a stable softmax.")
def largest_as_reference(p):
    z = np.log(np.asarray(p))
    return z - z.max()


@wrong("logits.from-probabilities", "Uses the two-class logit log(p/(1-p)) of each, then shifts.")
def sigmoid_logits_shifted(p):
    p = np.asarray(p)
    z = np.log(p) - np.log1p(-p)
    return z - z[-1]


@wrong("logits.from-probabilities", "Subtracts the last probability, not its logarithm.")
def last_probability_subtracted(p):
    p = np.asarray(p)
    return np.log(p) - p[-1]


@wrong("logits.from-probabilities", "Leaves the last class out: K - 1 logits.")
def log_odds_without_the_last(p):
    p = np.asarray(p)
    return np.log(p[:-1] / p[-1])


@wrong("logits.from-probabilities", "Gives the odds against the last class, less 1; no logarithm.")
def odds_less_one(p):
    p = np.asarray(p)
    return p / p[-1] - 1


@right("logits.from-probabilities")
def logits_in_a_list(p):
    return [math.log(x) - math.log(p[-1]) for x in p]


@right("logits.from-probabilities")
def logits_from_bits(p):
    bits = np.log2(np.asarray(p, dtype=float))
    return (bits - bits[-1]) * math.log(2)


# ---------------------------------------------------------------- logits.against-rest


@wrong("logits.against-rest", "Subtracts the mean of the other logits.")
def against_mean_of_others(z):
    z = np.asarray(z, dtype=float)
    return z - (z.sum() - z) / (len(z) - 1)


@wrong("logits.against-rest", "Subtracts the largest of the other logits only.")
def against_strongest_rival(z):
    return np.array([z[i] - max(np.delete(z, i)) for i in range(len(z))])


@wrong("logits.against-rest", "Subtracts log-sum-exp of all classes, itself included.")
def against_everybody(z):
    return np.asarray(z, dtype=float) - _lse(z)


@wrong("logits.against-rest", "Subtracts the plain sum of the other logits.")
def against_sum_of_others(z):
    z = np.asarray(z, dtype=float)
    return z - (z.sum() - z)


@wrong("logits.against-rest", "Log of the mean, not the sum, of the others' exponentials.")
def against_average_odds(z):
    e = np.exp(np.asarray(z, dtype=float))
    return np.log(e / ((e.sum() - e) / (len(e) - 1)))


@wrong("logits.against-rest", "Odds upside down: the rest against the class.")
def rest_against_class(z):
    p = _softmax(z)
    return np.log((1 - p) / p)


@wrong("logits.against-rest", "Odds of each class without the logarithm.")
def odds_against_rest(z):
    p = _softmax(z)
    return p / (1 - p)


@wrong("logits.against-rest", "Treats each logit as if the others had a score of 0 in all.")
def sigmoid_and_back(z):
    s = 1 / (1 + np.exp(-np.asarray(z, dtype=float)))
    return np.log(s / (1 - s))


@right("logits.against-rest")
def rest_by_delete(z):
    z = np.asarray(z, dtype=float)
    return [z[i] - np.logaddexp.reduce(np.delete(z, i)) for i in range(len(z))]


@right("logits.against-rest")
def rest_by_masked_square(z):
    z = np.asarray(z, dtype=float)
    table = np.where(np.eye(len(z), dtype=bool), -np.inf, z)
    return z - special.logsumexp(table, axis=1)


# ---------------------------------------------------------------- softmax.columns


@wrong("softmax.columns", "Normalises rows, as for one example in each row.")
def softmax_of_rows(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


@wrong("softmax.columns", "Normalises the columns but returns them as rows.")
def columns_returned_as_rows(z):
    e = np.exp(z)
    return (e / e.sum(axis=0)).T


@wrong("softmax.columns", "Divides by the sum of the whole matrix.")
def whole_matrix_sum(z):
    e = np.exp(z)
    return e / e.sum()


@wrong("softmax.columns", "Sums over axis 1 without keepdims; fails unless the batch is square.")
def row_sums_under_columns(z):
    e = np.exp(z)
    return e / np.sum(e, axis=1)


@wrong("softmax.columns", "Normalises columns and then also rows.")
def columns_then_rows(z):
    e = np.exp(z)
    p = e / e.sum(axis=0)
    return p / p.sum(axis=1, keepdims=True)


@wrong("softmax.columns", "Divides the scores by their column sums; no exponential.")
def shares_of_column_sums(z):
    z = np.asarray(z, dtype=float)
    return z / z.sum(axis=0)


@wrong("softmax.columns", "Reshapes to rows of K instead of transposing, so entries are mixed.")
def reshaped_not_transposed(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(z.reshape(z.shape[1], z.shape[0]))
    return (e / e.sum(axis=1, keepdims=True)).reshape(z.shape)


@wrong(
    "softmax.columns", "Divides the scores by the sum of their magnitudes before the exponential."
)
def exponential_of_share(z):
    z = np.asarray(z, dtype=float)
    p = np.exp(z / np.abs(z).sum(axis=0))
    return p / p.sum(axis=0)


@right("softmax.columns")
def builtin_sum_of_rows(z):
    e = np.exp(z)
    return e / sum(e)


@right("softmax.columns")
def column_after_column(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    for j in range(z.shape[1]):
        out[:, j] = np.exp(z[:, j]) / np.exp(z[:, j]).sum()
    return out


@right("softmax.columns")
def columns_of_lists(z):
    shares = []
    for column in zip(*z, strict=True):
        e = [math.exp(x) for x in column]
        shares.append([x / math.fsum(e) for x in e])
    return [list(row) for row in zip(*shares, strict=True)]


# ---------------------------------------------------------------- softmax.cost-threshold


@wrong("softmax.cost-threshold", "Forgets that the look is needless only if there is no illness.")
def one_in_m(m):
    return 1 / m


@wrong("softmax.cost-threshold", "Gives the complement: from where on no look is needed.")
def m_in_m_plus_one(m):
    return m / (m + 1)


@wrong("softmax.cost-threshold", "Takes the more probable class, whatever the costs.")
def always_one_half(m):
    return 0.5


@wrong("softmax.cost-threshold", "Sign slip in solving for r: 1/(m - 1).")
def one_in_m_minus_one(m):
    return 1 / (m - 1) if m != 1 else 1.0


@wrong("softmax.cost-threshold", "Gives the log-odds of the threshold, not the probability.")
def threshold_in_log_odds(m):
    return -math.log(m)


@wrong("softmax.cost-threshold", "Takes the sigmoid of -m: m is used as if it were log m.")
def sigmoid_of_minus_m(m):
    return 1 / (1 + math.exp(m))


@wrong("softmax.cost-threshold", "Rounds to two decimals.")
def threshold_in_percent(m):
    return round(1 / (1 + m), 2)


@right("softmax.cost-threshold")
def threshold_by_sigmoid(m):
    return special.expit(-np.log(m))


@right("softmax.cost-threshold")
def threshold_as_fraction(m):
    return float(1 / (1 + Fraction(m)))


# ---------------------------------------------------------------- shift-invariance.zero-sum-logits


@wrong("shift-invariance.zero-sum-logits", "Subtracts the mean of the whole batch.")
def one_mean_for_the_batch(p):
    z = np.log(p)
    return z - z.mean()


@wrong("shift-invariance.zero-sum-logits", "Subtracts the mean over the examples, axis 0.")
def means_over_examples(p):
    z = np.log(p)
    return z - z.mean(axis=0)


@wrong("shift-invariance.zero-sum-logits", "Mean of each row without keepdims.")
def row_means_flat(p):
    z = np.log(p)
    return z - z.mean(axis=1)


@wrong("shift-invariance.zero-sum-logits", "Subtracts the log of the mean, not the mean of logs.")
def log_of_the_mean_subtracted(p):
    p = np.asarray(p)
    return np.log(p) - np.log(p.mean(axis=1, keepdims=True))


@wrong("shift-invariance.zero-sum-logits", "Subtracts the sum of the logits, not their mean.")
def row_sum_subtracted(p):
    z = np.log(p)
    return z - z.sum(axis=1, keepdims=True)


@wrong("shift-invariance.zero-sum-logits", "Makes the last logit 0, another gauge.")
def last_column_gauge(p):
    z = np.log(p)
    return z - z[:, -1:]


@wrong("shift-invariance.zero-sum-logits", "Centres the probabilities, no logarithm.")
def centred_probabilities(p):
    p = np.asarray(p)
    return p - p.mean(axis=1, keepdims=True)


@wrong("shift-invariance.zero-sum-logits", "Also divides by the standard deviation of the row.")
def standardised_logits(p):
    z = np.log(p)
    return (z - z.mean(axis=1, keepdims=True)) / z.std(axis=1, keepdims=True)


@wrong("shift-invariance.zero-sum-logits", "Centres log(p/(1-p)), the two-class logits.")
def centred_sigmoid_logits(p):
    z = special.logit(p)
    return z - z.mean(axis=1, keepdims=True)


@right("shift-invariance.zero-sum-logits")
def over_geometric_mean(p):
    return np.log(np.asarray(p).T / stats.gmean(p, axis=1)).T


@right("shift-invariance.zero-sum-logits")
def by_centring_matrix(p):
    z = np.log(p)
    K = z.shape[1]
    return z @ (np.eye(K) - 1 / K)


@right("shift-invariance.zero-sum-logits")
def mean_of_all_log_ratios(p):
    return [[math.fsum(math.log(a / b) for b in row) / len(row) for a in row] for row in p]


# ---------------------------------------------------------------- shift-invariance.smallest-weights


@wrong("shift-invariance.smallest-weights", "Subtracts from each row its own mean, axis 1.")
def each_row_centred(W):
    W = np.asarray(W, dtype=float)
    return W - W.mean(axis=1, keepdims=True)


@wrong("shift-invariance.smallest-weights", "Subtracts one number, the mean of all weights.")
def one_number_subtracted(W):
    W = np.asarray(W, dtype=float)
    return W - W.mean()


@wrong("shift-invariance.smallest-weights", "Makes the last row 0 instead of the least in norm.")
def last_row_subtracted(W):
    W = np.asarray(W, dtype=float)
    return W - W[-1]


@wrong("shift-invariance.smallest-weights", "Subtracts the median row: least sum of magnitudes.")
def median_row_subtracted(W):
    return np.asarray(W) - np.median(W, axis=0)


@wrong("shift-invariance.smallest-weights", "Right numbers, but written into the caller's matrix.")
def centred_in_place(W):
    W -= W.mean(axis=0)
    return W


@wrong("shift-invariance.smallest-weights", "Divides by K - 1 instead of K in the mean.")
def mean_over_one_less(W):
    W = np.asarray(W, dtype=float)
    return W - W.sum(axis=0) / (len(W) - 1)


@wrong(
    "shift-invariance.smallest-weights", "Scales the matrix to norm 1, which changes the softmax."
)
def scaled_to_length_one(W):
    W = np.asarray(W, dtype=float)
    return W / np.linalg.norm(W)


@wrong("shift-invariance.smallest-weights", "Subtracts from each column its midrange.")
def midrange_subtracted(W):
    W = np.asarray(W, dtype=float)
    return W - (W.max(axis=0) + W.min(axis=0)) / 2


@right("shift-invariance.smallest-weights")
def projected_on_zero_sum(W):
    W = np.asarray(W, dtype=float)
    ones = np.ones((len(W), 1))
    return W - ones @ linalg.lstsq(ones, W)[0]


@right("shift-invariance.smallest-weights")
def centred_entry_by_entry(W):
    columns = list(zip(*W, strict=True))
    out = [[x - math.fsum(c) / len(c) for x in c] for c in columns]
    return [list(row) for row in zip(*out, strict=True)]


# ---------------------------------------------------------------- shift-invariance.without-class


@wrong("shift-invariance.without-class", "Strikes out the column and does not normalise again.")
def struck_out_only(p, k):
    return np.delete(p, k, axis=1)


@wrong("shift-invariance.without-class", "Sets the class to 0 and keeps it in the array.")
def class_kept_as_zero(p, k):
    q = np.array(p, dtype=float)
    q[:, k] = 0
    return q / q.sum(axis=1, keepdims=True)


@wrong("shift-invariance.without-class", "Shares the freed probability equally among the others.")
def freed_share_split_evenly(p, k):
    q = np.delete(p, k, axis=1)
    return q + (1 - q.sum(axis=1, keepdims=True)) / q.shape[1]


@wrong("shift-invariance.without-class", "Takes softmax of the remaining probabilities.")
def softmax_of_the_rest(p, k):
    return _softmax(np.delete(p, k, axis=1))


@wrong("shift-invariance.without-class", "Deletes row k, an example, instead of column k.")
def example_deleted(p, k):
    q = np.delete(p, k, axis=0)
    return q / q.sum(axis=1, keepdims=True)


@wrong("shift-invariance.without-class", "Counts classes from 1.")
def counted_from_one(p, k):
    q = np.delete(p, k - 1, axis=1)
    return q / q.sum(axis=1, keepdims=True)


@wrong("shift-invariance.without-class", "Divides by the sum of each column, over the examples.")
def divided_by_column_sums(p, k):
    q = np.delete(p, k, axis=1)
    return q / q.sum(axis=0)


@wrong("shift-invariance.without-class", "Gives all of the freed probability to the largest.")
def winner_takes_the_rest(p, k):
    q = np.delete(p, k, axis=1)
    q[np.arange(len(q)), q.argmax(axis=1)] += 1 - q.sum(axis=1)
    return q


@wrong("shift-invariance.without-class", "Multiplies by 1 - p_k where it has to divide.")
def times_the_remainder(p, k):
    p = np.asarray(p)
    return np.delete(p, k, axis=1) * (1 - p[:, [k]])


@right("shift-invariance.without-class")
def rest_by_boolean_mask(p, k):
    p = np.asarray(p)
    q = p[:, np.arange(p.shape[1]) != k]
    return np.einsum("ij,i->ij", q, 1 / q.sum(axis=1))


@right("shift-invariance.without-class")
def rest_in_lists(p, k):
    out = []
    for row in p:
        rest = [x for j, x in enumerate(row) if j != k]
        out.append([x / math.fsum(rest) for x in rest])
    return out


# ---------------------------------------------------------------- overflow.loss-from-scores


@wrong("overflow.loss-from-scores", "Stable softmax, then its log: inf where the share is 0.")
def loss_log_of_softmax(z, y):
    return -np.mean(np.log(_softmax(z))[np.arange(len(y)), y])


@wrong("overflow.loss-from-scores", "Adds 1e-12 inside the logarithm: never above 27.6.")
def loss_with_tiny_epsilon(z, y):
    return -np.mean(np.log(_softmax(z)[np.arange(len(y)), y] + 1e-12))


@wrong("overflow.loss-from-scores", "Adds up the losses instead of averaging them.")
def loss_added_up(z, y):
    z = np.asarray(z, dtype=float)
    return np.sum(_lse(z) - z[np.arange(len(y)), y])


@wrong("overflow.loss-from-scores", "Minus is missing: mean log-probability.")
def mean_log_likelihood(z, y):
    z = np.asarray(z, dtype=float)
    return np.mean(z[np.arange(len(y)), y] - _lse(z))


@wrong("overflow.loss-from-scores", "z[:, y] picks every label's column for every row.")
def loss_of_all_label_columns(z, y):
    z = np.asarray(z, dtype=float)
    return np.mean(_lse(z)[:, None] - z[:, y])


@wrong("overflow.loss-from-scores", "Log-sum-exp without a shift: overflows.")
def loss_without_shift(z, y):
    z = np.asarray(z, dtype=float)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])


@wrong("overflow.loss-from-scores", "One maximum for the whole batch: far lower rows give log 0.")
def loss_shifted_by_batch_maximum(z, y):
    z = np.asarray(z, dtype=float)
    z = z - z.max()
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])


@wrong("overflow.loss-from-scores", "Averages over classes as well: divided by n times K.")
def loss_mean_of_products(z, y):
    z = np.asarray(z, dtype=float)
    logs = z - _lse(z)[:, None]
    return -np.mean(np.eye(z.shape[1])[y] * logs)


@wrong("overflow.loss-from-scores", "Forgets to add the maximum back to log-sum-exp.")
def loss_maximum_lost(z, y):
    z = np.asarray(z, dtype=float)
    m = z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z - m).sum(axis=1)) - z[np.arange(len(y)), y])


@wrong("overflow.loss-from-scores", "Lead of the best class only: the rest of the sum is dropped.")
def loss_of_the_margin(z, y):
    z = np.asarray(z, dtype=float)
    return np.mean(z.max(axis=1) - z[np.arange(len(y)), y])


# Right under the old statement, which promised less (see expected_third).
@wrong("overflow.loss-from-scores", "m + log S comes before - z_y: at 1e16 log S is rounded away.")
def loss_row_by_row(z, y):
    total = 0.0
    for row, c in zip(z, y, strict=True):
        m = max(row)
        total += m + math.log(math.fsum(math.exp(x - m) for x in row)) - row[c]
    return total / len(z)


@right("overflow.loss-from-scores")
def loss_row_by_row_maximum_first(z, y):
    total = 0.0
    for row, c in zip(z, y, strict=True):
        m = max(row)
        total += (m - row[c]) + math.log(math.fsum(math.exp(x - m) for x in row))
    return total / len(z)


@right("overflow.loss-from-scores")
def loss_of_differences(z, y):
    z = np.asarray(z, dtype=float)
    gaps = z - np.take_along_axis(z, np.asarray(y)[:, None], axis=1)
    return np.logaddexp.reduce(gaps, axis=1).mean()


# ---------------------------------------------------------------- overflow.masked-softmax


@wrong("overflow.masked-softmax", "Multiplies the scores by the mask: what is not kept scores 0.")
def scores_times_mask(z, keep):
    return _softmax(np.asarray(z) * keep)


@wrong("overflow.masked-softmax", "Softmax of all, then zeros; the kept do not add up to 1.")
def softmax_then_zeroed(z, keep):
    return np.where(keep, _softmax(z), 0)


@wrong("overflow.masked-softmax", "Fills in -1e9; a row without kept classes becomes uniform.")
def filled_with_minus_billion(z, keep):
    return _softmax(np.where(keep, z, -1e9))


@wrong("overflow.masked-softmax", "Fills in -inf; a row in which nothing is kept becomes nan.")
def filled_with_minus_infinity(z, keep):
    with np.errstate(invalid="ignore"):
        return _softmax(np.where(keep, z, -np.inf))


@wrong(
    "overflow.masked-softmax",
    "Renormalises after softmax of all: if a class that is not kept is far ahead, all kept are 0.",
)
def renormalised_after_softmax(z, keep):
    p = _softmax(z) * keep
    total = p.sum(axis=-1, keepdims=True)
    return p / np.where(total > 0, total, 1)


@wrong("overflow.masked-softmax", "The mask is used the wrong way round.")
def mask_upside_down(z, keep):
    e = np.exp(np.asarray(z) - np.max(z, axis=-1, keepdims=True)) * ~np.asarray(keep)
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


@wrong("overflow.masked-softmax", "Right but for the missing shift: large scores overflow.")
def masked_without_shift(z, keep):
    e = np.where(keep, np.exp(np.asarray(z, dtype=float)), 0)
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)


@wrong("overflow.masked-softmax", "Axis 1 is written out, so only matrices are done right.")
def masked_along_axis_one(z, keep):
    z = np.where(keep, np.asarray(z, dtype=float), -np.inf)
    m = z.max(axis=1, keepdims=True)
    e = np.exp(z - np.where(np.isfinite(m), m, 0))
    total = e.sum(axis=1, keepdims=True)
    return e / np.where(total > 0, total, 1)


@wrong("overflow.masked-softmax", "Right result, but writes -inf into the caller's scores.")
def masked_in_the_callers_array(z, keep):
    z[~keep] = -np.inf
    m = z.max(axis=-1, keepdims=True)
    e = np.exp(z - np.where(np.isfinite(m), m, 0))
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total > 0, total, 1)


@right("overflow.masked-softmax")
def masked_by_where_argument(z, keep):
    z = np.asarray(z, dtype=float)
    m = np.max(z, axis=-1, keepdims=True, where=np.asarray(keep), initial=-np.inf)
    e = np.zeros(z.shape)
    np.exp(z - np.where(m > -np.inf, m, 0), out=e, where=np.asarray(keep))
    total = e.sum(axis=-1, keepdims=True)
    total[total == 0] = 1
    return e / total


@right("overflow.masked-softmax")
def masked_by_recursion(z, keep):
    z, keep = np.asarray(z, dtype=float), np.asarray(keep)
    if z.ndim > 1:
        return np.array([masked_by_recursion(a, b) for a, b in zip(z, keep, strict=True)])
    out = np.zeros(len(z))
    if keep.any():
        out[keep] = special.softmax(z[keep])
    return out


# ---------------------------------------------------------------- overflow.merge


@wrong("overflow.merge", "Adds the sums without rescaling them to the common maximum.")
def sums_just_added(m1, s1, m2, s2):
    return max(m1, m2), s1 + s2


@wrong("overflow.merge", "Rescales by exp(m - m1) instead of exp(m1 - m): wrong sign.")
def rescaled_upwards(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -np.inf:
        return m, 0.0
    up = [0.0 if s == 0 else s * np.exp(m - x) for x, s in ((m1, s1), (m2, s2))]
    return m, sum(up)


@wrong("overflow.merge", "Two idle workers give nan, because -inf less -inf is nan.")
def idle_pair_forgotten(m1, s1, m2, s2):
    m = np.maximum(m1, m2)
    with np.errstate(invalid="ignore"):
        return m, s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m)


@wrong("overflow.merge", "Always keeps the first maximum, even if the second is larger.")
def first_maximum_kept(m1, s1, m2, s2):
    if m1 == -np.inf:
        return m2, s2
    return m1, s1 + s2 * np.exp(m2 - m1)


@wrong("overflow.merge", "Returns the log-sum-exp of the whole in place of the pair's sum.")
def merged_logarithm(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -np.inf:
        return m, 0.0
    return m, m + np.log(s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m))


@wrong("overflow.merge", "Rescales only the first sum; right if the second part has the maximum.")
def only_first_rescaled(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -np.inf:
        return m, 0.0
    return m, s1 * np.exp(m1 - m) + s2


@wrong("overflow.merge", "Undoes both shifts first, so large maxima overflow.")
def merged_without_shift(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -np.inf:
        return m, 0.0
    return m, (s1 * np.exp(np.float64(m1)) + s2 * np.exp(np.float64(m2))) / np.exp(np.float64(m))


@wrong("overflow.merge", "Returns the pair in the wrong order, sum first.")
def sum_before_maximum(m1, s1, m2, s2):
    m = max(m1, m2)
    if m == -np.inf:
        return 0.0, m
    return s1 * np.exp(m1 - m) + s2 * np.exp(m2 - m), m


@right("overflow.merge")
def merged_by_cases(m1, s1, m2, s2):
    if s1 == 0:
        return m2, s2
    if s2 == 0:
        return m1, s1
    if m1 < m2:
        m1, s1, m2, s2 = m2, s2, m1, s1
    return m1, s1 + s2 * math.exp(m2 - m1)


@right("overflow.merge")
def merged_in_a_list(m1, s1, m2, s2):
    m = max(m1, m2)
    return [m, sum(s * math.exp(x - m) for x, s in [(m1, s1), (m2, s2)] if s > 0)]


# ---------------------------------------------------------------- maximum-entropy.given-mean


def _mean_at(z, beta):
    return float(_softmax(beta * z) @ z)


def _bisect(z, m, low, high, steps=200):
    for _ in range(steps):
        middle = (low + high) / 2
        if _mean_at(z, middle) < m:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@wrong("maximum-entropy.given-mean", "Looks for beta from 0 upwards only; low means need beta < 0.")
def only_positive_multipliers(z, m):
    z = np.asarray(z, dtype=float)
    return _softmax(_bisect(z, m, 0.0, 1e4) * z)


@wrong("maximum-entropy.given-mean", "Takes the mean itself as beta.")
def mean_as_multiplier(z, m):
    return _softmax(m * np.asarray(z, dtype=float))


@wrong("maximum-entropy.given-mean", "Has the right mean, but mixes lowest and highest score only.")
def mix_of_the_extremes(z, m):
    z = np.asarray(z, dtype=float)
    share = (m - z.min()) / (z.max() - z.min())
    p = np.zeros(len(z))
    p[z.argmin()] += 1 - share
    p[z.argmax()] += share
    return p


@wrong(
    "maximum-entropy.given-mean", "Searches beta between -1 and 1, too narrow for extreme means."
)
def narrow_search(z, m):
    z = np.asarray(z, dtype=float)
    return _softmax(_bisect(z, m, -1.0, 1.0) * z)


@wrong("maximum-entropy.given-mean", "Returns beta, not the distribution.")
def multiplier_returned(z, m):
    return _bisect(np.asarray(z, dtype=float), m, -1e4, 1e4)


@wrong("maximum-entropy.given-mean", "Shifts the scores by the mean and sets beta to 1.")
def scores_less_the_mean(z, m):
    return _softmax(np.asarray(z, dtype=float) - m)


@wrong("maximum-entropy.given-mean", "Bell around the mean, exp of minus the squared distance.")
def bell_around_the_mean(z, m):
    return _softmax(-((np.asarray(z, dtype=float) - m) ** 2) / 2)


@wrong("maximum-entropy.given-mean", "Sign of beta wrong: weights fall where they should rise.")
def multiplier_with_minus(z, m):
    z = np.asarray(z, dtype=float)
    return _softmax(-_bisect(z, m, -1e4, 1e4) * z)


@wrong("maximum-entropy.given-mean", "Grid of beta in steps of 0.1: the mean is met only roughly.")
def multiplier_from_a_grid(z, m):
    z = np.asarray(z, dtype=float)
    grid = np.arange(-500, 501) / 10
    return _softmax(min(grid, key=lambda beta: abs(_mean_at(z, beta) - m)) * z)


@right("maximum-entropy.given-mean")
def entropy_by_wide_bisection(z, m):
    z = np.asarray(z, dtype=float)
    return _softmax(_bisect(z, m, -1e5, 1e5) * z)


@right("maximum-entropy.given-mean")
def entropy_by_brent(z, m):
    z = np.asarray(z, dtype=float)
    wide = 1.0
    while not _mean_at(z, -wide) < m < _mean_at(z, wide):
        wide *= 2
    beta = optimize.brentq(lambda b: _mean_at(z, b) - m, -wide, wide, xtol=1e-13)
    return list(_softmax(beta * z))


# ---------------------------------------------------------------- maximum-entropy.shortfall


@wrong("maximum-entropy.shortfall", "Divergence with p and softmax exchanged.")
def divergence_the_other_way(p, z):
    q = _softmax(z)
    return np.sum(special.rel_entr(q, p))


@wrong("maximum-entropy.shortfall", "Leaves the entropy of p out.")
def entropy_of_p_left_out(p, z):
    return _lse(z) - np.dot(p, z)


@wrong("maximum-entropy.shortfall", "0 log 0 is nan where a share is 0.")
def zero_share_gives_nan(p, z):
    p = np.asarray(p, dtype=float)
    with np.errstate(all="ignore"):
        return _lse(z) - p @ np.asarray(z) + np.sum(p * np.log(p))


@wrong("maximum-entropy.shortfall", "Entropy in bits, the rest in nats.")
def entropy_in_bits(p, z):
    p = np.asarray(p, dtype=float)
    entropy = -np.sum(special.xlogy(p, p)) / np.log(2)
    return _lse(z) - p @ np.asarray(z) - entropy


@wrong("maximum-entropy.shortfall", "Takes the largest score for the maximum of the bargain.")
def largest_score_as_maximum(p, z):
    p = np.asarray(p, dtype=float)
    return np.max(z) - p @ np.asarray(z) + np.sum(special.xlogy(p, p))


@wrong("maximum-entropy.shortfall", "Sign: what p is worth less its maximum, negative.")
def shortfall_with_minus(p, z):
    p = np.asarray(p, dtype=float)
    return p @ np.asarray(z) - np.sum(special.xlogy(p, p)) - _lse(z)


@wrong("maximum-entropy.shortfall", "Returns the worth of p itself, not what is missing.")
def worth_of_p(p, z):
    p = np.asarray(p, dtype=float)
    return p @ np.asarray(z) - np.sum(special.xlogy(p, p))


@wrong("maximum-entropy.shortfall", "Drops classes of share 0 from log-sum-exp as well.")
def zero_shares_dropped_everywhere(p, z):
    p, z = np.asarray(p, dtype=float), np.asarray(z, dtype=float)
    p, z = p[p > 0], z[p > 0]
    return _lse(z) - p @ z + np.sum(p * np.log(p))


@wrong("maximum-entropy.shortfall", "Sign of the entropy: adds H(p) where it has to be subtracted.")
def entropy_added(p, z):
    p = np.asarray(p, dtype=float)
    return _lse(z) - p @ np.asarray(z) - np.sum(special.xlogy(p, p))


@right("maximum-entropy.shortfall")
def shortfall_as_divergence(p, z):
    logs = special.log_softmax(np.asarray(z, dtype=float))
    return sum(a * (math.log(a) - b) for a, b in zip(p, logs, strict=True) if a > 0)


@right("maximum-entropy.shortfall")
def shortfall_by_masked_log(p, z):
    p, z = np.asarray(p, dtype=float), np.asarray(z, dtype=float)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.logaddexp.reduce(z) - np.einsum("i,i", p, z - logs)


# ---------------------------------------------------------------- maximum-entropy.noisy-choices


@wrong("maximum-entropy.noisy-choices", "Only one logarithm: exponential noise.")
def exponential_noise(z, uniform):
    return np.argmax(np.asarray(z) - np.log(uniform), axis=1)


@wrong("maximum-entropy.noisy-choices", "Outer sign lost: adds log(-log u).")
def gumbel_upside_down(z, uniform):
    return np.argmax(np.asarray(z) + np.log(-np.log(uniform)), axis=1)


@wrong("maximum-entropy.noisy-choices", "Largest over the rows, axis 0.")
def largest_down_the_columns(z, uniform):
    return np.argmax(np.asarray(z) - np.log(-np.log(uniform)), axis=0)


@wrong("maximum-entropy.noisy-choices", "Adds the uniform numbers themselves as noise.")
def uniform_as_noise(z, uniform):
    return np.argmax(np.asarray(z) + uniform, axis=1)


@wrong("maximum-entropy.noisy-choices", "Normal noise made of the uniform numbers.")
def normal_noise(z, uniform):
    return np.argmax(np.asarray(z) + special.ndtri(uniform), axis=1)


@wrong("maximum-entropy.noisy-choices", "Counts the classes from 1.")
def choices_from_one(z, uniform):
    return np.argmax(np.asarray(z) - np.log(-np.log(uniform)), axis=1) + 1


@wrong("maximum-entropy.noisy-choices", "Adds the noise to the probabilities, not the scores.")
def noise_on_probabilities(z, uniform):
    return np.argmax(_softmax(z) - np.log(-np.log(uniform)), axis=1)


@wrong("maximum-entropy.noisy-choices", "Returns the largest noisy score, not its class.")
def noisy_maximum(z, uniform):
    return np.max(np.asarray(z) - np.log(-np.log(uniform)), axis=1)


@right("maximum-entropy.noisy-choices")
def exponential_race(z, uniform):
    z = np.asarray(z, dtype=float)
    times = -np.log(uniform) / np.exp(z - z.max())
    return np.argmin(times, axis=1)


@right("maximum-entropy.noisy-choices")
def choices_in_a_list(z, uniform):
    out = []
    for row in uniform:
        noisy = [x - math.log(-math.log2(u)) for x, u in zip(z, row, strict=True)]
        out.append(noisy.index(max(noisy)))
    return out


# ---------------------------------------------------------------- bayes-lda.posterior


def _log_densities(X, means, covariance):
    away = np.asarray(X, dtype=float)[:, None, :] - np.asarray(means, dtype=float)
    inverse = np.linalg.inv(covariance)
    return -0.5 * np.einsum("nkd,de,nke->nk", away, inverse, away)


@wrong("bayes-lda.posterior", "Forgets the priors.")
def posterior_without_priors(X, means, covariance, priors):
    return _softmax(_log_densities(X, means, covariance))


@wrong("bayes-lda.posterior", "Forgets the one half of the exponent.")
def posterior_without_half(X, means, covariance, priors):
    return _softmax(2 * _log_densities(X, means, covariance) + np.log(priors))


@wrong("bayes-lda.posterior", "Adds the priors themselves, not their logarithms.")
def priors_without_log(X, means, covariance, priors):
    return _softmax(_log_densities(X, means, covariance) + np.asarray(priors))


@wrong("bayes-lda.posterior", "Uses the covariance where its inverse belongs.")
def covariance_not_inverted(X, means, covariance, priors):
    away = np.asarray(X, dtype=float)[:, None, :] - np.asarray(means)
    return _softmax(
        -0.5 * np.einsum("nkd,de,nke->nk", away, np.asarray(covariance), away) + np.log(priors)
    )


@wrong("bayes-lda.posterior", "Uses the variances only and ignores the correlations.")
def correlations_ignored(X, means, covariance, priors):
    return posterior_by_scores(X, means, np.diag(np.diag(covariance)), priors)


@wrong("bayes-lda.posterior", "Euclidean distances: the covariance is not used at all.")
def covariance_unused(X, means, covariance, priors):
    return posterior_by_scores(X, means, np.eye(np.shape(X)[1]), priors)


@wrong("bayes-lda.posterior", "Densities are divided without a shift: 0/0 far from all means.")
def densities_underflow(X, means, covariance, priors):
    density = np.exp(_log_densities(X, means, covariance)) * np.asarray(priors)
    with np.errstate(invalid="ignore"):
        return density / density.sum(axis=1, keepdims=True)


@wrong("bayes-lda.posterior", "Normalises over the examples instead of the classes.")
def posterior_over_examples(X, means, covariance, priors):
    return _softmax(_log_densities(X, means, covariance) + np.log(priors), axis=0)


@wrong("bayes-lda.posterior", "Sign of the distance lost: far classes are preferred.")
def far_classes_preferred(X, means, covariance, priors):
    return _softmax(-_log_densities(X, means, covariance) + np.log(priors))


@wrong("bayes-lda.posterior", "Never normalised: likelihood times prior.")
def joint_not_posterior(X, means, covariance, priors):
    return np.exp(_log_densities(X, means, covariance)) * np.asarray(priors)


@right("bayes-lda.posterior")
def posterior_by_scores(X, means, covariance, priors):
    X, means = np.asarray(X, dtype=float), np.asarray(means, dtype=float)
    W = np.linalg.solve(covariance, means.T)
    b = np.log(priors) - 0.5 * np.einsum("kd,dk->k", means, W)
    return _softmax(X @ W + b)


@right("bayes-lda.posterior")
def posterior_by_whitening(X, means, covariance, priors):
    root = np.linalg.cholesky(np.asarray(covariance, dtype=float))
    out = []
    for x in X:
        logs = []
        for mean, prior in zip(means, priors, strict=True):
            u = np.linalg.solve(root, np.asarray(x, dtype=float) - np.asarray(mean))
            logs.append(math.log(prior) - 0.5 * float(u @ u))
        out.append([math.exp(t - special.logsumexp(logs)) for t in logs])
    return out


# ---------------------------------------------------------------- bayes-lda.new-priors


@wrong("bayes-lda.new-priors", "Reweights but does not normalise the rows again.")
def reweighted_only(p, old, new):
    return np.asarray(p) * np.asarray(new) / np.asarray(old)


@wrong("bayes-lda.new-priors", "Old and new priors exchanged.")
def priors_exchanged(p, old, new):
    q = np.asarray(p) * np.asarray(old) / np.asarray(new)
    return q / q.sum(axis=1, keepdims=True)


@wrong("bayes-lda.new-priors", "Multiplies by the new priors without taking the old ones out.")
def old_priors_left_in(p, old, new):
    q = np.asarray(p) * np.asarray(new)
    return q / q.sum(axis=1, keepdims=True)


@wrong("bayes-lda.new-priors", "Adds the difference of the priors to the probabilities.")
def priors_as_difference(p, old, new):
    return np.asarray(p) + np.asarray(new) - np.asarray(old)


@wrong("bayes-lda.new-priors", "Normalises over the examples, axis 0.")
def reweighted_over_examples(p, old, new):
    q = np.asarray(p) * np.asarray(new) / np.asarray(old)
    return q / q.sum(axis=0)


@wrong("bayes-lda.new-priors", "Applies the ratio of priors to rows, one for each example.")
def ratio_to_the_rows(p, old, new):
    q = np.asarray(p) * (np.asarray(new) / np.asarray(old))[:, None]
    return q / q.sum(axis=1, keepdims=True)


@wrong("bayes-lda.new-priors", "Takes softmax of p plus the log-ratio; p is no log.")
def softmax_of_p_and_ratio(p, old, new):
    return _softmax(np.asarray(p) + np.log(new) - np.log(old))


@wrong("bayes-lda.new-priors", "Takes the old priors out and does not put the new ones in.")
def new_priors_not_put_in(p, old, new):
    q = np.asarray(p) / np.asarray(old)
    return q / q.sum(axis=1, keepdims=True)


@wrong("bayes-lda.new-priors", "Divides by one sum for the whole batch.")
def one_total_for_the_batch(p, old, new):
    q = np.asarray(p) * np.asarray(new) / np.asarray(old)
    return q / q.sum()


@right("bayes-lda.new-priors")
def new_priors_in_logs(p, old, new):
    with np.errstate(divide="ignore"):
        return _softmax(np.log(p) + np.log(new) - np.log(old))


@right("bayes-lda.new-priors")
def new_priors_by_loops(p, old, new):
    out = []
    for row in p:
        q = [x * n / o for x, o, n in zip(row, old, new, strict=True)]
        out.append([x / math.fsum(q) for x in q])
    return out


# ---------------------------------------------------------------- bayes-lda.absent-clues


@wrong("bayes-lda.absent-clues", "Counts only the clues that are present.")
def present_clues_only(x, theta, priors):
    return _softmax(np.asarray(x) @ np.log(theta).T + np.log(priors))


@wrong("bayes-lda.absent-clues", "Forgets the priors.")
def clues_without_priors(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta)
    return _softmax(x @ np.log(theta).T + (1 - x) @ np.log(1 - theta).T)


@wrong("bayes-lda.absent-clues", "Present and absent exchanged.")
def clues_exchanged(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta)
    return _softmax((1 - x) @ np.log(theta).T + x @ np.log(1 - theta).T + np.log(priors))


@wrong("bayes-lda.absent-clues", "Adds the priors, not their logs.")
def clues_with_priors_unlogged(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta)
    logs = x @ np.log(theta).T + (1 - x) @ np.log(1 - theta).T
    return _softmax(logs + np.asarray(priors))


@wrong("bayes-lda.absent-clues", "Averages over the clues where the logs have to be added.")
def clues_averaged(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta)
    logs = x @ np.log(theta).T + (1 - x) @ np.log(1 - theta).T
    return _softmax(logs / x.shape[1] + np.log(priors))


@wrong("bayes-lda.absent-clues", "An absent clue counts minus the log of theta.")
def absent_as_minus_present(x, theta, priors):
    signs = 2 * np.asarray(x) - 1
    return _softmax(signs @ np.log(theta).T + np.log(priors))


@wrong("bayes-lda.absent-clues", "Plain products: 0/0 with very many clues.")
def products_of_many_clues(x, theta, priors):
    x, theta = np.asarray(x)[:, None, :], np.asarray(theta)
    joint = np.where(x == 1, theta, 1 - theta).prod(axis=2) * np.asarray(priors)
    with np.errstate(invalid="ignore"):
        return joint / joint.sum(axis=1, keepdims=True)


@wrong("bayes-lda.absent-clues", "Normalises over the examples.")
def clues_over_examples(x, theta, priors):
    x, theta = np.asarray(x), np.asarray(theta)
    logs = x @ np.log(theta).T + (1 - x) @ np.log(1 - theta).T
    return _softmax(logs + np.log(priors), axis=0)


@wrong("bayes-lda.absent-clues", "Adds the probabilities of the clues where it has to multiply.")
def clue_probabilities_added(x, theta, priors):
    x, theta = np.asarray(x)[:, None, :], np.asarray(theta)
    joint = np.where(x == 1, theta, 1 - theta).sum(axis=2) * np.asarray(priors)
    return joint / joint.sum(axis=1, keepdims=True)


@right("bayes-lda.absent-clues")
def clues_as_linear_scores(x, theta, priors):
    theta = np.asarray(theta, dtype=float)
    W = np.log(theta / (1 - theta))
    b = np.log(priors) + np.log(1 - theta).sum(axis=1)
    return _softmax(np.asarray(x) @ W.T + b)


@right("bayes-lda.absent-clues")
def clues_by_loops(x, theta, priors):
    out = []
    for row in x:
        logs = [
            math.log(prior)
            + math.fsum(math.log(t if c else 1 - t) for c, t in zip(row, ts, strict=True))
            for ts, prior in zip(theta, priors, strict=True)
        ]
        e = [math.exp(v - max(logs)) for v in logs]
        out.append([v / sum(e) for v in e])
    return out


# ---------------------------------------------------------------- jacobian.backward


@wrong("jacobian.backward", "Diagonal of the Jacobian only: p (1 - p) g.")
def backward_diagonal_only(p, g):
    p = np.asarray(p)
    return p * (1 - p) * np.asarray(g)


@wrong("jacobian.backward", "Subtracts the sum of g, not weighted by p.")
def backward_plain_sum(p, g):
    g = np.asarray(g)
    return np.asarray(p) * (g - g.sum(axis=1, keepdims=True))


@wrong("jacobian.backward", "Subtracts the unweighted mean of g.")
def backward_plain_mean(p, g):
    g = np.asarray(g)
    return np.asarray(p) * (g - g.mean(axis=1, keepdims=True))


@wrong("jacobian.backward", "The factor p in front is missing.")
def backward_without_factor(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return g - (p * g).sum(axis=1, keepdims=True)


@wrong("jacobian.backward", "The weighted sum runs over the whole batch.")
def backward_one_sum(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return p * (g - (p * g).sum())


@wrong("jacobian.backward", "The weighted sum is taken over the examples, axis 0.")
def backward_axis_zero(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return p * (g - (p * g).sum(axis=0))


@wrong("jacobian.backward", "Sign flipped.")
def backward_sign_flipped(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return p * ((p * g).sum(axis=1, keepdims=True) - g)


@wrong("jacobian.backward", "Divides by the number of rows as well.")
def backward_divided_by_rows(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return p * (g - (p * g).sum(axis=1, keepdims=True)) / len(p)


@wrong("jacobian.backward", "Only the first half: p times g; the sum is not subtracted.")
def backward_product_only(p, g):
    return np.asarray(p) * np.asarray(g)


@wrong("jacobian.backward", "Right numbers, but the caller's g is overwritten.")
def backward_into_g(p, g):
    g -= (p * g).sum(axis=1, keepdims=True)
    g *= p
    return g


@right("jacobian.backward")
def backward_by_einsum(p, g):
    p, g = np.asarray(p), np.asarray(g)
    return p * g - np.einsum("ni,nj,nj->ni", p, p, g)


@right("jacobian.backward")
def backward_pair_by_pair(p, g):
    out = []
    for a, b in zip(p, g, strict=True):
        n = range(len(a))
        out.append([math.fsum(a[i] * ((i == j) - a[j]) * b[j] for j in n) for i in n])
    return out


# ---------------------------------------------------------------- jacobian.bias-gradient


@wrong("jacobian.bias-gradient", "Adds over the batch where it has to average.")
def bias_summed(z, y):
    z = np.asarray(z, dtype=float)
    return (_softmax(z) - np.eye(z.shape[1])[y]).sum(axis=0)


@wrong("jacobian.bias-gradient", "Averages over the classes: one number for each example, all 0.")
def bias_of_each_example(z, y):
    z = np.asarray(z, dtype=float)
    return (_softmax(z) - np.eye(z.shape[1])[y]).mean(axis=1)


@wrong("jacobian.bias-gradient", "Sign flipped: labels minus probabilities.")
def bias_downhill(z, y):
    z = np.asarray(z, dtype=float)
    return (np.eye(z.shape[1])[y] - _softmax(z)).mean(axis=0)


@wrong("jacobian.bias-gradient", "The labels are forgotten: mean probabilities.")
def bias_without_labels(z, y):
    return _softmax(z).mean(axis=0)


@wrong("jacobian.bias-gradient", "Divided by the number of classes as well.")
def bias_over_classes_too(z, y):
    z = np.asarray(z, dtype=float)
    return (_softmax(z) - np.eye(z.shape[1])[y]).mean(axis=0) / z.shape[1]


@wrong("jacobian.bias-gradient", "Subtracts 1 from every label's column in all rows.")
def bias_whole_columns(z, y):
    p = _softmax(z)
    p[:, y] -= 1
    return p.mean(axis=0)


@wrong("jacobian.bias-gradient", "Mean probabilities less counts that are not divided by n.")
def bias_counts_undivided(z, y):
    p = _softmax(z)
    return p.mean(axis=0) - np.bincount(y, minlength=p.shape[1])


@wrong("jacobian.bias-gradient", "Softmax over the examples, axis 0.")
def bias_softmax_down_columns(z, y):
    z = np.asarray(z, dtype=float)
    return (_softmax(z, axis=0) - np.eye(z.shape[1])[y]).mean(axis=0)


@wrong("jacobian.bias-gradient", "Subtracts the scores' labels without softmax: z instead of p.")
def bias_of_raw_scores(z, y):
    z = np.asarray(z, dtype=float)
    return (z - np.eye(z.shape[1])[y]).mean(axis=0)


@right("jacobian.bias-gradient")
def bias_by_counts(z, y):
    p = _softmax(z)
    return p.mean(axis=0) - np.bincount(y, minlength=p.shape[1]) / len(p)


@right("jacobian.bias-gradient")
def bias_by_loops(z, y):
    K = len(z[0])
    total = [0.0] * K
    for row, c in zip(z, y, strict=True):
        e = [math.exp(x - max(row)) for x in row]
        for j in range(K):
            total[j] += e[j] / sum(e) - (j == c)
    return [t / len(z) for t in total]


# ---------------------------------------------------------------- jacobian.terms-backward


@wrong("jacobian.terms-backward", "The old line: d times (p - t).")
def terms_old_line(z, t, d):
    return np.asarray(d) * (_softmax(z) - np.asarray(t))


@wrong("jacobian.terms-backward", "Takes any targets into account but not d.")
def terms_without_d(z, t, d):
    t = np.asarray(t)
    return _softmax(z) * t.sum() - t


@wrong(
    "jacobian.terms-backward",
    "Multiplies by d at the end: right only where all d are equal.",
)
def terms_scaled_afterwards(z, t, d):
    t = np.asarray(t)
    return np.asarray(d) * (_softmax(z) * t.sum() - t)


@wrong("jacobian.terms-backward", "Sums d alone, not the products of d and t.")
def terms_sum_of_d(z, t, d):
    t, d = np.asarray(t), np.asarray(d)
    return _softmax(z) * d.sum() - d * t


@wrong("jacobian.terms-backward", "Adds no sum: p - d t, as if the products added up to 1.")
def terms_sum_taken_as_one(z, t, d):
    return _softmax(z) - np.asarray(d) * np.asarray(t)


@wrong("jacobian.terms-backward", "Sign flipped.")
def terms_sign_flipped(z, t, d):
    w = np.asarray(d) * np.asarray(t)
    return w - _softmax(z) * w.sum()


@wrong("jacobian.terms-backward", "Mean of the products instead of their sum.")
def terms_mean_of_products(z, t, d):
    w = np.asarray(d) * np.asarray(t)
    return _softmax(z) * w.mean() - w


@wrong("jacobian.terms-backward", "Last term without d: p sum(d t) - t.")
def terms_d_in_sum_only(z, t, d):
    t = np.asarray(t)
    return _softmax(z) * (np.asarray(d) * t).sum() - t


@wrong("jacobian.terms-backward", "Own terms only: each l_i differentiated by its own z_i.")
def terms_own_score_only(z, t, d):
    return np.asarray(d) * np.asarray(t) * (_softmax(z) - 1)


@right("jacobian.terms-backward")
def terms_by_matrix(z, t, d):
    p = _softmax(z)
    slopes = np.eye(len(p)) - p  # row i: d log p_i
    return -(np.asarray(d) * np.asarray(t)) @ slopes


@right("jacobian.terms-backward")
def terms_in_a_list(z, t, d):
    e = [math.exp(x - max(z)) for x in z]
    w = [a * b for a, b in zip(t, d, strict=True)]
    return [x / sum(e) * math.fsum(w) - v for x, v in zip(e, w, strict=True)]


# ---------------------------------------------------------------- jacobian.any-target


@wrong("jacobian.any-target", "p - y, right only if the weights add up to 1.")
def weights_taken_as_target(z, y):
    return _softmax(z) - np.asarray(y)


@wrong("jacobian.any-target", "Normalises the weights: gradient of another loss.")
def weights_made_a_target(z, y):
    y = np.asarray(y, dtype=float)
    return _softmax(z) - y / y.sum(axis=1, keepdims=True)


@wrong("jacobian.any-target", "One total for the whole batch.")
def weights_total_of_batch(z, y):
    y = np.asarray(y, dtype=float)
    return _softmax(z) * y.sum() - y


@wrong("jacobian.any-target", "Totals of the columns, axis 0.")
def weights_total_of_columns(z, y):
    y = np.asarray(y, dtype=float)
    return _softmax(z) * y.sum(axis=0) - y


@wrong("jacobian.any-target", "Divides by the number of rows, as for a mean.")
def weights_gradient_of_mean(z, y):
    y = np.asarray(y, dtype=float)
    return (_softmax(z) * y.sum(axis=1, keepdims=True) - y) / len(y)


@wrong("jacobian.any-target", "The total multiplies the weights too: sum(y) (p - y).")
def weights_total_before_both(z, y):
    y = np.asarray(y, dtype=float)
    return y.sum(axis=1, keepdims=True) * (_softmax(z) - y)


@wrong("jacobian.any-target", "Normalises and multiplies back: nan where all weights are 0.")
def weights_divided_and_multiplied(z, y):
    y = np.asarray(y, dtype=float)
    total = y.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return total * (_softmax(z) - y / total)


@wrong("jacobian.any-target", "Sign flipped.")
def weights_sign_flipped(z, y):
    y = np.asarray(y, dtype=float)
    return y - _softmax(z) * y.sum(axis=1, keepdims=True)


@wrong("jacobian.any-target", "Differentiates each term by its own score only: -y (1 - p).")
def weights_own_score_only(z, y):
    return -np.asarray(y) * (1 - _softmax(z))


@right("jacobian.any-target")
def weights_by_einsum(z, y):
    p, y = _softmax(z), np.asarray(y, dtype=float)
    slopes = np.eye(p.shape[1])[None] - p[:, None, :]
    return -np.einsum("ni,nij->nj", y, slopes)


@right("jacobian.any-target")
def weights_row_by_row(z, y):
    return [p * math.fsum(w) - np.asarray(w) for p, w in zip(_softmax(z), y, strict=True)]


# ---------------------------------------------------------------- cross-entropy.divergence


@wrong("cross-entropy.divergence", "Data and model exchanged.")
def divergence_roles_exchanged(y, p):
    return special.rel_entr(p, y).sum(axis=1)


@wrong("cross-entropy.divergence", "Cross-entropy: the entropy of the data is not subtracted.")
def divergence_not_less_entropy(y, p):
    return -special.xlogy(y, p).sum(axis=1)


@wrong("cross-entropy.divergence", "0 log 0 gives nan.")
def divergence_with_nan(y, p):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    with np.errstate(all="ignore"):
        return np.sum(y * np.log(y / p), axis=1)


@wrong("cross-entropy.divergence", "Adds an epsilon: finite where the model excludes what came.")
def divergence_with_epsilon(y, p):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    return np.sum(y * np.log((y + 1e-12) / (p + 1e-12)), axis=1)


@wrong("cross-entropy.divergence", "Skips zeros of the model too: 0 where it should be infinite.")
def divergence_skipping_all_zeros(y, p):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    both = (y > 0) & (p > 0)
    ratio = np.divide(y, p, out=np.ones(y.shape), where=both)
    return np.sum(np.where(both, y, 0) * np.log(ratio), axis=1)


@wrong("cross-entropy.divergence", "In bits.")
def divergence_in_bits(y, p):
    return special.rel_entr(y, p).sum(axis=1) / np.log(2)


@wrong("cross-entropy.divergence", "Mean of the rows, one number.")
def divergence_averaged(y, p):
    return special.rel_entr(y, p).sum(axis=1).mean()


@wrong("cross-entropy.divergence", "Adds over the rows, axis 0: one number for each class.")
def divergence_of_classes(y, p):
    return special.rel_entr(y, p).sum(axis=0)


@wrong("cross-entropy.divergence", "Symmetrised: mean of both directions.")
def divergence_of_both_ways(y, p):
    return (special.rel_entr(y, p) + special.rel_entr(p, y)).sum(axis=1) / 2


@wrong("cross-entropy.divergence", "Sign flipped.")
def divergence_negative(y, p):
    return -special.rel_entr(y, p).sum(axis=1)


@right("cross-entropy.divergence")
def divergence_by_loops(y, p):
    out = []
    for a, b in zip(y, p, strict=True):
        total = 0.0
        for t, q in zip(a, b, strict=True):
            if t > 0:
                total += t * (math.log(t) - math.log(q)) if q > 0 else math.inf
        out.append(total)
    return out


@right("cross-entropy.divergence")
def divergence_cross_less_own(y, p):
    return special.xlogy(y, y).sum(axis=1) - special.xlogy(y, p).sum(axis=1)


# ---------------------------------------------------------------- cross-entropy.loss


@wrong("cross-entropy.loss", "Takes the scores for probabilities: -log z.")
def loss_of_raw_scores(z, y):
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.asarray(z, dtype=float)[np.arange(len(y)), y]))


@wrong("cross-entropy.loss", "Loss of the most probable class, whatever the label.")
def loss_of_the_prediction(z, y):
    return -np.mean(np.log(_softmax(z).max(axis=1)))


@wrong("cross-entropy.loss", "Log of the mean probability, not the mean of the logs.")
def loss_log_of_mean(z, y):
    return -np.log(np.mean(_softmax(z)[np.arange(len(y)), y]))


@wrong("cross-entropy.loss", "Applies softmax twice.")
def loss_of_double_softmax(z, y):
    p = _softmax(_softmax(z))
    return -np.mean(np.log(p[np.arange(len(y)), y]))


@wrong("cross-entropy.loss", "Softmax over the examples, axis 0.")
def loss_softmax_axis_zero(z, y):
    p = _softmax(z, axis=0)
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(p[np.arange(len(y)), y]))


@wrong("cross-entropy.loss", "Squared error of the probabilities instead of the log.")
def loss_squared(z, y):
    p = _softmax(z)
    return np.mean(np.sum((p - np.eye(p.shape[1])[y]) ** 2, axis=1))


@wrong("cross-entropy.loss", "Returns the loss of every row, no mean.")
def loss_of_every_row(z, y):
    z = np.asarray(z, dtype=float)
    return _lse(z) - z[np.arange(len(y)), y]


@wrong("cross-entropy.loss", "Clips probabilities to 1e-15: at most 34.5.")
def loss_clipped(z, y):
    p = np.clip(_softmax(z), 1e-15, 1)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


@wrong(
    "cross-entropy.loss", "Binary cross-entropy of every class: adds -log(1 - p) of the wrong ones."
)
def loss_with_wrong_classes(z, y):
    p = np.clip(_softmax(z), 1e-300, 1 - 1e-16)
    t = np.eye(p.shape[1])[y]
    return -np.mean(np.sum(t * np.log(p) + (1 - t) * np.log(1 - p), axis=1))


@wrong("cross-entropy.loss", "Sum over the batch.")
def loss_of_whole_batch(z, y):
    z = np.asarray(z, dtype=float)
    return float(np.sum(_lse(z) - z[np.arange(len(y)), y]))


@right("cross-entropy.loss")
def loss_by_one_hot(z, y):
    z = np.asarray(z, dtype=float)
    t = np.eye(z.shape[1])[y]
    return np.mean(special.logsumexp(z, axis=1) - np.einsum("ij,ij->i", t, z))


@right("cross-entropy.loss")
def loss_by_folding_logaddexp(z, y):
    losses = []
    for row, c in zip(z, y, strict=True):
        total = -np.inf
        for x in row:
            total = np.logaddexp(total, x)
        losses.append(total - row[c])
    return sum(losses) / len(losses)


# ---------------------------------------------------------------- cross-entropy.perplexity


@wrong("cross-entropy.perplexity", "Product of the probabilities first: 0 for long texts.")
def perplexity_by_product(p):
    with np.errstate(divide="ignore"):
        return np.prod(np.asarray(p, dtype=float)) ** (-1 / len(p))


@wrong("cross-entropy.perplexity", "Power of 2 of a mean in nats.")
def perplexity_two_to_nats(p):
    return 2 ** -np.mean(np.log(p))


@wrong("cross-entropy.perplexity", "One over the arithmetic mean of the probabilities.")
def perplexity_of_mean_probability(p):
    return 1 / np.mean(p)


@wrong("cross-entropy.perplexity", "Arithmetic mean of 1/p.")
def perplexity_mean_of_inverses(p):
    return np.mean(1 / np.asarray(p))


@wrong("cross-entropy.perplexity", "Sum instead of the mean in the exponent.")
def perplexity_of_sum(p):
    return np.exp(-np.sum(np.log(p)))


@wrong("cross-entropy.perplexity", "Minus lost: geometric mean probability.")
def perplexity_inverted(p):
    return np.exp(np.mean(np.log(p)))


@wrong("cross-entropy.perplexity", "Cross-entropy in nats, no exponential.")
def perplexity_still_a_log(p):
    return -np.mean(np.log(p))


@wrong("cross-entropy.perplexity", "Weights every log with p: exponential of an entropy.")
def perplexity_as_entropy(p):
    p = np.asarray(p, dtype=float)
    return np.exp(-np.sum(p * np.log(p)))


@wrong("cross-entropy.perplexity", "Divides by n - 1, one token less.")
def perplexity_one_token_less(p):
    return np.exp(-np.sum(np.log(p)) / max(len(p) - 1, 1))


@wrong("cross-entropy.perplexity", "Median instead of the mean of the logs.")
def perplexity_of_the_median(p):
    return np.exp(-np.median(np.log(p)))


@right("cross-entropy.perplexity")
def perplexity_in_bits(p):
    return 2.0 ** (-sum(math.log2(x) for x in p) / len(p))


@right("cross-entropy.perplexity")
def perplexity_by_gmean(p):
    return stats.gmean(1 / np.asarray(p, dtype=float))


# ---------------------------------------------------------------- ce-vs-mse.squared-gradient


def _residual(z, y):
    p = _softmax(z)
    return p, p - np.eye(p.shape[1])[y]


@wrong("ce-vs-mse.squared-gradient", "Stops at p - y: the gradient of cross-entropy.")
def square_without_jacobian(z, y):
    return _residual(z, y)[1]


@wrong("ce-vs-mse.squared-gradient", "Diagonal of the Jacobian only, as for sigmoids.")
def square_with_diagonal(z, y):
    p, r = _residual(z, y)
    return p * (1 - p) * r


@wrong("ce-vs-mse.squared-gradient", "Twice as large: the half was forgotten.")
def square_without_half(z, y):
    p, r = _residual(z, y)
    return 2 * p * (r - (p * r).sum(axis=1, keepdims=True))


@wrong("ce-vs-mse.squared-gradient", "Divided by the number of rows.")
def square_averaged(z, y):
    p, r = _residual(z, y)
    return p * (r - (p * r).sum(axis=1, keepdims=True)) / len(p)


@wrong("ce-vs-mse.squared-gradient", "Softmax without a shift: large scores give nan.")
def square_without_shift(z, y):
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, dtype=float))
        p = e / e.sum(axis=1, keepdims=True)
        r = p - np.eye(p.shape[1])[y]
        return p * (r - (p * r).sum(axis=1, keepdims=True))


@wrong("ce-vs-mse.squared-gradient", "Only p times the residual; the mean is not subtracted.")
def square_product_only(z, y):
    p, r = _residual(z, y)
    return p * r


@wrong("ce-vs-mse.squared-gradient", "One weighted sum for the whole batch.")
def square_one_sum(z, y):
    p, r = _residual(z, y)
    return p * (r - np.sum(p * r))


@wrong("ce-vs-mse.squared-gradient", "Labels minus probabilities: sign flipped.")
def square_sign_flipped(z, y):
    p, r = _residual(z, y)
    return p * ((p * r).sum(axis=1, keepdims=True) - r)


@wrong("ce-vs-mse.squared-gradient", "Softmax over the examples, axis 0.")
def square_softmax_axis_zero(z, y):
    p = _softmax(z, axis=0)
    r = p - np.eye(p.shape[1])[y]
    return p * (r - (p * r).sum(axis=1, keepdims=True))


@right("ce-vs-mse.squared-gradient")
def square_by_full_jacobian(z, y):
    p, r = _residual(z, y)
    J = np.einsum("ni,ij->nij", p, np.eye(p.shape[1])) - np.einsum("ni,nj->nij", p, p)
    return np.einsum("nij,nj->ni", J, r)


@right("ce-vs-mse.squared-gradient")
def square_row_by_row(z, y):
    out = []
    for p, c in zip(_softmax(z), y, strict=True):
        r = p.copy()
        r[c] -= 1
        out.append(list(p * r - p * np.dot(p, r)))
    return out


# ---------------------------------------------------------------- ce-vs-mse.lead-after


def _walk(lead, steps, slope):
    for _ in range(steps):
        lead += slope(special.expit(lead))
    return lead


@wrong("ce-vs-mse.lead-after", "Moves the true score only; the other one moves as well.")
def only_true_score_moves(gap, steps):
    return _walk(-gap, steps, lambda a: 2 * a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "Slope of a single neuron, a (1 - a)^2: four times too slow.")
def lead_of_a_neuron(gap, steps):
    return _walk(-gap, steps, lambda a: a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "Steps on cross-entropy.")
def lead_with_cross_entropy(gap, steps):
    return _walk(-gap, steps, lambda a: 2 * (1 - a))


@wrong("ce-vs-mse.lead-after", "Starts with the true class ahead.")
def lead_starts_ahead(gap, steps):
    return _walk(gap, steps, lambda a: 4 * a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "One step too few.")
def lead_one_step_short(gap, steps):
    return _walk(-gap, steps - 1, lambda a: 4 * a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "Walks uphill: the step has the wrong sign.")
def lead_uphill(gap, steps):
    return _walk(-gap, steps, lambda a: -4 * a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "Returns how far the true class is behind, the sign flipped.")
def deficit_after(gap, steps):
    return -_walk(-gap, steps, lambda a: 4 * a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "The slope is computed once, at the start.")
def lead_with_first_slope(gap, steps):
    a = special.expit(-gap)
    return -gap + steps * 4 * a * (1 - a) ** 2


@wrong("ce-vs-mse.lead-after", "Gradient without the half: steps of rate 2.")
def lead_with_double_steps(gap, steps):
    return _walk(-gap, steps, lambda a: 8 * a * (1 - a) ** 2)


@wrong("ce-vs-mse.lead-after", "Returns the probability of the true class.")
def probability_after(gap, steps):
    return special.expit(_walk(-gap, steps, lambda a: 4 * a * (1 - a) ** 2))


@right("ce-vs-mse.lead-after")
def lead_from_two_scores(gap, steps):
    z, y = np.array([0.0, gap]), np.array([1.0, 0.0])
    for _ in range(steps):
        p = _softmax(z)
        J = np.diag(p) - np.outer(p, p)
        z = z - J @ (p - y)
    return z[0] - z[1]


@right("ce-vs-mse.lead-after")
def lead_by_tanh(gap, steps):
    lead = -float(gap)
    for _ in range(steps):
        t = math.tanh(lead / 2)
        lead += (1 + t) * (1 - t) ** 2 / 2
    return lead


# ---------------------------------------------------------------- ce-vs-mse.hinge-loss


def _margins(scores, y):
    scores = np.asarray(scores, dtype=float)
    n = np.arange(len(y))
    m = 1 + scores - scores[n, y][:, None]
    m[n, y] = 0
    return m


@wrong("ce-vs-mse.hinge-loss", "The true class is counted: 1 too much for each row.")
def hinge_with_true_class(scores, y):
    scores = np.asarray(scores, dtype=float)
    true = scores[np.arange(len(y)), y][:, None]
    return np.maximum(0, 1 + scores - true).sum(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "Only the worst of the wrong classes counts.")
def hinge_of_worst_rival(scores, y):
    return np.maximum(0, _margins(scores, y)).max(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "Mean over all entries: divided by K as well.")
def hinge_mean_of_entries(scores, y):
    return np.maximum(0, _margins(scores, y)).mean()


@wrong("ce-vs-mse.hinge-loss", "Sum over the rows, no mean.")
def hinge_of_batch(scores, y):
    return np.maximum(0, _margins(scores, y)).sum()


@wrong("ce-vs-mse.hinge-loss", "No margin: satisfied with any lead.")
def hinge_without_margin(scores, y):
    scores = np.asarray(scores, dtype=float)
    true = scores[np.arange(len(y)), y][:, None]
    return np.maximum(0, scores - true).sum(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "Difference the wrong way round.")
def hinge_turned_round(scores, y):
    scores = np.asarray(scores, dtype=float)
    n = np.arange(len(y))
    m = np.maximum(0, 1 - scores + scores[n, y][:, None])
    m[n, y] = 0
    return m.sum(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "Squared hinges.")
def hinge_squared(scores, y):
    return (np.maximum(0, _margins(scores, y)) ** 2).sum(axis=1).mean()


@wrong("ce-vs-mse.hinge-loss", "Mean over the wrong classes instead of their sum.")
def hinge_mean_of_rivals(scores, y):
    m = np.maximum(0, _margins(scores, y))
    return m.sum(axis=1).mean() / (m.shape[1] - 1)


@wrong("ce-vs-mse.hinge-loss", "Cuts off at 0 after the sum, so one lead makes up for another.")
def hinge_cut_after_sum(scores, y):
    return np.maximum(0, _margins(scores, y).sum(axis=1)).mean()


@wrong("ce-vs-mse.hinge-loss", "Applies softmax first: hinge of probabilities.")
def hinge_of_probabilities(scores, y):
    return np.maximum(0, _margins(_softmax(scores), y)).sum(axis=1).mean()


@right("ce-vs-mse.hinge-loss")
def hinge_by_loops(scores, y):
    total = 0.0
    for row, c in zip(scores, y, strict=True):
        total += sum(max(0, 1 + s - row[c]) for j, s in enumerate(row) if j != c)
    return total / len(scores)


@right("ce-vs-mse.hinge-loss")
def hinge_less_one(scores, y):
    scores = np.asarray(scores, dtype=float)
    true = np.take_along_axis(scores, np.asarray(y)[:, None], axis=1)
    return (np.clip(1 + scores - true, 0, None).sum(axis=1) - 1).mean()


# ---------------------------------------------------------------- training.one-step


def _slope(W, X, y):
    r = _residual(np.asarray(X) @ np.asarray(W).T, y)[1]
    return r.T @ np.asarray(X)


@wrong("training.one-step", "Adds the gradient: uphill.")
def step_uphill(W, X, y, rate):
    return W + rate * _slope(W, X, y) / len(X)


@wrong("training.one-step", "Gradient of the sum, not of the mean.")
def step_on_the_sum(W, X, y, rate):
    return W - rate * _slope(W, X, y)


@wrong("training.one-step", "Divided by the classes as well.")
def step_over_classes_too(W, X, y, rate):
    return W - rate * _slope(W, X, y) / (len(X) * len(W))


@wrong("training.one-step", "Right step, but written into the old weights.")
def step_in_place(W, X, y, rate):
    W -= rate * _slope(W, X, y) / len(X)
    return W


@wrong("training.one-step", "Leaves the bias, the last column, as it was.")
def step_without_bias(W, X, y, rate):
    new = np.array(W, dtype=float)
    new[:, :-1] -= rate * _slope(W, X, y)[:, :-1] / len(X)
    return new


@wrong("training.one-step", "Softmax over the examples instead of the classes.")
def step_softmax_over_examples(W, X, y, rate):
    X = np.asarray(X)
    p = _softmax(X @ np.asarray(W).T, axis=0)
    return W - rate * (p - np.eye(len(W))[y]).T @ X / len(X)


@wrong("training.one-step", "Goes through the examples one by one and updates after each.")
def step_after_step(W, X, y, rate):
    W = np.array(W, dtype=float)
    for x, c in zip(np.asarray(X, dtype=float), y, strict=True):
        W -= rate * _slope(W, x[None], [c]) / len(X)
    return W


@wrong("training.one-step", "Returns the gradient, not the weights.")
def step_gradient_returned(W, X, y, rate):
    return _slope(W, X, y) / len(X)


@wrong("training.one-step", "No softmax: raw scores less the one-hot labels.")
def step_of_raw_scores(W, X, y, rate):
    X = np.asarray(X)
    r = X @ np.asarray(W).T - np.eye(len(W))[y]
    return W - rate * r.T @ X / len(X)


@wrong("training.one-step", "Shrinks the weights by the rate instead of stepping from them.")
def step_from_shrunk_weights(W, X, y, rate):
    return (1 - rate) * np.asarray(W) - rate * _slope(W, X, y) / len(X)


@right("training.one-step")
def step_by_einsum(W, X, y, rate):
    X = np.asarray(X, dtype=float)
    r = _residual(np.einsum("nj,kj->nk", X, W), y)[1]
    return W - rate * np.einsum("nk,nd->kd", r, X) / X.shape[0]


@right("training.one-step")
def step_example_by_example(W, X, y, rate):
    new = [list(map(float, row)) for row in W]
    for x, c in zip(X, y, strict=True):
        z = [sum(w * v for w, v in zip(row, x, strict=True)) for row in W]
        e = [math.exp(s - max(z)) for s in z]
        for k, j in itertools.product(range(len(W)), range(len(x))):
            new[k][j] -= rate * (e[k] / sum(e) - (k == c)) * x[j] / len(X)
    return new


# ---------------------------------------------------------------- training.floor


@wrong("training.floor", "Loss of guessing, log K: softmax twice is not that bad.")
def floor_of_guessing(K):
    return math.log(K)


@wrong("training.floor", "0, the floor of a single softmax.")
def floor_of_single_softmax(K):
    return 0.0


@wrong("training.floor", "Counts all K classes as wrong ones: K instead of K - 1.")
def floor_with_k_rivals(K):
    return math.log(1 + K / math.e)


@wrong("training.floor", "Log-sum-exp only: the score 1 of the true class is not subtracted.")
def floor_as_log_sum_exp(K):
    return math.log(math.e + K - 1)


@wrong("training.floor", "The probability itself, no logarithm.")
def best_share_of_double_softmax(K):
    return math.e / (math.e + K - 1)


@wrong("training.floor", "In bits.")
def floor_in_bits(K):
    return math.log2(1 + (K - 1) / math.e)


@wrong("training.floor", "Lets the inner probabilities be 1 and -1, two apart.")
def floor_with_gap_of_two(K):
    return math.log(1 + (K - 1) * math.exp(-2))


@wrong("training.floor", "Sign lost: a negative loss.")
def floor_negative(K):
    return -math.log(1 + (K - 1) / math.e)


@wrong("training.floor", "Odds upside down: e over the rest inside the logarithm.")
def floor_with_odds_inverted(K):
    return math.log(1 + math.e / (K - 1))


@right("training.floor")
def floor_by_softmax_of_one_hot(K):
    return -np.log(_softmax(np.eye(K)[0])[0])


@right("training.floor")
def floor_by_log1p(K):
    return np.log1p((K - 1) * np.exp(-1.0))


# ---------------------------------------------------------------- training.safe-rate


def _largest(X):
    X = np.asarray(X, dtype=float)
    return np.linalg.eigvalsh(X.T @ X)[-1]


@wrong("training.safe-rate", "2 over the eigenvalue: the one half of the curvature is forgotten.")
def rate_without_the_half(X):
    return 2 * len(X) / _largest(X)


@wrong("training.safe-rate", "Forgets to divide by n: bound for the summed loss.")
def rate_for_the_sum(X):
    return 4 / _largest(X)


@wrong("training.safe-rate", "Largest singular value, not squared.")
def rate_by_singular_value(X):
    return 4 * len(X) / np.sqrt(_largest(X))


@wrong("training.safe-rate", "Trace in place of the largest eigenvalue: needlessly small.")
def rate_by_trace(X):
    return 4 / np.mean(np.sum(np.asarray(X, dtype=float) ** 2, axis=1))


@wrong("training.safe-rate", "Smallest eigenvalue instead of the largest.")
def rate_by_smallest_eigenvalue(X):
    X = np.asarray(X, dtype=float)
    with np.errstate(divide="ignore"):
        return 4 / np.linalg.eigvalsh(X.T @ X / len(X))[0]


@wrong("training.safe-rate", "Eigenvalue of the covariance: the features are centred first.")
def rate_of_centred_features(X):
    X = np.asarray(X, dtype=float)
    X = X - X.mean(axis=0)
    return 4 * len(X) / _largest(X)


@wrong("training.safe-rate", "Appends another column of ones.")
def rate_with_second_bias(X):
    return 4 * len(X) / _largest(np.column_stack([X, np.ones(len(X))]))


@wrong("training.safe-rate", "Bound of a single sigmoid, curvature one quarter: twice as large.")
def rate_of_a_sigmoid(X):
    return 8 * len(X) / _largest(X)


@wrong("training.safe-rate", "Longest example instead of the largest eigenvalue.")
def rate_by_longest_example(X):
    return 4 / np.max(np.sum(np.asarray(X, dtype=float) ** 2, axis=1))


@right("training.safe-rate")
def rate_by_svd(X):
    return 4 * len(X) / np.linalg.svd(np.asarray(X, dtype=float), compute_uv=False)[0] ** 2


@right("training.safe-rate")
def rate_by_the_other_product(X):
    X = np.asarray(X, dtype=float)
    gram = np.einsum("id,jd->ij", X, X) / len(X)
    return 2 / (0.5 * max(np.linalg.eigvalsh(gram)))


# ---------------------------------------------------------------- training.hidden-gradient


def _backwards(A, B, X, y):
    """What comes back to the hidden units, (n, units), and which of them are on."""
    A, B, X = (np.asarray(M, dtype=float) for M in (A, B, X))
    s = X @ A.T
    r = _residual(np.maximum(0, s) @ B.T, y)[1]
    return X, r, r @ B, s


@wrong("training.hidden-gradient", "The zero-one factor of the kink is missing.")
def hidden_without_mask(A, B, X, y):
    X, _, back, _ = _backwards(A, B, X, y)
    return back.T @ X / len(X)


@wrong("training.hidden-gradient", "Gradient of the sum.")
def hidden_of_the_sum(A, B, X, y):
    X, _, back, s = _backwards(A, B, X, y)
    return (back * (s > 0)).T @ X


@wrong("training.hidden-gradient", "Multiplies by h itself instead of its slope, 0 or 1.")
def hidden_times_activity(A, B, X, y):
    X, _, back, s = _backwards(A, B, X, y)
    return (back * np.maximum(0, s)).T @ X / len(X)


@wrong("training.hidden-gradient", "Cuts the gradient at 0 instead of the units that are off.")
def hidden_gradient_rectified(A, B, X, y):
    X, _, back, _ = _backwards(A, B, X, y)
    return np.maximum(0, back).T @ X / len(X)


@wrong("training.hidden-gradient", "Sign flipped: labels less probabilities.")
def hidden_downhill(A, B, X, y):
    X, _, back, s = _backwards(A, B, X, y)
    return -(back * (s > 0)).T @ X / len(X)


@wrong("training.hidden-gradient", "Transposed: one row for each feature.")
def hidden_transposed(A, B, X, y):
    X, _, back, s = _backwards(A, B, X, y)
    return X.T @ (back * (s > 0)) / len(X)


@wrong("training.hidden-gradient", "Gradient with respect to B.")
def hidden_gradient_of_b(A, B, X, y):
    X, r, _, s = _backwards(A, B, X, y)
    return r.T @ np.maximum(0, s) / len(X)


@wrong("training.hidden-gradient", "The forward pass has no kink; only the way back has one.")
def hidden_linear_forward(A, B, X, y):
    A, B, X = (np.asarray(M, dtype=float) for M in (A, B, X))
    s = X @ A.T
    r = _residual(s @ B.T, y)[1]
    return ((r @ B) * (s > 0)).T @ X / len(X)


@wrong("training.hidden-gradient", "The labels are not subtracted: p goes back, not p - y.")
def hidden_without_labels(A, B, X, y):
    A, B, X = (np.asarray(M, dtype=float) for M in (A, B, X))
    s = X @ A.T
    p = _softmax(np.maximum(0, s) @ B.T)
    return ((p @ B) * (s > 0)).T @ X / len(X)


@right("training.hidden-gradient")
def hidden_by_einsum(A, B, X, y):
    X, r, _, s = _backwards(A, B, X, y)
    return np.einsum("nk,ku,nu,nd->ud", r, np.asarray(B), (s > 0) * 1.0, X) / len(X)


@right("training.hidden-gradient")
def hidden_example_by_example(A, B, X, y):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    total = np.zeros(A.shape)
    for x, c in zip(np.asarray(X, dtype=float), y, strict=True):
        h = np.clip(A @ x, 0, None)
        r = _softmax(B @ h)
        r[c] -= 1
        total += np.outer(np.where(h > 0, r @ B, 0), x)
    return (total / len(X)).tolist()


# ---------------------------------------------------------------- temperature.slope-in-beta


@wrong("temperature.slope-in-beta", "Probabilities of z, not of beta z.")
def slope_at_beta_one(z, y, beta):
    z = np.asarray(z, dtype=float)
    return np.mean((_softmax(z) * z).sum(axis=1) - z[np.arange(len(y)), y])


@wrong("temperature.slope-in-beta", "Sign flipped.")
def slope_of_likelihood(z, y, beta):
    z = np.asarray(z, dtype=float)
    return np.mean(z[np.arange(len(y)), y] - (_softmax(beta * z) * z).sum(axis=1))


@wrong("temperature.slope-in-beta", "Derivative in the log of beta: one factor beta too much.")
def slope_in_log_beta(z, y, beta):
    z = np.asarray(z, dtype=float)
    s = (_softmax(beta * z) * z).sum(axis=1) - z[np.arange(len(y)), y]
    return beta * np.mean(s)


@wrong("temperature.slope-in-beta", "Sum over the batch.")
def slope_summed(z, y, beta):
    z = np.asarray(z, dtype=float)
    return np.sum((_softmax(beta * z) * z).sum(axis=1) - z[np.arange(len(y)), y])


@wrong("temperature.slope-in-beta", "Softmax without a shift: nan for large scores.")
def slope_without_shift(z, y, beta):
    z = np.asarray(z, dtype=float)
    with np.errstate(all="ignore"):
        e = np.exp(beta * z)
        p = e / e.sum(axis=1, keepdims=True)
        return np.mean((p * z).sum(axis=1) - z[np.arange(len(y)), y])


@wrong("temperature.slope-in-beta", "The true score is not subtracted.")
def slope_mean_score_only(z, y, beta):
    z = np.asarray(z, dtype=float)
    return np.mean((_softmax(beta * z) * z).sum(axis=1))


@wrong("temperature.slope-in-beta", "Takes beta for a temperature: softmax of z / beta.")
def slope_of_divided_scores(z, y, beta):
    z = np.asarray(z, dtype=float)
    return np.mean((_softmax(z / beta) * z).sum(axis=1) - z[np.arange(len(y)), y])


@wrong("temperature.slope-in-beta", "Unweighted mean of the scores instead of the one under p.")
def slope_with_plain_mean(z, y, beta):
    z = np.asarray(z, dtype=float)
    return np.mean(z.mean(axis=1) - z[np.arange(len(y)), y])


@wrong("temperature.slope-in-beta", "The loss itself, not its slope.")
def loss_at_beta(z, y, beta):
    z = beta * np.asarray(z, dtype=float)
    return np.mean(_lse(z) - z[np.arange(len(y)), y])


@right("temperature.slope-in-beta")
def slope_by_residuals(z, y, beta):
    z = np.asarray(z, dtype=float)
    r = _residual(beta * z, y)[1]
    return np.einsum("nk,nk->", r, z) / len(z)


@right("temperature.slope-in-beta")
def slope_by_loops(z, y, beta):
    total = 0.0
    for row, c in zip(z, y, strict=True):
        top = max(beta * x for x in row)
        e = [math.exp(beta * x - top) for x in row]
        total += sum(a / sum(e) * (x - row[c]) for a, x in zip(e, row, strict=True))
    return total / len(z)


# ---------------------------------------------------------------- temperature.student-gradient


@wrong("temperature.student-gradient", "Not heated at all: softmax(z) - softmax(v).")
def student_at_temperature_one(z, v, T):
    return _softmax(z) - _softmax(v)


@wrong("temperature.student-gradient", "p - q: the factor T that is left over is missing.")
def student_without_factor(z, v, T):
    return _softmax(np.asarray(z) / T) - _softmax(np.asarray(v) / T)


@wrong("temperature.student-gradient", "T squared, the inner 1/T forgotten.")
def student_with_t_squared(z, v, T):
    return T**2 * (_softmax(np.asarray(z) / T) - _softmax(np.asarray(v) / T))


@wrong("temperature.student-gradient", "Divided by T: the factor T squared is left out.")
def student_divided_by_t(z, v, T):
    return (_softmax(np.asarray(z) / T) - _softmax(np.asarray(v) / T)) / T


@wrong("temperature.student-gradient", "Teacher less student: sign flipped.")
def student_sign_flipped(z, v, T):
    return T * (_softmax(np.asarray(v) / T) - _softmax(np.asarray(z) / T))


@wrong("temperature.student-gradient", "The teacher is not heated.")
def student_of_cold_teacher(z, v, T):
    return T * (_softmax(np.asarray(z) / T) - _softmax(v))


@wrong("temperature.student-gradient", "The student is not heated.")
def student_not_heated(z, v, T):
    return T * (_softmax(z) - _softmax(np.asarray(v) / T))


@wrong("temperature.student-gradient", "Averaged over the rows.")
def student_averaged(z, v, T):
    return T * (_softmax(np.asarray(z) / T) - _softmax(np.asarray(v) / T)) / len(z)


@wrong("temperature.student-gradient", "The teacher's best class as a hard label.")
def student_of_hard_teacher(z, v, T):
    hard = np.eye(np.shape(v)[1])[np.argmax(v, axis=1)]
    return T * (_softmax(np.asarray(z) / T) - hard)


@wrong("temperature.student-gradient", "Multiplies by T instead of dividing in both softmaxes.")
def student_cooled(z, v, T):
    return T * (_softmax(np.asarray(z) * T) - _softmax(np.asarray(v) * T))


@right("temperature.student-gradient")
def student_by_chain_rule(z, v, T):
    p, q = _softmax(np.asarray(z) / T), _softmax(np.asarray(v) / T)
    slopes = (np.eye(p.shape[1])[None] - p[:, None, :]) / T
    return -(T**2) * np.einsum("ni,nij->nj", q, slopes)


@right("temperature.student-gradient")
def student_row_by_row(z, v, T):
    out = []
    for a, b in zip(z, v, strict=True):
        p = special.softmax([x / T for x in a])
        q = special.softmax([x / T for x in b])
        out.append([T * (x - t) for x, t in zip(p, q, strict=True)])
    return out


# ---------------------------------------------------------------- attention.causal-attention


def _scaled(q, k):
    q, k = np.asarray(q, dtype=float), np.asarray(k, dtype=float)
    return q @ k.T / np.sqrt(q.shape[1])


def _causal(s):
    return np.where(np.tri(len(s), dtype=bool), s, -np.inf)


@wrong("attention.causal-attention", "No mask: every query sees all keys.")
def attention_to_everything(q, k, v):
    return _softmax(_scaled(q, k)) @ np.asarray(v)


@wrong("attention.causal-attention", "The mask hides the past and shows the future.")
def attention_to_the_future(q, k, v):
    s = _scaled(q, k)
    return _softmax(np.where(np.tri(len(s), dtype=bool).T, s, -np.inf)) @ np.asarray(v)


@wrong("attention.causal-attention", "A query may not see its own key; the first row is nan.")
def attention_without_itself(q, k, v):
    s = _scaled(q, k)
    with np.errstate(invalid="ignore"):
        return _softmax(np.where(np.tri(len(s), k=-1, dtype=bool), s, -np.inf)) @ np.asarray(v)


@wrong("attention.causal-attention", "Sees one key ahead.")
def attention_one_ahead(q, k, v):
    s = _scaled(q, k)
    return _softmax(np.where(np.tri(len(s), k=1, dtype=bool), s, -np.inf)) @ np.asarray(v)


@wrong("attention.causal-attention", "No scale.")
def attention_without_scale(q, k, v):
    return _softmax(_causal(np.asarray(q, dtype=float) @ np.asarray(k).T)) @ np.asarray(v)


@wrong("attention.causal-attention", "Divides by d instead of its root.")
def attention_over_d(q, k, v):
    return _softmax(_causal(_scaled(q, k) / np.sqrt(np.shape(q)[1]))) @ np.asarray(v)


@wrong("attention.causal-attention", "Multiplies the scores by the mask: hidden keys score 0.")
def attention_scores_zeroed(q, k, v):
    return _softmax(np.tril(_scaled(q, k))) @ np.asarray(v)


@wrong("attention.causal-attention", "Zeros after softmax, not normalised again.")
def attention_weights_zeroed(q, k, v):
    return np.tril(_softmax(_scaled(q, k))) @ np.asarray(v)


@wrong("attention.causal-attention", "Softmax over the queries, axis 0.")
def attention_over_queries(q, k, v):
    return _softmax(_causal(_scaled(q, k)), axis=0) @ np.asarray(v)


@wrong("attention.causal-attention", "Exponentials without a shift overflow.")
def attention_without_shift(q, k, v):
    with np.errstate(all="ignore"):
        e = np.tril(np.exp(_scaled(q, k)))
        return e / e.sum(axis=1, keepdims=True) @ np.asarray(v)


@wrong("attention.causal-attention", "Root of the number of keys in place of that of d.")
def attention_over_root_of_n(q, k, v):
    s = np.asarray(q, dtype=float) @ np.asarray(k).T / np.sqrt(len(k))
    return _softmax(_causal(s)) @ np.asarray(v)


@right("attention.causal-attention")
def attention_prefix_by_prefix(q, k, v):
    q, k, v = (np.asarray(M, dtype=float) for M in (q, k, v))
    out = []
    for i in range(len(q)):
        w = special.softmax(k[: i + 1] @ q[i] / math.sqrt(len(q[i])))
        out.append(w @ v[: i + 1])
    return np.array(out)


@right("attention.causal-attention")
def attention_with_added_mask(q, k, v):
    n, d = np.shape(q)
    s = np.einsum("id,jd->ij", q, k) * d**-0.5
    s = s + np.triu(np.full((n, n), -np.inf), k=1)
    e = np.exp(s - s.max(axis=1)[:, None])
    return np.einsum("ij,je->ie", e, v) / e.sum(axis=1)[:, None]


# ---------------------------------------------------------------- attention.attention-slopes


def _weights(q, k):
    q, k = np.asarray(q, dtype=float), np.asarray(k, dtype=float)
    return _softmax(k @ q / np.sqrt(len(q))), k


@wrong("attention.attention-slopes", "Transposed: one row for each entry of the query.")
def slopes_transposed(q, k, v):
    w, k = _weights(q, k)
    return (np.asarray(v).T @ (np.diag(w) - np.outer(w, w)) @ k / np.sqrt(len(q))).T


@wrong("attention.attention-slopes", "The scale is in the weights but not in the derivative.")
def slopes_scale_forgotten(q, k, v):
    w, k = _weights(q, k)
    return np.asarray(v).T @ (np.diag(w) - np.outer(w, w)) @ k


@wrong("attention.attention-slopes", "Diagonal of the Jacobian only.")
def slopes_diagonal_only(q, k, v):
    w, k = _weights(q, k)
    return np.asarray(v).T @ np.diag(w * (1 - w)) @ k / np.sqrt(len(q))


@wrong("attention.attention-slopes", "The mean key is not subtracted: diag(w) for the Jacobian.")
def slopes_not_centred(q, k, v):
    w, k = _weights(q, k)
    return np.asarray(v).T @ (w[:, None] * k) / np.sqrt(len(q))


@wrong("attention.attention-slopes", "No scale anywhere.")
def slopes_without_scale(q, k, v):
    k = np.asarray(k, dtype=float)
    w = _softmax(k @ np.asarray(q, dtype=float))
    return np.asarray(v).T @ (np.diag(w) - np.outer(w, w)) @ k


@wrong("attention.attention-slopes", "Exponentials without a shift: nan for large scores.")
def slopes_without_shift(q, k, v):
    q, k = np.asarray(q, dtype=float), np.asarray(k, dtype=float)
    with np.errstate(all="ignore"):
        w = np.exp(k @ q / np.sqrt(len(q)))
        w = w / w.sum()
        return np.asarray(v).T @ (np.diag(w) - np.outer(w, w)) @ k / np.sqrt(len(q))


@wrong("attention.attention-slopes", "Sign flipped.")
def slopes_negative(q, k, v):
    w, k = _weights(q, k)
    return np.asarray(v).T @ (np.outer(w, w) - np.diag(w)) @ k / np.sqrt(len(q))


@wrong("attention.attention-slopes", "Divided by d: the scale twice.")
def slopes_scaled_twice(q, k, v):
    w, k = _weights(q, k)
    return np.asarray(v).T @ (np.diag(w) - np.outer(w, w)) @ k / len(q)


@wrong("attention.attention-slopes", "Stops at the scores: Jacobian times values, keys left out.")
def slopes_in_the_scores(q, k, v):
    w, k = _weights(q, k)
    return np.asarray(v).T @ (np.diag(w) - np.outer(w, w))


@right("attention.attention-slopes")
def slopes_as_covariance(q, k, v):
    w, k = _weights(q, k)
    v = np.asarray(v, dtype=float)
    return np.einsum("i,ie,id->ed", w, v - w @ v, k - w @ k) / math.sqrt(k.shape[1])


@right("attention.attention-slopes")
def slopes_key_by_key(q, k, v):
    w, k = _weights(q, k)
    v = np.asarray(v, dtype=float)
    out = np.zeros((v.shape[1], k.shape[1]))
    for i, j in itertools.product(range(len(k)), repeat=2):
        out += w[i] * ((i == j) - w[j]) * np.outer(v[i], k[j])
    return (out / k.shape[1] ** 0.5).tolist()


# ---------------------------------------------------------------- attention.padded-attention


def _allowed_text(t):
    return np.tri(len(t), dtype=bool) & np.asarray(t, dtype=bool)


@wrong("attention.padded-attention", "The function of the exercise as it is printed.")
def padded_as_printed(q, k, v, is_text):
    scores = q @ k.T / np.sqrt(len(k))
    allowed = np.tri(len(q), dtype=bool) & is_text[:, None]
    scores = np.where(allowed, scores, -1e9)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ v


@wrong("attention.padded-attention", "The root is repaired, the mask lies over the queries.")
def padded_rows_masked(q, k, v, is_text):
    scores = q @ k.T / np.sqrt(q.shape[1])
    allowed = np.tri(len(q), dtype=bool) & is_text[:, None]
    scores = np.where(allowed, scores, -1e9)
    return _softmax(scores) @ v


@wrong("attention.padded-attention", "Root and mask are repaired, −1e9 is left.")
def padded_with_a_number(q, k, v, is_text):
    return _softmax(np.where(_allowed_text(is_text), _scaled(q, k), -1e9)) @ v


@wrong("attention.padded-attention", "−1e9 is left, and what is masked is zeroed before the sum.")
def padded_number_then_zero(q, k, v, is_text):
    may = _allowed_text(is_text)
    s = np.where(may, _scaled(q, k), -1e9)
    e = np.exp(s - s.max(axis=-1, keepdims=True)) * may
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, where=total > 0, out=np.zeros_like(e)) @ v


@wrong("attention.padded-attention", "−1e9 is left, and the rows of padding are set to 0.")
def padded_rows_zeroed(q, k, v, is_text):
    w = _softmax(np.where(_allowed_text(is_text), _scaled(q, k), -1e9))
    return np.where(np.asarray(is_text)[:, None], w, 0) @ v


@wrong("attention.padded-attention", "−inf in place of the number, and nothing for empty rows.")
def padded_with_infinity(q, k, v, is_text):
    with np.errstate(invalid="ignore"):
        return _softmax(np.where(_allowed_text(is_text), _scaled(q, k), -np.inf)) @ v


@wrong("attention.padded-attention", "No causal mask: the future is seen.")
def padded_without_triangle(q, k, v, is_text):
    with np.errstate(invalid="ignore"):
        w = _softmax(np.where(is_text, _scaled(q, k), -np.inf))
    return np.nan_to_num(w) @ v


@wrong("attention.padded-attention", "Causal, but the padding is attended to.")
def padded_causal_only(q, k, v, is_text):
    return _softmax(_causal(_scaled(q, k))) @ v


@wrong("attention.padded-attention", "Weights set to 0 after softmax.")
def padded_weights_zeroed(q, k, v, is_text):
    return _softmax(_scaled(q, k)) * _allowed_text(is_text) @ v


@right("attention.padded-attention")
def padded_row_by_row(q, k, v, is_text):
    out = np.zeros((len(q), v.shape[1]))
    for i in range(len(q)):
        seen = [j for j in range(i + 1) if is_text[j]]
        if seen:
            out[i] = special.softmax(k[seen] @ q[i] / math.sqrt(len(q[i]))) @ v[seen]
    return out


@right("attention.padded-attention")
def padded_nan_to_zero(q, k, v, is_text):
    with np.errstate(invalid="ignore"):
        w = _softmax(np.where(_allowed_text(is_text), _scaled(q, k), -np.inf))
    return np.nan_to_num(w) @ v


# ---------------------------------------------------------------- attention.merge-outputs


@wrong("attention.merge-outputs", "Plain mean of the two outputs.")
def two_blocks_plain_mean(lse1, o1, lse2, o2):
    return (np.asarray(o1) + np.asarray(o2)) / 2


@wrong("attention.merge-outputs", "Weights in proportion to the log-sum-exps.")
def two_blocks_by_logs(lse1, o1, lse2, o2):
    with np.errstate(all="ignore"):
        share = (lse1 / (lse1 + lse2))[:, None]
        return share * o1 + (1 - share) * o2


@wrong("attention.merge-outputs", "Exponentials without a shift.")
def two_blocks_without_shift(lse1, o1, lse2, o2):
    with np.errstate(all="ignore"):
        a, b = np.exp(lse1)[:, None], np.exp(lse2)[:, None]
        return (a * o1 + b * o2) / (a + b)


@wrong("attention.merge-outputs", "The weights of the blocks have changed places.")
def two_blocks_exchanged(lse1, o1, lse2, o2):
    share = special.expit(lse2 - lse1)[:, None]
    return np.where(np.isnan(share), 0, share * o1 + (1 - share) * o2)


@wrong("attention.merge-outputs", "Right, but nan where both blocks are masked.")
def two_blocks_empty_and_empty(lse1, o1, lse2, o2):
    with np.errstate(invalid="ignore"):
        m = np.maximum(lse1, lse2)
        a, b = np.exp(lse1 - m)[:, None], np.exp(lse2 - m)[:, None]
        return (a * o1 + b * o2) / (a + b)


@wrong("attention.merge-outputs", "Shifted, weighed, and not divided by the sum.")
def two_blocks_not_normalised(lse1, o1, lse2, o2):
    with np.errstate(invalid="ignore"):
        m = np.maximum(lse1, lse2)
        return np.exp(lse1 - m)[:, None] * o1 + np.exp(lse2 - m)[:, None] * o2


@right("attention.merge-outputs")
def two_blocks_query_by_query(lse1, o1, lse2, o2):
    out = []
    for a, x, b, y in zip(lse1, o1, lse2, o2, strict=True):
        if a == b == -np.inf:
            out.append(np.zeros(len(x)))
        else:
            w = special.softmax([a, b])
            out.append(w[0] * x + w[1] * y)
    return out


@right("attention.merge-outputs")
def two_blocks_by_sigmoid(lse1, o1, lse2, o2):
    with np.errstate(invalid="ignore"):
        share = special.expit(lse1 - lse2)[:, None]
    return np.where(np.isnan(share), 0, share * o1 + (1 - share) * o2)


# ---------------------------------------------------------------- elsewhere.policy-gradient


def _pulls(z, a, r, b):
    p = _softmax(z)
    return p, np.eye(len(p))[a], np.asarray(r, dtype=float) - b


@wrong("elsewhere.policy-gradient", "Sum over the draws.")
def policy_summed(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, b)
    return gain @ (taken - p)


@wrong("elsewhere.policy-gradient", "Sign flipped: descends.")
def policy_descending(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, b)
    return gain @ (p - taken) / len(gain)


@wrong("elsewhere.policy-gradient", "The baseline is not subtracted.")
def policy_without_baseline(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, 0)
    return gain @ (taken - p) / len(gain)


@wrong("elsewhere.policy-gradient", "Only the actions taken: pi is not subtracted.")
def policy_actions_only(z, a, r, b):
    _, taken, gain = _pulls(z, a, r, b)
    return gain @ taken / len(gain)


@wrong("elsewhere.policy-gradient", "Means taken apart: mean gain times mean direction.")
def policy_product_of_means(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, b)
    return gain.mean() * (taken - p).mean(axis=0)


@wrong("elsewhere.policy-gradient", "Weighted by pi once more, though the draws already are.")
def policy_weighted_again(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, b)
    return (gain * p[np.asarray(a)]) @ (taken - p) / len(gain)


@wrong("elsewhere.policy-gradient", "Softmax without a shift: nan for large scores.")
def policy_without_shift(z, a, r, b):
    with np.errstate(all="ignore"):
        e = np.exp(np.asarray(z, dtype=float))
        p = e / e.sum()
    gain = np.asarray(r, dtype=float) - b
    return gain @ (np.eye(len(p))[a] - p) / len(gain)


@wrong("elsewhere.policy-gradient", "Baseline added instead of subtracted.")
def policy_baseline_added(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, -b)
    return gain @ (taken - p) / len(gain)


@wrong("elsewhere.policy-gradient", "Divides by the number of actions K, not of draws.")
def policy_over_actions(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, b)
    return gain @ (taken - p) / len(p)


@wrong("elsewhere.policy-gradient", "Uses the mean reward of the draws as the baseline, not b.")
def policy_own_baseline(z, a, r, b):
    p, taken, gain = _pulls(z, a, r, np.mean(r))
    return gain @ (taken - p) / len(gain)


@right("elsewhere.policy-gradient")
def policy_by_bincount(z, a, r, b):
    p, _, gain = _pulls(z, a, r, b)
    return np.bincount(a, weights=gain, minlength=len(p)) / len(gain) - p * gain.mean()


@right("elsewhere.policy-gradient")
def policy_draw_by_draw(z, a, r, b):
    p = special.softmax(z)
    total = [0.0] * len(p)
    for action, reward in zip(a, r, strict=True):
        for j in range(len(p)):
            total[j] += (reward - b) * ((j == action) - p[j]) / len(a)
    return total


# ---------------------------------------------------------------- elsewhere.sampled-loss


def _candidates(truth, others):
    return np.concatenate([[truth], others]).astype(int)


@wrong("elsewhere.sampled-loss", "No correction for how often a word is drawn.")
def sampled_uncorrected(z, truth, others, Q):
    s = np.asarray(z, dtype=float)[_candidates(truth, others)]
    return _lse(s) - s[0]


@wrong("elsewhere.sampled-loss", "Adds log Q instead of subtracting it.")
def sampled_log_q_added(z, truth, others, Q):
    s = (np.asarray(z, dtype=float) + np.log(Q))[_candidates(truth, others)]
    return _lse(s) - s[0]


@wrong("elsewhere.sampled-loss", "Corrects the words drawn but not the true one.")
def sampled_truth_uncorrected(z, truth, others, Q):
    z = np.asarray(z, dtype=float)
    s = (z - np.log(Q))[_candidates(truth, others)]
    s[0] = z[truth]
    return _lse(s) - s[0]


@wrong("elsewhere.sampled-loss", "The truth is not among the candidates below the fraction line.")
def sampled_truth_left_out(z, truth, others, Q):
    s = (np.asarray(z, dtype=float) - np.log(Q))[_candidates(truth, others)]
    return _lse(s[1:]) - s[0]


@wrong("elsewhere.sampled-loss", "Full softmax over all words; the sample is ignored.")
def sampled_full_softmax(z, truth, others, Q):
    z = np.asarray(z, dtype=float)
    return _lse(z) - z[truth]


@wrong("elsewhere.sampled-loss", "Words drawn twice are counted once.")
def sampled_duplicates_dropped(z, truth, others, Q):
    s = np.asarray(z, dtype=float) - np.log(Q)
    return _lse(s[list({truth, *map(int, others)})]) - s[truth]


@wrong("elsewhere.sampled-loss", "Subtracts Q itself, not its logarithm.")
def sampled_q_without_log(z, truth, others, Q):
    s = (np.asarray(z, dtype=float) - np.asarray(Q))[_candidates(truth, others)]
    return _lse(s) - s[0]


@wrong("elsewhere.sampled-loss", "Exponentials without a shift overflow.")
def sampled_without_shift(z, truth, others, Q):
    with np.errstate(all="ignore"):
        w = (np.exp(np.asarray(z, dtype=float)) / np.asarray(Q))[_candidates(truth, others)]
        return -np.log(w[0] / w.sum())


@wrong("elsewhere.sampled-loss", "Independent yes-no questions: sigmoids instead of a softmax.")
def sampled_with_sigmoids(z, truth, others, Q):
    s = (np.asarray(z, dtype=float) - np.log(Q))[_candidates(truth, others)]
    return np.logaddexp(0, -s[0]) + np.logaddexp(0, s[1:]).sum()


@wrong("elsewhere.sampled-loss", "Minus is missing: log of the share.")
def sampled_log_share(z, truth, others, Q):
    s = (np.asarray(z, dtype=float) - np.log(Q))[_candidates(truth, others)]
    return s[0] - _lse(s)


@right("elsewhere.sampled-loss")
def sampled_by_fold(z, truth, others, Q):
    own = z[truth] - math.log(Q[truth])
    total = own
    for w in others:
        total = np.logaddexp(total, z[w] - math.log(Q[w]))
    return total - own


@right("elsewhere.sampled-loss")
def sampled_from_gaps(z, truth, others, Q):
    s = np.asarray(z, dtype=float) - np.log(Q)
    gaps = s[np.asarray(others, dtype=int)] - s[truth]
    return special.logsumexp(np.append(gaps, 0.0))


# ---------------------------------------------------------------- claims.lead-needed


@wrong("claims.lead-needed", "Log-odds only: right against a single rival.")
def lead_over_one_rival(K, share):
    return math.log(share / (1 - share))


@wrong("claims.lead-needed", "Counts K rivals.")
def lead_over_k_rivals(K, share):
    return math.log(K * share / (1 - share))


@wrong("claims.lead-needed", "Subtracts the log of the number of rivals.")
def lead_less_log_rivals(K, share):
    return math.log(share / (1 - share)) - math.log(K - 1)


@wrong("claims.lead-needed", "Sign flipped: how far the others have to lead.")
def lead_of_the_others(K, share):
    return -math.log((K - 1) * share / (1 - share))


@wrong("claims.lead-needed", "Cuts negative leads off at 0.")
def lead_never_negative(K, share):
    return max(0.0, math.log((K - 1) * share / (1 - share)))


@wrong("claims.lead-needed", "Base 2.")
def lead_in_bits(K, share):
    return math.log2((K - 1) * share / (1 - share))


@wrong("claims.lead-needed", "Forgets 1 - share: log of share times rivals.")
def lead_without_complement(K, share):
    return math.log((K - 1) * share)


@wrong("claims.lead-needed", "Ratio of the exponentials, no logarithm.")
def lead_as_a_ratio(K, share):
    return (K - 1) * share / (1 - share)


@wrong("claims.lead-needed", "Compares with the uniform share 1/K: log(K share).")
def lead_over_uniform(K, share):
    return math.log(K * share)


@right("claims.lead-needed")
def lead_by_logit(K, share):
    return special.logit(share) + np.log(K - 1)


@right("claims.lead-needed")
def lead_by_root_finding(K, share):
    def off(lead):
        return lead - np.log(K - 1) - np.log(share) + np.log1p(-share)

    return optimize.brentq(off, -200, 200, xtol=1e-13)


# ---------------------------------------------------------------- claims.smoothed-loss


def _log_softmax(z):
    z = np.asarray(z, dtype=float)
    return z - _lse(z)


@wrong("claims.smoothed-loss", "As printed: the log of the smoothed probability.")
def smoothed_log_of_sum(z, label, epsilon):
    p = _softmax(z)
    return -np.log((1 - epsilon) * p[label] + epsilon / len(p))


@wrong("claims.smoothed-loss", "Shares epsilon among the K - 1 other classes only.")
def smoothed_over_the_others(z, label, epsilon):
    logs = _log_softmax(z)
    t = np.full(len(logs), epsilon / (len(logs) - 1))
    t[label] = 1 - epsilon
    return -t @ logs


@wrong("claims.smoothed-loss", "The label gets 1 - epsilon, without its share of epsilon.")
def smoothed_target_too_small(z, label, epsilon):
    logs = _log_softmax(z)
    t = np.full(len(logs), epsilon / len(logs))
    t[label] = 1 - epsilon
    return -t @ logs


@wrong("claims.smoothed-loss", "No smoothing: epsilon is ignored.")
def smoothed_not_at_all(z, label, epsilon):
    return -_log_softmax(z)[label]


@wrong("claims.smoothed-loss", "Every class gets epsilon, not epsilon / K.")
def smoothed_with_k_epsilons(z, label, epsilon):
    logs = _log_softmax(z)
    return -(1 - epsilon) * logs[label] - epsilon * logs.sum()


@wrong("claims.smoothed-loss", "Log of softmax: inf or nan for scores far apart.")
def smoothed_log_of_softmax(z, label, epsilon):
    p = _softmax(z)
    t = epsilon / len(p) + (1 - epsilon) * (np.arange(len(p)) == label)
    with np.errstate(all="ignore"):
        return -np.sum(t * np.log(p))


@wrong("claims.smoothed-loss", "Log-sum-exp without a shift overflows.")
def smoothed_without_shift(z, label, epsilon):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore"):
        logs = z - np.log(np.exp(z).sum())
    return -(1 - epsilon) * logs[label] - epsilon * logs.mean()


@wrong("claims.smoothed-loss", "Subtracts the entropy of the target: the divergence.")
def smoothed_divergence(z, label, epsilon):
    logs = _log_softmax(z)
    t = epsilon / len(logs) + (1 - epsilon) * (np.arange(len(logs)) == label)
    return special.xlogy(t, t).sum() - t @ logs


@wrong("claims.smoothed-loss", "Epsilon and 1 - epsilon exchanged.")
def smoothed_exchanged(z, label, epsilon):
    logs = _log_softmax(z)
    return -epsilon * logs[label] - (1 - epsilon) * logs.mean()


@wrong("claims.smoothed-loss", "Sign lost.")
def smoothed_negative(z, label, epsilon):
    logs = _log_softmax(z)
    return (1 - epsilon) * logs[label] + epsilon * logs.mean()


@right("claims.smoothed-loss")
def smoothed_by_scores(z, label, epsilon):
    z = np.asarray(z, dtype=float)
    return np.logaddexp.reduce(z) - (1 - epsilon) * z[label] - epsilon * z.mean()


@right("claims.smoothed-loss")
def smoothed_by_loop(z, label, epsilon):
    top = max(z)
    log_sum = math.log(math.fsum(math.exp(x - top) for x in z))
    loss = 0.0
    for j, x in enumerate(z):
        t = epsilon / len(z) + (1 - epsilon) * (j == label)
        loss += t * (top - x + log_sum)
    return loss


# ---------------------------------------------------------------- claims.explain


def _first(found):
    return int(np.argmax(found)) if np.any(found) else -1


@wrong("claims.explain", "Tolerance of a thousandth, absolute, whatever the row's size.")
def explain_absolutely(answer, candidates):
    gaps = np.abs(np.asarray(candidates) - np.asarray(answer))
    return _first((gaps <= 1e-3).all(axis=1))


@wrong("claims.explain", "Tolerance relative to each entry, not to the row's largest.")
def explain_entry_by_entry(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    return _first((np.abs(c - np.asarray(answer)) <= 1e-3 * np.abs(c)).all(axis=1))


@wrong("claims.explain", "One entry that agrees is enough: any instead of all.")
def explain_by_any_entry(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    size = np.abs(c).max(axis=1, keepdims=True)
    return _first((np.abs(c - np.asarray(answer)) <= 1e-3 * size).any(axis=1))


@wrong("claims.explain", "Always the nearest row, never -1.")
def explain_by_nearest(answer, candidates):
    gaps = np.abs(np.asarray(candidates) - np.asarray(answer)).max(axis=1)
    return int(np.argmin(gaps))


@wrong("claims.explain", "Counts the rows from 1, and 0 for none.")
def explain_from_one(answer, candidates):
    return explain_by_loops(answer, candidates) + 1


@wrong("claims.explain", "Largest entry without the magnitude: negative rows never fit.")
def explain_signed_size(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    size = c.max(axis=1, keepdims=True)
    return _first((np.abs(c - np.asarray(answer)) <= 1e-3 * size).all(axis=1))


@wrong("claims.explain", "Differences without the magnitude: any answer below the row fits.")
def explain_signed_gap(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    size = np.abs(c).max(axis=1, keepdims=True)
    return _first((np.asarray(answer) - c <= 1e-3 * size).all(axis=1))


@wrong("claims.explain", "One size for all: the largest magnitude of the whole table.")
def explain_size_of_table(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    gaps = np.abs(c - np.asarray(answer)).max(axis=1)
    return _first(gaps <= 1e-3 * np.abs(c).max())


@wrong("claims.explain", "Returns 0, the first row, if none fits.")
def explain_first_if_none(answer, candidates):
    return max(explain_by_loops(answer, candidates), 0)


@wrong("claims.explain", "Size relative to the sum of the row's magnitudes, so too generous.")
def explain_size_by_sum(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    gaps = np.abs(c - np.asarray(answer)).max(axis=1)
    return _first(gaps <= 1e-3 * np.abs(c).sum(axis=1))


@right("claims.explain")
def explain_by_loops(answer, candidates):
    for i, row in enumerate(candidates):
        size = max(abs(x) for x in row)
        if all(abs(a - x) <= size / 1000 for a, x in zip(answer, row, strict=True)):
            return i
    return -1


@right("claims.explain")
def explain_by_norms(answer, candidates):
    c = np.asarray(candidates, dtype=float)
    off = np.linalg.norm(c - np.asarray(answer), np.inf, axis=1)
    fits = np.flatnonzero(off <= 1e-3 * np.linalg.norm(c, np.inf, axis=1))
    return fits[0] if fits.size else -1
