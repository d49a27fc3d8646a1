"""Claims decided in the chapter on training a classifier."""

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.datasets import load_digits
from softmaxbook.functions import logsumexp, sigmoid, softmax
from softmaxbook.losses import cross_entropy

# Seven points of two classes, times 1 for the first and -1 for the second: a lead is x @ w.
SIGNED = np.array([[3, 0.5], [2, 2.5], [0.6, 1.2], [4, 3], [1, 0.2], [2, 3], [0.5, 2]])
PHOTO = np.array([2.0, 1.0, 1.0])  # two features and a 1 for the bias
CORNERS = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])


def mean_gradient(W, X, y):
    return (softmax(X @ W.T) - np.eye(len(W))[y]).T @ X / len(y)


def walk(w, steps, rate=1.0, l2=0.0, signed=SIGNED):
    """Gradient descent on the mean cross-entropy of two classes, in the difference of the rows."""
    for _ in range(steps):
        w = w + rate * (sigmoid(-signed @ w) @ signed / len(signed) - l2 * w)
    return w


@claim(
    "training.stable-and-fast",
    origin="000-15",
    says="The gradient prediction minus truth makes training stable and fast.",
    verdict=Verdict.CONDITIONAL,
    correct="Stable: for a linear layer the loss is convex, no error is longer than $\\sqrt2$, and "
    "the mean loss falls at every step if the rate stays below a bound that depends on the "
    "features; at a larger rate it may jump. Fast: at first. On data that can be separated the "
    "loss falls only like $1/t$, and behind hidden layers nothing of this is certain.",
    otherwise={"mean_gradient": lambda W, X, y: (np.eye(3)[y] - softmax(X @ W.T)).T @ X},
)
def falls_below_the_bound_and_may_jump_above_it() -> None:
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=(60, 4)), np.ones(60)])
    y = rng.integers(0, 3, 60)
    bound = 4 / np.linalg.eigvalsh(X.T @ X / 60)[-1]

    def losses(rate):
        W, found = np.zeros((3, 5)), []
        for _ in range(50):
            found.append(cross_entropy(X @ W.T, y))
            W = W - rate * mean_gradient(W, X, y)
        return np.array(found)

    assert (np.diff(losses(0.99 * bound)) < 1e-14).all()
    assert losses(3 * bound)[1:].min() > np.log(3)
    for t in (1000, 10_000):  # 1 / t: ten times the steps, a tenth of the loss
        loss = np.logaddexp(0, -SIGNED @ walk(np.zeros(2), t)).mean()
        assert 0.95 < t * loss < 1.05


@claim(
    "training.every-weight",
    origin="000-19",
    says="The error signal updates every weight and every bias.",
    verdict=Verdict.CONDITIONAL,
    correct="A weight moves only if its input is not 0 somewhere in the batch and the examples "
    "do not cancel. Three pixels of the 8 × 8 digits are white in every image, and their weights "
    "never move. A rectified unit that is 0 on every example passes nothing on. On exclusive or, a "
    "linear layer at 0 has the gradient 0, although all four answers are $\\tfrac12$.",
)
def weights_that_receive_nothing() -> None:
    W = np.zeros((2, 3))
    assert (load_digits()[0].max(axis=0) == 0).sum() == 3
    p = softmax(CORNERS @ W.T)
    assert (p == 0.5).all()
    assert (mean_gradient(W, CORNERS, np.array([0, 1, 1, 0])) == 0).all()
    white = mean_gradient(np.ones((3, 4)), np.array([[1.0, 0, 2, 1], [3, 0, 1, 1]]), [0, 2])
    assert (white[:, 1] == 0).all()
    assert (white[:, 0] != 0).any()
    hidden = np.array([[-1.0, -1.0]]) @ np.array([[1.0, 2], [3, 1]])  # negative on both
    passed = (softmax([0.0, 0.0]) - [1, 0]) @ np.ones((2, 1)) * (hidden > 0)
    assert (passed == 0).all()


@claim(
    "training.next-pass",
    origin="000-20",
    says="At the next forward pass the logit of cat is higher, and so is the probability of cat.",
    verdict=Verdict.CONDITIONAL,
    correct="True after a step on this photograph alone. In a linear layer, at every rate: the "
    "scores change by $-\\eta(\\lVert x \\rVert^2 + 1)(p - y)$. With hidden layers the "
    "probability rises if the step is small and the gradient not 0, and even then the logit itself "
    "may fall while its rivals fall further. A step on a batch promises nothing for one of its "
    "examples.",
    reason="steps on the logits themselves",
)
def one_step_on_one_example_or_on_several() -> None:
    W = np.array([[1.0, 1, 0], [1, -1, 0], [0, 0.2, 0]])
    z = W @ PHOTO
    for rate in (0.01, 1.0, 100.0):
        after = (W - rate * mean_gradient(W, PHOTO[None], np.array([0]))) @ PHOTO
        change = -rate * (PHOTO @ PHOTO) * (softmax(z) - [1, 0, 0])
        assert np.allclose(after - z, change, rtol=1e-12)
        assert after[0] > z[0]
        assert softmax(after)[0] > softmax(z)[0]
    # Of three photographs with the same features two show dogs.
    start = np.zeros((3, 3))
    batch = mean_gradient(start, np.tile(PHOTO, (3, 1)), np.array([0, 1, 1]))
    assert softmax((start - 0.5 * batch) @ PHOTO)[0] < 1 / 3
    # One hidden unit h feeds all scores, B = (1, 1.2, 3): lowering h lowers them all.
    B, h = np.array([1.0, 1.2, 3.0]), 1.0
    error = softmax(B * h) - [1, 0, 0]
    moved = B * (h - 1e-3 * 10 * B @ error) - 1e-3 * error * h**2  # ten inputs of size 1
    assert moved[0] < (B * h)[0]
    assert softmax(moved)[0] > softmax(B * h)[0]


