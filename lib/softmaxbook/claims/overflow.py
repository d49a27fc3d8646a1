"""Claims decided in the chapter on overflow."""

import math

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import log_softmax, logsumexp, softmax
from softmaxbook.losses import cross_entropy

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


@np.errstate(all="ignore")
def naive(z: list[float]) -> np.ndarray:
    """The definition as it stands."""
    return np.exp(z) / np.exp(z).sum()


@np.errstate(all="ignore")
def shifted(z: np.ndarray) -> np.ndarray:
    """The definition with the maximum subtracted, in the format of z."""
    return naive(z - np.max(z))


@claim(
    "overflow.drawback",
    origin="001-10",
    says="A drawback of softmax is that it overflows.",
    verdict=Verdict.CONDITIONAL,
    correct="True of the definition computed as it stands: the exponential overflows above 709.78 "
    "in float64, 88.72 in float32 and bfloat16, 11.09 in float16. The function itself needs no "
    "exponential above 1.",
    reason="the definition as it stands",
)
def definition_overflows() -> None:
    largest = [(2 - 2.0**-52) * 2.0**1023, (2 - 2.0**-23) * 2.0**127, (2 - 2.0**-7) * 2.0**127]
    assert largest[:2] == [np.finfo(np.float64).max, np.finfo(np.float32).max]
    assert [round(math.log(n), 2) for n in largest] == [709.78, 88.72, 88.72]
    assert round(math.log(np.finfo(np.float16).max), 2) == 11.09
    assert np.isnan(naive([1000.0, 998.0, 997.2])).all()
    assert np.allclose(softmax(Z + 997), softmax(Z), rtol=1e-12, atol=0)


@claim(
    "overflow.subtracting-the-maximum",
    origin="001-11",
    says="Subtracting the maximum solves it.",
    verdict=Verdict.CONDITIONAL,
    correct="For finite scores no share is `inf` or `nan` any more. Small shares may still "
    "become 0, and a logarithm taken afterwards $-\\infty$; a row of nothing but $-\\infty$ "
    "still gives `nan`.",
    reason="finite scores",
)
def maximum_subtracted() -> None:
    for z in ([123.0, 456.0, 789.0], [1e5, 0, -1e5], [-1000.0, -1001.0]):
        assert np.allclose(shifted(np.array(z)), softmax(z), rtol=1e-12, atol=0)
    assert shifted(np.array([800.0, 0.0])).tolist() == [1, 0]
    assert np.isnan(shifted(np.full(2, -np.inf))).all()


@claim(
    "overflow.123-456-789",
    origin="001-12",
    says="Computed as it stands, softmax of (123, 456, 789) gives (0, 0, nan).",
    verdict=Verdict.TRUE,
    correct="exp(789) is `inf`, a finite number over `inf` is 0 and `inf` over `inf` is `nan`. The "
    "right answer is $(e^{-666}, e^{-333}, 1)$ to sixteen digits.",
)
def three_digits_in_a_row() -> None:
    p = naive([123.0, 456.0, 789.0])
    assert p[:2].tolist() == [0, 0]
    assert np.isnan(p[2])
    exact = [math.exp(-666), math.exp(-333), 1]
    assert np.allclose(softmax([123.0, 456.0, 789.0]), exact, rtol=1e-12, atol=0)


@claim(
    "overflow.e-to-the-1000",
    origin="002-35",
    says="$e^{1000}$ overflows to NaN.",
    verdict=Verdict.IMPRECISE,
    correct="It overflows to infinity. NaN comes one step later, when infinity is divided by or "
    "subtracted from infinity.",
    otherwise={"exp": lambda x: np.nan},
)
@np.errstate(all="ignore")
def infinity_first(exp=np.exp) -> None:
    assert exp(1000.0) == np.inf
    assert np.isnan(exp(1000.0) / exp(1000.0))
    assert naive([1000.0, 0.0])[1] == 0  # a finite number over infinity


