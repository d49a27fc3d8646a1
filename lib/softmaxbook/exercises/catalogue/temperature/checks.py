from softmaxbook.exercises.catalogue.temperature import (
    BY_HAND,
    CHANCE,
    ORDER,
    SAMPLING,
    SCALING,
    TOO_SURE,
)
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": NumberQuestion(
        asks="At temperature 1 the odds of cat against dog are 16 to 1. At which temperature are "
        "they 2 to 1?",
        key="log(16) / log(2)",
        says="The odds are raised to the power 1/T, and the fourth root of 16 is 2. It is the "
        "logarithm of the odds that is divided by T.",
        wrong={
            "8": "The odds themselves were divided. What is divided by T is their logarithm, so "
            "roots are taken: 16, 4 at T = 2, and so on.",
            "log(8)": "That is the logarithm of the ratio of the two odds, a difference of "
            "logarithms. T divides the logarithm, so the two are divided.",
            "log(16)": "That is the logarithm of 16 alone. It has to become log 2, and T is what "
            "it is divided by.",
            "3": "From 16 to 2 there are three halvings, but T does not halve the odds. It takes "
            "roots of them: the logarithm of 16 is four times that of 2.",
            "1 / 4": "That is the inverse. Below 1 it is colder, and the odds grow: at one "
            "quarter they would be 65536 to 1.",
            "2": "At T = 2 the odds are the square root of 16, which is 4 to 1. It takes another "
            "root to come to 2 to 1.",
        },
        rare={
            "5": "At T = 5 the odds are the fifth root of 16, about 1.74 to 1. That is too hot.",
            "4 / 3": "At that temperature the odds are 16 to the power ¾, which is 8 to 1. They "
            "were halved once, and have to be halved twice more.",
        },
        place=BY_HAND,
    ),
    "q2": Question(
        asks="A network has an ECE of 0.08 on 100 photographs, with 15 bins. On average it is 0.65 "
        "sure. What follows?",
        options={
            "a": Option(
                "It is off by 8 per cent on average, so it is badly calibrated",
                "So it would be if the shares in the bins were exact. With a handful of examples "
                "in a bin they are off by chance, and that alone may make 0.08 or more.",
            ),
            "b": Option(
                "It is too sure, and a temperature above 1 would repair it",
                "The ECE has no sign: it counts too modest bins as well. And it may be nothing "
                "but chance in a set as small as this.",
            ),
            "c": Option(
                "Its accuracy is 92 per cent",
                "Accuracy and calibration are two things: a network may be right half of the "
                "time, say so, and have a calibration error of 0.",
            ),
            "d": Option(
                "Nothing yet",
                "The less sure network of the cell above, if perfectly calibrated, would have "
                "0.11 on average. How much chance makes depends on how the confidences are "
                "spread; for this network it has to be computed first.",
            ),
        },
        key="d",
        place=CHANCE,
    ),
    "q3": Question(
        asks="A network has every training example right, each with a probability of 0.9999 for "
        "the true class. Training goes on. What happens to the training loss?",
        options={
            "a": Option(
                "It keeps falling for as long as the scores grow",
                "At 0.9999 it is 0.0001, at 0.999999 a hundredth of that. There is always a "
                "smaller loss at larger scores, so they grow, ever more slowly.",
            ),
            "b": Option(
                "It stays where it is, for the curvature has vanished",
                "The curvature is small, but a slope is left as long as the probability is below "
                "1, and descent follows the slope.",
            ),
            "c": Option(
                "It rises, since the network begins to overfit the examples",
                "Overfitting shows on other examples. On those it is trained with the loss goes "
                "on falling, which is the very cause.",
            ),
        },
        key="a",
        place=TOO_SURE,
    ),
    "q4": Question(
        asks="The temperature is raised from 1 to 2 before the tail is cut off. Which rule then "
        "keeps other words?",
        options={
            "a": Option(
                "Both, since all probabilities change",
                "They do, but top-k looks only at the order of the scores, and that is the same "
                "at every temperature.",
            ),
            "b": Option(
                "Neither, since the order of the words is the same",
                "The order is the same, but the nucleus adds up probabilities, and in the heat "
                "more words are needed to reach the same sum.",
            ),
            "c": Option(
                "The nucleus",
                "It adds up probabilities, and flatter ones need more words to reach 0.9. Top-k "
                "counts by rank, and ranks do not change.",
            ),
            "d": Option(
                "Top-k, which has no probability to go by",
                "Just because it does not look at probabilities it keeps the same words. The "
                "nucleus does look at them, and grows.",
            ),
        },
        key="c",
        place=SAMPLING,
    ),
    "q5": Question(
        asks="After scaling with T = 4 the thousand surest photographs of four kinds of animals "
        "are picked. Are they the same thousand as before?",
        options={
            "a": Option(
                "Yes, as softmax keeps the order at every temperature",
                "It keeps the order of the classes within a row. Two rows with different rivals "
                "may change places, as the next cell shows.",
            ),
            "b": Option(
                "Not necessarily",
                "Between rows the order of confidences may change as soon as there are three "
                "classes. One close rival and many weak ones weigh differently in the heat.",
            ),
            "c": Option(
                "No, for at another temperature the answers differ as well",
                "The answers are the same: the largest score of a row stays its largest. What "
                "may change is which row is surer than which.",
            ),
        },
        key="b",
        place=ORDER,
    ),
    "q6": NumberQuestion(
        asks="A network is 0.9 sure of each of 400 answers, and 55 of them are wrong. By how many "
        "standard deviations is that more than it promised?",
        key="(55 - 40) / sqrt(400 * 0.9 * 0.1)",
        says="It promised 40 mistakes, and chance makes that 40 ± 6. So 55 is hard to explain by "
        "chance: the network is too sure.",
        wrong={
            "15": "That is the surplus itself. It has to be compared with how far chance carries "
            "the number of mistakes.",
            "15 / 36": "The surplus was divided by the variance. The standard deviation is its "
            "root.",
            "15 / sqrt(40)": "The factor c was left out: the sum of 1 − c is what was promised, "
            "40, and the variance is the sum of c (1 − c).",
            "15 / 20": "The surplus was divided by the root of 400. Each answer adds c (1 − c) to "
            "the variance, and not 1.",
            "55 / 6": "All mistakes were divided by the standard deviation. How many are there "
            "beyond those that were promised?",
            "15 / 0.3": "The surplus was divided by the standard deviation of one answer. There "
            "are 400, and their variances add up.",
            "15 / sqrt(400 * 0.1375 * 0.8625)": "The spread was worked out from the 55 mistakes "
            "that came, 0.1375 of all. How far chance carries is asked of what was promised: 0.1.",
        },
        rare={
            "6": "That is the standard deviation of the number of mistakes. How many of these "
            "are the 15 that were not promised?",
            "40": "That is the number of mistakes that was promised. There are 55; how many "
            "standard deviations is that more?",
            "1.25": "That is 15 divided by 12, which is twice the standard deviation. The standard "
            "deviation is the root of c (1 − c), added up over the 400 answers.",
            "55": "Those are all mistakes. How many of them are beyond what was promised, and how "
            "many standard deviations is that?",
            "55 / 40": "That is a ratio: the mistakes that came, divided by those promised. It "
            "does not say how far chance carries.",
            "0.125": "The standard deviations of the 400 answers were added up. It is their "
            "variances that add up.",
            "36": "That is the variance of the number of mistakes. Its root is the standard "
            "deviation, and the surplus is compared with that.",
        },
        place=SCALING,
    ),
}
