import numpy as np

from softmaxbook.exercises.catalogue.maximum_entropy import BETA, SIGN
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry, is_near


def multipliers():
    """One for each mean: the mean of softmax(beta * z) rises with beta, so halving finds it."""
    z = np.array([3.0, 1.0, 0.2])
    found = []
    for m in (1.4, 2.6314, 1.0):
        low, high = -50.0, 50.0
        for _ in range(100):
            beta = (low + high) / 2
            weights = np.exp(beta * (z - m))
            if (weights * (z - m)).sum() < 0:  # the mean is below m
                low = beta
            else:
                high = beta
        found.append(beta)
    return found


Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


EXERCISE = Exercise(
    title="Three means",
    reference=multipliers,
    form=Numbers(tuple(Part(f"the multiplier of the mean {m}") for m in ("1.4", "2.6314", "1"))),
    mistakes=(
        Mistake(
            "beta-always-one",
            "β = 1 was taken for granted. It belongs to one mean only, the one that softmax "
            "of the fees has itself.",
            when=is_near([1, 1, 1]),
        ),
        Mistake(
            "sign-flipped",
            "These multiply energies, not scores: here a higher fee with a positive β is more "
            "probable.",
            when=is_near([0, -1, 0.3272]),
            place=SIGN,
        ),
        Mistake(
            "sign-lost",
            "The size of the third is right, its sign is not: a mean below the plain mean of "
            "the fees makes the dear ones rare.",
            when=entry(2, 0.32725),
        ),
        Mistake(
            "temperature-for-beta",
            "The third is a temperature, the reciprocal of the multiplier.",
            when=entry(2, 1 / -0.32725, atol=0.006),
            place=SIGN,
        ),
        Mistake(
            "multiplier-of-another-mean",
            "The second belongs to the mean 2 of the cash book. The mean here is the one that "
            "softmax of the fees has itself.",
            when=entry(1, 0.41467),
        ),
        Mistake(
            "uniform-is-one",
            "The first is not 1: all multipliers but 0 prefer some fee, and 1.4 is the mean "
            "that prefers none.",
            when=lambda v: bool(abs(v[0] - 1) < 6e-4),
        ),
        Mistake(
            "multiplier-of-the-cash-book",
            "The third is the multiplier of the mean 2, the vet's. The mean 1 lies below the plain "
            "mean of the fees, so its own is negative.",
            when=entry(2, 0.41467),
        ),
        Mistake(
            "mean-as-beta",
            "A mean was given as its own multiplier. It sets the multiplier, through the "
            "condition that softmax of β times the fees has that mean.",
            when=either(entry(0, 1.4), entry(1, 2.6314), entry(2, 1.0)),
        ),
        Mistake(
            "one-newton-step",
            "The third is the first step of Newton's method, from 0. The mean does not grow in "
            "proportion to β, so more steps are due.",
            when=entry(2, -0.4 / np.var(Z)),
        ),
    ),
    hints=(
        "What is the mean fee if all three kinds are equally frequent, and what is it under "
        "softmax of the fees?",
        "The mean of the fees under softmax of β times the fees must be m; it rises with β, from "
        "0.2 to 3.",
        "Two of the three need no computing: 0 and 1 are among the answers. For the mean 1, "
        "halve the interval from −1 to 0 until three decimals stand.",
    ),
    why="In a sentence: what would have to be known for softmax of z itself to be the answer?",
    reply="That the mean of z is 2.6314, the mean that softmax of z has itself; any other mean "
    "belongs to another β.",
    place=BETA,
)
