"""Chapter Logits: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "from-probabilities",
    "two-tests",
    "against-rest",
    "probability-of-dog",
    "zero-sum-constant",
    "fewer-numbers",
    "second-network",
)

ODDS = Place("logits", "Count first")
LOG_ODDS = Place("logits", "The logarithm of the odds")
COSTS = Place("logits", "The logarithm of the odds")
DIFFERENCES = Place("logits", "What the three scores mean")
MEANINGS = Place("logits", "One word, two meanings")
ACROSS = Place("logits", "Two photographs compared")
