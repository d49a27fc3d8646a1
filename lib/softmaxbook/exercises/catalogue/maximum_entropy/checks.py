from softmaxbook.exercises.catalogue.maximum_entropy import BETA, DIE, HALF, NOISE, NOTHING
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="A network gives the scores (3, 1, 0.2), and nothing else is known or demanded. Which "
        "distribution over cat, dog and bird has the largest entropy?",
        options={
            "a": Option(
                "Softmax of the scores",
                "That takes the popular sentence at its word. The scores do not occur in the "
                "question, which asks for the largest entropy of all distributions.",
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
        asks="Lagrange's conditions have one solution, with positive shares. What else is needed "
        "before it may be called the maximum?",
        options={
            "a": Option(
                "Nothing: where all derivatives are 0 there is a maximum",
                "That confuses a necessary condition with a sufficient one. For the sum of squares "
                "the same steps find a minimum.",
            ),
            "b": Option(
                "That the function is concave and the conditions are linear",
                "Then the function lies below its tangent plane at that point on everything that "
                "is allowed, so nothing else comes up to it.",
            ),
            "c": Option(
                "That the shares are checked to be below 1, too",
                "Positive shares with sum 1 are below 1 already. Being allowed makes a point a "
                "candidate; it does not make it the best.",
            ),
            "d": Option(
                "That a random search finds nothing better in some thousand tries",
                "That is evidence and no proof: a better point may be where nobody looked. "
                "Concavity speaks about all points at once.",
            ),
        },
        key="b",
        place=HALF,
    ),
    "q3": NumberQuestion(
        asks="The popular proof ends with softmax of the scores, so with β = 1. For which mean of "
        "the scores (3, 1, 0.2) is that right? (To three decimals; chapter 2 computed it.)",
        key="(3 * exp(3) + exp(1) + 0.2 * exp(0.2)) / (exp(3) + exp(1) + exp(0.2))",
        says="It is the mean that softmax of the scores has itself; the mean rises with β, so no "
        "other mean has β = 1.",
        wrong={
            "(3 + 1 + 0.2) / 3": "The plain mean of the scores belongs to equal shares, and so to "
            "β = 0, not to β = 1.",
            "3": "The mean equals the largest score only if all the weight is on it. That would "
            "need an infinite β.",
            "log(exp(3) + exp(1) + exp(0.2))": "That is log-sum-exp, which is above the largest "
            "score; a mean never is.",
            "2": "That is the mean of the vet's cash book, and the halving above found β = 0.4147 "
            "for it.",
            "log(exp(3) + exp(1) + exp(0.2)) - (3 * exp(3) + exp(1) + 0.2 * exp(0.2)) / (exp(3) + "
            "exp(1) + exp(0.2))": "That is the entropy of softmax of the scores, in nats. Asked "
            "for is the mean of the scores under it.",
            "(exp(1) + 0.2 * exp(0.2)) / (exp(3) + exp(1) + exp(0.2))": "The term of cat is "
            "missing: each score counts, weighted with its probability.",
            "(3 * exp(3) + exp(1)) / (exp(3) + exp(1) + exp(0.2))": "The term of bird is missing: "
            "each score counts, weighted with its probability.",
            "1": "That is the value of β. A mean was asked for: the one that goes with it.",
        },
        place=BETA,
    ),
    "q4": Question(
        asks="A die has been thrown many times, and only the mean is known: 4.5. Which face is the "
        "most probable under the distribution of largest entropy?",
        options={
            "a": Option(
                "The six",
                "The shares are a geometric sequence in the face, so they rise or fall all the "
                "way; for a mean above 3.5 they rise.",
            ),
            "b": Option(
                "The four and the five, next to the mean, and equally so",
                "That expects a bump at the mean. A bump would need knowledge of the spread as "
                "well; the exponential of a face has none.",
            ),
            "c": Option(
                "All faces equally, since entropy wants them so",
                "Equal shares have the mean 3.5. The entropy is the largest that is possible with "
                "4.5, and that is less than log 6.",
            ),
            "d": Option(
                "It cannot be said, as many dice have this mean",
                "Many dice have it, and each is possible. The question is which description "
                "claims nothing beyond the mean, and only one does.",
            ),
        },
        key="a",
        place=DIE,
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
                "The shares move by less than 0.01, but so many draws show a hundredth. Only "
                "Gumbel noise gives softmax.",
            ),
        },
        key="d",
        place=NOISE,
    ),
}
