from softmaxbook.exercises.catalogue.maximum_entropy import BETA, GIBBS
from softmaxbook.exercises.reading import Words
from softmaxbook.exercises.record import Exercise, Mistake


def answers_to_five():
    """The mean 2.6314 is that of softmax(z); no mean of the fees is 3.5."""
    return {
        "nothing is known": "uniform",
        "the mean is 2": "softmax(beta z)",
        "the mean is 2.6314": "softmax(z)",
        "the mean is 3.5": "none",
        "score plus entropy": "softmax(z)",
    }


SITUATIONS = tuple(answers_to_five())
WORDS = ("uniform", "softmax(z)", "softmax(beta z)", "none")
ALSO = {
    "softmax(β z)": "softmax(beta z)",
    "softmax(z beta)": "softmax(beta z)",
    "softmax(z)(beta=1)": "softmax(z)",
    "softmax(b z)": "softmax(beta z)",
    "softmax": "softmax(z)",
    "uniform distribution": "uniform",
    "no distribution": "none",
    "nothing": "none",
    "impossible": "none",
}


EXERCISE = Exercise(
    title="Which distribution?",
    reference=answers_to_five,
    form=Words(WORDS, SITUATIONS, ALSO),
    mistakes=(
        Mistake(
            "scores-without-knowledge",
            "If nothing is known about the scores, they cannot enter the answer.",
            when=lambda v: bool(v[0] in (1, 2)),
            place=GIBBS,
        ),
        Mistake(
            "none-without-condition",
            "Without a condition every distribution is allowed, and one of them has the largest "
            "entropy.",
            when=lambda v: bool(v[0] == 3),
            place=GIBBS,
        ),
        Mistake(
            "beta-always-one",
            "Softmax of z has the mean 2.6314. For the mean 2 the multiplier is another, 0.4147.",
            when=lambda v: bool(v[1] == 1),
        ),
        Mistake(
            "mean-ignored",
            "With the mean 2 known, the uniform distribution is out: its mean is 1.4.",
            when=lambda v: bool(v[1] == 0),
        ),
        Mistake(
            "feasible-mean-refused",
            "The means 2 and 2.6314 lie between the lowest and the highest fee, so for either "
            "there are distributions that have it.",
            when=lambda v: bool(v[1] == 3 or v[2] == 3),
        ),
        Mistake(
            "its-own-mean",
            "The mean 2.6314 is the one that softmax of z has itself, so the multiplier is 1.",
            when=lambda v: bool(v[2] != 1),
        ),
        Mistake(
            "impossible-mean",
            "No distribution over the fees 3, 1 and 0.2 has the mean 3.5.",
            when=lambda v: bool(v[3] != 3),
        ),
        Mistake(
            "score-left-out",
            "Equal shares make the entropy alone largest. In the sum the mean score counts as "
            "well, so softmax of z wins.",
            when=lambda v: bool(v[4] == 0),
            place=GIBBS,
        ),
        Mistake(
            "bargain-has-no-multiplier",
            "The sum of mean score and entropy has no condition and no multiplier: softmax of "
            "z itself makes it largest.",
            when=lambda v: bool(v[4] in (2, 3)),
            place=GIBBS,
        ),
    ),
    hints=(
        "What is known in each case: nothing, a mean, or a price for giving up entropy? And "
        "which mean has softmax of z itself?",
        "A known mean gives softmax of βz, with β = 1 for one mean only; a mean outside the fees "
        "gives nothing.",
        "2.6314 is the mean of (3, 1, 0.2) under (0.836, 0.113, 0.051).",
    ),
    why="In a sentence: which two of the five have the same answer, and why?",
    reply="The mean 2.6314 and the bargain: softmax of z wins the bargain, and of all "
    "distributions with its own mean it has the largest entropy.",
    place=BETA,
)
