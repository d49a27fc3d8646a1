"""Chapter Maximum entropy: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "given-mean",
    "weight-of-entropy",
    "which-one",
    "multipliers",
    "shortfall",
    "two-gaps",
    "noisy-choices",
)

DICE = Place("maximum-entropy", "Twenty dice")
COUNTING = Place("maximum-entropy", "Count the orders")
NOTHING = Place("maximum-entropy", "What if nothing is known?")
BY_HAND = Place("maximum-entropy", "One mean known, by hand")
HALF = Place("maximum-entropy", "The popular proof")
LOSES = Place("maximum-entropy", "What any other answer loses")
BETA = Place("maximum-entropy", "β is set by the mean")
DIE = Place("maximum-entropy", "The dice again")
SIGN = Place("maximum-entropy", "The sign of energy")
GIBBS = Place("maximum-entropy", "What the popular proof was reaching for")
NOISE = Place("maximum-entropy", "Choices through noise")
