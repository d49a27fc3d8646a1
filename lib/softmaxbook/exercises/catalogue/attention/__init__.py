"""Chapter Attention: its exercises in their order, and its sections."""

from softmaxbook.exercises.record import Place

EXERCISES = (
    "by-hand",
    "head-shapes",
    "read-the-map",
    "attention-slopes",
    "padded-attention",
    "causal-attention",
    "merge-outputs",
)

BY_HAND = Place("attention", "One row by hand")
HEAD = Place("attention", "One head and its matrices")
RAISES = Place("attention", "What raises a score")
TRAIN = Place("attention", "Train the head")
ROOT = Place("attention", "Why the root of d")
MASKS = Place("attention", "Masks")
PADDING = Place("attention", "Padding, and rows with nothing")
STREAM = Place("attention", "A stream of keys")
