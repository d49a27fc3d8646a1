"""Claims decided in the chapter on logits."""

import inspect

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import log_softmax, logsumexp, sigmoid, softmax

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


@claim(
    "logits.one-unit-per-class",
    origin="000-01",
    says="The last linear layer has as many units as there are classes.",
    verdict=Verdict.CONDITIONAL,
    correct="True of the usual layout, which is a convention: $K - 1$ units are enough, since one "
    "score may be fixed at 0 without losing any distribution; for two classes one unit and the "
    "sigmoid do.",
)
def one_unit_per_class() -> None:
    assert np.allclose(softmax(Z - Z[-1]), softmax(Z), rtol=1e-14, atol=0)
    assert np.isclose(softmax([Z[0], Z[1]])[0], sigmoid(Z[0] - Z[1]), rtol=1e-14, atol=0)


@claim(
    "logits.raw-score",
    origin="000-02",
    says="Each unit of the last layer emits a raw score, which is called a logit.",
    verdict=Verdict.TRUE,
    correct="The word first meant log-odds. Differences of scores are log-odds between two "
    "classes, $z_i - z_j = \\log(p_i / p_j)$; a score alone is a log-probability up to a common "
    "constant.",
    source="Berkson (1944), for the word",
)
def raw_score() -> None:
    p = softmax(Z)
    assert np.allclose(Z[:, None] - Z, np.log(p[:, None] / p), atol=1e-14)
    assert not np.isclose(Z[0], np.log(p[0] / (1 - p[0])))


@claim(
    "logits.no-weights",
    origin="000-03",
    says="The softmax layer has no weights of its own.",
    verdict=Verdict.TRUE,
    correct="Softmax is a fixed function of the scores. A temperature, one number, is sometimes "
    "added and fitted.",
    otherwise={"softmax": lambda x, weights: np.exp(weights * x)},
)
def no_weights() -> None:
    parameters = inspect.signature(softmax).parameters.values()
    assert [p.name for p in parameters if p.default is p.empty] == ["x"]
    # Nothing but the differences of the scores enters: the ratios are fixed by the input alone.
    assert np.allclose(softmax(Z) / softmax(Z)[0], np.exp(Z - Z[0]), rtol=1e-14, atol=0)


@claim(
    "logits.range",
    origin="002-01",
    says="Logits range over all real numbers.",
    verdict=Verdict.TRUE,
    correct="Every real vector is the logits of one distribution, and every distribution with "
    "positive entries has logits: $z = \\log p$.",
)
def any_real() -> None:
    rng = np.random.default_rng(0)
    for z in rng.uniform(-100, 100, size=(200, 4)):
        p = softmax(z)
        assert (p > 0).all()
        assert np.isclose(p.sum(), 1, rtol=1e-14, atol=0)
    p = rng.dirichlet(np.ones(4), size=200)
    assert np.allclose(softmax(np.log(p)), p, rtol=1e-12, atol=0)


@claim(
    "logits.universal-approximation",
    origin="002-02",
    says="Universal approximation holds for unconstrained outputs, and that is why a network "
    "ends in logits.",
    verdict=Verdict.IMPRECISE,
    correct="The theorems are about continuous functions on compact sets. They cover positive "
    "continuous probabilities as well: a network within $\\varepsilon$ of $\\log p$ in Euclidean "
    "norm gives probabilities within $\\varepsilon / 2$, because "
    "$\\lVert\\mathrm{softmax}(a) - \\mathrm{softmax}(b)\\rVert "
    "\\le \\tfrac12 \\lVert a - b\\rVert$. So they do not explain why networks end in logits.",
)
def approximation_carries_over() -> None:
    # The derivative diag(p) - p pᵀ has no eigenvalue above ½ (chapter 3 proves it).
    rng = np.random.default_rng(0)
    a = rng.normal(size=(20_000, 4)) * rng.uniform(0.01, 5, size=(20_000, 1))
    b = a + rng.normal(size=a.shape) * rng.uniform(0.01, 2, size=(20_000, 1))
    moved = np.linalg.norm(softmax(a) - softmax(b), axis=1)
    assert (moved <= 0.5 * np.linalg.norm(a - b, axis=1) + 1e-15).all()
    # ½ cannot be lowered: two equal logits, far above the others, pulled slightly apart.
    a, b = np.array([0, 0, -50, -50]), np.array([1e-4, -1e-4, -50, -50])
    assert np.linalg.norm(softmax(a) - softmax(b)) > 0.4999 * np.linalg.norm(a - b)


