"""Claims decided in the chapter on shift invariance."""

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import softmax, sparsemax

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


@claim(
    "shift_invariance.pulls-gaps-apart",
    origin="001-08",
    says="The exponential lets softmax pull large gaps further apart.",
    verdict=Verdict.CONDITIONAL,
    correct="True beside plain division by the sum, where the gaps are large enough: (3, 1, 0.2) "
    "gets the shares 0.836 and 0.113 in place of 0.714 and 0.238; but (0.3, 0.1, 0.02) "
    "gets shares that are closer together. Beside the scores themselves it is not so: "
    "two probabilities never differ by more than half of what their logits differ by, "
    "$p_i - p_j = (p_i + p_j) \\tanh\\frac{z_i - z_j}{2}$, and the logarithm of their "
    "ratio is the gap of the logits, unchanged.",
)
def gaps_shrink() -> None:
    rng = np.random.default_rng(0)
    for classes in (2, 3, 10):
        z = rng.normal(size=(2000, classes)) * rng.uniform(0.01, 10, size=(2000, 1))
        p = softmax(z)
        gap, moved = z[:, 0] - z[:, 1], p[:, 0] - p[:, 1]
        assert np.allclose(moved, (p[:, 0] + p[:, 1]) * np.tanh(gap / 2), rtol=0, atol=1e-14)
        assert (abs(moved) <= abs(gap) / 2 + 1e-15).all()
        assert np.allclose(np.log(p[:, 0] / p[:, 1]), gap, rtol=1e-9, atol=1e-12)
    assert np.ptp(softmax(Z)) > np.ptp(Z / Z.sum())
    small = np.array([0.3, 0.1, 0.02])
    assert np.ptp(softmax(small)) < np.ptp(small / small.sum())


@claim(
    "shift_invariance.small-change-large-change",
    origin="001-07",
    says="With the exponential, a small change of the input becomes a large change of the output.",
    verdict=Verdict.CONDITIONAL,
    correct="True of $e^x$ for positive $x$, where its slope $e^x$ is above 1; for negative $x$ it "
    "is below. Not of softmax: the division makes up for it, and the probabilities move at most "
    "half as far as the logits.",
)
def division_makes_up() -> None:
    for x in (-3.0, -1.0, 1.0, 3.0):
        rate = (np.exp(x + 1e-6) - np.exp(x)) / 1e-6
        assert (rate > 1) == (x > 0)
    rng = np.random.default_rng(0)
    a = rng.normal(scale=5, size=(5000, 4))
    step = rng.normal(size=a.shape) * 1e-3
    moved = np.linalg.norm(softmax(a + step) - softmax(a), axis=1)
    assert (moved <= np.linalg.norm(step, axis=1) / 2 + 1e-15).all()
    # Not much less than half is reached, so the check would fail for half as large a constant.
    assert np.linalg.norm(softmax([0.1, -0.1]) - 0.5) > 0.49 * np.linalg.norm([0.1, -0.1])


@claim(
    "shift_invariance.projects",
    origin="002-08",
    says="Softmax acts as a projector: it projects the logits onto the probability simplex.",
    verdict=Verdict.IMPRECISE,
    correct="It maps them there, and that is what is meant. But a projection, by whatever "
    "measure of distance, leaves a point alone that is already on the simplex. Softmax "
    "moves every one but the centre: (0.6, 0.3, 0.1) goes to (0.426, 0.316, 0.258). The "
    "nearest point is sparsemax. What is a projection is one step of softmax, dividing "
    "the exponentials by their sum: it gives the nearest point to $e^z$ in the sense of "
    "the Kullback–Leibler divergence.",
)
def moves_all_but_the_centre() -> None:
    point = np.array([0.6, 0.3, 0.1])
    assert (softmax(point).round(3) == [0.426, 0.316, 0.258]).all()
    assert np.allclose(sparsemax(point), point, rtol=1e-15, atol=0)
    on_simplex = np.random.default_rng(0).dirichlet(np.ones(4), size=500)
    assert np.allclose(sparsemax(on_simplex), on_simplex, atol=1e-15)
    centre = np.full(4, 0.25)
    away = np.linalg.norm(on_simplex - centre, axis=1)
    assert (np.linalg.norm(softmax(on_simplex) - centre, axis=1) <= away / 2 + 1e-15).all()
    assert np.allclose(softmax(centre), centre, rtol=1e-15, atol=0)
    # Generalised divergence Σ q log(q / w) − q + w from w = exp(z): least at w / Σ w.
    weights = np.exp(Z)

    def divergence(q):
        return (q * np.log(q / weights) - q + weights).sum(axis=-1)

    others = np.random.default_rng(1).dirichlet(np.ones(3), size=500)
    assert (divergence(others) >= divergence(softmax(Z))).all()


