from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.bayes_lda import PARTS, SEVERAL, STORY
from softmaxbook.exercises.catalogue.bayes_lda.shared import shares, shown, without_keepdims
from softmaxbook.exercises.catalogue.families.softmax_mistakes import maximum_over_examples
from softmaxbook.exercises.catalogue.families.softmaxes import row_sums, sigmoid, softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def posterior(X, means, covariance, priors):
    """Posterior of every class for every row of X, shape (n, K)."""
    W = means @ np.linalg.inv(covariance)
    b = -0.5 * np.sum(W * means, axis=1) + np.log(priors)
    z = X @ W.T + b
    e = np.exp(z - z.max(axis=1, keepdims=True))  # far from all means exp(z) overflows: chapter 4
    return e / e.sum(axis=1, keepdims=True)


MEANS = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
LEANING = np.array([[1.0, 0.5], [0.5, 1.0]])
CENTRES = np.array([[1.0, -0.5, 0.25], [-1.0, 0.75, 2.0]])
THREE = np.array([[2.0, 0.5, 0.25], [0.5, 1.0, -0.25], [0.25, -0.25, 0.5]])
Weights = tuple[NDArray, NDArray]


def evidence(means: NDArray, inverse: NDArray) -> Weights:
    """Weights, and the part of the biases that comes from the means."""
    W = means @ inverse
    return W, -0.5 * np.sum(W * means, axis=1)


