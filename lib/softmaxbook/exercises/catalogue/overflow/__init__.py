"""Chapter Overflow: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "predictions",
    "eight-bits",
    "stable-softmax",
    "loss-from-scores",
    "masked-softmax",
    "log-softmax",
    "merge",
    "name-the-loss",
    "which-one",
)

SHIFT = Place("overflow", "The free constant")
UNSAFE = Place("overflow", "Shifts that are not safe")
LSE = Place("overflow", "Log-sum-exp")
LOSS = Place("overflow", "Log-softmax and the loss")
MAXIMUM_FIRST = Place("overflow", "Why the maximum goes first")
EPSILON = Place("overflow", "An epsilon in the logarithm")
MASKS = Place("overflow", "The mask clinic")
NAN_FROM = Place("overflow", "Where nan comes from")
FORMATS = Place("overflow", "Four formats")
CERTAIN = Place("overflow", "Exact zeros, exact ones")
STREAM = Place("overflow", "One pass")
TAIL = Place("overflow", "The tail")
