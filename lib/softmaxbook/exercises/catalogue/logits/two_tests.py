import numpy as np

from softmaxbook.exercises.catalogue.logits import ODDS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry, is_near, only


def two_tests():
    """Log-odds and probability of the disease after both tests."""
    odds = 1 / 99 * 10 * 20  # evidence multiplies odds
    return np.log(odds), odds / (1 + odds)


LOG_200_99 = float(np.log(200 / 99))


EXERCISE = Exercise(
    title="Evidence by hand",
    reference=two_tests,
    form=Numbers(
        (
            Part("the log-odds", key="log_odds_after_both_tests"),
            Part("the probability", key="probability_of_disease"),
        )
    ),
    mistakes=(
        Mistake(
            "odds-for-probability",
            "The second number exceeds 1, so it is no probability. Odds of o to 1 are a "
            "probability of o in o + 1.",
            when=lambda v: v[1] > 1 and not is_near(66.9, atol=0.06)(v[1]),
        ),
        Mistake(
            "percent",
            "The second number is in per cent. A probability lies between 0 and 1.",
            when=lambda v: v[1] > 1,
        ),
        Mistake(
            "probability-for-odds",
            "The prior odds are 1 to 99, not 1 to 100: one sick for 99 healthy. The "
            "probability is 1 in 100.",
            when=entry(0, np.log(2)),
        ),
        Mistake(
            "added-ratios",
            "The ratios 10 and 20 were added. Independent evidence multiplies the odds; it is "
            "the logarithms that add.",
            when=either(entry(0, np.log(30 / 99)), entry(1, 30 / 129)),
        ),
        Mistake(
            "prior-ignored",
            "The prior odds are missing: 200 to 1 is what the two tests contribute, and the "
            "disease is rare.",
            when=either(entry(0, np.log(200)), entry(1, 200 / 201)),
        ),
        Mistake(
            "odds-not-log",
            "The first number is the odds themselves; their logarithm is asked for.",
            when=entry(0, 200 / 99, atol=0.006),
        ),
        Mistake(
            "sign-flipped",
            "These log-odds are those of being healthy. Asked for is the disease, whose odds "
            "are above 1 to 1 after both tests.",
            when=entry(0, -LOG_200_99),
        ),
        Mistake(
            "probability-of-the-other",
            "The second number is the probability of being healthy. The two add up to 1.",
            when=entry(1, 99 / 299),
        ),
        Mistake(
            "one-test-only",
            "Only one of the two tests was counted. Both are positive, and each multiplies the "
            "odds.",
            when=entry(0, np.log(10 / 99), np.log(20 / 99)),
        ),
        Mistake(
            "probability-off",
            "The log-odds are right, the probability is not. The odds are e to the log-odds, "
            "and odds of s to 1 are a probability of s in s + 1.",
            when=only(1, LOG_200_99, 200 / 299),
        ),
        Mistake(
            "log-odds-off",
            "The probability is right, the log-odds are not. They are the natural logarithm of "
            "the odds, sick to healthy.",
            when=only(0, LOG_200_99, 200 / 299),
        ),
        Mistake(
            "prior-upside-down",
            "The prior odds are upside down: 99 to 1 are the odds of health. Those of the disease "
            "are 1 to 99.",
            when=entry(0, np.log(99 * 200)),
        ),
    ),
    hints=(
        "Before any test there is one sick person for 99 healthy ones. What does a positive test A "
        "make of these odds, and what does test B make of the result?",
        "Odds after = odds before × 10 × 20. The log-odds are the logarithm of that, and the "
        "probability is o / (1 + o) for odds o.",
        "The odds are 200 to 99.",
    ),
    why="In a sentence: why may the two ratios be multiplied here, and when may they not?",
    reply="Given the state of the patient the two tests are independent, so both results "
    "together are as likely as the product says. Tests that err together may not be "
    "multiplied: what the second adds may then be less or more.",
    place=ODDS,
)
