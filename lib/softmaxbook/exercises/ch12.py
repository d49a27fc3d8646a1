"""Exercises and concept checks of chapter 12, Inside the network."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import is_near, numbers
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch12 as solutions

BY_HAND = Place("inside", "By hand, exact")
GRADIENT = Place("inside", "The gradient is a covariance")
ROOT = Place("inside", "Why the root of d")
MASKS = Place("inside", "Masks")
PADDING = Place("inside", "Padding, and rows with nothing")
POLICIES = Place("inside", "Policies")
BANDIT = Place("inside", "A bandit")
BOTTLENECK = Place("inside", "The bottleneck")
SAMPLE = Place("inside", "A sample")
MORE_KEYS = Place("inside", "More keys, less weight")
SINK = Place("inside", "A place to put nothing")
HOLD_DOWN = Place("inside", "Two ways to hold scores down")


def softmax(z: NDArray, axis: int = -1) -> NDArray:
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# ---- By hand ------------------------------------------------------------------------------------

DOTS, VALUES = np.array([2 * np.log(3), 0, 2 * np.log(2)]), np.array([6.0, 12.0, 0.0])


def weights_and_output(value: Any) -> NDArray:
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise Unreadable("Three weights and an output are asked for.")
    return np.append(numbers(value[0], 3), numbers(value[1], 1))


def with_weights(weights: NDArray) -> tuple[Callable, ...]:
    return (lambda: (weights, weights @ VALUES),)


add(
    Exercise(
        id="inside.by-hand",
        title="Attention by hand",
        reference=solutions.by_hand,
        prepare=weights_and_output,
        mistakes=(
            Mistake(
                "not-scaled",
                "The dot products were taken as they are. In attention they are first divided "
                "by the root of the length of the keys.",
                wrong=with_weights(softmax(DOTS)),
            ),
            Mistake(
                "divided-by-d",
                "The dot products were divided by 4, the length of the keys. The root of it "
                "belongs there.",
                wrong=with_weights(softmax(DOTS / 4)),
            ),
            Mistake(
                "no-exponential",
                "The scores were divided by their sum. Softmax takes their exponentials first, "
                "and a score of 0 is no weight of 0.",
                wrong=with_weights(DOTS / DOTS.sum()),
            ),
            Mistake(
                "not-normalised",
                "These are exponentials. Weights add up to 1, so each is divided by their sum.",
                wrong=with_weights(np.array([3.0, 1.0, 2.0])),
            ),
            Mistake(
                "multiplied-by-root-d",
                "The dot products were multiplied by the root of their length. It divides them.",
                wrong=with_weights(softmax(DOTS * 2)),
            ),
            Mistake(
                "score-0-weight-0",
                "The second token got no weight because its score is 0. The exponential of 0 is 1.",
                wrong=with_weights(np.array([3.0, 0.0, 2.0]) / 5),
            ),
            Mistake(
                "output-not-normalised",
                "The weights are right, but the output was made with the exponentials, or divided "
                "by the number of tokens. It is the sum of weights times values, no more.",
                wrong=(
                    lambda: (solutions.by_hand()[0], 30.0),
                    lambda: (solutions.by_hand()[0], 10.0),
                    lambda: (solutions.by_hand()[0], 5 / 3),
                ),
            ),
            Mistake(
                "plain-mean",
                "The output is the plain mean of the values. Each value counts as much as its "
                "weight says.",
                wrong=(lambda: (solutions.by_hand()[0], 6.0),),
            ),
            Mistake(
                "hard-choice",
                "Only the token with the largest score was heard. Softmax listens to all of them.",
                wrong=with_weights(np.array([1.0, 0.0, 0.0])),
            ),
        ),
        hints=(
            "What do the dot products become when they are divided by the root of 4, and what "
            "are the exponentials of that?",
            "$p_i = e^{s_i} / \\sum_j e^{s_j}$ with $s_i = q \\cdot k_i / \\sqrt d$, and the "
            "output is $\\sum_i p_i v_i$.",
            "The exponentials are 3, 1 and 2, so the weights are sixths.",
        ),
        why="In a sentence: which output would the same tokens give in $d = 1$?",
        place=BY_HAND,
        atol=6e-4,
    ),
)

# ---- Causal attention ---------------------------------------------------------------------------


def text_probe(name: str, seed: int, n: int, d: int, e: int, size: float = 1.0) -> Probe:
    rng = np.random.default_rng(seed)
    q, k = (size * rng.normal(size=(n, d)).round(2) for _ in range(2))
    return Probe(name, (q, k, rng.normal(size=(n, e)).round(2)))


def attend(
    scale: Callable = lambda n, d: np.sqrt(d),
    mask: Callable = lambda s: np.where(np.tri(len(s), dtype=bool), s, -np.inf),
    weigh: Callable = softmax,
) -> Callable:
    """Attention with one of its three steps replaced."""

    def attention(q: NDArray, k: NDArray, v: NDArray) -> NDArray:
        return weigh(mask(q @ k.T / scale(*q.shape))) @ v

    return attention


def triangle(below: int) -> Callable:
    return lambda s: np.where(np.tri(len(s), k=below, dtype=bool), s, -np.inf)


def exponentials(s: NDArray) -> NDArray:
    return np.exp(s) / np.exp(s).sum(axis=-1, keepdims=True)


def flat_sums(s: NDArray) -> NDArray:
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


def one_sum(s: NDArray) -> NDArray:
    e = np.exp(s - s.max())
    return e / e.sum()


LARGE = Probe(
    "large scores",
    (
        np.array([[40.0, 0.0], [0.0, 60.0], [50.0, 50.0]]),
        np.array([[30.0, 10.0], [20.0, 29.99], [29.98, 30.0]]),
        np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0], [3.0, 0.0, 1.0]]),
    ),
)

# Scores of some millions, the largest of them masked.
FAR_APART = Probe(
    "masked scores far ahead",
    (
        np.array([[4000.0, 0.0], [0.0, 4000.0], [1000.0, -2000.0]]),
        np.array([[-3000.0, 500.0], [2000.0, -1500.0], [1000.0, 2500.0]]),
        np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]),
    ),
)


def lowered(to: Callable) -> tuple[Callable, ...]:
    """Attention whose masked scores are finite, to(score, number), with numbers in use."""
    return tuple(
        attend(mask=lambda s, a=a: np.where(np.tri(len(s), dtype=bool), s, to(s, a)))
        for a in (-1.0, -10.0, -100.0, -1e3, -1e4, -65504.0, -1e5, -1e6)
    )


def unseen_zeros(s: NDArray) -> NDArray:
    s = np.tril(s)
    return np.where(s == 0, -np.inf, s)


def one_maximum(s: NDArray) -> NDArray:
    e = np.exp(s - s.max())
    return e / e.sum(axis=-1, keepdims=True)


def renormalised(s: NDArray) -> NDArray:
    w = softmax(s) * np.tri(len(s))
    return w / w.sum(axis=-1, keepdims=True)


add(
    Exercise(
        id="inside.causal-attention",
        title="Causal attention",
        reference=solutions.causal_attention,
        probes=(
            Probe(
                "two tokens",
                (
                    np.array([[1.0, 0.0, 2.0], [0.5, 1.0, -1.0]]),
                    np.array([[2.0, -1.0, 0.0], [0.0, 2.0, 1.5]]),
                    np.array([[1.0], [3.0]]),
                ),
            ),
            text_probe("five tokens", 1, 5, 3, 2),
            text_probe("as many tokens as entries", 2, 3, 3, 3),
            text_probe("four tokens of length 8", 3, 4, 8, 3),
            LARGE,
            FAR_APART,
        ),
        mistakes=(
            Mistake(
                "mask-ignored",
                "Every query attends to all keys, the later ones too. The answer to a token must "
                "not depend on what comes after it.",
                wrong=(
                    attend(mask=lambda s: s),
                    attend(mask=lambda s: s, scale=lambda n, d: 1),
                ),
            ),
            Mistake(
                "not-scaled",
                "The dot products were not divided. Their variance grows like their length d.",
                wrong=(attend(scale=lambda n, d: 1),),
                place=ROOT,
            ),
            Mistake(
                "divided-by-d",
                "The scores were divided by d. It is the standard deviation of the dot product "
                "that is divided out, and that is the root of d.",
                wrong=(attend(scale=lambda n, d: d),),
                place=ROOT,
            ),
            Mistake(
                "multiplied-by-root-d",
                "The scores were multiplied by the root of d. That saturates softmax more, not "
                "less.",
                wrong=(attend(scale=lambda n, d: d**-0.5),),
                place=ROOT,
            ),
            Mistake(
                "root-of-n",
                "The scores were divided by the root of the number of tokens. The spread of a dot "
                "product comes from the length of the vectors.",
                wrong=(attend(scale=lambda n, d: np.sqrt(n)),),
                place=ROOT,
            ),
            Mistake(
                "zeroed-after-softmax",
                "The weights were set to 0 after softmax. The rows no longer sum to 1, and the "
                "later keys have already been in the denominator.",
                wrong=(
                    attend(
                        mask=lambda s: s, weigh=lambda s: softmax(s) * np.tri(len(s), dtype=bool)
                    ),
                ),
            ),
            Mistake(
                "zeroed-then-renormalised",
                "Masked scores still took part in the maximum. Where one is far ahead all that may "
                "be seen underflows, and the row is 0/0.",
                wrong=(attend(mask=lambda s: s, weigh=renormalised),),
            ),
            Mistake(
                "mask-not-low-enough",
                "Masked scores were lowered by a number, or to one, that scores can outweigh. "
                "Nothing may come through a mask, however large the scores.",
                wrong=(*lowered(lambda s, a: a), *lowered(lambda s, a: s + a)),
            ),
            Mistake(
                "zeros-masked",
                "Scores that happen to be exactly 0 were masked too. A mask says which keys may be "
                "seen, whatever their scores.",
                wrong=(attend(mask=unseen_zeros),),
            ),
            Mistake(
                "mask-transposed",
                "The triangle is the wrong one: the first query sees everything, the last only "
                "itself. It should be the other way round.",
                wrong=(attend(mask=lambda s: triangle(0)(s.T).T),),
            ),
            Mistake(
                "masks-itself",
                "The diagonal is masked as well. A token may attend to itself, and the first has "
                "nothing else.",
                wrong=(
                    attend(mask=triangle(-1)),
                    attend(
                        mask=lambda s: np.where(np.tri(len(s), k=-1, dtype=bool), s, -1e9),
                    ),
                ),
            ),
            Mistake(
                "looks-one-ahead",
                "The triangle is one too wide: each query sees the token after it.",
                wrong=(attend(mask=triangle(1)),),
            ),
            Mistake(
                "score-set-to-0",
                "The later scores were set to 0. That is a score like any other, and its "
                "exponential is 1.",
                wrong=(attend(mask=lambda s: s * np.tri(len(s), dtype=bool)),),
            ),
            Mistake(
                "wrong-axis",
                "Softmax ran down the columns, over the queries. Each query shares out its own "
                "attention, over the keys.",
                wrong=(
                    attend(weigh=lambda s: softmax(s, axis=0)),
                    attend(mask=lambda s: s, weigh=lambda s: softmax(s, axis=0)),
                ),
                place=BY_HAND,
            ),
            Mistake(
                "no-keepdims",
                "Without keepdims the sums of the rows lie flat and divide the columns: key j by "
                "the sum of row j.",
                wrong=(attend(weigh=flat_sums),),
                place=BY_HAND,
            ),
            Mistake(
                "global-max",
                "One maximum was taken off all rows. A row far below it underflows to 0/0; each "
                "row needs its own.",
                wrong=(attend(weigh=one_maximum),),
                place=Place("overflow", "Shifts that are not safe"),
            ),
            Mistake(
                "global-sum",
                "All weights together sum to 1. Each query has a softmax of its own.",
                wrong=(attend(weigh=one_sum),),
                place=BY_HAND,
            ),
            Mistake(
                "no-exponential",
                "The scores were used without an exponential. Weights have to be positive, and "
                "scores need not be.",
                wrong=(
                    attend(mask=lambda s: s * np.tri(len(s)), weigh=lambda s: s),
                    attend(
                        mask=lambda s: s * np.tri(len(s)),
                        weigh=lambda s: s / s.sum(axis=-1, keepdims=True),
                    ),
                ),
                place=BY_HAND,
            ),
            Mistake(
                "no-max-subtraction",
                "Exponentials of large scores overflow, and inf divided by inf is nan. A constant "
                "subtracted from each row changes no weight.",
                wrong=(attend(weigh=exponentials),),
                place=Place("overflow", "The free constant"),
            ),
            Mistake(
                "queries-and-keys-exchanged",
                "Queries and keys have changed places. A row of scores belongs to one query.",
                wrong=(lambda q, k, v: solutions.causal_attention(k, q, v),),
                place=BY_HAND,
            ),
            Mistake(
                "root-d-after-softmax",
                "The output was divided by the root of d, not the scores. There it only makes the "
                "values smaller.",
                wrong=(
                    lambda q, k, v: attend(scale=lambda n, d: 1)(q, k, v) / np.sqrt(q.shape[1]),
                ),
                place=ROOT,
            ),
            Mistake(
                "keys-for-values",
                "The keys were averaged. They say where to look; what is handed over are the "
                "values.",
                wrong=(
                    lambda q, k, v: solutions.causal_attention(q, k, k),
                    lambda q, k, v: solutions.causal_attention(q, k, q),
                ),
                place=BY_HAND,
            ),
        ),
        hints=(
            "Change the last token of your text: does any earlier row of the output change? And "
            "what does each row of weights sum to?",
            "Softmax over keys of $q_i \\cdot k_j / \\sqrt d$, where a score that row $i$ may not "
            "see is $-\\infty$ before softmax; then the mean of the values.",
            "Let `allowed` be a triangle of True on and below the diagonal; where it is False, "
            "replace the score. Take each row's maximum off before the exponential.",
        ),
        why="In a sentence: why is the first output always the first value?",
        place=MASKS,
        atol=1e-7,
        whole=("k", "v"),
    ),
)

# ---- The derivative -----------------------------------------------------------------------------


def slopes(form: Callable, inner: float = 0.5, outer: float = 0.5) -> Callable:
    """form(p, K, V), divided by a power of d, with p from scores divided by another."""

    def derivative(q: NDArray, K: NDArray, V: NDArray) -> NDArray:
        p = softmax(K @ q / len(q) ** inner)
        return form(p, K, V) / len(q) ** outer

    return derivative


def covariance(p: NDArray, K: NDArray, V: NDArray) -> NDArray:
    return V.T @ (p[:, None] * (K - p @ K))


def naive_slopes(q: NDArray, K: NDArray, V: NDArray) -> NDArray:
    e = np.exp(K @ q / len(q) ** 0.5)
    return covariance(e / e.sum(), K, V) / len(q) ** 0.5


def slopes_probe(name: str, seed: int, n: int, d: int, e: int) -> Probe:
    rng = np.random.default_rng(seed)
    q, K, V = (rng.normal(size=s).round(2) for s in ((d,), (n, d), (n, e)))
    return Probe(name, (q, K, V))


add(
    Exercise(
        id="inside.attention-slopes",
        title="The derivative of attention",
        reference=solutions.attention_slopes,
        probes=(
            Probe(
                "two tokens",
                (
                    np.array([1.0, 0.5]),
                    np.array([[1.0, 2.0], [3.0, -1.0]]),
                    np.array([[1.0], [4.0]]),
                ),
            ),
            slopes_probe("four tokens", 1, 4, 3, 2),
            slopes_probe("square", 2, 3, 3, 3),
            slopes_probe("six tokens", 3, 6, 4, 5),
            Probe(
                "large scores",
                (
                    np.array([900.0, 100.0]),
                    np.array([[2.0, 1.0], [1.999, 1.01], [1.0, 9.995]]),
                    np.array([[1.0, 2.0], [0.0, 3.0], [5.0, 1.0]]),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "mean-not-subtracted",
                "That is the mean of value times key. The product of the two means has to come "
                "off: a covariance is asked for.",
                wrong=(slopes(lambda p, K, V: V.T @ (p[:, None] * K)),),
            ),
            Mistake(
                "outer-factor-missing",
                "The scores were divided by the root of d, but the derivative was not. The chain "
                "rule brings the divisor out once more.",
                wrong=(slopes(covariance, outer=0.0),),
            ),
            Mistake(
                "not-scaled",
                "The root of d is missing in the scores. It changes the weights, and the slopes "
                "with them.",
                wrong=(slopes(covariance, 0.0, 0.0), slopes(covariance, 0.0)),
                place=ROOT,
            ),
            Mistake(
                "divided-by-d",
                "A division by d stands where one by its root belongs, in the scores or in front.",
                wrong=(slopes(covariance, 1.0, 1.0), slopes(covariance, outer=1.0)),
                place=ROOT,
            ),
            Mistake(
                "transposed",
                "Rows and columns are exchanged. A row is one entry of the output, a column one "
                "entry of the query.",
                wrong=(slopes(lambda p, K, V: covariance(p, K, V).T),),
            ),
            Mistake(
                "diagonal-only",
                "Each weight was treated as if it moved with its own score alone. All weights "
                "move with every score.",
                wrong=(slopes(lambda p, K, V: V.T @ ((p * (1 - p))[:, None] * K)),),
            ),
            Mistake(
                "not-weighted",
                "Every token counts alike in this covariance. The tokens are to be drawn with "
                "their weights.",
                wrong=(
                    slopes(lambda p, K, V: (V - V.mean(axis=0)).T @ K / len(K)),
                    slopes(lambda p, K, V: (V - V.mean(axis=0)).T @ K),
                    slopes(lambda p, K, V: (V - p @ V).T @ (K - p @ K)),
                ),
            ),
            Mistake(
                "plain-mean",
                "The products are weighted, but the means that were subtracted are plain ones. "
                "They too are means under the weights.",
                wrong=(
                    slopes(lambda p, K, V: V.T @ (p[:, None] * (K - K.mean(axis=0)))),
                    slopes(
                        lambda p, K, V: (V - V.mean(axis=0)).T @ (p[:, None] * (K - K.mean(axis=0)))
                    ),
                ),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: moving the query towards a key makes the output more like "
                "that key's value.",
                wrong=(slopes(lambda p, K, V: -covariance(p, K, V)),),
            ),
            Mistake(
                "keys-for-values",
                "That is a covariance of keys with keys, or of values with values. One side is "
                "made of values, the other of keys.",
                wrong=(
                    slopes(lambda p, K, V: covariance(p, K, K)),
                    slopes(lambda p, K, V: covariance(p, V, V)),
                ),
            ),
            Mistake(
                "mean-added",
                "The product of the means was added. In the Jacobian of softmax it comes off.",
                wrong=(slopes(lambda p, K, V: V.T @ (np.diag(p) + np.outer(p, p)) @ K),),
            ),
            Mistake(
                "divided-by-n",
                "The sum over tokens was divided once more by their number, or by one less and "
                "multiplied by it. The weights sum to 1 already.",
                wrong=(
                    slopes(lambda p, K, V: covariance(p, K, V) / len(K)),
                    slopes(lambda p, K, V: covariance(p, K, V) * len(K) / (len(K) - 1)),
                ),
            ),
            Mistake(
                "root-of-n",
                "The root of the number of tokens stands where the root of the length of a key "
                "belongs.",
                wrong=(
                    lambda q, K, V: (
                        covariance(softmax(K @ q / len(q) ** 0.5), K, V) / len(K) ** 0.5
                    ),
                    lambda q, K, V: (
                        covariance(softmax(K @ q / len(K) ** 0.5), K, V) / len(K) ** 0.5
                    ),
                ),
                place=ROOT,
            ),
            Mistake(
                "keys-left-out",
                "These are derivatives in the scores. A score depends on the query through its "
                "key, and that factor is missing.",
                wrong=(
                    slopes(lambda p, K, V: V.T @ (np.diag(p) - np.outer(p, p))),
                    slopes(lambda p, K, V: V.T @ (np.diag(p) - np.outer(p, p)), outer=0.0),
                ),
            ),
            Mistake(
                "no-max-subtraction",
                "Exponentials of large scores overflow. A constant subtracted from all scores "
                "changes no weight.",
                wrong=(naive_slopes,),
                place=Place("overflow", "The free constant"),
            ),
        ),
        hints=(
            "If all values were the same, the output could not move. Is your matrix 0 then?",
            "$\\partial o / \\partial q = \\mathrm{Cov}_p(v, k) / \\sqrt d$, the mean of $v "
            "k^\\top$ under $p$ less the product of the means of $v$ and of $k$.",
            "With the weights `p` and the keys less their mean under p, weigh each token's row, "
            "and multiply from the left with the transposed values.",
        ),
        why="In a sentence: what is this matrix when one weight is 1?",
        place=GRADIENT,
        atol=1e-7,
        whole=("q", "k", "v"),
    ),
)

# ---- The policy ---------------------------------------------------------------------------------


def estimate(form: Callable, gain: Callable = lambda r, b: r - b, over: Callable = len) -> Callable:
    """Sum of gain times form(e_a, pi), divided by over(a)."""

    def gradient(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
        each = gain(r, b)[:, None] * form(np.eye(len(z))[a], softmax(z))
        return each.sum(axis=0) / over(a)

    return gradient


def score(e: NDArray, pi: NDArray) -> NDArray:
    return e - pi


def naive_policy(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    pi = np.exp(z) / np.exp(z).sum()
    return ((r - b)[:, None] * (np.eye(len(z))[a] - pi)).mean(axis=0)


def repeats_lost(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    total = np.zeros(len(z))
    total[a] += r - b
    return total / len(a) - (r - b).mean() * softmax(z)


def baseline_last(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    return estimate(score, gain=lambda r, b: r)(z, a, r, b) - b


def policy_probe(name: str, z: list, a: list, r: list, b: float) -> Probe:
    return Probe(name, (np.array(z, float), np.array(a), np.array(r, float), b))


add(
    Exercise(
        id="inside.policy-gradient",
        title="The gradient of a policy",
        reference=solutions.policy_gradient,
        probes=(
            policy_probe("two draws", [1, 0, -0.5], [0, 2], [2, 1], 0.5),
            policy_probe("as many draws as actions", [0.5, 0, 2], [1, 1, 0], [1, -1, 3], -0.25),
            policy_probe("five draws", [3, 1, 0.2, 0], [0, 0, 3, 1, 0], [1, 2, 0, 4, 1.5], 1.5),
            policy_probe("two actions", [0.3, -1.2], [1, 0, 1, 1], [5, 2, 3, 4], 1),
            policy_probe("large scores", [1000, 999, 998.5], [1, 0, 2, 0], [1, 2, 3, 0.5], 1),
        ),
        mistakes=(
            Mistake(
                "no-baseline",
                "The baseline was not subtracted from the rewards. On average that makes no "
                "difference; in a few draws it does.",
                wrong=(estimate(score, gain=lambda r, b: r),),
                place=BANDIT,
            ),
            Mistake(
                "baseline-added",
                "The baseline was added to the rewards. It is what a reward is measured from.",
                wrong=(estimate(score, gain=lambda r, b: r + b),),
                place=BANDIT,
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: an action that paid more than the baseline becomes less "
                "probable. A loss goes down, a reward up.",
                wrong=(estimate(lambda e, pi: pi - e),),
            ),
            Mistake(
                "probability-not-subtracted",
                "Only the action that was drawn gets a slope. Its score also raises the "
                "denominator, which all actions share.",
                wrong=(estimate(lambda e, pi: e),),
            ),
            Mistake(
                "only-drawn-action",
                "The slope of the drawn action is right, the others are missing. Their scores "
                "lower its probability.",
                wrong=(estimate(lambda e, pi: e * (1 - pi)),),
            ),
            Mistake(
                "gradient-of-probability",
                "That is the gradient of the probability, not of its logarithm. Frequent actions "
                "are drawn more often and must not be weighted twice.",
                wrong=(
                    estimate(
                        lambda e, pi: (e * pi).sum(axis=1, keepdims=True) * (e - pi),
                    ),
                ),
            ),
            Mistake(
                "gradient-wrt-pi",
                "That is the derivative of the logarithm in the probability. It has to go on to "
                "the scores, through the Jacobian.",
                wrong=(estimate(lambda e, pi: e / pi),),
            ),
            Mistake(
                "diagonal-of-J",
                "The weight p times one minus p stands here. It cancels against the slope of the "
                "logarithm.",
                wrong=(
                    estimate(lambda e, pi: e * pi * (1 - pi)),
                    estimate(lambda e, pi: (e - pi) * pi * (1 - pi)),
                ),
            ),
            Mistake(
                "scores-for-probabilities",
                "The scores were subtracted, or their softmax was put through softmax again. What "
                "comes off the one-hot row is the policy.",
                wrong=(
                    lambda z, a, r, b: ((r - b)[:, None] * (np.eye(len(z))[a] - z)).mean(axis=0),
                    estimate(lambda e, pi: e - softmax(pi)),
                ),
            ),
            Mistake(
                "repeats-lost",
                "An action that was drawn several times counts once: adding in place through an "
                "array of indices writes only the last of them.",
                wrong=(repeats_lost,),
            ),
            Mistake(
                "baseline-last",
                "The baseline was subtracted from the finished estimate, or along the policy. It "
                "comes off each reward, before anything is multiplied.",
                wrong=(
                    baseline_last,
                    lambda z, a, r, b: (
                        estimate(score, gain=lambda r, b: r)(z, a, r, b) - b * softmax(z)
                    ),
                ),
                place=BANDIT,
            ),
            Mistake(
                "divided-by-classes",
                "The sum was divided by the number of actions. The mean is one over draws.",
                wrong=(
                    lambda z, a, r, b: estimate(score, over=lambda a: len(z))(z, a, r, b),
                    lambda z, a, r, b: estimate(score, over=lambda a: len(a) * len(z))(z, a, r, b),
                ),
            ),
            Mistake(
                "not-divided-by-n",
                "The draws were added up. The estimate is their mean.",
                wrong=(estimate(score, over=lambda a: 1),),
            ),
            Mistake(
                "n-minus-one",
                "The sum was divided by one less than the number of draws. A mean is asked for, "
                "not a variance.",
                wrong=(estimate(score, over=lambda a: len(a) - 1),),
            ),
            Mistake(
                "mean-reward-as-baseline",
                "The mean of these rewards was subtracted. The baseline is the number that was "
                "given.",
                wrong=(estimate(score, gain=lambda r, b: r - r.mean()),),
                place=BANDIT,
            ),
            Mistake(
                "no-max-subtraction",
                "Exponentials of large scores overflow. A constant subtracted from all scores "
                "changes no probability.",
                wrong=(naive_policy,),
                place=Place("overflow", "The free constant"),
            ),
        ),
        hints=(
            "What do the entries of your estimate sum to? A common shift of the scores changes "
            "no policy, so what should they sum to?",
            "$\\nabla_z \\log \\pi_a = e_a - \\pi$, times $r - b$ for each draw; then the mean "
            "over draws.",
            "The one-hot rows of the actions less the policy, each row times its reward less the "
            "baseline, averaged over the first axis.",
        ),
        why="In a sentence: which action would gain if all rewards were equal to the baseline?",
        place=POLICIES,
        atol=1e-7,
    ),
)

# ---- The sampled loss ---------------------------------------------------------------------------


def sampled(form: Callable) -> Callable:
    """form(scores, log Q) of the candidates, the true one first."""

    def loss(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
        candidates = np.append(truth, others)
        return form(z[candidates], np.log(Q[candidates]))

    return loss


def log_share(s: NDArray, total: NDArray | None = None) -> float:
    """log-sum-exp of total, or of s, less the first score."""
    total = s if total is None else total
    return total.max() + np.log(np.exp(total - total.max()).sum()) - s[0]


def is_first(s: NDArray) -> NDArray:
    return np.arange(len(s)) == 0


def all_words(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return log_share(np.append(z[truth], z), z)


def all_words_corrected(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return all_words(z - np.log(Q), truth, others, Q)


def without_hits(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return solutions.sampled_loss(z, truth, others[others != truth], Q)


def each_once(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return solutions.sampled_loss(z, truth, np.unique(others[others != truth]), Q)


def duplicates_once(z: NDArray, truth: int, others: NDArray, Q: NDArray) -> float:
    return solutions.sampled_loss(z, truth, np.unique(others), Q)


def one_by_one(s: NDArray) -> float:
    return np.logaddexp(0, np.where(is_first(s), -s, s)).sum()


def naive_share(s: NDArray, log_q: NDArray) -> float:
    e = np.exp(s - log_q)
    return -np.log(e[0] / e.sum())


SIX = np.array([0.3, 0.2, 0.2, 0.15, 0.1, 0.05])


def sampled_probe(name: str, z: list, truth: int, others: list, Q: NDArray = SIX) -> Probe:
    return Probe(name, (np.array(z, float), truth, np.array(others), Q))


add(
    Exercise(
        id="inside.sampled-loss",
        title="A sampled loss",
        reference=solutions.sampled_loss,
        probes=(
            sampled_probe("one other", [1, 0, 2, 0.5, -1, 0], 0, [4]),
            sampled_probe("three others", [1, 0, 2, 0.5, -1, 0], 5, [0, 2, 1]),
            sampled_probe("drawn twice", [0.2, 1.5, -0.5, 0, 1, 2], 2, [0, 0, 3, 1]),
            sampled_probe("the truth drawn too", [0.5, 1, 0, 2, -1, 1], 1, [1, 0, 4]),
            sampled_probe("large scores", [1000, 999, 998, 1001, 990, 1000.5], 0, [1, 3, 5, 3]),
        ),
        mistakes=(
            Mistake(
                "not-corrected",
                "No log Q was subtracted. Words that are often drawn as others are pushed down "
                "for it, and the scores converge to log P less log Q.",
                wrong=(sampled(lambda s, log_q: log_share(s)),),
            ),
            Mistake(
                "correction-added",
                "The logarithm of Q was added. Then frequent candidates count double against the "
                "truth.",
                wrong=(sampled(lambda s, log_q: log_share(s + log_q)),),
            ),
            Mistake(
                "probability-for-logarithm",
                "Q itself was subtracted. Scores are logarithms, so its logarithm belongs there.",
                wrong=(sampled(lambda s, log_q: log_share(s - np.exp(log_q))),),
            ),
            Mistake(
                "only-others-corrected",
                "The true word's score was left as it was. All candidates are corrected, the "
                "true one too.",
                wrong=(
                    sampled(lambda s, log_q: log_share(s - np.where(is_first(s), 0, log_q))),
                    sampled(
                        lambda s, log_q: log_share(
                            s - np.where(is_first(s), 0, log_q + np.log(len(s) - 1))
                        )
                    ),
                ),
            ),
            Mistake(
                "only-truth-corrected",
                "Only the true word's score was corrected. The others were drawn from Q as well.",
                wrong=(sampled(lambda s, log_q: log_share(s - np.where(is_first(s), log_q, 0))),),
            ),
            Mistake(
                "truth-left-out",
                "The true word is not in the denominator. It is one of the candidates.",
                wrong=(
                    sampled(lambda s, log_q: log_share(s - log_q, (s - log_q)[1:])),
                    sampled(lambda s, log_q: log_share(s, (s - log_q - np.log(len(s) - 1))[1:])),
                ),
            ),
            Mistake(
                "full-softmax",
                "All words stand in the denominator. The point is to look at the candidates only.",
                wrong=(all_words, all_words_corrected),
            ),
            Mistake(
                "corrected-after-softmax",
                "Q was brought in after softmax, or in numerator or denominator alone. Then the "
                "candidates' shares no longer sum to 1.",
                wrong=(
                    sampled(lambda s, log_q: log_share(s, s - log_q)),
                    sampled(lambda s, log_q: log_share(s) + log_q[0]),
                    sampled(lambda s, log_q: log_share(s) - log_q[0]),
                ),
            ),
            Mistake(
                "sign-flipped",
                "That is the logarithm, which is negative. The loss is minus that.",
                wrong=(sampled(lambda s, log_q: -log_share(s - log_q)),),
            ),
            Mistake(
                "no-logarithm",
                "That is the share itself. The loss is minus its logarithm.",
                wrong=(sampled(lambda s, log_q: np.exp(-log_share(s - log_q))),),
            ),
            Mistake(
                "hits-removed",
                "A draw that is the true word was thrown away, or one that came twice was counted "
                "once. The correction is for draws as they come.",
                wrong=(without_hits, each_once, duplicates_once),
            ),
            Mistake(
                "sigmoids-for-softmax",
                "Each candidate was judged by a sigmoid of its own. That is another loss; here the "
                "candidates share out 1.",
                wrong=(
                    sampled(lambda s, log_q: one_by_one(s - log_q)),
                    sampled(lambda s, log_q: one_by_one(s)),
                ),
            ),
            Mistake(
                "base-2",
                "A logarithm has base 2, of Q or of the share. Scores are in nats, and so is the "
                "loss.",
                wrong=(
                    sampled(lambda s, log_q: log_share(s - log_q / np.log(2))),
                    sampled(lambda s, log_q: log_share(s - log_q) / np.log(2)),
                ),
            ),
            Mistake(
                "divided-by-candidates",
                "The loss was divided by the number of candidates, or of the others. It is the "
                "loss of one word.",
                wrong=(
                    sampled(lambda s, log_q: log_share(s - log_q) / len(s)),
                    sampled(lambda s, log_q: log_share(s - log_q) / (len(s) - 1)),
                ),
            ),
            Mistake(
                "mean-not-sum",
                "The exponentials were averaged. Softmax divides by their sum.",
                wrong=(sampled(lambda s, log_q: log_share(s - log_q) - np.log(len(s))),),
            ),
            Mistake(
                "no-max-subtraction",
                "Exponentials of large scores overflow. A constant subtracted from all scores "
                "changes no share.",
                wrong=(sampled(naive_share),),
                place=Place("overflow", "Log-sum-exp"),
            ),
        ),
        hints=(
            "If every word is drawn with the same probability, the correction must not matter. "
            "Does it matter in yours?",
            "Cross-entropy over the candidates with the scores $z_c - \\log Q(c)$; the true one "
            "is a candidate like the others.",
            "Put the truth before the others, pick their scores, take log Q off each, and return "
            "log-sum-exp of these less the first.",
        ),
        why="In a sentence: what do the scores converge to if nothing is corrected?",
        place=SAMPLE,
        atol=1e-7,
    ),
)

# ---- Values and judgements ----------------------------------------------------------------------


def are(*given: float) -> Callable[[NDArray], bool]:
    return lambda value: bool(np.allclose(value, given, rtol=0, atol=6e-4))


EDITS = (
    "subtract log-sum-exp from every score",
    "soft-cap every score",
    "divide every score by the root of d",
    "add a sink and drop it after softmax",
    "add 5 to every score and to the sink",
    "add one vector to every key",
)


def six_answers(value: Any) -> NDArray:
    if not isinstance(value, dict) or set(value) != set(EDITS):
        raise Unreadable("A dict with the six changes as keys is asked for.")
    given = [value[edit] for edit in EDITS]
    if not all(isinstance(v, (bool, np.bool_, int, np.integer)) and v in (0, 1) for v in given):
        raise Unreadable("True or False is asked for, for each change.")
    return np.array(given, float)


def says_of(edit: int, answer: bool) -> Callable[[NDArray], bool]:
    return lambda value: bool(value[edit] == answer)


add(
    Exercise(
        id="inside.two-ranks",
        title="Two ranks",
        reference=solutions.two_ranks,
        prepare=lambda value: numbers(value, 2),
        mistakes=(
            Mistake(
                "order-exchanged",
                "The rank of the scores comes first. To subtract a number from each row does not "
                "lower a rank.",
                when=are(8, 7),
            ),
            Mistake(
                "full-rank",
                "The scores have as many columns as there are words, but each is made of the same "
                "few numbers of the context, and those bound the rank.",
                when=lambda v: bool(5000 >= v[0] >= 4990),
            ),
            Mistake(
                "bias-counted-twice",
                "The biases are one row, the same in every context. They add one dimension, "
                "however many words there are.",
                when=lambda v: bool(v[0] > 7),
            ),
            Mistake(
                "bias-forgotten",
                "The biases were left out. They add the same row to every context, one more "
                "dimension.",
                when=are(6, 7),
            ),
            Mistake(
                "constant-forgotten",
                "The log-probabilities are the scores less one number in each row. These numbers "
                "differ, and can add a dimension.",
                when=lambda v: bool(v[0] == v[1]),
            ),
            Mistake(
                "logarithm-overlooked",
                "The probabilities themselves can have full rank. Their logarithms are the scores "
                "less one number in each row.",
                when=lambda v: bool(v[1] >= 100),
            ),
            Mistake(
                "constant-lowers-rank",
                "To subtract a number from each row was taken to use up a dimension. It can only "
                "bring one in.",
                when=lambda v: bool(0 < v[1] < v[0]),
            ),
            Mistake(
                "bias-and-constant-mixed-up",
                "The bias already belongs to the scores. The constants of the rows come in with "
                "the logarithm.",
                when=are(6, 8),
            ),
        ),
        hints=(
            "What does the matrix of scores look like if all weights are 0 and only the biases "
            "are left: what rank has it?",
            "A product through $d$ dimensions has rank at most $d$. A matrix $a\\, b^\\top$ has "
            "rank 1, and ranks of a sum add up at most.",
            "The biases are such a matrix, and so are the constants of the rows.",
        ),
        why="In a sentence: which rank would the scores have after the sum of each row was made 0?",
        place=BOTTLENECK,
        atol=1e-9,
    ),
    Exercise(
        id="inside.far-enough",
        title="Far enough ahead",
        reference=solutions.far_enough,
        prepare=lambda value: numbers(value, 2),
        mistakes=(
            Mistake(
                "counts-itself",
                "The key that is ahead was counted among those it competes with. There are one "
                "fewer.",
                when=lambda v: is_near(np.log(201))(v[0]),
            ),
            Mistake(
                "odds-for-lead",
                "That is how many times as much its exponential must be. The lead is a difference "
                "of scores, its logarithm.",
                when=lambda v: is_near(200, 1.5)(v[0]),
            ),
            Mistake(
                "other-base",
                "The logarithm has base 2 or 10. Leads are in nats.",
                when=lambda v: is_near(np.log2(200))(v[0]) or is_near(np.log10(200))(v[0]),
            ),
            Mistake(
                "long-text-lead",
                "With this lead it would have half of the weight in the long text. The lead is "
                "fixed before, in the short one.",
                when=lambda v: is_near(np.log(2000))(v[0]),
            ),
            Mistake(
                "share-of-others",
                "That is what all the others have together.",
                when=lambda v: is_near(10 / 11)(v[1]),
            ),
            Mistake(
                "constant-weight",
                "The weight was taken to stay at one half. Ten times as many others now share in "
                "the denominator.",
                when=lambda v: is_near(0.5)(v[1]),
            ),
            Mistake(
                "odds-for-weight",
                "That is the ratio to all others together. The weight is the share of the whole, "
                "its own part included.",
                when=lambda v: is_near(0.1)(v[1]),
            ),
            Mistake(
                "divided-weight",
                "The weight was divided by ten. It is the odds that fall tenfold.",
                when=lambda v: is_near(0.05)(v[1]),
            ),
        ),
        hints=(
            "Against how many other keys is the one ahead, and what do their exponentials add up "
            "to if their scores are 0?",
            "Its weight is $e^{\\Delta} / (e^{\\Delta} + n - 1)$, one half when $e^{\\Delta}$ is "
            "as much as all the others.",
            "The exponential of the lead is 200. In the long text it has 2000 against it.",
        ),
        why="In a sentence: how much more lead does it need for one half in the long text?",
        place=MORE_KEYS,
        atol=6e-4,
    ),
    Exercise(
        id="inside.gauge-or-not",
        title="Gauge or not?",
        reference=solutions.gauge_or_not,
        prepare=six_answers,
        text=lambda value: ", ".join("True" if v else "False" for v in value),
        mistakes=(
            Mistake(
                "soft-cap-for-gauge",
                "Soft-capping was taken for a gauge. It bends each score by itself, so the gaps "
                "shrink.",
                when=says_of(1, False),
                place=HOLD_DOWN,
            ),
            Mistake(
                "scale-for-shift",
                "A division of all scores was taken for a shift. It divides their differences, "
                "like a temperature.",
                when=says_of(2, False),
                place=ROOT,
            ),
            Mistake(
                "sink-ignored",
                "The sink has taken its share in the softmax. What the others are left with no "
                "longer adds up to 1.",
                when=says_of(3, False),
                place=SINK,
            ),
            Mistake(
                "same-number-noticed",
                "Log-sum-exp is one number for the whole row. Subtracted from all scores, it "
                "leaves every difference.",
                when=says_of(0, True),
                place=HOLD_DOWN,
            ),
            Mistake(
                "sink-left-behind",
                "Here the sink moves too. All alternatives are shifted alike, and no difference "
                "changes.",
                when=says_of(4, True),
                place=SINK,
            ),
            Mistake(
                "keys-for-scores",
                "One vector on every key adds the same dot product with the query to every score. "
                "That is a shift.",
                when=says_of(5, True),
                place=Place("shift-invariance", "State it"),
            ),
        ),
        hints=(
            "Which of the six leave the difference of any two alternatives as it was?",
            "Softmax notices differences, and all of them. Whatever adds one number to every "
            "alternative, whether 5, a log-sum-exp or a dot product with $q$, is a gauge.",
            "Three of the six are shifts: two say so, one does it through the keys.",
        ),
        why="In a sentence: why may a model add one vector to all keys of a text, and what must "
        "it not forget if there is a sink?",
        place=HOLD_DOWN,
    ),
)

# ---- Concept checks -----------------------------------------------------------------------------

add(
    NumberQuestion(
        id="inside.q1",
        asks="The entries of a query and of a key are independent, with mean 0 and variance 1, and "
        "$d = 400$. What is the standard deviation of their dot product?",
        key="sqrt(400)",
        says="The variances of the 400 products add up to 400, and the standard deviation is the "
        "root. Scores that far apart leave one key with nearly all the weight.",
        wrong={
            "400": "That is the variance. The scores are as far apart as its root, and that is "
            "also what they are divided by.",
            "1": "That is the standard deviation of one product of two entries. The dot product "
            "adds up 400 of them.",
            "1 / 20": "That is the factor by which the scores are multiplied, not their spread "
            "before. The factor undoes the spread.",
        },
        place=ROOT,
    ),
    Question(
        id="inside.q2",
        asks="A text is padded on the left and masked causally. In the row of the first padding "
        "token every key is masked, with the score −10⁹. What are its weights?",
        options={
            "a": Option(
                "All 0, because −10⁹ is as good as minus infinity",
                "A score of −10⁹ gets nothing beside scores near 0. Here there are none: all keys "
                "of this row have it.",
            ),
            "b": Option(
                "nan",
                "That is what minus infinity gives, a difference of two infinities. The number "
                "−10⁹ is finite, and its differences are 0.",
            ),
            "c": Option(
                "The same for every key",
                "All scores of the row are equal, whatever their size, and equal scores get equal "
                "shares: of padding, of text, and of the future.",
            ),
            "d": Option(
                "1 for the token itself, as in a text without padding",
                "Its own key is padding and is masked as well. Nothing distinguishes it from the "
                "other masked keys.",
            ),
        },
        key="c",
        place=PADDING,
    ),
    Question(
        id="inside.q3",
        asks="With $d = 1$ three words have the numbers −1, 0.5 and 2, and their scores are these "
        "times $h$. For which $h$ is the middle word the most probable?",
        options={
            "a": Option(
                "For no h",
                "For positive h the last word is ahead of it, for negative h the first. At 0 all "
                "three are equal, and it is not ahead of anyone.",
            ),
            "b": Option(
                "For h near one half, its own number",
                "That would be so if the score were a distance. It is a product, which the larger "
                "number wins for every positive h.",
            ),
            "c": Option(
                "For small positive h, before the last word has caught up",
                "At every positive h, however small, 2h is more than h/2. The last word need not "
                "catch up.",
            ),
        },
        key="a",
        place=BOTTLENECK,
    ),
    NumberQuestion(
        id="inside.q4",
        asks="A head gives 0.9 of its weight to the first token, whose value is 0. The first token "
        "is dropped from memory. By which factor do the weights of the other tokens grow?",
        key="10",
        says="The others had 0.1 together and now have 1. Their ratios stay, so each grows "
        "tenfold, and so does the output of the head.",
        wrong={
            "1 / 0.9": "That is the factor if the other tokens had had 0.9. They had a tenth, and "
            "that is now the whole.",
            "9": "That is how many times as much the first token had as the others. They grow from "
            "0.1 to 1.",
            "1": "The weights are shared out anew: whatever is left must sum to 1, and so the "
            "others take over what the first token had.",
        },
        place=SINK,
    ),
    Question(
        id="inside.q5",
        asks="An agent without a baseline is paid 10 more for every action. What happens to its "
        "estimate of the gradient?",
        options={
            "a": Option(
                "Nothing at all: the actions compare as before",
                "They do, but the estimate uses the one reward that was received, and that is now "
                "large whatever was done.",
            ),
            "b": Option(
                "Its mean stays, its spread grows",
                "The added part is 10 times the slope of log π, whose mean is 0. But in a single "
                "draw it is far from 0 and drowns the difference that counts.",
            ),
            "c": Option(
                "It points more strongly towards the best action",
                "The best action is better by as much as before. The mean of the estimate is "
                "$J r$, and $J$ takes a common constant out.",
            ),
        },
        key="b",
        place=BANDIT,
    ),
)
