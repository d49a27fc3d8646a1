from softmaxbook.exercises.catalogue.softmax import ANY, AXIS, COSTS, HARD
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="Which of these is softmax the soft version of?",
        options={
            "a": Option(
                "The largest of the scores, as its name says",
                "That is the name's fault. A soft maximum is one number near the largest score; "
                "softmax returns one share for each class.",
            ),
            "b": Option(
                "The vector with a 1 at the largest score",
                "If one score is the largest, softmax approaches this one-hot vector as the scores "
                "are scaled up: it softens the choice, not the value.",
            ),
            "c": Option(
                "The position of the largest score, a whole number",
                "Softmax returns a share for each class, and not one number. A mean position, such "
                "as 1.4, would name no class.",
            ),
        },
        key="b",
        place=HARD,
    ),
    "q2": NumberQuestion(
        asks="Three examples, one in each row, all have the score 6 in their last column. The "
        "first row is (1, 2, 3, 6). Someone takes softmax with `axis=0`. What stands in the last "
        "column of the first row? (To four decimals.)",
        key="1 / 3",
        says="Along axis 0 the three examples compete with each other for the last class, and "
        "three equal scores get a third each.",
        wrong={
            "exp(6) / (exp(1) + exp(2) + exp(3) + exp(6))": "That is the right softmax of the "
            "row, along axis −1. Axis 0 runs down the column, through the examples.",
            "6 / 12": "The score was divided by the sum of its row: no exponential was taken, and "
            "the sum runs along the wrong axis for this question.",
            "1": "Equal scores do not get 1 each. All entries that compete, here the three of the "
            "column, share one unit.",
            "1 / 12": "One unit was shared by all twelve entries. Each column has a unit of its "
            "own along axis 0.",
            "1 / 4": "There are four columns, but axis 0 runs down a column, which has three "
            "entries, one for each example.",
        },
        place=AXIS,
    ),
    "q3": Question(
        asks="Two findings on an X-ray have the score 5, a third has 0. Roughly what does softmax "
        "give the first one?",
        options={
            "a": Option(
                "0.99, because 5 is a high score",
                "That is the sigmoid of 5, which asks a yes-or-no question about one finding "
                "alone. In softmax the two compete.",
            ),
            "b": Option(
                "0.33, one share of three",
                "Equal shares for all three would need equal scores. The third is 5 below, so it "
                "gets hardly anything.",
            ),
            "c": Option(
                "1.00, since the largest takes nearly everything",
                "There is no single largest: two scores tie, and neither can leave the other "
                "behind. They must share.",
            ),
            "d": Option(
                "0.50, as two must share one unit",
                "The two split what there is almost evenly, 0.498 each, however clear both "
                "findings are: softmax assumes that only one is true.",
            ),
        },
        key="d",
        place=ANY,
    ),
    "q4": Question(
        asks="A test gives (0.8, 0.2) for healthy and ill. Sending an ill patient home costs 5 "
        "times as much as a needless second look, and the right actions cost nothing. What is "
        "cheaper on average?",
        options={
            "a": Option(
                "The second look",
                "It costs 0.80 on average, sending home 0.2 × 5 = 1.00. The right action belongs "
                "to the less probable class.",
            ),
            "b": Option(
                "Sending home, as healthy is far more probable",
                "That is argmax, which is right only if both errors cost the same. Here one costs "
                "five times as much as the other.",
            ),
            "c": Option(
                "Both cost the same on average, since the probabilities sum to 1",
                "Expected costs weight each cost with its probability; that the probabilities sum "
                "to 1 does not make the two sums equal.",
            ),
        },
        key="a",
        place=COSTS,
    ),
}
