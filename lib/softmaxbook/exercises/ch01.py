"""Exercises and concept checks of chapter 1, Logits."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives, is_near
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch01 as solutions

ODDS = Place("logits", "Odds, exactly")
LOG_ODDS = Place("logits", "The logarithm of the odds")
COSTS = Place("logits", "See it")
DIFFERENCES = Place("logits", "Only differences can be known")
MEANINGS = Place("logits", "Three meanings of one word")
ACROSS = Place("logits", "Where it fails")

Z = np.array([3.0, 1.0, 0.2])  # cat, dog, bird


add(
    Exercise(
        id="logits.from-probabilities",
        title="Logits from probabilities",
        reference=solutions.logits_with_last_zero,
        probes=(
            Probe("three classes", (np.array([0.7, 0.2, 0.1]),)),
            Probe("four classes", (np.array([0.5, 0.25, 0.125, 0.125]),)),
            Probe("two classes", (np.array([0.1, 0.9]),)),
            Probe("the last is largest", (np.array([0.05, 0.15, 0.2, 0.6]),)),
        ),
        mistakes=(
            Mistake(
                "probabilities-as-logits",
                "Probabilities were used as logits. Differences of logits are logarithms of "
                "ratios, and no logarithm has been taken.",
                wrong=gives(lambda p: p, lambda p: p - p[-1]),
            ),
            Mistake(
                "ratio-without-log",
                "Ratios to the last probability, odds, were taken without a logarithm. Logits are "
                "their logarithms, and the last one, of the ratio 1, is 0 by itself.",
                wrong=gives(lambda p: p / p[-1], lambda p: p / p[-1] - 1),
            ),
            Mistake(
                "log-probabilities",
                "These are logits of p, but not the ones asked for: the logarithms of p have "
                "another common constant, which leaves the last above or below 0.",
                wrong=gives(np.log),
            ),
            Mistake(
                "zero-mean",
                "These are logits of p with mean 0. The exercise fixes the constant differently: "
                "the last one is 0.",
                wrong=gives(lambda p: np.log(p) - np.log(p).mean()),
            ),
            Mistake(
                "other-class-zero",
                "The constant was fixed at another class than the last: the first, or the largest.",
                wrong=gives(
                    lambda p: np.log(p) - np.log(p[0]),
                    lambda p: np.log(p) - np.log(p.max()),
                    lambda p: np.log(p) - np.log(p.min()),
                ),
            ),
            Mistake(
                "log-odds-of-each",
                "These are log-odds of each class against all others. Differences of logits "
                "compare two classes; softmax of yours is not p.",
                wrong=gives(
                    lambda p: np.log(p / (1 - p)),
                    lambda p: np.log(p / (1 - p)) - np.log(p[-1] / (1 - p[-1])),
                ),
                place=MEANINGS,
            ),
            Mistake(
                "last-overwritten",
                "Only the last entry was changed to 0. The constant is common to all classes, so "
                "all of them have to move together.",
                wrong=gives(lambda p: np.append(np.log(p[:-1]), 0), lambda p: np.append(p[:-1], 0)),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: a more probable class has the larger logit.",
                wrong=gives(
                    lambda p: np.log(p[-1]) - np.log(p),
                    lambda p: -np.log(p),
                ),
                place=MEANINGS,
            ),
            Mistake(
                "base-2",
                "The logarithm has base 2 or 10. Logits are measured in nats, so that e to their "
                "difference is the ratio.",
                wrong=gives(
                    lambda p: np.log2(p / p[-1]), lambda p: np.log10(p / p[-1]), np.log2, np.log10
                ),
                place=LOG_ODDS,
            ),
        ),
        hints=(
            "Put what your function returns for `[0.7, 0.2, 0.1]` through `probabilities`. Do "
            "0.7, 0.2 and 0.1 come back? And what is the last logit?",
            "$z_i - z_j = \\log(p_i / p_j)$. So the logits are $\\log p_i + c$ with one constant "
            "for all classes, and you may choose it.",
            "Take the logarithm of every probability, then subtract the same number from all: the "
            "one that makes the last of them 0.",
        ),
        why="In a sentence: which other logits would have the same probabilities?",
        place=DIFFERENCES,
    ),
    Exercise(
        id="logits.zero-sum-constant",
        title="The constant that makes logits sum to 0",
        reference=solutions.constant_for_sum_zero,
        mistakes=(
            Mistake(
                "sum-not-mean",
                "The whole sum was taken. The constant is subtracted from each of three logits, so "
                "it counts three times.",
                when=is_near(float(np.log(14))),
            ),
            Mistake(
                "sign-flipped",
                "The size is right, the sign is not: the exercise asks for what is subtracted.",
                when=is_near(-float(np.log(14) / 3)),
            ),
            Mistake(
                "other-logits",
                "That is the mean of the logarithms of p. The question is about the logits whose "
                "last entry is 0.",
                when=is_near(float(np.log([0.7, 0.2, 0.1]).mean())),
            ),
            Mistake(
                "other-scores",
                "That is the mean of the scores of cat, dog and bird. The question is about the "
                "logits of exercise 1, those of (0.7, 0.2, 0.1) whose last entry is 0.",
                when=is_near(1.4),
            ),
        ),
        hints=(
            "What do the three logits 1.946, 0.693 and 0 sum to, and how much of that does each "
            "have to give up?",
            "If $\\sum_i (z_i - c) = 0$ for $K$ classes, then $\\sum_i z_i = K c$.",
            "The constant is the mean of the three logits.",
        ),
        why="In a sentence: does the subtraction change a probability?",
        place=DIFFERENCES,
        atol=6e-4,
    ),
    Exercise(
        id="logits.against-rest",
        title="Against all the others",
        reference=solutions.log_odds_against_rest,
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
                place=ACROSS,
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
                "sign-flipped",
                "The sign is wrong: these are the odds of the others against the class.",
                wrong=gives(lambda z: np.log(np.exp(z).sum() - np.exp(z)) - z),
            ),
            Mistake(
                "base-2",
                "The logarithm has base 2 or 10, but scores are in nats.",
                wrong=gives(
                    lambda z: z / np.log(2) - np.log2(np.exp(z).sum() - np.exp(z)),
                    lambda z: z - np.log2(np.exp(z).sum() - np.exp(z)),
                    lambda z: z / np.log(10) - np.log10(np.exp(z).sum() - np.exp(z)),
                ),
                place=LOG_ODDS,
            ),
        ),
        hints=(
            "For two classes your function must give $z_1 - z_2$ and its negative. Does it? And "
            "for four equal scores: what are the odds of one against three?",
            "The odds of class $i$ against all others are $e^{z_i} / \\sum_{j \\ne i} e^{z_j}$; "
            "their logarithm is $z_i - \\log \\sum_{j \\ne i} e^{z_j}$.",
            "Exponentiate all scores once; the sum over the others is the total without the "
            "class's own exponential.",
        ),
        why="In a sentence: what does adding 100 to all scores do to this number, and why?",
        place=MEANINGS,
        atol=1e-6,
    ),
)


def pair(value: Any) -> NDArray:
    try:
        numbers = np.array([float(v) for v in value])
    except (TypeError, ValueError):
        raise Unreadable("Two numbers are asked for.") from None
    if numbers.shape != (2,):
        raise Unreadable(f"Two numbers are asked for, not {numbers.size}.")
    return numbers


LOG_200_99 = float(np.log(200 / 99))

add(
    Exercise(
        id="logits.two-tests",
        title="Evidence by hand",
        reference=solutions.two_tests,
        prepare=pair,
        mistakes=(
            Mistake(
                "odds-for-probability",
                "The second number exceeds 1, so it is no probability. Odds of s to 1 are a "
                "probability of s in s + 1.",
                when=lambda v: v[1] > 1 and not is_near(66.9, 0.06)(v[1]),
            ),
            Mistake(
                "percent",
                "The second number is in per cent. A probability lies between 0 and 1.",
                when=lambda v: v[1] > 1,
            ),
            Mistake(
                "probability-for-odds",
                "The prior odds are 1 to 99, not 1 to 100: one sick for 99 healthy. The "
                "probability is 1 in 100.",
                when=lambda v: bool(np.isclose(v[0], np.log(2), atol=6e-4)),
            ),
            Mistake(
                "added-ratios",
                "The ratios 10 and 20 were added. Independent evidence multiplies the odds; it is "
                "the logarithms that add.",
                when=lambda v: bool(
                    np.isclose(v[0], np.log(30 / 99), atol=6e-4)
                    or np.isclose(v[1], 30 / 129, atol=6e-4)
                ),
            ),
            Mistake(
                "base-10",
                "The first number is a logarithm to base 10. In nats the base is e.",
                when=lambda v: bool(np.isclose(v[0], np.log10(200 / 99), atol=6e-4)),
            ),
            Mistake(
                "prior-ignored",
                "The prior odds are missing: 200 to 1 is what the two tests contribute, and the "
                "disease is rare.",
                when=lambda v: bool(
                    np.isclose(v[0], np.log(200), atol=6e-4)
                    or np.isclose(v[1], 200 / 201, atol=6e-4)
                ),
            ),
            Mistake(
                "odds-not-log",
                "The first number is the odds themselves; their logarithm is asked for.",
                when=lambda v: bool(np.isclose(v[0], 200 / 99, atol=6e-3)),
            ),
            Mistake(
                "order-swapped",
                "The two numbers have changed places: the log-odds come first.",
                when=lambda v: bool(np.allclose(v, (200 / 299, LOG_200_99), atol=6e-4)),
            ),
            Mistake(
                "sign-flipped",
                "These log-odds are those of being healthy. Asked for is the disease, whose odds "
                "are above 1 to 1 after both tests.",
                when=lambda v: bool(np.isclose(v[0], -LOG_200_99, atol=6e-4)),
            ),
            Mistake(
                "probability-of-the-other",
                "The second number is the probability of being healthy. The two add up to 1.",
                when=lambda v: bool(np.isclose(v[1], 99 / 299, atol=6e-4)),
            ),
            Mistake(
                "one-test-only",
                "Only one of the two tests was counted. Both are positive, and each multiplies the "
                "odds.",
                when=lambda v: any(
                    bool(np.isclose(v[0], np.log(s / 99), atol=6e-4)) for s in (10, 20)
                ),
            ),
            Mistake(
                "probability-off",
                "The log-odds are right, the probability is not. The odds are e to the log-odds, "
                "and odds of s to 1 are a probability of s in s + 1.",
                when=lambda v: bool(np.isclose(v[0], LOG_200_99, atol=6e-4)),
            ),
            Mistake(
                "log-odds-off",
                "The probability is right, the log-odds are not. They are the natural logarithm of "
                "the odds, sick to healthy.",
                when=lambda v: bool(np.isclose(v[1], 200 / 299, atol=6e-4)),
            ),
        ),
        hints=(
            "Before any test there is one sick person for 99 healthy ones. Of 100 sick and 9900 "
            "healthy, how many would you expect to be positive, relative to each other?",
            "Odds after = odds before × 10 × 20. The log-odds are the logarithm of that, and the "
            "probability is $s / (1 + s)$ for odds $s$.",
            "The odds are 200 to 99.",
        ),
        why="In a sentence: why may the two ratios be multiplied here, and when may they not?",
        place=ODDS,
        atol=6e-4,
    ),
    Exercise(
        id="logits.probability-of-dog",
        title="Find the mistake",
        reference=solutions.probability_of_dog,
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
                when=lambda v: is_near(1 / (1 + np.e**2))(v) or is_near(1 / (1 + np.e**-0.8))(v),
            ),
            Mistake(
                "plain-sum",
                "The score was divided by the sum of the scores. Scores are logarithms; their "
                "exponentials are what shares are made of.",
                when=is_near(1 / 4.2),
            ),
            Mistake(
                "another-class",
                "That is the probability of another class of the photograph.",
                when=lambda v: any(is_near(p)(v) for p in (0.83602, 0.05084)),
            ),
            Mistake(
                "percent",
                "That is in per cent. A probability lies between 0 and 1.",
                when=is_near(11.3, 0.06),
            ),
            Mistake(
                "odds-for-probability",
                "That is a ratio of probabilities, not a probability.",
                when=lambda v: any(
                    is_near(float(s))(v)
                    for s in (np.e**-2, np.e**0.8, np.e / (np.e**3 + np.e**0.2), np.e)
                ),
            ),
        ),
        hints=(
            "If the scores were 101, 100 and 99.2 instead, would the speaker give dog the same "
            "probability? Would the network?",
            "The 1 is a logit in the second meaning, a score: $p_\\text{dog} = e^{z_\\text{dog}} "
            "/ \\sum_j e^{z_j}$.",
            "The exponentials are 20.086, 2.718 and 1.221; dog's share of their sum is asked for.",
        ),
        why="In a sentence: of which number is 0.731 the sigmoid, and what would it have to mean?",
        place=MEANINGS,
        atol=6e-4,
    ),
)


def weights_and_biases(value: Any) -> NDArray:
    """W and b side by side."""
    try:
        W, b = (np.asarray(part, dtype=float) for part in value)
    except (TypeError, ValueError):
        raise Unreadable("A pair is asked for: weights of shape (3, 2) and 3 biases.") from None
    if W.shape != (3, 2) or b.shape != (3,):
        raise Unreadable(f"Weights of shape {W.shape} and biases {b.shape}; (3, 2), (3,) are due.")
    return np.column_stack([W, b])


W = np.array([[1.0, 1.0], [1.0, -1.0], [0.0, 0.2]])
ZERO = np.zeros(3)


def yes_or_no(value: Any) -> float:
    words = {"yes": 1.0, "true": 1.0, "agree": 1.0, "no": 0.0, "false": 0.0}
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    if isinstance(value, (bool, np.bool_)):
        return float(value)
    raise Unreadable("True or False is asked for.")


add(
    Exercise(
        id="logits.fewer-numbers",
        title="Fewer numbers",
        reference=solutions.network_without_bird,
        prepare=weights_and_biases,
        mistakes=(
            Mistake(
                "only-bird-zeroed",
                "Bird's row was set to 0 and the others were left alone. That changes bird's "
                "score and nobody else's, so the differences change.",
                wrong=gives(lambda: (W * [[1], [1], [0]], ZERO)),
            ),
            Mistake(
                "added-not-subtracted",
                "Bird's row was added to the others. Then the differences to bird are off by "
                "twice that row.",
                wrong=gives(lambda: (np.array([[1, 1.2], [1, -0.8], [0, 0]]), ZERO)),
            ),
            Mistake(
                "bird-row-left",
                "Bird's row still holds a number other than 0, and only zeros are asked for.",
                when=lambda v: bool(np.any(v[2] != 0)),
            ),
            Mistake(
                "bias-changed",
                "The weights are right, the biases are not: bird's bias is 0 already, so nothing "
                "has to be subtracted from the others.",
                when=lambda v: bool(np.allclose(v[:, :2], W - W[2])),
            ),
        ),
        hints=(
            "Which vector may be added to every row of $W$ without any probability moving? What "
            "would it have to be for bird's row to become 0?",
            "Adding one vector $v$ to every row raises all scores of an example by the same "
            "$v^\\top x$, and a common shift changes no probability.",
            "The vector is minus the row of bird; do the same with the biases.",
        ),
        why="In a sentence: how many numbers are left, and is that the number the chapter gives?",
        place=DIFFERENCES,
        atol=1e-6,
    ),
    Exercise(
        id="logits.second-network",
        title="A second network",
        reference=solutions.networks_agree,
        prepare=yes_or_no,
        text=lambda v: str(bool(v)),
        mistakes=(
            Mistake(
                "constant-taken-for-information",
                "The scores are lower by 7, all three. A common constant is what the "
                "probabilities do not fix.",
                when=lambda v: bool(v == 0),
            ),
        ),
        hints=(
            "How much does each score of the second network differ from that of the first?",
            "Probabilities depend on the differences $z_i - z_j$ alone.",
            "Compute `np.array([3, 1, 0.2]) - np.array([-4, -6, -6.8])` and look at it.",
        ),
        why="In a sentence: which quantity would have to differ before anyone could notice?",
        place=DIFFERENCES,
    ),
)

add(
    Question(
        id="logits.q1",
        asks="One animal in four is a cat. One clue is four times as likely on a cat, an "
        "independent one twice as likely. How probable is a cat after both?",
        options={
            "a": Option(
                "8/9",
                "Odds of 8 to 1 are the two clues alone. That is base-rate neglect: before any "
                "clue the odds were 1 to 3, not even.",
            ),
            "b": Option(
                "It is certain, because 8 times 1/4 is more than 1",
                "Evidence multiplies odds, not probabilities. Multiplied probabilities can exceed "
                "1, which shows the mistake; odds have no ceiling.",
            ),
            "c": Option(
                "8/11",
                "The odds 1 to 3 become 8 to 3, and odds of 8 to 3 are a probability of 8 in 11.",
            ),
            "d": Option(
                "2/3",
                "The ratios were added, 4 + 2 = 6, and gave odds of 6 to 3. Independent evidence "
                "multiplies; only its logarithms add.",
            ),
        },
        key="c",
        place=ODDS,
    ),
    Question(
        id="logits.q2",
        asks="Which step takes more evidence, in nats: from a probability of 0.5 to 0.6, or from "
        "0.9 to 0.99?",
        options={
            "a": Option(
                "From 0.9 to 0.99",
                "The odds go from 9 to 99, eleven times as high; from 0.5 to 0.6 they go from 1 to "
                "1.5 only. Certainty is expensive.",
            ),
            "b": Option(
                "From 0.5 to 0.6, the longer way",
                "Distance on the scale of probability is not evidence. Near 1 the scale is "
                "squeezed: a short way there is a long one in log-odds.",
            ),
            "c": Option(
                "Both the same, as both add a tenth of what was there",
                "That treats probability as proportional to evidence. Evidence adds to log-odds, "
                "and these two steps differ in it by a factor of six.",
            ),
        },
        key="a",
        place=COSTS,
    ),
    Question(
        id="logits.q3",
        asks="All three scores of the photograph, (3, 1, 0.2), are raised by 100. What becomes of "
        "the probability of cat?",
        options={
            "a": Option(
                "It rises to nearly 1",
                "That takes a large score for a sure answer. Dog and bird were raised as much, so "
                "cat is no further ahead of them than before.",
            ),
            "b": Option(
                "It falls to about a third, since 103, 101 and 100.2 are nearly equal",
                "That compares scores by their quotients. Scores are compared by subtraction, and "
                "no difference between two of them has changed.",
            ),
            "c": Option(
                "It cannot be said without the features",
                "The features matter only through the scores. Given these, the probabilities are a "
                "fixed function of their differences.",
            ),
            "d": Option(
                "It stays as it is",
                "Only the differences of the scores enter, and a common constant cancels from "
                "every one of them.",
            ),
        },
        key="d",
        place=DIFFERENCES,
    ),
    NumberQuestion(
        id="logits.q4",
        asks="The scores are 3 for cat, 1 for dog, 0.2 for bird. What are the log-odds of cat "
        "against the other two together? (To three decimals.)",
        key="3 - log(exp(1) + exp(0.2))",
        says="The probabilities of dog and bird add, so their exponentials do, and the logarithm "
        "of that sum is what cat's score is compared with.",
        wrong={
            "3 - 1": "That is cat against dog alone. Bird is among the others too, and makes the "
            "odds a little worse.",
            "3 - 1 - 0.2": "The scores of the others were subtracted one after the other. Scores "
            "are logarithms: subtracting both divides by a product, not by a sum.",
            "3 - (1 + 0.2) / 2": "The mean score of the others was subtracted, as if two "
            "alternatives together were as probable as an average one of them.",
            "3 - log(exp(3) + exp(1) + exp(0.2))": "Cat was counted among its own rivals. That "
            "gives the logarithm of its probability, not its log-odds.",
            "3": "That is the score of cat, which means something only beside the other scores of "
            "the same photograph.",
        },
        place=MEANINGS,
    ),
    Question(
        id="logits.q5",
        asks="A network scores one photograph (3, 1, 0.2) and another (2, −3, −3). Of which answer "
        "is it more sure?",
        options={
            "a": Option(
                "Of the first, whose largest logit is higher",
                "That ranks raw logits across examples. Each example has a constant of its own, "
                "so 3 here and 2 there cannot be compared.",
            ),
            "b": Option(
                "Of the second, whose largest logit is further ahead",
                "It is 5 ahead of each other class, against 2 and 2.8 in the first: what counts "
                "is the distance to the rivals of the same example.",
            ),
            "c": Option(
                "Logits of different photographs say nothing about which answer is the surer one",
                "A single logit says nothing across examples, but differences within an example "
                "give probabilities, and these can be compared.",
            ),
        },
        key="b",
        place=ACROSS,
    ),
)
