import numpy as np

from softmaxbook.exercises.catalogue.training import GROWTH
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def a_thousand_times_as_long():
    """Three decades, each log 10 over the margin; the loss falls like 1/t."""
    margin = 0.5
    return np.log(1000) / margin, 1000


EXERCISE = Exercise(
    title="A thousand times as long",
    reference=a_thousand_times_as_long,
    form=Numbers(
        (
            Part("the growth", digits=2, key="growth"),
            Part("the factor", digits=-1, key="divided_by"),
        )
    ),
    mistakes=(
        Mistake(
            "converges",
            "The weights do not arrive: no finite ones are best. They grow by the same amount "
            "in each decade of steps.",
            when=entry(0, 0, atol=0.006),
        ),
        Mistake(
            "one-decade",
            "That is what ten times as many steps bring, one decade. A thousand times are three "
            "decades.",
            when=either(entry(0, np.log(10) / 0.5, atol=0.006), entry(1, 10, atol=0.1)),
        ),
        Mistake(
            "two-decades",
            "That is what a hundred times as many steps bring. A thousand times are three decades.",
            when=either(entry(0, np.log(100) / 0.5, atol=0.006), entry(1, 100, atol=1)),
        ),
        Mistake(
            "margin-multiplied",
            "The margin was multiplied. With a small margin the weights have to be longer for "
            "the same leads.",
            when=entry(0, np.log(1000) * 0.5, atol=0.006),
        ),
        Mistake(
            "margin-forgotten",
            "That is the growth of the smallest lead. The lead is the margin times the length "
            "of the weights.",
            when=entry(0, np.log(1000), atol=0.006),
        ),
        Mistake(
            "base-10",
            "The logarithm has base 10 here. The law is one of natural logarithms.",
            when=entry(0, 6, 3, atol=0.006),
        ),
        Mistake(
            "linear-growth",
            "The length does not grow in proportion to the steps. The gradient fades as the "
            "leads grow.",
            when=entry(0, 1000, 2000, atol=1),
        ),
        Mistake(
            "loss-stands-still",
            "The loss goes on falling, however small it is: like one over the number of steps.",
            when=entry(1, 1, atol=0.006),
        ),
        Mistake(
            "loss-like-the-logarithm",
            "It is the weights that change with the logarithm of the steps. The loss falls "
            "with the steps themselves.",
            when=entry(1, 3, np.log(1000), np.log(1000) / 0.5, atol=0.006),
        ),
        Mistake(
            "length-for-lead",
            "That factor is e to the growth of the length. The loss is about e to minus the "
            "lead, and the lead is the margin times the length.",
            when=entry(1, 1000000.0, atol=20000.0),
        ),
        Mistake(
            "factor-upside-down",
            "That is what the loss is multiplied by. Asked for is the number by which it is "
            "divided.",
            when=entry(1, 0.001, atol=0.0001),
        ),
        Mistake(
            "steps-for-their-logarithm",
            "The number of steps was multiplied by the margin, or divided by it. It is its "
            "logarithm that is.",
            when=entry(0, 500, 2000),
        ),
    ),
    hints=(
        "If the smallest lead is ℓ, the loss is about e^(−ℓ). What is ℓ if the loss is 1/t?",
        "L falls like 1/t, and ‖w‖ ≈ log t / γ + constant.",
        "The difference of the logarithms is log 1000; divide it by the margin.",
    ),
    why="In a sentence: why does training to a loss of one millionth take so long?",
    reply="The loss falls like 1/t, so from a thousandth to a millionth it takes a thousand times "
    "as many steps as were needed until then.",
    place=GROWTH,
)
