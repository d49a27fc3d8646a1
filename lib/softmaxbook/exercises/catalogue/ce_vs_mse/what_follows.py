from softmaxbook.exercises.catalogue.ce_vs_mse import HARM, RESULT, TRIAL
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_at


def what_follows():
    """One run of each loss at one rate shows what can happen, not what always does."""
    return {
        "cross-entropy is better for this network": False,
        "squared error cannot train a classifier": False,
        "the raw square can get 94 % right here": True,
        "another start would give the same order": False,
        "the shared rate may have decided the order": True,
        "softmax of the raw outputs is 94 % sure": False,
    }


STATEMENTS = tuple(what_follows())


EXERCISE = Exercise(
    title="What follows",
    reference=what_follows,
    form=Judgements(STATEMENTS, yes=("follows",), no=("does not follow",)),
    mistakes=(
        Mistake(
            "one-rate-for-all",
            "Both losses had the rate 0.05. The raw square may be ahead at a rate of its own, so "
            "the report does not say which loss is better, even for this network.",
            when=is_at(0, 1),
            place=TRIAL,
        ),
        Mistake(
            "behind-for-unable",
            "To be behind is not to fail. What did the squared error get right here?",
            when=is_at(1, 1),
        ),
        Mistake(
            "example-refused",
            "A single case is enough to show that something is possible, and this one does.",
            when=is_at(2, 0),
        ),
        Mistake(
            "one-run-for-all",
            "There is one run of each loss, so nobody knows how far two starts lie apart.",
            when=is_at(3, 1),
        ),
        Mistake(
            "tuning-overlooked",
            "One rate was used for two losses whose gradients are of unlike size. In the trial of "
            "this chapter the raw square came last at 0.1 and first at 0.4, on every split.",
            when=is_at(4, 0),
            place=TRIAL,
        ),
        Mistake(
            "accuracy-for-calibration",
            "How often the answers are right says nothing about how sure softmax is. Outputs near "
            "(1, 0, …, 0) make softmax about 23 % sure.",
            when=is_at(5, 1),
            place=HARM,
        ),
    ),
    hints=(
        "Which sentences speak of what was seen in this report, and which of more?",
        "An experiment proves that what happened can happen. A ranking needs a rate for each "
        "loss, and a difference well beyond the spread from start to start.",
        "Two of the six follow.",
    ),
    why="In a sentence: what would you measure to rank two losses for your own task?",
    reply="Both losses on data that neither was tuned on, each at its own best rate and from "
    "several starts, with the difference beside the spread among the starts.",
    place=RESULT,
)
