"""Claims decided in the chapter on softmax elsewhere."""

import numpy as np

from softmaxbook.attention import scaled_dot_product_attention
from softmaxbook.claims.attention import Z, text
from softmaxbook.claims.record import Verdict, claim
from softmaxbook.derivatives import gradient_check, softmax_jacobian
from softmaxbook.functions import sigmoid, softmax


@claim(
    "elsewhere.generally-output",
    origin="001-01",
    says="Softmax is generally applied to the output, for classification.",
    verdict=Verdict.CONDITIONAL,
    correct="In networks that choose one of $K$ labels and have no attention and no gates, yes. "
    "One sigmoid for each label takes its place where several labels may hold at once. And in a "
    "network with attention most softmaxes are not at the output, nor are they for classification.",
    source="Zhang et al. (2023), section 4.1",
    reason="the place of one softmax",
)
def one_label_of_k() -> None:
    # One of K: the shares exclude one another. Any of K: sigmoids, which do not.
    p, each = softmax(Z), sigmoid(Z)
    assert np.isclose(p.sum(), 1)
    assert each.sum().round(2) == 2.23
    assert (each > 0.5).all()
    assert (p > 0.5).sum() == 1
    assert np.isclose(softmax([Z[0], 0.0])[0], each[0], rtol=1e-12)
    # Attention: five tokens take as many softmaxes, each over tokens and not over labels.
    q, k, v = text()
    _, weights = scaled_dot_product_attention(q, k, v)
    assert weights.shape == (5, 5)
    assert np.allclose(weights.sum(axis=-1), 1, rtol=1e-12)


@claim(
    "elsewhere.for-classification",
    origin="004-15",
    says="Softmax is used for classification.",
    verdict=Verdict.TRUE,
    correct="Among other things. The same function, with the same derivative, weighs tokens, "
    "gates experts, draws actions, predicts choices and locates binding sites; what differs is "
    "what the alternatives are and who says which one is right.",
    source="Bridle (1990), who gave softmax its name",
)
def same_function_elsewhere() -> None:
    # A classifier's gradient and a policy's are one formula with opposite signs.
    p, chosen = softmax(Z), np.eye(3)[0]

    def log_share(z):
        return np.log(softmax(z)[0])

    assert gradient_check(log_share, lambda z: chosen - p, Z) < 1e-7
    # So are the slopes of a gate in front of experts and of a mean reward: J times the values.
    value = np.array([2.0, -1.0, 4.0])
    gate = p * (value - p @ value)
    assert gradient_check(lambda z: softmax(z) @ value, lambda z: gate, Z) < 1e-7
    assert np.allclose(gate, softmax_jacobian(Z) @ value, rtol=1e-12)
