import numpy as np

from softmaxbook.exercises.catalogue.logits import MEANINGS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def probability_of_dog():
    """Dog's logit is a score: it counts only beside the other two."""
    weights = np.exp(np.array([3.5, 1.0, 0.5]))
    return weights[1] / weights.sum()


EXERCISE = Exercise(
    title="Find the mistake",
    reference=probability_of_dog,
    form=Numbers((Part("the probability"),), logarithms=False),
    mistakes=(
        Mistake(
            "sigmoid-of-a-score",
            "That repeats the speaker's mistake: the sigmoid belongs to log-odds, and the 1 is "
            "a score, which means nothing alone.",
            when=is_near(float(1 / (1 + np.exp(-1)))),
        ),
        Mistake(
            "against-one-class",
            "Dog was compared with one other class only. Three classes share the probability.",
            when=is_near(1 / (1 + np.e**2.5), 1 / (1 + np.e ** (-0.5))),
        ),
        Mistake(
            "plain-sum",
            "The score was divided by the sum of the scores. Scores are logarithms; their "
            "exponentials are what shares are made of.",
            when=is_near(1 / 5),
        ),
        Mistake(
            "another-class",
            "That is the probability of another class of the photograph.",
            when=is_near(0.88350, 0.04399),
        ),
        Mistake(
            "another-photograph",
            "That is the probability of dog for the scores (3, 1, 0.2). This photograph has other "
            "scores.",
            when=is_near(0.11314),
        ),
        Mistake(
            "percent",
            "That is in per cent. A probability lies between 0 and 1.",
            when=is_near(7.25, atol=0.06),
        ),
        Mistake(
            "odds-for-probability",
            "That is a ratio of probabilities, not a probability.",
            when=is_near(
                float(np.e ** (-2.5)),
                float(np.e**0.5),
                float(np.e / (np.e**3.5 + np.e**0.5)),
                float(np.e),
            ),
        ),
        Mistake(
            "log-odds-for-probability",
            "These are dog's log-odds against the other two. The probability is their sigmoid.",
            when=is_near(float(1 - np.log(np.e**3.5 + np.e**0.5))),
        ),
        Mistake(
            "base-2",
            "Powers of 2 stand where powers of e belong.",
            when=is_near(2 / (2**3.5 + 2 + 2**0.5)),
        ),
        Mistake(
            "equal-shares",
            "One third is what three equal scores give. These differ.",
            when=is_near(1 / 3),
        ),
        Mistake(
            "softmax-twice",
            "That is what softmax gives if it is applied a second time, to the probabilities.",
            when=is_near(0.23686, atol=2e-4),
        ),
        Mistake(
            "rest-of-the-sigmoid",
            "That is 1 less the sigmoid of 1, the other side of the speaker's mistake.",
            when=is_near(1 / (1 + np.e)),
        ),
    ),
    hints=(
        "If the scores were 103.5, 101 and 100.5 instead, would the speaker give dog the same "
        "probability? Would the network?",
        "One score alone gives no probability. Which formula of *What the three scores mean* takes "
        "all three?",
        "The exponentials are 33.115, 2.718 and 1.649; dog's share of their sum is asked for.",
    ),
    why="In a sentence: in which meaning does the speaker take the word logit, and in which is 1 "
    "the logit of dog?",
    reply="The speaker takes 1 for log-odds, as in statistics. It is a score, the meaning in deep "
    "learning. Dog's log-odds against cat and bird together are 1 − log(e³·⁵ + e⁰·⁵) = −2.549, "
    "and their sigmoid is 0.0725.",
    place=MEANINGS,
)
