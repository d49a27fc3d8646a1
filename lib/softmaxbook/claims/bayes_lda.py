"""Claims decided in the chapter on Bayes' rule and linear discriminant analysis."""

import math

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import log_softmax, sigmoid, softmax
from softmaxbook.gaussian import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis

MEANS = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
COVARIANCE = np.array([[1.0, 0.5], [0.5, 1.0]])
PRIORS = np.array([0.5, 0.3, 0.2])
X = np.array([1.0, 1.0])


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Logarithm of the normal density at each row of x."""
    d = x - mean
    quadratic = np.sum(d @ np.linalg.inv(covariance) * d, axis=-1)
    return -0.5 * (quadratic + math.log(np.linalg.det(2 * np.pi * covariance)))


def log_densities(x: np.ndarray) -> np.ndarray:
    """One column for each class."""
    return np.stack([log_density(x, mean, COVARIANCE) for mean in MEANS], axis=-1)


def four_around(mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Four points with exactly this mean and covariance."""
    spread = math.sqrt(2) * np.linalg.cholesky(covariance).T
    return mean + np.vstack([spread, -spread])


@claim(
    "bayes_lda.shared-covariance",
    origin="003-20",
    says="If the classes are normal with equal covariances, the posterior is exactly a softmax "
    "of a linear function of the features.",
    verdict=Verdict.TRUE,
    correct="The weights are $w_k = \\Sigma^{-1}\\mu_k$ and $b_k = -\\tfrac12 \\mu_k^\\top "
    "\\Sigma^{-1}\\mu_k + \\log\\pi_k$. With unequal covariances the logits are quadratic.",
)
def shared_covariance_is_linear() -> None:
    points = np.random.default_rng(0).normal(1, 2, size=(2000, 2))
    weights = MEANS @ np.linalg.inv(COVARIANCE)
    biases = -0.5 * np.sum(weights * MEANS, axis=1) + np.log(PRIORS)
    joint = PRIORS * np.exp(log_densities(points))
    by_bayes = joint / joint.sum(axis=1, keepdims=True)
    assert np.abs(softmax(points @ weights.T + biases) - by_bayes).max() < 1e-14
    # Twice as wide in one class: along a line, second differences of a linear function vanish.
    own = [COVARIANCE, 4 * COVARIANCE, COVARIANCE]
    examples = np.vstack([four_around(m, c) for m, c in zip(MEANS, own, strict=True)])
    model = QuadraticDiscriminantAnalysis(PRIORS).fit(examples, np.repeat([0, 1, 2], 4))
    line = np.outer(np.arange(4.0), X)
    bends = np.diff(model.decision_function(line) @ [1, -1, 0], n=2)
    assert np.allclose(bends, -0.75 * X @ np.linalg.inv(COVARIANCE) @ X)


@claim(
    "bayes_lda.bayes-optimal",
    origin="003-21",
    says="For such classes the linear classifier with softmax is Bayes-optimal.",
    verdict=Verdict.CONDITIONAL,
    correct="With the true parameters no rule errs less. A fitted one errs more, and softmax "
    "regression more than LDA, which makes use of the assumption. If both estimate everything, "
    "LDA the priors too, from many random examples of two equally probable classes whose means "
    "are 2, 3 or 4 standard deviations apart, LDA's excess of errors is 0.899, 0.641 or 0.343 of "
    "that of softmax regression.",
    otherwise={"PRIORS": np.full(3, 1 / 3)},
)
def optimal_with_the_true_parameters() -> None:
    # The rule that errs least names the class with the largest prior times density. With the true
    # parameters that is the linear rule, and a linear rule with other biases errs more.
    side = np.arange(-6, 9, 0.05)
    plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    joint = PRIORS * np.exp(log_densities(plane))
    weights = MEANS @ np.linalg.inv(COVARIANCE)
    evidence = plane @ weights.T - 0.5 * np.sum(weights * MEANS, axis=1)

    def errors(chosen: np.ndarray) -> float:
        return 1 - float(joint[np.arange(len(plane)), chosen].sum()) * 0.05**2

    least = errors(joint.argmax(axis=1))
    assert abs(errors((evidence + np.log(PRIORS)).argmax(axis=1)) - least) < 1e-12
    assert 0.1 < least < errors(evidence.argmax(axis=1)) - 0.01
    # A fitted boundary is elsewhere than the true one, at 0, and errs more.
    delta = 3

    def one_sided(boundary: float) -> float:
        return math.erfc(boundary / math.sqrt(2)) / 2

    def excess(boundary: float) -> float:
        tails = one_sided(delta / 2 - boundary) + one_sided(delta / 2 + boundary)
        return tails / 2 - one_sided(delta / 2)

    rng = np.random.default_rng(0)
    y = rng.integers(2, size=200)
    x = rng.normal(delta * (y - 0.5))[:, np.newaxis]
    model = LinearDiscriminantAnalysis().fit(x, y)
    boundary = -np.diff(model.intercept_) / np.diff(model.coef_, axis=0).ravel()
    assert excess(float(boundary[0])) > 0
    # How much more softmax regression errs, by Efron's formula.
    grid = np.linspace(-15, 15, 3001)
    for apart, expected in ((2, 0.899), (3, 0.641), (4, 0.343)):
        bell = np.exp(-((grid - apart / 2) ** 2) / 2) / math.sqrt(2 * np.pi)
        p = sigmoid(apart * grid)
        assert round((4 + apart**2) * float(np.sum(bell * p * (1 - p))) * 0.01, 3) == expected


