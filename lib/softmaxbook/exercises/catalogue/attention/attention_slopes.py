from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.attention import RAISES, ROOT
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def attention_slopes(q, k, v):
    """Derivatives (e, d) at query (d,); keys (n, d), values (n, e)."""
    root = np.sqrt(len(q))
    scores = k @ q / root
    e = np.exp(scores - scores.max())
    p = e / e.sum()
    slopes = p[:, None] * (v - p @ v)  # the theorem: one row for each score
    return slopes.T @ k / root  # the chain rule adds up over the tokens


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


def with_exponentials(form: Callable, top: Callable) -> Callable:
    """form(e, p, K, V) / root of d, with exponentials e of scores less top(scores)."""

    def derivative(q: NDArray, K: NDArray, V: NDArray) -> NDArray:
        s = K @ q / len(q) ** 0.5
        return form(np.exp(s - top(s)), softmax(s), K, V) / len(q) ** 0.5

    return derivative


def by_root_of_values(scores: bool) -> Callable:
    """The root of the length of a value, outside and perhaps in the scores."""

    def derivative(q: NDArray, K: NDArray, V: NDArray) -> NDArray:
        root = np.sqrt(V.shape[1])
        p = softmax(K @ q / (root if scores else np.sqrt(len(q))))
        return covariance(p, K, V) / root

    return derivative


def slopes_probe(name: str, seed: int, n: int, d: int, e: int) -> Probe:
    rng = np.random.default_rng(seed)
    q, K, V = (rng.normal(size=s).round(2) for s in ((d,), (n, d), (n, e)))
    return Probe(name, (q, K, V))


