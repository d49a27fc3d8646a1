import numpy as np

from softmaxbook.exercises.catalogue.elsewhere import SITE
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import Near, entry

WITH_NONE = slice(1, 3)  # what is said of no site needs both numbers

FACTORS = np.array([2.0, 6.0, 1.0, 1.0])


def site_or_none():
    """Shares of the Bayes factors; then each times its prior, an eighth; no site has a half."""
    factors = np.array([2, 6, 1, 1])
    exactly_one = factors[1] / factors.sum()
    joint = np.append(factors / 8, 1 / 2)
    posterior = joint / joint.sum()
    return exactly_one, posterior[1], posterior[-1]


def with_none(none: float) -> Near:
    """Whether no site stands beside the Bayes factors with this number, by both answers."""
    total = FACTORS.sum() + none
    return entry(WITH_NONE, (FACTORS[1] / total, none / total))


EXERCISE = Exercise(
    title="A site or no site",
    reference=site_or_none,
    form=Numbers(
        (
            Part("the second window, with exactly one site", key="exactly_one"),
            Part("the second window, with a site or no site", key="second_window"),
            Part("no site", key="none"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "none-like-a-window",
            "No site was given the same prior as a window. It had a half, and each of the four "
            "windows an eighth.",
            when=with_none(1.0),
        ),
        Mistake(
            "none-as-all-windows",
            "No site was given half of the result. It had a half before the letters were read, and "
            "they speak for a site.",
            when=entry(WITH_NONE, (0.3, 0.5), (0.6, 0.5), (3 / 7, 0.5)),
        ),
        Mistake(
            "prior-as-score",
            "The prior of no site, a half, stands beside Bayes factors without the prior of a "
            "window. Each window had an eighth.",
            when=with_none(0.5),
        ),
        Mistake(
            "logarithm-of-four",
            "The score of no site stands beside Bayes factors. Those are exponentials of scores, "
            "so no site counts as 4 beside them.",
            when=with_none(np.log(4)),
        ),
        Mistake(
            "another-number-of-windows",
            "No site was weighed as in the chapter, with fifteen windows. Here there are four.",
            when=with_none(15.0),
        ),
        Mistake(
            "other-windows-forgotten",
            "The second window and no site were divided by their sum, without their priors. The "
            "other three windows have a part in the sum too, and each term gets its prior.",
            when=entry(WITH_NONE, (6 / 7, 1 / 7)),
        ),
        Mistake(
            "all-windows",
            "The first of the two is that of any window to be a site. Asked for is that of the "
            "second window.",
            when=entry(1, 10 / 14),
        ),
        Mistake(
            "prior-odds-of-two",
            "No site was weighed as twice a window. Its prior beside that of a window is a half "
            "beside an eighth, which is four times.",
            when=with_none(2.0),
        ),
        Mistake(
            "none-left-out",
            "No site got nothing. Its Bayes factor is 1, and it had the prior of a half.",
            when=entry(2, 0),
        ),
        Mistake(
            "five-alternatives",
            "No site was weighed with the number of alternatives, itself included. A site is "
            "spread over four windows.",
            when=with_none(5.0),
        ),
        Mistake(
            "softmax-of-factors",
            "Bayes factors were put through exp. Their logarithms are the scores, so they are "
            "exponentials already.",
            wrong=(
                lambda: (
                    np.exp(6) / np.exp(FACTORS).sum(),
                    np.exp(6) / (np.exp(FACTORS).sum() + 4),
                    4 / (np.exp(FACTORS).sum() + 4),
                ),
                lambda: (
                    np.exp(6) / np.exp(FACTORS).sum(),
                    np.exp(6) / np.exp([*FACTORS, 4]).sum(),
                    np.exp(4) / np.exp([*FACTORS, 4]).sum(),
                ),
                lambda: (np.exp(6) / np.exp(FACTORS).sum(), 3 / 7, 2 / 7),
            ),
        ),
        Mistake(
            "share-times-one-half",
            "The share among the windows was halved, as if the letters said nothing about whether "
            "there is a site at all.",
            when=entry(1, 0.3),
        ),
        Mistake(
            "prior-handed-in",
            "That is what it was before the letters were read: one of four windows. Its Bayes "
            "factor counts too.",
            when=entry(0, 0.25),
        ),
        Mistake(
            "odds-for-share",
            "That is the factor against the other windows together. Its share is of all four.",
            wrong=(lambda: (1.5, 3 / 7, 2 / 7),),
        ),
        Mistake(
            "prior-forgotten",
            "The second window kept its share. The alternative of no site takes something from "
            "every window.",
            wrong=(lambda: (0.6, 0.6, 2 / 7), lambda: (0.6, 0.6, 0.4)),
        ),
        Mistake(
            "not-divided",
            "These are products of prior and Bayes factor. They have to be divided by their sum.",
            wrong=(
                lambda: (0.6, 0.75, 0.5),
                lambda: (0.6, 6 / 8, 1 / 2),
            ),
        ),
        Mistake(
            "prior-of-none-forgotten",
            "No site was weighed without its prior, a half: each alternative counts with its prior "
            "times its Bayes factor.",
            when=with_none(8.0),
        ),
        Mistake(
            "rest-taken",
            "No site was given all that the second window leaves. The three other windows have "
            "their shares too.",
            when=entry(WITH_NONE, (3 / 7, 4 / 7), (0.6, 0.4)),
        ),
        Mistake(
            "exchanged",
            "The second window and no site have changed places.",
            wrong=(lambda: (0.6, 2 / 7, 3 / 7),),
        ),
    ),
    hints=(
        "With exactly one site, in what proportion are the four probabilities?",
        "With no site as an alternative, multiply each Bayes factor by its prior: an eighth for a "
        "window, a half for no site, whose Bayes factor is 1.",
        "Beside the factors 2, 6, 1 and 1, no site counts as 4.",
    ),
    why="In a sentence: what would the probability of no site be if all four Bayes factors were 1?",
    reply="A half, as before: letters that are as probable in a site as elsewhere say nothing.",
    place=SITE,
)
