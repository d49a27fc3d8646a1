from softmaxbook.exercises.catalogue.elsewhere import BOTTLENECK
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry, is_near


def two_ranks():
    """d, one more for the biases, and one more for the constants of the rows."""
    scores = 6 + 1
    return scores, scores + 1


EXERCISE = Exercise(
    title="Two ranks",
    reference=two_ranks,
    form=Numbers(
        (
            Part("the rank of the scores", digits=None, key="rank_of_scores"),
            Part("the rank of the log-probabilities", digits=None, key="rank_of_logs"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "full-rank",
            "The scores have as many columns as there are words, but each is made of the same "
            "few numbers of the context, and those bound the rank.",
            when=entry(0, 4999, 5000),
        ),
        Mistake(
            "bias-counted-twice",
            "The biases are one row, the same in every context. They add one dimension, "
            "however many words there are.",
            when=lambda v: bool(7 < v[0] != 5000),
        ),
        Mistake(
            "bias-forgotten",
            "The biases were left out. They add the same row to every context, one more dimension.",
            when=is_near((6, 7), (6, 6)),
        ),
        Mistake(
            "constant-forgotten",
            "The log-probabilities are the scores less one number in each row. These numbers "
            "differ, and can add a dimension.",
            when=entry(1, 7),
        ),
        Mistake(
            "logarithm-overlooked",
            "The probabilities themselves can have full rank. Their logarithms are the scores "
            "less one number in each row.",
            when=lambda v: bool(v[1] >= 100),
        ),
        Mistake(
            "constant-lowers-rank",
            "To subtract a number from each row was taken to use up a dimension. It can only "
            "bring one in.",
            when=lambda v: bool(0 < v[1] < v[0]),
        ),
        Mistake(
            "bias-and-constant-mixed-up",
            "The bias already belongs to the scores. The constants of the rows come in with "
            "the logarithm.",
            when=is_near((6, 8)),
        ),
        Mistake(
            "one-less-than-d",
            "The rank of the scores is not smaller than d: nothing takes a dimension away, and "
            "the biases add one.",
            when=entry(0, 5),
        ),
    ),
    hints=(
        "What does the matrix of scores look like if all weights are 0 and only the biases "
        "are left: what rank has it?",
        "A product through d dimensions has rank at most d. A matrix a bᵀ has rank 1, and ranks "
        "of a sum add up at most.",
        "The biases are such a matrix, and so are the constants of the rows.",
    ),
    why="In a sentence: which rank would the scores have after the sum of each row was made 0?",
    reply="7 still, at most. The mean of a row is a combination of the same seven numbers of its "
    "context as the scores, so it adds no dimension; log-sum-exp is not.",
    place=BOTTLENECK,
)