EXERCISE = Exercise(
    title="The derivative of attention",
    reference=attention_slopes,
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
            "The output was not subtracted from the values. What a key can do depends on how far "
            "its value is from the output.",
            wrong=(slopes(lambda p, K, V: V.T @ (p[:, None] * K)),),
        ),
        Mistake(
            "outer-factor-missing",
            "The scores were divided by the root of d, but the derivative was not. The chain "
            "rule brings the divisor out once more.",
            wrong=(slopes(covariance, outer=0.0),),
        ),
        Mistake(
            "multiplied-by-the-root",
            "The root of d multiplies the derivative. The scores are divided by it, so the chain "
            "rule divides the derivative by it too.",
            wrong=(slopes(covariance, outer=-0.5),),
            place=ROOT,
        ),
        Mistake(
            "scores-not-scaled",
            "The root of d is missing in the scores. It changes the weights, and the slopes "
            "with them.",
            wrong=(slopes(covariance, 0.0),),
            place=ROOT,
        ),
        Mistake(
            "not-scaled",
            "The root of d is missing altogether. It divides the scores, and by the chain rule "
            "the slopes as well.",
            wrong=(slopes(covariance, 0.0, 0.0),),
            place=ROOT,
        ),
        Mistake(
            "last-token-only",
            "Only the last token has left a trace. The chain rule adds up over all of them.",
            wrong=(slopes(lambda p, K, V: np.outer(p[-1] * (V[-1] - p @ V), K[-1])),),
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
            wrong=(
                slopes(lambda p, K, V: covariance(p, K, V).T),
                slopes(lambda p, K, V: covariance(p, K, V).T, outer=0.0),
                slopes(lambda p, K, V: K.T @ (p[:, None] * V)),
            ),
        ),
        Mistake(
            "diagonal-only",
            "Each weight was treated as if it moved with its own score alone. All weights "
            "move with every score.",
            wrong=(slopes(lambda p, K, V: V.T @ ((p * (1 - p))[:, None] * K)),),
        ),
        Mistake(
            "own-weight-for-weight",
            "The factor p(1 − p) is the slope of a weight in its own score. What a score does to "
            "the output is its weight times how far its value is from the output.",
            wrong=tuple(
                slopes(lambda p, K, V: ((p * (1 - p))[:, None] * (V - p @ V)).T @ K, outer=outer)
                for outer in (0.5, 0.0)
            ),
        ),
        Mistake(
            "not-weighted",
            "The factor pᵢ is missing: every token counts alike. A value moves the output in "
            "proportion to the weight of its key.",
            wrong=tuple(
                slopes(lambda p, K, V, form=form, n=n: form(p, K, V) / n(K), outer=outer)
                for outer in (0.5, 0.0)
                for n in (lambda K: 1, len)
                for form in (
                    lambda p, K, V: (V - V.mean(axis=0)).T @ K,
                    lambda p, K, V: (V - p @ V).T @ (K - p @ K),
                    lambda p, K, V: (V - p @ V).T @ K,
                    lambda p, K, V: K.T @ (V - p @ V),
                )
            ),
        ),
        Mistake(
            "weighted-twice",
            "The weights are in twice, or squared. In the theorem each stands once.",
            wrong=(
                slopes(lambda p, K, V: (p[:, None] ** 2 * (V - p @ V)).T @ K),
                slopes(lambda p, K, V: (p[:, None] * (V - p @ V)).T @ (p[:, None] * K)),
            ),
        ),
        Mistake(
            "brackets-lost",
            "The weight multiplies the value alone, and the output is taken off afterwards. It is "
            "the distance of the value from the output that is weighted.",
            wrong=(slopes(lambda p, K, V: (p[:, None] * V - p @ V).T @ K),),
        ),
        Mistake(
            "query-for-keys",
            "That is 0 but for rounding. The weighted distances from the output add up to 0; what "
            "keeps their sum from it is that each goes with another key.",
            wrong=(
                lambda q, K, V: np.zeros((V.shape[1], len(q))),
                lambda q, K, V: np.outer(
                    covariance(softmax(K @ q / len(q) ** 0.5), np.ones((len(K), 1)), V), q
                ),
            ),
        ),
        Mistake(
            "plain-mean",
            "The products are weighted, but a mean that was subtracted is a plain one. It too is a "
            "mean under the weights.",
            wrong=(
                slopes(lambda p, K, V: (p[:, None] * (V - V.mean(axis=0))).T @ K),
                slopes(lambda p, K, V: V.T @ (p[:, None] * (K - K.mean(axis=0)))),
                slopes(
                    lambda p, K, V: (V - V.mean(axis=0)).T @ (p[:, None] * (K - K.mean(axis=0)))
                ),
            ),
        ),
        Mistake(
            "sign-flipped",
            "Every slope has the opposite sign. A key whose score rises draws the output towards "
            "its value.",
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
            "The sum over tokens was divided by their number, or corrected as the variance of a "
            "sample is. The weights sum to 1 already, so there is nothing to divide by.",
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
                lambda q, K, V: covariance(softmax(K @ q / len(q) ** 0.5), K, V) / len(K) ** 0.5,
                lambda q, K, V: covariance(softmax(K @ q / len(K) ** 0.5), K, V) / len(K) ** 0.5,
            ),
            place=ROOT,
        ),
        Mistake(
            "root-of-values",
            "The root of the length of a value stands where that of a key belongs: scores are "
            "made of queries and keys.",
            wrong=(by_root_of_values(scores=True), by_root_of_values(scores=False)),
            place=ROOT,
        ),
        Mistake(
            "two-for-the-root",
            "A 2 stands where the root of d belongs. They are equal for d = 4 only.",
            wrong=(
                lambda q, K, V: covariance(softmax(K @ q / 2), K, V) / 2,
                lambda q, K, V: covariance(softmax(K @ q / len(q) ** 0.5), K, V) / 2,
                lambda q, K, V: covariance(softmax(K @ q / 2), K, V) / len(q) ** 0.5,
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
                slopes(lambda p, K, V: p[:, None] * (V - p @ V)),
                slopes(lambda p, K, V: p[:, None] * (V - p @ V), outer=0.0),
            ),
        ),
        Mistake(
            "not-normalised",
            "The exponentials stand where weights belong, in the output or in front of the "
            "distance from it. Weights are exponentials divided by their sum.",
            wrong=tuple(
                with_exponentials(form, top)
                for top in (np.max, lambda s: 0.0)
                for form in (
                    lambda e, p, K, V: (e[:, None] * (V - e @ V)).T @ K,
                    lambda e, p, K, V: (e[:, None] * (V - p @ V)).T @ K,
                    lambda e, p, K, V: (p[:, None] * (V - e @ V)).T @ K,
                )
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
        "The theorem: ∂o / ∂sᵢ = pᵢ (vᵢ − o). The score sᵢ = q · kᵢ / √d has the derivative "
        "kᵢ / √d in q. The chain rule adds up the products over the tokens.",
        "For each token take the outer product of pᵢ (vᵢ − o), a column, with kᵢ / √d, a row. All "
        "at once that is a transposed matrix of n rows times another of n rows.",
    ),
    why="In a sentence: what is this matrix when one weight is 1?",
    reply="0: the value of the one key that has weight is the output itself. A query whose "
    "attention is on one token alone can learn nothing from it.",
    place=RAISES,
    atol=1e-7,
    whole=("q", "k", "v"),
)
