"""Claims decided in the chapter on cross-entropy and squared error."""

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.derivatives import gradient_check, softmax_jacobian
from softmaxbook.functions import sigmoid, softmax
from softmaxbook.losses import brier_score, cross_entropy_grad, squared_error, squared_error_grad

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird; the photograph shows a cat
Y = np.array([1.0, 0.0, 0.0])


def steps_back(gap: float, rise) -> int:
    """Steps of the lead, each by rise(a), until the true class of two has probability 0.9."""
    lead, steps = -gap, 0
    while sigmoid(lead) < 0.9:
        lead, steps = lead + float(rise(sigmoid(lead))), steps + 1
    return steps


def cross_entropy_rise(a):
    return 2 * (1 - a)


def squared_error_rise(a):
    return 4 * a * (1 - a) ** 2


@claim(
    "ce_vs_mse.mse-gradient-complex",
    origin="000-16",
    says="With another loss, such as the squared error, the gradient is much more complex.",
    verdict=Verdict.IMPRECISE,
    correct="It has one more factor, a matrix product: $J(p - y)$ instead of $p - y$, for the "
    "photograph (−0.035, 0.027, 0.009). That is one line of code. What matters is not how the "
    "formula looks but that the factor can be nearly 0.",
)
def one_factor_more() -> None:
    p = softmax(Z)
    gradient = softmax_jacobian(Z) @ (p - Y)
    assert gradient.round(3).tolist() == [-0.035, 0.027, 0.009]
    assert np.allclose(gradient, p * (p - Y - p @ (p - Y)), rtol=1e-12)
    assert gradient_check(lambda z: brier_score(z, 0) / 2, lambda z: gradient, Z) < 1e-7


@claim(
    "ce_vs_mse.mse-works-poorly",
    origin="000-17",
    says="Training a classifier with the squared error usually works poorly.",
    verdict=Verdict.CONDITIONAL,
    correct="Of softmax followed by squared error, from a start that is sure and wrong, yes. Not "
    "of squared error on the raw outputs with a rate of its own: on the digits of this chapter "
    "it is not behind, and a published comparison found it as good or better on most tasks, with "
    "cross-entropy slightly ahead on images.",
    otherwise={"squared_error_rise": cross_entropy_rise},
    source="Hui and Belkin (2021)",
    reason="the factor of squared error",
)
def depends_on_where_the_square_stands() -> None:
    assert steps_back(8, squared_error_rise) > 80 * steps_back(8, cross_entropy_rise)
    # On the raw outputs a rate of 1 takes the squared error to its minimum in one step.
    far_off = np.array([0.0, 10.0, 0.0])
    arrived = far_off - squared_error_grad(far_off, 0)
    assert squared_error(arrived, 0) == 0
    assert brier_score(far_off, 0) > 1.99


@claim(
    "ce_vs_mse.half-the-square",
    origin="002-20",
    says="The squared-error loss of one output is $\\tfrac12(y - a)^2$.",
    verdict=Verdict.TRUE,
    correct="The half is a convention: it halves the gradient, as half the rate would. "
    "Others take no half, or a mean over the classes; steps at the same rate compare only if the "
    "convention is the same.",
)
def the_half_is_in_the_gradient() -> None:
    half = softmax_jacobian(Z) @ (softmax(Z) - Y)
    whole = (
        np.array([brier_score(Z + h, 0) - brier_score(Z - h, 0) for h in 1e-6 * np.eye(3)])
    ) / 2e-6
    assert np.allclose(whole, 2 * half, atol=1e-8)
    full = steps_back(10, lambda a: 2 * squared_error_rise(a))
    assert (steps_back(10, squared_error_rise), full) == (5536, 2769)


@claim(
    "ce_vs_mse.mse-vanishes",
    origin="002-21",
    says="With a sigmoid or softmax, the squared error suffers from vanishing gradients.",
    verdict=Verdict.CONDITIONAL,
    correct="Where the true class has almost no probability: of two classes, with the true one 10 "
    "behind, $\\tfrac12\\lVert p - y\\rVert^2$ pulls its score up with 0.0000908 and the "
    "cross-entropy with 0.99995, which is 11014 times as hard. At equal scores of $K$ classes it "
    "pulls with $1/K$ of the strength: a half for two classes, a thousandth for a thousand.",
    reason="the factor of squared error",
)
def ratio_is_one_over_the_slope_of_the_sigmoid() -> None:
    z = np.array([-10.0, 0.0])
    ce = cross_entropy_grad(z, 0)[0]
    se = (softmax_jacobian(z) @ (softmax(z) - [1.0, 0.0]))[0]
    assert (se.round(7), ce.round(5)) == (-9.08e-5, -0.99995)
    assert round(ce / se) == 11014
    a = sigmoid(-10.0)
    assert np.isclose(se / ce, 2 * a * (1 - a), rtol=1e-9)
    for classes in (2, 10, 1000):
        error = cross_entropy_grad(np.zeros(classes), 0)
        found = softmax_jacobian(np.zeros(classes)) @ error
        assert np.allclose(found, error / classes, rtol=1e-12, atol=1e-18)


