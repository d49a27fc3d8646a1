from softmaxbook.exercises.catalogue.maximum_entropy import BETA, DICE, HALF, NOISE, NOTHING
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="A network gives the scores (3, 1, 0.2), and nothing else is known or demanded. Which "
        "distribution over cat, dog and bird has the largest entropy?",
        options={
            "a": Option(
                "Softmax of the scores",
                "The scores do not occur in the question. It asks for the largest entropy of all "
                "distributions, whatever their mean score.",
            ),
            "b": Option(
                "The one-hot vector at the cat",
                "That has the least entropy of all, 0: it leaves nothing open. Entropy is largest "
                "where most orders are possible.",
            ),
            "c": Option(
                "A third for each",
                "Without a condition that contains the scores they cannot matter, and of all "
                "distributions the even one can come about in the most orders.",
            ),
        },
        key="c",
        place=NOTHING,
    ),
    "q2": Question(
        asks="The derivatives of the Lagrangian are 0 at one point, with positive shares. Does it "
        "follow from this alone that the entropy is largest there?",
        options={
            "a": Option(
                "Yes: where all derivatives are 0 there is a maximum",
                "At a maximum in the interior they are 0. The reverse is not true: they may be "
                "0 where a function is smallest.",
            ),
            "b": Option(
                "No",
                "A function may also be smallest there, or neither. Something has to be known of "
                "the function, and the proof says nothing about it.",
            ),
            "c": Option(
                "Yes, once it is checked that all shares are below 1",
                "Positive shares with sum 1 are below 1 already. Being allowed makes a point a "
                "candidate; it does not make it the best.",
            ),
            "d": Option(
                "Yes, since it is the only such point",
                "Then it is the only candidate inside. The function may still be smallest there, "
                "and largest where a share is 0.",
            ),
        },
        key="b",
        place=HALF,
    ),
    "q3": NumberQuestion(
        asks="The popular proof ends with softmax of the scores, so with β = 1. For which mean of "
        "the scores (3, 1, 0.2) is that right? (To three decimals; `mean_at` can tell.)",
        key="(3 * exp(3) + exp(1) + 0.2 * exp(0.2)) / (exp(3) + exp(1) + exp(0.2))",
        says="It is the mean that softmax of the scores has itself; the mean rises with β, so no "
        "other mean has β = 1.",
        wrong={
            "(3 + 1 + 0.2) / 3": "The plain mean of the scores belongs to equal shares, and so to "
            "β = 0, not to β = 1.",
            "3": "The mean equals the largest score only if all the weight is on it. That would "
            "need an infinite β.",
            "2": "That is the mean of the vet's cash book; its β is 0.4147.",
        },
        place=BETA,
        rare={
            "1": "That is the value of β. A mean was asked for: the one that goes with it.",
            "0.41467": "That is the β of the vet's mean, 2. A mean was asked for: the one that "
            "goes with β = 1.",
            "(3 * exp(6) + exp(2) + 0.2 * exp(0.4)) / (exp(6) + exp(2) + exp(0.4))": "That is the "
            "mean at β = 2, from the last line of the table. Asked for is the mean at β = 1.",
            "3 * exp(3) / (exp(3) + exp(1) + exp(0.2))": "Only the term of cat was counted. Dog "
            "and bird have scores and probabilities too.",
        },
    ),
    "q4": Question(
        asks="Take all throws of twenty dice that have the total 90, each of them once, and count "
        "the faces. Which face comes most often?",
        options={
            "a": Option(
                "The six",
                "The mean is 4.5, above 3.5, and the shares rise all the way from the one to the "
                "six. There is no peak at the mean.",
            ),
            "b": Option(
                "The four and the five, next to the mean, and equally so",
                "That expects a peak at the mean. But throws of fours and fives alone are few; "
                "most throws with this total have sixes and some low faces.",
            ),
            "c": Option(
                "All faces equally, since the dice are fair",
                "Equal shares have the mean 3.5, so twenty dice would have the total 70. Only the "
                "throws with the total 90 are counted.",
            ),
            "d": Option(
                "It cannot be said, as many different throws have this total",
                "Of one throw it cannot be said. Of all of them together it can: they need only be "
                "counted.",
            ),
        },
        key="a",
        place=DICE,
    ),
    "q5": Question(
        asks="The same experiment with normal noise of the same variance: will a χ² test notice, "
        "in 200000 draws, that the shares are no longer those of softmax?",
        options={
            "a": Option(
                "No: with the same mean and variance, the choice is the same",
                "Mean and variance do not fix the winner: the tails of the noise decide how often "
                "a class far behind comes out on top.",
            ),
            "b": Option(
                "No: by the central limit theorem all noise is normal in the end",
                "Nothing is added up here but one noise and one score. Each draw compares three "
                "sums, and the shape of the noise stays.",
            ),
            "c": Option(
                "Only for equal scores",
                "For equal scores any noise of one kind gives equal shares, so just there nothing "
                "could be noticed.",
            ),
            "d": Option(
                "Yes",
                "The shares move by about 0.01, and so many draws show that. Of "
                "independent noises of one kind, only Gumbel noise gives softmax for three or more "
                "classes, whatever the scores.",
            ),
        },
        key="d",
        place=NOISE,
    ),
}