@claim(
    "overflow.log-sum-exp-identity",
    origin="002-36",
    says="log Σ exp(zᵢ) = c + log Σ exp(zᵢ − c) for every c.",
    verdict=Verdict.TRUE,
    correct="Equivalently, log-sum-exp rises by $c$ when every score does.",
    otherwise={"logsumexp": np.max},
)
def equivariant() -> None:
    for c in (-40.0, 0.5, 5.0, 600.0):
        assert np.isclose(math.log(sum(math.exp(v) for v in Z)), c + logsumexp(Z - c), rtol=1e-12)


@claim(
    "overflow.exponents-at-most-0",
    origin="002-37",
    says="With the maximum for c all exponents are at most 0, and overflow is completely avoided.",
    verdict=Verdict.CONDITIONAL,
    correct="For finite scores, and then the sum lies between 1 and the number of classes. "
    "Underflow of small terms remains. Beside a sum of at least 1 it does no harm to the "
    "shares; a logarithm taken of a share that has become 0 is $-\\infty$.",
    otherwise={"c": np.mean},
    reason="finite scores",
)
def sum_between_1_and_k(c=np.max) -> None:
    rng = np.random.default_rng(0)
    for scale in (1, 100, 1e4):
        z = scale * rng.normal(size=(500, 10))
        exponents = z - c(z, axis=-1, keepdims=True)
        assert (exponents <= 0).all()
        total = np.exp(exponents).sum(axis=-1)
        assert ((total >= 1) & (total <= 10)).all()


@claim(
    "overflow.fused-loss",
    origin="002-38",
    says="Frameworks recommend a loss that takes the logits and combines log-softmax with the "
    "negative log-likelihood.",
    verdict=Verdict.TRUE,
    correct="For a reason that can be run: at scores (800, 0) with the second class true the loss "
    "is 800, and the log of softmax gives infinity. What goes in must be logits, not "
    "probabilities.",
    otherwise={"cross_entropy": lambda z, y: -np.log(softmax(z))[y]},
    source="Zhang et al. (2023), section 4.5",
)
def loss_from_logits() -> None:
    assert cross_entropy([800.0, 0.0], 1) == 800
    with np.errstate(divide="ignore"):
        assert np.log(softmax([800.0, 0.0]))[1] == -np.inf
    assert not np.isclose(cross_entropy(softmax(Z), 0), cross_entropy(Z, 0))


@claim(
    "overflow.minus-1e9-disturbs-nothing",
    origin="003-13",
    says="Adding −10⁹ to one score masks that class and, thanks to shift invariance, leaves the "
    "other probabilities undisturbed.",
    verdict=Verdict.FALSE,
    correct="The others are divided by $1 - p$ of the masked class: without cat, 0.113 and 0.051 "
    "become 0.690 and 0.310. So the point, that nothing has to be rescaled, is wrong. Their ratio "
    "stays, and not because of shift invariance, since one score alone is no shift. Added to "
    "every score, −10⁹ is a shift, and un-masks the row: float64 then gives (0.836, 0.113, "
    "0.051) again, float32 thirds, float16 `nan`.",
)
def one_score_is_no_shift() -> None:
    before, after = softmax(Z), softmax(Z - [1e9, 0, 0])
    assert after.round(3).tolist() == [0, 0.690, 0.310]
    assert np.allclose(after[1:], before[1:] / (1 - before[0]), rtol=1e-12)
    assert np.isclose(after[1] / after[2], before[1] / before[2], rtol=1e-12)
    assert shifted(Z - 1e9).round(3).tolist() == [0.836, 0.113, 0.051]
    assert np.ptp(shifted(Z.astype(np.float32) - np.float32(1e9))) == 0
    with np.errstate(over="ignore"):
        assert np.isnan(shifted(Z.astype(np.float16) + np.float16(-1e9))).all()


