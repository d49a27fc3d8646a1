from collections.abc import Callable

from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.bayes_lda import BENDS, FAMILIES, SEVERAL
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def linear_or_curved():
    """Linear where what is curved in the log density is the same for both classes."""
    return {
        "one covariance": "linear",  # the square is common
        "one mean, two widths": "curved",  # it is not
        "yes or no": "linear",  # log-odds of each clue
        "Poisson counts": "linear",  # x log λ − λ; the factorial is common
        "exponential waiting times": "linear",  # log λ − λ x
        "two peaks": "curved",  # the log of a sum of densities
    }


CASES = tuple(linear_or_curved())
WORDS = ("linear", "curved")
ALSO = {"straight": "linear"} | dict.fromkeys(("quadratic", "nonlinear", "not linear"), "curved")


def case_is(name: str, word: str) -> Callable[[NDArray], bool]:
    position = CASES.index(name)
    return lambda v: bool(v[position] == WORDS.index(word))


EXERCISE = Exercise(
    title="Linear or curved",
    reference=linear_or_curved,
    form=Words(WORDS, CASES, ALSO),
    mistakes=(
        Mistake(
            "always-linear",
            "You call all of them linear. Softmax can always be written; that its logits are "
            "linear is an assumption about the classes.",
            when=lambda v: bool((v == 0).all()),
        ),
        Mistake(
            "only-normal",
            "You call only normal classes linear. Normal is enough but not needed: what "
            "counts is whether the curved part of the log densities is common.",
            when=lambda v: bool(v[0] == 0 and (v[2:5] == 1).all()),
        ),
        Mistake(
            "one-mean-two-widths",
            "With one mean and two widths the squares do not cancel: the varied class wins on "
            "both sides.",
            when=case_is("one mean, two widths", "linear"),
            place=BENDS,
        ),
        Mistake(
            "mixture-taken-for-normal",
            "A class with two peaks is a sum of two densities, and the logarithm of a sum is "
            "no polynomial. Near each peak another line holds.",
            when=case_is("two peaks", "linear"),
        ),
        Mistake(
            "one-covariance",
            "With one covariance the square is the same for both classes and cancels.",
            when=case_is("one covariance", "curved"),
            place=SEVERAL,
        ),
        Mistake(
            "family-overlooked",
            "Write down the log density of a class of clues, counts or waiting times that you "
            "call curved. What is curved in it, if anything, does not depend on the class.",
            when=lambda v: bool((v[2:5] == 1).any()),
        ),
    ),
    hints=(
        "Take the logarithm of each density. Which terms depend on the class and on x at the same "
        "time?",
        "The difference of the log densities of the two classes must be linear in x; terms that "
        "both have in common cancel.",
        "Poisson: x log λ − λ − log(x!). Exponential: log λ − λx. Compare two values of λ.",
    ),
    why="In a sentence: which features would make the widths linear as well?",
    reply="x and x²: the log density of a normal class is a polynomial of degree two, so it is "
    "linear in these two together.",
    place=FAMILIES,
)
