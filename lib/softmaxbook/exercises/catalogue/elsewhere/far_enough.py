import numpy as np

from softmaxbook.exercises.catalogue.elsewhere import MORE_KEYS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def far_enough():
    """Half, when e to the lead is as much as the 200 others; later it has 2000 against it."""
    lead = np.log(200)
    return lead, 200 / (200 + 2000)


EXERCISE = Exercise(
    title="Far enough ahead",
    reference=far_enough,
    form=Numbers(
        (
            Part("the lead", key="lead"),
            Part("the weight", key="weight_in_long_text"),
        )
    ),
    mistakes=(
        Mistake(
            "counts-itself",
            "The key that is ahead was counted among those it competes with. There are one fewer.",
            when=entry(0, np.log(201)),
        ),
        Mistake(
            "one-key-too-few",
            "One key too few was counted. One of 201 keys is ahead, so there are 200 others.",
            when=entry(0, np.log(199)),
        ),
        Mistake(
            "lead-of-the-chapter",
            "That is a lead of the text, 6 or 2 + log n. Each has a weight of its own; one half "
            "takes another.",
            when=entry(0, 2 + np.log(201), 2 + np.log(200), 6.0),
        ),
        Mistake(
            "odds-for-lead",
            "That is how many times as much its exponential must be. The lead is a difference "
            "of scores, its logarithm.",
            when=entry(0, 200, atol=1.5),
        ),
        Mistake(
            "half-of-the-others",
            "That belongs to half of the other keys. One half is the weight: the exponential of "
            "the lead has to be as much as all 200 others have together.",
            when=entry(0, 100, 100.5, np.log(100), np.log(100.5)),
        ),
        Mistake(
            "twice-the-others",
            "That belongs to twice as much as the others have, which is two thirds of all. For one "
            "half the exponential of the lead is as much as theirs together.",
            when=entry(0, np.log(400)),
        ),
        Mistake(
            "long-text-lead",
            "With this lead it would have half of the weight in the long text. The lead is "
            "fixed before, in the short one.",
            when=entry(0, np.log(2000)),
        ),
        Mistake(
            "weight-of-another-key",
            "That is as good as nothing, like the weight of one of the other keys. Asked for is "
            "that of the key that is ahead.",
            when=lambda v: bool(abs(v[1]) <= 6e-4),
        ),
        Mistake(
            "lead-for-weight",
            "That is the lead that one half would take in the long text. Asked for is the weight "
            "that the lead of the short one still gets.",
            when=entry(1, np.log(2000)),
        ),
        Mistake(
            "share-of-others",
            "That is what all the others have together.",
            when=entry(1, 10 / 11),
        ),
        Mistake(
            "constant-weight",
            "The weight was taken to stay at one half. Ten times as many others now share in "
            "the denominator.",
            when=entry(1, 0.5),
        ),
        Mistake(
            "odds-for-weight",
            "That is the ratio to all others together, or to the number of keys. The weight is the "
            "share of the whole, its own part included.",
            when=entry(1, 0.1),
        ),
        Mistake(
            "divided-weight",
            "The weight was divided by ten. It is the odds that fall tenfold.",
            when=entry(1, 0.05),
        ),
        Mistake(
            "lead-for-exponential",
            "The lead itself was set against the 2000 others. A score counts by its exponential, "
            "as theirs do.",
            when=entry(1, np.log(200) / (np.log(200) + 2000)),
        ),
        Mistake(
            "weight-in-the-short-text",
            "That is about 1/200. Beside each of the other keys, of the 2000, this one counts 200 "
            "times as much.",
            when=entry(1, 1 / 201, 1 / 200),
        ),
    ),
    hints=(
        "Against how many other keys is the one ahead, and what do their exponentials add up "
        "to if their scores are 0?",
        "Its weight is e^Δ / (e^Δ + n − 1), one half when e^Δ is as much as all the others.",
        "The exponential of the lead is 200. In the long text it has 2000 against it.",
    ),
    why="In a sentence: how much more lead does it need for one half in the long text?",
    reply="log 10 = 2.303: it has ten times as many keys against it.",
    place=MORE_KEYS,
)
