"""Claims decided in the chapter on temperature and calibration."""

import numpy as np

from softmaxbook.calibration import expected_calibration_error, fit_temperature
from softmaxbook.claims.record import Verdict, claim
from softmaxbook.datasets import load_digits
from softmaxbook.functions import softmax
from softmaxbook.information import entropy
from softmaxbook.losses import cross_entropy

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


def posterior_logits(n: int) -> tuple[np.ndarray, np.ndarray]:
    """True log-posteriors, up to a constant, of n examples of three normal classes; classes."""
    rng = np.random.default_rng(0)
    means = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    y = rng.choice(3, size=n, p=[0.5, 0.3, 0.2])
    x = means[y] + rng.normal(size=(n, 2))
    return x @ means.T - (means**2).sum(axis=1) / 2 + np.log([0.5, 0.3, 0.2]), y


def error(p: np.ndarray, y: np.ndarray) -> float:
    """The expected calibration error of probabilities."""
    assert (p >= 0).all()
    assert (abs(p.sum(axis=1) - 1) < 1e-6).all()
    return expected_calibration_error(p, y)


def overtrained(marks: tuple[int, int]) -> list[tuple[float, float, float, float]]:
    """Accuracy, loss, ECE and fitted temperature of the chapter's network after marks steps."""
    rng = np.random.default_rng(0)
    middles = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 1.7]])
    sets = []
    for n in (200, 1000, 4000):
        y = rng.integers(0, 3, n)
        sets.append((middles[y] + rng.normal(size=(n, 2)) * 0.8, y))
    A, b = 2 * rng.normal(size=(2, 300)), 2 * rng.normal(size=300)
    F, V, E = (np.maximum(x @ A + b, 0) / np.sqrt(300) for x, _ in sets)
    (_, y), (_, y_val), (_, y_test) = sets
    W, speed, found = np.zeros((300, 3)), np.zeros((300, 3)), []
    for step in range(max(marks) + 1):
        if step in marks:
            z = E @ W
            right = float((z.argmax(axis=1) == y_test).mean())
            ece = expected_calibration_error(softmax(z), y_test)
            found.append((right, cross_entropy(z, y_test), ece, fit_temperature(V @ W, y_val)))
        speed = 0.9 * speed - 0.5 * F.T @ (softmax(F @ W) - np.eye(3)[y]) / 200
        W = W + speed
    return found


def overtrained_on_digits(marks: tuple[int, int]) -> list[tuple[float, float, float, float]]:
    """The same of the chapter's network for digits, which has 200 training images."""
    X, y, *_ = load_digits()
    rng = np.random.default_rng(0)
    order = rng.permutation(len(y))
    X, y = (X / 16 - (X / 16).mean(axis=0))[order], y[order]
    A, B = rng.normal(size=(64, 20)) / 8, rng.normal(size=(20, 10)) / 20**0.5
    weights, speed, found = [A, np.zeros(20), B, np.zeros(10)], [0.0] * 4, []
    for step in range(max(marks) + 1):
        h = np.tanh(X[:200] @ weights[0] + weights[1])
        if step in marks:
            z = np.tanh(X @ weights[0] + weights[1]) @ weights[2] + weights[3]
            right = float((z[600:].argmax(axis=1) == y[600:]).mean())
            ece = error(softmax(z[600:]), y[600:])
            T = fit_temperature(z[200:600], y[200:600])
            found.append((right, cross_entropy(z[600:], y[600:]), ece, T))
        g = (softmax(h @ weights[2] + weights[3]) - np.eye(10)[y[:200]]) / 200
        back = g @ weights[2].T * (1 - h**2)
        for i, slope in enumerate((X[:200].T @ back, back.sum(axis=0), h.T @ g, g.sum(axis=0))):
            speed[i] = 0.9 * speed[i] - 0.4 * slope
            weights[i] = weights[i] + speed[i]
    return found


@claim(
    "temperature.translates-for-humans",
    origin="000-28",
    says="Softmax translates the raw output of a network into probabilities that people "
    "understand.",
    verdict=Verdict.CONDITIONAL,
    correct="It makes numbers of the right form. They are to be understood as frequencies only "
    "if the network is calibrated. Three times the right scores give the same answers, an "
    "average confidence of 0.92 and an accuracy of 0.78.",
)
def form_without_frequency() -> None:
    z, y = posterior_logits(40_000)
    p, loud = softmax(z), softmax(3 * z)
    right = (p.argmax(axis=1) == y).mean()
    assert (loud.argmax(axis=1) == p.argmax(axis=1)).all()
    assert np.allclose(loud.sum(axis=1), 1)
    assert (loud >= 0).all()
    assert abs(p.max(axis=1).mean() - right) < 0.005
    assert (right.round(2), loud.max(axis=1).mean().round(2)) == (0.78, 0.92)


