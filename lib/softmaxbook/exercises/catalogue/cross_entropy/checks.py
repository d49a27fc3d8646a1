from softmaxbook.exercises.catalogue.cross_entropy import (
    CONSTANT,
    PROPER,
    ROLES,
    SMOOTHING,
    SURPRISE,
    UNDERFLOW,
)
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": NumberQuestion(
        asks="A class that had the probability one eighth happens. How surprising is that, in "
        "nats? (To three decimals.)",
        key="log(8)",
        says="Three halvings lead to one eighth, and each is worth log 2, that is 0.693 nats.",
        wrong={
            "3": "That is the number of bits, three halvings. A bit is log 2 nats, so there are "
            "fewer nats than bits.",
            "log10(8)": "That is the logarithm of base 10. In this book log is the natural "
            "logarithm, and its unit the nat.",
            "-log(8)": "The sign is that of the log-probability. A surprise is minus that, and "
            "never below 0.",
            "log(8) / 8": "The surprise was multiplied by its probability, as in an entropy. But "
            "the class has happened, and this is about its surprise alone.",
            "7 / 8": "That is 1 minus the probability. A surprise is a logarithm, so that "
            "surprises add where probabilities multiply.",
            "-log(7 / 8)": "That is the surprise if the class had not happened, which had seven "
            "eighths. It did happen.",
            "3 / log(2)": "Three bits were divided by log 2. From bits to nats one multiplies: "
            "a bit is 0.693 nats.",
        },
        rare={
            "log(2)": "That is the surprise at one half, a single halving. One eighth is less "
            "probable, so it surprises more.",
            "log(4)": "That is the surprise at one quarter, two halvings. One eighth is less "
            "probable, so it surprises more.",
        },
        place=SURPRISE,
    ),
    "q2": Question(
        asks="The data are (½, ¼, ¼), and a model has learnt them perfectly: it says (½, ¼, ¼). "
        "What is its cross-entropy, in bits?",
        options={
            "a": Option(
                "0, as nothing is wrong with the model",
                "Nothing is, but the animals still differ from draw to draw. The divergence is 0; "
                "the cross-entropy keeps the entropy of the data.",
            ),
            "b": Option(
                "1/4, what the friend of the twenty questions paid on top",
                "That was the price of a wrong order of questions. A perfect model "
                "pays nothing on top.",
            ),
            "c": Option(
                "3/2, the entropy",
                "Even the best order of questions takes one and a half on average. No model can "
                "have less, and a perfect one has just that.",
            ),
            "d": Option(
                "7/4, which no model can change",
                "That was the friend's. What no model can change is the part of it that belongs "
                "to the data, 3/2.",
            ),
        },
        key="c",
        place=CONSTANT,
    ),
    "q3": Question(
        asks="The label is cat, (1, 0, 0), and the model says (0.836, 0.113, 0.051). The "
        "divergence of the label from the model is 0.179. What is it the other way round, with the "
        "model's probabilities as weights?",
        options={
            "a": Option(
                "0.179, since the pair is the same",
                "The two directions have different weights. Here the model's probabilities are "
                "the weights, and they give dog and bird a share, which the label does not.",
            ),
            "b": Option(
                "0, as the label leaves no doubt",
                "The classes that the label rules out add nothing only when the label is the "
                "weight. Here dog has the weight 0.113, and the label's 0 in the denominator.",
            ),
            "c": Option(
                "-0.179, the opposite sign",
                "No divergence is negative, in either direction, as Gibbs' inequality above says.",
            ),
            "d": Option(
                "Infinite",
                "The model gives dog 0.113, which the label rules out. The logarithm of 0.113 "
                "divided by 0 is infinite.",
            ),
        },
        key="d",
        place=ROLES,
    ),
    "q4": Question(
        asks="A model gave each of 1000 labels the probability 0.3. In float64, what is the "
        "product of the thousand probabilities?",
        options={
            "a": Option(
                "0",
                "The true value is a number with 522 zeros behind the point, and float64 ends near "
                "5 times 10 to the power -324.",
            ),
            "b": Option(
                "Some tiny number near 1e-523",
                "That is the true value. But float64 has no number between 0 and 5e-324, and "
                "rounds what is smaller to 0.",
            ),
            "c": Option(
                "nan, because of underflow",
                "Underflow ends in 0, without nan. It is the logarithm of that 0, or a division by "
                "it, that spoils what follows.",
            ),
        },
        key="a",
        place=UNDERFLOW,
    ),
    "q5": Question(
        asks="A forecaster believes in rain with probability 0.7 and pays 1 minus the probability "
        "that she gave to what happened. Which report has the least expected cost?",
        options={
            "a": Option(
                "0.7, for then she says what she believes",
                "She would pay 0.42 on average, and less if she exaggerates. Honesty has to be "
                "built into the price.",
            ),
            "b": Option(
                "Any: on average all reports cost the same",
                "They would for a belief of one half. At 0.7 an exaggeration gains more "
                "often than it loses.",
            ),
            "c": Option(
                "1, certainty",
                "The expected cost is a straight line in the report, 0.7 − 0.4 r, and least at its "
                "end. It pays 0.3 there.",
            ),
        },
        key="c",
        place=PROPER,
    ),
    "q6": Question(
        asks="With label smoothing of 0.1 and three classes, the gap between the true logit and "
        "the others grows from 4 to 30. What does the loss do?",
        options={
            "a": Option(
                "It goes on falling, ever more slowly",
                "So it does without smoothing. Here the other classes have targets too, and their "
                "surprise grows with the gap.",
            ),
            "b": Option(
                "It grows",
                "Beyond the best gap, 3.33, the surprise at the other two classes grows faster "
                "than that at the true one falls: far out, by nearly one fifteenth of a nat for "
                "each nat of gap.",
            ),
            "c": Option(
                "It stays where it is, at the entropy of the target",
                "That is its least value, reached at one gap only. On both sides of it the loss is "
                "larger.",
            ),
        },
        key="b",
        place=SMOOTHING,
    ),
}
