import numpy as np

from softmaxbook.exercises.catalogue.softmax import STATED
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def first_of_two():
    """Softmax of (2, -1), first entry, is the sigmoid of the difference 3."""
    return 1 / (1 + np.exp(-(2 - -1)))


EXERCISE = Exercise(
    title="One sigmoid",
    reference=first_of_two,
    form=Numbers((Part("the first entry", digits=4),), logarithms=False),
    mistakes=(
        Mistake(
            "first-score-only",
            "That is the sigmoid of 2, the first score alone. The sigmoid takes the "
            "difference of the two scores.",
            when=is_near(float(1 / (1 + np.exp(-2))), atol=6e-5),
        ),
        Mistake(
            "sum-not-difference",
            "That is the sigmoid of 1, the sum of the scores: subtracting -1 adds 1.",
            when=is_near(float(1 / (1 + np.exp(-1))), atol=6e-5),
        ),
        Mistake(
            "second-entry",
            "That is the second entry, the sigmoid of the difference taken the other way.",
            when=is_near(float(1 / (1 + np.exp(3))), atol=6e-5),
        ),
        Mistake(
            "difference-itself",
            "That is the difference of the two scores. It still has to go through the sigmoid.",
            when=is_near(3.0),
        ),
        Mistake(
            "base-2",
            "That is 8/9, with a power of 2 in place of a power of e.",
            when=is_near(8 / 9, atol=6e-5),
        ),
        Mistake(
            "difference-of-shares",
            "That is the first entry less the second, the hyperbolic tangent of half the "
            "difference. The first entry alone is asked for.",
            when=is_near(float(np.tanh(1.5)), atol=6e-5),
        ),
        Mistake(
            "odds-subtracted-from-1",
            "That is 1 − e⁻³. The second entry is not e⁻³ but e⁻³ / (1 + e⁻³), as both are "
            "divided by their sum.",
            when=is_near(float(1 - np.exp(-3)), atol=6e-5),
        ),
        Mistake(
            "percent",
            "That is in per cent. A probability lies between 0 and 1.",
            when=is_near(95.26, atol=0.06),
        ),
        Mistake(
            "odds-for-probability",
            "That is larger than 1, so it is no probability. The odds are e to the difference; "
            "the sigmoid turns them into one.",
            when=lambda v: bool(v > 1),
        ),
        Mistake(
            "second-score-only",
            "That is the sigmoid of -1, the second score alone. The sigmoid takes the difference "
            "of the two scores.",
            when=is_near(1 / (1 + np.e)),
        ),
        Mistake(
            "half-difference",
            "That is the sigmoid of 1.5, half the difference. It is the hyperbolic tangent that "
            "takes half of it.",
            when=is_near(1 / (1 + np.exp(-1.5))),
        ),
        Mistake(
            "exponential-for-sigmoid",
            "That is e to minus the difference. The sigmoid is 1 over 1 plus that.",
            when=is_near(np.exp(-3)),
        ),
    ),
    hints=(
        "Divide numerator and denominator of e² / (e² + e⁻¹) by e². What is left?",
        "softmax(a, b)₁ = σ(a − b).",
        "The difference is 3.",
    ),
    why="In a sentence: why does a network with two classes need only one output?",
    reply="The probability depends on the difference of the two scores alone, p₁ = σ(z₁ − "
    "z₂), and that difference is one number.",
    place=STATED,
)
