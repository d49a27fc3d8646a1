"""Claims decided in the chapter on maximum entropy."""

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import logsumexp, softmax
from softmaxbook.information import entropy, kl_divergence
from softmaxbook.maxent import maximum_entropy

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird
EXCHANGE = np.array([2.0, -7.0, 5.0])  # changes neither the sum of p nor the mean of Z


@claim(
    "maximum_entropy.boltzmann",
    origin="002-13",
    says="The softmax distribution is the Boltzmann (Gibbs) distribution.",
    verdict=Verdict.TRUE,
    correct="With energies $E = -z$ at temperature 1 (Boltzmann's constant taken as 1), or "
    "$E = -Tz$ at temperature $T$. The sign belongs to it: a high score is a low energy.",
)
def boltzmann_distribution() -> None:
    for temperature in (0.5, 1.0, 3.0):
        energy = -temperature * Z
        weights = np.exp(-energy / temperature)
        assert np.allclose(weights / weights.sum(), softmax(Z), rtol=1e-14, atol=0)
    assert energy.argmin() == softmax(Z).argmax()


@claim(
    "maximum_entropy.given-the-energies",
    origin="002-14",
    says="Given the energies, the softmax distribution has maximal entropy.",
    verdict=Verdict.CONDITIONAL,
    correct="Among the distributions with the same mean energy. Without that condition the "
    "uniform distribution has the most, whatever the energies: log 3 = 1.0986 nats for three "
    "states, against 0.5477 for softmax of (3, 1, 0.2).",
)
def with_its_own_mean() -> None:
    p = softmax(Z)
    assert entropy(p).round(4) == 0.5477
    assert entropy(np.ones(3) / 3).round(4) == 1.0986
    for step in (-0.01, -0.001, 0.001, 0.01):  # everything else that has the same mean
        q = p + step * EXCHANGE
        assert np.isclose(q @ Z, p @ Z)
        assert entropy(q) < entropy(p)


@claim(
    "maximum_entropy.mean-constraint",
    origin="002-15",
    says="Softmax of the scores maximises the entropy when the mean score is fixed.",
    verdict=Verdict.CONDITIONAL,
    correct="The maximiser is softmax of β times the scores, and the mean sets β. For "
    "(3, 1, 0.2), β = 1 belongs to the mean 2.6314 alone; 2 gives 0.4147, the plain mean "
    "1.4 gives 0, and 1 gives −0.3272, which reverses the order. A mean must lie strictly between "
    "the lowest and the highest score.",
)
def mean_sets_beta() -> None:
    own_mean = softmax(Z) @ Z
    assert own_mean.round(4) == 2.6314
    for mean, expected in ((own_mean, 1), (2.0, 0.4147), (1.4, 0), (1.0, -0.3272)):
        p, beta = maximum_entropy(Z, mean)
        assert abs(beta - expected) < 5e-5
        assert np.isclose(p @ Z, mean)
        assert np.allclose(p, softmax(beta * Z), rtol=1e-12, atol=0)
        for step in (-1e-3, 1e-3):
            assert entropy(p + step * EXCHANGE) < entropy(p)
    assert (np.argsort(maximum_entropy(Z, 1.0)[0]) == np.argsort(-Z)).all()
    for impossible in (0.2, 3.0, 3.5):
        try:
            maximum_entropy(Z, impossible)
        except ValueError:
            continue
        raise AssertionError(f"the mean {impossible} has no solution, but one was returned")