@claim(
    "temperature.causes-overconfidence",
    origin="003-30",
    says="Scores that grow without end are the reason for the known over-confidence of modern "
    "networks.",
    verdict=Verdict.CONDITIONAL,
    correct="The mechanism is real: once all training examples are right, larger scores lower "
    "the loss for ever; with a smoothed target they do not. That networks suffer from it "
    "rests on measurements: Guo et al. (2017) found the large convolutional networks of their "
    "time far too sure, with depth, width and weak decay as factors; Minderer et al. (2021) "
    "found many of the best later image networks well calibrated.",
)
def larger_scores_lower_the_loss() -> None:
    z, y = np.array([[2.0, 0.5, 0.0], [0.1, 0.4, -1.0]]), np.array([0, 1])
    losses = [-np.log(softmax(t * z)[[0, 1], y]).mean() for t in (0.5, 1, 2, 4, 8, 16)]
    assert (np.diff(losses) < 0).all()
    assert losses[-1] > 0
    smoothed = [cross_entropy(t * z, y, label_smoothing=0.1) for t in (1, 2, 4, 8, 16)]
    assert smoothed[-1] > min(smoothed)
    z[1] = [0.4, 0.1, -1.0]  # with one mistake, too, there is a best size
    wrong = [cross_entropy(t * z, y) for t in (1, 2, 4, 8, 16)]
    assert wrong[-1] > min(wrong)


@claim(
    "temperature.accuracy-keeps-rising",
    origin="003-31",
    says="While training goes on, the accuracy keeps rising slightly and the calibration gets "
    "worse.",
    verdict=Verdict.CONDITIONAL,
    correct="The second half is what happens to networks that are trained too long without "
    "anything that holds them back: loss, calibration error and fitted temperature rise in both "
    "of the chapter's. The first half holds for one of them: on the digits the accuracy rises by "
    "less than 0.01, in the other network it falls from 0.821 to 0.819. Guo et al. (2017) saw it "
    "rise.",
    otherwise={"overtrained": lambda marks: [(0.821, 0.5, 0.03, 1.2), (0.829, 0.7, 0.08, 2.6)]},
)
def calibration_worsens_and_accuracy_goes_either_way() -> None:
    (right, *first), (later, *then) = overtrained((100, 3000))
    assert later < right
    assert (round(right, 3), round(later, 3)) == (0.821, 0.819)
    (digits_right, *digits), (digits_later, *digits_then) = overtrained_on_digits((100, 600))
    assert 0 < digits_later - digits_right < 0.01
    assert (np.array(then) > 1.1 * np.array(first)).all()
    assert (np.array(digits_then) > 1.02 * np.array(digits)).all()


@claim(
    "temperature.formula",
    origin="003-32",
    says="Softmax with a temperature is $p_i = e^{z_i/T} / \\sum_j e^{z_j/T}$.",
    verdict=Verdict.TRUE,
    correct="For every $T > 0$. The odds of two classes are $e^{(z_i - z_j)/T}$, the power $1/T$ "
    "of what they are without.",
)
def odds_to_the_power() -> None:
    for T in (0.25, 1.0, 2.0, 10.0):
        p, plain = softmax(Z / T), softmax(Z)
        assert np.allclose(p, np.exp(Z / T) / np.exp(Z / T).sum(), rtol=1e-12)
        assert np.allclose(p[0] / p[1:], (plain[0] / plain[1:]) ** (1 / T), rtol=1e-12)


@claim(
    "temperature.one-is-standard",
    origin="003-33",
    says="The temperature 1 gives the standard softmax.",
    verdict=Verdict.TRUE,
    correct="It is the unit in which scores are nats. Whether 1 is the temperature at which a "
    "network is calibrated is another question.",
    otherwise={"softmax": lambda z: np.exp(2 * z) / np.exp(2 * z).sum()},
)
def one_changes_nothing() -> None:
    assert (softmax(Z / 1.0) == softmax(Z)).all()
    assert softmax(Z / 1.0).round(3).tolist() == [0.836, 0.113, 0.051]
    assert abs(softmax(Z / 2.0) - softmax(Z)).max() > 0.2


