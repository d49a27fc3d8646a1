"""Chapter Maximum entropy: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "multipliers",
    "given-mean",
    "weight-of-entropy",
    "shortfall",
    "two-gaps",
    "noisy-choices",
    "which-one",
)

COUNTING = Place("maximum-entropy", "What least assuming means")
NOTHING = Place("maximum-entropy", "Nothing known, nothing preferred")
BY_HAND = Place("maximum-entropy", "One mean known, by hand")
HALF = Place("maximum-entropy", "The missing half")
BETA = Place("maximum-entropy", "β is set by the mean")
DIE = Place("maximum-entropy", "Jaynes' die")
SIGN = Place("maximum-entropy", "The sign of energy")
GIBBS = Place("maximum-entropy", "What the popular proof was reaching for")
GRADIENT = Place("maximum-entropy", "Why p − y")
NOISE = Place("maximum-entropy", "Noise: the Gumbel-max trick")
