import numpy as np

from softmaxbook.exercises.catalogue.cross_entropy import SURPRISE
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import either, entry


def surprise_of_dog():
    """Log-sum-exp minus the score, in nats; a bit is log 2 nats."""
    nats = np.log(np.exp(3.0) + np.exp(1.0) + np.exp(0.2)) - 1.0
    return nats, nats / np.log(2)


Z_DOG = np.log(np.exp([3.0, 1.0, 0.2]).sum()) - 1


EXERCISE = Exercise(
    title="A dog after all",
    reference=surprise_of_dog,
    form=Numbers(
        (
            Part("the surprise in nats", key="in_nats"),
            Part("the surprise in bits", key="in_bits"),
        )
    ),
    mistakes=(
        Mistake(
            "multiplied-by-log-2",
            "The nats were multiplied by log 2. A bit is log 2 nats, so it has to be divided out.",
            when=entry(1, Z_DOG * np.log(2)),
        ),
        Mistake(
            "base-10",
            "A logarithm of base 10 was taken. Nats need the natural logarithm, bits the one "
            "of base 2.",
            when=either(entry(0, Z_DOG / np.log(10)), entry(1, Z_DOG / np.log(10))),
        ),
        Mistake(
            "log-sum-exp-alone",
            "That is log-sum-exp of the scores. The score of the class that happened is not yet "
            "taken from it.",
            when=entry(0, Z_DOG + 1),
        ),
        Mistake(
            "weighted-with-p",
            "The surprise was multiplied by its probability, as in an entropy. But the dog has "
            "come, and this is about its surprise alone.",
            when=entry(0, Z_DOG * np.exp(-Z_DOG)),
        ),
        Mistake(
            "scores-as-shares",
            "The scores were divided by their sum, 4.2, without exponentials. The probability is "
            "softmax of the scores.",
            when=entry(0, np.log(4.2)),
        ),
        Mistake(
            "rounded-too-early",
            "The probability was rounded to 0.11, or 0.113, before its logarithm was taken. Round "
            "once, at the end.",
            when=entry(0, -np.log(0.11), -np.log(0.113), atol=1e-4 + 5e-4),
        ),
        Mistake(
            "other-class",
            "This is the surprise at another class. The photograph shows the class whose score "
            "is 1.",
            when=entry(0, Z_DOG - 2, Z_DOG + 0.8),
        ),
        Mistake(
            "one-minus-p",
            "That is what the probability lacks to 1. A surprise is a logarithm, so that "
            "surprises add where probabilities multiply.",
            when=entry(0, 1 - np.exp(-Z_DOG)),
        ),
        Mistake(
            "probability-for-surprise",
            "That is the probability of a dog. Its surprise is minus the logarithm of that.",
            when=entry(0, np.exp(-Z_DOG)),
        ),
        Mistake(
            "score-for-surprise",
            "The score itself was used. It becomes a surprise only after log-sum-exp, the "
            "constant of all classes, has been brought in.",
            when=entry(0, -1.0, 1.0, 0.0),
        ),
        Mistake(
            "entropy",
            "That is the entropy, the mean surprise over all three classes. A dog has come, and "
            "counts alone.",
            when=entry(0, 0.53653, atol=1e-3),
        ),
        Mistake(
            "surprise-of-the-rest",
            "That is the surprise that it is no dog, minus the logarithm of 1 − p.",
            when=entry(0, 0.12003, atol=1e-3),
        ),
        Mistake(
            "sigmoid-of-a-score",
            "The probability was taken to be the sigmoid of the score 1. Three classes share it, "
            "so all three scores count.",
            when=entry(0, np.log1p(np.exp(-1))),
        ),
        Mistake(
            "difference-of-scores",
            "That is by how much the score of dog lies below the largest. Log-sum-exp lies above "
            "the largest.",
            when=entry(0, 2.0),
        ),
    ),
    hints=(
        "What is the probability of dog? And is one bit more or less than one nat?",
        "The surprise at class k is −log pₖ = LSE(z) − zₖ nats, and a bit is log 2 nats.",
        "Log-sum-exp of the scores is 3.1791; take the score of dog from it, and divide by "
        "0.6931 for bits.",
    ),
    why="In a sentence: by how many nats is a bird more surprising than a dog, and can you see "
    "it without a calculation?",
    reply="By 0.8, the difference of the scores 1 and 0.2: log-sum-exp is common to both.",
    place=SURPRISE,
)
