"""Claims decided in the chapter on softmax."""

import math

import numpy as np

from softmaxbook.claims.record import Verdict, claim
from softmaxbook.functions import logsumexp, sigmoid, softmax

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


@claim(
    "softmax.inputs-between-0-and-1",
    origin="004-01",
    says="The values that softmax normalises lie between 0 and 1.",
    verdict=Verdict.FALSE,
    correct="It takes any real numbers. The values between 0 and 1 come out of it.",
)
def inputs_are_any_reals() -> None:
    p = softmax([-40.0, 0.0, 12.0])
    assert (p > 0).all()
    assert (p < 1).all()
    assert np.isclose(p.sum(), 1)


@claim(
    "softmax.slightly-larger",
    origin="002-12",
    says="A slightly larger logit gets a significantly larger probability.",
    verdict=Verdict.IMPRECISE,
    correct="What counts is the gap in nats, not how slight it looks: the odds are "
    "$e^{\\Delta}$ for a gap $\\Delta$, whatever the logits. Of two classes, a gap of 0.1 gives "
    "0.525 against 0.475; it takes a gap of 1 for 0.731 and of 5 for 0.993.",
)
def small_gap_small_difference() -> None:
    for gap, expected in ((0.1, 0.525), (1.0, 0.731), (5.0, 0.993)):
        assert softmax([gap, 0.0])[0].round(3) == expected
        assert np.isclose(softmax([gap + 30, 30.0])[0], softmax([gap, 0.0])[0])


@claim(
    "softmax.probabilities-do-not-matter",
    origin="000-22",
    says="At inference the probabilities themselves need not concern us, only which is largest.",
    verdict=Verdict.CONDITIONAL,
    correct="True if every error costs the same and an answer must be given. With unequal costs "
    "or an option to decline, the best action depends on the probabilities: at (0.93, 0.07) with "
    "a missed second class 20 times as costly as a false alarm, the second class is right.",
    otherwise={"cost": ((0, 1), (1, 0))},
    reason="unequal costs",
)
def costs_need_probabilities(cost=((0, 20), (1, 0))) -> None:
    p = np.array([0.93, 0.07])
    assert (np.array(cost) @ p).argmin() == 1
    assert p.argmax() == 0
    assert (np.array([[0, 1], [1, 0]]) @ p).argmin() == p.argmax()


@claim(
    "softmax.skip-at-inference",
    origin="000-24",
    says="Softmax can be skipped at inference, since it does not change the argmax.",
    verdict=Verdict.CONDITIONAL,
    correct="True if only the most probable class is wanted, since softmax keeps the order; for "
    "costs, thresholds or declining it is needed. Where rounding or overflow makes the two "
    "argmaxes differ, that of the logits is the right one.",
    reason="unequal costs",
)
def argmax_in_floats() -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=(2000, 10))
    assert (softmax(z).argmax(axis=-1) == z.argmax(axis=-1)).all()
    close = np.array([0.0, 1e-17])
    assert close.argmax() == 1
    assert softmax(close).argmax() == 0
    with np.errstate(over="ignore", invalid="ignore"):
        naive = np.exp([999.0, 1000.0]) / np.exp([999.0, 1000.0]).sum()
    assert np.isnan(naive).all()
    assert naive.argmax() == 0


@claim(
    "softmax.uses-argmax",
    origin="004-06",
    says="Softmax uses argmax to give the class.",
    verdict=Verdict.IMPRECISE,
    correct="Softmax gives probabilities. Argmax is a decision taken afterwards, needs no "
    "softmax, and is only one of the decisions that probabilities allow.",
    otherwise={"softmax": lambda z: np.eye(len(z))[z.argmax()]},
)
def argmax_is_separate() -> None:
    assert softmax(Z).round(3).tolist() == [0.836, 0.113, 0.051]  # and no class
    assert Z.argmax() == softmax(Z).argmax()


@claim(
    "softmax.multi-label",
    origin="003-08",
    says="Using one softmax for a multi-label problem is conceptually wrong.",
    verdict=Verdict.CONDITIONAL,
    correct="True if each output is to be read as the probability that its label is present: "
    "labels that do not exclude each other are made to compete. Two strong findings with logits "
    "(5, 5, 0) get 0.498 each from softmax and 0.993 each from sigmoids. One softmax over all "
    "*sets* of labels is a different and sound model.",
)
def labels_compete() -> None:
    z = np.array([5.0, 5.0, 0.0])
    assert (softmax(z)[:2].round(3) == 0.498).all()
    assert (sigmoid(z)[:2].round(3) == 0.993).all()


