"""Claims decided in the chapter on cross-entropy."""

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import log_softmax, logsumexp, softmax
from softmaxbook.information import entropy, kl_divergence
from softmaxbook.losses import brier_score_grad, cross_entropy, cross_entropy_grad

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird
CAT = np.array([1.0, 0.0, 0.0])


@claim(
    "cross_entropy.predicted-first",
    origin="002-24",
    says="Let P be the predicted and Q the true distribution; training makes $D_\\mathrm{KL}(P\\,"
    "\\Vert\\,Q)$ small.",
    verdict=Verdict.IMPRECISE,
    correct="The names are exchanged. Training makes the divergence with the data first small, "
    "and for a one-hot label that is $-\\log p$ of its class, 0.179 for the photograph. "
    "With the prediction first it is infinite, for every softmax. Both are 0 only if the model "
    "agrees with the data, and a softmax never agrees with a one-hot label.",
)
def data_first() -> None:
    p = softmax(Z)
    assert np.isclose(kl_divergence(CAT, p), 0.17910417, rtol=0, atol=1e-8)
    rng = np.random.default_rng(0)
    q = softmax(rng.normal(scale=3, size=(500, 3)))
    assert np.isinf(kl_divergence(q, np.tile(CAT, (500, 1)))).all()
    assert np.isfinite(kl_divergence(np.tile(CAT, (500, 1)), q)).all()


@claim(
    "cross_entropy.misprinted-loss",
    origin="001-18",
    says="The loss is $-(z_i - \\log\\sum_{c=i}^{C} e^{c})$.",
    verdict=Verdict.FALSE,
    correct="Two misprints: the sum begins at the first class, and the exponents are the logits, "
    "$\\log\\sum_{c=1}^{C} e^{z_c} - z_i$. For the photograph, 0.1791; as printed, 0.4076. "
    "The point of a formula is its value, and that is wrong.",
)
def two_misprints() -> None:
    right = logsumexp(Z) - Z[0]
    assert np.isclose(right, -np.log(softmax(Z)[0]), rtol=1e-12)
    as_printed = np.log(np.exp([1.0, 2.0, 3.0]).sum()) - Z[0]
    assert (right.round(4), as_printed.round(4)) == (0.1791, 0.4076)


@claim(
    "cross_entropy.is-a-distance",
    origin="000-08",
    says="Cross-entropy measures the distance between two distributions.",
    verdict=Verdict.IMPRECISE,
    correct="It is small when the model is near the data. But the cross-entropy of a distribution "
    "with itself is its entropy, 0.548 for the photograph, it is not symmetric, and the triangle "
    "inequality fails. What vanishes exactly at agreement is the divergence, and that is not "
    "symmetric either.",
    reason="no metric",
)
def not_a_distance() -> None:
    p = softmax(Z)
    assert np.isclose(-(p * np.log(p)).sum(), 0.548, atol=5e-4)
    a, b = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    assert abs((a * np.log(b)).sum() - (b * np.log(a)).sum()) > 0.5
    sure, half, other = np.array([[0.99, 0.01], [0.5, 0.5], [0.01, 0.99]])
    direct = -(sure * np.log(other)).sum()
    assert direct > -(sure * np.log(half)).sum() - (half * np.log(other)).sum()


@claim(
    "cross_entropy.entropy-is-constant",
    origin="002-27",
    says="The entropy of the data, $\\sum P \\log P$, is a constant.",
    verdict=Verdict.IMPRECISE,
    correct="It is the same for every model, but the entropy is $-\\sum P \\log P$, with a minus. "
    "For a one-hot label it is 0, so that cross-entropy and divergence are equal.",
)
def constant_with_the_other_sign() -> None:
    y = np.array([0.5, 0.25, 0.25])
    assert np.isclose(entropy(y), -(y * np.log(y)).sum())
    assert entropy(y) > 0
    rng = np.random.default_rng(0)
    for z in rng.normal(scale=3, size=(200, 3)):
        p = softmax(z)
        assert (p > 0).all()
        assert np.isclose(cross_entropy(z, y) - kl_divergence(y, p), entropy(y), rtol=1e-9)
        assert np.isclose(cross_entropy(z, CAT), kl_divergence(CAT, p), rtol=1e-9)
    assert entropy(CAT) == 0