@claim(
    "maximum_entropy.stationary-is-enough",
    origin="002-16",
    says="Setting the derivatives of the Lagrangian to zero proves that softmax is the maximum.",
    verdict=Verdict.CONDITIONAL,
    correct="It finds the point. That it is the maximum, on the whole simplex, needs one more "
    "sentence: entropy is strictly concave and the constraints are linear. For the sum of squares "
    "the same steps find the minimum.",
    otherwise={"entropy": lambda p: (p**2).sum(axis=-1)},
)
def concavity_is_needed() -> None:
    # On the line of mean 2 through (0.5, 0.5, 0), as in the chapter.
    t = np.linspace(0, 1 / 14, 1001)[:, None]
    line = np.array([0.5, 0.5, 0.0]) + t * EXCHANGE
    squares, entropies = (line**2).sum(axis=1), entropy(line)
    assert 0 < squares.argmin() < 1000  # stationary, and the least
    assert np.isclose(t[squares.argmin(), 0], 2.5 / 78, atol=1e-4)
    assert squares.argmax() in (0, 1000)
    assert 0 < entropies.argmax() < 1000  # stationary, and the most
    assert (np.diff(entropies, n=2) < 0).all()
    # The loss against the maximum is a divergence, which is never negative.
    p, _ = maximum_entropy(Z, 2.0)
    assert np.allclose(entropies, entropy(p) - kl_divergence(line, np.tile(p, (1001, 1))))


@claim(
    "maximum_entropy.beta-absorbed",
    origin="002-17",
    says="The multiplier β is absorbed into the scores, or set to 1/T.",
    verdict=Verdict.TRUE,
    correct="It is a name for the unit of the scores, and 1/β is the temperature if β is "
    "positive. Renaming does not choose its value: if the mean is given, β is.",
)
def only_a_name() -> None:
    for beta in (0.25, 1.0, 4.0):
        p = softmax(beta * Z)
        assert np.allclose(p, softmax(Z, temperature=1 / beta), rtol=1e-13, atol=0)
        assert Z.min() < p @ Z < Z.max()
        assert np.isclose(maximum_entropy(Z, p @ Z)[1], beta)


@claim(
    "maximum_entropy.known-information",
    origin="002-18",
    says="The known information, under which the entropy is maximised, is the logits.",
    verdict=Verdict.IMPRECISE,
    correct="What is known is one number, their mean under $p$. The logits are the scale on which "
    "it is measured; adding a constant to all of them and to the mean leaves the answer as it is.",
    otherwise={"maximum_entropy": lambda z, mean: (softmax(z), 1.0)},
)
def one_number_is_known() -> None:
    for mean in (0.5, 1.4, 2.0, 2.9):
        p, beta = maximum_entropy(Z, mean)
        shifted, same_beta = maximum_entropy(Z + 10, mean + 10)
        assert np.allclose(p, shifted, rtol=1e-9)
        assert np.isclose(beta, same_beta, atol=1e-9)
    # The same logits, two means: two distributions.
    assert abs(maximum_entropy(Z, 2.0)[0] - maximum_entropy(Z, 1.0)[0]).max() > 0.3


@claim(
    "maximum_entropy.optimal-solution",
    origin="002-19",
    says="Softmax is nature's optimal solution.",
    verdict=Verdict.IMPRECISE,
    correct="Optimal for a problem that has to be named: softmax of $z$ is the only "
    "maximiser of $\\langle p, z\\rangle + H(p)$, and the value is $\\mathrm{LSE}(z)$, 3.1791 for "
    "(3, 1, 0.2). Measured otherwise, other functions are optimal: with "
    "$\\tfrac12(1 - \\sum_i p_i^2)$ in place of $H$ it is sparsemax.",
)
def gibbs_principle() -> None:
    best = softmax(Z)
    assert logsumexp(Z).round(4) == 3.1791
    assert np.isclose(best @ Z + entropy(best), logsumexp(Z), rtol=1e-14)
    others = np.random.default_rng(0).dirichlet(np.ones(3), size=5000)
    shortfall = logsumexp(Z) - (others @ Z + entropy(others))
    assert (shortfall > 0).all()
    assert np.allclose(shortfall, kl_divergence(others, np.tile(best, (5000, 1))), rtol=1e-9)
    # With the other measure of openness, the corner beats softmax.
    assert Z[0] > best @ Z + (1 - best @ best) / 2
