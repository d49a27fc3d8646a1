import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import CONSTANT, ROLES, SURPRISE
from softmaxbook.exercises.catalogue.cross_entropy.shared import pair
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake


def both_divergences():
    """The weights and the numerators are those of the coin that comes first."""
    fair, bent = np.array([0.5, 0.5]), np.array([0.9, 0.1])
    there = (fair * np.log(fair / bent)).sum()
    back = (bent * np.log(bent / fair)).sum()
    return there, back


FAIR, BENT = np.array([0.5, 0.5]), np.array([0.9, 0.1])


def kl(y: NDArray, p: NDArray) -> float:
    return (y * np.log(y / p)).sum()


THERE, BACK = kl(FAIR, BENT), kl(BENT, FAIR)


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
            "not-weighted",
            "The logarithms of the ratios were added up as they are. Each counts as often as "
            "its side comes up.",
            wrong=(pair(np.log(FAIR / BENT).sum(), np.log(BENT / FAIR).sum()),),
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong. The ratio has the first coin above and the second below, and "
            "no divergence is negative.",
            wrong=(pair(-THERE, -BACK),),
        ),
        Mistake(
            "bits",
            "These are bits. Nats were asked for, with the natural logarithm.",
            wrong=(pair(THERE / np.log(2), BACK / np.log(2)),),
            place=SURPRISE,
        ),
        Mistake(
            "averaged-over-sides",
            "The sum was divided by the number of sides. The weights are in it already, and "
            "they sum to 1.",
            wrong=(pair(THERE / 2, BACK / 2),),
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
    place=ROLES,
)
