import numpy as np

from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.shift_invariance import NEAREST, PROJECTION
from softmaxbook.exercises.reading import Numbers, Part, gives
from softmaxbook.exercises.record import Exercise, Mistake


def nearest_point():
    """If all three stay, tau = 0.3 and the last is negative; so it drops out, and tau = 0.4."""
    z = np.array([1.0, 0.8, 0.1])
    tau = (1.0 + 0.8 - 1) / 2
    return np.maximum(z - tau, 0)


EXERCISE = Exercise(
    title="The nearest point",
    reference=nearest_point,
    form=Numbers((Part("the point", size=3, digits=None),), logarithms=False),
    mistakes=(
        Mistake(
            "softmax-for-projection",
            "That is softmax. It never reaches the side of the triangle, and the nearest "
            "point lies on it.",
            wrong=gives(lambda: softmax(np.array([[1.0, 0.8, 0.1]]))[0]),
            place=PROJECTION,
        ),
        Mistake(
            "plain-sum",
            "The scores were divided by their sum. That is a point of the simplex, but not "
            "the nearest: it goes towards the origin, not straight at the triangle.",
            wrong=gives(lambda: np.array([1.0, 0.8, 0.1]) / 1.9),
        ),
        Mistake(
            "negative-entry-left",
            "The same number was taken from all three, so that they sum to 1. One of them is "
            "negative then, and no probability is.",
            wrong=gives(lambda: np.array([0.7, 0.5, -0.2])),
        ),
        Mistake(
            "cut-off-only",
            "The negative entry was cut off, and then the sum was no longer 1. The threshold "
            "has to be found anew for the two that stay.",
            wrong=gives(lambda: np.array([0.7, 0.5, 0.0])),
        ),
        Mistake(
            "cut-off-and-divided",
            "After cutting off the negative entry, the rest was divided by its sum. The "
            "nearest point subtracts from both of them alike.",
            wrong=gives(lambda: np.array([0.7, 0.5, 0.0]) / 1.2),
        ),
        Mistake(
            "corner",
            "A corner is nearest only if the largest score leads by 1 or more. Here it leads "
            "by 0.2.",
            wrong=gives(lambda: np.array([1.0, 0.0, 0.0])),
        ),
        Mistake(
            "third-left",
            "The third entry still has its score, though the first two already sum to 1. What the "
            "threshold takes below 0 becomes 0.",
            wrong=gives(lambda: np.array([0.6, 0.4, 0.1])),
        ),
        Mistake(
            "another-example",
            "That is the nearest point to (1/2, 1/4, −1/4), the chapter's example. The scores "
            "here are (1, 0.8, 0.1).",
            wrong=gives(lambda: np.array([0.625, 0.375, 0.0])),
        ),
        Mistake(
            "third-dropped-then-divided",
            "The third was dropped, as it should be, but the others were divided by their "
            "sum. The nearest point subtracts a threshold.",
            wrong=gives(lambda: np.array([1.0, 0.8, 0.0]) / 1.8),
        ),
    ),
    hints=(
        "If all three stay, which number has to be taken from each so that they sum to 1? Is "
        "the last one still positive?",
        "pᵢ = max(zᵢ − τ, 0). For m scores that stay, τ is their sum minus 1, divided by m; drop "
        "what falls below 0, and find τ anew.",
        "With all three, τ = 0.3, and the last falls below 0. With the first two, τ = (1.8 − 1)/2.",
    ),
    why="In a sentence: what does sparsemax of (3, 2.8, 2.1) give, and why?",
    reply="(0.6, 0.4, 0) again: these are the same scores with 2 added to each, and a "
    "common shift moves the nearest point nowhere.",
    place=NEAREST,
)