@claim(
    "logits.constraint-is-harder",
    origin="002-03",
    says="Learning outputs that are constrained to be probabilities would be much harder to "
    "optimise.",
    verdict=Verdict.CONDITIONAL,
    correct="True of plain gradient steps on the probabilities themselves, which leave the "
    "simplex. Multiplicative steps stay on it, and so do other maps from free numbers, such as "
    "stick-breaking and normalised squares.",
    otherwise={"step": lambda p, gradient: np.maximum(p - 0.1 * gradient, 0)},
)
def other_parametrisations(step=lambda p, gradient: p * np.exp(-0.1 * gradient)) -> None:
    # Down -Σ y log p from a bad start, whose gradient is -y / p.
    y, start = np.array([0.7, 0.2, 0.1]), np.array([0.02, 0.08, 0.9])
    assert (start + 0.1 * y / start).sum() > 1  # a plain step leaves the simplex at once
    p = start
    for _ in range(300):
        p = step(p, -y / p)
        p = p / p.sum()
    assert np.allclose(p, y, atol=1e-6)

    free = np.array([0.4, -1.3])
    share = sigmoid(free)
    stick = np.array([share[0], (1 - share[0]) * share[1], (1 - share[0]) * (1 - share[1])])
    squares = Z**2 / (Z**2).sum()
    for q in (stick, squares):
        assert (q > 0).all()
        assert np.isclose(q.sum(), 1)


@claim(
    "logits.confidence-score",
    origin="002-04",
    says="A logit is a confidence score.",
    verdict=Verdict.CONDITIONAL,
    correct="Only beside the other logits of the same example. The largest logit of (3, 1, 0.2) "
    "is above that of (2, −3, −3), and the probability behind it is lower: 0.836 against 0.987.",
)
def only_relative() -> None:
    first, second = Z, np.array([2.0, -3.0, -3.0])
    assert first.max() > second.max()
    assert softmax(first).max().round(3) == 0.836
    assert softmax(second).max().round(3) == 0.987


@claim(
    "logits.energy",
    origin="002-05",
    says="A logit is an energy.",
    verdict=Verdict.FALSE,
    correct="It is a negative energy. In $p_i \\propto e^{-E_i / T}$ a high energy is "
    "improbable, so $z_i = -E_i / T$, again up to a common constant.",
)
def negative_energy() -> None:
    energy = -Z
    boltzmann = np.exp(-energy) / np.exp(-energy).sum()
    assert np.allclose(boltzmann, softmax(Z), rtol=1e-14, atol=0)
    assert boltzmann.argmax() == energy.argmin()
    assert softmax(energy).argmax() == Z.argmin()  # the sign error picks the bird


@claim(
    "logits.log-probability",
    origin="002-07",
    says="So the network fits an unnormalised log-probability.",
    verdict=Verdict.TRUE,
    correct="$z = \\log p + c(x)$, with a constant $c(x)$ for each input that the probabilities "
    "do not determine.",
    otherwise={"log_softmax": lambda z: z},
)
def log_probability_up_to_constant() -> None:
    constant = np.array([[-40.0], [0.0], [7.5]])
    assert np.allclose(log_softmax(Z + constant), log_softmax(Z), rtol=0, atol=1e-13)
    assert np.allclose(Z - log_softmax(Z), logsumexp(Z))  # the same constant for every class


@claim(
    "logits.not-probabilities",
    origin="003-01",
    says="Logits are raw, uncalibrated scores, not probabilities.",
    verdict=Verdict.TRUE,
    correct="They need not lie in (0, 1) nor sum to 1. Their softmax does, and still need not "
    "be calibrated: multiplying all logits by 3 gives other probabilities for the same ranking.",
)
def not_probabilities() -> None:
    assert Z.max() > 1
    assert Z.sum() != 1
    assert (np.argsort(3 * Z) == np.argsort(Z)).all()
    assert abs(softmax(3 * Z) - softmax(Z)).max() > 0.1


@claim(
    "logits.only-differences",
    origin="003-12",
    says="The absolute size of the logits is irrelevant; only their differences matter.",
    verdict=Verdict.TRUE,
    correct="A common constant cancels. The size of the differences does matter: doubling every "
    "logit turns 0.836 into 0.978.",
)
def only_differences() -> None:
    assert np.allclose(softmax(Z + 100), softmax(Z), rtol=1e-12, atol=0)
    assert softmax(Z)[0].round(3) == 0.836
    assert softmax(2 * Z)[0].round(3) == 0.978


@claim(
    "logits.one-vector-per-class",
    origin="004-02",
    says="For N classes the last layer emits an N-vector: one vector for each class.",
    verdict=Verdict.IMPRECISE,
    correct="One vector for each example, with one component for each class.",
    otherwise={"layer": lambda X, W: (X @ W).T},
)
def one_component_per_class(layer=np.matmul) -> None:
    n, features, classes = 5, 2, 3
    rng = np.random.default_rng(0)
    logits = layer(rng.normal(size=(n, features)), rng.normal(size=(features, classes)))
    assert logits.shape == (n, classes)


@claim(
    "logits.from-flatten-layer",
    origin="004-03",
    says="The numbers that softmax receives come from the flatten layer.",
    verdict=Verdict.IMPRECISE,
    correct="They come from the last linear layer. Flattening rearranges the features before it "
    "and leaves every number, and how many there are, as it was.",
    otherwise={"flatten": lambda maps: maps.mean(axis=(1, 2))},
)
def from_linear_layer(flatten=np.ravel) -> None:
    feature_map = np.arange(12.0).reshape(3, 2, 2)
    flat = flatten(feature_map)
    assert sorted(flat) == sorted(feature_map.ravel())
    assert flat.size == 12
    weights = np.random.default_rng(0).normal(size=(3, flat.size))
    assert (weights @ flat).size == 3