@claim(
    "bayes_lda.inevitable",
    origin="003-22",
    says="Softmax is the inevitable result of probabilistic reasoning about classes.",
    verdict=Verdict.IMPRECISE,
    correct="That a posterior can be written as a softmax is no result: every positive one is the "
    "softmax of its own logarithm. That its logits are linear is an assumption about the "
    "classes, and other assumptions give curved logits.",
)
def linear_logits_are_the_assumption() -> None:
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(4), size=200)
    assert np.allclose(softmax(np.log(p)), p, rtol=1e-12, atol=0)
    # Two normal classes of one mean and two widths: positive log-odds between two points only.
    x = np.array([-3.0, 0.0, 3.0])
    log_odds = math.log(2) - 3 * x**2 / 8
    assert (np.sign(log_odds) == [-1, 1, -1]).all()
    assert np.allclose(softmax(np.stack([log_odds, 0 * x], axis=-1))[:, 0], sigmoid(log_odds))


@claim(
    "bayes_lda.log-bayes-factor",
    origin="003-23",
    says="A difference of logits $z_i - z_j$ is a log Bayes factor.",
    verdict=Verdict.CONDITIONAL,
    correct="Only if the two priors are equal. In general it is the log posterior odds, log Bayes "
    "factor plus log prior odds: in the example of this chapter 1.8442 is 1.3333 + 0.5108, but for "
    "rounding.",
)
def posterior_odds_hold_the_prior() -> None:
    densities = log_densities(X)
    bayes_factor = densities[0] - densities[1]
    prior_odds = math.log(PRIORS[0] / PRIORS[1])
    joint = PRIORS * np.exp(densities)
    posterior = joint / joint.sum()
    logits = np.log(PRIORS) + densities
    assert np.allclose(softmax(logits), posterior, rtol=1e-14, atol=0)
    assert np.isclose(logits[0] - logits[1], bayes_factor + prior_odds, rtol=1e-14)
    assert [round(v, 4) for v in (logits[0] - logits[1], bayes_factor, prior_odds)] == [
        1.8442,
        1.3333,
        0.5108,
    ]
    equal = np.log(softmax(densities))  # equal priors
    assert np.isclose(equal[0] - equal[1], bayes_factor, rtol=1e-14)


@claim(
    "bayes_lda.log-probability-of-data",
    origin="003-24",
    says="So logits are directly related to the log-probability of the data under each class.",
    verdict=Verdict.CONDITIONAL,
    correct="If the model is right, $z_k = \\log p(x \\mid k) + \\log \\pi_k + c(x)$, with a "
    "constant $c(x)$ for each input that no probability shows. A classifier fitted to labels "
    "learns these sums; how probable the data are under a class cannot be read from them.",
)
def logits_up_to_a_constant() -> None:
    points = np.random.default_rng(0).normal(1, 2, size=(200, 2))
    joint = log_densities(points) + np.log(PRIORS)
    weights = MEANS @ np.linalg.inv(COVARIANCE)
    logits = points @ weights.T - 0.5 * np.sum(weights * MEANS, axis=1) + np.log(PRIORS)
    constant = logits - joint
    assert np.allclose(constant, constant[:, :1], atol=1e-12)
    assert np.ptp(constant[:, 0]) > 1  # another one for each input
    assert np.allclose(log_softmax(logits), log_softmax(joint), atol=1e-12)
    # 100 standard deviations away from every class the posterior is as sure as ever.
    far = X * np.array([100.0, -100.0])
    assert softmax(weights @ far - 0.5 * np.sum(weights * MEANS, axis=1)).max() > 0.999
    assert log_densities(far).max() < -1000
