"""Claims decided in the chapter on attention."""

import numpy as np

from softmaxbook.attention import scaled_dot_product_attention
from softmaxbook.claims.record import Verdict, claim
from softmaxbook.derivatives import gradient_check, softmax_jacobian
from softmaxbook.functions import sigmoid, softmax

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


def text(seed: int = 0):
    """Queries, keys and values of five tokens."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(5, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 3))


@claim(
    "attention.only-last-layer",
    origin="004-07",
    says="Softmax is used only in the last layer of a network.",
    verdict=Verdict.CONDITIONAL,
    correct="True of a plain classifier. Softmax also stands wherever a network weighs "
    "alternatives on the way: tokens in attention, experts behind a gate, places behind a pointer. "
    "A model of twelve layers with twelve heads takes 144 softmaxes inside for the one at its end.",
    reason="the place of one softmax",
)
def a_layer_follows() -> None:
    q, k, v = text()
    scores = q @ k.T / 2
    output, weights = scaled_dot_product_attention(q, k, v)
    assert np.allclose(weights, softmax(scores), rtol=1e-12)
    assert np.allclose(output, softmax(scores) @ v, rtol=1e-12)
    # What follows reaches back through the weights: this softmax is not at the end.
    next_layer = np.array([1.0, -2.0, 0.5])

    def result(query):
        return softmax(k @ query / 2) @ v @ next_layer

    def slope(query):
        return k.T @ softmax_jacobian(k @ query / 2) @ v @ next_layer / 2

    assert gradient_check(result, slope, q[0]) < 1e-7
    assert abs(slope(q[0])).max() > 0.01


@claim(
    "attention.position-fixed",
    origin="000-12",
    says="The place of softmax in a network is quite fixed: right after the output layer.",
    verdict=Verdict.CONDITIONAL,
    correct="True of the last softmax of a classifier, which stands after the scores of its "
    "classes. In the same network others may stand anywhere, because what softmax needs "
    "is scores and not an output layer. In attention they stand in every layer.",
    reason="the place of one softmax",
)
def needs_scores_only() -> None:
    # A classifier of two layers of attention, whose last softmax is one of eleven.
    x = text(1)[0]
    distributions = []
    for _ in range(2):
        output, weights = scaled_dot_product_attention(x, x, x)
        assert np.allclose(weights, softmax(x @ x.T / 2), rtol=1e-12)
        distributions += list(weights)
        x = x + output
    distributions.append(softmax(x.mean(axis=0)))
    assert len(distributions) == 11
    assert all(np.isclose(p.sum(), 1) and (p > 0).all() for p in distributions)


@claim(
    "attention.core-of-attention",
    origin="003-40",
    says="Softmax is a core component of the attention in Transformers.",
    verdict=Verdict.TRUE,
    correct="In the attention defined by Vaswani et al. (2017) every query takes the mean of the "
    "values with the weights softmax of query times key over $\\sqrt d$; for what Transformers "
    "use, the verdict rests on that paper. To softmax it is due that the weights are positive and "
    "sum to 1, and that the gradient is a covariance. It is not the only conceivable way to weigh "
    "tokens.",
    source="Vaswani et al. (2017)",
)
def weights_are_softmax() -> None:
    q, k, v = text()
    output, weights = scaled_dot_product_attention(q, k, v)
    assert np.allclose(weights, softmax(q @ k.T / np.sqrt(4)), rtol=1e-12)
    assert (output <= v.max(axis=0)).all()
    assert (output >= v.min(axis=0)).all()
    p = softmax(k @ q[0] / 2)
    covariance = (v * p[:, None]).T @ k - np.outer(p @ v, p @ k)
    for entry in range(3):
        gap = gradient_check(
            lambda x, e=entry: softmax(k @ x / 2) @ v[:, e],
            lambda x, e=entry: covariance[e] / 2,
            q[0],
        )
        assert gap < 1e-7


@claim(
    "attention.sees-all-so-last",
    origin="004-08",
    says="ReLU and sigmoid look at one value, softmax looks at all of them; that is why it "
    "stands in the last layer.",
    verdict=Verdict.IMPRECISE,
    correct="The first half holds: the Jacobians of ReLU and sigmoid are diagonal, that of "
    "softmax has no zeros. The second does not follow. Softmax looks at all values in attention "
    "too, in the middle of a network. At the end it stands because one class is to be chosen from "
    "$K$, and where any number of labels may hold, sigmoids stand there.",
    otherwise={"softmax": sigmoid},
)
def coupled_but_not_last() -> None:
    def jacobian(f):
        return np.array([(f(Z + h) - f(Z - h)) / 2e-6 for h in 1e-6 * np.eye(3)]).T

    for elementwise in (sigmoid, lambda z: np.maximum(z, 0)):
        J = jacobian(elementwise)
        assert abs(J - np.diag(np.diag(J))).max() == 0
        assert (abs(np.diag(J)) > 0.01).all()
    J = jacobian(softmax)
    assert (abs(J) > 0.005).all()
    assert np.allclose(J, softmax_jacobian(Z), atol=1e-8)