@claim(
    "cross_entropy.divergence-formula",
    origin="002-25",
    says="$D_\\mathrm{KL}(P\\,\\Vert\\,Q) = \\sum P \\log\\frac{P}{Q}$.",
    verdict=Verdict.TRUE,
    correct="With P for the data and Q for the model, $0 \\log 0 = 0$, and infinity where P has "
    "something and Q has nothing.",
    otherwise={"kl_divergence": lambda y, p: (p * np.log(p / y)).sum(axis=-1)},
)
def formula_and_conventions() -> None:
    rng = np.random.default_rng(0)
    y, p = rng.dirichlet(np.ones(4), size=(2, 500))
    assert np.allclose(kl_divergence(y, p), (y * np.log(y / p)).sum(axis=1), rtol=1e-9)
    assert kl_divergence([0.5, 0.5, 0.0], [0.25, 0.75, 0.0]) > 0
    assert np.isinf(kl_divergence([0.5, 0.5], [1.0, 0.0]))


@claim(
    "cross_entropy.divergence-as-distance",
    origin="002-26",
    says="The Kullback–Leibler divergence is the distance of two distributions.",
    verdict=Verdict.IMPRECISE,
    correct="It is never negative and 0 only if the two agree. It is not symmetric, 1.614 and "
    "0.637 for a fair coin and one with 0.99, and the way through a third distribution may be "
    "shorter than the direct one.",
    otherwise={"kl_divergence": lambda y, p: abs(y - p).sum(axis=-1) / 2},
    reason="no metric",
)
def a_divergence() -> None:
    rng = np.random.default_rng(0)
    y, p = rng.dirichlet(np.ones(4), size=(2, 500))
    assert (kl_divergence(y, p) > 0).all()
    assert (abs(kl_divergence(y, y)) < 1e-15).all()
    a, b, c = np.array([[0.5, 0.5], [0.8, 0.2], [0.99, 0.01]])
    assert (kl_divergence(a, c).round(3), kl_divergence(c, a).round(3)) == (1.614, 0.637)
    assert kl_divergence(a, c) > kl_divergence(a, b) + kl_divergence(b, c)


@claim(
    "cross_entropy.minimising-either",
    origin="002-28",
    says="To minimise the divergence is to minimise the cross-entropy.",
    verdict=Verdict.TRUE,
    correct="For fixed data. The two differ by the entropy of the data, so the minimisers and all "
    "gradients with respect to the model agree.",
)
def same_gradient() -> None:
    rng = np.random.default_rng(0)
    for z in rng.normal(scale=2, size=(50, 3)):
        y, step = rng.dirichlet(np.ones(3)), 1e-5 * rng.normal(size=3)
        after, before = softmax([z + step, z - step])
        assert min(after.min(), before.min()) > 0
        one = kl_divergence(y, after) - kl_divergence(y, before)
        other = cross_entropy(z + step, y) - cross_entropy(z - step, y)
        assert np.isclose(one, other, rtol=1e-4, atol=1e-14)
        assert np.isclose(other, 2 * cross_entropy_grad(z, y) @ step, rtol=1e-4, atol=1e-12)


@claim(
    "cross_entropy.log-likelihood",
    origin="002-29",
    says="With $L = -\\log p$ of the right class, the least loss is the largest log-likelihood.",
    verdict=Verdict.TRUE,
    correct="The likelihood of independent examples is the product of their probabilities, and "
    "its logarithm the sum of their −L. The likelihood itself underflows: a thousand factors of "
    "0.3 are 0 in float64.",
)
def sum_is_minus_log_of_product() -> None:
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=2, size=(20, 5)), rng.integers(5, size=20)
    likelihood = softmax(z)[np.arange(20), y].prod()
    assert np.isclose(cross_entropy(z, y, reduction="sum"), -np.log(likelihood), rtol=1e-10)
    assert np.prod(np.full(1000, 0.3)) == 0


