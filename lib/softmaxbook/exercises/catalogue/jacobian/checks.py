from softmaxbook.exercises.catalogue.jacobian import BY_HAND, FAILS, MAXIMUM, MEASURING, STATED
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": NumberQuestion(
        asks="The probabilities are 0.836 for cat, 0.113 for dog and 0.051 for bird. At which rate "
        "does the probability of cat change, per nat, when the score of dog rises? (To three "
        "decimals.)",
        key="-exp(3) * exp(1) / (exp(3) + exp(1) + exp(0.2)) ** 2",
        says="Minus the product of the two probabilities: cat pays in proportion to what it has.",
        wrong={
            "exp(3) * exp(1) / (exp(3) + exp(1) + exp(0.2)) ** 2": "The size is right. When "
            "another score rises the sum grows and the numerator does not, so cat falls.",
            "exp(3) * (exp(1) + exp(0.2)) / (exp(3) + exp(1) + exp(0.2)) ** 2": "That is how cat "
            "answers its own score, the case of equal indices.",
            "exp(1) * (exp(3) + exp(0.2)) / (exp(3) + exp(1) + exp(0.2)) ** 2": "That is how dog "
            "answers its own score, the case of equal indices.",
            "-exp(1) / (exp(3) + exp(1) + exp(0.2))": "That is the rate of the logarithm of cat's "
            "probability. The probability itself has one more factor.",
            "-exp(3) * exp(0.2) / (exp(3) + exp(1) + exp(0.2)) ** 2": "That is how cat answers the "
            "score of bird. It is the score of dog that rises.",
            "0 * exp(1)": "The score of dog does not stand in cat's numerator, but it does stand "
            "in the sum below, which all classes share.",
        },
        place=BY_HAND,
        also=("-0.836 * 0.113",),
    ),
    "q2": Question(
        asks="Five classes, finite scores. In how many independent directions can the "
        "probabilities move?",
        options={
            "a": Option(
                "In five, one for each score",
                "Raising all five scores by the same amount is one of these directions, and it "
                "moves nothing: the rows of J sum to 0.",
            ),
            "b": Option(
                "It depends on the scores: fewer where one class leads",
                "The motion becomes slow where one class leads, but every product of two "
                "probabilities is positive, so no further direction is lost.",
            ),
            "c": Option(
                "In four, whatever the scores are",
                "A common shift moves nothing, every other direction does: the rank of J is one "
                "less than the number of classes.",
            ),
        },
        key="c",
        place=STATED,
    ),
    "q3": Question(
        asks="Softmax is computed as softmax of z − m, with m the largest score. How much gradient "
        "reaches the scores by way of m?",
        options={
            "a": Option(
                "None, whatever the loss is",
                "A common shift moves no probability, so the derivative with respect to m is 0, "
                "and so is what comes back through it.",
            ),
            "b": Option(
                "A part, and only the largest score receives it",
                "It would go to the largest score, but there is nothing to send: what arrives at "
                "m from all classes adds up to 0.",
            ),
            "c": Option(
                "It is undefined as soon as two scores tie for the largest",
                "The maximum has no derivative at a tie, but whatever is put in its place gets "
                "multiplied by 0.",
            ),
        },
        key="a",
        place=MAXIMUM,
    ),
    "q4": Question(
        asks="Central differences in float64, scores near 1. Which step gives the most correct "
        "digits?",
        options={
            "a": Option(
                "10⁻¹⁵, the smaller the better",
                "The two losses then agree in nearly all their digits, and their difference "
                "consists of rounding, divided by a tiny number.",
            ),
            "b": Option(
                "10⁻⁵",
                "There the error of the step, about its square, and the rounding error divided by "
                "the step are about equal, near the cube root of the unit of rounding.",
            ),
            "c": Option(
                "10⁻⁸, half of the sixteen digits of the format",
                "That is the best step of forward differences. Central ones have a smaller error "
                "of the step, so they can afford a larger one.",
            ),
            "d": Option(
                "10⁻², far away from any rounding",
                "Rounding is no trouble there, but the error of the step is about its square, so "
                "five digits or so are right.",
            ),
        },
        key="b",
        place=MEASURING,
    ),
    "q5": Question(
        asks="The three biases are trained from 0 with the frequencies 0.6, 0.3 and 0.1 as the "
        "goal, and all three get the same number as their gradient, the sum of p − y over examples "
        "and classes, per example. What happens?",
        options={
            "a": Option(
                "They learn the frequencies, only more slowly than they should",
                "To learn the frequencies they would have to move apart, but all three get the "
                "same number.",
            ),
            "b": Option(
                "They grow together without end, and nothing shows in the loss",
                "Together they would move if the number were not 0. But each row of p − y sums to "
                "0, so the sum of everything does.",
            ),
            "c": Option(
                "The most frequent class takes everything",
                "For that its bias would have to leave the others behind, but all three get the "
                "same number.",
            ),
            "d": Option(
                "They stay where they are",
                "Each row of p − y sums to 0, so the number is 0 up to rounding; and a common "
                "number would be a shift that softmax does not see.",
            ),
        },
        key="d",
        place=FAILS,
    ),
}
