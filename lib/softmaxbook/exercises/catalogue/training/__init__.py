"""Chapter Training a classifier: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "first-losses",
    "one-step",
    "read-the-log",
    "hidden-gradient",
    "floor",
    "safe-rate",
    "a-thousand-times",
)

DIGITS = Place("training", "Ten digits")
FIRST = Place("training", "What the first loss tells")
STEP = Place("training", "How long a step may be")
SURE_TO_HELP = Place("training", "A step that is sure to help")
SUM = Place("training", "Sum or mean")
TWICE = Place("training", "Softmax twice")
BIAS = Place("training", "A bias that does not move")
XOR = Place("training", "Exclusive or")
HIDDEN = Place("training", "A hidden layer")
SEPARABLE = Place("training", "Data that can be separated")
GROWTH = Place("training", "A hundred million steps")