@claim(
    "softmax.one-up-other-down",
    origin="003-09",
    says="A higher probability for one class necessarily lowers that of every other.",
    verdict=Verdict.CONDITIONAL,
    correct="True of two classes. Of three or more it lowers only the sum of the others, and two "
    "can rise together: from (0, 0, 0) to (1, 1, 0) both go from 0.333 to 0.422.",
)
def two_rise_together() -> None:
    before, after = softmax([0.0, 0.0, 0.0]), softmax([1.0, 1.0, 0.0])
    assert (before[:2].round(3) == 0.333).all()
    assert (after[:2].round(3) == 0.422).all()
    assert after[2] < before[2]
    assert softmax([1.0, 0.0])[1] < softmax([0.0, 0.0])[1]


@claim(
    "softmax.soft-maximum",
    origin="003-04",
    says="Softmax is a soft maximum, hence the name.",
    verdict=Verdict.IMPRECISE,
    correct="It is a soft argmax: the softened form of the one-hot vector that marks the "
    "largest. The softened form of the maximum is log-sum-exp, 3.179 where the maximum is 3.",
    otherwise={"softmax": logsumexp},
)
def soft_argmax() -> None:
    assert np.allclose(softmax(50 * Z), [1, 0, 0])
    assert np.isclose(logsumexp(50 * Z) / 50, Z.max())
    assert logsumexp(Z).round(3) == 3.179


@claim(
    "softmax.activation-layer",
    origin="000-04",
    says="Softmax is an activation function like the others.",
    verdict=Verdict.IMPRECISE,
    correct="The usual activations act on one number at a time. Softmax maps a whole vector to a "
    "vector: each output depends on every input.",
)
def couples_all_entries() -> None:
    moved = softmax(Z + np.array([0, 0, 0.1])) - softmax(Z)
    assert (abs(moved) > 1e-4).all()


@claim(
    "softmax.exponentials-by-hand",
    origin="000-05",
    says="e³ ≈ 20.085, e¹ ≈ 2.718, e⁰·² ≈ 1.221.",
    verdict=Verdict.IMPRECISE,
    correct="The first is cut off, not rounded: e³ = 20.0855 rounds to 20.086.",
    otherwise={"exp": lambda x: math.floor(1000 * math.exp(x)) / 1000},
)
def first_is_cut_off(exp=math.exp) -> None:
    assert round(exp(3), 4) == 20.0855
    assert round(exp(3), 3) == 20.086
    assert (round(exp(1), 3), round(exp(0.2), 3)) == (2.718, 1.221)


@claim(
    "softmax.sum-by-hand",
    origin="000-06",
    says="Their sum is 24.024.",
    verdict=Verdict.IMPRECISE,
    correct="It is 24.025; adding numbers that were cut off carries the cut along. "
    "What follows from it is right: the probabilities are the same to three decimals.",
    otherwise={"exp": lambda z: np.floor(1000 * np.exp(z)) / 1000},
)
def sum_of_exponentials(exp=np.exp) -> None:
    assert exp(Z).sum().round(3) == 24.025
    assert round(20.085 + 2.718 + 1.221, 3) == 24.024
    cut = np.array([20.085, 2.718, 1.221])
    assert ((cut / 24.024).round(3) == softmax(Z).round(3)).all()


@claim(
    "softmax.probabilities-by-hand",
    origin="000-07",
    says="So the probabilities are 0.836, 0.113 and 0.051.",
    verdict=Verdict.TRUE,
    correct="To three decimals, yes.",
)
def canonical_probabilities() -> None:
    assert (softmax(Z).round(3) == [0.836, 0.113, 0.051]).all()


@claim(
    "softmax.argmax-is-an-index",
    origin="000-23",
    says="argmax of (0.02, 0.05, 0.93) is 2, which is the third class.",
    verdict=Verdict.TRUE,
    correct="Counting from 0, as NumPy does.",
    otherwise={"argmax": lambda p: np.argmax(p) + 1},
)
def counts_from_zero(argmax=np.argmax) -> None:
    assert argmax([0.02, 0.05, 0.93]) == 2


@claim(
    "softmax.highest-score-wins",
    origin="000-26",
    says="The class with the highest score has the highest probability.",
    verdict=Verdict.TRUE,
    correct="Softmax keeps the order of its inputs. Equal scores get equal probabilities.",
)
def order_is_kept() -> None:
    z = np.random.default_rng(0).normal(size=(500, 6))
    assert (np.argsort(softmax(z), axis=-1) == np.argsort(z, axis=-1)).all()
    assert np.ptp(softmax([2.0, 2.0])) == 0


