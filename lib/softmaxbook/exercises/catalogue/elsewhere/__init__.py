"""Chapter Elsewhere: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "policy-gradient",
    "two-ranks",
    "far-enough",
    "sampled-loss",
    "gauge-or-not",
)

LOSS = Place("overflow", "Log-softmax and the loss")
POLICIES = Place("elsewhere", "Policies")
BANDIT = Place("elsewhere", "A bandit")
BOTTLENECK = Place("elsewhere", "The bottleneck")
SAMPLE = Place("elsewhere", "A sample")
MORE_KEYS = Place("elsewhere", "More keys, less weight")
SINK = Place("elsewhere", "A place to put nothing")
HOLD_DOWN = Place("elsewhere", "Two ways to hold scores down")