@claim(
    "shift_invariance.monotone",
    origin="000-25",
    says="Softmax is a monotonically increasing function.",
    verdict=Verdict.IMPRECISE,
    correct="It keeps the order within one vector; each probability rises with its own logit and "
    "falls with every other; and it is a monotone map, $\\sum_i (p'_i - p_i)(z'_i - z_i) \\ge 0$. "
    "But raising all logits need not raise a probability: from (1, 0, 0) to (2, 5, 0) the first "
    "falls from 0.576 to 0.047.",
)
def three_readings_and_a_counterexample() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(scale=3, size=(2, 2000, 5))
    assert (np.argsort(a, axis=1) == np.argsort(softmax(a), axis=1)).all()
    assert (((softmax(b) - softmax(a)) * (b - a)).sum(axis=1) >= 0).all()
    raised = softmax(a + 0.5 * np.eye(5)[0]) - softmax(a)
    assert (raised[:, 0] > 0).all()
    assert (raised[:, 1:] < 0).all()
    assert softmax([1.0, 0.0, 0.0])[0].round(3) == 0.576
    assert softmax([2.0, 5.0, 0.0])[0].round(3) == 0.047


@claim(
    "shift_invariance.onto-the-simplex",
    origin="002-06",
    says="Softmax maps $\\mathbb{R}^K$ to the simplex $\\Delta^{K-1}$.",
    verdict=Verdict.TRUE,
    correct="Into it. It reaches exactly the inside, the points without a 0, and each of these "
    "from a whole line of logits, $z + c\\mathbf{1}$.",
)
def reaches_the_inside() -> None:
    rng = np.random.default_rng(0)
    inside = rng.dirichlet(np.ones(4), size=500)
    assert (inside > 0).all()
    c = rng.uniform(-50, 50, size=(500, 1))
    assert np.allclose(softmax(np.log(inside) + c), inside, rtol=1e-12, atol=0)
    p = softmax(rng.normal(scale=20, size=(500, 4)))
    assert (p > 0).all()
    assert np.allclose(p.sum(axis=1), 1, rtol=1e-15, atol=0)


@claim(
    "shift_invariance.adding-a-constant",
    origin="003-11",
    says="Adding the same constant to every logit does not change the output of softmax.",
    verdict=Verdict.TRUE,
    correct="And nothing else leaves the output alone. In floating point the sum is rounded "
    "before softmax sees it: 10¹⁶ added to (0, 1) gives two equal float64 numbers, and "
    "probabilities of one half.",
)
def common_constant_cancels() -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(scale=3, size=(2000, 5))
    c = rng.uniform(-1000, 1000, size=(2000, 1))
    assert np.allclose(softmax(z + c), softmax(z), rtol=1e-11, atol=0)
    not_common = z + rng.normal(size=z.shape)
    assert (abs(softmax(not_common) - softmax(z)).max(axis=1) > 1e-9).all()
    assert softmax(np.array([0.0, 1.0]) + 1e16).tolist() == [0.5, 0.5]
