"""Claims decided in the chapter on the Jacobian."""

import numpy as np
import sympy as sp

from softmaxbook import symbolic
from softmaxbook.claims.record import Verdict, claim
from softmaxbook.derivatives import gradient_check, softmax_jacobian
from softmaxbook.functions import logsumexp, softmax

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird
CAT = np.array([1.0, 0.0, 0.0])
COLUMN, TARGET = symbolic.symbols("z", 3), symbolic.symbols("y", 3)


def slope(probabilities, z, i, j, step=1e-6):
    """Central difference of entry i of a map in entry j of its argument."""
    moved = step * np.eye(len(z))[j]
    return (probabilities(z + moved)[i] - probabilities(z - moved)[i]) / (2 * step)


@claim(
    "jacobian.gradient-explodes",
    origin="001-17",
    says="As long as the probability of the true class is not 1 the gradient explodes, and the "
    "larger it is the more easily the probability reaches 1.",
    verdict=Verdict.FALSE,
    correct="With respect to the logits the gradient is $p - y$: its entries lie between −1 and "
    "1 and its length never exceeds $\\sqrt2$. With respect to the probability it is $-1/p$, "
    "about −1.001 at 0.999; that grows without bound only as $p$ falls to 0, and softmax makes "
    "up for it. Nor is 1 ever reached: the gradient shrinks to 0 on the way.",
)
def gradient_is_bounded() -> None:
    z = np.random.default_rng(0).normal(size=(5000, 5)) * 20
    residual = softmax(z) - np.eye(5)[0]
    assert (abs(residual) <= 1).all()
    assert (np.linalg.norm(residual, axis=-1) <= np.sqrt(2) + 1e-15).all()
    assert np.linalg.norm(softmax([-40.0, 0.0]) - [1, 0]) > np.sqrt(2) - 1e-12
    assert round(-1 / 0.999, 3) == -1.001
    sure = softmax([np.log(999), 0.0])
    assert sure[0].round(3) == 0.999
    # Chain rule: -1/p times dp/dz = p (1 − p) leaves p − 1, however small p is.
    for gap in (0.0, -5.0, -14.0):
        p = softmax([gap, 0.0])[0]
        assert np.isclose(-1 / p * slope(softmax, np.array([gap, 0.0]), 0, 0), p - 1, rtol=1e-6)
    sizes = [np.linalg.norm(softmax([gap, 0.0]) - [1, 0]) for gap in (0.0, 5.0, 10.0)]
    assert sizes[0] > sizes[1] > sizes[2]


@claim(
    "jacobian.probability-minus-target",
    origin="000-13",
    says="The gradient of the cross-entropy with respect to the logit of class j is $p_j - y_j$.",
    verdict=Verdict.TRUE,
    correct="A label adds up to 1, one-hot or soft, and the step uses it. In general it is "
    "$\\left(\\sum_i y_i\\right) p_j - y_j$.",
    reason="labels add up to 1",
)
def residual_if_targets_sum_to_one() -> None:
    loss = symbolic.cross_entropy(COLUMN, TARGET)
    found = symbolic.in_probabilities(symbolic.gradient(loss, COLUMN), COLUMN)
    p = sp.Matrix(sp.symbols("p1:4", positive=True))
    assert (found - (sum(TARGET) * p - TARGET)).expand().is_zero_matrix
    assert symbolic.sum_to_one(found - (p - TARGET), TARGET).is_zero_matrix
    for y in (CAT, np.array([0.7, 0.2, 0.1]), np.array([1.0, 1.0, 0.0])):
        error = gradient_check(
            lambda z, y=y: -(y * np.log(softmax(z))).sum(),
            lambda z, y=y: y.sum() * softmax(z) - y,
            Z,
        )
        assert error < 1e-8


@claim(
    "jacobian.one-hot-label",
    origin="001-23",
    says="For a one-hot label, the derivative of the loss with respect to $z_i$ is $p_i - y_i$.",
    verdict=Verdict.TRUE,
    correct="A one-hot label adds up to 1, which is what the formula needs.",
    reason="labels add up to 1",
)
def residual_for_one_hot() -> None:
    for label in np.eye(3):
        error = gradient_check(
            lambda z, y=label: -np.log(softmax(z) @ y), lambda z, y=label: softmax(z) - y, Z
        )
        assert error < 1e-8


