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
LINES = Place("claims", "State it")
ROLES = Place("claims", "What goes where")
DIRECTION = Place("claims", "Which way it moves")
ELSEWHERE = Place("claims", "A theorem about something else")
READINGS = Place("claims", "The reading that holds")
CONDITION = Place("claims", "Find the condition")
PRINT = Place("claims", "What is in print")
FINGERPRINTS = Place("claims", "Explain a wrong answer")
