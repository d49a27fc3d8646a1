from softmaxbook.exercises.catalogue.overflow import EPSILON, FORMATS, MASKS, NAN_FROM
from softmaxbook.exercises.record import NumberQuestion, Option, Place, Question

CHECKS = {
    "q1": Question(
        asks="The scores of a photograph are 123, 456 and 789. What does NumPy print for the "
        "two-line softmax of chapter 2?",
        options={
            "a": Option(
                "(0, 0, 1)",
                "That is what the mathematics rounds to. The machine has to pass through the "
                "exponentials, and one of them it does not have.",
            ),
            "b": Option(
                "Nothing: it stops with an error",
                "NumPy warns and goes on, unless told otherwise. The result of an overflow is a "
                "number of its own, inf.",
            ),
            "c": Option(
                "(0, 0, nan)",
                "exp(789) becomes inf, and so does the sum. A finite number over inf is 0, twice; "
                "inf over inf is nan.",
            ),
            "d": Option(
                "(nan, nan, nan)",
                "The sum is inf, but a finite number divided by inf is 0. Only inf over inf has no "
                "value.",
            ),
        },
        key="c",
        place=NAN_FROM,
    ),
    "q2": Question(
        asks="Float16 and bfloat16 both have sixteen bits. Exp overflows in float16 above 11.09, "
        "in float32 above 88.72. And in bfloat16?",
        options={
            "a": Option(
                "Above 88.72",
                "It has the exponent bits of float32, and range is a matter of these. It pays for "
                "them with digits.",
            ),
            "b": Option(
                "Above 11.09, as it has no more bits than float16",
                "The number of bits is the same, their use is not: eight of them hold the "
                "exponent, where float16 has five.",
            ),
            "c": Option(
                "Above 44.36, half of float32, because it has half of the bits",
                "It is the upper half of a float32, and the exponent is in that half, complete. "
                "What was cut off are digits.",
            ),
        },
        key="a",
        place=FORMATS,
    ),
    "q3": Question(
        asks="5 is added to every score. What happens to log-sum-exp?",
        options={
            "a": Option(
                "Nothing, like softmax it is invariant under a shift",
                "A popular exercise asks to show just that. But the exponentials all grow, so "
                "their sum does: one number refutes it.",
            ),
            "b": Option(
                "It rises by 5",
                "Every exponential is multiplied by e⁵, hence the sum, and the logarithm makes an "
                "addition of that: equivariant, not invariant.",
            ),
            "c": Option(
                "It rises by 5 for each class",
                "The factor e⁵ is common to all terms and comes out of the sum once, however many "
                "terms there are.",
            ),
            "d": Option(
                "It is multiplied by e⁵",
                "The sum is. Log-sum-exp is its logarithm, and the logarithm of a product is a "
                "sum of logarithms.",
            ),
        },
        key="b",
        place=Place("overflow", "Log-sum-exp"),
    ),
    "q4": NumberQuestion(
        asks="To avoid log 0, a loss is computed as −log(p + 10⁻¹²), where p is the probability "
        "of the true class. The scores are (60, 0) and the second class is true. What is the loss? "
        "(Two decimals.)",
        key="-log(exp(-60) / (1 + exp(-60)) + 1e-12)",
        says="The probability, about 10⁻²⁶, is nothing beside epsilon, and what is left is −log "
        "10⁻¹². It ought to be 60, and it would be the same at 600.",
        wrong={
            "60 + log(1 + exp(-60))": "That is the loss as it should be. The epsilon inside the "
            "logarithm is far larger than the probability beside it.",
            "12": "That is the decimal logarithm. The loss is in nats, so one power of ten counts "
            "2.303.",
            "log(1 + exp(-60))": "That is the loss if the first class were the true one. Here the "
            "second is, and its probability is tiny.",
            "-log(1e-7)": "That is the cap of an epsilon of 10⁻⁷. Here it is 10⁻¹², and the "
            "smaller epsilon has the higher cap.",
            "inf": "That is −log 0, what the epsilon is there to prevent: the logarithm "
            "is taken of 10⁻¹² at least.",
            "log(1e-12)": "The size is right, the sign is not: a loss is minus the logarithm of a "
            "number below 1.",
        },
        place=EPSILON,
    ),
    "q5": Question(
        asks="In float64, 10⁹ is subtracted from the masked scores of a row. The row is (3, 1, "
        "0.2), and all three are masked. What does a stable softmax return?",
        options={
            "a": Option(
                "Three zeros, since a mask takes classes out",
                "The mask has become a number, and softmax cannot know what the number was for. "
                "Its shares always add up to 1.",
            ),
            "b": Option(
                "nan, three times",
                "That is what −inf gives, because −inf minus −inf has no value. A finite number "
                "can be subtracted and comes out again.",
            ),
            "c": Option(
                "A third for each class",
                "That is float32, whose steps at 10⁹ are 64 wide. In float64 the differences of "
                "the scores survive.",
            ),
            "d": Option(
                "(0.836, 0.113, 0.051)",
                "The same constant for all scores is a shift, and softmax does not notice shifts: "
                "shift invariance un-masks a fully masked row.",
            ),
        },
        key="d",
        place=MASKS,
    ),
}