@claim(
    "temperature.infinite-is-uniform",
    origin="003-34",
    says="As the temperature goes to infinity, the distribution becomes uniform, which is the "
    "greatest uncertainty.",
    verdict=Verdict.TRUE,
    correct="Every $p_i \\to 1/K$ and $H \\to \\log K$, strictly rising on the way unless all "
    "scores are equal.",
)
def uniform_in_the_heat() -> None:
    H = np.array([entropy(softmax(Z / T)) for T in np.geomspace(0.05, 1e5, 60)])
    assert (np.diff(H) > 0).all()
    assert abs(H[-1] - np.log(3)) < 1e-9
    assert abs(softmax(Z / 1e6) - 1 / 3).max() < 1e-6


@claim(
    "temperature.zero-is-one-hot",
    origin="003-35",
    says="As the temperature goes to 0, the distribution becomes one-hot at the largest score.",
    verdict=Verdict.CONDITIONAL,
    correct="If one score is the largest alone. Scores that tie share equally at every "
    "temperature: $(2, 2, 0)$ goes to $(\\tfrac12, \\tfrac12, 0)$, with the entropy $\\log 2$.",
    reason="one largest score",
)
def ties_share_in_the_cold() -> None:
    assert softmax(Z / 1e-3).tolist() == [1, 0, 0]
    assert softmax(np.array([2.0, 2.0, 0.0]) / 1e-3).tolist() == [0.5, 0.5, 0]
    # Nearly equal scores need a colder temperature.
    assert softmax(np.array([2.0, 1.999, 0.0]) / 1e-2)[0] < 0.53


@claim(
    "temperature.fitted-above-one",
    origin="003-36",
    says="For calibration a best temperature above 1 is fitted on a separate validation set.",
    verdict=Verdict.CONDITIONAL,
    correct="Fitted by the least loss, which is convex in $1/T$ but not in $T$, and on examples "
    "that were not trained on. It is above 1 if the network expects higher scores than the true "
    "classes have on average, below 1 if lower, and does not exist if every answer is right or "
    "if the true classes score no more than others. From right scores made three times as large "
    "it comes out as 3.0, from a third of them as 0.33.",
)
def the_factor_comes_back() -> None:
    z, y = posterior_logits(40_000)
    assert abs(fit_temperature(3 * z, y) - 3) < 0.05
    assert abs(fit_temperature(z / 3, y) - 1 / 3) < 0.005
    few, labels = 3 * z[:2000], y[:2000]
    in_beta = [-np.log(softmax(b * few)[range(2000), labels]).mean() for b in np.arange(1, 40) / 40]
    assert (np.diff(in_beta, n=2) > 0).all()
    in_T = [cross_entropy(few / T, labels) for T in np.arange(1, 40)]
    assert (np.diff(in_T, n=2) < 0).any()
    try:
        fit_temperature(z, z.argmax(axis=1))
    except ValueError:
        return
    raise AssertionError("a temperature was found although every answer is right")


@claim(
    "temperature.cools",
    origin="003-37",
    says="With a temperature above 1, over-confident predictions are cooled.",
    verdict=Verdict.IMPRECISE,
    correct="They become less sure, as is meant; but that is heating. Above 1 the probabilities "
    "become flatter and the entropy rises, at the rate $\\mathrm{Var}_p(z)/T^3$, for the "
    "photograph 0.715 nats per unit at $T = 1$. To become less sure is what heat does; "
    "cold is below 1 and makes predictions surer.",
)
def heat_raises_entropy() -> None:
    for T in (0.5, 1.0, 2.0, 5.0):
        p, h = softmax(Z / T), 1e-5
        slope = (entropy(softmax(Z / (T + h))) - entropy(softmax(Z / (T - h)))) / (2 * h)
        variance = p @ (Z - p @ Z) ** 2
        assert np.isclose(slope, variance / T**3, rtol=1e-6)
        assert slope > 0
        if T == 1:
            assert round(float(variance), 3) == 0.715
    assert softmax(Z / 2.0).max() < softmax(Z).max() < softmax(Z / 0.5).max()


