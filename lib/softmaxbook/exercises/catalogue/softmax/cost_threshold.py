import numpy as np

from softmaxbook.exercises.catalogue.softmax import COSTS
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def threshold(m):
    """A second look costs 1 - p on average, sending home m p."""
    # equal where 1 - p = m p
    return 1 / (1 + m)


EXERCISE = Exercise(
    title="Costs",
    reference=threshold,
    probes=tuple(Probe(f"m = {m:g}", (m,)) for m in (1.0, 20.0, 3.0, 0.5, 99.0)),
    mistakes=(
        Mistake(
            "one-cost-only",
            "That is the threshold for one cost, 20, whatever m is. It has to be a function of m.",
            wrong=gives(lambda m: 1 / 21),
        ),
        Mistake(
            "odds-for-probability",
            "Those are the odds of illness at the threshold, 1 to m, where the probability is "
            "asked for. In the balance they come of leaving 1 − p out: a needless look costs 1 − p "
            "on average, not 1.",
            wrong=gives(lambda m: 1 / m, lambda m: min(1, 1 / m)),
        ),
        Mistake(
            "odds-subtracted-from-1",
            "1/m are the odds of illness at the threshold. Odds taken from 1 are no probability, "
            "and the illness is asked for, not health.",
            wrong=gives(lambda m: 1 - 1 / m),
        ),
        Mistake(
            "probability-of-health",
            "That is how probable health may be at most. The question is about the illness, "
            "the rest to 1.",
            wrong=gives(lambda m: m / (1 + m)),
        ),
        Mistake(
            "equal-costs",
            "One half is right if both errors cost the same. Then argmax decides; here m "
            "weighs in.",
            wrong=gives(lambda m: 0.5),
        ),
        Mistake(
            "cost-for-probability",
            "That can exceed 1, so it is a cost or odds, not a probability.",
            wrong=gives(
                lambda m: m,
                lambda m: 1 + m,
                lambda m: m * 1.0 - 1,
                lambda m: 1 / m + 1,
                lambda m: m / 2,
            ),
        ),
        Mistake(
            "log-odds-for-probability",
            "That is the balance on the scale of log-odds, where it is simplest. As a "
            "probability it still has to go through the sigmoid.",
            wrong=gives(lambda m: -np.log(m), np.log),
        ),
        Mistake(
            "wrong-sign-in-balance",
            "A sign is wrong in the balance of the two expected costs, perhaps where p was moved "
            "to the other side. At m = 1 both errors cost the same, and one half must come out.",
            wrong=gives(
                lambda m: 1 / (m - 1),
                lambda m: 1 / (1 - m),
                lambda m: m / (m - 1),
                lambda m: m / (1 - m),
            ),
        ),
        Mistake(
            "needless-look-costs-2",
            "That is the balance m p = 2 (1 − p), with a needless look that costs 2. It costs 1.",
            wrong=gives(lambda m: 2 / (2 + m)),
        ),
        Mistake(
            "averaged-costs",
            "The costs were averaged or added without their probabilities.",
            wrong=gives(lambda m: 1 / (2 * m), lambda m: 2 / (1 + m), lambda m: 1 / (1 + m) / 2),
        ),
        Mistake(
            "cost-as-log-odds",
            "The cost was put through a sigmoid, as if it were log-odds. It is a ratio, like odds.",
            wrong=gives(lambda m: 1 / (1 + np.exp(-m)), lambda m: 1 / (1 + np.exp(m))),
        ),
        Mistake(
            "cost-squared",
            "The cost was squared. It enters the balance once.",
            wrong=gives(lambda m: 1 / (1 + m**2)),
        ),
    ),
    hints=(
        "With m = 1 both errors cost the same. What must the threshold be then, and what does "
        "your function give?",
        "Sending home costs m p on average, a second look 1 − p. At the threshold both are equal.",
        "Solve m p = 1 − p for p.",
    ),
    why="In a sentence: what is this threshold on the scale of log-odds?",
    reply="−log m: the odds of illness only have to reach 1 to m.",
    place=COSTS,
)
