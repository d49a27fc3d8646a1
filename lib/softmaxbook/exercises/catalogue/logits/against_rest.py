import numpy as np

from softmaxbook.exercises.catalogue.logits import LOG_ODDS, MEANINGS
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def log_odds_against_rest(z):
    """Log-odds of each class against the union of the others."""
    weights = np.exp(z)
    others = weights.sum() - weights
    return z - np.log(others)


Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


EXERCISE = Exercise(
    title="Against all the others",
    reference=log_odds_against_rest,
    probes=(
        Probe("two classes", (np.array([2.0, -1.0]),)),
        Probe("the photograph", (Z,)),
        Probe("four classes", (np.array([0.5, -1.0, 2.0, 1.0]),)),
        Probe("equal scores", (np.zeros(4),)),
        Probe("another constant", (np.array([-4.0, -6.0, -6.75]),)),
    ),
    mistakes=(
        Mistake(
            "log-probability",
            "The class itself was counted among the others. That gives the logarithm of its "
            "probability, which is always below 0.",
            wrong=gives(lambda z: z - np.log(np.exp(z).sum())),
        ),
        Mistake(
            "returns-probability",
            "These are probabilities. Log-odds compare the probability with that of the "
            "opposite, and take the logarithm.",
            wrong=gives(lambda z: np.exp(z) / np.exp(z).sum()),
        ),
        Mistake(
            "odds-without-log",
            "These are odds, always positive. The logarithm is missing.",
            wrong=gives(lambda z: np.exp(z) / (np.exp(z).sum() - np.exp(z))),
        ),
        Mistake(
            "minus-sum-of-scores",
            "The scores of the others were added up. Scores are logarithms; what adds is "
            "probabilities, so the exponentials have to be added.",
            wrong=gives(lambda z: z - (z.sum() - z)),
        ),
        Mistake(
            "minus-mean-of-scores",
            "A mean was subtracted, of scores or in the logarithm. Several alternatives "
            "together are more probable than one average one.",
            wrong=gives(
                lambda z: z - (z.sum() - z) / (z.size - 1),
                lambda z: z - z.mean(),
                lambda z: z - np.log((np.exp(z).sum() - np.exp(z)) / (z.size - 1)),
            ),
        ),
        Mistake(
            "minus-best-other",
            "The largest score, or the largest of the others, was subtracted: that compares "
            "with one class. All the others count, and together they are more probable.",
            wrong=gives(
                lambda z: z - np.array([np.delete(z, i).max() for i in range(z.size)]),
                lambda z: z - z.max(),
            ),
        ),
        Mistake(
            "minus-reversed-scores",
            "The scores were subtracted in reverse order: each class met one other, or itself. "
            "That is right for two classes only; all the others count.",
            wrong=gives(lambda z: z - z[::-1]),
        ),
        Mistake(
            "scores-themselves",
            "These are the scores, the second meaning of the word logit. Against all others "
            "together is the first meaning.",
            wrong=gives(lambda z: z + 0.0),
        ),
        Mistake(
            "log-odds-of-scores",
            "The formula for log-odds was applied to scores. It takes a probability; scores "
            "become probabilities first.",
            wrong=gives(lambda z: np.log(z / (1 - z)), lambda z: 1 / (1 + np.exp(-z))),
        ),
        Mistake(
            "one-minus-exponential",
            "1 − e^zᵢ is not what the others have: e^zᵢ is no probability, and 1 is not the sum. "
            "The others have the sum of their own exponentials.",
            wrong=gives(lambda z: np.log(np.exp(z) / (1 - np.exp(z)))),
        ),
        Mistake(
            "base-2",
            "The logarithm has base 2, but scores are in nats.",
            wrong=gives(
                lambda z: z / np.log(2) - np.log2(np.exp(z).sum() - np.exp(z)),
                lambda z: z - np.log2(np.exp(z).sum() - np.exp(z)),
            ),
            place=LOG_ODDS,
        ),
        Mistake(
            "log-of-the-rest",
            "That is the logarithm of the probability of all the others, without that of the "
            "class itself.",
            wrong=gives(lambda z: np.log(1 - np.exp(z) / np.exp(z).sum())),
        ),
        Mistake(
            "difference-of-probabilities",
            "The probability of the others was subtracted from that of the class. Log-odds are "
            "the logarithm of their ratio.",
            wrong=gives(lambda z: 2 * np.exp(z) / np.exp(z).sum() - 1),
        ),
    ),
    hints=(
        "For two classes your function must give z₁ − z₂ and its negative. Does it? And for four "
        "equal scores: what are the odds of one against three?",
        "The odds of class i against all others are e^zᵢ / ∑_(j ≠ i) e^zⱼ; their logarithm is zᵢ "
        "− log ∑_(j ≠ i) e^zⱼ.",
        "Exponentiate all scores once; the sum over the others is the total without the "
        "class's own exponential.",
    ),
    why="In a sentence: what does adding 100 to all scores do to this number, and why?",
    reply="Nothing: the exponential of the class and those of all others are multiplied "
    "by e¹⁰⁰, and the factor cancels in their ratio.",
    place=MEANINGS,
    atol=1e-6,
)
