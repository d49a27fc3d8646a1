from softmaxbook.exercises.catalogue.logits import ACROSS, COSTS, DIFFERENCES, MEANINGS, ODDS
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
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
                "That takes the probability 1/4 for the odds before any clue, which are 1 to 3; or "
                "it adds the ratios, 4 + 2 = 6, which multiply. Either gives odds of 2 to 1.",
            ),
        },
        key="c",
        place=ODDS,
    ),
    "q2": Question(
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
                "Both the same, as both add about 0.1",
                "That treats probability as proportional to evidence. Evidence adds to log-odds, "
                "and these two steps differ in it by a factor of about six.",
            ),
        },
        key="a",
        place=COSTS,
    ),
    "q3": Question(
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
                "It cannot be said without the photograph",
                "The photograph matters only through the scores. Given these, the probabilities "
                "are a fixed function of their differences.",
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
    "q4": NumberQuestion(
        asks="The scores are 3 for cat, 1 for dog, 0.2 for bird. What are the log-odds of cat "
        "against the other two together? (To three decimals.)",
        key="3 - log(exp(1) + exp(0.2))",
        says="It is log(p / (1 − p)) with p = 0.836, the probability of cat. From the scores it is "
        "3 − log(e¹ + e⁰·²): the probabilities of dog and bird add, so their exponentials do.",
        wrong={
            "3 - 1": "That is cat against dog alone. Bird is among the others too, and makes the "
            "odds a little worse.",
            "3 - 1 - 0.2": "The scores of the others were subtracted one after the other. Scores "
            "are logarithms: subtracting both divides by a product, not by a sum.",
            "3 - 0.2": "That is cat against bird alone. Dog is among the others too, and is their "
            "larger part.",
            "exp(3) / (exp(3) + exp(1) + exp(0.2))": "That is the probability of cat. Log-odds are "
            "the logarithm of it over the rest to 1.",
            "3 - (1 + 0.2) / 2": "The mean score of the others was subtracted, as if two "
            "alternatives together were as probable as an average one of them.",
            "3 - log(exp(3) + exp(1) + exp(0.2))": "Cat was counted among its own rivals. That "
            "gives the logarithm of its probability, not its log-odds.",
            "3": "That is the score of cat, which means something only beside the other scores of "
            "the same photograph.",
        },
        place=MEANINGS,
    ),
    "q5": Question(
        asks="A network scores one photograph (3, 1, 0.2) and another (2, −3, −3). Of which answer "
        "is it more sure?",
        options={
            "a": Option(
                "Of the first, whose largest logit is higher",
                "That ranks raw logits across examples. Adding 10 to all three scores of one "
                "photograph changes no probability, so 3 here and 2 there cannot be compared.",
            ),
            "b": Option(
                "Of the second, whose largest logit is further ahead",
                "It is 5 ahead of each of the two other classes, against 2 and 2.8 in the first: "
                "what counts is the distance to the rivals of the same example.",
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
}
