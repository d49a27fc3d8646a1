"""Chapter Elsewhere: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "best-two",
    "dearer-train",
    "site-or-none",
    "policy-gradient",
    "far-enough",
    "two-ranks",
    "sampled-loss",
    "gauge-or-not",
)

LOSS = Place("overflow", "Log-softmax and the loss")
OPENING = Place("elsewhere", "Three questions and two slopes")
GATES = Place("elsewhere", "Gates")
CHOICES = Place("elsewhere", "Choices")
SITE = Place("elsewhere", "A binding site")
POLICIES = Place("elsewhere", "Policies")
BOTTLENECK = Place("elsewhere", "The bottleneck")
SAMPLE = Place("elsewhere", "A sample")
MORE_KEYS = Place("elsewhere", "More keys, less weight")
SINK = Place("elsewhere", "A place to put nothing")
HOLD_DOWN = Place("elsewhere", "Two ways to hold scores down")