@claim(
    "jacobian.output-error",
    origin="000-14",
    says="So the error at the output layer is prediction minus truth.",
    verdict=Verdict.TRUE,
    correct="The same holds for the sigmoid with its cross-entropy and for a linear output with "
    "half the squared error.",
    reason="labels add up to 1",
)
def prediction_minus_truth() -> None:
    assert np.allclose(softmax(Z) - CAT, [-0.1640, 0.1131, 0.0508], atol=5e-5)
    s, y = sp.symbols("s y", real=True)
    sigmoid = 1 / (1 + sp.exp(-s))
    binary = -y * sp.log(sigmoid) - (1 - y) * sp.log(1 - sigmoid)
    assert sp.simplify(binary.diff(s) - (sigmoid - y)) == 0
    assert sp.expand(((s - y) ** 2 / 2).diff(s) - (s - y)) == 0


@claim(
    "jacobian.error-signal",
    origin="000-18",
    says="For the photograph the error signal is (−0.164, 0.113, 0.051).",
    verdict=Verdict.TRUE,
    correct="To three decimals, and its entries add up to 0.",
)
def error_signal() -> None:
    signal = softmax(Z) - CAT
    assert signal.round(3).tolist() == [-0.164, 0.113, 0.051]
    assert abs(signal.sum()) < 1e-15


@claim(
    "jacobian.exponential-is-its-own-derivative",
    origin="001-09",
    says="The derivative is convenient because the derivative of $e^x$ is $e^x$.",
    verdict=Verdict.IMPRECISE,
    correct="Any base $b$ gives the same formula times $\\log b$. What makes $p - y$ short is that "
    "the logarithm of the loss undoes the exponential of softmax; with a squared error the base "
    "$e$ does not help.",
)
def any_base_times_its_logarithm() -> None:
    for base in (2.0, 10.0):

        def powers(z, base=base):
            return softmax(z * np.log(base))

        p = powers(Z)
        gradient = [-slope(powers, Z, 0, j) / p[0] for j in range(3)]
        assert np.allclose(gradient, np.log(base) * (p - CAT), atol=1e-8)
    error = gradient_check(
        lambda z: ((softmax(z) - CAT) ** 2).sum() / 2, lambda z: softmax(z) - CAT, Z
    )
    assert error > 0.1


@claim(
    "jacobian.two-cases",
    origin="001-14",
    says="To differentiate softmax, treat i = j and i ≠ j separately.",
    verdict=Verdict.TRUE,
    correct="Both cases are $p_i(\\delta_{ij} - p_j)$; differentiating $\\log p_i$ first gives it "
    "without cases.",
)
def two_cases_one_formula() -> None:
    p, J = softmax(Z), softmax_jacobian(Z)
    for i in range(3):
        for j in range(3):
            case = p[i] * (1 - p[i]) if i == j else -p[i] * p[j]
            assert np.isclose(J[i, j], case, rtol=1e-12)
            assert np.isclose(slope(softmax, Z, i, j), case, atol=1e-9)


@claim(
    "jacobian.partial-derivatives",
    origin="002-30",
    says="$\\partial L/\\partial p_k = -y_k/p_k$, $\\partial p_i/\\partial z_i = p_i(1 - p_i)$ and "
    "$\\partial p_k/\\partial z_i = -p_k p_i$ for $k \\ne i$.",
    verdict=Verdict.TRUE,
    correct="The first treats the probabilities as free variables, as the chain rule wants.",
    otherwise={"entry": lambda p, k, i: p[i] * (1 - p[i]) if k == i else p[k] * p[i]},
)
def three_partial_derivatives(
    entry=lambda p, k, i: p[i] * (1 - p[i]) if k == i else -p[k] * p[i],
) -> None:
    p = sp.Matrix(sp.symbols("p1:4", positive=True))
    loss = -sum(y * sp.log(q) for y, q in zip(TARGET, p, strict=True))
    assert all(loss.diff(q) == -y / q for y, q in zip(TARGET, p, strict=True))
    J = symbolic.in_probabilities(symbolic.jacobian(COLUMN), COLUMN)
    assert (J - sp.Matrix(3, 3, lambda k, i: entry(p, k, i))).expand().is_zero_matrix


