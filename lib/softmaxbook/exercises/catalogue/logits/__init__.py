"""Chapter Logits: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "from-probabilities",
    "zero-sum-constant",
    "against-rest",
    "two-tests",
    "probability-of-dog",
    "fewer-numbers",
    "second-network",
)

ODDS = Place("logits", "Odds, exactly")
LOG_ODDS = Place("logits", "The logarithm of the odds")
COSTS = Place("logits", "See it")
DIFFERENCES = Place("logits", "Only differences can be known")
MEANINGS = Place("logits", "Three meanings of one word")
ACROSS = Place("logits", "Where it fails")
