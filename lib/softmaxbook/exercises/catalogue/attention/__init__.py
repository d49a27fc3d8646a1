"""Chapter Attention: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "causal-attention",
    "attention-slopes",
)

BY_HAND = Place("attention", "By hand, exact")
GRADIENT = Place("attention", "The gradient is a covariance")
ROOT = Place("attention", "Why the root of d")
MASKS = Place("attention", "Masks")
PADDING = Place("attention", "Padding, and rows with nothing")