@claim(
    "training.inference-example",
    origin="000-21",
    says="At inference a network with three classes might answer [0.02, 0.05, 0.93].",
    verdict=Verdict.TRUE,
    correct="As an illustration: any three positive numbers with the sum 1 are the softmax of some "
    "scores, here of their logarithms, and the answer is the third class. That one network puts "
    "them out for one photograph says nothing about how often such an answer is right.",
    otherwise={"softmax": sigmoid},
)
def any_positive_numbers_with_sum_1() -> None:
    p = np.array([0.02, 0.05, 0.93])
    assert np.isclose(p.sum(), 1)
    assert np.allclose(softmax(np.log(p) + 7), p, rtol=1e-12)
    assert p.argmax() == 2


@claim(
    "training.needs-a-large-lead",
    origin="003-25",
    says="For a probability near 1 the score of the class must be far above all others.",
    verdict=Verdict.TRUE,
    correct="$p \\ge q$ exactly if the score is at least $\\log\\frac{q}{1 - q}$ above the "
    "log-sum-exp of the others. For 0.99 that is 4.595 nats; measured from rivals that are all "
    "equal it is 4.595 for 2 classes, 6.792 for 10, 11.502 for 1000 and 15.420 for 50,257. In "
    "float64 a lead of 37 over a single rival gives 1.",
    reason="a far lead",
)
def leads_for_99_percent() -> None:
    leads = []
    for K in (2, 10, 1000, 50_257):
        lead = np.log(99 * (K - 1))
        z = np.append(lead, np.zeros(K - 1))
        assert np.isclose(softmax(z)[0], 0.99, rtol=1e-12)
        assert softmax(z - [0.01, *np.zeros(K - 1)])[0] < 0.99
        leads.append(float(lead.round(3)))
    assert leads == [4.595, 6.792, 11.502, 15.42]
    for z in np.random.default_rng(0).normal(scale=4, size=(500, 5)):
        above = z[0] - logsumexp(z[1:])
        assert (softmax(z)[0] >= 0.99) == (above >= np.log(99))
    assert softmax([37.0, 0.0])[0] == 1


@claim(
    "training.loss-stops-falling",
    origin="003-28",
    says="At a probability of 0.9999 the optimiser can push the score towards infinity, but the "
    "loss no longer falls.",
    verdict=Verdict.FALSE,
    correct="It falls from 0.0001 to 0.000001 on the way from 0.9999 to 0.999999, on separable "
    "data about like one over the steps, and that is what drives the score. Only the naive formula "
    "ends: from a lead of 37 on, $-\\log p$ is 0 in float64, where the loss from scores is "
    "$8.5 \\times 10^{-17}$.",
)
def the_loss_keeps_falling() -> None:
    for q, loss in ((0.9999, 1e-4), (0.999999, 1e-6)):
        z = [np.log(q / (1 - q)), 0.0]
        assert np.isclose(softmax(z)[0], q, rtol=1e-12)
        assert np.isclose(cross_entropy(z, 0), loss, rtol=1e-3)
    leads = np.arange(0.0, 700.0)
    losses = np.array([cross_entropy([lead, 0.0], 0) for lead in leads])
    assert (losses > 0).all()
    assert (np.diff(losses) < 0).all()
    assert -np.log(softmax([37.0, 0.0])[0]) == 0
    assert np.isclose(cross_entropy([37.0, 0.0], 0), 8.5e-17, rtol=0.01)


@claim(
    "training.logits-without-bound",
    origin="003-29",
    says="Training increases the logits without bound.",
    verdict=Verdict.CONDITIONAL,
    correct="If the data can be separated and nothing stops it. Then, by Soudry et al. (2018), on "
    "whom this rests and whom the measurement agrees with, gradient descent at a small rate lets "
    "the weights of a linear layer grow like $\\log t / \\gamma$ and turn to the largest margin "
    "$\\gamma$. A penalty, smoothed labels, stopping early, or classes that overlap in every "
    "direction put an end to it.",
    otherwise={"walk": lambda w, steps, **_: np.ones(2)},
)
def grows_by_log_t_over_the_margin() -> None:
    gamma = 5.4 / np.sqrt(29)
    w3 = walk(np.zeros(2), 1000)
    w4 = walk(w3, 9000)
    growth = np.linalg.norm(w4) - np.linalg.norm(w3)
    assert abs(growth - np.log(10) / gamma) < 0.1
    margins = [(SIGNED @ w).min() / np.linalg.norm(w) for w in (w3, w4)]
    assert margins[0] < margins[1] < gamma
    one_wrong = SIGNED * np.array([1, 1, 1, 1, 1, -1, 1])[:, None]
    for more in ({"l2": 0.01}, {"signed": one_wrong, "rate": 0.5}):
        w = walk(np.zeros(2), 3000, **more)
        assert np.allclose(walk(w, 100, **more), w, rtol=1e-9)
