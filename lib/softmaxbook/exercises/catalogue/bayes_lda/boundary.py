import numpy as np

from softmaxbook.exercises.catalogue.bayes_lda import PARTS
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import is_near


def boundary():
    """Evidence rises by 3 / 1.5² nats per unit from 0 at 1.5, and has to make up for log 4."""
    slope = (3 - 0) / 1.5**2
    return 1.5 + np.log(0.8 / 0.2) / slope


EXERCISE = Exercise(
    title="Where to draw the line",
    reference=boundary,
    form=Numbers((Part("the measurement"),)),
    mistakes=(
        Mistake(
            "halfway",
            "Halfway between the means the evidence is 0, and the prior decides: it is on the "
            "line only if both classes are equally probable.",
            when=is_near(1.5),
        ),
        Mistake(
            "wrong-way",
            "The line was moved towards the more probable class, and takes away from it. A "
            "larger prior pushes the line outwards.",
            when=is_near(1.5 - 0.75 * np.log(4), 1.5 - np.log(4)),
        ),
        Mistake(
            "slope-forgotten",
            "The prior odds, in nats, were added to a length. Divide by the nats that each "
            "unit of the measurement is worth.",
            when=is_near(1.5 + np.log(4)),
        ),
        Mistake(
            "deviation-for-variance",
            "The slope is the distance of the means over the variance, not over the standard "
            "deviation.",
            when=is_near(1.5 + np.log(4) / 2),
        ),
        Mistake(
            "variance-taken-as-1",
            "The slope is the distance of the means alone, as if the variance were 1. It is 2.25, "
            "and divides the distance.",
            when=is_near(1.5 + np.log(4) / 3),
        ),
        Mistake(
            "slope-multiplied",
            "The prior odds were multiplied by the slope. From nats to units one divides.",
            when=is_near(1.5 + np.log(4) * 4 / 3),
        ),
        Mistake(
            "weighted-mean",
            "The means were averaged with the priors as weights. The line is where the posterior "
            "is one half.",
            when=is_near(0.6, 2.4),
        ),
        Mistake(
            "shift-alone",
            "That is by how much the prior moves the line, or how many nats it is worth. Asked "
            "for is where the line lies, and without the prior it lies at 1.5.",
            when=is_near(0.75 * np.log(4), np.log(4), np.log(4) / 2),
        ),
        Mistake(
            "prior-for-odds",
            "The logarithm of a prior entered alone. On the line evidence and prior odds cancel, "
            "and these are 0.8 to 0.2.",
            when=is_near(*(1.5 + sign * 0.75 * np.log(q) for sign in (1, -1) for q in (0.8, 0.2))),
        ),
        Mistake(
            "distance-forgotten",
            "The distance of the means is missing in the slope: that is 3 divided by 2.25, not 1 "
            "divided by it.",
            when=is_near(1.5 + 2.25 * np.log(4)),
        ),
        Mistake(
            "half-in-evidence",
            "The slope is twice what it should be, or half of it: beyond the middle the evidence "
            "rises by the distance of the means over the variance for each unit.",
            when=is_near(1.5 + 0.375 * np.log(4), 1.5 + 1.5 * np.log(4)),
        ),
        Mistake(
            "base-10",
            "The prior odds have a logarithm of base 10. The evidence is in nats, so theirs has "
            "to have base e.",
            when=is_near(1.5 + 0.75 * np.log10(4)),
        ),
        Mistake(
            "a-mean",
            "That is the mean of a class, where its density is largest; the line is where both "
            "posteriors are equal. 3 is also what a logarithm of base 2 gives.",
            when=is_near(0.0, 3.0),
        ),
        Mistake(
            "odds-not-logged",
            "The prior odds, or the priors, entered without a logarithm.",
            when=is_near(4.5, 1.95, 2.1, 1.05, 5.5),
        ),
        Mistake(
            "added-to-the-second-mean",
            "The shift was counted from the mean of the second class. It begins halfway between "
            "the means, where the evidence is 0.",
            when=is_near(3 + np.log(4) * 0.75, 3 - np.log(4) * 0.75),
        ),
        Mistake(
            "prior-times-length",
            "The prior odds, in nats, were multiplied by a length. They are divided by the slope, "
            "and move the line from 1.5.",
            when=is_near(1.5 * np.log(4), 3 * np.log(4), 1.5 + 1.5 * np.log(4)),
        ),
    ),
    hints=(
        "What does the evidence say halfway between the means, and which class is ahead "
        "there, once the priors are added?",
        "On the line, evidence and prior cancel. The evidence for the second class is (μ₂ − "
        "μ₁)/σ² nats for each unit beyond the middle.",
        "Each unit is worth 3/2.25 = 4/3 nats, and log 4 nats have to be made up.",
    ),
    why="In a sentence: where does the line go as the first class becomes ever more common?",
    reply="To the right, without end, beyond the mean of the second class too: by ¾ of a unit for "
    "every nat of prior odds.",
    place=PARTS,
)