@claim(
    "jacobian.chain-rule",
    origin="002-31",
    says="Combined by the chain rule these give $p - y$.",
    verdict=Verdict.TRUE,
    correct="If the targets add up to 1, which the last step uses.",
    reason="labels add up to 1",
)
def chain_rule() -> None:
    p, y = softmax(Z), np.array([0.7, 0.2, 0.1])
    assert np.allclose(softmax_jacobian(Z) @ (-y / p), p - y, rtol=1e-12)


@claim(
    "jacobian.terms-cancel",
    origin="002-32",
    says="The combination eliminates the complicated factors of the derivative completely.",
    verdict=Verdict.TRUE,
    correct="The loss divides by $p$ what softmax has multiplied by $p$. With another loss the "
    "factors stay: half the squared error has the gradient $J(p - y)$.",
)
def factors_cancel() -> None:
    loss = symbolic.cross_entropy(COLUMN, TARGET)
    found = symbolic.in_probabilities(symbolic.gradient(loss, COLUMN), COLUMN)
    p = sp.symbols("p1:4", positive=True)
    assert all(sp.Poly(entry, *p).total_degree() == 1 for entry in found)  # no products of p
    square = symbolic.gradient(symbolic.squared_error(COLUMN, TARGET), COLUMN)
    residual = symbolic.softmax(COLUMN) - TARGET
    left_over = square - symbolic.jacobian(COLUMN) * residual
    assert symbolic.in_probabilities(left_over, COLUMN).is_zero_matrix
    assert np.allclose(
        softmax_jacobian(Z) @ (softmax(Z) - CAT), [-0.0353, 0.0266, 0.0088], atol=5e-5
    )


@claim(
    "jacobian.push-down-pull-up",
    origin="001-24",
    says="The update pushes every logit down and pulls the one of the true class up.",
    verdict=Verdict.CONDITIONAL,
    correct="True of a step on the logits of one example themselves. Such a step of descent "
    "moves each logit by $-p_i$, the true one included, and the true one by +1 besides. "
    "The moves add up to 0. Weights are shared by examples, and a step on them may move "
    "a logit otherwise.",
    reason="steps on the logits themselves",
)
def push_and_pull() -> None:
    push, pull = -softmax(Z), CAT
    assert (push < 0).all()
    assert (push + pull).round(3).tolist() == [0.164, -0.113, -0.051]
    assert abs((push + pull).sum()) < 1e-15
    before = logsumexp(Z) - Z[0]
    after = Z + 0.1 * (push + pull)
    assert logsumexp(after) - after[0] < before


@claim(
    "jacobian.flat-when-right",
    origin="003-26",
    says="When a model is sure and right the loss is flat: its second derivative goes to 0.",
    verdict=Verdict.TRUE,
    correct="The Hessian with respect to the logits is $J$. With cat $s$ ahead of two others its "
    "norm is 0.333, 0.0197, 0.000136 for $s$ = 0, 5, 10.",
)
def flat_when_right() -> None:
    for gap, expected in ((0.0, 0.333), (5.0, 0.0197), (10.0, 0.000136)):
        norm = np.linalg.norm(softmax_jacobian([gap, 0.0, 0.0]), 2)
        assert np.isclose(norm, expected, rtol=5e-3)
    H = symbolic.hessian_of_logsumexp(COLUMN) - symbolic.jacobian(COLUMN)
    assert symbolic.in_probabilities(H, COLUMN).is_zero_matrix
    p = softmax([10.0, 0.0, 0.0])
    assert np.allclose(softmax_jacobian([10.0, 0.0, 0.0]), np.diag(p) - np.outer(p, p), atol=1e-15)


@claim(
    "jacobian.nothing-left-to-learn",
    origin="003-27",
    says="Where the Hessian vanishes there is nothing left to learn.",
    verdict=Verdict.CONDITIONAL,
    correct="Only if the gradient vanishes too. The Hessian does not know the label: a model that "
    "is sure and wrong, (0, 20, 0) with the first class true, has the same flat Hessian, a "
    "gradient of length 1.414 and a loss of 20.",
)
def flat_and_wrong() -> None:
    sure = np.array([0.0, 20.0, 0.0])
    assert np.linalg.norm(softmax_jacobian(sure), 2) < 1e-8
    assert np.linalg.norm(softmax(sure) - [1, 0, 0]).round(3) == 1.414
    assert round(float(logsumexp(sure) - sure[0]), 6) == 20
    assert np.linalg.norm(softmax(sure) - [0, 1, 0]) < 1e-8
