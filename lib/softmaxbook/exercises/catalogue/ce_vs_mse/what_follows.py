from softmaxbook.exercises.catalogue.ce_vs_mse import HARM, RESULT, TRIAL
from softmaxbook.exercises.reading import Judgements
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, is_at


def what_follows():
    """One network on one data set shows what can happen, not what always does."""
    return {
        "squared error can train this network well": True,
        "squared error is better than cross-entropy": False,
        "cross-entropy is better than squared error": False,
        "the choice of the loss does not matter": False,
        "the learning rate can decide who wins": True,
        "softmax of the square net is not calibrated": True,
    }


STATEMENTS = tuple(what_follows())


EXERCISE = Exercise(
    title="What follows",
    reference=what_follows,
    form=Judgements(STATEMENTS, yes=("follows",), no=("does not follow",)),
    mistakes=(
        Mistake(
            "one-case-for-all",
            "One network and one set of images cannot rank two losses for all others. A "
            "published comparison on many tasks found winners on both sides.",
            when=either(is_at(1, 1), is_at(2, 1)),
        ),
        Mistake(
            "no-difference-for-no-effect",
            "Close accuracies are not everything: the losses need other rates, and leave "
            "outputs of another kind.",
            when=is_at(3, 1),
        ),
        Mistake(
            "example-refused",
            "A single case is enough to show that something is possible, and this one does.",
            when=is_at(0, 0),
        ),
        Mistake(
            "tuning-overlooked",
            "At the rate 0.1 one loss leads, at 0.4 another, and at 1.6 one of them fails.",
            when=is_at(4, 0),
            place=TRIAL,
        ),
        Mistake(
            "accuracy-for-calibration",
            "The answers are right, the probabilities are not: softmax of these outputs never "
            "claims more than a third.",
            when=is_at(5, 0),
            place=HARM,
        ),
    ),
    hints=(
        "Which statements speak of this experiment, and which of all networks there are?",
        "An experiment proves that what happened can happen. A general ranking needs many "
        "data sets, and a difference well beyond the spread.",
        "Three of the six follow.",
    ),
    why="In a sentence: what would you measure to rank two losses for your own task?",
    reply="Both losses on data that neither was tuned on, each at its own best rate and from "
    "several starts, with the difference beside the spread among the starts.",
    place=RESULT,
)