def ending_in(change: Callable[[NDArray], NDArray]) -> Callable:
    """The right logits, and then something else than softmax."""

    def wrong(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
        W, b = evidence(means, np.linalg.inv(covariance))
        return change(X @ W.T + b + np.log(priors))

    return wrong


def normal_cdf(z: NDArray) -> NDArray:
    return np.vectorize(NormalDist().cdf)(z)


def with_inverse(of: Callable[[NDArray], NDArray]) -> Callable:
    """Softmax, but with another matrix than the inverse of the covariance."""

    def wrong(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
        W, b = evidence(means, of(covariance))
        return softmax(X @ W.T + b + np.log(priors))

    return wrong


def with_bias(of: Callable[[NDArray, NDArray], NDArray]) -> Callable:
    """Softmax, but with another bias, made of the right one's part and the priors."""

    def wrong(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
        W, b = evidence(means, np.linalg.inv(covariance))
        return softmax(X @ W.T + of(b, priors))

    return wrong


def without_any_half(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    W, b = evidence(means, np.linalg.inv(covariance))
    return softmax(2 * (X @ W.T + b) + np.log(priors))


def inverse_in_weights_only(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    W, b = means @ np.linalg.inv(covariance), -0.5 * np.sum(means**2, axis=1)
    return softmax(X @ W.T + b + np.log(priors))


def joint(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    d = X[:, np.newaxis] - means
    quadratic = np.einsum("nki,ij,nkj->nk", d, np.linalg.inv(covariance), d)
    scale = np.sqrt(np.linalg.det(2 * np.pi * covariance))
    return priors * np.exp(-quadratic / 2) / scale


def by_distance(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    d = X[:, np.newaxis] - means
    quadratic = np.einsum("nki,ij,nkj->nk", d, np.linalg.inv(covariance), d)
    return softmax(np.log(priors) - np.sqrt(quadratic) / 2)


def joint_without_constant(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return joint(X, means, covariance, priors) * np.sqrt(np.linalg.det(2 * np.pi * covariance))


def shares_of_densities(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return shares(joint(X, means, covariance, priors))


def from_squares(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray | float
) -> NDArray:
    """Logits with what all classes share left in."""
    d = X[:, np.newaxis] - means
    quadratic = np.einsum("nki,ij,nkj->nk", d, np.linalg.inv(covariance), d)
    return np.log(priors) - quadratic / 2


def densities_over_batch(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return softmax(from_squares(X, means, covariance, priors), 0)


def softmax_of_densities(
    X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray
) -> NDArray:
    return softmax(joint(X, means, covariance, priors))


def priors_at_the_end(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    return softmax(from_squares(X, means, covariance, 1.0)) * priors


def sum_of_a_matrix(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    W = means @ np.linalg.inv(covariance)
    return softmax(X @ W.T - 0.5 * (W @ means.T).sum(axis=1) + np.log(priors))


def bias_a_matrix(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    inverse = np.linalg.inv(covariance)
    b = -0.5 * means @ inverse @ means.T + np.log(priors)
    return softmax(X @ inverse @ means.T + b)


def inverse_first(X: NDArray, means: NDArray, covariance: NDArray, priors: NDArray) -> NDArray:
    W = np.linalg.inv(covariance) @ means  # runs only if there are as many classes as features
    return softmax(X @ W.T - 0.5 * np.sum(W * means, axis=1) + np.log(priors))


EXERCISE = Exercise(
    title="Posterior of normal classes",
    reference=posterior,
    probes=(
        Probe("the example", (np.array([[1.0, 1.0]]), MEANS, LEANING, np.array([0.5, 0.3, 0.2]))),
        Probe(
            "one measurement",
            (
                np.array([[0.5], [2.0]]),
                np.array([[0.0], [2.0]]),
                np.array([[4.0]]),
                np.array([0.9, 0.1]),
            ),
        ),
        Probe(
            "several points",
            (
                np.array([[0.5, 0.25], [2.0, -1.0], [-1.0, 1.5], [1.0, 2.0]]),
                MEANS + np.array([0.5, -1.0]),
                np.array([[2.0, -0.75], [-0.75, 1.0]]),
                np.array([0.25, 0.25, 0.5]),
            ),
        ),
        Probe(
            "three measurements",
            (
                np.array([[0.5, 0.0, 1.0], [1.5, -1.0, 0.0], [-0.5, 0.5, 0.5]]),
                CENTRES,
                THREE,
                np.array([0.3, 0.7]),
            ),
        ),
        Probe(
            "as many points as classes",
            (
                np.array([[0.5, 1.0], [1.0, 0.0], [0.0, 0.5]]),
                MEANS,
                LEANING,
                np.array([0.2, 0.2, 0.6]),
            ),
        ),
        # Far from both means, where the densities are 0, and not far from the line.
        Probe("far away", (np.array([[20.0, 39.0]]), MEANS[:2], LEANING, np.array([0.25, 0.75]))),
        Probe(
            "farther away",
            (np.array([[402.0, -402.0]]), MEANS[:2], LEANING, np.array([0.25, 0.75])),
            apart=True,
        ),
        Probe(
            "one far, one near",
            (np.array([[900.0, 800.0], [1.0, 1.0]]), MEANS, LEANING, np.array([0.5, 0.3, 0.2])),
            apart=True,
        ),
    ),
    mistakes=(
        Mistake(
            "prior-forgotten",
            "The priors do not enter. The bias of a class ends with the logarithm of its "
            "prior; without it all classes count as equally common.",
            wrong=gives(with_bias(lambda b, priors: b)),
            place=PARTS,
        ),
        Mistake(
            "prior-not-logged",
            "The priors were added as they are. Logits are logarithms, so it is the logarithm "
            "of a prior that adds.",
            wrong=gives(with_bias(lambda b, priors: b + priors)),
            place=PARTS,
        ),
        Mistake(
            "prior-sign",
            "The logarithm of the prior was subtracted, which favours rare classes.",
            wrong=gives(with_bias(lambda b, priors: b - np.log(priors))),
            place=PARTS,
        ),
        Mistake(
            "prior-twice",
            "The priors were counted twice: in the bias, and once more afterwards.",
            wrong=gives(with_bias(lambda b, priors: b + 2 * np.log(priors))),
            place=PARTS,
        ),
        Mistake(
            "mean-term-forgotten",
            "In the bias the term of the means with themselves is missing, or is one number for "
            "all classes. Each class has its own: the sum along its row, axis 1.",
            wrong=gives(with_bias(lambda b, priors: np.log(priors))),
        ),
        Mistake(
            "no-bias",
            "The biases are missing altogether: neither the means' own term nor the priors "
            "are there, and a point at the origin would get equal shares.",
            wrong=gives(with_bias(lambda b, priors: 0 * b)),
        ),
        Mistake(
            "half-forgotten",
            "A factor of one half is missing: in the term of the means, or in the whole "
            "exponent of the density.",
            wrong=gives(with_bias(lambda b, priors: 2 * b + np.log(priors)), without_any_half),
        ),
        Mistake(
            "mean-term-sign",
            "The term of the means was added. It comes from minus a square, and makes far "
            "means less probable, not more.",
            wrong=gives(with_bias(lambda b, priors: np.log(priors) - b)),
        ),
        Mistake(
            "sign-of-distance",
            "The squared distance from the mean has the wrong sign in the exponent: the farther "
            "a class's mean, the more probable the class.",
            wrong=gives(with_inverse(lambda S: -np.linalg.inv(S))),
        ),
        Mistake(
            "covariance-not-inverted",
            "The covariance stands where its inverse belongs. A direction in which the "
            "classes vary widely would then count most.",
            wrong=gives(with_inverse(lambda S: S)),
        ),
        Mistake(
            "covariance-ignored",
            "The covariance was left out, in part or altogether, as if all measurements were "
            "independent with variance 1.",
            wrong=gives(with_inverse(lambda S: np.eye(len(S))), inverse_in_weights_only),
        ),
        Mistake(
            "correlations-ignored",
            "Only the variances were used. The measurements are correlated, and the inverse of "
            "the whole matrix is not the matrix of inverse variances.",
            wrong=gives(with_inverse(lambda S: np.diag(1 / np.diag(S)))),
        ),
        Mistake(
            "elementwise-inverse",
            "Each entry of the covariance was inverted. The inverse of a matrix is another "
            "matrix: their product is the identity.",
            wrong=gives(with_inverse(lambda S: 1 / S)),
        ),
        Mistake(
            "each-class-alone",
            "Each logit was turned into a probability alone, by the sigmoid or the normal "
            "distribution. Classes compete: the posterior of one depends on all logits of its row.",
            wrong=gives(
                *map(ending_in, (sigmoid, normal_cdf)),
                ending_in(lambda z: shares(sigmoid(z))),
                ending_in(lambda z: shares(normal_cdf(z))),
            ),
        ),
        Mistake(
            "no-exponential",
            "The logits themselves were divided by their sum. Softmax divides their exponentials.",
            wrong=gives(
                ending_in(shares),
                ending_in(lambda z: shares(abs(z))),
                ending_in(lambda z: shares(z - z.min(axis=1, keepdims=True))),
            ),
        ),
        Mistake(
            "winner-takes-all",
            "The most probable class got everything. The posterior says how probable each class "
            "is.",
            wrong=gives(
                ending_in(lambda z: np.eye(z.shape[1])[z.argmax(axis=1)]),
                ending_in(lambda z: shares(z == z.max(axis=1, keepdims=True))),
            ),
        ),
        Mistake(
            "base-2",
            "Powers of 2 stand where powers of e belong. The logits are natural logarithms.",
            wrong=gives(ending_in(lambda z: softmax(np.log(2) * z))),
        ),
        Mistake(
            "prior-in-another-base",
            "The logarithms of the priors have base 10 or 2. The other part of the bias is in "
            "nats, so theirs have base e.",
            wrong=gives(
                with_bias(lambda b, priors: b + np.log10(priors)),
                with_bias(lambda b, priors: b + np.log2(priors)),
            ),
            place=PARTS,
        ),
        Mistake(
            "logits-negated",
            "The logits entered with the wrong sign, so the least probable class came out as the "
            "most probable.",
            wrong=gives(ending_in(lambda z: softmax(-z))),
        ),
        Mistake(
            "normalises-over-batch",
            "The columns sum to 1: examples compete with each other, where the classes should.",
            wrong=gives(
                ending_in(lambda z: softmax(z, 0)),
                ending_in(lambda z: shares(np.exp(z - z.max(axis=1, keepdims=True)), 0)),
                densities_over_batch,
            ),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "global-sum",
            "The sum runs over the whole array, so all examples share one unit of probability.",
            wrong=gives(
                ending_in(lambda z: shares(np.exp(z), None)),
                ending_in(lambda z: shares(np.exp(z - z.max()), None)),
                ending_in(lambda z: shares(np.exp(z - z.max(axis=1, keepdims=True)), None)),
            ),
            place=Place("softmax", "The wrong axis"),
        ),
        maximum_over_examples(ending_in),
        Mistake(
            "bias-a-matrix",
            "The bias holds the product of every mean with every other. Only the diagonal is "
            "wanted, where each mean stands with itself: one number for each class.",
            wrong=gives(bias_a_matrix, sum_of_a_matrix),
        ),
        Mistake(
            "means-are-rows",
            "The inverse stands on the wrong side. The means are rows, and a row is multiplied by "
            "a matrix that stands behind it.",
            wrong=gives(inverse_first),
        ),
        Mistake(
            "no-keepdims",
            "The sums or the maxima lost their axis, so those of row j were used for column j. "
            "With as many examples as classes that runs and is wrong; with one it does not show.",
            wrong=gives(
                ending_in(without_keepdims),
                ending_in(lambda z: softmax(z - z.max(axis=1))),
                ending_in(lambda z: without_keepdims(z - z.max(axis=1))),
                ending_in(
                    lambda z: (e := np.exp(z - z.max(axis=1, keepdims=True))) / e.sum(axis=1)
                ),
            ),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "not-normalised",
            "These are in proportion to the posteriors at best, or exponentials of logits: not yet "
            "divided by their sum along each row.",
            wrong=gives(
                joint,
                joint_without_constant,
                ending_in(np.exp),
                ending_in(lambda z: np.exp(z - z.max(axis=1, keepdims=True))),
                priors_at_the_end,
            ),
            place=STORY,
        ),
        Mistake(
            "returns-logits",
            "These are logits, or logarithms of the probabilities. The posterior is the "
            "softmax of them.",
            wrong=gives(
                ending_in(lambda z: z),
                ending_in(lambda z: np.log(softmax(z))),
                from_squares,
                lambda X, means, covariance, priors: from_squares(X, means, covariance, 1.0),
            ),
        ),
        Mistake(
            "softmax-of-densities",
            "Softmax was applied to densities. It expects their logarithms; densities only "
            "have to be divided by their sum.",
            wrong=gives(softmax_of_densities, ending_in(lambda z: softmax(softmax(z)))),
            place=PARTS,
        ),
        Mistake(
            "distance-not-squared",
            "The distances entered as they are. In the exponent of the normal density they are "
            "squared.",
            wrong=gives(by_distance),
        ),
        Mistake(
            "evidence-forgotten",
            "These are the priors, whatever was measured: the densities at x do not enter.",
            wrong=gives(lambda X, means, covariance, priors: np.tile(priors, (len(X), 1))),
        ),
        Mistake(
            "epsilon-for-underflow",
            "Far from all means every density is too small for a float, and a small number stands "
            "in for all of them: the classes become alike, where logarithms would tell.",
            wrong=tuple(
                lambda *args, eps=eps, change=change: shares(change(joint(*args), eps))
                for eps in (1e-300, 1e-100, 1e-30, 1e-16, 1e-15, 1e-12)
                for change in (np.add, np.maximum)
            ),
        ),
        Mistake(
            "exponential-overflows",
            "Far from all means the exponential of a logit is too large for a float, and inf is "
            "divided by inf. Only differences of logits matter, so each row can be moved first.",
            wrong=gives(ending_in(lambda z: shares(np.exp(z)))),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "global-max",
            "The largest logit of all rows was subtracted. A row far below it becomes 0/0: each "
            "row needs its own.",
            wrong=gives(ending_in(lambda z: shares(np.exp(z - z.max())))),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "logits-clipped",
            "The logits were clipped. Two that lie beyond the bound then tie, however far they are "
            "apart.",
            wrong=gives(
                *(
                    ending_in(lambda z, b=b: shares(np.exp(np.clip(z, -b, b))))
                    for b in (500, 700, 709)
                )
            ),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "densities-underflow",
            "Far from all means every density is too small for a float, and 0 is divided by "
            "0. In logarithms what all classes share cancels before anything is exponentiated.",
            wrong=gives(shares_of_densities),
        ),
    ),
    symptoms=(shown(row_sums),),
    hints=(
        "At x = (1, 1) the three classes of the chapter have (0.7914, 0.1252, 0.0834). What do "
        "you get, and what if you make the priors equal?",
        "zₖ = wₖᵀ x + bₖ with wₖ = Σ⁻¹μₖ and bₖ = −½ μₖᵀ Σ⁻¹μₖ + log πₖ.",
        "With the rows of `W` for the wₖ, every μₖᵀΣ⁻¹μₖ is the sum along a row of `W * means`.",
    ),
    why="In a sentence: what would have to be added if each class had its own covariance?",
    reply="The terms that no longer cancel: −½ xᵀ Σₖ⁻¹ x, which bends the boundary, and "
    "−½ log det Σₖ in the bias.",
    place=SEVERAL,
)