@claim(
    "softmax.soft-as-opposed-to-hard",
    origin="001-02",
    says="It is called soft in contrast to a hard choice, which takes one and leaves the rest.",
    verdict=Verdict.TRUE,
    correct="The hard choice is the one-hot vector of the argmax; softmax approaches it as the "
    "gaps grow, if one score is the largest.",
    source="Bridle (1990), who gave softmax its name",
)
def approaches_one_hot() -> None:
    assert abs(softmax(Z) - [1, 0, 0]).max() > 0.1
    assert abs(softmax(20 * Z) - [1, 0, 0]).max() < 1e-16 + np.exp(-20 * 2)


@claim(
    "softmax.largest-element",
    origin="001-03",
    says="Finding the largest element is called hardmax.",
    verdict=Verdict.IMPRECISE,
    correct="Max returns the largest value, argmax its position, and hardmax the one-hot vector "
    "at that position: 3, 0 and (1, 0, 0) for (3, 1, 0.2).",
    otherwise={"hardmax": np.max},
)
def three_hard_answers(hardmax=lambda z: np.eye(len(z))[z.argmax()]) -> None:
    assert (Z.max(), Z.argmax(), hardmax(Z).tolist()) == (3, 0, [1, 0, 0])


@claim(
    "softmax.every-class-some",
    origin="001-04",
    says="Every class receives some probability.",
    verdict=Verdict.TRUE,
    correct="In exact arithmetic, since every exponential is positive.",
    reason="exact arithmetic",
)
def every_class_some() -> None:
    assert (softmax([-30.0, 0.0, 30.0]) > 0).all()


@claim(
    "softmax.some-left-for-others",
    origin="003-06",
    says="Softmax leaves a little probability for the classes that do not win.",
    verdict=Verdict.TRUE,
    correct="However far behind they are, as long as the arithmetic is exact.",
    reason="exact arithmetic",
)
def losers_keep_some() -> None:
    assert 0 < softmax([700.0, 0.0])[1] < 1e-300


@claim(
    "softmax.notation",
    origin="001-05",
    says="softmax(zᵢ) = exp(zᵢ) / Σ exp(z_c).",
    verdict=Verdict.IMPRECISE,
    correct="The formula is right and its left side is not: entry $i$ depends on the whole "
    "vector, so it is $\\mathrm{softmax}(z)_i$.",
)
def depends_on_the_whole_vector() -> None:
    same_first = softmax([3.0, 1.0, 0.2])[0], softmax([3.0, 2.0, 0.2])[0]
    assert abs(same_first[0] - same_first[1]) > 0.1


@claim(
    "softmax.formula",
    origin="004-04",
    says="Softmax is the exponential of an entry over the sum of all exponentials.",
    verdict=Verdict.TRUE,
    correct="That is the definition.",
)
def the_definition() -> None:
    by_hand = [math.exp(v) / math.fsum(math.exp(w) for w in Z) for v in Z]
    assert np.allclose(softmax(Z), by_hand, rtol=1e-15, atol=0)


@claim(
    "softmax.closed-interval",
    origin="001-06",
    says="The outputs lie in [0, 1] and sum to 1.",
    verdict=Verdict.TRUE,
    correct="For two classes or more they even lie strictly between 0 and 1. Rounding can reach "
    "the ends, and the sum may miss 1 by a few units of the last place.",
    reason="exact arithmetic",
)
def open_interval() -> None:
    rounded = softmax([800.0, 0.0])
    assert rounded.tolist() == [1, 0]  # e^-800 is below the smallest float64
    sums = softmax(np.random.default_rng(0).normal(size=(1000, 10))).sum(axis=-1)
    assert (sums != 1).any()
    assert abs(sums - 1).max() < 1e-15


@claim(
    "softmax.between-0-and-1-and-sums-to-1",
    origin="004-05",
    says="All values are between 0 and 1 and add up to 1.",
    verdict=Verdict.TRUE,
    correct="Up to rounding.",
    reason="exact arithmetic",
)
def between_and_sums() -> None:
    p = softmax(np.random.default_rng(0).normal(size=(1000, 10)) * 5)
    assert ((p > 0) & (p < 1)).all()
    assert np.allclose(p.sum(axis=-1), 1, rtol=1e-15, atol=0)