@claim(
    "cross_entropy.only-the-true-class",
    origin="000-09",
    says="With a one-hot label only the term of the true class survives: the loss is −log 0.836.",
    verdict=Verdict.TRUE,
    correct="That is 0.179 nats, or 0.258 bits. In floating point the other terms survive as "
    "`nan` once a probability has underflowed, 0 times the logarithm of 0; so pick the entry by "
    "its index.",
)
def one_term() -> None:
    p = softmax(Z)
    assert p[0].round(3) == 0.836
    assert np.isclose(cross_entropy(Z, CAT), -np.log(p[0]), rtol=1e-12)
    assert (-np.log(p[0]).round(3), -np.log2(p[0]).round(3)) == (0.179, 0.258)
    with np.errstate(all="ignore"):
        assert np.isnan(-(CAT * np.log(softmax([800.0, 0.0, 0.0]))).sum())


@claim(
    "cross_entropy.closer-to-one",
    origin="000-10",
    says="The closer the probability of the right class is to 1, the smaller the loss; the smaller "
    "it is, the larger the loss.",
    verdict=Verdict.TRUE,
    correct="$-\\log p$ falls strictly, from infinity at 0 to 0 at 1, and is convex: 0.105, 2.303 "
    "and 4.605 for 0.9, 0.1 and 0.01. That alone does not make a loss a good one.",
    otherwise={"loss": lambda p: 1 - p},
)
def falls_strictly(loss=lambda p: -np.log(p)) -> None:
    losses = loss(np.linspace(0.001, 1, 1000))
    assert (np.diff(losses) < 0).all()
    assert (np.diff(losses, 2) > 0).all()
    assert loss(np.array([0.9, 0.1, 0.01])).round(3).tolist() == [0.105, 2.303, 4.605]


@claim(
    "cross_entropy.almost-always",
    origin="000-11",
    says="Softmax is almost always trained with the cross-entropy.",
    verdict=Verdict.TRUE,
    correct="It is the usual pair, and has good reasons: it is strictly proper and convex in the "
    "logits. It is not the only one. The Brier score, for one, has the same best answer, and "
    "chapter 9 compares the two.",
    otherwise={"brier_score_grad": lambda z, y: np.eye(3)[0] - y},
    source="Hui and Belkin (2021)",
    reason="usage",
)
def another_loss_with_the_same_answer() -> None:
    y = np.array([0.6, 0.3, 0.1])
    for gradient, rate in ((cross_entropy_grad, 1.0), (brier_score_grad, 1.0)):
        z = np.zeros(3)
        for _ in range(2000):
            z = z - rate * gradient(z, y)
        assert np.allclose(softmax(z), y, rtol=0, atol=1e-9)


@claim(
    "cross_entropy.usual-partner",
    origin="001-13",
    says="A softmax output usually goes with the cross-entropy.",
    verdict=Verdict.TRUE,
    correct="The two fit: the logarithm undoes the exponential, and the loss is log-sum-exp minus "
    "a logit.",
    source="Hui and Belkin (2021)",
    reason="usage",
)
def logarithm_undoes() -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(scale=3, size=(500, 4))
    assert np.allclose(-np.log(softmax(z)), logsumexp(z)[:, None] - z, rtol=1e-9)


@claim(
    "cross_entropy.training-in-one-line",
    origin="000-27",
    says="In training: logits, probabilities, loss, and the gradient p − y.",
    verdict=Verdict.TRUE,
    correct="In this order on paper. In practice the loss takes the logits and computes what it "
    "needs of the probabilities by itself, as they may have underflowed.",
    reason="labels add up to 1",
)
def four_steps() -> None:
    p = softmax(Z)
    assert np.isclose(-np.log(p[0]), cross_entropy(Z, 0), rtol=1e-12)
    assert np.allclose(p - CAT, cross_entropy_grad(Z, 0), rtol=1e-12)
    with np.errstate(divide="ignore"):
        assert np.isinf(-np.log(softmax([800.0, 0.0])[1]))
    assert cross_entropy([800.0, 0.0], 1) == 800


