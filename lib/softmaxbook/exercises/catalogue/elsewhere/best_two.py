import numpy as np

from softmaxbook.exercises.catalogue.elsewhere import GATES
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def best_two():
    """Shares 2/3 and 1/3 of the two that are asked; the slope of the mean in each score."""
    p = np.array([6, 3, 0]) / 9
    answers = np.array([1, 7, 10])
    mean = p @ answers
    return mean, p * (answers - mean)


SHARES, ANSWERS = np.array([0.6, 0.3, 0.1]), np.array([1.0, 7.0, 10.0])
CUT = np.array([2 / 3, 1 / 3, 0])
OF_LOGS = np.log([6.0, 3.0, 1.0]) / np.log(18)
OF_6_AND_3 = np.array([1.0, np.exp(-3), 0]) / (1 + np.exp(-3))
OF_6_3_AND_0 = np.exp([0.0, -3.0, -6.0]) / np.exp([0.0, -3.0, -6.0]).sum()


def with_answer(answer, slopes=None):
    """The answer, and slopes that belong to it or those of the reference."""
    return (lambda: (answer, best_two()[1] if slopes is None else np.asarray(slopes)),)


EXERCISE = Exercise(
    title="The best two",
    reference=best_two,
    form=Numbers(
        (
            Part("the answer", key="mixed_answer"),
            Part("the slopes", size=3, key="three_slopes"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "all-three-asked",
            "All three experts were asked. The third is cut off before softmax, so its share is 0.",
            wrong=with_answer(3.7, SHARES * (ANSWERS - 3.7)) + with_answer(3.7),
        ),
        Mistake(
            "cut-after",
            "The third was cut off after softmax, so the two shares add up to 0.9. Cut off before, "
            "they add up to 1.",
            wrong=with_answer(2.7, SHARES * [1, 1, 0] * (ANSWERS - 2.7))
            + with_answer(2.7, SHARES * (ANSWERS * [1, 1, 0] - 2.7))
            + with_answer(2.7),
        ),
        Mistake(
            "plain-mean",
            "The two answers count the same. Each counts as much as its share says.",
            wrong=with_answer(4.0, CUT * (ANSWERS - 4)) + with_answer(4.0),
        ),
        Mistake(
            "shares-exchanged",
            "The two shares have changed places. The first score is the larger one.",
            wrong=with_answer(5.0, CUT[[1, 0, 2]] * (ANSWERS - 5)) + with_answer(5.0),
        ),
        Mistake(
            "softmax-of-exponentials",
            "The numbers 6 and 3 were put through exp. The scores are their logarithms, so 6 and 3 "
            "are the exponentials.",
            wrong=tuple(
                way
                for p in (OF_6_AND_3, OF_6_3_AND_0)
                for way in with_answer(p @ ANSWERS, p * (ANSWERS - p @ ANSWERS))
                + with_answer(p @ ANSWERS)
            ),
        ),
        Mistake(
            "scores-for-exponentials",
            "The scores themselves were divided by their sum. Shares are exponentials divided by "
            "their sum, here 6 and 3.",
            wrong=with_answer(OF_LOGS @ ANSWERS, OF_LOGS * (ANSWERS - OF_LOGS @ ANSWERS))
            + with_answer(OF_LOGS @ ANSWERS),
        ),
        Mistake(
            "slopes-cut-after",
            "The answer is right. The slopes are those of cutting off after softmax, with shares "
            "that add up to 0.9.",
            wrong=with_answer(3.0, SHARES * (ANSWERS * [1, 1, 0] - 2.7)),
        ),
        Mistake(
            "best-answers-asked",
            "The two experts with the largest answers were asked. Those with the best scores are, "
            "the first two.",
            wrong=with_answer(7.75, np.array([0, 0.75, 0.25]) * (ANSWERS - 7.75))
            + with_answer(7.75),
        ),
        Mistake(
            "share-forgotten",
            "The slopes lack the share. A slope is share times how much better than the mean.",
            wrong=with_answer(3.0, [-2, 4, 7]) + with_answer(3.0, [-2, 4, 0]),
        ),
        Mistake(
            "third-learns",
            "The third expert got a slope other than 0. Its share is 0, and the slope is in "
            "proportion to it.",
            wrong=with_answer(3.0, [-4 / 3, 4 / 3, 7])
            + with_answer(3.0, [-4 / 3, 4 / 3, 0.7])
            + with_answer(3.0, [-1.2, 1.2, 0.7]),
        ),
        Mistake(
            "shares-for-slopes",
            "These are the shares. Each is still to be multiplied by how much better than the "
            "mean the answer is.",
            wrong=with_answer(3.0, CUT),
        ),
        Mistake(
            "slope-1",
            "These are one and 0 minus the shares, which is slope 1. Nobody chose an expert here. "
            "The mean of the answers is asked about, and its slope is slope 2.",
            wrong=tuple(way for chosen in np.eye(3) for way in with_answer(3.0, chosen - CUT)),
        ),
        Mistake(
            "signs-exchanged",
            "The signs of the slopes are reversed. An answer above the mean raises the mean when "
            "it gets more weight.",
            wrong=with_answer(3.0, [4 / 3, -4 / 3, 0]),
        ),
        Mistake(
            "answers-for-slopes",
            "These are the answers. A slope is the share times how much better than the mean the "
            "answer is.",
            wrong=with_answer(3.0, [1, 7, 0]) + with_answer(3.0, [1, 7, 10]),
        ),
        Mistake(
            "mean-not-subtracted",
            "These are shares times answers. From each answer the mean is subtracted first.",
            wrong=with_answer(3.0, [2 / 3, 7 / 3, 0]),
        ),
        Mistake(
            "shares-of-all-in-slopes",
            "The slopes were made with the shares among all three. The two that are asked have "
            "two thirds and one third.",
            wrong=with_answer(3.0, [-1.2, 1.2, 0]),
        ),
        Mistake(
            "only-own-weight",
            "These are made with p times one minus p, or with p times another share: slopes of a "
            "share. Asked for is the slope of the mean of the answers.",
            wrong=with_answer(3.0, [2 / 9, 2 / 9, 0])
            + with_answer(3.0, [2 / 9, -2 / 9, 0])
            + with_answer(3.0, CUT * (1 - CUT) * ANSWERS),
        ),
    ),
    hints=(
        "What are the exponentials of the two scores that are left, and what shares do they make?",
        "The answer is m = ∑ᵢ pᵢ vᵢ, and its slope in score i is pᵢ (vᵢ − m).",
        "The shares are two thirds, one third and 0.",
    ),
    why="In a sentence: the loss wants a larger answer; which expert would help most, and what "
    "does the gate learn about it?",
    reply="The third, whose answer is 10. The gate learns nothing about it: its slope is 0.",
    place=GATES,
)
