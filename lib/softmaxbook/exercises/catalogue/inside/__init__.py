"""Chapter Inside the network: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "causal-attention",
    "attention-slopes",
    "policy-gradient",
    "sampled-loss",
    "two-ranks",
    "far-enough",
    "gauge-or-not",
)

LOSS = Place("overflow", "Log-softmax and the loss")
BY_HAND = Place("inside", "By hand, exact")
GRADIENT = Place("inside", "The gradient is a covariance")
ROOT = Place("inside", "Why the root of d")
MASKS = Place("inside", "Masks")
PADDING = Place("inside", "Padding, and rows with nothing")
POLICIES = Place("inside", "Policies")
BANDIT = Place("inside", "A bandit")
BOTTLENECK = Place("inside", "The bottleneck")
SAMPLE = Place("inside", "A sample")
MORE_KEYS = Place("inside", "More keys, less weight")
SINK = Place("inside", "A place to put nothing")
HOLD_DOWN = Place("inside", "Two ways to hold scores down")
