import numpy as np

from softmaxbook.exercises.catalogue.shift_invariance import SCALE
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def cat_over_dog():
    """The ratio is e to the difference of the scores, and the difference has doubled."""
    return np.exp(2 * 3 - 2 * 1)


EXERCISE = Exercise(
    title="Find the mistake",
    reference=cat_over_dog,
    form=Numbers((Part("the ratio", digits=1),), logarithms=False),
    mistakes=(
        Mistake(
            "shift-for-scale",
            "That is the ratio before doubling. The 7 was a factor of every exponential; the "
            "2 is an exponent, which squares each of them.",
            when=is_near(np.e**2, atol=0.06),
        ),
        Mistake(
            "doubled-ratio",
            "The ratio was doubled. Doubling the scores doubles the logarithm of the ratio.",
            when=is_near(2 * np.e**2, atol=0.06),
        ),
        Mistake(
            "ratio-of-scores",
            "Scores were divided. They compare by subtracting, and e to the difference is the "
            "ratio of probabilities.",
            when=is_near(3, 6, atol=0.06),
        ),
        Mistake(
            "log-odds-for-odds",
            "That is the difference of the doubled scores, the logarithm of the ratio.",
            when=is_near(4, atol=0.06),
        ),
        Mistake(
            "upside-down",
            "That is dog beside cat, 1 divided by what is right (the probability of dog happens to "
            "be about as much). The question is how many times as probable cat is as dog.",
            when=is_near(float(np.exp(-4)), atol=6e-4),
        ),
        Mistake(
            "another-class",
            "That is cat beside bird. The question is about cat and dog.",
            when=is_near(float(np.exp(5.6)), atol=0.06),
        ),
        Mistake(
            "rounded-too-early",
            "That is the square of 7.4: e² was rounded before it was squared. Round once, at the "
            "end.",
            when=is_near(7.4**2, 54.8, atol=0.02),
        ),
        Mistake(
            "probability-for-ratio",
            "That is a probability. The question is how many times as probable cat is as dog.",
            when=lambda v: bool(0 < v < 1),
        ),
        Mistake(
            "halved",
            "That is the ratio for half the scores: a difference of 1. Doubled it is 4.",
            when=is_near(np.e, atol=0.05),
        ),
        Mistake(
            "one-exponential",
            "That is the exponential of one score. The ratio is e to the difference of two.",
            when=is_near(np.exp(6), np.exp(3), atol=0.1),
        ),
        Mistake(
            "dog-over-bird",
            "That is how many times as probable dog is as bird. The question is about cat and dog.",
            when=is_near(np.exp(1.6), atol=0.05),
        ),
    ),
    hints=(
        "What is e^(2 · 3), if you know e³: twice as much, or the square?",
        "pᵢ / pⱼ = e^(zᵢ − zⱼ). What becomes of the difference when both scores double?",
        "The difference of the doubled scores is 4.",
    ),
    why="In a sentence: which scores may be doubled without any probability moving?",
    reply="Equal ones: their differences are 0, and twice 0 is 0.",
    place=SCALE,
)
