"""Chapter Attention: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "head-shapes",
    "read-the-map",
    "causal-attention",
    "padded-attention",
    "attention-slopes",
    "merge-outputs",
)

BY_HAND = Place("attention", "One row by hand")
HEAD = Place("attention", "One head and its matrices")
GRADIENT = Place("attention", "The gradient is a covariance")
TRAIN = Place("attention", "Train the head")
ROOT = Place("attention", "Why the root of d")
MASKS = Place("attention", "Masks")
PADDING = Place("attention", "Padding, and rows with nothing")
STREAM = Place("attention", "A stream of keys")