@claim(
    "overflow.masked-is-0",
    origin="003-14",
    says="A masked class gets probability 0.",
    verdict=Verdict.CONDITIONAL,
    correct="If another class of its row is not masked: then exactly 0 in floating point, and "
    "with $-10^9$ in place of $-\\infty$ a number that rounds to 0. In a row where all are "
    "masked it depends on the method: an explicit mask gives 0, −∞ alone nan, −10⁹ shares.",
)
def masked_beside_others() -> None:
    for low in (-1e9, -np.inf):
        assert softmax([3.0, low, 0.2])[1] == 0
    nothing = np.zeros(3, bool)
    assert softmax(Z, where=nothing).tolist() == [0, 0, 0]
    assert (softmax(Z - 1e9) > 0).all()
    assert np.isnan(softmax(np.full(3, -np.inf))).all()


@claim(
    "overflow.exp-800",
    origin="003-15",
    says="exp(800) exceeds the range of float64.",
    verdict=Verdict.TRUE,
    correct="The largest float64 is about $1.8 \\cdot 10^{308}$, whose logarithm is 709.78.",
    otherwise={"exp": lambda x: np.exp(np.minimum(x, 709))},
)
@np.errstate(over="ignore")
def exp_of_800(exp=np.exp) -> None:
    assert exp(800.0) == np.inf
    assert f"{np.finfo(np.float64).max:.2g}" == "1.8e+308"
    assert exp(709.78) < np.inf
    assert exp(709.79) == np.inf


@claim(
    "overflow.exp-minus-1000",
    origin="003-16",
    says="exp(−1000) underflows to exactly 0.",
    verdict=Verdict.TRUE,
    correct="In float64 everything below −745.134 does.",
    otherwise={"exp": lambda x: np.exp(np.maximum(x, -745))},
)
def exp_of_minus_1000(exp=np.exp) -> None:
    assert exp(-1000.0) == 0
    assert round(math.log(math.ulp(0.0)) - math.log(2), 2) == -745.13
    assert exp(-745.1332) > 0
    assert exp(-745.1333) == 0


@claim(
    "overflow.all-underflow",
    origin="003-17",
    says="If every exponential underflows, softmax is 0/0, which is NaN.",
    verdict=Verdict.CONDITIONAL,
    correct="Of the definition computed as it stands. With the maximum subtracted, (−1000, −1001) "
    "gives (0.731, 0.269).",
    reason="the definition as it stands",
)
def zero_over_zero() -> None:
    assert np.isnan(naive([-1000.0, -1001.0])).all()
    assert softmax([-1000.0, -1001.0]).round(3).tolist() == [0.731, 0.269]


@claim(
    "overflow.others-negative",
    origin="003-18",
    says="After the maximum is subtracted, all the others are negative.",
    verdict=Verdict.CONDITIONAL,
    correct="If one score is the largest alone. A score that ties with it becomes 0 as well, so in "
    "general the others are at most 0.",
    otherwise={"scores": (2.0, 1.9, 1.0)},
    reason="one largest score",
)
def ties_become_0(scores=(2.0, 2.0, 1.0)) -> None:
    z = np.array(scores)
    assert ((z - z.max()) == 0).sum() > 1
    assert (z - z.max() <= 0).all()
    assert (Z - Z.max() < 0).tolist() == [False, True, True]


@claim(
    "overflow.sum-at-least-1",
    origin="003-19",
    says="The sum of the shifted exponentials is at least 1, so there is no division by zero, and "
    "overflow is gone.",
    verdict=Verdict.CONDITIONAL,
    correct="For finite scores. A row of nothing but $-\\infty$ has no maximum to subtract, and "
    "a score of $+\\infty$ makes $\\infty - \\infty$.",
    otherwise={"shifted": naive},
    reason="finite scores",
)
def finite_scores_only() -> None:
    for z in ([1e308, -1e308], [0.0, 0.0], [-1e5, -1e5 - 3]):
        with np.errstate(over="ignore"):
            assert np.exp(np.array(z) - max(z)).sum() >= 1
        assert np.isfinite(shifted(np.array(z))).all()
    for z in ([-np.inf, -np.inf], [np.inf, 0.0]):
        assert np.isnan(shifted(np.array(z))).any()


