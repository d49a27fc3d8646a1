"""Chapter Cross-entropy: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "surprise",
    "divergence",
    "loss",
    "gradient",
    "honest",
    "two-divergences",
    "smoothing",
    "perplexity",
)

CROSS_ENTROPY = Place("cross-entropy", "The gradient: push all, pull one")
TO_THE_LOSS = Place("jacobian", "Down to the loss")
MEASURING = Place("jacobian", "Measuring a gradient")
SURPRISE = Place("cross-entropy", "Surprise is a logarithm")
CONSTANT = Place("cross-entropy", "Cross-entropy, and what is constant")
ROLES = Place("cross-entropy", "Which way round")
LOSS = Place("cross-entropy", "The loss of a classifier")
UNDERFLOW = Place("cross-entropy", "A thousand labels")
PROPER = Place("cross-entropy", "Honesty pays")
SMOOTHING = Place("cross-entropy", "Label smoothing")
PERPLEXITY = Place("cross-entropy", "Perplexity")
TWICE = Place("cross-entropy", "Probabilities where scores belong")
EPSILON = Place("overflow", "An epsilon in the logarithm")
