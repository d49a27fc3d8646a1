from softmaxbook.exercises.catalogue.claims import CONDITION, LINES, PRINT, WEAK
from softmaxbook.exercises.record import NumberQuestion, Option, Place, Question

CHECKS = {
    "q1": Question(
        asks="Somebody tests whether a function f is softmax, and first divides its outputs, which "
        "are positive, by their sum: p = f(z) / sum(f(z)). Which check of p can fail?",
        options={
            "a": Option(
                "That the entries of p add up to 1",
                "They do so for every f, because they were divided by their sum. The check would "
                "have to look at f(z) itself.",
            ),
            "b": Option(
                "That p stays the same if f is doubled",
                "The factor 2 stands in the entries and in their sum, and cancels. That is so for "
                "every f.",
            ),
            "c": Option(
                "That p[0] / p[1] is e to the power z[0] − z[1]",
                "These are the odds of softmax. If f takes powers of 2, for example, they are 2 "
                "to the power z[0] − z[1], and the check fails.",
            ),
            "d": Option(
                "That p[0] / p[1] is f(z)[0] / f(z)[1]",
                "The sum cancels in the quotient, so the two sides are equal for every f. The "
                "check compares f with itself, not with softmax.",
            ),
        },
        key="c",
        place=WEAK,
    ),
    "q2": NumberQuestion(
        asks="The true class has the probability 0.000001. What is the derivative of the "
        "cross-entropy with respect to its logit? (To three decimals.)",
        key="1e-6 - 1",
        says="It is p − 1, here nearly −1; it never gets as low as that. The million in −1/p "
        "is multiplied by p(1 − p) on the way to the logit.",
        wrong={
            "-1e6": "That is the derivative with respect to the probability, −1/p. On the way to "
            "the logit it is multiplied by p(1 − p), and the million is gone.",
            "1 - 1e-6": "The sign is wrong. To raise the logit of the true class lowers the loss, "
            "so the derivative is negative.",
            "-log(1e-6)": "That is the loss. Asked for is its derivative by the true logit.",
            "1e-6 * (1 - 1e-6)": "To three decimals that is 0, as are p and the slope of the "
            "probability, p(1 − p). The loss has the slope −1/p in it, and the two are multiplied.",
        },
        place=LINES,
    ),
    "q3": NumberQuestion(
        asks="The probabilities are (0.93, 0.07). How many times as much as a false alarm must a "
        "missed second class cost, for “second” to be the cheaper answer? (To two decimals.)",
        key="0.93 / 0.07",
        says="The second class is the cheaper answer when 0.07 times the cost exceeds 0.93, so "
        "once the cost exceeds 0.93/0.07, the odds of the first class.",
        wrong={
            "20": "At 20 the second class is the cheaper answer, but it has been for a while. The "
            "border is where the two expected costs are equal.",
            "1.4": "That is the expected cost of “first” at a miss of 20. Asked for is the miss "
            "at which the two answers cost the same.",
            "1 / 0.07": "That compares with a false alarm that is certain. It has the probability "
            "0.93, which belongs on the other side.",
            "0.93": "That is the expected cost of the answer “second”. The answer “first” costs "
            "0.07 times the unknown cost, and the two are to be equal.",
            "0.93 / 0.7": "The probability of the second class is 0.07. Here 0.7 seems to have "
            "been used.",
            "0.07 / 0.93": "That is the border upside down: the odds of the second class. A missed "
            "one has to cost more, not less.",
        },
        place=CONDITION,
    ),
    "q4": Question(
        asks="A loss for smoothed labels is printed as minus the logarithm of (1 − ε) p_y + ε / "
        "K. Which probability of the label makes it least?",
        options={
            "a": Option(
                "The smoothed target itself, 0.933 for ε = 0.1 and K = 3",
                "That is where the cross-entropy to the smoothed target is least. Here the "
                "smoothing has slipped inside the logarithm.",
            ),
            "b": Option(
                "1 − ε, so 0.9 for ε = 0.1 and any K",
                "This loss has no minimum inside: it contains the probability of the label once, "
                "and falls as that grows.",
            ),
            "c": Option(
                "One half, between the label and the rest",
                "Nothing in the formula prefers one half. The larger the probability of the label, "
                "the smaller is the loss.",
            ),
            "d": Option(
                "1, as without smoothing",
                "The mixture grows with p_y, so the loss falls all the way to 1, which softmax "
                "approaches. The smoothed target plays no part in it.",
            ),
        },
        key="d",
        place=PRINT,
    ),
    "q5": NumberQuestion(
        asks="A language model with 12 layers of 12 attention heads reads a text. How many rows of "
        "attention does it put through softmax for each row of scores at its output?",
        key="12 * 12",
        says="Each position of the text has one row in every head of every layer, and one at the "
        "output. The length of the text cancels.",
        wrong={
            "12 * 12 + 1": "The row of scores at the output was counted as well. Only rows of "
            "attention are asked for, for each of those.",
            "12 * 12 * 12": "There are 12 layers and 12 heads in each, so 12 stands twice in "
            "the product.",
            "12": "That is one layer, or one head in each. Every head of every layer has a softmax "
            "of its own.",
            "12 + 12": "Layers and heads were added. In each of the 12 layers there are 12 heads, "
            "so they multiply.",
            "0": "That is what two of the three sources say. Each head weighs the positions by a "
            "softmax of its own.",
        },
        place=Place("claims", "Where softmax lives"),
        rare={
            "12 + 1": "Layers and the output were added. Every layer has 12 heads, each with a "
            "softmax of its own, and the output is what they are compared with.",
        },
    ),
}
