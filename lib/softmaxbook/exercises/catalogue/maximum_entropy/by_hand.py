import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.maximum_entropy import BETA, BY_HAND
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def shares_by_hand():
    """Shares C, Cx and Cx², as the exchange (1, −2, 1) asks for: (Cx)² = C · Cx².

    The mean is (x + 2x²)/(1 + x + x²) = 4/7, so 7x + 14x² = 4 + 4x + 4x².
    That is 10x² + 3x − 4 = 0, or (2x − 1)(5x + 4) = 0, and x > 0 leaves x = 1/2.
    The sum 1 gives C (1 + 1/2 + 1/4) = 1, so C = 4/7.
    """
    return 4 / 7, 2 / 7, 1 / 7


FEES = np.arange(3.0)


def is_geometric(v: NDArray) -> bool:
    return bool(v.min() > 0 and abs(v[0] * v[2] - v[1] ** 2) < 1e-3)


def has_sum(v: NDArray) -> bool:
    return bool(abs(v.sum() - 1) < 2e-3)


def has_sum_and_mean(v: NDArray) -> bool:
    return has_sum(v) and bool(abs(v @ FEES - 4 / 7) < 2e-3)


EXERCISE = Exercise(
    title="By hand",
    reference=shares_by_hand,
    form=Numbers((Part("the shares", size=3),), logarithms=False),
    mistakes=(
        Mistake(
            "beta-always-one",
            "That is softmax of the fees, or of the fees with a minus sign. Its mean is not "
            "4/7: the mean sets the multiplier.",
            when=is_near(softmax(FEES), softmax(-FEES)),
            place=BETA,
        ),
        Mistake(
            "ignores-the-mean",
            "The uniform distribution answers the question without a mean. Its own mean is 1.",
            when=is_near(np.ones(3) / 3),
            place=BETA,
        ),
        Mistake(
            "linear-not-geometric",
            "The shares fall by equal steps. Largest entropy asks for equal factors: the "
            "middle one is the geometric mean of its neighbours.",
            when=is_near(1 / 3 - 3 / 14 * (FEES - 1)),
        ),
        Mistake(
            "negative-share",
            "A share is negative. The equation for the factor has two roots, and shares need the "
            "positive one.",
            when=lambda v: bool(v.min() < -1e-3),
        ),
        Mistake(
            "an-outcome-excluded",
            "One kind gets nothing. The mean allows that and does not demand it; at share 0 "
            "the entropy rises infinitely steeply.",
            when=lambda v: has_sum_and_mean(v) and bool(abs(v.min()) < 1e-3),
        ),
        Mistake(
            "not-normalised",
            "The factors are right, but shares add up to 1.",
            when=lambda v: (
                is_geometric(v) and not has_sum(v) and bool(abs(v[1] / v[0] - 0.5) < 1e-3)
            ),
        ),
        Mistake(
            "another-ratio",
            "A geometric sequence, but with another mean than 4/7. Put the ratio into the "
            "condition on the mean.",
            when=lambda v: is_geometric(v) and has_sum(v) and not has_sum_and_mean(v),
        ),
        Mistake(
            "mean-right-entropy-not",
            "Sum and mean are right, so the answer is possible, but not the one with the "
            "largest entropy: the outer two do not multiply to the square of the middle.",
            when=lambda v: has_sum_and_mean(v) and not is_geometric(v) and bool(v.min() >= -1e-3),
        ),
        Mistake(
            "sum-not-1",
            "Shares of everything add up to 1, and these three do not.",
            when=lambda v: not has_sum(v),
        ),
        Mistake(
            "mean-wrong",
            "The shares add up to 1, but the mean fee, the second share plus twice the third, is "
            "not 4/7.",
            when=lambda v: has_sum(v) and not has_sum_and_mean(v),
        ),
    ),
    hints=(
        "Which exchange of animals changes neither the number of visits nor the takings, and "
        "what must be true of the shares where it no longer raises the entropy?",
        "The shares are C, Cx, Cx², and the mean condition is ∑ₖ (k − m) x^k = 0 with k = 0, 1, 2.",
        "With m = 4/7, times 7: −4 + 3x + 10x² = 0. Take the positive root.",
    ),
    why="In a sentence: which β does this ratio stand for, and why is it negative?",
    reply="β = log ½ = −0.693, as the shares are proportional to e^(βk). The mean 4/7 is below the "
    "plain mean 1, so the dear kinds must be rarer than the cheap ones.",
    place=BY_HAND,
)
