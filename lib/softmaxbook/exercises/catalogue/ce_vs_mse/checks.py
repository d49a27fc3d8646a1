from softmaxbook.exercises.catalogue.ce_vs_mse import BY_HAND, HARM, HINGE, SLOW, TRIAL
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="Cross-entropy needs 10 steps to come back from a lead of −10. How many does the "
        "squared error of the probabilities need, at the same rate?",
        options={
            "a": Option(
                "About 20: its slope has one more factor, which is below 1",
                "Below 1 it is, but by how much? At a lead of −10 the factor 2a(1 − a) is about "
                "0.00009, and most of the steps are spent below −9.",
            ),
            "b": Option(
                "About 100, the square of what cross-entropy takes",
                "Squaring an error does not square a number of steps. What counts is the slope at "
                "the start, and that is tiny.",
            ),
            "c": Option(
                "Infinitely many, as its slope is 0 there",
                "The slope is small, but never 0 as long as the scores are finite. It is slow, "
                "and it arrives.",
            ),
            "d": Option(
                "More than 5000",
                "It takes 5536. At first a step moves the lead by less than 0.0002, and it has to "
                "get from −10 past 0.",
            ),
        },
        key="d",
        place=SLOW,
    ),
    "q2": Question(
        asks="Two photographs of cats. In one, cat has the probability 0.9, in the other one "
        "0.001. Where does the squared error pull the lead of cat harder?",
        options={
            "a": Option(
                "At 0.001, as the error is larger",
                "The error is 0.999, but the sigmoid is nearly flat there. The slope 2a(1 − a)² "
                "is 2 × 0.001 × 0.999², about 0.002.",
            ),
            "b": Option(
                "At 0.9",
                "2 × 0.9 × 0.1² is 0.018, and 2 × 0.001 × 0.999² is about 0.002. The answer that "
                "is nearly right is pulled nine times as hard as the one that is quite wrong.",
            ),
            "c": Option(
                "Both alike: a large error makes up for a small factor",
                "It is far from that. Put both probabilities into 2a(1 − a)² and compare.",
            ),
        },
        key="b",
        place=BY_HAND,
    ),
    "q3": Question(
        asks="At the rate 0.4 all three losses train the network well. At 1.6 one of them breaks "
        "down. Which one?",
        options={
            "a": Option(
                "Cross-entropy, as it is the steepest of the three hills",
                "It is steep, but no entry of p − y exceeds 1 in size, however wrong the answer. "
                "A step that went too far is not followed by ever larger ones.",
            ),
            "b": Option(
                "Brier, the squared error after softmax, as its gradient vanishes",
                "A small gradient is no danger at a large rate. It wants one.",
            ),
            "c": Option(
                "The raw square",
                "Its gradient z − y has no bound. If a step takes an output too far to the other "
                "side, the next one is larger still.",
            ),
        },
        key="c",
        place=TRIAL,
    ),
    "q4": Question(
        asks="A network trained by squared error on its raw outputs answers 96 % of the images "
        "rightly. Softmax is applied to its outputs. How sure is it on average?",
        options={
            "a": Option(
                "About 96 %, as softmax gives probabilities",
                "Softmax gives positive numbers with sum 1. Whether they are frequencies depends "
                "on what the scores mean, and these are no logits.",
            ),
            "b": Option(
                "Above 99 %, for networks are known to be overconfident",
                "That is said of networks trained by cross-entropy. Here the outputs are near 0 "
                "and 1, and a gap of 1 is little for softmax.",
            ),
            "c": Option(
                "About a quarter, or less",
                "Outputs near (1, 0, …, 0) are a gap of 1 among ten classes, and softmax makes "
                "about 23 % of that.",
            ),
        },
        key="c",
        place=HARM,
    ),
    "q5": NumberQuestion(
        asks="The scores are (10, 9, 9) and the first class is true. The hinge with margin 1 is "
        "0. What is the cross-entropy? (To three decimals.)",
        key="log(1 + 2 * exp(-1))",
        says="The gaps are 1, so the loss is the logarithm of 1 + 2/e. The hinge is content, and "
        "cross-entropy is not: to it the class has a probability of 0.576.",
        wrong={
            "0": "The hinge is 0, since both rivals are exactly 1 behind. Cross-entropy is never "
            "0 for finite scores, and here it is far from it.",
            "1 / (1 + 2 * exp(-1))": "That is the probability of the first class. The "
            "cross-entropy is minus its logarithm.",
            "1 + log(1 + 2 * exp(-1))": "That is the surprise of one of the rivals: it lies 1 "
            "behind, so it costs one nat more. The first class is true.",
            "log(1 + 2 * exp(1))": "Here both rivals lead by 1. They are behind, so the "
            "exponent is −1.",
            "log(1 + exp(-1))": "There are two rivals, each 1 behind. With a single one you would "
            "be right, for two classes.",
        },
        place=HINGE,
        rare={
            "log(1 + 2 * exp(-1)) / 3": "The loss was divided by the number of classes. It is the "
            "loss of one example, and a mean runs over examples.",
        },
    ),
}