@claim(
    "cross_entropy.as-large-as-possible",
    origin="001-15",
    says="$p_i$ is the probability of the true class; it is to become as large as possible, at "
    "most 1.",
    verdict=Verdict.TRUE,
    correct="Finite logits come as near to 1 as one likes and never reach it.",
)
def never_one() -> None:
    gaps = np.array([1.0, 10.0, 30.0])
    p = softmax(np.stack([gaps, np.zeros(3)], axis=-1))[:, 0]
    assert (p < 1).all()
    assert (np.diff(p) > 0).all()
    assert log_softmax(np.array([100.0, 0.0]))[0] < 0


@claim(
    "cross_entropy.zero-at-one",
    origin="001-16",
    says="If $p_i = 1$ for the true class, the loss is 0.",
    verdict=Verdict.TRUE,
    correct="It is the limit for ever larger leads. In float64 softmax rounds to 1 at a lead of 37 "
    "nats, where the loss, computed from logits with log1p, is still $8.5 \\cdot 10^{-17}$.",
)
def limit_of_the_loss() -> None:
    assert -np.log(1.0) == 0
    ahead = np.array([37.0, 0.0])
    assert softmax(ahead)[0] == 1
    assert f"{cross_entropy(ahead, 0):.1e}" == "8.5e-17"


@claim(
    "cross_entropy.formula",
    origin="001-19",
    says="The cross-entropy is $L = -\\sum_c y_c \\log p_c$.",
    verdict=Verdict.TRUE,
    correct="With the target outside and the model inside the logarithm.",
)
def target_outside() -> None:
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=2, size=(100, 4)), rng.dirichlet(np.ones(4), size=100)
    expected = -(y * np.log(softmax(z))).sum(axis=1)
    assert np.allclose(cross_entropy(z, y, reduction="none"), expected, rtol=1e-9)


@claim(
    "cross_entropy.index-one",
    origin="001-20",
    says="Of three classes, if index 1 is true, the second class is meant and the label is [0, 1, "
    "0].",
    verdict=Verdict.TRUE,
    correct="Counting from 0, as code does.",
    otherwise={"cross_entropy": lambda z, y: logsumexp(z) - z[0]},
)
def counted_from_zero() -> None:
    assert np.isclose(cross_entropy(Z, 1), logsumexp(Z) - Z[1], rtol=1e-12)
    assert np.isclose(cross_entropy(Z, 1), cross_entropy(Z, [0.0, 1.0, 0.0]), rtol=1e-12)


@claim(
    "cross_entropy.two-countings",
    origin="001-21",
    says="For three classes, $-\\sum_{c=1}^{C} y_c \\log p_c = -(y_0 \\log p_0 + y_1 \\log p_1 + "
    "y_2 \\log p_2)$.",
    verdict=Verdict.IMPRECISE,
    correct="Either numbering is fine, but they are mixed: with classes 0 to 2, a sum from 1 to 3 "
    "leaves out class 0 and asks for a class 3 that does not exist.",
)
def from_one_or_from_zero() -> None:
    p = softmax(Z)
    whole = -sum(CAT[c] * np.log(p[c]) for c in (0, 1, 2))
    assert np.isclose(whole, cross_entropy(Z, 0), rtol=1e-12)
    read_literally = -sum(CAT[c] * np.log(p[c]) for c in (1, 2))  # and there is no class 3
    assert read_literally == 0


@claim(
    "cross_entropy.hence-the-name",
    origin="001-22",
    says="With a one-hot label the cross-entropy equals −log p of the true class; hence the name "
    "cross-entropy loss.",
    verdict=Verdict.TRUE,
    correct="And both are the negative log-likelihood of one draw from the categorical "
    "distribution with probabilities p.",
    source="Zhang et al. (2023), section 4.1",
)
def three_names_for_one_number() -> None:
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=2, size=(100, 4)), rng.integers(4, size=100)
    p = softmax(z)
    categorical = (p ** np.eye(4)[y]).prod(axis=1)  # the probability function of the draw
    expected = cross_entropy(z, np.eye(4)[y], reduction="none")
    assert np.allclose(-np.log(categorical), expected, rtol=1e-9)
    assert np.allclose(-np.log(p[np.arange(100), y]), expected, rtol=1e-9)
