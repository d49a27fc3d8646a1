"""Chapter Claims on trial: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "twelve-sentences",
    "counterexamples",
    "lead-needed",
    "conditions",
    "referee",
    "smoothed-loss",
    "explain",
)

TEST = Place("claims", "A sentence as a test")
FOUR = Place("claims", "Four verdicts")
CONDITION = Place("claims", "Find the condition")
WEAK = Place("claims", "A check that cannot fail")
LINES = Place("claims", "Five lines to judge by")
PRINT = Place("claims", "What is in print")
FINGERPRINTS = Place("claims", "Explain a wrong answer")
