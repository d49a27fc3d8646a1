import numpy as np

from softmaxbook.exercises.catalogue.claims import CONDITION
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def lead_needed(K, share):
    """By how much one score must lead K - 1 equal ones to have the share."""
    # The share's odds are exp(lead) against K - 1 ones.
    return np.log(share / (1 - share)) + np.log(K - 1)


def log_odds(share: float) -> float:
    return np.log(share / (1 - share))


EXERCISE = Exercise(
    title="The lead that is needed",
    reference=lead_needed,
    probes=(
        Probe("two classes", (2, 0.9)),
        Probe("three classes", (3, 0.9)),
        Probe("ten classes", (10, 0.99)),
        Probe("a thousand classes", (1000, 0.99)),
        Probe("one half", (5, 0.5)),
        Probe("less than its equal share", (3, 0.2)),
    ),
    mistakes=(
        Mistake(
            "rivals-not-counted",
            "This is the lead over a single rival, whatever K is. The others share what is "
            "left, and there are K − 1 of them.",
            wrong=gives(lambda K, share: log_odds(share)),
        ),
        Mistake(
            "share-ignored",
            "This is the lead that gives one half, whatever the share. For another share its "
            "log-odds are added.",
            wrong=gives(lambda K, share: np.log(K - 1)),
        ),
        Mistake(
            "itself-counted",
            "The class was counted among its own rivals: K where there are K − 1.",
            wrong=gives(lambda K, share: log_odds(share) + np.log(K)),
        ),
        Mistake(
            "rivals-not-in-nats",
            "The number of rivals was added to a number of nats. It is a factor of the odds, "
            "so its logarithm is added.",
            wrong=gives(lambda K, share: log_odds(share) + (K - 1)),
        ),
        Mistake(
            "rivals-subtracted",
            "More rivals make a smaller lead enough, by this formula. They have to be "
            "outweighed together.",
            wrong=gives(lambda K, share: log_odds(share) - np.log(K - 1)),
        ),
        Mistake(
            "rivals-multiplied",
            "The lead was multiplied by the number of rivals. The odds are; the lead is their "
            "logarithm.",
            wrong=gives(lambda K, share: (K - 1) * log_odds(share)),
        ),
        Mistake(
            "logarithms-multiplied",
            "The two logarithms were multiplied. A product of odds and a number has the sum of "
            "their logarithms.",
            wrong=gives(lambda K, share: np.log(K - 1) * log_odds(share)),
        ),
        Mistake(
            "share-for-odds",
            "The share was used where its odds belong: what is left for the others, 1 less the "
            "share, is missing.",
            wrong=gives(
                lambda K, share: np.log(share) + np.log(K - 1),
                lambda K, share: np.log(share * K),
                lambda K, share: np.log((K - 1) / share),
            ),
        ),
        Mistake(
            "probability-at-that-lead",
            "That is the probability at a lead as large as the share. The reverse is asked for: "
            "the lead at which the probability is the share.",
            wrong=gives(lambda K, share: np.exp(share) / (np.exp(share) + K - 1)),
        ),
        Mistake(
            "odds-upside-down",
            "The odds are upside down: what is left for the others stands over the share.",
            wrong=gives(lambda K, share: np.log(K - 1) - log_odds(share)),
        ),
        Mistake(
            "rest-for-odds",
            "Only what is left for the others was used. The odds compare it with the share.",
            wrong=gives(lambda K, share: np.log(K - 1) - np.log(1 - share)),
        ),
        Mistake(
            "found-in-steps",
            "The result is rounded, as by a search in steps or by `round`. A formula is wanted, "
            "which gives all digits.",
            wrong=gives(
                *(
                    lambda K, share, rounds=rounds, n=n, least=least: max(
                        rounds(n * lead_needed(K, share)) / n, least
                    )
                    for n in (10, 100)
                    for rounds in (np.ceil, np.floor, np.round)
                    for least in (-np.inf, 0.0)
                ),
            ),
        ),
        Mistake(
            "brackets-lost",
            "A bracket is missing in the logarithm: what is subtracted there is taken off more, or "
            "off less, than it should be.",
            wrong=gives(
                lambda K, share: np.log(share / (1 - share) * K - 1),
                lambda K, share: np.log(share * K - 1) - np.log(1 - share),
                lambda K, share: np.log(share * (K - 1) / 1 - share),
            ),
        ),
        Mistake(
            "odds-for-lead",
            "This is a ratio of probabilities. The lead is its logarithm.",
            wrong=gives(
                lambda K, share: (K - 1) * share / (1 - share),
                lambda K, share: share / (1 - share),
            ),
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong: this class is behind, not ahead.",
            wrong=gives(lambda K, share: -log_odds(share) - np.log(K - 1)),
        ),
        Mistake(
            "never-behind",
            "A negative lead was cut off at 0, or lost its sign. Less than an equal share is "
            "had by a score that is behind.",
            wrong=gives(
                lambda K, share: max(log_odds(share) + np.log(K - 1), 0.0),
                lambda K, share: abs(log_odds(share) + np.log(K - 1)),
            ),
        ),
        Mistake(
            "gap-of-shares",
            "This is by how much the shares differ. The lead is a difference of scores, which "
            "is the logarithm of the ratio of the shares.",
            wrong=gives(lambda K, share: share - (1 - share) / (K - 1)),
        ),
        Mistake(
            "one-rival-too-few",
            "There are K − 1 others, since the leader is one of the K.",
            wrong=gives(lambda K, share: np.log(share / (1 - share)) + np.log(max(K - 2, 1))),
        ),
        Mistake(
            "log-of-the-sum-with-1",
            "A 1 was added inside the logarithm, as by log1p.",
            wrong=gives(lambda K, share: np.log1p(share / (1 - share) * (K - 1))),
        ),
    ),
    hints=(
        "With the rivals at 0 and the class at the lead, which K exponentials are summed?",
        "The odds are e^d / (K − 1) at a lead d, and the odds of a share s are s / (1 − s).",
        "Set the two equal and take logarithms: the log-odds of the share, and the logarithm "
        "of the number of rivals, are added.",
    ),
    why="In a sentence: why does a language model need a larger lead than a classifier of cats "
    "and dogs?",
    reply="All other words are its rivals, where cat has one. With K = 50,000 that is log(K − 1) "
    "= 10.8 nats more for the same share.",
    place=CONDITION,
    atol=1e-6,
)
