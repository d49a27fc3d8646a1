import numpy as np

from softmaxbook.exercises.catalogue.bayes_lda import PARTS
from softmaxbook.exercises.catalogue.families.softmaxes import sigmoid
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def spam_bayes_factor():
    """Posterior odds are the Bayes factor times the prior odds, 9 to 1."""
    return np.exp(3) / (0.9 / 0.1)


EXERCISE = Exercise(
    title="Find the mistake",
    reference=spam_bayes_factor,
    form=Numbers((Part("the factor", digits=2),), logarithms=False),
    mistakes=(
        Mistake(
            "posterior-odds",
            "That repeats the mistake. e³ are the posterior odds, and nine messages of ten were "
            "spam before a word was read.",
            when=is_near(np.exp(3), 20),
        ),
        Mistake(
            "prior-reversed",
            "The prior odds were multiplied in once more. To see the evidence alone they have "
            "to be taken out.",
            when=is_near(np.exp(3) * 9, 3 + np.log(9)),
        ),
        Mistake(
            "logit-difference",
            "That is the difference of the logits itself: the logarithm of the posterior odds.",
            when=is_near(3),
        ),
        Mistake(
            "log-left",
            "That is the log Bayes factor, in nats. How many times as probable is its exponential.",
            when=is_near(3 - np.log(9)),
        ),
        Mistake(
            "prior-for-odds",
            "A probability stands where the odds belong. Nine of ten is 9 to 1.",
            when=is_near(np.exp(3) * 0.9, np.exp(3) / 0.9),
        ),
        Mistake(
            "prior-odds",
            "These are the prior odds, 9 to 1, or their logarithm. Posterior odds are these times "
            "the Bayes factor.",
            when=is_near(9, np.log(9), atol=0.01),
        ),
        Mistake(
            "ten-to-one",
            "The odds were taken as 10 to 1, or the probability 0.1 in their place. Nine of ten "
            "is 9 to 1.",
            when=is_near(np.exp(3) * 0.1, np.exp(3) / 0.1),
        ),
        Mistake(
            "rounded-too-early",
            "e³ was rounded to 20 before it was divided by 9, which costs the last digit. Round "
            "once, at the end.",
            when=is_near(20 / 9, 2.22),
        ),
        Mistake(
            "logit-divided",
            "The logit itself was divided by the prior odds. What they divide is the posterior "
            "odds, the exponential of the logit.",
            when=is_near(3 / 9, 0.33),
        ),
        Mistake(
            "prior-not-logged",
            "The prior, or its odds, were subtracted from the logits as they are. What divides "
            "odds is subtracted as a logarithm.",
            when=is_near(np.exp(3 - 0.9), np.exp(3 - 9), 3 - 0.9),
        ),
        Mistake(
            "base-10",
            "The logarithm of the prior odds has base 10. The logits are natural logarithms, so it "
            "has to have base e.",
            when=is_near(np.exp(3 - np.log10(9)), 3 - np.log10(9)),
        ),
        Mistake(
            "probability",
            "That is a probability. A Bayes factor compares two densities of the same data, "
            "and need not lie below 1.",
            when=is_near(sigmoid(3), sigmoid(3 - np.log(9))),
        ),
        Mistake(
            "probabilities-divided",
            "A probability was divided by a probability. The Bayes factor is a ratio of odds: "
            "those after the words, divided by those before.",
            when=is_near(sigmoid(3) / 0.9, 0.9 / sigmoid(3), sigmoid(-3) / 0.1),
        ),
        Mistake(
            "upside-down",
            "That is the factor for a wanted message against spam, the inverse.",
            when=is_near(9 * np.exp(-3), 0.45),
        ),
        Mistake(
            "prior-subtracted",
            "The prior odds were subtracted from the posterior odds. Odds are multiplied by a "
            "Bayes factor, so they divide.",
            when=is_near(np.exp(3) - 9, 20 - 9, atol=0.02),
        ),
    ),
    hints=(
        "Before a word is read, a message has a logit difference too. Which one, if "
        "nine of ten are spam?",
        "Posterior odds = Bayes factor × prior odds; in logarithms, the difference of the "
        "logits is their sum.",
        "The prior odds are 9 to 1, the posterior odds e³ to 1.",
    ),
    why="In a sentence: of which training set would the speaker be right?",
    reply="Of one with as much spam as wanted mail: there the prior odds are 1, and the posterior "
    "odds are the Bayes factor.",
    place=PARTS,
)