@claim(
    "overflow.just-the-log",
    origin="004-11",
    says="In the last layer one prefers log-softmax, which is just the logarithm of the softmax "
    "values.",
    verdict=Verdict.IMPRECISE,
    correct="As a function it is. As a recipe it is what log-softmax avoids: the logarithm of the "
    "computed values of softmax at (800, 0) is $(0, -\\infty)$, log-softmax is $(0, -800)$. And "
    "it is preferred for the loss; whoever needs probabilities takes softmax.",
)
def not_by_way_of_softmax() -> None:
    assert np.allclose(log_softmax(Z), np.log(softmax(Z)), rtol=1e-13, atol=0)
    with np.errstate(divide="ignore"):
        assert np.log(softmax([800.0, 0.0])).tolist() == [0, -np.inf]
    assert log_softmax([800.0, 0.0]).tolist() == [0, -800]


@claim(
    "overflow.log-softmax-more-stable",
    origin="004-12",
    says="Log-softmax is numerically more stable.",
    verdict=Verdict.TRUE,
    correct="Than softmax followed by a logarithm. The end of a loser gains in every "
    "implementation: $-800$ instead of $-\\infty$. The end of a winner gains where log1p "
    "is used, as in the library here: $-1.93 \\cdot 10^{-22}$ instead of 0 for one that "
    "is 50 ahead. SciPy and PyTorch give 0 there.",
)
def both_ends() -> None:
    with np.errstate(divide="ignore"):
        assert np.log(softmax([800.0, 0.0]))[1] == -np.inf
    assert log_softmax([800.0, 0.0])[1] == -800
    assert np.log(softmax([0.0, -50.0]))[0] == 0
    assert f"{log_softmax([0.0, -50.0])[0]:.3g}" == "-1.93e-22"


@claim(
    "overflow.log-softmax-cheaper",
    origin="004-13",
    says="Log-softmax is cheaper to train with.",
    verdict=Verdict.IMPRECISE,
    correct="Than softmax followed by a logarithm, by a little: it needs the same $K$ "
    "exponentials and the same sum, one logarithm instead of $K$, and $K$ subtractions instead "
    "of $K$ divisions. The cost of a step of training is hardly affected.",
    otherwise={"_log_softmax": lambda z, done: _log_of_softmax(z, done)},
)
def operations_counted() -> None:
    counts = {}
    for name, use in (("log of softmax", _log_of_softmax), ("log-softmax", _log_softmax)):
        done = {"exp": 0, "log": 0, "divide": 0}
        result = use(list(Z), done)
        assert np.allclose(result, log_softmax(Z), rtol=1e-12)
        counts[name] = done
    assert counts["log of softmax"] == {"exp": 3, "log": 3, "divide": 3}
    assert counts["log-softmax"] == {"exp": 3, "log": 1, "divide": 0}


def _counted(done: dict[str, int], name: str, value: float) -> float:
    done[name] += 1
    return value


def _log_of_softmax(z: list[float], done: dict[str, int]) -> list[float]:
    terms = [_counted(done, "exp", math.exp(v)) for v in z]
    shares = [_counted(done, "divide", term / sum(terms)) for term in terms]
    return [_counted(done, "log", math.log(share)) for share in shares]


def _log_softmax(z: list[float], done: dict[str, int]) -> list[float]:
    terms = [_counted(done, "exp", math.exp(v)) for v in z]
    log_sum = _counted(done, "log", math.log(sum(terms)))
    return [v - log_sum for v in z]


@claim(
    "overflow.penalises-more",
    origin="004-14",
    says="Log-softmax penalises large errors more.",
    verdict=Verdict.IMPRECISE,
    correct="The penalty is $-\\log p_y$, whichever way it is computed: a property of the loss, "
    "not of log-softmax. What is true is that the logarithm punishes a small $p_y$ without "
    "bound.",
)
def the_same_penalty() -> None:
    for gap in (1.0, 5.0, 25.0):
        z = np.array([0.0, gap])
        assert np.isclose(-log_softmax(z)[0], -np.log(softmax(z)[0]), rtol=1e-12)
    assert cross_entropy([0.0, 1e6], 0) == 1e6