@claim(
    "temperature.better-calibrated",
    origin="003-38",
    says="Temperature scaling makes predictions better calibrated.",
    verdict=Verdict.CONDITIONAL,
    correct="It lowers the loss on the examples it is fitted on, and usually the calibration "
    "error on others like them. Not always: in a hundred photographs, twenty of which look easy "
    "but have two wrong labels among them, the loss falls from 0.627 to 0.579 while the error "
    "rises from 0.020 to 0.097. That it happens in practice rests on Guo et al. (2017), in whose "
    "table one data set goes from 0.85 to 0.91 per cent. Of data from elsewhere nothing is "
    "promised.",
)
def the_loss_falls_and_the_error_rises() -> None:
    lead = np.log([7 / 3] * 80 + [999] * 20)
    z = np.column_stack([lead, np.zeros(100)])
    y = np.array([0] * 56 + [1] * 24 + [0] * 18 + [1] * 2)
    T = fit_temperature(z, y)
    found = [(cross_entropy(z / t, y), error(softmax(z / t), y)) for t in (1, T)]
    assert np.round(found, 3).tolist() == [[0.627, 0.020], [0.579, 0.097]]
    usual, truth = posterior_logits(20_000)
    before, after = (
        error(softmax(3 * usual[10_000:] / t), truth[10_000:])
        for t in (1, fit_temperature(3 * usual[:10_000], truth[:10_000]))
    )
    assert after < before / 5


@claim(
    "temperature.accuracy-unchanged",
    origin="003-39",
    says="Temperature scaling does not change the accuracy.",
    verdict=Verdict.TRUE,
    correct="The order of the classes in a row is the same at every $T > 0$, so no answer changes. "
    "From three classes on the order of the rows may: at $T = 1$ the scores $(2, 1.9, -5, -5)$ are "
    "less sure of their answer than $(1.4, 0, 0, 0)$, 0.524 against 0.575, and at $T = 4$ surer, "
    "0.431 against 0.321.",
)
def answers_stay_and_rows_change_places() -> None:
    rows = np.random.default_rng(0).normal(scale=3, size=(1000, 5))
    for T in (0.5, 2.0, 100.0):
        assert (np.argsort(softmax(rows / T)) == np.argsort(rows)).all()
    assert (softmax(rows / 0.01).argmax(axis=1) == rows.argmax(axis=1)).all()
    pair = np.array([[2.0, 1.9, -5.0, -5.0], [1.4, 0.0, 0.0, 0.0]])
    assert softmax(pair).max(axis=1).round(3).tolist() == [0.524, 0.575]
    assert softmax(pair / 4).max(axis=1).round(3).tolist() == [0.431, 0.321]


@claim(
    "temperature.not-probabilities",
    origin="004-09",
    says="The outputs of softmax are not class probabilities; to call them so is completely wrong.",
    verdict=Verdict.IMPRECISE,
    correct="Nothing guarantees that a given network estimates well, which is the sound half. "
    "But the outputs are a probability distribution, and trained with a strictly proper "
    "loss they estimate the probabilities of the classes. If the scores are those of a "
    "true posterior they are exact: the calibration error on 40000 examples is 0.003, no "
    "more than chance. “Completely wrong” is too much.",
    reason="probabilities that need not be right",
)
def the_posterior_is_calibrated() -> None:
    z, y = posterior_logits(40_000)
    p = softmax(z)
    ece = error(p, y)
    rng = np.random.default_rng(1)
    perfect = [
        error(p, (p.cumsum(axis=1) < rng.random((len(p), 1))).sum(axis=1)) for _ in range(20)
    ]
    assert min(perfect) / 2 < ece < 2 * max(perfect)
    assert round(ece, 3) == 0.003
    assert error(softmax(3 * z), y) > 0.05


@claim(
    "temperature.sum-to-one",
    origin="004-10",
    says="People take the outputs for probabilities because they sum to 1.",
    verdict=Verdict.IMPRECISE,
    correct="As a reason it is not enough. To be non-negative and sum to 1 makes numbers a "
    "distribution; to be the right one they must agree with what happens. Take "
    "probabilities that are right and not all equal, and halve or double the scores: they sum "
    "to 1 again, and are no longer calibrated.",
    otherwise={"error": lambda p, y: abs(p.sum(axis=1) - 1).max()},
    reason="probabilities that need not be right",
)
def every_temperature_sums_to_one() -> None:
    z, y = posterior_logits(40_000)
    errors = [error(softmax(z / T), y) for T in (0.25, 0.5, 1.0, 2.0, 4.0)]
    assert errors[2] < 0.005
    assert min(errors[:2] + errors[3:]) > 0.03