@claim(
    "softmax.sums-to-one",
    origin="002-09",
    says="The outputs sum to 1.",
    verdict=Verdict.TRUE,
    correct="By construction, up to rounding.",
    reason="exact arithmetic",
)
def sums_to_one() -> None:
    assert np.isclose(softmax(Z).sum(), 1, rtol=1e-15, atol=0)


@claim(
    "softmax.exactly-one",
    origin="003-03",
    says="Dividing by the sum makes the total exactly 1.",
    verdict=Verdict.TRUE,
    correct="In exact arithmetic, in which sentences about the function are judged. Of 1000 "
    "random rows of ten float64 numbers, over a quarter sum to something else, by less "
    "than 10⁻¹⁵.",
    reason="exact arithmetic",
)
def exactly_one_in_exact_arithmetic() -> None:
    p = softmax(np.random.default_rng(0).normal(size=(1000, 10)))
    off = p.sum(axis=-1) - 1
    assert (off != 0).mean() > 0.25
    assert abs(off).max() < 1e-15


@claim(
    "softmax.positive",
    origin="002-10",
    says="Every output is positive, because the exponential is.",
    verdict=Verdict.TRUE,
    correct="In floating point it may round to 0: a float64 output is exactly 0 once its logit is "
    "more than about 745 below the largest.",
    reason="exact arithmetic",
)
def positive_until_underflow() -> None:
    assert softmax([0.0, -745.0])[1] > 0
    assert softmax([0.0, -746.0])[1] == 0


@claim(
    "softmax.exponential-is-positive",
    origin="003-02",
    says="The exponential makes every term positive.",
    verdict=Verdict.TRUE,
    correct="In floating point a term may round to 0: in float64 exp(−746) is 0.",
    otherwise={"exp": lambda x: 1 + x},
    reason="exact arithmetic",
)
def exponential_underflows(exp=math.exp) -> None:
    assert exp(-745) > 0
    assert exp(-746) == 0


@claim(
    "softmax.winner-take-all",
    origin="002-11",
    says="Softmax has the winner-take-all property.",
    verdict=Verdict.IMPRECISE,
    correct="No finite scores give the winner everything; only the limit of a growing lead does. "
    "At (3, 1, 0.2) the winner takes 0.836.",
)
def winner_takes_some() -> None:
    assert softmax(Z)[0].round(3) == 0.836
    assert softmax(Z, temperature=1e-3).tolist() == [1, 0, 0]


@claim(
    "softmax.one-far-ahead",
    origin="003-05",
    says="If one logit is far above the others, its probability is close to 1.",
    verdict=Verdict.TRUE,
    correct="How far depends on the number K of classes: a gap of log(99 (K - 1)) is always enough "
    "for 0.99. Rounded up, that is 4.60 for 2 classes, 6.80 for 10, 11.51 for 1000.",
    reason="a far lead",
)
def gap_for_99_percent() -> None:
    for classes, enough in ((2, 4.60), (10, 6.80), (1000, 11.51)):
        gap = math.log(99 * (classes - 1))
        assert enough - 0.01 < gap < enough
        assert np.isclose(softmax([gap] + [0.0] * (classes - 1))[0], 0.99)


@claim(
    "softmax.mutually-exclusive",
    origin="003-07",
    says="Softmax is made for classes that exclude each other.",
    verdict=Verdict.TRUE,
    correct="It describes one draw from K alternatives; that exactly one is true is an "
    "assumption about the problem, not a law.",
    otherwise={"softmax": sigmoid},
    source="Bridle (1990), who gave softmax its name",
)
def one_of_k() -> None:
    for top in range(3):  # all belief on one alternative leaves none for the others
        assert np.allclose(softmax(50.0 * np.eye(3)[top]), np.eye(3)[top], atol=1e-12)
    assert sigmoid(Z).sum() > 2  # separate questions share nothing


@claim(
    "softmax.independent-sigmoids",
    origin="003-10",
    says="With one sigmoid for each disease, the diseases are treated as independent.",
    verdict=Verdict.IMPRECISE,
    correct="Each sigmoid gives the probability of one disease given the input, which is right "
    "whatever their dependence. Multiplying them assumes independence *given the input*; over a "
    "population the findings may still go together.",
    otherwise={"sigmoid": lambda x: np.full_like(x, 0.5)},
)
def conditionally_independent() -> None:
    severity = np.random.default_rng(0).normal(size=20_000)
    first, second = sigmoid(2 * severity), sigmoid(2 * severity)
    together = (first * second).mean()  # the product: independent given severity
    assert together > first.mean() * second.mean() + 0.05
