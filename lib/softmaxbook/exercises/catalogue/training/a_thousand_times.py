from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.training import SEPARABLE
from softmaxbook.exercises.reading import is_near, numbers
from softmaxbook.exercises.record import Exercise, Mistake


def a_thousand_times_as_long():
    """Three decades, each log 10 over the margin; the loss falls like 1/t."""
    margin = 0.5
    return np.log(1000) / margin, 1000


def growth_and_factor(value: Any) -> NDArray:
    """The factor may be rounded."""
    found = numbers(value, 2)
    if abs(found[1] - 1000) < 20:
        found[1] = 1000
    return found


EXERCISE = Exercise(
    title="A thousand times as long",
    reference=a_thousand_times_as_long,
    prepare=growth_and_factor,
    mistakes=(
        Mistake(
            "exchanged",
            "Both numbers are there, in the other order: the growth of the length comes first, "
            "the factor of the loss second.",
            when=lambda v: is_near(1000, 1)(v[0]) and is_near(np.log(1000) / 0.5, 6e-3)(v[1]),
        ),
        Mistake(
            "converges",
            "The weights do not arrive: no finite ones are best. They grow by the same amount "
            "in each decade of steps.",
            when=lambda v: is_near(0, 6e-3)(v[0]),
        ),
        Mistake(
            "one-decade",
            "That is the growth in one decade. A thousand times as many steps are three.",
            when=lambda v: is_near(np.log(10) / 0.5, 6e-3)(v[0]),
        ),
        Mistake(
            "margin-multiplied",
            "The margin was multiplied. With a small margin the weights have to be longer for "
            "the same leads.",
            when=lambda v: is_near(np.log(1000) * 0.5, 6e-3)(v[0]),
        ),
        Mistake(
            "margin-forgotten",
            "That is the growth of the smallest lead. The lead is the margin times the length "
            "of the weights.",
            when=lambda v: is_near(np.log(1000), 6e-3)(v[0]),
        ),
        Mistake(
            "base-10",
            "The logarithm has base 10 here. The law is one of natural logarithms.",
            when=lambda v: is_near(6, 6e-3)(v[0]) or is_near(3, 6e-3)(v[0]),
        ),
        Mistake(
            "linear-growth",
            "The length does not grow in proportion to the steps. The gradient fades as the "
            "leads grow.",
            when=lambda v: is_near(1000, 1)(v[0]) or is_near(2000, 1)(v[0]),
        ),
        Mistake(
            "loss-stands-still",
            "The loss goes on falling, however small it is: like one over the number of steps.",
            when=lambda v: is_near(1, 6e-3)(v[1]),
        ),
        Mistake(
            "loss-like-the-logarithm",
            "It is the weights that change with the logarithm of the steps. The loss falls "
            "with the steps themselves.",
            when=lambda v: any(
                is_near(n, 6e-3)(v[1]) for n in (3, np.log(1000), np.log(1000) / 0.5)
            ),
        ),
        Mistake(
            "length-for-lead",
            "That factor is e to the growth of the length. The loss is about e to minus the "
            "lead, and the lead is the margin times the length.",
            when=lambda v: is_near(1e6, 2e4)(v[1]),
        ),
        Mistake(
            "factor-upside-down",
            "That is what the loss is multiplied by. Asked for is the number by which it is "
            "divided.",
            when=lambda v: is_near(1e-3, 1e-4)(v[1]),
        ),
        Mistake(
            "rounded-too-much",
            "The growth is right, but not correct to the two decimals that are asked for.",
            when=lambda v: is_near(np.log(1000) / 0.5, 0.06)(v[0]) and v[1] == 1000,
        ),
    ),
    hints=(
        "If the smallest lead is ℓ, the loss is about e^(−ℓ). What is ℓ if the loss is 1/t?",
        "L falls like 1/t, and ‖w‖ ≈ log t / γ + constant.",
        "The difference of the logarithms is log 1000; divide it by the margin.",
    ),
    why="In a sentence: why does training to a loss of one millionth take so long?",
    place=SEPARABLE,
    atol=5e-3,
)
