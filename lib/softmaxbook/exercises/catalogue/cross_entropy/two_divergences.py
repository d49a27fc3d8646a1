import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import CONSTANT, ROLES
from softmaxbook.exercises.catalogue.cross_entropy.shared import pair
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def both_divergences():
    """The weights and the numerators are those of the coin that comes first."""
    fair, bent = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    there = (fair * np.log(fair / bent)).sum()
    back = (bent * np.log(bent / fair)).sum()
    return there, back


FAIR, BENT = np.array([0.5, 0.5]), np.array([0.9, 0.1])


def kl(y: NDArray, p: NDArray) -> float:
    return (y * np.log(y / p)).sum()


MIDDLE = (FAIR + BENT) / 2
THERE, BACK = kl(FAIR, BENT), kl(BENT, FAIR)
UPSIDE_DOWN = tuple(
    ((FAIR * sign * np.log(FAIR / BENT)).sum(), (BENT * sign * np.log(BENT / FAIR)).sum())
    for sign in (np.array([1, -1]), np.array([-1, 1]))
)


EXERCISE = Exercise(
    title="There and back",
    reference=both_divergences,
    form=Numbers(
        (
            Part("fair, then bent", key="fair_then_bent"),
            Part("bent, then fair", key="bent_then_fair"),
        )
    ),
    mistakes=(
        Mistake(
            "roles-swapped",
            "Both numbers are there, in each other's place. Data come first, and the data are "
            "what the logarithms are averaged over.",
            wrong=(pair(BACK, THERE),),
        ),
        Mistake(
            "taken-as-symmetric",
            "The same number was given twice. The two divergences average different logarithms "
            "with different weights.",
            wrong=(pair(THERE, THERE), pair(BACK, BACK)),
        ),
        Mistake(
            "cross-entropy-for-divergence",
            "These are cross-entropies. The entropy of whatever comes first still has to be "
            "taken off.",
            wrong=(pair(-(FAIR * np.log(BENT)).sum(), -(BENT * np.log(FAIR)).sum()),),
            place=CONSTANT,
        ),
        Mistake(
            "entropies",
            "These are the entropies of the two coins. A divergence compares one with the other.",
            wrong=(
                pair(-(FAIR * np.log(FAIR)).sum(), -(BENT * np.log(BENT)).sum()),
                pair(-(BENT * np.log(BENT)).sum(), -(FAIR * np.log(FAIR)).sum()),
            ),
            place=CONSTANT,
        ),
        Mistake(
            "one-ratio-upside-down",
            "In one of the two terms the ratio stands upside down. In both, the coin that comes "
            "first is above.",
            wrong=tuple(
                numbers
                for there, back in UPSIDE_DOWN
                for numbers in (pair(there, back), pair(THERE, back), pair(there, BACK))
            ),
        ),
        Mistake(
            "not-weighted",
            "The logarithms of the ratios were added up as they are. Each counts as often as "
            "its side comes up.",
            wrong=(pair(np.log(FAIR / BENT).sum(), np.log(BENT / FAIR).sum()),),
        ),
        Mistake(
            "weighted-with-the-model",
            "The logarithms are those of the right ratios, but the model's probabilities are the "
            "weights. The data are what they are averaged over.",
            wrong=(pair(-BACK, -THERE),),
        ),
        Mistake(
            "symmetrised",
            "That is made of both directions, so it is the same for both. Each direction has a "
            "divergence of its own.",
            wrong=tuple(
                pair(n, n)
                for n in (
                    THERE + BACK,
                    (THERE + BACK) / 2,
                    (kl(FAIR, MIDDLE) + kl(BENT, MIDDLE)) / 2,
                )
            ),
        ),
        Mistake(
            "distance-for-divergence",
            "That is a distance of the two lists, without a logarithm, and the same both ways.",
            wrong=tuple(pair(n, n) for n in (0.4, 0.8, 0.32, 0.16, np.sqrt(0.32))),
        ),
        Mistake(
            "averaged-over-sides",
            "The sum was divided by the number of sides. The weights are in it already, and "
            "they sum to 1.",
            wrong=(pair(THERE / 2, BACK / 2),),
        ),
        Mistake(
            "one-term-only",
            "Only one side of the coin was counted. A divergence is a sum over both.",
            when=entry(0, 0.5 * np.log(0.5 / 0.9), 0.5 * np.log(5)),
        ),
        Mistake(
            "largest-logarithm",
            "That is the largest logarithm of a ratio. A divergence is their mean, weighted with "
            "what comes first.",
            when=entry(0, np.log(5)),
        ),
    ),
    hints=(
        "How surprised is somebody who believes in the bent coin, per toss of the fair one? "
        "And how surprised would that person be who knows?",
        "D_KL(y ‖ p) = ∑ᵢ yᵢ log(yᵢ / pᵢ): the weights and the numerators are those of y.",
        "The first is one half of log(0.5/0.9) plus one half of log(0.5/0.1).",
    ),
    why="In a sentence: why is it worse to take the fair coin for the bent one than the other "
    "way round?",
    reply="Half of the tosses of a fair coin show the side to which the bent one gives 0.1, and "
    "each of these costs log 5 = 1.609 nats more. Of the bent coin's tosses none costs more than "
    "log 1.8 = 0.588 on top.",
    place=ROLES,
)