@claim(
    "ce_vs_mse.sigmoid-slope",
    origin="002-22",
    says="The gradient of the squared error contains the derivative of the sigmoid.",
    verdict=Verdict.TRUE,
    correct="For one output and $\\tfrac12(y - a)^2$ it is $(a - y)\\,a(1 - a)$. For softmax and "
    "$\\tfrac12\\lVert p - y\\rVert^2$ it is $J(p - y)$, and the true class $c$ gets "
    "$-p_c \\lVert p - y \\rVert^2$.",
)
def slope_of_the_squared_error() -> None:
    s = np.linspace(-12, 12, 240001)
    a = sigmoid(s)
    slope = a * (1 - a) ** 2
    assert slope.max() <= 4 / 27 + 1e-15
    assert abs(a[slope.argmax()] - 1 / 3) < 1e-4
    assert np.allclose(np.gradient((1 - a) ** 2 / 2, s)[1:-1], -slope[1:-1], atol=1e-8)
    for z in np.random.default_rng(0).normal(scale=3, size=(200, 4)):
        p, y = softmax(z), np.eye(4)[2]
        true_class = (softmax_jacobian(z) @ (p - y))[2]
        assert np.isclose(true_class, -p[2] * ((p - y) ** 2).sum(), rtol=1e-9, atol=1e-15)


@claim(
    "ce_vs_mse.cannot-correct",
    origin="002-23",
    says="If the answer is completely wrong, the squared error can hardly correct it any more.",
    verdict=Verdict.CONDITIONAL,
    correct="Slow, not never. Two scores, the true class 10 behind, rate 1: cross-entropy reaches "
    "a probability of 0.9 in 10 steps, half the squared error in 5536; from 5 behind 7 and 60. "
    "From $g$ behind the number of steps grows like $e^g/4$ instead of $g/2$. A larger rate "
    "shortens this: at the rate 1000 the 5536 steps become 8.",
    reason="the factor of squared error",
)
def steps_of_both() -> None:
    for gap, ce, mse in ((2, 6, 21), (5, 7, 60), (8, 9, 772), (10, 10, 5536)):
        assert steps_back(gap, cross_entropy_rise) == ce
        assert steps_back(gap, squared_error_rise) == mse
    assert steps_back(10, lambda a: 1000 * squared_error_rise(a)) == 8
    z = np.array([0.0, 10.0])
    p = softmax(z)
    step = -softmax_jacobian(z) @ (p - [1.0, 0.0])
    assert np.isclose(step[0] - step[1], squared_error_rise(p[0]), rtol=1e-9)
    step = -cross_entropy_grad(z, 0)
    assert np.isclose(step[0] - step[1], cross_entropy_rise(p[0]), rtol=1e-12)


@claim(
    "ce_vs_mse.no-vanishing-gradient",
    origin="002-33",
    says="Cross-entropy has no such factor, so no gradient vanishes; which is why the squared "
    "error was abandoned.",
    verdict=Verdict.FALSE,
    correct="Gradients of the cross-entropy vanish too: $p - y$ where the answer is right, as it "
    "should; in the layers before, where these are saturated; and in the mean over a batch. "
    "The factor belongs to squared error after softmax. On the raw outputs the gradient is "
    "$z - y$, without any factor, and that loss is in use and competes.",
)
def gradients_that_vanish_and_one_that_does_not() -> None:
    assert np.linalg.norm(softmax([20.0, 0.0]) - [1.0, 0.0]) < 1e-8
    # A hidden unit tanh(w x) at 12: what comes back is multiplied by 1 - tanh².
    assert (softmax([0.0, 5.0])[0] - 1) * (1 - np.tanh(12.0) ** 2) > -1e-9
    wrong = np.array([0.0, 10.0])
    assert abs(squared_error_grad(wrong, 0)).tolist() == [1.0, 10.0]
    assert abs(softmax_jacobian(wrong) @ (softmax(wrong) - [1.0, 0.0])).max() < 1e-4


@claim(
    "ce_vs_mse.gradient-while-wrong",
    origin="002-34",
    says="As long as the output differs from the target, cross-entropy has a gradient.",
    verdict=Verdict.CONDITIONAL,
    correct="With respect to the scores of a single example, yes: $p - y$ is not 0. With respect "
    "to weights the examples of a batch can cancel. The four examples of exclusive or, with a "
    "linear layer at 0, all have $p = (\\tfrac12, \\tfrac12)$, and the mean gradient is 0.",
)
def exclusive_or_cancels() -> None:
    X = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    error = softmax(X @ np.zeros((3, 2))) - np.eye(2)[[0, 1, 1, 0]]
    assert (abs(error) == 0.5).all()
    assert (X.T @ error == 0).all()
    single = np.random.default_rng(0).normal(scale=3, size=(500, 4))
    assert (abs(cross_entropy_grad(single, np.zeros(500, int))).max(axis=1) > 0).all()
